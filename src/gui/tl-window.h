/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: it holds the shell and offers every operation of the wizard as an action. */
#pragma once

#include "tl-wizard-shell.h"

G_BEGIN_DECLS

#define TL_TYPE_WINDOW (tl_window_get_type ())
G_DECLARE_FINAL_TYPE (TlWindow, tl_window, TL, WINDOW, AdwApplicationWindow)

/* `preferences` may be NULL. */
TlWindow *tl_window_new (GtkApplication *application, TlWizard *wizard, GSettings *preferences);
TlWizard *tl_window_get_wizard (TlWindow *self);
TlWizardShell *tl_window_get_shell (TlWindow *self);

/* Makes the inside anew, in the language that is set now; nothing is lost. */
void tl_window_rebuild (TlWindow *self);
/* Commits what is typed, goes to the test and starts it, or asks for the password there. */
void tl_window_run_test (TlWindow *self);
void tl_window_practise (TlWindow *self, const char *scenario);

G_END_DECLS
