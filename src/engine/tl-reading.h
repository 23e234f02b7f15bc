/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a file or a pasted text in a worker, and what it turns out to be: a saved session, a report,
 * or a text with an error in it, diagnosed already. However long the input is, the caller's thread
 * never waits for it, and memory stays bounded: of a text the first TL_DIGEST_MAX bytes count, a log
 * passes through and only its counts are kept. */
#pragma once

#include <gio/gio.h>

#include "tl-diagnosis.h"
#include "tl-settings.h"

G_BEGIN_DECLS

typedef enum {
  TL_READING_SESSION,
  TL_READING_REPORT,
  TL_READING_TEXT
} TlReadingKind;

typedef struct {
  TlReadingKind kind;
  char *name;             /* (nullable) of the file */
  guint64 size;           /* bytes of the input, as far as known */
  TlSettings *settings;   /* (nullable) a session */
  char *language;         /* (nullable) that a session asks for */
  char *note;             /* (nullable) of a session */
  TlEvidence *evidence;   /* (nullable) a report or a text */
  TlDiagnosis *diagnosis; /* (nullable) */
  GBytes *text;           /* (nullable) the text as UTF-8, mostly: what the spans count in; of a log
                             only its beginning */
} TlReading;

void tl_reading_free (TlReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReading, tl_reading_free)

/* `progress` (nullable) is called in the caller's main context, now and then. `settings` gives the
 * protocol where a text does not tell. Cancelling ends it at once with G_IO_ERROR_CANCELLED. */
void tl_read_file_async (GFile *file, TlSettings *settings, GCancellable *cancellable,
                         GFileProgressCallback progress, gpointer progress_data,
                         GAsyncReadyCallback callback, gpointer user_data);
/* A pasted text: never a session or a report. */
void tl_read_text_async (GBytes *text, TlSettings *settings, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
/* Errors: G_IO_ERROR_*; TL_ERROR_BAD_INPUT: it is none of these; TL_ERROR_TOO_LARGE: a session or
 * report past its limit. (transfer full) */
TlReading *tl_reading_finish (GAsyncResult *result, GError **error);

G_END_DECLS
