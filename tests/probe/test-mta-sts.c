/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-mta-sts.h"

#include <string.h>

#define HEAD "version: STSv1\r\n"
#define TAIL "mx: mx.example.test\r\nmax_age: 604800\r\n"

/* What a policy is, and what is none: the mode that is read, or NULL. */
static void
test_policies (void)
{
  static const struct {
    const char *text, *mode;
  } cases[] = {
      {HEAD "mode: enforce\r\n" TAIL, "enforce"},
      {HEAD "mode: testing\r\n" TAIL, "testing"},
      {"version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 1", "enforce"}, /* bare line feeds */
      {"max_age:1\nmx:a.test\nmode:enforce \nversion:STSv1\t\n",
       "enforce"}, /* any order, no blank */
      {HEAD "mode: none\r\nmax_age: 86400\r\n", "none"},
      {HEAD "mode: testing\r\nmode: enforce\r\n" TAIL, "testing"}, /* the first one counts */
      {HEAD "later: field\r\n\r\nmode: enforce\r\n" TAIL, "enforce"},
      {HEAD "mode: enforce\r\nmx: a.test\r\nmax_age: 31557600\r\n", "enforce"},
      {HEAD "mode: enforce\r\nmx: a.test\r\nmax_age: 31557601\r\n", NULL},
      {HEAD "mode: enforce\r\nmx: a.test\r\nmax_age: -1\r\n", NULL},
      {HEAD "mode: enforce\r\nmx: a.test\r\n", NULL},
      {HEAD "mode: enforce\r\nmax_age: 86400\r\n", NULL}, /* no server at all */
      {HEAD "mode: enforce\r\nmx:\r\nmax_age: 86400\r\n", NULL},
      {HEAD "mode: always\r\n" TAIL, NULL},
      {HEAD TAIL, NULL},
      {"version: STSv2\r\nmode: enforce\r\n" TAIL, NULL},
      {"mode: enforce\r\n" TAIL, NULL},
      {"<html><body>mode: enforce</body></html>", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlMtaSts) policy = tl_mta_sts_parse (cases[i].text, strlen (cases[i].text));

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (policy != NULL ? policy->mode : NULL, ==, cases[i].mode);
  }
}

/* Of a body without an end no more is read than its bound, nor past a zero byte. */
static void
test_bounds (void)
{
  static const char head[] = HEAD "mode: enforce\r\nmx: a.test\r\n";
  g_autofree char *text = g_malloc (2 * TL_MTA_STS_MAX);
  static const char zero[] = HEAD "mode: enforce\r\nmx: a.test\r\n\0max_age: 1\r\n";

  memset (text, 'x', 2 * TL_MTA_STS_MAX);
  memcpy (text, head, strlen (head));
  memcpy (text + TL_MTA_STS_MAX, "\nmax_age: 1\n", 12);
  g_assert_null (tl_mta_sts_parse (text, 2 * TL_MTA_STS_MAX));
  g_assert_null (tl_mta_sts_parse (zero, sizeof zero - 1));
  g_assert_null (tl_mta_sts_parse (head, 5));
}

static void
test_names (void)
{
  static const char text[] = HEAD "mode: enforce\nmx: mail.example.test\nmx: *.Example.NET\n"
                                  "mx: *.\nmax_age: 604800\n";
  static const struct {
    const char *host;
    gboolean named;
  } cases[] = {
      {"mail.example.test", TRUE},
      {"MAIL.example.test.", TRUE},
      {"mx.example.test", FALSE},
      {"example.test", FALSE},
      {"mail.example.test.evil", FALSE},
      {"mx1.example.net", TRUE},
      {"MX1.EXAMPLE.net.", TRUE},
      {"a.mx1.example.net", FALSE}, /* one label, not two */
      {"example.net", FALSE},       /* nor none */
      {".example.net", FALSE},
      {"mx1.notexample.net", FALSE},
      {"localhost", FALSE},
      {"", FALSE},
  };
  g_autoptr (TlMtaSts) policy = tl_mta_sts_parse (text, strlen (text));

  g_assert_nonnull (policy);
  g_assert_cmpuint (policy->max_age, ==, 604800);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].host);
    g_assert_cmpint (tl_mta_sts_names (policy, cases[i].host), ==, cases[i].named);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/mta-sts/policies", test_policies);
  g_test_add_func ("/probe/mta-sts/bounds", test_bounds);
  g_test_add_func ("/probe/mta-sts/names", test_names);
  return g_test_run ();
}
