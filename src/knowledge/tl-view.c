/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-view.h"

#include <string.h>

#include "tl-enum-types.h"

struct _TlView {
  const TlEvidence *evidence;
  const char **values; /* by number */
  guint n_values;
  GStringChunk *strings; /* values that the evidence does not own */
  gboolean through;
};

/* ------------------------------------------------------------------ names */

static GMutex names_mutex;
static GHashTable *names; /* name → number from 1 */

guint
tl_name_intern (const char *name)
{
  guint number;

  g_mutex_lock (&names_mutex);
  if (names == NULL)
    names = g_hash_table_new (g_str_hash, g_str_equal);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (names, name));
  if (number == 0) {
    number = g_hash_table_size (names) + 1;
    g_hash_table_insert (names, (gpointer) g_intern_string (name), GUINT_TO_POINTER (number));
  }
  g_mutex_unlock (&names_mutex);
  return number;
}

/* Needs the mutex. */
static guint
find_name (const char *name)
{
  return names != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (names, name)) : 0;
}

guint
tl_name_find (const char *name)
{
  guint number;

  g_mutex_lock (&names_mutex);
  number = find_name (name);
  g_mutex_unlock (&names_mutex);
  return number;
}

/* ------------------------------------------------------------------ filling (under the mutex) */

static void
put (TlView *self, const char *prefix, const char *name, const char *value)
{
  gsize prefix_length = strlen (prefix);
  gsize length = strlen (name);
  char joined[128];
  guint number;

  if (prefix_length > 0) {
    if (prefix_length + length >= sizeof joined)
      return;
    memcpy (joined, prefix, prefix_length);
    memcpy (joined + prefix_length, name, length + 1);
    name = joined;
  }
  number = find_name (name);
  if (number != 0 && number < self->n_values)
    self->values[number] = value;
}

static void
put_copy (TlView *self, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    put (self, "", name, g_string_chunk_insert (self->strings, value));
}

/* Whether the attempt looked at this computer itself: what an earlier one saw of it is over then. */
static gboolean
has_looked (const TlEvidence *evidence, guint attempt)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    if (fact->attempt == attempt && strcmp (fact->fact, "local.route.ipv4") == 0)
      return TRUE;
  }
  return FALSE;
}

static void
put_facts (TlView *self)
{
  const GPtrArray *facts = tl_evidence_get_facts (self->evidence);
  guint last = tl_evidence_get_attempts (self->evidence);
  gboolean looked = has_looked (self->evidence, last);

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    /* Where the job went through, a step that failed (one address of several, say) decided nothing. */
    if (self->through && fact->attempt == last && strcmp (fact->fact, "step.failure") == 0)
      continue;
    /* What a person says holds for the attempt alone that it was said of. */
    if (fact->attempt == last ||
        (fact->source == TL_SOURCE_LOCAL && !(looked && g_str_has_prefix (fact->fact, "local."))))
      put (self, "", fact->fact, fact->value);
    if (last > 1 && fact->attempt == last - 1)
      put (self, "before:", fact->fact, fact->value);
  }
}

static void
put_steps (TlView *self)
{
  const GPtrArray *steps = tl_evidence_get_steps (self->evidence);
  guint last = tl_evidence_get_attempts (self->evidence);

  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];
    const char *outcome = tl_enum_to_string (TL_TYPE_OUTCOME, (int) step->outcome);

    if (step->attempt == last)
      put (self, "step:", step->id, outcome);
    else if (step->attempt == last - 1)
      put (self, "before:step:", step->id, outcome);
  }
}

static void
put_settings (TlView *self)
{
  TlSettings *s = tl_evidence_get_settings (self->evidence);
  char port[16];
  char number[16];

  if (s == NULL)
    return;
  g_snprintf (port, sizeof port, "%u", tl_settings_effective_port (s));
  put_copy (self, "job.port", port);
  g_snprintf (number, sizeof number, "%u", s->timeout_s);
  put_copy (self, "job.timeout", number);
  put (self, "", "job.kind", tl_enum_to_string (TL_TYPE_JOB_KIND, (int) s->kind));
  put (self, "", "job.protocol", tl_enum_to_string (TL_TYPE_PROTOCOL, (int) s->protocol));
  put (self, "", "job.security",
       tl_enum_to_string (TL_TYPE_SECURITY, (int) tl_settings_effective_security (s)));
  put (self, "", "job.security.asked", tl_enum_to_string (TL_TYPE_SECURITY, (int) s->security));
  put (self, "", "job.family", tl_enum_to_string (TL_TYPE_FAMILY, (int) s->family));
  put (self, "", "job.auth", tl_enum_to_string (TL_TYPE_AUTH, (int) s->auth));
  put_copy (self, "job.host", s->host);
  put_copy (self, "job.user", s->user);
  put_copy (self, "job.from", s->from);
  put_copy (self, "job.to", s->to);
}

/* ------------------------------------------------------------------ the deciding reply */

static gboolean
step_went_well (const TlEvidence *evidence, const char *id)
{
  const TlStepRecord *step = *id != '\0' ? tl_evidence_get_step (evidence, id) : NULL;

  return step != NULL && step->outcome == TL_OUTCOME_OK;
}

static const char *const reply_parts[] = {"stage", "code", "enhanced", "text", "recipient"};
enum {
  CODE = 1,
  N_PARTS = G_N_ELEMENTS (reply_parts)
};

/* One reply: records "PREFIX.stage, .code, .enhanced, .text, .recipient" of one step, none of them
 * twice. */
typedef struct {
  const char *step; /* NULL: none yet */
  const char *values[N_PARTS];
} Reply;

static int
find_part (const char *fact, const char *prefix)
{
  gsize n = strlen (prefix);

  if (*fact != *prefix || strncmp (fact, prefix, n) != 0)
    return -1;
  for (guint i = 0; i < N_PARTS; i++)
    if (strcmp (fact + n, reply_parts[i]) == 0)
      return (int) i;
  return -1;
}

/* The last reply of a step that did not go well decides, else the last one. */
static void
close_reply (const TlView *self, const Reply *reply, Reply *deciding, gboolean *found_bad)
{
  const char *code = reply->values[CODE];
  gboolean bad;

  if (reply->step == NULL)
    return;
  bad = (code == NULL || *code >= '4') && !step_went_well (self->evidence, reply->step);
  if (bad || !*found_bad)
    *deciding = *reply;
  *found_bad |= bad;
}

static void
put_deciding_reply (TlView *self, const char *prefix)
{
  const GPtrArray *facts = tl_evidence_get_facts (self->evidence);
  guint last = tl_evidence_get_attempts (self->evidence);
  Reply reply = {NULL};
  Reply deciding = {NULL};
  gboolean found_bad = FALSE;

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];
    int part = fact->attempt == last ? find_part (fact->fact, prefix) : -1;

    if (part < 0)
      continue;
    if (reply.step == NULL || reply.values[part] != NULL || strcmp (reply.step, fact->step) != 0) {
      close_reply (self, &reply, &deciding, &found_bad);
      reply = (Reply){.step = fact->step};
    }
    reply.values[part] = fact->value;
  }
  close_reply (self, &reply, &deciding, &found_bad);
  if (deciding.step == NULL)
    return;
  for (guint i = 0; i < N_PARTS; i++)
    put (self, prefix, reply_parts[i], deciding.values[i]);
}

/* ------------------------------------------------------------------ whether it went through */

gboolean
tl_step_is_aside (const char *id)
{
  return g_str_has_prefix (id, "ports.") || g_str_has_prefix (id, "survey.") ||
         g_str_has_prefix (id, "pairing.") || strcmp (id, "tls.versions") == 0 ||
         g_str_has_prefix (id, "local.") || g_str_has_prefix (id, "account.") ||
         g_str_has_prefix (id, "ftp.data.") || /* ftp.list tells what came of them */
         g_str_has_prefix (id, "http.compare.") || g_str_has_suffix (id, ".quit") ||
         g_str_has_suffix (id, ".rset");
}

static gboolean
skipped_on_purpose (const TlEvidence *evidence, const TlStepRecord *step)
{
  const char *why = tl_evidence_get_from (evidence, "step.skipped", step->id, NULL);

  return why != NULL && strcmp (why, "not-asked") == 0;
}

static gboolean
is_last_of_its_id (const GPtrArray *steps, guint index)
{
  const TlStepRecord *step = steps->pdata[index];

  for (guint i = index + 1; i < steps->len; i++) {
    const TlStepRecord *later = steps->pdata[i];

    if (later->attempt == step->attempt && strcmp (later->id, step->id) == 0)
      return FALSE;
  }
  return TRUE;
}

/* No success from a step that was not seen to succeed: what failed, or was skipped for another
 * reason than that nobody asked, stands against it. */
static gboolean
steps_went_through (const TlEvidence *evidence)
{
  const GPtrArray *steps = tl_evidence_get_steps (evidence);
  guint last = tl_evidence_get_attempts (evidence);
  guint good = 0;

  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];

    if (step->attempt != last || tl_step_is_aside (step->id) || !is_last_of_its_id (steps, i))
      continue;
    if (step->outcome == TL_OUTCOME_FAILED || step->outcome == TL_OUTCOME_RUNNING)
      return FALSE;
    if (step->outcome == TL_OUTCOME_SKIPPED && !skipped_on_purpose (evidence, step))
      return FALSE;
    if (step->outcome != TL_OUTCOME_SKIPPED && strchr (step->id, '.') != NULL &&
        !g_str_has_prefix (step->id, "dns.") && !g_str_has_prefix (step->id, "tcp."))
      good++;
  }
  return good > 0;
}

static gboolean
survey_went_through (const TlEvidence *evidence)
{
  const GPtrArray *rows = tl_evidence_get_alternatives (evidence);
  const TlStepRecord *mail = tl_evidence_get_step (evidence, "smtp.auth");
  const TlStepRecord *file = tl_evidence_get_step (evidence, "ftp.login");

  if ((mail != NULL && mail->outcome == TL_OUTCOME_FAILED) ||
      (file != NULL && file->outcome == TL_OUTCOME_FAILED))
    return FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const TlAlternative *row = rows->pdata[i];

    if (row->security != TL_SECURITY_NONE && row->outcome == TL_OUTCOME_OK)
      return TRUE;
  }
  return FALSE;
}

/* A network that wants a sign-in first answers in the place of the site, with its page
 * or the way to it. */
static gboolean
led_to_sign_in (const TlEvidence *evidence)
{
  return tl_evidence_is (evidence, "local.portal", "yes") &&
         (tl_evidence_is (evidence, "http.redirect.outcome", "other-site") ||
          tl_evidence_is (evidence, "local.portal.same_page", "yes"));
}

static gboolean
went_through (const TlEvidence *evidence)
{
  TlSettings *settings = tl_evidence_get_settings (evidence);

  if (tl_evidence_get_cancelled (evidence) || led_to_sign_in (evidence))
    return FALSE;
  switch (settings != NULL ? settings->kind : TL_JOB_CHECK) {
    case TL_JOB_SURVEY:
      return survey_went_through (evidence);
    case TL_JOB_DISCOVER:
      return tl_evidence_get (evidence, "account.offer.0") != NULL;
    case TL_JOB_ENVIRONMENT:
      return tl_evidence_get_steps (evidence)->len > 0;
    case TL_JOB_EXPLAIN:
      return FALSE;
    case TL_JOB_CHECK:
    case TL_JOB_DOMAIN:
    default:
      return steps_went_through (evidence);
  }
}

/* ------------------------------------------------------------------ the view */

TlView *
tl_view_new (const TlEvidence *evidence)
{
  TlView *self = g_new0 (TlView, 1);

  self->evidence = evidence;
  self->strings = g_string_chunk_new (256);
  self->through = went_through (evidence);

  g_mutex_lock (&names_mutex);
  self->n_values = names != NULL ? g_hash_table_size (names) + 1 : 1;
  self->values = g_new0 (const char *, self->n_values);
  put_settings (self);
  put_facts (self);
  put_steps (self);
  put_deciding_reply (self, "smtp.reply.");
  put_deciding_reply (self, "ftp.reply.");
  put (self, "", "job.outcome", self->through ? "through" : "failed");
  g_mutex_unlock (&names_mutex);
  return self;
}

void
tl_view_free (TlView *self)
{
  g_string_chunk_free (self->strings);
  g_free (self->values);
  g_free (self);
}

const char *
tl_view_get_by_number (const TlView *self, guint number)
{
  return number < self->n_values ? self->values[number] : NULL;
}

const char *
tl_view_get (const TlView *self, const char *name)
{
  guint number = tl_name_find (name);

  if (number != 0 && number < self->n_values)
    return self->values[number];
  return tl_evidence_get (self->evidence, name);
}

const TlEvidence *
tl_view_get_evidence (const TlView *self)
{
  return self->evidence;
}

gboolean
tl_view_went_through (const TlView *self)
{
  return self->through;
}
