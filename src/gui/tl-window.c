/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"
#include "config.h"

#include "tl-window.h"

#include "tl-page.h"
#include "tl-window-actions.h"
#include "tl-window-files.h"

struct _TlWindow {
  AdwApplicationWindow parent_instance;

  TlWizardShell *shell;
  TlWizard *wizard;
  GSettings *preferences; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TlWindow, tl_window, ADW_TYPE_APPLICATION_WINDOW)

TlWizard *
tl_window_get_wizard (TlWindow *self)
{
  return self->wizard;
}

TlWizardShell *
tl_window_get_shell (TlWindow *self)
{
  return self->shell;
}

void
tl_window_rebuild (TlWindow *self)
{
  if (self->shell != NULL)
    tl_wizard_shell_commit (self->shell);
  self->shell = TL_WIZARD_SHELL (tl_wizard_shell_new (self->wizard));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->shell));
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 tl_wizard_shell_get_default_widget (self->shell));
  g_signal_connect_object (self->shell, "notify", G_CALLBACK (tl_window_actions_update), self,
                           G_CONNECT_SWAPPED);
  tl_window_actions_update (self);
  tl_page_focus_first (
      TL_PAGE (tl_wizard_shell_get_page (self->shell, tl_wizard_get_page (self->wizard))));
}

void
tl_window_run_test (TlWindow *self)
{
  tl_wizard_shell_commit (self->shell);
  if (tl_wizard_shell_go (self->shell, "test") && !tl_wizard_get_password_needed (self->wizard))
    tl_wizard_run_test (self->wizard);
  else if (*tl_wizard_get_account_problem (self->wizard) != '\0')
    tl_wizard_shell_say (self->shell, tl_wizard_get_account_problem (self->wizard));
  else
    tl_page_focus_first (TL_PAGE (tl_wizard_shell_get_page (self->shell, "test")));
}

void
tl_window_practise (TlWindow *self, const char *scenario)
{
  if (tl_wizard_practise (self->wizard, scenario))
    tl_wizard_shell_go (self->shell, "account");
}

/* ------------------------------------------------------------------ the object */

static void
remember_size (TlWindow *self)
{
  int width, height;

  if (self->preferences == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->preferences, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (self->preferences, "window-width", CLAMP (width, 360, 10000));
  g_settings_set_int (self->preferences, "window-height", CLAMP (height, 294, 10000));
}

/* A window of this program can open another one while a dialogue is in front. */
static gboolean
is_last_window (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);

  for (GList *it = gtk_application_get_windows (application); it != NULL; it = it->next)
    if (it->data != window && TL_IS_WINDOW (it->data))
      return FALSE;
  return TRUE;
}

/* Closing in the middle of a test cancels it and waits for nothing. The last window goes with the process,
 * in one piece and at once: to take its thousands of parts off one by one would take longer than all else,
 * and is seen by nobody. */
static gboolean
tl_window_close_request (GtkWindow *window)
{
  TlWindow *self = TL_WINDOW (window);

  remember_size (self);
  tl_wizard_cancel (self->wizard);
  if (!is_last_window (window))
    return GTK_WINDOW_CLASS (tl_window_parent_class)->close_request (window);
  gdk_surface_hide (gtk_native_get_surface (GTK_NATIVE (window)));
  g_application_quit (G_APPLICATION (gtk_window_get_application (window)));
  return TRUE;
}

static void
tl_window_dispose (GObject *object)
{
  TlWindow *self = TL_WINDOW (object);

  self->shell = NULL;
  g_clear_object (&self->wizard);
  g_clear_object (&self->preferences);
  G_OBJECT_CLASS (tl_window_parent_class)->dispose (object);
}

static void
tl_window_class_init (TlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tl_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/window.ui");
}

/* Return means the row that has the focus, where it does something, and else the button that leads on. */
static void
on_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (GTK_IS_LIST_BOX_ROW (focus))
    gtk_widget_set_receives_default (focus,
                                     gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (focus)));
}

static void
tl_window_init (TlWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus), NULL);
}

static void
restore_size (TlWindow *self)
{
  if (self->preferences == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->preferences, "window-width"),
                               g_settings_get_int (self->preferences, "window-height"));
  if (g_settings_get_boolean (self->preferences, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

TlWindow *
tl_window_new (GtkApplication *application, TlWizard *wizard, GSettings *preferences)
{
  TlWindow *self = g_object_new (TL_TYPE_WINDOW, "application", application, NULL);

  self->wizard = g_object_ref (wizard);
  self->preferences = preferences != NULL ? g_object_ref (preferences) : NULL;
  restore_size (self);
  tl_window_actions_add (self);
  tl_window_files_watch (self);
  tl_window_rebuild (self);
  return self;
}
