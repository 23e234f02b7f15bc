/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-login-form.h"
#include "tl-smtp-private.h"

#include "probe-fixture.h"
#include "sasl-server.h"

#include <string.h>

#define USER "ann@mail.test"
#define PASSWORD "correct horse battery"

#define HELLO START_TLS, SAY ("220 mail.test ESMTP\r\n"), EXPECT ("EHLO *")
#define OFFER(words_) HELLO, SAY ("250-mail.test\r\n250 AUTH " words_ "\r\n")
#define ENVELOPE                                                                                   \
  EXPECT ("MAIL *"), SAY ("250 ok\r\n"), EXPECT ("RSET"), SAY ("250 ok\r\n"), EXPECT ("QUIT"),     \
      THE_END

static ProbeFixture *
fixture_for (TlSecurity security, const LineAction *script)
{
  ProbeFixture *fixture = probe_fixture_new (TL_PROTOCOL_SMTP, security);

  probe_fixture_play (fixture, script);
  probe_fixture_log_in (fixture, USER, PASSWORD);
  return fixture;
}

/* ---------------------------------------------------------------- accepted */

typedef struct {
  const char *path;
  LineAction script[24];
  TlAuth auth;
  const char *mechanism;
} AcceptedCase;

/* base64 of USER and PASSWORD */
#define USER64 "YW5uQG1haWwudGVzdA=="
#define PASSWORD64 "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"

static const AcceptedCase accepted[] = {
    {"plain",
     {OFFER ("LOGIN PLAIN CRAM-MD5"),
      EXPECT ("AUTH PLAIN AGFubkBtYWlsLnRlc3QAY29ycmVjdCBob3JzZSBiYXR0ZXJ5"),
      SAY ("235 2.7.0 ok\r\n"), ENVELOPE},
     TL_AUTH_AUTO,
     "PLAIN"},
    {"old-style-offer",
     {HELLO, SAY ("250-mail.test\r\n250 AUTH=PLAIN LOGIN\r\n"), EXPECT ("AUTH PLAIN *"),
      SAY ("235 2.7.0 ok\r\n"), ENVELOPE},
     TL_AUTH_AUTO,
     "PLAIN"},
    {"login",
     {OFFER ("CRAM-MD5 LOGIN"), EXPECT ("AUTH LOGIN"), SAY ("334 VXNlcm5hbWU6\r\n"),
      EXPECT (USER64), SAY ("334 UGFzc3dvcmQ6\r\n"), EXPECT (PASSWORD64), SAY ("235 ok\r\n"),
      ENVELOPE},
     TL_AUTH_AUTO,
     "LOGIN"},
    /* the digest of RFC 2195 is made of the same parts; here it only has to be some digest */
    {"cram-md5",
     {OFFER ("PLAIN CRAM-MD5"), EXPECT ("AUTH CRAM-MD5"),
      SAY ("334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n"),
      EXPECT ("YW5uQG1haWwudGVzdC*"), SAY ("235 ok\r\n"), ENVELOPE},
     TL_AUTH_CRAM_MD5,
     "CRAM-MD5"},
    {"xoauth2",
     {OFFER ("XOAUTH2 PLAIN"),
      EXPECT (
          "AUTH XOAUTH2 dXNlcj1hbm5AbWFpbC50ZXN0AWF1dGg9QmVhcmVyIGNvcnJlY3QgaG9yc2UgYmF0dGVyeQEB"),
      SAY ("235 ok\r\n"), ENVELOPE},
     TL_AUTH_XOAUTH2,
     "XOAUTH2"},
    {"oauthbearer",
     {OFFER ("OAUTHBEARER PLAIN"), EXPECT ("AUTH OAUTHBEARER bixhPWFubkBtYWlsLnRlc3Qs*"),
      SAY ("235 ok\r\n"), ENVELOPE},
     TL_AUTH_OAUTHBEARER,
     "OAUTHBEARER"},
};

static void
test_accepted (gconstpointer data)
{
  const AcceptedCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, row->script);

  fixture->settings->auth = row->auth;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
  probe_assert_fact (fixture, "smtp.auth.mechanism", row->mechanism);
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_OK);
  probe_assert_hidden (fixture, PASSWORD);
  probe_assert_announced (fixture);
}

/* A line of more than 512 bytes may not hold the first words (RFC 4954 4). */
static void
test_long_token (void)
{
  static const LineAction script[] = {OFFER ("XOAUTH2"),  EXPECT ("AUTH XOAUTH2"),
                                      SAY ("334 \r\n"),   EXPECT ("dXNlcj1hbm5*"),
                                      SAY ("235 ok\r\n"), ENVELOPE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, script);
  g_autofree char *token = g_strnfill (2000, 't');

  probe_fixture_log_in (fixture, USER, token);
  fixture->settings->auth = TL_AUTH_XOAUTH2;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
}

/* ---------------------------------------------------------------- not accepted */

typedef struct {
  const char *path;
  LineAction script[24];
  TlAuth auth;
  const char *outcome, *failure;
} RefusedCase;

static const RefusedCase refused[] = {
    {"wrong-password",
     {OFFER ("PLAIN LOGIN"), EXPECT ("AUTH PLAIN *"), SAY ("535 5.7.8 no\r\n"), EXPECT ("QUIT"),
      THE_END},
     TL_AUTH_AUTO,
     "rejected",
     "reply"},
    {"locked",
     {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"), SAY ("454 4.7.0 too many\r\n"), EXPECT ("QUIT"),
      THE_END},
     TL_AUTH_AUTO,
     "rejected",
     "reply"},
    {"gone",
     {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"), SAY ("421 4.7.0 too many\r\n"), THE_END},
     TL_AUTH_AUTO,
     "rejected",
     "reply"},
    {"closed",
     {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"), CLOSE, THE_END},
     TL_AUTH_AUTO,
     "failed",
     "closed"},
    {"none-offered",
     {HELLO, SAY ("250-mail.test\r\n250 SIZE\r\n"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_AUTO,
     "not-offered",
     "not-offered"},
    {"none-known",
     {OFFER ("GSSAPI NTLM DIGEST-MD5"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_AUTO,
     "no-common-mechanism",
     "not-offered"},
    {"never-unasked",
     {OFFER ("CRAM-MD5"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_AUTO,
     "no-common-mechanism",
     "not-offered"},
    {"asked-not-offered",
     {OFFER ("PLAIN"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_LOGIN,
     "no-common-mechanism",
     "not-offered"},
    {"noise",
     {OFFER ("LOGIN"), EXPECT ("AUTH LOGIN"), SAY ("334 \001\002!!\r\n"), EXPECT ("?"),
      SAY ("501 ok\r\n"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_AUTO,
     "challenge-invalid",
     "invalid-reply"},
    {"for-ever",
     {OFFER ("LOGIN"), EXPECT ("AUTH LOGIN"), SAY ("334 VXNlcm5hbWU6\r\n"), EXPECT (USER64),
      SAY ("334 UGFzc3dvcmQ6\r\n"), EXPECT (PASSWORD64), SAY ("334 UGFzc3dvcmQ6\r\n"), EXPECT ("?"),
      SAY ("501 ok\r\n"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_AUTO,
     "challenge-invalid",
     "invalid-reply"},
    {"megabytes",
     {OFFER ("LOGIN"), EXPECT ("AUTH LOGIN"), SAY ("334 "), FLOOD ("QUJD", 5000000), SAY ("\r\n"),
      THE_END},
     TL_AUTH_AUTO,
     "challenge-invalid",
     "line-too-long"},
    {"xoauth2",
     {OFFER ("XOAUTH2"), EXPECT ("AUTH XOAUTH2 *"), SAY ("334 eyJzdGF0dXMiOiI0MDAifQ==\r\n"),
      EXPECT (""), SAY ("535 5.7.8 no\r\n"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_XOAUTH2,
     "rejected",
     "reply"},
    {"oauthbearer",
     {OFFER ("OAUTHBEARER"), EXPECT ("AUTH OAUTHBEARER *"),
      SAY ("334 eyJzdGF0dXMiOiI0MDAifQ==\r\n"), EXPECT ("AQ=="), SAY ("535 5.7.8 no\r\n"),
      EXPECT ("QUIT"), THE_END},
     TL_AUTH_OAUTHBEARER,
     "rejected",
     "reply"},
    /* too few rounds to be safe, more than anybody wants to compute */
    {"scram-one-round",
     {OFFER ("SCRAM-SHA-1"), EXPECT ("AUTH SCRAM-SHA-1 *"), SAY ("334 cj14LHM9QUFBQSxpPTE=\r\n"),
      EXPECT ("?"), SAY ("501 ok\r\n"), EXPECT ("QUIT"), THE_END},
     TL_AUTH_SCRAM_SHA_1,
     "challenge-invalid",
     "invalid-reply"},
    {"scram-endless-rounds",
     {OFFER ("SCRAM-SHA-1"), EXPECT ("AUTH SCRAM-SHA-1 *"),
      SAY ("334 cj14LHM9QUFBQSxpPTIwMDAwMDAwMDA=\r\n"), EXPECT ("?"), SAY ("501 ok\r\n"),
      EXPECT ("QUIT"), THE_END},
     TL_AUTH_SCRAM_SHA_1,
     "challenge-invalid",
     "invalid-reply"},
    {"scram-foreign-nonce",
     {OFFER ("SCRAM-SHA-1"), EXPECT ("AUTH SCRAM-SHA-1 *"),
      SAY ("334 cj14LHM9QUFBQSxpPTQwOTY=\r\n"), EXPECT ("?"), SAY ("501 ok\r\n"), EXPECT ("QUIT"),
      THE_END},
     TL_AUTH_SCRAM_SHA_1,
     "challenge-invalid",
     "invalid-reply"},
    {"scram-yes-at-once",
     {OFFER ("SCRAM-SHA-256"), EXPECT ("AUTH SCRAM-SHA-256 *"), SAY ("235 2.7.0 come in\r\n"),
      EXPECT ("QUIT"), THE_END},
     TL_AUTH_SCRAM_SHA_256,
     "proof-wrong",
     "not-allowed"},
};

static void
test_refused (gconstpointer data)
{
  const RefusedCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, row->script);

  fixture->settings->auth = row->auth;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", row->outcome);
  probe_assert_failure (fixture, "smtp.auth", row->failure);
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_SKIPPED);
  probe_assert_hidden (fixture, PASSWORD);
  probe_assert_announced (fixture);
}

/* Whoever says yes before the password was there has not tested it. */
static void
test_not_really_tested (void)
{
  static const LineAction script[] = {OFFER ("LOGIN"), EXPECT ("AUTH LOGIN"), SAY ("235 fine\r\n"),
                                      ENVELOPE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, script);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", "not-tested");
  probe_assert_step (fixture, "smtp.auth", TL_OUTCOME_WARNING);
}

static void
test_oauth_error_text (void)
{
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, refused[11].script);

  fixture->settings->auth = TL_AUTH_XOAUTH2;
  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.auth.challenge", "{\"status\":\"400\"}");
}

/* ---------------------------------------------------------------- the login flight */

#define PIPELINES HELLO, SAY ("250-mail.test\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n")
#define LOGIN EXPECT ("AUTH PLAIN *")
#define BEHIND EXPECT ("MAIL *"), EXPECT ("RCPT *"), EXPECT ("RSET")
#define GOODBYE EXPECT ("QUIT"), THE_END

static ProbeFixture *
flight_new (const LineAction *first, const LineAction *second)
{
  ProbeFixture *fixture = fixture_for (TL_SECURITY_TLS, first);

  if (second != NULL)
    probe_fixture_play (fixture, second);
  g_free (fixture->settings->to);
  fixture->settings->to = g_strdup ("bob@other.test");
  return fixture;
}

static ProbeFixture *
flight_for (const LineAction *first, const LineAction *second)
{
  ProbeFixture *fixture = flight_new (first, second);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_hidden (fixture, PASSWORD);
  return fixture;
}

/* The server says nothing before it has all of them. */
static void
test_flight_accepted (void)
{
  static const LineAction script[] = {
      PIPELINES, LOGIN, BEHIND, SAY ("235 2.7.0 ok\r\n250 ok\r\n550 5.1.1 who?\r\n250 ok\r\n"),
      GOODBYE};
  g_autoptr (ProbeFixture) fixture = flight_for (script, NULL);

  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "rejected");
  probe_assert_fact (fixture, "smtp.reply.stage", "rcpt");
  probe_assert_step (fixture, "smtp.quit", TL_OUTCOME_OK);
  probe_assert_announced (fixture);
}

static void
assert_login_decided (ProbeFixture *fixture)
{
  probe_assert_fact (fixture, "smtp.auth.outcome", "rejected");
  probe_assert_fact (fixture, "smtp.reply.stage", "auth");
  probe_assert_fact (fixture, "smtp.reply.code", "535");
  probe_assert_step (fixture, "smtp.mail", TL_OUTCOME_SKIPPED);
  probe_assert_step (fixture, "smtp.rcpt", TL_OUTCOME_SKIPPED);
  probe_assert_no_fact (fixture, "smtp.mail.outcome");
  probe_assert_no_fact (fixture, "smtp.rcpt.outcome");
  probe_assert_announced (fixture);
}

/* What is answered to the envelope of somebody who is not logged in decides nothing. */
static void
test_flight_refused (void)
{
  static const LineAction script[] = {
      PIPELINES, LOGIN, BEHIND,
      SAY ("535 5.7.8 no\r\n530 5.7.0 log in\r\n503 5.5.1 MAIL first\r\n250 ok\r\n"), GOODBYE};
  g_autoptr (ProbeFixture) fixture = flight_for (script, NULL);

  assert_login_decided (fixture);
}

static void
test_flight_refused_and_closed (void)
{
  static const LineAction script[] = {PIPELINES, LOGIN, SAY ("535 5.7.8 no\r\n"), CLOSE, THE_END};
  g_autoptr (ProbeFixture) fixture = flight_for (script, NULL);

  assert_login_decided (fixture);
}

/* Once by itself where the login was not looked at; then that decides. */
static void
test_flight_turned_away (void)
{
  static const LineAction sequence[] = {PIPELINES, LOGIN, SAY ("503 5.5.1 wait\r\n"), CLOSE,
                                        THE_END};
  static const LineAction sync[] = {PIPELINES, LOGIN, SAY ("554 SMTP synchronization error\r\n"),
                                    CLOSE, THE_END};
  static const LineAction challenge[] = {PIPELINES, LOGIN, BEHIND,
                                         SAY ("334 \r\n535 no\r\n503 no\r\n250 ok\r\n"), GOODBYE};
  static const LineAction alone[] = {
      PIPELINES, LOGIN, SAY ("235 ok\r\n"), BEHIND, SAY ("250 ok\r\n250 ok\r\n250 ok\r\n"),
      GOODBYE};
  static const LineAction refused_alone[] = {PIPELINES, LOGIN, SAY ("535 5.7.8 no\r\n"), GOODBYE};
  const LineAction *const firsts[] = {sequence, sync, challenge};

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++) {
    g_autoptr (ProbeFixture) good = flight_for (firsts[i], alone);
    g_autoptr (ProbeFixture) bad = flight_for (firsts[i], refused_alone);

    probe_assert_fact (good, "smtp.auth.outcome", "ok");
    probe_assert_step (good, "smtp.auth", TL_OUTCOME_OK);
    probe_assert_fact (good, "smtp.rcpt.outcome", "ok");
    probe_assert_fact (bad, "smtp.auth.outcome", "rejected");
    probe_assert_fact (bad, "smtp.reply.code", "535");
    probe_assert_announced (good);
    probe_assert_announced (bad);
  }
}

/* A server that throws away what stood behind the login. */
static void
test_flight_dropped (void)
{
  static const LineAction script[] = {
      PIPELINES, LOGIN, BEHIND, SAY ("235 ok\r\n"), BEHIND, SAY ("250 ok\r\n250 ok\r\n250 ok\r\n"),
      GOODBYE};
  g_autoptr (ProbeFixture) fixture = flight_new (script, NULL);

  fixture->limits.reply = 3000;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
  probe_assert_fact (fixture, "smtp.mail.outcome", "ok");
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
  probe_assert_announced (fixture);
}

/* Every other login is waited for: LOGIN asks in between, a message may only follow a success. */
static void
test_no_flight (void)
{
  static const LineAction login[] = {PIPELINES,
                                     EXPECT ("AUTH LOGIN"),
                                     SAY ("334 VXNlcm5hbWU6\r\n"),
                                     EXPECT (USER64),
                                     SAY ("334 UGFzc3dvcmQ6\r\n"),
                                     EXPECT (PASSWORD64),
                                     SAY ("535 5.7.8 no\r\n"),
                                     GOODBYE};
  static const LineAction message[] = {PIPELINES, LOGIN, SAY ("535 5.7.8 no\r\n"), GOODBYE};
  g_autoptr (ProbeFixture) first = fixture_for (TL_SECURITY_TLS, login);
  g_autoptr (ProbeFixture) second = fixture_for (TL_SECURITY_TLS, message);

  first->settings->auth = TL_AUTH_LOGIN;
  g_assert_true (probe_fixture_run (first));
  probe_assert_fact (first, "smtp.auth.outcome", "rejected");
  second->settings->send = TRUE;
  g_assert_true (probe_fixture_run (second));
  probe_assert_fact (second, "smtp.auth.outcome", "rejected");
}

/* ---------------------------------------------------------------- against libgsasl */

#define TLS_1_2 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

typedef struct {
  const char *path;
  TlAuth auth;
  SaslServerConfig config;
  const char *outcome;
} ScramCase;

static const ScramCase scrams[] = {
    {"sha-1", TL_AUTH_SCRAM_SHA_1, {"SCRAM-SHA-1", USER, PASSWORD, "4096", .priority = NULL}, "ok"},
    {"sha-256", TL_AUTH_AUTO, {"SCRAM-SHA-256", USER, PASSWORD, "4096", .priority = NULL}, "ok"},
    {"sha-1-plus",
     TL_AUTH_SCRAM_SHA_1_PLUS,
     {"SCRAM-SHA-1-PLUS", USER, PASSWORD, "4096", .priority = NULL},
     "ok"},
    {"sha-256-plus",
     TL_AUTH_SCRAM_SHA_256_PLUS,
     {"SCRAM-SHA-256-PLUS", USER, PASSWORD, "4096", .priority = NULL},
     "ok"},
    {"sha-256-plus-tls-1.2",
     TL_AUTH_SCRAM_SHA_256_PLUS,
     {"SCRAM-SHA-256-PLUS", USER, PASSWORD, "4096", .priority = TLS_1_2},
     "ok"},
    {"other-binding",
     TL_AUTH_SCRAM_SHA_256_PLUS,
     {"SCRAM-SHA-256-PLUS", USER, PASSWORD, "4096", .other_binding = TRUE},
     "rejected"},
    {"wrong-password",
     TL_AUTH_SCRAM_SHA_256,
     {"SCRAM-SHA-256", USER, "other", "4096", .priority = NULL},
     "rejected"},
    {"forged",
     TL_AUTH_SCRAM_SHA_256,
     {"SCRAM-SHA-256", USER, PASSWORD, "4096", .forged = TRUE},
     "proof-wrong"},
    {"without-proof",
     TL_AUTH_SCRAM_SHA_256,
     {"SCRAM-SHA-256", USER, PASSWORD, "4096", .without_proof = TRUE},
     "proof-wrong"},
    {"few-rounds",
     TL_AUTH_SCRAM_SHA_256,
     {"SCRAM-SHA-256", USER, PASSWORD, "100", .priority = NULL},
     "challenge-invalid"},
};

static void
test_scram (gconstpointer data)
{
  const ScramCase *row = data;
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);
  g_autoptr (SaslServer) server = sasl_server_new (&row->config, fixture->identity);
  gboolean ok = strcmp (row->outcome, "ok") == 0;
  static const LineAction unused[] = {THE_END};

  probe_fixture_play (fixture, unused);
  probe_fixture_log_in (fixture, USER, PASSWORD);
  fixture->settings->auth = row->auth;
  fixture->settings->port = sasl_server_get_port (server);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.outcome", row->outcome);
  probe_assert_fact (fixture, "smtp.auth.mechanism", row->config.mechanism);
  probe_assert_step (fixture, "smtp.mail", ok ? TL_OUTCOME_OK : TL_OUTCOME_SKIPPED);
  probe_assert_hidden (fixture, PASSWORD);
}

/* ---------------------------------------------------------------- before encryption */

static void
assert_name_not_sent (ProbeFixture *fixture)
{
  g_autofree char *received = line_server_dup_received (fixture->server);

  g_assert_null (strstr (received, "AUTH"));
  g_assert_null (strstr (received, "ann"));
}

static void
test_never_in_plain (void)
{
  static const LineAction script[] = {SAY ("220 hi\r\n"), EXPECT ("EHLO *"),
                                      SAY ("250-hi\r\n250 AUTH PLAIN\r\n"), EXPECT ("QUIT"),
                                      THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_NONE, script);

  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.auth.outcome", "not-sent");
  probe_assert_failure (fixture, "smtp.auth", "not-allowed");
  assert_name_not_sent (fixture);
}

/* AUTH before TLS only: what was said in plain text does not count. */
static void
test_only_offered_in_plain (void)
{
  static const LineAction script[] = {
      SAY ("220 hi\r\n"),
      EXPECT ("EHLO *"),
      SAY ("250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"),
      EXPECT ("STARTTLS"),
      SAY ("220 go\r\n"),
      START_TLS,
      EXPECT ("EHLO *"),
      SAY ("250 hi\r\n"),
      EXPECT ("QUIT"),
      THE_END,
  };
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_STARTTLS, script);

  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.auth.offered_plain", "PLAIN");
  probe_assert_fact (fixture, "smtp.auth.offered", "");
  probe_assert_fact (fixture, "smtp.auth.outcome", "not-offered");
  assert_name_not_sent (fixture);
}

static void
test_plain_with_consent (void)
{
  static const LineAction script[] = {SAY ("220 hi\r\n"),
                                      EXPECT ("EHLO *"),
                                      SAY ("250-hi\r\n250 AUTH PLAIN CRAM-MD5\r\n"),
                                      EXPECT ("AUTH CRAM-MD5"),
                                      SAY ("334 PGE+\r\n"),
                                      EXPECT ("*"),
                                      SAY ("235 ok\r\n"),
                                      ENVELOPE};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_NONE, script);

  fixture->settings->allow_plaintext = TRUE;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "smtp.auth.mechanism", "CRAM-MD5");
  probe_assert_fact (fixture, "smtp.auth.outcome", "ok");
}

/* ---------------------------------------------------------------- secrets */

static void
test_password_repeated (void)
{
  static const LineAction script[] = {
      OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"),
      SAY ("535-5.7.8 not " PASSWORD " at all\r\n535-5.7.8 " PASSWORD64
           "\r\n535 5.7.8 AGFubkBtYWlsLnRlc3QAY29ycmVjdCBob3JzZSBiYXR0ZXJ5\r\n"),
      EXPECT ("QUIT"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, script);

  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.auth.outcome", "rejected");
  probe_assert_hidden (fixture, PASSWORD);
}

/* Neither side of an exchange stands in the transcript. */
static void
test_exchange_hidden (void)
{
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, accepted[3].script);
  const GPtrArray *lines;

  fixture->settings->auth = TL_AUTH_CRAM_MD5;
  probe_fixture_run (fixture);
  lines = tl_evidence_get_transcript (fixture->evidence);
  g_assert_cmpuint (lines->len, >, 5);
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = g_ptr_array_index (lines, i);

    g_assert_null (strstr (line->text, "PDE4OTYu"));
    g_assert_null (strstr (line->text, "YW5uQG"));
  }
}

/* ---------------------------------------------------------------- the other form of the name */

static void
test_other_form (gconstpointer data)
{
  static const LineAction first[] = {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"),
                                     SAY ("535 5.7.8 no\r\n"), EXPECT ("QUIT"), THE_END};
  static const LineAction takes[] = {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN AGFubgBj*"),
                                     SAY ("235 2.7.0 ok\r\n"), EXPECT ("QUIT"), THE_END};
  static const LineAction refuses[] = {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN AGFubgBj*"),
                                       SAY ("535 5.7.8 no\r\n"), EXPECT ("QUIT"), THE_END};
  gboolean accepts = GPOINTER_TO_INT (data);
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, first);

  probe_fixture_play (fixture, accepts ? takes : refuses);
  fixture->settings->try_user_forms = TRUE;
  probe_fixture_run (fixture);
  probe_assert_fact (fixture, "smtp.auth.other_form", accepts ? "accepted" : "rejected");
  probe_assert_fact (fixture, "smtp.auth.outcome", "rejected");
  probe_assert_hidden (fixture, PASSWORD);
  probe_assert_announced (fixture);
}

/* A lock or a limit is no matter of the name, and one more try makes it worse. */
static void
test_other_form_not_tried (void)
{
  static const LineAction first[] = {OFFER ("PLAIN"), EXPECT ("AUTH PLAIN *"),
                                     SAY ("535 5.7.139 locked\r\n"), EXPECT ("QUIT"), THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (TL_SECURITY_TLS, first);

  fixture->settings->try_user_forms = TRUE;
  probe_fixture_run (fixture);
  probe_assert_no_fact (fixture, "smtp.auth.other_form");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
}

static void
test_form_words (void)
{
  static const struct {
    const char *user, *address, *from, *host, *other;
  } rows[] = {
      {"ann@mail.test", "", "", "smtp.mail.test", "ann"},
      {"ann", "ann@home.test", "", "smtp.mail.test", "ann@home.test"},
      {"ann", "", "a@from.test", "smtp.mail.test", "ann@from.test"},
      {"ann", "", "", "smtp.mail.test", "ann@mail.test"},
      {"ann", "", "", "127.0.0.1", NULL},
      {"ann", "", "", "localhost", NULL},
      {"@", "", "", "smtp.mail.test", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autofree char *other = NULL;

    g_object_set (settings, "user", rows[i].user, "address", rows[i].address, "from", rows[i].from,
                  "host", rows[i].host, NULL);
    other = tl_login_dup_other_form (settings);
    g_assert_cmpstr (other, ==, rows[i].other);
  }
}

static void
add_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/auth/accepted/", accepted[i].path, NULL);

    g_test_add_data_func (path, &accepted[i], test_accepted);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/auth/refused/", refused[i].path, NULL);

    g_test_add_data_func (path, &refused[i], test_refused);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (scrams); i++) {
    g_autofree char *path = g_strconcat ("/probe/smtp/auth/scram/", scrams[i].path, NULL);

    g_test_add_data_func (path, &scrams[i], test_scram);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_rows ();
  g_test_add_func ("/probe/smtp/auth/long-token", test_long_token);
  g_test_add_func ("/probe/smtp/auth/not-really-tested", test_not_really_tested);
  g_test_add_func ("/probe/smtp/auth/oauth-error-text", test_oauth_error_text);
  g_test_add_func ("/probe/smtp/auth/never-in-plain", test_never_in_plain);
  g_test_add_func ("/probe/smtp/auth/only-offered-in-plain", test_only_offered_in_plain);
  g_test_add_func ("/probe/smtp/auth/plain-with-consent", test_plain_with_consent);
  g_test_add_func ("/probe/smtp/auth/password-repeated", test_password_repeated);
  g_test_add_func ("/probe/smtp/auth/exchange-hidden", test_exchange_hidden);
  g_test_add_data_func ("/probe/smtp/auth/other-form/accepted", GINT_TO_POINTER (TRUE),
                        test_other_form);
  g_test_add_data_func ("/probe/smtp/auth/other-form/rejected", GINT_TO_POINTER (FALSE),
                        test_other_form);
  g_test_add_func ("/probe/smtp/auth/other-form/not-tried", test_other_form_not_tried);
  g_test_add_func ("/probe/smtp/auth/other-form/words", test_form_words);
  g_test_add_func ("/probe/smtp/flight/accepted", test_flight_accepted);
  g_test_add_func ("/probe/smtp/flight/refused", test_flight_refused);
  g_test_add_func ("/probe/smtp/flight/refused-and-closed", test_flight_refused_and_closed);
  g_test_add_func ("/probe/smtp/flight/turned-away", test_flight_turned_away);
  g_test_add_func ("/probe/smtp/flight/dropped", test_flight_dropped);
  g_test_add_func ("/probe/smtp/flight/none", test_no_flight);
  return g_test_run ();
}
