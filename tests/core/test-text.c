/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-text.h"

#include <string.h>

typedef struct {
  const char *bytes;
  gsize length;
  const char *shown;
} Row;

#define ROW(bytes, shown)                                                                          \
  {                                                                                                \
    bytes, sizeof bytes - 1, shown                                                                 \
  }

static void
test_visible (void)
{
  static const Row rows[] = {
      ROW ("", ""),
      ROW ("250 ok", "250 ok"),
      ROW ("a\tb", "a b"),
      ROW ("a\0b", "a<0000>b"),
      ROW ("\033]52;c;YQ==\a", "<001B>]52;c;YQ==<0007>"),
      ROW ("\302\233m", "<009B>m"),
      ROW ("a\177", "a<007F>"),
      ROW ("a\r\n", "a<000D><000A>"),
      ROW ("\377\373\001", "<xFF><xFB><0001>"),
      /* Right-to-left override, isolates, zero width, byte order mark, soft hyphen, tags. */
      ROW ("\342\200\256x\342\201\246y\342\201\251", "<202E>x<2066>y<2069>"),
      ROW ("\342\200\213\357\273\277\302\255\342\200\217", "<200B><FEFF><00AD><200F>"),
      ROW ("\363\240\200\201", "<E0001>"),
      ROW ("\342\200\250\342\200\251", "<2028><2029>"),
      ROW ("\357\270\217\343\205\244", "<FE0F><3164>"),
      /* Overlong, surrogate, beyond the last plane, cut off. */
      ROW ("\300\257", "<xC0><xAF>"),
      ROW ("\355\240\200", "<xED><xA0><x80>"),
      ROW ("\364\220\200\200", "<xF4><x90><x80><x80>"),
      ROW ("\342\200", "<xE2><x80>"),
      ROW ("caf\351", "caf<xE9>"),
      /* Words of people stay as they are, also the Arabic number sign, a format character. */
      ROW ("\320\237\321\200\320\270", "\320\237\321\200\320\270"),
      ROW ("\330\200\331\241", "\330\200\331\241"),
      ROW ("<b>%s%n</b>", "<b>%s%n</b>"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *shown = tl_text_make_visible (rows[i].bytes, rows[i].length, 0);
    g_autofree char *again = tl_text_make_visible (shown, strlen (shown), 0);

    g_assert_cmpstr (shown, ==, rows[i].shown);
    g_assert_cmpstr (again, ==, shown);
  }
}

static void
test_cut (void)
{
  static const struct {
    const char *text;
    gsize max;
    const char *shown;
  } rows[] = {
      {"abcde", 5, "abcde"},
      {"abcdef", 5, "abcd\342\200\246"},
      {"\303\244\303\266\303\274\303\237", 3, "\303\244\303\266\342\200\246"},
      /* An escape is shown whole or not at all. */
      {"ab\001cd", 5, "ab\342\200\246"},
      {"a\001", 7, "a<0001>"},
      {"\001\001", 6, "\342\200\246"},
      {"ab", 1, "\342\200\246"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *shown =
        tl_text_make_visible (rows[i].text, strlen (rows[i].text), rows[i].max);

    g_assert_cmpstr (shown, ==, rows[i].shown);
    g_assert_cmpint (g_utf8_strlen (shown, -1), <=, (glong) rows[i].max);
  }
}

static void
test_lines (void)
{
  g_autofree char *shown = tl_text_make_visible_lines ("a\r\nb\rc\n\nlong line", 18, 5);
  g_autofree char *ended = tl_text_make_visible_lines ("a\n", 2, 0);
  g_autofree char *empty = tl_text_make_visible_lines ("", 0, 0);

  g_assert_cmpstr (shown, ==, "a\nb\342\200\246\n\nlong\342\200\246");
  g_assert_cmpstr (ended, ==, "a\n");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_utf8 (void)
{
  g_autofree char *text = tl_text_make_utf8 ("a\0\377\342\202\254\033", 7);

  g_assert_cmpstr (text, ==, "a\342\220\200\357\277\275\342\202\254\033");
}

static void
test_html (void)
{
  g_autofree char *text = tl_text_escape_html ("<a href=\"x\" id='y'>&amp;</a>");

  g_assert_cmpstr (text, ==, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

static void
test_isolate (void)
{
  g_autofree char *text = tl_text_isolate ("mail.example.org");

  g_assert_cmpstr (text, ==, "\342\201\250mail.example.org\342\201\251");
}

static void
test_digits (void)
{
  static const struct {
    const char *text;
    const char *ascii;
  } rows[] = {
      {"587", "587"},
      {"\331\245\331\250\331\247", "587"},  /* Arabic-Indic */
      {"\333\265\333\270\333\267", "587"},  /* Persian */
      {"\340\245\253x\340\245\256", "5x8"}, /* Devanagari */
      {"\302\262", "\302\262"},             /* superscript two is no decimal digit */
      {"\377\331\241", "\3771"},            /* not UTF-8: left as it is */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *ascii = tl_text_ascii_digits (rows[i].text);

    g_assert_cmpstr (ascii, ==, rows[i].ascii);
  }
}

/* Whatever the bytes are, what is shown is valid, bounded, and has nothing hidden in it. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20240501);

  for (guint round = 0; round < 3000; round++) {
    guchar bytes[64];
    gsize length = (gsize) g_rand_int_range (random, 0, sizeof bytes + 1);
    gsize max = (gsize) g_rand_int_range (random, 1, 80);
    g_autofree char *shown = NULL;
    g_autofree char *valid = NULL;

    for (gsize i = 0; i < length; i++)
      bytes[i] = (guchar) (g_rand_boolean (random) ? g_rand_int_range (random, 0, 256)
                                                   : g_rand_int_range (random, 0xe2, 0xf0));
    shown = tl_text_make_visible ((char *) bytes, length, max);
    valid = tl_text_make_utf8 ((char *) bytes, length);
    g_assert_true (g_utf8_validate (valid, -1, NULL));
    g_assert_true (g_utf8_validate (shown, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (shown, -1), <=, (glong) max);
    for (const char *c = shown; *c != '\0'; c = g_utf8_next_char (c))
      g_assert_false (tl_text_char_is_hidden (g_utf8_get_char (c)));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/visible", test_visible);
  g_test_add_func ("/core/text/cut", test_cut);
  g_test_add_func ("/core/text/lines", test_lines);
  g_test_add_func ("/core/text/utf8", test_utf8);
  g_test_add_func ("/core/text/html", test_html);
  g_test_add_func ("/core/text/isolate", test_isolate);
  g_test_add_func ("/core/text/digits", test_digits);
  g_test_add_func ("/core/text/noise", test_noise);
  return g_test_run ();
}
