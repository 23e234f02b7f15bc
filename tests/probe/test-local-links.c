/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "local-fixture.h"

#include <string.h>

static void
set_up (void)
{
  local_ip ("link set lo up");
  local_ip ("link add wire0 type veth peer name wire1");
  local_ip ("address add 192.0.2.1/24 dev wire0");
  local_ip ("link set wire0 up");
  local_ip ("link set wire1 up");
}

static void
tear_down (void)
{
  local_ip ("link del wire0");
}

static void
test_offline (void)
{
  g_autoptr (TlEvidence) evidence = NULL;

  if (!local_needs_namespace ())
    return;
  evidence = local_look ("198.51.100.7");
  local_assert (evidence, "local.route.ipv4", "no");
  local_assert (evidence, "local.route.ipv6", "no");
  local_assert (evidence, "local.route.host", "none");
  local_assert (evidence, "local.interfaces", "");
  g_assert_null (tl_evidence_get (evidence, "local.route.interface"));
}

static void
test_online (void)
{
  g_autoptr (TlEvidence) evidence = NULL;

  if (!local_needs_namespace ())
    return;
  set_up ();
  local_ip ("route add default via 192.0.2.254");
  evidence = local_look ("198.51.100.7");
  local_assert (evidence, "local.route.ipv4", "yes");
  local_assert (evidence, "local.route.ipv6", "no");
  local_assert (evidence, "local.route.host", "ok");
  local_assert (evidence, "local.route.interface", "wire0");
  local_assert (evidence, "local.vpn.default_route", "no");
  g_assert_nonnull (strstr (tl_evidence_get (evidence, "local.interfaces"), "wire0"));
  g_assert_nonnull (strstr (tl_evidence_get (evidence, "local.addresses"), "192.0.2.1"));
  g_assert_null (strstr (tl_evidence_get (evidence, "local.addresses"), "127.0.0.1"));
  tear_down ();
}

/* What a VPN's kill switch leaves behind. */
static void
test_kill_switch (void)
{
  static const struct {
    const char *route, *word;
  } rows[] = {
      {"prohibit default", "prohibited"},
      {"blackhole default", "blackhole"},
      {"unreachable default", "unreachable"},
  };

  if (!local_needs_namespace ())
    return;
  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *add = g_strconcat ("route add ", rows[i].route, NULL);
    g_autofree char *del = g_strconcat ("route del ", rows[i].route, NULL);
    g_autoptr (TlEvidence) evidence = NULL;

    local_ip (add);
    evidence = local_look ("198.51.100.7");
    local_assert (evidence, "local.route.host", rows[i].word);
    local_assert (evidence, "local.route.ipv4", "no");
    local_ip (del);
  }
  tear_down ();
}

static void
test_tunnel (void)
{
  g_autoptr (TlEvidence) beside = NULL;
  g_autoptr (TlEvidence) through = NULL;

  if (!local_needs_namespace ())
    return;
  if (!local_try_ip ("tuntap add dev tun7 mode tun")) {
    g_test_skip ("no tun device may be made here");
    return;
  }
  set_up ();
  local_ip ("address add 10.8.0.2/24 dev tun7");
  local_ip ("link set tun7 up");
  local_ip ("route add default via 192.0.2.254");
  beside = local_look ("198.51.100.7");
  local_assert (beside, "local.vpn", "tun tun7");
  local_assert (beside, "local.vpn.default_route", "no");

  local_ip ("route add 198.51.100.0/24 dev tun7");
  through = local_look ("198.51.100.7");
  local_assert (through, "local.vpn.default_route", "yes");
  local_assert (through, "local.route.interface", "tun7");
  local_ip ("link del tun7");
  tear_down ();
}

/* A tap device belongs to a virtual machine, unless the way out leads through it. */
static void
test_tap (void)
{
  g_autoptr (TlEvidence) beside = NULL;
  g_autoptr (TlEvidence) through = NULL;

  if (!local_needs_namespace ())
    return;
  if (!local_try_ip ("tuntap add dev tap7 mode tap")) {
    g_test_skip ("no tap device may be made here");
    return;
  }
  local_ip ("link set tap7 up");
  local_ip ("address add 10.9.0.2/24 dev tap7");
  beside = local_look ("");
  g_assert_null (strstr (tl_evidence_get (beside, "local.vpn"), "tap7"));
  local_ip ("route add default via 10.9.0.1");
  through = local_look ("");
  local_assert (through, "local.vpn", "tun tap7");
  local_assert (through, "local.vpn.default_route", "yes");
  local_ip ("link del tap7");
}

static void
test_resolvers (void)
{
  static const struct {
    const char *text, *list;
  } rows[] = {
      {"nameserver 192.0.2.53\n", "192.0.2.53"},
      {"# nameserver 192.0.2.1\nsearch example.org\nnameserver\t2001:db8::53 \nnameserver 127.0.0.53",
       "2001:db8::53 127.0.0.53"},
      {"nameserver not-an-address\nnameserver\n", ""},
      {"", ""},
  };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *cut = NULL;
  g_auto (GStrv) words = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *list = tl_local_list_resolvers (rows[i].text);

    g_assert_cmpstr (list, ==, rows[i].list);
  }
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (many, "nameserver 192.0.2.%u\n", i);
  cut = tl_local_list_resolvers (many->str);
  words = g_strsplit (cut, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  local_enter_namespace ();
  g_test_add_func ("/probe/local-links/offline", test_offline);
  g_test_add_func ("/probe/local-links/online", test_online);
  g_test_add_func ("/probe/local-links/kill-switch", test_kill_switch);
  g_test_add_func ("/probe/local-links/tunnel", test_tunnel);
  g_test_add_func ("/probe/local-links/tap", test_tap);
  g_test_add_func ("/probe/local-links/resolvers", test_resolvers);
  return g_test_run ();
}
