/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing results: one tree, several printers. */
#pragma once

#include "tl-catalog.h"
#include "tl-explanation.h"

G_BEGIN_DECLS

typedef enum {
  TL_FORMAT_TEXT,
  TL_FORMAT_JSON,
  TL_FORMAT_HTML
} TlFormat;

typedef struct {
  TlFormat format;
  gboolean colour;  /* text only */
  gboolean verbose; /* text only: all facts and the conversation */
} TlReportStyle;

/* The whole report. Redact the evidence beforehand (tl_evidence_redact). Ends with a line end.
 * (transfer full) */
char *tl_report_write (const TlEvidence *evidence, const TlDiagnosis *diagnosis,
                       const TlExplanation *explanation, const TlCatalog *catalog,
                       const TlReportStyle *style);

G_END_DECLS
