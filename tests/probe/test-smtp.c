/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-smtp-private.h"

#include "probe-fixture.h"

#include <string.h>

#define EHLO_PLAIN "250-mail.test at your service\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n"
#define EHLO_TLS "250-mail.test\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000\r\n"
#define EHLO_SLOW "250-mail.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"

#define BEGIN_PLAIN SAY ("220 mail.test ESMTP\r\n"), EXPECT ("EHLO *"), SAY (EHLO_PLAIN)
#define BEGIN_STARTTLS                                                                             \
  BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), START_TLS, EXPECT ("EHLO *"), SAY (EHLO_TLS)
#define LOGIN_OK EXPECT ("AUTH PLAIN *"), SAY ("235 2.7.0 ok\r\n")

static ProbeFixture *
fixture_for (TlSecurity security, const LineAction *script)
{
  ProbeFixture *fixture = probe_fixture_new (TL_PROTOCOL_SMTP, security);

  probe_fixture_play (fixture, script);
  return fixture;
}

static void
address_to (ProbeFixture *fixture, const char *from, const char *to)
{
  g_free (fixture->settings->from);
  fixture->settings->from = g_strdup (from);
  g_free (fixture->settings->to);
  fixture->settings->to = g_strdup (to);
}

/* ---------------------------------------------------------------- it works */

static void
test_starttls_works (void)
{
  static const LineAction script[] = {
      BEGIN_STARTTLS,
      LOGIN_OK,
      EXPECT ("MAIL FROM:<ann@mail.test>"),
      SAY ("250 ok\r\n"),
      EXPECT ("RCPT TO:<bob@other.test>"),
      SAY ("250 ok\r\n"),
      EXPECT ("RSET"),
      SAY ("250 ok\r\n"),
      EXPECT ("QUIT"),
      SAY ("221 bye\r\n"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  probe_fixture_log_in (fixture, "ann@mail.test", "correct horse");
  address_to (fixture, "", "bob@other.test");
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
  probe_assert_fact (fixture, "smtp.auth.mechanism", "PLAIN");
  probe_assert_fact (fixture, "smtp.starttls", "offered");
  probe_assert_fact (fixture, "tls.mode", "starttls");
  probe_assert_fact (fixture, "tls.state", "ok");
  probe_assert_fact (fixture, "tls.verify", "ok");
  probe_assert_fact (fixture, "smtp.extensions", "PIPELINING AUTH SIZE");
  probe_assert_fact (fixture, "smtp.extensions_plain", "STARTTLS SIZE");
  probe_assert_fact (fixture, "smtp.size_limit", "1000000");
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
  probe_assert_fact (fixture, "greeting.host", "mail.test");
  probe_assert_step (fixture, "smtp.quit", TL_OUTCOME_OK);
  probe_assert_hidden (fixture, "correct horse");
  probe_assert_announced (fixture);
}

static void
test_tls_works (void)
{
  static const LineAction script[] = {
      START_TLS,
      SAY ("220 mail.test ESMTP\r\n"),
      EXPECT ("EHLO [127.0.0.1]"),
      SAY (EHLO_TLS),
      EXPECT ("MAIL FROM:<>"),
      SAY ("250 ok\r\n"),
      EXPECT ("RSET"),
      SAY ("250 ok\r\n"),
      EXPECT ("QUIT"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "tls.mode", "implicit");
  probe_assert_fact (fixture, "smtp.auth.outcome", "not-tested");
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "not-tested");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_SKIPPED);
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_OK);
}

static void
test_plain_works (void)
{
  static const LineAction script[] = {
      BEGIN_PLAIN,     EXPECT ("MAIL FROM:<>"), SAY ("250 ok\r\n"),
      EXPECT ("RSET"), SAY ("250 ok\r\n"),      EXPECT ("QUIT"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_NONE, script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "tls.mode", "none");
  probe_assert_fact (fixture, "tls.state", "not-tried");
  probe_assert_fact (fixture, "smtp.starttls", "offered");
  probe_assert_no_step (fixture, "tls.handshake");
}

/* ---------------------------------------------------------------- the greeting */

typedef struct {
  const char *path;
  LineAction script[4];
  const char *failure; /* of smtp.greeting */
  const char *fact, *value;
} GreetingCase;

static const GreetingCase greetings[] = {
    {"busy", {SAY ("421 4.3.2 busy\r\n"), CLOSE, THE_END}, "reply", "smtp.reply.code", "421"},
    {"no-service", {SAY ("554 go away\r\n"), THE_END}, "reply", "greeting.code", "554"},
    {"closed", {CLOSE, THE_END}, "closed", "greeting.protocol", "nothing"},
    {"reset", {RESET, THE_END}, "reset", "greeting.protocol", "nothing"},
    {"cut",
     {SAY ("220 mail"), CLOSE, THE_END},
     "closed-partway",
     "greeting.first_bytes",
     "220 mail"},
    {"ssh",
     {SAY ("SSH-2.0-OpenSSH_9\r\n"), HOLD, THE_END},
     "invalid-reply",
     "greeting.protocol",
     "ssh"},
    {"imap",
     {SAY ("* OK IMAP4rev1 ready\r\n"), HOLD, THE_END},
     "invalid-reply",
     "greeting.protocol",
     "imap"},
    {"noise",
     {SAY_BYTES ("\001\002\000\377\r\n"), HOLD, THE_END},
     "invalid-reply",
     "greeting.protocol",
     "other"},
    {"endless-line",
     {FLOOD ("220 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", -1), THE_END},
     "line-too-long",
     "greeting.protocol",
     "text"},
    {"huge-line",
     {SAY ("220-"), FLOOD ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 100000000), HOLD,
      THE_END},
     "line-too-long",
     "greeting.protocol",
     "text"},
    {"endless-reply",
     {FLOOD ("220-and more\r\n", -1), THE_END},
     "reply-too-long",
     "greeting.protocol",
     "text"},
    {"other-code",
     {SAY ("200 news ready\r\n"), HOLD, THE_END},
     "invalid-reply",
     "greeting.code",
     "200"},
    {"two-codes",
     {SAY ("220-one\r\n250 two\r\n"), HOLD, THE_END},
     "invalid-reply",
     "greeting.protocol",
     "text"},
    {"starred",
     {SAY ("220 ********************\r\n"), EXPECT ("EHLO *"), THE_END},
     NULL,
     "greeting.starred",
     "yes"},
    {"escapes",
     {SAY ("554 \033[2J<b>\xe2\x80\xae%s%n\r\n"), THE_END},
     "reply",
     "smtp.reply.code",
     "554"},
};

static void
test_greeting (gconstpointer data)
{
  const GreetingCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, row->script);
  const char *seen;

  probe_fixture_run (fixture);
  seen = tl_evidence_get_from (fixture->evidence, "step.failure", "smtp.greeting", NULL);
  /* A reset that is there before the connector looks is a plain end afterwards. */
  if (g_strcmp0 (row->failure, "reset") == 0 && g_strcmp0 (seen, "closed") == 0)
    probe_assert_failure (fixture, "smtp.greeting", "closed");
  else if (row->failure != NULL)
    probe_assert_failure (fixture, "smtp.greeting", row->failure);
  probe_assert_fact (fixture, row->fact, row->value);
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_SKIPPED);
  probe_assert_announced (fixture);
}

static void
test_greeting_nul (void)
{
  static const LineAction script[] = {
      SAY_BYTES ("554 before\0after\r\n"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  probe_fixture_run (fixture);
  g_assert_nonnull (strstr (tl_evidence_get (fixture->evidence, "greeting.text"), "after"));
}

static void
test_greeting_silent (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, silent);

  fixture->limits.greeting = 3000; /* the other pairing must have its end before */
  fixture->limits.silence = 50;
  fixture->limits.tls = 100;
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, "smtp.greeting", "timeout");
  probe_assert_fact (fixture, "greeting.protocol", "nothing");
  probe_assert_fact (fixture, "pairing.tried", "tls");
  probe_assert_fact (fixture, "pairing.works", "no");
  probe_assert_announced (fixture);
}

/* A server that waits for the first word gets one, and is known by its answer. */
static void
test_greeting_web (void)
{
  static const LineAction web[] = {
      EXPECT ("QUIT"), SAY ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), THE_END};
  static const LineAction silent[] = {HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, web);

  fixture->limits.greeting = 1500;
  fixture->limits.silence = 50;
  fixture->limits.tls = 100;
  probe_fixture_play (fixture, silent);
  probe_fixture_run (fixture);
  probe_assert_step (fixture, "smtp.greeting", TL_OUTCOME_FAILED);
  probe_assert_fact (fixture, "greeting.protocol", "http");
  probe_assert_announced (fixture);
}

/* Bytes that trickle in do not move the limit. */
static void
test_greeting_drips (void)
{
  static const LineAction script[] = {DRIP ("220-" EHLO_PLAIN EHLO_PLAIN EHLO_PLAIN, 60), HOLD,
                                      THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  fixture->limits.greeting = 700;
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, "smtp.greeting", "too-slow");
}

/* ---------------------------------------------------------------- a 421, tried once more */

static const LineAction then_works[] = {BEGIN_STARTTLS,  EXPECT ("MAIL *"),  SAY ("250 ok\r\n"),
                                        EXPECT ("RSET"), SAY ("250 ok\r\n"), EXPECT ("QUIT"),
                                        THE_END};
static const LineAction shut[] = {CLOSE, THE_END};

static void
test_busy_then_free (void)
{
  static const LineAction busy[] = {SAY ("421 4.7.0 too many connections\r\n"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, busy);

  probe_fixture_play (fixture, then_works);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.limit.retry", "works");
  probe_assert_fact (fixture, "smtp.reply.code", "421");
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
}

/* Who hangs up without a word is asked once more: one of several, or whoever refuses us for good. */
static void
test_wordless_then_works (void)
{
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, shut);

  probe_fixture_play (fixture, then_works);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "greeting.retry", "works");
  probe_assert_fact (fixture, "smtp.limit.retry", NULL);
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
  probe_assert_announced (fixture);
}

static void
test_wordless_still (void)
{
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, shut);

  probe_fixture_play (fixture, shut);
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, "smtp.greeting", "closed");
  probe_assert_fact (fixture, "greeting.retry", "still");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
  probe_assert_announced (fixture);
}

static void
test_busy_still (void)
{
  static const LineAction busy[] = {SAY ("421 4.7.0 too many connections\r\n"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, busy);

  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.limit.retry", "still");
  probe_assert_fact (fixture, "smtp.reply.enhanced", "4.7.0");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
}

/* Before a TLS port gets to TLS it may say in plain words that it has no room. */
static void
test_busy_before_tls (void)
{
  static const LineAction busy[] = {SAY ("421 too many connections\r\n"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, busy);

  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.reply.code", "421");
  probe_assert_fact (fixture, "smtp.reply.stage", "greeting");
  probe_assert_no_fact (fixture, "pairing.tried");
}

/* ---------------------------------------------------------------- the pairing */

static void
test_pairing_tls_on_plain (void)
{
  static const LineAction first[] = {SAY ("220 mail.test ESMTP\r\n"), SWALLOW (-1), THE_END};
  static const LineAction second[] = {BEGIN_PLAIN, EXPECT ("QUIT"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, first);

  probe_fixture_play (fixture, second);
  probe_fixture_log_in (fixture, "ann", "correct horse");
  probe_fixture_run (fixture);
  probe_assert_step (fixture, "tls.handshake", TL_OUTCOME_FAILED);
  probe_assert_fact (fixture, "tls.peeked", "smtp");
  probe_assert_fact (fixture, "pairing.tried", "plain");
  probe_assert_fact (fixture, "pairing.works", "yes");
  probe_assert_fact (fixture, "pairing.starttls", "yes");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_SKIPPED);
  probe_assert_announced (fixture);
}

static void
test_pairing_plain_on_tls (void)
{
  static const LineAction script[] = {START_TLS, SAY ("220 hello\r\n"), HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  fixture->limits.greeting = 30000;
  fixture->limits.silence = 50;
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, "smtp.greeting", "timeout");
  probe_assert_fact (fixture, "pairing.tried", "tls");
  probe_assert_fact (fixture, "pairing.works", "yes");
  g_assert_cmpfloat (fixture->elapsed_ms, <, 20000);
  probe_assert_announced (fixture);
}

static void
test_pairing_found_out (void)
{
  static const LineAction silent[] = {START_TLS, HOLD, THE_END};
  static const LineAction works[] = {START_TLS,         SAY ("220 mail.test ESMTP\r\n"),
                                     EXPECT ("EHLO *"), SAY (EHLO_TLS),
                                     EXPECT ("MAIL *"), SAY ("250 ok\r\n"),
                                     EXPECT ("RSET"),   SAY ("250 ok\r\n"),
                                     EXPECT ("QUIT"),   THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_AUTO, silent);

  fixture->limits.silence = 50;
  probe_fixture_play (fixture, works);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "tls.mode", "implicit");
  probe_assert_fact (fixture, "tls.state", "ok");
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
}

/* A tarpit on a plain port: TLS fails beside it, and the late words still count. */
static void
test_pairing_late_greeting (void)
{
  static const LineAction late[] = {WAIT_MS (700),      BEGIN_STARTTLS,  EXPECT ("MAIL *"),
                                    SAY ("250 ok\r\n"), EXPECT ("RSET"), SAY ("250 ok\r\n"),
                                    EXPECT ("QUIT"),    THE_END};
  static const LineAction refuses_tls[] = {SAY ("220 mail.test\r\n"), SWALLOW (-1), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, late);

  fixture->limits.silence = 20;
  probe_fixture_play (fixture, refuses_tls);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "smtp.greeting", TL_OUTCOME_OK);
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  probe_assert_no_fact (fixture, "pairing.works");
}

/* ---------------------------------------------------------------- every stage refused */

typedef struct {
  const char *path;
  LineAction script[24];
  const char *step, *failure;
  const char *stage, *code;
} RefusalCase;

static const RefusalCase refusals[] = {
    {"ehlo-421",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY ("421 4.3.2 down\r\n"), THE_END},
     "smtp.ehlo",
     "reply",
     "ehlo",
     "421"},
    {"ehlo-unknown",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY ("500 what\r\n"), EXPECT ("HELO *"),
      SAY ("500 what\r\n"), THE_END},
     "smtp.ehlo",
     "reply",
     "ehlo",
     "500"},
    {"ehlo-closed",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), CLOSE, THE_END},
     "smtp.ehlo",
     "closed",
     NULL,
     NULL},
    {"ehlo-reset",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), RESET, THE_END},
     "smtp.ehlo",
     "reset",
     NULL,
     NULL},
    {"helo-only",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY ("500 what\r\n"), EXPECT ("HELO *"),
      SAY ("250 hi\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.starttls",
     "not-offered",
     "ehlo",
     "500"},
    {"starttls-missing",
     {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY ("250-hi\r\n250 AUTH PLAIN\r\n"), EXPECT ("QUIT"),
      THE_END},
     "smtp.starttls",
     "not-offered",
     NULL,
     NULL},
    {"starttls-454",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("454 4.7.0 not now\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.starttls",
     "reply",
     "starttls",
     "454"},
    {"starttls-502",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("502 no\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.starttls",
     "reply",
     "starttls",
     "502"},
    {"starttls-250",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("250 fine\r\n"), EXPECT ("QUIT"), THE_END},
     "smtp.starttls",
     "reply",
     "starttls",
     "250"},
    {"starttls-421",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("421 bye\r\n"), THE_END},
     "smtp.starttls",
     "reply",
     "starttls",
     "421"},
    {"starttls-injected",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n250 injected\r\n"), SWALLOW (-1), THE_END},
     "smtp.starttls",
     "injected",
     NULL,
     NULL},
    {"starttls-plain-words",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), SWALLOW (20), SAY ("454 oh no\r\n"),
      SWALLOW (-1), THE_END},
     "tls.handshake",
     "tls",
     NULL,
     NULL},
    {"starttls-closed",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), CLOSE, THE_END},
     "tls.handshake",
     "closed",
     NULL,
     NULL},
    {"ehlo-again-421",
     {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), START_TLS, EXPECT ("EHLO *"),
      SAY ("421 no\r\n"), THE_END},
     "smtp.ehlo.tls",
     "reply",
     "ehlo",
     "421"},
    {"mail-550",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("550 5.7.1 no\r\n"), SWALLOW (-1), THE_END},
     "smtp.mail",
     "reply",
     "mail",
     "550"},
    {"mail-421",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("421 no\r\n"), THE_END},
     "smtp.mail",
     "reply",
     "mail",
     "421"},
    {"mail-closed",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), CLOSE, THE_END},
     "smtp.mail",
     "closed",
     NULL,
     NULL},
    {"rcpt-550",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("250 ok\r\n"), EXPECT ("RCPT *"),
      SAY ("550 5.1.1 no such user\r\n"), EXPECT ("RSET"), SAY ("250 ok\r\n"), SWALLOW (-1),
      THE_END},
     "smtp.rcpt",
     "reply",
     "rcpt",
     "550"},
    {"rcpt-450",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("250 ok\r\n"), EXPECT ("RCPT *"),
      SAY ("450 4.7.1 greylisted\r\n"), EXPECT ("RSET"), SAY ("250 ok\r\n"), SWALLOW (-1), THE_END},
     "smtp.rcpt",
     "reply",
     "rcpt",
     "450"},
    {"rcpt-421",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("250 ok\r\n"), EXPECT ("RCPT *"),
      SAY ("421 4.7.0 too many errors\r\n"), THE_END},
     "smtp.rcpt",
     "reply",
     "rcpt",
     "421"},
    {"rcpt-reset",
     {BEGIN_STARTTLS, EXPECT ("MAIL *"), SAY ("250 ok\r\n"), EXPECT ("RCPT *"), RESET, THE_END},
     "smtp.rcpt",
     "reset",
     NULL,
     NULL},
    {"early-words",
     {SAY ("220 hi\r\n250 not asked\r\n"), SWALLOW (-1), THE_END},
     "smtp.ehlo",
     "injected",
     NULL,
     NULL},
    {"early-goodbye",
     {SAY ("220 hi\r\n421 4.3.2 shutting down\r\n"), CLOSE, THE_END},
     "smtp.ehlo",
     "reply",
     "ehlo",
     "421"},
};

static void
test_refusal (gconstpointer data)
{
  const RefusalCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, row->script);

  address_to (fixture, "ann@mail.test", "bob@other.test");
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, row->step, row->failure);
  if (row->code != NULL) {
    probe_assert_fact (fixture, "smtp.reply.code", row->code);
    probe_assert_fact (fixture, "smtp.reply.stage", row->stage);
  } else {
    probe_assert_no_fact (fixture, "smtp.reply.code");
  }
  probe_assert_announced (fixture);
}

/* One stalls: the step ends at its limit and is named. */
static void
test_stall (gconstpointer data)
{
  static const struct {
    const char *step;
    LineAction script[12];
  } rows[] = {
      {"smtp.ehlo", {SAY ("220 hi\r\n"), EXPECT ("EHLO *"), HOLD, THE_END}},
      {"smtp.starttls", {BEGIN_PLAIN, EXPECT ("STARTTLS"), HOLD, THE_END}},
      {"tls.handshake", {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), HOLD, THE_END}},
      {"smtp.ehlo.tls",
       {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"), START_TLS, HOLD, THE_END}},
      {"smtp.mail", {BEGIN_STARTTLS, EXPECT ("MAIL *"), HOLD, THE_END}},
  };
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, rows[i].script);

  fixture->limits.reply = 1500;
  fixture->limits.tls = 1500;
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, rows[i].step, "timeout");
}

/* The job's own end stands above every limit. */
static void
test_deadline (void)
{
  static const LineAction script[] = {SAY ("220 hi\r\n"), EXPECT ("EHLO *"),
                                      FLOOD ("250-more\r\n", 300), HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  fixture->settings->timeout_s = 1;
  probe_fixture_run (fixture);
  probe_assert_failure (fixture, "smtp.ehlo", "too-slow");
  g_assert_cmpfloat (fixture->elapsed_ms, <, 8000);
}

/* ---------------------------------------------------------------- encryption that is not good */

static void
test_certificate (gconstpointer data)
{
  static const struct {
    const char *name;
    gint64 from_s, to_s;
    const char *verify;
  } rows[] = {
      {"other.test", -3600, 86400, "name-mismatch"},
      {"mail.test", -86400 * 3, -86400, "expired"},
      {"mail.test", 86400, 86400 * 3, "not-yet-valid"},
  };
  static const LineAction script[] = {BEGIN_PLAIN, EXPECT ("STARTTLS"), SAY ("220 go\r\n"),
                                      START_TLS,   SWALLOW (-1),        THE_END};
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);
  g_autofree char *received = NULL;

  probe_fixture_certify (fixture, rows[i].name, rows[i].from_s, rows[i].to_s);
  probe_fixture_log_in (fixture, "ann@mail.test", "correct horse");
  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "tls.verify", rows[i].verify);
  probe_assert_failure (fixture, "tls.handshake", "not-allowed");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_SKIPPED);
  g_assert_cmpstr (tl_evidence_get_from (fixture->evidence, "step.skipped", "smtp.auth", NULL), ==,
                   "unverified");
  received = line_server_dup_received (fixture->server);
  g_assert_null (strstr (received, "ann"));
}

static void
test_starttls_garbled (void)
{
  static const LineAction script[] = {SAY ("220 hi\r\n"), EXPECT ("EHLO *"),
                                      SAY ("250-hi\r\n250-XXXXXXXA\r\n250 AUTH PLAIN\r\n"),
                                      EXPECT ("QUIT"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  probe_fixture_log_in (fixture, "ann", "correct horse");
  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.starttls", "garbled");
  probe_assert_failure (fixture, "smtp.starttls", "not-offered");
}

/* ---------------------------------------------------------------- further conversations */

static void
test_greylist_retried (void)
{
  static const LineAction deferred[] = {BEGIN_STARTTLS,
                                        EXPECT ("MAIL *"),
                                        SAY ("250 ok\r\n"),
                                        EXPECT ("RCPT *"),
                                        SAY ("450 4.7.1 greylisted\r\n"),
                                        EXPECT ("RSET"),
                                        SAY ("250 ok\r\n"),
                                        EXPECT ("QUIT"),
                                        THE_END};
  static const LineAction passes[] = {BEGIN_STARTTLS,     EXPECT ("MAIL *"),  SAY ("250 ok\r\n"),
                                      EXPECT ("RCPT *"),  SAY ("250 ok\r\n"), EXPECT ("RSET"),
                                      SAY ("250 ok\r\n"), EXPECT ("QUIT"),    THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, deferred);

  probe_fixture_play (fixture, passes);
  address_to (fixture, "ann@mail.test", "bob@other.test");
  fixture->settings->retry_greylist_s = 1;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.greylist.waited_s", "1");
  probe_assert_fact (fixture, "smtp.greylist.retried", "passed");
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
  probe_assert_fact (fixture, "smtp.reply.code", "450");
  probe_assert_announced (fixture);
}

/* ---------------------------------------------------------------- cancelling */

static void
test_cancel (gconstpointer data)
{
  static const LineAction script[] = {
      BEGIN_STARTTLS,    LOGIN_OK,
      EXPECT ("MAIL *"), SAY ("250 ok\r\n"),
      EXPECT ("RCPT *"), SAY ("250 ok\r\n"),
      EXPECT ("RSET"),   SAY ("250 ok\r\n"),
      EXPECT ("QUIT"),   THE_END,
  };
  const char *step = data;
  ProbeFixture *fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  probe_fixture_log_in (fixture, "ann", "correct horse");
  address_to (fixture, "ann@mail.test", "bob@other.test");
  fixture->cancel_at = step;
  g_assert_false (probe_fixture_run (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (tl_evidence_get_cancelled (fixture->evidence));
  probe_assert_step (fixture, step, TL_OUTCOME_SKIPPED);
  probe_assert_no_step (fixture, "smtp.quit");
  /* The server was left in the middle of its script. */
  line_server_free (fixture->server);
  fixture->server = line_server_new (AF_INET);
  probe_fixture_free (fixture);
}

static const char *const steps_to_cancel[] = {"tcp.connect",   "smtp.greeting", "smtp.ehlo",
                                              "smtp.starttls", "tls.handshake", "smtp.ehlo.tls",
                                              "smtp.auth",     "smtp.mail"};

static void
add_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/greeting/", greetings[i].path, NULL);

    g_test_add_data_func (path, &greetings[i], test_greeting);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/refused/", refusals[i].path, NULL);

    g_test_add_data_func (path, &refusals[i], test_refusal);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (steps_to_cancel); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/cancel/", steps_to_cancel[i], NULL);

    g_test_add_data_func (path, steps_to_cancel[i], test_cancel);
  }
  for (guint i = 0; i < 5; i++) {
    g_autofree char *path = g_strdup_printf ("/probe/smtp/stall/%u", i);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_stall);
  }
  for (guint i = 0; i < 3; i++) {
    g_autofree char *path = g_strdup_printf ("/probe/smtp/certificate/%u", i);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_certificate);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/smtp/works/starttls", test_starttls_works);
  g_test_add_func ("/probe/smtp/works/tls", test_tls_works);
  g_test_add_func ("/probe/smtp/works/plain", test_plain_works);
  add_rows ();
  g_test_add_func ("/probe/smtp/greeting/nul", test_greeting_nul);
  g_test_add_func ("/probe/smtp/greeting/silent", test_greeting_silent);
  g_test_add_func ("/probe/smtp/greeting/web", test_greeting_web);
  g_test_add_func ("/probe/smtp/greeting/drips", test_greeting_drips);
  g_test_add_func ("/probe/smtp/busy/then-free", test_busy_then_free);
  g_test_add_func ("/probe/smtp/busy/still", test_busy_still);
  g_test_add_func ("/probe/smtp/wordless/works", test_wordless_then_works);
  g_test_add_func ("/probe/smtp/wordless/still", test_wordless_still);
  g_test_add_func ("/probe/smtp/busy/before-tls", test_busy_before_tls);
  g_test_add_func ("/probe/smtp/pairing/tls-on-plain", test_pairing_tls_on_plain);
  g_test_add_func ("/probe/smtp/pairing/plain-on-tls", test_pairing_plain_on_tls);
  g_test_add_func ("/probe/smtp/pairing/found-out", test_pairing_found_out);
  g_test_add_func ("/probe/smtp/pairing/late-greeting", test_pairing_late_greeting);
  g_test_add_func ("/probe/smtp/deadline", test_deadline);
  g_test_add_func ("/probe/smtp/starttls/garbled", test_starttls_garbled);
  g_test_add_func ("/probe/smtp/greylist/retried", test_greylist_retried);
  return g_test_run ();
}
