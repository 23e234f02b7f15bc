/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-names.h"

#include "dns-server.h"

#include <string.h>

static gboolean
lists (const char *host, guint missing, const char *name)
{
  g_autoptr (GPtrArray) near = tl_names_list_near (host, missing);

  g_assert_cmpuint (near->len, <=, 80);
  for (guint i = 0; i < near->len; i++) {
    g_assert_cmpstr (near->pdata[i], !=, host);
    if (strcmp (near->pdata[i], name) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
test_near_host (void)
{
  g_assert_true (lists ("stmp.example.org", 0, "smtp.example.org"));
  g_assert_true (lists ("smt.example.org", 0, "smtp.example.org"));
  g_assert_true (lists ("smtpp.example.org", 0, "smtp.example.org"));
  g_assert_true (lists ("smtq.example.org", 0, "smtp.example.org"));
  g_assert_true (lists ("ftp1.example.org", 0, "ftp.example.org"));
  g_assert_true (lists ("send.example.org", 0, "smtp.example.org"));
  g_assert_true (lists ("smtpexample.org", 0, "smtp.example.org"));
  g_assert_true (lists ("wwww.example.org", 0, "www.example.org"));
}

static void
test_near_domain (void)
{
  g_assert_true (lists ("smtp.exmaple.org", 1, "smtp.example.org"));
  g_assert_true (lists ("smtp.exxample.org", 1, "smtp.example.org"));
  g_assert_true (lists ("smtp.exanple.org", 1, "smtp.example.org"));
  g_assert_true (lists ("smtp.exmple.org", 1, "smtp.example.org"));
  g_assert_true (lists ("smtp.exarnple.org", 1, "smtp.example.org"));
  g_assert_true (lists ("smtp.g00gle.org", 1, "smtp.go0gle.org"));
  g_assert_true (lists ("exmaple.org", 0, "example.org"));
  g_assert_true (lists ("a.b.leter.example.org", 2, "a.b.letter.example.org"));
}

static void
test_near_ending (void)
{
  g_assert_true (lists ("mail.example.con", 2, "mail.example.com"));
  g_assert_true (lists ("mail.example.ogr", 2, "mail.example.org"));
  g_assert_true (lists ("mail.example.or", 2, "mail.example.org"));
  g_assert_true (lists ("mail.example.org", 1, "mail.example.com"));
  g_assert_true (lists ("mail.example.net", 1, "mail.example.de"));
  g_assert_false (lists ("localhost", 0, "smtp.localhost"));
}

typedef struct {
  DnsServer *dns;
  TlSettings *settings;
  TlEvidence *evidence;
} Fixture;

static void
set_up (Fixture *fixture, const char *host)
{
  fixture->dns = dns_server_new ();
  fixture->settings = tl_settings_new ();
  fixture->evidence = NULL;
  g_object_set (fixture->settings, "kind", TL_JOB_ENVIRONMENT, "host", host, NULL);
}

static void
tear_down (Fixture *fixture)
{
  dns_server_free (fixture->dns);
  g_object_unref (fixture->settings);
  g_clear_pointer (&fixture->evidence, tl_evidence_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, tear_down)

static void
run (Fixture *fixture)
{
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (GError) error = NULL;
  g_autoptr (TlRun) job = tl_run_new (fixture->settings, builder, NULL, &error);

  g_assert_no_error (error);
  tl_resolver_set_servers (tl_run_get_resolver (job), dns_server_get_address (fixture->dns));
  tl_run_go (job, &error);
  g_assert_no_error (error);
  fixture->evidence = tl_evidence_builder_snapshot (builder);
}

static void
assert_fact (Fixture *fixture, const char *fact, const char *value)
{
  g_assert_cmpstr (tl_evidence_get (fixture->evidence, fact), ==, value);
}

static void
test_misspelt (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "stmp.example.test");
  dns_server_add (fixture.dns, "smtp.example.test", "A", "192.0.2.1");
  run (&fixture);
  assert_fact (&fixture, "dns.outcome", "no-such-name");
  assert_fact (&fixture, "dns.near_name", "smtp.example.test");
  assert_fact (&fixture, "dns.invents", "no");
  assert_fact (&fixture, "dns.wildcard", "no");
}

static void
test_no_host (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "");
  run (&fixture);
  assert_fact (&fixture, "dns.nowhere", "no-such-name");
  assert_fact (&fixture, "dns.invented", NULL);
  assert_fact (&fixture, "dns.outcome", NULL);
}

static void
test_servfail (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "mail.example.test");
  dns_server_set_rcode (fixture.dns, "mail.example.test", 2);
  run (&fixture);
  assert_fact (&fixture, "dns.outcome", "servfail");
  assert_fact (&fixture, "dns.dnssec", "ok");
  assert_fact (&fixture, "dns.near_name", NULL);
}

/* Nothing is answered. */
static void
test_silent (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "mail.example.test");
  g_object_set (fixture.settings, "timeout-s", 4, NULL);
  dns_server_set_behaviour (fixture.dns, NULL, NULL, DNS_SILENT);
  run (&fixture);
  assert_fact (&fixture, "dns.outcome", "silent");
  assert_fact (&fixture, "dns.answers_others", "no");
}

/* Nothing is answered about this name, for its own name servers are silent. */
static void
test_silent_name (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "mail.example.test");
  dns_server_set_behaviour (fixture.dns, "mail.example.test", NULL, DNS_SILENT);
  run (&fixture);
  assert_fact (&fixture, "dns.outcome", "silent");
  assert_fact (&fixture, "dns.answers_others", "yes");
}

/* A name that is there and right is no reason for doubts. */
static void
test_sound (void)
{
  g_auto (Fixture) fixture;

  set_up (&fixture, "mail.example.test");
  dns_server_add (fixture.dns, "mail.example.test", "A", "192.0.2.1");
  run (&fixture);
  assert_fact (&fixture, "dns.outcome", "ok");
  assert_fact (&fixture, "dns.invents", "no");
  assert_fact (&fixture, "dns.near_name", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/names/near-host", test_near_host);
  g_test_add_func ("/probe/names/near-domain", test_near_domain);
  g_test_add_func ("/probe/names/near-ending", test_near_ending);
  g_test_add_func ("/probe/names/silent", test_silent);
  g_test_add_func ("/probe/names/silent-name", test_silent_name);
  g_test_add_func ("/probe/names/misspelt", test_misspelt);
  g_test_add_func ("/probe/names/no-host", test_no_host);
  g_test_add_func ("/probe/names/servfail", test_servfail);
  g_test_add_func ("/probe/names/sound", test_sound);
  return g_test_run ();
}
