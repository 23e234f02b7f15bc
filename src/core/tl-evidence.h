/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was observed in a job: the one value that diagnosis, explanation and report are made from.
 *
 * Evidence is immutable and may be shared between threads; it is built by a TlEvidenceBuilder.
 * It holds no words of ours, only facts, codes and the servers' own (redacted) text, so that it can
 * be explained in any language later. A saved report is an evidence file (tl-evidence-json.h). */
#pragma once

#include "tl-settings.h"
#include "tl-step.h"

G_BEGIN_DECLS

typedef enum {
  TL_SOURCE_PROBE,
  TL_SOURCE_LOCAL,
  TL_SOURCE_TEXT,
  TL_SOURCE_USER
} TlSource;
const char *tl_source_to_string (TlSource source);

/* One observation. All strings are owned by the evidence, never NULL, valid UTF-8. */
typedef struct {
  char *fact; /* a name of docs/facts.md */
  char *value;
  char *step;    /* id of the step that saw it, or "" */
  char *target;  /* "192.0.2.1:587", a name, or "" */
  guint attempt; /* from 1 */
  TlSource source;
} TlFact;

typedef struct {
  char *id;
  char *target;
  guint attempt;
  TlOutcome outcome;
  double start_ms; /* since the attempt began */
  double elapsed_ms;
} TlStepRecord;

typedef struct {
  gboolean sent;
  double at_ms;
  char *text; /* without the line end; controls as <XXXX>, secrets as [hidden: …] */
} TlTranscriptLine;

/* A row of the survey: one port and encryption of one address (contract: "alternatives"). */
typedef struct {
  guint port;
  TlSecurity security;
  TlFamily family;
  char *address;
  char *state; /* open, refused, filtered, unreachable, unknown */
  TlOutcome outcome;
  char *offers; /* blank-separated */
  gboolean recommended;
} TlAlternative;

/* A row of the data-channel table (contract: "data_channels"). */
typedef struct {
  char *mode;       /* epsv, pasv, eprt, port */
  char *protection; /* clear, private */
  TlOutcome outcome;
  char *reason; /* stable word, "" when ok */
  gboolean recommended;
  char *address; /* (nullable) of PASV, where the two differ: announced, peer (of the control) */
} TlDataChannel;

typedef struct _TlEvidence TlEvidence;
#define TL_TYPE_EVIDENCE (tl_evidence_get_type ())
GType tl_evidence_get_type (void);
TlEvidence *tl_evidence_ref (TlEvidence *evidence);
void tl_evidence_unref (TlEvidence *evidence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlEvidence, tl_evidence_unref)

/* What was asked: a copy of the settings, without the password. (transfer none) */
TlSettings *tl_evidence_get_settings (const TlEvidence *evidence);
/* RFC 3339, UTC. */
const char *tl_evidence_get_started (const TlEvidence *evidence);
double tl_evidence_get_elapsed_ms (const TlEvidence *evidence);
gboolean tl_evidence_get_cancelled (const TlEvidence *evidence);
/* The highest attempt number; 1 where there was only one. */
guint tl_evidence_get_attempts (const TlEvidence *evidence);

/* Arrays of the structs above, in the order of recording. (transfer none) */
const GPtrArray *tl_evidence_get_facts (const TlEvidence *evidence);         /* TlFact */
const GPtrArray *tl_evidence_get_steps (const TlEvidence *evidence);         /* TlStepRecord */
const GPtrArray *tl_evidence_get_transcript (const TlEvidence *evidence);    /* TlTranscriptLine */
const GPtrArray *tl_evidence_get_alternatives (const TlEvidence *evidence);  /* TlAlternative */
const GPtrArray *tl_evidence_get_data_channels (const TlEvidence *evidence); /* TlDataChannel */

/* The flat view of the deciding (last) attempt: the last value recorded of a fact; facts that only
 * an earlier attempt, a local look or the user gave are there too. NULL when never seen. */
const char *tl_evidence_get (const TlEvidence *evidence, const char *fact);
/* The same for one attempt alone. */
const char *tl_evidence_get_at (const TlEvidence *evidence, const char *fact, guint attempt);
/* The value a certain step saw, at a certain target (NULL: any), in the deciding attempt. */
const char *tl_evidence_get_from (const TlEvidence *evidence, const char *fact, const char *step,
                                  const char *target);
gboolean tl_evidence_is (const TlEvidence *evidence, const char *fact, const char *value);
/* Names of the flat view, sorted. (transfer container) */
GPtrArray *tl_evidence_list_names (const TlEvidence *evidence);
/* The last record of a step in the deciding attempt, or NULL. */
const TlStepRecord *tl_evidence_get_step (const TlEvidence *evidence, const char *id);

/* The same evidence with one more fact, of the deciding attempt. (transfer full) */
TlEvidence *tl_evidence_with_fact (const TlEvidence *evidence, TlSource source, const char *fact,
                                   const char *value);

/* The same evidence explained for another program of the person (an id of data/mail-clients.ini, or
 * ""). (transfer full) */
TlEvidence *tl_evidence_with_program (const TlEvidence *evidence, const char *program);

/* ------------------------------------------------------------------ building */

typedef struct _TlEvidenceBuilder TlEvidenceBuilder;

/* Keeps a copy of `settings` without the password. Safe to use from several threads at once. */
TlEvidenceBuilder *tl_evidence_builder_new (TlSettings *settings);
/* Goes on from what was seen before: the next records belong to a new attempt. */
TlEvidenceBuilder *tl_evidence_builder_new_attempt (TlSettings *settings, const TlEvidence *before);
TlEvidenceBuilder *tl_evidence_builder_ref (TlEvidenceBuilder *builder);
void tl_evidence_builder_unref (TlEvidenceBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlEvidenceBuilder, tl_evidence_builder_unref)
guint tl_evidence_builder_get_attempt (TlEvidenceBuilder *builder);

/* Values are made valid UTF-8 and cut to 4,096 bytes. */
void tl_evidence_builder_add (TlEvidenceBuilder *builder, TlSource source, const char *step,
                              const char *target, const char *fact, const char *value);
void tl_evidence_builder_add_fact (TlEvidenceBuilder *builder, const TlFact *fact);
void tl_evidence_builder_add_step (TlEvidenceBuilder *builder, const char *id, const char *target,
                                   TlOutcome outcome, double start_ms, double elapsed_ms);
/* The same for a record with an attempt of its own (reading a report). */
void tl_evidence_builder_add_step_record (TlEvidenceBuilder *builder, const TlStepRecord *step);
void tl_evidence_builder_add_line (TlEvidenceBuilder *builder, gboolean sent, double at_ms,
                                   const char *text);
void tl_evidence_builder_add_alternative (TlEvidenceBuilder *builder, const TlAlternative *row);
void tl_evidence_builder_add_data_channel (TlEvidenceBuilder *builder, const TlDataChannel *row);
/* The last value recorded in this attempt, (transfer full), or NULL. */
char *tl_evidence_builder_dup (TlEvidenceBuilder *builder, const char *fact);
void tl_evidence_builder_set_started (TlEvidenceBuilder *builder, const char *rfc3339);
void tl_evidence_builder_set_cancelled (TlEvidenceBuilder *builder, gboolean cancelled);
void tl_evidence_builder_set_elapsed (TlEvidenceBuilder *builder, double elapsed_ms);
/* What is tested after all, where discovery found it (a copy without the password is kept). */
void tl_evidence_builder_set_settings (TlEvidenceBuilder *builder, TlSettings *settings);
/* A snapshot; building may go on. (transfer full) */
TlEvidence *tl_evidence_builder_snapshot (TlEvidenceBuilder *builder);
/* The same without a copy, for the only owner of the builder, which is gone then. (transfer full) */
TlEvidence *tl_evidence_builder_finish (TlEvidenceBuilder *builder);

G_END_DECLS
