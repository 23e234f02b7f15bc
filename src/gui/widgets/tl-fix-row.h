/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A thing to do, to be ticked off. */
#pragma once

#include "tl-explanation.h"
#include "tl-wizard.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_FIX_ROW (tl_fix_row_get_type ())
G_DECLARE_FINAL_TYPE (TlFixRow, tl_fix_row, TL, FIX_ROW, GtkListBoxRow)

/* `wizard` remembers whether it is ticked off. */
GtkWidget *tl_fix_row_new (TlWizard *wizard, const char *cause, const TlFixText *fix);

G_END_DECLS
