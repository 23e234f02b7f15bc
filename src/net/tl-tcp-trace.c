/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the kernel noticed of a connection at its end (TCP_INFO). */
#include "tl-net-private.h"

#include "tl-address.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* So many times in vain, each wait twice the one before, the same piece was sent again. */
#define BACKOFFS 3
/* One less is enough where nothing was confirmed for so long: a way that began slowly (a neighbour of IPv6
 * that had to be found) makes the kernel wait for seconds between two tries. */
#define SILENT_MS 8000

/* Whether a piece is missing that is as large as any may be, where smaller ones went through: what we
 * send is never acknowledged, or what came stands behind a gap. */
static const char *
find_stall (const struct tcp_info *info)
{
  guint64 open = info->tcpi_bytes_sent - info->tcpi_bytes_retrans;

  open = open > info->tcpi_bytes_acked ? open - info->tcpi_bytes_acked : 0;
  if (info->tcpi_backoff + 1 >= BACKOFFS && info->tcpi_bytes_acked > 1 &&
      open >= info->tcpi_snd_mss &&
      (info->tcpi_backoff >= BACKOFFS || info->tcpi_last_ack_recv >= SILENT_MS))
    return "sending";
  if (info->tcpi_rcv_ooopack > 0 && info->tcpi_unacked == 0)
    return "receiving";
  return NULL;
}

gboolean
tl_tcp_count (int fd, TlSegments *segments)
{
  struct tcp_info info = {0};
  socklen_t size = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return FALSE;
  /* The first packet of a connection holds no data. */
  segments->sent = 1 + info.tcpi_data_segs_out;
  /* The kernel sends again before a receiver that takes its time has confirmed (RFC 8985 7.2, the probe
   * for a lost tail), or where a narrow line holds packets back, and hears that it had it already
   * (RFC 2883). Where that was so each time, nothing was lost. */
  segments->again = info.tcpi_dsack_dups >= info.tcpi_total_retrans ? 0 : info.tcpi_total_retrans;
  segments->repeated = info.tcpi_total_retrans > 0;
  segments->gaps = info.tcpi_rcv_ooopack > 0;
  return TRUE;
}

static void
add_number (TlEvidenceBuilder *builder, const char *target, const char *fact, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", target, fact, text);
}

void
tl_tcp_trace (TlIo *io, int fd, gboolean failed)
{
  TlEvidenceBuilder *builder = tl_io_get_builder (io);
  struct tcp_info info = {0};
  socklen_t size = sizeof info;
  TlAddress peer = {.length = sizeof peer.storage};
  g_autofree char *target = NULL;
  const char *stall;
  TlSegments segments = {0};

  if (tl_tcp_count (fd, &segments))
    tl_io_count_segments (io, segments.sent, segments.again);
  if (builder == NULL || getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
      getpeername (fd, (struct sockaddr *) &peer.storage, &peer.length) != 0)
    return;
  target = tl_address_to_target (&peer);
  stall = failed ? find_stall (&info) : NULL;
  if (stall != NULL)
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", target, "tcp.stalled", stall);
  if (segments.again == 0 || info.tcpi_segs_out == 0)
    return;
  add_number (builder, target, "tcp.retransmits", segments.again);
  add_number (builder, target, "tcp.lost_percent", 100 * segments.again / info.tcpi_segs_out);
}
