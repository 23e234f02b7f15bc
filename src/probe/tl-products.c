/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The built-in table of products, and what it knows of a chain of certificates. */
#include "tl-run-private.h"

#include <string.h>

#include "tl-probe-resources.h"

#define TABLE "/io/github/throughline/Throughline/data/products.ini"

static GPtrArray *
load_table (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (tl_probe_get_resource (), TABLE,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  GPtrArray *table = NULL;

  if (bytes != NULL)
    table =
        tl_product_table_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  /* The table is part of the program: a test holds every group. */
  if (table == NULL)
    g_error ("%s: %s", TABLE, error->message);
  return table;
}

const GPtrArray *
tl_products (void)
{
  static GPtrArray *table;
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    table = load_table ();
    g_once_init_leave (&once, 1);
  }
  return table;
}

const TlProduct *
tl_products_find_interceptor (const TlTlsInfo *info)
{
  for (guint i = 0; i < info->chain->len; i++) {
    const TlCertificateInfo *certificate = info->chain->pdata[i];
    const TlProduct *product = tl_product_find_by_issuer (tl_products (), certificate->issuer);

    if (product != NULL)
      return product;
  }
  return NULL;
}
