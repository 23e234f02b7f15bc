/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this folder share: bytes of a non-blocking socket. */
#pragma once

#include "tl-channel.h"
#include "tl-io.h"

G_BEGIN_DECLS

/* One recv() without waiting, with TCP_QUICKACK set before it: bytes, 0 at the end, or -1 with the
 * failure; -1 and TL_FAILURE_NONE: nothing there yet. */
gssize tl_socket_read (int fd, char *buffer, gsize size, TlFailure *failure);
gssize tl_socket_write (int fd, const char *bytes, gsize length, TlFailure *failure);
/* The failure that an errno of recv() or send() stands for. */
TlFailure tl_socket_failure (int error);
/* Waits for the first bytes and copies them without taking them. A service that deals them out
 * in pieces gets `patience_ms` more to end its first line. */
TlFailure tl_socket_peek (TlIo *io, int fd, gint64 until, guint patience_ms, char *buffer,
                          gsize size, gsize *length);
/* What kind of service speaks like that: the words of tl_channel_peek_service. */
const char *tl_service_of_bytes (const char *bytes, gsize length);
/* Scrubbed of secrets, made visible and cut to 80 characters. (transfer full) */
char *tl_io_show_bytes (TlIo *io, const char *bytes, gsize length);

/* tl-tcp-trace.c: what the kernel noticed of a connection about to be closed; a stall is looked for only
 * where it failed. */
void tl_tcp_trace (TlIo *io, int fd, gboolean failed);
/* FALSE where the kernel does not tell. */
gboolean tl_tcp_count (int fd, TlSegments *segments);

G_END_DECLS
