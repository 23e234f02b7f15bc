/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A step of the test, as it stands at the moment. */
#pragma once

#include "tl-step.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_STEP_ROW (tl_step_row_get_type ())
G_DECLARE_FINAL_TYPE (TlStepRow, tl_step_row, TL, STEP_ROW, GtkListBoxRow)

/* Property "step" (TlStep). */
GtkWidget *tl_step_row_new (TlStep *step);
/* The same as a GtkListBoxCreateWidgetFunc. */
GtkWidget *tl_step_row_create (gpointer step, gpointer user_data);

G_END_DECLS
