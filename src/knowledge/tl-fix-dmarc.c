/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fix-mended.h"

#include <string.h>

#define BETWEEN " \t;,\"\\"

/* The value behind "name=" in a record however it is written, up to one of `ends`. (transfer full,
 * nullable) */
static char *
find_value (const char *record, const char *name, const char *ends)
{
  g_autofree char *small = g_ascii_strdown (record, -1);
  const char *at = small;

  while ((at = strstr (at, name)) != NULL) {
    const char *value = at + strlen (name);

    value += strspn (value, " \t");
    if ((at == small || strchr (BETWEEN, at[-1]) != NULL) && *value == '=') {
      value++;
      value += strspn (value, " \t");
      return g_strndup (record + (value - small), strcspn (value, ends));
    }
    at++;
  }
  return NULL;
}

/* A policy as it was meant; NULL where one cannot tell. */
static const char *
mend_policy (const char *word)
{
  if (word == NULL)
    return NULL;
  if (g_ascii_strncasecmp (word, "q", 1) == 0)
    return "quarantine";
  if (g_ascii_strncasecmp (word, "rej", 3) == 0)
    return "reject";
  return g_ascii_strncasecmp (word, "no", 2) == 0 ? "none" : NULL;
}

static void
add_policy (GString *out, const char *record, const char *name, const char *otherwise)
{
  g_autofree char *word = find_value (record, name, BETWEEN);
  const char *policy = mend_policy (word);

  if (policy == NULL)
    policy = otherwise;
  if (policy != NULL)
    g_string_append_printf (out, "; %s=%s", name, policy);
}

/* Addresses of reports, with commas between them, each with its scheme (RFC 7489 6.2). */
static void
add_addresses (GString *out, const char *record, const char *name)
{
  g_autofree char *value = find_value (record, name, " \t;\"\\");
  g_auto (GStrv) list = value != NULL ? g_strsplit (value, ",", -1) : NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  /* Behind a comma there may be another part of the record as well. */
  for (guint i = 0; list != NULL && list[i] != NULL && strchr (list[i], '=') == NULL; i++) {
    if (g_ascii_strncasecmp (list[i], "mailto:", 7) == 0 && strchr (list[i], '@') != NULL)
      g_ptr_array_add (kept, g_strdup (list[i]));
    else if (strchr (list[i], '@') != NULL && strchr (list[i], ':') == NULL)
      g_ptr_array_add (kept, g_strconcat ("mailto:", list[i], NULL));
  }
  if (kept->len == 0)
    return;
  g_ptr_array_add (kept, NULL);
  joined = g_strjoinv (",", (char **) kept->pdata);
  g_string_append_printf (out, "; %s=%s", name, joined);
}

/* A part that holds one of a few letters or a number. */
static void
add_plain (GString *out, const char *record, const char *name, const char *letters)
{
  g_autofree char *value = find_value (record, name, BETWEEN);

  if (value != NULL && *value != '\0' && strlen (value) <= 8 &&
      strspn (value, letters) == strlen (value))
    g_string_append_printf (out, "; %s=%s", name, value);
}

char *
tl_fix_dmarc_mended (const TlView *view)
{
  const char *record = tl_view_get (view, "domain.dmarc.record");
  GString *out;

  if (record == NULL)
    return NULL;
  out = g_string_new ("v=DMARC1");
  add_policy (out, record, "p", "none");
  add_policy (out, record, "sp", NULL);
  add_addresses (out, record, "rua");
  add_addresses (out, record, "ruf");
  add_plain (out, record, "adkim", "rs");
  add_plain (out, record, "aspf", "rs");
  add_plain (out, record, "pct", "0123456789");
  add_plain (out, record, "fo", "01ds:");
  add_plain (out, record, "ri", "0123456789");
  return g_string_free (out, FALSE);
}
