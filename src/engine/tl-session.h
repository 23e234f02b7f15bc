/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A session: attempts at one job, each run in a worker behind the one thread hop of the program, then
 * diagnosed and explained. Everything here belongs to the thread that made it. */
#pragma once

#include <gio/gio.h>

#include "tl-catalog.h"
#include "tl-explanation.h"
#include "tl-plan.h"
#include "tl-provider.h"
#include "tl-settings.h"

G_BEGIN_DECLS

#define TL_TYPE_SESSION (tl_session_get_type ())
G_DECLARE_FINAL_TYPE (TlSession, tl_session, TL, SESSION, GObject)

/* Properties, notified: "running" (boolean), "steps" (GListModel of TlStep of the attempt under way
 * or last done), "so-far" (boxed: what a job under way has seen, NULL else), "evidence" (boxed),
 * "diagnosis" (boxed), "explanation" (pointer; notified when the language changes, too). */
TlSession *tl_session_new (void);

/* Which language titles, details and explanation are in. Explains anew at once. */
void tl_session_set_catalog (TlSession *session, TlCatalog *catalog);

/* What the job is going to do: hosts, connections, logins. (transfer full) */
TlAnnouncement *tl_session_announce (TlSession *session, TlSettings *settings);

/* Runs a job of any kind that probes or discovers. With `again`, the evidence so far is kept as the
 * earlier attempt, and what changed shows in the explanation. One job at a time: G_IO_ERROR_PENDING.
 * The steps appear in "steps" as they begin. */
void tl_session_run_async (TlSession *session, TlSettings *settings, gboolean again,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
/* TRUE when a result is there, a cancelled one (partial evidence) included. FALSE: bad input or our
 * own failure. */
gboolean tl_session_run_finish (TlSession *session, GAsyncResult *result, GError **error);

/* Explains a pasted text, at once. */
gboolean tl_session_explain_text (TlSession *session, TlSettings *settings, const char *text,
                                  gsize length, const char *stage, GError **error);
/* Takes evidence (a report, a text) with what it means. */
void tl_session_take_result (TlSession *session, TlEvidence *evidence, TlDiagnosis *diagnosis);
/* Takes saved evidence and diagnoses it anew. */
void tl_session_take_evidence (TlSession *session, TlEvidence *evidence);
/* What a text told before the first test (tl_digest_text): it counts in the diagnosis of every test
 * until the session is reset. NULL: nothing. */
void tl_session_set_earlier_text (TlSession *session, TlEvidence *text);
/* The person's own answer as evidence ("user.vpn_off", "yes"); diagnoses anew. */
void tl_session_answer (TlSession *session, const char *fact, const char *value);
/* For whose menus the advice is (an id of data/mail-clients.ini, or ""). Explains anew at once. */
void tl_session_set_program (TlSession *session, const char *program);
/* Forgets evidence and steps. Not while running. */
void tl_session_reset (TlSession *session);

gboolean tl_session_get_running (TlSession *session);
GListModel *tl_session_get_steps (TlSession *session);
TlEvidence *tl_session_get_evidence (TlSession *session);       /* (nullable) */
TlEvidence *tl_session_get_so_far (TlSession *session);         /* (nullable) */
TlDiagnosis *tl_session_get_diagnosis (TlSession *session);     /* (nullable) */
TlExplanation *tl_session_get_explanation (TlSession *session); /* (nullable) */
/* What discovery found in the last job, best first (TlServerOffer), perhaps empty. */
const GPtrArray *tl_session_get_offers (TlSession *session);
/* Notes of the provider that discovery found: stable ids ("app-password"), NULL-terminated. */
const char *const *tl_session_get_provider_notes (TlSession *session);

/* A session file of the contract: settings without a password. */
TlSettings *tl_session_file_parse (const char *text, gsize length, char **language, char **note,
                                   GError **error);
char *tl_session_file_write (TlSettings *settings, const char *language, const char *note);

G_END_DECLS
