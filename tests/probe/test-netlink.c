/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Played in a network namespace of its own, so that routes and links are known. */
#include "tl-netlink.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

static gboolean own_namespace;

static void
ip (const char *arguments)
{
  g_autofree char *line = g_strconcat ("ip ", arguments, NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (line, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

static gboolean
try_ip (const char *arguments)
{
  g_autofree char *line = g_strconcat ("ip ", arguments, NULL);
  g_autofree char *words = NULL;
  int status;

  return g_spawn_command_line_sync (line, NULL, &words, &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

static const char *
route_to (const char *literal, int *link)
{
  TlAddress to;

  g_assert_true (tl_address_parse (literal, 587, &to));
  return tl_netlink_find_route (&to, 0, link);
}

static const TlLink *
find (const GPtrArray *links, const char *name)
{
  for (guint i = 0; i < links->len; i++) {
    const TlLink *link = g_ptr_array_index (links, i);

    if (strcmp (link->name, name) == 0)
      return link;
  }
  return NULL;
}

static gboolean
needs_namespace (void)
{
  if (!own_namespace)
    g_test_skip ("no network namespace may be made here");
  return own_namespace;
}

/* A cable to 192.0.2.0/24, its other end unplugged. */
static void
lay_wire (void)
{
  ip ("link set lo up");
  ip ("link add wire0 type veth peer name wire1");
  ip ("address add 192.0.2.1/24 dev wire0");
  ip ("link set wire0 up");
}

static void
test_links (void)
{
  g_autoptr (GPtrArray) links = NULL;
  const TlLink *lo, *veth;

  if (!needs_namespace ())
    return;
  ip ("link set lo up");
  ip ("link add wire0 type veth peer name wire1");
  links = tl_netlink_list_links ();
  g_assert_nonnull (links);
  lo = find (links, "lo");
  veth = find (links, "wire0");
  g_assert_nonnull (lo);
  g_assert_true (lo->loopback && lo->up);
  g_assert_nonnull (veth);
  g_assert_false (veth->up);
  g_assert_true (veth->ethernet);
  g_assert_cmpstr (veth->kind, ==, "veth");
  ip ("link del wire0");
}

static void
test_tunnel (void)
{
  g_autoptr (GPtrArray) links = NULL;

  if (!needs_namespace ())
    return;
  if (!try_ip ("tuntap add dev tun7 mode tun")) {
    g_test_skip ("no tun device may be made here");
    return;
  }
  ip ("link set tun7 up");
  links = tl_netlink_list_links ();
  g_assert_nonnull (find (links, "tun7"));
  g_assert_cmpstr (find (links, "tun7")->kind, ==, "tun");
  g_assert_true (find (links, "tun7")->up);
  g_assert_false (find (links, "tun7")->ethernet);
  ip ("link del tun7");
}

/* Links that cannot be made everywhere (modules wireguard and ppp_generic), in answers as the kernel lays
 * them out: nlmsghdr, ifinfomsg, attributes of two bytes length, two bytes type, padded to four. */
static void
add_attribute (GByteArray *message, guint16 type, const void *value, gsize length)
{
  const guint16 head[] = {(guint16) (4 + length), type};

  g_byte_array_append (message, (const guint8 *) head, sizeof head);
  g_byte_array_append (message, value, (guint) length);
  while (message->len % 4 != 0)
    g_byte_array_append (message, (const guint8 *) "", 1);
}

static GByteArray *
make_answer (const char *name, guint16 hardware, const char *kind)
{
  GByteArray *message = g_byte_array_new ();
  g_autoptr (GByteArray) info = g_byte_array_new ();
  const guint8 head[16] = {0, 0, 0, 0, 16 /* RTM_NEWLINK */};
  /* family, padding, type, index, flags (up, point to point, running, no ARP), change */
  struct {
    guint8 family, padding;
    guint16 type;
    gint32 index;
    guint32 flags, change;
  } link = {0, 0, hardware, 5, 0x1 | 0x10 | 0x40 | 0x80, 0};
  guint32 length;

  g_byte_array_append (message, head, sizeof head);
  g_byte_array_append (message, (const guint8 *) &link, sizeof link);
  add_attribute (message, 3 /* IFLA_IFNAME */, name, strlen (name) + 1);
  if (kind != NULL) {
    add_attribute (info, 1 /* IFLA_INFO_KIND */, kind, strlen (kind) + 1);
    add_attribute (message, 18 /* IFLA_LINKINFO */, info->data, info->len);
  }
  length = message->len;
  memcpy (message->data, &length, sizeof length);
  return message;
}

static void
test_kinds (void)
{
  static const struct {
    const char *name;
    guint16 hardware; /* ARPHRD_* */
    const char *kind; /* (nullable) as the kernel says it */
    const char *expected;
    gboolean ethernet;
  } rows[] = {
      {"wg0", 65534, "wireguard", "wireguard", FALSE},
      {"ppp0", 512, "ppp", "ppp", FALSE},
      {"ppp1", 512, NULL, "ppp", FALSE},
      {"tun0", 65534, "tun", "tun", FALSE},
      {"tap0", 1, "tun", "tun", TRUE},
      {"eth0", 1, NULL, "", TRUE},
      {"gre1", 778, "gre", "gre", FALSE},
      {"ipsec0", 65534, "xfrm", "xfrm", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) answer = make_answer (rows[i].name, rows[i].hardware, rows[i].kind);
    g_autoptr (GPtrArray) links = tl_netlink_read_links (answer->data, answer->len);
    const TlLink *link = find (links, rows[i].name);

    g_assert_nonnull (link);
    g_assert_cmpint (link->index, ==, 5);
    g_assert_cmpstr (link->kind, ==, rows[i].expected);
    g_assert_cmpint (link->ethernet, ==, rows[i].ethernet);
    g_assert_true (link->up && link->carrier && !link->loopback);
  }
}

/* Cut off anywhere, nothing beyond the end is read. */
static void
test_cut_off (void)
{
  g_autoptr (GByteArray) answer = make_answer ("wg0", 65534, "wireguard");

  for (guint n = 0; n < answer->len; n++) {
    g_autofree guint8 *part = g_memdup2 (answer->data, n);
    g_autoptr (GPtrArray) links = tl_netlink_read_links (part, n);

    g_assert_cmpuint (links->len, ==, 0);
  }
}

static void
test_routes (void)
{
  g_autoptr (GPtrArray) links = NULL;
  int link = 7;

  if (!needs_namespace ())
    return;
  lay_wire ();
  ip ("link set wire1 up");
  g_assert_cmpstr (route_to ("198.51.100.1", &link), ==, "none");
  g_assert_cmpint (link, ==, 0);
  g_assert_cmpstr (route_to ("2001:db8::1", NULL), ==, "none");
  g_assert_cmpstr (route_to ("192.0.2.9", &link), ==, "ok");
  links = tl_netlink_list_links ();
  g_assert_cmpint (find (links, "wire0")->index, ==, link);
  g_assert_cmpstr (route_to ("127.0.0.1", NULL), ==, "ok");

  ip ("route add prohibit 198.51.100.0/24");
  g_assert_cmpstr (route_to ("198.51.100.1", NULL), ==, "prohibited");
  ip ("route add blackhole 203.0.113.0/25");
  g_assert_cmpstr (route_to ("203.0.113.1", NULL), ==, "blackhole");
  ip ("route add unreachable 203.0.113.128/25");
  g_assert_cmpstr (route_to ("203.0.113.129", NULL), ==, "unreachable");
  ip ("-6 route add prohibit 2001:db8::/32");
  g_assert_cmpstr (route_to ("2001:db8::1", NULL), ==, "prohibited");
  ip ("link del wire0");
}

/* Rules that go by the port hold for a question that names it, and the gateway is silent only where it was
 * asked for. */
static void
test_port_and_gateway (void)
{
  TlAddress to, near;

  if (!needs_namespace ())
    return;
  lay_wire ();
  ip ("link set wire1 up");
  g_assert_true (tl_address_parse ("198.18.0.1", 587, &to));
  g_assert_cmpstr (tl_netlink_find_gateway (&to), ==, "none");
  ip ("route add default via 192.0.2.254");
  g_assert_cmpstr (tl_netlink_find_gateway (&to), ==, "not-known");
  ip ("neigh add 192.0.2.254 dev wire0 lladdr 02:00:00:00:00:01 nud stale");
  g_assert_cmpstr (tl_netlink_find_gateway (&to), ==, "answers");
  g_assert_cmpstr (tl_netlink_find_missing (&to), ==, NULL);
  ip ("neigh replace 192.0.2.254 dev wire0 nud failed");
  g_assert_cmpstr (tl_netlink_find_gateway (&to), ==, "silent");
  g_assert_cmpstr (tl_netlink_find_missing (&to), ==, "no-gateway");
  g_assert_true (tl_address_parse ("192.0.2.9", 587, &near));
  g_assert_cmpstr (tl_netlink_find_missing (&near), ==, NULL);
  ip ("neigh add 192.0.2.9 dev wire0 nud failed");
  g_assert_cmpstr (tl_netlink_find_missing (&near), ==, "nobody");
  ip ("rule add ipproto tcp dport 587 prohibit priority 900");
  g_assert_cmpstr (tl_netlink_find_route (&to, 0, NULL), ==, "prohibited");
  tl_address_set_port (&to, 465);
  g_assert_cmpstr (tl_netlink_find_route (&to, 0, NULL), ==, "ok");
  tl_address_set_port (&to, 0);
  g_assert_cmpstr (tl_netlink_find_route (&to, 0, NULL), ==, "ok");
  ip ("rule del priority 900");
  ip ("link del wire0");
}

/* As a VPN writes it: what lacks its mark is led into a table that leads nowhere. */
static void
test_rules (void)
{
  g_autoptr (GArray) before = NULL, ways = NULL;
  TlRoutingRules rules;
  TlAddress to;

  if (!needs_namespace ())
    return;
  lay_wire ();
  before = tl_netlink_list_defaults (FALSE);
  g_assert_cmpuint (before->len, ==, 0);
  ip ("route add default via 192.0.2.254");
  ip ("route add unreachable default table 77");
  ip ("rule add not fwmark 0x14d table 77 priority 1000");
  tl_netlink_read_rules (FALSE, &rules);
  g_assert_cmpuint (rules.n_marks, ==, 1);
  g_assert_cmpuint (rules.marks[0], ==, 0x14d);
  g_assert_false (rules.unreachable);
  g_assert_true (tl_address_parse ("198.18.0.1", 587, &to));
  g_assert_cmpstr (tl_netlink_find_route (&to, 0, NULL), ==, "unreachable");
  g_assert_cmpstr (tl_netlink_find_route (&to, 0x14d, NULL), ==, "ok");
  ways = tl_netlink_list_defaults (FALSE);
  g_assert_cmpuint (ways->len, ==, 1);
  ip ("rule del priority 1000");

  /* About one network alone, then about everything without the mark. */
  ip ("rule add to 198.51.100.0/24 unreachable priority 1000");
  ip ("rule add fwmark 0x14d unreachable priority 1001");
  tl_netlink_read_rules (FALSE, &rules);
  g_assert_false (rules.unreachable);
  ip ("rule add not fwmark 0x14d unreachable priority 1002");
  tl_netlink_read_rules (FALSE, &rules);
  g_assert_true (rules.unreachable);
  tl_netlink_read_rules (TRUE, &rules);
  g_assert_false (rules.unreachable);
  ip ("rule del priority 1000");
  ip ("rule del priority 1001");
  ip ("rule del priority 1002");
  ip ("link del wire0");
}

static void
test_filter (void)
{
  g_autoptr (GError) error = NULL;
  gboolean in;
  int status;

  if (!needs_namespace ())
    return;
  g_assert_cmpstr (tl_netlink_find_filter (&in), ==, "no");
  g_assert_false (in);
  if (!g_spawn_command_line_sync ("nft add table inet t '{ chain in { type filter hook input "
                                  "priority 0; policy drop; }; }'",
                                  NULL, NULL, &status, &error) ||
      status != 0) {
    g_test_skip ("no nft here");
    return;
  }
  /* What comes in is told apart; an empty chain that lets all pass is no matter. */
  g_assert_cmpstr (tl_netlink_find_filter (&in), ==, "no");
  g_assert_true (in);
  g_spawn_command_line_sync ("nft add chain inet t out '{ type filter hook output priority 0; }'",
                             NULL, NULL, &status, NULL);
  g_assert_cmpstr (tl_netlink_find_filter (&in), ==, "no");
  g_spawn_command_line_sync ("nft add rule inet t out tcp dport 25 reject", NULL, NULL, &status,
                             NULL);
  g_assert_cmpstr (tl_netlink_find_filter (&in), ==, "yes");
  g_spawn_command_line_sync ("nft delete table inet t", NULL, NULL, &status, NULL);
  g_assert_cmpstr (tl_netlink_find_filter (&in), ==, "no");
  g_assert_false (in);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  own_namespace = unshare (CLONE_NEWNET) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0;
  g_test_add_func ("/probe/netlink/links", test_links);
  g_test_add_func ("/probe/netlink/tunnel", test_tunnel);
  g_test_add_func ("/probe/netlink/kinds", test_kinds);
  g_test_add_func ("/probe/netlink/cut-off", test_cut_off);
  g_test_add_func ("/probe/netlink/routes", test_routes);
  g_test_add_func ("/probe/netlink/rules", test_rules);
  g_test_add_func ("/probe/netlink/port-and-gateway", test_port_and_gateway);
  g_test_add_func ("/probe/netlink/filter", test_filter);
  return g_test_run ();
}
