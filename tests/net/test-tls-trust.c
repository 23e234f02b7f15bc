/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-tls-private.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* What our own reading of a certificate says of its names is what GnuTLS says. */
static void
check_names (const TlTlsRoot *root)
{
  gsize size;
  gnutls_datum_t der = {(unsigned char *) g_bytes_get_data (root->der, &size), 0};
  gnutls_datum_t subject, issuer;
  gnutls_x509_crt_t certificate;

  der.size = (unsigned) size;
  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER), ==, 0);
  gnutls_x509_crt_get_raw_dn (certificate, &subject);
  gnutls_x509_crt_get_raw_issuer_dn (certificate, &issuer);
  g_assert_cmpmem (root->subject.data, root->subject.size, subject.data, subject.size);
  g_assert_cmpmem (root->issuer.data, root->issuer.size, issuer.data, issuer.size);
  gnutls_free (subject.data);
  gnutls_free (issuer.data);
  gnutls_x509_crt_deinit (certificate);
}

/* Read once, from any thread, and as many as GnuTLS itself finds. */
static void
test_system (void)
{
  const GPtrArray *roots;
  gnutls_x509_trust_list_t list;

  tl_tls_preload ();
  tl_tls_preload ();
  roots = tl_tls_trust_get_system ();
  g_assert_true (roots == tl_tls_trust_get_system ());
  gnutls_x509_trust_list_init (&list, 0);
  g_assert_cmpint ((int) roots->len, ==,
                   MAX (gnutls_x509_trust_list_add_system_trust (list, 0, 0), 0));
  gnutls_x509_trust_list_deinit (list, 1);
  for (guint i = 0; i < roots->len; i++)
    check_names (roots->pdata[i]);
}

static guint
count_filled (const GPtrArray *system, const GPtrArray *own, const TlTlsRoot *sent)
{
  gsize size;
  gnutls_datum_t der = {(unsigned char *) g_bytes_get_data (sent->der, &size), 0};
  gnutls_x509_trust_list_iter_t at = NULL;
  gnutls_x509_trust_list_t list;
  gnutls_x509_crt_t certificate, found;
  guint n = 0;

  der.size = (unsigned) size;
  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER), ==, 0);
  gnutls_x509_trust_list_init (&list, 0);
  tl_tls_roots_fill (system, own, &certificate, 1, list);
  while (gnutls_x509_trust_list_iter_get_ca (list, &at, &found) == GNUTLS_E_SUCCESS) {
    gnutls_x509_crt_deinit (found);
    n++;
  }
  gnutls_x509_trust_list_iter_deinit (at);
  gnutls_x509_trust_list_deinit (list, 1);
  gnutls_x509_crt_deinit (certificate);
  return n;
}

/* GnuTLS gets the certificates with a name of the chain, whichever of the two lists they stand in. */
static void
test_fill (void)
{
  g_auto (Authority) authority;
  g_autoptr (GPtrArray) none = tl_tls_roots_new ();
  const TlTlsRoot *root;

  authority_init (&authority, "mail.example.org");
  root = authority.trust->own->pdata[0];
  g_assert_cmpuint (count_filled (authority.trust->own, NULL, root), ==, 1);
  g_assert_cmpuint (count_filled (none, authority.trust->own, root), ==, 1);
  g_assert_cmpuint (count_filled (none, NULL, root), ==, 0);
  if (tl_tls_trust_get_system ()->len > 0)
    g_assert_cmpuint (count_filled (tl_tls_trust_get_system (), NULL, root), ==, 0);
}

/* Pieces of certificates are none, wherever they end. */
static void
test_torn (void)
{
  g_auto (Authority) authority;
  g_autoptr (GPtrArray) roots = tl_tls_roots_new ();
  const TlTlsRoot *root;
  gsize size;
  const guchar *der;

  authority_init (&authority, "mail.example.org");
  root = authority.trust->own->pdata[0];
  der = g_bytes_get_data (root->der, &size);
  for (gsize length = 0; length < size; length++) {
    g_autofree guchar *piece = g_memdup2 (der, length);

    g_assert_false (tl_tls_roots_add (roots, piece, length));
  }
  g_assert_cmpuint (roots->len, ==, 0);
  g_assert_true (tl_tls_roots_add (roots, der, size));
  tl_tls_roots_add_bundle (roots, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
                                  "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----");
  g_assert_cmpuint (roots->len, ==, 1);
}

static void
check_unreadable (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tl_tls_trust_new (path, &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_UNREADABLE);
}

static void
test_bad_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("throughline-trust-XXXXXX", NULL);
  g_autofree char *text = g_build_filename (folder, "text", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *none = g_build_filename (folder, "none", NULL);

  g_assert_true (g_file_set_contents (text, "this is no certificate\n", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", -1, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  check_unreadable (text);
  check_unreadable (empty);
  check_unreadable (fifo); /* and does not wait for a writer */
  check_unreadable (none);
  check_unreadable (folder);
  check_unreadable ("/dev/zero");
  g_unlink (text);
  g_unlink (empty);
  g_unlink (fifo);
  g_rmdir (folder);
}

static void
test_file (void)
{
  g_auto (Authority) authority;

  authority_init (&authority, "mail.example.org");
  g_assert_cmpuint (authority.trust->own->len, ==, 1);
  check_names (authority.trust->own->pdata[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tls-trust/system", test_system);
  g_test_add_func ("/net/tls-trust/fill", test_fill);
  g_test_add_func ("/net/tls-trust/torn", test_torn);
  g_test_add_func ("/net/tls-trust/bad-files", test_bad_files);
  g_test_add_func ("/net/tls-trust/file", test_file);
  return g_test_run ();
}
