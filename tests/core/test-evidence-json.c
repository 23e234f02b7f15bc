/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-evidence-json.h"

#include <string.h>

#include "tl-enum-types.h"

static TlEvidenceBuilder *
builder_new (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();

  g_object_set (settings, "host", "mail.example.org", "port", 587, "user", "ann", NULL);
  return tl_evidence_builder_new (settings);
}

static void
add (TlEvidenceBuilder *builder, const char *step, const char *target, const char *fact,
     const char *value)
{
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, step, target, fact, value);
}

static char *
to_json (const TlEvidence *evidence)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json);
  tl_evidence_add_to_json (evidence, json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  return json_to_string (root, FALSE);
}

static void
test_round_trip (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  const TlAlternative row = {465,
                             TL_SECURITY_TLS,
                             TL_FAMILY_IPV4,
                             (char *) "192.0.2.1",
                             (char *) "open",
                             TL_OUTCOME_OK,
                             (char *) "PLAIN LOGIN",
                             TRUE};
  const TlDataChannel channel = {(char *) "epsv", (char *) "private", TL_OUTCOME_FAILED,
                                 (char *) "refused", FALSE};
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  add (builder, "smtp.rcpt", "", "smtp.reply.code", "450");
  tl_evidence_builder_add_line (builder, TRUE, 12.34, "RCPT TO:<ann@example.org>");
  tl_evidence_builder_add_alternative (builder, &row);
  tl_evidence_builder_add_data_channel (builder, &channel);
  tl_evidence_builder_set_cancelled (builder, TRUE);
  evidence = tl_evidence_builder_snapshot (builder);
  text = to_json (evidence);
  back = tl_evidence_from_json (text, strlen (text), &error);
  g_assert_no_error (error);
  again = to_json (back);
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpstr (tl_evidence_get_settings (back)->host, ==, "mail.example.org");
  g_assert_true (tl_evidence_get_cancelled (back));
}

static void
assert_refused (const char *text, gsize length, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tl_evidence_from_json (text, length, &error));
  g_assert_error (error, TL_ERROR, code);
}

static void
test_refused (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *large = g_strnfill (TL_JSON_MAX + 1, ' ');

  assert_refused ("", 0, TL_ERROR_BAD_INPUT);
  assert_refused ("[]", 2, TL_ERROR_BAD_INPUT);
  assert_refused ("{}", 2, TL_ERROR_BAD_INPUT);
  assert_refused ("{\"schema\":2,\"job\":{}}", 21, TL_ERROR_BAD_INPUT);
  assert_refused ("{\"job\":\"\xff\"}", 11, TL_ERROR_BAD_INPUT);
  assert_refused ("{\"job\":{}}\0{", 12, TL_ERROR_BAD_INPUT);
  assert_refused (deep, 100000, TL_ERROR_TOO_LARGE);
  assert_refused (large, TL_JSON_MAX + 1, TL_ERROR_TOO_LARGE);
}

static void
test_wrong_types (void)
{
  const char *text = "{\"job\":{\"host\":7,\"port\":\"x\",\"kind\":[],\"sessions\":99999999999},"
                     "\"evidence\":[1,{\"fact\":2},{\"fact\":\"a.b\",\"value\":{},\"attempt\":-5}],"
                     "\"steps\":{},\"transcript\":[null],\"alternatives\":[{\"offers\":[1,{}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tl_evidence_get_settings (evidence)->host, ==, "");
  g_assert_cmpuint (tl_evidence_get_settings (evidence)->sessions, ==, 5);
  g_assert_cmpstr (tl_evidence_get (evidence, "a.b"), ==, "");
  g_assert_cmpuint (tl_evidence_get_facts (evidence)->len, ==, 1);
}

/* What json-glib takes beyond JSON would hide the depth from the count before it: a quotation mark
 * in a comment or in single quotes, then brackets without end. */
static void
test_no_json (void)
{
  static const char *const starts[] = {"{\"a\":['\"',", "{\"a\":[/* \" */", "{\"a\":[// \"\n",
                                       "{\"a\":[#\"\n", "{\"a\":[\\\""};
  g_autofree char *deep = g_strnfill (200000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autofree char *text = g_strconcat (starts[i], deep, NULL);

    assert_refused (text, strlen (text), TL_ERROR_BAD_INPUT);
  }
  assert_refused ("{\"job\":{}", 9, TL_ERROR_BAD_INPUT);
  assert_refused ("{\"job\":{}}}", 11, TL_ERROR_BAD_INPUT);
  assert_refused ("{\"job", 5, TL_ERROR_BAD_INPUT);
  assert_refused ("{job:{}}", 8, TL_ERROR_BAD_INPUT);
}

static void
test_depth (void)
{
  static const char in_string[] = "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}";
  g_autoptr (JsonNode) words = NULL;

  for (guint depth = TL_JSON_DEPTH - 1; depth <= TL_JSON_DEPTH; depth++) {
    g_autofree char *open = g_strnfill (depth, '[');
    g_autofree char *close = g_strnfill (depth, ']');
    g_autofree char *text = g_strdup_printf ("{\"job\":{},\"x\":%s%s}", open, close);
    g_autoptr (JsonNode) root = tl_json_parse (text, strlen (text), NULL);

    g_assert_cmpint (root != NULL, ==, depth < TL_JSON_DEPTH);
  }
  /* Brackets in strings are words. */
  words = tl_json_parse (in_string, sizeof in_string - 1, NULL);
  g_assert_nonnull (words);
}

static void
test_members (void)
{
  static const char text[] =
      "{\"s\":\"x\",\"i\":7,\"d\":1.5,\"b\":true,\"n\":null,\"o\":{},\"a\":[1]}";
  static const char *const others[] = {"n", "o", "a", "none"};
  g_autoptr (JsonNode) root = tl_json_parse (text, sizeof text - 1, NULL);
  JsonObject *object = json_node_get_object (root);

  g_assert_cmpstr (tl_json_get_string (object, "s", "-"), ==, "x");
  g_assert_cmpint (tl_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpfloat (tl_json_get_double (object, "i", -1), ==, 7);
  g_assert_cmpfloat (tl_json_get_double (object, "d", -1), ==, 1.5);
  g_assert_cmpint (tl_json_get_int (object, "d", -1), ==, -1);
  g_assert_true (tl_json_get_boolean (object, "b", FALSE));
  g_assert_cmpstr (tl_json_get_string (object, "i", "-"), ==, "-");
  g_assert_false (tl_json_get_boolean (object, "i", FALSE));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_assert_cmpstr (tl_json_get_string (object, others[i], "-"), ==, "-");
    g_assert_cmpint (tl_json_get_int (object, others[i], -1), ==, -1);
    g_assert_cmpfloat (tl_json_get_double (object, others[i], -1), ==, -1);
    g_assert_true (tl_json_get_boolean (object, others[i], TRUE));
  }
}

static void
test_numbers (void)
{
  static const char text[] =
      "{\"job\":{\"port\":1e999,\"sessions\":-9223372036854775808},\"elapsed_ms\":-1e999,"
      "\"transcript\":[{\"direction\":\"sent\",\"at_ms\":1e999,\"text\":\"x\"}]}";
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json (text, sizeof text - 1, NULL);
  const TlTranscriptLine *line = tl_evidence_get_transcript (evidence)->pdata[0];

  g_assert_cmpuint (tl_evidence_get_settings (evidence)->port, ==, 0);
  g_assert_cmpuint (tl_evidence_get_settings (evidence)->sessions, ==, 1);
  g_assert_cmpfloat (line->at_ms, ==, 0);
  g_assert_cmpfloat (tl_evidence_get_elapsed_ms (evidence), ==, 0);
}

/* Escapes that make no text of what a file holds. */
static void
test_escapes (void)
{
  static const char *const bad[] = {"{\"job\":{},\"s\":\"\\371\"}", "{\"job\":{},\"s\":\"\\x41\"}",
                                    "{\"job\":{},\"s\":\"\\u00\"}", "{\"job\":{},\"s\":\"\\"};
  const char *half =
      "{\"job\":{\"host\":\"\\ud800\"},\"evidence\":[{\"fact\":\"a.\\udc00\",\"value\":\"x\"}]}";
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json (half, strlen (half), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], strlen (bad[i]), TL_ERROR_BAD_INPUT);
  if (evidence != NULL) {
    g_autofree char *written = to_json (evidence);

    g_assert_true (g_utf8_validate (written, -1, NULL));
    g_assert_true (g_utf8_validate (tl_evidence_get_settings (evidence)->host, -1, NULL));
  }
}

/* Every field of the job comes back, but for the consent to send a password in the clear. */
static void
test_job (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) back = NULL;
  g_autofree char *text = NULL;
  TlSettings *read;

  g_object_set (settings, "kind", TL_JOB_SURVEY, "protocol", TL_PROTOCOL_FTP, "host", "h", "port",
                990, "security", TL_SECURITY_TLS, "family", TL_FAMILY_IPV6, "address", "a@b",
                "user", "u", "auth", TL_AUTH_SCRAM_SHA_256, "from", "f@g", "to", "t@u", "helo", "x",
                "ftp-mode", TL_FTP_MODE_EPSV, "path", "/p", "upload", TRUE, "protect-clear", TRUE,
                "tls-versions", TRUE, "program", "filezilla", "url", "https://h/",
                "allow-plaintext", TRUE, NULL);
  builder = tl_evidence_builder_new (settings);
  evidence = tl_evidence_builder_snapshot (builder);
  text = to_json (evidence);
  back = tl_evidence_from_json (text, strlen (text), NULL);
  read = tl_evidence_get_settings (back);
  g_assert_cmpint (read->kind, ==, TL_JOB_SURVEY);
  g_assert_cmpint (read->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_cmpstr (read->host, ==, "h");
  g_assert_cmpuint (read->port, ==, 990);
  g_assert_cmpint (read->security, ==, TL_SECURITY_TLS);
  g_assert_cmpstr (read->user, ==, "u");
  g_assert_cmpint (read->ftp_mode, ==, TL_FTP_MODE_EPSV);
  g_assert_cmpstr (read->path, ==, "/p");
  g_assert_true (read->upload);
  g_assert_true (read->protect_clear);
  g_assert_true (read->tls_versions);
  g_assert_false (read->allow_plaintext);
  g_assert_cmpstr (read->program, ==, "filezilla");
}

/* What cannot be the id of a program is not taken from a file. */
static void
test_job_program (void)
{
  static const char text[] = "{\"job\":{\"program\":\"<b>../x</b>\"}}";
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json (text, sizeof text - 1, NULL);
  g_autoptr (TlEvidence) own = tl_evidence_with_program (evidence, "thunderbird");

  g_assert_cmpstr (tl_evidence_get_settings (evidence)->program, ==, "");
  g_assert_cmpstr (tl_evidence_get_settings (own)->program, ==, "thunderbird");
}

/* Steps are written by the report, whose titles are words; here they are read. */
static void
test_steps (void)
{
  static const char text[] =
      "{\"job\":{},\"steps\":[{\"id\":\"tcp.connect\",\"target\":\"t\",\"outcome\":\"failed\","
      "\"attempt\":2,\"start_ms\":1.5,\"elapsed_ms\":2},{\"outcome\":\"nonsense\"}]}";
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json (text, sizeof text - 1, NULL);
  const TlStepRecord *step = tl_evidence_get_step (evidence, "tcp.connect");

  g_assert_cmpstr (step->target, ==, "t");
  g_assert_cmpint (step->outcome, ==, TL_OUTCOME_FAILED);
  g_assert_cmpfloat (step->start_ms, ==, 1.5);
  g_assert_cmpuint (tl_evidence_get_attempts (evidence), ==, 2);
  step = tl_evidence_get_steps (evidence)->pdata[1];
  g_assert_cmpint (step->outcome, ==, TL_OUTCOME_SKIPPED);
}

static void
test_many_rows (void)
{
  g_autoptr (GString) text = g_string_new ("{\"job\":{},\"evidence\":[");
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "%s{\"fact\":\"a.b\",\"value\":\"%u\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  evidence = tl_evidence_from_json (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tl_evidence_get_facts (evidence)->len, ==, 20000);
}

/* A report with bytes knocked out of it or put into it: read or refused, never worse; and what is
 * read can be written and read again. */
static void
test_noise (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (8259);
  g_autofree char *report = NULL;
  guint good = 0;

  tl_evidence_builder_set_started (builder, "2024-05-01T10:00:00.123456Z");
  add (builder, "smtp.rcpt", "192.0.2.1:25", "smtp.reply.text", "a \"b\" \\ \342\202\254 \001");
  tl_evidence_builder_add_step (builder, "tcp.connect", "t", TL_OUTCOME_OK, 1, 2);
  tl_evidence_builder_add_line (builder, FALSE, 1, "250 ok");
  evidence = tl_evidence_builder_snapshot (builder);
  report = to_json (evidence);
  for (guint round = 0; round < 3000; round++) {
    g_autofree char *text = g_strdup (report);
    gsize length = strlen (text);
    g_autoptr (TlEvidence) read = NULL;
    g_autoptr (TlEvidence) again = NULL;
    g_autofree char *written = NULL;

    for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
      text[g_rand_int_range (random, 0, (gint32) length)] =
          "{}[]\",:\\0-9eE \377\001a"[g_rand_int_range (random, 0, 17)];
    if (g_rand_int_range (random, 0, 4) == 0)
      length = (gsize) g_rand_int_range (random, 0, (gint32) length);
    read = tl_evidence_from_json (text, length, NULL);
    if (read == NULL)
      continue;
    good++;
    written = to_json (read);
    again = tl_evidence_from_json (written, strlen (written), NULL);
    g_assert_nonnull (again);
  }
  g_assert_cmpuint (good, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/evidence-json/round-trip", test_round_trip);
  g_test_add_func ("/core/evidence-json/refused", test_refused);
  g_test_add_func ("/core/evidence-json/wrong-types", test_wrong_types);
  g_test_add_func ("/core/evidence-json/no-json", test_no_json);
  g_test_add_func ("/core/evidence-json/depth", test_depth);
  g_test_add_func ("/core/evidence-json/members", test_members);
  g_test_add_func ("/core/evidence-json/numbers", test_numbers);
  g_test_add_func ("/core/evidence-json/escapes", test_escapes);
  g_test_add_func ("/core/evidence-json/job", test_job);
  g_test_add_func ("/core/evidence-json/steps", test_steps);
  g_test_add_func ("/core/evidence-json/many-rows", test_many_rows);
  g_test_add_func ("/core/evidence-json/noise", test_noise);
  g_test_add_func ("/core/evidence-json/job-program", test_job_program);
  return g_test_run ();
}
