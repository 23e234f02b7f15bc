/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-mta-sts.h"

#include <string.h>

/* RFC 8461 3.2: about a year, and at most ten digits. */
#define MAX_AGE_MAX 31557600

static const char *
find_mode (const char *word)
{
  static const char *const modes[] = {"enforce", "testing", "none"};

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_strcmp0 (modes[i], word) == 0)
      return modes[i];
  return NULL;
}

/* Of a field that may stand there once, the first one counts (RFC 8461 3.2). */
static void
keep_first (char **field, const char *value)
{
  if (*field == NULL)
    *field = g_strdup (value);
}

TlMtaSts *
tl_mta_sts_parse (const char *text, gsize length)
{
  g_autoptr (TlMtaSts) policy = g_new0 (TlMtaSts, 1);
  g_autofree char *copy = g_strndup (text, MIN (length, TL_MTA_STS_MAX));
  g_autofree char *version = NULL;
  g_autofree char *mode = NULL;
  g_autofree char *age = NULL;
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  guint64 seconds = 0;

  policy->mx = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *value = strchr (lines[i], ':');
    const char *name;

    if (value == NULL)
      continue;
    *value = '\0';
    value = g_strstrip (value + 1);
    name = g_strstrip (lines[i]);
    if (strcmp (name, "version") == 0)
      keep_first (&version, value);
    else if (strcmp (name, "mode") == 0)
      keep_first (&mode, value);
    else if (strcmp (name, "max_age") == 0)
      keep_first (&age, value);
    else if (strcmp (name, "mx") == 0 && *value != '\0')
      g_ptr_array_add (policy->mx, g_strdup (value));
  }
  policy->mode = find_mode (mode);
  if (g_strcmp0 (version, "STSv1") != 0 || policy->mode == NULL || age == NULL ||
      !g_ascii_string_to_unsigned (age, 10, 0, MAX_AGE_MAX, &seconds, NULL))
    return NULL;
  policy->max_age = (guint) seconds;
  if (policy->mx->len == 0 && strcmp (policy->mode, "none") != 0)
    return NULL;
  return g_steal_pointer (&policy);
}

void
tl_mta_sts_free (TlMtaSts *policy)
{
  g_clear_pointer (&policy->mx, g_ptr_array_unref);
  g_free (policy);
}

/* Names in the DNS may end with a dot; that changes nothing. */
static gboolean
same_name (const char *a, const char *b)
{
  gsize x = strlen (a), y = strlen (b);

  x -= x > 0 && a[x - 1] == '.';
  y -= y > 0 && b[y - 1] == '.';
  return x == y && g_ascii_strncasecmp (a, b, x) == 0;
}

gboolean
tl_mta_sts_names (const TlMtaSts *policy, const char *host)
{
  const char *parent = strchr (host, '.');

  for (guint i = 0; i < policy->mx->len; i++) {
    const char *pattern = policy->mx->pdata[i];

    if (g_str_has_prefix (pattern, "*.")
            ? parent != NULL && parent > host && same_name (pattern + 2, parent + 1)
            : same_name (pattern, host))
      return TRUE;
  }
  return FALSE;
}
