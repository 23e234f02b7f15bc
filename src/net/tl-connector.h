/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening TCP connections, and what each attempt tells. */
#pragma once

#include "tl-connect-all.h"

G_BEGIN_DECLS

/* RFC 8305: the first address at once, the next after 250 ms or as soon as one failed, families in
 * turn; the first to open wins, the rest are closed. Every address that was tried has its result, in
 * the order tried, the winner last. A silent address ends `unknown`: whether that means filtered is
 * a matter of the siblings. `addresses`: array of TlAddress *. Array of TlConnectResult. */
GPtrArray *tl_connect_first (TlIo *io, const GPtrArray *addresses, guint limit_ms);

/* The same; where attempts of the other family were still under way when one opened, they go on in
 * *rest (transfer full, NULL where there are none). */
GPtrArray *tl_connect_first_keeping (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                                     TlConnectRest **rest);

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
