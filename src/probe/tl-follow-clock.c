/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer's clock against those of others: the date in the server's greeting or web answer, and
 * hosts to compare with where the person named some. */
#include "tl-follow-private.h"

#include "tl-date.h"
#include "tl-http.h"

#include <string.h>

#define REFERENCE_MS 4000
/* Greetings may be made up seconds before they are sent, and nothing depends on minutes. */
#define SAME_S 300
/* Differences under this do no harm to any certificate that is worth it. */
#define HARMLESS_S 600

/* What the clocks of others say. */
typedef struct {
  TlRun *run;
  TlEvidence *evidence;
  GString *sources;
  guint agreeing;
  gboolean disagree;
  gboolean known;
  gint64 offset; /* this clock minus theirs, s; of the source that counts most */
  gint64 theirs; /* their time now */
} Clocks;

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* From the one that counts most to the one that counts least. */
static void
add_source (Clocks *clocks, const char *source, gint64 offset)
{
  if (!clocks->known) {
    clocks->known = TRUE;
    clocks->offset = offset;
    clocks->theirs = now_s () - offset;
  } else if (ABS (offset - clocks->offset) > SAME_S) {
    clocks->disagree = TRUE;
    return;
  }
  clocks->agreeing++;
  g_string_append_printf (clocks->sources, "%s%s", clocks->sources->len > 0 ? " " : "", source);
}

/* How far this clock was from the date that a fact of the step holds, when the step ended. */
static gboolean
compare_fact (Clocks *clocks, const char *fact, const char *step, gint64 *offset)
{
  const char *text = tl_evidence_get (clocks->evidence, fact);
  const TlStepRecord *record = tl_evidence_get_step (clocks->evidence, step);
  double ago_ms;
  gint64 theirs;

  if (text == NULL || record == NULL || !tl_date_find (text, &theirs))
    return FALSE;
  ago_ms = tl_io_now_ms (tl_run_get_io (clocks->run)) - record->start_ms - record->elapsed_ms;
  *offset = now_s () - (gint64) (ago_ms / 1000.0) - theirs;
  return TRUE;
}

/* Only the date is wanted; its certificate has to be sound but for the dates that are in question. */
static gboolean
ask_web (Clocks *clocks, const char *host, int port, const GPtrArray *addresses, gint64 *offset)
{
  TlIo *io = tl_run_get_io (clocks->run);
  g_autofree char *url = g_uri_join (G_URI_FLAGS_NONE, "https", NULL, host, port, "/", NULL, NULL);
  TlHttpRequest request = {
      .url = url,
      .addresses = addresses,
      .trust = tl_run_get_trust (clocks->run),
      .idle_fd = -1,
      .body_max = 1024,
      .any_date = TRUE,
  };
  g_autoptr (TlHttpAnswer) answer = NULL;
  const char *date;
  gint64 theirs;

  if (addresses == NULL || addresses->len == 0)
    return FALSE;
  answer = tl_http_get (io, &request, REFERENCE_MS);
  date = tl_http_answer_get (answer, "date");
  if (date == NULL || !tl_date_find (date, &theirs))
    return FALSE;
  *offset = now_s () - theirs;
  return TRUE;
}

static gboolean
ask_reference (Clocks *clocks, const char *host, gint64 *offset)
{
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (clocks->run), tl_run_get_io (clocks->run), host, 443,
                          TL_FAMILY_ANY, REFERENCE_MS / 2);

  return ask_web (clocks, host, -1, found->addresses, offset);
}

/* A web server whose certificate is out of its dates was not asked for its page; it does know the time. */
static gboolean
ask_server (Clocks *clocks, gint64 *offset)
{
  TlSettings *settings = tl_run_get_settings (clocks->run);
  TlReach *reach = tl_run_get_reach (clocks->run);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  if (settings->protocol != TL_PROTOCOL_HTTP || settings->kind != TL_JOB_CHECK ||
      reach->peer.length == 0 || tl_run_is_cancelled (clocks->run))
    return FALSE;
  g_ptr_array_add (one, &reach->peer);
  return ask_web (clocks, settings->host, (int) tl_address_get_port (&reach->peer), one, offset);
}

static void
ask_references (Clocks *clocks)
{
  char **hosts = tl_run_get_settings (clocks->run)->references;

  for (guint i = 0; hosts != NULL && hosts[i] != NULL && i < TL_FOLLOW_REFERENCES_MAX; i++) {
    gint64 offset;

    if (!tl_run_is_cancelled (clocks->run) && ask_reference (clocks, hosts[i], &offset))
      add_source (clocks, "reference", offset);
  }
}

/* ------------------------------------------------------------------ the server's certificates */

static gboolean
read_time (Clocks *clocks, guint i, const char *what, gint64 *seconds)
{
  g_autofree char *fact = g_strdup_printf ("tls.chain.%u.%s", i, what);
  const char *text = tl_evidence_get (clocks->evidence, fact);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (time != NULL)
    *seconds = g_date_time_to_unix (time);
  return time != NULL;
}

/* Whether the whole chain is within its dates at that time. */
static gboolean
is_valid_at (Clocks *clocks, gint64 when)
{
  gint64 begins, ends;
  guint i = 0;

  for (; read_time (clocks, i, "not_before", &begins) && read_time (clocks, i, "not_after", &ends);
       i++)
    if (when < begins || when > ends)
      return FALSE;
  return i > 0;
}

/* "not-yet-valid", "expired", or NULL where it is neither. */
static const char *
date_defect (const TlEvidence *evidence)
{
  const char *verify = tl_evidence_get (evidence, "tls.verify");

  return g_strcmp0 (verify, "expired") == 0 || g_strcmp0 (verify, "not-yet-valid") == 0 ? verify
                                                                                        : NULL;
}

/* Who signed a certificate was not ahead of all others as well: one from the future, and valid by the
 * other clock, is a second witness. One that has ended is such only beside somebody else's clock. */
static void
weigh_certificate (Clocks *clocks, gboolean others_clock)
{
  const char *defect = date_defect (clocks->evidence);
  gboolean explains;

  if (defect == NULL)
    return;
  explains = is_valid_at (clocks, clocks->theirs);
  tl_run_yes_no (clocks->run, "local.clock_explains", explains);
  if (!explains || (strcmp (defect, "expired") == 0 && !others_clock))
    return;
  clocks->agreeing++;
  g_string_append (clocks->sources, " certificate");
}

/* ------------------------------------------------------------------ the step */

static void
record (Clocks *clocks)
{
  tl_run_factf (clocks->run, "local.clock_offset_s", "%" G_GINT64_FORMAT, clocks->offset);
  tl_run_fact (clocks->run, "local.clock_sources", clocks->sources->str);
  if (clocks->disagree || clocks->agreeing > 1)
    tl_run_yes_no (clocks->run, "local.clock_agreed", !clocks->disagree);
}

void
tl_follow_clock (TlRun *run, TlEvidence *evidence)
{
  TlSettings *settings = tl_run_get_settings (run);
  g_autoptr (GString) sources = g_string_new (NULL);
  Clocks clocks = {.run = run, .evidence = evidence, .sources = sources};
  gint64 greeted = 0, answered = 0;
  gboolean greeting = compare_fact (&clocks, "greeting.text", "smtp.greeting", &greeted);
  gboolean answer = compare_fact (&clocks, "http.date", "http.request", &answered);
  gboolean defect = date_defect (evidence) != NULL;
  gboolean doubt = defect || (greeting && ABS (greeted) > HARMLESS_S) ||
                   (answer && ABS (answered) > HARMLESS_S) || settings->kind == TL_JOB_ENVIRONMENT;
  gboolean asks = doubt && settings->references != NULL && settings->references[0] != NULL;
  gboolean others_clock;

  if (!greeting && !answer && !asks && !(defect && settings->protocol == TL_PROTOCOL_HTTP))
    return;
  tl_run_begin (run, "local.clock.compare", NULL);
  if (asks)
    ask_references (&clocks);
  others_clock = clocks.known;
  if (!answer && defect)
    answer = ask_server (&clocks, &answered);
  if (answer)
    add_source (&clocks, "http", answered);
  if (greeting)
    add_source (&clocks, "greeting", greeted);
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  if (clocks.known) {
    weigh_certificate (&clocks, others_clock);
    record (&clocks);
  }
  tl_run_end (run, TL_OUTCOME_OK);
}
