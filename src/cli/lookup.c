/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include <string.h>

#include "tl-codes.h"
#include "tl-diagnose.h"
#include "tl-enum-types.h"
#include "tl-evidence-json.h"
#include "tl-explain.h"
#include "tl-kb.h"

static int
write_json (TlCli *cli, JsonBuilder *json)
{
  g_autofree char *text = tl_json_finish (json, TRUE);

  return tl_cli_write (cli, text) ? TL_EXIT_OK : TL_EXIT_BAD;
}

static int
write_text (TlCli *cli, GString *text)
{
  return tl_cli_write (cli, text->str) ? TL_EXIT_OK : TL_EXIT_BAD;
}

/* ------------------------------------------------------------------ code */

static int
codes_as_json (TlCli *cli, const GPtrArray *codes, const char *difference)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "codes");
  json_builder_begin_array (json);
  for (guint i = 0; i < codes->len; i++) {
    const TlCodeText *code = codes->pdata[i];

    json_builder_begin_object (json);
    tl_json_add_string (json, "code", code->code);
    tl_json_add_string (json, "protocol", code->protocol);
    tl_json_add_string (json, "title", code->title);
    tl_json_add_string (json, "meaning", code->meaning);
    tl_json_add_string (json, "class", code->klass);
    tl_json_add_string (json, "source", code->source);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  tl_json_add_string (json, "difference", difference);
  json_builder_end_object (json);
  return write_json (cli, json);
}

static int
codes_as_text (TlCli *cli, const GPtrArray *codes, const char *difference)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (difference != NULL)
    g_string_append_printf (text, "%s\n\n", difference);
  for (guint i = 0; i < codes->len; i++) {
    const TlCodeText *code = codes->pdata[i];
    g_autofree char *protocol = g_ascii_strup (code->protocol, -1);

    g_string_append_printf (text, "%s (%s): %s\n  %s\n  %s\n", code->code, protocol, code->title,
                            code->meaning, code->klass);
    if (*code->source != '\0')
      g_string_append_printf (text, "  %s\n", code->source);
  }
  return write_text (cli, text);
}

int
tl_cli_code (TlCli *cli)
{
  g_autoptr (GPtrArray) codes = tl_code_look_up (cli->args[0], cli->catalog);
  g_autofree char *difference = NULL;
  gboolean answered = codes->len > 0;
  int status;

  if (cli->args[1] != NULL) {
    g_autoptr (GPtrArray) second = tl_code_look_up (cli->args[1], cli->catalog);

    answered = answered && second->len > 0;
    difference = tl_code_difference (cli->args[0], cli->args[1], cli->catalog);
    g_ptr_array_extend_and_steal (codes, g_steal_pointer (&second));
  }
  if (!answered && cli->format != TL_FORMAT_JSON) {
    tl_cli_complain (
        cli, tl_cli_text (cli, N_ ("That does not look like a reply code, such as 421 or 4.7.1.")));
    return TL_EXIT_UNKNOWN;
  }
  status = cli->format == TL_FORMAT_JSON ? codes_as_json (cli, codes, difference)
                                         : codes_as_text (cli, codes, difference);
  return status == TL_EXIT_OK && !answered ? TL_EXIT_UNKNOWN : status;
}

/* ------------------------------------------------------------------ causes */

static void
add_cause (TlCli *cli, JsonBuilder *json, const TlCause *cause)
{
  json_builder_begin_object (json);
  tl_json_add_string (json, "id", cause->id);
  tl_json_add_string (json, "spoken", cause->spoken);
  tl_json_add_string (json, "severity", tl_enum_to_string (TL_TYPE_SEVERITY, cause->severity));
  tl_json_add_string (json, "actor", tl_enum_to_string (TL_TYPE_ACTOR, cause->actor));
  tl_json_add_string (json, "title", tl_cli_text (cli, cause->title));
  json_builder_end_object (json);
}

static int
all_causes (TlCli *cli)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n_areas;
  const TlKbArea *const *areas = tl_kb_get_areas (&n_areas);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "causes");
  json_builder_begin_array (json);
  for (gsize a = 0; a < n_areas; a++)
    for (gsize i = 0; i < areas[a]->n_causes; i++) {
      const TlCause *cause = &areas[a]->causes[i];

      add_cause (cli, json, cause);
      g_string_append_printf (text, "%s  %-32s  %s\n", cause->spoken, cause->id,
                              tl_cli_text (cli, cause->title));
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  return cli->format == TL_FORMAT_JSON ? write_json (cli, json) : write_text (cli, text);
}

/* By id, or by the code that is read aloud. */
static const TlCause *
find_cause (const char *word)
{
  const TlCause *found = tl_kb_find (word);
  gsize n_areas;
  const TlKbArea *const *areas = tl_kb_get_areas (&n_areas);

  for (gsize a = 0; found == NULL && a < n_areas; a++)
    for (gsize i = 0; found == NULL && i < areas[a]->n_causes; i++)
      if (g_ascii_strcasecmp (areas[a]->causes[i].spoken, word) == 0)
        found = &areas[a]->causes[i];
  return found;
}

static void
append_advice (TlCli *cli, GString *text, const char *msgid, const char *advice)
{
  if (advice != NULL)
    g_string_append_printf (text, "%s %s\n", tl_cli_text (cli, msgid), advice);
}

static int
one_cause (TlCli *cli, const TlCause *cause)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TlCauseText) words = tl_explain_cause (cause->id, cli->catalog);

  if (cli->format == TL_FORMAT_JSON) {
    json_builder_begin_object (json);
    json_builder_set_member_name (json, "causes");
    json_builder_begin_array (json);
    add_cause (cli, json, cause);
    json_builder_end_array (json);
    json_builder_end_object (json);
    return write_json (cli, json);
  }
  g_string_append_printf (text, "%s (%s, %s)\n\n%s\n\n", words->title, cause->id, cause->spoken,
                          words->meaning);
  for (guint i = 0; i < words->fixes->len; i++) {
    const TlFixText *fix = words->fixes->pdata[i];

    g_string_append_printf (text, "%u. %s [%s]\n", i + 1, fix->text,
                            tl_explain_actor (fix->actor, cli->catalog));
  }
  append_advice (cli, text, N_ ("When to try again:"), words->retry);
  append_advice (cli, text, N_ ("What does not help:"), words->never);
  append_advice (cli, text, N_ ("So that it does not come back:"), words->prevention);
  return write_text (cli, text);
}

int
tl_cli_causes (TlCli *cli)
{
  const TlCause *cause;

  if (cli->args[0] == NULL)
    return all_causes (cli);
  cause = find_cause (cli->args[0]);
  if (cause != NULL)
    return one_cause (cli, cause);
  tl_cli_complain (
      cli, tl_cli_text (cli, N_ ("There is no such cause; without a name they are listed.")));
  return TL_EXIT_UNKNOWN;
}

/* ------------------------------------------------------------------ report, replay */

int
tl_cli_report_file (TlCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  g_autofree char *text = NULL;
  gsize length;

  text = tl_cli_read (cli->args[0], TL_JSON_MAX, &length, &error);
  if (text != NULL)
    evidence = tl_evidence_from_json (text, length, &error);
  if (evidence == NULL) {
    tl_cli_complain_error (cli, error);
    return TL_EXIT_BAD;
  }
  if (*cli->settings->program != '\0') {
    TlEvidence *own = tl_evidence_with_program (evidence, cli->settings->program);

    tl_evidence_unref (evidence);
    evidence = own;
  }
  if (g_str_equal (cli->command->name, "report"))
    diagnosis = tl_diagnosis_from_json (text, length);
  if (diagnosis == NULL)
    diagnosis = tl_diagnose (evidence);
  return tl_cli_report (cli, evidence, diagnosis);
}
