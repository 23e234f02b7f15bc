/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-local-private.h"

/* Lines as a little-endian kernel prints them; the numbers of a big-endian one read the other way. */
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define FAR4 "0A09802C"
#define FAR6 "C0970E2A000009000000000010000000"
#else
#define FAR4 "2C80090A"
#define FAR6 "2A0E97C0000900000000000000000010"
#endif
#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
#define REST " 00000000:00000000 00:00000000 00000000     0        0 4711 1\n"

static guint
count (const char *table, guint port)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  static const char *const hosts[] = {"44.128.9.10", "2a0e:97c0:9::10"};

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    TlAddress *address = g_new0 (TlAddress, 1);

    g_assert_true (tl_address_parse (hosts[i], 587, address));
    g_ptr_array_add (addresses, address);
  }
  return tl_local_count_connections (table, addresses, port, FALSE);
}

static void
test_ipv4 (void)
{
  const char *table = HEAD "   0: 024DA8C0:9C40 " FAR4 ":024B 01" REST  /* ours, 587 */
                           "   1: 024DA8C0:9C41 " FAR4 ":024B 01" REST  /* a second one */
                           "   2: 024DA8C0:9C42 " FAR4 ":01D1 01" REST  /* another port */
                           "   3: 024DA8C0:9C43 " FAR4 ":024B 06" REST  /* TIME_WAIT */
                           "   4: 024DA8C0:9C44 01020304:024B 01" REST; /* another host */

  g_assert_cmpuint (count (table, 587), ==, 2);
  g_assert_cmpuint (count (table, 465), ==, 1);
  g_assert_cmpuint (count (table, 25), ==, 0);
}

static void
test_ipv6 (void)
{
  const char *table = HEAD "   0: 00000000000000000000000001000000:9C40 " FAR6 ":024B 01" REST;

  g_assert_cmpuint (count (table, 587), ==, 1);
}

static void
test_strange (void)
{
  g_assert_cmpuint (count ("", 587), ==, 0);
  g_assert_cmpuint (count ("\n\n:::\n  0: x\n", 587), ==, 0);
  g_assert_cmpuint (count ("   0: 024DA8C0:9C40 0A09:024B 01\n", 587), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/local/connections/ipv4", test_ipv4);
  g_test_add_func ("/probe/local/connections/ipv6", test_ipv6);
  g_test_add_func ("/probe/local/connections/strange", test_strange);
  return g_test_run ();
}
