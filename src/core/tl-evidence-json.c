/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-evidence-json.h"

#include <math.h>
#include <string.h>

#include "tl-enum-types.h"
#include "tl-program.h"

#define ARRAY_MAX 20000

/* ------------------------------------------------------------------ writing */

static void
add_given (JsonBuilder *builder, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    tl_json_add_string (builder, name, value);
}

static void
add_true (JsonBuilder *builder, const char *name, gboolean value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
add_enum (JsonBuilder *builder, const char *name, GType type, int value)
{
  tl_json_add_string (builder, name, tl_enum_to_string (type, value));
}

static void
add_job (JsonBuilder *builder, const TlSettings *settings)
{
  json_builder_set_member_name (builder, "job");
  json_builder_begin_object (builder);
  add_enum (builder, "kind", TL_TYPE_JOB_KIND, settings->kind);
  add_enum (builder, "protocol", TL_TYPE_PROTOCOL, settings->protocol);
  tl_json_add_string (builder, "host", settings->host);
  tl_json_add_int (builder, "port", tl_settings_effective_port (settings));
  add_enum (builder, "security", TL_TYPE_SECURITY, tl_settings_effective_security (settings));
  if (settings->family != TL_FAMILY_ANY)
    add_enum (builder, "family", TL_TYPE_FAMILY, settings->family);
  add_given (builder, "address", settings->address);
  add_given (builder, "user", settings->user);
  if (*settings->user != '\0')
    add_enum (builder, "auth", TL_TYPE_AUTH, settings->auth);
  add_given (builder, "from", settings->from);
  add_given (builder, "to", settings->to);
  add_given (builder, "helo", settings->helo);
  add_true (builder, "send", settings->send);
  add_true (builder, "allow_plaintext", settings->allow_plaintext);
  add_true (builder, "try_user_forms", settings->try_user_forms);
  if (settings->sessions > 1)
    tl_json_add_int (builder, "sessions", settings->sessions);
  if (settings->protocol == TL_PROTOCOL_FTP)
    add_enum (builder, "mode", TL_TYPE_FTP_MODE, settings->ftp_mode);
  add_given (builder, "path", settings->path);
  add_true (builder, "upload", settings->upload);
  add_true (builder, "protect_clear", settings->protect_clear);
  add_true (builder, "tls_versions", settings->tls_versions);
  add_given (builder, "program", settings->program);
  add_given (builder, "url", settings->url);
  add_given (builder, "sender_ip", settings->sender_ip);
  add_given (builder, "selector", settings->selector);
  json_builder_end_object (builder);
}

static void
add_facts (JsonBuilder *builder, const TlEvidence *evidence)
{
  g_autoptr (GPtrArray) names = tl_evidence_list_names (evidence);

  json_builder_set_member_name (builder, "facts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < names->len; i++)
    tl_json_add_string (builder, names->pdata[i], tl_evidence_get (evidence, names->pdata[i]));
  json_builder_end_object (builder);
}

static void
add_transcript (JsonBuilder *builder, const TlEvidence *evidence)
{
  const GPtrArray *lines = tl_evidence_get_transcript (evidence);

  json_builder_set_member_name (builder, "transcript");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];

    json_builder_begin_object (builder);
    tl_json_add_string (builder, "direction", line->sent ? "sent" : "received");
    tl_json_add_ms (builder, "at_ms", line->at_ms);
    tl_json_add_string (builder, "text", line->text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_alternatives (JsonBuilder *builder, const TlEvidence *evidence)
{
  const GPtrArray *rows = tl_evidence_get_alternatives (evidence);

  json_builder_set_member_name (builder, "alternatives");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++) {
    const TlAlternative *row = rows->pdata[i];
    g_auto (GStrv) offers = g_strsplit (row->offers != NULL ? row->offers : "", " ", -1);

    json_builder_begin_object (builder);
    tl_json_add_int (builder, "port", row->port);
    add_enum (builder, "security", TL_TYPE_SECURITY, row->security);
    add_enum (builder, "family", TL_TYPE_FAMILY, row->family);
    tl_json_add_string (builder, "address", row->address);
    tl_json_add_string (builder, "state", row->state);
    add_enum (builder, "outcome", TL_TYPE_OUTCOME, row->outcome);
    json_builder_set_member_name (builder, "offers");
    json_builder_begin_array (builder);
    for (char **offer = offers; *offer != NULL; offer++)
      if (**offer != '\0')
        json_builder_add_string_value (builder, *offer);
    json_builder_end_array (builder);
    json_builder_set_member_name (builder, "recommended");
    json_builder_add_boolean_value (builder, row->recommended);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_data_channels (JsonBuilder *builder, const TlEvidence *evidence)
{
  const GPtrArray *rows = tl_evidence_get_data_channels (evidence);

  json_builder_set_member_name (builder, "data_channels");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++) {
    const TlDataChannel *row = rows->pdata[i];

    json_builder_begin_object (builder);
    tl_json_add_string (builder, "mode", row->mode);
    tl_json_add_string (builder, "protection", row->protection);
    if (*row->address != '\0')
      tl_json_add_string (builder, "address", row->address);
    add_enum (builder, "outcome", TL_TYPE_OUTCOME, row->outcome);
    tl_json_add_string (builder, "reason", row->reason);
    json_builder_set_member_name (builder, "recommended");
    json_builder_add_boolean_value (builder, row->recommended);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_records (JsonBuilder *builder, const TlEvidence *evidence)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);

  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_array (builder);
  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    json_builder_begin_object (builder);
    tl_json_add_string (builder, "fact", fact->fact);
    tl_json_add_string (builder, "value", fact->value);
    tl_json_add_string (builder, "step", fact->step);
    tl_json_add_string (builder, "target", fact->target);
    tl_json_add_int (builder, "attempt", fact->attempt);
    tl_json_add_string (builder, "source", tl_source_to_string (fact->source));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
tl_evidence_add_to_json (const TlEvidence *evidence, JsonBuilder *builder)
{
  add_job (builder, tl_evidence_get_settings (evidence));
  tl_json_add_string (builder, "started", tl_evidence_get_started (evidence));
  tl_json_add_ms (builder, "elapsed_ms", tl_evidence_get_elapsed_ms (evidence));
  add_facts (builder, evidence);
  add_transcript (builder, evidence);
  add_alternatives (builder, evidence);
  add_data_channels (builder, evidence);
  add_records (builder, evidence);
  json_builder_set_member_name (builder, "cancelled");
  json_builder_add_boolean_value (builder, tl_evidence_get_cancelled (evidence));
}

/* ------------------------------------------------------------------ reading */

static int
get_enum (JsonObject *object, const char *name, GType type, int fallback)
{
  int value = fallback;

  tl_enum_from_string (type, tl_json_get_string (object, name, NULL), &value);
  return value;
}

/* "allow_plaintext" is left out: the consent to send a password in the clear is for one run, and no
 * file may give it. */
static TlSettings *
read_job (JsonObject *root)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  JsonNode *node = json_object_get_member (root, "job");
  JsonObject *job;
  const char *program;
  static const char *const strings[] = {"host", "address", "user", "from",      "to",
                                        "helo", "path",    "url",  "sender_ip", "selector"};

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  job = json_node_get_object (node);
  settings->kind = get_enum (job, "kind", TL_TYPE_JOB_KIND, TL_JOB_CHECK);
  settings->protocol = get_enum (job, "protocol", TL_TYPE_PROTOCOL, TL_PROTOCOL_SMTP);
  settings->security = get_enum (job, "security", TL_TYPE_SECURITY, TL_SECURITY_AUTO);
  settings->family = get_enum (job, "family", TL_TYPE_FAMILY, TL_FAMILY_ANY);
  settings->auth = get_enum (job, "auth", TL_TYPE_AUTH, TL_AUTH_AUTO);
  settings->ftp_mode = get_enum (job, "mode", TL_TYPE_FTP_MODE, TL_FTP_MODE_AUTO);
  settings->port = (guint) CLAMP (tl_json_get_int (job, "port", 0), 0, 65535);
  settings->sessions = (guint) CLAMP (tl_json_get_int (job, "sessions", 1), 1, 5);
  settings->send = tl_json_get_boolean (job, "send", FALSE);
  settings->try_user_forms = tl_json_get_boolean (job, "try_user_forms", FALSE);
  settings->upload = tl_json_get_boolean (job, "upload", FALSE);
  settings->protect_clear = tl_json_get_boolean (job, "protect_clear", FALSE);
  settings->tls_versions = tl_json_get_boolean (job, "tls_versions", FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_object_set (settings, strings[i], tl_json_get_string (job, strings[i], ""), NULL);
  program = tl_json_get_string (job, "program", "");
  if (tl_program_id_is_valid (program))
    g_object_set (settings, "program", program, NULL);
  return g_steal_pointer (&settings);
}

typedef void (*RowFunc) (JsonObject *row, TlEvidenceBuilder *builder);

static void
read_rows (JsonObject *root, const char *name, RowFunc func, TlEvidenceBuilder *builder)
{
  JsonNode *node = json_object_get_member (root, name);
  JsonArray *array;
  guint n;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  n = MIN (json_array_get_length (array), ARRAY_MAX);
  for (guint i = 0; i < n; i++) {
    JsonNode *row = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (row))
      func (json_node_get_object (row), builder);
  }
}

static void
read_record (JsonObject *row, TlEvidenceBuilder *builder)
{
  const char *source = tl_json_get_string (row, "source", "probe");
  TlFact fact = {
      .fact = (char *) tl_json_get_string (row, "fact", NULL),
      .value = (char *) tl_json_get_string (row, "value", ""),
      .step = (char *) tl_json_get_string (row, "step", ""),
      .target = (char *) tl_json_get_string (row, "target", ""),
      .attempt = (guint) CLAMP (tl_json_get_int (row, "attempt", 1), 1, 1000),
  };

  if (fact.fact == NULL)
    return;
  for (TlSource s = TL_SOURCE_PROBE; s <= TL_SOURCE_USER; s++)
    if (g_str_equal (source, tl_source_to_string (s)))
      fact.source = s;
  tl_evidence_builder_add_fact (builder, &fact);
}

static void
read_step (JsonObject *row, TlEvidenceBuilder *builder)
{
  const TlStepRecord step = {
      .id = (char *) tl_json_get_string (row, "id", ""),
      .target = (char *) tl_json_get_string (row, "target", ""),
      .attempt = (guint) CLAMP (tl_json_get_int (row, "attempt", 1), 1, 1000),
      .outcome = get_enum (row, "outcome", TL_TYPE_OUTCOME, TL_OUTCOME_SKIPPED),
      .start_ms = tl_json_get_double (row, "start_ms", 0),
      .elapsed_ms = tl_json_get_double (row, "elapsed_ms", 0),
  };

  tl_evidence_builder_add_step_record (builder, &step);
}

static void
read_line (JsonObject *row, TlEvidenceBuilder *builder)
{
  gboolean sent = g_str_equal (tl_json_get_string (row, "direction", ""), "sent");

  tl_evidence_builder_add_line (builder, sent, tl_json_get_double (row, "at_ms", 0),
                                tl_json_get_string (row, "text", ""));
}

static void
read_alternative (JsonObject *row, TlEvidenceBuilder *builder)
{
  g_autoptr (GString) offers = g_string_new (NULL);
  JsonNode *node = json_object_get_member (row, "offers");
  TlAlternative alternative = {
      .port = (guint) CLAMP (tl_json_get_int (row, "port", 0), 0, 65535),
      .security = get_enum (row, "security", TL_TYPE_SECURITY, TL_SECURITY_AUTO),
      .family = get_enum (row, "family", TL_TYPE_FAMILY, TL_FAMILY_ANY),
      .address = (char *) tl_json_get_string (row, "address", ""),
      .state = (char *) tl_json_get_string (row, "state", "unknown"),
      .outcome = get_enum (row, "outcome", TL_TYPE_OUTCOME, TL_OUTCOME_SKIPPED),
      .recommended = tl_json_get_boolean (row, "recommended", FALSE),
  };

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < MIN (json_array_get_length (array), 100); i++) {
      JsonNode *offer = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (offer) && json_node_get_value_type (offer) == G_TYPE_STRING &&
          g_utf8_validate (json_node_get_string (offer), -1, NULL))
        g_string_append_printf (offers, "%s%s", offers->len > 0 ? " " : "",
                                json_node_get_string (offer));
    }
  }
  alternative.offers = offers->str;
  tl_evidence_builder_add_alternative (builder, &alternative);
}

static void
read_data_channel (JsonObject *row, TlEvidenceBuilder *builder)
{
  const TlDataChannel channel = {
      .mode = (char *) tl_json_get_string (row, "mode", ""),
      .protection = (char *) tl_json_get_string (row, "protection", ""),
      .address = (char *) tl_json_get_string (row, "address", ""),
      .outcome = get_enum (row, "outcome", TL_TYPE_OUTCOME, TL_OUTCOME_SKIPPED),
      .reason = (char *) tl_json_get_string (row, "reason", ""),
      .recommended = tl_json_get_boolean (row, "recommended", FALSE),
  };

  tl_evidence_builder_add_data_channel (builder, &channel);
}

TlEvidence *
tl_evidence_from_json (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = tl_json_parse (text, length, error);
  g_autoptr (TlSettings) settings = NULL;
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  JsonObject *root;

  if (node == NULL)
    return NULL;
  root = json_node_get_object (node);
  settings = read_job (root);
  if (settings == NULL || tl_json_get_int (root, "schema", 1) != 1) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         "The file is not a report of this program.");
    return NULL;
  }
  builder = tl_evidence_builder_new (settings);
  tl_evidence_builder_set_started (builder, tl_json_get_string (root, "started", ""));
  tl_evidence_builder_set_elapsed (builder, tl_json_get_double (root, "elapsed_ms", 0));
  tl_evidence_builder_set_cancelled (builder, tl_json_get_boolean (root, "cancelled", FALSE));
  read_rows (root, "evidence", read_record, builder);
  read_rows (root, "steps", read_step, builder);
  read_rows (root, "transcript", read_line, builder);
  read_rows (root, "alternatives", read_alternative, builder);
  read_rows (root, "data_channels", read_data_channel, builder);
  return tl_evidence_builder_snapshot (builder);
}
