/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-dns-socket.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define HEADER_SIZE 12
#define RESPONSE 0x80
#define RCODE 0x0f

static ares_socket_t
open_socket (int family, int type, int protocol, void *user_data)
{
  return socket (family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
}

static int
close_socket (ares_socket_t fd, void *user_data)
{
  return close (fd);
}

static int
connect_socket (ares_socket_t fd, const struct sockaddr *address, ares_socklen_t length,
                void *user_data)
{
  return connect (fd, address, length);
}

/* A bare header that reports an error gets the question that it belongs to. */
static gsize
complete (guchar *bytes, gsize length, gsize room, const TlDnsSocketUser *user)
{
  const guchar *question;
  gsize size = 0;

  if (length != HEADER_SIZE || (bytes[2] & RESPONSE) == 0 || (bytes[3] & RCODE) == 0 ||
      bytes[4] != 0 || bytes[5] != 0)
    return length;
  question = user->find (user->user_data, (guint) bytes[0] << 8 | bytes[1], &size);
  if (question == NULL || size > room - length)
    return length;
  bytes[5] = 1;
  memset (bytes + 6, 0, HEADER_SIZE - 6);
  memcpy (bytes + length, question, size);
  return length + size;
}

static ares_ssize_t
receive (ares_socket_t fd, void *data, size_t size, int flags, struct sockaddr *address,
         ares_socklen_t *address_length, void *user_data)
{
  ssize_t n = recvfrom (fd, data, size, flags, address, address_length);

  /* Over TCP, where no address is asked for, the length comes in pieces of its own. */
  return n > 0 && address != NULL ? (ssize_t) complete (data, (gsize) n, size, user_data) : n;
}

static ares_ssize_t
send_pieces (ares_socket_t fd, const struct iovec *pieces, int n, void *user_data)
{
  struct msghdr message = {.msg_iov = (struct iovec *) pieces, .msg_iovlen = (size_t) n};

  return sendmsg (fd, &message, MSG_NOSIGNAL);
}

void
tl_dns_socket_set (ares_channel channel, TlDnsSocketUser *user)
{
  static const struct ares_socket_functions functions = {
      open_socket, close_socket, connect_socket, receive, send_pieces,
  };

  ares_set_socket_functions (channel, &functions, user);
}
