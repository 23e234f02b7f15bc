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

/* ------------------------------------------------------------------ what is mended */

static gboolean
is_bad_term (const char *term, const char *bad)
{
  const char *bare = term + (strchr ("+-~?", *term) != NULL);
  const char *colon = strpbrk (bare, ":=");

  return g_ascii_strcasecmp (term, bad) == 0 ||
         (colon != NULL && g_ascii_strcasecmp (colon + 1, bad) == 0);
}

/* Only where the bad term stands in the domain's own record. */
static char *
spf_without_term (const TlView *view)
{
  const char *record = tl_view_get (view, "domain.spf.record");
  const char *bad = tl_view_get (view, "domain.spf.error_term");
  g_auto (GStrv) terms = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  gboolean found = FALSE;

  if (record == NULL || bad == NULL)
    return NULL;
  terms = g_strsplit (record, " ", -1);
  for (guint i = 0; terms[i] != NULL; i++) {
    gboolean is_bad = is_bad_term (terms[i], bad);

    found |= is_bad;
    if (*terms[i] != '\0' && !is_bad)
      g_ptr_array_add (kept, terms[i]);
  }
  g_ptr_array_add (kept, NULL);
  return found ? g_strjoinv (" ", (char **) kept->pdata) : NULL;
}

/* The terms of two records in one: those of the second that the first has not, before its end. */
static char *
spf_merged (const TlView *view)
{
  const char *first = tl_view_get (view, "domain.spf.record");
  const char *second = tl_view_get (view, "domain.spf.second");
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  const char *end = NULL;

  if (first == NULL || second == NULL)
    return NULL;
  for (guint which = 0; which < 2; which++) {
    g_auto (GStrv) words = g_strsplit (which == 0 ? first : second, " ", -1);

    for (guint i = 0; words[i] != NULL; i++) {
      if (decides_for_all (words[i])) {
        end = end != NULL ? end : g_intern_string (words[i]);
        continue;
      }
      if (*words[i] != '\0' &&
          !g_ptr_array_find_with_equal_func (terms, words[i], g_str_equal, NULL))
        g_ptr_array_add (terms, g_strdup (words[i]));
    }
  }
  if (end != NULL)
    g_ptr_array_add (terms, g_strdup (end));
  g_ptr_array_add (terms, NULL);
  return g_strjoinv (" ", (char **) terms->pdata);
}

/* The value behind "name=" in a record however it is written; up to the next sign between parts. */
static char *
find_value (const char *record, const char *name)
{
  const char *at = record;

  while ((at = strstr (at, name)) != NULL) {
    const char *value = at + strlen (name);

    if ((at == record || strchr (" ;,", at[-1]) != NULL) && *value == '=') {
      value++;
      return g_strndup (value, strcspn (value, " ;,"));
    }
    at++;
  }
  return NULL;
}

static char *
dmarc_mended (const TlView *view)
{
  static const char *const policies[] = {"none", "quarantine", "reject", NULL};
  const char *record = tl_view_get (view, "domain.dmarc.record");
  g_autofree char *small = record != NULL ? g_ascii_strdown (record, -1) : NULL;
  g_autofree char *policy = small != NULL ? find_value (small, "p") : NULL;
  g_autofree char *reports = record != NULL ? find_value (record, "rua") : NULL;
  gboolean good = policy != NULL && g_strv_contains (policies, policy);

  if (record == NULL)
    return NULL;
  if (reports == NULL || !g_str_has_prefix (reports, "mailto:"))
    return g_strconcat ("v=DMARC1; p=", good ? policy : "none", NULL);
  return g_strconcat ("v=DMARC1; p=", good ? policy : "none", "; rua=", reports, NULL);
}

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

static const struct {
  const char *name;
  char *(*make) (const TlView *view);
} made[] = {{"spf-with-address", spf_with_address},
            {"spf-without-term", spf_without_term},
            {"spf-merged", spf_merged},
            {"dmarc-mended", dmarc_mended},
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
