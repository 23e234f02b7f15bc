/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of the sidebar: one step of the wizard and how it stands. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_STEPS_ROW (tl_steps_row_get_type ())
G_DECLARE_FINAL_TYPE (TlStepsRow, tl_steps_row, TL, STEPS_ROW, GtkListBoxRow)

/* `icon`: that of a page beside the steps; NULL for a step. */
GtkWidget *tl_steps_row_new (const char *name, const char *title, const char *icon);
const char *tl_steps_row_get_name (TlStepsRow *self);
/* "" for a step that is still to come. */
void tl_steps_row_set_state (TlStepsRow *self, gboolean current, gboolean done);

G_END_DECLS
