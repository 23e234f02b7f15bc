/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include "tl-evidence-json.h"

#include <gio/gunixinputstream.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-enum-types.h"
#include "tl-log.h"

/* Longest line of --jsonl, in bytes: a whole bounce, JSON-escaped. */
#define LINE_MAX_BYTES (2 * TL_DIGEST_MAX)

static const char *const unreadable =
    N_ ("The input could not be read, or the result could not be written.");

static gboolean
take_words (TlCli *cli, TlTextKind *kind)
{
  static const char *const kinds[] = {"auto", "reply", "bounce", "log"};
  int protocol;

  *kind = TL_TEXT_AUTO;
  if (cli->protocol != NULL) {
    if (!tl_enum_from_string (TL_TYPE_PROTOCOL, cli->protocol, &protocol))
      return FALSE;
    g_object_set (cli->settings, "protocol", protocol, NULL);
  }
  if (cli->kind == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], cli->kind)) {
      *kind = i;
      return TRUE;
    }
  return FALSE;
}

/* ------------------------------------------------------------------ one JSON object a line */

static const char *
fact (TlEvidence *evidence, const char *smtp, const char *ftp)
{
  const char *value = tl_evidence_get (evidence, smtp);

  return value != NULL || ftp == NULL ? value : tl_evidence_get (evidence, ftp);
}

static void
add_answer (JsonBuilder *json, TlEvidence *evidence)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  const char *code = fact (evidence, "smtp.reply.code", "ftp.reply.code");

  tl_json_add_string (json, "cause", first != NULL ? first->id : "unknown");
  json_builder_set_member_name (json, "causes");
  json_builder_begin_array (json);
  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    json_builder_begin_object (json);
    tl_json_add_string (json, "id", finding->id);
    json_builder_set_member_name (json, "confidence");
    json_builder_add_double_value (json, (double) (int) (finding->confidence * 100 + 0.5) / 100);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  tl_json_add_string (json, "code",
                      code != NULL ? code : tl_evidence_get (evidence, "http.status"));
  tl_json_add_string (json, "enhanced", fact (evidence, "smtp.reply.enhanced", NULL));
  tl_json_add_string (json, "recipient", fact (evidence, "text.recipient", NULL));
}

static void
add_recipients (JsonBuilder *json, const TlEvidence *evidence)
{
  g_autoptr (GPtrArray) results = tl_diagnose_recipients (evidence);

  if (results->len == 0)
    return;
  json_builder_set_member_name (json, "recipients");
  json_builder_begin_array (json);
  for (guint i = 0; i < results->len; i++) {
    const TlRecipientResult *result = results->pdata[i];

    json_builder_begin_object (json);
    tl_json_add_string (json, "recipient", result->recipient);
    tl_json_add_string (json, "cause", result->cause);
    tl_json_add_string (json, "code", result->code);
    tl_json_add_string (json, "enhanced", result->enhanced);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static gboolean
answer_line (JsonBuilder *json, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = tl_json_parse (line, length, error);
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidence) evidence = NULL;
  const char *text;
  JsonObject *object;
  int protocol = TL_PROTOCOL_SMTP;

  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node);
  text = tl_json_get_string (object, "text", NULL);
  if (text == NULL ||
      !tl_enum_from_string (TL_TYPE_PROTOCOL, tl_json_get_string (object, "protocol", "smtp"),
                            &protocol)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         N_ ("Each line needs a text and a known protocol."));
    return FALSE;
  }
  g_object_set (settings, "kind", TL_JOB_EXPLAIN, "protocol", protocol, NULL);
  evidence = tl_digest_text (settings, text, strlen (text), TL_TEXT_AUTO,
                             tl_json_get_string (object, "stage", NULL), error);
  if (evidence == NULL)
    return FALSE;
  json_builder_begin_object (json);
  tl_json_add_string (json, "id", tl_json_get_string (object, "id", NULL));
  add_answer (json, evidence);
  add_recipients (json, evidence);
  json_builder_end_object (json);
  return TRUE;
}

static void
answer (TlCli *cli, const char *line, gsize length)
{
  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!answer_line (json, line, length, &error)) {
    json_builder_reset (json);
    json_builder_begin_object (json);
    tl_json_add_string (json, "id", NULL);
    tl_json_add_string (json, "error", tl_cli_text (cli, error->message));
    json_builder_end_object (json);
  }
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  fputs (text, stdout);
  fputc ('\n', stdout);
}

/* Whether more input waits already: then the flush can wait, too. */
static gboolean
input_waits (GInputStream *stream)
{
  return g_buffered_input_stream_get_available (G_BUFFERED_INPUT_STREAM (stream)) > 0;
}

static int
explain_lines (TlCli *cli)
{
  g_autoptr (GInputStream) base = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (base);
  g_autoptr (GError) error = NULL;
  char *line;
  gsize length;

  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (input), 1 << 16);
  while ((line = g_data_input_stream_read_line (input, &length, NULL, &error)) != NULL) {
    if (length > LINE_MAX_BYTES)
      length = 0;
    answer (cli, line, length);
    g_free (line);
    if (!input_waits (G_INPUT_STREAM (input)) && fflush (stdout) != 0)
      break;
  }
  if (error != NULL || fflush (stdout) != 0 || ferror (stdout)) {
    tl_cli_complain (cli, tl_cli_text (cli, unreadable));
    return TL_EXIT_BAD;
  }
  return TL_EXIT_OK;
}

/* ------------------------------------------------------------------ one text */

/* A log of any length passes through; only its counts are kept. */
static TlEvidence *
explain_log (TlCli *cli, GError **error)
{
  g_autoptr (TlLog) log = tl_log_new (cli->settings);
  char buffer[65536];
  gssize got;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, unreadable);
      return NULL;
    }
    tl_log_feed (log, buffer, (gsize) got);
  }
  return tl_log_finish (log);
}

/* Standard input, as far as it is looked at, and one byte more. */
static GByteArray *
read_input (GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize got = 1;

  while (got != 0 && bytes->len <= TL_DIGEST_MAX) {
    got = read (STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, unreadable);
      return NULL;
    }
    g_byte_array_append (bytes, buffer, (guint) got);
  }
  return g_steal_pointer (&bytes);
}

static TlEvidence *
explain_text (TlCli *cli, TlTextKind kind, GError **error)
{
  const char *text = cli->args[0];
  gsize length = text != NULL ? strlen (text) : 0;
  g_autoptr (GByteArray) input = NULL;

  if (text == NULL || g_str_equal (text, "-")) {
    if (kind == TL_TEXT_LOG)
      return explain_log (cli, error);
    input = read_input (error);
    if (input == NULL)
      return NULL;
    text = (const char *) input->data;
    length = input->len;
  }
  return tl_digest_text (cli->settings, text, length, kind, cli->stage, error);
}

int
tl_cli_explain (TlCli *cli)
{
  TlTextKind kind;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  if (!take_words (cli, &kind)) {
    tl_cli_complain (cli, tl_cli_text (cli, N_ ("The protocol or the kind of text is not known.")));
    return TL_EXIT_BAD;
  }
  g_object_set (cli->settings, "kind", TL_JOB_EXPLAIN, NULL);
  if (cli->jsonl)
    return explain_lines (cli);
  evidence = explain_text (cli, kind, &error);
  if (evidence == NULL) {
    tl_cli_complain_error (cli, error);
    return TL_EXIT_BAD;
  }
  diagnosis = tl_diagnose (evidence);
  if (tl_cli_report (cli, evidence, diagnosis) == TL_EXIT_BAD &&
      tl_diagnosis_get_verdict (diagnosis) != TL_VERDICT_INCONCLUSIVE)
    return TL_EXIT_BAD;
  return tl_diagnosis_get_first (diagnosis) != NULL ? TL_EXIT_OK : TL_EXIT_UNKNOWN;
}
