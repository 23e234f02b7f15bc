/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-connect-result.h"

#include <errno.h>
#include <unistd.h>

const char *
tl_port_state_to_string (TlPortState state)
{
  static const char *const words[] = {
      [TL_PORT_OPEN] = "open",         [TL_PORT_REFUSED] = "refused",
      [TL_PORT_FILTERED] = "filtered", [TL_PORT_UNREACHABLE] = "unreachable",
      [TL_PORT_UNKNOWN] = "unknown",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "unknown");
  return words[state];
}

void
tl_connect_result_free (TlConnectResult *result)
{
  if (result->fd >= 0)
    close (result->fd);
  g_free (result);
}

int
tl_connect_result_steal_fd (TlConnectResult *result)
{
  int fd = result->fd;

  result->fd = -1;
  return fd;
}

TlPortState
tl_port_state_of_errno (int error)
{
  switch (error) {
    case 0:
    case ECONNRESET: /* answered, then reset before we looked: the port did accept */
      return TL_PORT_OPEN;
    case ECONNREFUSED:
      return TL_PORT_REFUSED;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EACCES:        /* prohibit route, IPv6 "administratively prohibited" */
    case EPERM:         /* a packet filter of this computer */
    case EINVAL:        /* blackhole route */
    case EADDRNOTAVAIL: /* no address of that family here */
    case EAFNOSUPPORT:
      return TL_PORT_UNREACHABLE;
    default:
      return TL_PORT_UNKNOWN;
  }
}

TlConnectResult *
tl_connect_result_new (const TlAddress *address, double start_ms)
{
  TlConnectResult *result = g_new0 (TlConnectResult, 1);

  result->address = *address;
  result->state = TL_PORT_UNKNOWN;
  result->start_ms = start_ms;
  result->fd = -1;
  return result;
}
