/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <string.h>

/* A reply that was not asked for puts every later one in the wrong place: nothing more is said. */
static void
test_early_reply (void)
{
  static const LineAction script[] = {SAY ("220 ready\r\n230 in\r\n"), SWALLOW (-1), THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.auth-tls", "injected");
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
  probe_assert_no_step (ftp->probe, "ftp.quit");
}

static void
test_early_reply_before_password (void)
{
  static const LineAction script[] = {FTP_GREETING,      FTP_TLS,
                                      EXPECT ("USER *"), SAY ("331 password\r\n230 in\r\n"),
                                      SWALLOW (-1),      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.login", "injected");
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "not-tested");
  g_assert_false (ftp_was_sent (ftp, "PASS"));
}

/* A server that closes down says so whenever it likes. */
static void
test_unasked_421 (void)
{
  static const LineAction script[] = {FTP_GREETING, FTP_TLS, EXPECT ("USER *"),
                                      SAY ("331 password\r\n421 closing down\r\n"), THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.login", "reply");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "421");
  g_assert_false (ftp_was_sent (ftp, "PASS"));
}

typedef struct {
  const LineAction *script;
  const char *step, *failure;
} BrokenRow;

static const LineAction closes[] = {FTP_GREETING, FTP_TLS, EXPECT ("FEAT"), THE_END};
static const LineAction stalls[] = {FTP_GREETING, FTP_TLS, EXPECT ("FEAT"), HOLD, THE_END};
static const LineAction drips[] = {FTP_GREETING,       FTP_TLS,  EXPECT ("FEAT"), SAY ("211-x\r\n"),
                                   DRIP ("x\r\n", 20), LOOP (6), THE_END};
static const LineAction half[] = {FTP_GREETING,   FTP_TLS, EXPECT ("FEAT"),
                                  SAY ("211 no"), CLOSE,   THE_END};
static const LineAction noise[] = {FTP_GREETING,       FTP_TLS,      EXPECT ("FEAT"),
                                   SAY ("\1\2\3\r\n"), SWALLOW (-1), THE_END};
static const LineAction flood[] = {
    FTP_GREETING, FTP_TLS, EXPECT ("FEAT"), SAY ("211-x\r\n"), FLOOD (" FEATURE\r\n", -1), THE_END};
static const LineAction long_line[] = {
    FTP_GREETING, FTP_TLS, EXPECT ("FEAT"), SAY ("211 "), FLOOD ("xxxxxxxxxxxxxxxx", 104857600),
    THE_END};

static const BrokenRow broken[] = {
    {closes, "ftp.feat", "closed"},           {stalls, "ftp.feat", "timeout"},
    {drips, "ftp.feat", "too-slow"},          {half, "ftp.feat", "closed-partway"},
    {noise, "ftp.feat", "invalid-reply"},     {flood, "ftp.feat", "reply-too-long"},
    {long_line, "ftp.feat", "line-too-long"},
};

static void
test_broken (gconstpointer data)
{
  const BrokenRow *row = data;
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  if (row->script == stalls || row->script == drips)
    ftp->probe->limits.reply = 500;
  probe_fixture_log_in (ftp->probe, "", "");
  ftp_check_script (ftp, row->script);
  probe_assert_failure (ftp->probe, row->step, row->failure);
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
  g_assert_false (ftp_was_sent (ftp, "USER"));
}

/* Inner lines that look like ends are none (RFC 959 4.2), and case and blanks matter nowhere. */
static void
test_look_alikes (void)
{
  static const LineAction script[] = {
      FTP_GREETING,
      FTP_TLS,
      EXPECT ("FEAT"),
      SAY ("211-Features\r\n 211 not yet\r\n230 in\r\n epsv\r\n211-more\r\n211 End\r\n"),
      FTP_QUIT,
      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_log_in (ftp->probe, "", "");
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.feat", TL_OUTCOME_OK);
  probe_assert_step (ftp->probe, "ftp.quit", TL_OUTCOME_OK);
}

/* What would be a second command on the wire never gets there. */
static void
test_line_ends_in_names (void)
{
  static const LineAction script[] = {FTP_GREETING, FTP_TLS, SWALLOW (-1), THE_END};
  static const struct {
    const char *user, *password;
  } rows[] = {{"lena\r\nDELE notes.txt", "word"}, {"lena", "word\r\nDELE notes.txt"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    static const LineAction asks[] = {FTP_GREETING,         FTP_TLS,
                                      EXPECT ("USER lena"), SAY ("331 password\r\n"),
                                      SWALLOW (-1),         THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    probe_fixture_log_in (ftp->probe, rows[i].user, rows[i].password);
    ftp_check_script (ftp, i == 0 ? script : asks);
    probe_assert_failure (ftp->probe, "ftp.login", "invalid-reply");
    g_assert_false (ftp_was_sent (ftp, "DELE"));
  }
}

/* A server that repeats the password, in clear and in base64. */
static void
test_echo (void)
{
  g_autofree char *coded = g_base64_encode ((const guchar *) FTP_PASSWORD, strlen (FTP_PASSWORD));
  g_autofree char *reply =
      g_strdup_printf ("530 no user with password " FTP_PASSWORD " (%s)\r\n", coded);
  const LineAction script[] = {FTP_GREETING,       FTP_TLS,           EXPECT ("USER *"),
                               SAY ("331 go\r\n"), EXPECT ("PASS *"), SAY (reply),
                               FTP_AHEAD,          FTP_QUIT,          THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "rejected");
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ftp-control/early-reply", test_early_reply);
  g_test_add_func ("/probe/ftp-control/early-reply/password", test_early_reply_before_password);
  g_test_add_func ("/probe/ftp-control/unasked-421", test_unasked_421);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *path = g_strconcat ("/probe/ftp-control/broken/", broken[i].failure, NULL);

    g_test_add_data_func (path, &broken[i], test_broken);
  }
  g_test_add_func ("/probe/ftp-control/look-alikes", test_look_alikes);
  g_test_add_func ("/probe/ftp-control/line-ends", test_line_ends_in_names);
  g_test_add_func ("/probe/ftp-control/echo", test_echo);
  return g_test_run ();
}
