/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence as rules and sentences ask it: one value for each name, quickly. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

/* Numbers of names, given at the first use and never taken back, so that a compiled rule asks by
 * number. "before:NAME" and "step:ID" are names, too. */
guint tl_name_intern (const char *name);
/* 0 when no rule ever asked for it. */
guint tl_name_find (const char *name);

typedef struct _TlView TlView;

/* Compile the conditions that will be asked before: a view knows the names that were known when it
 * was made. */
TlView *tl_view_new (const TlEvidence *evidence);
void tl_view_free (TlView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlView, tl_view_free)

/* The value that decides, or NULL. The view's own. */
const char *tl_view_get_by_number (const TlView *view, guint number);
const char *tl_view_get (const TlView *view, const char *name);
const TlEvidence *tl_view_get_evidence (const TlView *view);

/* Every step that was asked for went well, in the deciding attempt. */
gboolean tl_view_went_through (const TlView *view);

/* A step beside the way (siblings, local looks, the goodbye) is never a reason to say that a job
 * failed. */
gboolean tl_step_is_aside (const char *id);

G_END_DECLS
