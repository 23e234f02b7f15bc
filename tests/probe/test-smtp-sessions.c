/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "probe-fixture.h"

/* A check with so many connections at once; `further` are met by those behind the first. */
static ProbeFixture *
run_sessions (guint asked, const LineAction *const *further)
{
  static const LineAction works[] = {START_TLS,
                                     SAY ("220 mail.test ESMTP\r\n"),
                                     EXPECT ("EHLO *"),
                                     SAY ("250-mail.test\r\n250 SIZE 1000000\r\n"),
                                     EXPECT ("MAIL *"),
                                     SAY ("250 ok\r\n"),
                                     EXPECT ("RSET"),
                                     SAY ("250 ok\r\n"),
                                     EXPECT ("QUIT"),
                                     SAY ("221 ok\r\n"),
                                     THE_END};
  ProbeFixture *fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);

  probe_fixture_play (fixture, works);
  for (guint i = 0; further[i] != NULL; i++)
    probe_fixture_play (fixture, further[i]);
  fixture->settings->sessions = asked;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_OK);
  probe_assert_announced (fixture);
  return fixture;
}

static const LineAction session_held[] = {START_TLS, SAY ("220 hi\r\n"), EXPECT ("QUIT"), THE_END};
static const LineAction session_full[] = {START_TLS, SAY ("421 4.7.0 too many\r\n"), SWALLOW (-1),
                                          THE_END};
static const LineAction session_shut[] = {THE_END};

static void
test_sessions (void)
{
  static const LineAction *const further[] = {session_held, session_held, NULL};
  g_autoptr (ProbeFixture) fixture = run_sessions (3, further);

  probe_assert_fact (fixture, "smtp.sessions.asked", "3");
  probe_assert_fact (fixture, "smtp.sessions.accepted", "3");
  probe_assert_fact (fixture, "smtp.sessions.ended", NULL);
  probe_assert_fact (fixture, "smtp.limit.retry", NULL);
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 3);
}

/* What is refused beside others is tried once more, alone: it was their number, or it was not. */
static void
test_sessions_refused (void)
{
  static const LineAction *const further[] = {session_held, session_full, session_held, NULL};
  g_autoptr (ProbeFixture) fixture = run_sessions (5, further);

  probe_assert_fact (fixture, "smtp.sessions.asked", "5");
  probe_assert_fact (fixture, "smtp.sessions.accepted", "2");
  probe_assert_fact (fixture, "smtp.sessions.ended", "reply");
  probe_assert_fact (fixture, "smtp.reply.code", "421");
  probe_assert_fact (fixture, "smtp.limit.retry", "works");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 4);
}

static void
test_sessions_shut (void)
{
  static const LineAction *const at_once[] = {session_held, session_shut, session_held, NULL};
  static const LineAction *const in_a_time[] = {session_shut, session_shut, session_held, NULL};
  g_autoptr (ProbeFixture) one = run_sessions (3, at_once);
  g_autoptr (ProbeFixture) other = run_sessions (3, in_a_time);

  probe_assert_fact (one, "smtp.sessions.accepted", "2");
  probe_assert_fact (one, "smtp.sessions.ended", "closed");
  probe_assert_fact (one, "smtp.limit.retry", "works");
  g_assert_cmpuint (line_server_get_connections (one->server), ==, 4);
  probe_assert_fact (other, "smtp.sessions.accepted", "1");
  probe_assert_fact (other, "smtp.sessions.ended", "closed");
  probe_assert_fact (other, "smtp.limit.retry", "still");
  g_assert_cmpuint (line_server_get_connections (other->server), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/smtp-sessions/accepted", test_sessions);
  g_test_add_func ("/probe/smtp-sessions/refused", test_sessions_refused);
  g_test_add_func ("/probe/smtp-sessions/shut", test_sessions_shut);
  return g_test_run ();
}
