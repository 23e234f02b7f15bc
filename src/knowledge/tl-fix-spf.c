/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fix-mended.h"

#include "tl-address.h"

#include <string.h>

/* What word processors make of a minus. */
static const char *const dashes[] = {"\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x92",
                                     "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92"};

static const char *
without_qualifier (const char *term)
{
  return term + (*term != '\0' && strchr ("+-~?", *term) != NULL);
}

static gboolean
is_all (const char *term)
{
  return g_ascii_strcasecmp (without_qualifier (term), "all") == 0;
}

static gboolean
is_redirect (const char *term)
{
  return g_ascii_strncasecmp (term, "redirect=", strlen ("redirect=")) == 0;
}

static gboolean
is_version (const char *term)
{
  return g_ascii_strcasecmp (term, "v=spf1") == 0;
}

/* ------------------------------------------------------------------ one term */

/* An address, perhaps with the length of a network behind it. */
static gboolean
is_network (const char *text, gboolean *six)
{
  g_autofree char *literal = g_strndup (text, strcspn (text, "/"));
  const char *length = strchr (text, '/');
  TlAddress address;
  guint64 bits;

  if (strpbrk (literal, "[]%") != NULL || !tl_address_parse (literal, 0, &address))
    return FALSE;
  *six = tl_address_is_ipv6 (&address);
  return length == NULL ||
         g_ascii_string_to_unsigned (length + 1, 10, 0, *six ? 128 : 32, &bits, NULL);
}

static gboolean
is_name (const char *text)
{
  return strchr (text, '.') != NULL && strpbrk (text, ":=,;\"\\@/") == NULL &&
         g_str_is_ascii (text);
}

/* A name, perhaps none, with lengths behind it: what may follow "a" and "mx". */
static gboolean
is_host_part (const char *text)
{
  g_autofree char *name = g_strndup (text, strcspn (text, "/"));

  return strspn (text + strlen (name), "/0123456789") == strlen (text) - strlen (name) &&
         (*name == '\0' || (*name == ':' && is_name (name + 1)));
}

/* A term that mail servers can read (RFC 7208 4.6.1, 5, 6). */
static gboolean
is_sound (const char *term)
{
  const char *bare = without_qualifier (term);
  gsize length = strcspn (bare, ":/=");
  const char *value = bare + length;
  g_autofree char *name = g_ascii_strdown (bare, (gssize) length);
  gboolean six;

  if (*value == '=')
    return bare == term && g_ascii_isalpha (*name) && g_str_is_ascii (value) &&
           ((!g_str_equal (name, "redirect") && !g_str_equal (name, "exp")) || is_name (value + 1));
  if (g_str_equal (name, "all"))
    return *value == '\0';
  if (g_str_equal (name, "a") || g_str_equal (name, "mx") || g_str_equal (name, "ptr"))
    return is_host_part (value);
  if (g_str_equal (name, "include") || g_str_equal (name, "exists"))
    return *value == ':' && is_name (value + 1);
  if (g_str_equal (name, "ip4") || g_str_equal (name, "ip6"))
    return *value == ':' && is_network (value + 1, &six) && six == (name[2] == '6');
  return FALSE;
}

/* "ip4:" or "ip6:" before what is plainly an address, whatever stood before it: nothing, "ip:", "ipv4:",
 * "ip4=", or the word for the other family. */
static char *
mend_address (const char *term)
{
  static const char *const words[] = {"", "ip", "ip4", "ip6", "ipv4", "ipv6"};
  const char *bare = without_qualifier (term);
  g_autofree char *sign = g_strndup (term, (gsize) (bare - term));
  gboolean six;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);
    const char *rest = bare + length;

    if (g_ascii_strncasecmp (bare, words[i], length) != 0 ||
        (i > 0 && (*rest == '\0' || strchr (":=-", *rest) == NULL)))
      continue;
    rest += i > 0;
    if (is_network (rest, &six))
      return g_strconcat (sign, six ? "ip6:" : "ip4:", rest, NULL);
  }
  return NULL;
}

/* The other signs between a word and its value: "include=", "redirect:". */
static char *
mend_sign (const char *term)
{
  static const char *const words[] = {"include", "a", "mx", "exists"};
  const char *bare = without_qualifier (term);
  gsize length = strcspn (bare, ":=");

  if (g_ascii_strncasecmp (bare, "redirect:", strlen ("redirect:")) == 0)
    return g_strconcat ("redirect=", bare + length + 1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (bare[length] == '=' && strlen (words[i]) == length &&
        g_ascii_strncasecmp (bare, words[i], length) == 0)
      return g_strdup_printf ("%.*s:%s", (int) (bare + length - term), term, bare + length + 1);
  return NULL;
}

/* The term as it was meant, where one can tell. (transfer full) */
static char *
mend_term (const char *term)
{
  g_autofree char *plain = g_strdup (term);
  char *mended;
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    if (g_str_has_prefix (plain, dashes[i])) {
      g_autofree char *kept = g_steal_pointer (&plain);

      plain = g_strconcat ("-", kept + strlen (dashes[i]), NULL);
    }
  length = strlen (plain);
  while (length > 1 && strchr (",;\"\\", plain[length - 1]) != NULL)
    plain[--length] = '\0';
  if (g_ascii_strcasecmp (without_qualifier (plain), "all.") == 0)
    plain[--length] = '\0';
  /* "all-" */
  if (length == 4 && g_ascii_strncasecmp (plain, "all", 3) == 0 &&
      strchr ("+-~?", plain[3]) != NULL)
    return g_strdup_printf ("%c%.3s", plain[3], plain);
  mended = mend_address (plain);
  if (mended == NULL)
    mended = mend_sign (plain);
  return mended != NULL && is_sound (mended) ? mended : (g_free (mended), g_steal_pointer (&plain));
}

/* ------------------------------------------------------------------ whole records */

/* Whether a blank was written behind it by mistake: a sign alone, or a word whose value is missing. */
static gboolean
wants_next (const char *word)
{
  gboolean dash = FALSE;
  gsize length = strlen (word);

  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    dash |= g_str_equal (word, dashes[i]);
  return dash || (length == 1 && strchr ("+-~?", *word) != NULL) ||
         (length > 1 && (word[length - 1] == ':' || word[length - 1] == '='));
}

/* The words of a record, each as it was meant. (transfer full) */
static GPtrArray *
read_terms (const char *record)
{
  g_auto (GStrv) words = g_strsplit_set (record, " \t", -1);
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *waiting = g_strdup ("");

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *word = NULL;

    if (*words[i] == '\0')
      continue;
    word = g_strconcat (waiting, words[i], NULL);
    g_free (waiting);
    if (wants_next (word)) {
      waiting = g_steal_pointer (&word);
      continue;
    }
    waiting = g_strdup ("");
    g_ptr_array_add (terms, mend_term (word));
  }
  return terms;
}

static char *
join (GPtrArray *terms)
{
  g_ptr_array_add (terms, NULL);
  return g_strjoinv (" ", (char **) terms->pdata);
}

static gboolean
has_term (const GPtrArray *terms, const char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (g_ascii_strcasecmp (terms->pdata[i], term) == 0)
      return TRUE;
  return FALSE;
}

/* Terms count from left to right (RFC 7208 4.6.2), so the address has to stand before the term that
 * decides against it. */
char *
tl_fix_spf_with_address (const TlView *view)
{
  const char *record = tl_view_get (view, "domain.spf.record");
  const char *address = tl_view_get (view, "domain.sender.address");
  const char *matched = tl_view_get (view, "domain.spf.matched");
  g_autoptr (GPtrArray) terms = record != NULL ? read_terms (record) : NULL;
  g_autofree char *own = NULL;
  guint at = 0;

  if (record == NULL || address == NULL)
    return NULL;
  own = g_strconcat (strchr (address, ':') != NULL ? "ip6:" : "ip4:", address, NULL);
  if (has_term (terms, own))
    return join (terms);
  while (at < terms->len && !is_all (terms->pdata[at]) && !is_redirect (terms->pdata[at]) &&
         (matched == NULL || g_ascii_strcasecmp (terms->pdata[at], matched) != 0))
    at++;
  g_ptr_array_insert (terms, (gint) at, g_steal_pointer (&own));
  return join (terms);
}

/* A record that allows nobody stops all mail of the domain: nobody asked for that. */
static gboolean
allows_somebody (const GPtrArray *terms)
{
  for (guint i = 0; i < terms->len; i++) {
    const char *term = terms->pdata[i];

    if (!is_version (term) && *term != '-' && *term != '~' && *term != '?' && !is_all (term) &&
        (is_redirect (term) || strchr (term, '=') == NULL))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_about (const char *term, const char *bad)
{
  const char *value = strpbrk (without_qualifier (term), ":=");

  return g_ascii_strcasecmp (term, bad) == 0 ||
         (value != NULL && g_ascii_strcasecmp (value + 1, bad) == 0);
}

char *
tl_fix_spf_mended (const TlView *view)
{
  const char *record = tl_view_get (view, "domain.spf.record");
  const char *bad = tl_view_get (view, "domain.spf.error_term");
  gboolean syntax = g_strcmp0 (tl_view_get (view, "domain.spf.error"), "syntax") == 0;
  g_autoptr (GPtrArray) terms = record != NULL ? read_terms (record) : NULL;
  g_autofree char *mended = NULL;

  if (record == NULL || bad == NULL)
    return NULL;
  for (guint i = terms->len; i > 1; i--) {
    const char *term = terms->pdata[i - 1];

    if (!is_sound (term) || (!syntax && is_about (term, bad)))
      g_ptr_array_remove_index (terms, i - 1);
  }
  if (!allows_somebody (terms))
    return NULL;
  mended = join (terms);
  return g_ascii_strcasecmp (mended, record) != 0 ? g_steal_pointer (&mended) : NULL;
}

/* ------------------------------------------------------------------ two records */

/* Which of two ends stays: the one that is not so strict, for the other record did not count on it. */
static int
rank (const char *all)
{
  return *all == '-' ? 1 : *all == '~' ? 2 : *all == '?' ? 3 : 0;
}

/* Adds what `record` says and `terms` does not say yet; its end goes to `end`. */
static void
merge (GPtrArray *terms, const char *record, char **end)
{
  g_autoptr (GPtrArray) own = read_terms (record);

  for (guint i = 0; i < own->len; i++) {
    const char *term = own->pdata[i];

    if (is_all (term)) {
      if (*end == NULL || rank (term) > rank (*end)) {
        g_free (*end);
        *end = g_strdup (term);
      }
    } else if (!has_term (terms, term)) {
      g_ptr_array_add (terms, g_strdup (term));
    }
  }
}

/* One record can hand on to one other alone, and only where it does not end by itself. */
static void
include_redirects (GPtrArray *terms, gboolean ends)
{
  guint n = 0;

  for (guint i = 0; i < terms->len; i++)
    n += is_redirect (terms->pdata[i]);
  for (guint i = 0; i < terms->len && (ends || n > 1); i++) {
    char *term = terms->pdata[i];

    if (!is_redirect (term))
      continue;
    terms->pdata[i] = g_strconcat ("include:", term + strlen ("redirect="), NULL);
    g_free (term);
  }
}

char *
tl_fix_spf_merged (const TlView *view)
{
  const char *first = tl_view_get (view, "domain.spf.record");
  const char *second = tl_view_get (view, "domain.spf.second");
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *end = NULL;

  if (first == NULL || second == NULL || tl_view_get (view, "domain.spf.third") != NULL)
    return NULL;
  /* The name servers give them in any order. */
  merge (terms, strcmp (first, second) < 0 ? first : second, &end);
  merge (terms, strcmp (first, second) < 0 ? second : first, &end);
  include_redirects (terms, end != NULL);
  for (guint i = 0; i < terms->len; i++)
    if (!is_sound (terms->pdata[i]))
      return NULL;
  if (end != NULL)
    g_ptr_array_add (terms, g_steal_pointer (&end));
  return join (terms);
}
