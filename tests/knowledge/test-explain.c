/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-explain.h"

#include <string.h>

#include "knowledge-fixture.h"

static TlCatalog *english;

static TlExplanation *
explain (const TlEvidence *evidence)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  return tl_explain (evidence, diagnosis, english);
}

static const char *const refused[] = {
    "dns.resolve ok",
    "dns.name=mail.example.org",
    "dns.address.0=192.0.2.1",
    "tcp.connect ok",
    "tcp.connect_ms=12.345",
    "smtp.greeting ok",
    "smtp.auth failed",
    "step.failure=reply",
    "smtp.auth.outcome=rejected",
    "smtp.reply.stage=auth",
    "smtp.reply.code=535",
    "smtp.reply.enhanced=5.7.8",
    "smtp.reply.text=Error: authentication failed: \033[2Jbad",
    "smtp.rcpt skipped",
    "step.skipped=earlier-failure",
    NULL,
};

static void
test_failed (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, refused);
  g_autoptr (TlExplanation) explanation = explain (evidence);
  const TlCauseText *cause = explanation->causes->pdata[0];

  g_assert_cmpstr (cause->id, ==, "auth-failed");
  g_assert_true (
      g_str_has_prefix (explanation->summary, "The test of mail.example.org on port 587"));
  g_assert_true (g_str_has_suffix (explanation->summary, "."));
  g_assert_nonnull (strstr (explanation->summary, cause->title));
  g_assert_cmpstr (cause->sureness, ==, "Almost certain");
  g_assert_nonnull (cause->quote);
  g_assert_nonnull (strstr (cause->quote, "535 5.7.8"));
  g_assert_nonnull (strstr (cause->quote, "<001B>[2J"));
  g_assert_cmpuint (cause->because->len, >, 0);
  g_assert_cmpuint (cause->fixes->len, >, 0);
  g_assert_cmpuint (cause->references->len, >, 0);
}

static const TlStepText *
step (const TlExplanation *explanation, const char *id)
{
  for (guint i = 0; i < explanation->steps->len; i++)
    if (strcmp (((TlStepText *) explanation->steps->pdata[i])->id, id) == 0)
      return explanation->steps->pdata[i];
  return NULL;
}

static void
test_steps (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, refused);
  g_autoptr (TlExplanation) explanation = explain (evidence);

  g_assert_cmpuint (explanation->steps->len, ==, 5);
  g_assert_cmpstr (step (explanation, "dns.resolve")->title, ==, "Looking up the name");
  g_assert_cmpstr (step (explanation, "dns.resolve")->detail, ==,
                   "mail.example.org has the address 192.0.2.1.");
  /* No target was recorded, so the plainer sentence. */
  g_assert_cmpstr (step (explanation, "tcp.connect")->detail, ==, "The server answered.");
  g_assert_nonnull (strstr (step (explanation, "smtp.auth")->detail, "535"));
  g_assert_null (strchr (step (explanation, "smtp.auth")->detail, '\033'));
  g_assert_cmpstr (step (explanation, "smtp.rcpt")->detail, ==,
                   "Not tested, because an earlier step failed.");
}

/* The words of the facts are for programs: a person reads a sentence, or nothing. */
static void
test_sights (void)
{
  static const char *const lines[] = {"local.vpn ok",
                                      "local.vpn=not-known",
                                      "local.firewall ok",
                                      "local.firewall=none-seen",
                                      "local.proxy ok",
                                      "local.proxy=no",
                                      "local.links ok",
                                      "local.interfaces=not-known",
                                      NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlExplanation) explanation = explain (evidence);

  g_assert_cmpstr (step (explanation, "local.vpn")->detail, ==,
                   "Whether a VPN is active cannot be seen from here.");
  g_assert_cmpstr (step (explanation, "local.firewall")->detail, ==,
                   "No firewall was seen on this computer.");
  g_assert_cmpstr (step (explanation, "local.proxy")->detail, ==, "No proxy is set.");
  g_assert_cmpstr (step (explanation, "local.links")->detail, ==, "");
}

static void
test_unknown_step (void)
{
  g_autofree char *title = tl_explain_step_title ("some.thing", english);

  g_assert_cmpstr (title, ==, "some.thing");
}

static void
test_not_tested (void)
{
  static const char *const lines[] = {"tcp.connect ok", "smtp.ehlo ok", "smtp.auth skipped",
                                      "step.skipped=not-asked", NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlExplanation) explanation = NULL;

  g_object_set (settings, "user", "", NULL);
  evidence = make_evidence (settings, lines);
  explanation = explain (evidence);
  g_assert_nonnull (strstr (explanation->summary, "works"));
  g_assert_nonnull (explanation->not_tested);
  g_assert_nonnull (strstr (explanation->not_tested, "login was not tested"));
}

static void
test_inconclusive (void)
{
  static const char *const lines[] = {"smtp.greeting ok", "smtp.mail failed", NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlExplanation) explanation = explain (evidence);

  g_assert_cmpstr (
      explanation->summary, ==,
      "Inconclusive: the test of mail.example.org on port 587 failed at the step “Naming the "
      "sender”, and nothing that was seen tells why.");
  g_assert_cmpuint (explanation->next_tests->len, >, 0);
}

static void
test_text (void)
{
  g_autoptr (TlEvidence) evidence =
      digest ("450 4.7.1 <bob@example.org>: Greylisted", TL_PROTOCOL_SMTP, "rcpt");
  g_autoptr (TlEvidence) nothing = digest ("lorem ipsum", TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlExplanation) explanation = explain (evidence);
  g_autoptr (TlExplanation) open = explain (nothing);

  g_assert_true (g_str_has_prefix (explanation->summary, "The text means: "));
  g_assert_null (explanation->not_tested);
  g_assert_cmpstr (open->summary, ==, "Inconclusive: nothing in this text tells what went wrong.");
}

static void
test_changes (void)
{
  static const char *const before[] = {"tcp.connect failed", "tcp.state=filtered",
                                       "tcp.connect_ms=7000", NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) first = make_evidence (settings, before);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new_attempt (settings, first);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlExplanation) explanation = NULL;
  const TlChange *change;

  tl_evidence_builder_add_step (builder, "tcp.connect", "", TL_OUTCOME_OK, 1, 2);
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "tcp.state", "open");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "tcp.connect_ms", "12");
  evidence = tl_evidence_builder_snapshot (builder);
  explanation = explain (evidence);
  g_assert_cmpuint (explanation->changes->len, ==, 1);
  change = explanation->changes->pdata[0];
  g_assert_cmpstr (change->fact, ==, "tcp.state");
  g_assert_cmpstr (change->before, ==, "filtered");
  g_assert_cmpstr (change->after, ==, "open");
}

static void
check_change (const char *fact, const char *value, const char *expected)
{
  g_autofree char *text = tl_explain_change (fact, value, english);

  g_assert_cmpstr (text, ==, expected);
}

/* Each side of a change is a sentence; what has no name is not for a person. */
static void
test_change_in_words (void)
{
  check_change ("tcp.state", "open", "The port accepts connections.");
  check_change ("tcp.state", "", "–");
  check_change ("tls.verify", "no-revocation-proof",
                "The proof that the certificate is not withdrawn is missing or cannot be used.");
  check_change ("tls.cipher", "AES\033[2J", "\u2068AES<001B>[2J\u2069");
  check_change ("tcp.at_once", "no", NULL);
}

static void
check_announcement (guint connections, guint logins, gboolean sends, const char *expected)
{
  static const char *const hosts[] = {"mail.example.org", "ref.example.net", NULL};
  g_autoptr (TlAnnouncement) plan = tl_announcement_new (hosts, connections, logins);
  g_autofree char *text = NULL;

  plan->sends_message = sends;
  text = tl_explain_announcement (plan, english);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_announcement (void)
{
  check_announcement (1, 0, FALSE,
                      "This test contacts mail.example.org, ref.example.net with at most 1 "
                      "connection and no login.");
  check_announcement (3, 1, TRUE,
                      "This test contacts mail.example.org, ref.example.net with at most 3 "
                      "connections and 1 login. It sends one small test message.");
  check_announcement (2, 2, FALSE,
                      "This test contacts mail.example.org, ref.example.net with at most 2 "
                      "connections and 2 logins.");
}

/* What only some outcomes lead to has sentences of its own. */
static void
test_announcement_transfers (void)
{
  static const char *const hosts[] = {"ftp.example.org", NULL};
  g_autoptr (TlAnnouncement) plan = tl_announcement_new (hosts, 2, 1);
  g_autofree char *text = NULL, *more = NULL;

  plan->data_connections = 4;
  plan->more_modes = 2;
  plan->other_ports = 6;
  text = tl_explain_announcement (plan, english);
  g_assert_cmpstr (text, ==,
                   "This test contacts ftp.example.org with at most 2 connections and 1 login. "
                   "Lists and files take at most 4 data connections.");
  more = tl_explain_announcement_more (plan, english);
  g_assert_cmpstr (
      more, ==,
      "If no data connection opens, the other kinds are tried with at most 2 connections and 2 logins more. If the port "
      "cannot be reached, the other usual ports are looked at with at most 6 "
      "connections more.");
}

/* Every sentence of a check of mail, and who else may be met. */
static void
test_announcement_conditions (void)
{
  static const char *const hosts[] = {"mail.example.org", NULL};
  g_autoptr (TlAnnouncement) plan = tl_announcement_new (hosts, 1, 1);
  g_autofree char *text = NULL, *more = NULL;

  plan->once_more = 2;
  plan->login_once_more = 1;
  plan->other_ports = 7;
  plan->or_no_tls = TRUE;
  plan->portal = g_strdup ("portal.example.net");
  plan->asks_names = TRUE;
  plan->other_ways = TRUE;
  plan->references = g_strsplit ("time.example.net", " ", -1);
  text = tl_explain_announcement (plan, english);
  g_assert_cmpstr (text, ==,
                   "This test contacts mail.example.org with at most 1 connection and 1 login.");
  more = tl_explain_announcement_more (plan, english);
  g_assert_cmpstr (
      more, ==,
      "If the port stays silent, hangs up or wants another kind of encryption, or the server is busy, "
      "it is tried again with at most 2 connections more. "
      "If a server ignores a login because of the commands sent right behind it, it gets 1 login more, alone. "
      "If the port cannot be reached or offers no encryption that can be trusted, the other usual "
      "ports are looked at with at most 7 connections more. "
      "If the server cannot be reached or does not prove itself, it asks portal.example.net "
      "for a page, to see whether the network wants a sign-in first. "
      "If the server is not met, every name server of this computer is asked about its name: with a "
      "VPN, that of the company and that of the line as well. "
      "If the port cannot be reached, the proxy that this computer is set to use, and the "
      "network beside a VPN, are tried too, without name or password. "
      "If a clock looks wrong, time.example.net is asked for the time.");
}

/* The policy is fetched from a host that nobody named: that is said beforehand. */
static void
test_announcement_domain (void)
{
  static const char *const hosts[] = {"example.org", "mta-sts.example.org", NULL};
  g_autoptr (TlAnnouncement) plan = tl_announcement_new (hosts, 2, 0);
  g_autoptr (TlCatalog) russian = tl_catalog_new ("ru");
  g_autofree char *text = NULL;
  g_autofree char *translated = NULL;
  g_autofree char *more = NULL;

  plan->lists = g_new0 (char *, 1);
  text = tl_explain_announcement (plan, english);
  g_assert_cmpstr (
      text, ==,
      "This check asks the name servers of this computer about example.org, and visits its mail "
      "server once on port 25, without sending anything. If the domain announces an MTA-STS rule, "
      "it is fetched from mta-sts.example.org.");
  translated = tl_explain_announcement (plan, russian);
  g_assert_nonnull (strstr (translated, "mta-sts.example.org"));
  more = tl_explain_announcement_more (plan, english);
  g_assert_cmpstr (more, ==, "");
}

static void
test_notes (void)
{
  static const char *const notes[] = {"host-from-url",  "host-from-address", "host-trimmed",
                                      "port-from-host", "user-has-blanks",   "password-has-blanks"};
  g_autofree char *none = tl_explain_note ("nonsense", english);

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++) {
    g_autofree char *text = tl_explain_note (notes[i], english);

    g_assert_cmpstr (text, !=, "");
  }
  g_assert_cmpstr (none, ==, "");
}

static void
test_words (void)
{
  g_assert_cmpstr (tl_explain_sureness (0.9, english), ==, "Almost certain");
  g_assert_cmpstr (tl_explain_sureness (0.7, english), ==, "Likely");
  g_assert_cmpstr (tl_explain_sureness (0.5, english), ==, "Possible");
  g_assert_cmpstr (tl_explain_sureness (0.2, english), ==, "Only a guess");
  g_assert_cmpstr (tl_explain_fact_name ("smtp.reply.code", english), ==, "Reply code");
  g_assert_cmpstr (tl_explain_fact_name ("x.y", english), ==, "x.y");
  g_assert_cmpstr (tl_explain_cause_title ("x-y", english), ==, "x-y");
  for (int actor = TL_ACTOR_USER; actor <= TL_ACTOR_WAIT; actor++)
    g_assert_cmpstr (tl_explain_actor ((TlActor) actor, english), !=, "");
}

/* Every cause reads well without evidence: no placeholder is left over, in any language. */
static void
test_every_cause (void)
{
  const char *const *languages = tl_catalog_list_languages ();
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  for (guint l = 0; languages[l] != NULL; l++) {
    g_autoptr (TlCatalog) catalog = tl_catalog_new (languages[l]);

    for (gsize a = 0; a < n; a++)
      for (gsize c = 0; c < areas[a]->n_causes; c++) {
        TlCauseText *text = tl_explain_cause (areas[a]->causes[c].id, catalog);

        g_assert_null (strchr (text->title, '{'));
        g_assert_null (strchr (text->meaning, '{'));
        g_assert_cmpuint (text->fixes->len, ==, areas[a]->causes[c].n_fixes);
        for (guint f = 0; f < text->fixes->len; f++)
          g_assert_null (strchr (((TlFixText *) text->fixes->pdata[f])->text, '{'));
        tl_cause_text_free (text);
      }
  }
  g_assert_null (tl_explain_cause ("no-such-cause", english));
}

/* The record of the first fix that has one, or "". */
static char *
dup_record (const char *const *lines)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlExplanation) explanation = NULL;

  g_object_set (settings, "kind", TL_JOB_DOMAIN, "host", "example.net", NULL);
  evidence = make_evidence (settings, lines);
  explanation = explain (evidence);
  for (guint i = 0; i < explanation->causes->len; i++) {
    const TlCauseText *cause = explanation->causes->pdata[i];

    for (guint k = 0; k < cause->fixes->len; k++) {
      const TlFixText *fix = cause->fixes->pdata[k];

      if (fix->record != NULL)
        return g_strdup_printf ("%s %s", fix->record_name, fix->record);
    }
  }
  return g_strdup ("");
}

/* To be copied: letter by letter, the address before the term that decides for all others. */
static void
test_records (void)
{
  static const char *const refused_by[][2] = {
      {"domain.spf.record=v=spf1 mx -all", "example.net v=spf1 mx ip4:44.128.9.99 -all"},
      {"domain.spf.record=v=spf1 redirect=_spf.example.org",
       "example.net v=spf1 ip4:44.128.9.99 redirect=_spf.example.org"},
      {"domain.spf.record=v=spf1 mx", "example.net v=spf1 mx ip4:44.128.9.99"},
      {"domain.spf.record=v=spf1 \"mx -all", ""},
      /* Some write "=" where ":" belongs, which mail servers pass over. */
      {"domain.spf.record=v=spf1 ip4=44.128.9.99 -all", "example.net v=spf1 ip4:44.128.9.99 -all"},
  };
  const char *dmarc[] = {"domain.mx ok", "domain.mx.outcome=ok", "domain.dmarc warning",
                         "domain.dmarc.outcome=none", NULL};
  g_autofree char *policy = dup_record (dmarc);

  g_assert_cmpstr (policy, ==,
                   "_dmarc.example.net v=DMARC1; p=none; rua=mailto:postmaster@example.net");
  for (gsize i = 0; i < G_N_ELEMENTS (refused_by); i++) {
    const char *spf[] = {"domain.ptr ok",
                         "domain.sender.address=44.128.9.99",
                         "domain.sender.source=given",
                         "domain.spf failed",
                         "domain.spf.outcome=ok",
                         "domain.spf.verdict=fail",
                         refused_by[i][0],
                         NULL};
    g_autofree char *record = dup_record (spf);

    g_assert_cmpstr (record, ==, refused_by[i][1]);
  }
}

/* What was meant, where one can tell; no record that would let everybody or nobody send. */
static void
test_mended_records (void)
{
  static const char *const spf[][3] = {
      {"syntax",
       "v=spf1 mx \xe2\x80\x93"
       "all",
       "v=spf1 mx -all"},
      {"syntax", "v=spf1 mx all-", "v=spf1 mx -all"},
      {"syntax", "v=spf1 mx ~all.", "v=spf1 mx ~all"},
      {"syntax", "v=spf1 mx - all", "v=spf1 mx -all"},
      {"syntax", "v=spf1 include: post.example.com ~all", "v=spf1 include:post.example.com ~all"},
      {"syntax", "v=spf1 ip4:2a0e:97c0::/32 mx -all", "v=spf1 ip6:2a0e:97c0::/32 mx -all"},
      {"syntax", "v=spf1 44.128.9.10 -all", "v=spf1 ip4:44.128.9.10 -all"},
      {"syntax", "v=spf1 ipv4:44.128.9.0/24, mx, ~all", "v=spf1 ip4:44.128.9.0/24 mx ~all"},
      {"syntax", "v=spf1 mx ip4:44.128.9.0/33 -all", "v=spf1 mx -all"},
      {"syntax", "v=spf1 mxip4:44.128.9.10 -all", ""},
      {"syntax", "v=spf1 redirect:_spf.example.org", "v=spf1 redirect=_spf.example.org"},
      {"include-without-record", "v=spf1 include:gone.example.com mx -all", "v=spf1 mx -all"},
      {"include-without-record", "v=spf1 include:gone.example.com -all", ""},
      {"include-without-record", "v=spf1 include:there.example.com -all", ""},
  };
  static const char *const dmarc[][2] = {
      {"v=DMARC1\\; p=quarantine\\; rua=mailto:d@example.org",
       "v=DMARC1; p=quarantine; rua=mailto:d@example.org"},
      {"v=DMARC1; p=qurantine; adkim=s", "v=DMARC1; p=quarantine; adkim=s"},
      {"v=DMARC1 p=reject rua=mailto:a@example.org,mailto:b@example.org",
       "v=DMARC1; p=reject; rua=mailto:a@example.org,mailto:b@example.org"},
      {"v=DMARC1, p=reject, rua=a@example.org,ruf=mailto:b@example.org",
       "v=DMARC1; p=reject; rua=mailto:a@example.org; ruf=mailto:b@example.org"},
      {"p=none; sp=Reject; pct=50; v=DMARC1", "v=DMARC1; p=none; sp=reject; pct=50"},
      {"v=DMARC1; p=block; sp=drop", "v=DMARC1; p=none"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spf); i++) {
    g_autofree char *error = g_strconcat ("domain.spf.error=", spf[i][0], NULL);
    g_autofree char *fact = g_strconcat ("domain.spf.record=", spf[i][1], NULL);
    g_autofree char *wanted =
        *spf[i][2] != '\0' ? g_strconcat ("example.net ", spf[i][2], NULL) : g_strdup ("");
    const char *seen[] = {"domain.spf warning",
                          "domain.spf.outcome=broken",
                          error,
                          "domain.spf.error_term=gone.example.com",
                          fact,
                          NULL};
    g_autofree char *record = dup_record (seen);

    g_assert_cmpstr (record, ==, wanted);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (dmarc); i++) {
    g_autofree char *fact = g_strconcat ("domain.dmarc.record=", dmarc[i][0], NULL);
    g_autofree char *wanted = g_strconcat ("_dmarc.example.net ", dmarc[i][1], NULL);
    const char *seen[] = {"domain.dmarc warning", "domain.dmarc.outcome=broken",
                          "domain.dmarc.at=example.net", fact, NULL};
    g_autofree char *record = dup_record (seen);

    g_assert_cmpstr (record, ==, wanted);
  }
}

static void
test_forgotten_dot (void)
{
  const char *seen[] = {"domain.mx warning",
                        "domain.mx.outcome=no-address",
                        "domain.mx.0=5 mx2.example.net",
                        "domain.mx.1=10 mx1.example.net.example.net",
                        "domain.mx.dead=mx1.example.net.example.net",
                        "domain.mx.meant=mx1.example.net",
                        NULL};
  g_autofree char *record = dup_record (seen);

  g_assert_cmpstr (record, ==, "example.net 10 mx1.example.net.");
}

/* The name servers give the records in any order; the proposal stays the same. */
static void
test_merged_records (void)
{
  static const char *const cases[][3] = {
      {"v=spf1 mx ~all", "v=spf1 include:a.example.org -all",
       "v=spf1 include:a.example.org mx ~all"},
      {"v=spf1 mx -all", "V=SPF1 MX -ALL", "V=SPF1 MX -ALL"},
      {"v=spf1 redirect=a.example.org", "v=spf1 mx -all", "v=spf1 mx include:a.example.org -all"},
      {"v=spf1 redirect=a.example.org", "v=spf1 mx", "v=spf1 mx redirect=a.example.org"},
  };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
    const char *const *one = cases[i / 2];
    g_autofree char *first = g_strconcat ("domain.spf.record=", one[i % 2], NULL);
    g_autofree char *second = g_strconcat ("domain.spf.second=", one[1 - i % 2], NULL);
    g_autofree char *wanted = g_strconcat ("example.net ", one[2], NULL);
    const char *seen[] = {"domain.spf warning",
                          "domain.spf.outcome=broken",
                          "domain.spf.error=multiple-records",
                          first,
                          second,
                          NULL};
    g_autofree char *record = dup_record (seen);

    g_assert_cmpstr (record, ==, wanted);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  english = tl_catalog_new ("en");
  g_test_add_func ("/knowledge/explain/failed", test_failed);
  g_test_add_func ("/knowledge/explain/steps", test_steps);
  g_test_add_func ("/knowledge/explain/sights", test_sights);
  g_test_add_func ("/knowledge/explain/unknown-step", test_unknown_step);
  g_test_add_func ("/knowledge/explain/not-tested", test_not_tested);
  g_test_add_func ("/knowledge/explain/inconclusive", test_inconclusive);
  g_test_add_func ("/knowledge/explain/text", test_text);
  g_test_add_func ("/knowledge/explain/mended-records", test_mended_records);
  g_test_add_func ("/knowledge/explain/forgotten-dot", test_forgotten_dot);
  g_test_add_func ("/knowledge/explain/merged-records", test_merged_records);
  g_test_add_func ("/knowledge/explain/changes", test_changes);
  g_test_add_func ("/knowledge/explain/change-in-words", test_change_in_words);
  g_test_add_func ("/knowledge/explain/announcement", test_announcement);
  g_test_add_func ("/knowledge/explain/announcement/transfers", test_announcement_transfers);
  g_test_add_func ("/knowledge/explain/announcement/conditions", test_announcement_conditions);
  g_test_add_func ("/knowledge/explain/announcement-domain", test_announcement_domain);
  g_test_add_func ("/knowledge/explain/notes", test_notes);
  g_test_add_func ("/knowledge/explain/words", test_words);
  g_test_add_func ("/knowledge/explain/records", test_records);
  g_test_add_func ("/knowledge/explain/every-cause", test_every_cause);
  result = g_test_run ();
  tl_catalog_unref (english);
  return result;
}
