/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A cause in words: how sure, why, whose words, what to do. */
#pragma once

#include "tl-explanation.h"
#include "tl-wizard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_CAUSE_VIEW (tl_cause_view_get_type ())
G_DECLARE_FINAL_TYPE (TlCauseView, tl_cause_view, TL, CAUSE_VIEW, AdwBin)

/* `first`: the likeliest cause, shown in full; the others begin closed. */
GtkWidget *tl_cause_view_new (TlWizard *wizard, const TlCauseText *cause, gboolean first);

/* The same in pieces, so that a frame can be drawn between them: its head, then with each call what comes
 * next below. FALSE: that was the last piece. `cause` is the one that it began with. */
TlCauseView *tl_cause_view_begin (TlWizard *wizard, const TlCauseText *cause, gboolean first);
gboolean tl_cause_view_go_on (TlCauseView *view, const TlCauseText *cause);

G_END_DECLS
