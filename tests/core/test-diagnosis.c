/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-diagnosis.h"

#include "tl-redaction.h"

static TlDiagnosis *
make (void)
{
  GPtrArray *findings = g_ptr_array_new ();
  GPtrArray *spans = g_ptr_array_new ();
  GPtrArray *next = g_ptr_array_new ();
  TlFinding *finding = tl_finding_new ("smtp-greylisted", 0.9, TL_SEVERITY_PROBLEM, "variant");

  tl_finding_add_because (finding, "smtp.reply.code", "450");
  tl_finding_add_because (finding, "smtp.reply.text", "ann@example.org: later");
  tl_finding_add_against (finding, "smtp.reply.stage", "rcpt");
  g_ptr_array_add (findings, finding);
  g_ptr_array_add (findings, tl_finding_new ("server-error", 0.2, TL_SEVERITY_WARNING, NULL));
  g_ptr_array_add (spans, tl_span_new (3, 7, "smtp.reply.code"));
  g_ptr_array_add (next, g_strdup ("retry-greylist"));
  return tl_diagnosis_new (TL_VERDICT_PROBLEM, findings, spans, next);
}

static void
test_value (void)
{
  g_autoptr (TlDiagnosis) diagnosis = make ();
  g_autoptr (TlDiagnosis) same = tl_diagnosis_ref (diagnosis);
  const TlFinding *first = tl_diagnosis_get_first (same);
  const TlSpan *span = tl_diagnosis_get_spans (same)->pdata[0];

  g_assert_cmpint (tl_diagnosis_get_verdict (same), ==, TL_VERDICT_PROBLEM);
  g_assert_cmpuint (tl_diagnosis_get_findings (same)->len, ==, 2);
  g_assert_cmpstr (first->id, ==, "smtp-greylisted");
  g_assert_cmpstr (first->variant, ==, "variant");
  g_assert_cmpfloat (first->confidence, ==, 0.9);
  g_assert_cmpstr (((TlBecause *) first->because->pdata[0])->value, ==, "450");
  g_assert_cmpstr (((TlBecause *) first->against->pdata[0])->fact, ==, "smtp.reply.stage");
  g_assert_cmpuint (span->start, ==, 3);
  g_assert_cmpuint (span->end, ==, 7);
  g_assert_cmpstr (tl_diagnosis_get_next_tests (same)->pdata[0], ==, "retry-greylist");
}

static void
test_empty (void)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnosis_new (TL_VERDICT_OK, NULL, NULL, NULL);

  g_assert_null (tl_diagnosis_get_first (diagnosis));
  g_assert_cmpuint (tl_diagnosis_get_spans (diagnosis)->len, ==, 0);
  g_assert_cmpuint (tl_diagnosis_get_next_tests (diagnosis)->len, ==, 0);
}

/* What a finding rests on is shown as the redacted evidence shows it. */
static void
test_redact (void)
{
  g_autoptr (TlDiagnosis) diagnosis = make ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) shown = NULL;
  g_autoptr (TlDiagnosis) redacted = NULL;
  const TlFinding *first;

  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "smtp.rcpt", "", "smtp.reply.code", "450");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "smtp.rcpt", "", "smtp.reply.text",
                           "ann@example.org: later");
  evidence = tl_evidence_builder_snapshot (builder);
  shown = tl_evidence_redact (evidence, TL_REDACT_STANDARD);
  redacted = tl_diagnosis_redact (diagnosis, evidence, shown);
  first = tl_diagnosis_get_first (redacted);
  g_assert_cmpstr (((TlBecause *) first->because->pdata[0])->value, ==, "450");
  g_assert_cmpstr (((TlBecause *) first->because->pdata[1])->value, ==,
                   "a\342\200\246@example.org: later");
  g_assert_cmpstr (first->variant, ==, "variant");
  g_assert_cmpuint (tl_diagnosis_get_spans (redacted)->len, ==, 1);
  g_assert_cmpuint (tl_diagnosis_get_next_tests (redacted)->len, ==, 1);
}

/* The contract: the convention of the Monitoring Plugins. */
static void
test_exit_status (void)
{
  g_assert_cmpint (tl_verdict_to_exit_status (TL_VERDICT_OK), ==, 0);
  g_assert_cmpint (tl_verdict_to_exit_status (TL_VERDICT_WARNING), ==, 1);
  g_assert_cmpint (tl_verdict_to_exit_status (TL_VERDICT_PROBLEM), ==, 2);
  g_assert_cmpint (tl_verdict_to_exit_status (TL_VERDICT_INCONCLUSIVE), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/diagnosis/value", test_value);
  g_test_add_func ("/core/diagnosis/empty", test_empty);
  g_test_add_func ("/core/diagnosis/redact", test_redact);
  g_test_add_func ("/core/diagnosis/exit-status", test_exit_status);
  return g_test_run ();
}
