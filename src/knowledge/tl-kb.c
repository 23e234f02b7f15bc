/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-kb.h"

static const TlKbArea *const areas[] = {
    &tl_kb_local,
    &tl_kb_network,
    &tl_kb_dns,
    &tl_kb_tls,
    &tl_kb_any,
    &tl_kb_smtp,
    &tl_kb_smtp_recipient,
    &tl_kb_smtp_sender,
    &tl_kb_smtp_login,
    &tl_kb_smtp_origin,
    &tl_kb_smtp_message,
    &tl_kb_notice,
    &tl_kb_ftp,
    &tl_kb_http,
    &tl_kb_file,
    &tl_kb_domain,
};

const TlKbArea *const *
tl_kb_get_areas (gsize *n)
{
  *n = G_N_ELEMENTS (areas);
  return areas;
}

static gpointer
build_index (gpointer unused)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize a = 0; a < G_N_ELEMENTS (areas); a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      g_hash_table_insert (index, (gpointer) areas[a]->causes[c].id,
                           (gpointer) &areas[a]->causes[c]);
  return index;
}

const TlCause *
tl_kb_find (const char *id)
{
  static GOnce once = G_ONCE_INIT;

  return id != NULL ? g_hash_table_lookup (g_once (&once, build_index, NULL), id) : NULL;
}
