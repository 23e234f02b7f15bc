/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Network addresses as values: no socket is opened here. */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

typedef struct {
  struct sockaddr_storage storage;
  socklen_t length;
} TlAddress;

/* An IPv4 or IPv6 literal (brackets and a zone allowed). FALSE when it is none. */
gboolean tl_address_parse (const char *literal, guint port, TlAddress *out);
/* "192.0.2.1", "2001:db8::1" without port. (transfer full) */
char *tl_address_to_string (const TlAddress *address);
/* "192.0.2.1:587", "[2001:db8::1]:587": the `target` of a step. (transfer full) */
char *tl_address_to_target (const TlAddress *address);
gboolean tl_address_equal_host (const TlAddress *a, const TlAddress *b);
guint tl_address_get_port (const TlAddress *address);
void tl_address_set_port (TlAddress *address, guint port);
gboolean tl_address_is_ipv6 (const TlAddress *address);
/* "public", "private" (RFC 1918, ULA, CGNAT), "loopback", "link-local", "unspecified",
 * "multicast", "broadcast", "documentation", "reserved". An IPv4 address inside an IPv6 one
 * (::ffff:…) counts as the IPv4 address, here and in tl_address_equal_host. */
const char *tl_address_kind (const TlAddress *address);
/* Whether two private addresses may well belong to one network, by how such ranges are used. */
gboolean tl_address_is_near (const TlAddress *a, const TlAddress *b);
/* The one public address that a text names, between blanks, brackets or the parts of a web address.
 * FALSE where it names none, or several. */
gboolean tl_address_find_public (const char *text, TlAddress *out);

/* Whether a host is the domain or a name below it: ASCII letters of any case, a dot at the end of `host`
 * counts nothing. */
gboolean tl_host_is_below (const char *host, const char *domain);

G_END_DECLS
