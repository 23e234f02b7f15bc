/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The job object of the contract. */
#include "tl-report-private.h"

#include <math.h>
#include <string.h>

#include "config.h"
#include "tl-enum-types.h"
#include "tl-evidence-json.h"
#include "tl-json-text.h"
#include "tl-knowledge.h"

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_number (JsonBuilder *json, const char *name, double value, double precision)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, round (value * precision) / precision);
}

static void
begin_list (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
}

static void
add_reasons (JsonBuilder *json, const char *name, const GPtrArray *reasons)
{
  begin_list (json, name);
  for (guint i = 0; i < reasons->len; i++) {
    const TlBecause *reason = reasons->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "fact", reason->fact);
    add_string (json, "value", reason->value);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_path (JsonBuilder *json, const TlFixText *fix)
{
  if (fix->path == NULL)
    return;
  begin_list (json, "path");
  for (guint i = 0; i < fix->path->len; i++)
    json_builder_add_string_value (json, fix->path->pdata[i]);
  json_builder_end_array (json);
  add_string (json, "path_language", fix->path_language);
}

static void
add_record (JsonBuilder *json, const TlFixText *fix)
{
  if (fix->record == NULL)
    return;
  json_builder_set_member_name (json, "record");
  json_builder_begin_object (json);
  add_string (json, "name", fix->record_name);
  add_string (json, "type", fix->record_type);
  add_string (json, "value", fix->record);
  json_builder_end_object (json);
}

static void
add_guide (JsonBuilder *json, const TlExplanation *explanation)
{
  if (explanation->guide == NULL)
    return;
  begin_list (json, "guide");
  for (guint i = 0; i < explanation->guide->len; i++) {
    const TlFixText *step = explanation->guide->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "id", step->id);
    add_string (json, "text", step->text);
    add_path (json, step);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_fixes (JsonBuilder *json, const TlCauseText *text)
{
  begin_list (json, "fixes");
  for (guint i = 0; i < text->fixes->len; i++) {
    const TlFixText *fix = text->fixes->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "id", fix->id);
    add_string (json, "text", fix->text);
    add_string (json, "actor", tl_enum_to_string (TL_TYPE_ACTOR, (int) fix->actor));
    add_path (json, fix);
    add_record (json, fix);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_contact (JsonBuilder *json, const TlContact *contact)
{
  if (contact == NULL)
    return;
  json_builder_set_member_name (json, "contact");
  json_builder_begin_object (json);
  add_string (json, "whom", contact->whom);
  add_string (json, "subject", contact->subject);
  add_string (json, "text", contact->text);
  json_builder_end_object (json);
}

/* The explanation's causes are the diagnosis's findings, in the same order. */
static void
add_causes (JsonBuilder *json, const TlReport *report)
{
  const GPtrArray *findings = tl_diagnosis_get_findings (report->diagnosis);
  const GPtrArray *texts = report->explanation->causes;

  begin_list (json, "causes");
  for (guint i = 0; i < MIN (findings->len, texts->len); i++) {
    const TlFinding *finding = findings->pdata[i];
    const TlCauseText *text = texts->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "id", text->id);
    add_string (json, "spoken", text->spoken);
    add_string (json, "severity", tl_enum_to_string (TL_TYPE_SEVERITY, (int) text->severity));
    add_number (json, "confidence", text->confidence, 100);
    add_string (json, "actor", tl_enum_to_string (TL_TYPE_ACTOR, (int) text->actor));
    add_string (json, "title", text->title);
    add_string (json, "meaning", text->meaning);
    add_string (json, "variant", text->variant);
    add_reasons (json, "because", finding->because);
    add_reasons (json, "against", finding->against);
    add_fixes (json, text);
    json_builder_set_member_name (json, "retry_after_s");
    if (text->retry_after_s >= 0)
      json_builder_add_int_value (json, text->retry_after_s);
    else
      json_builder_add_null_value (json);
    if (text->retry != NULL)
      add_string (json, "retry", text->retry);
    if (text->never != NULL)
      add_string (json, "never", text->never);
    if (text->prevention != NULL)
      add_string (json, "prevention", text->prevention);
    add_contact (json, text->contact);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_steps (JsonBuilder *json, const TlReport *report)
{
  const GPtrArray *steps = tl_evidence_get_steps (report->evidence);
  const GPtrArray *texts = report->explanation->steps;

  begin_list (json, "steps");
  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];
    const TlStepText *text = i < texts->len ? texts->pdata[i] : NULL;

    json_builder_begin_object (json);
    add_string (json, "id", step->id);
    add_string (json, "target", step->target);
    add_string (json, "title", text != NULL ? text->title : step->id);
    add_string (json, "outcome", tl_enum_to_string (TL_TYPE_OUTCOME, (int) step->outcome));
    add_number (json, "start_ms", step->start_ms, 1000);
    add_number (json, "elapsed_ms", step->elapsed_ms, 1000);
    add_string (json, "detail", text != NULL ? text->detail : "");
    if (tl_evidence_get_attempts (report->evidence) > 1) {
      json_builder_set_member_name (json, "attempt");
      json_builder_add_int_value (json, step->attempt);
    }
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

/* In words; their parts stand among the facts. */
static void
add_certificates (JsonBuilder *json, const TlExplanation *explanation)
{
  if (explanation->certificates->len == 0)
    return;
  begin_list (json, "certificates");
  for (guint i = 0; i < explanation->certificates->len; i++) {
    const TlCertificateText *certificate = explanation->certificates->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "title", certificate->title);
    add_string (json, "fault", certificate->fault);
    begin_list (json, "lines");
    for (guint k = 0; k < certificate->lines->len; k++)
      json_builder_add_string_value (json, certificate->lines->pdata[k]);
    json_builder_end_array (json);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_next_tests (JsonBuilder *json, const TlExplanation *explanation)
{
  begin_list (json, "next_tests");
  for (guint i = 0; i < explanation->next_tests->len; i++) {
    const TlNextTest *test = explanation->next_tests->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "id", test->id);
    add_string (json, "text", test->text);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_computer (JsonBuilder *json, const TlExplanation *explanation)
{
  if (explanation->computer->len == 0)
    return;
  begin_list (json, "computer");
  for (guint i = 0; i < explanation->computer->len; i++) {
    const TlSightText *sight = explanation->computer->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "id", sight->id);
    add_string (json, "title", sight->title);
    add_string (json, "seen", sight->seen);
    add_string (json, "relation", tl_enum_to_string (TL_TYPE_BEARING, (int) sight->relation));
    add_string (json, "bearing", sight->bearing);
    add_string (json, "next_test", sight->next_id);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_changes (JsonBuilder *json, const TlExplanation *explanation)
{
  begin_list (json, "changes");
  for (guint i = 0; i < explanation->changes->len; i++) {
    const TlChange *change = explanation->changes->pdata[i];

    json_builder_begin_object (json);
    add_string (json, "fact", change->fact);
    add_string (json, "before", change->before);
    add_string (json, "after", change->after);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_spans (JsonBuilder *json, const TlDiagnosis *diagnosis)
{
  const GPtrArray *spans = tl_diagnosis_get_spans (diagnosis);

  begin_list (json, "spans");
  for (guint i = 0; i < spans->len; i++) {
    const TlSpan *span = spans->pdata[i];

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "start");
    json_builder_add_int_value (json, (gint64) span->start);
    json_builder_set_member_name (json, "end");
    json_builder_add_int_value (json, (gint64) span->end);
    add_string (json, "fact", span->fact);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_counts (JsonBuilder *json, const TlReport *report)
{
  guint64 lines;
  char *cause;

  begin_list (json, "counts");
  for (guint i = 0; (cause = tl_report_count (report, i, &lines)) != NULL; i++) {
    json_builder_begin_object (json);
    add_string (json, "cause", cause);
    json_builder_set_member_name (json, "lines");
    json_builder_add_int_value (json, (gint64) lines);
    json_builder_end_object (json);
    g_free (cause);
  }
  json_builder_end_array (json);
}

/* What the evidence knows of itself, as an object to take members from. */
static JsonNode *
write_evidence (const TlEvidence *evidence)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  tl_evidence_add_to_json (evidence, json);
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

/* The flat facts show the last value of each name; of replies, those of the one that decided, so that
 * no enhanced code of one stands beside the words of another. */
static void
show_deciding_reply (JsonObject *evidence, const TlView *view)
{
  static const char *const names[] = {
      "smtp.reply.stage",     "smtp.reply.code", "smtp.reply.enhanced", "smtp.reply.text",
      "smtp.reply.recipient", "ftp.reply.stage", "ftp.reply.code",      "ftp.reply.text"};
  JsonObject *facts = json_object_get_object_member (evidence, "facts");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = tl_view_get (view, names[i]);

    if (value == NULL)
      json_object_remove_member (facts, names[i]);
    else if (json_object_has_member (facts, names[i]))
      json_object_set_string_member (facts, names[i], value);
  }
}

static void
copy_members (JsonBuilder *json, JsonObject *from, const char *const *members)
{
  for (; *members != NULL; members++) {
    JsonNode *node = json_object_get_member (from, *members);

    if (node == NULL)
      continue;
    json_builder_set_member_name (json, *members);
    json_builder_add_value (json, json_node_copy (node));
  }
}

static JsonNode *
write_object (const TlReport *report)
{
  static const char *const head[] = {"job", "started", "elapsed_ms", NULL};
  static const char *const facts[] = {"facts", NULL};
  static const char *const middle[] = {"transcript", "alternatives", "data_channels", "evidence",
                                       NULL};
  static const char *const tail[] = {"cancelled", NULL};
  g_autoptr (JsonNode) evidence = write_evidence (report->evidence);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  JsonObject *object = json_node_get_object (evidence);
  TlSettings *settings = tl_evidence_get_settings (report->evidence);
  g_autoptr (TlView) view = NULL;

  tl_knowledge_get_default ();
  view = tl_view_new (report->evidence);
  show_deciding_reply (object, view);
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "schema");
  json_builder_add_int_value (json, 1);
  json_builder_set_member_name (json, "tool");
  json_builder_begin_object (json);
  add_string (json, "name", "throughline");
  add_string (json, "version", TL_VERSION);
  json_builder_end_object (json);
  copy_members (json, object, head);
  add_string (
      json, "verdict",
      tl_enum_to_string (TL_TYPE_VERDICT, (int) tl_diagnosis_get_verdict (report->diagnosis)));
  add_string (json, "summary", report->explanation->summary);
  add_string (json, "not_tested", report->explanation->not_tested);
  add_causes (json, report);
  copy_members (json, object, facts);
  add_steps (json, report);
  copy_members (json, object, middle);
  if (settings != NULL && settings->kind == TL_JOB_EXPLAIN)
    add_spans (json, report->diagnosis);
  if (tl_evidence_is (report->evidence, "text.kind", "log"))
    add_counts (json, report);
  add_certificates (json, report->explanation);
  add_guide (json, report->explanation);
  add_next_tests (json, report->explanation);
  add_computer (json, report->explanation);
  add_changes (json, report->explanation);
  copy_members (json, object, tail);
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

/* json-glib escapes ASCII controls alone. Invisible characters outside of ASCII (C1, bidi controls,
 * tags) are written as escapes, too, so that a terminal or editor that shows the file raw does not
 * act on what a server said; they only ever stand inside strings. */
static char *
escape_invisible (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 64);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    GUnicodeType type = c >= 0x7f ? g_unichar_type (c) : G_UNICODE_OTHER_SYMBOL;

    if (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR &&
        type != G_UNICODE_PARAGRAPH_SEPARATOR)
      g_string_append_unichar (out, c);
    else if (c < 0x10000)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                              0xdc00 + ((c - 0x10000) & 0x3ff));
  }
  return g_string_free (out, FALSE);
}

char *
tl_report_write_json (const TlReport *report)
{
  g_autoptr (JsonNode) root = write_object (report);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  tl_json_append_node (text, root, TRUE);
  escaped = escape_invisible (text->str);
  return g_strconcat (escaped, "\n", NULL);
}
