/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-address.h"

#include <netinet/in.h>
#include <string.h>

/* Names that are looked through for the one that was meant. */
#define NAMES_MAX 100
/* Of a server's certificate: well over a thousand names. GnuTLS takes quadratic time to read its names, so
 * a larger one is not looked at. */
#define CERTIFICATE_BYTES_MAX (40 * 1024)

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
  /* A short name, which the system has completed. */
  if (strchr (host, '.') == NULL)
    return g_ascii_strcasecmp (labels[0], host) == 0 ? 1000 : 0;
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
  gboolean cn_only;   /* no alternative name: the old way, which GnuTLS still takes */
  gboolean broke_off; /* too deep, say: not looked through to its end */
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
  if (judgement->broke_off)
    g_string_append (bits, "verification-broke-off ");
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
  return status == 0 ? "ok" : "not-verifiable";
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
judge_leaf (gnutls_x509_crt_t leaf, const char *host, Judgement *judgement)
{
  time_t now = time (NULL), begin = gnutls_x509_crt_get_activation_time (leaf),
         end = gnutls_x509_crt_get_expiration_time (leaf);

  if (end != (time_t) -1 && end < now)
    judgement->status |= GNUTLS_CERT_EXPIRED | GNUTLS_CERT_INVALID;
  if (begin != (time_t) -1 && begin > now)
    judgement->status |= GNUTLS_CERT_NOT_ACTIVATED | GNUTLS_CERT_INVALID;
  if (!is_owner (leaf, host))
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

/* The certificates that can be read, at most TL_TLS_CHAIN_MAX; how many. */
static unsigned
import_chain (const gnutls_datum_t *raw, unsigned n, gnutls_x509_crt_t *certificates)
{
  unsigned read = 0;

  for (unsigned i = 0; i < MIN (n, TL_TLS_CHAIN_MAX); i++) {
    gnutls_x509_crt_init (&certificates[read]);
    if (gnutls_x509_crt_import (certificates[read], &raw[i], GNUTLS_X509_FMT_DER) ==
        GNUTLS_E_SUCCESS)
      read++;
    else
      gnutls_x509_crt_deinit (certificates[read]);
  }
  return read;
}

static void
judge_chain (const gnutls_x509_crt_t *certificates, unsigned n, const char *host,
             Judgement *judgement)
{
  if (n == 0)
    return;
  judge_leaf (certificates[0], host, judgement);
  judgement->cn_only = !has_alternative_name (certificates[0]);
  for (unsigned i = 1; i < n; i++)
    judgement->issuer_sent = judgement->issuer_sent ||
                             gnutls_x509_crt_check_issuer (certificates[0], certificates[i]) != 0;
}

/* Host and purpose, which go into the one call that looks at the whole chain. `literal` is used by the
 * answer. */
static void
fill_expected (const char *host, TlAddress *literal, gnutls_typed_vdata_st data[2])
{
  unsigned char *bytes;
  unsigned size = literal_bytes (host, literal, &bytes);

  memset (data, 0, 2 * sizeof *data);
  data[0].type = size > 0 ? GNUTLS_DT_IP_ADDRESS : GNUTLS_DT_DNS_HOSTNAME;
  data[0].data = size > 0 ? bytes : (unsigned char *) host;
  data[0].size = size;
  data[1].type = GNUTLS_DT_KEY_PURPOSE_OID;
  data[1].data = (unsigned char *) GNUTLS_KP_TLS_WWW_SERVER;
}

static int
verify (TlTls *tls, unsigned *status)
{
  gnutls_typed_vdata_st data[2];
  TlAddress literal;

  fill_expected (tls->host, &literal, data);
  return gnutls_certificate_verify_peers (tls->session, data, G_N_ELEMENTS (data), status);
}

const char *
tl_tls_trust_judge (TlTlsTrust *trust, const char *host, const GPtrArray *chain)
{
  g_autofree gnutls_datum_t *raw = g_new0 (gnutls_datum_t, chain->len);
  gnutls_x509_crt_t certificates[TL_TLS_CHAIN_MAX];
  gnutls_x509_trust_list_t list;
  gnutls_typed_vdata_st data[2];
  Judgement judgement = {0};
  TlAddress literal;
  unsigned n, status = 0;

  for (guint i = 0; i < chain->len; i++) {
    gsize size;

    raw[i].data = (unsigned char *) g_bytes_get_data (chain->pdata[i], &size);
    raw[i].size = (unsigned) size;
  }
  if (chain->len > 0 && raw[0].size > CERTIFICATE_BYTES_MAX)
    return "not-verifiable";
  n = import_chain (raw, chain->len, certificates);
  if (n == 0)
    return "no-certificate";
  fill_expected (host, &literal, data);
  judge_chain (certificates, n, host, &judgement);
  gnutls_x509_trust_list_init (&list, 0);
  tl_tls_trust_fill (trust, certificates, n, list);
  if (gnutls_x509_trust_list_verify_crt2 (list, certificates, n, data, G_N_ELEMENTS (data),
                                          GNUTLS_PROFILE_TO_VFLAGS (GNUTLS_PROFILE_MEDIUM), &status,
                                          NULL) != GNUTLS_E_SUCCESS)
    status = GNUTLS_CERT_INVALID;
  gnutls_x509_trust_list_deinit (list, 1);
  for (unsigned i = 0; i < n; i++)
    gnutls_x509_crt_deinit (certificates[i]);
  return tl_tls_first_defect (judgement.status | status, judgement.self_signed,
                              judgement.issuer_sent);
}

static void
set_verify (TlTlsInfo *info, const char *word)
{
  g_free (info->verify);
  info->verify = g_strdup (word);
}

/* What can be said of the certificates once it is known what GnuTLS thinks of them. */
static void
look_closer (TlTls *tls, const gnutls_x509_crt_t *certificates, guint n, unsigned status)
{
  TlTlsInfo *info = tls->info;
  gnutls_x509_trust_list_t list;

  if (n == 0)
    return;
  gnutls_certificate_get_trust_list (tls->credentials, &list);
  tl_tls_read_staple (tls, certificates[0], status);
  info->fault = tl_tls_find_fault (certificates, n, info->verify);
  if (g_str_equal (info->verify, "ok"))
    info->anchor = tl_tls_find_anchor (list, certificates, n);
  if (info->fault >= 0)
    info->expired_days = tl_tls_days_off (certificates[info->fault]);
  if ((status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNATURE_FAILURE)) != 0)
    info->issuer_name_known =
        tl_tls_knows_issuer_name (list, certificates[tl_tls_find_chain_end (certificates, n)]);
}

static void
keep_bytes (TlTlsInfo *info, gnutls_x509_crt_t certificate)
{
  gnutls_datum_t der = {NULL, 0};

  if (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der) == GNUTLS_E_SUCCESS)
    g_ptr_array_add (info->raw, g_bytes_new (der.data, der.size));
  gnutls_free (der.data);
}

static void
judge_certificates (TlTls *tls, const gnutls_x509_crt_t *certificates, guint n)
{
  TlTlsInfo *info = tls->info;
  gnutls_x509_trust_list_t list;
  Judgement judgement = {0};
  unsigned status = 0;
  int code;

  judge_chain (certificates, n, tls->host, &judgement);
  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (info->chain, tl_certificate_info_new (certificates[i]));
    keep_bytes (info, certificates[i]);
  }
  gnutls_certificate_get_trust_list (tls->credentials, &list);
  tl_tls_trust_fill (tls->trust, certificates, n, list);
  code = verify (tls, &status);
  if (code != GNUTLS_E_SUCCESS) {
    /* Never "ok", and the reason is kept. */
    judgement.broke_off = TRUE;
    g_free (info->error);
    info->error = g_strdup (gnutls_strerror_name (code));
    status = GNUTLS_CERT_INVALID;
  }
  judgement.status |= status;
  info->verify_bits = format_bits (&judgement, tl_tls_trust_get_system ()->len == 0);
  set_verify (info,
              tl_tls_first_defect (judgement.status, judgement.self_signed, judgement.issuer_sent));
  if ((judgement.status & GNUTLS_CERT_UNEXPECTED_OWNER) != 0 && info->chain->len > 0) {
    const TlCertificateInfo *leaf = info->chain->pdata[0];

    info->suggested_host = tl_tls_suggest_host (leaf->names, tls->host);
  }
  look_closer (tls, certificates, n, judgement.status);
}

void
tl_tls_judge_certificates (TlTls *tls)
{
  gnutls_x509_crt_t certificates[TL_TLS_CHAIN_MAX];
  unsigned n = 0;
  const gnutls_datum_t *raw = gnutls_certificate_get_peers (tls->session, &n);

  if (raw == NULL || n == 0) {
    if (tls->info->complete)
      set_verify (tls->info, "no-certificate");
    return;
  }
  if (raw[0].size > CERTIFICATE_BYTES_MAX) {
    tls->info->verify_bits = g_strdup ("invalid too-large");
    set_verify (tls->info, "not-verifiable");
    return;
  }
  n = import_chain (raw, n, certificates);
  judge_certificates (tls, certificates, n);
  for (unsigned i = 0; i < n; i++)
    gnutls_x509_crt_deinit (certificates[i]);
}
