/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is dug out of what people paste. */
#include <string.h>

#include "knowledge-fixture.h"

typedef struct {
  const char *text;
  const char *protocol; /* what the digest must find; NULL: mail */
  const char *code;
  const char *enhanced;
  const char *stage;
  const char *words; /* what the reply's words hold; NULL: nothing asked */
} Case;

static const Case cases[] = {
    {"550 5.1.1 User unknown", NULL, "550", "5.1.1", NULL, "User unknown"},
    {"250 Ok", NULL, "250", NULL, NULL, "Ok"},
    {"421", NULL, "421", NULL, NULL, NULL},
    {"421-one\r\n421-two\r\n421 three\r\n", NULL, "421", NULL, NULL, "one\ntwo\nthree"},
    {"550-5.2.1 The user is over\n550-5.2.1 the rate. See\n550 5.2.1 https://a.example/x", NULL,
     "550", "5.2.1", NULL, "The user is over\nthe rate. See\nhttps://a.example/x"},
    {"550-5.2.1 The user is over 550-5.2.1 the rate. See 550 5.2.1 https://a.example/x", NULL,
     "550", "5.2.1", NULL, "The user is over\nthe rate. See\nhttps://a.example/x"},
    /* mail servers */
    {"host mx.example.org[192.0.2.5] said: 450 4.7.1 <bob@example.org>: Greylisted (in reply to RCPT "
     "TO command)",
     NULL, "450", "4.7.1", "rcpt", "<bob@example.org>: Greylisted"},
    {"Nov 21 10:00:00 mx postfix/smtp[123]: ABC: to=<bob@example.org>, relay=mx.example.org[192.0.2."
     "5]:25, delay=300, dsn=5.0.0, status=bounced (host mx.example.org[192.0.2.5] said: 552 too big "
     "(in reply to end of DATA command))",
     NULL, "552", NULL, "body", "too big"},
    {"SMTP error from remote mail server after MAIL FROM:<a@b.example> SIZE=1543: host mx.example "
     "[192.0.2.20]: 550 5.7.0 Please use another server",
     NULL, "550", "5.7.0", "mail", "Please use another server"},
    {"192.0.2.25 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on "
     "192.0.2.25.",
     NULL, "550", "5.1.1", "rcpt", "no such user"},
    {"connect to mx.example.org[192.0.2.5]:587: Connection refused", NULL, NULL, NULL, NULL,
     "Connection refused"},
    {"delivery temporarily suspended: host mx.example.org[192.0.2.5] refused to talk to me: 421 "
     "Service not available",
     NULL, "421", NULL, "greeting", "Service not available"},
    {">>> RCPT To:<a@b.example>\n<<< 550 5.1.1 <a@b.example>... User unknown\n550 5.1.1 "
     "<a@b.example>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)",
     NULL, "550", "5.1.1", "rcpt", "User unknown"},
    {"550 5.2.2 <a@b.example>... Mailbox Full 554 5.0.0 Service unavailable", NULL, "550", "5.2.2",
     NULL, "Mailbox Full"},
    {"Sorry, I couldn't find any host by that name. (#5.1.2)", NULL, NULL, "5.1.2", NULL,
     "couldn't find"},
    /* mail programs and libraries */
    {"An error occurred while sending mail. The mail server responded:\n535 5.7.8 Error: "
     "authentication failed.\nPlease check the password.",
     NULL, "535", "5.7.8", NULL, "authentication failed"},
    {"smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: UGFz')", NULL,
     "535", "5.7.8", "auth", "Error: authentication failed"},
    {"com.sun.mail.smtp.SMTPSendFailedException: 550 5.7.1 Relaying denied", NULL, "550", "5.7.1",
     NULL, "Relaying denied"},
    {"Error: Invalid login: 535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  "
     "https://a.example/",
     NULL, "535", "5.7.8", "auth", "Username and Password not accepted"},
    {"SMTP Error: Could not authenticate. Detail: SMTP code: 535 Additional SMTP info: 5.7.8", NULL,
     "535", "5.7.8", "auth", NULL},
    {"curl: (67) Access denied: 530", NULL, "530", NULL, NULL, "Access denied"},
    {"Server error: '421 4.7.0 Try again later', Port: 587, Error Number: 0x800CCC67", NULL, "421",
     "4.7.0", NULL, "Try again later"},
    {"Cannot connect to mail.example.org on port 443", NULL, NULL, NULL, NULL, "Cannot connect"},
    {"The message was 552 bytes long and came at 10:45:30", NULL, NULL, NULL, NULL, "bytes"},
    {"Connection timed out", NULL, NULL, NULL, NULL, "Connection timed out"},
    /* file transfer and web */
    {"Status:\tConnecting to 192.0.2.1:21...\nCommand:\tUSER bob\nResponse:\t331 Password "
     "please\nCommand:\tPASS ****\nResponse:\t530 Login incorrect.\nError:\tCritical error",
     "ftp", "530", NULL, "pass", "Login incorrect."},
    {"425 Can't open data connection.", "ftp", "425", NULL, NULL, "Can't open data connection."},
    {"522 SSL connection must be used for data", "ftp", "522", NULL, NULL,
     "SSL connection must be used for data"},
    {"error 526", "http", "526", NULL, NULL, "error 526"},
    {"421 There are too many connections from your internet address.", "ftp", "421", NULL, NULL,
     "too many connections"},
    {"530 Sorry, the maximum number of clients (3) from your host are already connected.", "ftp",
     "530", NULL, NULL, "maximum number of clients"},
    {"Server sent passive reply with unroutable address. Using server address instead.", "ftp",
     NULL, NULL, NULL, "unroutable address"},
    {"HTTP/1.1 421 Misdirected Request", "http", "421", NULL, NULL, "Misdirected Request"},
};

static const char *
get (const TlEvidence *evidence, const char *protocol, const char *part)
{
  g_autofree char *name = NULL;

  if (strcmp (protocol, "http") == 0 && strcmp (part, "code") == 0)
    return tl_evidence_get (evidence, "http.status");
  name = g_strconcat (protocol, ".reply.", part, NULL);
  return tl_evidence_get (evidence, name);
}

static void
test_replies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *c = &cases[i];
    const char *protocol = c->protocol != NULL ? c->protocol : "smtp";
    g_autoptr (TlEvidence) evidence = digest (c->text, TL_PROTOCOL_SMTP, NULL);
    const char *words = get (evidence, protocol, "text");

    g_test_message ("%s", c->text);
    g_assert_cmpstr (get (evidence, protocol, "code"), ==, c->code);
    g_assert_cmpstr (get (evidence, protocol, "enhanced"), ==, c->enhanced);
    g_assert_cmpstr (get (evidence, protocol, "stage"), ==, c->stage);
    if (c->words != NULL) {
      g_assert_nonnull (words);
      g_assert_nonnull (strstr (words, c->words));
    }
  }
}

/* Every span names bytes of the input that say what the fact says. */
static void
test_spans (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlEvidence) evidence = digest (cases[i].text, TL_PROTOCOL_SMTP, NULL);

    for (guint n = 0;; n++) {
      g_autofree char *name = g_strdup_printf ("text.span.%u", n);
      const char *span = tl_evidence_get (evidence, name);
      g_auto (GStrv) parts = span != NULL ? g_strsplit (span, " ", 3) : NULL;
      g_autofree char *piece = NULL;
      const char *value;

      if (span == NULL)
        break;
      piece =
          g_strndup (cases[i].text + atoi (parts[0]), (gsize) (atoi (parts[1]) - atoi (parts[0])));
      value = tl_evidence_get (evidence, parts[2]);
      g_assert_nonnull (value);
      g_strdelimit (piece, "\r\t", ' ');
      if (strchr (piece, '\n') == NULL)
        g_assert_nonnull (strstr (value, piece));
    }
  }
}

static void
test_surroundings (void)
{
  g_autoptr (TlEvidence) postfix =
      digest ("to=<bob@example.org>, status=bounced (host mx.example.org[192.0.2.5] said: 550 no "
              "(in reply to RCPT TO command))",
              TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlEvidence) exim = digest (
      "bob@example.org SMTP error from remote mail server after MAIL FROM:<alice@a.example>: host "
      "mx.example.org [192.0.2.5]: 550 no",
      TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlEvidence) sender =
      digest ("after MAIL FROM:<alice@a.example>: 550 no", TL_PROTOCOL_SMTP, NULL);

  g_assert_cmpstr (tl_evidence_get (postfix, "text.program"), ==, "postfix");
  g_assert_cmpstr (tl_evidence_get (postfix, "text.host"), ==, "mx.example.org");
  g_assert_cmpstr (tl_evidence_get (postfix, "text.recipient"), ==, "bob@example.org");
  g_assert_cmpstr (tl_evidence_get (exim, "text.program"), ==, "exim");
  g_assert_cmpstr (tl_evidence_get (exim, "text.recipient"), ==, "bob@example.org");
  g_assert_null (tl_evidence_get (sender, "text.recipient"));
  g_assert_cmpint (tl_evidence_get_settings (exim)->kind, ==, TL_JOB_EXPLAIN);
}

static void
check_stage (const char *word, TlProtocol protocol, const char *expected)
{
  g_autoptr (TlEvidence) evidence = digest ("550 no", protocol, word);

  g_assert_cmpstr (tl_evidence_get (evidence, protocol == TL_PROTOCOL_FTP ? "ftp.reply.stage"
                                                                          : "smtp.reply.stage"),
                   ==, expected);
}

static void
test_stage_words (void)
{
  check_stage ("rcpt", TL_PROTOCOL_SMTP, "rcpt");
  check_stage ("RCPT TO", TL_PROTOCOL_SMTP, "rcpt");
  check_stage ("end of data", TL_PROTOCOL_SMTP, "body");
  check_stage ("connect", TL_PROTOCOL_SMTP, "greeting");
  check_stage ("PASS", TL_PROTOCOL_FTP, "pass");
  check_stage ("nonsense", TL_PROTOCOL_SMTP, NULL);
  check_stage ("", TL_PROTOCOL_SMTP, NULL);
}

/* What the caller says of the protocol stands. */
static void
test_given_protocol (void)
{
  g_autoptr (TlEvidence) ftp = digest ("421 Timeout.", TL_PROTOCOL_FTP, NULL);
  g_autoptr (TlEvidence) http = digest ("421 no", TL_PROTOCOL_HTTP, NULL);

  g_assert_cmpstr (tl_evidence_get (ftp, "ftp.reply.code"), ==, "421");
  g_assert_cmpstr (tl_evidence_get (http, "http.status"), ==, "421");
}

static void
check_refused (const char *text, gsize length, TlError code)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence =
      tl_digest_text (settings, text, length, TL_TEXT_AUTO, NULL, &error);

  g_assert_null (evidence);
  g_assert_error (error, TL_ERROR, (int) code);
}

static void
test_refused (void)
{
  check_refused ("", 0, TL_ERROR_BAD_INPUT);
  check_refused (" \n\t\0 ", 5, TL_ERROR_BAD_INPUT);
}

/* Bytes of every kind, in every place: nothing is read that is not there, and what comes out is
 * valid and harmless. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
      "550 ", "550-",         "5.1.1", "\0",    "\xff",  "\033[2J", "<",       "(", "@",
      "\n",   "\r\n",         " ",     "said:", "host ", "4",       "RCPT TO", ":", "111111",
      "a.b",  "\xe2\x80\xae", ")",     "421"};

  for (guint round = 0; round < 3000; round++) {
    g_autoptr (GString) text = g_string_new ("x");
    g_autofree char *exact = NULL;
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlEvidence) evidence = NULL;
    const GPtrArray *facts;

    for (int i = g_test_rand_int_range (0, 30); i > 0; i--) {
      const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

      g_string_append_len (text, piece, MAX ((gssize) strlen (piece), 1));
    }
    exact = g_memdup2 (text->str, text->len);
    evidence = tl_digest_text (settings, exact, text->len, TL_TEXT_AUTO, NULL, NULL);
    g_assert_nonnull (evidence);
    facts = tl_evidence_get_facts (evidence);
    for (guint i = 0; i < facts->len; i++) {
      const TlFact *fact = facts->pdata[i];

      g_assert_true (g_utf8_validate (fact->value, -1, NULL));
      g_assert_null (strchr (fact->value, '\033'));
    }
  }
}

/* Linear, whatever stands in it. */
static void
test_large (void)
{
  static const char *const fill[] = {"5",         " ", "550 ", "<", "@", "\n", "550-5.1.1 x\n",
                                     "host a.b ", "("};

  for (guint i = 0; i < G_N_ELEMENTS (fill); i++) {
    g_autoptr (GString) text = g_string_new ("550 ");
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlEvidence) evidence = NULL;

    while (text->len < 1024 * 1024)
      g_string_append (text, fill[i]);
    evidence = tl_digest_text (settings, text->str, text->len, TL_TEXT_AUTO, NULL, NULL);
    g_assert_nonnull (evidence);
  }
}

/* ------------------------------------------------------------------ what tells of the account */

static TlSettings *
find_settings (const char *text)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidence) evidence =
      tl_digest_text (settings, text, strlen (text), TL_TEXT_AUTO, NULL, NULL);

  return tl_digest_settings (evidence, text, strlen (text));
}

static void
test_settings (void)
{
  g_autoptr (TlSettings) outlook = find_settings (
      "Account: 'anna@example.org', Server: 'smtp.example.org', Protocol: SMTP, Server Response: "
      "'550 5.7.1 relaying denied', Port: 465, Secure(SSL): Yes, Error Number: 0x800CCC79");
  g_autoptr (TlSettings) filezilla = find_settings (
      "Status: Connecting to ftp.example.org...\nCommand: USER bert\nResponse: 331 Password "
      "required\nCommand: PASS ****\nResponse: 530 Login incorrect");
  g_autoptr (TlSettings) bounce = find_settings (
      "From: MAILER-DAEMON@mx.example.net\nTo: Anna <anna@example.org>\nSubject: Undelivered\n\n"
      "<cora@example.com>: host mx.example.com[192.0.2.7] said: 550 5.1.1 User unknown\n");
  g_autoptr (TlSettings) bare = find_settings ("421 4.7.0 Try again later");

  g_assert_cmpstr (outlook->host, ==, "smtp.example.org");
  g_assert_cmpstr (outlook->user, ==, "anna@example.org");
  g_assert_cmpuint (outlook->port, ==, 465);
  g_assert_cmpint (filezilla->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_cmpstr (filezilla->host, ==, "ftp.example.org");
  g_assert_cmpstr (filezilla->user, ==, "bert");
  /* The servers on the message's way are not the one that it is handed to. */
  g_assert_cmpstr (bounce->host, ==, "");
  g_assert_cmpstr (bounce->address, ==, "anna@example.org");
  g_assert_cmpstr (bounce->to, ==, "cora@example.com");
  g_assert_cmpstr (bare->host, ==, "");
  g_assert_cmpuint (bare->port, ==, 0);
}

/* A text is anybody's: what could not be typed is not taken from it either. */
static void
test_settings_hostile (void)
{
  g_autoptr (TlSettings) port = find_settings ("550 no, server: 'a.example.org' Port: 99999");
  g_autoptr (TlSettings) user = find_settings ("Account: 'a\r\nQUIT', Server: 'x', 550 5.1.1 no");

  g_assert_cmpuint (port->port, ==, 0);
  g_assert_null (strpbrk (user->user, "\r\n"));
  g_assert_cmpstr (user->host, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/digest/replies", test_replies);
  g_test_add_func ("/knowledge/digest/spans", test_spans);
  g_test_add_func ("/knowledge/digest/surroundings", test_surroundings);
  g_test_add_func ("/knowledge/digest/stage-words", test_stage_words);
  g_test_add_func ("/knowledge/digest/given-protocol", test_given_protocol);
  g_test_add_func ("/knowledge/digest/refused", test_refused);
  g_test_add_func ("/knowledge/digest/hostile", test_hostile);
  g_test_add_func ("/knowledge/digest/large", test_large);
  g_test_add_func ("/knowledge/digest/settings", test_settings);
  g_test_add_func ("/knowledge/digest/settings-hostile", test_settings_hostile);
  return g_test_run ();
}
