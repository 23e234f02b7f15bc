/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a host answers an echo request (RFC 792, RFC 4443 4.1). */
#include "tl-echo.h"

#include "tl-clock.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One request may get lost. */
#define AGAIN_MS 500
#define IDENTITY 0x544c

/* Without rights where the kernel allows that to everybody, else only with them. */
static int
open_socket (int family)
{
  int protocol = family == AF_INET6 ? (int) IPPROTO_ICMPV6 : (int) IPPROTO_ICMP;
  int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
  int fd = socket (family, SOCK_DGRAM | flags, protocol);

  return fd >= 0 ? fd : socket (family, SOCK_RAW | flags, protocol);
}

/* RFC 1071; the kernel does it by itself for ICMPv6. */
static guint16
checksum (const guint8 *bytes, gsize length)
{
  guint32 sum = 0;

  for (gsize i = 0; i + 1 < length; i += 2)
    sum += (guint32) bytes[i] << 8 | bytes[i + 1];
  while (sum >> 16 != 0)
    sum = (sum & 0xffff) + (sum >> 16);
  return (guint16) ~sum;
}

static gboolean
ask (int fd, const TlAddress *to)
{
  guint8 packet[8] = {0};
  guint16 sum;

  packet[0] = tl_address_is_ipv6 (to) ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
  packet[4] = IDENTITY >> 8;
  packet[5] = IDENTITY & 0xff;
  sum = checksum (packet, sizeof packet);
  packet[2] = (guint8) (sum >> 8);
  packet[3] = (guint8) (sum & 0xff);
  return sendto (fd, packet, sizeof packet, 0, (const struct sockaddr *) &to->storage,
                 to->length) == (gssize) sizeof packet;
}

/* Whether what came is the answer of that host; a raw IPv4 socket gives the header along. */
static gboolean
hear (int fd, const TlAddress *to)
{
  guint8 packet[128];
  TlAddress from = {.length = sizeof from.storage};
  gssize n =
      recvfrom (fd, packet, sizeof packet, 0, (struct sockaddr *) &from.storage, &from.length);
  gboolean six = tl_address_is_ipv6 (to);
  gsize at = 0;

  if (n > 0 && !six && packet[0] >> 4 == 4)
    at = (gsize) (packet[0] & 0x0f) * 4;
  return n > 0 && at < (gsize) n && tl_address_equal_host (&from, to) &&
         packet[at] == (six ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY);
}

TlEcho
tl_echo_ask (TlIo *io, const TlAddress *address, guint limit_ms)
{
  TlAddress to = *address;
  gint64 until = tl_io_limit (io, limit_ms);
  TlEcho found = TL_ECHO_NONE;
  struct pollfd fd = {.events = POLLIN};

  /* A raw socket takes the port for a protocol. */
  tl_address_set_port (&to, 0);
  fd.fd = open_socket (to.storage.ss_family);
  if (fd.fd < 0 || !ask (fd.fd, &to)) {
    if (fd.fd >= 0)
      close (fd.fd);
    return TL_ECHO_NOT_KNOWN;
  }
  while (found == TL_ECHO_NONE && tl_clock_us () < until) {
    TlFailure failure = tl_io_poll (io, &fd, 1, MIN (until, tl_io_limit (io, AGAIN_MS)));

    if (failure == TL_FAILURE_NONE && hear (fd.fd, &to))
      found = TL_ECHO_ANSWERED;
    else if (failure == TL_FAILURE_TIMEOUT && !ask (fd.fd, &to))
      break;
    else if (failure == TL_FAILURE_CANCELLED)
      found = TL_ECHO_NOT_KNOWN;
  }
  close (fd.fd);
  return found;
}
