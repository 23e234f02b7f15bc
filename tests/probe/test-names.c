/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-names.h"

#include "dns-server.h"

#include <string.h>

static gboolean
lists (const char *host, const char *name)
{
  g_autoptr (GPtrArray) near = tl_names_list_near (host);

  g_assert_cmpuint (near->len, <=, 24);
  for (guint i = 0; i < near->len; i++) {
    g_assert_cmpstr (near->pdata[i], !=, host);
    if (strcmp (near->pdata[i], name) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
test_near (void)
{
  g_assert_true (lists ("stmp.example.org", "smtp.example.org"));
  g_assert_true (lists ("smt.example.org", "smtp.example.org"));
  g_assert_true (lists ("smtpp.example.org", "smtp.example.org"));
  g_assert_true (lists ("smtq.example.org", "smtp.example.org"));
  g_assert_true (lists ("smtp.exmaple.org", "smtp.example.org"));
  g_assert_true (lists ("smtp.exxample.org", "smtp.example.org"));
  g_assert_true (lists ("mail.example.con", "mail.example.com"));
  g_assert_true (lists ("exmaple.org", "example.org"));
  g_assert_true (lists ("ftp1.example.org", "ftp.example.org"));
  g_assert_true (lists ("send.example.org", "smtp.example.org"));
  g_assert_false (lists ("localhost", "smtp.localhost"));
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
  g_test_add_func ("/probe/names/near", test_near);
  g_test_add_func ("/probe/names/misspelt", test_misspelt);
  g_test_add_func ("/probe/names/servfail", test_servfail);
  g_test_add_func ("/probe/names/sound", test_sound);
  return g_test_run ();
}
