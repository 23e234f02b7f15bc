/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ranking, verdict, reasons, spans and next tests, over a table of its own. */
#include <math.h>
#include <string.h>

#include "knowledge-fixture.h"
#include "tl-knowledge.h"

static const TlCause causes[] = {
    {.id = "general",
     .spoken = "S-01",
     .severity = TL_SEVERITY_PROBLEM,
     .yields_to = "exact other",
     .next_test = "retry-later",
     TL_KB_RULES ({0.8, "tcp.state=refused"}, {0.4, "tcp.at_once=yes", "near"}, ),
     TL_KB_CONTRARY ({0.3, "ports.open>0"}, ),
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "refused"}, )},
    {.id = "exact",
     .spoken = "S-02",
     .severity = TL_SEVERITY_PROBLEM,
     .next_test = "other-network",
     TL_KB_RULES ({0.6, "tcp.state=refused tcp.port=25"}, ),
     TL_KB_TEXTS (
         {.confidence = 0.7, .literal = "refused by policy", .codes = "5xx", .stages = "rcpt"},
         {.confidence = 0.35, .codes = "550"}, )},
    {.id = "other",
     .spoken = "S-03",
     .severity = TL_SEVERITY_PROBLEM,
     TL_KB_RULES ({0.3, "tcp.errno=EPIPE"}, )},
    {.id = "slow",
     .spoken = "S-04",
     .severity = TL_SEVERITY_NOTE,
     TL_KB_RULES ({0.95, "greeting.ms>1000"}, )},
    {.id = "clear",
     .spoken = "S-05",
     .severity = TL_SEVERITY_WARNING,
     TL_KB_RULES ({0.9, "tls.state=not-tried"}, )},
};
static const TlKbArea area = {"test", "smtp", TL_KB_LIST (causes)};
static const TlKbArea *const areas[] = {&area};

static TlDiagnosis *
diagnose (const char *const *lines)
{
  g_autoptr (TlKnowledge) knowledge = tl_knowledge_new (areas, 1);
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);

  return tl_knowledge_diagnose (knowledge, evidence);
}

#define DIAGNOSE(...) diagnose ((const char *const[]){__VA_ARGS__, NULL})

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat (fabs (value - expected), <, 1e-9);
}

static void
test_combination (void)
{
  g_autoptr (TlDiagnosis) one = DIAGNOSE ("tcp.connect failed", "tcp.state=refused");
  g_autoptr (TlDiagnosis) two =
      DIAGNOSE ("tcp.connect failed", "tcp.state=refused", "tcp.at_once=yes");
  g_autoptr (TlDiagnosis) against =
      DIAGNOSE ("tcp.connect failed", "tcp.state=refused", "ports.open=2");

  assert_near (confidence_of (one, "general"), 0.8);
  assert_near (confidence_of (two, "general"), 0.8 + 0.2 * 0.25 * 0.4);
  g_assert_cmpstr (tl_diagnosis_get_first (two)->variant, ==, "near");
  assert_near (confidence_of (against, "general"), 0.5);
}

static void
test_reasons (void)
{
  g_autoptr (TlDiagnosis) diagnosis =
      DIAGNOSE ("tcp.connect failed", "tcp.state=refused", "ports.open=2");
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  const TlBecause *because = first->because->pdata[0];
  const TlBecause *against = first->against->pdata[0];

  g_assert_cmpstr (because->fact, ==, "tcp.state");
  g_assert_cmpstr (because->value, ==, "refused");
  g_assert_cmpstr (against->fact, ==, "ports.open");
  g_assert_cmpstr (against->value, ==, "2");
}

static void
test_yields (void)
{
  g_autoptr (TlDiagnosis) diagnosis =
      DIAGNOSE ("tcp.connect failed", "tcp.state=refused", "tcp.port=25");

  g_assert_cmpstr (first_id (diagnosis), ==, "exact");
  assert_near (confidence_of (diagnosis, "general"), 0.54);
}

/* A guess is no reason to stand back. */
static void
test_yields_to_likely_only (void)
{
  g_autoptr (TlDiagnosis) diagnosis =
      DIAGNOSE ("tcp.connect failed", "tcp.state=refused", "tcp.errno=EPIPE");

  g_assert_cmpstr (first_id (diagnosis), ==, "general");
  assert_near (confidence_of (diagnosis, "general"), 0.8);
}

static void
test_notes (void)
{
  g_autoptr (TlDiagnosis) failed =
      DIAGNOSE ("smtp.ehlo failed", "greeting.ms=5000", "tcp.state=refused");
  g_autoptr (TlDiagnosis) alone = DIAGNOSE ("smtp.ehlo failed", "greeting.ms=5000");

  g_assert_cmpstr (first_id (failed), ==, "general");
  g_assert_cmpint (tl_diagnosis_get_verdict (failed), ==, TL_VERDICT_PROBLEM);
  g_assert_cmpstr (first_id (alone), ==, "slow");
  g_assert_cmpint (tl_diagnosis_get_verdict (alone), ==, TL_VERDICT_INCONCLUSIVE);
}

static void
test_verdicts (void)
{
  g_autoptr (TlDiagnosis) ok = DIAGNOSE ("smtp.ehlo ok");
  g_autoptr (TlDiagnosis) note = DIAGNOSE ("smtp.ehlo ok", "greeting.ms=5000");
  g_autoptr (TlDiagnosis) warning = DIAGNOSE ("smtp.ehlo ok", "tls.state=not-tried");
  g_autoptr (TlDiagnosis) softened = DIAGNOSE ("smtp.ehlo ok", "tcp.state=refused");
  g_autoptr (TlDiagnosis) doubt = DIAGNOSE ("smtp.ehlo ok", "tcp.errno=EPIPE");
  g_autoptr (TlDiagnosis) weak = DIAGNOSE ("smtp.ehlo failed", "tcp.errno=EPIPE");
  g_autoptr (TlDiagnosis) nothing = DIAGNOSE ("smtp.ehlo failed");

  g_assert_cmpint (tl_diagnosis_get_verdict (ok), ==, TL_VERDICT_OK);
  g_assert_cmpint (tl_diagnosis_get_verdict (note), ==, TL_VERDICT_OK);
  g_assert_cmpint (tl_diagnosis_get_verdict (warning), ==, TL_VERDICT_WARNING);
  g_assert_cmpint (tl_diagnosis_get_verdict (softened), ==, TL_VERDICT_WARNING);
  g_assert_cmpint (tl_diagnosis_get_first (softened)->severity, ==, TL_SEVERITY_WARNING);
  g_assert_cmpint (tl_diagnosis_get_verdict (doubt), ==, TL_VERDICT_OK);
  g_assert_null (tl_diagnosis_get_first (doubt));
  g_assert_cmpint (tl_diagnosis_get_verdict (weak), ==, TL_VERDICT_INCONCLUSIVE);
  g_assert_cmpstr (first_id (weak), ==, "other");
  g_assert_cmpint (tl_diagnosis_get_verdict (nothing), ==, TL_VERDICT_INCONCLUSIVE);
}

static void
test_cancelled (void)
{
  g_autoptr (TlKnowledge) knowledge = tl_knowledge_new (areas, 1);
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  tl_evidence_builder_add_step (builder, "smtp.ehlo", "", TL_OUTCOME_OK, 1, 2);
  tl_evidence_builder_set_cancelled (builder, TRUE);
  evidence = tl_evidence_builder_snapshot (builder);
  diagnosis = tl_knowledge_diagnose (knowledge, evidence);
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_INCONCLUSIVE);
}

static gboolean
has_test (const TlDiagnosis *diagnosis, const char *id)
{
  const GPtrArray *tests = tl_diagnosis_get_next_tests (diagnosis);

  for (guint i = 0; i < tests->len; i++)
    if (strcmp (tests->pdata[i], id) == 0)
      return TRUE;
  return FALSE;
}

static void
test_next_tests (void)
{
  g_autoptr (TlDiagnosis) clear = DIAGNOSE ("smtp.ehlo failed", "tcp.state=refused");
  g_autoptr (TlDiagnosis) close = DIAGNOSE ("smtp.ehlo failed", "tcp.state=refused", "tcp.port=25");
  g_autoptr (TlDiagnosis) nothing = DIAGNOSE ("smtp.ehlo failed");

  g_assert_cmpuint (tl_diagnosis_get_next_tests (clear)->len, ==, 0);
  g_assert_true (has_test (close, "other-network"));
  g_assert_true (has_test (nothing, "retry-later"));
  g_assert_true (has_test (nothing, "ask-server-admin"));
  /* The login was tested. */
  g_assert_false (has_test (nothing, "with-login"));
}

static TlDiagnosis *
diagnose_text (const char *text, const char *stage)
{
  g_autoptr (TlKnowledge) knowledge = tl_knowledge_new (areas, 1);
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, stage);

  return tl_knowledge_diagnose (knowledge, evidence);
}

static void
test_text (void)
{
  static const char text[] = "550 5.7.1 <a@b.example>: REFUSED  by policy";
  g_autoptr (TlDiagnosis) diagnosis = diagnose_text (text, "rcpt");
  const GPtrArray *spans = tl_diagnosis_get_spans (diagnosis);
  gboolean words = FALSE;

  g_assert_cmpstr (first_id (diagnosis), ==, "exact");
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_PROBLEM);
  for (guint i = 0; i < spans->len; i++) {
    const TlSpan *span = spans->pdata[i];

    g_assert_cmpuint (span->end, <=, strlen (text));
    words |= strcmp (span->fact, "text.words") == 0 &&
             strncmp (text + span->start, "REFUSED  by policy", span->end - span->start) == 0;
  }
  g_assert_true (words);
}

/* Where lines end in CR LF, the words still have their place. */
static void
test_text_of_lines (void)
{
  static const char text[] = "Sorry:\r\n\r\n550 5.7.1\r\nyour message was\r\nREFUSED by policy\r\n";
  g_autoptr (TlDiagnosis) diagnosis = diagnose_text (text, "rcpt");
  const GPtrArray *spans = tl_diagnosis_get_spans (diagnosis);
  gboolean words = FALSE;

  for (guint i = 0; i < spans->len; i++) {
    const TlSpan *span = spans->pdata[i];

    words |= strcmp (span->fact, "text.words") == 0 &&
             strncmp (text + span->start, "REFUSED by policy", span->end - span->start) == 0;
  }
  g_assert_true (words);
}

static void
test_code_alone (void)
{
  g_autoptr (TlDiagnosis) diagnosis = diagnose_text ("550 no words of meaning", NULL);
  g_autoptr (TlDiagnosis) nothing = diagnose_text ("something else", NULL);

  g_assert_cmpstr (first_id (diagnosis), ==, "exact");
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_INCONCLUSIVE);
  g_assert_cmpstr (first_id (nothing), ==, "unknown");
  g_assert_true (has_test (nothing, "whole-text"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/knowledge/combination", test_combination);
  g_test_add_func ("/knowledge/knowledge/reasons", test_reasons);
  g_test_add_func ("/knowledge/rank/yields", test_yields);
  g_test_add_func ("/knowledge/rank/yields-to-likely-only", test_yields_to_likely_only);
  g_test_add_func ("/knowledge/rank/notes", test_notes);
  g_test_add_func ("/knowledge/diagnose/verdicts", test_verdicts);
  g_test_add_func ("/knowledge/diagnose/cancelled", test_cancelled);
  g_test_add_func ("/knowledge/diagnose/next-tests", test_next_tests);
  g_test_add_func ("/knowledge/diagnose/text", test_text);
  g_test_add_func ("/knowledge/diagnose/text-of-lines", test_text_of_lines);
  g_test_add_func ("/knowledge/diagnose/code-alone", test_code_alone);
  return g_test_run ();
}
