/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include <errno.h>
#include <sys/socket.h>

static const LineAction hold_script[] = {HOLD, THE_END};

static void
add (GPtrArray *addresses, const char *literal, guint port)
{
  TlAddress *address = g_new0 (TlAddress, 1);

  g_assert_true (tl_address_parse (literal, port, address));
  g_ptr_array_add (addresses, address);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* A port that swallows every SYN without an answer: its queue of one is full and nobody accepts. */
typedef struct {
  int listener;
  int fillers[16];
  guint port;
} Silent;

static void
silent_init (Silent *silent)
{
  TlAddress address;

  g_assert_true (tl_address_parse ("127.0.0.1", 0, &address));
  silent->listener = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (silent->listener, (struct sockaddr *) &address.storage, address.length),
                   ==, 0);
  g_assert_cmpint (listen (silent->listener, 0), ==, 0);
  getsockname (silent->listener, (struct sockaddr *) &address.storage, &address.length);
  silent->port = tl_address_get_port (&address);
  for (guint i = 0; i < G_N_ELEMENTS (silent->fillers); i++) {
    silent->fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    g_assert_true (
        connect (silent->fillers[i], (struct sockaddr *) &address.storage, address.length) == 0 ||
        errno == EINPROGRESS);
  }
  g_usleep (100 * 1000);
}

static void
silent_clear (Silent *silent)
{
  for (guint i = 0; i < G_N_ELEMENTS (silent->fillers); i++)
    close (silent->fillers[i]);
  close (silent->listener);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Silent, silent_clear)

static const TlConnectResult *
nth (GPtrArray *results, guint i)
{
  g_assert_cmpuint (results->len, >, i);
  return results->pdata[i];
}

static void
test_words (void)
{
  g_assert_cmpstr (tl_port_state_to_string (TL_PORT_OPEN), ==, "open");
  g_assert_cmpstr (tl_port_state_to_string (TL_PORT_REFUSED), ==, "refused");
  g_assert_cmpstr (tl_port_state_to_string (TL_PORT_FILTERED), ==, "filtered");
  g_assert_cmpstr (tl_port_state_to_string (TL_PORT_UNREACHABLE), ==, "unreachable");
  g_assert_cmpstr (tl_port_state_to_string (TL_PORT_UNKNOWN), ==, "unknown");
}

/* ------------------------------------------------------------------ the first that opens */

static void
test_first_open (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = line_server_dup_addresses (server);
  g_autoptr (GPtrArray) results = NULL;
  int fd;

  job_init (&job);
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpuint (results->len, ==, 1);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_OPEN);
  g_assert_cmpint (nth (results, 0)->error, ==, 0);
  g_assert_cmpuint (nth (results, 0)->tries, ==, 1);
  fd = tl_connect_result_steal_fd (results->pdata[0]);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (nth (results, 0)->fd, ==, -1);
  close (fd);
}

static void
test_first_refused (void)
{
  g_auto (Job) job;
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  add (addresses, "127.0.0.1", line_server_find_closed_port (AF_INET));
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpuint (results->len, ==, 1);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_REFUSED);
  g_assert_cmpint (nth (results, 0)->error, ==, ECONNREFUSED);
  g_assert_cmpint (nth (results, 0)->fd, ==, -1);
}

/* No connection can go to the broadcast address: a failure without any network. */
static void
test_first_unreachable (void)
{
  g_auto (Job) job;
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  add (addresses, "255.255.255.255", 25);
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_UNREACHABLE);
  g_assert_cmpint (nth (results, 0)->error, !=, 0);
}

/* One that fails does not hold up the next, and its result is kept. */
static void
test_first_falls_back (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  add (addresses, "::1", line_server_find_closed_port (AF_INET6));
  add (addresses, "127.0.0.1", line_server_get_port (server));
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpuint (results->len, ==, 2);
  g_assert_true (tl_address_is_ipv6 (&nth (results, 0)->address));
  g_assert_cmpint (nth (results, 0)->state, !=, TL_PORT_OPEN);
  g_assert_cmpint (nth (results, 1)->state, ==, TL_PORT_OPEN);
}

/* A silent address gets company after 250 ms; the one that opens is last in the list. */
static void
test_first_races_silence (void)
{
  g_auto (Job) job;
  g_auto (Silent) silent;
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  silent_init (&silent);
  add (addresses, "127.0.0.1", silent.port);
  add (addresses, "127.0.0.1", line_server_get_port (server));
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpuint (results->len, ==, 2);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_UNKNOWN);
  g_assert_cmpint (nth (results, 0)->error, ==, 0);
  g_assert_cmpfloat (nth (results, 0)->elapsed_ms, >=, 200);
  g_assert_cmpint (nth (results, 1)->state, ==, TL_PORT_OPEN);
  g_assert_cmpfloat (nth (results, 1)->start_ms - nth (results, 0)->start_ms, >=, 200);
}

/* RFC 8305 4: not all of one family before the other. */
static void
test_first_takes_families_in_turn (void)
{
  g_auto (Job) job;
  guint closed = line_server_find_closed_port (AF_INET);
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  add (addresses, "::1", line_server_find_closed_port (AF_INET6));
  add (addresses, "::1", line_server_find_closed_port (AF_INET6));
  add (addresses, "127.0.0.1", closed);
  results = tl_connect_first (job.io, addresses, GUARD_MS);
  g_assert_cmpuint (results->len, ==, 3);
  g_assert_true (tl_address_is_ipv6 (&nth (results, 0)->address));
  g_assert_false (tl_address_is_ipv6 (&nth (results, 1)->address));
  g_assert_true (tl_address_is_ipv6 (&nth (results, 2)->address));
}

static void
test_first_limit (void)
{
  g_auto (Job) job;
  g_auto (Silent) silent;
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;
  gint64 since = g_get_monotonic_time ();

  job_init (&job);
  silent_init (&silent);
  add (addresses, "127.0.0.1", silent.port);
  results = tl_connect_first (job.io, addresses, 200);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_UNKNOWN);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
}

static void
test_cancelled (gconstpointer before)
{
  g_auto (Job) job;
  g_auto (Silent) silent;
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) all = NULL;
  GThread *thread = NULL;
  gint64 since = g_get_monotonic_time ();

  job_init (&job);
  silent_init (&silent);
  add (addresses, "127.0.0.1", silent.port);
  if (before != NULL)
    g_cancellable_cancel (job.cancellable);
  else
    thread = cancel_later (&job);
  first = tl_connect_first (job.io, addresses, GUARD_MS);
  all = tl_connect_all (job.io, addresses, GUARD_MS, FALSE);
  g_assert_cmpuint (first->len, ==, before != NULL ? 0 : 1);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (nth (all, 0)->state, ==, TL_PORT_UNKNOWN);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
  if (thread != NULL)
    g_thread_join (thread);
}

/* ------------------------------------------------------------------ all of them */

static void
test_all_with_sibling (void)
{
  g_auto (Job) job;
  g_auto (Silent) silent;
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;
  gint64 since;

  job_init (&job);
  silent_init (&silent);
  add (addresses, "127.0.0.1", silent.port);
  add (addresses, "127.0.0.1", line_server_get_port (server));
  add (addresses, "127.0.0.1", line_server_find_closed_port (AF_INET));
  since = g_get_monotonic_time ();
  results = tl_connect_all (job.io, addresses, GUARD_MS, TRUE);
  g_assert_cmpuint (results->len, ==, 3);
  /* The order given; the silent port is called filtered because its siblings answered, and long
   * before the limit. */
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_FILTERED);
  g_assert_cmpuint (nth (results, 0)->tries, ==, 3);
  g_assert_cmpfloat (nth (results, 0)->elapsed_ms, >=, 950);
  g_assert_cmpint (nth (results, 1)->state, ==, TL_PORT_OPEN);
  g_assert_cmpint (nth (results, 1)->fd, >=, 0);
  g_assert_cmpint (nth (results, 2)->state, ==, TL_PORT_REFUSED);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
}

/* Nobody else at that host has answered: silence says nothing about the port. */
static void
test_all_without_sibling (void)
{
  g_auto (Job) job;
  g_auto (Silent) silent;
  g_autoptr (LineServer) server = line_server_new (AF_INET6);
  g_autoptr (GPtrArray) addresses = new_list ();
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  silent_init (&silent);
  add (addresses, "127.0.0.1", silent.port);
  if (server != NULL) {
    line_server_add_script (server, hold_script);
    line_server_start (server);
    add (addresses, "::1", line_server_get_port (server)); /* another host */
  }
  results = tl_connect_all (job.io, addresses, 1500, FALSE);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_UNKNOWN);
  g_assert_cmpfloat (nth (results, 0)->elapsed_ms, >=, 1400);
}

static void
test_all_closes (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (hold_script);
  g_autoptr (GPtrArray) addresses = line_server_dup_addresses (server);
  g_autoptr (GPtrArray) results = NULL;

  job_init (&job);
  results = tl_connect_all (job.io, addresses, GUARD_MS, FALSE);
  g_assert_cmpint (nth (results, 0)->state, ==, TL_PORT_OPEN);
  g_assert_cmpint (nth (results, 0)->fd, ==, -1);
}

static void
test_nothing (void)
{
  g_auto (Job) job;
  g_autoptr (GPtrArray) none = new_list ();
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) all = NULL;

  job_init (&job);
  first = tl_connect_first (job.io, none, GUARD_MS);
  all = tl_connect_all (job.io, none, GUARD_MS, FALSE);
  g_assert_cmpuint (first->len + all->len, ==, 0);
}

static void
test_local_address (void)
{
  TlAddress peer, local;
  g_autofree char *text = NULL;
  int error = -1;

  g_assert_true (tl_address_parse ("127.0.0.1", 0, &peer));
  g_assert_true (tl_local_address_towards (&peer, &local, &error));
  g_assert_cmpint (error, ==, 0);
  text = tl_address_to_string (&local);
  g_assert_cmpstr (text, ==, "127.0.0.1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/connector/words", test_words);
  g_test_add_func ("/net/connector/first/open", test_first_open);
  g_test_add_func ("/net/connector/first/refused", test_first_refused);
  g_test_add_func ("/net/connector/first/unreachable", test_first_unreachable);
  g_test_add_func ("/net/connector/first/falls-back", test_first_falls_back);
  g_test_add_func ("/net/connector/first/races-silence", test_first_races_silence);
  g_test_add_func ("/net/connector/first/families-in-turn", test_first_takes_families_in_turn);
  g_test_add_func ("/net/connector/first/limit", test_first_limit);
  g_test_add_data_func ("/net/connector/cancelled/before", "before", test_cancelled);
  g_test_add_data_func ("/net/connector/cancelled/in-the-middle", NULL, test_cancelled);
  g_test_add_func ("/net/connector/all/with-sibling", test_all_with_sibling);
  g_test_add_func ("/net/connector/all/without-sibling", test_all_without_sibling);
  g_test_add_func ("/net/connector/all/closes", test_all_closes);
  g_test_add_func ("/net/connector/nothing", test_nothing);
  g_test_add_func ("/net/connector/local-address", test_local_address);
  return g_test_run ();
}
