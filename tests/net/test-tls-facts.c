/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

static void
test_record (void)
{
  static const LineAction script[] = {START_TLS, HOLD, THE_END};
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (LineServer) server = line_server_new (AF_INET);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  static const struct {
    const char *fact, *glob;
  } facts[] = {
      {"tls.version", "TLS1.?"},
      {"tls.cipher", "TLS_*"},
      {"tls.verify", "expired"},
      {"tls.verify_bits", "*expired*"},
      {"tls.names", "mail.example.org"},
      {"tls.expired_days", "1"},
      {"tls.chain.length", "1"},
      {"tls.chain.0.subject", "CN=mail.example.org"},
      {"tls.chain.0.issuer", "CN=Throw-away CA"},
      {"tls.chain.0.not_before", "20*T*Z"},
      {"tls.chain.0.not_after", "20*T*Z"},
      {"tls.chain.0.sha256", "????????????????????????????????????????????????????????????????"},
      {"tls.chain.0.key", "EC 256"},
      {"tls.chain.0.signature", "ECDSA-SHA256"},
      {"tls.peeked", "tls"},
      {"tls.resumed", "no"},
      {"tls.client_certificate_requested", "no"},
  };
  const char *const names[] = {"mail.example.org", NULL};
  const TlTlsIdentityOptions options = {
      .names = names, .not_before_s = -9 * DAY_S, .not_after_s = -DAY_S - HOUR_S};

  job_init (&job);
  authority_init_full (&authority, &options);
  line_server_add_script (server, script);
  line_server_set_identity (server, authority.identity, NULL);
  line_server_start (server);
  channel = open_channel (&job, server);
  g_assert_cmpint (
      tl_channel_start_tls (channel, authority.trust, "mail.example.org", NULL, NULL, GUARD_MS), ==,
      TL_FAILURE_NONE);
  tl_tls_info_record (tl_tls_get_info (tl_channel_get_tls (channel)), job.builder, "tls.handshake",
                      "127.0.0.1:465");
  evidence = tl_evidence_builder_snapshot (job.builder);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    const char *value =
        tl_evidence_get_from (evidence, facts[i].fact, "tls.handshake", "127.0.0.1:465");

    g_test_message ("%s = %s", facts[i].fact, value);
    g_assert_nonnull (value);
    g_assert_true (g_pattern_match_simple (facts[i].glob, value));
  }
  g_assert_null (tl_evidence_get (evidence, "tls.alert"));
  g_assert_null (tl_evidence_get (evidence, "tls.suggested_host"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tls-facts/record", test_record);
  return g_test_run ();
}
