/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include "tl-digest.h"
#include "tl-domain-question.h"

gboolean
tl_cli_take_bounce (TlCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlSettings) found = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  text = tl_cli_read (cli->bounce, TL_DIGEST_MAX, &length, &error);
  if (text != NULL)
    evidence = tl_digest_text (settings, text, length, TL_TEXT_BOUNCE, NULL, &error);
  if (evidence == NULL) {
    tl_cli_complain_error (cli, error);
    return FALSE;
  }
  found = tl_digest_settings (evidence, text, length);
  if (tl_domain_question_of_sender (evidence, found, cli->settings))
    return TRUE;
  tl_cli_complain (cli, tl_cli_text (cli, N_ ("The message does not tell whose domain sent it; "
                                              "name the domain, too.")));
  return FALSE;
}
