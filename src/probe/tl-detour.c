/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether whoever answered can have been the named server at all: a program on this computer or a box
 * in the network that takes every connection to a port also takes one to an address that nobody has. */
#include "tl-local-private.h"

#include "tl-settings.h"

#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

/* For documentation only: no network leads there (RFC 5737 3). */
#define NOBODY "192.0.2.1"
/* Who takes connections for others is near. */
#define NOBODY_MS 1200
/* Whoever greeted for the server greets there, too, but may look for our name first. */
#define GREETING_MS 6000
#define TABLE_MAX (4 * 1024 * 1024)

/* Whether the far end of the connection is a socket of this computer: then its near end stands in the
 * kernel's table as somebody's far end, too. */
static gboolean
ends_here (int fd)
{
  static const char *const tables[] = {"/proc/self/net/tcp", "/proc/self/net/tcp6"};
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  TlAddress plain = {.length = sizeof plain.storage};
  TlAddress mapped = {.length = sizeof (struct sockaddr_in6)};
  struct sockaddr_in6 *six = (struct sockaddr_in6 *) &mapped.storage;
  guint n = 0;

  if (getsockname (fd, (struct sockaddr *) &plain.storage, &plain.length) != 0)
    return FALSE;
  six->sin6_family = AF_INET6;
  six->sin6_addr.s6_addr[10] = six->sin6_addr.s6_addr[11] = 0xff;
  memcpy (six->sin6_addr.s6_addr + 12, &((struct sockaddr_in *) &plain.storage)->sin_addr, 4);
  g_ptr_array_add (near, &plain);
  g_ptr_array_add (near, &mapped);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *table = NULL;
    gsize length;

    if (g_file_get_contents (tables[i], &table, &length, NULL) && length <= TABLE_MAX)
      n += tl_local_count_connections (table, near, tl_address_get_port (&plain), TRUE);
  }
  return n > 0;
}

/* A server of its own greets there as everywhere; what only passes on has nobody to greet for. */
static gboolean
greets (TlRun *run, TlConnectResult *result)
{
  g_autoptr (TlChannel) channel = tl_channel_new_from_result (tl_run_get_io (run), result);
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  guint limit_ms = tl_evidence_get (evidence, "greeting.code") != NULL ? GREETING_MS : NOBODY_MS;
  g_autoptr (TlReply) reply = NULL;

  return tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, limit_ms, &reply) == TL_FAILURE_NONE;
}

void
tl_detour_ask_nobody (TlRun *run)
{
  TlReach *reach = tl_run_get_reach (run);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *target = NULL;
  TlConnectResult *result;
  TlAddress nobody;
  gboolean answered;

  if (tl_run_get_settings (run)->no_environment || reach->peer.length == 0 ||
      g_str_equal (tl_address_kind (&reach->peer), "loopback") ||
      !tl_address_parse (NOBODY, tl_address_get_port (&reach->peer), &nobody))
    return;
  g_ptr_array_add (one, &nobody);
  target = tl_address_to_target (&nobody);
  tl_run_begin (run, "detour.nobody", target);
  results = tl_connect_first (tl_run_get_io (run), one, NOBODY_MS);
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  result = results->len > 0 ? g_ptr_array_index (results, results->len - 1) : NULL;
  answered = result != NULL && result->state == TL_PORT_OPEN;
  tl_run_yes_no (run, "detour.answered", answered);
  if (answered) {
    tl_run_yes_no (run, "detour.here", ends_here (result->fd));
    tl_run_yes_no (run, "detour.greeted", greets (run, result));
  }
  tl_run_end (run, answered ? TL_OUTCOME_WARNING : TL_OUTCOME_OK);
}
