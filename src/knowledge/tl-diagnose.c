/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-diagnose.h"

#include <string.h>

#include "tl-knowledge.h"

#define LIKELY 0.5
#define SIMILAR 0.15
/* Below this, what would make sure is named. */
#define FIRM 0.8
#define MOST_TESTS 4

static TlJobKind
kind_of (const TlEvidence *evidence)
{
  TlSettings *settings = tl_evidence_get_settings (evidence);

  return settings != NULL ? settings->kind : TL_JOB_CHECK;
}

/* ------------------------------------------------------------------ verdict */

/* What works is at most a warning, however sure: a problem is what keeps the job from going
 * through. Doubts about what works are not worth a person's time. */
static void
soften (GPtrArray *candidates)
{
  for (guint i = candidates->len; i > 0; i--) {
    TlCandidate *candidate = candidates->pdata[i - 1];

    if (candidate->finding->confidence < LIKELY)
      g_ptr_array_remove_index (candidates, i - 1);
    else if (candidate->finding->severity == TL_SEVERITY_PROBLEM)
      candidate->finding->severity = TL_SEVERITY_WARNING;
  }
}

/* A report of delay: the server still tries, so that nothing is a failure yet. */
static void
soften_delay (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++) {
    TlCandidate *candidate = candidates->pdata[i];

    if (candidate->finding->severity == TL_SEVERITY_PROBLEM)
      candidate->finding->severity = TL_SEVERITY_WARNING;
  }
}

static TlVerdict
judge_text (const TlFinding *first)
{
  if (first == NULL || first->confidence < LIKELY)
    return TL_VERDICT_INCONCLUSIVE;
  if (first->severity == TL_SEVERITY_PROBLEM)
    return TL_VERDICT_PROBLEM;
  return first->severity == TL_SEVERITY_WARNING ? TL_VERDICT_WARNING : TL_VERDICT_OK;
}

static gboolean
has_warning (const GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    if (((TlCandidate *) candidates->pdata[i])->finding->severity == TL_SEVERITY_WARNING)
      return TRUE;
  return FALSE;
}

/* The contract, "Exit status". */
static TlVerdict
judge (const TlView *view, const GPtrArray *candidates)
{
  const TlEvidence *evidence = tl_view_get_evidence (view);
  const TlCandidate *first = candidates->len > 0 ? candidates->pdata[0] : NULL;

  if (tl_evidence_get_cancelled (evidence))
    return TL_VERDICT_INCONCLUSIVE;
  if (kind_of (evidence) == TL_JOB_EXPLAIN)
    return judge_text (first != NULL ? first->finding : NULL);
  /* What is wrong with other ways is worth telling, and takes nothing from the one that works. */
  if (tl_view_went_through (view) && kind_of (evidence) == TL_JOB_SURVEY)
    return TL_VERDICT_OK;
  if (tl_view_went_through (view))
    return has_warning (candidates) ? TL_VERDICT_WARNING : TL_VERDICT_OK;
  if (first != NULL && first->finding->severity == TL_SEVERITY_PROBLEM &&
      first->finding->confidence >= LIKELY)
    return TL_VERDICT_PROBLEM;
  return TL_VERDICT_INCONCLUSIVE;
}

/* ------------------------------------------------------------------ spans */

/* "text.span.N" is "START END FACT". */
static TlSpan *
parse_span (const TlFact *fact)
{
  guint64 start;
  guint64 end;
  char *at;

  if (strncmp (fact->fact, "text.span.", strlen ("text.span.")) != 0)
    return NULL;
  start = g_ascii_strtoull (fact->value, &at, 10);
  if (at == fact->value || *at != ' ')
    return NULL;
  end = g_ascii_strtoull (at, &at, 10);
  if (*at != ' ' || at[1] == '\0' || start > end)
    return NULL;
  return tl_span_new (start, end, at + 1);
}

static GPtrArray *
read_spans (const TlEvidence *evidence)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);
  GPtrArray *spans = g_ptr_array_new ();

  for (guint i = 0; i < facts->len; i++) {
    TlSpan *span = parse_span (facts->pdata[i]);

    if (span != NULL)
      g_ptr_array_add (spans, span);
  }
  return spans;
}

/* The words stand at `start`–`end` of the reply's text; the text stands, piece by piece, joined by
 * one byte, in the spans of its fact. Where both agree in length, the words can be shown in place. */
static void
add_word_spans (GPtrArray *spans, const TlCandidate *candidate, const TlView *view)
{
  const char *text = candidate->word_fact != NULL ? tl_view_get (view, candidate->word_fact) : NULL;
  guint n = spans->len;
  gsize at = 0;

  if (text == NULL)
    return;
  for (guint i = 0; i < n; i++) {
    const TlSpan *span = spans->pdata[i];
    gsize length = span->end - span->start;
    gsize from = MAX (candidate->word_start, at);
    gsize to = MIN (candidate->word_end, at + length);

    if (strcmp (span->fact, candidate->word_fact) != 0)
      continue;
    if (at + length > strlen (text))
      return;
    if (from < to)
      g_ptr_array_add (spans,
                       tl_span_new (span->start + from - at, span->start + to - at, "text.words"));
    at += length + 1;
  }
}

/* ------------------------------------------------------------------ next tests */

static void
add_test (GPtrArray *tests, const char *id)
{
  if (id == NULL || tests->len >= MOST_TESTS || tl_kb_find_next_test (id) == NULL)
    return;
  for (guint i = 0; i < tests->len; i++)
    if (strcmp (tests->pdata[i], id) == 0)
      return;
  g_ptr_array_add (tests, g_strdup (id));
}

static gboolean
is_open (TlVerdict verdict, gboolean text, const GPtrArray *candidates)
{
  const TlCandidate *first;
  const TlCandidate *second;

  if (verdict == TL_VERDICT_INCONCLUSIVE)
    return TRUE;
  if (verdict != TL_VERDICT_PROBLEM || candidates->len == 0)
    return FALSE;
  first = candidates->pdata[0];
  /* A text is all there is; a live job can look again. */
  if (!text && first->finding->confidence < FIRM)
    return TRUE;
  if (candidates->len < 2)
    return FALSE;
  second = candidates->pdata[1];
  return first->finding->confidence - second->finding->confidence < SIMILAR;
}

static GPtrArray *
choose_tests (const TlView *view, TlVerdict verdict, const GPtrArray *candidates)
{
  GPtrArray *tests = g_ptr_array_new ();
  gboolean text = kind_of (tl_view_get_evidence (view)) == TL_JOB_EXPLAIN;
  const TlSettings *settings = tl_evidence_get_settings (tl_view_get_evidence (view));

  if (!is_open (verdict, text, candidates))
    return tests;
  for (guint i = 0; i < MIN (candidates->len, 3u); i++)
    add_test (tests, ((TlCandidate *) candidates->pdata[i])->cause->next_test);
  if (verdict != TL_VERDICT_INCONCLUSIVE)
    return tests;
  if (tests->len == 0)
    add_test (tests, text ? "whole-text" : "retry-later");
  if (!text && settings != NULL && settings->user == NULL)
    add_test (tests, "with-login");
  add_test (tests, "ask-server-admin");
  return tests;
}

/* ------------------------------------------------------------------ all together */

TlDiagnosis *
tl_knowledge_diagnose (const TlKnowledge *knowledge, const TlEvidence *evidence)
{
  g_autoptr (TlView) view = tl_view_new (evidence);
  g_autoptr (GPtrArray) candidates = tl_knowledge_find_candidates (knowledge, view);
  gboolean through = tl_view_went_through (view);
  gboolean text = kind_of (evidence) == TL_JOB_EXPLAIN;
  GPtrArray *findings = g_ptr_array_new ();
  GPtrArray *spans = text ? read_spans (evidence) : g_ptr_array_new ();
  GPtrArray *tests;
  TlVerdict verdict;

  if (!text)
    tl_add_earlier_text (knowledge, evidence, through, candidates);
  if (through)
    soften (candidates);
  if (text && tl_evidence_is (evidence, "text.report", "delayed"))
    soften_delay (candidates);
  if (!through)
    tl_rank_unsettle (candidates);
  tl_rank_candidates (candidates, !through && !text);
  if (text || !through)
    tl_rank_doubt (candidates);
  verdict = judge (view, candidates);
  tests = choose_tests (view, verdict, candidates);
  if (candidates->len > 0)
    add_word_spans (spans, candidates->pdata[0], view);
  for (guint i = 0; i < candidates->len; i++) {
    TlCandidate *candidate = candidates->pdata[i];

    g_ptr_array_add (findings, g_steal_pointer (&candidate->finding));
  }
  return tl_diagnosis_new (verdict, findings, spans, tests);
}

TlDiagnosis *
tl_diagnose (const TlEvidence *evidence)
{
  return tl_knowledge_diagnose (tl_knowledge_get_default (), evidence);
}
