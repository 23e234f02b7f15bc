/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-utf16.h"

#include <string.h>

/* The same text in both orders, in pieces torn anywhere. */
static void
check (const char *big_endian, gsize length, const char *expected)
{
  for (guint order = 0; order < 2; order++) {
    g_autofree char *bytes = g_memdup2 (big_endian, length);
    TlUtf16 state;

    for (gsize i = 0; order == 1 && i + 1 < length; i += 2) {
      bytes[i] = big_endian[i + 1];
      bytes[i + 1] = big_endian[i];
    }
    for (gsize step = 1; step < 8; step++) {
      g_autoptr (GString) out = g_string_new (NULL);

      g_assert_true (tl_utf16_begins (&state, bytes, length));
      for (gsize at = 2; at < length; at += step)
        tl_utf16_append (&state, bytes + at, MIN (step, length - at), out);
      g_assert_cmpstr (out->str, ==, expected);
    }
  }
}

static void
test_text (void)
{
  check ("\xfe\xff", 2, "");
  check ("\xfe\xff\0A\0\n\4\x1f\x20\xac\xd8\x3d\xde\0\0z", 16,
         "A\n\320\237\342\202\254\360\237\230\200z");
}

/* Halves of pairs, and a last byte alone. */
static void
test_torn (void)
{
  check ("\xfe\xff\xd8\x3d\0a\xde\0\0b\xd8\x3d\xd8\x3d\xde\0", 16,
         "\357\277\275a\357\277\275b\357\277\275\360\237\230\200");
  check ("\xfe\xff\0a\xd8", 5, "a");
}

static void
test_others (void)
{
  TlUtf16 state;

  g_assert_false (tl_utf16_begins (&state, "", 0));
  g_assert_false (tl_utf16_begins (&state, "\xff", 1));
  g_assert_false (tl_utf16_begins (&state, "\xef\xbb\xbf", 3));
  g_assert_false (tl_utf16_begins (&state, "\xff\xff", 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/utf16/text", test_text);
  g_test_add_func ("/core/utf16/torn", test_torn);
  g_test_add_func ("/core/utf16/others", test_others);
  return g_test_run ();
}
