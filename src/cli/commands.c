/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-cli.h"

#define JOB (TL_OPTIONS_GLOBAL | TL_OPTIONS_ACCOUNT | TL_OPTIONS_PROGRAM)
#define SHOW (TL_OPTIONS_GLOBAL | TL_OPTIONS_PROGRAM)

static const TlCommand commands[] = {
    {"check smtp", "HOST", N_ ("Test a mail server, step by step"),
     JOB | TL_OPTIONS_SERVER | TL_OPTIONS_TLS | TL_OPTIONS_SMTP, 1, 1, tl_cli_check},
    {"check ftp", "HOST", N_ ("Test a file server, step by step"),
     JOB | TL_OPTIONS_SERVER | TL_OPTIONS_TLS | TL_OPTIONS_FTP, 1, 1, tl_cli_check},
    {"check http", "URL", N_ ("Test a web address, step by step"), JOB | TL_OPTIONS_TLS, 1, 1,
     tl_cli_check},
    {"survey smtp", "HOST",
     N_ ("Try every usual port of a mail server with every encryption, at once"),
     JOB | TL_OPTIONS_PORT, 1, 1, tl_cli_check},
    {"survey ftp", "HOST",
     N_ ("Try every usual port of a file server with every encryption, at once"),
     JOB | TL_OPTIONS_PORT, 1, 1, tl_cli_check},
    {"check account", "ADDRESS", N_ ("Find the settings of a mail address, then test them"),
     JOB | TL_OPTIONS_SMTP, 1, 1, tl_cli_check},
    {"discover", "ADDRESS", N_ ("Find the settings of a mail address"), JOB, 1, 1, tl_cli_discover},
    {"domain", "[DOMAIN]", N_ ("Look at what a domain publishes for its mail, and at blocklists"),
     JOB | TL_OPTIONS_DOMAIN, 1, 1, tl_cli_domain},
    {"environment", "[HOST]", N_ ("Look at this computer: routes, VPN, proxy, clock"),
     JOB | TL_OPTIONS_SERVER, 0, 1, tl_cli_environment},
    {"explain", "[TEXT | -]", N_ ("Explain a reply or an error text"), SHOW | TL_OPTIONS_EXPLAIN, 0,
     1, tl_cli_explain},
    {"code", "CODE [CODE]", N_ ("Look up a reply code, or two side by side"), TL_OPTIONS_GLOBAL, 1,
     2, tl_cli_code},
    {"causes", "[ID]", N_ ("List the causes, or show one"), TL_OPTIONS_GLOBAL, 0, 1, tl_cli_causes},
    {"programs", "[ID]", N_ ("List the mail and file programs, or where one has its settings"),
     TL_OPTIONS_GLOBAL, 0, 1, tl_cli_programs},
    {"report", "FILE", N_ ("Show a saved report again, in this language or format"), SHOW, 1, 1,
     tl_cli_report_file},
    {"replay", "FILE", N_ ("Diagnose the evidence of a saved report anew"), SHOW, 1, 1,
     tl_cli_report_file},
    {"practice", "[SCENARIO]", N_ ("Start a practice server with a fault and test it"),
     SHOW | TL_OPTIONS_PRACTICE, 0, 1, tl_cli_practice},
};

const TlCommand *
tl_cli_commands (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}
