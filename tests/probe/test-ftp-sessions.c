/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

/* The first connection, without a listing: PASV leads nowhere, which is no matter here. */
#define FIRST FTP_ENTER, EXPECT ("EPSV"), SAY ("502 no\r\n"), EXPECT ("PASV"), SAY ("502 no\r\n")

static const LineAction first[] = {FIRST, FTP_QUIT, THE_END};
static const LineAction further[] = {FTP_GREETING, FTP_TLS, FTP_LOGIN, FTP_QUIT, THE_END};
static const LineAction full[] = {SAY ("421 Too many connections (2)\r\n"), THE_END};
static const LineAction full_at_login[] = {
    FTP_GREETING,      FTP_TLS,
    EXPECT ("USER *"), SAY ("331 password\r\n"),
    EXPECT ("PASS *"), SAY ("530 Sorry, the maximum number of clients\r\n"),
    FTP_QUIT,          THE_END};
static const LineAction resets[] = {RESET, THE_END};

static void
play (const LineAction *third, const char *accepted, const char *stage, const char *code)
{
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->sessions = 3;
  ftp->probe->settings->ftp_mode = TL_FTP_MODE_PASSIVE;
  ftp_play (ftp, first);
  ftp_play (ftp, further);
  ftp_check_script (ftp, third);
  probe_assert_step (ftp->probe, "ftp.sessions",
                     accepted[0] == '3' ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  probe_assert_fact (ftp->probe, "ftp.sessions.asked", "3");
  probe_assert_fact (ftp->probe, "ftp.sessions.accepted", accepted);
  if (stage != NULL) {
    g_assert_cmpstr (
        tl_evidence_get_from (ftp->probe->evidence, "ftp.reply.stage", "ftp.sessions", NULL), ==,
        stage);
    g_assert_cmpstr (
        tl_evidence_get_from (ftp->probe->evidence, "ftp.reply.code", "ftp.sessions", NULL), ==,
        code);
  }
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
  probe_assert_announced (ftp->probe);
}

static void
test_all (void)
{
  play (further, "3", NULL, NULL);
}

static void
test_full_at_greeting (void)
{
  play (full, "2", "greeting", "421");
}

static void
test_full_at_login (void)
{
  play (full_at_login, "2", "pass", "530");
}

static void
test_reset (void)
{
  play (resets, "2", NULL, NULL);
}

/* However many are asked for, five is the most. */
static void
test_limit (void)
{
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->sessions = 1000;
  ftp->probe->settings->ftp_mode = TL_FTP_MODE_PASSIVE;
  ftp_play (ftp, first);
  ftp_check_script (ftp, further);
  probe_assert_fact (ftp->probe, "ftp.sessions.asked", "5");
  g_assert_cmpuint (line_server_get_connections (ftp->probe->server), ==, 5);
}

/* A further connection that does not verify gets no login. */
static void
test_unverified (void)
{
  static const LineAction other[] = {FTP_GREETING, EXPECT ("AUTH TLS"), SAY ("502 not now\r\n"),
                                     FTP_QUIT, THE_END};

  play (other, "2", "auth-tls", "502");
}

/* Without a name to log in with, connections are counted by their greetings. */
static void
test_not_asked (void)
{
  static const LineAction one[] = {FTP_GREETING, FTP_TLS, FTP_FEAT, FTP_QUIT, THE_END};
  static const LineAction two[] = {FTP_GREETING, FTP_TLS, FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_log_in (ftp->probe, "", "");
  ftp->probe->settings->sessions = 2;
  ftp_play (ftp, one);
  ftp_check_script (ftp, two);
  probe_assert_fact (ftp->probe, "ftp.sessions.accepted", "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ftp-sessions/all", test_all);
  g_test_add_func ("/probe/ftp-sessions/full/greeting", test_full_at_greeting);
  g_test_add_func ("/probe/ftp-sessions/full/login", test_full_at_login);
  g_test_add_func ("/probe/ftp-sessions/reset", test_reset);
  g_test_add_func ("/probe/ftp-sessions/limit", test_limit);
  g_test_add_func ("/probe/ftp-sessions/unverified", test_unverified);
  g_test_add_func ("/probe/ftp-sessions/not-asked", test_not_asked);
  return g_test_run ();
}
