/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A sentence in a list, with an icon. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_TEXT_ROW (tl_text_row_get_type ())
G_DECLARE_FINAL_TYPE (TlTextRow, tl_text_row, TL, TEXT_ROW, GtkListBoxRow)

/* `text` is shown as it is, never as markup. */
GtkWidget *tl_text_row_new (const char *icon_name, const char *text);

G_END_DECLS
