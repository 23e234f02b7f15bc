/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of the window: list of steps, pages, Back and Next. The only file that knows AdwLeaflet,
 * so that a newer libadwaita's split view changes nothing else. It is thrown away and made anew when
 * the language changes. */
#pragma once

#include "tl-wizard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_WIZARD_SHELL (tl_wizard_shell_get_type ())
G_DECLARE_FINAL_TYPE (TlWizardShell, tl_wizard_shell, TL, WIZARD_SHELL, AdwBin)

/* Properties, notified: "can-go-next", "can-go-back" (boolean). */
GtkWidget *tl_wizard_shell_new (TlWizard *wizard);

/* FALSE where it makes no sense to go there now. */
gboolean tl_wizard_shell_go (TlWizardShell *self, const char *page);
void tl_wizard_shell_next (TlWizardShell *self);
void tl_wizard_shell_back (TlWizardShell *self);
/* Lets the current page hand over what it holds (a typed password) before something is done. */
void tl_wizard_shell_commit (TlWizardShell *self);
/* For a few seconds. */
void tl_wizard_shell_say (TlWizardShell *self, const char *message);
/* Until it is dismissed: something that was asked for could not be done. */
void tl_wizard_shell_warn (TlWizardShell *self, const char *message);
GtkWidget *tl_wizard_shell_get_default_widget (TlWizardShell *self);
/* The page of that name, for the operations that belong to one page. */
GtkWidget *tl_wizard_shell_get_page (TlWizardShell *self, const char *name);

G_END_DECLS
