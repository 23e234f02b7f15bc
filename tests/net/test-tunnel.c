/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is carried inside TLS, and proxies that have none or a wrong name. */
#include "net-test.h"

#include "tl-tunnel.h"

#include <string.h>

#define NAME "gate.example.org"
#define MUCH (1024 * 1024)
#define PIECE_BYTES 4096

typedef struct {
  Job job;
  Authority authority;
  LineServer *server;
  const char *verify;
  TlFailure failure;
  TlChannel *channel;
} Tunnel;

static void
tunnel_init (Tunnel *tunnel, const LineAction *script, const char *host)
{
  memset (tunnel, 0, sizeof *tunnel);
  job_init (&tunnel->job);
  authority_init (&tunnel->authority, NAME);
  tunnel->server = line_server_new (AF_INET);
  line_server_set_identity (tunnel->server, tunnel->authority.identity, NULL);
  line_server_add_script (tunnel->server, script);
  line_server_start (tunnel->server);
  tunnel->channel =
      tl_tunnel_open (tunnel->job.io, connect_to (&tunnel->job, tunnel->server),
                      tunnel->authority.trust, host, GUARD_MS, &tunnel->verify, &tunnel->failure);
}

static void
tunnel_clear (Tunnel *tunnel)
{
  g_clear_pointer (&tunnel->channel, tl_channel_free);
  line_server_free (tunnel->server);
  authority_clear (&tunnel->authority);
  job_clear (&tunnel->job);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tunnel, tunnel_clear)

static void
assert_line (Tunnel *tunnel, const char *wanted)
{
  const char *line;
  gsize length;

  g_assert_cmpint (tl_channel_read_line (tunnel->channel,
                                         g_get_monotonic_time () + GUARD_MS * (gint64) 1000, &line,
                                         &length, NULL),
                   ==, TL_FAILURE_NONE);
  g_assert_cmpmem (line, length, wanted, strlen (wanted));
}

/* As many bytes as come until the end. */
static gsize
count_bytes (Tunnel *tunnel)
{
  g_autofree char *piece = g_malloc (PIECE_BYTES);
  TlFailure failure;
  gsize total = 0;
  gssize n;

  while ((n = tl_channel_read_bytes (tunnel->channel, piece, PIECE_BYTES, GUARD_MS, &failure,
                                     NULL)) > 0)
    total += (gsize) n;
  g_assert_cmpint (n, ==, 0);
  return total;
}

static void
test_lines (void)
{
  const LineAction script[] = {START_TLS,      EXPECT ("hello"), SAY ("you said hello\r\n"),
                               EXPECT ("bye"), END_TLS,          THE_END};
  g_auto (Tunnel) tunnel;

  tunnel_init (&tunnel, script, NAME);
  g_assert_nonnull (tunnel.channel);
  g_assert_cmpstr (tunnel.verify, ==, "ok");
  g_assert_cmpint (tl_channel_send_line (tunnel.channel, "hello"), ==, TL_FAILURE_NONE);
  assert_line (&tunnel, "you said hello");
  g_assert_cmpint (tl_channel_send_line (tunnel.channel, "bye"), ==, TL_FAILURE_NONE);
  g_assert_cmpuint (count_bytes (&tunnel), ==, 0);
}

/* More than any buffer on the way holds, both ways. */
static void
test_much (void)
{
  const LineAction script[] = {START_TLS,
                               SWALLOW (MUCH),
                               SAY ("have it\r\n"),
                               EXPECT ("go on"),
                               FLOOD ("0123456789abcdef", MUCH),
                               END_TLS,
                               THE_END};
  g_autofree char *much = g_strnfill (MUCH, 'x');
  g_auto (Tunnel) tunnel;

  tunnel_init (&tunnel, script, NAME);
  g_assert_nonnull (tunnel.channel);
  g_assert_cmpint (tl_channel_send_bytes (tunnel.channel, much, MUCH, GUARD_MS), ==,
                   TL_FAILURE_NONE);
  assert_line (&tunnel, "have it");
  g_assert_cmpint (tl_channel_send_line (tunnel.channel, "go on"), ==, TL_FAILURE_NONE);
  g_assert_cmpuint (count_bytes (&tunnel), ==, MUCH);
}

static void
test_other_name (void)
{
  const LineAction script[] = {START_TLS, HOLD, THE_END};
  g_auto (Tunnel) tunnel;

  tunnel_init (&tunnel, script, "elsewhere.example.org");
  g_assert_null (tunnel.channel);
  g_assert_cmpint (tunnel.failure, ==, TL_FAILURE_NONE);
  g_assert_cmpstr (tunnel.verify, ==, "name-mismatch");
}

static void
test_plain (void)
{
  const LineAction script[] = {SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), HOLD, THE_END};
  g_auto (Tunnel) tunnel;

  tunnel_init (&tunnel, script, NAME);
  g_assert_null (tunnel.channel);
  g_assert_cmpint (tunnel.failure, ==, TL_FAILURE_TLS);
}

static void
test_cancelled (void)
{
  const LineAction script[] = {START_TLS, HOLD, THE_END};
  g_auto (Tunnel) tunnel;
  TlFailure failure;
  GThread *thread;
  char byte;

  tunnel_init (&tunnel, script, NAME);
  g_assert_nonnull (tunnel.channel);
  thread = cancel_later (&tunnel.job);
  g_assert_cmpint (tl_channel_read_bytes (tunnel.channel, &byte, 1, GUARD_MS, &failure, NULL), ==,
                   -1);
  g_assert_cmpint (failure, ==, TL_FAILURE_CANCELLED);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/tunnel/lines", test_lines);
  g_test_add_func ("/net/tunnel/much", test_much);
  g_test_add_func ("/net/tunnel/other-name", test_other_name);
  g_test_add_func ("/net/tunnel/plain", test_plain);
  g_test_add_func ("/net/tunnel/cancelled", test_cancelled);
  return g_test_run ();
}
