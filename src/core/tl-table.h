/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of data/ that are part of the program. A test holds every group of each, so that one
 * which is missing or cannot be read is a mistake of this program, and ends it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What reads one kind of table, as tl_product_table_parse() does: never NULL without `error`. */
typedef gpointer (*TlTableReader) (const char *data, gsize length, GError **error);

/* The table at `path` of a resource, read anew. (transfer full: as `read` gives it) */
gpointer tl_table_load (GResource *resource, const char *path, TlTableReader read);
/* The same, read once in the life of the program: `slot` is a static zero of the caller's, and any
 * thread may ask. (transfer none) */
gconstpointer tl_table_get (gsize *slot, GResource *resource, const char *path, TlTableReader read);

G_END_DECLS
