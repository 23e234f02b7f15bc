/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One step of a job as a front end shows it: an item of the session's list of steps. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  TL_OUTCOME_RUNNING,
  TL_OUTCOME_OK,
  TL_OUTCOME_WARNING,
  TL_OUTCOME_FAILED,
  TL_OUTCOME_SKIPPED
} TlOutcome;

#define TL_TYPE_STEP (tl_step_get_type ())
G_DECLARE_FINAL_TYPE (TlStep, tl_step, TL, STEP, GObject)

/* Properties, all readable, notified on change: "id" (stable: "tcp.connect"), "target" (what it was
 * done to: "192.0.2.1:587", or ""), "attempt" (from 1), "outcome" (TlOutcome), "start-ms" and
 * "elapsed-ms" (double, since the start of the attempt), "title" and "detail" (words for a person,
 * set by the engine in the session's language). */
TlStep *tl_step_new (const char *id, const char *target, guint attempt, double start_ms);
void tl_step_finish (TlStep *step, TlOutcome outcome, double elapsed_ms);
void tl_step_set_words (TlStep *step, const char *title, const char *detail);

const char *tl_step_get_id (TlStep *step);
const char *tl_step_get_target (TlStep *step);
const char *tl_step_get_title (TlStep *step);
const char *tl_step_get_detail (TlStep *step);
TlOutcome tl_step_get_outcome (TlStep *step);
guint tl_step_get_attempt (TlStep *step);
double tl_step_get_start_ms (TlStep *step);
double tl_step_get_elapsed_ms (TlStep *step);

G_END_DECLS
