/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-cli.h"

#include <stdio.h>

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
