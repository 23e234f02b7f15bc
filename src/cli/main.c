/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "config.h"

#include "tl-cli.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

#define JOB (TL_OPTIONS_GLOBAL | TL_OPTIONS_ACCOUNT)

static const TlCommand commands[] = {
    {"check smtp", "HOST", N_ ("Test a mail server, step by step"),
     JOB | TL_OPTIONS_SERVER | TL_OPTIONS_SMTP, 1, 1, tl_cli_check},
    {"check ftp", "HOST", N_ ("Test a file server, step by step"),
     JOB | TL_OPTIONS_SERVER | TL_OPTIONS_FTP, 1, 1, tl_cli_check},
    {"check account", "ADDRESS", N_ ("Find the settings of a mail address, then test them"),
     JOB | TL_OPTIONS_SMTP, 1, 1, tl_cli_check},
    {"discover", "ADDRESS", N_ ("Find the settings of a mail address"), JOB, 1, 1, tl_cli_discover},
    {"environment", "[HOST]", N_ ("Look at this computer: routes, VPN, proxy, clock"),
     JOB | TL_OPTIONS_SERVER, 0, 1, tl_cli_environment},
    {"explain", "[TEXT | -]", N_ ("Explain a reply or an error text"),
     TL_OPTIONS_GLOBAL | TL_OPTIONS_EXPLAIN, 0, 1, tl_cli_explain},
    {"code", "CODE [CODE]", N_ ("Look up a reply code, or two side by side"), TL_OPTIONS_GLOBAL, 1,
     2, tl_cli_code},
    {"causes", "[ID]", N_ ("List the causes, or show one"), TL_OPTIONS_GLOBAL, 0, 1, tl_cli_causes},
    {"report", "FILE", N_ ("Show a saved report again, in this language or format"),
     TL_OPTIONS_GLOBAL, 1, 1, tl_cli_report_file},
    {"replay", "FILE", N_ ("Diagnose the evidence of a saved report anew"), TL_OPTIONS_GLOBAL, 1, 1,
     tl_cli_report_file},
    {"practice", "[SCENARIO]", N_ ("Start a practice server with a fault and test it"),
     TL_OPTIONS_GLOBAL | TL_OPTIONS_PRACTICE, 0, 1, tl_cli_practice},
};

const TlCommand *
tl_cli_commands (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

const char *
tl_cli_text (TlCli *cli, const char *msgid)
{
  return tl_catalog_get (cli->catalog, msgid);
}

void
tl_cli_complain (TlCli *cli, const char *translated)
{
  fprintf (stderr, "throughline-cli: %s\n", translated);
}

void
tl_cli_complain_error (TlCli *cli, const GError *error)
{
  tl_cli_complain (cli, tl_cli_text (cli, error->message));
}

static int
run (TlCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->version)
    return tl_cli_write (cli, "throughline " TL_VERSION "\n") ? TL_EXIT_OK : TL_EXIT_BAD;
  if (cli->help || cli->command == NULL) {
    g_autofree char *help = tl_cli_help (cli);

    if (cli->help)
      return tl_cli_write (cli, help) ? TL_EXIT_OK : TL_EXIT_BAD;
    fputs (help, stderr);
    return TL_EXIT_BAD;
  }
  if (!tl_cli_take_password (cli, &error)) {
    tl_cli_complain_error (cli, error);
    return TL_EXIT_BAD;
  }
  return cli->command->run (cli);
}

int
main (int argc, char **argv)
{
  TlCli cli = {0};
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  /* A closed pipe is an error of writing, not a death; nobody may make GnuTLS write our keys down. */
  signal (SIGPIPE, SIG_IGN);
  g_unsetenv ("SSLKEYLOGFILE");

  if (!tl_cli_parse (&cli, argc, argv, &error)) {
    tl_cli_complain (&cli, error->message);
    status = TL_EXIT_BAD;
  } else {
    status = run (&cli);
  }
  tl_cli_clear (&cli);
  return status;
}
