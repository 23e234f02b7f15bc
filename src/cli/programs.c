/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include "tl-enum-types.h"
#include "tl-guide.h"
#include "tl-json.h"
#include "tl-programs.h"

static void
add_path (JsonBuilder *json, TlTask task, const TlProgramPath *path)
{
  json_builder_begin_object (json);
  tl_json_add_string (json, "task", tl_enum_to_string (TL_TYPE_TASK, (int) task));
  json_builder_set_member_name (json, "path");
  json_builder_begin_array (json);
  for (guint i = 0; i < path->elements->len; i++)
    json_builder_add_string_value (json, path->elements->pdata[i]);
  json_builder_end_array (json);
  tl_json_add_string (json, "path_language", path->language);
  json_builder_end_object (json);
}

static void
add_program (TlCli *cli, JsonBuilder *json, const TlProgram *program, gboolean whole)
{
  json_builder_begin_object (json);
  tl_json_add_string (json, "id", program->id);
  tl_json_add_string (json, "name", program->name);
  tl_json_add_string (json, "protocol",
                      tl_enum_to_string (TL_TYPE_PROTOCOL, (int) program->protocol));
  tl_json_add_string (json, "version", program->version);
  tl_json_add_string (json, "checked", program->checked);
  tl_json_add_string (json, "source", program->source);
  if (whole) {
    json_builder_set_member_name (json, "paths");
    json_builder_begin_array (json);
    for (TlTask task = 0; task < TL_N_TASKS; task++) {
      g_autoptr (TlProgramPath) path = tl_explain_path (program, task, cli->catalog);

      if (path != NULL)
        add_path (json, task, path);
    }
    json_builder_end_array (json);
  }
  json_builder_end_object (json);
}

static char *
as_json (TlCli *cli, const GPtrArray *programs, const TlProgram *only)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "programs");
  json_builder_begin_array (json);
  for (guint i = 0; i < programs->len; i++)
    if (only == NULL || programs->pdata[i] == only)
      add_program (cli, json, programs->pdata[i], only != NULL);
  json_builder_end_array (json);
  json_builder_end_object (json);
  return tl_json_finish (json, TRUE);
}

static char *
all_as_text (const GPtrArray *programs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < programs->len; i++) {
    const TlProgram *program = programs->pdata[i];

    g_string_append_printf (text, "%-20s  %-4s  %s\n", program->id,
                            tl_enum_to_string (TL_TYPE_PROTOCOL, (int) program->protocol),
                            program->name);
  }
  return g_string_free (text, FALSE);
}

static void
append_guide (TlCli *cli, GString *text, const TlProgram *program)
{
  g_autoptr (GPtrArray) steps = tl_guide_steps (program, NULL, cli->catalog);

  g_string_append_printf (text, "\n%s\n",
                          tl_cli_text (cli, N_ ("To remove the account and add it again:")));
  for (guint i = 0; i < steps->len; i++) {
    const TlFixText *step = steps->pdata[i];

    g_string_append_printf (text, "%u. %s\n", i + 1, step->text);
    if (step->path_text != NULL)
      g_string_append_printf (text, "   %s\n", step->path_text);
  }
}

static char *
one_as_text (TlCli *cli, const TlProgram *program)
{
  GString *text = g_string_new (NULL);
  g_autofree char *checked = tl_catalog_format (
      cli->catalog,
      /* Translators: {source} is the title of a page of documentation, {version} of a program. */
      N_ ("{program}, {version}; compared on {date} with: {source}"), "program", program->name,
      "version", program->version, "date", program->checked, "source", program->source, NULL);

  g_string_append_printf (text, "%s\n", checked);
  for (TlTask task = 0; task < TL_N_TASKS; task++) {
    g_autoptr (TlProgramPath) path = tl_explain_path (program, task, cli->catalog);

    if (path != NULL)
      g_string_append_printf (text, "%s\n  %s\n", tl_explain_task (task, cli->catalog), path->text);
  }
  append_guide (cli, text, program);
  return g_string_free (text, FALSE);
}

int
tl_cli_programs (TlCli *cli)
{
  const GPtrArray *programs = tl_programs ();
  const TlProgram *only = NULL;
  g_autofree char *text = NULL;

  if (cli->args[0] != NULL) {
    only = tl_program_find (programs, cli->args[0]);
    if (only == NULL) {
      tl_cli_complain (
          cli, tl_cli_text (cli, N_ ("There is no such program; without a name they are listed.")));
      return TL_EXIT_UNKNOWN;
    }
  }
  if (cli->format == TL_FORMAT_JSON)
    text = as_json (cli, programs, only);
  else
    text = only != NULL ? one_as_text (cli, only) : all_as_text (programs);
  return tl_cli_write (cli, text) ? TL_EXIT_OK : TL_EXIT_BAD;
}
