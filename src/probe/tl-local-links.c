/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Routes, links and tunnels. */
#include "tl-local-private.h"

#include "tl-names.h"
#include "tl-netlink.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

#define ADDRESSES_MAX 32
#define RESOLVERS_MAX 8
#define RESOLV_CONF_MAX 65536
/* Addresses that stand for all the rest (RFC 5737, RFC 3849). */
#define OUTSIDE4 "198.51.100.1"
#define OUTSIDE6 "2001:db8::1"

/* Kinds of links that carry packets inside other packets to somewhere else. */
static const char *const tunnels[] = {"wireguard", "tun",    "ppp", "vti",    "vti6", "ipip",
                                      "gre",       "ip6gre", "sit", "ip6tnl", "xfrm", "ovpn"};

static const TlLink *
find_link (TlLocal *local, int index)
{
  for (guint i = 0; local->links != NULL && i < local->links->len; i++) {
    const TlLink *link = g_ptr_array_index (local->links, i);

    if (link->index == index)
      return link;
  }
  return NULL;
}

const char *
tl_local_get_way_out (TlLocal *local)
{
  const TlLink *link = find_link (local, local->way_out);

  return link != NULL ? link->name : NULL;
}

const char *
tl_local_find_way (TlLocal *local, const TlAddress *to)
{
  const TlLink *link;
  int way = 0;

  tl_netlink_find_route (to, 0, &way);
  link = find_link (local, way);
  return link != NULL ? link->name : NULL;
}

/* A tap device is a virtual machine's more often than a VPN's: it counts only where the way out
 * leads through it. */
static gboolean
is_tunnel (TlLocal *local, const TlLink *link)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tunnels); i++)
    if (link->up && g_str_equal (link->kind, tunnels[i]))
      return !link->ethernet || link->index == local->way_out;
  return FALSE;
}

/* ------------------------------------------------------------------ step local.route */

/* The route there. The kernel keeps one over a link whose cable is out, and says of a rule that calls
 * everything unreachable what it says where there is no way. */
static const char *
find_route (TlLocal *local, const TlAddress *to, int *way)
{
  const char *route = tl_netlink_find_route (to, 0, way);
  const TlLink *link = find_link (local, *way);
  TlRoutingRules rules;

  if (g_str_equal (route, "ok"))
    return link != NULL && !link->carrier ? "none" : route;
  if (!g_str_equal (route, "none"))
    return route;
  tl_netlink_read_rules (tl_address_is_ipv6 (to), &rules);
  return rules.unreachable ? "unreachable" : route;
}

/* Closed on purpose, by a route or a rule that says so. */
static gboolean
is_barred (const char *route)
{
  return g_str_equal (route, "prohibited") || g_str_equal (route, "blackhole") ||
         g_str_equal (route, "unreachable");
}

/* Whether anything outside can be reached: the way to an address that stands for all the rest. The
 * kernel is asked, no packet is sent. Gives what it says. */
static const char *
look_out (TlLocal *local, const char *fact, const char *literal)
{
  TlAddress outside;
  const char *route;
  int link = 0;

  /* No port: what holds for one port alone does not count. */
  if (!tl_address_parse (literal, 0, &outside))
    return "not-known";
  route = find_route (local, &outside, &link);
  if (g_str_equal (route, "not-known"))
    tl_local_fact (local, fact, "not-known");
  else
    tl_local_fact (local, fact, g_str_equal (route, "ok") ? "yes" : "no");
  if (local->way_out == 0)
    local->way_out = link;
  return route;
}

/* Whether the network has a way to everywhere, over a link that is no tunnel, and only what stands above
 * it bars it. */
static gboolean
has_way_beneath (TlLocal *local, gboolean ipv6)
{
  g_autoptr (GArray) ways = tl_netlink_list_defaults (ipv6);

  for (guint i = 0; i < ways->len; i++) {
    const TlLink *link = find_link (local, g_array_index (ways, int, i));

    if (link != NULL && link->up && link->carrier && !is_tunnel (local, link))
      return TRUE;
  }
  return FALSE;
}

/* Whether what carries one of the marks that rules of routing ask for finds a way there. */
static gboolean
may_pass_marked (const TlAddress *to)
{
  TlRoutingRules rules;

  tl_netlink_read_rules (tl_address_is_ipv6 (to), &rules);
  for (guint i = 0; i < rules.n_marks; i++)
    if (g_str_equal (tl_netlink_find_route (to, rules.marks[i], NULL), "ok"))
      return TRUE;
  return FALSE;
}

/* The way there is closed on purpose: for what else, and for whom not. */
static void
look_at_bar (TlLocal *local, const TlAddress *to)
{
  gboolean ipv6 = tl_address_is_ipv6 (to);
  TlAddress outside, host = *to;
  int link;

  if (!tl_address_parse (ipv6 ? OUTSIDE6 : OUTSIDE4, 0, &outside))
    return;
  tl_address_set_port (&host, 0);
  tl_local_fact (local, "local.route.bars",
                 is_barred (find_route (local, &outside, &link)) ? "everything"
                 : is_barred (find_route (local, &host, &link))  ? "some"
                                                                 : "port");
  tl_local_fact (local, "local.route.beneath", has_way_beneath (local, ipv6) ? "yes" : "no");
  tl_local_fact (local, "local.route.marked", may_pass_marked (to) ? "yes" : "no");
}

/* Where the name has no address, the way to whoever was asked for it: that of the first name server which
 * has one, else that of the first. One on this computer says nothing of the way out. */
static void
look_at_names (TlLocal *local)
{
  g_autoptr (GPtrArray) servers = tl_names_list_servers (local->run, NULL);
  const char *best = NULL;
  TlAddress server = {0};

  for (guint i = 0; i < servers->len && g_strcmp0 (best, "ok") != 0; i++) {
    TlAddress address;
    const char *route;
    int link = 0;

    if (!tl_names_parse_server (servers->pdata[i], &address) ||
        g_str_equal (tl_address_kind (&address), "loopback"))
      continue;
    tl_address_set_port (&address, 0); /* that of UDP, not of TCP */
    route = find_route (local, &address, &link);
    if (best != NULL && !g_str_equal (route, "ok"))
      continue;
    best = route;
    server = address;
  }
  if (best == NULL)
    return;
  tl_local_fact (local, "local.route.names", best);
  if (g_strcmp0 (tl_netlink_find_missing (&server), "no-gateway") == 0)
    tl_local_fact (local, "local.names_gateway", "silent");
  if (is_barred (best))
    look_at_bar (local, &server);
}

/* Whether somebody is at the first step of the way out, where something was sent there just now: questions
 * for names. */
static void
look_at_gateways (TlLocal *local)
{
  static const char *const outside[] = {OUTSIDE4, OUTSIDE6};
  guint silent = 0, others = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++) {
    TlAddress address;
    const char *state =
        tl_address_parse (outside[i], 0, &address) ? tl_netlink_find_gateway (&address) : "none";

    silent += g_str_equal (state, "silent");
    others += !g_str_equal (state, "silent") && !g_str_equal (state, "none");
  }
  if (silent > 0)
    tl_local_fact (local, "local.gateway", others > 0 ? "partly" : "silent");
}

/* The way to the host: that of the first address which has one, else that of the first. */
static void
look_at_host (TlLocal *local, const GPtrArray *addresses)
{
  TlAddress address = {0};
  const char *best = NULL;
  int way = 0;

  for (guint i = 0; i < addresses->len && g_strcmp0 (best, "ok") != 0; i++) {
    TlAddress to = *(const TlAddress *) addresses->pdata[i];
    const char *route;
    int link = 0;

    /* Rules may go by the port. */
    tl_address_set_port (&to, tl_settings_effective_port (tl_run_get_settings (local->run)));
    route = find_route (local, &to, &link);
    if (best != NULL && !g_str_equal (route, "ok"))
      continue;
    best = route;
    way = link;
    address = to;
  }
  tl_local_fact (local, "local.route.host", best);
  if (is_barred (best))
    look_at_bar (local, &address);
  local->way_out = way;
  if (find_link (local, way) != NULL)
    tl_local_fact (local, "local.route.interface", find_link (local, way)->name);
}

void
tl_local_routes (TlLocal *local)
{
  const GPtrArray *addresses = tl_run_get_addresses (local->run);
  const char *four = look_out (local, "local.route.ipv4", OUTSIDE4);
  const char *six = look_out (local, "local.route.ipv6", OUTSIDE6);

  if (is_barred (four) && !g_str_equal (six, "ok"))
    tl_local_fact (local, "local.route.barred", four);
  else if (is_barred (six) && !g_str_equal (four, "ok"))
    tl_local_fact (local, "local.route.barred", six);
  if (addresses != NULL && addresses->len > 0)
    look_at_host (local, addresses);
  else if (addresses != NULL) {
    look_at_names (local);
    look_at_gateways (local);
  }
}

/* ------------------------------------------------------------------ step local.links */

static void
append_word (GString *list, const char *word)
{
  if (list->len > 0)
    g_string_append_c (list, ' ');
  g_string_append (list, word);
}

static gboolean
read_own (const struct ifaddrs *entry, TlAddress *address)
{
  *address = (TlAddress){0};
  if (entry->ifa_addr == NULL)
    return FALSE;
  if (entry->ifa_addr->sa_family == AF_INET)
    address->length = sizeof (struct sockaddr_in);
  else if (entry->ifa_addr->sa_family == AF_INET6)
    address->length = sizeof (struct sockaddr_in6);
  else
    return FALSE;
  memcpy (&address->storage, entry->ifa_addr, address->length);
  return !g_str_equal (tl_address_kind (address), "loopback");
}

static void
list_addresses (TlLocal *local)
{
  g_autoptr (GString) list = g_string_new (NULL);
  struct ifaddrs *all = NULL;
  guint n = 0;

  if (getifaddrs (&all) != 0)
    return;
  for (struct ifaddrs *it = all; it != NULL && n < ADDRESSES_MAX; it = it->ifa_next) {
    g_autofree char *text = NULL;
    TlAddress address;

    if (!read_own (it, &address))
      continue;
    text = tl_address_to_string (&address);
    append_word (list, text);
    n++;
  }
  freeifaddrs (all);
  tl_local_fact (local, "local.addresses", list->str);
}

char *
tl_local_list_resolvers (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && n < RESOLVERS_MAX; i++) {
    g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " \t", 3);
    TlAddress address;

    if (g_strcmp0 (words[0], "nameserver") != 0 || words[1] == NULL ||
        !tl_address_parse (words[1], 53, &address))
      continue;
    append_word (list, words[1]);
    n++;
  }
  return g_string_free (list, FALSE);
}

static void
list_resolvers (TlLocal *local)
{
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  gsize length;

  if (!g_file_get_contents ("/etc/resolv.conf", &text, &length, NULL) || length > RESOLV_CONF_MAX)
    return;
  list = tl_local_list_resolvers (text);
  tl_local_fact (local, "local.resolvers", list);
}

void
tl_local_links (TlLocal *local)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; local->links != NULL && i < local->links->len; i++) {
    const TlLink *link = g_ptr_array_index (local->links, i);

    if (link->up && !link->loopback)
      append_word (list, link->name);
  }
  tl_local_fact (local, "local.interfaces", local->links != NULL ? list->str : "not-known");
  list_addresses (local);
  list_resolvers (local);
}

/* ------------------------------------------------------------------ step local.vpn */

/* The way out may lead by a link that VPN clients lay over it while their tunnel is down: what is sent there
 * is gone, as it is by one of the kind "dummy" (ip-link(8)). An administrator can lay both: a VPN's it is
 * where the client that calls a link so is here. */
static void
look_at_stop (TlLocal *local, const TlLink *way)
{
  const TlProduct *product = tl_product_find_by_stop (tl_products (), way->name);

  if (product == NULL && !g_str_equal (way->kind, "dummy"))
    return;
  tl_local_fact (local, "local.vpn.stop", way->name);
  if (product != NULL && tl_local_has_product (local, product))
    tl_local_fact (local, "local.vpn.stop.owner", product->name);
}

void
tl_local_vpn (TlLocal *local)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *programs = tl_local_find_programs (local, "vpn");
  const TlLink *way = find_link (local, local->way_out);

  for (guint i = 0; local->links != NULL && i < local->links->len; i++) {
    const TlLink *link = g_ptr_array_index (local->links, i);

    if (is_tunnel (local, link))
      g_string_append_printf (seen, "%s%s %s", seen->len > 0 ? ", " : "", link->kind, link->name);
  }
  if (seen->len > 0)
    tl_local_fact (local, "local.vpn", seen->str);
  else /* a container has links of its own: a VPN of the computer around it is out of sight */
    tl_local_fact (local, "local.vpn",
                   local->links == NULL || g_str_equal (local->sandbox, "container") ? "not-known"
                                                                                     : "no");
  if (*programs != '\0')
    tl_local_fact (local, "local.vpn.programs", programs);
  if (way != NULL)
    tl_local_fact (local, "local.vpn.default_route", is_tunnel (local, way) ? "yes" : "no");
  if (way != NULL)
    look_at_stop (local, way);
}
