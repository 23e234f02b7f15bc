/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Catalogues that are whole, cut and hostile; plural expressions. */
#include <string.h>

#include "tl-mo.h"
#include "tl-types.h"

typedef struct {
  const char *key;
  gsize key_length;
  const char *value;
  gsize value_length;
} Pair;

#define PAIR(key, value)                                                                           \
  {                                                                                                \
    key, sizeof (key) - 1, value, sizeof (value) - 1                                               \
  }

static const Pair pairs[] = {
    PAIR ("", "Content-Type: text/plain; charset=UTF-8\n"
              "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
              "(n%100<10 || n%100>=20) ? 1 : 2);\n"),
    PAIR ("actor\004You", "Вы"),
    PAIR ("empty", ""),
    PAIR ("host", "сервер"),
    PAIR ("one file\0many files", "файл\0файла\0файлов"),
};

static void
append_word (GByteArray *out, guint32 word)
{
  g_byte_array_append (out, (const guint8 *) &word, sizeof word);
}

/* A catalogue as msgfmt writes it, without the hash table. */
static GByteArray *
make (const Pair *list, guint n)
{
  GByteArray *out = g_byte_array_new ();
  guint32 at = 28 + 16 * n;

  append_word (out, 0x950412de);
  append_word (out, 0);
  append_word (out, n);
  append_word (out, 28);
  append_word (out, 28 + 8 * n);
  append_word (out, 0);
  append_word (out, 0);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++) {
      gsize length = pass == 0 ? list[i].key_length : list[i].value_length;

      append_word (out, (guint32) length);
      append_word (out, at);
      at += (guint32) length + 1;
    }
  for (guint i = 0; i < n; i++)
    g_byte_array_append (out, (const guint8 *) list[i].key, (guint) list[i].key_length + 1);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (out, (const guint8 *) list[i].value, (guint) list[i].value_length + 1);
  return out;
}

static TlMo *
open_bytes (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return tl_mo_new (bytes, error);
}

static void
test_look_up (void)
{
  g_autoptr (GByteArray) file = make (pairs, G_N_ELEMENTS (pairs));
  g_autoptr (GError) error = NULL;
  g_autoptr (TlMo) mo = open_bytes (file->data, file->len, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tl_mo_get_size (mo), ==, 5);
  g_assert_cmpstr (tl_mo_look_up (mo, "host", NULL), ==, "сервер");
  g_assert_cmpstr (tl_mo_look_up (mo, "actor\004You", NULL), ==, "Вы");
  g_assert_null (tl_mo_look_up (mo, "You", NULL));
  g_assert_null (tl_mo_look_up (mo, "hos", NULL));
  g_assert_null (tl_mo_look_up (mo, "zzz", NULL));
}

static void
test_plural (void)
{
  g_autoptr (GByteArray) file = make (pairs, G_N_ELEMENTS (pairs));
  g_autoptr (TlMo) mo = open_bytes (file->data, file->len, NULL);

  g_assert_nonnull (mo);
  g_assert_cmpstr (tl_mo_look_up_plural (mo, "one file", 1), ==, "файл");
  g_assert_cmpstr (tl_mo_look_up_plural (mo, "one file", 3), ==, "файла");
  g_assert_cmpstr (tl_mo_look_up_plural (mo, "one file", 11), ==, "файлов");
  g_assert_cmpstr (tl_mo_look_up_plural (mo, "one file", 21), ==, "файл");
  /* A translation with too few forms gives the last one that it has. */
  g_assert_cmpstr (tl_mo_look_up_plural (mo, "host", 5), ==, "сервер");
  g_assert_null (tl_mo_look_up_plural (mo, "none", 5));
}

/* Whatever the file says of itself, nothing outside of it is read: the sanitizer watches. */
static void
test_cut (void)
{
  g_autoptr (GByteArray) file = make (pairs, G_N_ELEMENTS (pairs));

  for (guint size = 0; size < file->len; size++) {
    g_autofree guint8 *copy = g_memdup2 (file->data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (TlMo) mo = open_bytes (copy, size, &error);

    g_assert_null (mo);
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  }
}

static void
test_spoilt_words (void)
{
  static const guint32 values[] = {0, 1, 27, 0x7fffffff, 0xfffffff0, 0xffffffff};
  g_autoptr (GByteArray) file = make (pairs, G_N_ELEMENTS (pairs));

  for (guint word = 4; word + 4 <= 28 + 16 * G_N_ELEMENTS (pairs); word += 4)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++) {
      g_autofree guint8 *copy = g_memdup2 (file->data, file->len);
      g_autoptr (TlMo) mo = NULL;

      memcpy (copy + word, &values[v], sizeof values[v]);
      mo = open_bytes (copy, file->len, NULL);
      if (mo != NULL)
        tl_mo_look_up_plural (mo, "one file", 3);
    }
}

static void
test_refused (void)
{
  static const Pair unsorted[] = {PAIR ("b", "1"), PAIR ("a", "2")};
  static const Pair twice[] = {PAIR ("a", "1"), PAIR ("a", "2")};
  static const Pair latin1[] = {PAIR ("a", "\xe9")};
  static const struct {
    const Pair *list;
    guint n;
  } cases[] = {{unsorted, 2}, {twice, 2}, {latin1, 1}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) file = make (cases[i].list, cases[i].n);
    g_autoptr (TlMo) mo = open_bytes (file->data, file->len, NULL);

    g_assert_null (mo);
  }
}

static void
test_expressions (void)
{
  static const char arabic[] = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
                               "n%100>=11 ? 4 : 5);";
  static const struct {
    const char *expression;
    gulong n;
    gulong form;
  } cases[] = {
      {arabic, 0, 0},         {arabic, 1, 1},  {arabic, 2, 2},      {arabic, 7, 3},
      {arabic, 103, 3},       {arabic, 11, 4}, {arabic, 99, 4},     {arabic, 100, 5},
      {arabic, 102, 5},       {"0", 9, 0},     {"n != 1", 1, 0},    {"n != 1", 2, 1},
      {"n>1", 2, 1},          {"!n", 0, 1},    {"n - 1 < 2", 2, 1}, {"2 * 3 + n / 2", 4, 8},
      {"n<=2 || n>=9", 9, 1}, {"(n)", 3, 3},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gulong form = 99;

    g_assert_true (tl_plural_evaluate (cases[i].expression, cases[i].n, &form));
    g_assert_cmpuint (form, ==, cases[i].form);
  }
}

static void
test_bad_expressions (void)
{
  static const char *const cases[] = {"",      "n ?",   "n ? 1",  "(n",   "n)",
                                      "n % 0", "n / 0", "m",      "n n",  "1 +",
                                      "&& n",  "n = 1", "system", "n;;n", "0x1"};
  g_autofree char *deep = g_strnfill (100000, '(');
  g_autofree char *nots = g_strnfill (100000, '!');
  gulong form;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (tl_plural_evaluate (cases[i], 5, &form));
  g_assert_false (tl_plural_evaluate (deep, 5, &form));
  g_assert_false (tl_plural_evaluate (nots, 5, &form));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/mo/look-up", test_look_up);
  g_test_add_func ("/knowledge/mo/plural", test_plural);
  g_test_add_func ("/knowledge/mo/cut", test_cut);
  g_test_add_func ("/knowledge/mo/spoilt-words", test_spoilt_words);
  g_test_add_func ("/knowledge/mo/refused", test_refused);
  g_test_add_func ("/knowledge/plural/expressions", test_expressions);
  g_test_add_func ("/knowledge/plural/bad-expressions", test_bad_expressions);
  return g_test_run ();
}
