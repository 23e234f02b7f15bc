/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-diagnosis.h"

#include <string.h>

struct _TlDiagnosis {
  gatomicrefcount refs;
  TlVerdict verdict;
  GPtrArray *findings;
  GPtrArray *spans;
  GPtrArray *next_tests;
};

G_DEFINE_BOXED_TYPE (TlDiagnosis, tl_diagnosis, tl_diagnosis_ref, tl_diagnosis_unref)

static void
because_free (gpointer data)
{
  TlBecause *because = data;

  g_free (because->fact);
  g_free (because->value);
  g_free (because);
}

TlFinding *
tl_finding_new (const char *id, double confidence, TlSeverity severity, const char *variant)
{
  TlFinding *self = g_new0 (TlFinding, 1);

  self->id = g_strdup (id);
  self->confidence = CLAMP (confidence, 0.0, 1.0);
  self->severity = severity;
  self->variant = g_strdup (variant);
  self->because = g_ptr_array_new_with_free_func (because_free);
  self->against = g_ptr_array_new_with_free_func (because_free);
  return self;
}

void
tl_finding_free (TlFinding *self)
{
  g_free (self->id);
  g_free (self->variant);
  g_ptr_array_unref (self->because);
  g_ptr_array_unref (self->against);
  g_free (self);
}

/* A fact is named once, with the first value given. */
static void
add_once (GPtrArray *list, const char *fact, const char *value)
{
  TlBecause *because;

  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((TlBecause *) list->pdata[i])->fact, fact))
      return;
  because = g_new0 (TlBecause, 1);
  because->fact = g_strdup (fact);
  because->value = g_strdup (value != NULL ? value : "");
  g_ptr_array_add (list, because);
}

void
tl_finding_add_because (TlFinding *self, const char *fact, const char *value)
{
  add_once (self->because, fact, value);
}

void
tl_finding_add_against (TlFinding *self, const char *fact, const char *value)
{
  add_once (self->against, fact, value);
}

TlSpan *
tl_span_new (gsize start, gsize end, const char *fact)
{
  TlSpan *self = g_new0 (TlSpan, 1);

  self->start = start;
  self->end = end;
  self->fact = g_strdup (fact);
  return self;
}

void
tl_span_free (TlSpan *self)
{
  g_free (self->fact);
  g_free (self);
}

static GPtrArray *
own (GPtrArray *array, GDestroyNotify free_func)
{
  if (array == NULL)
    return g_ptr_array_new_with_free_func (free_func);
  g_ptr_array_set_free_func (array, free_func);
  return array;
}

TlDiagnosis *
tl_diagnosis_new (TlVerdict verdict, GPtrArray *findings, GPtrArray *spans, GPtrArray *next_tests)
{
  TlDiagnosis *self = g_new0 (TlDiagnosis, 1);

  g_atomic_ref_count_init (&self->refs);
  self->verdict = verdict;
  self->findings = own (findings, (GDestroyNotify) tl_finding_free);
  self->spans = own (spans, (GDestroyNotify) tl_span_free);
  self->next_tests = own (next_tests, g_free);
  return self;
}

TlDiagnosis *
tl_diagnosis_ref (TlDiagnosis *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_diagnosis_unref (TlDiagnosis *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->spans);
  g_ptr_array_unref (self->next_tests);
  g_free (self);
}

TlVerdict
tl_diagnosis_get_verdict (const TlDiagnosis *self)
{
  return self->verdict;
}

const GPtrArray *
tl_diagnosis_get_findings (const TlDiagnosis *self)
{
  return self->findings;
}

const GPtrArray *
tl_diagnosis_get_spans (const TlDiagnosis *self)
{
  return self->spans;
}

const GPtrArray *
tl_diagnosis_get_next_tests (const TlDiagnosis *self)
{
  return self->next_tests;
}

const TlFinding *
tl_diagnosis_get_first (const TlDiagnosis *self)
{
  return self->findings->len > 0 ? self->findings->pdata[0] : NULL;
}

/* A value that stands in the redacted evidence may be shown; any other gives way to the redacted
 * value of its fact. */
static const char *
shown_value (const TlBecause *because, const TlEvidence *evidence, const TlEvidence *shown)
{
  const char *before = tl_evidence_get (evidence, because->fact);
  const char *after = tl_evidence_get (shown, because->fact);

  if (after == NULL || g_strcmp0 (before, after) == 0 || strstr (after, because->value) != NULL)
    return because->value;
  return after;
}

static gpointer
redact_finding (gconstpointer source, gpointer user_data)
{
  const TlFinding *finding = source;
  const TlEvidence *const *pair = user_data;
  TlFinding *copy =
      tl_finding_new (finding->id, finding->confidence, finding->severity, finding->variant);

  for (guint i = 0; i < finding->because->len; i++) {
    const TlBecause *because = finding->because->pdata[i];

    tl_finding_add_because (copy, because->fact, shown_value (because, pair[0], pair[1]));
  }
  for (guint i = 0; i < finding->against->len; i++) {
    const TlBecause *against = finding->against->pdata[i];

    tl_finding_add_against (copy, against->fact, shown_value (against, pair[0], pair[1]));
  }
  return copy;
}

static gpointer
copy_span (gconstpointer source, gpointer user_data)
{
  const TlSpan *span = source;

  return tl_span_new (span->start, span->end, span->fact);
}

static gpointer
copy_string (gconstpointer source, gpointer user_data)
{
  return g_strdup (source);
}

TlDiagnosis *
tl_diagnosis_redact (const TlDiagnosis *self, const TlEvidence *evidence, const TlEvidence *shown)
{
  const TlEvidence *pair[] = {evidence, shown};

  return tl_diagnosis_new (self->verdict, g_ptr_array_copy (self->findings, redact_finding, pair),
                           g_ptr_array_copy (self->spans, copy_span, NULL),
                           g_ptr_array_copy (self->next_tests, copy_string, NULL));
}

int
tl_verdict_to_exit_status (TlVerdict verdict)
{
  switch (verdict) {
    case TL_VERDICT_OK:
      return 0;
    case TL_VERDICT_WARNING:
      return 1;
    case TL_VERDICT_PROBLEM:
      return 2;
    case TL_VERDICT_INCONCLUSIVE:
    default:
      return 3;
  }
}
