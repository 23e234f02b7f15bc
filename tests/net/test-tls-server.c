/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-tls-private.h"

#include <string.h>
#include <sys/socket.h>

static gnutls_x509_crt_t
import (const char *pem)
{
  gnutls_datum_t data = {(unsigned char *) pem, (unsigned) strlen (pem)};
  gnutls_x509_crt_t certificate;

  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  return certificate;
}

static void
test_authority (void)
{
  const char *const names[] = {"mail.example.org", "127.0.0.1", NULL};
  g_autofree char *pem = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;
  TlTlsIdentity *identity = tl_tls_identity_new (names, -60, 60, &pem, &error);
  TlTlsIdentity *second = tl_tls_identity_new (names, -60, 60, &other, &error);
  gnutls_x509_crt_t ca;
  unsigned critical = 0, is_ca = 0;

  g_assert_no_error (error);
  g_assert_nonnull (identity);
  ca = import (pem);
  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (ca, &critical, &is_ca, NULL), >=, 0);
  g_assert_cmpuint (is_ca, ==, 1);
  /* Throw-away: nothing is the same twice. */
  g_assert_cmpstr (pem, !=, other);
  gnutls_x509_crt_deinit (ca);
  tl_tls_identity_unref (identity);
  tl_tls_identity_unref (second);
}

static void
test_self_signed (void)
{
  const char *const names[] = {"mail.example.org", NULL};
  const TlTlsIdentityOptions options = {
      .names = names, .not_before_s = -60, .not_after_s = 60, .flags = TL_TLS_IDENTITY_SELF_SIGNED};
  g_autofree char *pem = NULL;
  TlTlsIdentity *identity = tl_tls_identity_new_full (&options, &pem, NULL);
  gnutls_x509_crt_t certificate = import (pem);

  g_assert_cmpuint (gnutls_x509_crt_check_issuer (certificate, certificate), ==, 1);
  g_assert_cmpuint (gnutls_x509_crt_check_hostname (certificate, "mail.example.org"), !=, 0);
  gnutls_x509_crt_deinit (certificate);
  tl_tls_identity_unref (identity);
}

/* A client that speaks no TLS, or nothing, does not keep the server. */
static void
test_no_client (void)
{
  g_auto (Job) job;
  g_auto (Authority) authority;
  TlFailure failure;
  int ends[2];

  job_init (&job);
  authority_init (&authority, "mail.example.org");
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), ==, 0);
  g_assert_null (
      tl_tls_accept_full (job.io, ends[0], authority.identity, NULL, FALSE, 100, &failure));
  g_assert_cmpint (failure, ==, TL_FAILURE_TIMEOUT);
  g_assert_cmpint (write (ends[1], "EHLO x\r\n", 8), ==, 8);
  g_assert_null (tl_tls_accept (job.io, ends[0], authority.identity, NULL, GUARD_MS));
  g_assert_null (tl_tls_accept (job.io, ends[0], authority.identity, "NO-SUCH-PRIORITY", GUARD_MS));
  close (ends[0]);
  close (ends[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tls-server/authority", test_authority);
  g_test_add_func ("/net/tls-server/self-signed", test_self_signed);
  g_test_add_func ("/net/tls-server/no-client", test_no_client);
  return g_test_run ();
}
