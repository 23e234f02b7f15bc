/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-io.h"

#include "tl-text.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* U2 of the rules for hostile servers: what one job may put into its transcript. Every line costs a
 * little more than its text, so that a million empty ones do not slip through. */
#define TRANSCRIPT_MAX (1024 * 1024)
#define LINE_COST 16

struct _TlIo {
  gatomicrefcount refs;
  GCancellable *cancellable;  /* (nullable) */
  TlEvidenceBuilder *builder; /* (nullable) */
  TlRedactor *redactor;       /* (nullable) */
  gint64 started_us;
  GPollFD cancel_fd; /* fd -1 where there is none */

  GMutex mutex; /* guards what follows: parallel steps share one job */
  gint64 deadline_us;
  gsize recorded;
  guint sent, again; /* segments */
  gboolean full;
};

const char *
tl_failure_to_string (TlFailure failure)
{
  static const char *const words[] = {
      [TL_FAILURE_NONE] = "none",
      [TL_FAILURE_TIMEOUT] = "timeout",
      [TL_FAILURE_TOO_SLOW] = "too-slow",
      [TL_FAILURE_CLOSED] = "closed",
      [TL_FAILURE_CLOSED_PARTWAY] = "closed-partway",
      [TL_FAILURE_RESET] = "reset",
      [TL_FAILURE_INVALID] = "invalid-reply",
      [TL_FAILURE_LINE_TOO_LONG] = "line-too-long",
      [TL_FAILURE_REPLY_TOO_LONG] = "reply-too-long",
      [TL_FAILURE_INJECTED] = "injected",
      [TL_FAILURE_TLS] = "tls",
      [TL_FAILURE_NETWORK] = "network",
      [TL_FAILURE_CANCELLED] = "cancelled",
  };

  g_return_val_if_fail ((guint) failure < G_N_ELEMENTS (words), "none");
  return words[failure];
}

TlIo *
tl_io_new (GCancellable *cancellable, gint64 deadline_us, TlEvidenceBuilder *builder,
           TlRedactor *redactor, gint64 started_us)
{
  TlIo *io = g_new0 (TlIo, 1);

  g_atomic_ref_count_init (&io->refs);
  g_mutex_init (&io->mutex);
  io->deadline_us = deadline_us;
  io->started_us = started_us;
  io->builder = builder != NULL ? tl_evidence_builder_ref (builder) : NULL;
  io->redactor = redactor != NULL ? tl_redactor_ref (redactor) : NULL;
  io->cancel_fd.fd = -1;
  if (cancellable != NULL) {
    io->cancellable = g_object_ref (cancellable);
    if (!g_cancellable_make_pollfd (cancellable, &io->cancel_fd))
      io->cancel_fd.fd = -1;
  }
  return io;
}

TlIo *
tl_io_ref (TlIo *io)
{
  g_atomic_ref_count_inc (&io->refs);
  return io;
}

void
tl_io_unref (TlIo *io)
{
  if (!g_atomic_ref_count_dec (&io->refs))
    return;
  if (io->cancel_fd.fd >= 0)
    g_cancellable_release_fd (io->cancellable);
  g_clear_object (&io->cancellable);
  g_clear_pointer (&io->builder, tl_evidence_builder_unref);
  g_clear_pointer (&io->redactor, tl_redactor_unref);
  g_mutex_clear (&io->mutex);
  g_free (io);
}

GCancellable *
tl_io_get_cancellable (TlIo *io)
{
  return io->cancellable;
}

TlRedactor *
tl_io_get_redactor (TlIo *io)
{
  return io->redactor;
}

gboolean
tl_io_is_cancelled (TlIo *io)
{
  return g_cancellable_is_cancelled (io->cancellable);
}

gint64
tl_io_limit (TlIo *io, guint limit_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&io->mutex);

  return MIN (tl_clock_us () + (gint64) limit_ms * 1000, io->deadline_us);
}

void
tl_io_count_segments (TlIo *io, guint sent, guint again)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&io->mutex);

  io->sent += sent;
  io->again += again;
}

gboolean
tl_io_get_segments (TlIo *io, guint *sent, guint *again)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&io->mutex);

  *sent = io->sent;
  *again = io->again;
  return io->sent > 0;
}

void
tl_io_extend (TlIo *io, guint more_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&io->mutex);

  if (io->deadline_us <= G_MAXINT64 - (gint64) more_ms * 1000)
    io->deadline_us += (gint64) more_ms * 1000;
}

double
tl_io_now_ms (TlIo *io)
{
  return (double) (tl_clock_us () - io->started_us) / 1000.0;
}

/* Without a descriptor to wait on (none left) cancelling is looked at this often. */
#define CANCEL_SLICE_MS 50

static int
poll_timeout_ms (TlIo *io, gint64 until)
{
  gint64 left_us = until - tl_clock_us ();
  gint64 left_ms = left_us <= 0 ? 0 : (left_us + 999) / 1000;

  if (io->cancellable != NULL && io->cancel_fd.fd < 0)
    left_ms = MIN (left_ms, CANCEL_SLICE_MS);
  return (int) MIN (left_ms, G_MAXINT);
}

TlFailure
tl_io_poll (TlIo *io, struct pollfd *fds, guint n, gint64 until)
{
  g_autofree struct pollfd *all = g_new0 (struct pollfd, n + 1);

  if (n > 0)
    memcpy (all, fds, n * sizeof *fds);
  all[n].fd = io->cancel_fd.fd; /* poll() passes over a negative one */
  all[n].events = POLLIN;

  for (;;) {
    int ready;

    if (tl_io_is_cancelled (io))
      return TL_FAILURE_CANCELLED;
    /* The clock is looked at even while bytes keep coming: a flood must not outlive the limit. */
    if (tl_clock_us () >= until)
      return TL_FAILURE_TIMEOUT;
    ready = poll (all, n + 1, poll_timeout_ms (io, until));
    if (ready < 0 && errno != EINTR && errno != EAGAIN)
      return TL_FAILURE_NETWORK;
    if (tl_io_is_cancelled (io))
      return TL_FAILURE_CANCELLED;
    if (ready > 0) {
      for (guint i = 0; i < n; i++)
        fds[i].revents = all[i].revents;
      return TL_FAILURE_NONE;
    }
  }
}

gboolean
tl_io_sleep (TlIo *io, guint ms)
{
  gint64 wanted = tl_clock_us () + (gint64) ms * 1000;
  gint64 until = tl_io_limit (io, ms);

  return tl_io_poll (io, NULL, 0, until) == TL_FAILURE_TIMEOUT && until >= wanted;
}

void
tl_io_set_recorder (TlIo *io, TlEvidenceBuilder *builder)
{
  TlEvidenceBuilder *before = io->builder;

  io->builder = tl_evidence_builder_ref (builder);
  g_clear_pointer (&before, tl_evidence_builder_unref);
}

static void
record_line (TlIo *io, gboolean sent, const char *bytes, gsize length)
{
  g_autofree char *text = NULL;
  gsize cost;

  if (length > 0 && bytes[length - 1] == '\r')
    length--;
  text = tl_text_make_visible (bytes, length, TL_TEXT_LINE_MAX);
  cost = strlen (text) + LINE_COST;

  g_mutex_lock (&io->mutex);
  if (io->full) {
    g_mutex_unlock (&io->mutex);
    return;
  }
  io->full = io->recorded + cost > TRANSCRIPT_MAX;
  io->recorded += cost;
  if (io->full) {
    g_free (text);
    text = g_strdup ("[cut: transcript limit]");
  }
  g_mutex_unlock (&io->mutex);
  tl_evidence_builder_add_line (io->builder, sent, tl_io_now_ms (io), text);
}

TlEvidenceBuilder *
tl_io_get_builder (TlIo *io)
{
  return io->builder;
}

void
tl_io_record (TlIo *io, gboolean sent, const char *bytes, gsize length)
{
  g_autofree char *scrubbed = NULL;
  const char *at = bytes, *end;

  if (io->builder == NULL)
    return;
  if (io->redactor != NULL) {
    scrubbed = sent ? tl_redactor_scrub_command (io->redactor, bytes, length, &length)
                    : tl_redactor_scrub (io->redactor, bytes, length, &length);
    at = scrubbed;
  }
  end = at + length;
  do {
    const char *feed = memchr (at, '\n', (gsize) (end - at));
    const char *stop = feed != NULL ? feed : end;

    record_line (io, sent, at, (gsize) (stop - at));
    at = feed != NULL ? feed + 1 : end;
  } while (at < end);
}
