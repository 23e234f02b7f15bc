/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-tls-private.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* Loaded once: every trust without a file shares the same credentials. */
static void
test_system_is_shared (void)
{
  g_autoptr (TlTlsTrust) a = NULL;
  g_autoptr (TlTlsTrust) b = NULL;
  g_autoptr (GError) error = NULL;

  tl_tls_preload ();
  tl_tls_preload ();
  a = tl_tls_trust_new (NULL, &error);
  g_assert_no_error (error);
  b = tl_tls_trust_new ("", &error);
  g_assert_no_error (error);
  tl_tls_trust_await (a);
  tl_tls_trust_await (b);
  tl_tls_trust_await (b);
  g_assert_nonnull (a->credentials);
  g_assert_true (a->credentials == b->credentials);
  g_assert_false (a->owned);
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
  g_assert_true (authority.trust->owned);
  g_assert_nonnull (authority.trust->credentials);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tls-trust/system-is-shared", test_system_is_shared);
  g_test_add_func ("/net/tls-trust/bad-files", test_bad_files);
  g_test_add_func ("/net/tls-trust/file", test_file);
  return g_test_run ();
}
