/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-system-lookup-private.h"

#include <netdb.h>
#include <poll.h>

static void
test_code_names (void)
{
  g_assert_cmpstr (tl_system_code_name (0), ==, "ok");
  g_assert_cmpstr (tl_system_code_name (EAI_NONAME), ==, "EAI_NONAME");
  g_assert_cmpstr (tl_system_code_name (EAI_AGAIN), ==, "EAI_AGAIN");
  g_assert_cmpstr (tl_system_code_name (-9999), ==, "EAI_OTHER");
}

static int
numeric (const char *host, const char *service, const struct addrinfo *hints,
         struct addrinfo **found)
{
  struct addrinfo mine = *hints;

  mine.ai_flags |= AI_NUMERICHOST;
  return getaddrinfo (host, service, &mine, found);
}

static void
wait_until_done (TlSystemQuery *query)
{
  struct pollfd fd = {.fd = tl_system_query_get_fd (query), .events = POLLIN};

  if (fd.fd >= 0)
    g_assert_cmpint (poll (&fd, 1, GUARD_MS), ==, 1);
  g_assert_true (tl_system_query_is_done (query));
}

static void
test_found (void)
{
  g_autoptr (TlSystemQuery) query = tl_system_query_new (numeric, "192.0.2.1", TL_FAMILY_ANY);

  wait_until_done (query);
  g_assert_cmpint (tl_system_query_get_code (query), ==, 0);
  g_assert_nonnull (tl_system_query_get_found (query));
  g_assert_cmpint (tl_system_query_get_fd (query), ==, -1);
}

static void
test_other_family (void)
{
  g_autoptr (TlSystemQuery) query = tl_system_query_new (numeric, "192.0.2.1", TL_FAMILY_IPV6);

  wait_until_done (query);
  g_assert_cmpint (tl_system_query_get_code (query), !=, 0);
  g_assert_null (tl_system_query_get_found (query));
}

/* Let go of while the thread is inside: it still writes to memory that is its own, and frees it. */
static GMutex gate;
static gint passed;

static int
waits_at_gate (const char *host, const char *service, const struct addrinfo *hints,
               struct addrinfo **found)
{
  int code;

  g_mutex_lock (&gate);
  code = numeric (host, service, hints, found);
  g_mutex_unlock (&gate);
  g_atomic_int_set (&passed, 1);
  return code;
}

static void
test_left_alone (void)
{
  TlSystemQuery *query;

  g_mutex_lock (&gate);
  query = tl_system_query_new (waits_at_gate, "192.0.2.1", TL_FAMILY_ANY);
  g_assert_false (tl_system_query_is_done (query));
  g_assert_cmpint (tl_system_query_get_code (query), ==, EAI_AGAIN);
  g_assert_null (tl_system_query_get_found (query));
  tl_system_query_unref (query);
  g_mutex_unlock (&gate);
  while (g_atomic_int_get (&passed) == 0)
    g_usleep (1000);
  g_usleep (100 * 1000); /* for the last steps of the thread, so that a leak would show */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/system-lookup/code-names", test_code_names);
  g_test_add_func ("/net/system-lookup/found", test_found);
  g_test_add_func ("/net/system-lookup/other-family", test_other_family);
  g_test_add_func ("/net/system-lookup/left-alone", test_left_alone);
  return g_test_run ();
}
