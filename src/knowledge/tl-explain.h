/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From a diagnosis to words in one language: a pure function. */
#pragma once

#include "tl-catalog.h"
#include "tl-explanation.h"
#include "tl-plan.h"

G_BEGIN_DECLS

TlExplanation *tl_explain (const TlEvidence *evidence, const TlDiagnosis *diagnosis,
                           const TlCatalog *catalog);

/* Title ("Connecting to the server") and detail ("192.0.2.1:587 answered in 12 ms") of a step from
 * its id, outcome and the facts that it recorded. `detail` may come out as "". (transfer full) */
char *tl_explain_step_title (const char *id, const TlCatalog *catalog);
char *tl_explain_step_detail (const TlEvidence *evidence, const TlStepRecord *step,
                              const TlCatalog *catalog);

/* A word of "step.failure" as a sentence ("The connection was refused."). (transfer full) */
char *tl_explain_failure (const char *failure, const TlCatalog *catalog);

/* A moment (RFC 3339) as a date in the catalogue's language; NULL for what is none. (transfer full) */
char *tl_explain_date (const char *time, const TlCatalog *catalog);
/* The same as "2026-11-22 14:05:09", in UTC and to the second, as logs are searched. (transfer full) */
char *tl_explain_clock (const char *time);
/* With the catalogue's own decimal mark, at most 9 decimals. (transfer full) */
char *tl_explain_decimal (double value, guint decimals, const TlCatalog *catalog);

/* A row of the table of data channels: what was tried ("PASV, encrypted"), and in a sentence what came
 * of it. (transfer full) */
char *tl_explain_channel_name (const TlDataChannel *row, const TlCatalog *catalog);
char *tl_explain_channel_detail (const TlDataChannel *row, const TlCatalog *catalog);

/* Before a test: which hosts, how many connections and logins, what is sent; and, "" where nothing, what
 * only some outcomes lead to. (transfer full) */
char *tl_explain_announcement (const TlAnnouncement *announcement, const TlCatalog *catalog);
char *tl_explain_announcement_more (const TlAnnouncement *announcement, const TlCatalog *catalog);

/* What a mend of tl_settings_normalise was ("host-from-url"). (transfer full) */
char *tl_explain_note (const char *note, const TlCatalog *catalog);

/* Name of a fact for a person ("Reply code"), its own name where there is no better. */
const char *tl_explain_fact_name (const char *fact, const TlCatalog *catalog);
/* One side of a TlChange, made visible: a sentence where there is one ("The port accepts connections."),
 * else the value; a dash for "". NULL for a fact that has no name for a person. (transfer full) */
char *tl_explain_change (const char *fact, const char *value, const TlCatalog *catalog);

/* The titles of all causes for a list; see tl-kb.h for the rest. */
const char *tl_explain_cause_title (const char *id, const TlCatalog *catalog);
const char *tl_explain_actor (TlActor actor, const TlCatalog *catalog);
/* "Almost certain", "Likely", "Possible", "Only a guess" */
const char *tl_explain_sureness (double confidence, const TlCatalog *catalog);

/* A cause by itself, without evidence (placeholders that have no value become general words). */
TlCauseText *tl_explain_cause (const char *id, const TlCatalog *catalog);

/* Whom to ask about a cause, and a message to them made from the evidence: what was tried, what came
 * back, what worked. NULL where nobody else has to act. Nothing is hidden here: redact the evidence
 * beforehand (tl_evidence_redact). (transfer full) */
TlContact *tl_contact_message (const TlEvidence *evidence, const char *cause,
                               const TlCatalog *catalog);
/* Writes the messages of an explanation anew, in the language of `catalog`; whom to ask stays in the
 * person's own. */
void tl_contact_translate (TlExplanation *explanation, const TlEvidence *evidence,
                           const TlCatalog *catalog);

G_END_DECLS
