/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the look at this computer share. */
#pragma once

#include "tl-firewall.h"
#include "tl-local-services.h"
#include "tl-run-private.h"

G_BEGIN_DECLS

/* What several steps need. */
struct _TlLocal {
  TlRun *run;
  const char *step;
  GPtrArray *links;     /* (owned, nullable) TlLink */
  int way_out;          /* index of the link that leads to the host, or out; 0: none */
  GHashTable *programs; /* (owned, nullable) names of what runs here; NULL: cannot be seen */
  TlLocalServices *services;
  const char *sandbox;
  char *cgroup; /* (owned, nullable) path of this process in the control groups */
};

/* A fact with the source "local". */
void tl_local_fact (TlLocal *local, const char *fact, const char *value);

/* tl-local-links.c: steps "local.route", "local.links", "local.vpn" */
void tl_local_routes (TlLocal *local);
/* The link that leads to the host, or out; NULL where it is not known. */
const char *tl_local_get_way_out (TlLocal *local);
/* The link by which something leaves for this address; NULL where it is not known. */
const char *tl_local_find_way (TlLocal *local, const TlAddress *to);
void tl_local_links (TlLocal *local);
void tl_local_vpn (TlLocal *local);
/* tl-local-connections.c: step "local.connections" */
void tl_local_connections (TlLocal *local);
/* How many lines of a /proc/net/tcp or tcp6 are connections to one of the addresses (TlAddress) on this
 * port: established ones, or those that end as well. */
guint tl_local_count_connections (const char *table, const GPtrArray *addresses, guint port,
                                  gboolean any_state);
/* tl-local-drops.c: how many packets came to this computer and were handed to nobody: what its own
 * firewall drops or rejects, and a little noise; 0 where it cannot be told. Only growth says
 * something. */
guint64 tl_local_count_dropped (gboolean ipv6);
guint64 tl_local_read_dropped4 (const char *table); /* /proc/net/snmp */
guint64 tl_local_read_dropped6 (const char *table); /* /proc/net/snmp6 */
/* tl-local-proxy.c: step "local.proxy" */
void tl_local_proxy (TlLocal *local);
/* The proxies that programs here are told to use for the host (of a web check: for its URL), without user
 * info, each where the one before it is dead, perhaps none in the end; and who tells so: "environment" or
 * "settings" ("script": they leave it to one that nobody runs here). Empty: none, or *known is FALSE. So
 * long the settings of the desktop are waited for. (transfer full), NULL-terminated */
#define TL_LOCAL_NO_PROXY "direct://"
char **tl_local_find_proxies (TlRun *run, guint limit_ms, const char **source, gboolean *known);
/* That of the environment alone, which takes no time. (transfer full, nullable) */
char *tl_local_find_proxy_in_environment (TlSettings *settings);
/* A proxy's address without user info, made visible; NULL where it names none. (transfer full) */
char *tl_local_clean_proxy (const char *url);
/* Whether a list such as that of no_proxy names the host. */
gboolean tl_local_is_exempt (const char *list, const char *host);
/* tl-local-programs.c: steps "local.firewall", "local.antivirus" */
GHashTable *tl_local_list_programs (void);
/* Names of the products of a kind that run here, by their processes and active services, "" where none is seen. (transfer full) */
char *tl_local_find_programs (TlLocal *local, const char *kind);
/* Whether it runs here, or one of its programs is there to be run. */
gboolean tl_local_has_product (TlLocal *local, const TlProduct *product);
/* tl-local-sandbox.c: step "local.sandbox": what cannot be seen from inside */
void tl_local_sandbox (TlLocal *local);
/* Whether only programs of this sandbox are seen. */
gboolean tl_local_is_walled_in (TlLocal *local);
void tl_local_firewall (TlLocal *local);
void tl_local_antivirus (TlLocal *local);
/* tl-local-rules.c: what the packet filter does with a connection to the host, by the link named
 * (nullable), and with its answers, where its rules may be read. `seen`: names of firewalls. Returns
 * whether a rule stops it or sends it elsewhere. */
gboolean tl_local_rules (TlLocal *local, const char *seen, const char *interface);
/* tl-local-opensnitch.c: what the rules of OpenSnitch, which runs here, do with that packet (nullable: none
 * is asked about). */
void tl_local_opensnitch (TlLocal *local, const TlFirewallPacket *packet);
/* The rule that stops a connection from here to that address and port. NULL where none is seen. (transfer
 * full) */
char *tl_local_dup_rule_for (TlRun *run, const TlAddress *peer);
/* The same where it leaves by the link named (nullable). (transfer full) */
char *tl_local_dup_rule_by (TlRun *run, const TlAddress *peer, const char *interface);
/* All rules, of nftables and iptables; NULL where they may not be read. (transfer full) */
TlFirewall *tl_local_read_rules (TlIo *io);
/* Whether the old iptables, which nftables knows nothing of, has tables here, as far as may be seen. */
gboolean tl_local_has_legacy_rules (void);
/* Whether ufw.conf says that it is on. */
gboolean tl_local_ufw_is_on (const char *text);
/* "none", "flatpak", "snap", "container" */
const char *tl_local_find_sandbox (void);
/* The name servers of a resolv.conf, blank-separated. (transfer full) */
char *tl_local_list_resolvers (const char *text);

G_END_DECLS
