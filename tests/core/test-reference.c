/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-reference.h"

#include <string.h>

static GPtrArray *
parse (const char *text, GError **error)
{
  return tl_reference_parse (text, strlen (text), error);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = parse ("[list one.example]\n"
                                       "Kind=address\n"
                                       "Dynamic=127.0.0.10;127.0.0.11;\n"
                                       "Page=https://one.example/{what}\n"
                                       "[list two.example]\n"
                                       "Kind=domain\n"
                                       "Listed=test.example\n",
                                       &error);
  const TlReferenceList *one, *two;

  g_assert_no_error (error);
  g_assert_cmpuint (lists->len, ==, 2);
  one = lists->pdata[0];
  two = lists->pdata[1];
  g_assert_cmpstr (one->zone, ==, "one.example");
  g_assert_false (one->of_domains);
  g_assert_cmpstr (one->listed, ==, "127.0.0.2");
  g_assert_cmpuint (g_strv_length (one->dynamic), ==, 2);
  g_assert_cmpstr (one->page, ==, "https://one.example/{what}");
  g_assert_true (two->of_domains);
  g_assert_cmpstr (two->listed, ==, "test.example");
  g_assert_cmpstr (two->page, ==, "");
}

static void
test_portal (void)
{
  static const char *const refused[] = {
      "[portal]\nAnswers=yes;\n",
      "[portal]\nURL=https://one.example/\nAnswers=yes;\n", /* cannot be redirected */
      "[portal]\nURL=http://one.example/\n",
      "[other]\n",
      "no key file at all",
  };
  const char *text = "[portal]\nURL=http://one.example/x\nAnswers=yes;is online;\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TlReferencePortal) portal = tl_reference_parse_portal (text, strlen (text), &error);
  g_autoptr (GPtrArray) lists = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (portal->url, ==, "http://one.example/x");
  g_assert_cmpstr (portal->answers[1], ==, "is online");
  g_assert_true (portal->known);
  g_assert_cmpuint (lists->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) wrong = NULL;

    g_test_message ("%s", refused[i]);
    g_assert_null (tl_reference_parse_portal (refused[i], strlen (refused[i]), &wrong));
    g_assert_nonnull (wrong);
  }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
      "[list one.example]\n",                   /* no kind */
      "[list one.example]\nKind=both\n",        /* an unknown one */
      "[list one]\nKind=address\n",             /* no domain */
      "[list one example.org]\nKind=address\n", /* a blank */
      "[list one.example]\nKind=domain\n",      /* nothing to test it with */
      "[list one.example]\nKind=address\nPage=http://one.example/{what}", /* not safe to open */
      "[other]\nKind=address\n",                                          /* an unknown group */
      "no key file at all",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i]);
    g_assert_null (parse (cases[i], &error));
    g_assert_nonnull (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/reference/portal", test_portal);
  g_test_add_func ("/core/reference/whole", test_whole);
  g_test_add_func ("/core/reference/refused", test_refused);
  return g_test_run ();
}
