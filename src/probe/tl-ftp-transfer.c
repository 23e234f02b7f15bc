/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes over FTP's data connections: a listing, and the upload test. */
#include "tl-ftp-private.h"

#include "tl-local-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listing proves enough after this many bytes. */
#define LIST_MAX (1024 * 1024)
#define UPLOAD_SIZE 2048
/* Servers that say 150 only after the data connection's TLS handshake are not waited for longer. */
#define START_WAIT_MS 1500
/* Bytes within this time before the limit: slow, but alive. */
#define ALIVE_US (3 * G_USEC_PER_SEC)
/* Strangers that knock at the port which an active data connection listens on. */
#define STRANGERS_MAX 16
/* A further mode is given the time of three SYNs (after 0, 1 and 3 s) to be connected to. */
#define TRIAL_WAIT_MS 4000

/* ------------------------------------------------------------------ the connection */

/* What arrived while the server should have connected, and went no further than this computer. */
static void
note_dropped (TlFtp *ftp)
{
  guint64 dropped = tl_local_count_dropped (tl_address_is_ipv6 (&ftp->local));

  if (ftp->data.dropped > 0 || dropped > 0)
    tl_ftp_factf (ftp, "ftp.active.dropped_here", "%" G_GUINT64_FORMAT,
                  dropped > ftp->data.dropped ? dropped - ftp->data.dropped : 0);
}

static int
accept_peer (TlFtp *ftp, gboolean *stranger)
{
  TlAddress from = {.length = sizeof from.storage};
  int fd = accept4 (ftp->data.listener, (struct sockaddr *) &from.storage, &from.length,
                    SOCK_CLOEXEC | SOCK_NONBLOCK);

  *stranger = fd >= 0 && !tl_address_equal_host (&from, &ftp->peer);
  if (fd >= 0)
    setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(const int){1}, sizeof (int));
  if (!*stranger)
    return fd;
  close (fd);
  return -1;
}

/* The record of the handshake, where it decides the result. */
static const char *
fail_tls (TlFtp *ftp, TlFailure failure, const TlTlsInfo *info)
{
  const char *peeked = info != NULL && info->peeked != NULL ? info->peeked : "nothing";
  gboolean silent = g_str_equal (peeked, "nothing") || g_str_equal (peeked, "closed") ||
                    g_str_equal (peeked, "reset");
  gboolean spoke_tls = g_str_equal (peeked, "tls") || g_str_equal (peeked, "alert");

  if (failure == TL_FAILURE_CANCELLED)
    return "cancelled";
  if (failure == TL_FAILURE_INJECTED || (!silent && !spoke_tls)) {
    tl_ftp_fact (ftp, "ftp.data.tls", "plaintext");
    return "injected";
  }
  tl_ftp_fact (ftp, "ftp.data.tls", "failed");
  if (info != NULL && ftp->trial == NULL)
    tl_tls_info_record (info, tl_run_get_builder (ftp->run), "ftp.list", ftp->target);
  return "tls";
}

/* The ClientHello goes out with the command that the data belongs to: one round trip less. */
static void
begin_encryption (TlFtp *ftp)
{
  if (ftp->private && ftp->data.channel != NULL)
    tl_channel_begin_tls (ftp->data.channel, tl_run_get_trust (ftp->run), ftp->settings->host, NULL,
                          tl_channel_get_tls (ftp->control));
}

/* TLS on the data connection: the control connection's session is offered again, because servers
 * may demand it as a proof that both ends are the same (RFC 4217 10.1). A certificate that is shown
 * anew is verified anew. */
static const char *
encrypt_data (TlFtp *ftp)
{
  TlChannel *data = ftp->data.channel;
  const TlTlsInfo *info;
  TlFailure failure;

  if (!ftp->private) {
    tl_ftp_fact (ftp, "ftp.data.tls", "none");
    return NULL;
  }
  failure = tl_channel_start_tls (data, tl_run_get_trust (ftp->run), ftp->settings->host, NULL,
                                  tl_channel_get_tls (ftp->control), ftp->limits->tls);
  info = tl_channel_get_tls (data) != NULL ? tl_tls_get_info (tl_channel_get_tls (data)) : NULL;
  if (failure != TL_FAILURE_NONE || info == NULL || !info->complete)
    return fail_tls (ftp, failure, info);
  tl_ftp_fact (ftp, "ftp.data.resumed", info->resumed ? "yes" : "no");
  tl_run_compare_shown (ftp->run, info);
  if (!info->resumed && g_strcmp0 (info->verify, "ok") != 0)
    return fail_tls (ftp, TL_FAILURE_TLS, info);
  tl_ftp_fact (ftp, "ftp.data.tls", "ok");
  return NULL;
}

/* ------------------------------------------------------------------ the dialogue around it */

/* The first connection is gone before the transfer came to its end, and no word said why. */
static void
note_lost (TlFtp *ftp, TlFailure failure)
{
  if (failure == TL_FAILURE_CLOSED || failure == TL_FAILURE_RESET)
    tl_ftp_fact (ftp, "ftp.control", tl_failure_to_string (failure));
}

/* The server's final words after the data went wrong: they often say why (425, 426, 522). The
 * word that the transfer ends with. */
static const char *
explain_failure (TlFtp *ftp, const char *stage, const char *word, gboolean started)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = TL_FAILURE_NONE;

  if (g_str_equal (word, "cancelled") || !ftp->alive)
    return word;
  tl_ftp_data_clear (&ftp->data);
  /* The first reply may still be the 150 that nobody waited for. */
  for (guint i = started ? 1 : 0; i < 2 && failure == TL_FAILURE_NONE; i++) {
    g_clear_pointer (&reply, tl_reply_free);
    failure = tl_ftp_await (ftp, ftp->limits->quit, &reply);
    if (failure == TL_FAILURE_NONE && reply->code >= 200)
      break;
  }
  ftp->stuck = failure == TL_FAILURE_TIMEOUT;
  note_lost (ftp, failure);
  if (failure == TL_FAILURE_NONE && reply->code >= 400)
    tl_ftp_reply (ftp, stage, reply);
  return failure == TL_FAILURE_CANCELLED ? "cancelled" : word;
}

/* One reply to a command that moves data. NULL and the reply where there is one that lets it go on. */
static const char *
read_step (TlFtp *ftp, const char *stage, TlReply **reply)
{
  TlFailure failure;

  g_clear_pointer (reply, tl_reply_free);
  failure = tl_ftp_await (ftp, ftp->limits->reply, reply);
  note_lost (ftp, failure);
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  if ((*reply)->code < 300)
    return NULL;
  tl_ftp_reply (ftp, stage, *reply);
  return "reply";
}

/* Waits for the control connection (where it is listened to) or the data connection (or the one who is to open it) to say
 * something. */
static TlFailure
await_either (TlFtp *ftp, gint64 until, gboolean listen, gboolean *spoke)
{
  struct pollfd ready[2] = {{.fd = tl_channel_get_fd (ftp->control), .events = POLLIN | POLLRDHUP},
                            {.fd = ftp->data.listener, .events = POLLIN}};
  TlFailure failure;

  if (ftp->data.channel != NULL)
    ready[1].fd = tl_channel_get_fd (ftp->data.channel);
  if (!listen)
    ready[0].fd = -1;
  *spoke = listen && tl_channel_has_input (ftp->control);
  if (*spoke)
    return TL_FAILURE_NONE;
  failure = tl_io_poll (ftp->io, ready, 2, until);
  /* Its end is a word, too. */
  *spoke = listen && (tl_channel_has_input (ftp->control) ||
                      (ready[0].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0);
  return failure;
}

/* Waits for the server to connect; only the peer of the control connection is let in. */
static const char *
accept_data (TlFtp *ftp, const char *stage, TlReply **reply)
{
  guint limit = ftp->trial != NULL ? MIN (TRIAL_WAIT_MS, ftp->limits->data) : ftp->limits->data;
  gint64 until = tl_io_limit (ftp->io, limit);
  TlFailure failure = TL_FAILURE_NONE;
  const char *word = NULL;
  guint strangers = 0;
  int fd = -1;

  while (fd < 0 && strangers < STRANGERS_MAX && failure == TL_FAILURE_NONE && word == NULL) {
    gboolean stranger = FALSE;
    gboolean spoke;

    /* After its final word, the control connection has no more to say. */
    failure = await_either (ftp, until, *reply == NULL || (*reply)->code < 200, &spoke);
    if (failure == TL_FAILURE_NONE)
      fd = accept_peer (ftp, &stranger);
    strangers += stranger;
    if (fd < 0 && spoke)
      word = read_step (ftp, stage, reply);
  }
  close (ftp->data.listener);
  ftp->data.listener = -1;
  if (strangers > 0)
    tl_ftp_factf (ftp, "ftp.active.strangers", "%u", strangers);
  tl_ftp_fact (ftp, "ftp.data.state", fd >= 0 ? "open" : "unknown");
  if (fd < 0)
    note_dropped (ftp);
  if (failure == TL_FAILURE_CANCELLED)
    return "cancelled";
  if (fd < 0)
    return word != NULL ? word : "timeout";
  ftp->data.channel = tl_channel_new (ftp->io, fd);
  return NULL;
}

/* ------------------------------------------------------------------ moving bytes */

static guint
left_ms (gint64 until)
{
  gint64 left = (until - tl_clock_us ()) / 1000;

  return left > 0 ? (guint) left : 0;
}

/* Reads to the end of the stream, the limit of bytes or that of time. */
static TlFailure
receive (TlFtp *ftp, TlFtpTransfer *transfer)
{
  gint64 until = tl_io_limit (ftp->io, ftp->limits->data);
  gint64 last = 0;

  for (;;) {
    char buffer[16384];
    TlFailure failure = TL_FAILURE_NONE;
    gssize n = tl_channel_read_bytes (ftp->data.channel, buffer, sizeof buffer, left_ms (until),
                                      &failure, &transfer->unclean);

    if (n < 0 && transfer->unclean && failure == TL_FAILURE_CLOSED)
      return TL_FAILURE_NONE;
    if (n < 0 && failure == TL_FAILURE_CANCELLED)
      return failure;
    /* What still came in at the end shows that it works, however long it would go on. */
    transfer->cut = n < 0 && last > 0 && tl_clock_us () - last < ALIVE_US &&
                    (failure == TL_FAILURE_TIMEOUT || failure == TL_FAILURE_TOO_SLOW);
    if (n < 0)
      return transfer->cut ? TL_FAILURE_NONE : failure;
    if (n == 0)
      return TL_FAILURE_NONE;
    last = tl_clock_us ();
    transfer->received += (gsize) n;
    if (transfer->keep != NULL)
      g_byte_array_append (transfer->keep, (guint8 *) buffer, (guint) n);
    transfer->cut = transfer->received >= transfer->most || left_ms (until) == 0;
    if (transfer->cut)
      return TL_FAILURE_NONE;
  }
}

static TlFailure
move (TlFtp *ftp, TlFtpTransfer *transfer)
{
  gsize length;
  const char *bytes;

  if (transfer->send == NULL)
    return receive (ftp, transfer);
  bytes = g_bytes_get_data (transfer->send, &length);
  return tl_channel_send_bytes (ftp->data.channel, bytes, length, ftp->limits->data);
}

/* A server whose listing was cut short may complain or not: neither matters, but its last word must
 * be out of the way before the next command. */
static const char *
settle (TlFtp *ftp, TlReply **reply)
{
  while (ftp->alive && (*reply == NULL || (*reply)->code < 200)) {
    g_clear_pointer (reply, tl_reply_free);
    tl_ftp_await (ftp, ftp->limits->quit, reply);
  }
  return NULL;
}

/* Both sides must come to their end: the data (above) and the server's word for it. */
static const char *
finish (TlFtp *ftp, TlFtpTransfer *transfer, TlReply **reply)
{
  const char *word;
  TlFailure failure = TL_FAILURE_NONE;

  /* Closed with something unread, as tickets of TLS, a connection is cut, and what is still under way
   * goes lost. */
  if (transfer->send != NULL)
    failure = tl_channel_end_sending (ftp->data.channel, ftp->limits->data);
  tl_channel_close (ftp->data.channel);
  tl_ftp_data_clear (&ftp->data);
  if (failure == TL_FAILURE_TIMEOUT || failure == TL_FAILURE_CANCELLED)
    return explain_failure (ftp, transfer->stage, tl_failure_to_string (failure), TRUE);
  if (transfer->cut)
    return settle (ftp, reply);
  if ((*reply)->code < 200) {
    word = read_step (ftp, transfer->stage, reply);
    if (word != NULL)
      return word;
  }
  if ((*reply)->code < 200)
    return "invalid-reply";
  tl_ftp_reply (ftp, transfer->stage, *reply);
  return NULL;
}

/* Connection, command and encryption up to the first byte of data. */
static const char *
start (TlFtp *ftp, TlFtpTransfer *transfer, TlReply **reply)
{
  g_autofree char *line = transfer->argument != NULL
                              ? g_strconcat (transfer->command, " ", transfer->argument, NULL)
                              : g_strdup (transfer->command);
  gboolean spoke = FALSE;
  TlFailure failure;
  const char *word = NULL;

  if (tl_channel_has_input (ftp->control))
    word = read_step (ftp, transfer->stage, reply);
  if (word != NULL || *reply != NULL)
    return word != NULL ? word : "injected";
  failure = tl_channel_send_line (ftp->control, line);
  note_lost (ftp, failure);
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  begin_encryption (ftp);
  if (ftp->data.channel == NULL)
    word = accept_data (ftp, transfer->stage, reply);
  else
    await_either (ftp, tl_io_limit (ftp->io, START_WAIT_MS), TRUE, &spoke);
  if (word == NULL && *reply == NULL && (spoke || tl_channel_has_input (ftp->control)))
    word = read_step (ftp, transfer->stage, reply);
  if (word == NULL)
    word = encrypt_data (ftp);
  return word;
}

const char *
tl_ftp_transfer (TlFtp *ftp, TlFtpTransfer *transfer)
{
  g_autoptr (TlReply) reply = NULL;
  const char *word = start (ftp, transfer, &reply);
  TlFailure failure;

  if (word != NULL)
    return g_str_equal (word, "reply")
               ? word
               : explain_failure (ftp, transfer->stage, word, reply != NULL);
  failure = move (ftp, transfer);
  if (failure != TL_FAILURE_NONE)
    return explain_failure (ftp, transfer->stage, tl_failure_to_string (failure), reply != NULL);
  if (reply == NULL && !transfer->cut)
    word = read_step (ftp, transfer->stage, &reply);
  return word != NULL ? word : finish (ftp, transfer, &reply);
}

/* ------------------------------------------------------------------ step ftp.list */

static gboolean
fail_list (TlFtp *ftp, const TlFtpTransfer *transfer, const char *word)
{
  if (!g_str_equal (word, "cancelled"))
    tl_ftp_matrix_row (ftp, ftp->data.mode, TL_OUTCOME_FAILED, word);
  tl_run_fact (ftp->run, "ftp.data.outcome", transfer->received > 0 ? "cut" : "failed");
  return tl_ftp_fail_word (ftp, word);
}

gboolean
tl_ftp_list (TlFtp *ftp)
{
  TlFtpTransfer transfer = {.command = "LIST", .stage = "list", .most = LIST_MAX};
  const char *word;

  tl_run_begin (ftp->run, "ftp.list", ftp->target);
  word = tl_ftp_transfer (ftp, &transfer);
  tl_run_factf (ftp->run, "ftp.list.bytes", "%" G_GSIZE_FORMAT, transfer.received);
  tl_run_yes_no (ftp->run, "ftp.list.cut", transfer.cut);
  if (ftp->private && word == NULL && !transfer.cut)
    tl_run_yes_no (ftp->run, "ftp.data.close_notify", !transfer.unclean);
  if (word != NULL)
    return fail_list (ftp, &transfer, word);
  tl_run_fact (ftp->run, "ftp.data.outcome", "ok");
  tl_ftp_matrix_row (ftp, ftp->data.mode, TL_OUTCOME_OK, "");
  return tl_run_end (ftp->run, transfer.unclean ? TL_OUTCOME_WARNING : TL_OUTCOME_OK);
}

/* ------------------------------------------------------------------ step ftp.upload */

static GBytes *
make_content (void)
{
  guint32 *words = g_new (guint32, UPLOAD_SIZE / sizeof (guint32));

  /* Bytes of every kind: a transfer that turns line ends is found out. */
  for (gsize i = 0; i < UPLOAD_SIZE / sizeof (guint32); i++)
    words[i] = g_random_int ();
  return g_bytes_new_take (words, UPLOAD_SIZE);
}

static gboolean
end_upload (TlFtp *ftp, const char *outcome, const char *word)
{
  tl_run_fact (ftp->run, "ftp.upload.outcome", outcome);
  if (word != NULL)
    return tl_ftp_fail_word (ftp, word);
  if (g_str_equal (outcome, "ok"))
    return tl_run_end (ftp->run, TL_OUTCOME_OK);
  ftp->refused = TRUE;
  return tl_run_end (ftp->run, TL_OUTCOME_FAILED);
}

/* The file is ours and goes again, whatever became of it. FALSE when it stays there; *reply is the
 * server's word for that, where it has one. */
static gboolean
delete_file (TlFtp *ftp, const char *name, gboolean stored, TlReply **reply)
{
  if (ftp->alive && tl_ftp_ask (ftp, "DELE", name, ftp->limits->reply, reply) == TL_FAILURE_NONE &&
      (*reply)->code / 100 == 2)
    return TRUE;
  if (stored)
    tl_run_fact (ftp->run, "ftp.upload.left", name);
  return !stored;
}

static const char *
move_file (TlFtp *ftp, TlFtpTransfer *transfer)
{
  const char *word = tl_ftp_data_prepare (ftp);

  return word != NULL ? word : tl_ftp_transfer (ftp, transfer);
}

/* Fetches the file and compares. NULL, or the word for step.failure. */
static const char *
fetch_back (TlFtp *ftp, const char *name, GBytes *content, gboolean *same)
{
  g_autoptr (GByteArray) back = g_byte_array_new ();
  TlFtpTransfer fetch = {.command = "RETR",
                         .argument = name,
                         .stage = "retrieve",
                         .keep = back,
                         .most = UPLOAD_SIZE + 1};
  const char *word = move_file (ftp, &fetch);

  *same = word == NULL && back->len == UPLOAD_SIZE &&
          memcmp (back->data, g_bytes_get_data (content, NULL), UPLOAD_SIZE) == 0;
  return word;
}

/* All went well but that the file stays there. */
static gboolean
leave_file (TlFtp *ftp, const TlReply *reply)
{
  if (reply != NULL)
    tl_ftp_note_reply (ftp, "delete", reply);
  tl_run_fact (ftp->run, "ftp.upload.outcome", "ok");
  return tl_run_end (ftp->run, TL_OUTCOME_WARNING);
}

/* Stores, fetches, compares and deletes. */
static gboolean
try_upload (TlFtp *ftp)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("throughline-%s.tmp", uuid);
  g_autoptr (GBytes) content = make_content ();
  TlFtpTransfer store = {.command = "STOR", .argument = name, .stage = "store", .send = content};
  const char *word = move_file (ftp, &store);
  gboolean stored = word == NULL;
  gboolean same = FALSE;
  g_autoptr (TlReply) reply = NULL;
  gboolean gone;

  if (stored)
    word = fetch_back (ftp, name, content, &same);
  gone = delete_file (ftp, name, stored, &reply);
  if (word != NULL)
    return end_upload (ftp, "rejected", word);
  /* Whatever else is wrong counts for more than that. */
  if (same && !gone)
    return leave_file (ftp, reply);
  return end_upload (ftp, same ? "ok" : "differs", NULL);
}

gboolean
tl_ftp_upload (TlFtp *ftp)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_run_begin (ftp->run, "ftp.upload", ftp->target);
  if (!ftp->alive) {
    tl_run_fact (ftp->run, "step.skipped", "earlier-failure");
    tl_run_fact (ftp->run, "ftp.upload.outcome", "not-tested");
    return tl_run_end (ftp->run, TL_OUTCOME_SKIPPED);
  }
  failure = tl_ftp_ask (ftp, "TYPE", "I", ftp->limits->reply, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_ftp_fail (ftp, failure);
  if (reply->code / 100 != 2)
    return tl_ftp_fail_reply (ftp, "type", reply);
  return try_upload (ftp);
}
