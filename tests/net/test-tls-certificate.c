/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-tls-private.h"

#include <string.h>

#define HOUR_S 3600

static void
check_hostile_name (const char *good, const char *evil, const char *shown)
{
  const char *const names[] = {good, NULL};
  const TlTlsIdentityOptions options = {.names = names,
                                        .not_before_s = -HOUR_S,
                                        .not_after_s = HOUR_S,
                                        .flags = TL_TLS_IDENTITY_SELF_SIGNED};
  g_autofree char *pem = NULL;
  TlTlsIdentity *identity = tl_tls_identity_new_full (&options, &pem, NULL);
  gnutls_datum_t text = {(unsigned char *) pem, (unsigned) strlen (pem)};
  gnutls_datum_t der = {NULL, 0};
  gnutls_x509_crt_t certificate;
  TlCertificateInfo *info;
  guint found = 0;

  g_assert_cmpint (gnutls_pem_base64_decode2 ("CERTIFICATE", &text, &der), ==, 0);
  for (gsize i = 0; i + strlen (good) <= der.size; i++) {
    if (memcmp (der.data + i, good, strlen (good)) == 0) {
      memcpy (der.data + i, evil, strlen (good));
      found++;
    }
  }
  g_assert_cmpuint (found, >=, 2); /* subject, issuer, alternative name */
  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER), ==, 0);
  info = tl_certificate_info_new (certificate);
  g_assert_cmpstr (info->names, ==, shown);
  g_assert_null (strchr (info->subject, '\033'));
  g_assert_cmpuint (gnutls_x509_crt_check_hostname (certificate, "mail.example.org"), ==, 0);
  tl_certificate_info_free (info);
  gnutls_x509_crt_deinit (certificate);
  gnutls_free (der.data);
  tl_tls_identity_unref (identity);
}

/* A name that tries to look like another one by a NUL, a blank or an escape (C15, C17). GnuTLS mends
 * such names when it writes them, so they are written here by hand, byte for byte as long. */
static void
test_hostile_names (void)
{
  static const char good[] = "mail.example.org-evil-2J";
  static const char evil[] = "mail.example.org\0evil\0332J";
  static const char blank[] = "mail.example.org evil\0332J";

  G_STATIC_ASSERT (sizeof good == sizeof evil && sizeof good == sizeof blank);
  check_hostile_name (good, evil, "mail.example.org<0000>evil<001B>2J");
  check_hostile_name (good, blank, "mail.example.org_evil<001B>2J");
}

/* A certificate that was made here, and what is shown of it. */
static void
test_fields (void)
{
  const char *const names[] = {"mail.example.org", "127.0.0.1", "::1", NULL};
  const TlTlsIdentityOptions options = {.names = names,
                                        .not_before_s = -HOUR_S,
                                        .not_after_s = HOUR_S,
                                        .flags = TL_TLS_IDENTITY_SELF_SIGNED};
  g_autofree char *pem = NULL;
  TlTlsIdentity *identity = tl_tls_identity_new_full (&options, &pem, NULL);
  gnutls_datum_t text = {(unsigned char *) pem, (unsigned) strlen (pem)};
  gnutls_x509_crt_t certificate;
  TlCertificateInfo *info;

  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_PEM), ==, 0);
  info = tl_certificate_info_new (certificate);
  g_assert_cmpstr (info->names, ==, "mail.example.org 127.0.0.1 ::1");
  g_assert_cmpstr (info->subject, ==, "CN=mail.example.org");
  g_assert_cmpstr (info->issuer, ==, "CN=mail.example.org");
  g_assert_cmpstr (info->key, ==, "EC 256");
  g_assert_cmpstr (info->signature, ==, "ECDSA-SHA256");
  g_assert_cmpuint (strlen (info->sha256), ==, 64);
  g_assert_cmpstr (info->not_before, <, info->not_after);
  g_assert_false (info->is_ca);
  tl_certificate_info_free (info);
  gnutls_x509_crt_deinit (certificate);
  tl_tls_identity_unref (identity);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tls-certificate/fields", test_fields);
  g_test_add_func ("/net/tls-certificate/hostile-names", test_hostile_names);
  return g_test_run ();
}
