/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-engine"

#include "tl-reading.h"

#include <string.h>

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-evidence-json.h"
#include "tl-log.h"
#include "tl-session.h"
#include "tl-text.h"
#include "tl-utf16.h"

#define CHUNK (256 * 1024)
/* What is kept of a log, to be shown. */
#define LOG_HEAD (64 * 1024)

typedef struct {
  GFile *file;   /* (nullable) */
  GBytes *bytes; /* (nullable) */
  TlSettings *settings;
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
  GMainContext *context;
} Order;

void
tl_reading_free (TlReading *self)
{
  g_free (self->name);
  g_clear_object (&self->settings);
  g_free (self->language);
  g_free (self->note);
  g_clear_pointer (&self->evidence, tl_evidence_unref);
  g_clear_pointer (&self->diagnosis, tl_diagnosis_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self);
}

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_object (&order->file);
  g_clear_pointer (&order->bytes, g_bytes_unref);
  g_object_unref (order->settings);
  g_main_context_unref (order->context);
  g_free (order);
}

/* ------------------------------------------------------------------ progress */

typedef struct {
  GTask *task;
  gint64 done;
  gint64 size;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_object_unref (progress->task);
  g_free (progress);
}

static gboolean
tell_progress (gpointer data)
{
  Progress *progress = data;
  const Order *order = g_task_get_task_data (progress->task);

  if (!g_task_get_completed (progress->task))
    order->progress (progress->done, progress->size, order->progress_data);
  return G_SOURCE_REMOVE;
}

static void
report_progress (GTask *task, gint64 done, gint64 size)
{
  const Order *order = g_task_get_task_data (task);
  Progress *progress;

  if (order->progress == NULL)
    return;
  progress = g_new0 (Progress, 1);
  progress->task = g_object_ref (task);
  progress->done = done;
  progress->size = size;
  g_main_context_invoke_full (order->context, G_PRIORITY_DEFAULT, tell_progress, progress,
                              progress_free);
}

/* ------------------------------------------------------------------ what it is */

static gboolean
ends_with (const char *name, const char *ending)
{
  gsize n = name != NULL ? strlen (name) : 0;

  return n >= strlen (ending) && g_ascii_strcasecmp (name + n - strlen (ending), ending) == 0;
}

/* JSON is ours or nobody's. */
static gboolean
is_json (const char *name, const char *bytes, gsize length)
{
  gsize at = 0;

  if (ends_with (name, ".throughline") || ends_with (name, ".json"))
    return TRUE;
  while (at < length && g_ascii_isspace (bytes[at]))
    at++;
  return at < length && bytes[at] == '{';
}

/* A picture, a program, an archive: full of bytes that no text holds. A stray NUL makes none. */
static gboolean
is_binary (const char *bytes, gsize length)
{
  gsize n = MIN (length, (gsize) 8192);
  gsize odd = 0;

  for (gsize i = 0; i < n; i++)
    odd += (guchar) bytes[i] < ' ' && !g_ascii_isspace (bytes[i]) && bytes[i] != '\033';
  return odd > n / 20;
}

/* The places that a diagnosis names count in UTF-8: (transfer full), or NULL where it is no UTF-16. */
static GBytes *
from_utf16 (const char *bytes, gsize length)
{
  GString *narrow;
  TlUtf16 wide;

  if (!tl_utf16_begins (&wide, bytes, length))
    return NULL;
  narrow = g_string_new (NULL);
  tl_utf16_append (&wide, bytes + 2, length - 2, narrow);
  return g_string_free_to_bytes (narrow);
}

static TlReading *
take_evidence (TlReading *self, TlReadingKind kind, TlEvidence *evidence)
{
  self->kind = kind;
  self->evidence = evidence;
  self->diagnosis = tl_diagnose (evidence);
  return self;
}

static gboolean
read_json (TlReading *self, const char *bytes, gsize length, GError **error)
{
  TlEvidence *evidence;

  if (length > TL_JSON_MAX) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_TOO_LARGE, "the file is too large");
    return FALSE;
  }
  self->settings = tl_session_file_parse (bytes, length, &self->language, &self->note, NULL);
  if (self->settings != NULL) {
    self->kind = TL_READING_SESSION;
    return TRUE;
  }
  evidence = tl_evidence_from_json (bytes, length, error);
  if (evidence == NULL)
    return FALSE;
  take_evidence (self, TL_READING_REPORT, evidence);
  return TRUE;
}

/* Who had to do with files the last time may have an error of mail today: the account's protocol counts
 * only for a text that shows no sign of mail. (transfer full) */
static TlSettings *
settings_for (TlSettings *settings, const char *text, gsize length)
{
  TlSettings *own = tl_settings_copy (settings);
  g_autofree char *head = tl_text_make_utf8 (text, MIN (length, (gsize) 65536));

  if (g_regex_match_simple (
          "\\b[245]\\d\\d[ -]#?[245]\\.\\d{1,3}\\.\\d{1,3}\\b|\\bsmtp|recipient|mailbox|"
          "diagnostic-code",
          head, G_REGEX_CASELESS, 0))
    g_object_set (own, "protocol", TL_PROTOCOL_SMTP, NULL);
  return own;
}

static gboolean
read_text (TlReading *self, TlSettings *settings, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (TlSettings) own = settings_for (settings, text, length);
  TlEvidence *evidence = tl_digest_text (own, text, length, TL_TEXT_AUTO, NULL, error);

  if (evidence == NULL)
    return FALSE;
  self->text = g_bytes_ref (bytes);
  take_evidence (self, TL_READING_TEXT, evidence);
  return TRUE;
}

/* ------------------------------------------------------------------ a file, piece by piece */

typedef struct {
  GTask *task;
  GInputStream *stream;
  GByteArray *head; /* what was read, up to TL_DIGEST_MAX and a byte */
  gint64 size;      /* of the file; 0: not known */
  gint64 done;
} Source;

/* FALSE at an error; `n` 0 at the end. */
static gboolean
read_chunk (Source *self, guint8 *buffer, gsize *n, GError **error)
{
  gssize got =
      g_input_stream_read (self->stream, buffer, CHUNK, g_task_get_cancellable (self->task), error);

  if (got < 0)
    return FALSE;
  *n = (gsize) got;
  self->done += got;
  report_progress (self->task, self->done, MAX (self->size, self->done));
  return TRUE;
}

static gboolean
fill_head (Source *self, guint8 *buffer, gsize most, gboolean *ended, GError **error)
{
  gsize n = 1;

  while (!*ended && self->head->len < most) {
    if (!read_chunk (self, buffer, &n, error))
      return FALSE;
    *ended = n == 0;
    g_byte_array_append (self->head, buffer, (guint) n);
  }
  return TRUE;
}

static gboolean
stream_log (Source *self, TlReading *reading, TlSettings *settings, guint8 *buffer, GError **error)
{
  g_autoptr (TlLog) log = tl_log_new (settings);
  gsize n = 1;

  tl_log_feed (log, (const char *) self->head->data, self->head->len);
  while (n > 0) {
    if (!read_chunk (self, buffer, &n, error))
      return FALSE;
    tl_log_feed (log, (const char *) buffer, n);
  }
  n = MIN (self->head->len, (guint) LOG_HEAD);
  reading->text = from_utf16 ((const char *) self->head->data, n);
  if (reading->text == NULL)
    reading->text = g_bytes_new (self->head->data, n);
  take_evidence (reading, TL_READING_TEXT, tl_log_finish (log));
  return TRUE;
}

static gboolean
read_stream (Source *self, TlReading *reading, TlSettings *settings, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) converted = NULL;
  gboolean ended = FALSE;
  gsize length;
  const char *text;

  if (!fill_head (self, buffer, CHUNK, &ended, error))
    return FALSE;
  text = (const char *) self->head->data;
  length = self->head->len;
  if (!is_json (reading->name, text, length) && !ended && tl_log_is_log (text, length))
    return stream_log (self, reading, settings, buffer, error);
  if (!fill_head (self, buffer, TL_DIGEST_MAX + 1, &ended, error))
    return FALSE;
  bytes = g_bytes_new (self->head->data, self->head->len);
  text = g_bytes_get_data (bytes, &length);
  if (is_json (reading->name, text, length))
    return read_json (reading, text, length, error);
  converted = from_utf16 (text, length);
  if (converted == NULL && is_binary (text, length)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "the file is no text");
    return FALSE;
  }
  return read_text (reading, settings, converted != NULL ? converted : bytes, error);
}

/* A pipe or a device could hang or never end: only ordinary files are opened. */
static gboolean
read_file (GTask *task, const Order *order, TlReading *reading, GError **error)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GFileInfo) info = g_file_query_info (
      order->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
      G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) head = g_byte_array_new ();
  Source source = {task, NULL, head, 0, 0};
  gboolean good;

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "no ordinary file");
    return FALSE;
  }
  stream = g_file_read (order->file, cancellable, error);
  if (stream == NULL)
    return FALSE;
  source.stream = G_INPUT_STREAM (stream);
  source.size = g_file_info_get_size (info);
  reading->name = g_file_get_basename (order->file);
  good = read_stream (&source, reading, order->settings, error);
  reading->size = (guint64) MAX (source.size, source.done);
  return good;
}

/* ------------------------------------------------------------------ the worker */

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Order *order = task_data;
  g_autoptr (TlReading) reading = g_new0 (TlReading, 1);
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (order->file != NULL) {
    good = read_file (task, order, reading, &error);
  } else {
    reading->size = g_bytes_get_size (order->bytes);
    good = read_text (reading, order->settings, order->bytes, &error);
  }
  if (good)
    g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) tl_reading_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
run (Order *order, TlSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  order->settings = tl_settings_copy (settings);
  order->context = g_main_context_ref_thread_default ();
  g_task_set_task_data (task, order, order_free);
  g_task_set_source_tag (task, tl_reading_finish);
  /* What is being parsed cannot be stopped in the middle; nobody waits for it. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread);
}

void
tl_read_file_async (GFile *file, TlSettings *settings, GCancellable *cancellable,
                    GFileProgressCallback progress, gpointer progress_data,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  Order *order = g_new0 (Order, 1);

  order->file = g_object_ref (file);
  order->progress = progress;
  order->progress_data = progress_data;
  run (order, settings, cancellable, callback, user_data);
}

void
tl_read_text_async (GBytes *text, TlSettings *settings, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  Order *order = g_new0 (Order, 1);

  order->bytes = g_bytes_ref (text);
  run (order, settings, cancellable, callback, user_data);
}

TlReading *
tl_reading_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
