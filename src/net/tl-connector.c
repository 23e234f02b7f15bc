/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-connector-private.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* RFC 8305 8: Connection Attempt Delay. */
#define NEXT_ADDRESS_US (250 * 1000)

const char *
tl_port_state_to_string (TlPortState state)
{
  static const char *const words[] = {
      [TL_PORT_OPEN] = "open",         [TL_PORT_REFUSED] = "refused",
      [TL_PORT_FILTERED] = "filtered", [TL_PORT_UNREACHABLE] = "unreachable",
      [TL_PORT_UNKNOWN] = "unknown",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "unknown");
  return words[state];
}

void
tl_connect_result_free (TlConnectResult *result)
{
  if (result->fd >= 0)
    close (result->fd);
  g_free (result);
}

int
tl_connect_result_steal_fd (TlConnectResult *result)
{
  int fd = result->fd;

  result->fd = -1;
  return fd;
}

static TlConnectResult *
result_new (const TlAddress *address, double start_ms)
{
  TlConnectResult *result = g_new0 (TlConnectResult, 1);

  result->address = *address;
  result->state = TL_PORT_UNKNOWN;
  result->start_ms = start_ms;
  result->fd = -1;
  return result;
}

/* What the errno of a connect() says, and no more: a firewall of our own answers with the very same
 * numbers as one far away. */
static TlPortState
state_of_errno (int error)
{
  switch (error) {
    case 0:
    case ECONNRESET: /* answered, then reset before we looked: the port did accept */
      return TL_PORT_OPEN;
    case ECONNREFUSED:
      return TL_PORT_REFUSED;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EACCES:        /* prohibit route, IPv6 "administratively prohibited" */
    case EPERM:         /* a packet filter of this computer */
    case EINVAL:        /* blackhole route */
    case EADDRNOTAVAIL: /* no address of that family here */
    case EAFNOSUPPORT:
      return TL_PORT_UNREACHABLE;
    default:
      return TL_PORT_UNKNOWN;
  }
}

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
  *state = failure == TL_FAILURE_TIMEOUT ? TL_PORT_UNKNOWN : state_of_errno (error);
  return failure == TL_FAILURE_NONE || failure == TL_FAILURE_TIMEOUT;
}

static void
close_fds (TlAttempt *attempt, int keep)
{
  for (guint i = 0; i < attempt->tries; i++) {
    if (attempt->fds[i] >= 0 && attempt->fds[i] != keep)
      close (attempt->fds[i]);
    attempt->fds[i] = -1;
  }
}

gboolean
tl_attempt_is_done (const TlAttempt *attempt)
{
  return attempt->answer_us >= 0;
}

static void
attempt_finish (TlAttempt *attempt, guint try, int error)
{
  TlConnectResult *result = attempt->result;
  gint64 now = tl_clock_us ();
  int fd = attempt->fds[try];

  if (fd >= 0)
    result->icmp = tl_icmp_read (fd, result->address.storage.ss_family, &result->icmp_from);
  result->state = state_of_errno (error);
  result->error = error;
  result->elapsed_ms = (double) (now - attempt->started_us[0]) / 1000.0;
  attempt->answer_us = MAX (now - attempt->started_us[try], 0);
  if (result->state == TL_PORT_OPEN)
    result->fd = fd;
  close_fds (attempt, result->fd);
}

void
tl_attempt_try (TlAttempt *attempt)
{
  const TlAddress *address = &attempt->result->address;
  guint try = attempt->tries++;
  int one = 1, error = 0;
  int fd;

  attempt->started_us[try] = tl_clock_us ();
  attempt->result->tries = attempt->tries;
  fd = socket (address->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  attempt->fds[try] = fd;
  if (fd < 0) {
    attempt_finish (attempt, try, errno);
    return;
  }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (attempt->segment > 0)
    setsockopt (fd, IPPROTO_TCP, TCP_MAXSEG, &attempt->segment, sizeof attempt->segment);
  tl_icmp_listen (fd, address->storage.ss_family);
  if (connect (fd, (const struct sockaddr *) &address->storage, address->length) != 0)
    error = errno;
  if (error != EINPROGRESS)
    attempt_finish (attempt, try, error);
}

/* Takes in what poll() said of one socket of the attempt. */
static void
attempt_look (TlIo *io, TlAttempt *attempt, guint try)
{
  int error = 0;
  socklen_t size = sizeof error;

  if (getsockopt (attempt->fds[try], SOL_SOCKET, SO_ERROR, &error, &size) != 0)
    error = errno;
  attempt_finish (attempt, try, error);
  /* Those before it were lost, or the answers to them. */
  if (attempt->result->state == TL_PORT_OPEN || attempt->result->state == TL_PORT_REFUSED)
    tl_io_count_segments (io, try, try);
}

void
tl_attempt_give_up (TlAttempt *attempt)
{
  if (tl_attempt_is_done (attempt))
    return;
  attempt->result->elapsed_ms =
      attempt->tries > 0 ? (double) (tl_clock_us () - attempt->started_us[0]) / 1000.0 : 0;
  close_fds (attempt, -1);
}

TlFailure
tl_attempts_wait (TlIo *io, GArray *attempts, int wake_fd, gint64 until)
{
  g_autoptr (GArray) fds = g_array_new (FALSE, TRUE, sizeof (struct pollfd));
  struct pollfd wake = {.fd = wake_fd, .events = POLLIN};
  TlFailure failure;
  guint at = 1;

  g_array_append_val (fds, wake);
  for (guint i = 0; i < attempts->len; i++) {
    TlAttempt *attempt = &g_array_index (attempts, TlAttempt, i);

    for (guint j = 0; !tl_attempt_is_done (attempt) && j < attempt->tries; j++) {
      struct pollfd fd = {.fd = attempt->fds[j], .events = POLLOUT};
      g_array_append_val (fds, fd);
    }
  }
  failure = tl_io_poll (io, (struct pollfd *) (gpointer) fds->data, fds->len, until);
  if (failure != TL_FAILURE_NONE)
    return failure;
  for (guint i = 0; i < attempts->len; i++) {
    TlAttempt *attempt = &g_array_index (attempts, TlAttempt, i);
    guint tries = tl_attempt_is_done (attempt) ? 0 : attempt->tries;

    for (guint j = 0; j < tries; j++, at++) {
      if (g_array_index (fds, struct pollfd, at).revents != 0 && !tl_attempt_is_done (attempt))
        attempt_look (io, attempt, j);
    }
  }
  return TL_FAILURE_NONE;
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

void
tl_attempts_add (TlIo *io, GArray *attempts, GPtrArray *results, const TlAddress *address)
{
  TlAttempt attempt = {.result = result_new (address, tl_io_now_ms (io)), .answer_us = -1};

  g_ptr_array_add (results, attempt.result);
  g_array_append_val (attempts, attempt);
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
