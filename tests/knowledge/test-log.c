/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs: recognised, read in pieces torn anywhere, counted by cause, in bounded memory. */
#include <string.h>

#include "knowledge-fixture.h"
#include "tl-log.h"

#define TIME "Nov 21 10:00:00 mx "
#define POSTFIX                                                                                    \
  TIME "postfix/smtpd[1]: connect from a.example.net[192.0.2.7]\n" TIME                            \
       "postfix/smtp[2]: AB: to=<bob@example.org>, relay=mx.example.org[192.0.2.5]:25, delay=1, "  \
       "dsn=2.0.0, status=sent (250 2.0.0 Ok)\n" TIME                                              \
       "postfix/smtp[2]: AC: to=<eve@example.org>, relay=mx.example.org[192.0.2.5]:25, delay=1, "  \
       "dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.5] said: 550 5.1.1 "                \
       "<eve@example.org>: User unknown (in reply to RCPT TO command))\n" TIME                     \
       "postfix/smtp[2]: AD: to=<joe@example.org>, relay=mx.example.org[192.0.2.5]:25, delay=1, "  \
       "dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.5] said: 550 5.1.1 "                \
       "<joe@example.org>: User unknown (in reply to RCPT TO command))\n" TIME                     \
       "postfix/smtp[2]: AE: to=<jim@example.org>, relay=mx.example.org[192.0.2.5]:25, delay=1, "  \
       "dsn=4.2.2, status=deferred (host mx.example.org[192.0.2.5] said: 452 4.2.2 Mailbox full "  \
       "(in reply to RCPT TO command))\n" TIME "postfix/qmgr[3]: AB: removed"

static void
check_postfix (const TlEvidence *evidence)
{
  g_assert_cmpstr (tl_evidence_get (evidence, "text.kind"), ==, "log");
  g_assert_cmpstr (tl_evidence_get (evidence, "log.lines"), ==, "6");
  g_assert_cmpstr (tl_evidence_get (evidence, "log.reports"), ==, "3");
  g_assert_cmpstr (tl_evidence_get (evidence, "log.count.0"), ==, "no-such-mailbox 2");
  g_assert_cmpstr (tl_evidence_get (evidence, "log.count.1"), ==, "mailbox-full 1");
  g_assert_null (tl_evidence_get (evidence, "log.count.2"));
  g_assert_cmpstr (tl_evidence_get (evidence, "smtp.reply.code"), ==, "550");
}

/* By itself it is taken for a log, and the most frequent cause comes first. */
static void
test_postfix (void)
{
  g_autoptr (TlEvidence) evidence = digest (POSTFIX, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  check_postfix (evidence);
  g_assert_cmpstr (first_id (diagnosis), ==, "no-such-mailbox");
}

static void
test_pieces (void)
{
  for (gsize step = 1; step < 400; step += 37) {
    g_autoptr (TlLog) log = tl_log_new (NULL);
    g_autoptr (TlEvidence) evidence = NULL;

    for (gsize at = 0; at < strlen (POSTFIX); at += step)
      tl_log_feed (log, POSTFIX + at, MIN (step, strlen (POSTFIX) - at));
    evidence = tl_log_finish (log);
    check_postfix (evidence);
  }
}

static void
test_other_shapes (void)
{
  static const struct {
    const char *text;
    const char *count;
  } cases[] = {
      {"2024-05-06 10:00:00 1sABCD-000001-AB <= ann@example.net H=localhost\n"
       "2024-05-06 10:00:01 1sABCD-000001-AB ** bob@example.org R=dnslookup T=remote_smtp: SMTP "
       "error from remote mail server after RCPT TO:<bob@example.org>: 550 5.1.1 User unknown\n"
       "2024-05-06 10:00:02 1sABCD-000001-AB Completed\n",
       "no-such-mailbox 1"},
      {"2024-05-06T10:00:00.123456+02:00 mx postfix/smtp[9]: A1: to=<b@example.org>, relay=none, "
       "delay=9, dsn=4.7.1, status=deferred (host mx.example.org[192.0.2.5] said: 450 4.7.1 "
       "Greylisted, try again later (in reply to RCPT TO command))\n"
       "2024-05-06T10:00:01.123456+02:00 mx postfix/qmgr[9]: A1: removed\n",
       "smtp-greylisted 1"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlEvidence) evidence = digest (cases[i].text, TL_PROTOCOL_SMTP, NULL);

    g_assert_cmpstr (tl_evidence_get (evidence, "text.kind"), ==, "log");
    g_assert_cmpstr (tl_evidence_get (evidence, "log.count.0"), ==, cases[i].count);
  }
}

static void
test_is_log (void)
{
  static const char *const no[] = {"", "550 5.1.1 User unknown\n", "Nov 21 10:00:00 mx one line\n",
                                   "Nov 21\nNov 22\n",
                                   "From: a\nDate: Mon, 6 May 2024 10:00:00\n\nx\n"};

  g_assert_true (tl_log_is_log (POSTFIX, strlen (POSTFIX)));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (tl_log_is_log (no[i], strlen (no[i])));
}

/* A line without end is passed over, and said to be cut; lines of ever new words do not pile up. */
static void
test_bounded (void)
{
  g_autoptr (TlLog) log = tl_log_new (NULL);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autofree char *piece = g_strnfill (65536, 'x');

  for (guint i = 0; i < 64; i++)
    tl_log_feed (log, piece, 65536);
  tl_log_feed (log, "\n", 1);
  for (guint i = 0; i < 5000; i++) {
    g_autofree char *line =
        g_strdup_printf (TIME "postfix/smtp[1]: error: %c%c%c%c odd words\n", 'a' + i % 26,
                         'a' + i / 26 % 26, 'a' + i / 676 % 26, 'q');

    tl_log_feed (log, line, strlen (line));
  }
  evidence = tl_log_finish (log);
  g_assert_cmpstr (tl_evidence_get (evidence, "text.cut"), ==, "yes");
  g_assert_cmpstr (tl_evidence_get (evidence, "log.lines"), ==, "5001");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/log/postfix", test_postfix);
  g_test_add_func ("/knowledge/log/pieces", test_pieces);
  g_test_add_func ("/knowledge/log/other-shapes", test_other_shapes);
  g_test_add_func ("/knowledge/log/is-log", test_is_log);
  g_test_add_func ("/knowledge/log/bounded", test_bounded);
  return g_test_run ();
}
