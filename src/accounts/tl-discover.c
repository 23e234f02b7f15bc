/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-accounts"

#include "tl-discover.h"

#include "tl-autoconfig.h"

#include <string.h>

#include "tl-accounts-resources.h"
#include "tl-enum-types.h"
#include "tl-table.h"

#define TABLE "/io/github/throughline/Throughline/data/providers.ini"
#define STEP "account.discover"
#define QUESTIONS_LIMIT_MS 5000
/* A zone may hold any number of records; more than these help nobody. */
#define OFFERS_MAX 8

/* ------------------------------------------------------------------ the table */

const GPtrArray *
tl_discover_providers (void)
{
  static gsize table = 0;

  return tl_table_get (&table, tl_accounts_get_resource (), TABLE,
                       (TlTableReader) tl_provider_table_parse);
}

/* Most domains are no provider's: the table is read only where it holds that name at all. */
const TlProvider *
tl_discover_find_provider (const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);
  g_autoptr (GBytes) text = g_resource_lookup_data (tl_accounts_get_resource (), TABLE,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length = 0;
  const char *at = text != NULL ? g_bytes_get_data (text, &length) : NULL;

  if (at != NULL && memmem (at, length, lower, strlen (lower)) == NULL)
    return NULL;
  return tl_provider_find_by_domain (tl_discover_providers (), lower);
}

void
tl_discovery_free (TlDiscovery *discovery)
{
  if (discovery == NULL)
    return;
  g_ptr_array_unref (discovery->offers);
  g_strfreev (discovery->notes);
  g_free (discovery);
}

static const char *
domain_of (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL ? at + 1 : "";
}

/* ------------------------------------------------------------------ facts */

static void
fact (TlEvidenceBuilder *builder, const char *name, const char *value)
{
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, STEP, "", name, value);
}

static void
record_offers (TlEvidenceBuilder *builder, const GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++) {
    const TlServerOffer *offer = offers->pdata[i];
    g_autofree char *name = g_strdup_printf ("account.offer.%u", i);
    g_autofree char *value = g_strdup_printf (
        "%s %s %u %s %s %s %s", tl_enum_to_string (TL_TYPE_PROTOCOL, offer->protocol), offer->host,
        offer->port, tl_enum_to_string (TL_TYPE_SECURITY, offer->security), offer->auth,
        offer->user, offer->source);

    fact (builder, name, value);
  }
}

static char **
collect_notes (const TlDiscovery *found)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();

  if (found->provider != NULL)
    g_strv_builder_addv (notes, (const char **) found->provider->notes);
  if (found->needs_consent)
    g_strv_builder_add (notes, "other-domain");
  return g_strv_builder_end (notes);
}

static void
record (TlEvidenceBuilder *builder, const TlDiscovery *found, const char *source)
{
  g_autofree char *notes = g_strjoinv (" ", found->notes);

  fact (builder, "account.source", source);
  if (found->provider != NULL)
    fact (builder, "account.provider", found->provider->id);
  if (*notes != '\0')
    fact (builder, "account.notes", notes);
  record_offers (builder, found->offers);
}

/* ------------------------------------------------------------------ what the name servers say */

/* Only what can be the name of a server: the answer may come from anybody. */
static gboolean
is_host (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= 253 && name[0] != '-' && name[0] != '.' &&
         strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
             length;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const TlDnsRecord *x = *(TlDnsRecord *const *) a, *y = *(TlDnsRecord *const *) b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : 0;
}

/* RFC 2782: the lowest priority first; "." as the target means that there is no such service. */
static void
add_srv_offers (TlDiscovery *found, TlDnsAnswer *answer, TlSecurity security, const char *address)
{
  g_ptr_array_sort (answer->records, compare_records);
  for (guint i = 0; i < answer->records->len && found->offers->len < OFFERS_MAX; i++) {
    const TlDnsRecord *row = answer->records->pdata[i];
    g_autofree char *host = g_ascii_strdown (row->name, -1);
    gsize length = strlen (host);

    if (length > 0 && host[length - 1] == '.')
      host[length - 1] = '\0';
    if (!is_host (host) || row->port == 0 || row->port > G_MAXUINT16)
      continue;
    /* RFC 6186 4: the whole address is the user name to try first. */
    g_ptr_array_add (found->offers, tl_server_offer_new (TL_PROTOCOL_SMTP, host, row->port,
                                                         security, "password", address, "srv"));
  }
}

static void
add_table_offers (TlDiscovery *found, const char *address, const char *source)
{
  const GPtrArray *offers = found->provider->offers;

  for (guint i = 0; i < offers->len; i++) {
    TlServerOffer *copy = tl_server_offer_copy (offers->pdata[i]);

    g_free (copy->user);
    copy->user = tl_server_offer_expand_user (offers->pdata[i], address);
    g_free (copy->source);
    copy->source = g_strdup (source);
    g_ptr_array_add (found->offers, copy);
  }
}

/* RFC 7505: a single record with the root as its host. */
static gboolean
is_null_mx (const TlDnsAnswer *answer)
{
  const TlDnsRecord *row;

  if (answer->outcome != TL_DNS_OK || answer->records->len != 1)
    return FALSE;
  row = answer->records->pdata[0];
  return *row->name == '\0' || strcmp (row->name, ".") == 0;
}

static const TlProvider *
find_by_mx (TlDnsAnswer *answer)
{
  g_ptr_array_sort (answer->records, compare_records);
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *row = answer->records->pdata[i];
    const TlProvider *provider = tl_provider_find_by_mx (tl_discover_providers (), row->name);

    if (provider != NULL)
      return provider;
  }
  return NULL;
}

/* Whether somebody who forged the answer gains by it: a host that neither belongs to the domain nor
 * to a provider that the table itself names. */
static gboolean
is_foreign (const TlDiscovery *found, const char *domain)
{
  const TlServerOffer *best = found->offers->len > 0 ? found->offers->pdata[0] : NULL;
  const GPtrArray *table = tl_discover_providers ();

  if (best == NULL || tl_host_is_below (best->host, domain))
    return FALSE;
  for (guint i = 0; i < table->len; i++) {
    const TlProvider *provider = table->pdata[i];

    for (guint k = 0; k < provider->offers->len; k++)
      if (strcmp (((TlServerOffer *) provider->offers->pdata[k])->host, best->host) == 0)
        return FALSE;
    if (g_strv_contains ((const char *const *) provider->aliases, best->host))
      return FALSE;
  }
  return TRUE;
}

/* Records what is wrong with the domain itself, so that a mistyped one is not called unknown. */
static void
record_domain (TlEvidenceBuilder *builder, const TlDiscovery *found, const char *domain)
{
  if (found->null_mx)
    fact (builder, "account.null_mx", "yes");
  else if (found->mx_outcome == TL_DNS_OK)
    fact (builder, "account.null_mx", "no");
  if (found->offers->len > 0 || found->mx_outcome == TL_DNS_OK ||
      found->mx_outcome == TL_DNS_NO_ADDRESS || found->mx_outcome == TL_DNS_OTHER)
    return;
  fact (builder, "dns.name", domain);
  fact (builder, "dns.outcome", tl_dns_outcome_to_string (found->mx_outcome));
}

static const char *
ask_name_servers (TlDiscovery *found, TlResolver *resolver, TlIo *io, const char *address)
{
  const char *domain = domain_of (address);
  g_autofree char *submissions = g_strconcat ("_submissions._tcp.", domain, NULL);
  g_autofree char *submission = g_strconcat ("_submission._tcp.", domain, NULL);
  TlDnsQuestion questions[] = {
      {submissions, "SRV", NULL}, {submission, "SRV", NULL}, {domain, "MX", NULL}};
  const char *source = "srv";

  tl_resolver_ask (resolver, io, questions, G_N_ELEMENTS (questions), QUESTIONS_LIMIT_MS);
  found->srv_outcome =
      questions[0].answer->outcome != TL_DNS_OK ? questions[1].answer->outcome : TL_DNS_OK;
  found->mx_outcome = questions[2].answer->outcome;
  found->null_mx = is_null_mx (questions[2].answer);
  found->provider = find_by_mx (questions[2].answer);

  /* RFC 8314 5.1: TLS from the first byte is to be preferred. */
  add_srv_offers (found, questions[0].answer, TL_SECURITY_TLS, address);
  add_srv_offers (found, questions[1].answer, TL_SECURITY_STARTTLS, address);
  if (found->offers->len == 0 && found->provider != NULL) {
    source = "mx-provider";
    add_table_offers (found, address, source);
  } else if (found->offers->len == 0) {
    source = "none";
  }
  found->needs_consent = is_foreign (found, domain);
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    tl_dns_answer_free (questions[i].answer);
  return source;
}

/* ------------------------------------------------------------------ what the provider publishes */

/* Comes before what name servers say: it was read over a connection that the domain proved. */
static const char *
ask_web (TlDiscovery *found, TlResolver *resolver, TlIo *io, TlEvidenceBuilder *builder,
         const char *address, const TlDiscoverWeb *web)
{
  const char *outcome;
  g_autoptr (GPtrArray) offers =
      tl_autoconfig_fetch (resolver, io, web->trust, address, web->public_database, &outcome);

  fact (builder, "account.autoconfig", outcome);
  if (offers == NULL)
    return NULL;
  for (guint i = 0; i < offers->len && i < OFFERS_MAX; i++) {
    TlServerOffer *offer = tl_server_offer_copy (offers->pdata[i]);

    g_free (offer->user);
    offer->user = tl_server_offer_expand_user (offers->pdata[i], address);
    g_ptr_array_insert (found->offers, (int) i, offer);
  }
  if (found->offers->len > OFFERS_MAX)
    g_ptr_array_set_size (found->offers, OFFERS_MAX);
  found->needs_consent = FALSE;
  return ((TlServerOffer *) offers->pdata[0])->source[0] == 'a' ? "autoconfig" : "public-database";
}

/* ------------------------------------------------------------------ discovery */

TlDiscovery *
tl_discover (TlResolver *resolver, TlIo *io, TlEvidenceBuilder *builder, const char *address,
             const TlDiscoverWeb *web)
{
  TlDiscovery *found = g_new0 (TlDiscovery, 1);
  const char *source = "provider-table";
  const char *published;

  found->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free);
  found->provider = tl_discover_find_provider (domain_of (address));
  fact (builder, "account.address", address);
  if (found->provider != NULL) {
    add_table_offers (found, address, source);
  } else if (domain_of (address)[0] == '[') {
    source = "none"; /* an address literal: no name to ask for */
  } else {
    source = ask_name_servers (found, resolver, io, address);
    published = web != NULL && web->trust != NULL && !found->null_mx && !tl_io_is_cancelled (io)
                    ? ask_web (found, resolver, io, builder, address, web)
                    : NULL;
    source = published != NULL ? published : source;
    record_domain (builder, found, domain_of (address));
  }
  found->notes = collect_notes (found);
  record (builder, found, source);
  return found;
}

TlDiscovery *
tl_discover_job (TlSettings *settings, TlEvidenceBuilder *builder, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TlSettings) checked = tl_settings_copy (settings);
  g_autoptr (TlResolver) resolver = NULL;
  g_autoptr (TlRedactor) redactor = tl_redactor_new ();
  g_autoptr (TlIo) io = NULL;
  g_autoptr (TlDiscovery) found = NULL;
  g_autoptr (TlTlsTrust) trust = NULL;
  TlDiscoverWeb web = {.public_database = settings->public_database};
  gboolean asks;
  gint64 now = g_get_monotonic_time ();

  checked->kind = TL_JOB_DISCOVER;
  if (!tl_settings_normalise (checked, NULL, error))
    return NULL;
  resolver = tl_resolver_new (checked->resolve, error);
  if (resolver == NULL)
    return NULL;
  /* Of a known provider nobody is asked. */
  asks =
      !checked->no_environment && tl_discover_find_provider (domain_of (checked->address)) == NULL;
  trust = asks ? tl_tls_trust_new (checked->ca_file, error) : NULL;
  if (trust == NULL && asks)
    return NULL;
  web.trust = trust;
  io = tl_io_new (cancellable, now + (gint64) checked->timeout_s * G_USEC_PER_SEC, builder,
                  redactor, now);
  found = tl_discover (resolver, io, builder, checked->address, &web);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}
