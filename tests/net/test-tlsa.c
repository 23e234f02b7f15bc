/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of the DNS against certificates: the rules of RFC 7672 3.1. */
#include "dns-server.h"
#include "net-test.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "tl-tlsa.h"

/* A server's certificate and its authority's, as a handshake shows them. */
static GPtrArray *
make_chain (const char *name, TlTlsIdentityFlags flags)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  static const LineAction script[] = {START_TLS, HOLD, THE_END};
  LineServer *server = line_server_new (AF_INET);
  const char *names[] = {name, NULL};
  const TlTlsIdentityOptions options = {names, -60, 3600, flags | TL_TLS_IDENTITY_SEND_CA};
  g_autofree char *pem = NULL;
  TlTlsIdentity *identity = tl_tls_identity_new_full (&options, &pem, NULL);
  TlTlsTrust *trust = tl_tls_trust_new (NULL, NULL);
  TlFailure failure;
  TlTls *tls;
  Job job;
  int fd;

  job_init (&job);
  line_server_add_script (server, script);
  line_server_set_identity (server, identity, NULL);
  line_server_start (server);
  fd = connect_to (&job, server);
  tls = tl_tls_handshake (job.io, fd, trust, name, NULL, NULL, GUARD_MS, &failure);
  g_assert_cmpint (failure, ==, TL_FAILURE_NONE);
  for (guint i = 0; i < tl_tls_get_info (tls)->raw->len; i++)
    g_ptr_array_add (chain, g_bytes_ref (tl_tls_get_info (tls)->raw->pdata[i]));
  g_assert_cmpuint (chain->len, ==, 2);
  tl_tls_free (tls);
  close (fd);
  line_server_free (server);
  tl_tls_identity_unref (identity);
  tl_tls_trust_unref (trust);
  job_clear (&job);
  return chain;
}

static const struct {
  const char *path;
  guint usage, selector, type, of; /* of: index in the chain, 9: nothing that was shown */
  const char *host;
  TlTlsaOutcome outcome;
} cases[] = {
    {"end-key-256", 3, 1, 1, 0, "mail.example.org", TL_TLSA_GOOD},
    {"end-key-512", 3, 1, 2, 0, "mail.example.org", TL_TLSA_GOOD},
    {"end-whole", 3, 0, 0, 0, "mail.example.org", TL_TLSA_GOOD},
    {"end-certificate", 3, 0, 1, 0, "mail.example.org", TL_TLSA_GOOD},
    /* The name in it does not matter for usage 3 (RFC 7672 3.1.1), it does for usage 2. */
    {"end-other-name", 3, 1, 1, 0, "mx.example.com", TL_TLSA_GOOD},
    {"anchor", 2, 0, 1, 1, "mail.example.org", TL_TLSA_GOOD},
    {"anchor-key", 2, 1, 1, 1, "mail.example.org", TL_TLSA_GOOD},
    {"anchor-other-name", 2, 0, 1, 1, "mx.example.com", TL_TLSA_MISMATCH},
    {"anchor-is-no-end", 3, 0, 1, 1, "mail.example.org", TL_TLSA_MISMATCH},
    {"other", 3, 1, 1, 9, "mail.example.org", TL_TLSA_MISMATCH},
    {"public-authority", 1, 0, 1, 0, "mail.example.org", TL_TLSA_UNUSABLE},
    {"public-anchor", 0, 0, 1, 1, "mail.example.org", TL_TLSA_UNUSABLE},
    {"unknown-selector", 3, 2, 1, 0, "mail.example.org", TL_TLSA_UNUSABLE},
    {"unknown-type", 3, 1, 3, 0, "mail.example.org", TL_TLSA_UNUSABLE},
};

static void
test_case (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) chain = make_chain ("mail.example.org", 0);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  TlDnsRecord record = {
      .priority = cases[index].usage, .weight = cases[index].selector, .port = cases[index].type};
  TlDnsRecord public = {.name = (char *) "00", .priority = 1};
  const TlDnsRecord *which = NULL;
  g_autofree char *digest = NULL;

  if (cases[index].of < chain->len)
    digest = tl_tlsa_digest (chain->pdata[cases[index].of], record.weight, record.port);
  if (digest == NULL)
    digest = g_strnfill (64, 'a');
  record.name = digest;
  /* A record that does not count changes nothing. */
  g_ptr_array_add (records, &public);
  g_ptr_array_add (records, &record);
  g_assert_cmpint (tl_tlsa_judge (records, chain, cases[index].host, cases[index].host, &which), ==,
                   cases[index].outcome);
  g_assert_true (which == (cases[index].outcome == TL_TLSA_UNUSABLE ? NULL : &record));
}

/* Of several, one that fits is enough: so keys are changed over. */
static void
test_several (void)
{
  g_autoptr (GPtrArray) chain = make_chain ("mail.example.org", 0);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autofree char *digest = tl_tlsa_digest (chain->pdata[0], 1, 1);
  g_autofree char *other = g_strnfill (64, '0');
  TlDnsRecord wrong = {.name = other, .priority = 3, .weight = 1, .port = 1};
  TlDnsRecord right = {.name = digest, .priority = 3, .weight = 1, .port = 1};
  const TlDnsRecord *which = NULL;

  g_ptr_array_add (records, &wrong);
  g_ptr_array_add (records, &right);
  g_assert_cmpint (tl_tlsa_judge (records, chain, "mail.example.org", "mail.example.org", &which),
                   ==, TL_TLSA_GOOD);
  g_assert_true (which == &right);
  g_ptr_array_set_size (records, 1);
  g_assert_cmpint (tl_tlsa_judge (records, chain, "mail.example.org", "mail.example.org", &which),
                   ==, TL_TLSA_MISMATCH);
  g_assert_true (which == &wrong);
}

/* ---------------------------------------------------------------- below which name */

static void
ask_tlsa (TlDnsCrawl *crawl, gpointer user_data)
{
  g_autofree char *base = NULL;

  tl_tlsa_ask (crawl, user_data, 25, &base);
}

static void
assert_base (TlResolver *resolver, const char *host, const char *expected, TlDnsOutcome outcome)
{
  g_autoptr (TlDnsCrawl) crawl = tl_dns_crawl_new (resolver);
  g_autofree char *base = NULL;
  const TlDnsAnswer *answer;
  Job job;

  job_init (&job);
  tl_dns_crawl_run (crawl, job.io, GUARD_MS, ask_tlsa, (gpointer) host);
  answer = tl_tlsa_ask (crawl, host, 25, &base);
  g_assert_nonnull (answer);
  g_assert_cmpstr (base, ==, expected);
  g_assert_cmpint (answer->outcome, ==, outcome);
  job_clear (&job);
}

static void
test_base (void)
{
  g_autoptr (DnsServer) dns = dns_server_new ();
  g_autoptr (TlResolver) resolver = tl_resolver_new (NULL, NULL);

  tl_resolver_set_servers (resolver, dns_server_get_address (dns));
  dns_server_set_authentic (dns, TRUE);
  dns_server_add (dns, "mail.example.org", "A", "192.0.2.1");
  dns_server_add (dns, "_25._tcp.mail.example.org", "TLSA", "3 1 1 0011");
  dns_server_add (dns, "one.example.org", "CNAME", "two.example.org");
  dns_server_add (dns, "two.example.org", "CNAME", "mail.example.org");
  dns_server_add (dns, "bare.example.org", "CNAME", "web.example.org");
  dns_server_add (dns, "_25._tcp.bare.example.org", "TLSA", "3 1 1 2233");
  dns_server_add (dns, "web.example.org", "A", "192.0.2.2");
  dns_server_add (dns, "ill.example.org", "CNAME", "sick.example.org");
  dns_server_add (dns, "sick.example.org", "A", "192.0.2.3");
  dns_server_set_rcode (dns, "_25._tcp.sick.example.org", 2);
  dns_server_add (dns, "round.example.org", "CNAME", "about.example.org");
  dns_server_add (dns, "about.example.org", "CNAME", "round.example.org");
  assert_base (resolver, "mail.example.org", "mail.example.org", TL_DNS_OK);
  assert_base (resolver, "one.example.org", "mail.example.org", TL_DNS_OK);
  assert_base (resolver, "bare.example.org", "bare.example.org", TL_DNS_OK);
  assert_base (resolver, "ill.example.org", "sick.example.org", TL_DNS_SERVFAIL);
  assert_base (resolver, "round.example.org", "round.example.org", TL_DNS_NO_SUCH_NAME);
  /* Nobody signs that the alias leads there. */
  dns_server_set_authentic (dns, FALSE);
  assert_base (resolver, "one.example.org", "one.example.org", TL_DNS_NO_SUCH_NAME);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/net/tlsa/%s", cases[i].path);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/net/tlsa/several", test_several);
  g_test_add_func ("/net/tlsa/base", test_base);
  return g_test_run ();
}
