/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-evidence.h"

#include <string.h>

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

static void
test_last_value_decides (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlEvidence) evidence = NULL;

  add (builder, "tcp.connect", "[2001:db8::1]:587", "tcp.state", "unreachable");
  add (builder, "tcp.connect", "192.0.2.1:587", "tcp.state", "open");
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpstr (tl_evidence_get (evidence, "tcp.state"), ==, "open");
  g_assert_cmpstr (tl_evidence_get_from (evidence, "tcp.state", "tcp.connect", "[2001:db8::1]:587"),
                   ==, "unreachable");
  g_assert_null (tl_evidence_get (evidence, "tls.version"));
  g_assert_true (tl_evidence_is (evidence, "tcp.state", "open"));
}

/* An earlier attempt's probe says nothing of the last one, but a local fact and an answer still do. */
static void
test_attempts (void)
{
  g_autoptr (TlEvidenceBuilder) first = builder_new ();
  g_autoptr (TlEvidenceBuilder) second = NULL;
  g_autoptr (TlEvidence) before = NULL;
  g_autoptr (TlEvidence) after = NULL;
  g_autoptr (GPtrArray) names = NULL;

  add (first, "smtp.greeting", "", "smtp.reply.code", "421");
  tl_evidence_builder_add (first, TL_SOURCE_LOCAL, "local.vpn", "", "local.vpn", "wireguard wg0");
  before = tl_evidence_builder_snapshot (first);
  second = tl_evidence_builder_new_attempt (tl_evidence_get_settings (before), before);
  add (second, "tcp.connect", "", "tcp.state", "open");
  after = tl_evidence_builder_snapshot (second);

  g_assert_cmpuint (tl_evidence_get_attempts (after), ==, 2);
  g_assert_null (tl_evidence_get (after, "smtp.reply.code"));
  g_assert_cmpstr (tl_evidence_get_at (after, "smtp.reply.code", 1), ==, "421");
  g_assert_cmpstr (tl_evidence_get (after, "local.vpn"), ==, "wireguard wg0");
  names = tl_evidence_list_names (after);
  g_assert_cmpuint (names->len, ==, 2);
}

static void
test_snapshot_stays (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlEvidence) early = NULL;

  add (builder, "", "", "dns.outcome", "ok");
  early = tl_evidence_builder_snapshot (builder);
  add (builder, "", "", "dns.outcome", "silent");
  g_assert_cmpstr (tl_evidence_get (early, "dns.outcome"), ==, "ok");
}

static void
test_values_are_bounded_utf8 (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autofree char *longer = g_strnfill (10000, 'z');
  g_autoptr (TlEvidence) evidence = NULL;

  add (builder, "", "", "greeting.text", longer);
  add (builder, "", "", "greeting.host", "caf\xe9");
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpuint (strlen (tl_evidence_get (evidence, "greeting.text")), ==, 4096);
  g_assert_true (g_utf8_validate (tl_evidence_get (evidence, "greeting.host"), -1, NULL));
}

static void
test_no_password (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlSecret) secret = tl_secret_new ("hush", -1);
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;

  g_object_set (settings, "password", secret, NULL);
  builder = tl_evidence_builder_new (settings);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_null (tl_evidence_get_settings (evidence)->password);
  g_assert_nonnull (settings->password);
}

static void
test_steps (void)
{
  g_autoptr (TlEvidenceBuilder) first = builder_new ();
  g_autoptr (TlEvidenceBuilder) second = NULL;
  g_autoptr (TlEvidence) before = NULL;
  g_autoptr (TlEvidence) after = NULL;

  tl_evidence_builder_add_step (first, "tcp.connect", "a", TL_OUTCOME_FAILED, 1, 2);
  tl_evidence_builder_add_step (first, "tcp.connect", "b", TL_OUTCOME_OK, 3, 4);
  before = tl_evidence_builder_snapshot (first);
  g_assert_cmpstr (tl_evidence_get_step (before, "tcp.connect")->target, ==, "b");
  g_assert_null (tl_evidence_get_step (before, "smtp.ehlo"));
  second = tl_evidence_builder_new_attempt (tl_evidence_get_settings (before), before);
  g_assert_cmpuint (tl_evidence_builder_get_attempt (second), ==, 2);
  after = tl_evidence_builder_snapshot (second);
  g_assert_null (tl_evidence_get_step (after, "tcp.connect"));
  g_assert_cmpuint (tl_evidence_get_steps (after)->len, ==, 2);
}

/* What the person answers is added to a copy. */
static void
test_with_fact (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (builder);
  g_autoptr (TlEvidence) more =
      tl_evidence_with_fact (evidence, TL_SOURCE_USER, "user.vpn_off", "yes");

  g_assert_null (tl_evidence_get (evidence, "user.vpn_off"));
  g_assert_cmpstr (tl_evidence_get (more, "user.vpn_off"), ==, "yes");
}

static void
test_set_settings (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlSecret) secret = tl_secret_new ("hush", -1);
  g_autoptr (TlEvidence) evidence = NULL;

  g_object_set (settings, "host", "found.example.org", "password", secret, NULL);
  tl_evidence_builder_set_settings (builder, settings);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpstr (tl_evidence_get_settings (evidence)->host, ==, "found.example.org");
  g_assert_null (tl_evidence_get_settings (evidence)->password);
}

/* A server must not fill memory by what it makes us record. */
static void
test_records_are_bounded (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  g_autoptr (TlEvidence) evidence = NULL;

  for (guint i = 0; i < 20100; i++) {
    add (builder, "", "", "a.b", NULL);
    tl_evidence_builder_add_step (builder, "s", "", TL_OUTCOME_OK, 0, 0);
    tl_evidence_builder_add_line (builder, FALSE, 0, "x");
  }
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpuint (tl_evidence_get_facts (evidence)->len, ==, 20000);
  g_assert_cmpuint (tl_evidence_get_steps (evidence)->len, ==, 20000);
  g_assert_cmpuint (tl_evidence_get_transcript (evidence)->len, ==, 20000);
  g_assert_cmpstr (tl_evidence_get (evidence, "a.b"), ==, "");
}

static gpointer
add_often (gpointer builder)
{
  for (guint i = 0; i < 500; i++)
    add (builder, "", "", "a.b", "x");
  tl_evidence_builder_unref (builder);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TlEvidenceBuilder) builder = builder_new ();
  GThread *threads[4];
  g_autoptr (TlEvidence) evidence = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, add_often, tl_evidence_builder_ref (builder));
  for (guint i = 0; i < 10; i++)
    tl_evidence_unref (tl_evidence_builder_snapshot (builder));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpuint (tl_evidence_get_facts (evidence)->len, ==, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/evidence/last-value-decides", test_last_value_decides);
  g_test_add_func ("/core/evidence/attempts", test_attempts);
  g_test_add_func ("/core/evidence/snapshot-stays", test_snapshot_stays);
  g_test_add_func ("/core/evidence/values-are-bounded-utf8", test_values_are_bounded_utf8);
  g_test_add_func ("/core/evidence/no-password", test_no_password);
  g_test_add_func ("/core/evidence/steps", test_steps);
  g_test_add_func ("/core/evidence/with-fact", test_with_fact);
  g_test_add_func ("/core/evidence/set-settings", test_set_settings);
  g_test_add_func ("/core/evidence/records-are-bounded", test_records_are_bounded);
  g_test_add_func ("/core/evidence/threads", test_threads);
  return g_test_run ();
}
