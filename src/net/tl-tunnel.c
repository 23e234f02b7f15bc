/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tunnel.h"

#include "tl-net-private.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_BYTES 16384

/* What waits for one side. */
typedef struct {
  char bytes[PIECE_BYTES];
  gsize length, done;
} Load;

/* Touched by its thread alone. */
typedef struct {
  TlIo *io; /* without a builder: what goes through here is recorded at the other end of the pair */
  TlTls *tls;
  int outer; /* to the proxy */
  int inner; /* one end of the pair; the channel has the other */
  Load out, in;
  gboolean ended; /* the proxy says no more */
} Carrier;

static void
carrier_free (Carrier *carrier)
{
  tl_tls_free (carrier->tls);
  close (carrier->outer);
  if (carrier->inner >= 0)
    close (carrier->inner);
  tl_io_unref (carrier->io);
  g_free (carrier);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Carrier, carrier_free)

static gboolean
is_loaded (const Load *load)
{
  return load->done < load->length;
}

static void
fill (Load *load, gssize n)
{
  load->length = (gsize) n;
  load->done = 0;
}

/* From the channel into TLS. FALSE at the end. */
static gboolean
carry_out (Carrier *carrier)
{
  Load *out = &carrier->out;
  TlFailure failure;
  gssize n;

  if (!is_loaded (out)) {
    n = tl_socket_read (carrier->inner, out->bytes, sizeof out->bytes, &failure);
    if (n <= 0)
      return n < 0 && failure == TL_FAILURE_NONE;
    fill (out, n);
  }
  /* GnuTLS wants to be given the same bytes again where it could not send them all. */
  n = tl_tls_write (carrier->tls, out->bytes + out->done, out->length - out->done, &failure);
  if (n > 0)
    out->done += (gsize) n;
  return n >= 0 || failure == TL_FAILURE_NONE;
}

/* From TLS to the channel. */
static gboolean
carry_in (Carrier *carrier)
{
  Load *in = &carrier->in;
  TlFailure failure;
  gssize n;

  if (!is_loaded (in)) {
    n = tl_tls_read (carrier->tls, in->bytes, sizeof in->bytes, &failure, NULL);
    if (n == 0) {
      carrier->ended = TRUE;
      shutdown (carrier->inner, SHUT_WR);
    }
    if (n <= 0)
      return n == 0 || failure == TL_FAILURE_NONE;
    fill (in, n);
  }
  n = tl_socket_write (carrier->inner, in->bytes + in->done, in->length - in->done, &failure);
  if (n > 0)
    in->done += (gsize) n;
  return n >= 0 || failure == TL_FAILURE_NONE;
}

static gboolean
wait_for_either (Carrier *carrier, gint64 until)
{
  struct pollfd fds[] = {{.fd = carrier->outer}, {.fd = carrier->inner}};

  if (is_loaded (&carrier->in))
    fds[1].events |= POLLOUT;
  else if (!carrier->ended)
    fds[0].events |= POLLIN;
  if (is_loaded (&carrier->out))
    fds[0].events |= POLLOUT;
  else
    fds[1].events |= POLLIN;
  /* What GnuTLS has read already, no poll() tells. */
  if (!is_loaded (&carrier->in) && tl_tls_pending (carrier->tls) > 0)
    return TRUE;
  /* An end that nobody asks about would wake it up again and again. */
  if (fds[0].events == 0)
    fds[0].fd = -1;
  return tl_io_poll (carrier->io, fds, G_N_ELEMENTS (fds), until) == TL_FAILURE_NONE;
}

static gpointer
carry (gpointer data)
{
  g_autoptr (Carrier) carrier = data;
  gint64 until = tl_io_limit (carrier->io, G_MAXUINT);

  while (wait_for_either (carrier, until))
    if (!carry_out (carrier) || (!carrier->ended && !carry_in (carrier)))
      break;
  tl_tls_bye (carrier->tls);
  return NULL;
}

/* (transfer full) the channel; NULL where there is no thread or no descriptor left. */
static TlChannel *
carrier_start (Carrier *carrier, TlIo *io)
{
  int pair[2];
  GThread *thread;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
    carrier_free (carrier);
    return NULL;
  }
  carrier->inner = pair[0];
  thread = g_thread_try_new ("tl-tunnel", carry, carrier, NULL);
  if (thread == NULL) {
    carrier_free (carrier);
    close (pair[1]);
    return NULL;
  }
  g_thread_unref (thread);
  return tl_channel_new (io, pair[1]);
}

TlChannel *
tl_tunnel_open (TlIo *io, int fd, TlTlsTrust *trust, const char *host, guint limit_ms,
                const char **verify, TlFailure *failure)
{
  Carrier *carrier = g_new0 (Carrier, 1);
  TlChannel *channel = NULL;
  const TlTlsInfo *info;

  carrier->outer = fd;
  carrier->inner = -1;
  carrier->io = tl_io_new (tl_io_get_cancellable (io), tl_io_limit (io, G_MAXUINT), NULL,
                           tl_io_get_redactor (io), tl_clock_us ());
  carrier->tls =
      tl_tls_handshake (carrier->io, fd, trust, host, "http/1.1", NULL, limit_ms, failure);
  info = tl_tls_get_info (carrier->tls);
  *verify = g_intern_string (info->verify);
  if (*failure == TL_FAILURE_NONE && g_strcmp0 (info->verify, "ok") == 0) {
    channel = carrier_start (carrier, io);
    if (channel == NULL)
      *failure = TL_FAILURE_NETWORK;
    return channel;
  }
  carrier_free (carrier);
  return NULL;
}
