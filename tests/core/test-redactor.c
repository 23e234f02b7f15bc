/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-redaction.h"

#include <string.h>

#define MARK TL_REDACTOR_MARK

static TlRedactor *
redactor_new (const char *secret, const char *user)
{
  g_autoptr (TlSecret) held = tl_secret_new (secret, -1);
  TlRedactor *redactor = tl_redactor_new ();

  tl_redactor_add_secret (redactor, held, user);
  return redactor;
}

typedef struct {
  const char *text;
  const char *scrubbed;
} Row;

static void
check_rows (TlRedactor *redactor, gboolean sent, const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    gsize length = 0;
    g_autofree char *scrubbed =
        sent ? tl_redactor_scrub_command (redactor, rows[i].text, strlen (rows[i].text), &length)
             : tl_redactor_scrub (redactor, rows[i].text, strlen (rows[i].text), &length);

    g_assert_cmpstr (scrubbed, ==, rows[i].scrubbed);
    g_assert_cmpuint (length, ==, strlen (scrubbed));
  }
}

static void
test_known (void)
{
  static const Row rows[] = {
      {"", ""},
      {"250 ok", "250 ok"},
      {"501 unknown: HUNTER2!", "501 unknown: " MARK},
      {"hunter2!hunter2!", MARK MARK},
      {"<hunter2!>", "<" MARK ">"},
      /* The user name in the same coded word goes, too. */
      {"501 AGFubgBodW50ZXIyIQ== is bad", "501 " MARK " is bad"},
      {"334 dXNlcj1hbm4BYXV0aD1CZWFyZXIgaHVudGVyMiEBAQ==", "334 " MARK},
  };
  g_autoptr (TlRedactor) redactor = redactor_new ("hunter2!", "ann");

  check_rows (redactor, FALSE, rows, G_N_ELEMENTS (rows));
}

static void
test_several (void)
{
  static const Row rows[] = {
      {"first-secret and second-one", MARK " and " MARK},
      {"second-onefirst-secret", MARK MARK},
  };
  g_autoptr (TlRedactor) redactor = redactor_new ("first-secret", NULL);
  g_autoptr (TlSecret) second = tl_secret_new ("second-one", -1);

  tl_redactor_add_secret (redactor, second, NULL);
  check_rows (redactor, FALSE, rows, G_N_ELEMENTS (rows));
}

static void
test_nul (void)
{
  g_autoptr (TlRedactor) redactor = redactor_new ("hunter2!", NULL);
  gsize length;
  g_autofree char *scrubbed = tl_redactor_scrub (redactor, "a\0hunter2!\0b", 12, &length);

  g_assert_cmpmem (scrubbed, length, "a\0" MARK "\0b", strlen (MARK) + 4);
  g_free (tl_redactor_scrub (redactor, "x", 1, NULL));
}

/* Whatever is known: what has the form of a secret is hidden. */
static void
test_by_form (void)
{
  static const Row rows[] = {
      {"ftp://ann:geheim@example.org/x", "ftp://" MARK "@example.org/x"},
      {"see http://u:p@h and https://v:q@i", "see http://" MARK "@h and https://" MARK "@i"},
      {"http://u:p@q@h/", "http://" MARK "@h/"},
      {"http://example.org:80/a@b", "http://example.org:80/a@b"},
      {"ftp://ann@example.org", "ftp://ann@example.org"},
      {"://:@", "://" MARK "@"},
      {"auth=Bearer abcdefghijklmnop0123", "auth=Bearer " MARK},
      {"the bearer of this letter", "the bearer of this letter"},
      {"Authorization: Basic YTpi", "Authorization: " MARK},
      {"a\r\nproxy-authorization:  x y\r\nB: c", "a\r\nproxy-authorization:  " MARK "\r\nB: c"},
      {"Set-Cookie: a=b; Path=/", "Set-Cookie: " MARK},
      {"Cookie:", "Cookie:"},
      /* An offer of the server, not a login. */
      {"AUTH PLAIN LOGIN", "AUTH PLAIN LOGIN"},
      {"PASS required", "PASS required"},
  };
  g_autoptr (TlRedactor) redactor = tl_redactor_new ();

  check_rows (redactor, FALSE, rows, G_N_ELEMENTS (rows));
}

static void
test_commands (void)
{
  static const Row rows[] = {
      {"AUTH PLAIN AGFubgBwYXNz", "AUTH PLAIN " MARK},
      {"auth xoauth2 dXNlcj1h\r\n", "auth xoauth2 " MARK "\r\n"},
      {"AUTH PLAIN", "AUTH PLAIN"},
      {"AUTH PLAIN =", "AUTH PLAIN ="},
      {"AUTH TLS", "AUTH TLS"},
      {"PASS geheim 2", "PASS " MARK},
      {"pass ", "pass "},
      {"ACCT 4711\r\n", "ACCT " MARK "\r\n"},
      {"USER ann", "USER ann"},
      {"PASV", "PASV"},
      {"PASSX y", "PASSX y"},
  };
  g_autoptr (TlRedactor) redactor = tl_redactor_new ();

  check_rows (redactor, TRUE, rows, G_N_ELEMENTS (rows));
}

/* The channel stops at its line limit: the last piece may be the first half of a secret. */
static void
test_cut_line (void)
{
  g_autoptr (TlRedactor) redactor = redactor_new ("a-long-secret-token", NULL);
  g_autofree char *filling = g_strnfill (600, '.');
  g_autofree char *text = g_strconcat (filling, "a-long-secr", NULL);
  g_autofree char *scrubbed = tl_redactor_scrub (redactor, text, strlen (text), NULL);

  g_assert_null (strstr (scrubbed, "a-long"));
  g_assert_true (g_str_has_suffix (scrubbed, "." MARK));
}

static gpointer
scrub_often (gpointer redactor)
{
  for (guint i = 0; i < 500; i++) {
    g_autofree char *scrubbed = tl_redactor_scrub (redactor, "x hunter2! y", 12, NULL);

    g_assert_cmpstr (scrubbed, ==, "x " MARK " y");
  }
  tl_redactor_unref (redactor);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TlRedactor) redactor = redactor_new ("hunter2!", NULL);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, scrub_often, tl_redactor_ref (redactor));
  for (guint i = 0; i < 20; i++) {
    g_autofree char *text = g_strdup_printf ("another-secret-%u", i);
    g_autoptr (TlSecret) secret = tl_secret_new (text, -1);

    tl_redactor_add_secret (redactor, secret, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* In noise with the secret strewn in, in a random coding: it never comes through. */
static void
test_noise (void)
{
  static const char secret[] = "Kan4r!en-vogel";
  g_autoptr (TlRedactor) redactor = redactor_new (secret, "ann");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *scrubbed = NULL;
    gsize length;

    for (guint i = 0; i < 4; i++) {
      for (gint32 n = g_rand_int_range (random, 0, 12); n > 0; n--)
        g_string_append_c (text, (char) g_rand_int_range (random, 0, 256));
      if (g_rand_boolean (random))
        g_string_append (text, secret);
      else
        g_string_append (text, "Kan4r%21en-vogel");
    }
    scrubbed = tl_redactor_scrub (redactor, text->str, text->len, &length);
    g_assert_null (memmem (scrubbed, length, "vogel", 5));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/redactor/known", test_known);
  g_test_add_func ("/core/redactor/several", test_several);
  g_test_add_func ("/core/redactor/nul", test_nul);
  g_test_add_func ("/core/redactor/by-form", test_by_form);
  g_test_add_func ("/core/redactor/commands", test_commands);
  g_test_add_func ("/core/redactor/cut-line", test_cut_line);
  g_test_add_func ("/core/redactor/threads", test_threads);
  g_test_add_func ("/core/redactor/noise", test_noise);
  return g_test_run ();
}
