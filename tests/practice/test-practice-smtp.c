/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practice-dialogue.h"

#include <string.h>

#define USER "learner@practice.example"

static char *
plain (const char *user, const char *password)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *coded = NULL;

  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_append (bytes, (const guint8 *) user, (guint) strlen (user) + 1);
  g_byte_array_append (bytes, (const guint8 *) password, (guint) strlen (password));
  coded = g_base64_encode (bytes->data, bytes->len);
  return g_strconcat ("AUTH PLAIN ", coded, NULL);
}

static Dialogue *
encrypted (const char *scenario)
{
  Dialogue *dialogue = dialogue_new (scenario);
  g_autofree char *greeting = dialogue_hear (dialogue, 220);

  dialogue_ask (dialogue, "EHLO me", 250);
  dialogue_ask (dialogue, "STARTTLS", 220);
  dialogue_encrypt (dialogue);
  dialogue_ask (dialogue, "EHLO me", 250);
  return dialogue;
}

static Dialogue *
logged_in (const char *scenario)
{
  Dialogue *dialogue = encrypted (scenario);
  g_autofree char *line = plain (USER, dialogue_password (dialogue));

  dialogue_ask (dialogue, line, 235);
  return dialogue;
}

static void
test_offer (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("healthy");
  g_autofree char *greeting = dialogue_hear (dialogue, 220);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  tl_channel_send_line (dialogue->channel, "ehlo me");
  before = dialogue_hear (dialogue, 250);
  g_assert_nonnull (strstr (before, "STARTTLS"));
  g_assert_null (strstr (before, "AUTH"));
  dialogue_ask (dialogue, "AUTH PLAIN AGEAYg==", 530);
  dialogue_ask (dialogue, "STARTTLS", 220);
  dialogue_encrypt (dialogue);
  tl_channel_send_line (dialogue->channel, "EHLO me");
  after = dialogue_hear (dialogue, 250);
  g_assert_null (strstr (after, "STARTTLS"));
  g_assert_nonnull (strstr (after, "AUTH PLAIN LOGIN"));
  dialogue_ask (dialogue, "STARTTLS", 503);
}

static void
test_mail (void)
{
  g_autoptr (Dialogue) dialogue = logged_in ("healthy");

  dialogue_ask (dialogue, "RCPT TO:<friend@practice.example>", 503);
  dialogue_ask (dialogue, "MAIL FROM:nobody", 501);
  dialogue_ask (dialogue, "MAIL FROM:<" USER ">", 250);
  dialogue_ask (dialogue, "MAIL FROM:<" USER ">", 503);
  dialogue_ask (dialogue, "DATA", 554);
  dialogue_ask (dialogue, "RCPT TO:<friend@practice.example>", 250);
  dialogue_ask (dialogue, "DATA", 354);
  g_assert_cmpint (tl_channel_send_line (dialogue->channel, "Subject: test"), ==, TL_FAILURE_NONE);
  dialogue_ask (dialogue, ".", 250);
  dialogue_ask (dialogue, "RSET", 250);
  dialogue_ask (dialogue, "NOOP", 250);
  dialogue_ask (dialogue, "VRFY friend", 252);
  dialogue_ask (dialogue, "WHAT", 502);
  dialogue_ask (dialogue, "QUIT", 221);
}

static void
test_login_first (void)
{
  g_autoptr (Dialogue) dialogue = encrypted ("healthy");

  dialogue_ask (dialogue, "MAIL FROM:<" USER ">", 530);
  g_assert_cmpuint (tl_practice_get_logins (dialogue->practice), ==, 0);
}

static void
test_auth_plain (void)
{
  static const char *const broken[] = {"AUTH PLAIN !!!!", "AUTH PLAIN YWJj", "AUTH PLAIN AGFi"};
  g_autoptr (Dialogue) dialogue = encrypted ("healthy");
  g_autofree char *wrong = plain (USER, "wrong");
  g_autofree char *right = plain (USER, dialogue_password (dialogue));

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    dialogue_ask (dialogue, broken[i], 501);
  dialogue_ask (dialogue, "AUTH CRAM-MD5", 504);
  dialogue_ask (dialogue, wrong, 535);
  /* The answer may come on a line of its own. */
  dialogue_ask (dialogue, "AUTH PLAIN", 334);
  dialogue_ask (dialogue, right + strlen ("AUTH PLAIN "), 235);
  dialogue_ask (dialogue, right, 503);
  g_assert_cmpuint (tl_practice_get_logins (dialogue->practice), ==, 2);
}

static void
test_auth_login (void)
{
  g_autoptr (Dialogue) dialogue = encrypted ("healthy");
  const char *word = dialogue_password (dialogue);
  g_autofree char *user = g_base64_encode ((const guchar *) USER, strlen (USER));
  g_autofree char *password = g_base64_encode ((const guchar *) word, strlen (word));

  dialogue_ask (dialogue, "AUTH LOGIN", 334);
  dialogue_ask (dialogue, "*", 501);
  dialogue_ask (dialogue, "AUTH LOGIN", 334);
  dialogue_ask (dialogue, user, 334);
  dialogue_ask (dialogue, password, 235);
}

/* The same triplet passes after the wait, another one starts anew. */
static void
test_greylisting (void)
{
  g_autoptr (Dialogue) dialogue = logged_in ("greylisting");
  gboolean passed = FALSE;

  dialogue->settings->retry_greylist_s = 1;
  tl_practice_fill (dialogue->practice, dialogue->settings);
  dialogue_ask (dialogue, "MAIL FROM:<" USER ">", 250);
  dialogue_ask (dialogue, "RCPT TO:<friend@practice.example>", 450);
  dialogue_ask (dialogue, "RCPT TO:<friend@practice.example>", 450);
  for (guint i = 0; i < 100 && !passed; i++) {
    g_autoptr (TlReply) reply = NULL;

    g_usleep (100000);
    tl_channel_send_line (dialogue->channel, "RCPT TO:<friend@practice.example>");
    g_assert_cmpint (tl_channel_read_reply (dialogue->channel, TL_PROTOCOL_SMTP, 20000, &reply), ==,
                     TL_FAILURE_NONE);
    passed = reply->code == 250;
  }
  g_assert_true (passed);
  dialogue_ask (dialogue, "RCPT TO:<other@practice.example>", 450);
}

static void
test_stripped (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("starttls-stripped");
  g_autofree char *greeting = dialogue_hear (dialogue, 220);
  g_autofree char *offer = NULL;

  g_assert_nonnull (strstr (greeting, "****"));
  tl_channel_send_line (dialogue->channel, "EHLO me");
  offer = dialogue_hear (dialogue, 250);
  g_assert_nonnull (strstr (offer, "XXXXXXXA"));
  g_assert_null (strstr (offer, "STARTTLS"));
  dialogue_ask (dialogue, "STARTTLS", 500);
}

/* The first meets the limit, the next finds room. */
static void
test_full_once (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("too-many-connections");
  g_autofree char *full = dialogue_hear (dialogue, 421);
  g_autofree char *free = NULL;

  dialogue_connect (dialogue);
  free = dialogue_hear (dialogue, 220);
  g_assert_cmpuint (tl_practice_get_connections (dialogue->practice), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/smtp/offer", test_offer);
  g_test_add_func ("/practice/smtp/mail", test_mail);
  g_test_add_func ("/practice/smtp/login-first", test_login_first);
  g_test_add_func ("/practice/smtp/auth/plain", test_auth_plain);
  g_test_add_func ("/practice/smtp/auth/login", test_auth_login);
  g_test_add_func ("/practice/smtp/greylisting", test_greylisting);
  g_test_add_func ("/practice/smtp/stripped", test_stripped);
  g_test_add_func ("/practice/smtp/full-once", test_full_once);
  return g_test_run ();
}
