/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The built-in table of products, and what it knows of a chain of certificates. */
#include "tl-run-private.h"

#include <string.h>

#include "tl-probe-resources.h"
#include "tl-table.h"

#define TABLE "/io/github/throughline/Throughline/data/products.ini"

const GPtrArray *
tl_products (void)
{
  static gsize table = 0;

  return tl_table_get (&table, tl_probe_get_resource (), TABLE,
                       (TlTableReader) tl_product_table_parse);
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
