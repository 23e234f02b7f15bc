/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-web-private.h"

#include "tl-text.h"

#include <string.h>

/* Names of a certificate that are looked through. */
#define NAMES_MAX 100

/* ------------------------------------------------------------------ the words of a page */

static const char *
skip_element (const char *at, const char *end, const char *name)
{
  gsize length = strlen (name);

  if ((gsize) (end - at) <= length || g_ascii_strncasecmp (at + 1, name, length) != 0)
    return NULL;
  for (const char *p = at + 1; p + length + 2 <= end; p++)
    if (p[0] == '<' && p[1] == '/' && g_ascii_strncasecmp (p + 2, name, length) == 0)
      return p;
  return end;
}

/* From a '<': behind the tag, or before the end tag of what nobody reads. */
static const char *
skip_tag (const char *at, const char *end)
{
  static const char *const unread[] = {"script", "style"};
  const char *close;

  for (guint i = 0; i < G_N_ELEMENTS (unread); i++) {
    const char *behind = skip_element (at, end, unread[i]);

    if (behind != NULL && behind > at)
      return behind;
  }
  close = memchr (at, '>', (gsize) (end - at));
  return close != NULL ? close + 1 : end;
}

/* The few entities that error pages use; others stay as they are. */
static const char *
read_entity (const char *at, const char *end, GString *words)
{
  static const struct {
    const char *entity, *text;
  } entities[] = {{"&amp;", "&"},   {"&lt;", "<"},   {"&gt;", ">"},
                  {"&quot;", "\""}, {"&nbsp;", " "}, {"&#39;", "'"}};

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++) {
    gsize length = strlen (entities[i].entity);

    if ((gsize) (end - at) >= length && strncmp (at, entities[i].entity, length) == 0) {
      g_string_append (words, entities[i].text);
      return at + length;
    }
  }
  g_string_append_c (words, *at);
  return at + 1;
}

char *
tl_web_words (const char *bytes, gsize length, gsize max_chars)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *at = bytes, *end = bytes + length;

  while (at < end && words->len < 4 * max_chars) {
    if (*at == '<') {
      at = skip_tag (at, end);
      g_string_append_c (words, ' ');
    } else if (*at == '&') {
      at = read_entity (at, end, words);
    } else {
      g_string_append_c (words, g_ascii_isspace (*at) ? ' ' : *at);
      at++;
    }
    while (words->len >= 2 && words->str[words->len - 1] == ' ' &&
           words->str[words->len - 2] == ' ')
      g_string_truncate (words, words->len - 1);
  }
  /* There may be a NUL in it, which is no end. */
  if (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);
  if (words->len > 0 && words->str[0] == ' ')
    g_string_erase (words, 0, 1);
  return tl_text_make_visible (words->str, words->len, max_chars);
}

/* ------------------------------------------------------------------ headers */

/* Behind the value of a parameter, quoted or not. */
static const char *
skip_value (const char *at)
{
  at += strspn (at, "= \t");
  if (*at != '"')
    return at + strcspn (at, " ,\t");
  at = strchr (at + 1, '"');
  return at != NULL ? at + 1 : "";
}

/* RFC 9110 11.6.1: methods and their parameters in one list. What has a '=' behind it is a parameter;
 * what follows a method without a comma is its token. */
char *
tl_web_challenges (const char *header)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *at = header != NULL ? header : "";
  gboolean comma = TRUE;

  while (*at != '\0') {
    gsize gap = strspn (at, " ,\t\"=");
    gsize word = strcspn (at + gap, " ,=\t\"");
    const char *behind = at + gap + word + strspn (at + gap + word, " \t");

    comma |= memchr (at, ',', gap) != NULL;
    if (*behind == '=') {
      at = skip_value (behind);
      continue;
    }
    if (comma && word > 0) {
      g_autofree char *name = g_ascii_strdown (at + gap, (gssize) word);

      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", name);
      comma = FALSE;
    }
    at += gap + word;
  }
  return tl_text_make_visible (list->str, list->len, 200);
}

/* ------------------------------------------------------------------ names */

static const char *
without_www (const char *host)
{
  return g_str_has_prefix (host, "www.") ? host + 4 : host;
}

static gboolean
is_inside (const char *host, const char *domain)
{
  gsize length = strlen (host), tail = strlen (domain);

  return strchr (domain, '.') != NULL && length > tail && host[length - tail - 1] == '.' &&
         g_ascii_strcasecmp (host + length - tail, domain) == 0;
}

gboolean
tl_web_same_site (const char *a, const char *b)
{
  const char *bare_a = without_www (a), *bare_b = without_www (b);

  return g_ascii_strcasecmp (bare_a, bare_b) == 0 || is_inside (bare_a, bare_b) ||
         is_inside (bare_b, bare_a);
}

/* A wildcard stands for many names; "www" is the one that is likely there. */
static char *
concrete_name (const char *name)
{
  TlAddress address;

  if (g_str_has_prefix (name, "*."))
    return g_strconcat ("www", name + 1, NULL);
  if (strpbrk (name, "*<_") != NULL || strchr (name, '.') == NULL ||
      tl_address_parse (name, 0, &address))
    return NULL;
  return g_ascii_strdown (name, -1);
}

/* Those of the same site first: strangers on the same certificate are another matter. */
char **
tl_web_other_names (const char *names, const char *host, guint most)
{
  g_auto (GStrv) list = g_strsplit (names != NULL ? names : "", " ", NAMES_MAX);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; list[i] != NULL && i < NAMES_MAX - 1 && found->len < most; i++) {
      g_autofree char *name = concrete_name (list[i]);

      if (name == NULL || g_ascii_strcasecmp (name, host) == 0 ||
          tl_web_same_site (name, host) != (turn == 0) ||
          g_ptr_array_find_with_equal_func (found, name, g_str_equal, NULL))
        continue;
      g_ptr_array_add (found, g_steal_pointer (&name));
    }
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
