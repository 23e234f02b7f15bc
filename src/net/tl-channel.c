/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-channel.h"

#include "tl-net-private.h"

#include <errno.h>
#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Time for a command to get into the socket's buffer; only a peer that has stopped reading needs it. */
#define SEND_LIMIT_MS 20000
/* A service may deal out its first words in pieces; this long they are waited for. */
#define FIRST_WORDS_MS 1000
/* How often it is asked whether the peer has everything. */
#define OWED_US (5 * G_TIME_SPAN_MILLISECOND)

struct _TlChannel {
  TlIo *io;
  int fd; /* -1 once closed */
  TlTls *tls;
  TlTls *begun;             /* (nullable) a handshake whose ClientHello is out */
  char buffer[TL_LINE_MAX]; /* bytes read and not yet taken */
  gsize start, filled;
  gboolean dialled;   /* this side made the connection */
  gboolean timed_out; /* the last wait was in vain */
  gboolean finished;  /* our side has said its last word */
  gboolean spoke;     /* the server has said a line in plain text */
  gboolean truncated; /* the stream ended without close_notify */
  TlFailure ended;    /* what a look at the socket found and the next read is to tell */
  char *last_bytes;
  const char *challenge_shown; /* (nullable) in place of the words of a 334 */
};

TlChannel *
tl_channel_new (TlIo *io, int fd)
{
  TlChannel *channel = g_new0 (TlChannel, 1);

  channel->io = tl_io_ref (io);
  channel->fd = fd;
  return channel;
}

TlChannel *
tl_channel_new_from_result (TlIo *io, TlConnectResult *result)
{
  TlChannel *channel = tl_channel_new (io, tl_connect_result_steal_fd (result));

  channel->dialled = TRUE;
  if (result->error == ECONNRESET)
    channel->ended = TL_FAILURE_RESET;
  return channel;
}

void
tl_channel_free (TlChannel *channel)
{
  tl_channel_close (channel);
  g_clear_pointer (&channel->tls, tl_tls_free);
  g_clear_pointer (&channel->begun, tl_tls_free);
  tl_io_unref (channel->io);
  g_free (channel->last_bytes);
  /* What a server repeats of a password stays nowhere. */
  tl_wipe (channel->buffer, sizeof channel->buffer);
  g_free (channel);
}

int
tl_channel_get_fd (TlChannel *channel)
{
  return channel->fd;
}

gboolean
tl_channel_count_segments (TlChannel *channel, TlSegments *segments)
{
  return tl_tcp_count (channel->fd, segments);
}

gboolean
tl_channel_has_timed_out (TlChannel *channel)
{
  return channel->timed_out;
}

TlIo *
tl_channel_get_io (TlChannel *channel)
{
  return channel->io;
}

TlTls *
tl_channel_get_tls (TlChannel *channel)
{
  return channel->tls;
}

gboolean
tl_channel_get_peer (TlChannel *channel, TlAddress *peer)
{
  memset (peer, 0, sizeof *peer);
  peer->length = sizeof peer->storage;
  return getpeername (channel->fd, (struct sockaddr *) &peer->storage, &peer->length) == 0;
}

gboolean
tl_channel_get_local (TlChannel *channel, TlAddress *local)
{
  memset (local, 0, sizeof *local);
  local->length = sizeof local->storage;
  return getsockname (channel->fd, (struct sockaddr *) &local->storage, &local->length) == 0;
}

const char *
tl_channel_get_last_bytes (TlChannel *channel)
{
  return channel->last_bytes != NULL ? channel->last_bytes : "";
}

void
tl_channel_hide_challenges (TlChannel *channel, const char *shown)
{
  channel->challenge_shown = shown;
}

/* ------------------------------------------------------------------ bytes in and out */

/* One read without waiting. -1 and TL_FAILURE_NONE: nothing there yet. */
static gssize
read_some (TlChannel *channel, char *buffer, gsize size, TlFailure *failure)
{
  if (channel->fd < 0) {
    *failure = TL_FAILURE_CLOSED;
    return -1;
  }
  if (channel->ended != TL_FAILURE_NONE) {
    *failure = channel->ended;
    return -1;
  }
  if (channel->tls != NULL)
    return tl_tls_read (channel->tls, buffer, size, failure, &channel->truncated);
  return tl_socket_read (channel->fd, buffer, size, failure);
}

static TlFailure
wait_for (TlChannel *channel, short events, gint64 until)
{
  struct pollfd fd = {.fd = channel->fd, .events = events};
  TlFailure failure = tl_io_poll (channel->io, &fd, 1, until);

  channel->timed_out = failure == TL_FAILURE_TIMEOUT;
  return failure;
}

/* Reads at least one byte or ends with a failure; an end of file is TL_FAILURE_CLOSED. The limit is
 * looked at first, so that a peer that always has a byte ready does not outlive it. */
static gssize
read_wait (TlChannel *channel, char *buffer, gsize size, gint64 until, TlFailure *failure)
{
  for (;;) {
    gssize n;

    if (tl_io_is_cancelled (channel->io)) {
      *failure = TL_FAILURE_CANCELLED;
      return -1;
    }
    if (tl_clock_us () >= until) {
      *failure = TL_FAILURE_TIMEOUT;
      return -1;
    }
    n = read_some (channel, buffer, size, failure);
    if (n > 0)
      return n;
    if (n == 0)
      *failure = TL_FAILURE_CLOSED;
    if (*failure != TL_FAILURE_NONE)
      return -1;
    *failure = wait_for (channel, POLLIN, until);
    if (*failure != TL_FAILURE_NONE)
      return -1;
  }
}

static TlFailure
write_all (TlChannel *channel, const char *bytes, gsize length, gint64 until)
{
  if (channel->fd < 0)
    return TL_FAILURE_CLOSED;
  while (length > 0) {
    TlFailure failure = TL_FAILURE_NONE;
    gssize n;

    if (tl_io_is_cancelled (channel->io))
      return TL_FAILURE_CANCELLED;
    if (channel->tls != NULL)
      n = tl_tls_write (channel->tls, bytes, length, &failure);
    else
      n = tl_socket_write (channel->fd, bytes, length, &failure);
    if (n < 0 && failure == TL_FAILURE_NONE)
      failure = wait_for (channel, POLLOUT, until);
    if (failure != TL_FAILURE_NONE)
      return failure;
    if (n > 0) {
      bytes += n;
      length -= (gsize) n;
    }
  }
  return TL_FAILURE_NONE;
}

/* A server that says 421 and hangs up makes our next command fail; its words are still there to be
 * read, and they are what matters. So the failure is kept back for the read that follows. */
static TlFailure
write_command (TlChannel *channel, const char *bytes, gsize length)
{
  TlFailure failure = write_all (channel, bytes, length, tl_io_limit (channel->io, SEND_LIMIT_MS));

  if ((failure == TL_FAILURE_RESET || failure == TL_FAILURE_CLOSED) &&
      tl_channel_has_input (channel))
    return TL_FAILURE_NONE;
  return failure;
}

/* ------------------------------------------------------------------ lines */

static void
take (TlChannel *channel, gsize n)
{
  channel->start += n;
  if (channel->start == channel->filled)
    channel->start = channel->filled = 0;
}

static TlFailure
fill (TlChannel *channel, gint64 until)
{
  TlFailure failure = TL_FAILURE_NONE;
  gssize n;

  if (channel->start > 0) {
    memmove (channel->buffer, channel->buffer + channel->start, channel->filled - channel->start);
    channel->filled -= channel->start;
    channel->start = 0;
  }
  if (channel->filled == sizeof channel->buffer)
    return TL_FAILURE_LINE_TOO_LONG;
  n = read_wait (channel, channel->buffer + channel->filled,
                 sizeof channel->buffer - channel->filled, until, &failure);
  if (n > 0)
    channel->filled += (gsize) n;
  return failure;
}

/* What a failure means when a piece of a line already stands in the buffer. */
static TlFailure
judge_piece (TlChannel *channel, TlFailure failure)
{
  gsize held = channel->filled - channel->start;
  const char *cr;

  if (held == 0)
    return failure;
  if (failure == TL_FAILURE_CLOSED)
    return TL_FAILURE_CLOSED_PARTWAY;
  if (failure != TL_FAILURE_TIMEOUT)
    return failure;
  /* Lines that end in CR alone never end (RFC 5321 2.3.8 knows no such line). */
  cr = memchr (channel->buffer + channel->start, '\r', held - 1);
  return cr != NULL ? TL_FAILURE_INVALID : TL_FAILURE_TOO_SLOW;
}

TlFailure
tl_channel_read_line (TlChannel *channel, gint64 until, const char **line, gsize *length,
                      gboolean *lf_only)
{
  *line = NULL;
  *length = 0;
  for (;;) {
    const char *begin = channel->buffer + channel->start;
    const char *feed = memchr (begin, '\n', channel->filled - channel->start);
    TlFailure failure;

    if (feed != NULL) {
      gboolean crlf = feed > begin && feed[-1] == '\r';

      *line = begin;
      *length = (gsize) (feed - begin) - (crlf ? 1 : 0);
      if (lf_only != NULL)
        *lf_only = !crlf;
      take (channel, (gsize) (feed - begin) + 1);
      channel->spoke = TRUE;
      return TL_FAILURE_NONE;
    }
    failure = fill (channel, until);
    if (failure != TL_FAILURE_NONE)
      return judge_piece (channel, failure);
  }
}

/* Keeps the beginning of what was no reply, for people to see. */
static void
keep_last_bytes (TlChannel *channel, const char *bytes, gsize length)
{
  g_free (channel->last_bytes);
  channel->last_bytes = tl_io_show_bytes (channel->io, bytes, length);
}

/* The piece that was left when a reply broke off belongs into the transcript, too. */
static void
record_piece (TlChannel *channel)
{
  gsize held = channel->filled - channel->start;

  if (held == 0)
    return;
  tl_io_record (channel->io, FALSE, channel->buffer + channel->start, held);
  keep_last_bytes (channel, channel->buffer + channel->start, held);
}

static void
record_reply_line (TlChannel *channel, const char *line, gsize length)
{
  if (channel->challenge_shown != NULL && length > 4 && memcmp (line, "334", 3) == 0) {
    g_autofree char *shown = g_strdup_printf ("%.4s%s", line, channel->challenge_shown);

    tl_io_record (channel->io, FALSE, shown, strlen (shown));
  } else {
    tl_io_record (channel->io, FALSE, line, length);
  }
}

static TlFailure
judge_status (TlReplyStatus status)
{
  switch (status) {
    case TL_REPLY_INVALID:
      return TL_FAILURE_INVALID;
    case TL_REPLY_TOO_LONG:
      return TL_FAILURE_REPLY_TOO_LONG;
    default:
      return TL_FAILURE_NONE;
  }
}

TlFailure
tl_channel_read_reply (TlChannel *channel, TlProtocol protocol, guint limit_ms, TlReply **reply)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (protocol);
  gint64 until = tl_io_limit (channel->io, limit_ms);
  TlReplyStatus status = TL_REPLY_MORE;
  TlFailure failure = TL_FAILURE_NONE;
  gboolean lf_only = FALSE;
  guint lines = 0;

  *reply = NULL;
  g_clear_pointer (&channel->last_bytes, g_free);
  while (failure == TL_FAILURE_NONE && status == TL_REPLY_MORE) {
    const char *line;
    gsize length;
    gboolean lf = FALSE;

    failure = tl_channel_read_line (channel, until, &line, &length, &lf);
    if (failure == TL_FAILURE_NONE) {
      record_reply_line (channel, line, length);
      status = tl_reply_parser_feed (parser, line, length);
      failure = judge_status (status);
      if (failure != TL_FAILURE_NONE)
        keep_last_bytes (channel, line, length);
      lf_only = lf_only || lf;
      lines++;
    } else {
      record_piece (channel);
    }
  }
  /* A reply of several lines that breaks off between two of them. */
  if (lines > 0 && failure == TL_FAILURE_TIMEOUT)
    failure = TL_FAILURE_TOO_SLOW;
  if (lines > 0 && failure == TL_FAILURE_CLOSED)
    failure = TL_FAILURE_CLOSED_PARTWAY;
  if (failure == TL_FAILURE_NONE) {
    *reply = tl_reply_parser_finish (parser);
    (*reply)->lf_only = lf_only;
  }
  return failure;
}

static gboolean
line_is_sendable (const char *line, gsize length)
{
  return memchr (line, '\r', length) == NULL && memchr (line, '\n', length) == NULL &&
         memchr (line, '\0', length) == NULL;
}

TlFailure
tl_channel_send_line (TlChannel *channel, const char *line)
{
  const char *const lines[] = {line, NULL};

  return tl_channel_send_lines (channel, lines);
}

/* The lines with their ends; NULL where one of them could not be sent as a line. */
static GString *
join_lines (const char *const *lines)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
    if (!line_is_sendable (lines[i], strlen (lines[i]))) {
      g_string_free (all, TRUE);
      return NULL;
    }
    g_string_append (all, lines[i]);
    g_string_append (all, "\r\n");
  }
  return all;
}

TlFailure
tl_channel_send_lines (TlChannel *channel, const char *const *lines)
{
  g_autoptr (GString) all = join_lines (lines);

  if (all == NULL)
    return TL_FAILURE_INVALID;
  if (all->len > 0)
    tl_io_record (channel->io, TRUE, all->str, all->len);
  return write_command (channel, all->str, all->len);
}

TlFailure
tl_channel_send_secret_line (TlChannel *channel, const char *line, gsize length, const char *shown)
{
  return tl_channel_send_secret_flight (channel, line, length, shown, NULL);
}

TlFailure
tl_channel_send_secret_flight (TlChannel *channel, const char *line, gsize length,
                               const char *shown, const char *const *behind)
{
  g_autoptr (GString) rest = join_lines (behind);
  g_autofree char *wire = NULL;
  TlFailure failure;

  if (rest == NULL || !line_is_sendable (line, length))
    return TL_FAILURE_INVALID;
  wire = g_malloc (length + 2 + rest->len);
  memcpy (wire, line, length);
  memcpy (wire + length, "\r\n", 2);
  memcpy (wire + length + 2, rest->str, rest->len);
  tl_io_record (channel->io, TRUE, shown, strlen (shown));
  if (rest->len > 0)
    tl_io_record (channel->io, TRUE, rest->str, rest->len);
  failure = write_command (channel, wire, length + 2 + rest->len);
  tl_wipe (wire, length + 2);
  return failure;
}

TlFailure
tl_channel_send_bytes (TlChannel *channel, const char *bytes, gsize length, guint limit_ms)
{
  return write_all (channel, bytes, length, tl_io_limit (channel->io, limit_ms));
}

gssize
tl_channel_read_bytes (TlChannel *channel, char *buffer, gsize size, guint limit_ms,
                       TlFailure *failure, gboolean *truncated)
{
  gsize held = MIN (channel->filled - channel->start, size);
  gssize n;

  *failure = TL_FAILURE_NONE;
  if (truncated != NULL)
    *truncated = FALSE;
  if (held > 0) {
    memcpy (buffer, channel->buffer + channel->start, held);
    take (channel, held);
    return (gssize) held;
  }
  n = read_wait (channel, buffer, size, tl_io_limit (channel->io, limit_ms), failure);
  if (n < 0 && *failure == TL_FAILURE_CLOSED && !channel->truncated) {
    *failure = TL_FAILURE_NONE;
    return 0;
  }
  if (truncated != NULL)
    *truncated = channel->truncated;
  return n;
}

/* ------------------------------------------------------------------ looking without taking */

gboolean
tl_channel_has_input (TlChannel *channel)
{
  TlFailure failure = TL_FAILURE_NONE;
  gssize n;
  char byte;

  if (channel->filled > channel->start)
    return TRUE;
  if (channel->fd < 0 || channel->ended != TL_FAILURE_NONE)
    return FALSE;
  /* What came in TLS records counts only once decrypted: tickets and alerts are no input. */
  if (channel->tls != NULL) {
    n = tl_tls_read (channel->tls, channel->buffer, sizeof channel->buffer, &failure,
                     &channel->truncated);
    channel->start = 0;
    channel->filled = n > 0 ? (gsize) n : 0;
  } else {
    n = recv (channel->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (n < 0 && errno == ECONNRESET)
      failure = TL_FAILURE_RESET;
  }
  /* An error is told once, by the kernel and by GnuTLS: the read that follows must have it. */
  channel->ended = failure;
  return n > 0;
}

/* Peeks into the socket until a whole line, a full buffer or the end of patience. */
static TlFailure
peek_first_words (TlChannel *channel, gint64 until, char *bytes, gsize size, gsize *length)
{
  gsize held = MIN (channel->filled - channel->start, size);

  *length = held;
  if (held > 0) {
    memcpy (bytes, channel->buffer + channel->start, held);
    return TL_FAILURE_NONE;
  }
  if (channel->ended != TL_FAILURE_NONE)
    return channel->ended;
  if (channel->tls != NULL) {
    TlFailure failure = fill (channel, until);

    *length = MIN (channel->filled - channel->start, size);
    memcpy (bytes, channel->buffer + channel->start, *length);
    return failure;
  }
  return tl_socket_peek (channel->io, channel->fd, until, FIRST_WORDS_MS, bytes, size, length);
}

TlFailure
tl_channel_peek_service (TlChannel *channel, guint limit_ms, const char **service)
{
  char bytes[512];
  gsize length = 0;
  TlFailure failure;

  *service = "nothing";
  if (channel->fd < 0)
    return TL_FAILURE_CLOSED;
  failure =
      peek_first_words (channel, tl_io_limit (channel->io, limit_ms), bytes, sizeof bytes, &length);
  if (length > 0) {
    *service = tl_service_of_bytes (bytes, length);
    keep_last_bytes (channel, bytes, length);
    return TL_FAILURE_NONE;
  }
  return failure;
}

/* ------------------------------------------------------------------ TLS */

void
tl_channel_begin_tls (TlChannel *channel, TlTlsTrust *trust, const char *host, const char *alpn,
                      TlTls *resume)
{
  g_return_if_fail (channel->tls == NULL && channel->begun == NULL && !channel->spoke);
  if (channel->fd >= 0)
    channel->begun = tl_tls_begin (channel->io, channel->fd, trust, host, alpn, resume);
}

TlFailure
tl_channel_start_tls (TlChannel *channel, TlTlsTrust *trust, const char *host, const char *alpn,
                      TlTls *resume, guint limit_ms)
{
  TlFailure failure;

  if (channel->fd < 0)
    return TL_FAILURE_CLOSED;
  g_return_val_if_fail (channel->tls == NULL, TL_FAILURE_TLS);
  /* Where TLS comes first, plain bytes are no intrusion but another kind of server: the handshake
   * looks at them itself. */
  if (channel->filled > channel->start || (channel->spoke && tl_channel_has_input (channel))) {
    if (channel->filled == channel->start)
      fill (channel, tl_io_limit (channel->io, limit_ms));
    record_piece (channel);
    channel->start = channel->filled = 0;
    return TL_FAILURE_INJECTED;
  }
  if (channel->begun == NULL)
    channel->begun = tl_tls_begin (channel->io, channel->fd, trust, host, alpn, resume);
  channel->tls = g_steal_pointer (&channel->begun);
  failure = tl_tls_go_on (channel->tls, limit_ms);
  channel->timed_out = failure == TL_FAILURE_TIMEOUT || failure == TL_FAILURE_TOO_SLOW;
  return failure;
}

TlFailure
tl_channel_accept_tls (TlChannel *channel, TlTlsIdentity *identity, const char *priority,
                       guint limit_ms)
{
  g_return_val_if_fail (channel->tls == NULL, TL_FAILURE_TLS);
  if (channel->filled > channel->start)
    return TL_FAILURE_INJECTED;
  channel->tls = tl_tls_accept (channel->io, channel->fd, identity, priority, limit_ms);
  return channel->tls != NULL ? TL_FAILURE_NONE : TL_FAILURE_TLS;
}

/* What is under way to the peer and was not confirmed yet, our end among it. */
static gboolean
is_owed (int fd)
{
  int owed = 0;

  return ioctl (fd, SIOCOUTQ, &owed) == 0 && owed > 0;
}

TlFailure
tl_channel_end_sending (TlChannel *channel, guint limit_ms)
{
  gint64 until = tl_io_limit (channel->io, limit_ms);
  TlFailure failure = TL_FAILURE_NONE;

  if (channel->fd < 0)
    return TL_FAILURE_CLOSED;
  if (channel->tls != NULL)
    tl_tls_bye (channel->tls);
  channel->finished = TRUE;
  shutdown (channel->fd, SHUT_WR);
  while (failure == TL_FAILURE_NONE && is_owed (channel->fd)) {
    struct pollfd fd = {.fd = channel->fd};
    gint64 soon = tl_clock_us () + OWED_US;

    failure = tl_io_poll (channel->io, &fd, 1, MIN (until, soon));
    if (failure == TL_FAILURE_TIMEOUT && soon < until)
      failure = TL_FAILURE_NONE;
    /* The peer has ended it: what it says to that comes by another way. */
    if ((fd.revents & (POLLERR | POLLHUP)) != 0)
      break;
  }
  channel->timed_out = failure == TL_FAILURE_TIMEOUT;
  return failure;
}

void
tl_channel_close (TlChannel *channel)
{
  if (channel->fd < 0)
    return;
  if (channel->dialled)
    tl_tcp_trace (channel->io, channel->fd, channel->timed_out);
  if (channel->tls != NULL && !channel->finished)
    tl_tls_bye (channel->tls);
  close (channel->fd);
  channel->fd = -1;
}
