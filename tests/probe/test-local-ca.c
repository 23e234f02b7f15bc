/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Trusted certificates beside those that a distribution brings. The files hold no real certificates:
 * what is compared are their bytes. */
#include "tl-local-ca.h"

#include <glib/gstdio.h>
#include <string.h>

#define BLOCK(base64) "-----BEGIN CERTIFICATE-----\n" base64 "\n-----END CERTIFICATE-----\n"

typedef struct {
  char *folder, *shipped, *inner, *bundle;
} Store;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Store *store, gconstpointer unused)
{
  store->folder = g_dir_make_tmp ("tl-ca-XXXXXX", NULL);
  store->shipped = g_build_filename (store->folder, "shipped", NULL);
  store->inner = g_build_filename (store->shipped, "mozilla", NULL);
  store->bundle = g_build_filename (store->folder, "bundle.crt", NULL);
  g_assert_cmpint (g_mkdir_with_parents (store->inner, 0700), ==, 0);
}

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_remove (path);
}

static void
tear_down (Store *store, gconstpointer unused)
{
  static const char *const names[] = {"one.crt", "two.crt", "readme.txt"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    remove_file (store->inner, names[i]);
  g_remove (store->bundle);
  g_rmdir (store->inner);
  g_rmdir (store->shipped);
  g_rmdir (store->folder);
  g_free (store->folder);
  g_free (store->shipped);
  g_free (store->inner);
  g_free (store->bundle);
}

static void
test_added (Store *store, gconstpointer unused)
{
  g_autoptr (GPtrArray) added = NULL;

  write_file (store->inner, "one.crt", BLOCK ("b25l"));
  write_file (store->inner, "two.crt", "# words\n" BLOCK ("dHdv"));
  write_file (store->inner, "readme.txt", BLOCK ("dGhyZWU="));
  /* The same bytes in other lines are the same certificate. */
  write_file (store->folder, "bundle.crt", BLOCK ("dH\ndv") BLOCK ("dGhyZWU=") BLOCK ("b25l"));
  added = tl_local_ca_find (store->bundle, store->shipped);
  g_assert_nonnull (added);
  g_assert_cmpuint (added->len, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (added->pdata[0], NULL), g_bytes_get_size (added->pdata[0]),
                   "three", 5);
}

static void
test_none (Store *store, gconstpointer unused)
{
  g_autoptr (GPtrArray) added = NULL;

  write_file (store->inner, "one.crt", BLOCK ("b25l"));
  write_file (store->folder, "bundle.crt", BLOCK ("b25l"));
  added = tl_local_ca_find (store->bundle, store->shipped);
  g_assert_nonnull (added);
  g_assert_cmpuint (added->len, ==, 0);
}

/* Where one of the two is missing, nothing is known, and nobody is accused. */
static void
test_missing (Store *store, gconstpointer unused)
{
  g_assert_null (tl_local_ca_find (store->bundle, store->shipped));
  write_file (store->folder, "bundle.crt", BLOCK ("b25l") "-----BEGIN CERTIFICATE-----\nhalf");
  g_assert_null (tl_local_ca_find (store->bundle, store->shipped));
  write_file (store->inner, "one.crt", BLOCK ("b25l"));
  g_assert_null (tl_local_ca_find (store->folder, store->shipped));
  g_assert_null (tl_local_ca_find ("/nonexistent", store->shipped));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/probe/local-ca/added", Store, NULL, set_up, test_added, tear_down);
  g_test_add ("/probe/local-ca/none", Store, NULL, set_up, test_none, tear_down);
  g_test_add ("/probe/local-ca/missing", Store, NULL, set_up, test_missing, tear_down);
  return g_test_run ();
}
