/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A dialogue inside TLS that may begin a TLS of its own, as through a proxy that is itself reached over
 * TLS (RFC 9110 4.2.2, 9.3.6). */
#pragma once

#include "tl-channel.h"

G_BEGIN_DECLS

/* TLS with `host` over a connected socket, which it takes. What is then written to the channel goes out
 * in there, carried by a thread that ends with either side, or with the job. NULL with *failure where the
 * handshake does not come to its end, or with TL_FAILURE_NONE where its certificate does not hold.
 * `*verify` (static): as in TlTlsInfo, NULL where no certificate came. */
TlChannel *tl_tunnel_open (TlIo *io, int fd, TlTlsTrust *trust, const char *host, guint limit_ms,
                           const char **verify, TlFailure *failure);

G_END_DECLS
