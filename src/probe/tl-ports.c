/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The usual ports of a host: as a job of its own, and where the port of a job does not open. */
#include "tl-survey-private.h"

const guint *
tl_ports_usual (TlProtocol protocol)
{
  static const guint smtp[] = {25, 465, 587, 2525, 443, 0};
  static const guint ftp[] = {21, 990, 22, 443, 0};
  static const guint http[] = {80, 443, 22, 0};

  return protocol == TL_PROTOCOL_FTP ? ftp : protocol == TL_PROTOCOL_HTTP ? http : smtp;
}

static gboolean
wants_login (TlSettings *settings)
{
  return settings->user[0] != '\0' && settings->password != NULL && settings->auth != TL_AUTH_NONE;
}

/* Every conversation that was left open ends, and stands in the transcript. */
void
tl_ports_leave_all (TlSurvey *survey)
{
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);

    if (endpoint->talk == NULL || !endpoint->over || endpoint->state != TL_PORT_OPEN)
      continue;
    if (endpoint->talk->verified)
      tl_talk_leave (endpoint->talk);
    tl_survey_record_lines (tl_survey_get_run (survey), endpoint->talk);
  }
}

/* ---------------------------------------------------------------- where a port does not open */

gboolean
tl_ports_siblings (TlRun *run, const GPtrArray *addresses, guint port, GPtrArray **own)
{
  TlSettings *settings = tl_run_get_settings (run);
  guint limit_ms = tl_run_get_limits (run)->siblings;
  const TlSurveyPlan plan = {.addresses = addresses,
                             .port = port,
                             .own = own != NULL,
                             .limit_ms = limit_ms,
                             .talk_ms = limit_ms};
  g_autoptr (TlSurvey) survey = NULL;
  TlEndpoint *way;
  gboolean answered;

  tl_run_begin (run, "ports.siblings", settings->host);
  survey = tl_survey_new (run, &plan);
  while (tl_survey_next (survey))
    ;
  if (tl_run_is_cancelled (run))
    return tl_run_fail (run, TL_FAILURE_CANCELLED);
  if (own != NULL)
    *own = tl_survey_take_own (survey);
  way = tl_survey_find_way (survey, wants_login (settings), TRUE);
  answered = tl_survey_record (survey, way);
  if (way != NULL && tl_run_may_adopt (settings))
    tl_run_get_reach (run)->way = tl_survey_take_way (survey, way);
  tl_ports_leave_all (survey);
  tl_run_end (run, answered ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  return answered;
}

/* ---------------------------------------------------------------- where STARTTLS is missing */

/* Where it was offered and refused, an offer alone says nothing: it has to work. FTP has no offer that
 * counts before AUTH is answered. */
static gboolean
shows_starttls (const TlTalk *talk, gboolean offered)
{
  if (talk->protocol == TL_PROTOCOL_FTP)
    return talk->starttls && (talk->verified || g_strcmp0 (talk->stage, "tls") == 0);
  return offered ? talk->verified && talk->starttls : talk->offer.starttls;
}

static void
record_elsewhere (TlSurvey *survey, guint port, gboolean offered)
{
  TlRun *run = tl_survey_get_run (survey);
  gboolean ftp = tl_run_get_settings (run)->protocol == TL_PROTOCOL_FTP;
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);
  const char *where = "no";
  gboolean implicit = FALSE;

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);
    const TlTalk *talk = endpoint->talk;

    if (talk == NULL || !endpoint->over || endpoint->state != TL_PORT_OPEN)
      continue;
    implicit |= talk->verified && !talk->starttls;
    if (!shows_starttls (talk, offered))
      continue;
    if (tl_address_get_port (&endpoint->address) == port)
      where = "other-family";
    else if (g_str_equal (where, "no"))
      where = "other-port";
  }
  tl_run_fact (run, ftp ? "ftp.auth_tls.elsewhere" : "smtp.starttls.elsewhere", where);
  tl_run_yes_no (run, ftp ? "ftp.auth_tls.implicit" : "smtp.starttls.implicit", implicit);
}

static gboolean
has_both_families (const GPtrArray *addresses)
{
  gboolean seen[2] = {FALSE, FALSE};

  for (guint i = 0; i < addresses->len; i++)
    seen[tl_address_is_ipv6 (g_ptr_array_index (addresses, i)) ? 1 : 0] = TRUE;
  return seen[0] && seen[1];
}

TlSurvey *
tl_ports_look_beside (TlRun *run, guint port)
{
  guint limit_ms = tl_run_get_limits (run)->siblings;
  const GPtrArray *addresses = tl_run_get_addresses (run);
  const TlSurveyPlan plan = {.addresses = addresses,
                             .port = port,
                             .talk_to_own = has_both_families (addresses),
                             .limit_ms = limit_ms,
                             .talk_ms = limit_ms};
  g_autoptr (TlSurvey) survey = NULL;

  tl_run_begin (run, "ports.siblings", tl_run_get_settings (run)->host);
  survey = tl_survey_new (run, &plan);
  while (tl_survey_next (survey))
    ;
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return NULL;
  }
  tl_survey_record (survey, tl_survey_find_way (survey, FALSE, TRUE));
  return g_steal_pointer (&survey);
}

void
tl_ports_compare_starttls (TlRun *run, guint port, gboolean offered)
{
  g_autoptr (TlSurvey) survey = tl_ports_look_beside (run, port);

  if (survey == NULL)
    return;
  record_elsewhere (survey, port, offered);
  tl_ports_leave_all (survey);
  tl_run_end (run, TL_OUTCOME_OK);
}

/* ---------------------------------------------------------------- as a job of its own */

static void
log_in (TlRun *run, TlEndpoint *way)
{
  if (way->talk->protocol == TL_PROTOCOL_FTP)
    tl_ftp_log_in_over (run, way->talk);
  else
    tl_smtp_log_in_over (run, way->talk);
}

static void
skip_login (TlRun *run, const char *reason)
{
  gboolean ftp = tl_run_get_settings (run)->protocol == TL_PROTOCOL_FTP;

  tl_run_skip (run, ftp ? "ftp.login" : "smtp.auth", reason);
  tl_run_fact_of (run, ftp ? "ftp.login" : "smtp.auth", "",
                  ftp ? "ftp.login.outcome" : "smtp.auth.outcome", "not-tested");
}

/* All that comes in, and the login over the first way that can be the best one, while the verdicts
 * over the silent ports are still being awaited. */
static TlEndpoint *
follow (TlSurvey *survey, gboolean login)
{
  TlRun *run = tl_survey_get_run (survey);
  TlEndpoint *used = NULL;
  TlEndpoint *way;

  while (tl_survey_next (survey)) {
    way = login && used == NULL ? tl_survey_find_way (survey, TRUE, FALSE) : NULL;
    if (way == NULL)
      continue;
    used = way;
    log_in (run, used);
  }
  if (used != NULL || tl_run_is_cancelled (run))
    return used;
  way = tl_survey_find_way (survey, login, TRUE);
  if (!login)
    skip_login (run, "not-asked");
  else if (way == NULL)
    skip_login (run, "earlier-failure");
  else
    log_in (run, way);
  return way;
}

static gboolean
finish (TlSurvey *survey, const TlEndpoint *way, double begun_ms)
{
  TlRun *run = tl_survey_get_run (survey);
  const char *host = tl_run_get_settings (run)->host;
  const TlEndpoint *told = way != NULL ? way : tl_survey_find_farthest (survey);
  gboolean answered;

  answered = tl_survey_record (survey, way);
  tl_survey_record_families (survey);
  if (told != NULL)
    tl_survey_record_way (run, told, FALSE);
  tl_ports_leave_all (survey);
  tl_run_add_step (run, "ports.siblings", host,
                   tl_run_is_cancelled (run) ? TL_OUTCOME_SKIPPED
                   : answered                ? TL_OUTCOME_OK
                                             : TL_OUTCOME_WARNING,
                   begun_ms, tl_io_now_ms (tl_run_get_io (run)) - begun_ms);
  return way != NULL;
}

gboolean
tl_survey_check (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  const TlSurveyPlan plan = {.addresses = tl_run_get_addresses (run),
                             .port = settings->port,
                             .talk_to_own = TRUE,
                             .limit_ms = tl_run_get_limits (run)->siblings,
                             .talk_ms = G_MAXUINT};
  g_autoptr (TlSurvey) survey = NULL;
  double begun_ms = tl_io_now_ms (tl_run_get_io (run));

  if (plan.addresses == NULL || plan.addresses->len == 0)
    return FALSE;
  survey = tl_survey_new (run, &plan);
  return finish (survey, follow (survey, wants_login (settings)), begun_ms);
}
