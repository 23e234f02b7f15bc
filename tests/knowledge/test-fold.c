/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fold.h"

#include <string.h>

static void
check (const char *text, const char *expected)
{
  g_autofree char *folded = tl_fold_dup (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_forms (void)
{
  check ("User UNKNOWN", "user unknown");
  check ("  a \t b\r\n  c\n", "a b c");
  check ("ПОЛЬЗОВАТЕЛЬ не НАЙДЕН", "пользователь не найден");
  check ("NICHT VERFÜGBAR", "nicht verfügbar");
  check ("can’t “do” — «it»", "can't \"do\" - \"it\"");
  check ("a\xc2\xa0"
         "b",
         "a b");
  check ("so\xc2\xad"
         "ft\xe2\x80\x8b",
         "soft");
  check ("ユーザー", "ユーザー");
  check ("", "");
  check (" \n ", "");
}

static void
test_invalid (void)
{
  static const char bytes[] = "a\0b\xff\xc0\x80\xed\xa0\x80z\xe2\x80";
  char out[sizeof bytes];
  gsize length = tl_fold (bytes, sizeof bytes - 1, out, NULL);

  g_assert_true (g_utf8_validate (out, (gssize) length, NULL));
  g_assert_cmpuint (strlen (out), ==, length);
  g_assert_true (g_str_has_prefix (out, "a b?"));
}

/* Never longer than the source, whatever the letter: the caller's buffer is that long. */
static void
test_length (void)
{
  for (gunichar c = 1; c < 0x11000; c++) {
    char in[8];
    char out[9];
    int length;

    if (!g_unichar_validate (c))
      continue;
    length = g_unichar_to_utf8 (c, in);
    g_assert_cmpuint (tl_fold (in, (gsize) length, out, NULL), <=, (gsize) length);
  }
}

static void
test_offsets (void)
{
  static const char text[] = "  Ab \n Ü.c";
  char out[sizeof text];
  guint32 offsets[sizeof text];
  gsize length = tl_fold (text, sizeof text - 1, out, offsets);

  g_assert_cmpstr (out, ==, "ab ü.c");
  g_assert_cmpuint (offsets[0], ==, 2);
  g_assert_cmpuint (offsets[3], ==, 7);
  g_assert_cmpuint (offsets[5], ==, 9);
  g_assert_cmpuint (offsets[length], ==, sizeof text - 1);
}

/* Plain means that folding changes the case alone, and every text of ASCII that is so is plain. */
static void
test_plain (void)
{
  static const char alphabet[] = "aB9.  \t\n\x7f\xc3\xa9";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint plain = 0;

  g_assert_false (tl_fold_is_plain ("", 0));
  for (guint i = 0; i < 200000; i++) {
    gsize length = (gsize) g_rand_int_range (rand, 1, 28);
    gint32 letters = g_rand_boolean (rand) ? 5 : (gint32) sizeof alphabet - 1;
    g_autofree char *text = g_malloc (length);
    g_autofree char *lower = NULL;
    char folded[32];
    gboolean same;

    for (gsize k = 0; k < length; k++)
      text[k] = g_rand_int_range (rand, 0, 4) ? 'x' : alphabet[g_rand_int_range (rand, 0, letters)];
    lower = g_ascii_strdown (text, (gssize) length);
    same = tl_fold (text, length, folded, NULL) == length && memcmp (folded, lower, length) == 0;
    for (gsize k = 0; k < length; k++)
      same = same && text[k] >= ' ' && text[k] < 127;
    g_assert_cmpint (tl_fold_is_plain (text, length), ==, same);
    plain += same;
  }
  g_assert_cmpuint (plain, >, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/fold/forms", test_forms);
  g_test_add_func ("/knowledge/fold/invalid", test_invalid);
  g_test_add_func ("/knowledge/fold/length", test_length);
  g_test_add_func ("/knowledge/fold/offsets", test_offsets);
  g_test_add_func ("/knowledge/fold/plain", test_plain);
  return g_test_run ();
}
