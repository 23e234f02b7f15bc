/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-window-try.h"

#include <glib/gi18n.h>

#define STEP "throughline-step"

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer window)
{
  const TlNextStep *step = g_object_get_data (G_OBJECT (dialog), STEP);

  if (!g_str_equal (response, "test"))
    return;
  tl_wizard_begin_try (tl_window_get_wizard (window), step->argument, step->way_back);
  tl_window_run_test (window);
}

static void
ask (TlWindow *self, const TlNextStep *step)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Something to do first"), _ (step->question));

  g_object_set_data (G_OBJECT (dialog), STEP, (gpointer) step);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", C_ ("button", "_Cancel"),
                                    "test", C_ ("button", "_Done: test now"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "test",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "test");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tl_window_try (TlWindow *self, const TlNextStep *step)
{
  TlWizard *wizard = tl_window_get_wizard (self);

  if (tl_wizard_has_failed (wizard)) {
    ask (self, step);
    return;
  }
  tl_wizard_set_to_try (wizard, step->id);
  tl_window_run_test (self);
}

void
tl_window_try_finished (TlWindow *self)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  g_autofree char *to_try = tl_wizard_take_to_try (wizard);
  g_autofree char *way_back = NULL;

  g_object_get (wizard, "way-back", &way_back, NULL);
  if (to_try != NULL && tl_wizard_has_failed (wizard))
    ask (self, tl_next_step_find (to_try));
  else if (to_try != NULL)
    tl_wizard_shell_say (tl_window_get_shell (self),
                         _ ("The test went well as it is: there is nothing to try."));
  else if (*way_back != '\0')
    tl_wizard_shell_go (tl_window_get_shell (self), "explanation");
}
