/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every address at once, and those that go on after the first has opened. */
#pragma once

#include "tl-attempt.h"

G_BEGIN_DECLS

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

/* Attempts that outlive tl_connect_first; `attempt` gives up its sockets to them. */
typedef struct _TlConnectRest TlConnectRest;
TlConnectRest *tl_connect_rest_new (void);
void tl_connect_rest_add (TlConnectRest *rest, TlAttempt *attempt);
void tl_connect_rest_free (TlConnectRest *rest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConnectRest, tl_connect_rest_free)
/* Waits until each of them answered, or three SYNs of ours were met with silence for so long that it
 * is none of the line's accidents, given that the winner took `answer_ms`; silent ones end `unknown`.
 * Array of TlConnectResult, (transfer none), open ones closed by tl_connect_rest_free. */
const GPtrArray *tl_connect_rest_settle (TlConnectRest *rest, TlIo *io, double answer_ms);

G_END_DECLS
