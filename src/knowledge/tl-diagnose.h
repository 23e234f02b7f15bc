/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From evidence to ranked causes: a pure function, the same for a live test, a pasted text and a
 * replayed report. */
#pragma once

#include "tl-diagnosis.h"

G_BEGIN_DECLS

TlDiagnosis *tl_diagnose (const TlEvidence *evidence);

/* What a report on several recipients says of the Nth, as if it had come alone, or NULL behind the
 * last. (transfer full) */
TlEvidence *tl_recipient_evidence (const TlEvidence *evidence, guint n);

/* What became of one recipient of a report on several. */
typedef struct {
  char *recipient;
  char *cause;    /* an id, or "unknown" */
  char *code;     /* (nullable) */
  char *enhanced; /* (nullable) */
} TlRecipientResult;

/* Each of them by itself; empty where the report names one alone. Array of TlRecipientResult.
 * (transfer full) */
GPtrArray *tl_diagnose_recipients (const TlEvidence *evidence);

G_END_DECLS
