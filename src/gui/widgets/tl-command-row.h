/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A command for a terminal, with what it is for and a button that copies it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_COMMAND_ROW (tl_command_row_get_type ())
G_DECLARE_FINAL_TYPE (TlCommandRow, tl_command_row, TL, COMMAND_ROW, GtkListBoxRow)

GtkWidget *tl_command_row_new (const char *title, const char *command);

G_END_DECLS
