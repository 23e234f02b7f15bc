/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tlsa.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

/* RFC 6698 2.1 */
enum {
  USAGE_TRUST_ANCHOR = 2,
  USAGE_END_ENTITY = 3,
  SELECTOR_CERTIFICATE = 0,
  SELECTOR_KEY = 1,
  TYPE_WHOLE = 0,
  TYPE_SHA256 = 1,
  TYPE_SHA512 = 2
};
#define CHAIN_MAX 16
/* Aliases that lead to one another. */
#define ALIASES_MAX 8

/* ------------------------------------------------------------------ what is compared */

static gboolean
import (GBytes *der, gnutls_x509_crt_t *certificate)
{
  gsize size;
  const void *bytes = g_bytes_get_data (der, &size);
  gnutls_datum_t datum = {(unsigned char *) bytes, (unsigned) size};

  gnutls_x509_crt_init (certificate);
  if (gnutls_x509_crt_import (*certificate, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    return TRUE;
  gnutls_x509_crt_deinit (*certificate);
  return FALSE;
}

/* The SubjectPublicKeyInfo in DER; NULL where it cannot be read. */
static GBytes *
get_key (GBytes *der)
{
  gnutls_x509_crt_t certificate;
  gnutls_pubkey_t key;
  gnutls_datum_t info = {NULL, 0};
  GBytes *bytes = NULL;

  if (!import (der, &certificate))
    return NULL;
  gnutls_pubkey_init (&key);
  if (gnutls_pubkey_import_x509 (key, certificate, 0) == GNUTLS_E_SUCCESS &&
      gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &info) == GNUTLS_E_SUCCESS)
    bytes = g_bytes_new (info.data, info.size);
  gnutls_free (info.data);
  gnutls_pubkey_deinit (key);
  gnutls_x509_crt_deinit (certificate);
  return bytes;
}

static char *
format_hex (GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  GString *text = g_string_sized_new (2 * size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

char *
tl_tlsa_digest (GBytes *certificate, guint selector, guint type)
{
  g_autoptr (GBytes) selected = NULL;

  if (selector == SELECTOR_CERTIFICATE)
    selected = g_bytes_ref (certificate);
  else if (selector == SELECTOR_KEY)
    selected = get_key (certificate);
  if (selected == NULL)
    return NULL;
  switch (type) {
    case TYPE_WHOLE:
      return format_hex (selected);
    case TYPE_SHA256:
      return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, selected);
    case TYPE_SHA512:
      return g_compute_checksum_for_bytes (G_CHECKSUM_SHA512, selected);
    default:
      return NULL;
  }
}

/* ------------------------------------------------------------------ records */

/* RFC 7672 3.1.3: 0 and 1 lean on public authorities, which say nothing between mail servers. */
static gboolean
is_usable (const TlDnsRecord *record)
{
  static const gsize lengths[] = {[TYPE_SHA256] = 64, [TYPE_SHA512] = 128};
  gsize length = strlen (record->name);

  if ((record->priority != USAGE_TRUST_ANCHOR && record->priority != USAGE_END_ENTITY) ||
      record->weight > SELECTOR_KEY || record->port > TYPE_SHA512)
    return FALSE;
  return record->port == TYPE_WHOLE ? length > 0 : length == lengths[record->port];
}

static gboolean
fits (const TlDnsRecord *record, GBytes *certificate)
{
  g_autofree char *digest = tl_tlsa_digest (certificate, record->weight, record->port);

  return digest != NULL && g_ascii_strcasecmp (digest, record->name) == 0;
}

/* Whether the chain leads from `anchor` to the server's own certificate, for that name and now. */
static gboolean
leads_to (const GPtrArray *chain, guint anchor, const char *host)
{
  gnutls_x509_crt_t certificates[CHAIN_MAX], root;
  gnutls_x509_trust_list_t list;
  gnutls_typed_vdata_st data = {.type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *) host};
  unsigned n = 0, status = GNUTLS_CERT_INVALID;
  gboolean whole = TRUE;

  gnutls_x509_trust_list_init (&list, 0);
  for (guint i = 0; whole && i <= anchor && i < CHAIN_MAX; i++) {
    whole = import (chain->pdata[i], &certificates[n]);
    n += whole ? 1 : 0;
  }
  /* The list takes it over. Intermediate or root, it is what the DNS vouches for. */
  if (whole && import (chain->pdata[anchor], &root)) {
    gnutls_x509_trust_list_add_cas (list, &root, 1, 0);
    if (gnutls_x509_trust_list_verify_crt2 (list, certificates, n, &data, 1,
                                            GNUTLS_VERIFY_DO_NOT_ALLOW_SAME |
                                                GNUTLS_PROFILE_TO_VFLAGS (GNUTLS_PROFILE_MEDIUM),
                                            &status, NULL) != GNUTLS_E_SUCCESS)
      status = GNUTLS_CERT_INVALID;
  }
  for (unsigned i = 0; i < n; i++)
    gnutls_x509_crt_deinit (certificates[i]);
  gnutls_x509_trust_list_deinit (list, 1);
  return status == 0;
}

static gboolean
is_met (const TlDnsRecord *record, const GPtrArray *chain, const char *base, const char *host)
{
  if (record->priority == USAGE_END_ENTITY)
    return fits (record, chain->pdata[0]);
  for (guint i = 1; i < MIN (chain->len, CHAIN_MAX); i++)
    if (fits (record, chain->pdata[i]) && (leads_to (chain, i, base) || leads_to (chain, i, host)))
      return TRUE;
  return FALSE;
}

TlTlsaOutcome
tl_tlsa_judge (const GPtrArray *records, const GPtrArray *chain, const char *base, const char *host,
               const TlDnsRecord **which)
{
  const TlDnsRecord *first = NULL;

  if (which != NULL)
    *which = NULL;
  for (guint i = 0; chain->len > 0 && i < records->len; i++) {
    const TlDnsRecord *record = records->pdata[i];

    if (!is_usable (record))
      continue;
    first = first != NULL ? first : record;
    if (!is_met (record, chain, base, host))
      continue;
    if (which != NULL)
      *which = record;
    return TL_TLSA_GOOD;
  }
  if (which != NULL)
    *which = first;
  return first != NULL ? TL_TLSA_MISMATCH : TL_TLSA_UNUSABLE;
}

/* ------------------------------------------------------------------ where the records are */

static const TlDnsAnswer *
ask_below (TlDnsCrawl *crawl, const char *name, guint port)
{
  g_autofree char *owner = g_strdup_printf ("_%u._tcp.%s", port, name);

  return tl_dns_crawl_ask (crawl, owner, "TLSA");
}

/* The name at the end of the aliases, each proven; `host` where there is none, or one that is not. NULL
 * while answers are to come. (transfer none) */
static const char *
follow_aliases (TlDnsCrawl *crawl, const char *host)
{
  const char *at = host;

  for (guint i = 0; i <= ALIASES_MAX; i++) {
    const TlDnsAnswer *alias = tl_dns_crawl_ask (crawl, at, "CNAME");
    const TlDnsRecord *record;

    if (alias == NULL)
      return NULL;
    if (alias->outcome == TL_DNS_NO_ADDRESS)
      return at;
    if (alias->outcome != TL_DNS_OK || !alias->authentic || alias->records->len != 1)
      return host;
    record = alias->records->pdata[0];
    at = record->name;
  }
  return host; /* in a circle, or as good as */
}

const TlDnsAnswer *
tl_tlsa_ask (TlDnsCrawl *crawl, const char *host, guint port, char **base)
{
  const TlDnsAnswer *own = ask_below (crawl, host, port);
  const char *end = follow_aliases (crawl, host);

  *base = NULL;
  if (end != NULL && end != host) {
    const TlDnsAnswer *there = ask_below (crawl, end, port);
    gboolean proven = there != NULL && there->outcome == TL_DNS_OK && there->authentic;

    if (there == NULL)
      return NULL;
    /* A look-up that fails says nothing of either name. */
    if (proven || (there->outcome != TL_DNS_OK && there->outcome != TL_DNS_NO_ADDRESS &&
                   there->outcome != TL_DNS_NO_SUCH_NAME)) {
      *base = g_strdup (end);
      return there;
    }
  }
  if (end == NULL || own == NULL)
    return NULL;
  *base = g_strdup (host);
  return own;
}
