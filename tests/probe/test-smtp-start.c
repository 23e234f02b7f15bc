/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-smtp-private.h"

static void
test_offer (void)
{
  TlSmtpOffer offer = {0};

  tl_smtp_offer_parse (&offer, "mail.test STARTTLS\npipelining\nStartTLS\nSIZE 35882577\n"
                               "AUTH  plain\tLOGIN \nAUTH=PLAIN\nSMTPUTF8\n8BITMIME\n");
  g_assert_cmpstr (offer.extensions, ==, "PIPELINING STARTTLS SIZE AUTH AUTH SMTPUTF8 8BITMIME");
  g_assert_cmpstr (offer.auth, ==, "PLAIN LOGIN PLAIN");
  g_assert_true (offer.starttls);
  g_assert_true (offer.pipelining);
  g_assert_true (offer.utf8);
  g_assert_false (offer.garbled);
  g_assert_cmpuint (offer.size_limit, ==, 35882577);
  tl_smtp_offer_clear (&offer);
}

/* The first line is a greeting, whatever it holds. */
static void
test_offer_first_line (void)
{
  TlSmtpOffer offer = {0};

  tl_smtp_offer_parse (&offer, "STARTTLS");
  g_assert_false (offer.starttls);
  g_assert_cmpstr (offer.extensions, ==, "");
  tl_smtp_offer_parse (&offer, "");
  g_assert_cmpstr (offer.auth, ==, "");
  tl_smtp_offer_clear (&offer);
}

static void
test_offer_odd (void)
{
  static const struct {
    const char *line;
    gboolean garbled;
    const char *extensions;
    guint64 size;
  } rows[] = {
      {"XXXXXXXA", TRUE, "XXXXXXXA", 0},
      {"xxxxxxxx", TRUE, "XXXXXXXX", 0},
      {"********", TRUE, "", 0},
      {"XXX", TRUE, "XXX", 0},
      {"XCLIENT NAME", FALSE, "XCLIENT", 0},
      {"XEXCH50", FALSE, "XEXCH50", 0},
      {"SIZE", FALSE, "SIZE", 0},
      {"SIZE many", FALSE, "SIZE", 0},
      {"SIZE 99999999999999999999999999", FALSE, "SIZE", G_MAXUINT64},
      {"<b>bold</b>", FALSE, "", 0},
      {"", FALSE, "", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strconcat ("hi\n", rows[i].line, NULL);
    TlSmtpOffer offer = {0};

    tl_smtp_offer_parse (&offer, text);
    g_assert_cmpint (offer.garbled, ==, rows[i].garbled);
    g_assert_cmpstr (offer.extensions, ==, rows[i].extensions);
    g_assert_cmpuint (offer.size_limit, ==, rows[i].size);
    tl_smtp_offer_clear (&offer);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/smtp/start/offer", test_offer);
  g_test_add_func ("/probe/smtp/start/offer/first-line", test_offer_first_line);
  g_test_add_func ("/probe/smtp/start/offer/odd", test_offer_odd);
  return g_test_run ();
}
