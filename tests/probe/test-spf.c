/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-spf-private.h"

#include <string.h>

/* A world of names; what is not in it does not exist. */
static const struct {
  const char *name, *type, *data;
} zone[] = {
    {"example.com", "A", "192.0.2.10"},
    {"example.com", "A", "192.0.2.11"},
    {"example.com", "MX", "mail-a.example.com"},
    {"example.com", "MX", "mail-b.example.com"},
    {"mail-a.example.com", "A", "192.0.2.129"},
    {"mail-b.example.com", "A", "192.0.2.130"},
    {"amy.example.com", "A", "192.0.2.65"},
    {"example.net", "A", "192.0.2.20"},
    {"six.example.com", "AAAA", "2001:db8::25"},
    {"65.2.0.192.in-addr.arpa", "PTR", "amy.example.com"},
    {"66.2.0.192.in-addr.arpa", "PTR", "amy.example.com"},
    {"all.example", "TXT", "v=spf1 +all"},
    {"a.example", "TXT", "v=spf1 a:example.com -all"},
    {"prefix.example", "TXT", "v=spf1 a:example.com/28 -all"},
    {"mx.example", "TXT", "v=spf1 mx:example.com ~all"},
    {"ip.example", "TXT", "v=spf1 ip4:192.0.2.128/28 ip6:2001:db8:1::/48 ?all"},
    {"ptr.example", "TXT", "v=spf1 ptr:example.com -all"},
    {"include.example", "TXT", "v=spf1 include:a.example include:mx.example -all"},
    {"redirect.example", "TXT", "v=spf1 redirect=a.example"},
    {"away.example", "TXT", "v=spf1 redirect=nothing.example"},
    {"hole.example", "TXT", "v=spf1 include:nothing.example -all"},
    {"hidden-hole.example", "TXT", "v=spf1 ip4:192.0.2.1 include:nothing.example -all"},
    {"none.example", "TXT", "something else"},
    {"two.example", "TXT", "v=spf1 -all"},
    {"two.example", "TXT", "v=spf1 +all"},
    {"ten.example", "TXT", "v=spf1 -all and more"},
    {"typo.example", "TXT", "v=spf1 ip4:192.0.2.300 -all"},
    {"typo-name.example", "TXT", "v=spf1 ipv4:192.0.2.1 -all"},
    {"all-first.example", "TXT", "v=spf1 -all ip4:192.0.2.1"},
    {"silent.example", "TXT", ""}, /* outcome silent, see below */
    {"needs-silent.example", "TXT", "v=spf1 include:silent.example -all"},
    {"exists.example", "TXT", "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} -all"},
    {"3.2.0.192.strong._spf.exists.example", "A", "127.0.0.2"},
    {"void.example", "TXT", "v=spf1 a:n1.example a:n2.example a:n3.example ip4:192.0.2.3 -all"},
    {"loop.example", "TXT", "v=spf1 include:loop.example -all"},
    {"eleven.example", "TXT",
     "v=spf1 a:example.com a:example.com a:example.com a:example.com a:example.com "
     "a:example.com a:example.com a:example.com a:example.com a:example.com a:example.net -all"},
    {"upper.example", "TXT", "V=SPF1 IP4:192.0.2.3 -ALL"},
    {"spaces.example", "TXT", "v=spf1   ip4:192.0.2.3   -all "},
    {"modifier.example", "TXT", "v=spf1 unknown=x ip4:192.0.2.3 exp=why.example -all"},
    {"v10.example", "TXT", "v=spf10 -all"},
    {"helo.example", "TXT", "v=spf1 ip4:192.0.2.3 exists:%{h}.example -all"},
    {"local.example", "TXT", "v=spf1 exists:%{l}.example ip4:192.0.2.3 -all"},
    {"not-local.example", "TXT", "v=spf1 -exists:%{l}.example ip4:192.0.2.3 -all"},
    {"helo-inside.example", "TXT", "v=spf1 include:helo.example ~all"},
};

typedef struct {
  GHashTable *answers;
} World;

static const TlDnsAnswer *
ask (gpointer user_data, const char *name, const char *type)
{
  World *world = user_data;
  g_autofree char *key = g_strconcat (type, " ", name, NULL);
  TlDnsAnswer *answer = g_hash_table_lookup (world->answers, key);

  if (answer != NULL)
    return answer;
  answer = g_new0 (TlDnsAnswer, 1);
  answer->records = g_ptr_array_new ();
  answer->outcome = strcmp (name, "silent.example") == 0 ? TL_DNS_SILENT : TL_DNS_NO_SUCH_NAME;
  for (gsize i = 0; i < G_N_ELEMENTS (zone); i++) {
    TlDnsRecord *record;

    if (g_ascii_strcasecmp (zone[i].name, name) != 0 || strcmp (zone[i].type, type) != 0 ||
        answer->outcome == TL_DNS_SILENT)
      continue;
    record = g_new0 (TlDnsRecord, 1);
    record->name = (char *) zone[i].data;
    g_ptr_array_add (answer->records, record);
    answer->outcome = TL_DNS_OK;
  }
  g_ptr_array_set_free_func (answer->records, g_free);
  g_hash_table_insert (world->answers, g_steal_pointer (&key), answer);
  return answer;
}

static void
check (const char *domain, const char *sender, const char *address, TlSpfReport *report)
{
  World world = {
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tl_dns_answer_free)};
  TlAddress parsed;

  if (address != NULL)
    g_assert_true (tl_address_parse (address, 0, &parsed));
  tl_spf_check (ask, &world, domain, sender, NULL, address != NULL ? &parsed : NULL, report);
  g_assert_false (report->pending);
  g_hash_table_unref (world.answers);
}

static void
test_results (void)
{
  static const struct {
    const char *domain, *address, *result, *error;
  } cases[] = {
      {"all.example", "192.0.2.1", "pass", NULL},
      {"a.example", "192.0.2.11", "pass", NULL},
      {"a.example", "192.0.2.12", "fail", NULL},
      {"a.example", "2001:db8::25", "fail", NULL},
      {"prefix.example", "192.0.2.5", "pass", NULL},
      {"prefix.example", "192.0.2.17", "fail", NULL},
      {"mx.example", "192.0.2.130", "pass", NULL},
      {"mx.example", "192.0.2.131", "softfail", NULL},
      {"ip.example", "192.0.2.143", "pass", NULL},
      {"ip.example", "192.0.2.144", "neutral", NULL},
      {"ip.example", "2001:db8:1:ffff::1", "pass", NULL},
      {"ip.example", "2001:db8:2::1", "neutral", NULL},
      {"ptr.example", "192.0.2.65", "pass", NULL},
      {"ptr.example", "192.0.2.66", "fail", NULL}, /* the name does not lead back */
      {"include.example", "192.0.2.10", "pass", NULL},
      {"include.example", "192.0.2.129", "pass", NULL},
      {"include.example", "192.0.2.99", "fail", NULL}, /* softfail inside is no match */
      {"redirect.example", "192.0.2.10", "pass", NULL},
      {"redirect.example", "192.0.2.1", "fail", NULL},
      {"away.example", "192.0.2.1", "permerror", "include-without-record"},
      {"hole.example", "192.0.2.1", "permerror", "include-without-record"},
      {"hidden-hole.example", "192.0.2.1", "pass", "include-without-record"},
      {"none.example", "192.0.2.1", "none", NULL},
      {"v10.example", "192.0.2.1", "none", NULL},
      {"missing.example", "192.0.2.1", "none", NULL},
      {"two.example", "192.0.2.1", "permerror", "multiple-records"},
      {"ten.example", "192.0.2.1", "permerror", "syntax"},
      {"typo.example", "192.0.2.1", "permerror", "syntax"},
      {"typo-name.example", "192.0.2.1", "permerror", "syntax"},
      {"all-first.example", "192.0.2.1", "fail", NULL},
      {"silent.example", "192.0.2.1", "temperror", "dns"},
      {"needs-silent.example", "192.0.2.1", "temperror", "dns"},
      {"void.example", "192.0.2.3", "permerror", "too-many-void-lookups"},
      {"loop.example", "192.0.2.3", "permerror", "too-many-lookups"},
      {"eleven.example", "192.0.2.10", "pass", "too-many-lookups"},
      {"eleven.example", "192.0.2.20", "permerror", "too-many-lookups"},
      {"upper.example", "192.0.2.3", "pass", NULL},
      {"spaces.example", "192.0.2.3", "pass", NULL},
      {"modifier.example", "192.0.2.3", "pass", NULL},
      /* Of a domain alone nobody knows the mailbox or the name in EHLO. */
      {"helo.example", "192.0.2.3", "pass", NULL},
      {"helo.example", "192.0.2.4", "not-evaluated", NULL},
      {"helo-inside.example", "192.0.2.4", "not-evaluated", NULL},
      {"local.example", "192.0.2.3", "pass", NULL},
      {"not-local.example", "192.0.2.3", "not-evaluated", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TlSpfReport) report = {0};

    g_test_message ("%s from %s", cases[i].domain, cases[i].address);
    check (cases[i].domain, cases[i].domain, cases[i].address, &report);
    g_assert_cmpstr (tl_spf_result_to_string (report.result), ==, cases[i].result);
    g_assert_cmpstr (report.error, ==, cases[i].error);
  }
}

/* The macros of RFC 7208 7.4, over its own sender. */
static void
test_macros (void)
{
  static const struct {
    const char *spec, *wanted;
  } cases[] = {
      {"%{s}", "strong-bad@email.example.com"},
      {"%{o}", "email.example.com"},
      {"%{d4}", "email.example.com"},
      {"%{d2}", "example.com"},
      {"%{d1}", "com"},
      {"%{dr}", "com.example.email"},
      {"%{d2r}", "example.email"},
      {"%{l}", "strong-bad"},
      {"%{l-}", "strong.bad"},
      {"%{lr}", "strong-bad"},
      {"%{lr-}", "bad.strong"},
      {"%{l1r-}", "strong"},
      {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
      {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
      {"%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"},
      {"%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"},
      {"%%.%_%-", "%. %20"},
      {"%{S}", "strong-bad%40email.example.com"},
  };
  const TlSpfNames names = {"strong-bad@email.example.com", "mx.example.org"};
  TlAddress address, six;
  g_autofree char *nibbles = NULL;

  g_assert_true (tl_address_parse ("192.0.2.3", 0, &address));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = tl_spf_expand (cases[i].spec, &names, "email.example.com", &address);

    g_assert_cmpstr (text, ==, cases[i].wanted);
  }
  g_assert_true (tl_address_parse ("2001:db8::cb01", 0, &six));
  nibbles = tl_spf_expand ("%{ir}.%{v}._spf.%{d2}", &names, "email.example.com", &six);
  g_assert_cmpstr (nibbles, ==,
                   "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf."
                   "example.com");
  g_assert_null (tl_spf_expand ("%{i}._spf.%{d}", &names, "email.example.com", NULL));
}

static void
test_exists (void)
{
  g_auto (TlSpfReport) strong = {0};
  g_auto (TlSpfReport) other = {0};

  check ("exists.example", "strong-bad@exists.example", "192.0.2.3", &strong);
  g_assert_cmpint (strong.result, ==, TL_SPF_PASS);
  check ("exists.example", "weak-bad@exists.example", "192.0.2.3", &other);
  g_assert_cmpint (other.result, ==, TL_SPF_FAIL);
}

/* Without an address nothing is decided, and the whole tree is counted all the same. */
static void
test_counting (void)
{
  g_auto (TlSpfReport) report = {0};
  g_auto (TlSpfReport) eleven = {0};
  g_auto (TlSpfReport) ptr = {0};

  check ("include.example", "include.example", NULL, &report);
  g_assert_cmpint (report.result, ==, TL_SPF_NOT_EVALUATED);
  g_assert_cmpuint (report.lookups, ==, 4);
  g_assert_cmpint (report.all, ==, '-');
  g_assert_cmpstr (report.record, ==, "v=spf1 include:a.example include:mx.example -all");
  g_assert_null (report.matched);
  check ("eleven.example", "eleven.example", NULL, &eleven);
  g_assert_cmpuint (eleven.lookups, ==, 11);
  g_assert_cmpstr (eleven.error, ==, "too-many-lookups");
  g_assert_cmpstr (eleven.error_term, ==, "a:example.net");
  check ("ptr.example", "ptr.example", "192.0.2.65", &ptr);
  g_assert_true (ptr.uses_ptr);
  g_assert_cmpstr (ptr.matched, ==, "ptr:example.com");
}

/* Records that are none: every one is turned down whole, and none is read past its end. */
static void
test_syntax (void)
{
  static const char *const good[] = {
      "v=spf1",
      "v=spf1 a",
      "v=spf1 a/24",
      "v=spf1 a//64",
      "v=spf1 a/24//64 mx/0",
      "v=spf1 a:x.example/24//64",
      "v=spf1 ip6:2001:db8::/32",
      "v=spf1 exists:%{i}._spf.%{d}",
      "v=spf1 include:%{d}",
      "v=spf1 redirect=_spf.x.example",
      "v=spf1 ptr",
      "v=spf1 foo=bar -all",
  };
  static const char *const bad[] = {
      "v=spf1 a:",
      "v=spf1 a/",
      "v=spf1 a/33",
      "v=spf1 a//129",
      "v=spf1 a/024",
      "v=spf1 ip4:",
      "v=spf1 ip4:1.2.3",
      "v=spf1 ip4:1.2.3.4/",
      "v=spf1 ip4:1.2.3.4/33",
      "v=spf1 ip4:2001:db8::1",
      "v=spf1 ip6:192.0.2.1",
      "v=spf1 include",
      "v=spf1 include:",
      "v=spf1 exists",
      "v=spf1 all:x.y",
      "v=spf1 all.",
      "v=spf1 --all",
      "v=spf1 -",
      "v=spf1 +",
      "v=spf1 include:%{x}.y",
      "v=spf1 include:%{",
      "v=spf1 include:%{d.y",
      "v=spf1 include:localhost",
      "v=spf1 redirect=",
      "v=spf1 redirect=a.b redirect=c.d",
      "v=spf1 ,all",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_auto (TlSpfRecord) record = {0};

    g_test_message ("%s", good[i]);
    g_assert_true (tl_spf_parse (good[i], &record));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (TlSpfRecord) record = {0};

    g_test_message ("%s", bad[i]);
    g_assert_false (tl_spf_parse (bad[i], &record));
    g_assert_nonnull (record.bad_term);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/spf/results", test_results);
  g_test_add_func ("/probe/spf/macros", test_macros);
  g_test_add_func ("/probe/spf/exists", test_exists);
  g_test_add_func ("/probe/spf/counting", test_counting);
  g_test_add_func ("/probe/spf/syntax", test_syntax);
  return g_test_run ();
}
