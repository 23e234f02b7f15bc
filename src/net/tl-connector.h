/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening TCP connections, and what each attempt tells. */
#pragma once

#include "tl-address.h"
#include "tl-io.h"

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

typedef struct {
  TlAddress address;
  TlPortState state;
  int error;       /* errno of the last connect, 0 when open or silent */
  guint tries;     /* SYNs of our own */
  double start_ms; /* since the attempt began */
  double elapsed_ms;
  int fd; /* open, non-blocking, TCP_NODELAY; -1 otherwise. Owned by the result. */
} TlConnectResult;
void tl_connect_result_free (TlConnectResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConnectResult, tl_connect_result_free)
/* Takes the socket out of the result. */
int tl_connect_result_steal_fd (TlConnectResult *result);

/* RFC 8305: the first address at once, the next after 250 ms or as soon as one failed, families in
 * turn; the first to open wins, the rest are closed. Every address that was tried has its result, in
 * the order tried, the winner last. A silent address ends `unknown`: whether that means filtered is
 * a matter of the siblings. `addresses`: array of TlAddress *. Array of TlConnectResult. */
GPtrArray *tl_connect_first (TlIo *io, const GPtrArray *addresses, guint limit_ms);

/* Every address at once (ports included in the addresses), none of them preferred; open ones are
 * kept open only with `keep_open`. Silent ones are tried again with a new socket after 250 and
 * 500 ms. A silent port ends `filtered` where another port of the same host answered (open or
 * refused) within r and max (0.5 s, 4 r) passed since the third SYN; where no other port did, it is
 * waited for until the limit and ends `unknown`. In the order given. */
GPtrArray *tl_connect_all (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                           gboolean keep_open);

/* The address this computer uses towards `peer` (a UDP connect, nothing is sent). FALSE: no route;
 * `error` then is the errno. */
gboolean tl_local_address_towards (const TlAddress *peer, TlAddress *local, int *error);

G_END_DECLS
