/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that a slip may have made another one of. */
#include "tl-names.h"

#include <string.h>

/* A name server of a home answers some hundreds at once; so many questions are no burden. */
#define NEAR_MAX 80
#define LABEL_MAX 30

typedef struct {
  GPtrArray *names; /* (owned by the caller) */
  const char *host;
  char **labels;
  guint at; /* the label that is changed */
} Near;

static void
add (Near *near, char *name)
{
  g_autofree char *owned = name;

  if (near->names->len >= NEAR_MAX || strcmp (near->host, name) == 0)
    return;
  for (guint i = 0; i < near->names->len; i++)
    if (strcmp (near->names->pdata[i], name) == 0)
      return;
  g_ptr_array_add (near->names, g_steal_pointer (&owned));
}

static void
add_label (Near *near, guint at, const char *label)
{
  char *kept = near->labels[at];

  if (*label == '\0')
    return;
  near->labels[at] = (char *) label;
  add (near, g_strjoinv (".", near->labels));
  near->labels[at] = kept;
}

/* Whether two words differ by one letter that is wrong, missing or too many, or by two swapped. */
static gboolean
is_close (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b), i = 0;

  while (a[i] != '\0' && a[i] == b[i])
    i++;
  if (na == nb && (strcmp (a + i, b + i) == 0 || strcmp (a + i + 1, b + i + 1) == 0))
    return TRUE;
  if (na == nb)
    return a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp (a + i + 2, b + i + 2) == 0;
  if (na + 1 == nb)
    return strcmp (a + i, b + i + 1) == 0;
  return na == nb + 1 && strcmp (a + i + 1, b + i) == 0;
}

/* ------------------------------------------------------------------ slips of the fingers */

/* With `length` letters at `at` of the label replaced. */
static void
replace (Near *near, gsize at, gsize length, const char *with)
{
  const char *label = near->labels[near->at];
  g_autoptr (GString) changed = g_string_new (label);

  g_string_erase (changed, (gssize) at, (gssize) length);
  g_string_insert (changed, (gssize) at, with);
  add_label (near, near->at, changed->str);
}

/* Two neighbours swapped, the commonest slip; a letter too many; one of two equal letters left out. */
static void
add_plain_slips (Near *near)
{
  const char *label = near->labels[near->at];
  gsize length = strlen (label);

  for (gsize i = 0; i + 1 < length; i++)
    replace (near, i, 2, (char[]){label[i + 1], label[i], '\0'});
  for (gsize i = 0; length > 1 && i < length; i++)
    replace (near, i, 1, "");
  for (gsize i = 0; i < length; i++)
    replace (near, i, 1, (char[]){label[i], label[i], '\0'});
}

/* A vowel left out; a key beside the right one; letters and digits that look alike. */
static void
add_wrong_letters (Near *near)
{
  static const char *const vowels[] = {"a", "e", "i", "o", "u", NULL};
  static const char *const keys[] = {
      "aqsz", "bvgn", "cxvd", "dsfec", "ewrd",  "frdgv", "gtfhb", "hgjyn", "iuoklj1", "jhkum",
      "klji", "lko1", "mnj",  "nmbh",  "oipl0", "pol",   "qwa",   "retf",  "sadwx",   "trgy",
      "uyij", "vcbf", "wqes", "xzcs",  "ytuh",  "zxa",   "0o",    "1li"};
  const char *label = near->labels[near->at];

  for (gsize i = 0; label[i] != '\0'; i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
      for (const char *key = keys[k] + 1; keys[k][0] == label[i] && *key != '\0'; key++)
        replace (near, i, 1, (char[]){*key, '\0'});
    for (gsize k = 0; vowels[k] != NULL; k++)
      replace (near, i, 0, vowels[k]);
    if (label[i] == 'r' && label[i + 1] == 'n')
      replace (near, i, 2, "m");
    if (label[i] == 'm')
      replace (near, i, 1, "rn");
  }
}

/* ------------------------------------------------------------------ words that people mix up */

static const char *const usual[] = {"smtp", "mail", "ftp", "www", "mx", "imap", "out", "relay"};

/* The usual names of servers: one close by, and the two that most domains have. They are few, and some
 * name servers deny a name that has others below it, so they are tried wherever the slip seems to be. */
static void
add_usual (Near *near)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (is_close (near->labels[0], usual[i]))
      add_label (near, 0, usual[i]);
  for (gsize i = 0; i < 2; i++)
    add_label (near, 0, usual[i]);
}

/* One in which the dot behind it was forgotten. */
static void
add_dot (Near *near)
{
  const char *first = near->labels[0];

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    gsize length = strlen (usual[i]);

    if (g_str_has_prefix (first, usual[i]) && first[length] != '\0') {
      g_autofree char *parted = g_strconcat (usual[i], ".", first + length, NULL);

      add_label (near, 0, parted);
    }
  }
}

/* Endings: first those that a slip makes of the one that was written, then the commonest ones. */
static void
add_endings (Near *near, guint last)
{
  static const char *const endings[] = {
      "com", "org", "net", "de", "ru", "info", "eu", "uk", "fr",  "nl",  "it",  "es",  "pl", "ch",
      "at",  "be",  "cz",  "se", "no", "dk",   "fi", "ir", "eg",  "sa",  "ae",  "us",  "ca", "au",
      "br",  "in",  "jp",  "cn", "io", "me",   "co", "tv", "biz", "edu", "gov", "app", "dev"};
  const char *written = near->labels[last];

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (is_close (written, endings[i]))
      add_label (near, last, endings[i]);
  for (gsize i = 0; i < 10; i++)
    add_label (near, last, endings[i]);
}

GPtrArray *
tl_names_list_near (const char *host, guint missing)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n = g_strv_length (labels);
  Near near = {.names = g_ptr_array_new_with_free_func (g_free),
               .host = host,
               .labels = labels,
               .at = missing};

  if (n > 2)
    add_usual (&near);
  if (n > 1)
    add_dot (&near);
  if (n < 2 || missing >= n || strlen (labels[missing]) > LABEL_MAX)
    return near.names;
  if (missing < n - 1)
    add_plain_slips (&near);
  if (missing >= n - 2)
    add_endings (&near, n - 1);
  if (missing < n - 1)
    add_wrong_letters (&near);
  return near.names;
}
