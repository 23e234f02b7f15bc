/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

/* The first connection, without a listing: PASV leads nowhere, which is no matter here. */
#define FIRST FTP_ENTER, EXPECT ("EPSV"), SAY ("502 no\r\n"), EXPECT ("PASV"), SAY ("502 no\r\n")

static const LineAction first[] = {FIRST, FTP_QUIT, THE_END};
/* Where the next ones are turned away, it is asked for how long those stay that were left behind. */
static const LineAction first_of_full[] = {
    FIRST, EXPECT ("SITE IDLE"), SAY ("200 Current IDLE time limit is 600 seconds; max 7200\r\n"),
    FTP_QUIT, THE_END};
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
  gboolean is_limit = g_strcmp0 (code, "421") == 0 || g_strcmp0 (code, "530") == 0;
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->sessions = 3;
  ftp->probe->settings->ftp_mode = TL_FTP_MODE_PASSIVE;
  ftp_play (ftp, is_limit ? first_of_full : first);
  ftp_play (ftp, further);
  ftp_check_script (ftp, third);
  probe_assert_fact (ftp->probe, "ftp.idle_limit_s", is_limit ? "600" : NULL);
  probe_assert_fact (ftp->probe, "ftp.idle_limit_min", is_limit ? "10" : NULL);
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

/* ------------------------------------------------------------------ the form of the user name */

#define LOGIN_AS(name, answer)                                                                     \
  EXPECT ("USER " name), SAY ("331 password\r\n"), EXPECT ("PASS " FTP_PASSWORD), SAY (answer)

/* second: what the other connection meets (nullable: none is made); outcome: the fact (nullable). */
static void
play_forms (const char *answer, const LineAction *second, const char *outcome)
{
  const LineAction refused[] = {FTP_GREETING, FTP_TLS, LOGIN_AS (FTP_USER, answer),
                                FTP_AHEAD,    HOLD,    THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->try_user_forms = TRUE;
  g_object_set (ftp->probe->settings, "address", FTP_USER "@home.test", NULL);
  ftp->probe->limits.reply = 500;
  ftp_play (ftp, refused);
  if (second != NULL)
    ftp_play (ftp, second);
  ftp_run (ftp);
  g_assert_cmpuint (line_server_get_connections (ftp->probe->server), ==, second != NULL ? 2 : 1);
  g_assert_cmpstr (tl_evidence_get (ftp->probe->evidence, "ftp.login.other_form"), ==, outcome);
  /* What decides stays the answer to the name that was given. */
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "rejected");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "pass");
  if (outcome != NULL)
    probe_assert_step (ftp->probe, "ftp.login.other-form",
                       g_str_equal (outcome, "accepted") ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
  probe_assert_announced (ftp->probe);
}

static void
test_form_tried (void)
{
  static const LineAction takes[] = {
      FTP_GREETING, FTP_TLS, LOGIN_AS (FTP_USER "@home.test", "230 in\r\n"), FTP_QUIT, THE_END};
  static const LineAction refuses[] = {FTP_GREETING, FTP_TLS,
                                       LOGIN_AS (FTP_USER "@home.test", "530 Login incorrect.\r\n"),
                                       FTP_QUIT, THE_END};
  static const LineAction off[] = {FTP_GREETING, EXPECT ("AUTH TLS"), SAY ("502 no\r\n"), FTP_QUIT,
                                   THE_END};

  play_forms ("530 Login incorrect.\r\n", takes, "accepted");
  play_forms ("430 Invalid username or password\r\n", refuses, "rejected");
  play_forms ("530 Login incorrect.\r\n", full, NULL);
  /* No second password over a connection that is not encrypted. */
  play_forms ("530 Login incorrect.\r\n", off, NULL);
}

/* Words of a limit or a lock, of another reason, or of a language that is not read. */
static void
test_form_not_tried (void)
{
  static const char *const answers[] = {
      "530 Sorry, the maximum number of clients (2) for this user are already connected.\r\n",
      "530 Login failed: too many connections\r\n",
      "530 Login incorrect, account locked\r\n",
      "530 Login failed, try again later\r\n",
      "530 Non-anonymous sessions must use encryption.\r\n",
      "530 User cannot log in, home directory inaccessible.\r\n",
      "530 ÐÐµÑ\r\n",
      "530 Zu viele Verbindungen\r\n",
      "530 No.\r\n",
      "532 Login failed, need account\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    play_forms (answers[i], NULL, NULL);
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
  g_test_add_func ("/probe/ftp-sessions/other-form/tried", test_form_tried);
  g_test_add_func ("/probe/ftp-sessions/other-form/not-tried", test_form_not_tried);
  return g_test_run ();
}
