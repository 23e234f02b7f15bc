/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening and saving: the only place of the wizard that touches files. */
#pragma once

#include "tl-window.h"

G_BEGIN_DECLS

/* Files and texts may be dropped on the window from now on, and what is opened is gone to. */
void tl_window_files_watch (TlWindow *self);
/* Asks for a file. */
void tl_window_ask_open (TlWindow *self);
void tl_window_open_file (TlWindow *self, GFile *file);
/* Asks where to, and writes the report: its ending decides the format. */
void tl_window_ask_export (TlWindow *self);
/* The settings without the password (".throughline"). */
void tl_window_ask_save_session (TlWindow *self);
/* The report as text, without anybody's whole address. (transfer full), or NULL. */
char *tl_window_make_report (TlWindow *self, const char *file_name);

G_END_DECLS
