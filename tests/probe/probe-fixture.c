/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "probe-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HOST "mail.test"

/* Long enough for a sanitised program on a busy computer; a test about silence sets its own. */
static const TlLimits test_limits = {
    .dns = 10000,
    .connect = 10000,
    .greeting = 10000,
    .reply = 10000,
    .tls = 10000,
    .data = 10000,
    .quit = 500,
    .first_connect = 10000,
    .siblings = 1500,
    .silence = 5000,
    .retry_wait = 10,
};

/* Goes on after a failure: the rest of what a test says helps to find it. */
static void G_GNUC_PRINTF (1, 2) complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s", text);
  g_test_fail ();
}

static void
write_ca (ProbeFixture *fixture, const char *pem)
{
  g_autoptr (GError) error = NULL;

  if (fixture->ca_file == NULL) {
    int fd = g_file_open_tmp ("tl-ca-XXXXXX.pem", &fixture->ca_file, &error);

    g_assert_no_error (error);
    close (fd);
  }
  g_file_set_contents (fixture->ca_file, pem, -1, &error);
  g_assert_no_error (error);
  g_free (fixture->settings->ca_file);
  fixture->settings->ca_file = g_strdup (fixture->ca_file);
}

void
probe_fixture_certify (ProbeFixture *fixture, const char *name, gint64 not_before_s,
                       gint64 not_after_s)
{
  const char *const names[] = {name, NULL};
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->identity, tl_tls_identity_unref);
  fixture->identity = tl_tls_identity_new (names, not_before_s, not_after_s, &pem, &error);
  g_assert_no_error (error);
  write_ca (fixture, pem);
  line_server_set_identity (fixture->server, fixture->identity, NULL);
}

ProbeFixture *
probe_fixture_new (TlProtocol protocol, TlSecurity security)
{
  ProbeFixture *fixture = g_new0 (ProbeFixture, 1);
  TlSettings *settings = tl_settings_new ();
  const char *const resolve[] = {HOST ":127.0.0.1", NULL};

  fixture->server = line_server_new (AF_INET);
  g_assert_nonnull (fixture->server);
  fixture->settings = settings;
  fixture->limits = test_limits;
  fixture->cancellable = g_cancellable_new ();
  settings->kind = TL_JOB_CHECK;
  settings->protocol = protocol;
  settings->security = security;
  settings->port = line_server_get_port (fixture->server);
  settings->no_environment = TRUE;
  settings->timeout_s = 60;
  g_free (settings->host);
  settings->host = g_strdup (HOST);
  settings->resolve = g_strdupv ((char **) resolve);
  probe_fixture_certify (fixture, HOST, -3600, 86400);
  return fixture;
}

void
probe_fixture_free (ProbeFixture *fixture)
{
  g_autofree char *mismatch = line_server_dup_mismatch (fixture->server);

  /* A job that was cancelled leaves the server in mid-script. */
  if (mismatch != NULL && fixture->cancel_at == NULL)
    complain ("the server: %s", mismatch);
  line_server_free (fixture->server);
  tl_tls_identity_unref (fixture->identity);
  g_clear_pointer (&fixture->evidence, tl_evidence_unref);
  g_clear_error (&fixture->error);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->cancellable);
  g_unlink (fixture->ca_file);
  g_free (fixture->ca_file);
  g_free (fixture);
}

void
probe_fixture_log_in (ProbeFixture *fixture, const char *user, const char *password)
{
  g_free (fixture->settings->user);
  fixture->settings->user = g_strdup (user);
  g_clear_pointer (&fixture->settings->password, tl_secret_unref);
  fixture->settings->password = tl_secret_new (password, -1);
}

void
probe_fixture_play (ProbeFixture *fixture, const LineAction *script)
{
  line_server_add_script (fixture->server, script);
}

static void
on_step (const TlStepRecord *record, gpointer user_data)
{
  ProbeFixture *fixture = user_data;

  if (record->outcome == TL_OUTCOME_RUNNING && fixture->cancel_at != NULL &&
      strcmp (record->id, fixture->cancel_at) == 0)
    g_cancellable_cancel (fixture->cancellable);
}

gboolean
probe_fixture_run (ProbeFixture *fixture)
{
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (TlRun) run = NULL;
  gint64 started = g_get_monotonic_time ();
  gboolean done;

  line_server_start (fixture->server);
  run = tl_run_new (fixture->settings, builder, fixture->cancellable, &fixture->error);
  g_assert_no_error (fixture->error);
  tl_run_set_limits (run, &fixture->limits);
  tl_run_set_step_func (run, on_step, fixture);
  done = tl_run_go (run, &fixture->error);
  fixture->elapsed_ms = (double) (g_get_monotonic_time () - started) / 1000;
  g_clear_pointer (&fixture->evidence, tl_evidence_unref);
  fixture->evidence = tl_evidence_builder_snapshot (builder);
  return done;
}

void
probe_assert_fact (ProbeFixture *fixture, const char *fact, const char *value)
{
  const char *seen = tl_evidence_get (fixture->evidence, fact);

  if (g_strcmp0 (seen, value) != 0)
    complain ("%s is '%s', not '%s'", fact, seen != NULL ? seen : "(none)", value);
}

void
probe_assert_no_fact (ProbeFixture *fixture, const char *fact)
{
  const char *seen = tl_evidence_get (fixture->evidence, fact);

  if (seen != NULL)
    complain ("%s is '%s', and should not be there", fact, seen);
}

void
probe_assert_step (ProbeFixture *fixture, const char *step, TlOutcome outcome)
{
  const TlStepRecord *record = tl_evidence_get_step (fixture->evidence, step);

  if (record == NULL || record->outcome != outcome)
    complain ("%s ended with %d, not %d", step, record != NULL ? (int) record->outcome : -1,
              (int) outcome);
}

void
probe_assert_no_step (ProbeFixture *fixture, const char *step)
{
  if (tl_evidence_get_step (fixture->evidence, step) != NULL)
    complain ("%s was done, and should not have been", step);
}

void
probe_assert_failure (ProbeFixture *fixture, const char *step, const char *failure)
{
  const char *seen;

  probe_assert_step (fixture, step, TL_OUTCOME_FAILED);
  seen = tl_evidence_get_from (fixture->evidence, "step.failure", step, NULL);
  if (g_strcmp0 (seen, failure) != 0)
    complain ("%s failed as '%s', not '%s'", step, seen != NULL ? seen : "(none)", failure);
}

/* ---------------------------------------------------------------- secrets */

/* Base64 of the secret after 0, 1 and 2 other bytes: the letters that do not depend on them. */
static char *
encode_at (const char *secret, guint offset)
{
  g_autofree char *padded = g_strdup_printf ("%.*s%s", (int) offset, "xx", secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) padded, strlen (padded));
  gsize head = offset == 0 ? 0 : offset + 1;
  gsize tail = strlen (padded) / 3 * 4;

  return g_strndup (encoded + head, tail - head);
}

static void
assert_clean (const char *where, const char *text, const char *secret)
{
  if (strstr (text, secret) != NULL)
    complain ("%s holds the secret: '%s'", where, text);
  for (guint offset = 0; offset < 3; offset++) {
    g_autofree char *encoded = encode_at (secret, offset);

    if (strstr (text, encoded) != NULL)
      complain ("%s holds the secret in base64: '%s'", where, text);
  }
}

void
probe_assert_hidden (ProbeFixture *fixture, const char *secret)
{
  const GPtrArray *facts = tl_evidence_get_facts (fixture->evidence);
  const GPtrArray *lines = tl_evidence_get_transcript (fixture->evidence);

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = g_ptr_array_index (facts, i);

    assert_clean (fact->fact, fact->value, secret);
  }
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = g_ptr_array_index (lines, i);

    assert_clean ("the transcript", line->text, secret);
  }
}

void
probe_assert_announced (ProbeFixture *fixture)
{
  g_autoptr (TlAnnouncement) plan = tl_plan_announce (fixture->settings);
  g_autofree char *received = line_server_dup_received (fixture->server);
  g_auto (GStrv) lines = g_strsplit (received, "\n", -1);
  guint logins = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    logins += g_str_has_prefix (lines[i], "AUTH PLAIN") ||
              g_str_has_prefix (lines[i], "AUTH LOGIN") || g_str_has_prefix (lines[i], "PASS ");
  g_assert_cmpuint (line_server_get_connections (fixture->server), <=,
                    plan->connections + plan->once_more + plan->more_modes + plan->other_ports);
  g_assert_cmpuint (logins, <=, plan->logins + plan->login_once_more + plan->more_modes);
}
