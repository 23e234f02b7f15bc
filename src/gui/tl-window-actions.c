/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-window-actions.h"

#include "pages/tl-codes-page.h"
#include "pages/tl-message-page.h"
#include "pages/tl-test-page.h"
#include "tl-enum-types.h"
#include "tl-next-step.h"
#include "tl-window-files.h"
#include "tl-window-try.h"

#include <glib/gi18n.h>

static void
set_enabled (TlWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
tl_window_actions_update (TlWindow *self)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  TlSession *session;
  TlSession *shown;
  g_autofree char *domain = NULL;
  gboolean running, busy, result, next, back;

  /* While the window is made or taken apart. */
  if (tl_window_get_shell (self) == NULL)
    return;
  session = tl_wizard_get_session (wizard);
  running = tl_session_get_running (session);
  busy = running || tl_session_get_running (tl_wizard_get_discovery (wizard)) ||
         tl_session_get_running (tl_wizard_get_environment (wizard)) ||
         tl_session_get_running (tl_wizard_get_survey (wizard)) ||
         tl_session_get_running (tl_wizard_get_domain (wizard)) || tl_wizard_get_reading (wizard);
  shown = tl_wizard_get_shown_session (wizard);
  result = !tl_session_get_running (shown) && tl_session_get_explanation (shown) != NULL;
  g_object_get (tl_window_get_shell (self), "can-go-next", &next, "can-go-back", &back, NULL);
  set_enabled (self, "next", next);
  set_enabled (self, "back", back);
  set_enabled (self, "cancel", busy);
  set_enabled (self, "run-test", !running);
  set_enabled (self, "survey",
               !tl_session_get_running (tl_wizard_get_survey (wizard)) &&
                   *tl_wizard_get_account_problem (wizard) == '\0');
  g_object_get (wizard, "domain-announcement", &domain, NULL);
  set_enabled (self, "check-domain",
               *domain != '\0' && !tl_session_get_running (tl_wizard_get_domain (wizard)));
  set_enabled (self, "export", result);
  set_enabled (self, "copy-report", result);
  set_enabled (self, "save-session", *tl_wizard_get_account_problem (wizard) == '\0');
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_shell_next (tl_window_get_shell (window));
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_shell_back (tl_window_get_shell (window));
}

static void
on_go (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_shell_go (tl_window_get_shell (window), g_variant_get_string (parameter, NULL));
}

static void
on_run_test (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_window_run_test (window);
}

static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_cancel (tl_window_get_wizard (window));
}

static void
on_discover (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_discover (tl_window_get_wizard (window));
}

static void
on_look_around (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_look_around (tl_window_get_wizard (window));
}

static void
on_survey (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_shell_commit (tl_window_get_shell (window));
  tl_wizard_survey_ports (tl_window_get_wizard (window));
}

static void
on_check_domain (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_check_domain (tl_window_get_wizard (window));
}

/* ------------------------------------------------------------------ tests that would tell more */

static void
do_next (TlWindow *self, const TlNextStep *step)
{
  TlWizard *wizard = tl_window_get_wizard (self);

  switch (step->kind) {
    case TL_NEXT_GO:
      if (g_str_equal (step->id, "with-login"))
        g_object_set (wizard, "sign-in", TRUE, NULL);
      else if (g_str_equal (step->id, "check-domain"))
        tl_wizard_prepare_domain (wizard);
      tl_wizard_shell_go (tl_window_get_shell (self), step->argument);
      break;
    case TL_NEXT_TEST:
      tl_next_step_prepare (step, wizard);
      tl_window_run_test (self);
      break;
    case TL_NEXT_SURVEY:
      if (tl_wizard_shell_go (tl_window_get_shell (self), "port"))
        tl_wizard_survey_ports (wizard);
      break;
    case TL_NEXT_WAIT:
      tl_wizard_wait_and_test (wizard, step->seconds);
      break;
    case TL_NEXT_ASK:
      tl_window_try (self, step);
      break;
    case TL_NEXT_EXPORT:
    default:
      tl_window_ask_export (self);
  }
}

static void
on_next_test (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const TlNextStep *step = tl_next_step_find (g_variant_get_string (parameter, NULL));

  if (step != NULL &&
      !tl_session_get_running (tl_wizard_get_session (tl_window_get_wizard (window))))
    do_next (window, step);
}

/* ------------------------------------------------------------------ the same again, later */

static void
on_wait (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  guint64 seconds;

  if (g_ascii_string_to_unsigned (g_variant_get_string (parameter, NULL), 10, 1, 86400, &seconds,
                                  NULL))
    tl_wizard_wait_and_test (tl_window_get_wizard (window), (guint) seconds);
}

static void
on_stop_waiting (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_stop_waiting (tl_window_get_wizard (window));
}

/* Who waits for a quarter of an hour looks at something else by then. */
static void
send_notification (TlWindow *self, const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_notification_set_body (notification, body);
  if (application != NULL)
    g_application_send_notification (G_APPLICATION (application), "waited", notification);
}

static void
on_due (TlWindow *self)
{
  if (tl_wizard_get_password_needed (tl_window_get_wizard (self)))
    send_notification (self, _ ("It is time to test again"),
                       _ ("Enter the password in the window to go on."));
  tl_window_run_test (self);
}

static void
on_finished (TlWindow *self)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  TlExplanation *explanation = tl_session_get_explanation (tl_wizard_get_session (wizard));

  if (tl_wizard_take_waited (wizard) && explanation != NULL)
    send_notification (self, _ ("The test was run again"), explanation->summary);
}

static void
on_undone (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_end_try (tl_window_get_wizard (window));
}

static void
on_paste_message (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TlWizardShell *shell = tl_window_get_shell (window);

  tl_wizard_shell_go (shell, "message");
  tl_message_page_paste (TL_MESSAGE_PAGE (tl_wizard_shell_get_page (shell, "message")));
}

static void
on_codes (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TlWizardShell *shell = tl_window_get_shell (window);

  tl_wizard_shell_go (shell, "codes");
  tl_codes_page_ask (TL_CODES_PAGE (tl_wizard_shell_get_page (shell, "codes")),
                     g_variant_get_string (parameter, NULL));
}

static void
on_protocol (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TlSettings *settings = tl_wizard_get_settings (tl_window_get_wizard (window));
  int protocol;

  if (tl_enum_from_string (tl_protocol_get_type (), g_variant_get_string (parameter, NULL),
                           &protocol))
    g_object_set (settings, "protocol", protocol, NULL);
}

static void
on_practice (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_window_practise (window, g_variant_get_string (parameter, NULL));
}

/* What is adopted is said, because the change itself may be on another page. */
static void
on_adopt (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  TlWizard *wizard = tl_window_get_wizard (window);
  TlWizardShell *shell = tl_window_get_shell (window);

  if (tl_wizard_adopt (wizard, g_variant_get_string (parameter, NULL)) &&
      tl_wizard_get_tested (wizard))
    tl_wizard_shell_say (shell,
                         _ ("The settings were changed. Test again to see whether that helps."));
}

static void
on_adopt_and_test (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (tl_wizard_adopt (tl_window_get_wizard (window), g_variant_get_string (parameter, NULL)))
    tl_window_run_test (window);
}

static void
on_use_offer (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  guint port;

  /* A position is not a port, but it is read the same way: digits, and nothing else. */
  if (tl_port_parse (g_variant_get_string (parameter, NULL), &port))
    tl_wizard_use_offer (tl_window_get_wizard (window), port - 1);
}

static void
on_start_over (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_wizard_start_over (tl_window_get_wizard (window));
  tl_wizard_clear_message (tl_window_get_wizard (window));
  tl_wizard_shell_go (tl_window_get_shell (window), "welcome");
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_window_ask_open (window);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_window_ask_export (window);
}

static void
on_save_session (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  tl_window_ask_save_session (window);
}

static void
copy (TlWindow *self, const char *text, const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tl_wizard_shell_say (tl_window_get_shell (self), said);
}

/* What a page shows to be put elsewhere: a record, a command, a message. */
static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  copy (window, g_variant_get_string (parameter, NULL), _ ("Copied to the clipboard."));
}

static void
on_copy_report (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_autofree char *text = tl_window_make_report (window, "report.txt");

  if (text != NULL)
    copy (window, text, _ ("The report was copied to the clipboard."));
}

static void
on_show_conversation (GSimpleAction *action, GVariant *state, gpointer window)
{
  GtkWidget *page = tl_wizard_shell_get_page (tl_window_get_shell (window), "test");

  g_simple_action_set_state (action, state);
  tl_test_page_show_conversation (TL_TEST_PAGE (page), g_variant_get_boolean (state));
}

/* Made when it is asked for, and anew each time: GtkApplication, which looks for a file of its own, would make
 * it before the first picture of the window, in the language of that moment. */
static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/throughline/Throughline/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  /* It is this that lets it look up the keys of the actions. */
  gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (shortcuts));
  gtk_window_present (shortcuts);
}

static const GActionEntry entries[] = {
    {"next", on_next},
    {"back", on_back},
    {"go", on_go, "s"},
    {"run-test", on_run_test},
    {"cancel", on_cancel},
    {"discover", on_discover},
    {"look-around", on_look_around},
    {"survey", on_survey},
    {"check-domain", on_check_domain},
    {"next-test", on_next_test, "s"},
    {"wait-and-test", on_wait, "s"},
    {"stop-waiting", on_stop_waiting},
    {"undone", on_undone},
    {"paste-message", on_paste_message},
    {"codes", on_codes, "s"},
    {"protocol", on_protocol, "s"},
    {"practice", on_practice, "s"},
    {"adopt", on_adopt, "s"},
    {"adopt-and-test", on_adopt_and_test, "s"},
    {"use-offer", on_use_offer, "s"},
    {"start-over", on_start_over},
    {"open", on_open},
    {"export", on_export},
    {"save-session", on_save_session},
    {"copy", on_copy, "s"},
    {"copy-report", on_copy_report},
    {"show-shortcuts", on_shortcuts},
    {"show-conversation", NULL, NULL, "false", on_show_conversation},
};

static void
watch_sessions (TlWindow *self)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  GObject *sessions[] = {
      G_OBJECT (tl_wizard_get_session (wizard)),   G_OBJECT (tl_wizard_get_message (wizard)),
      G_OBJECT (tl_wizard_get_discovery (wizard)), G_OBJECT (tl_wizard_get_environment (wizard)),
      G_OBJECT (tl_wizard_get_survey (wizard)),    G_OBJECT (tl_wizard_get_domain (wizard))};

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++) {
    g_signal_handlers_disconnect_by_func (sessions[i], tl_window_actions_update, self);
    g_signal_connect_object (sessions[i], "notify", G_CALLBACK (tl_window_actions_update), self,
                             G_CONNECT_SWAPPED);
  }
}

void
tl_window_actions_add (TlWindow *self)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  g_autoptr (GPropertyAction) sign_in = g_property_action_new ("sign-in", wizard, "sign-in");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sign_in));
  g_signal_connect_object (wizard, "notify", G_CALLBACK (tl_window_actions_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "due", G_CALLBACK (on_due), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "finished", G_CALLBACK (tl_window_try_finished), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::session", G_CALLBACK (watch_sessions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::discovery", G_CALLBACK (watch_sessions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::survey", G_CALLBACK (watch_sessions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::domain", G_CALLBACK (watch_sessions), self,
                           G_CONNECT_SWAPPED);
  watch_sessions (self);
}
