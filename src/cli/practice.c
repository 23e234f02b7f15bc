/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include "tl-json.h"

#include <stdio.h>
#include <unistd.h>

#include "tl-enum-types.h"
#include "tl-practice.h"

static char *
list_as_json (TlCli *cli)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  gsize n;
  const TlScenario *scenarios = tl_practice_list (&n);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "scenarios");
  json_builder_begin_array (json);
  for (gsize i = 0; i < n; i++) {
    json_builder_begin_object (json);
    tl_json_add_string (json, "name", scenarios[i].name);
    tl_json_add_string (json, "title", tl_cli_text (cli, scenarios[i].title));
    tl_json_add_string (json, "protocol",
                        tl_enum_to_string (TL_TYPE_PROTOCOL, scenarios[i].protocol));
    tl_json_add_string (json, "cause", scenarios[i].cause);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  return tl_json_finish (json, TRUE);
}

static char *
list_as_text (TlCli *cli)
{
  GString *text = g_string_new (NULL);
  gsize n;
  const TlScenario *scenarios = tl_practice_list (&n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%-28s %s\n", scenarios[i].name,
                            tl_cli_text (cli, scenarios[i].title));
  return g_string_free (text, FALSE);
}

static int
list (TlCli *cli)
{
  g_autofree char *text = cli->format == TL_FORMAT_JSON ? list_as_json (cli) : list_as_text (cli);

  return tl_cli_write (cli, text) ? TL_EXIT_OK : TL_EXIT_BAD;
}

/* One line that says how to reach the server, then it serves until the input closes. The password is
 * the practice server's own, made for this run and good for nothing else. */
static int
serve (TlCli *cli, TlPractice *practice)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *text = NULL;
  TlSettings *settings = cli->settings;
  char buffer[4096];

  json_builder_begin_object (json);
  tl_json_add_string (json, "host", settings->host);
  tl_json_add_int (json, "port", settings->port);
  tl_json_add_string (json, "security", tl_enum_to_string (TL_TYPE_SECURITY, settings->security));
  tl_json_add_string (json, "user", settings->user);
  tl_json_add_string (json, "password",
                      settings->password != NULL ? tl_secret_peek (settings->password, NULL) : "");
  tl_json_add_string (json, "ca_file", settings->ca_file);
  json_builder_end_object (json);
  text = tl_json_finish (json, FALSE);
  if (!tl_cli_write (cli, text))
    return TL_EXIT_BAD;
  while (read (STDIN_FILENO, buffer, sizeof buffer) > 0)
    ;
  return TL_EXIT_OK;
}

int
tl_cli_practice (TlCli *cli)
{
  g_autoptr (TlPractice) practice = NULL;
  g_autoptr (TlSession) session = NULL;
  g_autoptr (GError) error = NULL;

  if (cli->args[0] == NULL)
    return list (cli);
  if (tl_practice_find (cli->args[0]) == NULL) {
    g_autofree char *text = tl_catalog_format (
        cli->catalog, N_ ("There is no practice scenario {name}; without a name they are listed."),
        "name", cli->args[0], NULL);

    tl_cli_complain (cli, text);
    return TL_EXIT_BAD;
  }
  practice = tl_practice_start (cli->args[0], &error);
  if (practice == NULL) {
    tl_cli_complain_error (cli, error);
    return TL_EXIT_BAD;
  }
  tl_practice_fill (practice, cli->settings);
  if (cli->serve)
    return serve (cli, practice);
  session = tl_cli_run_session (cli, cli->settings);
  if (session == NULL)
    return TL_EXIT_BAD;
  return tl_cli_report (cli, tl_session_get_evidence (session), tl_session_get_diagnosis (session));
}
