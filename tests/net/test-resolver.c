/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "dns-server.h"
#include "tl-resolver.h"

#include <netdb.h>
#include <string.h>

/* A resolver that asks our own name server and nobody else. */
typedef struct {
  Job job;
  DnsServer *dns;
  TlResolver *resolver;
} World;

static void
world_init (World *world)
{
  job_init (&world->job);
  world->dns = dns_server_new ();
  world->resolver = tl_resolver_new (NULL, NULL);
  tl_resolver_set_servers (world->resolver, dns_server_get_address (world->dns));
}

static void
world_clear (World *world)
{
  tl_resolver_free (world->resolver);
  dns_server_free (world->dns);
  job_clear (&world->job);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static TlResolution *
lookup (World *world, const char *host, TlFamily family, guint limit_ms)
{
  return tl_resolver_lookup (world->resolver, world->job.io, host, 587, family, limit_ms);
}

static char *
format (const TlResolution *resolution)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < resolution->addresses->len; i++) {
    g_autofree char *target = tl_address_to_target (resolution->addresses->pdata[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", target);
  }
  return g_string_free (text, FALSE);
}

static void
check (const TlResolution *resolution, TlDnsOutcome outcome, const char *source,
       const char *addresses)
{
  g_autofree char *text = format (resolution);

  g_assert_cmpstr (tl_dns_outcome_to_string (resolution->outcome), ==,
                   tl_dns_outcome_to_string (outcome));
  g_assert_cmpstr (resolution->source, ==, source);
  g_assert_cmpstr (text, ==, addresses);
}

/* ------------------------------------------------------------------ without a question */

static void
test_known (void)
{
  static const struct {
    const char *host;
    TlFamily family;
    TlDnsOutcome outcome;
    const char *source, *addresses;
  } table[] = {
      {"192.0.2.1", TL_FAMILY_ANY, TL_DNS_OK, "literal", "192.0.2.1:587"},
      {"[2001:db8::1]", TL_FAMILY_ANY, TL_DNS_OK, "literal", "[2001:db8::1]:587"},
      {"192.0.2.1", TL_FAMILY_IPV6, TL_DNS_NO_ADDRESS, "literal", ""},
      {"localhost", TL_FAMILY_ANY, TL_DNS_OK, "system", "127.0.0.1:587 [::1]:587"},
      {"LocalHost.", TL_FAMILY_IPV4, TL_DNS_OK, "system", "127.0.0.1:587"},
      {"mail.localhost", TL_FAMILY_IPV6, TL_DNS_OK, "system", "[::1]:587"},
      {"mail.example.org", TL_FAMILY_ANY, TL_DNS_OK, "override", "127.0.0.9:587 [::9]:587"},
      {"MAIL.example.org.", TL_FAMILY_ANY, TL_DNS_OK, "override", "127.0.0.9:587 [::9]:587"},
  };
  char *overrides[] = {(char *) "mail.example.org:127.0.0.9", (char *) "mail.example.org:[::9]",
                       (char *) "other.example.org:192.0.2.7", NULL};
  g_auto (World) world;

  world_init (&world);
  tl_resolver_free (world.resolver);
  world.resolver = tl_resolver_new (overrides, NULL);
  tl_resolver_set_servers (world.resolver, dns_server_get_address (world.dns));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (TlResolution) resolution = lookup (&world, table[i].host, table[i].family, GUARD_MS);

    g_test_message ("%s", table[i].host);
    check (resolution, table[i].outcome, table[i].source, table[i].addresses);
    g_assert_cmpstr (resolution->name, ==, table[i].host);
    g_assert_cmpint (resolution->dns_a, ==, TL_DNS_NOT_KNOWN);
  }
  g_assert_cmpuint (dns_server_count (world.dns, NULL, NULL), ==, 0);
}

static void
test_bad_overrides (void)
{
  static const char *const bad[] = {
      "",     "mail.example.org", ":192.0.2.1", "mail.example.org:", "mail.example.org:example.net",
      "a:b:c"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    char *overrides[] = {(char *) bad[i], NULL};
    g_autoptr (GError) error = NULL;

    g_assert_null (tl_resolver_new (overrides, &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  }
}

/* ------------------------------------------------------------------ what name servers say */

static void
test_both_families (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) any = NULL;
  g_autoptr (TlResolution) four = NULL;
  g_autoptr (TlResolution) six = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "CNAME", "host.example.org");
  dns_server_add (world.dns, "host.example.org", "A", "192.0.2.1");
  dns_server_add (world.dns, "host.example.org", "A", "192.0.2.2");
  dns_server_add (world.dns, "host.example.org", "AAAA", "2001:db8::1");
  any = lookup (&world, "mail.example.org", TL_FAMILY_ANY, GUARD_MS);
  check (any, TL_DNS_OK, "dns", "[2001:db8::1]:587 192.0.2.1:587 192.0.2.2:587");
  g_assert_cmpint (any->dns_a, ==, TL_DNS_OK);
  g_assert_cmpint (any->dns_aaaa, ==, TL_DNS_OK);
  g_assert_cmpstr (any->system, ==, "not-known");
  g_assert_cmpuint (dns_server_count (world.dns, NULL, "MX"), ==, 0);
  four = lookup (&world, "mail.example.org", TL_FAMILY_IPV4, GUARD_MS);
  check (four, TL_DNS_OK, "dns", "192.0.2.1:587 192.0.2.2:587");
  g_assert_cmpint (four->dns_aaaa, ==, TL_DNS_NOT_KNOWN);
  six = lookup (&world, "mail.example.org", TL_FAMILY_IPV6, GUARD_MS);
  check (six, TL_DNS_OK, "dns", "[2001:db8::1]:587");
  g_assert_cmpint (six->dns_a, ==, TL_DNS_NOT_KNOWN);
}

/* Five different facts (G1). */
static void
test_outcomes (void)
{
  static const struct {
    const char *host;
    TlDnsOutcome outcome, a, aaaa;
  } table[] = {
      {"none.example.org", TL_DNS_NO_SUCH_NAME, TL_DNS_NO_SUCH_NAME, TL_DNS_NO_SUCH_NAME},
      {"empty.example.org", TL_DNS_NO_ADDRESS, TL_DNS_NO_ADDRESS, TL_DNS_NO_ADDRESS},
      {"fail.example.org", TL_DNS_SERVFAIL, TL_DNS_SERVFAIL, TL_DNS_SERVFAIL},
      {"refused.example.org", TL_DNS_REFUSED, TL_DNS_REFUSED, TL_DNS_REFUSED},
      {"formerr.example.org", TL_DNS_OTHER, TL_DNS_OTHER, TL_DNS_OTHER},
      {"noise.example.org", TL_DNS_OTHER, TL_DNS_OTHER, TL_DNS_OTHER},
      {"loop.example.org", TL_DNS_OTHER, TL_DNS_OTHER, TL_DNS_OTHER},
  };
  g_auto (World) world;

  world_init (&world);
  dns_server_add_empty (world.dns, "empty.example.org");
  dns_server_add_empty (world.dns, "noise.example.org");
  dns_server_add_empty (world.dns, "loop.example.org");
  dns_server_set_rcode (world.dns, "fail.example.org", 2);
  dns_server_set_rcode (world.dns, "refused.example.org", 5);
  dns_server_set_rcode (world.dns, "formerr.example.org", 1);
  dns_server_set_behaviour (world.dns, "noise.example.org", NULL, DNS_GARBAGE);
  dns_server_set_behaviour (world.dns, "loop.example.org", NULL, DNS_LOOP);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (TlResolution) resolution = lookup (&world, table[i].host, TL_FAMILY_ANY, GUARD_MS);

    g_test_message ("%s", table[i].host);
    check (resolution, table[i].outcome, "dns", "");
    g_assert_cmpint (resolution->dns_a, ==, table[i].a);
    g_assert_cmpint (resolution->dns_aaaa, ==, table[i].aaaa);
    g_assert_false (resolution->has_mx);
  }
}

static void
test_only_mx (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "example.org", "MX", "10 mx.example.org");
  resolution = lookup (&world, "example.org", TL_FAMILY_ANY, GUARD_MS);
  check (resolution, TL_DNS_NO_ADDRESS, "dns", "");
  g_assert_true (resolution->has_mx);
}

/* One family answered, the other did not: the address is not held back. */
static void
test_half_silent (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;
  gint64 since = g_get_monotonic_time ();

  world_init (&world);
  dns_server_add (world.dns, "half.example.org", "A", "192.0.2.1");
  dns_server_set_behaviour (world.dns, "half.example.org", "AAAA", DNS_SILENT);
  resolution = lookup (&world, "half.example.org", TL_FAMILY_ANY, GUARD_MS);
  check (resolution, TL_DNS_OK, "dns", "192.0.2.1:587");
  g_assert_cmpint (resolution->dns_aaaa, ==, TL_DNS_NOT_KNOWN);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
}

/* One family has no address, and the other was not answered in time: that is no name without an address. */
static void
test_half_known (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add_empty (world.dns, "half.example.org");
  dns_server_set_behaviour (world.dns, "half.example.org", "A", DNS_SILENT);
  resolution = lookup (&world, "half.example.org", TL_FAMILY_ANY, 600);
  check (resolution, TL_DNS_SILENT, "dns", "");
  g_assert_cmpint (resolution->dns_aaaa, ==, TL_DNS_NO_ADDRESS);
}

static void
test_silent (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_set_behaviour (world.dns, NULL, NULL, DNS_SILENT);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_ANY, 300);
  check (resolution, TL_DNS_SILENT, "dns", "");
}

/* Nobody listens at the name server's address: the same to the person, and known at once. */
static void
test_no_server (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;
  g_autofree char *nobody =
      g_strdup_printf ("127.0.0.1:%u", line_server_find_closed_port (AF_INET));
  gint64 since = g_get_monotonic_time ();

  world_init (&world);
  tl_resolver_set_servers (world.resolver, nobody);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_ANY, GUARD_MS);
  check (resolution, TL_DNS_SILENT, "dns", "");
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
}

/* A lost packet is asked for again, and not after the five seconds of the C library. */
static void
test_lost_packet (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  dns_server_set_behaviour (world.dns, "mail.example.org", "A", DNS_DROP_FIRST);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_IPV4, GUARD_MS);
  check (resolution, TL_DNS_OK, "dns", "192.0.2.1:587");
  g_assert_cmpfloat (resolution->elapsed_ms, <, 4500);
  g_assert_cmpuint (dns_server_count (world.dns, "mail.example.org", "A"), ==, 2);
}

/* An answer that cannot be ours is as good as none. */
static void
test_wrong_id (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.66");
  dns_server_set_behaviour (world.dns, "mail.example.org", NULL, DNS_WRONG_ID);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_IPV4, 300);
  check (resolution, TL_DNS_SILENT, "dns", "");
}

static void
test_truncated (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  dns_server_set_behaviour (world.dns, "mail.example.org", NULL, DNS_TRUNCATED);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_IPV4, GUARD_MS);
  check (resolution, TL_DNS_OK, "dns", "192.0.2.1:587");
}

/* ------------------------------------------------------------------ what programs get */

static int
hosts_file (const char *host, const char *service, const struct addrinfo *hints,
            struct addrinfo **found)
{
  struct addrinfo numeric = *hints;

  numeric.ai_flags |= AI_NUMERICHOST;
  return getaddrinfo ("192.0.2.99", service, &numeric, found);
}

static int
knows_nothing (const char *host, const char *service, const struct addrinfo *hints,
               struct addrinfo **found)
{
  return EAI_NONAME;
}

/* Far longer than anybody waits, and it cannot be broken off. */
static int
hangs (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
  g_usleep (1500 * 1000);
  return hosts_file (host, service, hints, found);
}

static void
test_system_alone (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  tl_resolver_set_system_lookup (world.resolver, hosts_file);
  resolution = lookup (&world, "printer", TL_FAMILY_ANY, GUARD_MS);
  check (resolution, TL_DNS_OK, "system", "192.0.2.99:587");
  g_assert_cmpstr (resolution->system, ==, "ok");
}

/* Both answer at once, but on a loaded machine one may miss the moment for which the other waits. */
static TlResolution *
lookup_both (World *world, const char *host)
{
  TlResolution *resolution = lookup (world, host, TL_FAMILY_IPV4, GUARD_MS);

  for (guint i = 0; i < 100 && (g_str_equal (resolution->system, "not-known") ||
                                resolution->dns_a == TL_DNS_NOT_KNOWN);
       i++) {
    tl_resolution_free (resolution);
    resolution = lookup (world, host, TL_FAMILY_IPV4, GUARD_MS);
  }
  return resolution;
}

static void
test_system_first (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  tl_resolver_set_system_lookup (world.resolver, hosts_file);
  resolution = lookup_both (&world, "mail.example.org");
  check (resolution, TL_DNS_OK, "system", "192.0.2.99:587");
  g_assert_cmpint (resolution->dns_a, ==, TL_DNS_OK);
}

/* One address in common: no more than another choice of many. */
static void
test_system_shares (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.99");
  tl_resolver_set_system_lookup (world.resolver, hosts_file);
  resolution = lookup_both (&world, "mail.example.org");
  check (resolution, TL_DNS_OK, "dns", "192.0.2.99:587 192.0.2.1:587");
}

static void
test_system_disagrees (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  tl_resolver_set_system_lookup (world.resolver, knows_nothing);
  resolution = lookup_both (&world, "mail.example.org");
  check (resolution, TL_DNS_OK, "dns", "192.0.2.1:587");
  g_assert_cmpstr (resolution->system, ==, "EAI_NONAME");
}

/* The thread inside the system's look-up is left to itself: neither waited for nor leaked. */
static void
test_system_hangs (void)
{
  g_auto (World) world;
  g_autoptr (TlResolution) with = NULL;
  g_autoptr (TlResolution) without = NULL;

  world_init (&world);
  dns_server_add (world.dns, "mail.example.org", "A", "192.0.2.1");
  tl_resolver_set_system_lookup (world.resolver, hangs);
  with = lookup (&world, "mail.example.org", TL_FAMILY_IPV4, GUARD_MS);
  check (with, TL_DNS_OK, "dns", "192.0.2.1:587");
  g_assert_cmpstr (with->system, ==, "not-known");
  without = lookup (&world, "none.example.org", TL_FAMILY_IPV4, 200);
  check (without, TL_DNS_NO_SUCH_NAME, "dns", "");
  g_assert_cmpstr (without->system, ==, "not-known");
  /* Let them end before the process does, so that a leak would show. */
  g_usleep (2000 * 1000);
}

/* ------------------------------------------------------------------ cancelling, asking */

static void
test_cancelled (gconstpointer before)
{
  g_auto (World) world;
  g_autoptr (TlResolution) resolution = NULL;
  TlDnsQuestion question = {.name = "example.org", .type = "MX"};
  GThread *thread = NULL;
  gint64 since = g_get_monotonic_time ();

  world_init (&world);
  dns_server_set_behaviour (world.dns, NULL, NULL, DNS_SILENT);
  if (before != NULL)
    g_cancellable_cancel (world.job.cancellable);
  else
    thread = cancel_later (&world.job);
  resolution = lookup (&world, "mail.example.org", TL_FAMILY_ANY, GUARD_MS);
  g_assert_cmpuint (resolution->addresses->len, ==, 0);
  g_assert_cmpint (resolution->outcome, !=, TL_DNS_OK);
  tl_resolver_ask (world.resolver, world.job.io, &question, 1, GUARD_MS);
  g_assert_cmpint (question.answer->outcome, ==, TL_DNS_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
  tl_dns_answer_free (question.answer);
  if (thread != NULL)
    g_thread_join (thread);
}

static void
test_ask (void)
{
  TlDnsQuestion questions[] = {
      {.name = "_submission._tcp.example.org", .type = "SRV"},
      {.name = "example.org", .type = "MX"},
      {.name = "example.org", .type = "TXT"},
      {.name = "1.2.0.192.in-addr.arpa", .type = "PTR"},
      {.name = "none.example.org", .type = "A"},
      {.name = "fail.example.org", .type = "A"},
      {.name = "example.org", .type = "NOPE"},
      {.name = "a-label-that-is-longer-than-the-sixty-three-letters-of-rfc-1035-allow.org",
       .type = "A"},
      {.name = "silent.example.org", .type = "A"},
  };
  static const TlDnsOutcome outcomes[] = {TL_DNS_OK,    TL_DNS_OK,           TL_DNS_OK,
                                          TL_DNS_OK,    TL_DNS_NO_SUCH_NAME, TL_DNS_SERVFAIL,
                                          TL_DNS_OTHER, TL_DNS_NO_SUCH_NAME, TL_DNS_SILENT};
  g_autofree char *long_text = g_strnfill (700, 'x');
  g_auto (World) world;
  const TlDnsRecord *record;

  world_init (&world);
  dns_server_set_authentic (world.dns, TRUE);
  dns_server_add (world.dns, "_submission._tcp.example.org", "SRV", "0 1 587 mail.example.org");
  dns_server_add (world.dns, "example.org", "MX", "10 mx.example.org");
  dns_server_add (world.dns, "example.org", "MX", "5 mx2.example.org");
  dns_server_add (world.dns, "example.org", "TXT", long_text);
  dns_server_add (world.dns, "1.2.0.192.in-addr.arpa", "PTR", "mail.example.org");
  dns_server_set_rcode (world.dns, "fail.example.org", 2);
  dns_server_set_behaviour (world.dns, "silent.example.org", NULL, DNS_SILENT);
  tl_resolver_ask (world.resolver, world.job.io, questions, G_N_ELEMENTS (questions), 2000);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_test_message ("%s %s", questions[i].name, questions[i].type);
    g_assert_cmpstr (tl_dns_outcome_to_string (questions[i].answer->outcome), ==,
                     tl_dns_outcome_to_string (outcomes[i]));
  }
  record = questions[0].answer->records->pdata[0];
  g_assert_cmpstr (record->name, ==, "mail.example.org");
  g_assert_cmpuint (record->port, ==, 587);
  g_assert_true (questions[0].answer->authentic);
  g_assert_cmpuint (questions[1].answer->records->len, ==, 2);
  record = questions[2].answer->records->pdata[0];
  g_assert_cmpstr (record->name, ==, long_text); /* too long for UDP: came over TCP */
  record = questions[3].answer->records->pdata[0];
  g_assert_cmpstr (record->name, ==, "mail.example.org");
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    tl_dns_answer_free (questions[i].answer);
}

static void
test_ask_nothing (void)
{
  g_auto (World) world;

  world_init (&world);
  tl_resolver_ask (world.resolver, world.job.io, NULL, 0, GUARD_MS);
  g_assert_cmpuint (dns_server_count (world.dns, NULL, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/resolver/known", test_known);
  g_test_add_func ("/net/resolver/bad-overrides", test_bad_overrides);
  g_test_add_func ("/net/resolver/both-families", test_both_families);
  g_test_add_func ("/net/resolver/outcomes", test_outcomes);
  g_test_add_func ("/net/resolver/only-mx", test_only_mx);
  g_test_add_func ("/net/resolver/half-silent", test_half_silent);
  g_test_add_func ("/net/resolver/half-known", test_half_known);
  g_test_add_func ("/net/resolver/silent", test_silent);
  g_test_add_func ("/net/resolver/no-server", test_no_server);
  g_test_add_func ("/net/resolver/lost-packet", test_lost_packet);
  g_test_add_func ("/net/resolver/wrong-id", test_wrong_id);
  g_test_add_func ("/net/resolver/truncated", test_truncated);
  g_test_add_func ("/net/resolver/system/alone", test_system_alone);
  g_test_add_func ("/net/resolver/system/first", test_system_first);
  g_test_add_func ("/net/resolver/system/shares", test_system_shares);
  g_test_add_func ("/net/resolver/system/disagrees", test_system_disagrees);
  g_test_add_func ("/net/resolver/system/hangs", test_system_hangs);
  g_test_add_data_func ("/net/resolver/cancelled/before", "before", test_cancelled);
  g_test_add_data_func ("/net/resolver/cancelled/in-the-middle", NULL, test_cancelled);
  g_test_add_func ("/net/resolver/ask/outcomes", test_ask);
  g_test_add_func ("/net/resolver/ask/nothing", test_ask_nothing);
  return g_test_run ();
}
