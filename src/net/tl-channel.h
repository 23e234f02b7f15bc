/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A line dialogue over one socket, plain or TLS, with limits; SMTP and FTP both speak through it. */
#pragma once

#include "tl-connector.h"
#include "tl-reply.h"
#include "tl-tls.h"

G_BEGIN_DECLS

#define TL_LINE_MAX 4096 /* bytes of one line, line end included */

typedef struct _TlChannel TlChannel;

/* Takes the socket. */
TlChannel *tl_channel_new (TlIo *io, int fd);
/* The same from what the connector found. The kernel tells a reset once: one that the connector met
 * already is what the first read tells, however the two raced. */
TlChannel *tl_channel_new_from_result (TlIo *io, TlConnectResult *result);
void tl_channel_free (TlChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlChannel, tl_channel_free)
int tl_channel_get_fd (TlChannel *channel);
/* Packets of a connection so far. */
typedef struct {
  guint sent;        /* with data, and the first one of ours */
  guint again;       /* those of them that had to be repeated */
  gboolean repeated; /* some were, if only because a confirmation was lost or came late */
  gboolean gaps;     /* something came behind a gap, which the other side had to fill */
} TlSegments;

/* FALSE where the kernel does not tell. */
gboolean tl_channel_count_segments (TlChannel *channel, TlSegments *segments);
/* Whether the last wait for the other side ended with the limit. */
gboolean tl_channel_has_timed_out (TlChannel *channel);
TlIo *tl_channel_get_io (TlChannel *channel);
/* NULL while plain. */
TlTls *tl_channel_get_tls (TlChannel *channel);
/* The peer and our own end. */
gboolean tl_channel_get_peer (TlChannel *channel, TlAddress *peer);
gboolean tl_channel_get_local (TlChannel *channel, TlAddress *local);

/* Reads one line, without its end. The pointer is the channel's, valid until the next read. */
TlFailure tl_channel_read_line (TlChannel *channel, gint64 until, const char **line, gsize *length,
                                gboolean *lf_only);

/* Gathers one whole reply and records it. On TL_FAILURE_INVALID and the like, what came is in the
 * transcript, and its first 80 characters, made visible, in tl_channel_get_last_bytes. */
TlFailure tl_channel_read_reply (TlChannel *channel, TlProtocol protocol, guint limit_ms,
                                 TlReply **reply);
const char *tl_channel_get_last_bytes (TlChannel *channel);
/* From now on the words of a 334 are recorded as `shown` (a static string; NULL: as they are): what a
 * server sends in a login helps whoever reads the transcript to guess the password. */
void tl_channel_hide_challenges (TlChannel *channel, const char *shown);

/* Sends `line` and CRLF, recorded. A line that holds CR, LF or NUL is refused with
 * TL_FAILURE_INVALID and not sent. */
TlFailure tl_channel_send_line (TlChannel *channel, const char *line);
/* Sends a line that holds a secret: the transcript gets `shown` in its place. */
TlFailure tl_channel_send_secret_line (TlChannel *channel, const char *line, gsize length,
                                       const char *shown);
/* The same with the lines `behind` (nullable) in the same write: a server that got them one by one
 * would answer so, and Nagle's algorithm would hold its second answer for a round trip. */
TlFailure tl_channel_send_secret_flight (TlChannel *channel, const char *line, gsize length,
                                         const char *shown, const char *const *behind);
/* Several lines in one write (pipelining); `lines` without line ends. */
TlFailure tl_channel_send_lines (TlChannel *channel, const char *const *lines);
/* Raw bytes, not recorded (message body, file data). */
TlFailure tl_channel_send_bytes (TlChannel *channel, const char *bytes, gsize length,
                                 guint limit_ms);
/* At most `size` raw bytes; 0 at the end of the stream. -1 with *failure. */
gssize tl_channel_read_bytes (TlChannel *channel, char *buffer, gsize size, guint limit_ms,
                              TlFailure *failure, gboolean *truncated);

/* Whether bytes wait unread, here or in the socket (without blocking). */
gboolean tl_channel_has_input (TlChannel *channel);
/* Waits for the first byte and tells what kind of service spoke, without taking it:
 * "smtp", "ftp", "http", "ssh", "imap", "pop3", "sieve", "vnc", "rsync", "xmpp", "sip", "tls", "text",
 * "other". */
TlFailure tl_channel_peek_service (TlChannel *channel, guint limit_ms, const char **service);

/* Turns to TLS. TL_FAILURE_INJECTED when plain bytes are waiting (RFC 3207 6, CVE-2011-0411): nothing
 * of them is used. The TLS info is then in tl_channel_get_tls, complete or not. */
TlFailure tl_channel_start_tls (TlChannel *channel, TlTlsTrust *trust, const char *host,
                                const char *alpn, TlTls *resume, guint limit_ms);
/* Sends the ClientHello of that handshake ahead and waits for nothing: tl_channel_start_tls (with the
 * same arguments) then goes on from there. For a connection on which nothing was said yet. */
void tl_channel_begin_tls (TlChannel *channel, TlTlsTrust *trust, const char *host,
                           const char *alpn, TlTls *resume);
/* Server side. */
TlFailure tl_channel_accept_tls (TlChannel *channel, TlTlsIdentity *identity, const char *priority,
                                 guint limit_ms);

/* Ends our side, TLS first, and waits until the peer has confirmed all of it: closed at once, a connection
 * on which something came that was not read is reset, and what is under way lost (RFC 9293 3.6.1). */
TlFailure tl_channel_end_sending (TlChannel *channel, guint limit_ms);
/* Ends TLS politely and closes, never waiting. */
void tl_channel_close (TlChannel *channel);

G_END_DECLS
