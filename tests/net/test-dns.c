/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "dns-server.h"
#include "tl-dns-private.h"

/* One question for an address, to its end or the limit. */
static void
check (Job *job, const char *servers, const char *name, TlDnsOutcome outcome, guint limit_ms)
{
  TlDnsQuestion question = {.name = name, .type = "A"};
  g_autoptr (TlDnsAsker) asker = tl_dns_asker_new (servers, &question, 1);
  gint64 until = tl_io_limit (job->io, limit_ms);

  while (!tl_dns_asker_is_done (asker) && g_get_monotonic_time () < until)
    tl_dns_asker_wait (asker, job->io, -1, until);
  g_assert_nonnull (question.answer);
  g_assert_cmpstr (tl_dns_outcome_to_string (question.answer->outcome), ==,
                   tl_dns_outcome_to_string (outcome));
  tl_dns_answer_free (question.answer);
}

/* What the first name server refuses or cannot do is asked of the next; where that one is silent, the
 * first one's word stands. */
static void
test_second_server (void)
{
  g_auto (Job) job;
  g_autoptr (DnsServer) first = dns_server_new ();
  g_autoptr (DnsServer) second = dns_server_new ();
  g_autofree char *servers =
      g_strdup_printf ("%s,%s", dns_server_get_address (first), dns_server_get_address (second));

  job_init (&job);
  dns_server_set_rcode (first, NULL, 5);
  dns_server_add (second, "mail.example.org", "A", "192.0.2.1");
  dns_server_set_behaviour (second, "silent.example.org", NULL, DNS_SILENT);
  dns_server_set_rcode (second, "fail.example.org", 2);
  check (&job, servers, "mail.example.org", TL_DNS_OK, GUARD_MS);
  check (&job, servers, "silent.example.org", TL_DNS_REFUSED, 500);
  check (&job, servers, "fail.example.org", TL_DNS_SERVFAIL, GUARD_MS);
}

/* A refusal that does not repeat the question is one all the same. */
static void
test_bare_header (void)
{
  g_auto (Job) job;
  g_autoptr (DnsServer) dns = dns_server_new ();

  job_init (&job);
  dns_server_set_behaviour (dns, NULL, NULL, DNS_BARE);
  dns_server_set_rcode (dns, "mail.example.org", 5);
  dns_server_set_rcode (dns, "fail.example.org", 2);
  dns_server_add (dns, "good.example.org", "A", "192.0.2.1");
  check (&job, dns_server_get_address (dns), "mail.example.org", TL_DNS_REFUSED, GUARD_MS);
  check (&job, dns_server_get_address (dns), "fail.example.org", TL_DNS_SERVFAIL, GUARD_MS);
  dns_server_set_behaviour (dns, NULL, NULL, DNS_ANSWER);
  check (&job, dns_server_get_address (dns), "good.example.org", TL_DNS_OK, GUARD_MS);
}

/* Three servers are asked, as the C library does, and not a fourth. */
static void
test_three_servers (void)
{
  g_auto (Job) job;
  DnsServer *dns[4];
  g_autoptr (GString) servers = g_string_new (NULL);

  job_init (&job);
  for (guint i = 0; i < G_N_ELEMENTS (dns); i++) {
    dns[i] = dns_server_new ();
    dns_server_set_rcode (dns[i], NULL, 2);
    g_string_append_printf (servers, "%s%s", i > 0 ? "," : "", dns_server_get_address (dns[i]));
  }
  check (&job, servers->str, "mail.example.org", TL_DNS_SERVFAIL, GUARD_MS);
  for (guint i = 0; i < G_N_ELEMENTS (dns); i++) {
    g_assert_cmpuint (dns_server_count (dns[i], NULL, NULL), ==, i < 3 ? 1 : 0);
    dns_server_free (dns[i]);
  }
}

/* Breaking off leaves the question without an answer, and asks nobody any more. */
static void
test_broken_off (void)
{
  g_autoptr (DnsServer) dns = dns_server_new ();
  TlDnsQuestion question = {.name = "mail.example.org", .type = "A"};
  TlDnsAsker *asker;

  dns_server_set_behaviour (dns, NULL, NULL, DNS_SILENT);
  asker = tl_dns_asker_new (dns_server_get_address (dns), &question, 1);
  g_assert_false (tl_dns_asker_is_done (asker));
  tl_dns_asker_free (asker);
  g_assert_null (question.answer);
}

static void
test_bad_servers (void)
{
  g_auto (Job) job;

  job_init (&job);
  check (&job, "this is no address", "mail.example.org", TL_DNS_SILENT, GUARD_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/dns/second-server", test_second_server);
  g_test_add_func ("/net/dns/bare-header", test_bare_header);
  g_test_add_func ("/net/dns/three-servers", test_three_servers);
  g_test_add_func ("/net/dns/broken-off", test_broken_off);
  g_test_add_func ("/net/dns/bad-servers", test_bad_servers);
  return g_test_run ();
}
