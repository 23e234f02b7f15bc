/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs and boxes that stand between this computer and a server: data/products.ini, read. */
#pragma once

#include "tl-types.h"

G_BEGIN_DECLS

typedef struct {
  char *id;
  char *name;
  char *kind;      /* "antivirus", "inspection", "firewall", "vpn", "clock" */
  char **programs; /* names of its processes, perhaps none */
  char **units;    /* patterns of its systemd units, perhaps none */
  char **rules;    /* patterns of the names of its tables and chains of rules, perhaps none */
  char *
      *stops; /* patterns of the names of links that swallow everything while its tunnel is down */
  char *command;  /* lists its rules, for somebody with rights; "" where there is none */
  char **issuers; /* pieces of the issuer's name in its certificates, perhaps none */
} TlProduct;
void tl_product_free (TlProduct *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProduct, tl_product_free)

/* Array of TlProduct. NULL with TL_ERROR_BAD_INPUT, which names the group and the key. */
GPtrArray *tl_product_table_parse (const char *data, gsize length, GError **error);

/* Whether the name of a systemd unit is of this product. */
gboolean tl_product_has_unit (const TlProduct *product, const char *unit);

/* The one that has such a name for a table or a chain of rules, or NULL. */
const TlProduct *tl_product_find_by_rule (const GPtrArray *table, const char *name);

/* The one that lays a link of that name over the way out while its tunnel is down, or NULL. */
const TlProduct *tl_product_find_by_stop (const GPtrArray *table, const char *link);

/* The one whose certificates are issued in such a name (RFC 4514), or NULL. */
const TlProduct *tl_product_find_by_issuer (const GPtrArray *table, const char *issuer);

G_END_DECLS
