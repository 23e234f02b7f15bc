/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-net-private.h"

#include "tl-text.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* How much of a strange answer is shown, in characters. */
#define SHOWN_MAX 80
/* How often bytes that are still coming are looked at again. */
#define PEEK_SLICE_US (10 * 1000)

TlFailure
tl_socket_failure (int error)
{
  switch (error) {
    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
    case EINTR:
      return TL_FAILURE_NONE;
    case ECONNRESET:
      return TL_FAILURE_RESET;
    case EPIPE:
    case ENOTCONN:
      return TL_FAILURE_CLOSED;
    default:
      return TL_FAILURE_NETWORK;
  }
}

gssize
tl_socket_read (int fd, char *buffer, gsize size, TlFailure *failure)
{
  int one = 1;
  gssize n;

  /* The flag does not stick. Without it a server whose Nagle algorithm waits for our acknowledgement
   * is held up by 40 ms each time. */
  setsockopt (fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
  n = recv (fd, buffer, size, MSG_DONTWAIT);
  *failure = n < 0 ? tl_socket_failure (errno) : TL_FAILURE_NONE;
  return n;
}

gssize
tl_socket_write (int fd, const char *bytes, gsize length, TlFailure *failure)
{
  gssize n = send (fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);

  *failure = n < 0 ? tl_socket_failure (errno) : TL_FAILURE_NONE;
  return n;
}

static gboolean
first_words_are_whole (const char *bytes, gsize length, gsize size)
{
  guchar first = (guchar) bytes[0];

  /* A TLS record tells what it is by its first byte (RFC 8446 5.1). */
  return length == size || (first >= 0x14 && first <= 0x17) || memchr (bytes, '\n', length) != NULL;
}

TlFailure
tl_socket_peek (TlIo *io, int fd, gint64 until, guint patience_ms, char *buffer, gsize size,
                gsize *length)
{
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  TlFailure failure = tl_io_poll (io, &poll_fd, 1, until);
  gint64 patient_until = tl_clock_us () + (gint64) patience_ms * 1000;

  *length = 0;
  while (failure == TL_FAILURE_NONE) {
    gssize n = recv (fd, buffer, size, MSG_PEEK | MSG_DONTWAIT);
    gint64 now = tl_clock_us ();

    if (n == 0 && *length == 0)
      return TL_FAILURE_CLOSED;
    if (n < 0 && *length == 0 && tl_socket_failure (errno) != TL_FAILURE_NONE)
      return tl_socket_failure (errno);
    if (n > 0)
      *length = (gsize) n;
    if (n <= 0 || first_words_are_whole (buffer, *length, size) || now >= patient_until)
      return TL_FAILURE_NONE;
    /* The socket stays readable all the while, so poll() cannot tell of more. */
    failure = tl_io_poll (io, NULL, 0, MIN (until, now + PEEK_SLICE_US));
    if (failure == TL_FAILURE_TIMEOUT)
      failure = TL_FAILURE_NONE;
    if (now >= until)
      return TL_FAILURE_NONE;
  }
  return failure;
}

/* ------------------------------------------------------------------ who speaks there */

static gboolean
contains_word (const char *bytes, gsize length, const char *word)
{
  gsize n = strlen (word);

  for (gsize i = 0; i + n <= length; i++) {
    if (g_ascii_strncasecmp (bytes + i, word, n) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
starts_with (const char *bytes, gsize length, const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n && g_ascii_strncasecmp (bytes, prefix, n) == 0;
}

static gboolean
looks_like_text (const char *bytes, gsize length)
{
  gboolean letter = FALSE;

  for (gsize i = 0; i < MIN (length, 16); i++) {
    guchar c = (guchar) bytes[i];

    if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\r' && c != '\n'))
      return FALSE;
    letter = letter || g_ascii_isalnum (c);
  }
  return letter;
}

static gboolean
is_reply_code (const char *bytes, gsize length)
{
  return length >= 3 && bytes[0] >= '1' && bytes[0] <= '5' && g_ascii_isdigit (bytes[1]) &&
         g_ascii_isdigit (bytes[2]) && (length == 3 || strchr (" -\r\n", bytes[3]) != NULL);
}

const char *
tl_service_of_bytes (const char *bytes, gsize length)
{
  static const struct {
    const char *prefix, *service;
  } table[] = {
      {"HTTP/", "http"},
      {"<html", "http"},
      {"<!doctype html", "http"},
      {"SSH-", "ssh"},
      {"* OK", "imap"},
      {"* BYE", "imap"},
      {"* PREAUTH", "imap"},
      {"+OK", "pop3"},
      {"-ERR", "pop3"},
      /* RFC 5804 1.7, RFC 6143 7.1.1, RFC 6120 4.2, RFC 3261 7.2 */
      {"\"IMPLEMENTATION\"", "sieve"},
      {"RFB 0", "vnc"},
      {"@RSYNCD:", "rsync"},
      {"<?xml", "xmpp"},
      {"<stream:", "xmpp"},
      {"SIP/2.0", "sip"},
  };

  if (length == 0)
    return "nothing";
  if (bytes[0] >= 0x14 && bytes[0] <= 0x17 && (length < 2 || bytes[1] == 3))
    return "tls";
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (starts_with (bytes, length, table[i].prefix))
      return table[i].service;
  }
  if (is_reply_code (bytes, length)) {
    if (contains_word (bytes, length, "SMTP"))
      return "smtp";
    if (contains_word (bytes, length, "FTP"))
      return "ftp";
  }
  return looks_like_text (bytes, length) ? "text" : "other";
}

char *
tl_io_show_bytes (TlIo *io, const char *bytes, gsize length)
{
  g_autofree char *scrubbed = NULL;
  TlRedactor *redactor = tl_io_get_redactor (io);

  if (redactor != NULL) {
    scrubbed = tl_redactor_scrub (redactor, bytes, length, &length);
    bytes = scrubbed;
  }
  return tl_text_make_visible (bytes, length, SHOWN_MAX);
}
