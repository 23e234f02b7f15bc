/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fix-record.h"

#include <string.h>

#define STRING_MAX 255

/* Terms count from left to right (RFC 7208 4.6.2), so the address has to stand before the term that
 * decides for everybody else. */
static gboolean
decides_for_all (const char *term)
{
  const char *bare = term + (strchr ("+-~?", *term) != NULL);

  return g_ascii_strcasecmp (bare, "all") == 0 ||
         g_ascii_strncasecmp (bare, "redirect=", strlen ("redirect=")) == 0;
}

static char *
spf_with_address (const TlView *view)
{
  const char *record = tl_view_get (view, "domain.spf.record");
  const char *address = tl_view_get (view, "domain.sender.address");
  g_auto (GStrv) terms = NULL;
  g_autofree char *own = NULL;
  g_autoptr (GPtrArray) mended = g_ptr_array_new ();
  gboolean there = FALSE;

  if (record == NULL || address == NULL)
    return NULL;
  own = g_strconcat (strchr (address, ':') != NULL ? "ip6:" : "ip4:", address, NULL);
  terms = g_strsplit (record, " ", -1);
  for (guint i = 0; terms[i] != NULL; i++) {
    if (*terms[i] == '\0')
      continue;
    if (!there && decides_for_all (terms[i])) {
      g_ptr_array_add (mended, own);
      there = TRUE;
    }
    g_ptr_array_add (mended, terms[i]);
  }
  if (!there)
    g_ptr_array_add (mended, own);
  g_ptr_array_add (mended, NULL);
  return g_strjoinv (" ", (char **) mended->pdata);
}

static char *
dup_value (const char *name, const TlView *view)
{
  if (strcmp (name, "host") == 0)
    return g_strdup (tl_evidence_get_settings (tl_view_get_evidence (view))->host);
  if (strcmp (name, "spf-with-address") == 0)
    return spf_with_address (view);
  return g_strdup (tl_view_get (view, name));
}

static gboolean
fits (const char *record)
{
  for (const char *c = record; *c != '\0'; c++)
    if (!g_ascii_isprint (*c) || *c == '"' || *c == '\\')
      return FALSE;
  return strlen (record) <= STRING_MAX;
}

char *
tl_fix_record_fill (const char *record, const TlView *view)
{
  g_autoptr (GString) out = g_string_new (NULL);

  while (*record != '\0') {
    gsize plain = strcspn (record, "{");
    gsize length = strcspn (record + plain, "}");
    g_autofree char *name = NULL;
    g_autofree char *value = NULL;

    g_string_append_len (out, record, (gssize) plain);
    record += plain;
    if (*record == '\0')
      break;
    name = g_strndup (record + 1, length - 1);
    value = dup_value (name, view);
    if (value == NULL || *value == '\0')
      return NULL;
    g_string_append (out, value);
    record += length + 1;
  }
  return fits (out->str) ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
