/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the evidence means: the verdict and the ranked causes, still without words. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

typedef enum {
  TL_VERDICT_OK,
  TL_VERDICT_WARNING,
  TL_VERDICT_PROBLEM,
  TL_VERDICT_INCONCLUSIVE
} TlVerdict;
typedef enum {
  TL_SEVERITY_PROBLEM,
  TL_SEVERITY_WARNING,
  TL_SEVERITY_NOTE
} TlSeverity;
typedef enum {
  TL_ACTOR_USER,
  TL_ACTOR_NETWORK,
  TL_ACTOR_ADMIN,
  TL_ACTOR_PROVIDER,
  TL_ACTOR_RECIPIENT,
  TL_ACTOR_WAIT
} TlActor;

/* How something that was seen of this computer bears on what failed. */
typedef enum {
  TL_BEARING_UNTESTED, /* nothing was tested, or nothing that it could bear on */
  TL_BEARING_NOT_KNOWN,
  TL_BEARING_UNRELATED,
  TL_BEARING_POSSIBLE,
  TL_BEARING_REASON
} TlBearing;

/* A fact that speaks for or against a cause. */
typedef struct {
  char *fact;
  char *value;
} TlBecause;

typedef struct {
  char *id;          /* of causes.md */
  double confidence; /* 0 to 1 */
  TlSeverity severity;
  char *variant;      /* (nullable) */
  GPtrArray *because; /* TlBecause, strongest first */
  GPtrArray *against; /* TlBecause */
} TlFinding;

/* A stretch of the input that a finding rests on (contract: "spans"). */
typedef struct {
  gsize start; /* bytes of the UTF-8 input */
  gsize end;
  char *fact;
} TlSpan;

typedef struct _TlDiagnosis TlDiagnosis;
#define TL_TYPE_DIAGNOSIS (tl_diagnosis_get_type ())
GType tl_diagnosis_get_type (void);
TlDiagnosis *tl_diagnosis_ref (TlDiagnosis *diagnosis);
void tl_diagnosis_unref (TlDiagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDiagnosis, tl_diagnosis_unref)

TlVerdict tl_diagnosis_get_verdict (const TlDiagnosis *diagnosis);
const GPtrArray *
tl_diagnosis_get_findings (const TlDiagnosis *diagnosis);               /* TlFinding, best first */
const GPtrArray *tl_diagnosis_get_spans (const TlDiagnosis *diagnosis); /* TlSpan */
/* Stable ids of the tests that would decide, best first (char *). */
const GPtrArray *tl_diagnosis_get_next_tests (const TlDiagnosis *diagnosis);
/* The first finding, or NULL. */
const TlFinding *tl_diagnosis_get_first (const TlDiagnosis *diagnosis);

/* The exit status of the contract: 0 ok, 1 warning, 2 problem, 3 inconclusive. */
int tl_verdict_to_exit_status (TlVerdict verdict);

/* The diagnosis that a saved report holds, NULL when it holds none (tl-diagnosis-json.c). */
TlDiagnosis *tl_diagnosis_from_json (const char *text, gsize length);

/* The same diagnosis with the values of `shown`, a redacted `evidence`. (transfer full) */
TlDiagnosis *tl_diagnosis_redact (const TlDiagnosis *diagnosis, const TlEvidence *evidence,
                                  const TlEvidence *shown);

/* ------------------------------------------------------------------ making (knowledge only) */
TlFinding *tl_finding_new (const char *id, double confidence, TlSeverity severity,
                           const char *variant);
void tl_finding_free (TlFinding *finding);
void tl_finding_add_because (TlFinding *finding, const char *fact, const char *value);
void tl_finding_add_against (TlFinding *finding, const char *fact, const char *value);
TlSpan *tl_span_new (gsize start, gsize end, const char *fact);
void tl_span_free (TlSpan *span);
/* Takes the arrays; NULL stands for an empty one. They get their free functions here. */
TlDiagnosis *tl_diagnosis_new (TlVerdict verdict, GPtrArray *findings, GPtrArray *spans,
                               GPtrArray *next_tests);

G_END_DECLS
