/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fix-record.h"

#include "tl-fix-mended.h"

#include <string.h>

#define STRING_MAX 255

/* ------------------------------------------------------------------ what is filled in */

/* RFC 8461 3.1: letters and digits; another one after each change. */
static char *
dup_serial (const TlView *view)
{
  const char *started = tl_evidence_get_started (tl_view_get_evidence (view));
  GString *digits = g_string_new (NULL);

  for (const char *at = started; at != NULL && *at != '\0' && *at != '.'; at++)
    if (g_ascii_isdigit (*at) && digits->len < 14)
      g_string_append_c (digits, *at);
  return g_string_free (digits, FALSE);
}

/* The MX record whose name has no address, with the name that was meant. */
static char *
mx_meant (const TlView *view)
{
  const char *dead = tl_view_get (view, "domain.mx.dead");
  const char *meant = tl_view_get (view, "domain.mx.meant");
  guint priority;

  for (guint i = 0; dead != NULL && meant != NULL; i++) {
    g_autofree char *fact = g_strdup_printf ("domain.mx.%u", i);
    const char *record = tl_view_get (view, fact);

    if (record == NULL)
      break;
    priority = (guint) g_ascii_strtoull (record, NULL, 10);
    if (g_strcmp0 (strchr (record, ' ') + 1, dead) == 0)
      return g_strdup_printf ("%u %s.", priority, meant);
  }
  return NULL;
}

static const struct {
  const char *name;
  char *(*make) (const TlView *view);
} made[] = {{"spf-with-address", tl_fix_spf_with_address},
            {"spf-mended", tl_fix_spf_mended},
            {"spf-merged", tl_fix_spf_merged},
            {"dmarc-mended", tl_fix_dmarc_mended},
            {"mx-meant", mx_meant},
            {"serial", dup_serial}};

static char *
dup_value (const char *name, const TlView *view)
{
  if (strcmp (name, "host") == 0)
    return g_strdup (tl_evidence_get_settings (tl_view_get_evidence (view))->host);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    if (strcmp (name, made[i].name) == 0)
      return made[i].make (view);
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

char *
tl_fix_record_dup_line (const TlFixText *fix)
{
  gboolean quoted = strcmp (fix->record_type, "TXT") == 0;

  return g_strdup_printf (quoted ? "%s. %s \"%s\"" : "%s. %s %s", fix->record_name,
                          fix->record_type, fix->record);
}
