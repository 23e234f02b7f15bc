/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One attempt, from settings to diagnosis, in the calling thread: discovery where it is asked for,
 * then the probes, then what it means. It knows no main loop; the session gives it a worker. */
#pragma once

#include "tl-diagnosis.h"
#include "tl-discover.h"
#include "tl-plan.h"
#include "tl-run.h"

G_BEGIN_DECLS

typedef struct _TlJob TlJob;

/* Works on a copy of `settings`; `before` (nullable) is the evidence that this attempt goes on from. */
TlJob *tl_job_new (TlSettings *settings, const TlEvidence *before);
void tl_job_free (TlJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlJob, tl_job_free)

/* Adds to `plan` whom the job asks beyond what its steps contact. */
void tl_job_announce (TlSettings *settings, TlAnnouncement *plan);
/* TRUE when a result is there, that of a cancelled run included. FALSE: bad input or our own failure. */
gboolean tl_job_run (TlJob *job, TlStepFunc func, gpointer user_data, GCancellable *cancellable,
                     GError **error);

/* What was seen so far; may be called while it runs, from the thread that runs it. (transfer full) */
TlEvidence *tl_job_dup_evidence (TlJob *job);

/* After a run that gave a result. (transfer none) */
TlEvidence *tl_job_get_evidence (TlJob *job);
TlDiagnosis *tl_job_get_diagnosis (TlJob *job);
/* NULL where nothing was looked for. */
const TlDiscovery *tl_job_get_discovery (TlJob *job);

G_END_DECLS
