/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The exchange of commands and replies, at the steps that follow the login: silence, a goodbye and
 * cancelling at each of them. */
#include "tl-smtp-private.h"

#include "probe-fixture.h"

#include <string.h>

#define OK SAY ("250 ok\r\n")
/* No pipelining, so that every command has a step of its own on the wire. */
#define BEGIN START_TLS, SAY ("220 hi\r\n"), EXPECT ("EHLO *"), SAY ("250-hi\r\n250 AUTH PLAIN\r\n")
#define TO_MAIL BEGIN, EXPECT ("AUTH PLAIN *"), SAY ("235 ok\r\n"), EXPECT ("MAIL *")
#define TO_RCPT TO_MAIL, OK, EXPECT ("RCPT *")
#define TO_RSET TO_RCPT, OK, EXPECT ("RSET")
#define TO_DATA TO_RCPT, OK, EXPECT ("DATA")
#define LINES                                                                                      \
  EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"),              \
      EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*"), EXPECT ("*")
#define TO_DOT TO_DATA, SAY ("354 go\r\n"), LINES, PROBE_FILLING, EXPECT (".")

typedef struct {
  const char *step;
  const char *stage;
  gboolean send;
  LineAction stall[64];
  LineAction bye[64];
} StepCase;

#define HANG HOLD, THE_END
#define BYE SAY ("421 4.3.2 going down\r\n"), THE_END

static const StepCase steps[] = {
    {"smtp.auth", "auth", FALSE, {BEGIN, EXPECT ("AUTH *"), HANG}, {BEGIN, EXPECT ("AUTH *"), BYE}},
    {"smtp.mail", "mail", FALSE, {TO_MAIL, HANG}, {TO_MAIL, BYE}},
    {"smtp.rcpt", "rcpt", FALSE, {TO_RCPT, HANG}, {TO_RCPT, BYE}},
    {"smtp.data", "data", TRUE, {TO_DATA, HANG}, {TO_DATA, BYE}},
    {"smtp.message", "body", TRUE, {TO_DOT, HANG}, {TO_DOT, BYE}},
};

static ProbeFixture *
fixture_for (const StepCase *row, const LineAction *script)
{
  ProbeFixture *fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);

  probe_fixture_play (fixture, script);
  probe_fixture_log_in (fixture, "ann@mail.test", "correct horse");
  g_object_set (fixture->settings, "to", "bob@other.test", NULL);
  fixture->settings->send = row->send;
  return fixture;
}

static void
test_stall (gconstpointer data)
{
  const StepCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (row, row->stall);

  fixture->limits.reply = 1500;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, row->step, "timeout");
  probe_assert_no_step (fixture, "smtp.quit");
  if (strcmp (row->step, "smtp.message") == 0)
    probe_assert_fact (fixture, "smtp.message.outcome", "uncertain");
  probe_assert_hidden (fixture, "correct horse");
}

static void
test_goodbye (gconstpointer data)
{
  const StepCase *row = data;
  g_autoptr (ProbeFixture) fixture = fixture_for (row, row->bye);

  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, row->step, "reply");
  probe_assert_fact (fixture, "smtp.reply.code", "421");
  probe_assert_fact (fixture, "smtp.reply.stage", row->stage);
  /* A 421 after the greeting is not tried again. */
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
  probe_assert_announced (fixture);
}

static void
test_cancel (gconstpointer data)
{
  const StepCase *row = data;
  ProbeFixture *fixture = fixture_for (row, row->stall);

  fixture->cancel_at = row->step;
  g_assert_false (probe_fixture_run (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  probe_assert_no_step (fixture, "smtp.quit");
  /* Cancelled is what it is, unless the message may be on its way. */
  if (strcmp (row->step, "smtp.message") == 0)
    probe_assert_no_fact (fixture, "smtp.sent");
  probe_assert_step (fixture, row->step, TL_OUTCOME_SKIPPED);
  /* The server was left in the middle of its script. */
  line_server_free (fixture->server);
  fixture->server = line_server_new (AF_INET);
  probe_fixture_free (fixture);
}

/* ---------------------------------------------------------------- waits that nobody has to sit out */

static const LineAction deferred[] = {
    TO_RCPT, SAY ("450 4.7.1 greylisted\r\n"), EXPECT ("RSET"), OK, EXPECT ("QUIT"), THE_END};

static void
test_cancel_greylist (void)
{
  ProbeFixture *fixture = fixture_for (&steps[0], deferred);

  fixture->settings->retry_greylist_s = 3600;
  fixture->cancel_at = "smtp.greylist";
  g_assert_false (probe_fixture_run (fixture));
  probe_assert_step (fixture, "smtp.greylist", TL_OUTCOME_SKIPPED);
  probe_assert_no_fact (fixture, "smtp.greylist.waited_s");
  probe_assert_fact (fixture, "smtp.reply.code", "450");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
  probe_fixture_free (fixture);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (300 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

/* Silence, with the other pairing under way in its thread. */
static void
test_cancel_pairing (void)
{
  static const LineAction silent[] = {HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_STARTTLS);
  GThread *thread;

  probe_fixture_play (fixture, silent);
  fixture->limits.silence = 20;
  fixture->limits.greeting = 40000;
  fixture->limits.tls = 40000;
  thread = g_thread_new ("cancel", cancel_soon, fixture->cancellable);
  g_assert_false (probe_fixture_run (fixture));
  g_thread_join (thread);
  probe_assert_step (fixture, "smtp.greeting", TL_OUTCOME_SKIPPED);
  probe_assert_no_fact (fixture, "pairing.works");
  g_assert_cmpfloat (fixture->elapsed_ms, <, 20000);
}

/* RSET and QUIT decide nothing: what was found out stands. */
static void
test_silent_end (void)
{
  static const LineAction script[] = {TO_RSET, HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (&steps[0], script);

  fixture->limits.reply = 1500;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "smtp.rset", TL_OUTCOME_WARNING);
  probe_assert_fact (fixture, "smtp.rcpt.outcome", "ok");
  probe_assert_no_fact (fixture, "smtp.reply.code");
}

static void
test_quit_not_awaited (void)
{
  static const LineAction script[] = {TO_RSET, OK, EXPECT ("QUIT"), HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = fixture_for (&steps[0], script);

  fixture->limits.reply = 40000;
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "smtp.quit", TL_OUTCOME_OK);
  g_assert_cmpfloat (fixture->elapsed_ms, <, 20000);
}

/* Thirty answers are owed, and every byte of them comes in time: what ends it is the bound over all of
 * them. Where each had the whole limit to itself, all would be heard. */
static void
test_settle_drip (void)
{
  static const LineAction drip[] = {EXPECT ("NOOP"), DRIP ("250 ok\r\n", 30), LOOP (1), THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_NONE);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (TlRun) run =
      tl_run_new (fixture->settings, builder, fixture->cancellable, &fixture->error);
  TlSmtp smtp = {.run = run, .alive = TRUE, .owed = 30};

  g_assert_no_error (fixture->error);
  probe_fixture_play (fixture, drip);
  line_server_start (fixture->server);
  smtp.channel = tl_run_connect (run, fixture->settings->port);
  g_assert_nonnull (smtp.channel);
  g_assert_cmpint (tl_channel_send_line (smtp.channel, "NOOP"), ==, TL_FAILURE_NONE);
  tl_smtp_settle (&smtp, 1000);
  g_assert_false (smtp.alive);
  /* One answer takes a fifth of the limit at least. */
  g_assert_cmpuint (smtp.owed, >=, 25);
  tl_smtp_drop (&smtp);
}

/* Answers that come at once are all taken, and the conversation goes on. */
static void
test_settle_prompt (void)
{
  static const LineAction script[] = {EXPECT ("NOOP"), OK, OK, OK, EXPECT ("QUIT"), THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_NONE);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (TlRun) run =
      tl_run_new (fixture->settings, builder, fixture->cancellable, &fixture->error);
  TlSmtp smtp = {.run = run, .alive = TRUE, .owed = 3};

  g_assert_no_error (fixture->error);
  probe_fixture_play (fixture, script);
  line_server_start (fixture->server);
  smtp.channel = tl_run_connect (run, fixture->settings->port);
  g_assert_nonnull (smtp.channel);
  g_assert_cmpint (tl_channel_send_line (smtp.channel, "NOOP"), ==, TL_FAILURE_NONE);
  tl_smtp_settle (&smtp, 20000);
  g_assert_true (smtp.alive);
  g_assert_cmpuint (smtp.owed, ==, 0);
  tl_smtp_leave (&smtp);
  g_assert_true (line_server_wait_idle (fixture->server, 20000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *stall = g_strconcat ("/probe/smtp/talk/stall/", steps[i].step, NULL);
    g_autofree char *bye = g_strconcat ("/probe/smtp/talk/goodbye/", steps[i].step, NULL);
    g_autofree char *cancel = g_strconcat ("/probe/smtp/talk/cancel/", steps[i].step, NULL);

    g_test_add_data_func (stall, &steps[i], test_stall);
    g_test_add_data_func (bye, &steps[i], test_goodbye);
    g_test_add_data_func (cancel, &steps[i], test_cancel);
  }
  g_test_add_func ("/probe/smtp/talk/cancel/greylist", test_cancel_greylist);
  g_test_add_func ("/probe/smtp/talk/cancel/pairing", test_cancel_pairing);
  g_test_add_func ("/probe/smtp/talk/silent-end", test_silent_end);
  g_test_add_func ("/probe/smtp/talk/quit-not-awaited", test_quit_not_awaited);
  g_test_add_func ("/probe/smtp/talk/settle/drip", test_settle_drip);
  g_test_add_func ("/probe/smtp/talk/settle/prompt", test_settle_prompt);
  return g_test_run ();
}
