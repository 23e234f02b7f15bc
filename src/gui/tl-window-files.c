/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-window-files.h"

#include "tl-diagnose.h"
#include "tl-explain.h"
#include "tl-redaction.h"
#include "tl-report.h"

#include <glib/gi18n.h>

static void
say (TlWindow *self, const char *message)
{
  tl_wizard_shell_say (tl_window_get_shell (self), message);
}

static void
warn (TlWindow *self, const char *message)
{
  tl_wizard_shell_warn (tl_window_get_shell (self), message);
}

/* ------------------------------------------------------------------ opening */

void
tl_window_open_file (TlWindow *self, GFile *file)
{
  tl_wizard_open_file (tl_window_get_wizard (self), file);
}

static void
on_opened (TlWindow *self, const char *page, const char *language)
{
  tl_wizard_shell_go (tl_window_get_shell (self), page);
  if (*language != '\0')
    g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self))),
                                    "show-language", g_variant_new_string (language));
}

/* ------------------------------------------------------------------ dropping */

static gboolean
on_drop_files (TlWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  tl_window_open_file (self, files->data);
  return TRUE;
}

static gboolean
on_drop_text (TlWindow *self, const GValue *value)
{
  const char *text = g_value_get_string (value);
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  bytes = g_bytes_new (text, strlen (text));
  tl_wizard_read_message (tl_window_get_wizard (self), bytes);
  tl_wizard_shell_go (tl_window_get_shell (self), "message");
  return TRUE;
}

/* A file is taken wherever it is dropped, before a text view could take its name for a text. */
void
tl_window_files_watch (TlWindow *self)
{
  GtkDropTarget *files = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkDropTarget *text = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (files), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_name (GTK_EVENT_CONTROLLER (files), "drop-files");
  gtk_event_controller_set_name (GTK_EVENT_CONTROLLER (text), "drop-text");
  g_signal_connect_object (files, "drop", G_CALLBACK (on_drop_files), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "drop", G_CALLBACK (on_drop_text), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (files));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (text));
  g_signal_connect_object (tl_window_get_wizard (self), "opened", G_CALLBACK (on_opened), self,
                           G_CONNECT_SWAPPED);
}

/* ------------------------------------------------------------------ choosing a file */

typedef void (*FileFunc) (TlWindow *self, GFile *file);

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  TlWindow *self = user_data;
  FileFunc func = (FileFunc) g_object_get_data (G_OBJECT (dialog), "file-func");
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    func (self, file);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooserNative *dialog, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

static GtkFileChooserNative *
make_dialog (TlWindow *self, const char *title, GtkFileChooserAction action, FileFunc func)
{
  gboolean save = action == GTK_FILE_CHOOSER_ACTION_SAVE;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, GTK_WINDOW (self), action, save ? _ ("_Save") : _ ("_Open"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_object_set_data (G_OBJECT (dialog), "file-func", (gpointer) func);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  return dialog;
}

void
tl_window_ask_open (TlWindow *self)
{
  GtkFileChooserNative *dialog =
      make_dialog (self, _ ("Open a message, a log, a report or a session"),
                   GTK_FILE_CHOOSER_ACTION_OPEN, tl_window_open_file);

  add_filter (dialog, _ ("All files"), "*");
  add_filter (dialog, _ ("Messages (.eml)"), "*.eml");
  add_filter (dialog, _ ("Throughline sessions"), "*.throughline");
  add_filter (dialog, _ ("Reports"), "*.json");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ------------------------------------------------------------------ saving */

static TlFormat
format_of (const char *file_name)
{
  const char *dot = strrchr (file_name, '.');

  if (dot != NULL && g_ascii_strcasecmp (dot, ".json") == 0)
    return TL_FORMAT_JSON;
  if (dot != NULL &&
      (g_ascii_strcasecmp (dot, ".html") == 0 || g_ascii_strcasecmp (dot, ".htm") == 0))
    return TL_FORMAT_HTML;
  return TL_FORMAT_TEXT;
}

char *
tl_window_make_report (TlWindow *self, const char *file_name)
{
  TlWizard *wizard = tl_window_get_wizard (self);
  TlSession *session = tl_wizard_get_shown_session (wizard);
  TlEvidence *evidence = tl_session_get_evidence (session);
  TlReportStyle style = {.format = format_of (file_name), .verbose = TRUE};
  g_autoptr (TlEvidence) shown = NULL;
  g_autoptr (TlDiagnosis) hidden = NULL;
  g_autoptr (TlExplanation) explanation = NULL;

  if (evidence == NULL)
    return NULL;
  shown = tl_evidence_redact (evidence, TL_REDACT_STANDARD);
  hidden = tl_diagnosis_redact (tl_session_get_diagnosis (session), evidence, shown);
  explanation = tl_explain (shown, hidden, tl_wizard_get_catalog (wizard));
  return tl_report_write (shown, hidden, explanation, tl_wizard_get_catalog (wizard), &style);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    warn (self, _ ("The file could not be written."));
    g_message ("%s", error->message);
    return;
  }
  say (self, _ ("Saved."));
}

static void
write_text (TlWindow *self, GFile *file, char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION | G_FILE_CREATE_PRIVATE,
                                       NULL, on_written, g_object_ref (self));
}

static void
export_to (TlWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  char *text = tl_window_make_report (self, name);

  if (text != NULL)
    write_text (self, file, text);
}

/* The same in every language, in letters that every system can keep and that sort by day. */
static void
propose_name (GtkFileChooserNative *dialog, const char *what, const char *ending)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name =
      g_strdup_printf ("throughline-%s-%04d-%02d-%02d.%s", what, g_date_time_get_year (now),
                       g_date_time_get_month (now), g_date_time_get_day_of_month (now), ending);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
}

void
tl_window_ask_export (TlWindow *self)
{
  GtkFileChooserNative *dialog =
      make_dialog (self, _ ("Save the report"), GTK_FILE_CHOOSER_ACTION_SAVE, export_to);

  propose_name (dialog, "report", "html");
  add_filter (dialog, _ ("Web page, to read and print (.html)"), "*.html");
  add_filter (dialog, _ ("Plain text (.txt)"), "*.txt");
  add_filter (dialog, _ ("For programs, and to open again (.json)"), "*.json");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
save_session_to (TlWindow *self, GFile *file)
{
  TlWizard *wizard = tl_window_get_wizard (self);

  write_text (self, file,
              tl_session_file_write (tl_wizard_get_settings (wizard),
                                     tl_catalog_get_language (tl_wizard_get_catalog (wizard)), ""));
}

void
tl_window_ask_save_session (TlWindow *self)
{
  GtkFileChooserNative *dialog = make_dialog (self, _ ("Save the settings, without the password"),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, save_session_to);

  propose_name (dialog, "account", "throughline");
  add_filter (dialog, _ ("Throughline sessions"), "*.throughline");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
