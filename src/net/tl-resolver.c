/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-resolver.h"

#include "tl-hosts.h"

#include "tl-dns-private.h"
#include "tl-system-lookup-private.h"
#include "tl-types.h"

#include <netdb.h>
#include <string.h>

/* Once one way has given addresses, the other gets half as long again, because it asks the same
 * servers and mostly answers in the same instant; that keeps what is recorded of both steady at next
 * to no cost. While a family is missing it is a little more (RFC 8305 3), and an IPv6 address alone
 * is worth a real wait for IPv4, because it may be the broken one. */
#define GRACE_MIN_US (5 * 1000)
#define GRACE_MAX_US (50 * 1000)
#define GRACE_HALF_MIN_US (20 * 1000)
#define GRACE_HALF_MAX_US (100 * 1000)
#define GRACE_IPV6_ONLY_US (1500 * 1000)
/* A name that stands in this computer's own list has the address that the system gives, which comes at once
 * unless the computer is very busy. */
#define OWN_LIST_US (1500 * 1000)

typedef struct {
  char *host;
  TlAddress address; /* port 0 */
} Override;

struct _TlResolver {
  GArray *overrides; /* Override */
  char *servers;     /* (nullable) */
  TlSystemLookup system_lookup;
};

const char *
tl_dns_outcome_to_string (TlDnsOutcome outcome)
{
  static const char *const words[] = {
      [TL_DNS_OK] = "ok",
      [TL_DNS_NO_SUCH_NAME] = "no-such-name",
      [TL_DNS_NO_ADDRESS] = "no-address",
      [TL_DNS_SERVFAIL] = "servfail",
      [TL_DNS_REFUSED] = "refused",
      [TL_DNS_SILENT] = "silent",
      [TL_DNS_OTHER] = "other",
      [TL_DNS_NOT_KNOWN] = "not-known",
  };

  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (words), "other");
  return words[outcome];
}

void
tl_resolution_free (TlResolution *resolution)
{
  g_free (resolution->name);
  g_free (resolution->source);
  g_free (resolution->system);
  g_ptr_array_unref (resolution->addresses);
  g_free (resolution);
}

static void
override_clear (gpointer data)
{
  g_free (((Override *) data)->host);
}

static char *
strip_dot (const char *name)
{
  gsize length = strlen (name);

  return g_strndup (name, length - (length > 1 && name[length - 1] == '.' ? 1 : 0));
}

TlResolver *
tl_resolver_new (char **overrides, GError **error)
{
  g_autoptr (TlResolver) resolver = g_new0 (TlResolver, 1);

  resolver->overrides = g_array_new (FALSE, TRUE, sizeof (Override));
  g_array_set_clear_func (resolver->overrides, override_clear);
  resolver->system_lookup = getaddrinfo;
  for (guint i = 0; overrides != NULL && overrides[i] != NULL; i++) {
    const char *colon = strchr (overrides[i], ':');
    Override override = {NULL};
    g_autofree char *host = NULL;

    if (colon == NULL || colon == overrides[i] ||
        !tl_address_parse (colon + 1, 0, &override.address)) {
      g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, overrides[i]);
      return NULL;
    }
    host = g_strndup (overrides[i], (gsize) (colon - overrides[i]));
    override.host = strip_dot (host);
    g_array_append_val (resolver->overrides, override);
  }
  return g_steal_pointer (&resolver);
}

void
tl_resolver_free (TlResolver *resolver)
{
  g_array_unref (resolver->overrides);
  g_free (resolver->servers);
  g_free (resolver);
}

void
tl_resolver_set_servers (TlResolver *resolver, const char *servers)
{
  g_free (resolver->servers);
  resolver->servers = g_strdup (servers);
  /* getaddrinfo cannot be told of other servers, and would ask the wrong ones. */
  resolver->system_lookup = servers != NULL ? NULL : getaddrinfo;
}

char **
tl_resolver_list_servers (TlResolver *resolver)
{
  g_autoptr (TlDnsAsker) asker = tl_dns_asker_new (resolver->servers, NULL, 0);

  return tl_dns_asker_list_servers (asker);
}

const char *
tl_resolver_get_servers (TlResolver *resolver)
{
  return resolver->servers;
}

void
tl_resolver_set_system_lookup (TlResolver *resolver, TlSystemLookup lookup)
{
  resolver->system_lookup = lookup;
}

/* ------------------------------------------------------------------ one look-up */

typedef struct {
  TlResolution *resolution;
  guint port;
  TlFamily family;
  TlSystemQuery *system; /* (owned, nullable) */
  TlDnsAsker *asker;     /* (owned, nullable) */
  TlDnsQuestion questions[2];
  guint n_questions;
  gint64 started_us;
  gint64 grace_until; /* G_MAXINT64 while there is no address yet */
  gboolean listed;    /* the name stands in this computer's own list */
} Lookup;

static gboolean
family_fits (TlFamily family, const TlAddress *address)
{
  return family == TL_FAMILY_ANY || tl_address_is_ipv6 (address) == (family == TL_FAMILY_IPV6);
}

static void
add_address (Lookup *lookup, const TlAddress *address)
{
  GPtrArray *list = lookup->resolution->addresses;
  g_autofree TlAddress *copy = g_memdup2 (address, sizeof *address);

  tl_address_set_port (copy, lookup->port);
  if (!family_fits (lookup->family, copy))
    return;
  for (guint i = 0; i < list->len; i++) {
    if (tl_address_equal_host (list->pdata[i], copy))
      return;
  }
  g_ptr_array_add (list, g_steal_pointer (&copy));
}

static void
add_literal (Lookup *lookup, const char *literal)
{
  TlAddress address;

  if (tl_address_parse (literal, 0, &address))
    add_address (lookup, &address);
}

static gboolean
is_localhost (const char *host)
{
  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (strlen (host) > strlen (".localhost") &&
          g_ascii_strcasecmp (host + strlen (host) - strlen (".localhost"), ".localhost") == 0);
}

/* What needs no question: literals, overrides, localhost. FALSE where the name has to be asked for. */
static gboolean
lookup_known (TlResolver *resolver, Lookup *lookup, const char *host)
{
  TlResolution *resolution = lookup->resolution;
  const char *source = NULL;
  TlAddress literal;

  for (guint i = 0; i < resolver->overrides->len; i++) {
    const Override *override = &g_array_index (resolver->overrides, Override, i);

    if (g_ascii_strcasecmp (override->host, host) == 0) {
      add_address (lookup, &override->address);
      source = "override";
    }
  }
  if (source == NULL && tl_address_parse (host, 0, &literal)) {
    add_address (lookup, &literal);
    source = "literal";
  }
  /* RFC 6761 6.3: never asked for. IPv4 first: more local servers listen there. */
  if (source == NULL && is_localhost (host)) {
    add_literal (lookup, "127.0.0.1");
    add_literal (lookup, "::1");
    source = "system";
  }
  if (source == NULL)
    return FALSE;
  resolution->source = g_strdup (source);
  resolution->outcome = resolution->addresses->len > 0 ? TL_DNS_OK : TL_DNS_NO_ADDRESS;
  return TRUE;
}

static gboolean
answer_has_address (const TlDnsQuestion *question)
{
  return question->answer != NULL && question->answer->outcome == TL_DNS_OK;
}

static gboolean
lookup_has (Lookup *lookup, const char *type)
{
  for (guint i = 0; i < lookup->n_questions; i++) {
    if (g_str_equal (lookup->questions[i].type, type) && answer_has_address (&lookup->questions[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_listed (const char *host)
{
  g_autofree char *address = tl_hosts_find (host);

  return address != NULL;
}

/* How much longer to wait, given what is there; G_MAXINT64: to the limit. */
static gint64
grace_us (Lookup *lookup, gboolean system_done, gboolean dns_done)
{
  gint64 half = (tl_clock_us () - lookup->started_us) / 2;
  gboolean system_ok =
      lookup->system != NULL && system_done && tl_system_query_get_code (lookup->system) == 0;
  gboolean four = lookup_has (lookup, "A"), six = lookup_has (lookup, "AAAA");

  if (system_ok || (dns_done && (four || six)))
    return CLAMP (half, GRACE_MIN_US, GRACE_MAX_US);
  if (four)
    return CLAMP (half, GRACE_HALF_MIN_US, GRACE_HALF_MAX_US);
  return six ? GRACE_IPV6_ONLY_US : G_MAXINT64;
}

/* TRUE when there is nothing more to wait for. */
static gboolean
lookup_is_over (Lookup *lookup)
{
  gboolean system_done = lookup->system == NULL || tl_system_query_is_done (lookup->system);
  gboolean dns_done = tl_dns_asker_is_done (lookup->asker);
  gint64 now = tl_clock_us ();
  gint64 grace;

  if (system_done && dns_done)
    return TRUE;
  if (lookup->listed && !system_done)
    return now - lookup->started_us >= OWN_LIST_US;
  grace = grace_us (lookup, system_done, dns_done);
  if (grace != G_MAXINT64)
    lookup->grace_until = MIN (lookup->grace_until, now + grace);
  return now >= lookup->grace_until;
}

static void
lookup_wait (Lookup *lookup, TlIo *io, gint64 until)
{
  while (!lookup_is_over (lookup)) {
    gint64 end = MIN (until, lookup->grace_until);
    int event_fd = lookup->system != NULL ? tl_system_query_get_fd (lookup->system) : -1;
    TlFailure failure = tl_dns_asker_wait (lookup->asker, io, event_fd, end);

    if (failure == TL_FAILURE_CANCELLED || tl_clock_us () >= until)
      break;
  }
}

/* The system's list is sorted (RFC 6724), so it goes first. */
static void
take_system (Lookup *lookup)
{
  TlResolution *resolution = lookup->resolution;

  if (lookup->system == NULL || !tl_system_query_is_done (lookup->system))
    return;
  g_free (resolution->system);
  resolution->system = g_strdup (tl_system_code_name (tl_system_query_get_code (lookup->system)));
  for (const struct addrinfo *at = tl_system_query_get_found (lookup->system); at != NULL;
       at = at->ai_next) {
    TlAddress address = {.length = at->ai_addrlen};

    if (at->ai_addrlen > sizeof address.storage ||
        (at->ai_family != AF_INET && at->ai_family != AF_INET6))
      continue;
    memcpy (&address.storage, at->ai_addr, at->ai_addrlen);
    add_address (lookup, &address);
  }
}

/* Whether programs get other addresses of this family than the name servers give (/etc/hosts, say): it
 * is theirs that count, for a mail program will use no other. listed: the name is in that file, so they get
 * nothing beside what stands there. */
static gboolean
is_overruled (const TlResolution *resolution, const TlDnsAnswer *answer, gboolean six,
              gboolean listed)
{
  gboolean any = listed;

  for (guint i = 0; i < resolution->addresses->len; i++) {
    const TlAddress *of_system = resolution->addresses->pdata[i];

    if (tl_address_is_ipv6 (of_system) != six)
      continue;
    any = TRUE;
    for (guint j = 0; j < answer->records->len; j++) {
      TlAddress address;

      if (tl_address_parse (((const TlDnsRecord *) answer->records->pdata[j])->name, 0, &address) &&
          tl_address_equal_host (of_system, &address))
        return FALSE;
    }
  }
  return any;
}

/* TRUE when addresses of the name servers count. Those that the system has not sorted stand in the
 * order that RFC 6724 10.3 ends at where both families work, so that it does not hang on which answer
 * came first. */
static gboolean
take_dns (Lookup *lookup)
{
  TlResolution *resolution = lookup->resolution;
  gboolean overruled[2] = {FALSE, FALSE};
  g_autofree char *own = resolution->addresses->len > 0 ? tl_hosts_find (resolution->name) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < lookup->n_questions; i++) {
    const TlDnsQuestion *question = &lookup->questions[i];

    overruled[i] = answer_has_address (question) &&
                   is_overruled (resolution, question->answer, g_str_equal (question->type, "AAAA"),
                                 own != NULL);
  }

  for (guint i = lookup->n_questions; i > 0; i--) {
    TlDnsQuestion *question = &lookup->questions[i - 1];
    TlDnsOutcome *outcome =
        g_str_equal (question->type, "A") ? &resolution->dns_a : &resolution->dns_aaaa;

    *outcome = question->answer != NULL ? question->answer->outcome : TL_DNS_NOT_KNOWN;
    if (*outcome != TL_DNS_OK || overruled[i - 1])
      continue;
    any = TRUE;
    for (guint j = 0; j < question->answer->records->len; j++)
      add_literal (lookup, ((const TlDnsRecord *) question->answer->records->pdata[j])->name);
  }
  return any;
}

/* Of two different answers the one that says most about the trouble. */
static TlDnsOutcome
join_outcomes (TlDnsOutcome a, TlDnsOutcome b)
{
  static const TlDnsOutcome order[] = {TL_DNS_OK,          TL_DNS_SERVFAIL, TL_DNS_REFUSED,
                                       TL_DNS_SILENT,      TL_DNS_OTHER,    TL_DNS_NO_ADDRESS,
                                       TL_DNS_NO_SUCH_NAME};

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (a == order[i] || b == order[i])
      return order[i];
  }
  return TL_DNS_SILENT;
}

/* Whether the one answer that nobody waited for any longer may hold the address: the system got none either. */
static gboolean
is_half_known (const Lookup *lookup)
{
  const TlResolution *resolution = lookup->resolution;

  return lookup->family == TL_FAMILY_ANY &&
         (resolution->dns_a == TL_DNS_NOT_KNOWN || resolution->dns_aaaa == TL_DNS_NOT_KNOWN) &&
         (g_str_equal (resolution->system, "EAI_AGAIN") ||
          g_str_equal (resolution->system, "not-known"));
}

/* Whether one family is said not to be there, the other question was turned away, and the system’s own
 * look-up found no such name: a name that is not there has nothing of any kind (RFC 8020 2). */
static gboolean
is_said_twice (const TlResolution *resolution)
{
  return (resolution->dns_a == TL_DNS_NO_SUCH_NAME ||
          resolution->dns_aaaa == TL_DNS_NO_SUCH_NAME) &&
         resolution->outcome == TL_DNS_REFUSED && g_str_equal (resolution->system, "EAI_NONAME");
}

static void
lookup_conclude (TlResolver *resolver, Lookup *lookup, TlIo *io, gint64 until)
{
  TlResolution *resolution = lookup->resolution;
  gboolean dns;

  take_system (lookup);
  dns = take_dns (lookup);
  if (resolution->addresses->len > 0) {
    resolution->outcome = TL_DNS_OK;
    resolution->source = g_strdup (dns ? "dns" : "system");
    return;
  }
  resolution->source = g_strdup ("dns");
  resolution->outcome = join_outcomes (resolution->dns_a, resolution->dns_aaaa);
  if (resolution->outcome == TL_DNS_NO_ADDRESS && is_half_known (lookup))
    resolution->outcome = TL_DNS_SILENT;
  if (is_said_twice (resolution))
    resolution->outcome = TL_DNS_NO_SUCH_NAME;
  if (resolution->outcome == TL_DNS_NO_ADDRESS) {
    TlDnsQuestion mx = {.name = resolution->name, .type = "MX"};

    tl_resolver_ask (resolver, io, &mx, 1, (guint) (MAX (until - tl_clock_us (), 0) / 1000));
    resolution->has_mx = mx.answer->outcome == TL_DNS_OK;
    tl_dns_answer_free (mx.answer);
  }
}

TlResolution *
tl_resolver_lookup (TlResolver *resolver, TlIo *io, const char *host, guint port, TlFamily family,
                    guint limit_ms)
{
  TlResolution *resolution = g_new0 (TlResolution, 1);
  Lookup lookup = {.resolution = resolution,
                   .port = port,
                   .family = family,
                   .started_us = tl_clock_us (),
                   .grace_until = G_MAXINT64};
  g_autofree char *name = strip_dot (host);
  gint64 until = tl_io_limit (io, limit_ms);
  double started_ms = tl_io_now_ms (io);

  resolution->name = g_strdup (host);
  resolution->system = g_strdup ("not-known");
  resolution->dns_a = resolution->dns_aaaa = TL_DNS_NOT_KNOWN;
  resolution->addresses = g_ptr_array_new_with_free_func (g_free);
  if (lookup_known (resolver, &lookup, name))
    return resolution;

  if (family != TL_FAMILY_IPV6)
    lookup.questions[lookup.n_questions++] = (TlDnsQuestion){.name = name, .type = "A"};
  if (family != TL_FAMILY_IPV4)
    lookup.questions[lookup.n_questions++] = (TlDnsQuestion){.name = name, .type = "AAAA"};
  if (resolver->system_lookup != NULL && !tl_io_is_cancelled (io))
    lookup.system = tl_system_query_new (resolver->system_lookup, name, family);
  lookup.listed = resolver->system_lookup == getaddrinfo && is_listed (name);
  lookup.asker = tl_dns_asker_new (resolver->servers, lookup.questions, lookup.n_questions);
  lookup_wait (&lookup, io, until);
  lookup_conclude (resolver, &lookup, io, until);

  tl_dns_asker_free (lookup.asker);
  for (guint i = 0; i < lookup.n_questions; i++)
    g_clear_pointer (&lookup.questions[i].answer, tl_dns_answer_free);
  g_clear_pointer (&lookup.system, tl_system_query_unref);
  resolution->elapsed_ms = tl_io_now_ms (io) - started_ms;
  return resolution;
}

void
tl_resolver_ask (TlResolver *resolver, TlIo *io, TlDnsQuestion *questions, guint n, guint limit_ms)
{
  gint64 until = tl_io_limit (io, limit_ms);
  TlDnsAsker *asker = tl_dns_asker_new (resolver->servers, questions, n);

  while (!tl_dns_asker_is_done (asker)) {
    if (tl_dns_asker_wait (asker, io, -1, until) == TL_FAILURE_CANCELLED || tl_clock_us () >= until)
      break;
  }
  tl_dns_asker_free (asker);
  for (guint i = 0; i < n; i++) {
    if (questions[i].answer == NULL)
      questions[i].answer = tl_dns_answer_new (TL_DNS_SILENT);
  }
}
