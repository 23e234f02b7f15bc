/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the kernel tells about links, routes and filters of this computer, asked over netlink: nothing
 * leaves it, and nobody needs to be root (but for the filters). */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

typedef struct {
  int index;
  gboolean up;
  gboolean carrier; /* the other end of the cable, or of what stands for one, is there */
  gboolean loopback;
  gboolean ethernet; /* has hardware addresses: a tap device rather than a tun one */
  char *name;
  char *kind; /* "wireguard", "tun", …; "" for hardware */
} TlLink;
void tl_link_free (TlLink *link);

/* All links; NULL where the kernel could not be asked. Array of TlLink. */
GPtrArray *tl_netlink_list_links (void);

/* The same of an answer of the kernel, as it came (rtnetlink(7), RTM_NEWLINK). */
GPtrArray *tl_netlink_read_links (const void *answer, gsize length);

/* The way a packet to that address would take: "ok", "none", "prohibited", "blackhole", "unreachable",
 * or "not-known" where the kernel could not be asked. `link` (optional): index of the link it
 * leaves by, 0 for none. */
const char *tl_netlink_find_route (const TlAddress *to, int *link);

/* Whether a filter of nftables (that of iptables-nft, too) looks at what leaves this computer: "yes",
 * "no", "not-known" (it may not be read). *in: one looks at what comes in. */
const char *tl_netlink_find_filter (gboolean *in);

G_END_DECLS
