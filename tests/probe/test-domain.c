/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-private.h"
#include "tl-smtp-private.h"

#include "dns-server.h"

#include <string.h>

#define IP "44.128.9.10"
#define REVERSE "10.9.128.44."

/* A job over a small world of names; the lists are those that the test names. */
typedef struct {
  DnsServer *dns;
  TlSettings *settings;
  GCancellable *cancellable;
  TlEvidence *evidence;
} Fixture;

static void
set_up (Fixture *fixture)
{
  const char *lists[] = {"bad.list.test", NULL};

  memset (fixture, 0, sizeof *fixture);
  fixture->dns = dns_server_new ();
  fixture->cancellable = g_cancellable_new ();
  fixture->settings = tl_settings_new ();
  g_object_set (fixture->settings, "kind", TL_JOB_DOMAIN, "host", "example.test", "sender-ip", IP,
                "selector", "s1", "dnsbl", lists, NULL);
  dns_server_add (fixture->dns, "example.test", "MX", "20 mx2.example.test");
  dns_server_add (fixture->dns, "example.test", "MX", "10 mx1.example.test");
  dns_server_add (fixture->dns, "mx1.example.test", "A", "127.0.0.1");
  dns_server_add (fixture->dns, "mx2.example.test", "AAAA", "2001:db8::25");
  dns_server_add (fixture->dns, "example.test", "TXT", "unrelated");
  dns_server_add (fixture->dns, REVERSE "in-addr.arpa", "PTR", "out.example.test");
  dns_server_add (fixture->dns, "out.example.test", "A", IP);
  dns_server_add (fixture->dns, "2.0.0.127.bad.list.test", "A", "127.0.0.2");
}

static void
tear_down (Fixture *fixture)
{
  dns_server_free (fixture->dns);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->cancellable);
  g_clear_pointer (&fixture->evidence, tl_evidence_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, tear_down)

static void
run (Fixture *fixture)
{
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (GError) error = NULL;
  g_autoptr (TlRun) job = tl_run_new (fixture->settings, builder, fixture->cancellable, &error);

  g_assert_no_error (error);
  tl_resolver_set_servers (tl_run_get_resolver (job), dns_server_get_address (fixture->dns));
  tl_run_go (job, &error);
  fixture->evidence = tl_evidence_builder_snapshot (builder);
}

static void
assert_fact (Fixture *fixture, const char *fact, const char *value)
{
  g_assert_cmpstr (tl_evidence_get (fixture->evidence, fact), ==, value);
}

/* Everything in order. */
static void
test_sound (void)
{
  g_auto (Fixture) fixture;
  const GPtrArray *steps;

  set_up (&fixture);
  dns_server_add (fixture.dns, "example.test", "TXT", "v=spf1 a:out.example.test -all");
  dns_server_add (fixture.dns, "_dmarc.example.test", "TXT",
                  "v=DMARC1; p=quarantine; rua=mailto:d@example.test; aspf=s");
  dns_server_add (fixture.dns, "s1._domainkey.example.test", "TXT",
                  "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  dns_server_add_empty (fixture.dns, "_domainkey.example.test");
  dns_server_add (fixture.dns, "_mta-sts.example.test", "TXT", "v=STSv1; id=20260101;");
  dns_server_add (fixture.dns, "_smtp._tls.example.test", "TXT",
                  "v=TLSRPTv1; rua=mailto:t@example.test");
  dns_server_add (fixture.dns, "_25._tcp.mx1.example.test", "TLSA", "3 1 1 00112233");
  run (&fixture);
  assert_fact (&fixture, "domain.mx.outcome", "ok");
  assert_fact (&fixture, "domain.mx.0", "10 mx1.example.test");
  assert_fact (&fixture, "domain.mx.count", "2");
  assert_fact (&fixture, "domain.spf.outcome", "ok");
  assert_fact (&fixture, "domain.spf.verdict", "pass");
  assert_fact (&fixture, "domain.spf.matched", "a:out.example.test");
  assert_fact (&fixture, "domain.spf.lookups", "1");
  assert_fact (&fixture, "domain.dkim.outcome", "ok");
  assert_fact (&fixture, "domain.dkim.any", "yes");
  assert_fact (&fixture, "domain.dmarc.outcome", "ok");
  assert_fact (&fixture, "domain.dmarc.policy", "quarantine");
  assert_fact (&fixture, "domain.dmarc.aspf", "strict");
  assert_fact (&fixture, "domain.dmarc.adkim", "relaxed");
  assert_fact (&fixture, "domain.mta_sts.outcome", "ok");
  assert_fact (&fixture, "domain.mta_sts.policy", "unreachable");
  assert_fact (&fixture, "domain.mta_sts.failure", "name");
  assert_fact (&fixture, "domain.tls_rpt.outcome", "ok");
  assert_fact (&fixture, "domain.dane.outcome", "unsigned");
  assert_fact (&fixture, "domain.ptr.outcome", "ok");
  assert_fact (&fixture, "domain.dnsbl.outcome", "clean");
  steps = tl_evidence_get_steps (fixture.evidence);
  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];

    /* Nobody listens on port 25 here, and nobody has the name of the policy. */
    if (strcmp (step->id, "domain.mx.reach") != 0 && strcmp (step->id, "domain.mta-sts") != 0)
      g_assert_cmpint (step->outcome, ==, TL_OUTCOME_OK);
  }
}

/* Nothing published: each absence is told as one, not as a trouble. */
static void
test_bare (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture);
  run (&fixture);
  assert_fact (&fixture, "domain.spf.outcome", "none");
  assert_fact (&fixture, "domain.dkim.outcome", "none");
  assert_fact (&fixture, "domain.dkim.any", "no");
  assert_fact (&fixture, "domain.dmarc.outcome", "none");
  assert_fact (&fixture, "domain.mta_sts.outcome", "none");
  assert_fact (&fixture, "domain.mta_sts.policy", NULL);
  assert_fact (&fixture, "domain.dane.outcome", "none");
}

/* Records that are there, and cannot be used. */
static void
test_unusable (void)
{
  static const struct {
    const char *record, *outcome;
  } reports[] =
      {
          {"v=TLSRPTv1; rua=t@example.test", "broken"},
          {"v=TLSRPTv1; rua=mailto:example.test", "broken"},
          {"v=TLSRPTv1;rua=tls, https://r.example.test/v1", "ok"},
      },
    policies[] = {
        {"v=STSv1; id=2026-11-22;", "broken"},
        {"v=STSv1; id=012345678901234567890123456789012;", "broken"},
        {"v=STSv1; id=01234567890123456789012345678901;", "ok"},
    };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++) {
    g_auto (Fixture) fixture;

    set_up (&fixture);
    dns_server_add (fixture.dns, "_smtp._tls.example.test", "TXT", reports[i].record);
    dns_server_add (fixture.dns, "_mta-sts.example.test", "TXT", policies[i].record);
    /* Every name below has something: that shows no key. */
    dns_server_add_empty (fixture.dns, "_domainkey.example.test");
    dns_server_add_empty (fixture.dns,
                          "throughline-looks-whether-every-name-is-there._domainkey.example.test");
    run (&fixture);
    assert_fact (&fixture, "domain.tls_rpt.outcome", reports[i].outcome);
    assert_fact (&fixture, "domain.mta_sts.outcome", policies[i].outcome);
    assert_fact (&fixture, "domain.dkim.any", "not-known");
  }
}

static void
test_routes (void)
{
  static const struct {
    const char *name, *outcome;
  } cases[] = {
      {"null.test", "null"},       {"implicit.test", "implicit"},    {"empty.test", "none"},
      {"dead.test", "no-address"}, {"nowhere.test", "no-such-name"}, {"fail.test", "servfail"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Fixture) fixture;

    set_up (&fixture);
    dns_server_add (fixture.dns, "null.test", "MX", "0 .");
    dns_server_add (fixture.dns, "implicit.test", "A", "127.0.0.1");
    dns_server_add_empty (fixture.dns, "empty.test");
    dns_server_add (fixture.dns, "dead.test", "MX", "10 gone.dead.test");
    dns_server_set_rcode (fixture.dns, "fail.test", 2);
    g_object_set (fixture.settings, "host", cases[i].name, NULL);
    run (&fixture);
    g_test_message ("%s", cases[i].name);
    assert_fact (&fixture, "domain.mx.outcome", cases[i].outcome);
  }
}

/* The policy of a name above holds for what is below it, with its own word for that. */
static void
test_inherited_policy (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture);
  g_object_set (fixture.settings, "host", "a.b.example.test", NULL);
  dns_server_add (fixture.dns, "a.b.example.test", "A", "127.0.0.1");
  dns_server_add (fixture.dns, "_dmarc.example.test", "TXT", "v=DMARC1; p=none; sp=reject");
  run (&fixture);
  assert_fact (&fixture, "domain.dmarc.at", "example.test");
  assert_fact (&fixture, "domain.dmarc.policy", "reject");
}

static void
test_keys (void)
{
  static const struct {
    const char *record, *outcome;
  } cases[] = {
      {"v=DKIM1; p=", "revoked"},
      {"v=DKIM1; p=AAAA", "unreadable"},
      {"k=ed25519; p=AAAA", "unreadable"},
      /* 512 bits */
      {"v=DKIM1; k=rsa; "
       "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANwr0BYUj7RBzH37+vXbVWbB2LPG3HItU8v8VmUPUAW85zzyBmLzWc2hrB"
       "/MpJpRl8NL0pp5JXHVyMpVgMzmGNUCAwEAAQ==",
       "too-short"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Fixture) fixture;

    set_up (&fixture);
    dns_server_add (fixture.dns, "s1._domainkey.example.test", "TXT", cases[i].record);
    run (&fixture);
    g_test_message ("%s", cases[i].record);
    assert_fact (&fixture, "domain.dkim.outcome", cases[i].outcome);
  }
}

/* A list is believed only where its own test entries say what they must. */
static void
test_lists (void)
{
  static const struct {
    const char *listed, *clean, *answer, *state, *outcome;
  } cases[] = {
      {"127.0.0.2", NULL, NULL, "clean", "clean"},
      {"127.0.0.2", NULL, "127.0.0.4", "listed", "listed"},
      {"127.0.0.2", NULL, "127.255.255.254", "refused", "not-known"},
      {"127.255.255.254", "127.255.255.254", "127.255.255.254", "refused", "not-known"},
      {"127.0.0.2", "127.0.0.2", "127.0.0.2", "lists-all", "not-known"},
      {"198.51.100.1", "198.51.100.1", "198.51.100.1", "rewritten", "not-known"},
      {NULL, NULL, NULL, "unusable", "not-known"},
      {NULL, NULL, "127.0.0.2", "unusable", "not-known"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Fixture) fixture;
    const char *lists[] = {"other.list.test", NULL};

    set_up (&fixture);
    g_object_set (fixture.settings, "dnsbl", lists, NULL);
    if (cases[i].listed != NULL)
      dns_server_add (fixture.dns, "2.0.0.127.other.list.test", "A", cases[i].listed);
    if (cases[i].clean != NULL)
      dns_server_add (fixture.dns, "1.0.0.127.other.list.test", "A", cases[i].clean);
    if (cases[i].answer != NULL)
      dns_server_add (fixture.dns, REVERSE "other.list.test", "A", cases[i].answer);
    dns_server_add (fixture.dns, REVERSE "other.list.test", "TXT", "because");
    run (&fixture);
    g_test_message ("case %zu", i);
    assert_fact (&fixture, "domain.dnsbl.0.state", cases[i].state);
    assert_fact (&fixture, "domain.dnsbl.outcome", cases[i].outcome);
    assert_fact (&fixture, "domain.dnsbl.0.reason",
                 strcmp (cases[i].state, "listed") == 0 ? "because" : NULL);
  }
}

static void
test_names_of_addresses (void)
{
  g_auto (Fixture) away;
  g_auto (Fixture) none;

  set_up (&away);
  g_object_set (away.settings, "sender-ip", "44.128.9.11", NULL);
  dns_server_add (away.dns, "11.9.128.44.in-addr.arpa", "PTR", "out.example.test");
  run (&away);
  assert_fact (&away, "domain.ptr.outcome", "not-confirmed");
  assert_fact (&away, "domain.ptr.name", "out.example.test");
  set_up (&none);
  g_object_set (none.settings, "sender-ip", "44.128.9.12", NULL);
  run (&none);
  assert_fact (&none, "domain.ptr.outcome", "none");
}

/* A name server that says nothing, and a user who has enough of it. */
static void
test_cancelled (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture);
  dns_server_set_behaviour (fixture.dns, NULL, NULL, DNS_SILENT);
  g_cancellable_cancel (fixture.cancellable);
  run (&fixture);
  assert_fact (&fixture, "domain.mx.outcome", NULL);
  g_assert_true (tl_evidence_get_cancelled (fixture.evidence));
}

static void
test_own_address (void)
{
  static const struct {
    const char *reply, *address;
  } cases[] = {
      {"mx.google.test at your service, [203.0.114.7]\nSIZE 35", "203.0.114.7"},
      {"mail.example.test Hello me [44.1.2.3], pleased to meet you", "44.1.2.3"},
      {"mx Hello [IPv6:2a00:1450::1]", "2a00:1450::1"},
      {"mail.example.test", NULL},
      {"mail.example.test Hello [192.168.1.5]", NULL},
      {"8.8.8.8", NULL}, /* its own name, not what it says of us */
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TlAddress address;
    gboolean found = tl_smtp_find_own_address (cases[i].reply, &address);
    g_autofree char *text = found ? tl_address_to_string (&address) : NULL;

    g_assert_cmpstr (text, ==, cases[i].address);
  }
}

/* The host of the policy is none that was named: it is left alone where nothing else may be asked. */
static void
test_policy_left_alone (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture);
  g_object_set (fixture.settings, "no-environment", TRUE, NULL);
  dns_server_add (fixture.dns, "_mta-sts.example.test", "TXT", "v=STSv1; id=20260101;");
  run (&fixture);
  assert_fact (&fixture, "domain.mta_sts.outcome", "ok");
  assert_fact (&fixture, "domain.mta_sts.policy", NULL);
}

/* The lists and the host of the policy that are asked are named beforehand; with
 * --no-environment none is. */
static void
test_announced (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (TlAnnouncement) own = NULL;
  g_autoptr (TlAnnouncement) none = NULL;
  g_autoptr (TlAnnouncement) usual = NULL;

  set_up (&fixture);
  own = tl_plan_announce (fixture.settings);
  g_assert_cmpstr (own->hosts[0], ==, "example.test");
  g_assert_cmpstr (own->hosts[1], ==, "mta-sts.example.test");
  g_assert_null (own->hosts[2]);
  g_assert_cmpstr (own->lists[0], ==, "bad.list.test");
  g_assert_null (own->lists[1]);
  g_object_set (fixture.settings, "dnsbl", NULL, NULL);
  usual = tl_plan_announce (fixture.settings);
  g_assert_cmpuint (g_strv_length (usual->lists), >, 2);
  g_object_set (fixture.settings, "no-environment", TRUE, NULL);
  none = tl_plan_announce (fixture.settings);
  g_assert_null (none->lists[0]);
  g_assert_null (none->hosts[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/domain/sound", test_sound);
  g_test_add_func ("/probe/domain/bare", test_bare);
  g_test_add_func ("/probe/domain/unusable", test_unusable);
  g_test_add_func ("/probe/domain/routes", test_routes);
  g_test_add_func ("/probe/domain/inherited-policy", test_inherited_policy);
  g_test_add_func ("/probe/domain/keys", test_keys);
  g_test_add_func ("/probe/domain/lists", test_lists);
  g_test_add_func ("/probe/domain/names-of-addresses", test_names_of_addresses);
  g_test_add_func ("/probe/domain/cancelled", test_cancelled);
  g_test_add_func ("/probe/domain/own-address", test_own_address);
  g_test_add_func ("/probe/domain/policy-left-alone", test_policy_left_alone);
  g_test_add_func ("/probe/domain/announced", test_announced);
  return g_test_run ();
}
