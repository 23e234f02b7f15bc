/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What every blocking call of this layer obeys: one deadline, one cancellable, one recorder.
 *
 * A step sets its own limit with tl_io_limit; the job's deadline always stands above it. Time is
 * tl_clock_us(), so that a clock that jumps changes nothing, nor does a program that stood still. */
#pragma once

#include <gio/gio.h>

#include "tl-clock.h"
#include "tl-evidence.h"
#include "tl-redaction.h"

G_BEGIN_DECLS

/* Why an exchange ended otherwise than hoped: evidence, not an error. The words
 * (tl_failure_to_string) are the values of the fact "step.failure". */
typedef enum {
  TL_FAILURE_NONE,
  TL_FAILURE_TIMEOUT,        /* "timeout": silence until the limit */
  TL_FAILURE_TOO_SLOW,       /* "too-slow": bytes came, but the limit ended it */
  TL_FAILURE_CLOSED,         /* "closed": end of file */
  TL_FAILURE_CLOSED_PARTWAY, /* "closed-partway": a piece of a line, then the end */
  TL_FAILURE_RESET,          /* "reset" */
  TL_FAILURE_INVALID,        /* "invalid-reply": not a reply of the protocol */
  TL_FAILURE_LINE_TOO_LONG,  /* "line-too-long" */
  TL_FAILURE_REPLY_TOO_LONG, /* "reply-too-long" */
  TL_FAILURE_INJECTED, /* "injected": bytes waited where none may (behind STARTTLS, before a command) */
  TL_FAILURE_TLS,      /* "tls": the handshake or a record failed; see the TLS facts */
  TL_FAILURE_NETWORK,  /* "network": another errno */
  TL_FAILURE_CANCELLED /* "cancelled" */
} TlFailure;
const char *tl_failure_to_string (TlFailure failure);

typedef struct _TlIo TlIo;

/* `deadline_us`: monotonic time at which the whole job ends. The builder receives transcript lines;
 * everything recorded passes through `redactor` first. All are referenced, builder may be NULL. */
TlIo *tl_io_new (GCancellable *cancellable, gint64 deadline_us, TlEvidenceBuilder *builder,
                 TlRedactor *redactor, gint64 started_us);
TlIo *tl_io_ref (TlIo *io);
void tl_io_unref (TlIo *io);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlIo, tl_io_unref)

GCancellable *tl_io_get_cancellable (TlIo *io);
/* (nullable) (transfer none) */
TlEvidenceBuilder *tl_io_get_builder (TlIo *io);
TlRedactor *tl_io_get_redactor (TlIo *io);
gboolean tl_io_is_cancelled (TlIo *io);
/* The monotonic end of a step that may take `limit_ms`, never after the job's own. */
gint64 tl_io_limit (TlIo *io, guint limit_ms);
/* Moves the job's end (a wait that the user asked for). */
void tl_io_extend (TlIo *io, guint more_ms);
/* Milliseconds since the attempt began. */
double tl_io_now_ms (TlIo *io);

/* What a connection of the job sent, in segments, and how many of them again. */
void tl_io_count_segments (TlIo *io, guint sent, guint again);
/* The sums so far; FALSE where nothing was counted. */
gboolean tl_io_get_segments (TlIo *io, guint *sent, guint *again);

/* Waits until one of `fds` (struct pollfd) is ready, `until` (monotonic) is reached or the job is
 * cancelled. TL_FAILURE_NONE, _TIMEOUT or _CANCELLED. Takes effect at once on cancel. */
struct pollfd;
TlFailure tl_io_poll (TlIo *io, struct pollfd *fds, guint n, gint64 until);
/* Sleeps, cancellable. FALSE when cancelled or the job's end came first. */
gboolean tl_io_sleep (TlIo *io, guint ms);

/* From now on the transcript goes there. Not while another thread records. */
void tl_io_set_recorder (TlIo *io, TlEvidenceBuilder *builder);
/* Appends to the transcript: bytes are scrubbed of secrets, made visible, cut to 1,000 characters a
 * line; past 1 MB one last line says that the rest is left out. */
void tl_io_record (TlIo *io, gboolean sent, const char *bytes, gsize length);

G_END_DECLS
