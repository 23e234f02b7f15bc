/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include "probe-fixture.h"

#include <string.h>

#define EHLO_PLAIN "250-mail.test at your service\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n"
#define EHLO_TLS "250-mail.test\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n"
#define BEGIN_STARTTLS                                                                             \
  SAY ("220 mail.test ESMTP\r\n"), EXPECT ("EHLO *"), SAY (EHLO_PLAIN), EXPECT ("STARTTLS"),       \
      SAY ("220 go\r\n"), START_TLS
#define GOODBYE EXPECT ("QUIT"), THE_END

/* A survey whose own port is that of the scripted server; what else listens on this computer is not
 * known, so that only the rows of that port are looked at. */
static ProbeFixture *
fixture_for (TlProtocol protocol, const LineAction *script)
{
  ProbeFixture *fixture = probe_fixture_new (protocol, TL_SECURITY_AUTO);

  fixture->settings->kind = TL_JOB_SURVEY;
  probe_fixture_play (fixture, script);
  return fixture;
}

static const TlAlternative *
find_row (ProbeFixture *fixture, TlSecurity security)
{
  const GPtrArray *rows = tl_evidence_get_alternatives (fixture->evidence);

  for (guint i = 0; i < rows->len; i++) {
    const TlAlternative *row = rows->pdata[i];

    if (row->port == fixture->settings->port && row->security == security)
      return row;
  }
  g_assert_not_reached ();
}

static void
assert_row (ProbeFixture *fixture, TlSecurity security, TlOutcome outcome, const char *offers)
{
  const TlAlternative *row = find_row (fixture, security);

  g_assert_cmpstr (row->state, ==, "open");
  g_assert_cmpint (row->outcome, ==, outcome);
  g_assert_cmpstr (row->offers, ==, offers);
}

static void
test_starttls (void)
{
  static const LineAction script[] = {BEGIN_STARTTLS,          EXPECT ("EHLO *"),  SAY (EHLO_TLS),
                                      EXPECT ("AUTH PLAIN *"), SAY ("235 ok\r\n"), GOODBYE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_SMTP, script);

  probe_fixture_log_in (fixture, "ann@mail.test", "correct horse");
  g_assert_true (probe_fixture_run (fixture));
  assert_row (fixture, TL_SECURITY_STARTTLS, TL_OUTCOME_OK,
              "PIPELINING AUTH=PLAIN AUTH=LOGIN TLS1.3 certificate=ok");
  assert_row (fixture, TL_SECURITY_NONE, TL_OUTCOME_WARNING, "STARTTLS SIZE");
  assert_row (fixture, TL_SECURITY_TLS, TL_OUTCOME_FAILED, "");
  g_assert_true (find_row (fixture, TL_SECURITY_STARTTLS)->recommended);
  probe_assert_fact (fixture, "survey.recommended.security", "starttls");
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
  probe_assert_fact (fixture, "tls.mode", "starttls");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_OK);
  probe_assert_hidden (fixture, "correct horse");
  probe_assert_announced (fixture);
}

/* The port waits for a ClientHello: after a while of silence, a second connection brings it. */
static void
test_starts_with_tls (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  static const LineAction script[] = {START_TLS, SAY ("220 mail.test ESMTP\r\n"), EXPECT ("EHLO *"),
                                      SAY (EHLO_TLS), GOODBYE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_SMTP, silent);

  probe_fixture_play (fixture, script);
  fixture->limits.silence = 50;
  g_assert_true (probe_fixture_run (fixture));
  assert_row (fixture, TL_SECURITY_TLS, TL_OUTCOME_OK,
              "PIPELINING AUTH=PLAIN AUTH=LOGIN TLS1.3 certificate=ok");
  assert_row (fixture, TL_SECURITY_NONE, TL_OUTCOME_FAILED, "");
  g_assert_true (find_row (fixture, TL_SECURITY_TLS)->recommended);
  probe_assert_fact (fixture, "tls.mode", "implicit");
  probe_assert_fact (fixture, "smtp.auth.outcome", "not-tested");
  probe_assert_announced (fixture);
}

/* A certificate for another name: no word after it, no login, nothing recommended. */
static void
test_not_verified (void)
{
  static const LineAction script[] = {BEGIN_STARTTLS, GOODBYE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_SMTP, script);

  probe_fixture_certify (fixture, "other.test", -3600, 86400);
  probe_fixture_log_in (fixture, "ann@mail.test", "correct horse");
  g_assert_true (probe_fixture_run (fixture));
  assert_row (fixture, TL_SECURITY_STARTTLS, TL_OUTCOME_FAILED, "TLS1.3 certificate=name-mismatch");
  g_assert_false (find_row (fixture, TL_SECURITY_STARTTLS)->recommended);
  probe_assert_fact (fixture, "tls.verify", "name-mismatch");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_SKIPPED);
  probe_assert_no_fact (fixture, "survey.recommended.port");
}

static void
test_busy (void)
{
  static const LineAction script[] = {SAY ("421 4.7.0 too many connections\r\n"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_SMTP, script);

  g_assert_true (probe_fixture_run (fixture));
  assert_row (fixture, TL_SECURITY_NONE, TL_OUTCOME_FAILED, "");
  probe_assert_fact (fixture, "smtp.reply.stage", "greeting");
  probe_assert_fact (fixture, "smtp.reply.code", "421");
  probe_assert_fact (fixture, "survey.failure", "reply");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
}

static void
test_ftp (void)
{
  static const LineAction script[] = {SAY ("220 ready\r\n"),
                                      EXPECT ("FEAT"),
                                      SAY ("211-Features:\r\n UTF8\r\n AUTH TLS\r\n211 End\r\n"),
                                      EXPECT ("AUTH TLS"),
                                      SAY ("234 go\r\n"),
                                      START_TLS,
                                      EXPECT ("FEAT"),
                                      SAY ("211-Features:\r\n UTF8\r\n EPSV\r\n211 End\r\n"),
                                      EXPECT ("USER ann"),
                                      SAY ("331 password\r\n"),
                                      EXPECT ("PASS correct horse"),
                                      SAY ("230 in\r\n"),
                                      GOODBYE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_FTP, script);

  probe_fixture_log_in (fixture, "ann", "correct horse");
  g_assert_true (probe_fixture_run (fixture));
  assert_row (fixture, TL_SECURITY_STARTTLS, TL_OUTCOME_OK, "UTF8 EPSV TLS1.3 certificate=ok");
  probe_assert_fact (fixture, "ftp.login.outcome", "ok");
  probe_assert_fact (fixture, "ftp.features", "UTF8 EPSV");
  probe_assert_hidden (fixture, "correct horse");
}

/* Whatever goes on at that moment ends at once, and the rows that are there are good. */
static void
test_cancelled (void)
{
  static const LineAction script[] = {HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_PROTOCOL_SMTP, script);

  fixture->cancel_at = "survey.port";
  g_assert_false (probe_fixture_run (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (fixture->elapsed_ms, <, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/survey/starttls", test_starttls);
  g_test_add_func ("/probe/survey/starts-with-tls", test_starts_with_tls);
  g_test_add_func ("/probe/survey/not-verified", test_not_verified);
  g_test_add_func ("/probe/survey/busy", test_busy);
  g_test_add_func ("/probe/survey/ftp", test_ftp);
  g_test_add_func ("/probe/survey/cancelled", test_cancelled);
  return g_test_run ();
}
