/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-secret.h"

#include <string.h>

static void
test_copy (void)
{
  char typed[] = "correct horse";
  g_autoptr (TlSecret) secret = tl_secret_new (typed, -1);
  gsize length;

  memset (typed, 'x', sizeof typed);
  g_assert_cmpstr (tl_secret_peek (secret, &length), ==, "correct horse");
  g_assert_cmpuint (length, ==, 13);
}

static void
test_nul_inside (void)
{
  g_autoptr (TlSecret) secret = tl_secret_new ("a\0b", 3);
  gsize length;

  g_assert_cmpmem (tl_secret_peek (secret, &length), length, "a\0b", 3);
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (TL_SECRET_MAX + 1, 'p');
  g_autoptr (TlSecret) longest = tl_secret_new (text, TL_SECRET_MAX);

  g_assert_nonnull (longest);
  g_assert_null (tl_secret_new (text, -1));
}

/* A page-sized secret must still have room for its NUL. */
static void
test_page_size (void)
{
  g_autofree char *text = g_strnfill (4096, 'q');
  g_autoptr (TlSecret) secret = tl_secret_new (text, -1);

  g_assert_cmpuint (strlen (tl_secret_peek (secret, NULL)), ==, 4096);
}

static void
test_shared (void)
{
  TlSecret *secret = tl_secret_new ("shared", -1);
  TlSecret *other = tl_secret_ref (secret);

  tl_secret_unref (secret);
  g_assert_cmpstr (tl_secret_peek (other, NULL), ==, "shared");
  tl_secret_unref (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/secret/copy", test_copy);
  g_test_add_func ("/core/secret/nul-inside", test_nul_inside);
  g_test_add_func ("/core/secret/too-long", test_too_long);
  g_test_add_func ("/core/secret/page-size", test_page_size);
  g_test_add_func ("/core/secret/shared", test_shared);
  return g_test_run ();
}
