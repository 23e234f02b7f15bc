/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The sockets of a c-ares channel, with errors made whole: some name servers answer REFUSED, FORMERR
 * or NOTIMP by a bare header (as RFC 1035 4.1.1 allows for what they did not read), and c-ares throws
 * away every answer that does not repeat the question, so that a refusal would look like silence. */
#pragma once

#include <ares.h>
#include <glib.h>

G_BEGIN_DECLS

/* The question section of the query with this ID, still open; NULL: there is none. */
typedef const guchar *(*TlDnsFindQuestion) (gpointer user_data, guint id, gsize *length);

typedef struct {
  TlDnsFindQuestion find;
  gpointer user_data;
} TlDnsSocketUser;

/* `user` has to live as long as the channel. */
void tl_dns_socket_set (ares_channel channel, TlDnsSocketUser *user);

G_END_DECLS
