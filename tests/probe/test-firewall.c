/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-firewall.h"

#include <string.h>

/* What nft 1.0.6 prints for rules of every kind that is read. */
static const char listing[] =
    "{\"nftables\": ["
    "{\"metainfo\": {\"version\": \"1.0.6\", \"release_name\": \"Lester Gooch #5\", \"json_schema_version\": 1}}, "
    "{\"table\": {\"family\": \"inet\", \"name\": \"filter\", \"handle\": 1}}, "
    "{\"set\": {\"family\": \"inet\", \"name\": \"mail\", \"table\": \"filter\", \"type\": \"inet_service\", \"handle\": 3, \"flags\": [\"interval\"], \"elem\": [25, {\"range\": [2500, 2600]}]}}, "
    "{\"chain\": {\"family\": \"inet\", \"table\": \"filter\", \"name\": \"output\", \"handle\": 1, \"type\": \"filter\", \"hook\": \"output\", \"prio\": 0, \"policy\": \"accept\"}}, "
    "{\"chain\": {\"family\": \"inet\", \"table\": \"filter\", \"name\": \"ftps\", \"handle\": 2}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 4, \"expr\": [{\"match\": {\"op\": \"in\", \"left\": {\"ct\": {\"key\": \"state\"}}, \"right\": [\"established\", \"related\"]}}, {\"accept\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 5, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"meta\": {\"key\": \"oifname\"}}, \"right\": \"lo\"}}, {\"accept\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 6, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 587}}, {\"counter\": {\"packets\": 0, \"bytes\": 0}}, {\"log\": {\"prefix\": \"x\"}}, {\"reject\": {\"type\": \"icmpx\", \"expr\": \"admin-prohibited\"}}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 7, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": \"@mail\"}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 9, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"ip\", \"field\": \"daddr\"}}, \"right\": {\"prefix\": {\"addr\": \"192.0.2.0\", \"len\": 24}}}}, {\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": {\"set\": [465, {\"range\": [993, 995]}]}}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 10, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"ip6\", \"field\": \"daddr\"}}, \"right\": {\"prefix\": {\"addr\": \"2001:db8::\", \"len\": 32}}}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 11, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 3000}}, {\"match\": {\"op\": \"==\", \"left\": {\"meta\": {\"key\": \"skuid\"}}, \"right\": 1000}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 12, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 3001}}, {\"limit\": {\"rate\": 1, \"burst\": 5, \"per\": \"second\"}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 13, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 990}}, {\"jump\": {\"target\": \"ftps\"}}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 14, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"udp\", \"field\": \"dport\"}}, \"right\": 53}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 16, \"expr\": [{\"vmap\": {\"key\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"data\": {\"set\": [[7777, {\"drop\": null}]]}}}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"output\", \"handle\": 17, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 3002}}, {\"match\": {\"op\": \"!=\", \"left\": {\"payload\": {\"protocol\": \"ip\", \"field\": \"daddr\"}}, \"right\": \"192.0.2.1\"}}, {\"drop\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"ftps\", \"handle\": 18, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"ip\", \"field\": \"daddr\"}}, \"right\": \"203.0.113.5\"}}, {\"return\": null}]}}, "
    "{\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"ftps\", \"handle\": 19, \"expr\": [{\"drop\": null}]}}, "
    "{\"table\": {\"family\": \"ip\", \"name\": \"nat\", \"handle\": 2}}, "
    "{\"chain\": {\"family\": \"ip\", \"table\": \"nat\", \"name\": \"output\", \"handle\": 1, \"type\": \"nat\", \"hook\": \"output\", \"prio\": -100, \"policy\": \"accept\"}}, "
    "{\"rule\": {\"family\": \"ip\", \"table\": \"nat\", \"chain\": \"output\", \"handle\": 2, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": 8025}}, {\"match\": {\"op\": \"!=\", \"left\": {\"meta\": {\"key\": \"skuid\"}}, \"right\": 5000}}, {\"redirect\": {\"port\": 10025}}]}}"
    "]}";

static void
judge (const char *text, const char *address, guint port, TlFirewallView *view)
{
  TlFirewallPacket packet = {.interface = "eth0", .uid = 1000};
  g_autoptr (TlFirewall) firewall = tl_firewall_new ();

  g_assert_true (tl_address_parse (address, port, &packet.peer));
  g_assert_true (tl_firewall_add_nft (firewall, text, -1));
  tl_firewall_judge (firewall, &packet, view);
}

/* A question to a name server is no connection, and its port another one than TCP's. */
static void
test_datagram (void)
{
  static const struct {
    guint port;
    gboolean udp;
    TlFirewallVerdict verdict;
  } cases[] = {{53, TRUE, TL_FIREWALL_DROPS},
               {53, FALSE, TL_FIREWALL_PASSES},
               {587, TRUE, TL_FIREWALL_PASSES},
               {587, FALSE, TL_FIREWALL_REJECTS}};
  static const char iptables[] = "*filter\n:OUTPUT ACCEPT [0:0]\n"
                                 "[0:0] -A OUTPUT -p udp -m udp --dport 53 -j DROP\n"
                                 "[0:0] -A OUTPUT -p tcp -m tcp --dport 587 -j REJECT\nCOMMIT\n";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint kind = 0; kind < 2; kind++) {
      TlFirewallPacket packet = {.interface = "eth0", .uid = 1000, .udp = cases[i].udp};
      g_autoptr (TlFirewall) firewall = tl_firewall_new ();
      g_auto (TlFirewallView) view = {0};

      g_assert_true (tl_address_parse ("198.51.100.1", cases[i].port, &packet.peer));
      if (kind == 0)
        g_assert_true (tl_firewall_add_nft (firewall, listing, -1));
      else
        tl_firewall_add_iptables (firewall, iptables, FALSE, FALSE);
      tl_firewall_judge (firewall, &packet, &view);
      g_assert_cmpint (view.verdict, ==, cases[i].verdict);
    }
}

/* What is let out is known where the program is in no class. */
static void
test_class (void)
{
  static const char text[] =
      "{\"nftables\": [{\"chain\": {\"family\": \"inet\", \"table\": \"t\", \"name\": \"o\", \"hook\": "
      "\"output\", \"prio\": 0, \"policy\": \"drop\"}}, {\"rule\": {\"family\": \"inet\", \"table\": \"t\", "
      "\"chain\": \"o\", \"handle\": 2, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"meta\": {\"key\": "
      "\"cgroup\"}}, \"right\": 5087041}}, {\"accept\": null}]}}]}";

  for (guint classed = 0; classed < 2; classed++) {
    TlFirewallPacket packet = {.interface = "eth0", .classed = classed == 1};
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    g_auto (TlFirewallView) view = {0};

    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    g_assert_true (tl_firewall_add_nft (firewall, text, -1));
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, TL_FIREWALL_DROPS);
    g_assert_cmpint (view.unsure, ==, classed);
  }
}

/* Rules about programs of some control group: whether this one stands in it is known, or said not to be. */
static void
test_group (void)
{
  static const struct {
    const char *own, *rule;
    TlFirewallVerdict verdict;
    gboolean perhaps;
  } cases[] = {
      {"/user.slice/mail.scope", "--path user.slice", TL_FIREWALL_DROPS, FALSE},
      {"/user.slice/mail.scope", "--path user.slice/mail.scope", TL_FIREWALL_DROPS, FALSE},
      {"/user.slice", "--path user.slice/mail.scope", TL_FIREWALL_PASSES, FALSE},
      {"/user.slicer", "--path user.slice", TL_FIREWALL_PASSES, FALSE},
      {"/", "--path user.slice", TL_FIREWALL_PASSES, FALSE},
      {"/", "! --path vpn.slice", TL_FIREWALL_DROPS, FALSE},
      {"/vpn.slice/a", "! --path vpn.slice", TL_FIREWALL_PASSES, FALSE},
      {NULL, "--path user.slice", TL_FIREWALL_PASSES, TRUE},
      {"/", "--cgroup 1114129", TL_FIREWALL_PASSES, FALSE},
      {"/", "! --cgroup 1114129", TL_FIREWALL_DROPS, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gboolean negated = cases[i].rule[0] == '!';
    g_autofree char *text = g_strdup_printf (
        "*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp -m tcp --dport 587 -m cgroup %s%s -j DROP\n"
        "COMMIT\n",
        negated ? "! " : "", cases[i].rule + (negated ? 2 : 0));
    TlFirewallPacket packet = {.interface = "eth0", .cgroup = cases[i].own};
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    g_auto (TlFirewallView) view = {0};

    g_test_message ("%s: %s", cases[i].own, cases[i].rule);
    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    tl_firewall_add_iptables (firewall, text, FALSE, FALSE);
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
    g_assert_cmpint (view.perhaps != NULL, ==, cases[i].perhaps);
  }
}

/* nft: the first parts of the path. */
static void
test_group_nft (void)
{
  static const struct {
    const char *own;
    guint level;
    TlFirewallVerdict verdict;
  } cases[] = {{"/user.slice/user-1000.slice/mail.scope", 2, TL_FIREWALL_DROPS},
               {"/user.slice/user-1000.slice", 2, TL_FIREWALL_DROPS},
               {"/user.slice", 2, TL_FIREWALL_PASSES},
               {"/user.slice/user-1001.slice", 2, TL_FIREWALL_PASSES},
               {"/user.slice/user-1000.slice", 1, TL_FIREWALL_PASSES},
               {"/", 1, TL_FIREWALL_PASSES},
               {NULL, 2, TL_FIREWALL_PASSES}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
        "{\"nftables\": [{\"chain\": {\"family\": \"inet\", \"table\": \"t\", \"name\": \"o\", \"hook\": "
        "\"output\", \"prio\": 0, \"policy\": \"accept\"}}, {\"rule\": {\"family\": \"inet\", \"table\": \"t\", "
        "\"chain\": \"o\", \"handle\": 2, \"expr\": [{\"match\": {\"op\": \"==\", \"left\": {\"socket\": {\"key\": "
        "\"cgroupv2\", \"level\": %u}}, \"right\": \"user.slice/user-1000.slice\"}}, {\"drop\": null}]}}]}",
        cases[i].level);
    TlFirewallPacket packet = {.interface = "eth0", .cgroup = cases[i].own};
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    g_auto (TlFirewallView) view = {0};

    g_test_message ("%s, level %u", cases[i].own, cases[i].level);
    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    g_assert_true (tl_firewall_add_nft (firewall, text, -1));
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
  }
}

/* A mark that an earlier rule may have given makes the rules that ask for one unclear; one that goes to
 * others, or is only copied, does not. */
static void
test_marked (void)
{
  static const struct {
    const char *mangle;
    TlFirewallVerdict verdict;
  } cases[] = {
      {"", TL_FIREWALL_DROPS},
      {"-A OUTPUT -p tcp -m tcp --dport 587 -j MARK --set-xmark 0x14d/0xffffffff\n",
       TL_FIREWALL_PASSES},
      {"-A OUTPUT -p udp -m udp --dport 53 -j MARK --set-xmark 0x14d/0xffffffff\n",
       TL_FIREWALL_DROPS},
      {"-A FORWARD -j MARK --set-xmark 0x14d/0xffffffff\n", TL_FIREWALL_DROPS},
      {"-A OUTPUT -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff\n",
       TL_FIREWALL_DROPS},
      {"-A OUTPUT -m owner --uid-owner 1001 -j MARK --set-xmark 0x14d/0xffffffff\n",
       TL_FIREWALL_DROPS},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (
        "*mangle\n:OUTPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n", cases[i].mangle,
        "COMMIT\n*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -m mark ! --mark 0x14d -j DROP\nCOMMIT\n",
        NULL);
    TlFirewallPacket packet = {.interface = "eth0", .uid = 1000};
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    g_auto (TlFirewallView) view = {0};

    g_test_message ("%s", cases[i].mangle);
    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    tl_firewall_add_iptables (firewall, text, FALSE, FALSE);
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
  }
}

static void
test_rules (void)
{
  static const struct {
    const char *address;
    guint port;
    TlFirewallVerdict verdict;
    const char *rule;
  } cases[] = {
      {"198.51.100.1", 443, TL_FIREWALL_PASSES, NULL},
      {"198.51.100.1", 587, TL_FIREWALL_REJECTS, "inet filter output: reject (handle 6)"},
      {"2001:db9::1", 587, TL_FIREWALL_REJECTS, "inet filter output: reject (handle 6)"},
      {"198.51.100.1", 25, TL_FIREWALL_DROPS, "inet filter output: drop (handle 7)"},
      {"198.51.100.1", 2525, TL_FIREWALL_DROPS, "inet filter output: drop (handle 7)"},
      {"198.51.100.1", 2601, TL_FIREWALL_PASSES, NULL},
      {"192.0.2.77", 465, TL_FIREWALL_DROPS, "inet filter output: drop (handle 9)"},
      {"192.0.2.77", 994, TL_FIREWALL_DROPS, "inet filter output: drop (handle 9)"},
      {"192.0.3.77", 465, TL_FIREWALL_PASSES, NULL},
      {"2001:db8::5", 443, TL_FIREWALL_DROPS, "inet filter output: drop (handle 10)"},
      {"198.51.100.1", 3000, TL_FIREWALL_DROPS, "inet filter output: drop (handle 11)"},
      {"198.51.100.1", 3001, TL_FIREWALL_PASSES, NULL}, /* a limit: perhaps */
      {"198.51.100.1", 3002, TL_FIREWALL_DROPS, "inet filter output: drop (handle 17)"},
      {"192.0.2.1", 3002, TL_FIREWALL_PASSES, NULL},
      {"198.51.100.1", 990, TL_FIREWALL_DROPS, "inet filter ftps: drop (handle 19)"},
      {"203.0.113.5", 990, TL_FIREWALL_PASSES, NULL},
      {"198.51.100.1", 53, TL_FIREWALL_PASSES, NULL}, /* UDP alone */
      {"198.51.100.1", 7777, TL_FIREWALL_DROPS, "inet filter output: drop (handle 16)"},
      {"198.51.100.1", 8025, TL_FIREWALL_REDIRECTS, "ip nat output: redirect (handle 2)"},
      {"2001:db9::1", 8025, TL_FIREWALL_PASSES, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TlFirewallView) view = {0};

    g_test_message ("%s port %u", cases[i].address, cases[i].port);
    judge (listing, cases[i].address, cases[i].port, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
    g_assert_cmpstr (view.rule, ==, cases[i].rule);
  }
}

#define CHAIN(policy)                                                                              \
  "{\"chain\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"o\", \"hook\": \"output\", "     \
  "\"prio\": 0, \"policy\": \"" policy "\"}}"
#define RULE(parts)                                                                                        \
  ", {\"rule\": {\"family\": \"ip\", \"table\": \"t\", \"chain\": \"o\", \"handle\": 3, \"expr\": [" parts \
  "]}}"
#define WHOLE(items) "{\"nftables\": [" items "]}"

/* A policy is a rule, too; what cannot be read before it leaves a doubt. */
static void
test_policy (void)
{
  g_auto (TlFirewallView) plain = {0};
  g_auto (TlFirewallView) doubtful = {0};
  g_auto (TlFirewallView) allowed = {0};

  judge (WHOLE (CHAIN ("drop")), "198.51.100.1", 587, &plain);
  g_assert_cmpint (plain.verdict, ==, TL_FIREWALL_DROPS);
  g_assert_cmpstr (plain.rule, ==, "ip t o: drop (policy)");
  g_assert_false (plain.unsure);
  judge (WHOLE (CHAIN ("drop") RULE ("{\"xt\": null}, {\"accept\": null}")), "198.51.100.1", 587,
         &doubtful);
  g_assert_cmpint (doubtful.verdict, ==, TL_FIREWALL_DROPS);
  g_assert_true (doubtful.unsure);
  judge (WHOLE (CHAIN ("drop") RULE ("{\"counter\": null}, {\"accept\": null}")), "198.51.100.1",
         587, &allowed);
  g_assert_cmpint (allowed.verdict, ==, TL_FIREWALL_PASSES);
}

/* nft writes a protocol by name only where the system has /etc/protocols. */
static void
test_protocol (void)
{
  static const char *const others[] = {"[1, 17, 58]", "[\"icmp\", \"udp\"]"};
  static const char *const ours[] = {"[6, 17]", "[\"tcp\", \"udp\"]"};

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    for (guint our = 0; our < 2; our++) {
      g_auto (TlFirewallView) view = {0};
      g_autofree char *text = g_strdup_printf (
          WHOLE (CHAIN ("drop") RULE (
              "{\"match\": {\"op\": \"==\", \"left\": {\"meta\": {\"key\": \"l4proto\"}}, "
              "\"right\": {\"set\": %s}}}, {\"accept\": null}")),
          our ? ours[i] : others[i]);

      judge (text, "198.51.100.1", 587, &view);
      g_assert_cmpint (view.verdict, ==, our ? TL_FIREWALL_PASSES : TL_FIREWALL_DROPS);
      g_assert_false (view.unsure);
    }
  }
}

/* Chains that call one another, and listings that are none. */
static void
test_hostile (void)
{
  static const char *const none[] = {"",    "[]", "{}", "{\"nftables\": 5}", "{\"nftables\": [",
                                     "null"};
  static const char *const odd[] = {
      WHOLE ("5, null, [], {\"chain\": 7}, {\"rule\": []}, {\"set\": null}"),
      WHOLE (CHAIN ("accept") RULE ("{\"jump\": {\"target\": \"o\"}}")),
      WHOLE (CHAIN ("accept") RULE ("{\"goto\": {}}, 5, {}, {\"match\": []}")),
      WHOLE (CHAIN ("accept") RULE (
          "{\"match\": {\"op\": \"==\", \"left\": 5, \"right\": {}}}, {\"drop\": null}")),
      WHOLE (CHAIN ("accept") RULE (
          "{\"match\": {\"op\": \"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, \"right\": \"@none\"}}, {\"drop\": null}")),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();

    g_assert_false (tl_firewall_add_nft (firewall, none[i], -1));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_auto (TlFirewallView) view = {0};

    judge (odd[i], "198.51.100.1", 587, &view);
    g_assert_cmpint (view.verdict, ==, TL_FIREWALL_PASSES);
  }
}

/* What ufw 0.36.2 and iptables 1.8.9 write after "ufw reject out 587/tcp", "ufw deny out 25,465/tcp", cut to
 * what goes out; behind it further kinds of conditions. */
static const char saved[] =
    "# Generated by iptables-save v1.8.9 (nf_tables) on Sun Nov 22 04:05:40 2026\n"
    "*filter\n"
    ":INPUT DROP [1:40]\n"
    ":OUTPUT ACCEPT [0:0]\n"
    ":ufw-before-output - [0:0]\n"
    ":ufw-user-output - [0:0]\n"
    ":ufw-track-output - [0:0]\n"
    ":more - [0:0]\n"
    "[0:0] -A INPUT -p tcp -m tcp --dport 443 -j DROP\n"
    "[9:540] -A OUTPUT -j ufw-before-output\n"
    "[0:0] -A OUTPUT -j ufw-track-output\n"
    "[0:0] -A OUTPUT -g more\n"
    "[0:0] -A ufw-before-output -o lo -j ACCEPT\n"
    "[4:160] -A ufw-before-output -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
    "[5:300] -A ufw-before-output -j ufw-user-output\n"
    "[7:420] -A ufw-user-output -p tcp -m tcp --dport 587 -j REJECT --reject-with tcp-reset\n"
    "[2:120] -A ufw-user-output -p tcp -m multiport --dports 25,465 -j DROP\n"
    "[0:0] -A ufw-user-output -p udp -m udp --dport 443 -j DROP\n"
    "[0:0] -A ufw-track-output -p tcp -m conntrack --ctstate NEW -j LOG --log-prefix \"[UFW -j DROP] \"\n"
    "[0:0] -A more -d 192.0.2.0/24 -p tcp -m tcp --dport 1000:2000 -j DROP\n"
    "[0:0] -A more -d 192.0.2.0/255.255.255.0 -p tcp -m tcp ! --dport 2000:65535 -j RETURN\n"
    "[0:0] -A more -o tun+ -p tcp -m tcp --dport 3000 -j ACCEPT\n"
    "[0:0] -A more -p tcp -m tcp --dport 3000 -m comment --comment \"nordvpn -j\" -j DROP\n"
    "[0:0] -A more -p tcp -m tcp --dport 3001 -m limit --limit 3/min -j DROP\n"
    "[0:0] -A more -p tcp -m tcp --dport 3002 -m owner --uid-owner 1001 -j DROP\n"
    "[0:0] -A more -p tcp -m tcp --dport 3003 -m owner ! --uid-owner 1001 -j DROP\n"
    "[0:0] -A more -p tcp -m tcp --dport 3004 --tcp-flags FIN,SYN,RST,ACK SYN -j REJECT\n"
    "[0:0] -A more ! -d 198.51.100.0/24 -p tcp -m tcp --dport 3005 -j DROP\n"
    "[0:0] -A more -p tcp -m tcp --dport 3006 -m mark ! --mark 0xca6c -m addrtype ! --dst-type LOCAL -j REJECT\n"
    "COMMIT\n"
    "*nat\n"
    ":OUTPUT ACCEPT [0:0]\n"
    "[0:0] -A OUTPUT -p tcp -m tcp --dport 8025 -m owner ! --uid-owner 112 -j REDIRECT --to-ports 10025\n"
    "COMMIT\n";

#define MORE(action, rule) "ip filter more: " action " (" rule ")"

static void
test_iptables (void)
{
  static const struct {
    const char *address;
    guint port;
    TlFirewallVerdict verdict;
    const char *rule;
    gint64 packets;
  } cases[] = {
      {"198.51.100.1", 443, TL_FIREWALL_PASSES, NULL, -1},
      {"198.51.100.1", 587, TL_FIREWALL_REJECTS,
       "ip filter ufw-user-output: reject (-p tcp -m tcp --dport 587 -j REJECT --reject-with tcp-reset)",
       7},
      {"198.51.100.1", 465, TL_FIREWALL_DROPS,
       "ip filter ufw-user-output: drop (-p tcp -m multiport --dports 25,465 -j DROP)", 2},
      {"192.0.2.9", 1500, TL_FIREWALL_DROPS,
       MORE ("drop", "-d 192.0.2.0/24 -p tcp -m tcp --dport 1000:2000 -j DROP"), 0},
      {"192.0.3.9", 1500, TL_FIREWALL_PASSES, NULL, -1},
      {"198.51.100.1", 3000, TL_FIREWALL_DROPS,
       MORE ("drop", "-p tcp -m tcp --dport 3000 -m comment --comment nordvpn -j -j DROP"), 0},
      {"198.51.100.1", 3001, TL_FIREWALL_PASSES, NULL, -1},
      {"198.51.100.1", 3002, TL_FIREWALL_PASSES, NULL, -1},
      {"198.51.100.1", 3003, TL_FIREWALL_DROPS,
       MORE ("drop", "-p tcp -m tcp --dport 3003 -m owner ! --uid-owner 1001 -j DROP"), 0},
      {"198.51.100.1", 3004, TL_FIREWALL_REJECTS,
       MORE ("reject", "-p tcp -m tcp --dport 3004 --tcp-flags FIN,SYN,RST,ACK SYN -j REJECT"), 0},
      {"198.51.100.1", 3005, TL_FIREWALL_PASSES, NULL, -1},
      {"203.0.113.1", 3005, TL_FIREWALL_DROPS,
       MORE ("drop", "! -d 198.51.100.0/24 -p tcp -m tcp --dport 3005 -j DROP"), 0},
      {"198.51.100.1", 3006, TL_FIREWALL_REJECTS,
       MORE ("reject", "-p tcp -m tcp --dport 3006 -m mark ! --mark 0xca6c -m addrtype ! "
                       "--dst-type LOCAL -j REJECT"),
       0},
      {"198.51.100.1", 8025, TL_FIREWALL_REDIRECTS,
       "ip nat OUTPUT: redirect (-p tcp -m tcp --dport 8025 -m owner ! --uid-owner 112 -j REDIRECT "
       "--to-ports 10025)",
       0},
      {"2001:db8::1", 587, TL_FIREWALL_PASSES, NULL, -1}, /* the other family has its own */
  };
  g_autoptr (TlFirewall) firewall = tl_firewall_new ();
  g_auto (GStrv) links = NULL;

  tl_firewall_add_iptables (firewall, saved, FALSE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TlFirewallPacket packet = {.interface = "eth0", .uid = 1000};
    g_auto (TlFirewallView) view = {0};

    g_test_message ("%s port %u", cases[i].address, cases[i].port);
    g_assert_true (tl_address_parse (cases[i].address, cases[i].port, &packet.peer));
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
    g_assert_cmpstr (view.rule, ==, cases[i].rule);
    g_assert_cmpint (view.packets, ==, cases[i].packets);
    g_assert_true (cases[i].port != 3001 || view.perhaps != NULL);
  }
  links = tl_firewall_list_links (firewall);
  g_assert_cmpuint (g_strv_length (links), ==, 1);
  g_assert_cmpstr (links[0], ==, "tun*");
}

/* Lines that no iptables writes. */
static void
test_iptables_hostile (void)
{
  static const char *const odd[] = {
      "",
      "*",
      "*filter\n:OUTPUT",
      ":OUTPUT DROP",
      "*filter\n:OUTPUT ACCEPT [x\n-A OUTPUT -j",
      "*filter\n:OUTPUT ACCEPT\n-A\n-A OUTPUT\n-A OUTPUT -p\n-A OUTPUT ! -d\n-A OUTPUT -m\n[",
      "*filter\n:OUTPUT ACCEPT\n-A OUTPUT -j OUTPUT\n",
      "*filter\n:OUTPUT ACCEPT\n-A OUTPUT \"",
      "*filter\n:OUTPUT ACCEPT\n-A OUTPUT -d 1.2.3.4/-5 -j DROP\n-A OUTPUT -d /8 -j DROP\n"
      "-A OUTPUT -p tcp --dport : -m tcp --dport -5 -j DROP\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    TlFirewallPacket packet = {0};
    g_auto (TlFirewallView) view = {0};

    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    tl_firewall_add_iptables (firewall, odd[i], FALSE, FALSE);
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_true (view.verdict == TL_FIREWALL_PASSES || i == 3);
  }
}

#define MATCH(left, right) "{\"match\": {\"op\": \"==\", \"left\": " left ", \"right\": " right "}}"
#define PORT(field) "{\"payload\": {\"protocol\": \"tcp\", \"field\": \"" field "\"}}"
#define STATE "{\"ct\": {\"key\": \"state\"}}"
#define CAME_BY "{\"meta\": {\"key\": \"iifname\"}}"
#define IN(policy)                                                                                 \
  "{\"chain\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"o\", \"hook\": \"input\", "      \
  "\"prio\": 0, \"policy\": \"" policy "\"}}"
#define KNOWN RULE (MATCH (STATE, "\"established\"") ", {\"accept\": null}")

/* Chains of a card: at another one they say nothing, and nft 1.0.6 does not tell at which they are. */
static void
test_card (void)
{
#define CARD(hook, dev, way)                                                                       \
  "{\"nftables\": [{\"chain\": {\"family\": \"netdev\", \"table\": \"guard\", \"name\": \"c\", "   \
  "\"handle\": 1, " dev "\"type\": \"filter\", \"hook\": \"" hook                                  \
  "\", \"prio\": 0, \"policy\": \"accept\"}}, {\"rule\": {\"family\": \"netdev\", "                \
  "\"table\": \"guard\", \"chain\": \"c\", \"handle\": 2, \"expr\": [{\"match\": {\"op\": "        \
  "\"==\", \"left\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"" way                      \
  "\"}}, \"right\": 587}}, {\"drop\": null}]}}]}"
  static const struct {
    const char *listing;
    gboolean answer;
    TlFirewallVerdict verdict;
    gboolean unsure;
  } cases[] = {
      {CARD ("ingress", "\"dev\": \"eth0\", ", "sport"), TRUE, TL_FIREWALL_DROPS, FALSE},
      {CARD ("ingress", "\"dev\": [\"eth1\", \"eth0\"], ", "sport"), TRUE, TL_FIREWALL_DROPS,
       FALSE},
      {CARD ("ingress", "\"dev\": \"eth1\", ", "sport"), TRUE, TL_FIREWALL_PASSES, FALSE},
      {CARD ("ingress", "", "sport"), TRUE, TL_FIREWALL_DROPS, TRUE},
      {CARD ("ingress", "", "sport"), FALSE, TL_FIREWALL_PASSES, FALSE},
      {CARD ("egress", "\"dev\": \"eth0\", ", "dport"), FALSE, TL_FIREWALL_DROPS, FALSE},
      {CARD ("egress", "\"dev\": \"eth0\", ", "dport"), TRUE, TL_FIREWALL_PASSES, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    TlFirewallPacket packet = {.answer = cases[i].answer, .interface = "eth0"};
    g_auto (TlFirewallView) view = {0};

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    g_assert_true (tl_firewall_add_nft (firewall, cases[i].listing, -1));
    tl_firewall_judge (firewall, &packet, &view);
    g_assert_cmpint (view.verdict, ==, cases[i].verdict);
    g_assert_cmpint (view.unsure, ==, cases[i].unsure);
  }
}
#undef CARD

/* An answer comes in: from the port of the server to one of ours, by a link, to a connection that is. */
static void
test_answer (void)
{
  static const struct {
    const char *listing;
    gboolean iptables;
    TlFirewallVerdict answer;
  } cases[] = {
      {WHOLE (IN ("drop")), FALSE, TL_FIREWALL_DROPS},
      {WHOLE (IN ("drop") KNOWN), FALSE, TL_FIREWALL_PASSES},
      {WHOLE (IN ("drop") RULE (MATCH (STATE, "\"new\"") ", {\"accept\": null}")), FALSE,
       TL_FIREWALL_DROPS},
      {WHOLE (IN ("accept") RULE (MATCH (PORT ("sport"), "587") ", {\"drop\": null}")), FALSE,
       TL_FIREWALL_DROPS},
      {WHOLE (IN ("accept") RULE (MATCH (PORT ("sport"), "25") ", {\"drop\": null}")), FALSE,
       TL_FIREWALL_PASSES},
      {WHOLE (IN ("accept") RULE (MATCH (PORT ("dport"), "587") ", {\"drop\": null}")), FALSE,
       TL_FIREWALL_PASSES},
      {WHOLE (IN ("drop") RULE (
           MATCH (PORT ("dport"), "{\"range\": [1024, 65535]}") ", {\"accept\": null}")),
       FALSE, TL_FIREWALL_PASSES},
      {WHOLE (IN ("accept") RULE (MATCH (CAME_BY, "\"eth0\"") ", {\"reject\": null}")), FALSE,
       TL_FIREWALL_REJECTS},
      {WHOLE (IN ("drop") RULE (MATCH (CAME_BY, "\"lo\"") ", {\"accept\": null}")), FALSE,
       TL_FIREWALL_DROPS},
      {"*filter\n:INPUT DROP [3:180]\n:OUTPUT ACCEPT [0:0]\n[0:0] -A INPUT -i lo -j ACCEPT\n", TRUE,
       TL_FIREWALL_DROPS},
      {"*filter\n:INPUT DROP [3:180]\n[0:0] -A INPUT -m conntrack --ctstate "
       "RELATED,ESTABLISHED -j ACCEPT\n",
       TRUE, TL_FIREWALL_PASSES},
      {"*filter\n:INPUT DROP [3:180]\n[0:0] -A INPUT -p tcp -m tcp ! --syn -j ACCEPT\n", TRUE,
       TL_FIREWALL_PASSES},
      {"*filter\n:INPUT ACCEPT [0:0]\n[9:540] -A INPUT -s 198.51.100.0/24 -p tcp -m tcp --sport "
       "587 -j DROP\n",
       TRUE, TL_FIREWALL_DROPS},
      {"*filter\n:INPUT ACCEPT [0:0]\n[9:540] -A INPUT -p tcp -m tcp --dport 587 -j DROP\n", TRUE,
       TL_FIREWALL_PASSES},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlFirewall) firewall = tl_firewall_new ();
    TlFirewallPacket packet = {.answer = TRUE, .interface = "eth0", .uid = 1000};
    g_auto (TlFirewallView) in = {0};
    g_auto (TlFirewallView) out = {0};

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_true (tl_address_parse ("198.51.100.1", 587, &packet.peer));
    g_assert_true (tl_address_parse ("192.168.1.5", 0, &packet.source));
    if (cases[i].iptables)
      tl_firewall_add_iptables (firewall, cases[i].listing, FALSE, FALSE);
    else
      g_assert_true (tl_firewall_add_nft (firewall, cases[i].listing, -1));
    tl_firewall_judge (firewall, &packet, &in);
    g_assert_cmpint (in.verdict, ==, cases[i].answer);
    g_assert_false (in.unsure);
    packet.answer = FALSE;
    tl_firewall_judge (firewall, &packet, &out);
    g_assert_cmpint (out.verdict, ==, TL_FIREWALL_PASSES);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/firewall/rules", test_rules);
  g_test_add_func ("/probe/firewall/datagram", test_datagram);
  g_test_add_func ("/probe/firewall/class", test_class);
  g_test_add_func ("/probe/firewall/group", test_group);
  g_test_add_func ("/probe/firewall/group-nft", test_group_nft);
  g_test_add_func ("/probe/firewall/marked", test_marked);
  g_test_add_func ("/probe/firewall/policy", test_policy);
  g_test_add_func ("/probe/firewall/protocol", test_protocol);
  g_test_add_func ("/probe/firewall/hostile", test_hostile);
  g_test_add_func ("/probe/firewall/iptables", test_iptables);
  g_test_add_func ("/probe/firewall/iptables-hostile", test_iptables_hostile);
  g_test_add_func ("/probe/firewall/answer", test_answer);
  g_test_add_func ("/probe/firewall/card", test_card);
  return g_test_run ();
}
