/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-table.h"

gpointer
tl_table_load (GResource *resource, const char *path, TlTableReader read)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  gpointer table = NULL;

  if (bytes != NULL)
    table = read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  if (table == NULL)
    g_error ("%s: %s", path, error->message);
  return table;
}

gconstpointer
tl_table_get (gsize *slot, GResource *resource, const char *path, TlTableReader read)
{
  if (g_once_init_enter (slot))
    g_once_init_leave (slot, (gsize) tl_table_load (resource, path, read));
  return GSIZE_TO_POINTER (*slot);
}
