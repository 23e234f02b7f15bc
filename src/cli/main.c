/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "config.h"

#include "tl-cli.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

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
