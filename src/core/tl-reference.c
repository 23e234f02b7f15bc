/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-reference.h"

#include <string.h>

#define LIST_PREFIX "list "
#define PORTAL "portal"
/* RFC 5782 5 */
#define LISTED_ADDRESS "127.0.0.2"

void
tl_reference_list_free (TlReferenceList *list)
{
  g_free (list->zone);
  g_free (list->listed);
  g_strfreev (list->dynamic);
  g_free (list->page);
  g_free (list);
}

TlReferenceList *
tl_reference_list_new (const char *zone)
{
  TlReferenceList *list = g_new0 (TlReferenceList, 1);

  list->zone = g_strdup (zone);
  list->listed = g_strdup (LISTED_ADDRESS);
  list->dynamic = g_new0 (char *, 1);
  list->page = g_strdup ("");
  return list;
}

static void
take (char **member, char *value)
{
  if (value == NULL)
    return;
  g_free (*member);
  *member = value;
}

/* The name of the key that is wrong, or NULL. */
static const char *
read_list (GKeyFile *file, const char *group, TlReferenceList *list)
{
  g_autofree char *kind = g_key_file_get_string (file, group, "Kind", NULL);
  char **dynamic = g_key_file_get_string_list (file, group, "Dynamic", NULL, NULL);

  if (dynamic != NULL) {
    g_strfreev (list->dynamic);
    list->dynamic = dynamic;
  }
  if (strchr (list->zone, '.') == NULL || strpbrk (list->zone, " /:") != NULL)
    return "zone";
  if (g_strcmp0 (kind, "address") != 0 && g_strcmp0 (kind, "domain") != 0)
    return "Kind";
  list->of_domains = strcmp (kind, "domain") == 0;
  take (&list->listed, g_key_file_get_string (file, group, "Listed", NULL));
  take (&list->page, g_key_file_get_string (file, group, "Page", NULL));
  if (list->of_domains && strcmp (list->listed, LISTED_ADDRESS) == 0)
    return "Listed";
  if (*list->page != '\0' && !g_str_has_prefix (list->page, "https://"))
    return "Page";
  return NULL;
}

GPtrArray *
tl_reference_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) lists =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tl_reference_list_free);
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, error))
    return NULL;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    TlReferenceList *list;
    const char *wrong;

    if (strcmp (groups[i], PORTAL) == 0)
      continue;
    if (!g_str_has_prefix (groups[i], LIST_PREFIX)) {
      g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%s", groups[i]);
      return NULL;
    }
    list = tl_reference_list_new (groups[i] + strlen (LIST_PREFIX));
    g_ptr_array_add (lists, list);
    wrong = read_list (file, groups[i], list);
    if (wrong != NULL) {
      g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%s: %s", groups[i], wrong);
      return NULL;
    }
  }
  return g_steal_pointer (&lists);
}

/* ------------------------------------------------------------------ the portal */

void
tl_reference_portal_free (TlReferencePortal *portal)
{
  g_free (portal->url);
  g_strfreev (portal->answers);
  g_free (portal);
}

TlReferencePortal *
tl_reference_parse_portal (const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TlReferencePortal) portal = g_new0 (TlReferencePortal, 1);

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, error))
    return NULL;
  portal->url = g_key_file_get_string (file, PORTAL, "URL", NULL);
  portal->answers = g_key_file_get_string_list (file, PORTAL, "Answers", NULL, NULL);
  portal->known = TRUE;
  /* One that is encrypted cannot be redirected, and so shows nothing. */
  if (portal->url == NULL || !g_str_has_prefix (portal->url, "http://")) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "portal: URL");
    return NULL;
  }
  if (portal->answers == NULL || portal->answers[0] == NULL) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "portal: Answers");
    return NULL;
  }
  return g_steal_pointer (&portal);
}
