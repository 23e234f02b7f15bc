/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include "tl-json.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tl-enum-types.h"
#include "tl-evidence-json.h"
#include "tl-explain.h"
#include "tl-knowledge.h"

typedef struct {
  TlCli *cli;
  gint64 until_us;
  guint source;
} Countdown;

typedef struct {
  TlCli *cli;
  GMainLoop *loop;
  GCancellable *cancellable;
  GError *error;
  gboolean good;
} Job;

/* ------------------------------------------------------------------ progress, on standard error */

static gboolean
wants_progress (TlCli *cli)
{
  return cli->verbose || isatty (STDERR_FILENO);
}

static void
on_outcome (TlStep *step, GParamSpec *pspec, gpointer user_data)
{
  TlCli *cli = user_data;
  TlOutcome outcome = tl_step_get_outcome (step);
  static const char *const words[] = {
      /* Translators: outcome of a step, in a narrow column. */
      [TL_OUTCOME_RUNNING] = N_ ("…"),       [TL_OUTCOME_OK] = N_ ("ok"),
      [TL_OUTCOME_WARNING] = N_ ("warning"), [TL_OUTCOME_FAILED] = N_ ("failed"),
      [TL_OUTCOME_SKIPPED] = N_ ("skipped"),
  };

  fprintf (stderr, "  %s  %s  %s\n", tl_cli_text (cli, words[outcome]), tl_step_get_title (step),
           tl_step_get_detail (step));
}

/* ------------------------------------------------------------------ a wait that was asked for */

#define BAR_WIDTH 20

static gboolean
draw_countdown (gpointer user_data)
{
  Countdown *self = user_data;
  guint whole = MAX (self->cli->settings->retry_greylist_s, 1);
  gint64 left_us = MAX (self->until_us - g_get_monotonic_time (), 0);
  guint left = (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  guint done = BAR_WIDTH - MIN (left * BAR_WIDTH / whole, BAR_WIDTH);
  g_autofree char *bar = g_strnfill (BAR_WIDTH, '.');

  memset (bar, '#', done);
  fprintf (stderr, "\r  [%s] %u:%02u ", bar, left / 60, left % 60);
  fflush (stderr);
  return G_SOURCE_CONTINUE;
}

static void
end_countdown (gpointer data)
{
  Countdown *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  fprintf (stderr, "\r%*s\r", BAR_WIDTH + 14, "");
  g_free (self);
}

static void
on_waited (TlStep *step, GParamSpec *pspec, gpointer user_data)
{
  g_object_set_data (G_OBJECT (step), "countdown", NULL);
}

/* On a terminal, a bar that is drawn over itself. */
static void
count_down (TlCli *cli, TlStep *step)
{
  Countdown *self = g_new0 (Countdown, 1);

  self->cli = cli;
  self->until_us =
      g_get_monotonic_time () + (gint64) cli->settings->retry_greylist_s * G_USEC_PER_SEC;
  self->source = g_timeout_add_seconds (1, draw_countdown, self);
  draw_countdown (self);
  g_object_set_data_full (G_OBJECT (step), "countdown", self, end_countdown);
  g_signal_connect (step, "notify::outcome", G_CALLBACK (on_waited), NULL);
}

static void
on_steps (GListModel *steps, guint position, guint removed, guint added, gpointer user_data)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (steps, i);

    if (tl_step_get_outcome (step) == TL_OUTCOME_RUNNING &&
        g_str_equal (tl_step_get_id (step), "smtp.greylist") && isatty (STDERR_FILENO))
      count_down (user_data, step);
    if (tl_step_get_outcome (step) == TL_OUTCOME_RUNNING)
      g_signal_connect (step, "notify::outcome", G_CALLBACK (on_outcome), user_data);
    else
      on_outcome (step, NULL, user_data);
  }
}

static void
announce (TlCli *cli, TlSession *session, TlSettings *settings)
{
  g_autoptr (TlAnnouncement) announcement = tl_session_announce (session, settings);
  g_autofree char *text = tl_explain_announcement (announcement, cli->catalog);
  g_autofree char *more = tl_explain_announcement_more (announcement, cli->catalog);

  if (*text != '\0')
    fprintf (stderr, "%s\n", text);
  if (*more != '\0')
    fprintf (stderr, "%s\n", more);
}

/* ------------------------------------------------------------------ running */

static gboolean
on_signal (gpointer user_data)
{
  Job *job = user_data;

  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;

  job->good = tl_session_run_finish (TL_SESSION (source), result, &job->error);
  g_main_loop_quit (job->loop);
}

/* A report that --before names becomes the attempt before; FALSE where it cannot be one. */
static gboolean
take_before (TlCli *cli, TlSession *session, const TlSettings *settings)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  const TlSettings *earlier;
  gsize length;

  text = tl_cli_read (cli->before, TL_JSON_MAX, &length, &error);
  if (text != NULL)
    evidence = tl_evidence_from_json (text, length, &error);
  if (evidence == NULL) {
    tl_cli_complain_error (cli, error);
    return FALSE;
  }
  earlier = tl_evidence_get_settings (evidence);
  if (earlier->kind != settings->kind || earlier->protocol != settings->protocol) {
    tl_cli_complain (
        cli, tl_cli_text (cli, N_ ("The report to compare with is of another kind of test.")));
    return FALSE;
  }
  tl_session_take_evidence (session, evidence);
  return TRUE;
}

TlSession *
tl_cli_run_session (TlCli *cli, TlSettings *settings)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job job = {.cli = cli, .loop = loop, .cancellable = cancellable};
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, &job);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, &job);

  tl_session_set_catalog (session, cli->catalog);
  if (cli->before != NULL && !take_before (cli, session, settings)) {
    g_source_remove (interrupt);
    g_source_remove (terminate);
    return NULL;
  }
  announce (cli, session, settings);
  if (wants_progress (cli))
    g_signal_connect (tl_session_get_steps (session), "items-changed", G_CALLBACK (on_steps), cli);
  tl_session_run_async (session, settings, cli->before != NULL, cancellable, on_done, &job);
  /* The rules are made ready while the first answers are on their way. */
  tl_knowledge_get_default ();
  g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  if (!job.good) {
    tl_cli_complain_error (cli, job.error);
    g_clear_error (&job.error);
    return NULL;
  }
  return g_steal_pointer (&session);
}

/* Checks and mends the host or address that the command was given. */
static gboolean
normalise (TlCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  if (!tl_settings_normalise (cli->settings, &note, &error)) {
    tl_cli_complain_error (cli, error);
    return FALSE;
  }
  if (note != NULL) {
    g_autofree char *text = tl_explain_note (note, cli->catalog);

    tl_cli_complain (cli, text);
  }
  return TRUE;
}

static int
run_and_report (TlCli *cli)
{
  g_autoptr (TlSession) session = NULL;

  if (!normalise (cli))
    return TL_EXIT_BAD;
  session = tl_cli_run_session (cli, cli->settings);
  if (session == NULL)
    return TL_EXIT_BAD;
  return tl_cli_report (cli, tl_session_get_evidence (session), tl_session_get_diagnosis (session));
}

/* What each check or survey tests, and the setting that its argument is. */
static const struct {
  const char *command;
  const char *property;
  TlJobKind kind;
  TlProtocol protocol;
} checks[] = {
    {"check smtp", "host", TL_JOB_CHECK, TL_PROTOCOL_SMTP},
    {"check ftp", "host", TL_JOB_CHECK, TL_PROTOCOL_FTP},
    {"check http", "url", TL_JOB_CHECK, TL_PROTOCOL_HTTP},
    {"check account", "address", TL_JOB_CHECK, TL_PROTOCOL_SMTP},
    {"survey smtp", "host", TL_JOB_SURVEY, TL_PROTOCOL_SMTP},
    {"survey ftp", "host", TL_JOB_SURVEY, TL_PROTOCOL_FTP},
};

int
tl_cli_check (TlCli *cli)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_str_equal (cli->command->name, checks[i].command))
      g_object_set (cli->settings, "kind", checks[i].kind, "protocol", checks[i].protocol,
                    checks[i].property, cli->args[0], NULL);
  return run_and_report (cli);
}

int
tl_cli_domain (TlCli *cli)
{
  const char *name = cli->args[0];

  g_object_set (cli->settings, "kind", TL_JOB_DOMAIN, "host", name != NULL ? name : "", NULL);
  if (cli->bounce != NULL && !tl_cli_take_bounce (cli))
    return TL_EXIT_BAD;
  return run_and_report (cli);
}

int
tl_cli_environment (TlCli *cli)
{
  g_object_set (cli->settings, "kind", TL_JOB_ENVIRONMENT, "host",
                cli->args[0] != NULL ? cli->args[0] : "", NULL);
  return run_and_report (cli);
}

/* ------------------------------------------------------------------ discover */

static char *
offers_as_json (const GPtrArray *offers)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "settings");
  json_builder_begin_array (json);
  for (guint i = 0; i < offers->len; i++) {
    const TlServerOffer *offer = offers->pdata[i];

    json_builder_begin_object (json);
    tl_json_add_string (json, "protocol", tl_enum_to_string (TL_TYPE_PROTOCOL, offer->protocol));
    tl_json_add_string (json, "host", offer->host);
    tl_json_add_int (json, "port", offer->port);
    tl_json_add_string (json, "security", tl_enum_to_string (TL_TYPE_SECURITY, offer->security));
    tl_json_add_string (json, "auth", offer->auth);
    tl_json_add_string (json, "user", offer->user);
    tl_json_add_string (json, "source", offer->source);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  return tl_json_finish (json, TRUE);
}

typedef struct {
  const char *id;
  const char *words;
} Word;

/* The words for a stable id; the id itself where a newer table has one more. */
static const char *
put_into_words (TlCli *cli, const Word *table, gsize n, const char *id)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (table[i].id, id) == 0)
      return tl_cli_text (cli, table[i].words);
  return id != NULL ? id : "";
}

/* Translators: how a provider lets one sign in, after a colon. */
static const Word sign_ins[] = {
    {"password", N_ ("password")},
    {"app-password", N_ ("app password")},
    {"oauth2", N_ ("through a web browser")},
};
/* Where settings come from. */
static const Word sources[] = {
    {"provider-table", N_ ("from the list of known providers")},
    {"autoconfig", N_ ("published by the provider itself")},
    {"public-database", N_ ("from the public database of mail settings")},
    {"srv", N_ ("published by the domain")},
    {"mx-provider", N_ ("of the provider that receives the mail of this domain")},
    {"guess", N_ ("a guess")},
};
static const Word securities[] = {
    {"starttls", "STARTTLS"},
    {"tls", "TLS"},
    {"none", N_ ("none")},
};

static char *
offers_as_text (TlCli *cli, TlSession *session, const GPtrArray *offers)
{
  GString *text = g_string_new (NULL);
  const char *const *notes = tl_session_get_provider_notes (session);

  if (offers->len == 0) {
    g_autofree char *sentence =
        tl_catalog_format (cli->catalog, N_ ("No published settings were found for {address}."),
                           "address", cli->settings->address, NULL);

    g_string_append_printf (text, "%s\n", sentence);
  }
  for (guint i = 0; i < offers->len; i++) {
    const TlServerOffer *offer = offers->pdata[i];
    g_autofree char *port = g_strdup_printf ("%u", offer->port);
    g_autofree char *sentence = tl_catalog_format (
        cli->catalog,
        /* Translators: {security} is STARTTLS, TLS or none; {auth} is "password", "app password" or
           "through a web browser"; {source} is "published by the domain" and the like. */
        N_ ("{host}, port {port}, encryption: {security}, user name: {user}, login: {auth} ({source})."),
        "host", offer->host, "port", port, "security",
        put_into_words (cli, securities, G_N_ELEMENTS (securities),
                        tl_enum_to_string (TL_TYPE_SECURITY, offer->security)),
        "user", offer->user, "auth",
        put_into_words (cli, sign_ins, G_N_ELEMENTS (sign_ins), offer->auth), "source",
        put_into_words (cli, sources, G_N_ELEMENTS (sources), offer->source), NULL);

    g_string_append_printf (text, "%s\n", sentence);
  }
  for (guint i = 0; notes[i] != NULL; i++) {
    g_autofree char *note = tl_explain_note (notes[i], cli->catalog);

    g_string_append_printf (text, "%s\n", note);
  }
  return g_string_free (text, FALSE);
}

int
tl_cli_discover (TlCli *cli)
{
  g_autoptr (TlSession) session = NULL;
  g_autofree char *text = NULL;
  const GPtrArray *offers;

  g_object_set (cli->settings, "kind", TL_JOB_DISCOVER, "address", cli->args[0], NULL);
  if (!normalise (cli))
    return TL_EXIT_BAD;
  session = tl_cli_run_session (cli, cli->settings);
  if (session == NULL)
    return TL_EXIT_BAD;
  offers = tl_session_get_offers (session);
  text = cli->format == TL_FORMAT_JSON ? offers_as_json (offers)
                                       : offers_as_text (cli, session, offers);
  if (!tl_cli_write (cli, text))
    return TL_EXIT_BAD;
  return offers->len > 0 ? TL_EXIT_OK : TL_EXIT_BAD;
}
