/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the head of an answer came to its end. libsoup (3.2) takes the end of the connection behind a
 * whole line for the blank line that ends a head, and so the first half of one for all of it. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Whether the head has as many bytes as what libsoup read from it makes when written as nearly every
 * server writes it, with the blank line (RFC 9112 2.1, 5). FALSE: it was cut, or is written in another
 * way. Counted by the metrics of the message, in the thread of its request. */
gboolean tl_http_head_is_whole (SoupMessage *message);

G_END_DECLS
