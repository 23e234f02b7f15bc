/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A message that a person had before the test is evidence beside what the test saw: it was said of
 * another attempt, so it supports what the test found, fills in where the test found nothing, and
 * gives way where the test got past the place that it speaks of. */
#include "tl-knowledge.h"

#include <string.h>

#define LIKELY 0.5
/* A cause that both name is surer than either alone, and never certain. */
#define BOTH_MOST 0.97
#define SUPPORT 0.5
/* What the text alone names: where the test failed and found nothing likely, where it went through,
 * where it found something else. */
#define ALONE_MOST 0.75
#define THROUGH_MOST 0.65
#define BESIDE_MOST 0.4
/* The test got past the stage that the text complains of. */
#define PASSED 0.4

/* The facts of pasted texts alone, as evidence of their own; NULL where there are none. */
static TlEvidence *
earlier_text (const TlEvidence *evidence)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);
  guint last = tl_evidence_get_attempts (evidence);
  g_autoptr (TlSettings) settings = tl_settings_copy (tl_evidence_get_settings (evidence));
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  guint n = 0;

  settings->kind = TL_JOB_EXPLAIN;
  builder = tl_evidence_builder_new (settings);
  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    if (fact->source != TL_SOURCE_TEXT || fact->attempt == last)
      continue;
    tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", fact->fact, fact->value);
    n++;
  }
  return n > 0 ? tl_evidence_builder_finish (g_steal_pointer (&builder)) : NULL;
}

/* "smtp.rcpt" went well in the test, and for the same recipient. */
static gboolean
test_got_past (const TlEvidence *evidence, const TlEvidence *text)
{
  static const char *const protocols[] = {"smtp", "ftp"};

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
    g_autofree char *fact = g_strconcat (protocols[i], ".reply.stage", NULL);
    const char *stage = tl_evidence_get (text, fact);
    const char *recipient = tl_evidence_get (text, "text.recipient");
    g_autofree char *id = stage != NULL ? g_strconcat (protocols[i], ".", stage, NULL) : NULL;
    const TlStepRecord *step = id != NULL ? tl_evidence_get_step (evidence, id) : NULL;

    if (step == NULL || step->outcome != TL_OUTCOME_OK)
      continue;
    return !g_str_equal (stage, "rcpt") || recipient == NULL ||
           strstr (tl_evidence_get_settings (evidence)->to, recipient) != NULL;
  }
  return FALSE;
}

/* The codes alone: words may hold somebody's address. */
static void
tell_codes (TlFinding *finding, const TlEvidence *text)
{
  const char *code = tl_evidence_get (text, "smtp.reply.code");
  const char *enhanced = tl_evidence_get (text, "smtp.reply.enhanced");
  g_autofree char *both = NULL;

  if (code == NULL)
    code = tl_evidence_get (text, "ftp.reply.code");
  if (code == NULL)
    code = tl_evidence_get (text, "http.status");
  if (code != NULL && enhanced != NULL)
    both = g_strconcat (code, " ", enhanced, NULL);
  tl_finding_add_because (finding, "text.earlier",
                          both != NULL   ? both
                          : code != NULL ? code
                                         : "yes");
}

static TlCandidate *
find (const GPtrArray *candidates, const TlCause *cause)
{
  for (guint i = 0; i < candidates->len; i++)
    if (((TlCandidate *) candidates->pdata[i])->cause == cause)
      return candidates->pdata[i];
  return NULL;
}

static double
best_of (const GPtrArray *candidates)
{
  double best = 0;

  for (guint i = 0; i < candidates->len; i++) {
    const TlFinding *finding = ((TlCandidate *) candidates->pdata[i])->finding;

    if (finding->severity == TL_SEVERITY_PROBLEM)
      best = MAX (best, finding->confidence);
  }
  return best;
}

/* What is only in the text: its places in the reply's words mean nothing in the test's. */
static void
take_over (GPtrArray *candidates, TlCandidate *from, double confidence, const TlEvidence *text)
{
  TlFinding *finding = tl_finding_new (from->finding->id, confidence, from->finding->severity,
                                       from->finding->variant);
  TlCandidate *candidate = g_new0 (TlCandidate, 1);

  tell_codes (finding, text);
  candidate->cause = from->cause;
  candidate->finding = finding;
  candidate->strongest = confidence;
  candidate->hits = 1;
  g_ptr_array_add (candidates, candidate);
}

void
tl_add_earlier_text (const TlKnowledge *knowledge, const TlEvidence *evidence, gboolean through,
                     GPtrArray *candidates)
{
  g_autoptr (TlEvidence) text = earlier_text (evidence);
  g_autoptr (TlView) view = text != NULL ? tl_view_new (text) : NULL;
  g_autoptr (GPtrArray) told = view != NULL ? tl_knowledge_find_candidates (knowledge, view) : NULL;
  double best = best_of (candidates);
  double most = through ? THROUGH_MOST : best >= LIKELY ? BESIDE_MOST : ALONE_MOST;
  gboolean past = text != NULL && test_got_past (evidence, text);

  for (guint i = 0; told != NULL && i < told->len; i++) {
    TlCandidate *candidate = told->pdata[i];
    TlCandidate *same = find (candidates, candidate->cause);
    double confidence = candidate->finding->confidence;

    if (confidence < LIKELY || candidate->finding->severity == TL_SEVERITY_NOTE)
      continue;
    if (past)
      confidence *= PASSED;
    if (same == NULL) {
      take_over (candidates, candidate, MIN (confidence, most), text);
      continue;
    }
    tell_codes (same->finding, text);
    same->finding->confidence =
        MAX (same->finding->confidence,
             MIN (BOTH_MOST, 1 - (1 - same->finding->confidence) * (1 - SUPPORT * confidence)));
  }
}
