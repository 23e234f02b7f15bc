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
 *  "settings" (TlSettings, always the same object), "session" (the test or an opened report),
 *  "message" (the text that is explained, apart from any test),
 *  "discovery" (look-up of settings), "environment" (this computer), "survey" (the usual
 *  ports), "domain" (what a domain publishes): TlSession each
 *  "domain-settings" (TlSettings, always the same object): what the look at a domain asks
 *  "domain-problem", "domain-announcement" (string): as for the account and the test
 *  "page" (string): name of the page that is shown
 *  "sign-in" (boolean): whether the test logs in
 *  "message-text" (GBytes): what "message" was made from, NULL without any
 *  "reading" (boolean), "progress" (double, 0 to 1): a file or a text is being read in a worker
 *  "account-problem" (string): what is wrong with the settings, in words, or ""
 *  "announcement" (string): what the test is going to contact
 *  "announcement-more" (string): what only some outcomes lead to
 *  "password-needed" (boolean): the test would log in and no password is held
 *  "practice-title" (string): of the scenario that is served, or ""
 *  "tested" (boolean): the result at hand belongs to a test, not to a pasted text
 *  "waiting" (string): how long until the test is run again, in words; "" where nothing is waited for
 *  "way-back" (string): what the person has switched off for a try and has to undo, in words, or ""
 * Signals:
 *  "message" (string): something to tell the person, once
 *  "refused" (string): something that was asked for could not be done
 *  "opened" (string, string): what was opened is there: the page to go to, and the language ("" where
 *   none) that a session file asks for
 *  "due": the wait is over, the test has to be run now
 *  "finished": a test has ended and its result is there
 *  "forget-password": whatever still holds a typed password must drop it now */
TlWizard *tl_wizard_new (void);

TlSettings *tl_wizard_get_settings (TlWizard *self);
TlSession *tl_wizard_get_session (TlWizard *self);
TlSession *tl_wizard_get_discovery (TlWizard *self);
TlSession *tl_wizard_get_environment (TlWizard *self);
TlSession *tl_wizard_get_survey (TlWizard *self);
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
/* The next test alone has this setting (a property with a number behind it) otherwise. */
void tl_wizard_set_once (TlWizard *self, const char *property, int value);
/* A try: the person has changed one thing, and the next test shows the difference. The person vouches
 * for `fact` ("user.vpn_off"; nullable) in it. `way_back` (nullable, N_(), static) is told until it is
 * undone. tl-wizard-try.c */
void tl_wizard_begin_try (TlWizard *self, const char *fact, const char *way_back);
void tl_wizard_end_try (TlWizard *self);
/* Whether the result at hand is that of a test which went wrong with the settings of now: what a try
 * can be compared with. */
gboolean tl_wizard_has_failed (TlWizard *self);
/* The test comes first; tl_wizard_take_to_try() then tells, once, what was to be tried. */
void tl_wizard_set_to_try (TlWizard *self, const char *step);
char *tl_wizard_take_to_try (TlWizard *self); /* (nullable) (transfer full) */
/* Counts down, then says "due". A second call begins anew. tl-wizard-wait.c */
void tl_wizard_wait_and_test (TlWizard *self, guint seconds);
void tl_wizard_stop_waiting (TlWizard *self);
/* Whether the test that has begun or ended was one that was waited for; asked once. */
gboolean tl_wizard_take_waited (TlWizard *self);
void tl_wizard_discover (TlWizard *self);
void tl_wizard_look_around (TlWizard *self);
/* Every usual port of the server, without a login. */
void tl_wizard_survey_ports (TlWizard *self);
/* What a domain publishes for its mail, and what lists say of it. tl-wizard-domain.c */
void tl_wizard_check_domain (TlWizard *self);
/* Fills in the domain that the result shown is about, and what is known of it. What was entered for
 * that same domain stays. */
void tl_wizard_prepare_domain (TlWizard *self);
TlSession *tl_wizard_get_domain (TlWizard *self);
TlSettings *tl_wizard_get_domain_settings (TlWizard *self);
/* Cancels whatever runs. */
void tl_wizard_cancel (TlWizard *self);
/* With the program: what runs is cancelled and not waited for, the password forgotten, the practice server
 * stopped. */
void tl_wizard_end (TlWizard *wizard);

gboolean tl_wizard_practise (TlWizard *self, const char *scenario);
/* Back to the beginning: account, results and practice server are dropped. */
void tl_wizard_start_over (TlWizard *self);

/* "PORT/SECURITY" ("465/tls") or "host=NAME". FALSE when it makes no sense. */
gboolean tl_wizard_adopt (TlWizard *self, const char *suggestion);
/* The Nth server that discovery offers. */
gboolean tl_wizard_use_offer (TlWizard *self, guint index);

/* A saved session, a report, or a text with an error in it, read in a worker; "opened" or "refused"
 * follows. */
void tl_wizard_open_file (TlWizard *self, GFile *file);
/* A text that was typed or pasted. The latest input wins. */
void tl_wizard_read_message (TlWizard *self, GBytes *text);
void tl_wizard_clear_message (TlWizard *self);
void tl_wizard_cancel_reading (TlWizard *self);
gboolean tl_wizard_get_reading (TlWizard *self);
TlSession *tl_wizard_get_message (TlWizard *self);
GBytes *tl_wizard_get_message_text (TlWizard *self);     /* (nullable) */
const char *tl_wizard_get_message_name (TlWizard *self); /* (nullable) of the file */
guint64 tl_wizard_get_message_size (TlWizard *self);     /* bytes of the whole input */
/* Where in the message stands what was found, and the words that decided ("text.words"). Array of
 * TlSpan. (transfer full) */
GPtrArray *tl_wizard_list_message_spans (TlWizard *self);
/* That of the page which is shown: a report is made of it. */
TlSession *tl_wizard_get_shown_session (TlWizard *self);

/* A field where the message says something else than what was entered. */
typedef struct {
  const char *title;
  char *mine;
  char *theirs;
} TlClash;
GPtrArray *tl_wizard_list_clashes (TlWizard *self); /* TlClash (transfer full) */
/* Fills in what the message tells of the account, and keeps it as evidence for the test's diagnosis.
 * What was entered stays, unless `overwrite`. FALSE where that is not possible now. */
gboolean tl_wizard_continue_from_message (TlWizard *self, gboolean overwrite);
gboolean tl_wizard_can_test_message (TlWizard *self);

/* The message to whoever can help with a cause of the session shown, redacted as reports are; NULL where there is none.
 * (transfer full) */
TlContact *tl_wizard_make_contact (TlWizard *self, const char *cause, gboolean in_english);
/* Fix steps that are ticked off. */
gboolean tl_wizard_get_ticked (TlWizard *self, const char *cause, const char *fix);
void tl_wizard_set_ticked (TlWizard *self, const char *cause, const char *fix, gboolean ticked);

G_END_DECLS
