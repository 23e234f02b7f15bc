/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-address.h"
#include "tl-text.h"

#include <netinet/in.h>
#include <string.h>

/* GnuTLS verifies no deeper than this either. */
#define CHAIN_MAX 16
/* Names of one certificate that are kept. */
#define NAMES_MAX 100
/* Longest distinguished name that is shown, in characters. */
#define NAME_CHARS 400
#define DAY_S (24 * 60 * 60)

/* ------------------------------------------------------------------ one certificate */

static char *
format_time (time_t when)
{
  g_autoptr (GDateTime) time =
      when != (time_t) -1 ? g_date_time_new_from_unix_utc ((gint64) when) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

typedef int (*GetName) (gnutls_x509_crt_t certificate, gnutls_datum_t *name, unsigned flags);

static char *
format_name (gnutls_x509_crt_t certificate, GetName get)
{
  gnutls_datum_t name = {NULL, 0};
  char *text;

  if (get (certificate, &name, 0) != GNUTLS_E_SUCCESS)
    return g_strdup ("");
  text = tl_text_make_visible ((const char *) name.data, name.size, NAME_CHARS);
  gnutls_free (name.data);
  return text;
}

static char *
format_address (const char *bytes, gsize length)
{
  TlAddress address = {0};

  if (length == 4) {
    struct sockaddr_in *in = (struct sockaddr_in *) &address.storage;

    in->sin_family = AF_INET;
    memcpy (&in->sin_addr, bytes, 4);
    address.length = sizeof *in;
  } else if (length == 16) {
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *) &address.storage;

    in6->sin6_family = AF_INET6;
    memcpy (&in6->sin6_addr, bytes, 16);
    address.length = sizeof *in6;
  } else {
    return NULL;
  }
  return tl_address_to_string (&address);
}

/* A blank inside a name would make two of it in the list. */
static void
append_name (GString *names, const char *bytes, gsize length)
{
  g_autofree char *visible = tl_text_make_visible (bytes, length, 255);

  g_strdelimit (visible, " ", '_');
  if (names->len > 0)
    g_string_append_c (names, ' ');
  g_string_append (names, visible);
}

static char *
format_common_name (gnutls_x509_crt_t certificate)
{
  g_autoptr (GString) names = g_string_new (NULL);
  char bytes[256];
  size_t size = sizeof bytes;

  if (gnutls_x509_crt_get_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, bytes,
                                     &size) == GNUTLS_E_SUCCESS)
    append_name (names, bytes, size);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
format_names (gnutls_x509_crt_t certificate)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (unsigned i = 0; i < NAMES_MAX; i++) {
    char bytes[512];
    size_t size = sizeof bytes;
    int type = gnutls_x509_crt_get_subject_alt_name (certificate, i, bytes, &size, NULL);
    g_autofree char *address = NULL;

    if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
      break;
    if (type == GNUTLS_SAN_DNSNAME)
      append_name (names, bytes, size);
    else if (type == GNUTLS_SAN_IPADDRESS && (address = format_address (bytes, size)) != NULL)
      append_name (names, address, strlen (address));
  }
  if (names->len == 0)
    return format_common_name (certificate);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
format_fingerprint (gnutls_x509_crt_t certificate)
{
  guchar digest[32];
  size_t size = sizeof digest;
  GString *hex;

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size) !=
      GNUTLS_E_SUCCESS)
    return g_strdup ("");
  hex = g_string_sized_new (2 * sizeof digest + 1);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

static char *
format_key (gnutls_x509_crt_t certificate)
{
  unsigned bits = 0;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, &bits);
  const char *name = NULL;

  if (algorithm == GNUTLS_PK_ECDSA)
    name = "EC";
  else if (algorithm >= 0)
    name = gnutls_pk_algorithm_get_name ((gnutls_pk_algorithm_t) algorithm);
  return g_strdup_printf ("%s %u", name != NULL ? name : "unknown", bits);
}

TlCertificateInfo *
tl_certificate_info_new (gnutls_x509_crt_t certificate)
{
  TlCertificateInfo *info = g_new0 (TlCertificateInfo, 1);
  int algorithm = gnutls_x509_crt_get_signature_algorithm (certificate);
  const char *signature =
      algorithm >= 0 ? gnutls_sign_get_name ((gnutls_sign_algorithm_t) algorithm) : NULL;
  unsigned critical, is_ca = 0;

  info->subject = format_name (certificate, gnutls_x509_crt_get_dn3);
  info->issuer = format_name (certificate, gnutls_x509_crt_get_issuer_dn3);
  info->names = format_names (certificate);
  info->not_before = format_time (gnutls_x509_crt_get_activation_time (certificate));
  info->not_after = format_time (gnutls_x509_crt_get_expiration_time (certificate));
  info->sha256 = format_fingerprint (certificate);
  info->key = format_key (certificate);
  info->signature = g_strdup (signature != NULL ? signature : "unknown");
  if (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &is_ca, NULL) >= 0)
    info->is_ca = is_ca != 0;
  return info;
}

/* ------------------------------------------------------------------ the name that was meant */

static guint
common_labels (char **a, char **b)
{
  guint na = g_strv_length (a), nb = g_strv_length (b), n = 0;

  while (n < na && n < nb && g_ascii_strcasecmp (a[na - 1 - n], b[nb - 1 - n]) == 0)
    n++;
  return n;
}

/* How many letters have to change: a typing error is one or two. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b);
  g_autofree guint *row = g_new (guint, nb + 1);

  for (gsize j = 0; j <= nb; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= na; i++) {
    guint diagonal = row[0];

    row[0] = (guint) i;
    for (gsize j = 1; j <= nb; j++) {
      guint change = diagonal + (g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]) ? 1 : 0);

      diagonal = row[j];
      row[j] = MIN (change, 1 + MIN (row[j], row[j - 1]));
    }
  }
  return row[nb];
}

/* Nobody means a wildcard, an address, a bare word, something that had to be made visible or, unless
 * it was asked for, the web's own name. */
static gboolean
is_suggestible (const char *name, const char *host)
{
  TlAddress address;

  if (strpbrk (name, "*<_:") != NULL || strchr (name, '.') == NULL ||
      tl_address_parse (name, 0, &address))
    return FALSE;
  return !g_str_has_prefix (name, "www.") || g_str_has_prefix (host, "www.");
}

static guint
likeness (const char *name, const char *host)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  g_auto (GStrv) host_labels = g_strsplit (host, ".", -1);
  guint common = common_labels (labels, host_labels);
  guint distance = edit_distance (name, host);

  if (distance == 0)
    return 0;
  if (common >= 2)
    return 1000 * common + 500 - MIN (distance, 500);
  return distance <= 2 ? 100 - distance : 0;
}

char *
tl_tls_suggest_host (const char *names, const char *host)
{
  g_auto (GStrv) list = g_strsplit (names, " ", NAMES_MAX);
  const char *best = NULL;
  guint best_likeness = 0;
  TlAddress address;

  if (tl_address_parse (host, 0, &address))
    return NULL;
  for (guint i = 0; list[i] != NULL; i++) {
    guint like = is_suggestible (list[i], host) ? likeness (list[i], host) : 0;

    if (like > best_likeness) {
      best_likeness = like;
      best = list[i];
    }
  }
  return g_strdup (best);
}

/* ------------------------------------------------------------------ the verdict */

static const struct {
  unsigned bit;
  const char *name;
} status_names[] = {
    {GNUTLS_CERT_INVALID, "invalid"},
    {GNUTLS_CERT_REVOKED, "revoked"},
    {GNUTLS_CERT_SIGNER_NOT_FOUND, "signer-not-found"},
    {GNUTLS_CERT_SIGNER_NOT_CA, "signer-not-ca"},
    {GNUTLS_CERT_INSECURE_ALGORITHM, "insecure-algorithm"},
    {GNUTLS_CERT_NOT_ACTIVATED, "not-activated"},
    {GNUTLS_CERT_EXPIRED, "expired"},
    {GNUTLS_CERT_SIGNATURE_FAILURE, "signature-failure"},
    {GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED, "revocation-data-superseded"},
    {GNUTLS_CERT_UNEXPECTED_OWNER, "unexpected-owner"},
    {GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE, "revocation-data-issued-in-future"},
    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "signer-constraints-failure"},
    {GNUTLS_CERT_MISMATCH, "mismatch"},
    {GNUTLS_CERT_PURPOSE_MISMATCH, "purpose-mismatch"},
    {GNUTLS_CERT_MISSING_OCSP_STATUS, "missing-ocsp-status"},
    {GNUTLS_CERT_INVALID_OCSP_STATUS, "invalid-ocsp-status"},
    {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "unknown-critical-extensions"},
};

/* What is known of the chain beside GnuTLS's bits. */
typedef struct {
  unsigned status;
  gboolean self_signed; /* the server's own certificate */
  gboolean issuer_sent;
  gboolean cn_only; /* no alternative name: the old way, which GnuTLS still takes */
} Judgement;

static char *
format_bits (const Judgement *judgement, gboolean no_store)
{
  g_autoptr (GString) bits = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++) {
    if ((judgement->status & status_names[i].bit) != 0)
      g_string_append_printf (bits, "%s ", status_names[i].name);
  }
  if (judgement->self_signed)
    g_string_append (bits, "self-signed ");
  if (judgement->cn_only)
    g_string_append (bits, "common-name-only ");
  if (no_store)
    g_string_append (bits, "no-trust-store ");
  if (bits->len > 0)
    g_string_truncate (bits, bits->len - 1);
  return g_string_free (g_steal_pointer (&bits), FALSE);
}

/* Importance: what nobody can take back (revoked, forged), then what every client refuses whatever it
 * trusts (dates), then trust, then what only counts once the certificate is trusted. */
const char *
tl_tls_first_defect (unsigned status, gboolean self_signed, gboolean issuer_sent)
{
  if (status & GNUTLS_CERT_REVOKED)
    return "revoked";
  if (status & GNUTLS_CERT_SIGNATURE_FAILURE)
    return "bad-signature";
  if (status & GNUTLS_CERT_EXPIRED)
    return "expired";
  if (status & GNUTLS_CERT_NOT_ACTIVATED)
    return "not-yet-valid";
  if (status & GNUTLS_CERT_SIGNER_NOT_FOUND) {
    if (self_signed)
      return "self-signed";
    return issuer_sent ? "untrusted-issuer" : "chain-incomplete";
  }
  if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
    return "name-mismatch";
  if (status & (GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE |
                GNUTLS_CERT_PURPOSE_MISMATCH | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS))
    return "wrong-purpose";
  if (status & GNUTLS_CERT_INSECURE_ALGORITHM)
    return "weak";
  if (status &
      (GNUTLS_CERT_MISSING_OCSP_STATUS | GNUTLS_CERT_INVALID_OCSP_STATUS |
       GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED | GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE))
    return "no-revocation-proof";
  return status == 0 ? "ok" : "untrusted-issuer";
}

/* The bytes of an address literal, as certificates hold them; 0 where the host is a name. */
static unsigned
literal_bytes (const char *host, TlAddress *literal, unsigned char **bytes)
{
  if (!tl_address_parse (host, 0, literal))
    return 0;
  if (tl_address_is_ipv6 (literal)) {
    *bytes = (unsigned char *) &((struct sockaddr_in6 *) &literal->storage)->sin6_addr;
    return 16;
  }
  *bytes = (unsigned char *) &((struct sockaddr_in *) &literal->storage)->sin_addr;
  return 4;
}

static gboolean
is_owner (gnutls_x509_crt_t leaf, const char *host)
{
  TlAddress literal;
  unsigned char *bytes;
  unsigned size = literal_bytes (host, &literal, &bytes);

  if (size > 0)
    return gnutls_x509_crt_check_ip (leaf, bytes, size, 0) != 0;
  return gnutls_x509_crt_check_hostname (leaf, host) != 0;
}

/* Dates and names are looked at once more by ourselves, because GnuTLS stops at an unknown signer. */
static void
judge_leaf (TlTls *tls, gnutls_x509_crt_t leaf, Judgement *judgement)
{
  time_t now = time (NULL), begin = gnutls_x509_crt_get_activation_time (leaf),
         end = gnutls_x509_crt_get_expiration_time (leaf);

  if (end != (time_t) -1 && end < now) {
    judgement->status |= GNUTLS_CERT_EXPIRED | GNUTLS_CERT_INVALID;
    tls->info->expired_days = (gint) MIN ((now - end) / DAY_S, G_MAXINT);
  }
  if (begin != (time_t) -1 && begin > now) {
    judgement->status |= GNUTLS_CERT_NOT_ACTIVATED | GNUTLS_CERT_INVALID;
    tls->info->expired_days = (gint) -MIN ((begin - now) / DAY_S, G_MAXINT);
  }
  if (!is_owner (leaf, tls->host))
    judgement->status |= GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_INVALID;
  judgement->self_signed = gnutls_x509_crt_check_issuer (leaf, leaf) != 0;
}

static gboolean
has_alternative_name (gnutls_x509_crt_t leaf)
{
  char bytes[512];
  size_t size = sizeof bytes;

  return gnutls_x509_crt_get_subject_alt_name (leaf, 0, bytes, &size, NULL) !=
         GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

static void
read_chain (TlTls *tls, const gnutls_datum_t *raw, unsigned n, Judgement *judgement)
{
  gnutls_x509_crt_t certificates[CHAIN_MAX];
  unsigned read = 0;

  for (unsigned i = 0; i < MIN (n, CHAIN_MAX); i++) {
    gnutls_x509_crt_init (&certificates[read]);
    if (gnutls_x509_crt_import (certificates[read], &raw[i], GNUTLS_X509_FMT_DER) ==
        GNUTLS_E_SUCCESS) {
      g_ptr_array_add (tls->info->chain, tl_certificate_info_new (certificates[read]));
      read++;
    } else {
      gnutls_x509_crt_deinit (certificates[read]);
    }
  }
  if (read > 0) {
    judge_leaf (tls, certificates[0], judgement);
    judgement->cn_only = !has_alternative_name (certificates[0]);
  }
  for (unsigned i = 1; i < read; i++)
    judgement->issuer_sent = judgement->issuer_sent ||
                             gnutls_x509_crt_check_issuer (certificates[0], certificates[i]) != 0;
  for (unsigned i = 0; i < read; i++)
    gnutls_x509_crt_deinit (certificates[i]);
}

/* Host and purpose go into the one call that looks at the whole chain. */
static int
verify (TlTls *tls, unsigned *status)
{
  gnutls_typed_vdata_st data[2] = {
      {.type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *) tls->host},
      {.type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *) GNUTLS_KP_TLS_WWW_SERVER},
  };
  TlAddress literal;
  unsigned char *bytes;
  unsigned size = literal_bytes (tls->host, &literal, &bytes);

  if (size > 0) {
    data[0].type = GNUTLS_DT_IP_ADDRESS;
    data[0].data = bytes;
    data[0].size = size;
  }
  return gnutls_certificate_verify_peers (tls->session, data, G_N_ELEMENTS (data), status);
}

static void
set_verify (TlTlsInfo *info, const char *word)
{
  g_free (info->verify);
  info->verify = g_strdup (word);
}

void
tl_tls_judge_certificates (TlTls *tls)
{
  TlTlsInfo *info = tls->info;
  Judgement judgement = {0};
  unsigned n = 0, status = 0;
  const gnutls_datum_t *raw = gnutls_certificate_get_peers (tls->session, &n);
  int code;

  if (raw == NULL || n == 0) {
    if (info->complete)
      set_verify (info, "no-certificate");
    return;
  }
  read_chain (tls, raw, n, &judgement);
  code = verify (tls, &status);
  if (code != GNUTLS_E_SUCCESS) {
    /* Not looked through to its end (too deep, say): never "ok", and the reason is kept. */
    g_free (info->error);
    info->error = g_strdup (gnutls_strerror_name (code));
    status = GNUTLS_CERT_INVALID;
  }
  judgement.status |= status;
  info->verify_bits = format_bits (&judgement, tls->trust->no_store);
  set_verify (info,
              tl_tls_first_defect (judgement.status, judgement.self_signed, judgement.issuer_sent));
  if ((judgement.status & GNUTLS_CERT_UNEXPECTED_OWNER) != 0 && info->chain->len > 0) {
    const TlCertificateInfo *leaf = info->chain->pdata[0];

    info->suggested_host = tl_tls_suggest_host (leaf->names, tls->host);
  }
}

/* ------------------------------------------------------------------ facts */

typedef struct {
  TlEvidenceBuilder *builder;
  const char *step, *target;
} Recorder;

static void
record (const Recorder *to, const char *fact, const char *value)
{
  if (value != NULL)
    tl_evidence_builder_add (to->builder, TL_SOURCE_PROBE, to->step, to->target, fact, value);
}

static void
record_number (const Recorder *to, const char *fact, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  record (to, fact, text);
}

static void
record_certificate (const Recorder *to, guint index, const TlCertificateInfo *info)
{
  const struct {
    const char *name, *value;
  } fields[] = {
      {"subject", info->subject},     {"issuer", info->issuer}, {"not_before", info->not_before},
      {"not_after", info->not_after}, {"sha256", info->sha256}, {"key", info->key},
      {"signature", info->signature},
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *fact = g_strdup_printf ("tls.chain.%u.%s", index, fields[i].name);

    record (to, fact, fields[i].value);
  }
}

static void
record_chain (const Recorder *to, const TlTlsInfo *info)
{
  const TlCertificateInfo *leaf;

  if (info->chain->len == 0)
    return;
  leaf = info->chain->pdata[0];
  record (to, "tls.names", leaf->names);
  record (to, "tls.suggested_host", info->suggested_host);
  record_number (to, "tls.chain.length", info->chain->len);
  for (guint i = 0; i < info->chain->len; i++)
    record_certificate (to, i, info->chain->pdata[i]);
  if (g_str_equal (info->verify, "expired") || g_str_equal (info->verify, "not-yet-valid"))
    record_number (to, "tls.expired_days", info->expired_days);
}

void
tl_tls_info_record (const TlTlsInfo *info, TlEvidenceBuilder *builder, const char *step,
                    const char *target)
{
  const Recorder to = {builder, step, target};

  record (&to, "tls.version", info->version);
  record (&to, "tls.cipher", info->cipher);
  record (&to, "tls.verify", info->verify);
  record (&to, "tls.verify_bits", info->verify_bits);
  record_chain (&to, info);
  record (&to, "tls.alert", info->alert);
  record (&to, "tls.error", info->error);
  record (&to, "tls.peeked", info->peeked);
  record (&to, "tls.peeked_text", info->peeked_text);
  record (&to, "tls.resumed", info->resumed ? "yes" : "no");
  record (&to, "tls.client_certificate_requested",
          info->client_certificate_requested ? "yes" : "no");
  record (&to, "tls.alpn", info->alpn);
}
