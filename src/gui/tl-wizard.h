/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the wizard is about, apart from any widget: the account, the sessions, the practice server,
 * the page. Pages bind to it; a window can be thrown away and made anew (another language) without
 * losing anything. */
#pragma once

#include "tl-session.h"

G_BEGIN_DECLS

#define TL_TYPE_WIZARD (tl_wizard_get_type ())
G_DECLARE_FINAL_TYPE (TlWizard, tl_wizard, TL, WIZARD, GObject)

/* Properties, notified:
 *  "settings" (TlSettings, always the same object), "session" (the test and the pasted text),
 *  "discovery" (look-up of settings), "environment" (this computer): TlSession each
 *  "page" (string): name of the page that is shown
 *  "sign-in" (boolean): whether the test logs in
 *  "pasted-text" (string)
 *  "account-problem" (string): what is wrong with the settings, in words, or ""
 *  "announcement" (string): what the test is going to contact
 *  "password-needed" (boolean): the test would log in and no password is held
 *  "practice-title" (string): of the scenario that is served, or ""
 *  "tested" (boolean): the result at hand belongs to a test, not to a pasted text
 * Signals:
 *  "message" (string): something to tell the person, once
 *  "finished": a test has ended and its result is there
 *  "forget-password": whatever still holds a typed password must drop it now */
TlWizard *tl_wizard_new (void);

TlSettings *tl_wizard_get_settings (TlWizard *self);
TlSession *tl_wizard_get_session (TlWizard *self);
TlSession *tl_wizard_get_discovery (TlWizard *self);
TlSession *tl_wizard_get_environment (TlWizard *self);
const char *tl_wizard_get_page (TlWizard *self);
void tl_wizard_set_page (TlWizard *self, const char *page);
gboolean tl_wizard_get_tested (TlWizard *self);
gboolean tl_wizard_get_password_needed (TlWizard *self);
const char *tl_wizard_get_account_problem (TlWizard *self);

void tl_wizard_set_language (TlWizard *self, const char *language);
TlCatalog *tl_wizard_get_catalog (TlWizard *self);
void tl_wizard_set_timeout (TlWizard *self, guint seconds);

/* Takes the password from where it was typed; NULL or "" takes none. */
void tl_wizard_set_password (TlWizard *self, const char *typed);
/* Mends what was typed (tl_settings_normalise) and tells what was mended. FALSE: cannot be used. */
gboolean tl_wizard_normalise (TlWizard *self);

/* Each does nothing while such a job is under way. */
void tl_wizard_run_test (TlWizard *self);
void tl_wizard_discover (TlWizard *self);
void tl_wizard_look_around (TlWizard *self);
/* Cancels whatever runs. */
void tl_wizard_cancel (TlWizard *self);

/* TRUE when there is an explanation to go to. */
gboolean tl_wizard_explain (TlWizard *self);
gboolean tl_wizard_practise (TlWizard *self, const char *scenario);
/* Back to the beginning: account, results and practice server are dropped. */
void tl_wizard_start_over (TlWizard *self);

/* "PORT/SECURITY" ("465/tls") or "host=NAME". FALSE when it makes no sense. */
gboolean tl_wizard_adopt (TlWizard *self, const char *suggestion);
/* The Nth server that discovery offers. */
gboolean tl_wizard_use_offer (TlWizard *self, guint index);

/* A saved session, a report, or a text with an error in it. Returns the page to go to, or NULL when
 * it is none of these; "language" (transfer full, nullable) is the one that a session file asks for. */
const char *tl_wizard_take_file (TlWizard *self, const char *bytes, gsize length,
                                 gboolean may_be_text, char **language, GError **error);

/* Fix steps that are ticked off. */
gboolean tl_wizard_get_ticked (TlWizard *self, const char *cause, const char *fix);
void tl_wizard_set_ticked (TlWizard *self, const char *cause, const char *fix, gboolean ticked);

G_END_DECLS
