/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-run-private.h"

#include "probe-fixture.h"

#include <string.h>

/* ---------------------------------------------------------------- what a job leads to */

static void
test_announce (void)
{
  static const struct {
    gboolean login, forms, send;
    guint greylist, sessions;
    guint connections, logins, login_once_more;
  } rows[] = {
      {FALSE, FALSE, FALSE, 0, 0, 1, 0, 0}, {TRUE, FALSE, FALSE, 0, 0, 1, 1, 1},
      {TRUE, FALSE, TRUE, 0, 0, 1, 1, 0}, /* a message waits for its login: nothing is sent twice */
      {TRUE, FALSE, FALSE, 60, 0, 2, 2, 1}, {TRUE, TRUE, TRUE, 60, 5, 6, 2, 0},
      {TRUE, TRUE, FALSE, 0, 0, 2, 2, 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlAnnouncement) plan = NULL;

    g_object_set (settings, "host", "mail.test", "to", "bob@other.test", NULL);
    settings->port = 587;
    settings->family = TL_FAMILY_IPV4;
    if (rows[i].login)
      g_object_set (settings, "user", "ann", NULL);
    settings->try_user_forms = rows[i].forms;
    settings->send = rows[i].send;
    settings->retry_greylist_s = rows[i].greylist;
    settings->sessions = rows[i].sessions;
    plan = tl_plan_announce (settings);
    g_assert_cmpstr (plan->hosts[0], ==, "mail.test");
    g_assert_null (plan->hosts[1]);
    /* Where the server is not reached, a page that tells whether the network wants a sign-in. */
    g_assert_cmpstr (plan->portal, ==, "nmcheck.gnome.org");
    g_assert_true (plan->other_ways);
    g_assert_true (plan->asks_names);
    g_assert_null (plan->references);
    g_assert_cmpuint (plan->once_more, ==, 2);
    /* the job's own once more, four siblings, two for other pairings */
    g_assert_cmpuint (plan->other_ports, ==, 7);
    g_assert_cmpuint (plan->login_once_more, ==, rows[i].login_once_more);
    g_assert_cmpuint (plan->connections, ==, rows[i].connections);
    g_assert_cmpuint (plan->logins, ==, rows[i].logins);
    g_assert_cmpint (plan->sends_message, ==, rows[i].send);
  }
}

/* Told apart: what a check does, what its transfers take, and what only failures lead to. */
static void
test_announce_ftp (void)
{
  static const struct {
    TlSecurity security;
    TlFtpMode mode;
    gboolean login, forms, upload, clear;
    guint sessions;
    guint connections, logins, data, more;
  } rows[] = {
      {TL_SECURITY_STARTTLS, TL_FTP_MODE_AUTO, FALSE, FALSE, FALSE, FALSE, 0, 2, 0, 0, 0},
      {TL_SECURITY_STARTTLS, TL_FTP_MODE_AUTO, TRUE, FALSE, FALSE, FALSE, 0, 2, 1, 4, 2},
      {TL_SECURITY_TLS, TL_FTP_MODE_AUTO, TRUE, FALSE, FALSE, FALSE, 0, 2, 1, 4, 2},
      {TL_SECURITY_TLS, TL_FTP_MODE_EPSV, TRUE, FALSE, TRUE, FALSE, 0, 2, 1, 3, 0},
      {TL_SECURITY_TLS, TL_FTP_MODE_PASSIVE, TRUE, TRUE, FALSE, TRUE, 0, 3, 2, 4, 2},
      /* either the login is refused and the other form tried, or more sessions are opened */
      {TL_SECURITY_TLS, TL_FTP_MODE_AUTO, TRUE, TRUE, FALSE, FALSE, 4, 5, 4, 4, 2},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlAnnouncement) plan = NULL;

    g_object_set (settings, "host", "ftp.test", "protocol", TL_PROTOCOL_FTP, "user",
                  rows[i].login ? "lena" : "", NULL);
    settings->port = 2121;
    settings->security = rows[i].security;
    settings->family = TL_FAMILY_IPV4;
    settings->ftp_mode = rows[i].mode;
    settings->try_user_forms = rows[i].forms;
    settings->upload = rows[i].upload;
    settings->protect_clear = rows[i].clear;
    settings->sessions = rows[i].sessions;
    plan = tl_plan_announce (settings);
    g_assert_cmpuint (plan->connections, ==, rows[i].connections);
    g_assert_cmpuint (plan->logins, ==, rows[i].logins);
    g_assert_cmpuint (plan->data_connections, ==, rows[i].data);
    g_assert_cmpuint (plan->more_modes, ==, rows[i].more);
    g_assert_cmpuint (plan->other_ports, >, 2);
  }
}

/* One connection to each port of each family, and two where a port starts the other way round. */
static void
test_announce_survey (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlAnnouncement) usual = NULL;
  g_autoptr (TlAnnouncement) own = NULL;
  g_autoptr (TlAnnouncement) adopting = NULL;

  g_object_set (settings, "host", "mail.test", "user", "ann", "kind", TL_JOB_SURVEY, NULL);
  usual = tl_plan_announce (settings);
  g_assert_cmpuint (usual->connections, ==, 2 * 5 + 2);
  g_assert_cmpuint (usual->logins, ==, 1);
  settings->port = 2526;
  settings->family = TL_FAMILY_IPV6;
  own = tl_plan_announce (settings);
  g_assert_cmpuint (own->connections, ==, 6 + 2);
  settings->kind = TL_JOB_CHECK;
  settings->port = 0;
  adopting = tl_plan_announce (settings);
  g_assert_cmpuint (adopting->connections, ==, 1);
  g_assert_cmpuint (adopting->other_ports, ==, 5 + 2);
}

/* Others are named with what leads to them, and nobody where nothing else is to be looked at. */
static void
test_announce_others (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlAnnouncement) asking = NULL;
  g_autoptr (TlAnnouncement) alone = NULL;
  g_autoptr (TlAnnouncement) looking = NULL;

  g_object_set (settings, "host", "mail.test", NULL);
  settings->references = g_strsplit ("one.test two.test", " ", -1);
  asking = tl_plan_announce (settings);
  g_assert_null (asking->hosts[1]);
  g_assert_cmpstr (asking->references[1], ==, "two.test");
  settings->no_environment = TRUE;
  alone = tl_plan_announce (settings);
  g_assert_null (alone->references);
  g_assert_null (alone->portal);
  g_assert_false (alone->other_ways);
  g_assert_false (alone->asks_names);
  settings->no_environment = FALSE;
  settings->kind = TL_JOB_ENVIRONMENT;
  looking = tl_plan_announce (settings);
  g_assert_cmpstr (looking->hosts[0], ==, "one.test");
  g_assert_cmpstr (looking->hosts[2], ==, "nmcheck.gnome.org");
  g_assert_null (looking->hosts[3]);
}

/* No connection asks for versions of TLS where none is ever begun. */
static void
test_announce_versions (void)
{
  static const struct {
    const char *url; /* NULL: mail */
    TlSecurity security;
    guint versions;
  } rows[] = {
      {"https://www.test/", TL_SECURITY_AUTO, 4},
      {"http://www.test/", TL_SECURITY_AUTO, 0},
      {NULL, TL_SECURITY_STARTTLS, 4},
      {NULL, TL_SECURITY_AUTO, 4},
      {NULL, TL_SECURITY_NONE, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlAnnouncement) plan = NULL;

    settings->protocol = rows[i].url != NULL ? TL_PROTOCOL_HTTP : TL_PROTOCOL_SMTP;
    settings->security = rows[i].security;
    g_object_set (settings, rows[i].url != NULL ? "url" : "host",
                  rows[i].url != NULL ? rows[i].url : "mail.test", NULL);
    plan = tl_plan_announce (settings);
    g_assert_cmpuint (plan->versions, ==, rows[i].versions);
  }
}

/* ---------------------------------------------------------------- steps and facts */

typedef struct {
  TlSettings *settings;
  TlEvidenceBuilder *builder;
  TlRun *run;
  GString *told;
} Fixture;

static void
on_step (const TlStepRecord *record, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->told, "%s %s %d\n", record->id, record->target,
                          (int) record->outcome);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = tl_settings_new ();
  fixture->settings->kind = TL_JOB_CHECK;
  fixture->settings->password = tl_secret_new ("correct horse", -1);
  g_object_set (fixture->settings, "host", "mail.test", "user", "ann", NULL);
  fixture->builder = tl_evidence_builder_new (fixture->settings);
  fixture->run = tl_run_new (fixture->settings, fixture->builder, NULL, NULL);
  fixture->told = g_string_new (NULL);
  tl_run_set_step_func (fixture->run, on_step, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tl_run_free (fixture->run);
  tl_evidence_builder_unref (fixture->builder);
  g_object_unref (fixture->settings);
  g_string_free (fixture->told, TRUE);
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *failure = NULL;

  tl_run_begin (fixture->run, "smtp.ehlo", "a:1");
  g_assert_true (tl_run_end (fixture->run, TL_OUTCOME_WARNING));
  tl_run_begin (fixture->run, "smtp.mail", NULL);
  g_assert_false (tl_run_fail (fixture->run, TL_FAILURE_RESET));
  tl_run_skip (fixture->run, "smtp.rcpt", "earlier-failure");
  failure = tl_evidence_builder_dup (fixture->builder, "step.failure");
  g_assert_cmpstr (failure, ==, "reset");
  g_assert_cmpstr (fixture->told->str, ==,
                   "smtp.ehlo a:1 0\nsmtp.ehlo a:1 2\nsmtp.mail  0\nsmtp.mail  3\n"
                   "smtp.rcpt  0\nsmtp.rcpt  4\n");
}

/* A refusal stays what the reports show, whatever went well after it. */
static void
test_reply_decides (Fixture *fixture, gconstpointer data)
{
  TlReply no = {.code = 550, .enhanced = (char *) "5.1.1", .text = (char *) "nobody", .lines = 1};
  TlReply yes = {.code = 250, .text = (char *) "ok", .lines = 1};
  TlReply later = {.code = 421, .text = (char *) "bye", .lines = 1};
  g_autoptr (TlEvidence) first = NULL;
  g_autoptr (TlEvidence) second = NULL;

  tl_run_begin (fixture->run, "smtp.rcpt", "x");
  tl_run_reply (fixture->run, "mail", &yes);
  tl_run_reply (fixture->run, "rcpt", &no);
  tl_run_reply (fixture->run, "rset", &yes);
  first = tl_evidence_builder_snapshot (fixture->builder);
  g_assert_cmpstr (tl_evidence_get (first, "smtp.reply.code"), ==, "550");
  g_assert_cmpstr (tl_evidence_get (first, "smtp.reply.enhanced"), ==, "5.1.1");
  tl_run_reply (fixture->run, "rset", &later);
  tl_run_end (fixture->run, TL_OUTCOME_OK);
  second = tl_evidence_builder_snapshot (fixture->builder);
  g_assert_cmpstr (tl_evidence_get (second, "smtp.reply.code"), ==, "421");
  g_assert_cmpstr (tl_evidence_get (second, "smtp.reply.enhanced"), ==, "");
}

static void
test_facts_are_scrubbed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;

  tl_run_begin (fixture->run, "smtp.auth", "");
  tl_run_factf (fixture->run, "smtp.reply.text", "not %s", "correct horse");
  tl_run_end (fixture->run, TL_OUTCOME_FAILED);
  value = tl_evidence_builder_dup (fixture->builder, "smtp.reply.text");
  g_assert_nonnull (value);
  g_assert_null (strstr (value, "horse"));
}

/* ---------------------------------------------------------------- names */

static void
test_no_such_kind (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;

  settings->kind = TL_JOB_EXPLAIN;
  builder = tl_evidence_builder_new (settings);
  g_assert_false (tl_run_job (settings, builder, NULL, NULL, NULL, &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
}

static void
test_bad_ca_file (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (GError) error = NULL;

  g_object_set (settings, "host", "mail.test", "ca-file", "/nonexistent/ca.pem", NULL);
  g_assert_false (tl_run_job (settings, builder, NULL, NULL, NULL, &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_UNREADABLE);
}

/* An address that was told: nobody is asked. */
static void
test_points_here (void)
{
  static const LineAction script[] = {SAY ("554 no\r\n"), THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_STARTTLS);

  probe_fixture_play (fixture, script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "dns.source", "override");
  probe_assert_fact (fixture, "dns.outcome", "ok");
  probe_assert_fact (fixture, "dns.points_here", "yes");
  probe_assert_fact (fixture, "dns.address_kind", "loopback");
  probe_assert_fact (fixture, "dns.address.0", "127.0.0.1");
  probe_assert_fact (fixture, "tcp.state", "open");
  probe_assert_fact (fixture, "tcp.local_address", "127.0.0.1");
  probe_assert_fact (fixture, "tcp.family", "ipv4");
}

/* Every step that a job records is in the list. */
static void
test_list_is_whole (void)
{
  static const LineAction script[] = {START_TLS,         SAY ("220 hi\r\n"),
                                      EXPECT ("EHLO *"), SAY ("250 hi\r\n"),
                                      EXPECT ("MAIL *"), SAY ("250 ok\r\n"),
                                      EXPECT ("RSET"),   SAY ("250 ok\r\n"),
                                      EXPECT ("QUIT"),   THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);
  const GPtrArray *steps;

  probe_fixture_play (fixture, script);
  fixture->settings->no_environment = FALSE;
  g_assert_true (probe_fixture_run (fixture));
  steps = tl_evidence_get_steps (fixture->evidence);
  g_assert_cmpuint (steps->len, >, 5);
  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *record = g_ptr_array_index (steps, i);

    if (!g_strv_contains (tl_run_list_steps (), record->id))
      g_error ("%s is not in the list of steps", record->id);
  }
}

static void
test_cancelled_before (void)
{
  static const LineAction script[] = {THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_TLS);

  probe_fixture_play (fixture, script);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (probe_fixture_run (fixture));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/run/announce", test_announce);
  g_test_add_func ("/probe/run/announce/others", test_announce_others);
  g_test_add_func ("/probe/run/announce/versions", test_announce_versions);
  g_test_add_func ("/probe/run/announce-ftp", test_announce_ftp);
  g_test_add_func ("/probe/run/announce/survey", test_announce_survey);
  g_test_add ("/probe/run/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/probe/run/reply-decides", Fixture, NULL, set_up, test_reply_decides, tear_down);
  g_test_add ("/probe/run/scrubbed", Fixture, NULL, set_up, test_facts_are_scrubbed, tear_down);
  g_test_add_func ("/probe/run/no-such-kind", test_no_such_kind);
  g_test_add_func ("/probe/run/bad-ca-file", test_bad_ca_file);
  g_test_add_func ("/probe/run/points-here", test_points_here);
  g_test_add_func ("/probe/run/list-is-whole", test_list_is_whole);
  g_test_add_func ("/probe/run/cancelled-before", test_cancelled_before);
  return g_test_run ();
}
