/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-evidence.h"

#include <string.h>
#include <time.h>

#include "tl-text.h"

/* Longest value of a fact that is kept, in bytes. */
#define VALUE_MAX 4096
/* A server must not be able to fill memory through facts either. */
#define RECORDS_MAX 20000

struct _TlEvidence {
  gatomicrefcount refs;
  TlSettings *settings;
  char *started;
  double elapsed_ms;
  gboolean cancelled;
  guint attempts;
  GPtrArray *facts;
  GPtrArray *steps;
  GPtrArray *transcript;
  GPtrArray *alternatives;
  GPtrArray *data_channels;
  GHashTable *flat; /* fact name → TlFact, of the deciding attempt; NULL for few facts */
};

struct _TlEvidenceBuilder {
  gatomicrefcount refs;
  GMutex mutex;
  guint attempt;
  TlEvidence *state; /* grows; a snapshot copies it */
};

G_DEFINE_BOXED_TYPE (TlEvidence, tl_evidence, tl_evidence_ref, tl_evidence_unref)

const char *
tl_source_to_string (TlSource source)
{
  static const char *const names[] = {"probe", "local", "text", "user"};

  return names[source];
}

/* ------------------------------------------------------------------ records */

/* A fact is one block, its strings behind it. */
static char *
put_string (char **room, const char *text, gsize n)
{
  char *begin = *room;

  memcpy (begin, text, n);
  begin[n] = '\0';
  *room += n + 1;
  return begin;
}

static TlFact *
fact_new (const TlFact *like, const char *value, gsize value_length)
{
  const char *step = like->step != NULL ? like->step : "";
  const char *target = like->target != NULL ? like->target : "";
  gsize name_length = strlen (like->fact);
  gsize step_length = strlen (step);
  gsize target_length = strlen (target);
  TlFact *fact =
      g_malloc (sizeof *fact + name_length + value_length + step_length + target_length + 4);
  char *room = (char *) (fact + 1);

  fact->fact = put_string (&room, like->fact, name_length);
  fact->value = put_string (&room, value, value_length);
  fact->step = put_string (&room, step, step_length);
  fact->target = put_string (&room, target, target_length);
  fact->attempt = like->attempt;
  fact->source = like->source;
  return fact;
}

static TlFact *
fact_copy (const TlFact *fact)
{
  return fact_new (fact, fact->value, strlen (fact->value));
}

static void
step_free (gpointer data)
{
  TlStepRecord *step = data;

  g_free (step->id);
  g_free (step->target);
  g_free (step);
}

static TlStepRecord *
step_copy (const TlStepRecord *step)
{
  TlStepRecord *copy = g_memdup2 (step, sizeof *step);

  copy->id = g_strdup (step->id);
  copy->target = g_strdup (step->target != NULL ? step->target : "");
  return copy;
}

static void
line_free (gpointer data)
{
  TlTranscriptLine *line = data;

  g_free (line->text);
  g_free (line);
}

static TlTranscriptLine *
line_copy (const TlTranscriptLine *line)
{
  TlTranscriptLine *copy = g_memdup2 (line, sizeof *line);

  copy->text = g_strdup (line->text);
  return copy;
}

static void
alternative_free (gpointer data)
{
  TlAlternative *row = data;

  g_free (row->address);
  g_free (row->state);
  g_free (row->offers);
  g_free (row);
}

static TlAlternative *
alternative_copy (const TlAlternative *row)
{
  TlAlternative *copy = g_memdup2 (row, sizeof *row);

  copy->address = g_strdup (row->address);
  copy->state = g_strdup (row->state);
  copy->offers = g_strdup (row->offers);
  return copy;
}

static void
data_channel_free (gpointer data)
{
  TlDataChannel *row = data;

  g_free (row->mode);
  g_free (row->protection);
  g_free (row->address);
  g_free (row->reason);
  g_free (row);
}

static TlDataChannel *
data_channel_copy (const TlDataChannel *row)
{
  TlDataChannel *copy = g_memdup2 (row, sizeof *row);

  copy->mode = g_strdup (row->mode);
  copy->protection = g_strdup (row->protection);
  copy->address = g_strdup (row->address != NULL ? row->address : "");
  copy->reason = g_strdup (row->reason);
  return copy;
}

/* ------------------------------------------------------------------ the value */

static void
take_settings (TlEvidence *self, TlSettings *settings)
{
  g_autoptr (TlSettings) copy = tl_settings_copy (settings);

  if (copy->password != NULL)
    g_object_set (copy, "password", NULL, NULL);
  g_set_object (&self->settings, copy);
}

/* The digits of `number`, the last one before `end`. */
static void
put_digits (char *end, guint number)
{
  for (; number > 0; number /= 10)
    *--end = (char) ('0' + number % 10);
}

/* RFC 3339 in UTC, "2026-11-21T10:00:00.123456Z". (GDateTime takes as long for it as a short text
 * takes to be explained.) */
static char *
dup_now (void)
{
  gint64 now = g_get_real_time ();
  time_t seconds = (time_t) (now / G_USEC_PER_SEC);
  guint rest = (guint) (now % G_USEC_PER_SEC);
  char text[] = "0000-00-00T00:00:00.000000Z";
  struct tm tm;

  if (gmtime_r (&seconds, &tm) == NULL)
    return g_strdup (text);
  put_digits (text + 4, (guint) tm.tm_year + 1900);
  put_digits (text + 7, (guint) tm.tm_mon + 1);
  put_digits (text + 10, (guint) tm.tm_mday);
  put_digits (text + 13, (guint) tm.tm_hour);
  put_digits (text + 16, (guint) tm.tm_min);
  put_digits (text + 19, (guint) tm.tm_sec);
  put_digits (text + 26, rest);
  return g_strdup (text);
}

static TlEvidence *
evidence_new (TlSettings *settings)
{
  TlEvidence *self = g_new0 (TlEvidence, 1);

  g_atomic_ref_count_init (&self->refs);
  take_settings (self, settings);
  self->started = dup_now ();
  self->attempts = 1;
  self->facts = g_ptr_array_new_full (16, g_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->transcript = g_ptr_array_new_with_free_func (line_free);
  self->alternatives = g_ptr_array_new_with_free_func (alternative_free);
  self->data_channels = g_ptr_array_new_with_free_func (data_channel_free);
  return self;
}

TlEvidence *
tl_evidence_ref (TlEvidence *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_evidence_unref (TlEvidence *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->flat, g_hash_table_unref);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->transcript);
  g_ptr_array_unref (self->alternatives);
  g_ptr_array_unref (self->data_channels);
  g_object_unref (self->settings);
  g_free (self->started);
  g_free (self);
}

static void
copy_records (GPtrArray *to, const GPtrArray *from, gpointer (*copy) (gconstpointer))
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, copy (from->pdata[i]));
}

#define COPY(field, func)                                                                          \
  copy_records (copy->field, self->field, (gpointer (*) (gconstpointer)) func)

static TlEvidence *
evidence_copy (const TlEvidence *self)
{
  TlEvidence *copy = evidence_new (self->settings);

  g_free (copy->started);
  copy->started = g_strdup (self->started);
  copy->elapsed_ms = self->elapsed_ms;
  copy->cancelled = self->cancelled;
  copy->attempts = self->attempts;
  COPY (facts, fact_copy);
  COPY (steps, step_copy);
  COPY (transcript, line_copy);
  COPY (alternatives, alternative_copy);
  COPY (data_channels, data_channel_copy);
  return copy;
}

/* Up to so many facts, looking through all of them costs less than a table. */
#define FEW_FACTS 24

/* Later records stand over earlier ones; the deciding attempt over those before it. */
static void
index_facts (TlEvidence *self)
{
  if (self->facts->len <= FEW_FACTS)
    return;
  self->flat = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->facts->len; i++) {
    TlFact *fact = self->facts->pdata[i];
    TlFact *known = g_hash_table_lookup (self->flat, fact->fact);

    if (known == NULL || known->attempt <= fact->attempt)
      g_hash_table_replace (self->flat, fact->fact, fact);
  }
}

TlSettings *
tl_evidence_get_settings (const TlEvidence *self)
{
  return self->settings;
}

const char *
tl_evidence_get_started (const TlEvidence *self)
{
  return self->started;
}

double
tl_evidence_get_elapsed_ms (const TlEvidence *self)
{
  return self->elapsed_ms;
}

gboolean
tl_evidence_get_cancelled (const TlEvidence *self)
{
  return self->cancelled;
}

guint
tl_evidence_get_attempts (const TlEvidence *self)
{
  return self->attempts;
}

const GPtrArray *
tl_evidence_get_facts (const TlEvidence *self)
{
  return self->facts;
}

const GPtrArray *
tl_evidence_get_steps (const TlEvidence *self)
{
  return self->steps;
}

const GPtrArray *
tl_evidence_get_transcript (const TlEvidence *self)
{
  return self->transcript;
}

const GPtrArray *
tl_evidence_get_alternatives (const TlEvidence *self)
{
  return self->alternatives;
}

const GPtrArray *
tl_evidence_get_data_channels (const TlEvidence *self)
{
  return self->data_channels;
}

/* What a probe saw in an earlier attempt says nothing of the last one; what the person or the
 * computer itself said goes on to hold. */
static gboolean
still_holds (const TlEvidence *self, const TlFact *fact)
{
  return fact->attempt == self->attempts || fact->source != TL_SOURCE_PROBE;
}

static const TlFact *
find_flat (const TlEvidence *self, const char *name)
{
  const TlFact *found = NULL;

  if (self->flat != NULL)
    return g_hash_table_lookup (self->flat, name);
  for (guint i = 0; i < self->facts->len; i++) {
    const TlFact *fact = self->facts->pdata[i];

    if ((found == NULL || found->attempt <= fact->attempt) && strcmp (fact->fact, name) == 0)
      found = fact;
  }
  return found;
}

const char *
tl_evidence_get (const TlEvidence *self, const char *name)
{
  const TlFact *fact = find_flat (self, name);

  return fact != NULL && still_holds (self, fact) ? fact->value : NULL;
}

static const char *
find_last (const TlEvidence *self, const char *name, guint attempt, const char *step,
           const char *target)
{
  for (guint i = self->facts->len; i > 0; i--) {
    const TlFact *fact = self->facts->pdata[i - 1];

    if (fact->attempt == attempt && g_str_equal (fact->fact, name) &&
        (step == NULL || g_str_equal (fact->step, step)) &&
        (target == NULL || g_str_equal (fact->target, target)))
      return fact->value;
  }
  return NULL;
}

const char *
tl_evidence_get_at (const TlEvidence *self, const char *fact, guint attempt)
{
  return find_last (self, fact, attempt, NULL, NULL);
}

const char *
tl_evidence_get_from (const TlEvidence *self, const char *fact, const char *step,
                      const char *target)
{
  return find_last (self, fact, self->attempts, step, target);
}

gboolean
tl_evidence_is (const TlEvidence *self, const char *fact, const char *value)
{
  return g_strcmp0 (tl_evidence_get (self, fact), value) == 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
tl_evidence_list_names (const TlEvidence *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < self->facts->len; i++) {
    const TlFact *fact = self->facts->pdata[i];

    /* Each name once: where the fact that counts stands. */
    if (find_flat (self, fact->fact) == fact && still_holds (self, fact))
      g_ptr_array_add (names, fact->fact);
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

const TlStepRecord *
tl_evidence_get_step (const TlEvidence *self, const char *id)
{
  for (guint i = self->steps->len; i > 0; i--) {
    const TlStepRecord *step = self->steps->pdata[i - 1];

    if (step->attempt == self->attempts && g_str_equal (step->id, id))
      return step;
  }
  return NULL;
}

/* ------------------------------------------------------------------ building */

TlEvidenceBuilder *
tl_evidence_builder_new (TlSettings *settings)
{
  TlEvidenceBuilder *self = g_new0 (TlEvidenceBuilder, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->attempt = 1;
  self->state = evidence_new (settings);
  return self;
}

TlEvidenceBuilder *
tl_evidence_builder_new_attempt (TlSettings *settings, const TlEvidence *before)
{
  TlEvidenceBuilder *self = g_new0 (TlEvidenceBuilder, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->attempt = before->attempts + 1;
  self->state = evidence_copy (before);
  take_settings (self->state, settings);
  self->state->attempts = self->attempt;
  self->state->cancelled = FALSE;
  /* The conversation, the survey and the table of data channels are those of the last attempt. */
  g_ptr_array_set_size (self->state->transcript, 0);
  g_ptr_array_set_size (self->state->alternatives, 0);
  g_ptr_array_set_size (self->state->data_channels, 0);
  return self;
}

TlEvidenceBuilder *
tl_evidence_builder_ref (TlEvidenceBuilder *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_evidence_builder_unref (TlEvidenceBuilder *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  tl_evidence_unref (self->state);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
tl_evidence_builder_get_attempt (TlEvidenceBuilder *self)
{
  return self->attempt;
}

/* Cuts to `max` bytes without splitting a character. */
static char *
bounded_utf8 (const char *value, gsize max)
{
  g_autofree char *valid = NULL;
  const char *end;

  if (value == NULL)
    return g_strdup ("");
  valid = tl_text_make_utf8 (value, MIN (strlen (value), 2 * max));
  if (strlen (valid) <= max)
    return g_steal_pointer (&valid);
  end = g_utf8_find_prev_char (valid, valid + max + 1);
  return g_strndup (valid, (gsize) (end - valid));
}

/* NULL where the value needs no change. */
static char *
dup_bounded (const char *value, gsize *length, gsize max)
{
  char *bounded;

  *length = strlen (value);
  if (*length <= max && g_utf8_validate_len (value, *length, NULL))
    return NULL;
  bounded = bounded_utf8 (value, max);
  *length = strlen (bounded);
  return bounded;
}

void
tl_evidence_builder_add_fact (TlEvidenceBuilder *self, const TlFact *fact)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *value = fact->value != NULL ? fact->value : "";
  g_autofree char *bounded = NULL;
  gsize length;
  TlFact *copy;

  if (self->state->facts->len >= RECORDS_MAX)
    return;
  bounded = dup_bounded (value, &length, VALUE_MAX);
  copy = fact_new (fact, bounded != NULL ? bounded : value, length);
  copy->attempt = fact->attempt > 0 ? fact->attempt : self->attempt;
  self->state->attempts = MAX (self->state->attempts, copy->attempt);
  g_ptr_array_add (self->state->facts, copy);
}

void
tl_evidence_builder_add (TlEvidenceBuilder *self, TlSource source, const char *step,
                         const char *target, const char *name, const char *value)
{
  const TlFact fact = {(char *) name, (char *) value, (char *) step, (char *) target, 0, source};

  tl_evidence_builder_add_fact (self, &fact);
}

void
tl_evidence_builder_add_step_record (TlEvidenceBuilder *self, const TlStepRecord *step)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->state->steps->len >= RECORDS_MAX)
    return;
  g_ptr_array_add (self->state->steps, step_copy (step));
  self->state->attempts = MAX (self->state->attempts, step->attempt);
}

void
tl_evidence_builder_add_step (TlEvidenceBuilder *self, const char *id, const char *target,
                              TlOutcome outcome, double start_ms, double elapsed_ms)
{
  const TlStepRecord step = {(char *) id, (char *) target, self->attempt,
                             outcome,     start_ms,        elapsed_ms};

  tl_evidence_builder_add_step_record (self, &step);
}

void
tl_evidence_builder_add_line (TlEvidenceBuilder *self, gboolean sent, double at_ms,
                              const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  TlTranscriptLine *line;

  if (self->state->transcript->len >= RECORDS_MAX)
    return;
  line = g_new0 (TlTranscriptLine, 1);
  line->sent = sent;
  line->at_ms = at_ms;
  line->text = bounded_utf8 (text, VALUE_MAX);
  g_ptr_array_add (self->state->transcript, line);
}

void
tl_evidence_builder_add_alternative (TlEvidenceBuilder *self, const TlAlternative *row)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_ptr_array_add (self->state->alternatives, alternative_copy (row));
}

void
tl_evidence_builder_add_data_channel (TlEvidenceBuilder *self, const TlDataChannel *row)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_ptr_array_add (self->state->data_channels, data_channel_copy (row));
}

char *
tl_evidence_builder_dup (TlEvidenceBuilder *self, const char *fact)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (find_last (self->state, fact, self->attempt, NULL, NULL));
}

void
tl_evidence_builder_set_started (TlEvidenceBuilder *self, const char *rfc3339)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->state->started);
  self->state->started = g_strdup (rfc3339);
}

void
tl_evidence_builder_set_cancelled (TlEvidenceBuilder *self, gboolean cancelled)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->state->cancelled = cancelled;
}

void
tl_evidence_builder_set_elapsed (TlEvidenceBuilder *self, double elapsed_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->state->elapsed_ms = elapsed_ms;
}

void
tl_evidence_builder_set_settings (TlEvidenceBuilder *self, TlSettings *settings)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  take_settings (self->state, settings);
}

TlEvidence *
tl_evidence_with_fact (const TlEvidence *self, TlSource source, const char *name, const char *value)
{
  const TlFact fact = {(char *) name, (char *) value, NULL, NULL, self->attempts, source};
  TlEvidence *copy = evidence_copy (self);

  g_ptr_array_add (copy->facts, fact_copy (&fact));
  index_facts (copy);
  return copy;
}

TlEvidence *
tl_evidence_with_program (const TlEvidence *self, const char *program)
{
  TlEvidence *copy = evidence_copy (self);
  g_autoptr (TlSettings) settings = tl_settings_copy (self->settings);

  g_object_set (settings, "program", program, NULL);
  take_settings (copy, settings);
  index_facts (copy);
  return copy;
}

TlEvidence *
tl_evidence_builder_finish (TlEvidenceBuilder *self)
{
  TlEvidence *state = tl_evidence_ref (self->state);

  index_facts (state);
  tl_evidence_builder_unref (self);
  return state;
}

TlEvidence *
tl_evidence_builder_snapshot (TlEvidenceBuilder *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  TlEvidence *copy = evidence_copy (self->state);

  index_facts (copy);
  return copy;
}
