/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What an attempt at a TCP connection tells. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

/* tcp.state */
typedef enum {
  TL_PORT_OPEN,
  TL_PORT_REFUSED,
  TL_PORT_FILTERED,
  TL_PORT_UNREACHABLE,
  TL_PORT_UNKNOWN
} TlPortState;
const char *tl_port_state_to_string (TlPortState state);
/* What the errno of a connect() says, and no more: a firewall of our own answers with the very same
 * numbers as one far away. */
TlPortState tl_port_state_of_errno (int error);

typedef struct {
  TlAddress address;
  TlPortState state;
  int error;          /* errno of the last connect, 0 when open or silent */
  guint tries;        /* SYNs of our own */
  gboolean confirmed; /* filtered, and no answer within three seconds either */
  double start_ms;    /* since the attempt began */
  double elapsed_ms;
  const char
      *icmp; /* (nullable) what ICMP said in place of an answer: see tcp.icmp in docs/facts.md */
  TlAddress icmp_from; /* who sent that */
  int fd;              /* open, non-blocking, TCP_NODELAY; -1 otherwise. Owned by the result. */
} TlConnectResult;
/* Of an attempt that began `start_ms` after the job, and has no answer yet. (transfer full) */
TlConnectResult *tl_connect_result_new (const TlAddress *address, double start_ms);
void tl_connect_result_free (TlConnectResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConnectResult, tl_connect_result_free)
/* Takes the socket out of the result. */
int tl_connect_result_steal_fd (TlConnectResult *result);

G_END_DECLS
