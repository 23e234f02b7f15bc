/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-address.h"
#include "tl-text.h"

#include <netinet/in.h>
#include <string.h>

/* Names of one certificate that are kept. */
#define NAMES_MAX 100
/* Longest distinguished name that is shown, in characters. */
#define NAME_CHARS 400
/* Addresses of the issuer's services that are looked through. */
#define ACCESS_MAX 8

char *
tl_certificate_format_time (time_t when)
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

/* The first web address of that kind (RFC 5280 4.2.2.1); NULL where there is none. */
static char *
format_access (gnutls_x509_crt_t certificate, int what)
{
  for (unsigned i = 0; i < ACCESS_MAX; i++) {
    gnutls_datum_t address = {NULL, 0};
    int code = gnutls_x509_crt_get_authority_info_access (certificate, i, what, &address, NULL);
    char *text;

    if (code == GNUTLS_E_UNKNOWN_ALGORITHM)
      continue; /* an entry of another kind */
    if (code < 0)
      return NULL;
    text = tl_text_make_visible ((const char *) address.data, address.size, NAME_CHARS);
    gnutls_free (address.data);
    return text;
  }
  return NULL;
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
  info->not_before = tl_certificate_format_time (gnutls_x509_crt_get_activation_time (certificate));
  info->not_after = tl_certificate_format_time (gnutls_x509_crt_get_expiration_time (certificate));
  info->sha256 = format_fingerprint (certificate);
  info->key = format_key (certificate);
  info->signature = g_strdup (signature != NULL ? signature : "unknown");
  info->issuer_address = format_access (certificate, GNUTLS_IA_CAISSUERS_URI);
  info->ocsp_address = format_access (certificate, GNUTLS_IA_OCSP_URI);
  if (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &is_ca, NULL) >= 0)
    info->is_ca = is_ca != 0;
  return info;
}

TlCertificateInfo *
tl_certificate_info_from_bytes (GBytes *der)
{
  gsize size;
  const void *bytes = g_bytes_get_data (der, &size);
  gnutls_datum_t datum = {(unsigned char *) bytes, (unsigned) size};
  gnutls_x509_crt_t certificate;
  TlCertificateInfo *info = NULL;

  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    info = tl_certificate_info_new (certificate);
  gnutls_x509_crt_deinit (certificate);
  return info;
}
