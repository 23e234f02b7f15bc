/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-engine"

#include "tl-session.h"

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-explain.h"
#include "tl-job.h"

struct _TlSession {
  GObject parent_instance;

  TlCatalog *catalog;
  GListStore *steps; /* TlStep */
  TlEvidence *evidence;
  TlEvidence *earlier_text; /* (nullable) */
  TlEvidence *so_far;       /* (nullable) while running */
  TlDiagnosis *diagnosis;
  TlExplanation *explanation;
  GPtrArray *offers; /* TlServerOffer */
  char **provider_notes;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (TlSession, tl_session, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_RUNNING,
  PROP_STEPS,
  PROP_EVIDENCE,
  PROP_DIAGNOSIS,
  PROP_EXPLANATION,
  PROP_SO_FAR,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* What the worker gets. */
typedef struct {
  TlSession *session; /* used on the session's own thread only */
  GMainContext *context;
  TlJob *job;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_main_context_unref (work->context);
  tl_job_free (work->job);
  g_free (work);
}

/* ------------------------------------------------------------------ words */

static void
word_step (TlSession *self, TlStep *step, const TlEvidence *evidence, const TlStepRecord *record)
{
  g_autofree char *title = tl_explain_step_title (tl_step_get_id (step), self->catalog);
  g_autofree char *detail =
      evidence != NULL ? tl_explain_step_detail (evidence, record, self->catalog) : g_strdup ("");

  tl_step_set_words (step, title, detail);
}

static const TlStepRecord *
find_record (const TlEvidence *evidence, TlStep *step)
{
  const GPtrArray *records = tl_evidence_get_steps (evidence);

  for (guint i = records->len; i > 0; i--) {
    const TlStepRecord *record = records->pdata[i - 1];

    if (record->attempt == tl_step_get_attempt (step) &&
        g_str_equal (record->id, tl_step_get_id (step)) &&
        g_str_equal (record->target, tl_step_get_target (step)))
      return record;
  }
  return NULL;
}

static void
explain_anew (TlSession *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->steps));

  g_clear_pointer (&self->explanation, tl_explanation_unref);
  if (self->evidence != NULL && self->diagnosis != NULL)
    self->explanation = tl_explain (self->evidence, self->diagnosis, self->catalog);
  for (guint i = 0; i < n; i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);
    const TlStepRecord *record = self->evidence != NULL ? find_record (self->evidence, step) : NULL;

    word_step (self, step, record != NULL ? self->evidence : NULL, record);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPLANATION]);
}

static void
take_result (TlSession *self, TlEvidence *evidence, TlDiagnosis *diagnosis)
{
  g_clear_pointer (&self->evidence, tl_evidence_unref);
  g_clear_pointer (&self->diagnosis, tl_diagnosis_unref);
  self->evidence = tl_evidence_ref (evidence);
  self->diagnosis = tl_diagnosis_ref (diagnosis);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EVIDENCE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DIAGNOSIS]);
  explain_anew (self);
}

/* ------------------------------------------------------------------ steps, from worker to list */

typedef struct {
  TlSession *session; /* kept alive by the task that the worker belongs to */
  TlStepRecord record;
  TlEvidence *evidence; /* (nullable) as it stood when the step ended */
} StepEvent;

static void
step_event_free (gpointer data)
{
  StepEvent *event = data;

  g_object_unref (event->session);
  g_free (event->record.id);
  g_free (event->record.target);
  g_clear_pointer (&event->evidence, tl_evidence_unref);
  g_free (event);
}

/* The newest running step of that name and target. */
static TlStep *
find_running (TlSession *self, const TlStepRecord *record)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i > 0; i--) {
    g_autoptr (TlStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i - 1);

    if (tl_step_get_outcome (step) == TL_OUTCOME_RUNNING &&
        g_str_equal (tl_step_get_id (step), record->id) &&
        g_str_equal (tl_step_get_target (step), record->target))
      return g_steal_pointer (&step);
  }
  return NULL;
}

static gboolean
show_step (gpointer data)
{
  StepEvent *event = data;
  TlSession *self = event->session;
  const TlStepRecord *record = &event->record;
  g_autoptr (TlStep) step = NULL;

  if (record->outcome != TL_OUTCOME_RUNNING)
    step = find_running (self, record);
  if (step == NULL) {
    step = tl_step_new (record->id, record->target, record->attempt, record->start_ms);
    word_step (self, step, NULL, NULL);
    g_list_store_append (self->steps, step);
  }
  if (record->outcome != TL_OUTCOME_RUNNING) {
    word_step (self, step, event->evidence, record);
    tl_step_finish (step, record->outcome, record->elapsed_ms);
  }
  if (event->evidence != NULL && self->running) {
    g_clear_pointer (&self->so_far, tl_evidence_unref);
    self->so_far = tl_evidence_ref (event->evidence);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SO_FAR]);
  }
  return G_SOURCE_REMOVE;
}

/* On the worker's thread. */
static void
on_step (const TlStepRecord *record, gpointer user_data)
{
  Work *work = user_data;
  StepEvent *event = g_new0 (StepEvent, 1);

  event->session = g_object_ref (work->session);
  event->record = *record;
  event->record.id = g_strdup (record->id);
  event->record.target = g_strdup (record->target != NULL ? record->target : "");
  if (record->outcome != TL_OUTCOME_RUNNING)
    event->evidence = tl_job_dup_evidence (work->job);
  g_main_context_invoke_full (work->context, G_PRIORITY_DEFAULT, show_step, event, step_event_free);
}

/* ------------------------------------------------------------------ the worker */

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;

  if (tl_job_run (work->job, on_step, work, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
set_running (TlSession *self, gboolean running)
{
  self->running = running;
  g_clear_pointer (&self->so_far, tl_evidence_unref);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
worked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TlSession *self = TL_SESSION (source);
  g_autoptr (GTask) outer = user_data;
  GTask *task = G_TASK (result);
  Work *work = g_task_get_task_data (task);
  const TlDiscovery *discovery = tl_job_get_discovery (work->job);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (task, &error)) {
    set_running (self, FALSE);
    g_task_return_error (outer, g_steal_pointer (&error));
    return;
  }
  if (discovery != NULL) {
    g_ptr_array_set_size (self->offers, 0);
    for (guint i = 0; i < discovery->offers->len; i++)
      g_ptr_array_add (self->offers, tl_server_offer_copy (discovery->offers->pdata[i]));
    g_strfreev (self->provider_notes);
    self->provider_notes = g_strdupv (discovery->notes);
  }
  take_result (self, tl_job_get_evidence (work->job), tl_job_get_diagnosis (work->job));
  set_running (self, FALSE);
  g_task_return_boolean (outer, TRUE);
}

void
tl_session_run_async (TlSession *self, TlSettings *settings, gboolean again,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_task_set_source_tag (outer, tl_session_run_async);
  if (self->running) {
    g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_PENDING, "A test is running already.");
    return;
  }
  work = g_new0 (Work, 1);
  work->session = self;
  work->context = g_main_context_ref_thread_default ();
  work->job = tl_job_new (settings, again ? self->evidence : self->earlier_text);
  g_list_store_remove_all (self->steps);
  set_running (self, TRUE);

  /* Cancelling is told to the worker alone: what it has seen by then is still a result. */
  task = g_task_new (self, cancellable, worked, g_steal_pointer (&outer));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
tl_session_run_finish (TlSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ------------------------------------------------------------------ without a worker */

gboolean
tl_session_explain_text (TlSession *self, TlSettings *settings, const char *text, gsize length,
                         const char *stage, GError **error)
{
  g_autoptr (TlEvidence) evidence =
      tl_digest_text (settings, text, length, TL_TEXT_AUTO, stage, error);
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  if (evidence == NULL)
    return FALSE;
  g_list_store_remove_all (self->steps);
  diagnosis = tl_diagnose (evidence);
  take_result (self, evidence, diagnosis);
  return TRUE;
}

void
tl_session_take_result (TlSession *self, TlEvidence *evidence, TlDiagnosis *diagnosis)
{
  const GPtrArray *records = tl_evidence_get_steps (evidence);

  g_list_store_remove_all (self->steps);
  for (guint i = 0; i < records->len; i++) {
    const TlStepRecord *record = records->pdata[i];
    g_autoptr (TlStep) step = NULL;

    if (record->attempt != tl_evidence_get_attempts (evidence))
      continue;
    step = tl_step_new (record->id, record->target, record->attempt, record->start_ms);
    tl_step_finish (step, record->outcome, record->elapsed_ms);
    g_list_store_append (self->steps, step);
  }
  take_result (self, evidence, diagnosis);
}

void
tl_session_take_evidence (TlSession *self, TlEvidence *evidence)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  tl_session_take_result (self, evidence, diagnosis);
}

void
tl_session_set_earlier_text (TlSession *self, TlEvidence *text)
{
  g_clear_pointer (&self->earlier_text, tl_evidence_unref);
  if (text != NULL)
    self->earlier_text = tl_evidence_ref (text);
}

void
tl_session_answer (TlSession *self, const char *fact, const char *value)
{
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  g_return_if_fail (self->evidence != NULL);
  evidence = tl_evidence_with_fact (self->evidence, TL_SOURCE_USER, fact, value);
  diagnosis = tl_diagnose (evidence);
  take_result (self, evidence, diagnosis);
}

void
tl_session_set_program (TlSession *self, const char *program)
{
  g_autoptr (TlEvidence) before = self->evidence;

  if (before == NULL)
    return;
  self->evidence = tl_evidence_with_program (before, program);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EVIDENCE]);
  explain_anew (self);
}

void
tl_session_reset (TlSession *self)
{
  g_return_if_fail (!self->running);
  g_list_store_remove_all (self->steps);
  g_clear_pointer (&self->evidence, tl_evidence_unref);
  g_clear_pointer (&self->earlier_text, tl_evidence_unref);
  g_clear_pointer (&self->diagnosis, tl_diagnosis_unref);
  g_ptr_array_set_size (self->offers, 0);
  g_clear_pointer (&self->provider_notes, g_strfreev);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EVIDENCE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DIAGNOSIS]);
  explain_anew (self);
}

TlAnnouncement *
tl_session_announce (TlSession *self, TlSettings *settings)
{
  TlAnnouncement *plan = tl_plan_announce (settings);

  tl_job_announce (settings, plan);
  return plan;
}

void
tl_session_set_catalog (TlSession *self, TlCatalog *catalog)
{
  tl_catalog_ref (catalog);
  tl_catalog_unref (self->catalog);
  self->catalog = catalog;
  explain_anew (self);
}

/* ------------------------------------------------------------------ GObject */

static void
tl_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TlSession *self = TL_SESSION (object);

  switch (id) {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_STEPS:
      g_value_set_object (value, self->steps);
      break;
    case PROP_EVIDENCE:
      g_value_set_boxed (value, self->evidence);
      break;
    case PROP_DIAGNOSIS:
      g_value_set_boxed (value, self->diagnosis);
      break;
    case PROP_SO_FAR:
      g_value_set_boxed (value, self->so_far);
      break;
    case PROP_EXPLANATION:
      g_value_set_pointer (value, self->explanation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tl_session_finalize (GObject *object)
{
  TlSession *self = TL_SESSION (object);

  tl_catalog_unref (self->catalog);
  g_object_unref (self->steps);
  g_clear_pointer (&self->evidence, tl_evidence_unref);
  g_clear_pointer (&self->earlier_text, tl_evidence_unref);
  g_clear_pointer (&self->so_far, tl_evidence_unref);
  g_clear_pointer (&self->diagnosis, tl_diagnosis_unref);
  g_clear_pointer (&self->explanation, tl_explanation_unref);
  g_ptr_array_unref (self->offers);
  g_strfreev (self->provider_notes);
  G_OBJECT_CLASS (tl_session_parent_class)->finalize (object);
}

static void
tl_session_class_init (TlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tl_session_get_property;
  object_class->finalize = tl_session_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_STEPS] = g_param_spec_object ("steps", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_EVIDENCE] = g_param_spec_boxed ("evidence", NULL, NULL, TL_TYPE_EVIDENCE, flags);
  props[PROP_DIAGNOSIS] = g_param_spec_boxed ("diagnosis", NULL, NULL, TL_TYPE_DIAGNOSIS, flags);
  props[PROP_SO_FAR] = g_param_spec_boxed ("so-far", NULL, NULL, TL_TYPE_EVIDENCE, flags);
  props[PROP_EXPLANATION] = g_param_spec_pointer ("explanation", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tl_session_init (TlSession *self)
{
  self->catalog = tl_catalog_new (NULL);
  self->steps = g_list_store_new (TL_TYPE_STEP);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free);
}

TlSession *
tl_session_new (void)
{
  return g_object_new (TL_TYPE_SESSION, NULL);
}

gboolean
tl_session_get_running (TlSession *self)
{
  return self->running;
}

GListModel *
tl_session_get_steps (TlSession *self)
{
  return G_LIST_MODEL (self->steps);
}

TlEvidence *
tl_session_get_evidence (TlSession *self)
{
  return self->evidence;
}

TlEvidence *
tl_session_get_so_far (TlSession *self)
{
  return self->so_far;
}

TlDiagnosis *
tl_session_get_diagnosis (TlSession *self)
{
  return self->diagnosis;
}

TlExplanation *
tl_session_get_explanation (TlSession *self)
{
  return self->explanation;
}

const GPtrArray *
tl_session_get_offers (TlSession *self)
{
  return self->offers;
}

const char *const *
tl_session_get_provider_notes (TlSession *self)
{
  static const char *const none[] = {NULL};

  return self->provider_notes != NULL ? (const char *const *) self->provider_notes : none;
}
