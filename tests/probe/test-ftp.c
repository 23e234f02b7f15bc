/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <string.h>

static const LineAction listing[] = {START_TLS, SAY ("-rw-r--r-- 1 lena lena 42 notes.txt\r\n"),
                                     END_TLS, THE_END};

/* ------------------------------------------------------------------ all is well */

static void
test_healthy (void)
{
  static const LineAction script[] = {
      FTP_ENTER, FTP_EPSV, EXPECT ("LIST"), SAY ("150 here\r\n"), SAY ("226 done\r\n"),
      FTP_QUIT,  THE_END};
  static const char *const steps[] = {"dns.resolve",      "tcp.connect",    "ftp.greeting",
                                      "ftp.auth-tls",     "tls.handshake",  "ftp.feat",
                                      "ftp.login",        "ftp.pwd",        "ftp.list",
                                      "ftp.data.passive", "ftp.protection", "ftp.quit"};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_play_data (ftp, listing);
  ftp_check_script (ftp, script);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    probe_assert_step (ftp->probe, steps[i], TL_OUTCOME_OK);
  probe_assert_fact (ftp->probe, "ftp.auth_tls", "ok");
  probe_assert_fact (ftp->probe, "ftp.features", "EPSV PASV");
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "ok");
  probe_assert_fact (ftp->probe, "ftp.login.password_asked", "yes");
  probe_assert_fact (ftp->probe, "ftp.protection", "private");
  probe_assert_fact (ftp->probe, "ftp.directory", "/home/lena");
  probe_assert_fact (ftp->probe, "ftp.passive.mode", "epsv");
  probe_assert_fact (ftp->probe, "ftp.data.tls", "ok");
  probe_assert_fact (ftp->probe, "ftp.data.resumed", "yes");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "ok");
  probe_assert_fact (ftp->probe, "ftp.list.bytes", "37");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "list");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "226");
  probe_assert_fact (ftp->probe, "greeting.protocol", "ftp");
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
  probe_assert_announced (ftp->probe);
}

static void
test_implicit (void)
{
  static const LineAction script[] = {START_TLS,
                                      FTP_GREETING,
                                      FTP_LOGIN,
                                      FTP_FEAT,
                                      FTP_PROTECT,
                                      FTP_PWD,
                                      FTP_EPSV,
                                      EXPECT ("LIST"),
                                      SAY ("150 here\r\n"),
                                      SAY ("226 done\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_TLS);

  ftp_play_data (ftp, listing);
  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "tls.mode", "implicit");
  probe_assert_fact (ftp->probe, "ftp.auth_tls", "not-needed");
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_OK);
  probe_assert_no_step (ftp->probe, "ftp.auth-tls");
}

/* Nobody knows how an odd port starts: silence is held against TLS, and the first answer wins. */
static void
test_found_out (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  static const LineAction script[] = {START_TLS,
                                      FTP_GREETING,
                                      FTP_LOGIN,
                                      FTP_FEAT,
                                      FTP_PROTECT,
                                      FTP_PWD,
                                      FTP_EPSV,
                                      EXPECT ("LIST"),
                                      SAY ("150 here\r\n"),
                                      SAY ("226 done\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_AUTO);

  ftp->probe->limits.silence = 50;
  ftp_play_data (ftp, listing);
  ftp_play (ftp, silent);
  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "pairing.tried", "tls");
  probe_assert_fact (ftp->probe, "pairing.works", "yes");
  probe_assert_fact (ftp->probe, "tls.mode", "implicit");
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_OK);
}

/* Where TLS was asked to begin with AUTH, the other pairing is named, not used. */
static void
test_other_pairing (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  static const LineAction script[] = {START_TLS, HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->limits.silence = 50;
  ftp_play (ftp, silent);
  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "pairing.works", "yes");
  probe_assert_failure (ftp->probe, "ftp.greeting", "timeout");
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
}

/* ------------------------------------------------------------------ the first words */

typedef struct {
  const LineAction *script;
  const char *failure;
  const char *protocol; /* (nullable) */
} GreetingRow;

static const LineAction says_421[] = {SAY ("421 Too many users\r\n"), THE_END};
static const LineAction says_ssh[] = {SAY ("SSH-2.0-OpenSSH_9.2\r\n"), HOLD, THE_END};
static const LineAction says_smtp[] = {SAY ("220 mx.example.org ESMTP Postfix\r\n"), HOLD, THE_END};
static const LineAction says_nothing[] = {CLOSE, THE_END};
static const LineAction resets[] = {RESET, THE_END};
static const LineAction long_line[] = {SAY ("220 "), FLOOD ("x", -1), THE_END};
static const LineAction long_reply[] = {FLOOD ("220-more\r\n", -1), THE_END};
static const LineAction half_line[] = {SAY ("220 FTP serv"), CLOSE, THE_END};
static const LineAction delays[] = {FLOOD ("120 in a minute\r\n", -1), THE_END};
static const LineAction no_code[] = {SAY ("hello there\r\n"), HOLD, THE_END};

static const GreetingRow greetings[] = {
    {says_421, "reply", "ftp"},           {says_ssh, "invalid-reply", "ssh"},
    {says_smtp, "invalid-reply", "smtp"}, {says_nothing, "closed", "nothing"},
    {resets, "reset", "nothing"},         {long_line, "line-too-long", NULL},
    {long_reply, "reply-too-long", NULL}, {half_line, "closed-partway", NULL},
    {delays, "reply-too-long", NULL},     {no_code, "invalid-reply", "text"},
};

static void
test_greetings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++) {
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    g_test_message ("greeting %zu", i);
    ftp_check_script (ftp, greetings[i].script);
    /* A reset may already be there when the connection is made. */
    if (tl_evidence_get_step (ftp->probe->evidence, "tcp.connect")->outcome != TL_OUTCOME_OK)
      continue;
    probe_assert_failure (ftp->probe, "ftp.greeting", greetings[i].failure);
    if (greetings[i].protocol != NULL)
      probe_assert_fact (ftp->probe, "greeting.protocol", greetings[i].protocol);
    probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
    g_assert_false (ftp_was_sent (ftp, "USER"));
  }
}

static void
test_late_greeting (void)
{
  static const LineAction script[] = {SAY ("120 ready in a moment\r\n"),
                                      WAIT_MS (100),
                                      FTP_GREETING,
                                      FTP_TLS,
                                      FTP_FEAT,
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_log_in (ftp->probe, "", "");
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.greeting", TL_OUTCOME_OK);
  probe_assert_fact (ftp->probe, "greeting.code", "220");
}

static void
test_silent (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->limits.silence = 50;
  ftp->probe->limits.greeting = 3000; /* the other pairing must have its end before */
  ftp->probe->limits.tls = 200;
  ftp_check_script (ftp, silent);
  probe_assert_failure (ftp->probe, "ftp.greeting", "timeout");
  probe_assert_fact (ftp->probe, "greeting.protocol", "nothing");
  probe_assert_fact (ftp->probe, "pairing.works", "no");
}

/* Already logged in, before TLS could be asked for: somebody may stand in between. */
static void
test_greeted_in (void)
{
  static const LineAction script[] = {SAY ("230 Welcome, you are in\r\n"), HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.greeting", "not-allowed");
  g_assert_false (ftp_was_sent (ftp, "USER"));
}

/* ------------------------------------------------------------------ encryption */

typedef struct {
  const char *reply;
  const char *outcome;
} AuthRow;

static void
test_auth_unknown (void)
{
  static const AuthRow rows[] = {
      {"211-Features\r\n EPSV\r\n AUTH TLS\r\n211 End\r\n", "yes"},
      {"530 log in first\r\n", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LineAction script[] = {FTP_GREETING,    EXPECT ("AUTH TLS"), SAY ("500 what?\r\n"),
                                 EXPECT ("FEAT"), SAY (rows[i].reply), FTP_QUIT,
                                 THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp_check_script (ftp, script);
    probe_assert_fact (ftp->probe, "ftp.auth_tls", "unknown");
    probe_assert_fact (ftp->probe, "ftp.auth_tls.listed", rows[i].outcome);
    probe_assert_failure (ftp->probe, "ftp.auth-tls", "reply");
    probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
    probe_assert_fact (ftp->probe, "ftp.reply.stage", "auth-tls");
    probe_assert_fact (ftp->probe, "ftp.reply.code", "500");
  }
}

/* A balancer's header (PROXY) gets an answer of its own, and all others come one place late. */
static void
test_auth_one_late (void)
{
  static const LineAction script[] = {FTP_GREETING,
                                      EXPECT ("AUTH TLS"),
                                      SAY ("500 Unknown command.\r\n"),
                                      EXPECT ("FEAT"),
                                      SAY ("234 Proceed with negotiation.\r\n"),
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.auth-tls", "injected");
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
}

static void
test_auth_not_listed (void)
{
  static const LineAction script[] = {FTP_GREETING,
                                      EXPECT ("AUTH TLS"),
                                      SAY ("530 Log in first.\r\n"),
                                      EXPECT ("FEAT"),
                                      SAY ("211-Features\r\n PBSZ\r\n211 End\r\n"),
                                      EXPECT ("XQZT"),
                                      SAY ("500 What?\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "ftp.auth_tls", "refused");
  probe_assert_fact (ftp->probe, "ftp.auth_tls.listed", "no");
  probe_assert_fact (ftp->probe, "ftp.auth_tls.like_unknown", "no");
}

/* Where the list of features is refused as well, a command that nobody knows shows whose words these are. */
static void
test_auth_like_unknown (void)
{
  static const AuthRow rows[] = {
      {"500 'XQZT': command not understood\r\n", "yes"},
      {"500 What is xqzt? Command not understood.\r\n", "no"},
      {"502 'XQZT': command not understood\r\n", "no"},
      {"530 Please log in.\r\n", "no"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LineAction script[] = {FTP_GREETING,
                                 EXPECT ("AUTH TLS"),
                                 SAY ("500 'AUTH TLS': command not understood.\r\n"),
                                 EXPECT ("FEAT"),
                                 SAY ("500 'FEAT': command not understood.\r\n"),
                                 EXPECT ("XQZT"),
                                 SAY (rows[i].reply),
                                 FTP_QUIT,
                                 THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp_check_script (ftp, script);
    probe_assert_fact (ftp->probe, "ftp.auth_tls.like_unknown", rows[i].outcome);
  }
}

static void
test_auth_refused (void)
{
  static const AuthRow rows[] = {
      {"534 policy\r\n", "refused"},
      {"334 ADAT?\r\n", "refused"},
      {"431 later\r\n", "refused"},
      {"220 fine\r\n", "refused"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LineAction script[] = {FTP_GREETING, EXPECT ("AUTH TLS"), SAY (rows[i].reply), FTP_QUIT,
                                 THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp_check_script (ftp, script);
    probe_assert_fact (ftp->probe, "ftp.auth_tls", rows[i].outcome);
    probe_assert_failure (ftp->probe, "ftp.auth-tls", "reply");
    probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
    probe_assert_fact (ftp->probe, "ftp.reply.stage", "auth-tls");
  }
}

/* Plain text behind the go-ahead, in the same segment. */
static void
test_auth_injected (void)
{
  static const LineAction script[] = {FTP_GREETING, EXPECT ("AUTH TLS"),
                                      SAY ("234 go on\r\n230 you are in\r\n"), HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "tls.handshake", "injected");
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
}

static void
test_unverified (void)
{
  static const LineAction script[] = {FTP_GREETING, FTP_TLS, HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_certify (ftp->probe, "mail.test", -86400, -3600);
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "tls.handshake", "not-allowed");
  probe_assert_fact (ftp->probe, "tls.verify", "expired");
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
  g_assert_cmpstr (tl_evidence_get_from (ftp->probe->evidence, "step.skipped", "ftp.login", NULL),
                   ==, "unverified");
}

/* On a port whose pairing is not known TLS is no must; the login then stays at home. */
static void
test_auto_without_tls (void)
{
  static const LineAction script[] = {
      FTP_GREETING, EXPECT ("AUTH TLS"), SAY ("502 no\r\n"), FTP_FEAT, FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_AUTO);

  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.auth-tls", TL_OUTCOME_WARNING);
  probe_assert_failure (ftp->probe, "ftp.login", "not-allowed");
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "not-sent");
  probe_assert_fact (ftp->probe, "tls.mode", "none");
  probe_assert_no_step (ftp->probe, "tls.handshake");
}

/* ------------------------------------------------------------------ login */

typedef struct {
  const char *user_reply;
  const char *pass_reply; /* NULL: not asked for */
  const char *outcome;
  const char *stage;
} LoginRow;

static void
test_login_refused (void)
{
  static const LoginRow rows[] = {
      {"331 password\r\n", "530 Login incorrect.\r\n", "rejected", "pass"},
      {"331 password\r\n", "332 account?\r\n", "rejected", "pass"},
      {"331 password\r\n", "331 again?\r\n", "rejected", "pass"},
      {"331 password\r\n", "421 too many tries\r\n", "rejected", "pass"},
      {"530 not you\r\n", NULL, "rejected", "user"},
      {"332 account?\r\n", NULL, "rejected", "user"},
      {"421 busy\r\n", NULL, "rejected", "user"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean dead = strstr (rows[i].user_reply, "421") != NULL ||
                    (rows[i].pass_reply != NULL && strstr (rows[i].pass_reply, "421") != NULL);
    /* What was sent with the password stands before the goodbye. */
    const LineAction quit[] = {SWALLOW (-1), WAIT_MS (0)};
    const LineAction end = THE_END;
    const LineAction pass[] = {EXPECT ("PASS *"), SAY (rows[i].pass_reply)};
    const LineAction none[] = {WAIT_MS (0), WAIT_MS (0)};
    const LineAction *second = rows[i].pass_reply != NULL ? pass : none;
    const LineAction script[] = {
        FTP_GREETING, FTP_TLS,   EXPECT ("USER " FTP_USER), SAY (rows[i].user_reply),
        second[0],    second[1], dead ? end : quit[0],      dead ? end : quit[1],
        end};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp_check_script (ftp, script);
    probe_assert_failure (ftp->probe, "ftp.login", "reply");
    probe_assert_fact (ftp->probe, "ftp.login.outcome", rows[i].outcome);
    probe_assert_fact (ftp->probe, "ftp.reply.stage", rows[i].stage);
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
    probe_assert_hidden (ftp->probe, FTP_PASSWORD);
    probe_assert_announced (ftp->probe);
  }
}

/* A password goes over TLS, or nowhere. */
static void
test_login_not_sent (void)
{
  static const LineAction script[] = {FTP_GREETING, FTP_FEAT, FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_NONE);

  ftp->probe->settings->allow_plaintext = FALSE;
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.login", "not-allowed");
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "not-sent");
  probe_assert_fact (ftp->probe, "tls.mode", "none");
  g_assert_false (ftp_was_sent (ftp, "USER"));
}

static void
test_login_not_asked (void)
{
  static const LineAction script[] = {FTP_GREETING, FTP_TLS, FTP_FEAT, FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_log_in (ftp->probe, "", "");
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "not-tested");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "not-tested");
  probe_assert_step (ftp->probe, "ftp.quit", TL_OUTCOME_OK);
}

/* A server that lets in whoever names himself has not shown that the password is right. */
static void
test_login_without_password (void)
{
  static const LineAction script[] = {FTP_GREETING,
                                      FTP_TLS,
                                      EXPECT ("USER *"),
                                      SAY ("230 in\r\n"),
                                      FTP_FEAT,
                                      FTP_PROTECT,
                                      FTP_PWD,
                                      FTP_EPSV,
                                      EXPECT ("LIST"),
                                      SAY ("150 here\r\n"),
                                      SAY ("226 done\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_play_data (ftp, listing);
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_WARNING);
  probe_assert_fact (ftp->probe, "ftp.login.password_asked", "no");
}

/* ------------------------------------------------------------------ protection and folder */

static void
test_protection_refused (void)
{
  static const LineAction pbsz[] = {FTP_GREETING,      FTP_TLS,
                                    FTP_LOGIN,         FTP_FEAT,
                                    EXPECT ("PBSZ 0"), SAY ("503 no\r\n"),
                                    EXPECT ("PROT P"), SAY ("503 no\r\n"),
                                    FTP_PWD,           FTP_EPSV,
                                    FTP_QUIT,          THE_END};
  static const LineAction prot[] = {FTP_GREETING,      FTP_TLS,
                                    FTP_LOGIN,         FTP_FEAT,
                                    EXPECT ("PBSZ 0"), SAY ("200 ok\r\n"),
                                    EXPECT ("PROT P"), SAY ("536 clear only\r\n"),
                                    FTP_PWD,           FTP_EPSV,
                                    FTP_QUIT,          THE_END};
  static const struct {
    const LineAction *script;
    const char *stage;
  } rows[] = {{pbsz, "pbsz"}, {prot, "prot"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp_check_script (ftp, rows[i].script);
    probe_assert_failure (ftp->probe, "ftp.protection", "reply");
    probe_assert_fact (ftp->probe, "ftp.protection", "refused");
    probe_assert_fact (ftp->probe, "ftp.reply.stage", rows[i].stage);
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
    g_assert_cmpuint (line_server_get_connections (ftp->data), ==, 0);
  }
}

static void
test_protection_clear (void)
{
  static const LineAction plain[] = {SAY ("notes.txt\r\n"), THE_END};
  static const LineAction script[] = {FTP_GREETING,
                                      FTP_TLS,
                                      FTP_LOGIN,
                                      FTP_FEAT,
                                      EXPECT ("PBSZ 0"),
                                      SAY ("200 ok\r\n"),
                                      EXPECT ("PROT C"),
                                      SAY ("200 ok\r\n"),
                                      FTP_PWD,
                                      FTP_EPSV,
                                      EXPECT ("LIST"),
                                      SAY ("150 here\r\n"),
                                      SAY ("226 done\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->protect_clear = TRUE;
  ftp_play_data (ftp, plain);
  ftp_check_script (ftp, script);
  probe_assert_fact (ftp->probe, "ftp.protection", "clear");
  probe_assert_fact (ftp->probe, "ftp.data.tls", "none");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "ok");
}

/* That the folder is not told takes nothing from the listing. */
static void
test_folder_untold (void)
{
  static const char *const replies[] = {"550 no home\r\n", "257 \"/no end\r\n", "257 /home\r\n",
                                        "200 ok\r\n"};

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    const LineAction script[] = {
        FTP_GREETING,     FTP_FEAT, FTP_LOGIN,       EXPECT ("PWD"),
        SAY (replies[i]), FTP_EPSV, EXPECT ("LIST"), SAY ("150 here\r\n226 done\r\n"),
        FTP_QUIT,         THE_END};
    static const LineAction plain[] = {SAY ("notes.txt\r\n"), THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_NONE);

    ftp_play_data (ftp, plain);
    ftp_check_script (ftp, script);
    probe_assert_step (ftp->probe, "ftp.pwd", TL_OUTCOME_WARNING);
    probe_assert_no_fact (ftp->probe, "ftp.directory");
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_OK);
    probe_assert_fact (ftp->probe, "ftp.reply.code", "226");
  }
}

static void
test_path (void)
{
  static const LineAction script[] = {
      FTP_GREETING,         FTP_FEAT, FTP_LOGIN, EXPECT ("CWD -my photos"),
      SAY ("550 none\r\n"), FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_NONE);

  g_free (ftp->probe->settings->path);
  ftp->probe->settings->path = g_strdup ("-my photos");
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.pwd", "reply");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "cwd");
  probe_assert_fact (ftp->probe, "ftp.login.outcome", "ok");
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
}

/* ------------------------------------------------------------------ the end */

/* Nobody waits for the answer to the goodbye. */
/* A server that is slow with what was sent ahead still comes to the goodbye. */
static void
test_quit_heard (void)
{
#define SLOW WAIT_MS (60), SAY ("530 log in first\r\n")
  static const LineAction script[] = {FTP_GREETING,
                                      FTP_TLS,
                                      EXPECT ("USER " FTP_USER),
                                      SAY ("331 password\r\n"),
                                      EXPECT ("PASS *"),
                                      SAY ("530 no\r\n"),
                                      EXPECT ("FEAT"),
                                      SLOW,
                                      EXPECT ("PBSZ 0"),
                                      SLOW,
                                      EXPECT ("PROT P"),
                                      SLOW,
                                      EXPECT ("PWD"),
                                      SLOW,
                                      EXPECT ("EPSV"),
                                      SLOW,
                                      FTP_QUIT,
                                      THE_END};
#undef SLOW
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.login", "reply");
  g_assert_true (ftp_was_sent (ftp, "QUIT"));
}

static void
test_quit_unanswered (void)
{
  static const LineAction script[] = {FTP_GREETING,    FTP_TLS, FTP_FEAT,
                                      EXPECT ("QUIT"), HOLD,    THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  probe_fixture_log_in (ftp->probe, "", "");
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.quit", TL_OUTCOME_OK);
  g_assert_cmpfloat (ftp->probe->elapsed_ms, <, 8000);
  probe_assert_step (ftp->probe, "ftp.feat", TL_OUTCOME_OK);
}

/* Cancelled at whichever step: it ends at once, and what was not done says so. */
static void
test_cancel (void)
{
  static const LineAction script[] = {FTP_ENTER, FTP_EPSV, EXPECT ("LIST"), SAY ("150 here\r\n"),
                                      HOLD,      THE_END};
  static const LineAction held[] = {START_TLS, HOLD, THE_END};
  static const char *const steps[] = {
      "tcp.connect", "ftp.greeting",   "ftp.auth-tls", "tls.handshake",    "ftp.feat",
      "ftp.login",   "ftp.protection", "ftp.pwd",      "ftp.data.passive", "ftp.list"};

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp->probe->cancel_at = steps[i];
    ftp_play_data (ftp, held);
    ftp_play (ftp, script);
    g_assert_false (ftp_run (ftp));
    g_assert_error (ftp->probe->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    probe_assert_step (ftp->probe, steps[i], TL_OUTCOME_SKIPPED);
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
    probe_assert_no_step (ftp->probe, "ftp.quit");
    g_assert_cmpfloat (ftp->probe->elapsed_ms, <, 8000);
  }
}

static void
add_tests (void)
{
  g_test_add_func ("/probe/ftp/healthy", test_healthy);
  g_test_add_func ("/probe/ftp/implicit", test_implicit);
  g_test_add_func ("/probe/ftp/pairing/found-out", test_found_out);
  g_test_add_func ("/probe/ftp/pairing/other", test_other_pairing);
  g_test_add_func ("/probe/ftp/greeting/bad", test_greetings);
  g_test_add_func ("/probe/ftp/greeting/late", test_late_greeting);
  g_test_add_func ("/probe/ftp/greeting/silent", test_silent);
  g_test_add_func ("/probe/ftp/greeting/already-in", test_greeted_in);
  g_test_add_func ("/probe/ftp/auth-tls/unknown", test_auth_unknown);
  g_test_add_func ("/probe/ftp/auth-tls/one-late", test_auth_one_late);
  g_test_add_func ("/probe/ftp/auth-tls/not-listed", test_auth_not_listed);
  g_test_add_func ("/probe/ftp/auth-tls/like-unknown", test_auth_like_unknown);
  g_test_add_func ("/probe/ftp/auth-tls/refused", test_auth_refused);
  g_test_add_func ("/probe/ftp/auth-tls/injected", test_auth_injected);
  g_test_add_func ("/probe/ftp/auth-tls/unverified", test_unverified);
  g_test_add_func ("/probe/ftp/auth-tls/auto", test_auto_without_tls);
  g_test_add_func ("/probe/ftp/login/refused", test_login_refused);
  g_test_add_func ("/probe/ftp/login/not-sent", test_login_not_sent);
  g_test_add_func ("/probe/ftp/login/not-asked", test_login_not_asked);
  g_test_add_func ("/probe/ftp/login/without-password", test_login_without_password);
  g_test_add_func ("/probe/ftp/protection/refused", test_protection_refused);
  g_test_add_func ("/probe/ftp/protection/clear", test_protection_clear);
  g_test_add_func ("/probe/ftp/folder/untold", test_folder_untold);
  g_test_add_func ("/probe/ftp/folder/path", test_path);
  g_test_add_func ("/probe/ftp/quit/heard", test_quit_heard);
  g_test_add_func ("/probe/ftp/quit/unanswered", test_quit_unanswered);
  g_test_add_func ("/probe/ftp/cancel", test_cancel);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_tests ();
  return g_test_run ();
}
