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

/* The way a packet to that address, and to its port over TCP where it has one, would take: "ok", "none", "prohibited", "blackhole", "unreachable",
 * or "not-known" where the kernel could not be asked. `mark`: what the packet carries for the rules of
 * routing, 0 for nothing, as this program's. `link` (optional): index of the link it leaves by, 0 for none.
 * A rule (not a route) that says "unreachable" gives "none", as if there were no way. */
const char *tl_netlink_find_route (const TlAddress *to, guint32 mark, int *link);

/* Indices of the links over which the main table has a way to everywhere, whatever stands above it. Array
 * of int (transfer full), empty where there is none or the kernel could not be asked. */
GArray *tl_netlink_list_defaults (gboolean ipv6);

/* What the rules of routing are (ip-rule(8)). */
typedef struct {
  guint32 marks[8]; /* that they ask for */
  guint n_marks;
  gboolean unreachable; /* one says so of everything, or of everything without a mark */
} TlRoutingRules;
void tl_netlink_read_rules (gboolean ipv6, TlRoutingRules *rules);

/* Whether the gateway on the way to that address has answered when the kernel asked for its hardware address
 * (RFC 826, RFC 4861 7.2): "answers", "silent" (also while it is being asked), "none" where the way needs no
 * gateway or is none, "not-known" where nothing was sent there. */
const char *tl_netlink_find_gateway (const TlAddress *to);
/* Who has not answered at the first step of the way to that address: "nobody" has the address itself, which
 * is on a link of this computer, "no-gateway" is there. NULL where somebody is, or it is not known. */
const char *tl_netlink_find_missing (const TlAddress *to);

/* Whether a filter of nftables (that of iptables-nft, too) looks at what leaves this computer: "yes",
 * "no", "not-known" (it may not be read). *in: one looks at what comes in. */
const char *tl_netlink_find_filter (gboolean *in);

G_END_DECLS
