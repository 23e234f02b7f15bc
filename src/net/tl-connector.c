/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-connector.h"

#include "tl-attempt.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* RFC 8305 8: Connection Attempt Delay. */
#define NEXT_ADDRESS_US (250 * 1000)

gboolean
tl_connect_by_link (TlIo *io, const TlAddress *address, const char *name, guint limit_ms,
                    TlPortState *state)
{
  struct pollfd fd = {.events = POLLOUT};
  socklen_t size = sizeof (int);
  TlFailure failure = TL_FAILURE_NONE;
  int error = 0;

  fd.fd = socket (address->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd.fd < 0 ||
      setsockopt (fd.fd, SOL_SOCKET, SO_BINDTODEVICE, name, (socklen_t) strlen (name)) != 0) {
    if (fd.fd >= 0)
      close (fd.fd);
    return FALSE;
  }
  if (connect (fd.fd, (const struct sockaddr *) &address->storage, address->length) != 0)
    error = errno;
  if (error == EINPROGRESS) {
    failure = tl_io_poll (io, &fd, 1, tl_io_limit (io, limit_ms));
    if (failure == TL_FAILURE_NONE && getsockopt (fd.fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
      error = errno;
  }
  close (fd.fd);
  *state = failure == TL_FAILURE_TIMEOUT ? TL_PORT_UNKNOWN : tl_port_state_of_errno (error);
  return failure == TL_FAILURE_NONE || failure == TL_FAILURE_TIMEOUT;
}

/* ------------------------------------------------------------------ the first that opens */

/* RFC 8305 4: the families in turn, beginning with the one that the sorting put first. */
static GPtrArray *
interleave (const GPtrArray *addresses)
{
  GPtrArray *out = g_ptr_array_new ();
  guint next[2] = {0, 0};
  gboolean six = addresses->len > 0 && tl_address_is_ipv6 (addresses->pdata[0]);

  while (out->len < addresses->len) {
    guint *at = &next[six ? 1 : 0];

    while (*at < addresses->len && tl_address_is_ipv6 (addresses->pdata[*at]) != six)
      ++*at;
    if (*at < addresses->len)
      g_ptr_array_add (out, addresses->pdata[(*at)++]);
    six = !six;
  }
  return out;
}

static int
find_open (const GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = results->pdata[i];

    if (result->fd >= 0)
      return (int) i;
  }
  return -1;
}

static guint
count_under_way (GArray *attempts)
{
  guint n = 0;

  for (guint i = 0; i < attempts->len; i++)
    n += tl_attempt_is_done (&g_array_index (attempts, TlAttempt, i)) ? 0 : 1;
  return n;
}

/* The winner goes last; two that opened in the same instant are one too many. */
static void
settle_winner (GPtrArray *results)
{
  int winner = find_open (results);

  if (winner < 0)
    return;
  g_ptr_array_add (results, g_ptr_array_steal_index (results, (guint) winner));
  for (guint i = 0; i + 1 < results->len; i++) {
    TlConnectResult *other = results->pdata[i];

    if (other->fd >= 0)
      close (tl_connect_result_steal_fd (other));
  }
}

/* The attempts of the family that did not win, taken over with their sockets. */
static TlConnectRest *
take_rest (GArray *attempts, const TlConnectResult *winner)
{
  TlConnectRest *rest = NULL;

  for (guint i = 0; i < attempts->len; i++) {
    TlAttempt *attempt = &g_array_index (attempts, TlAttempt, i);

    if (tl_attempt_is_done (attempt) ||
        tl_address_is_ipv6 (&attempt->result->address) == tl_address_is_ipv6 (&winner->address))
      continue;
    if (rest == NULL)
      rest = tl_connect_rest_new ();
    tl_connect_rest_add (rest, attempt);
  }
  return rest;
}

GPtrArray *
tl_connect_first (TlIo *io, const GPtrArray *addresses, guint limit_ms)
{
  return tl_connect_first_keeping (io, addresses, limit_ms, NULL);
}

GPtrArray *
tl_connect_first_keeping (TlIo *io, const GPtrArray *addresses, guint limit_ms,
                          TlConnectRest **rest)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  g_autoptr (GPtrArray) order = interleave (addresses);
  g_autoptr (GArray) attempts = g_array_new (FALSE, TRUE, sizeof (TlAttempt));
  gint64 until = tl_io_limit (io, limit_ms);
  gint64 next_us = 0;

  while (find_open (results) < 0 && !tl_io_is_cancelled (io) && tl_clock_us () < until) {
    gboolean more = attempts->len < order->len;
    guint under_way = count_under_way (attempts);
    TlFailure failure;

    if (more && (under_way == 0 || tl_clock_us () >= next_us)) {
      tl_attempts_add (io, attempts, results, order->pdata[attempts->len]);
      tl_attempt_try (&g_array_index (attempts, TlAttempt, attempts->len - 1));
      next_us = tl_clock_us () + NEXT_ADDRESS_US;
      continue;
    }
    if (under_way == 0)
      break;
    failure = tl_attempts_wait (io, attempts, -1, more ? MIN (next_us, until) : until);
    /* One that failed lets the next begin at once. */
    if (count_under_way (attempts) < under_way)
      next_us = 0;
    if (failure != TL_FAILURE_NONE && failure != TL_FAILURE_TIMEOUT)
      break;
  }
  if (rest != NULL)
    *rest =
        find_open (results) >= 0 ? take_rest (attempts, results->pdata[find_open (results)]) : NULL;
  for (guint i = 0; i < attempts->len; i++)
    tl_attempt_give_up (&g_array_index (attempts, TlAttempt, i));
  settle_winner (results);
  return results;
}

TlConnectResult *
tl_connect_small (TlIo *io, const TlAddress *address, guint bytes, guint limit_ms)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  g_autoptr (GArray) attempts = g_array_new (FALSE, TRUE, sizeof (TlAttempt));
  TlAttempt *attempt;

  tl_attempts_add (io, attempts, results, address);
  attempt = &g_array_index (attempts, TlAttempt, 0);
  attempt->segment = (int) bytes;
  tl_attempt_try (attempt);
  if (!tl_attempt_is_done (attempt))
    tl_attempts_wait (io, attempts, -1, tl_io_limit (io, limit_ms));
  tl_attempt_give_up (attempt);
  return g_ptr_array_steal_index (results, 0);
}

gboolean
tl_local_address_towards (const TlAddress *peer, TlAddress *local, int *error)
{
  TlAddress to = *peer;
  int fd = socket (to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean ok = FALSE;

  if (tl_address_get_port (&to) == 0)
    tl_address_set_port (&to, 9); /* discard; nothing is ever sent */
  memset (local, 0, sizeof *local);
  local->length = sizeof local->storage;
  if (fd >= 0 && connect (fd, (const struct sockaddr *) &to.storage, to.length) == 0 &&
      getsockname (fd, (struct sockaddr *) &local->storage, &local->length) == 0)
    ok = TRUE;
  if (error != NULL)
    *error = ok ? 0 : errno;
  if (fd >= 0)
    close (fd);
  return ok;
}
