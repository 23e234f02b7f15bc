/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the packet filter of this computer does with one connection going out: nftables, as its own
 * program lists the rules. Pure: nothing is run here. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

/* The first packet of a connection. */
typedef struct {
  TlAddress peer;        /* with its port */
  const char *interface; /* (nullable) the link it leaves by */
  guint uid;             /* whose program it is */
} TlFirewallPacket;

typedef enum {
  TL_FIREWALL_PASSES, /* no rule that can be understood stops it */
  TL_FIREWALL_DROPS,
  TL_FIREWALL_REJECTS,
  TL_FIREWALL_REDIRECTS /* sent to a program of this computer, or elsewhere */
} TlFirewallVerdict;

typedef struct {
  TlFirewallVerdict verdict;
  gboolean unsure; /* a rule that cannot be understood came before, and might have let it pass */
  char *rule;      /* (nullable) the rule that decided: "inet filter output: drop (handle 7)" */
} TlFirewallView;
void tl_firewall_view_clear (TlFirewallView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlFirewallView, tl_firewall_view_clear)

/* `listing`: what "nft -j list ruleset" printed. FALSE where it is none. A rule with a part that is
 * not understood is taken not to match. */
gboolean tl_firewall_judge (const char *listing, gssize length, const TlFirewallPacket *packet,
                            TlFirewallView *view);

G_END_DECLS
