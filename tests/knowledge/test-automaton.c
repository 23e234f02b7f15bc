/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-automaton.h"

#include <string.h>

static void
note (guint literal, gsize end, gpointer user_data)
{
  g_string_append_printf (user_data, "%u@%" G_GSIZE_FORMAT " ", literal, end);
}

static void
check (const char *const *literals, gsize n, const char *text, const char *expected)
{
  g_autoptr (TlAutomaton) automaton = tl_automaton_new (literals, n);
  g_autoptr (GString) seen = g_string_new (NULL);

  tl_automaton_run (automaton, text, strlen (text), note, seen);
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
test_overlaps (void)
{
  static const char *const literals[] = {"he", "she", "his", "hers"};

  check (literals, 4, "ushers", "1@4 0@4 3@6 ");
  check (literals, 4, "hishe", "2@3 1@5 0@5 ");
  check (literals, 4, "xyz", "");
  check (literals, 4, "", "");
}

static void
test_case (void)
{
  static const char *const literals[] = {"full", "box"};

  check (literals, 2, "FULL Full fuLL", "0@4 0@9 0@14 ");
  check (literals, 2, "Box[BOX@", "1@3 1@7 ");
}

static void
test_odd_literals (void)
{
  static const char *const literals[] = {"aa", NULL, "", "aa", "é"};

  check (literals, 5, "aaa", "3@2 0@2 3@3 0@3 ");
  check (literals, 5, "é", "4@2 ");
  check (NULL, 0, "text", "");
}

static gssize
count_plain (const char *text, const char *literal)
{
  gssize n = 0;

  for (const char *p = strstr (text, literal); p != NULL; p = strstr (p + 1, literal))
    n++;
  return n;
}

static void
count (guint literal, gsize end, gpointer user_data)
{
  ((guint *) user_data)[literal]++;
}

/* The same as looking for each literal by itself, on texts of few letters where all overlaps. */
static void
test_against_search (void)
{
  char words[40][6] = {{0}};
  const char *literals[40];
  char text[400] = {0};

  for (guint w = 0; w < 40; w++) {
    for (int i = g_test_rand_int_range (1, 6); i > 0; i--)
      words[w][i - 1] = (char) g_test_rand_int_range ('a', 'd');
    literals[w] = words[w];
  }
  for (guint i = 0; i + 1 < sizeof text; i++)
    text[i] = (char) g_test_rand_int_range ('a', 'd');

  {
    g_autoptr (TlAutomaton) automaton = tl_automaton_new (literals, 40);
    guint seen[40] = {0};

    tl_automaton_run (automaton, text, strlen (text), count, seen);
    for (guint w = 0; w < 40; w++)
      g_assert_cmpint (seen[w], ==, count_plain (text, literals[w]));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/automaton/case", test_case);
  g_test_add_func ("/knowledge/automaton/overlaps", test_overlaps);
  g_test_add_func ("/knowledge/automaton/odd-literals", test_odd_literals);
  g_test_add_func ("/knowledge/automaton/against-search", test_against_search);
  return g_test_run ();
}
