/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-pairing.h"

static TlEvidence *
make_evidence (guint port, const char *const *facts)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;

  g_object_set (settings, "host", "mail.example.org", "port", port, NULL);
  builder = tl_evidence_builder_new (settings);
  for (guint i = 0; facts[i] != NULL; i += 2)
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", facts[i], facts[i + 1]);
  return tl_evidence_builder_snapshot (builder);
}

static void
test_usual_ports (void)
{
  guint n;
  const TlPairing *pairings = tl_pairings (TL_PROTOCOL_SMTP, &n);

  g_assert_cmpuint (pairings[0].port, ==, 587);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (pairings[i].security, !=, TL_SECURITY_NONE);
  pairings = tl_pairings (TL_PROTOCOL_FTP, &n);
  g_assert_cmpuint (pairings[0].port, ==, 21);
  g_assert_cmpint (pairings[0].security, ==, TL_SECURITY_STARTTLS);
}

static void
test_state (void)
{
  static const char *const facts[] = {
      "tcp.port",        "587",     "tcp.state", "filtered", "port.465.state", "open",
      "port.2525.state", "refused", NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (587, facts);

  g_assert_cmpstr (tl_pairing_state (evidence, 587), ==, "filtered");
  g_assert_cmpstr (tl_pairing_state (evidence, 465), ==, "open");
  g_assert_null (tl_pairing_state (evidence, 25));
  g_assert_null (tl_pairing_state (NULL, 587));
  g_assert_cmpstr (tl_pairing_state_word ("open"), ==, "Answers");
  g_assert_cmpstr (tl_pairing_state_word (NULL), ==, "");
  g_assert_cmpstr (tl_pairing_state_word ("unknown"), ==, "");
}

/* What a survey saw of each pairing, the best of all addresses; and what it recommends. */
static void
test_surveyed (void)
{
  static const struct {
    const char *target, *state, *ways;
  } ports[] = {
      {"192.0.2.1:587", "open", "starttls none"},
      {"[2001:db8::1]:587", "unknown", ""},
      {"192.0.2.1:465", "filtered", ""},
      {"192.0.2.1:2525", "open", "none"},
  };
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autofree char *target = NULL;
  TlSecurity security;
  guint port;

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++) {
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "survey.port", ports[i].target,
                             "survey.state", ports[i].state);
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "survey.port", ports[i].target,
                             "survey.ways", ports[i].ways);
  }
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "ports.siblings", "",
                           "survey.recommended.port", "587");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "ports.siblings", "",
                           "survey.recommended.security", "starttls");
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpstr (tl_pairing_surveyed (evidence, 587, TL_SECURITY_STARTTLS), ==, "works");
  g_assert_cmpstr (tl_pairing_surveyed (evidence, 587, TL_SECURITY_TLS), ==, "fails");
  g_assert_cmpstr (tl_pairing_surveyed (evidence, 465, TL_SECURITY_TLS), ==, "filtered");
  g_assert_cmpstr (tl_pairing_surveyed (evidence, 2525, TL_SECURITY_STARTTLS), ==, "fails");
  g_assert_null (tl_pairing_surveyed (evidence, 25, TL_SECURITY_STARTTLS));
  target = tl_pairing_dup_recommended (evidence, &port, &security);
  g_assert_cmpstr (target, ==, "587/starttls");
}

static void
test_suggests_an_open_port (void)
{
  static const char *const facts[] = {
      "tcp.port",        "587",     "tcp.state", "filtered", "port.465.state", "open",
      "port.2525.state", "refused", NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (587, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((TlSuggestion *) list->pdata[0])->target, ==, "465/tls");
}

/* Another kind of data connection is offered where the one asked for failed, and the wizard takes it
 * by one action. */
static void
test_suggests_a_data_mode (void)
{
  static const TlDataChannel rows[] = {
      {(char *) "epsv", (char *) "private", TL_OUTCOME_FAILED, (char *) "filtered", FALSE, NULL},
      {(char *) "eprt", (char *) "private", TL_OUTCOME_OK, (char *) "", TRUE, NULL},
  };
  static const char *const outcomes[] = {"failed", "ok"};

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlEvidenceBuilder) builder = NULL;
    g_autoptr (TlEvidence) evidence = NULL;
    g_autoptr (GPtrArray) list = NULL;

    g_object_set (settings, "protocol", TL_PROTOCOL_FTP, "host", "ftp.example.org", NULL);
    builder = tl_evidence_builder_new (settings);
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "tcp.state", "open");
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "ftp.list", "", "ftp.data.outcome",
                             outcomes[i]);
    for (guint n = 0; n < G_N_ELEMENTS (rows); n++)
      tl_evidence_builder_add_data_channel (builder, &rows[n]);
    evidence = tl_evidence_builder_snapshot (builder);
    list = tl_suggestions (evidence);
    g_assert_cmpuint (list->len, ==, i == 0 ? 1 : 0);
    if (i == 0)
      g_assert_cmpstr (((TlSuggestion *) list->pdata[0])->target, ==, "mode=eprt");
  }
}

static void
test_suggests_the_other_pairing (void)
{
  static const char *const facts[] = {
      "tcp.port", "465", "tcp.state", "open", "pairing.tried", "tls", "pairing.works", "yes", NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (465, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((TlSuggestion *) list->pdata[0])->target, ==, "465/tls");
}

static void
test_suggests_the_host_of_the_certificate (void)
{
  static const char *const facts[] = {
      "tcp.port",   "587",           "tcp.state",          "open",
      "tls.verify", "name-mismatch", "tls.suggested_host", "smtp.example.net",
      NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (587, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((TlSuggestion *) list->pdata[0])->target, ==, "host=smtp.example.net");
}

/* A certificate of nobody's making must not send a password elsewhere. */
static void
test_does_not_suggest_an_untrusted_host (void)
{
  static const char *const facts[] = {"tcp.port",
                                      "587",
                                      "tcp.state",
                                      "open",
                                      "tls.verify",
                                      "untrusted-issuer",
                                      "tls.suggested_host",
                                      "smtp.example.net",
                                      NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (587, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_suggests_what_is_published (void)
{
  static const char *const facts[] = {"tcp.port",
                                      "25",
                                      "tcp.state",
                                      "filtered",
                                      "port.587.state",
                                      "open",
                                      "account.differs",
                                      "host port",
                                      "account.publishes_host",
                                      "smtp.example.net",
                                      "account.publishes_port",
                                      "587",
                                      "account.publishes_security",
                                      "starttls",
                                      NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (25, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((TlSuggestion *) list->pdata[0])->target, ==, "host=smtp.example.net");
  g_assert_cmpstr (((TlSuggestion *) list->pdata[1])->target, ==, "587/starttls");
}

/* No port is to be changed where the server answered on the one that is set. */
static void
test_suggests_nothing (void)
{
  static const char *const facts[] = {"tcp.port",       "587",  "tcp.state", "open",
                                      "port.465.state", "open", NULL};
  g_autoptr (TlEvidence) evidence = make_evidence (587, facts);
  g_autoptr (GPtrArray) list = tl_suggestions (evidence);

  g_assert_cmpuint (list->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gui/pairing/suggests-a-data-mode", test_suggests_a_data_mode);
  g_test_add_func ("/gui/pairing/surveyed", test_surveyed);
  g_test_add_func ("/gui/pairing/usual-ports", test_usual_ports);
  g_test_add_func ("/gui/pairing/state", test_state);
  g_test_add_func ("/gui/pairing/suggests/open-port", test_suggests_an_open_port);
  g_test_add_func ("/gui/pairing/suggests/other-pairing", test_suggests_the_other_pairing);
  g_test_add_func ("/gui/pairing/suggests/host", test_suggests_the_host_of_the_certificate);
  g_test_add_func ("/gui/pairing/suggests/not-an-untrusted-host",
                   test_does_not_suggest_an_untrusted_host);
  g_test_add_func ("/gui/pairing/suggests/published", test_suggests_what_is_published);
  g_test_add_func ("/gui/pairing/suggests/nothing", test_suggests_nothing);
  return g_test_run ();
}
