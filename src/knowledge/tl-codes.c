/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-codes.h"

#include <string.h>

#include "tl-codes-private.h"
#include "tl-text.h"

void
tl_code_text_free (TlCodeText *self)
{
  g_free (self->code);
  g_free (self->protocol);
  g_free (self->title);
  g_free (self->meaning);
  g_free (self->klass);
  g_free (self->source);
  g_free (self);
}

/* ------------------------------------------------------------------ digits */

static const char *
class_text (char digit)
{
  switch (digit) {
    case '1':
      return N_ ("The first digit 1: the server has begun, and more will follow.");
    case '2':
      return N_ ("The first digit 2: success.");
    case '3':
      return N_ ("The first digit 3: so far so good, the server waits for the next part.");
    case '4':
      return N_ ("The first digit 4: not now; the same may work later.");
    case '5':
      return N_ (
          "The first digit 5: refused until something is changed; a few such refusals clear by themselves all the same.");
    case '6':
      return N_ ("The first digit 6: the reply itself is protected.");
    default:
      return N_ (
          "For x stands the class: 2 is success, 4 is not now, 5 is refused until something is changed.");
  }
}

static const char *
web_class_text (char digit)
{
  switch (digit) {
    case '2':
      return N_ ("The first digit 2: success.");
    case '3':
      return N_ ("The first digit 3: the page is elsewhere.");
    case '4':
      return N_ ("The first digit 4: the server sees the reason in the request.");
    case '5':
      return N_ ("The first digit 5: the server could not do what it should.");
    case '1':
    default:
      return N_ ("The first digit 1: the server has begun, and more will follow.");
  }
}

/* RFC 5321 4.2.1, RFC 959 4.2. */
static const char *
second_digit_text (char digit, gboolean mail)
{
  switch (digit) {
    case '0':
      return N_ (
          "No standard lists this code; its second digit 0 speaks of how the command was written.");
    case '1':
      return N_ (
          "No standard lists this code; its second digit 1 speaks of information that was asked for.");
    case '2':
      return N_ ("No standard lists this code; its second digit 2 speaks of the connection.");
    case '3':
      return mail
                 ? N_ ("No standard lists this code; its second digit 3 is used for logins and encryption.")
                 : N_ ("No standard lists this code; its second digit 3 speaks of the login.");
    case '5':
      return mail
                 ? N_ ("No standard lists this code; its second digit 5 speaks of the mail system.")
                 : N_ ("No standard lists this code; its second digit 5 speaks of the files.");
    default:
      return N_ (
          "No standard lists this code, and its second digit has no fixed meaning; only the first digit counts.");
  }
}

/* RFC 3463 2. */
static const char *
subject_text (const char *subject)
{
  static const char *const subjects[] = {
      N_ ("No standard lists this code; its middle number 0 gives no detail."),
      N_ ("No standard lists this code; its middle number 1 speaks of an address."),
      N_ ("No standard lists this code; its middle number 2 speaks of the mailbox."),
      N_ ("No standard lists this code; its middle number 3 speaks of the mail system."),
      N_ ("No standard lists this code; its middle number 4 speaks of the network and the routing."),
      N_ ("No standard lists this code; its middle number 5 speaks of the protocol."),
      N_ ("No standard lists this code; its middle number 6 speaks of the content of the message."),
      N_ ("No standard lists this code; its middle number 7 speaks of safety and policy."),
  };

  return subject[0] >= '0' && subject[0] <= '7' && subject[1] == '.'
             ? subjects[subject[0] - '0']
             : N_ ("No standard lists this code, and its middle number has no fixed meaning.");
}

/* ------------------------------------------------------------------ looking up */

static const TlCodeEntry *
find (const TlCodeTable *table, const char *code)
{
  for (gsize i = 0; i < table->n; i++)
    if (strcmp (table->entries[i].code, code) == 0)
      return &table->entries[i];
  return NULL;
}

static TlCodeText *
make (const char *code, const char *protocol, const TlCodeEntry *entry, const char *otherwise,
      const char *klass, const TlCatalog *catalog)
{
  TlCodeText *text = g_new0 (TlCodeText, 1);

  text->code = g_strdup (code);
  text->protocol = g_strdup (protocol);
  text->title = g_strdup (
      tl_catalog_get (catalog, entry != NULL ? entry->title : N_ ("Not listed by a standard")));
  text->meaning = g_strdup (tl_catalog_get (catalog, entry != NULL ? entry->meaning : otherwise));
  text->klass = g_strdup (tl_catalog_get (catalog, klass));
  text->source = g_strdup (entry != NULL ? entry->source : "");
  text->listed = entry != NULL && *entry->source != '\0';
  return text;
}

static gboolean
is_reply_code (const char *code)
{
  return strlen (code) == 3 && code[0] >= '1' && code[0] <= '6' && g_ascii_isdigit (code[1]) &&
         g_ascii_isdigit (code[2]);
}

/* The subject and detail of an enhanced code ("7.1"), or NULL. */
static const char *
enhanced_tail (const char *code)
{
  static GRegex *regex;
  static gsize once;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("^[245xX]\\.\\d{1,3}\\.\\d{1,3}$", G_REGEX_DEFAULT, 0, NULL);
    g_once_init_leave (&once, 1);
  }
  return g_regex_match (regex, code, 0, NULL) ? code + 2 : NULL;
}

static void
add_reply_code (GPtrArray *list, const char *code, const TlCatalog *catalog)
{
  const TlCodeEntry *mail = find (&tl_codes_smtp, code);
  const TlCodeEntry *files = find (&tl_codes_ftp, code);
  const TlCodeEntry *web = find (&tl_codes_http, code);
  gboolean none = mail == NULL && files == NULL && web == NULL;

  if (mail != NULL || (none && code[0] >= '2' && code[0] <= '5'))
    g_ptr_array_add (list, make (code, "smtp", mail, second_digit_text (code[1], TRUE),
                                 class_text (code[0]), catalog));
  if (files != NULL || none)
    g_ptr_array_add (list, make (code, "ftp", files, second_digit_text (code[1], FALSE),
                                 class_text (code[0]), catalog));
  if (web != NULL)
    g_ptr_array_add (list, make (code, "http", web, NULL, web_class_text (code[0]), catalog));
}

GPtrArray *
tl_code_look_up (const char *code, const TlCatalog *catalog)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_code_text_free);
  g_autofree char *ascii = tl_text_ascii_digits (code);
  char *plain = g_strstrip (ascii);
  const char *tail = enhanced_tail (plain);
  g_autofree char *key = NULL;

  if (tail != NULL) {
    key = g_strconcat ("x.", tail, NULL);
    g_ptr_array_add (list, make (plain, "smtp", find (&tl_codes_enhanced, key), subject_text (tail),
                                 class_text (plain[0]), catalog));
  } else if (is_reply_code (plain)) {
    add_reply_code (list, plain, catalog);
  }
  return list;
}

static void
add_table (GPtrArray *list, const TlCodeTable *table, const TlCatalog *catalog)
{
  for (gsize i = 0; i < table->n; i++) {
    const char *code = table->entries[i].code;

    g_ptr_array_add (
        list,
        make (code, table->protocol, &table->entries[i], NULL,
              table == &tl_codes_http ? web_class_text (code[0]) : class_text (code[0]), catalog));
  }
}

GPtrArray *
tl_code_list (const TlCatalog *catalog)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_code_text_free);

  add_table (list, &tl_codes_smtp, catalog);
  add_table (list, &tl_codes_enhanced, catalog);
  add_table (list, &tl_codes_ftp, catalog);
  add_table (list, &tl_codes_http, catalog);
  return list;
}

/* Words between two codes ("421 vs 521", "421 / 521") are no codes and do not matter. */
char **
tl_code_parse_question (const char *text)
{
  g_autofree char *ascii = tl_text_ascii_digits (text);
  g_auto (GStrv) words = g_strsplit_set (ascii, " \t\n/,;:", 64);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    if (is_reply_code (words[i]) || enhanced_tail (words[i]) != NULL) {
      g_strv_builder_add (codes, words[i]);
      n++;
    } else if (strpbrk (words[i], "0123456789") != NULL || strlen (words[i]) > 3) {
      return NULL;
    }
  }
  return n == 1 || n == 2 ? g_strv_builder_end (codes) : NULL;
}

/* ------------------------------------------------------------------ side by side */

static const char *
find_pair (const char *first, const char *second)
{
  for (gsize i = 0; i < tl_code_n_pairs; i++) {
    const TlCodePair *pair = &tl_code_pairs[i];

    if ((strcmp (pair->first, first) == 0 && strcmp (pair->second, second) == 0) ||
        (strcmp (pair->first, second) == 0 && strcmp (pair->second, first) == 0))
      return pair->text;
  }
  return NULL;
}

static const char *
pair_template (char first, char second)
{
  if (first == second)
    return N_ (
        "{first} means “{first_title}” and {second} means “{second_title}”; both are of the same class.");
  if (first == '4' && second == '5')
    return N_ (
        "{first} means “{first_title}” and may clear by itself, while {second} means “{second_title}” and stays until something is changed.");
  if (first == '5' && second == '4')
    return N_ (
        "{first} means “{first_title}” and stays until something is changed, while {second} means “{second_title}” and may clear by itself.");
  if (first <= '3' && second >= '4')
    return N_ ("{first} is no failure (“{first_title}”), while {second} is one: “{second_title}”.");
  if (first >= '4' && second <= '3')
    return N_ ("{first} is a failure (“{first_title}”), while {second} is none: “{second_title}”.");
  return N_ ("{first} means “{first_title}” and {second} means “{second_title}”.");
}

/* The first meaning of each for the same protocol, else the first of each. */
static void
choose (const GPtrArray *left, const GPtrArray *right, const TlCodeText **first,
        const TlCodeText **second)
{
  for (guint i = 0; i < left->len; i++)
    for (guint k = 0; k < right->len; k++) {
      *first = left->pdata[i];
      *second = right->pdata[k];
      if (strcmp ((*first)->protocol, (*second)->protocol) == 0)
        return;
    }
  *first = left->pdata[0];
  *second = right->pdata[0];
}

char *
tl_code_difference (const char *first, const char *second, const TlCatalog *catalog)
{
  g_autoptr (GPtrArray) left = tl_code_look_up (first, catalog);
  g_autoptr (GPtrArray) right = tl_code_look_up (second, catalog);
  const TlCodeText *a = NULL;
  const TlCodeText *b = NULL;
  const char *own;

  if (left->len == 0 || right->len == 0 || strcmp (first, second) == 0)
    return NULL;
  choose (left, right, &a, &b);
  own = find_pair (a->code, b->code);
  if (own != NULL)
    return g_strdup (tl_catalog_get (catalog, own));
  return tl_catalog_format (
      catalog, tl_catalog_get (catalog, pair_template (a->code[0], b->code[0])), "first", a->code,
      "first_title", a->title, "second", b->code, "second_title", b->title, NULL);
}
