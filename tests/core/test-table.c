/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-table.h"

#include "tl-product.h"
#include "tl-types.h"

#include "test-table-resources.h"

#define TABLE "/io/github/throughline/Throughline/data/products.ini"

static int n_read;

static gpointer
read_counted (const char *data, gsize length, GError **error)
{
  n_read++;
  return tl_product_table_parse (data, length, error);
}

static gpointer
read_never (const char *data, gsize length, GError **error)
{
  g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%" G_GSIZE_FORMAT " bytes of '%c'", length,
               data[0]);
  return NULL;
}

static void
test_read_once (void)
{
  static gsize slot = 0;
  GResource *resource = test_table_get_resource ();
  const GPtrArray *table = tl_table_get (&slot, resource, TABLE, read_counted);
  g_autoptr (GPtrArray) anew = tl_table_load (resource, TABLE, read_counted);

  g_assert_cmpuint (table->len, >, 0);
  g_assert_cmpuint (anew->len, ==, table->len);
  g_assert_true (table == tl_table_get (&slot, resource, TABLE, read_counted));
  g_assert_cmpint (n_read, ==, 2);
}

static void
test_missing (void)
{
  if (g_test_subprocess ()) {
    tl_table_load (test_table_get_resource (), TABLE ".gone", read_counted);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*products.ini.gone*");
}

static void
test_unreadable (void)
{
  if (g_test_subprocess ()) {
    tl_table_load (test_table_get_resource (), TABLE, read_never);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*products.ini: * bytes of '#'*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/read-once", test_read_once);
  g_test_add_func ("/table/missing", test_missing);
  g_test_add_func ("/table/unreadable", test_unreadable);
  return g_test_run ();
}
