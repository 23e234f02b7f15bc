/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the printers of a report share. */
#pragma once

#include "tl-report.h"

G_BEGIN_DECLS

typedef struct {
  const TlEvidence *evidence;
  const TlDiagnosis *diagnosis;
  const TlExplanation *explanation;
  const TlCatalog *catalog;
  const TlReportStyle *style;
} TlReport;

char *tl_report_write_text (const TlReport *report); /* tl-report-text.c */
char *tl_report_write_json (const TlReport *report); /* tl-report-json.c */
char *tl_report_write_html (const TlReport *report); /* tl-report-html.c */

/* ---- tl-report-lines.c */

/* "worked", "failed", … in the report's language. */
const char *tl_report_outcome (const TlReport *report, TlOutcome outcome);
/* "Port 465, TLS, 192.0.2.1: open" … of a row of the survey. (transfer full) */
gboolean tl_report_alternative_matters (const GPtrArray *rows, guint index);
char *tl_report_alternative (const TlReport *report, const TlAlternative *row);
/* A cause of a log and how many of its lines tell of it, the most frequent first: its id (transfer
 * full), or NULL behind the last. */
char *tl_report_count (const TlReport *report, guint i, guint64 *lines);
/* "12  Mailbox full" (transfer full), or NULL. */
char *tl_report_count_line (const TlReport *report, guint i);
/* "anna@example.org: Nobody has this address (S-08), 550 5.1.1" (transfer full) */
char *tl_report_recipient_line (const TlReport *report, const TlRecipientText *recipient);
/* Two sentences of ours, in which what was filled in is isolated already: "Name: detail". (transfer full) */
char *tl_report_name_and_detail (const TlReport *report, const char *name, const char *detail);
/* A row of what was seen of this computer, and whether it is worth a line where not all is shown. */
gboolean tl_report_sight_matters (const TlReport *report, const TlSightText *sight);
/* "VPN: A VPN is active: tun tun0. It stops …" (transfer full) */
char *tl_report_sight_line (const TlReport *report, const TlSightText *sight);
/* "12.3 ms" (transfer full) */
char *tl_report_time (const TlReport *report, double ms);
/* Foreign words, harmless. (transfer full) */
char *tl_report_visible (const char *text);

G_END_DECLS
