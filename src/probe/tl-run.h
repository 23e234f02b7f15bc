/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One job under way: what every step function gets. Steps are blocking, small, timed and named; they
 * record facts and know nothing of threads, words or causes. */
#pragma once

#include "tl-channel.h"
#include "tl-evidence.h"
#include "tl-plan.h"
#include "tl-resolver.h"

G_BEGIN_DECLS

/* Limits of the steps, ms (design, "Probing"). */
#define TL_LIMIT_DNS 8000
#define TL_LIMIT_CONNECT 10000
#define TL_LIMIT_GREETING 20000
#define TL_LIMIT_REPLY 20000
#define TL_LIMIT_TLS 10000
#define TL_LIMIT_DATA 10000
#define TL_LIMIT_QUIT 2000
/* Of a job with more time than usual, two thirds of which a greeting or a reply may take. */
#define TL_LIMIT_PATIENCE 450000

/* A step began or ended, on the worker's thread. `record` is valid during the call only; its outcome
 * is TL_OUTCOME_RUNNING at the beginning. */
typedef void (*TlStepFunc) (const TlStepRecord *record, gpointer user_data);

typedef struct _TlRun TlRun;

TlSettings *tl_run_get_settings (TlRun *run);
TlIo *tl_run_get_io (TlRun *run);
TlResolver *tl_run_get_resolver (TlRun *run);
TlTlsTrust *tl_run_get_trust (TlRun *run);
TlEvidenceBuilder *tl_run_get_builder (TlRun *run);
gboolean tl_run_is_cancelled (TlRun *run);
/* Whether the way to the server has changed since the job began: what is seen then does not fit together
 * any more, and no further look is taken. */
gboolean tl_run_is_disturbed (TlRun *run);

/* Begins a step. Facts recorded with tl_run_fact until tl_run_end belong to it. One step at a time
 * a thread of work; parallel ones (siblings) use tl_evidence_builder_add themselves. */
void tl_run_begin (TlRun *run, const char *id, const char *target);
void tl_run_fact (TlRun *run, const char *fact, const char *value);
void tl_run_factf (TlRun *run, const char *fact, const char *format, ...) G_GNUC_PRINTF (3, 4);
void tl_run_fact_ms (TlRun *run, const char *fact, double ms);
void tl_run_yes_no (TlRun *run, const char *fact, gboolean yes);
/* Ends it. Returns whether the outcome is OK or WARNING. */
gboolean tl_run_end (TlRun *run, TlOutcome outcome);
/* Records "step.failure" and ends it as failed (as skipped when cancelled). Always FALSE. */
gboolean tl_run_fail (TlRun *run, TlFailure failure);
/* The same for what is no TlFailure: "refused", "name", "reply", "not-offered", "not-allowed" … Always FALSE. */
gboolean tl_run_fail_as (TlRun *run, const char *failure);
/* A step that is not done, so that nobody takes it for a success. */
void tl_run_skip (TlRun *run, const char *id, const char *reason);
/* The facts of a reply, under "smtp.reply." or "ftp.reply.": stage, code, enhanced, text. The reports
 * show what was recorded last: after a negative reply, a positive one is not recorded any more. */
void tl_run_reply (TlRun *run, const char *stage, const TlReply *reply);

/* The step dns.resolve with all its facts, once a job: a second call says what the first one found.
 * FALSE where the name gives no address. */
gboolean tl_run_resolve (TlRun *run);
/* Whether this computer has an address in the same private range (tl_address_is_near). */
gboolean tl_run_is_near (const TlAddress *address);
/* What it found: array of TlAddress (port 0), NULL before tl_run_resolve, empty where it found none. */
const GPtrArray *tl_run_get_addresses (TlRun *run);

/* A connection to the settings' host: dns.resolve and tcp.connect, with all their facts, then (where
 * it does not open) ports.siblings. NULL where there is none. */
TlChannel *tl_run_connect (TlRun *run, guint port);
/* One more connection to the address that answered before (the step tcp.connect again), without a
 * look at sibling ports. NULL where it does not open. */
TlChannel *tl_run_connect_again (TlRun *run);
/* The TLS step ("tls.handshake") on a channel, with its facts; FALSE unless complete and verified. */
gboolean tl_run_tls (TlRun *run, TlChannel *channel, const char *alpn);

/* ------------------------------------------------------------------ for the engine */

/* What the settings will lead to: a pure function. */
TlAnnouncement *tl_plan_announce (TlSettings *settings);

/* Does the job in the calling thread and leaves everything in `builder`. FALSE with
 * G_IO_ERROR_CANCELLED (the partial evidence is good) or TL_ERROR. */
gboolean tl_run_job (TlSettings *settings, TlEvidenceBuilder *builder, TlStepFunc func,
                     gpointer user_data, GCancellable *cancellable, GError **error);

/* All step ids that probes can record, for the checks. NULL-terminated, static. */
const char *const *tl_run_list_steps (void);

G_END_DECLS
