/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the packet filter of this computer does with one connection going out, and with its answers: nftables and iptables, as
 * their own programs list the rules. Pure: nothing is run here. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

/* The first packet of a connection, or the answer to it; or a question in a datagram. */
typedef struct {
  gboolean answer;       /* which comes from the peer to the own address */
  TlAddress peer;        /* with its port */
  TlAddress source;      /* own address; length 0: not known */
  const char *interface; /* (nullable) the link it leaves by, or comes in by */
  guint uid, gid;        /* whose program it is */
  gboolean udp;          /* else TCP */
  gboolean classed;      /* its program may be in a class (net_cls), and in which is not known */
  const char *cgroup; /* (nullable) path of its program's control group (v2), "/a/b"; not known */
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
  char *mark; /* (nullable) what tells whose rule it is: names of its table and chain, comment */
  gint64 packets; /* that it has stopped so far; -1: not counted */
  char *
      perhaps; /* (nullable) a rule about this port that would stop it, were its other conditions met */
} TlFirewallView;
void tl_firewall_view_clear (TlFirewallView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlFirewallView, tl_firewall_view_clear)

/* All rules of this computer. */
typedef struct _TlFirewall TlFirewall;
TlFirewall *tl_firewall_new (void);
void tl_firewall_free (TlFirewall *firewall);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlFirewall, tl_firewall_free)

/* `listing`: what "nft -j list ruleset" printed. FALSE where it is none. */
gboolean tl_firewall_add_nft (TlFirewall *firewall, const char *listing, gssize length);
/* Whether the listing has rules of iptables in it that nft itself does not understand. */
gboolean tl_firewall_needs_iptables (TlFirewall *firewall);
/* `listing`: what "iptables-save -c" printed, or ip6tables-save. `nft`: the tables also stand in the
 * listing of nft, and are read here alone. */
void tl_firewall_add_iptables (TlFirewall *firewall, const char *listing, gboolean ipv6,
                               gboolean nft);

/* A rule with a part that is not understood is taken not to match. */
void tl_firewall_judge (TlFirewall *firewall, const TlFirewallPacket *packet, TlFirewallView *view);
/* The links that rules let things out by, as they name them ("tun0", "wg*"), "lo" left out.
 * (transfer full) */
char **tl_firewall_list_links (TlFirewall *firewall);

G_END_DECLS
