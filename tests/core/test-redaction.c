/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-redaction.h"

#include <string.h>

#define DOTS "\342\200\246"

typedef struct {
  const char *fact;
  const char *value;
  const char *standard;
  const char *full;
} Row;

static TlSettings *
settings_new (void)
{
  TlSettings *settings = tl_settings_new ();

  g_object_set (settings, "host", "mail.firma.example", "port", 587, "user", "annika", "from",
                "annika@firma.example", "to", "bob@other.example,postmaster@other.example",
                "ca-file", "/home/annika/ca.pem", NULL);
  return settings;
}

static TlEvidence *
redact_one (const char *fact, const char *value, TlRedact level)
{
  g_autoptr (TlSettings) settings = settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;

  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "step", "", fact, value);
  evidence = tl_evidence_builder_snapshot (builder);
  return tl_evidence_redact (evidence, level);
}

/* In `full`, host-1 is the host of the settings, host-2 and host-3 the two domains there. */
static void
test_values (void)
{
  static const Row rows[] = {
      {"smtp.reply.code", "550", "550", "550"},
      {"smtp.reply.enhanced", "5.7.1", "5.7.1", "5.7.1"},
      {"tcp.errno", "ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"},
      {"smtp.reply.text", "<carla.b@third.example>: no such user",
       "<c" DOTS "@third.example>: no such user", "<c" DOTS "@host-4>: no such user"},
      {"smtp.reply.text", "Mail for annika refused", "Mail for a" DOTS " refused",
       "Mail for a" DOTS " refused"},
      {"smtp.reply.text", "annikas", "annikas", "annikas"},
      {"smtp.reply.text", "write to postmaster@other.example", "write to postmaster@other.example",
       "write to postmaster@host-3"},
      {"smtp.reply.text", "192.0.2.7 is listed at zen.spamhaus.org",
       "192.0.2.7 is listed at zen.spamhaus.org", "address-1 is listed at zen.spamhaus.org"},
      {"smtp.reply.text", "denied.Please see https://support.google.com/mail/?p=x",
       "denied.Please see https://support.google.com/mail/?p=x",
       "denied.Please see https://support.google.com/mail/?p=x"},
      {"greeting.text", "mail.firma.example ESMTP Postfix", "mail.firma.example ESMTP Postfix",
       "host-1 ESMTP Postfix"},
      {"greeting.host", "MAIL.firma.example", "MAIL.firma.example", "host-1"},
      {"dns.name", "mailhost", "mailhost", "host-4"},
      {"dns.name", "localhost", "localhost", "localhost"},
      {"dns.address.0", "192.0.2.7", "192.0.2.7", "address-1"},
      {"dns.address.0", "2001:DB8::7", "2001:DB8::7", "address-1"},
      {"dns.address.0", "127.0.0.1", "127.0.0.1", "127.0.0.1"},
      {"smtp.reply.text", "[IPv6:2001:db8::7]: hello, 2001:db8::7: again",
       "[IPv6:2001:db8::7]: hello, 2001:db8::7: again",
       "[IPv6:address-1]: hello, address-1: again"},
      {"smtp.reply.text", "at 12:34:56 in version 1.2.3.4.5", "at 12:34:56 in version 1.2.3.4.5",
       "at 12:34:56 in version 1.2.3.4.5"},
      {"smtp.reply.text", "SSL routines::ee key too small, a::b::c, std::bad_alloc",
       "SSL routines::ee key too small, a::b::c, std::bad_alloc",
       "SSL routines::ee key too small, a::b::c, std::bad_alloc"},
      {"tls.names", "*.firma.example xn--80ak6aa92e.com", "*.firma.example xn--80ak6aa92e.com",
       "*.host-2 host-4"},
      {"tls.chain.0.subject", "CN=mail.firma.example,O=Firma\\, Ltd,C=DE",
       "CN=mail.firma.example,O=Firma\\, Ltd,C=DE", "CN=host-1,O=[hidden: organisation],C=DE"},
      {"tls.chain.0.issuer", "CN=R3,O=Let's Encrypt,C=US", "CN=R3,O=Let's Encrypt,C=US",
       "CN=R3,O=Let's Encrypt,C=US"},
      {"tls.chain.0.sha256", "ab:cd:ef:01:02:03:04:05", "ab:cd:ef:01:02:03:04:05", "certificate-1"},
      {"local.interfaces", "eth0 wlx00c0ffee1234 enp3s0",
       "eth0 wlx[hidden: hardware address] enp3s0", "eth0 wlx[hidden: hardware address] enp3s0"},
      {"local.firewall.rule", "ether 00:c0:ff:ee:12:34 drop",
       "ether [hidden: hardware address] drop", "ether [hidden: hardware address] drop"},
      {"local.firewall.rule", "see /home/annika/x, C:\\Users\\Annika\\y",
       "see /home/" DOTS "/x, C:\\Users\\" DOTS "\\y",
       "see /home/" DOTS "/x, C:\\Users\\" DOTS "\\y"},
      {"local.vpn", "wifi SSID: \"Haus am See\"", "wifi SSID: [hidden: network name]",
       "wifi SSID: [hidden: network name]"},
      {"smtp.reply.text", "", "", ""},
      /* Published for everybody, and given back mended; this person's name is hidden all the same. */
      {"domain.dmarc.record", "v=DMARC1; rua=mailto:berta@firma.example",
       "v=DMARC1; rua=mailto:berta@firma.example", "v=DMARC1; rua=mailto:b" DOTS "@host-2"},
      {"domain.dmarc.record", "rua=mailto:annika@firma.example",
       "rua=mailto:a" DOTS "@firma.example", "rua=mailto:a" DOTS "@host-2"},
      {"ftp.reply.text", "User annika logged in", "User a" DOTS " logged in",
       "User a" DOTS " logged in"},
      {"account.offer.0", "smtp mail.firma.example 465 tls password annika@firma.example srv",
       "smtp mail.firma.example 465 tls password a" DOTS "@firma.example srv",
       "smtp host-1 465 tls password a" DOTS "@host-2 srv"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlEvidence) standard = redact_one (rows[i].fact, rows[i].value, TL_REDACT_STANDARD);
    g_autoptr (TlEvidence) full = redact_one (rows[i].fact, rows[i].value, TL_REDACT_FULL);
    g_autoptr (TlEvidence) none = redact_one (rows[i].fact, rows[i].value, TL_REDACT_NONE);

    g_assert_cmpstr (tl_evidence_get (none, rows[i].fact), ==, rows[i].value);
    g_assert_cmpstr (tl_evidence_get (standard, rows[i].fact), ==, rows[i].standard);
    g_assert_cmpstr (tl_evidence_get (full, rows[i].fact), ==, rows[i].full);
  }
}

static void
test_settings (void)
{
  g_autoptr (TlEvidence) standard = redact_one ("x", "", TL_REDACT_STANDARD);
  g_autoptr (TlEvidence) full = redact_one ("x", "", TL_REDACT_FULL);
  TlSettings *settings = tl_evidence_get_settings (standard);

  g_assert_cmpstr (settings->host, ==, "mail.firma.example");
  g_assert_cmpuint (settings->port, ==, 587);
  g_assert_cmpstr (settings->user, ==, "a" DOTS);
  g_assert_cmpstr (settings->from, ==, "a" DOTS "@firma.example");
  g_assert_cmpstr (settings->to, ==, "b" DOTS "@other.example,postmaster@other.example");
  g_assert_cmpstr (settings->ca_file, ==, "/home/" DOTS "/ca.pem");
  settings = tl_evidence_get_settings (full);
  g_assert_cmpstr (settings->host, ==, "host-1");
  g_assert_cmpstr (settings->from, ==, "a" DOTS "@host-2");
  g_assert_cmpstr (settings->to, ==, "b" DOTS "@host-3,postmaster@host-3");
}

/* A service that everybody knows is still this person's own when it is the host of the test. */
static void
test_own_provider (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) full = NULL;

  g_object_set (settings, "host", "smtp.gmail.com", NULL);
  builder = tl_evidence_builder_new (settings);
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "s", "smtp.gmail.com:587", "greeting.text",
                           "smtp.gmail.com ESMTP");
  evidence = tl_evidence_builder_snapshot (builder);
  full = tl_evidence_redact (evidence, TL_REDACT_FULL);
  g_assert_cmpstr (tl_evidence_get (full, "greeting.text"), ==, "host-1 ESMTP");
}

static void
test_short_host (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) full = NULL;

  g_object_set (settings, "host", "tresor", NULL);
  builder = tl_evidence_builder_new (settings);
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "s", "tresor:25", "greeting.text",
                           "tresor ESMTP, no tresors");
  evidence = tl_evidence_builder_snapshot (builder);
  full = tl_evidence_redact (evidence, TL_REDACT_FULL);
  g_assert_cmpstr (tl_evidence_get (full, "greeting.text"), ==, "host-1 ESMTP, no tresors");
  g_assert_nonnull (tl_evidence_get_from (full, "greeting.text", "s", "host-1:25"));
}

/* A report that was redacted already comes through as it is. */
static void
test_twice (void)
{
  static const char *const names[] = {"dns.name", "text.host", "tls.chain.0.sha256",
                                      "smtp.reply.text"};
  g_autoptr (TlSettings) settings = settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;

  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "", "", names[0], "zz.example");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "", "", names[1], "192.0.2.9");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "", "", names[2], "ab:cd");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "", "", names[3],
                           "<carla@zz.example> at 192.0.2.9 in /home/carla/x");
  evidence = tl_evidence_builder_snapshot (builder);
  for (TlRedact level = TL_REDACT_STANDARD; level <= TL_REDACT_FULL; level++) {
    g_autoptr (TlEvidence) once = tl_evidence_redact (evidence, level);
    g_autoptr (TlEvidence) twice = tl_evidence_redact (once, level);

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
      g_assert_cmpstr (tl_evidence_get (once, names[i]), ==, tl_evidence_get (twice, names[i]));
    g_assert_cmpstr (tl_evidence_get_settings (once)->host, ==,
                     tl_evidence_get_settings (twice)->host);
    g_assert_cmpstr (tl_evidence_get_settings (once)->user, ==,
                     tl_evidence_get_settings (twice)->user);
  }
}

static void
add_everything (TlEvidenceBuilder *builder)
{
  const TlAlternative row = {465,
                             TL_SECURITY_TLS,
                             TL_FAMILY_IPV6,
                             (char *) "2001:db8::7",
                             (char *) "open",
                             TL_OUTCOME_OK,
                             (char *) "PLAIN",
                             TRUE};
  const TlDataChannel channel = {(char *) "epsv", (char *) "private", TL_OUTCOME_FAILED,
                                 (char *) "timeout", FALSE};
  const TlStepRecord step = {
      (char *) "tcp.connect", (char *) "192.0.2.7:587", 2, TL_OUTCOME_FAILED, 1.5, 2.5};
  const TlFact fact = {(char *) "tcp.state",
                       (char *) "refused",
                       (char *) "tcp.connect",
                       (char *) "[2001:db8::7]:587",
                       1,
                       TL_SOURCE_PROBE};

  tl_evidence_builder_add_fact (builder, &fact);
  tl_evidence_builder_add_step_record (builder, &step);
  tl_evidence_builder_add_line (builder, TRUE, 1, "RCPT TO:<bob@other.example>");
  tl_evidence_builder_add_line (builder, FALSE, 2, "550 5.1.1 bob@other.example?");
  tl_evidence_builder_add_alternative (builder, &row);
  tl_evidence_builder_add_data_channel (builder, &channel);
  tl_evidence_builder_set_started (builder, "2024-05-01T10:00:00Z");
  tl_evidence_builder_set_elapsed (builder, 12.5);
  tl_evidence_builder_set_cancelled (builder, TRUE);
}

/* Everything that is no name comes through as it was. */
static void
test_whole (void)
{
  g_autoptr (TlSettings) settings = settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) full = NULL;
  const TlFact *fact;
  const TlStepRecord *step;
  const TlTranscriptLine *line;
  const TlAlternative *row;
  const TlDataChannel *channel;

  add_everything (builder);
  evidence = tl_evidence_builder_snapshot (builder);
  full = tl_evidence_redact (evidence, TL_REDACT_FULL);
  fact = tl_evidence_get_facts (full)->pdata[0];
  step = tl_evidence_get_steps (full)->pdata[0];
  line = tl_evidence_get_transcript (full)->pdata[1];
  row = tl_evidence_get_alternatives (full)->pdata[0];
  channel = tl_evidence_get_data_channels (full)->pdata[0];

  g_assert_cmpstr (fact->target, ==, "[address-1]:587");
  g_assert_cmpuint (fact->attempt, ==, 1);
  g_assert_cmpstr (step->target, ==, "address-2:587");
  g_assert_cmpuint (step->attempt, ==, 2);
  g_assert_cmpint (step->outcome, ==, TL_OUTCOME_FAILED);
  g_assert_cmpfloat (step->elapsed_ms, ==, 2.5);
  g_assert_cmpstr (line->text, ==, "550 5.1.1 b" DOTS "@host-3?");
  g_assert_false (line->sent);
  g_assert_cmpstr (row->address, ==, "address-1");
  g_assert_cmpuint (row->port, ==, 465);
  g_assert_true (row->recommended);
  g_assert_cmpstr (channel->reason, ==, "timeout");
  g_assert_cmpstr (tl_evidence_get_started (full), ==, "2024-05-01T10:00:00Z");
  g_assert_cmpfloat (tl_evidence_get_elapsed_ms (full), ==, 12.5);
  g_assert_true (tl_evidence_get_cancelled (full));
  g_assert_cmpuint (tl_evidence_get_attempts (full), ==, 2);
}

static char *
redact_on (const char *computer, const char *text)
{
  g_autoptr (TlSettings) settings = settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) shown = NULL;

  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "", "", "smtp.reply.text", text);
  evidence = tl_evidence_builder_snapshot (builder);
  shown = tl_evidence_redact_on (evidence, TL_REDACT_STANDARD, computer);
  return g_strdup (tl_evidence_get (shown, "smtp.reply.text"));
}

/* A name that is a word of replies, or no name at all, hides nothing. */
static void
test_computer_name (void)
{
  static const struct {
    const char *computer;
    const char *text;
    const char *shown;
  } rows[] = {
      {"pinguin", "hello pinguin, not pinguins", "hello [hidden: host name], not pinguins"},
      {"pinguin.lan", "hello pinguin.lan or pinguin",
       "hello [hidden: host name] or [hidden: host name]"},
      {"mail", "mail refused", "mail refused"},
      {"pc", "pc refused", "pc refused"},
      {"localhost", "localhost refused", "localhost refused"},
      {"localhost.localdomain", "localhost refused", "localhost refused"},
      {"", "refused", "refused"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *shown = redact_on (rows[i].computer, rows[i].text);

    g_assert_cmpstr (shown, ==, rows[i].shown);
  }
}

static void
test_lists (void)
{
  const char *const resolve[] = {"mail.firma.example:192.0.2.7", NULL};
  g_autoptr (TlSettings) settings = settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) full = NULL;

  g_object_set (settings, "resolve", resolve, NULL);
  builder = tl_evidence_builder_new (settings);
  evidence = tl_evidence_builder_snapshot (builder);
  full = tl_evidence_redact (evidence, TL_REDACT_FULL);
  g_assert_cmpstr (tl_evidence_get_settings (full)->resolve[0], ==, "host-1:address-1");
}

/* Linear: a hostile text of the largest size must not hold a report up. */
static void
test_long_texts (void)
{
  static const char *const pieces[] = {
      "a.", "a@", "1.", "ab:", "00:", "aaaaaaaa", "\303\244-", "SSID: "};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (TlEvidence) full = NULL;

    while (text->len < 4000)
      g_string_append (text, pieces[i]);
    full = redact_one ("smtp.reply.text", text->str, TL_REDACT_FULL);
    g_assert_nonnull (tl_evidence_get (full, "smtp.reply.text"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/redaction/values", test_values);
  g_test_add_func ("/core/redaction/settings", test_settings);
  g_test_add_func ("/core/redaction/own-provider", test_own_provider);
  g_test_add_func ("/core/redaction/short-host", test_short_host);
  g_test_add_func ("/core/redaction/twice", test_twice);
  g_test_add_func ("/core/redaction/whole", test_whole);
  g_test_add_func ("/core/redaction/computer-name", test_computer_name);
  g_test_add_func ("/core/redaction/lists", test_lists);
  g_test_add_func ("/core/redaction/long-texts", test_long_texts);
  return g_test_run ();
}
