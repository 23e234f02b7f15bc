/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-stack.h"

/* Lines of Linux 6.18, cut to some columns. */
#define NETSTAT                                                                                    \
  "TcpExt: SyncookiesSent TCPRetransFail TCPRcvCoalesce\nTcpExt: 7 3 12\n"                         \
  "IpExt: InNoRoutes InTruncatedPkts\nIpExt: 1 2\n"
#define DEV                                                                                        \
  "Inter-|   Receive                                                |  Transmit\n"                 \
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes\n"                      \
  "    lo:    2240      40    0    0    0     0          0         0     2240      40\n"           \
  "  eth0:  999999     500    0    0    0     0          0         0     9999      12\n"           \
  "wlan0:1        8    0    0    0     0          0         0     9999      12\n"

static void
test_numbers (void)
{
  TlStack stack = tl_stack_parse (NETSTAT, DEV);

  g_assert_true (stack.known);
  g_assert_cmpuint (stack.unsent, ==, 3);
  g_assert_cmpuint (stack.loopback, ==, 40);
  g_assert_cmpuint (stack.arrived, ==, 508);
}

static void
test_other_kernels (void)
{
  g_assert_false (tl_stack_parse ("", "").known);
  g_assert_false (tl_stack_parse ("TcpExt:", "lo").known);
  g_assert_false (tl_stack_parse ("TcpExt: TCPRetransFail\nTcpExt:\n", ":\n:::").known);
  g_assert_false (tl_stack_parse ("TcpExt: Other\nTcpExt: 5\n", DEV).known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/stack/numbers", test_numbers);
  g_test_add_func ("/probe/stack/other-kernels", test_other_kernels);
  return g_test_run ();
}
