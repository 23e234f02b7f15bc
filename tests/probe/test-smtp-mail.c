/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-smtp-private.h"

#include "probe-fixture.h"

#include <string.h>

#define EHLO(words_) "250-mail.test\r\n250 " words_ "\r\n"
#define BEGIN(words_) START_TLS, SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY (EHLO (words_))
#define OK SAY ("250 ok\r\n")
#define RSET_QUIT EXPECT ("RSET"), OK, EXPECT ("QUIT"), THE_END

static ProbeFixture *
fixture_for (const char *to, const LineAction *script)
{
  ProbeFixture *fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);

  probe_fixture_play (fixture, script);
  g_free (fixture->settings->from);
  fixture->settings->from = g_strdup ("ann@mail.test");
  g_free (fixture->settings->to);
  fixture->settings->to = g_strdup (to);
  return fixture;
}

/* ---------------------------------------------------------------- the envelope */

static void
test_one_by_one (void)
{
  static const LineAction script[] = {BEGIN ("SIZE"),
                                      EXPECT ("MAIL FROM:<ann@mail.test>"),
                                      OK,
                                      EXPECT ("RCPT TO:<bob@other.test>"),
                                      SAY ("251 elsewhere\r\n"),
                                      RSET_QUIT};
  g_autoptr (ProbeFixture) fixture = fixture_for ("bob@other.test", script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
}

/* What decides is the refusal, wherever it stands among the recipients. */
static void
test_one_of_three_refused (void)
{
  static const LineAction script[] = {BEGIN ("PIPELINING"),
                                      EXPECT ("MAIL *"),
                                      OK,
                                      EXPECT ("RCPT *"),
                                      OK,
                                      EXPECT ("RCPT TO:<no@other.test>"),
                                      SAY ("550 5.1.1 nobody\r\n"),
                                      EXPECT ("RCPT *"),
                                      OK,
                                      RSET_QUIT};
  g_autoptr (ProbeFixture) fixture =
      fixture_for ("bob@other.test, no@other.test,eve@other.test", script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "rejected");
  probe_assert_fact (fixture, "smtp.reply.recipient", "no@other.test");
  probe_assert_fact (fixture, "smtp.reply.code", "550");
  g_assert_cmpstr (
      tl_evidence_get_from (fixture->evidence, "smtp.rcpt.outcome", "smtp.rcpt", "eve@other.test"),
      ==, "ok");
}

/* In one flight the replies to RCPT still come after MAIL was refused: they decide nothing. */
static void
test_flight_refused (void)
{
  static const LineAction script[] = {BEGIN ("PIPELINING"),
                                      EXPECT ("MAIL *"),
                                      SAY ("550 5.7.1 not you\r\n"),
                                      EXPECT ("RCPT *"),
                                      SAY ("503 5.5.1 no sender\r\n"),
                                      EXPECT ("RSET"),
                                      OK,
                                      SWALLOW (-1),
                                      THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for ("bob@other.test", script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.reply.code", "550");
  probe_assert_fact (fixture, "smtp.mail.outcome", "rejected");
  probe_assert_step (fixture, "smtp.rcpt", TL_OUTCOME_SKIPPED);
}

static void
test_utf8_not_offered (void)
{
  static const LineAction script[] = {BEGIN ("PIPELINING"), EXPECT ("MAIL *"), OK, RSET_QUIT};
  g_autoptr (ProbeFixture) fixture = fixture_for ("b\303\266b@other.test", script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, "smtp.rcpt", "not-offered");
}

/* The extension is asked for with the sender, whichever address needs it (RFC 6531 3.4). */
static void
test_utf8_recipient (void)
{
  static const LineAction script[] = {BEGIN ("SMTPUTF8"),
                                      EXPECT ("MAIL FROM:<ann@mail.test> SMTPUTF8"),
                                      OK,
                                      EXPECT ("RCPT TO:<b\303\266b@other.test>"),
                                      OK,
                                      RSET_QUIT};
  g_autoptr (ProbeFixture) fixture = fixture_for ("b\303\266b@other.test", script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
}

/* ---------------------------------------------------------------- a message */

static void
test_message_sent (void)
{
  static const LineAction script[] = {
      BEGIN ("PIPELINING"),
      EXPECT ("MAIL *"),
      OK,
      EXPECT ("RCPT *"),
      OK,
      EXPECT ("DATA"),
      SAY ("354 go\r\n"),
      EXPECT ("Date: *"),
      EXPECT ("From: *"),
      EXPECT ("To: *"),
      EXPECT ("Subject: *"),
      EXPECT ("Message-ID: <*@throughline.invalid>"),
      EXPECT ("Auto-Submitted: *"),
      EXPECT ("MIME-*"),
      EXPECT ("Content-Type: *"),
      EXPECT ("Content-Transfer-*"),
      EXPECT (""),
      EXPECT ("Throughline *"),
      PROBE_FILLING,
      EXPECT ("."),
      SAY ("250 2.0.0 queued\r\n"),
      EXPECT ("QUIT"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for ("bob@other.test", script);

  fixture->settings->send = TRUE;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.message.outcome", "ok");
  probe_assert_fact (fixture, "smtp.sent", "yes");
  probe_assert_announced (fixture);
}

#define TO_DATA BEGIN ("SIZE"), EXPECT ("MAIL *"), OK, EXPECT ("RCPT *"), OK, EXPECT ("DATA")
#define TO_DOT                                                                                     \
  TO_DATA, SAY ("354 go\r\n"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"),             \
      EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"),          \
      EXPECT ("*"), PROBE_FILLING, EXPECT (".")

typedef struct {
  const char *path;
  LineAction script[64];
  const char *step, *failure, *outcome;
} MessageCase;

static const MessageCase messages[] = {
    {"data-refused",
     {TO_DATA, SAY ("554 5.5.1 no\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.data",
     "reply",
     NULL},
    {"data-closed", {TO_DATA, CLOSE, THE_END}, "smtp.data", "closed", NULL},
    {"refused",
     {TO_DOT, SAY ("554 5.7.1 spam\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.message",
     "reply",
     "rejected"},
    {"closed-after-dot", {TO_DOT, CLOSE, THE_END}, "smtp.message", "closed", "uncertain"},
    {"reset-after-dot", {TO_DOT, RESET, THE_END}, "smtp.message", "reset", "uncertain"},
    {"noise-after-dot",
     {TO_DOT, SAY ("fine\r\n"), HOLD, THE_END},
     "smtp.message",
     "invalid-reply",
     "uncertain"},
};

static void
test_message (gconstpointer data)
{
  const MessageCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for ("bob@other.test", row->script);

  fixture->settings->send = TRUE;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, row->step, row->failure);
  if (row->outcome != NULL)
    probe_assert_fact (fixture, "smtp.message.outcome", row->outcome);
  /* never a second time */
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
}

static void
test_stuffing (void)
{
  g_autofree char *wire = tl_smtp_stuff (".one\ntwo.\n..three\n\n.");

  g_assert_cmpstr (wire, ==, "..one\r\ntwo.\r\n...three\r\n\r\n..");
}

static void
test_message_text (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 1, 3, 4, 5);
  g_autofree char *text = tl_smtp_dup_message ("", "bob@other.test", now, "id");

  g_assert_true (g_str_has_prefix (text, "Date: Sun, 1 Nov 2026 03:04:05 +0000\r\n"));
  g_assert_nonnull (strstr (text, "\r\nTo: <bob@other.test>\r\n"));
  g_assert_nonnull (strstr (text, "\r\nFrom: <nobody@throughline.invalid>\r\n"));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
  /* More than one packet, in the smallest frames that are usual. */
  g_assert_cmpuint (strlen (text), >, 1500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/smtp/mail/one-by-one", test_one_by_one);
  g_test_add_func ("/probe/smtp/mail/one-of-three-refused", test_one_of_three_refused);
  g_test_add_func ("/probe/smtp/mail/flight-refused", test_flight_refused);
  g_test_add_func ("/probe/smtp/mail/utf8-not-offered", test_utf8_not_offered);
  g_test_add_func ("/probe/smtp/mail/utf8-recipient", test_utf8_recipient);
  g_test_add_func ("/probe/smtp/mail/message/sent", test_message_sent);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/mail/message/", messages[i].path, NULL);

    g_test_add_data_func (path, &messages[i], test_message);
  }
  g_test_add_func ("/probe/smtp/mail/stuffing", test_stuffing);
  g_test_add_func ("/probe/smtp/mail/message/text", test_message_text);
  return g_test_run ();
}
