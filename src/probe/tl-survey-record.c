/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include "tl-enum-types.h"

#include <string.h>

static gboolean
works (const TlEndpoint *endpoint, TlSecurity security)
{
  const TlTalk *talk = endpoint->state == TL_PORT_OPEN && endpoint->over ? endpoint->talk : NULL;

  if (talk == NULL)
    return FALSE;
  return security == TL_SECURITY_NONE ? talk->plain
                                      : talk->verified && security == tl_talk_get_security (talk);
}

/* ---------------------------------------------------------------- one port */

static const char *
failure_word (const TlEndpoint *endpoint)
{
  const TlTalk *talk = endpoint->talk;

  if (endpoint->state != TL_PORT_OPEN)
    return endpoint->state == TL_PORT_UNKNOWN ? "timeout"
                                              : tl_port_state_to_string (endpoint->state);
  if (talk->failure != TL_FAILURE_NONE)
    return tl_failure_to_string (talk->failure);
  if (talk->refusal != NULL)
    return "reply";
  return strcmp (talk->stage, "starttls") == 0 ? "not-offered" : "not-allowed";
}

static TlOutcome
outcome_of (const TlEndpoint *endpoint)
{
  if (works (endpoint, TL_SECURITY_TLS) || works (endpoint, TL_SECURITY_STARTTLS))
    return TL_OUTCOME_OK;
  return works (endpoint, TL_SECURITY_NONE) ? TL_OUTCOME_WARNING : TL_OUTCOME_FAILED;
}

static char *
dup_ways (const TlEndpoint *endpoint)
{
  static const TlSecurity all[] = {TL_SECURITY_TLS, TL_SECURITY_STARTTLS, TL_SECURITY_NONE};
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (works (endpoint, all[i]))
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "",
                              tl_enum_to_string (TL_TYPE_SECURITY, (int) all[i]));
  return g_string_free (list, FALSE);
}

void
tl_survey_record_endpoint (TlRun *run, const TlEndpoint *endpoint)
{
  g_autofree char *target = tl_address_to_target (&endpoint->address);
  g_autofree char *ways = dup_ways (endpoint);
  TlOutcome outcome = outcome_of (endpoint);

  tl_run_fact_of (run, "survey.port", target, "survey.state",
                  tl_port_state_to_string (endpoint->state));
  tl_run_fact_of (run, "survey.port", target, "survey.ways", ways);
  if (outcome != TL_OUTCOME_OK)
    tl_run_fact_of (run, "survey.port", target, "survey.failure", failure_word (endpoint));
  tl_run_end_beside (run, "survey.port", target, outcome, endpoint->start_ms,
                     tl_io_now_ms (tl_run_get_io (run)) - endpoint->start_ms);
}

/* ---------------------------------------------------------------- rows */

static void
record_row (TlRun *run, const TlEndpoint *endpoint, TlSecurity security, gboolean recommended)
{
  g_autofree char *address = tl_address_to_string (&endpoint->address);
  gboolean open = endpoint->state == TL_PORT_OPEN && endpoint->over;
  g_autofree char *offers =
      open && (works (endpoint, security) || security == tl_talk_get_security (endpoint->talk))
          ? tl_talk_dup_offers (endpoint->talk, security)
          : g_strdup ("");
  TlAlternative row = {
      .port = tl_address_get_port (&endpoint->address),
      .security = security,
      .family = tl_address_is_ipv6 (&endpoint->address) ? TL_FAMILY_IPV6 : TL_FAMILY_IPV4,
      .address = address,
      .state = (char *) tl_port_state_to_string (endpoint->state),
      .outcome = TL_OUTCOME_FAILED,
      .offers = offers,
      .recommended = recommended,
  };

  /* Without encryption it works, but nobody should send a password there. */
  if (works (endpoint, security))
    row.outcome = security == TL_SECURITY_NONE ? TL_OUTCOME_WARNING : TL_OUTCOME_OK;
  else if (!endpoint->over)
    row.outcome = TL_OUTCOME_SKIPPED;
  tl_evidence_builder_add_alternative (tl_run_get_builder (run), &row);
}

static void
record_rows (TlSurvey *survey, const TlEndpoint *way)
{
  static const TlSecurity all[] = {TL_SECURITY_TLS, TL_SECURITY_STARTTLS, TL_SECURITY_NONE};
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);

    for (guint k = 0; endpoint->talk != NULL && k < G_N_ELEMENTS (all); k++)
      record_row (tl_survey_get_run (survey), endpoint, all[k],
                  endpoint == way && all[k] == tl_talk_get_security (endpoint->talk));
  }
}

/* ---------------------------------------------------------------- sums */

/* What the addresses of one port say together: the clearest of them. */
static int
clarity (const TlEndpoint *endpoint)
{
  switch (endpoint->state) {
    case TL_PORT_OPEN:
      return 4;
    case TL_PORT_REFUSED:
      return 3;
    case TL_PORT_UNREACHABLE:
      return 1;
    default:
      return 2;
  }
}

static const TlEndpoint *
find_clearest (const GPtrArray *endpoints, guint port)
{
  const TlEndpoint *best = NULL;

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);

    if (tl_address_get_port (&endpoint->address) == port && !endpoint->own &&
        (best == NULL || clarity (endpoint) > clarity (best)))
      best = endpoint;
  }
  return best;
}

static void
fact_of_port (TlRun *run, guint port, const char *name, const char *value)
{
  g_autofree char *fact = g_strdup_printf ("port.%u.%s", port, name);

  tl_run_fact_of (run, "ports.siblings", tl_run_get_settings (run)->host, fact, value);
}

static void
record_port (TlRun *run, const TlEndpoint *endpoint)
{
  guint port = tl_address_get_port (&endpoint->address);
  char ms[G_ASCII_DTOSTR_BUF_SIZE];

  fact_of_port (run, port, "state", tl_port_state_to_string (endpoint->state));
  fact_of_port (run, port, "connect_ms",
                g_ascii_formatd (ms, sizeof ms, "%.1f", endpoint->elapsed_ms));
  if (endpoint->state == TL_PORT_FILTERED)
    fact_of_port (run, port, "confirmed", endpoint->confirmed ? "yes" : "no");
}

static void
sum_fact (TlRun *run, const char *fact, guint count)
{
  g_autofree char *number = g_strdup_printf ("%u", count);

  tl_run_fact_of (run, "ports.siblings", tl_run_get_settings (run)->host, fact, number);
}

/* The ports of the survey, each once, but for the one that the job is about. */
static GArray *
list_ports (const GPtrArray *endpoints, guint without)
{
  GArray *ports = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);
    guint port = tl_address_get_port (&endpoint->address);
    gboolean known = endpoint->own || port == without;

    for (guint k = 0; k < ports->len; k++)
      known |= g_array_index (ports, guint, k) == port;
    if (!known)
      g_array_append_val (ports, port);
  }
  return ports;
}

static gboolean
record_sums (TlRun *run, const GPtrArray *endpoints, guint without)
{
  g_autoptr (GArray) ports = list_ports (endpoints, without);
  g_autoptr (GString) tried = g_string_new (NULL);
  guint counts[TL_PORT_UNKNOWN + 1] = {0};
  double fastest = -1;

  for (guint i = 0; i < ports->len; i++) {
    guint port = g_array_index (ports, guint, i);
    const TlEndpoint *view = find_clearest (endpoints, port);

    g_string_append_printf (tried, "%s%u", tried->len > 0 ? " " : "", port);
    record_port (run, view);
    counts[view->state]++;
    if ((view->state == TL_PORT_OPEN || view->state == TL_PORT_REFUSED) &&
        (fastest < 0 || view->elapsed_ms < fastest))
      fastest = view->elapsed_ms;
  }
  if (counts[TL_PORT_OPEN] > 0) {
    tl_run_get_reach (run)->answer_ms = fastest;
    tl_run_get_reach (run)->answers = counts[TL_PORT_OPEN] + counts[TL_PORT_REFUSED];
  }
  tl_run_fact_of (run, "ports.siblings", tl_run_get_settings (run)->host, "ports.tried",
                  tried->str);
  sum_fact (run, "ports.open", counts[TL_PORT_OPEN]);
  sum_fact (run, "ports.refused", counts[TL_PORT_REFUSED]);
  sum_fact (run, "ports.silent", counts[TL_PORT_FILTERED] + counts[TL_PORT_UNKNOWN]);
  sum_fact (run, "ports.unreachable", counts[TL_PORT_UNREACHABLE]);
  if (fastest >= 0) {
    char ms[G_ASCII_DTOSTR_BUF_SIZE];

    tl_run_fact_of (run, "ports.siblings", tl_run_get_settings (run)->host, "ports.fastest_ms",
                    g_ascii_formatd (ms, sizeof ms, "%.1f", fastest));
  }
  return fastest >= 0;
}

gboolean
tl_survey_record (TlSurvey *survey, const TlEndpoint *way)
{
  TlRun *run = tl_survey_get_run (survey);
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);
  const TlEndpoint *told = way;
  guint without = 0;

  if (tl_run_get_settings (run)->kind == TL_JOB_SURVEY) {
    told = way != NULL ? way : tl_survey_find_farthest (survey);
    without = told != NULL ? tl_address_get_port (&told->address) : 0;
  }
  record_rows (survey, way);
  if (way != NULL) {
    g_autofree char *port = g_strdup_printf ("%u", tl_address_get_port (&way->address));

    tl_run_fact_of (run, "ports.siblings", "", "survey.recommended.port", port);
    tl_run_fact_of (run, "ports.siblings", "", "survey.recommended.security",
                    tl_enum_to_string (TL_TYPE_SECURITY, (int) tl_talk_get_security (way->talk)));
  }
  return record_sums (run, endpoints, without);
}

static const TlEndpoint *
find_best_of (const GPtrArray *endpoints, gboolean six)
{
  const TlEndpoint *best = NULL;

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);

    if (tl_address_is_ipv6 (&endpoint->address) == six &&
        (best == NULL || clarity (endpoint) > clarity (best)))
      best = endpoint;
  }
  return best;
}

static gboolean
has_answered (const TlEndpoint *endpoint)
{
  return endpoint != NULL &&
         (endpoint->state == TL_PORT_OPEN || endpoint->state == TL_PORT_REFUSED);
}

void
tl_survey_record_families (TlSurvey *survey)
{
  TlRun *run = tl_survey_get_run (survey);
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);

  for (int six = 0; six <= 1; six++) {
    const TlEndpoint *best = find_best_of (endpoints, six);
    const TlEndpoint *other = find_best_of (endpoints, !six);

    tl_run_fact_of (run, "ports.siblings", "", six ? "tcp.ipv6" : "tcp.ipv4",
                    best != NULL ? tl_port_state_to_string (best->state) : "none");
    if (best != NULL && best->over && clarity (best) == 2 && has_answered (other))
      tl_run_fact_of (run, "ports.siblings", "", "tcp.silent_family", six ? "ipv6" : "ipv4");
  }
}

/* ---------------------------------------------------------------- as the job's own connection */

static guint
progress (const TlEndpoint *endpoint)
{
  const TlTalk *talk = endpoint->talk;

  if (!endpoint->over || endpoint->state != TL_PORT_OPEN)
    return endpoint->over ? (guint) clarity (endpoint) : 0;
  if (talk->verified)
    return 9;
  /* Turned away at the door, where TLS comes first: no farther than a connection without a greeting. */
  if (strcmp (talk->stage, "tls") == 0 &&
      (talk->starttls || (talk->failure != TL_FAILURE_CLOSED && talk->failure != TL_FAILURE_RESET)))
    return 8;
  if (talk->plain)
    return 7;
  return talk->greeting_code != 0 ? 6 : 5;
}

const TlEndpoint *
tl_survey_find_farthest (TlSurvey *survey)
{
  const GPtrArray *endpoints = tl_survey_get_endpoints (survey);
  guint usual = tl_settings_effective_port (tl_run_get_settings (tl_survey_get_run (survey)));
  const TlEndpoint *best = NULL;

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (endpoints, i);

    if (endpoint->talk == NULL)
      continue;
    if (best == NULL || progress (endpoint) > progress (best) ||
        (progress (endpoint) == progress (best) &&
         tl_address_get_port (&endpoint->address) == usual &&
         tl_address_get_port (&best->address) != usual))
      best = endpoint;
  }
  return best;
}

typedef struct {
  TlRun *run;
  const TlEndpoint *endpoint;
  const char *target;
  gboolean steps;
  double at_ms; /* where the next step begins */
} Way;

static void
way_step (Way *way, const char *id, TlOutcome outcome, double elapsed_ms)
{
  if (way->steps)
    tl_run_add_step (way->run, id, way->target, outcome, way->at_ms, elapsed_ms);
  way->at_ms += elapsed_ms;
}

static void
way_fact (Way *way, const char *step, const char *fact, const char *value)
{
  tl_run_fact_of (way->run, step, way->target, fact, value);
}

static void
record_greeting (Way *way)
{
  const TlTalk *talk = way->endpoint->talk;
  const char *step = talk->protocol == TL_PROTOCOL_FTP ? "ftp.greeting" : "smtp.greeting";
  char ms[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *code = g_strdup_printf ("%u", talk->greeting_code);
  const char *service = talk->service;

  if (g_strcmp0 (service, "text") == 0 && talk->greeting_code != 0)
    service = talk->protocol == TL_PROTOCOL_FTP ? "ftp" : "smtp";
  way_fact (way, step, "greeting.protocol", service != NULL ? service : "nothing");
  if (talk->greeting_code == 0)
    return;
  way_fact (way, step, "greeting.code", code);
  way_fact (way, step, "greeting.text", talk->greeting);
  way_fact (way, step, "greeting.ms", g_ascii_formatd (ms, sizeof ms, "%.1f", talk->greeting_ms));
  way_step (way, step, talk->greeting_code == 220 ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
            talk->greeting_ms);
}

static void
record_offers (Way *way)
{
  const TlTalk *talk = way->endpoint->talk;
  gboolean ftp = talk->protocol == TL_PROTOCOL_FTP;
  const TlSmtpOffer *counts = talk->verified ? &talk->hidden : &talk->offer;
  const char *step = ftp ? "ftp.feat" : "smtp.ehlo";

  if (counts->extensions == NULL)
    return;
  if (ftp) {
    way_fact (way, step, "ftp.features", counts->extensions);
    return;
  }
  if (talk->starttls) {
    way_fact (way, step, "smtp.extensions_plain", talk->offer.extensions);
    way_fact (way, step, "smtp.auth.offered_plain", talk->offer.auth);
    way_fact (way, step, "smtp.starttls",
              talk->offer.starttls  ? "offered"
              : talk->offer.garbled ? "garbled"
                                    : "not-offered");
  } else {
    way_fact (way, step, "smtp.starttls", "not-needed");
  }
  way_fact (way, step, "smtp.ehlo", "ok");
  way_fact (way, step, "smtp.extensions", counts->extensions);
  way_fact (way, step, "smtp.auth.offered", counts->auth);
}

static void
record_tls (Way *way)
{
  const TlTalk *talk = way->endpoint->talk;
  TlTls *tls = tl_channel_get_tls (talk->channel);
  gboolean done = tls != NULL && tl_tls_get_info (tls)->complete;

  way_fact (way, "tls.handshake", "tls.mode",
            talk->starttls ? "starttls"
            : tls != NULL  ? "implicit"
                           : "none");
  if (tls != NULL)
    tl_tls_info_record (tl_tls_get_info (tls), tl_run_get_builder (way->run), "tls.handshake",
                        way->target);
  way_fact (way, "tls.handshake", "tls.state", done ? "ok" : tls != NULL ? "failed" : "not-tried");
  if (tls != NULL)
    way_step (way, "tls.handshake", talk->verified ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
              talk->tls_ms);
}

static void
record_refusal (Way *way)
{
  const TlTalk *talk = way->endpoint->talk;
  gboolean ftp = talk->protocol == TL_PROTOCOL_FTP;
  g_autofree char *code = NULL;

  if (talk->refusal == NULL)
    return;
  code = g_strdup_printf ("%u", talk->refusal->code);
  way_fact (way, "survey.port", ftp ? "ftp.reply.stage" : "smtp.reply.stage", talk->stage);
  way_fact (way, "survey.port", ftp ? "ftp.reply.code" : "smtp.reply.code", code);
  if (!ftp && talk->refusal->enhanced != NULL)
    way_fact (way, "survey.port", "smtp.reply.enhanced", talk->refusal->enhanced);
  way_fact (way, "survey.port", ftp ? "ftp.reply.text" : "smtp.reply.text", talk->refusal->text);
}

static void
record_talk (Way *way)
{
  const TlTalk *talk = way->endpoint->talk;

  if (!talk->starttls && tl_channel_get_tls (talk->channel) != NULL) {
    record_tls (way);
    record_greeting (way);
  } else {
    record_greeting (way);
    record_tls (way);
  }
  record_offers (way);
  if (talk->verified)
    way_step (way, talk->protocol == TL_PROTOCOL_FTP ? "ftp.feat" : "smtp.ehlo", TL_OUTCOME_OK,
              talk->hello_ms);
  record_refusal (way);
}

void
tl_survey_record_way (TlRun *run, const TlEndpoint *endpoint, gboolean steps)
{
  g_autofree char *target = tl_address_to_target (&endpoint->address);
  Way way = {run, endpoint, target, steps, endpoint->start_ms};
  const TlConnectResult result = {.address = endpoint->address,
                                  .state = endpoint->state,
                                  .error = endpoint->error,
                                  .elapsed_ms = endpoint->elapsed_ms,
                                  .fd = -1};
  char ms[G_ASCII_DTOSTR_BUF_SIZE];

  if (!steps)
    tl_run_record_connect (run, &result);
  else
    way_fact (&way, "tcp.connect", "tcp.connect_ms",
              g_ascii_formatd (ms, sizeof ms, "%.1f", endpoint->elapsed_ms));
  way_step (&way, "tcp.connect",
            endpoint->state == TL_PORT_OPEN ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
            endpoint->elapsed_ms);
  if (endpoint->state == TL_PORT_OPEN && endpoint->over)
    record_talk (&way);
  if (outcome_of (endpoint) == TL_OUTCOME_FAILED)
    way_fact (&way, "survey.port", "step.failure", failure_word (endpoint));
}

void
tl_survey_record_lines (TlRun *run, TlTalk *talk)
{
  g_autoptr (TlEvidence) seen = tl_evidence_builder_snapshot (talk->recorder);
  const GPtrArray *lines = tl_evidence_get_transcript (seen);

  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = g_ptr_array_index (lines, i);

    tl_evidence_builder_add_line (tl_run_get_builder (run), line->sent, line->at_ms, line->text);
  }
  tl_io_set_recorder (talk->io, tl_run_get_builder (run));
}
