/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-address.h"

#include <string.h>

static TlAddress
address (const char *literal, guint port)
{
  TlAddress result;

  g_assert_true (tl_address_parse (literal, port, &result));
  return result;
}

static void
test_targets (void)
{
  static const struct {
    const char *literal;
    const char *text;
    const char *target;
  } rows[] = {
      {"192.0.2.1", "192.0.2.1", "192.0.2.1:587"},
      {"2001:DB8:0:0::1", "2001:db8::1", "[2001:db8::1]:587"},
      {"[2001:db8::1]", "2001:db8::1", "[2001:db8::1]:587"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1", "[::ffff:192.0.2.1]:587"},
      {"fe80::1%lo", "fe80::1%lo", "[fe80::1%lo]:587"},
      {"fe80::1%4000000000", "fe80::1%4000000000", "[fe80::1%4000000000]:587"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TlAddress parsed = address (rows[i].literal, 587);
    g_autofree char *text = tl_address_to_string (&parsed);
    g_autofree char *target = tl_address_to_target (&parsed);

    g_assert_cmpstr (text, ==, rows[i].text);
    g_assert_cmpstr (target, ==, rows[i].target);
    g_assert_cmpuint (tl_address_get_port (&parsed), ==, 587);
    tl_address_set_port (&parsed, 25);
    g_assert_cmpuint (tl_address_get_port (&parsed), ==, 25);
  }
}

/* Only the one usual form of each family: what programs read differently is no address. */
static void
test_refused (void)
{
  static const char *const rows[] = {
      "",
      "mail.example.org",
      "192.0.2",
      "192.0.2.256",
      "192.0.2.1.5",
      "0x7f.0.0.1",
      "127.1",
      "3221225985",
      "[192.0.2.1]",
      "[::1",
      "::1]",
      "[]",
      "fe80::1%",
      "fe80::1%0",
      "fe80::1%nosuchlink",
      "::1%lo%lo",
      ":::",
      " ::1",
      "192.0.2.1 ",
      "192.0.2.1:25",
      "12:34:56",
  };
  g_autofree char *long_text = g_strnfill (100000, ':');
  TlAddress out;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (tl_address_parse (rows[i], 25, &out))
      g_test_message ("taken: %s", rows[i]), g_test_fail ();
  g_assert_false (tl_address_parse (NULL, 25, &out));
  g_assert_false (tl_address_parse (long_text, 25, &out));
  g_assert_false (tl_address_parse ("192.0.2.1", 65536, &out));
}

static void
test_kinds (void)
{
  static const struct {
    const char *literal;
    const char *kind;
  } rows[] = {
      {"0.0.0.0", "unspecified"},
      {"127.0.0.1", "loopback"},
      {"127.255.255.254", "loopback"},
      {"10.1.2.3", "private"},
      {"172.15.255.255", "public"},
      {"172.16.0.1", "private"},
      {"172.31.255.255", "private"},
      {"172.32.0.1", "public"},
      {"192.168.1.1", "private"},
      {"100.63.255.255", "public"},
      {"100.64.0.1", "private"},
      {"100.127.255.255", "private"},
      {"100.128.0.0", "public"},
      {"198.18.0.1", "private"},
      {"198.20.0.1", "public"},
      {"169.254.1.1", "link-local"},
      {"192.0.2.1", "documentation"},
      {"198.51.100.9", "documentation"},
      {"203.0.113.255", "documentation"},
      {"224.0.0.1", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.1", "reserved"},
      {"255.255.255.255", "broadcast"},
      {"8.8.8.8", "public"},
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"fe80::1", "link-local"},
      {"febf::1", "link-local"},
      {"fec0::1", "private"},
      {"fd00::1", "private"},
      {"fc00::1", "private"},
      {"ff02::1", "multicast"},
      {"2001:db8::1", "documentation"},
      {"3fff:fff::1", "documentation"},
      {"2001:db9::1", "public"},
      {"2606:4700::1", "public"},
      {"::ffff:10.0.0.1", "private"},
      {"::ffff:127.0.0.1", "loopback"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TlAddress parsed = address (rows[i].literal, 0);

    g_test_message ("%s", rows[i].literal);
    g_assert_cmpstr (tl_address_kind (&parsed), ==, rows[i].kind);
  }
}

static void
test_same_host (void)
{
  TlAddress v4 = address ("192.0.2.1", 25), v4_too = address ("192.0.2.1", 587);
  TlAddress other = address ("192.0.2.2", 25), mapped = address ("::ffff:192.0.2.1", 25);
  TlAddress v6 = address ("2001:db8::1", 25), v6_too = address ("[2001:db8::1]", 26);
  TlAddress near = address ("fe80::1%1", 25), far = address ("fe80::1%2", 25);

  g_assert_true (tl_address_equal_host (&v4, &v4_too));
  g_assert_true (tl_address_equal_host (&v4, &mapped));
  g_assert_true (tl_address_equal_host (&mapped, &v4));
  g_assert_true (tl_address_equal_host (&v6, &v6_too));
  g_assert_false (tl_address_equal_host (&v4, &other));
  g_assert_false (tl_address_equal_host (&v4, &v6));
  g_assert_false (tl_address_equal_host (&near, &far));
  g_assert_true (tl_address_is_ipv6 (&v6));
  g_assert_false (tl_address_is_ipv6 (&v4));
}

static void
test_find_public (void)
{
  static const struct {
    const char *text;
    const char *address; /* NULL: none */
  } cases[] = {
      {"client host [44.128.9.10] blocked using list.example.com", "44.128.9.10"},
      {"listed, see https://list.example.com/query/ip/44.128.9.10.", "44.128.9.10"},
      {"ip=44.128.9.10&x=1 (44.128.9.10)", "44.128.9.10"},
      {"from [IPv6:2a00:1450::1]:", "2a00:1450::1"},
      {"44.128.9.10 is not 44.128.9.11", NULL},
      {"192.168.1.5 and 44.128.9.10", "44.128.9.10"},
      {"550 5.7.1 no address, version 4.7.1", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TlAddress address;
    gboolean found = tl_address_find_public (cases[i].text, &address);
    g_autofree char *text = found ? tl_address_to_string (&address) : NULL;

    g_assert_cmpstr (text, ==, cases[i].address);
  }
}

static void
test_near (void)
{
  static const struct {
    const char *a, *b;
    gboolean near;
  } cases[] = {
      {"10.1.2.3", "10.200.0.1", TRUE},      {"192.168.1.2", "192.168.1.9", TRUE},
      {"192.168.1.2", "192.168.2.2", FALSE}, {"10.1.2.3", "192.168.1.2", FALSE},
      {"172.16.0.1", "172.31.0.1", TRUE},    {"172.16.0.1", "172.32.0.1", FALSE},
      {"203.0.113.1", "203.0.113.2", FALSE}, {"fd00:1:2::1", "fd00:1:2:3::1", TRUE},
      {"fd00:1:2::1", "fd00:1:3::1", FALSE}, {"10.0.0.1", "fd00::1", FALSE},
      {"192.168.1.2", "192.0.2.1", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TlAddress a, b;

    g_assert_true (tl_address_parse (cases[i].a, 0, &a) && tl_address_parse (cases[i].b, 0, &b));
    g_assert_cmpint (tl_address_is_near (&a, &b), ==, cases[i].near);
  }
}

static void
test_host_is_below (void)
{
  g_assert_true (tl_host_is_below ("example.org", "example.org"));
  g_assert_true (tl_host_is_below ("Mail.Example.ORG.", "example.org"));
  g_assert_false (tl_host_is_below ("badexample.org", "example.org"));
  g_assert_false (tl_host_is_below ("org", "example.org"));
  g_assert_false (tl_host_is_below ("", "example.org"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/address/targets", test_targets);
  g_test_add_func ("/core/address/refused", test_refused);
  g_test_add_func ("/core/address/kinds", test_kinds);
  g_test_add_func ("/core/address/find-public", test_find_public);
  g_test_add_func ("/core/address/near", test_near);
  g_test_add_func ("/core/address/same-host", test_same_host);
  g_test_add_func ("/address/host-is-below", test_host_is_below);
  return g_test_run ();
}
