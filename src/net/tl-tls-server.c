/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-address.h"
#include "tl-types.h"

#include <gnutls/crypto.h>
#include <netinet/in.h>
#include <string.h>

/* The throw-away CA is valid around whatever the certificates it signs are. */
#define CA_LIFE_S (10 * 365 * 24 * G_GINT64_CONSTANT (3600))

struct _TlTlsIdentity {
  gatomicrefcount refs;
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t ticket_key; /* so that sessions are resumed across connections */
};

/* One key and its certificate while they are being made. */
typedef struct {
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
} Pair;

static void
pair_clear (Pair *pair)
{
  if (pair->certificate != NULL)
    gnutls_x509_crt_deinit (pair->certificate);
  if (pair->key != NULL)
    gnutls_x509_privkey_deinit (pair->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static int
pair_generate (Pair *pair)
{
  int code = gnutls_x509_privkey_init (&pair->key);

  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_x509_privkey_generate (pair->key, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_x509_crt_init (&pair->certificate);
  return code;
}

static int
set_basics (Pair *pair, const char *common_name, gint64 not_before_s, gint64 not_after_s)
{
  guchar serial[16], id[20];
  size_t id_size = sizeof id;
  time_t now = time (NULL);

  gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);
  serial[0] = (serial[0] & 0x7f) | 0x40; /* positive (RFC 5280 4.1.2.2) */
  gnutls_x509_crt_set_version (pair->certificate, 3);
  gnutls_x509_crt_set_serial (pair->certificate, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (pair->certificate, now + (time_t) not_before_s);
  gnutls_x509_crt_set_expiration_time (pair->certificate, now + (time_t) not_after_s);
  gnutls_x509_crt_set_dn_by_oid (pair->certificate, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 (unsigned) strlen (common_name));
  gnutls_x509_crt_set_key (pair->certificate, pair->key);
  if (gnutls_x509_crt_get_key_id (pair->certificate, 0, id, &id_size) == GNUTLS_E_SUCCESS)
    gnutls_x509_crt_set_subject_key_id (pair->certificate, id, id_size);
  return GNUTLS_E_SUCCESS;
}

static int
make_ca (Pair *ca, const char *common_name)
{
  int code = pair_generate (ca);

  if (code != GNUTLS_E_SUCCESS)
    return code;
  set_basics (ca, common_name, -CA_LIFE_S, CA_LIFE_S);
  gnutls_x509_crt_set_basic_constraints (ca->certificate, 1, -1);
  gnutls_x509_crt_set_key_usage (ca->certificate, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN);
  return gnutls_x509_crt_sign2 (ca->certificate, ca->certificate, ca->key, GNUTLS_DIG_SHA256, 0);
}

static void
add_name (gnutls_x509_crt_t certificate, const char *name)
{
  TlAddress address;

  if (tl_address_parse (name, 0, &address)) {
    gboolean six = tl_address_is_ipv6 (&address);
    const void *bytes = six ? (const void *) &((struct sockaddr_in6 *) &address.storage)->sin6_addr
                            : (const void *) &((struct sockaddr_in *) &address.storage)->sin_addr;

    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, bytes, six ? 16 : 4,
                                          GNUTLS_FSAN_APPEND);
  } else {
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name,
                                          (unsigned) strlen (name), GNUTLS_FSAN_APPEND);
  }
}

static int
make_leaf (Pair *leaf, const TlTlsIdentityOptions *options, const Pair *ca)
{
  gboolean self = (options->flags & TL_TLS_IDENTITY_SELF_SIGNED) != 0;
  const Pair *signer = self ? leaf : ca;
  guchar id[20];
  size_t id_size = sizeof id;
  int code = pair_generate (leaf);

  if (code != GNUTLS_E_SUCCESS)
    return code;
  set_basics (leaf, options->names[0] != NULL ? options->names[0] : "nobody", options->not_before_s,
              options->not_after_s);
  if ((options->flags & TL_TLS_IDENTITY_CN_ONLY) == 0) {
    for (guint i = 0; options->names[i] != NULL; i++)
      add_name (leaf->certificate, options->names[i]);
  }
  gnutls_x509_crt_set_basic_constraints (leaf->certificate, 0, -1);
  gnutls_x509_crt_set_key_usage (leaf->certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (leaf->certificate,
                                       (options->flags & TL_TLS_IDENTITY_CLIENT_PURPOSE) != 0
                                           ? GNUTLS_KP_TLS_WWW_CLIENT
                                           : GNUTLS_KP_TLS_WWW_SERVER,
                                       0);
  if (gnutls_x509_crt_get_subject_key_id (signer->certificate, id, &id_size, NULL) ==
      GNUTLS_E_SUCCESS)
    gnutls_x509_crt_set_authority_key_id (leaf->certificate, id, id_size);
  return gnutls_x509_crt_sign2 (leaf->certificate, signer->certificate, signer->key,
                                GNUTLS_DIG_SHA256, 0);
}

static char *
export_pem (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t pem = {NULL, 0};
  char *text;

  if (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem) != GNUTLS_E_SUCCESS)
    return g_strdup ("");
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

static TlTlsIdentity *
identity_fail (int code, GError **error)
{
  const char *name = gnutls_strerror_name (code);

  g_set_error_literal (error, TL_ERROR, TL_ERROR_INTERNAL, name != NULL ? name : "gnutls");
  return NULL;
}

TlTlsIdentity *
tl_tls_identity_new_full (const TlTlsIdentityOptions *options, char **ca_pem, GError **error)
{
  TlTlsIdentity *identity;
  g_auto (Pair) ca = {NULL, NULL};
  g_auto (Pair) leaf = {NULL, NULL};
  gnutls_x509_crt_t chain[2];
  gboolean send_ca = (options->flags & TL_TLS_IDENTITY_SEND_CA) != 0;
  int code = make_ca (&ca, "Throw-away CA");

  if (code == GNUTLS_E_SUCCESS)
    code = make_leaf (&leaf, options, &ca);
  if (code != GNUTLS_E_SUCCESS)
    return identity_fail (code, error);

  identity = g_new0 (TlTlsIdentity, 1);
  g_atomic_ref_count_init (&identity->refs);
  gnutls_certificate_allocate_credentials (&identity->credentials);
  gnutls_session_ticket_key_generate (&identity->ticket_key);
  chain[0] = leaf.certificate;
  chain[1] = ca.certificate;
  code = gnutls_certificate_set_x509_key (identity->credentials, chain, send_ca ? 2 : 1, leaf.key);
  if (code < 0) {
    tl_tls_identity_unref (identity);
    return identity_fail (code, error);
  }
  if (ca_pem != NULL)
    *ca_pem = export_pem ((options->flags & TL_TLS_IDENTITY_SELF_SIGNED) != 0 ? leaf.certificate
                                                                              : ca.certificate);
  return identity;
}

TlTlsIdentity *
tl_tls_identity_new (const char *const *names, gint64 not_before_s, gint64 not_after_s,
                     char **ca_pem, GError **error)
{
  const TlTlsIdentityOptions options = {
      .names = names, .not_before_s = not_before_s, .not_after_s = not_after_s};

  return tl_tls_identity_new_full (&options, ca_pem, error);
}

TlTlsIdentity *
tl_tls_identity_ref (TlTlsIdentity *identity)
{
  g_atomic_ref_count_inc (&identity->refs);
  return identity;
}

void
tl_tls_identity_unref (TlTlsIdentity *identity)
{
  if (!g_atomic_ref_count_dec (&identity->refs))
    return;
  gnutls_certificate_free_credentials (identity->credentials);
  gnutls_memset (identity->ticket_key.data, 0, identity->ticket_key.size);
  gnutls_free (identity->ticket_key.data);
  g_free (identity);
}

TlTls *
tl_tls_accept_full (TlIo *io, int fd, TlTlsIdentity *identity, const char *priority,
                    gboolean want_certificate, guint limit_ms, TlFailure *failure)
{
  g_autoptr (TlTls) tls = tl_tls_new (io, fd, GNUTLS_SERVER);

  tls->identity = tl_tls_identity_ref (identity);
  *failure = TL_FAILURE_TLS;
  if (gnutls_priority_set_direct (tls->session, priority != NULL ? priority : "NORMAL", NULL) !=
      GNUTLS_E_SUCCESS)
    return NULL;
  gnutls_credentials_set (tls->session, GNUTLS_CRD_CERTIFICATE, identity->credentials);
  gnutls_session_ticket_enable_server (tls->session, &identity->ticket_key);
  gnutls_certificate_server_set_request (tls->session, want_certificate ? GNUTLS_CERT_REQUIRE
                                                                        : GNUTLS_CERT_IGNORE);
  *failure = tl_tls_run_handshake (tls, limit_ms, FALSE);
  return *failure == TL_FAILURE_NONE ? g_steal_pointer (&tls) : NULL;
}

TlTls *
tl_tls_accept (TlIo *io, int fd, TlTlsIdentity *identity, const char *priority, guint limit_ms)
{
  TlFailure failure;

  return tl_tls_accept_full (io, fd, identity, priority, FALSE, limit_ms, &failure);
}
