/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-product.h"

#include <string.h>

#define PREFIX "product "
/* The kernel keeps no more of a program's name. */
#define PROGRAM_MAX 15
/* Shorter ones would be found inside the names of others. */
#define ISSUER_MIN 5

void
tl_product_free (TlProduct *product)
{
  g_free (product->id);
  g_free (product->name);
  g_free (product->kind);
  g_strfreev (product->programs);
  g_strfreev (product->units);
  g_strfreev (product->issuers);
  g_strfreev (product->rules);
  g_strfreev (product->stops);
  g_free (product->command);
  g_free (product);
}

static char **
read_list (GKeyFile *file, const char *group, const char *key)
{
  char **list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

/* The name of the key that is wrong, or NULL. */
static const char *
read_product (GKeyFile *file, const char *group, TlProduct *product)
{
  static const char *const kinds[] = {"antivirus", "inspection", "firewall", "vpn", "clock", NULL};

  product->name = g_key_file_get_string (file, group, "Name", NULL);
  product->kind = g_key_file_get_string (file, group, "Kind", NULL);
  product->programs = read_list (file, group, "Programs");
  product->units = read_list (file, group, "Units");
  product->rules = read_list (file, group, "Rules");
  product->stops = read_list (file, group, "Stops");
  product->issuers = read_list (file, group, "Issuers");
  product->command = g_key_file_get_string (file, group, "Command", NULL);
  if (product->command == NULL)
    product->command = g_strdup ("");
  if (product->name == NULL || *product->name == '\0')
    return "Name";
  if (product->kind == NULL || !g_strv_contains (kinds, product->kind))
    return "Kind";
  for (guint i = 0; product->programs[i] != NULL; i++)
    if (*product->programs[i] == '\0' || strlen (product->programs[i]) > PROGRAM_MAX)
      return "Programs";
  for (guint i = 0; product->issuers[i] != NULL; i++)
    if (strlen (product->issuers[i]) < ISSUER_MIN)
      return "Issuers";
  for (guint i = 0; product->units[i] != NULL; i++)
    if (!g_str_has_suffix (product->units[i], ".service"))
      return "Units";
  return product->programs[0] == NULL && product->issuers[0] == NULL && product->units[0] == NULL &&
                 *product->command == '\0'
             ? "Programs"
             : NULL;
}

GPtrArray *
tl_product_table_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) table = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_product_free);
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, error))
    return NULL;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    gboolean known = g_str_has_prefix (groups[i], PREFIX);
    const char *wrong = "group";

    if (known) {
      TlProduct *product = g_new0 (TlProduct, 1);

      g_ptr_array_add (table, product);
      product->id = g_strdup (groups[i] + strlen (PREFIX));
      wrong = read_product (file, groups[i], product);
    }
    if (wrong != NULL) {
      g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%s: %s", groups[i], wrong);
      return NULL;
    }
  }
  return g_steal_pointer (&table);
}

gboolean
tl_product_has_unit (const TlProduct *product, const char *unit)
{
  for (guint i = 0; product->units[i] != NULL; i++)
    if (g_pattern_match_simple (product->units[i], unit))
      return TRUE;
  return FALSE;
}

const TlProduct *
tl_product_find_by_stop (const GPtrArray *table, const char *link)
{
  for (guint i = 0; i < table->len; i++) {
    const TlProduct *product = table->pdata[i];

    for (guint k = 0; product->stops[k] != NULL; k++)
      if (g_pattern_match_simple (product->stops[k], link))
        return product;
  }
  return NULL;
}

const TlProduct *
tl_product_find_by_rule (const GPtrArray *table, const char *name)
{
  for (guint i = 0; i < table->len; i++) {
    const TlProduct *product = table->pdata[i];

    for (guint k = 0; product->rules[k] != NULL; k++)
      if (g_pattern_match_simple (product->rules[k], name))
        return product;
  }
  return NULL;
}

const TlProduct *
tl_product_find_by_issuer (const GPtrArray *table, const char *issuer)
{
  g_autofree char *folded = g_utf8_casefold (issuer, -1);

  for (guint i = 0; i < table->len; i++) {
    const TlProduct *product = table->pdata[i];

    for (guint k = 0; product->issuers[k] != NULL; k++) {
      g_autofree char *piece = g_utf8_casefold (product->issuers[k], -1);

      if (strstr (folded, piece) != NULL)
        return product;
    }
  }
  return NULL;
}
