/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-date.h"

static void
test_found (void)
{
  static const struct {
    const char *text;
    gint64 seconds;
  } cases[] = {
      {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
      {"mail.example.net ESMTP Exim 4.96 Sun, 22 Nov 2026 03:16:00 +0100", 1795313760},
      {"mx.example.org ESMTP Sendmail 8.17.1/8.17.1; Sat, 21 Nov 2026 18:16:00 -0800", 1795313760},
      {"example.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 02:16:00 +0000",
       1795313760},
      {"ready 1 Jan 1970 00:01 UT", 60},
      {"ready,  1  Jan  1970 05:31:00 +0530 (IST)", 60},
      {"31 Dec 2016 23:59:60 UTC", 1483228799},
      /* What looks like one before it. */
      {"ESMTP 4 Non 2020, since 22 Nov 2026 02:16:00 GMT", 1795313760},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 seconds = -1;

    g_test_message ("%s", cases[i].text);
    g_assert_true (tl_date_find (cases[i].text, &seconds));
    g_assert_cmpint (seconds, ==, cases[i].seconds);
  }
}

static void
test_none (void)
{
  static const char *const texts[] = {
      "",
      "mail.example.net ESMTP Postfix (Debian/GNU)",
      "22 Nov 2026 02:16:00", /* whose time? */
      "22 Nov 2026 02:16:00 Zulu",
      "22 Nov 2026 02:16:00 GMTX",
      "22 Nov 2026 02:16:00 +9900",
      "22 Nov 2026 02:16:00 +0075",
      "22 Nov 2026 02:16:00 +",
      "22 Nov 26 02:16:00 +0000", /* which century? */
      "31 Feb 2026 02:16:00 +0000",
      "22 Nov 2026 25:16:00 +0000",
      "122 Nov 2026 02:16:00 +0000",
      "22 Nov 20260 02:16:00 +0000",
      "x22 Nov 2026 02:16:00 +0000",
      "22 nov 2026 02:16:00 +0000",
      "22 Nov 2026 02:16:",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    gint64 seconds;

    g_test_message ("%s", texts[i]);
    g_assert_false (tl_date_find (texts[i], &seconds));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/found", test_found);
  g_test_add_func ("/date/none", test_none);
  return g_test_run ();
}
