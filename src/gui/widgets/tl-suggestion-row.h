/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Something to try in place of what is set: one click adopts it and tests again. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_SUGGESTION_ROW (tl_suggestion_row_get_type ())
G_DECLARE_FINAL_TYPE (TlSuggestionRow, tl_suggestion_row, TL, SUGGESTION_ROW, AdwActionRow)

GtkWidget *tl_suggestion_row_new (const char *title, const char *target);

G_END_DECLS
