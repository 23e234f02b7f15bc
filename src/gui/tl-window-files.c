/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-window-files.h"

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-evidence-json.h"
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

/* JSON is ours or nobody's; anything else that reads as text may hold an error to explain. */
static gboolean
may_be_text (const char *name, const char *bytes, gsize length)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  gsize at = 0;

  if (dot != NULL &&
      (g_ascii_strcasecmp (dot, ".throughline") == 0 || g_ascii_strcasecmp (dot, ".json") == 0))
    return FALSE;
  while (at < length && g_ascii_isspace (bytes[at]))
    at++;
  return at < length && bytes[at] != '{' && memchr (bytes, '\0', length) == NULL;
}

static void
take_bytes (TlWindow *self, const char *name, const char *bytes, gsize length)
{
  g_autofree char *language = NULL;
  g_autoptr (GError) error = NULL;
  const char *page = tl_wizard_take_file (tl_window_get_wizard (self), bytes, length,
                                          may_be_text (name, bytes, length), &language, &error);

  if (page == NULL) {
    warn (
        self,
        _ ("Throughline cannot use this file: it is not a session, a report or an error text that it understands."));
    return;
  }
  tl_wizard_shell_go (tl_window_get_shell (self), page);
  if (language != NULL && *language != '\0')
    g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self))),
                                    "show-language", g_variant_new_string (language));
}

typedef struct {
  TlWindow *window;
  GFile *file;
  GByteArray *bytes;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->window);
  g_object_unref (reading->file);
  g_byte_array_unref (reading->bytes);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
read_failed (Reading *reading)
{
  warn (reading->window, _ ("This file cannot be read."));
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  g_autofree char *name = NULL;

  if (chunk == NULL) {
    read_failed (reading);
    return;
  }
  if (g_bytes_get_size (chunk) > 0) {
    g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL),
                         (guint) g_bytes_get_size (chunk));
    if (reading->bytes->len > TL_JSON_MAX) {
      warn (reading->window, _ ("This file is too large."));
      return;
    }
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 256 * 1024, G_PRIORITY_DEFAULT, NULL,
                                     on_chunk, g_steal_pointer (&reading));
    return;
  }
  name = g_file_get_basename (reading->file);
  take_bytes (reading->window, name, (const char *) reading->bytes->data, reading->bytes->len);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, NULL);

  if (stream == NULL) {
    read_failed (reading);
    return;
  }
  g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), 256 * 1024, G_PRIORITY_DEFAULT, NULL,
                                   on_chunk, g_steal_pointer (&reading));
}

/* A pipe or a device could hang or never end: only ordinary files are opened. */
static void
on_info (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    read_failed (reading);
    return;
  }
  g_file_read_async (G_FILE (source), G_PRIORITY_DEFAULT, NULL, on_opened,
                     g_steal_pointer (&reading));
}

void
tl_window_open_file (TlWindow *self, GFile *file)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->window = g_object_ref (self);
  reading->file = g_object_ref (file);
  reading->bytes = g_byte_array_new ();
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, on_info, reading);
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
  GtkFileChooserNative *dialog = make_dialog (self, _ ("Open a session or a report"),
                                              GTK_FILE_CHOOSER_ACTION_OPEN, tl_window_open_file);

  add_filter (dialog, _ ("All files"), "*");
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
  TlSession *session = tl_wizard_get_session (wizard);
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

void
tl_window_ask_export (TlWindow *self)
{
  GtkFileChooserNative *dialog =
      make_dialog (self, _ ("Save the report"), GTK_FILE_CHOOSER_ACTION_SAVE, export_to);

  /* Translators: proposed name of a file; keep the ending .html */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _ ("throughline-report.html"));
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

  /* Translators: proposed name of a file; keep the ending .throughline */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _ ("account.throughline"));
  add_filter (dialog, _ ("Throughline sessions"), "*.throughline");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
