/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which certificate of a chain it is that does not verify. */
#include "tl-tls-private.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

gint
tl_tls_days_off (gnutls_x509_crt_t certificate)
{
  time_t now = time (NULL), begin = gnutls_x509_crt_get_activation_time (certificate),
         end = gnutls_x509_crt_get_expiration_time (certificate);

  if (end != (time_t) -1 && end < now)
    return (gint) MIN ((now - end) / DAY_S, G_MAXINT);
  if (begin != (time_t) -1 && begin > now)
    return (gint) -MIN ((begin - now) / DAY_S, G_MAXINT);
  return 0;
}

static gboolean
is_expired (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  time_t end = gnutls_x509_crt_get_expiration_time (certificates[at]);

  return end != (time_t) -1 && end < time (NULL);
}

static gboolean
is_early (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  time_t begin = gnutls_x509_crt_get_activation_time (certificates[at]);

  return begin != (time_t) -1 && begin > time (NULL);
}

/* What GnuTLS's medium profile refuses. The signature under a root is nobody's proof. */
static gboolean
is_weak (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  gnutls_x509_crt_t it = certificates[at];
  unsigned bits = 0;
  int key = gnutls_x509_crt_get_pk_algorithm (it, &bits);
  int signature = gnutls_x509_crt_get_signature_algorithm (it);

  if (key >= 0 &&
      gnutls_pk_bits_to_sec_param ((gnutls_pk_algorithm_t) key, bits) < GNUTLS_SEC_PARAM_MEDIUM)
    return TRUE;
  return gnutls_x509_crt_check_issuer (it, it) == 0 && signature >= 0 &&
         gnutls_sign_is_secure2 ((gnutls_sign_algorithm_t) signature,
                                 GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS) == 0;
}

/* It issued the one before it, and is no authority. */
static gboolean
is_no_authority (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  return at > 0 && gnutls_x509_crt_get_ca_status (certificates[at], NULL) <= 0;
}

/* The one behind it has its issuer's name and did not sign it. */
static gboolean
is_forged (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  unsigned status = 0;

  return at + 1 < n && gnutls_x509_crt_check_issuer (certificates[at], certificates[at + 1]) != 0 &&
         gnutls_x509_crt_verify (certificates[at], &certificates[at + 1], 1,
                                 GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &status) >= 0 &&
         (status & GNUTLS_CERT_SIGNATURE_FAILURE) != 0;
}

guint
tl_tls_find_chain_end (const gnutls_x509_crt_t *certificates, guint n)
{
  guint end = 0;

  for (guint steps = 0; steps < n; steps++) {
    guint next = 0;

    if (gnutls_x509_crt_check_issuer (certificates[end], certificates[end]) != 0)
      break;
    for (guint i = 1; next == 0 && i < n; i++)
      if (i != end && gnutls_x509_crt_check_issuer (certificates[end], certificates[i]) != 0)
        next = i;
    if (next == 0)
      break;
    end = next;
  }
  return end;
}

static gboolean
is_last (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  return at == tl_tls_find_chain_end (certificates, n);
}

static gboolean
is_first (const gnutls_x509_crt_t *certificates, guint at, guint n)
{
  return at == 0;
}

gint
tl_tls_find_fault (const gnutls_x509_crt_t *certificates, guint n, const char *verify)
{
  static const struct {
    const char *verify;
    gboolean (*is_at_fault) (const gnutls_x509_crt_t *certificates, guint at, guint n);
    gboolean (*otherwise) (const gnutls_x509_crt_t *certificates, guint at, guint n);
  } table[] = {
      {"expired", is_expired, NULL},
      {"not-yet-valid", is_early, NULL},
      {"weak", is_weak, NULL},
      {"wrong-purpose", is_no_authority, is_first},
      {"bad-signature", is_forged, is_last},
      {"untrusted-issuer", is_last, NULL},
      {"chain-incomplete", is_last, NULL},
      {"self-signed", is_first, NULL},
      {"name-mismatch", is_first, NULL},
      {"revoked", is_first, NULL},
      {"no-revocation-proof", is_first, NULL},
  };

  for (guint row = 0; row < G_N_ELEMENTS (table); row++) {
    if (strcmp (table[row].verify, verify) != 0)
      continue;
    for (guint i = 0; i < n; i++)
      if (table[row].is_at_fault (certificates, i, n))
        return (gint) i;
    for (guint i = 0; table[row].otherwise != NULL && i < n; i++)
      if (table[row].otherwise (certificates, i, n))
        return (gint) i;
  }
  return -1;
}

GBytes *
tl_tls_find_anchor (gnutls_x509_trust_list_t list, const gnutls_x509_crt_t *certificates, guint n)
{
  GBytes *anchor = NULL;

  for (guint i = 0; anchor == NULL && i < n; i++) {
    gnutls_x509_crt_t issuer;
    gnutls_datum_t der = {NULL, 0};

    if (gnutls_x509_trust_list_get_issuer (list, certificates[i], &issuer, GNUTLS_TL_GET_COPY) !=
        GNUTLS_E_SUCCESS)
      continue;
    if (gnutls_x509_crt_export2 (issuer, GNUTLS_X509_FMT_DER, &der) == GNUTLS_E_SUCCESS)
      anchor = g_bytes_new (der.data, der.size);
    gnutls_free (der.data);
    gnutls_x509_crt_deinit (issuer);
  }
  return anchor;
}

gboolean
tl_tls_knows_issuer_name (gnutls_x509_trust_list_t list, gnutls_x509_crt_t last)
{
  gnutls_x509_trust_list_iter_t at = NULL;
  gnutls_x509_crt_t trusted;
  gnutls_datum_t wanted = {NULL, 0};
  gboolean known = FALSE;

  if (gnutls_x509_crt_get_raw_issuer_dn (last, &wanted) != GNUTLS_E_SUCCESS)
    return FALSE;
  while (!known && gnutls_x509_trust_list_iter_get_ca (list, &at, &trusted) == GNUTLS_E_SUCCESS) {
    gnutls_datum_t name = {NULL, 0};

    if (gnutls_x509_crt_get_raw_dn (trusted, &name) == GNUTLS_E_SUCCESS)
      known = name.size == wanted.size && memcmp (name.data, wanted.data, name.size) == 0;
    gnutls_free (name.data);
    gnutls_x509_crt_deinit (trusted);
  }
  gnutls_x509_trust_list_iter_deinit (at);
  gnutls_free (wanted.data);
  return known;
}
