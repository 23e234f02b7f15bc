/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports as servers write them: kind, recipients, cause; and that the message which came back with
 * them is never taken for what a server said. */
#include <string.h>

#include "knowledge-fixture.h"
#include "tl-bounce.h"

#define HEAD                                                                                       \
  "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example.net>\n"                   \
  "To: ann@example.net\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
#define REPORT                                                                                     \
  HEAD "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n--b1\n"
#define STATUS "\n--b1\nContent-Type: message/delivery-status\n\n"
#define RETURNED                                                                                   \
  "\n--b1\nContent-Type: message/rfc822\n\nFrom: ann@example.net\nTo: bob@example.org\n"           \
  "Subject: mailbox full\n\nYour quota is exceeded, a virus was detected.\n--b1--\n"

typedef struct {
  const char *name;
  const char *text;
  const char *cause;
  const char *code; /* (nullable) */
  const char *recipient;
} Case;

static const Case cases[] = {
    {"rfc3464",
     REPORT "Content-Type: text/plain\n\nYour message could not be delivered.\n" STATUS
            "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.org\n"
            "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user\n"
            "  here\n" RETURNED,
     "no-such-mailbox", "550", "bob@example.org"},
    {"blank-lines-and-no-end",
     REPORT "\nYour message could not be delivered.\n" STATUS
            "Reporting-MTA: dns; mx.example.net\n\n\n\nFinal-Recipient: rfc822; bob@example.org\n\n"
            "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full",
     "mailbox-full", "552", "bob@example.org"},
    {"action-first",
     REPORT "\nAn error occurred.\n" STATUS "Reporting-MTA: dsn; a.example.net\n\nAction: failed\n"
            "Final-Recipient: rfc822; bob@example.org\nDiagnostic-Code: smtp; 550 5.1.1 unknown "
            "user\nStatus: 5.1.1\n" RETURNED,
     "no-such-mailbox", "550", "bob@example.org"},
    {"global-status",
     HEAD "Content-Type: multipart/report; boundary=b1\n\n--b1\n\nNot delivered.\n--b1\n"
          "Content-Type: message/global-delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
          "Final-Recipient: utf-8; bob@example.org\nAction: failed\nStatus: 5.1.1\n"
          "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n--b1--\n",
     "no-such-mailbox", "550", "bob@example.org"},
    {"notes-breaks-words",
     REPORT "\nNot delivered.\n" STATUS
            "Reporting-MTA: dns;n.example.net\n\nFinal-Recipient: rfc822;bob@example.org\n"
            "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: X-Notes; Error transferring to "
            "n.example.org; Ma\n ximum hop count exceeded.\n" RETURNED,
     "mail-loop", NULL, "bob@example.org"},
    {"delayed",
     REPORT "\nYour message has not been delivered yet.\n" STATUS
            "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.org\n"
            "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; connect to mx.example.org: "
            "Connection timed out\n" RETURNED,
     "notice-delayed", NULL, "bob@example.org"},
    {"relayed",
     REPORT "\nYour message was delivered.\n" STATUS
            "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.org\n"
            "Action: relayed\nStatus: 2.1.5\n" RETURNED,
     "notice-delivered", NULL, "bob@example.org"},
    {"complaint",
     HEAD "Content-Type: multipart/report; report-type=feedback-report; boundary=b1\n\n--b1\n\n"
          "A person does not want this.\n--b1\nContent-Type: message/feedback-report\n\n"
          "Feedback-Type: abuse\nVersion: 1\n" RETURNED,
     "notice-complaint", NULL, NULL},
    {"receipt",
     HEAD "Content-Type: multipart/report; report-type=disposition-notification; boundary=b1\n\n"
          "--b1\n\nRead on Monday.\n--b1\nContent-Type: message/disposition-notification\n\n"
          "Final-Recipient: rfc822; bob@example.org\nDisposition: manual-action/MDN-sent-manually; "
          "displayed\n--b1--\n",
     "notice-delivered", NULL, NULL},
    {"auto-reply",
     "From: bob@example.org\nTo: ann@example.net\nSubject: Re: hello\n"
     "Auto-Submitted: auto-replied\n\nI read my mail again in May. The old mailbox is full.\n",
     "notice-auto-reply", NULL, NULL},
    {"qmail",
     HEAD "\nHi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to "
          "deliver your message to the following addresses.\nThis is a permanent error; I've given "
          "up. Sorry it didn't work out.\n\n<bob@example.org>:\n192.0.2.5 does not like "
          "recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.5.\n\n"
          "--- Below this line is a copy of the message.\n\nReceived: from a\nSubject: mailbox "
          "full\n\nover quota\n",
     "no-such-mailbox", "550", "bob@example.org"},
    {"exim",
     HEAD "\nThis message was created automatically by mail delivery software.\n\nA message that "
          "you sent could not be delivered to one or more of its\nrecipients. This is a permanent "
          "error. The following address(es) failed:\n\n  bob@example.org\n    SMTP error from "
          "remote mail server after RCPT TO:<bob@example.org>:\n    host mx.example.org "
          "[192.0.2.5]: 552 5.2.2 Mailbox full\n\n------ This is a copy of the message, including "
          "all the headers. ------\n\nFrom: ann@example.net\n\nvirus detected\n",
     "mailbox-full", "552", "bob@example.org"},
    {"sendmail",
     HEAD "\nThe original message was received at Mon, 6 May 2024 10:00:00 +0200\nfrom "
          "localhost\n\n   ----- The following addresses had permanent fatal errors -----\n"
          "<bob@example.org>\n    (reason: 550 5.1.1 <bob@example.org>... User unknown)\n\n"
          "   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n"
          ">>> RCPT To:<bob@example.org>\n<<< 550 5.1.1 <bob@example.org>... User unknown\n",
     "no-such-mailbox", "550", "bob@example.org"},
    {"exchange",
     HEAD
     "\nYour message did not reach some or all of the intended recipients.\n\n      Subject: "
     "hello\n\nThe following recipient(s) could not be reached:\n\n      bob@example.org on "
     "06.05.2024 10:00\n            The e-mail account does not exist at the organization this "
     "message was sent to.\n            <mx.example.org #5.1.1>\n",
     "no-such-mailbox", NULL, "bob@example.org"},
    {"no-boundary",
     HEAD "Content-Type: multipart/report; boundary=\"never\"\n\nThe following addresses had "
          "errors:\n<bob@example.org>\nmail.local: unknown user: bob\n\nReporting-MTA: dns; "
          "mx.example.net\n\nFinal-Recipient: RFC822; <bob@example.org>\nAction: failed\nStatus: "
          "5.5.0\n\nReceived: from a\nFrom: ann@example.net\nSubject: x\n\nspam\n",
     "no-such-mailbox", NULL, "bob@example.org"},
    {"page-alone",
     HEAD "Content-Type: text/html\n\n<html><style>p {mailbox: full}</style><p>Not delivered to "
          "&lt;bob@example.org&gt;.<br>550 5.1.1 User unknown</p></html>\n",
     "no-such-mailbox", "550", "bob@example.org"},
    {"base64",
     HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
          "PGJvYkBleGFtcGxlLm9yZz46CjU1MCA1LjEuMSBVc2VyIHVua25vd24K\n",
     "no-such-mailbox", "550", "bob@example.org"},
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *c = &cases[i];
    g_autoptr (TlEvidence) evidence = digest (c->text, TL_PROTOCOL_SMTP, NULL);
    g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
    const TlFinding *first = tl_diagnosis_get_first (diagnosis);

    g_test_message ("%s", c->name);
    g_assert_cmpstr (tl_evidence_get (evidence, "text.kind"), ==, "bounce");
    g_assert_nonnull (first);
    g_assert_cmpstr (first->id, ==, c->cause);
    g_assert_cmpstr (tl_evidence_get (evidence, "smtp.reply.code"), ==, c->code);
    if (c->recipient != NULL)
      g_assert_cmpstr (tl_evidence_get (evidence, "text.recipient"), ==, c->recipient);
    g_assert_null (tl_evidence_get (evidence, "text.cut"));
  }
}

/* One report, two recipients, two causes. */
static void
test_recipients (void)
{
  static const char text[] =
      REPORT "\nNot delivered.\n" STATUS
             "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.org\n"
             "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
             "Final-Recipient: rfc822; eve@example.org\nAction: failed\nStatus: 5.2.2\n"
             "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n"
             "Final-Recipient: rfc822; joe@example.org\nAction: delivered\nStatus: "
             "2.0.0\n" RETURNED;
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (GPtrArray) results = tl_diagnose_recipients (evidence);
  const TlRecipientResult *result;

  g_assert_cmpuint (results->len, ==, 3);
  result = results->pdata[0];
  g_assert_cmpstr (result->recipient, ==, "bob@example.org");
  g_assert_cmpstr (result->cause, ==, "no-such-mailbox");
  result = results->pdata[1];
  g_assert_cmpstr (result->recipient, ==, "eve@example.org");
  g_assert_cmpstr (result->cause, ==, "mailbox-full");
  g_assert_cmpstr (result->code, ==, "552");
  g_assert_cmpstr (result->enhanced, ==, "5.2.2");
  result = results->pdata[2];
  g_assert_cmpstr (result->cause, ==, "notice-delivered");
}

/* The same in words alone. */
static void
test_recipients_in_words (void)
{
  static const char text[] =
      HEAD "\nThis is the mail system at host mx.example.net.\n\n<bob@example.org>: host "
           "mx.example.org[192.0.2.5] said: 550 5.1.1 User\n    unknown (in reply to RCPT TO "
           "command)\n\n<eve@example.org>: host mx.example.org[192.0.2.5] said: 552 5.2.2 Mailbox\n"
           "    full (in reply to RCPT TO command)\n";
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (GPtrArray) results = tl_diagnose_recipients (evidence);

  g_assert_cmpuint (results->len, ==, 2);
  g_assert_cmpstr (((TlRecipientResult *) results->pdata[0])->cause, ==, "no-such-mailbox");
  g_assert_cmpstr (((TlRecipientResult *) results->pdata[1])->cause, ==, "mailbox-full");
}

/* A delay with a reason tells the reason, but as no failure. */
static void
test_delay_is_no_failure (void)
{
  static const char text[] =
      REPORT "\nNot delivered yet.\n" STATUS
             "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.org\n"
             "Action: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox "
             "full\n" RETURNED;
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), !=, TL_VERDICT_PROBLEM);
  g_assert_cmpstr (tl_diagnosis_get_first (diagnosis)->id, ==, "mailbox-full");
}

static void
test_is_message (void)
{
  static const char *const no[] = {"550 5.1.1 User unknown", "", "Subject: alone\n\nx",
                                   "From here on: nothing\n", "421\n\nFrom: a\nTo: b\n"};

  g_assert_true (tl_bounce_is_message (cases[0].text, strlen (cases[0].text)));
  g_assert_true (tl_bounce_is_message ("From x Mon May 6\nFrom: a\nTo: b\n\n", 32));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (tl_bounce_is_message (no[i], strlen (no[i])));
}

/* Lines that end in CR alone, a NUL in the midst, a charset that is not what it says. */
static void
test_broken (void)
{
  g_autofree char *text = g_strdup (cases[10].text);
  g_autoptr (TlBounce) bounce = NULL;
  g_autoptr (TlBounce) nul = NULL;
  g_autoptr (TlBounce) charset = NULL;
  static const char with_nul[] = HEAD "\nnot\0delivered: 550 5.1.1 no\n";
  static const char wrong[] =
      HEAD "Content-Type: text/plain; charset=no-such\n\n550 5.1.1 Empf\xe4nger unbekannt\n";

  g_strdelimit (text, "\n", '\r');
  bounce = tl_bounce_parse (text, strlen (text));
  g_assert_cmpuint (bounce->recipients->len, ==, 1);
  g_assert_null (strstr (bounce->words, "over quota"));
  nul = tl_bounce_parse (with_nul, sizeof with_nul - 1);
  g_assert_nonnull (strstr (nul->words, "550 5.1.1 no"));
  charset = tl_bounce_parse (wrong, sizeof wrong - 1);
  g_assert_nonnull (strstr (charset->words, "nger unbekannt"));
}

/* Parts as programs write them, well and badly: what of each is read as words, and what is not. */
static void
test_parts (void)
{
  static const struct {
    const char *name;
    const char *text;
    const char *words; /* all of them, blanks at the ends apart */
  } rows[] = {
      {"quoted",
       "Content-Type: multipart/mixed; charset=x; boundary=\"a b\"\n\npreamble\n--a b\n\none\n"
       "--a b--\nepilogue\n",
       "one"},
      {"prefix",
       "Content-Type: multipart/mixed; boundary=ab\n\n--ab\n\none\n--abc\ntwo\n--ab--x\n"
       "three\n--ab-- \t\nfour\n",
       "one\n--abc\ntwo\n--ab--x\nthree"},
      {"inside",
       "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: "
       "multipart/alternative; boundary=ab\n\n--ab\n\none\n--a\n\ntwo\n--a--\n",
       "one\ntwo"},
      {"line-ends",
       "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\ntwo\r\n--a\r\n"
       "Content-Transfer-Encoding: quoted-printable\r\n\r\nth=\r\nree=21\r\n--a--\r\n",
       "one\ntwo\nthree!"},
      {"comment", "Content-Type: multipart/mixed (mixed); (x) boundary=a\n\n--a\n\none\n--a--\n",
       "one"},
      {"continued",
       "Content-Type: multipart/mixed;\n\tboundary*0=\"a\";\n boundary*1=b\n\n--ab\n\none\n"
       "--ab--\n",
       "one"},
      {"escaped", "Content-Type: multipart/mixed; boundary=\"a\\\"b\"\n\n--a\"b\n\none\n--a\"b--\n",
       "one"},
      {"no-empty-line",
       "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n"
       "one two\n--a--\n",
       "one two"},
      {"base64",
       "Content-Type: TEXT/Plain; Charset=UTF-8\nContent-Transfer-Encoding: BASE64\n\nb25lIMOp\n",
       "one \303\251"},
      {"digest",
       "Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: x\n\ninner\n--a--\n",
       "--a\n\nSubject: x\n\ninner\n--a--"},
      {"no-boundary", "Content-Type: multipart/mixed; boundary=a\n\none\n", "one"},
      {"no-parameter", "Content-Type: multipart/mixed\n\none\n", "one"},
      {"picture",
       "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\nContent-Type: image/png\n"
       "\ntwo\n--a--\n",
       "one"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strconcat ("From: a@example.net\nTo: b@example.org\nSubject: x\n", rows[i].text, NULL);
    g_autoptr (TlBounce) bounce = tl_bounce_parse (text, strlen (text));

    g_test_message ("%s", rows[i].name);
    g_assert_cmpstr (g_strstrip (bounce->words), ==, rows[i].words);
    g_assert_false (bounce->cut);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/bounce/cases", test_cases);
  g_test_add_func ("/knowledge/bounce/recipients", test_recipients);
  g_test_add_func ("/knowledge/bounce/recipients-in-words", test_recipients_in_words);
  g_test_add_func ("/knowledge/bounce/delay-is-no-failure", test_delay_is_no_failure);
  g_test_add_func ("/knowledge/bounce/is-message", test_is_message);
  g_test_add_func ("/knowledge/bounce/broken", test_broken);
  g_test_add_func ("/knowledge/bounce/parts", test_parts);
  return g_test_run ();
}
