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
void tl_connect_result_free (TlConnectResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConnectResult, tl_connect_result_free)
/* Takes the socket out of the result. */
int tl_connect_result_steal_fd (TlConnectResult *result);

/* RFC 8305: the first address at once, the next after 250 ms or as soon as one failed, families in
 * turn; the first to open wins, the rest are closed. Every address that was tried has its result, in
 * the order tried, the winner last. A silent address ends `unknown`: whether that means filtered is
 * a matter of the siblings. `addresses`: array of TlAddress *. Array of TlConnectResult. */
GPtrArray *tl_connect_first (TlIo *io, const GPtrArray *addresses, guint limit_ms);

/* The same; where attempts of the other family were still under way when one opened, they go on in
 * *rest (transfer full, NULL where there are none). */
typedef struct _TlConnectRest TlConnectRest;
GPtrArray *tl_connect_first_keeping (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                                     TlConnectRest **rest);
void tl_connect_rest_free (TlConnectRest *rest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConnectRest, tl_connect_rest_free)
/* Waits until each of them answered, or three SYNs of ours were met with silence for so long that it
 * is none of the line's accidents, given that the winner took `answer_ms`; silent ones end `unknown`.
 * Array of TlConnectResult, (transfer none), open ones closed by tl_connect_rest_free. */
const GPtrArray *tl_connect_rest_settle (TlConnectRest *rest, TlIo *io, double answer_ms);

/* Every address at once (ports included in the addresses), none of them preferred; open ones are
 * kept open only with `keep_open`. Silent ones are tried again with a new socket after 250 and
 * 500 ms. A silent port ends `filtered` where another port of the same address answered (open or
 * refused) within r and max (0.5 s, 4 r) passed since the third SYN; where only another address
 * answered, it ends `unknown` after three seconds, and where nobody did, at the limit. In the order
 * given. */
GPtrArray *tl_connect_all (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                           gboolean keep_open);

/* Who wants to know as it happens. All are called in the thread of tl_connect_all_watched. */
typedef struct {
  /* The state of an address is there; its socket may be taken. Called again where a port that was
   * thought to be silent answers after all, or its silence is confirmed. */
  void (*settled) (guint index, TlConnectResult *result, gpointer user_data);
  /* Whether to go on listening although everything has settled; asked again when `wake_fd` becomes
   * readable, which this function empties. */
  gboolean (*goes_on) (gpointer user_data);
  int wake_fd;
  gpointer user_data;
} TlConnectWatch;
GPtrArray *tl_connect_all_watched (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                                   gboolean keep_open, const TlConnectWatch *watch);

/* One connection by a certain link, whatever the routes prefer, closed at once. FALSE where that may
 * not be asked for, or where the job was cancelled. Silence until the limit is TL_PORT_UNKNOWN. */
gboolean tl_connect_by_link (TlIo *io, const TlAddress *address, const char *name, guint limit_ms,
                             TlPortState *state);

/* One connection on which neither side sends a packet of more than so many bytes of content, to see
 * whether larger ones get lost. (transfer full) */
TlConnectResult *tl_connect_small (TlIo *io, const TlAddress *address, guint bytes, guint limit_ms);

/* The address this computer uses towards `peer` (a UDP connect, nothing is sent). FALSE: no route;
 * `error` then is the errno. */
gboolean tl_local_address_towards (const TlAddress *peer, TlAddress *local, int *error);

G_END_DECLS
