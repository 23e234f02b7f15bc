/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A scenario to practise with. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PRACTICE_ROW (tl_practice_row_get_type ())
G_DECLARE_FINAL_TYPE (TlPracticeRow, tl_practice_row, TL, PRACTICE_ROW, AdwActionRow)

GtkWidget *tl_practice_row_new (const char *name, const char *title);

G_END_DECLS
