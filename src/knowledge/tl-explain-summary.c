/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one sentence that stands alone: the first line of a text report, the heading of the window. */
#include "tl-words.h"

#include "tl-explain.h"

#include <string.h>

#define SURE 0.85
#define LIKELY 0.65

static const char *
title_of (TlWords *self, const TlFinding *finding)
{
  const TlCause *cause = tl_kb_find (finding->id);

  return cause != NULL ? tl_catalog_get (self->catalog, cause->title) : finding->id;
}

static TlSettings *
settings_of (TlWords *self)
{
  return tl_evidence_get_settings (tl_view_get_evidence (self->view));
}

static char *
say_ok (TlWords *self)
{
  TlSettings *s = settings_of (self);

  switch (s->kind) {
    case TL_JOB_DISCOVER:
      return tl_words_fill (self, N_ ("Settings for {address} were found."), NULL);
    case TL_JOB_SURVEY:
      /* Translators: {recommended_security} is TLS or STARTTLS. */
      return tl_words_fill (
          self,
          N_ ("{host} can be reached safely: take port {survey.recommended.port} with {recommended_security}."),
          NULL);
    case TL_JOB_DOMAIN:
    case TL_JOB_ENVIRONMENT:
      return tl_words_fill (self, N_ ("Nothing was seen that stands in the way."), NULL);
    case TL_JOB_EXPLAIN:
      return tl_words_fill (self, N_ ("The text reports no failure."), NULL);
    case TL_JOB_CHECK:
    default:
      break;
  }
  if (s->protocol == TL_PROTOCOL_FTP)
    return tl_words_fill (
        self,
        N_ ("File transfer with {host} on port {port} works: every step that was tested went well."),
        NULL);
  if (s->protocol == TL_PROTOCOL_HTTP)
    return tl_words_fill (self, N_ ("The web address on {host} answers as it should."), NULL);
  return tl_words_fill (
      self,
      N_ ("Sending mail through {host} on port {port} works: every step that was tested went well."),
      NULL);
}

static const TlFinding *
first_warning (const TlDiagnosis *diagnosis)
{
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);

  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    if (finding->severity == TL_SEVERITY_WARNING)
      return finding;
  }
  return tl_diagnosis_get_first (diagnosis);
}

static char *
say_warning (TlWords *self, const TlDiagnosis *diagnosis)
{
  const TlFinding *finding = first_warning (diagnosis);
  TlJobKind kind = settings_of (self)->kind;

  /* Translators: {title} is the title of a cause, such as "The certificate has expired". */
  if (kind == TL_JOB_EXPLAIN)
    return tl_words_fill (self, N_ ("The text warns of this: {title}."), title_of (self, finding));
  if (kind != TL_JOB_CHECK)
    return tl_words_fill (self, N_ ("There is something to mend: {title}."),
                          title_of (self, finding));
  if (tl_view_get (self->view, "survey.adopted") != NULL)
    return tl_words_fill (
        self,
        /* Translators: {title} is the title of a cause, {recommended_security} is TLS or STARTTLS. */
        N_ ("Port {port} of {host} cannot be used ({title}), but port {survey.recommended.port} with {recommended_security} works."),
        title_of (self, finding));
  return tl_words_fill (
      self, N_ ("{host} on port {port} works, but there is something to mend: {title}."),
      title_of (self, finding));
}

static char *
say_text_problem (TlWords *self, const TlFinding *first)
{
  const char *title = title_of (self, first);

  if (first->confidence >= SURE)
    return tl_words_fill (self, N_ ("The text means: {title}."), title);
  if (first->confidence >= LIKELY)
    return tl_words_fill (self, N_ ("The text most likely means: {title}."), title);
  return tl_words_fill (self, N_ ("The text perhaps means: {title}."), title);
}

static char *
say_problem (TlWords *self, const TlFinding *first)
{
  const char *title = title_of (self, first);

  if (settings_of (self)->kind == TL_JOB_EXPLAIN)
    return say_text_problem (self, first);
  if (settings_of (self)->kind == TL_JOB_DOMAIN)
    /* Translators: {host} is a domain, {title} the title of a cause. */
    return tl_words_fill (self, N_ ("Mail of {host} has a problem: {title}."), title);
  if (first->confidence >= SURE)
    return tl_words_fill (self, N_ ("The test of {host} on port {port} failed: {title}."), title);
  if (first->confidence >= LIKELY)
    return tl_words_fill (
        self,
        N_ ("The test of {host} on port {port} failed, most likely for this reason: {title}."),
        title);
  return tl_words_fill (
      self, N_ ("The test of {host} on port {port} failed, perhaps for this reason: {title}."),
      title);
}

/* The first step that did not go well, or NULL. */
static const TlStepRecord *
broken_step (const TlEvidence *evidence)
{
  const GPtrArray *steps = tl_evidence_get_steps (evidence);

  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];

    if (step->attempt == tl_evidence_get_attempts (evidence) && !tl_step_is_aside (step->id) &&
        step->outcome == TL_OUTCOME_FAILED)
      return step;
  }
  return NULL;
}

static char *
say_inconclusive (TlWords *self, const TlFinding *first)
{
  const TlEvidence *evidence = tl_view_get_evidence (self->view);
  const TlStepRecord *step = broken_step (evidence);
  g_autofree char *step_title = NULL;

  if (tl_evidence_get_cancelled (evidence))
    return tl_words_fill (
        self, N_ ("The test of {host} was stopped before its end, so nothing is certain."), NULL);
  if (settings_of (self)->kind == TL_JOB_EXPLAIN) {
    if (first == NULL)
      return tl_words_fill (self, N_ ("Inconclusive: nothing in this text tells what went wrong."),
                            NULL);
    return tl_words_fill (self,
                          N_ ("Inconclusive: the text does not tell enough; it may mean: {title}."),
                          title_of (self, first));
  }
  if (settings_of (self)->kind == TL_JOB_DOMAIN)
    return tl_words_fill (
        self, N_ ("Inconclusive: not everything about {host} could be found out."), NULL);
  if (first != NULL)
    return tl_words_fill (
        self,
        N_ ("Inconclusive: the test of {host} on port {port} did not go through, and what was seen does not prove why; it may be this: {title}."),
        title_of (self, first));
  if (step == NULL)
    return tl_words_fill (
        self, N_ ("Inconclusive: the test of {host} did not go through, and nothing tells why."),
        NULL);
  step_title = tl_explain_step_title (step->id, self->catalog);
  /* Translators: {step} is the title of a step, such as "Signing in". */
  return tl_words_fill (
      self,
      N_ ("Inconclusive: the test of {host} on port {port} failed at the step “{step}”, and nothing that was seen tells why."),
      step_title);
}

char *
tl_words_summary (TlWords *self, const TlDiagnosis *diagnosis)
{
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);

  switch (tl_diagnosis_get_verdict (diagnosis)) {
    case TL_VERDICT_OK:
      if (settings_of (self)->kind == TL_JOB_EXPLAIN && first != NULL)
        return say_text_problem (self, first);
      return say_ok (self);
    case TL_VERDICT_WARNING:
      return say_warning (self, diagnosis);
    case TL_VERDICT_PROBLEM:
      return say_problem (self, first);
    case TL_VERDICT_INCONCLUSIVE:
    default:
      return say_inconclusive (self, first);
  }
}
