/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-connector.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* RFC 8305 8: Connection Attempt Delay. */
#define NEXT_ADDRESS_US (250 * 1000)
/* Our own SYNs to a silent address: new sockets at 0, 250 and 500 ms, because one lost packet must
 * not make an open port look filtered. */
#define TRIES_MAX 3
#define NEXT_TRY_US (250 * 1000)
/* Silence counts as filtered this long after the last SYN, or four times what a sibling port of
 * the same host took to answer. */
#define SETTLE_MIN_US (500 * 1000)

/* One address under way. */
typedef struct {
  TlConnectResult *result; /* (unowned) */
  int fds[TRIES_MAX];
  gint64 started_us[TRIES_MAX];
  guint tries;
  gint64 answer_us; /* how long the SYN that was answered took; -1 while none was */
} Attempt;

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

static void
close_fds (Attempt *attempt, int keep)
{
  for (guint i = 0; i < attempt->tries; i++) {
    if (attempt->fds[i] >= 0 && attempt->fds[i] != keep)
      close (attempt->fds[i]);
    attempt->fds[i] = -1;
  }
}

static gboolean
attempt_is_done (const Attempt *attempt)
{
  return attempt->answer_us >= 0;
}

static void
attempt_finish (Attempt *attempt, guint try, int error)
{
  TlConnectResult *result = attempt->result;
  gint64 now = g_get_monotonic_time ();
  int fd = attempt->fds[try];

  result->state = state_of_errno (error);
  result->error = error;
  result->elapsed_ms = (double) (now - attempt->started_us[0]) / 1000.0;
  attempt->answer_us = MAX (now - attempt->started_us[try], 0);
  if (result->state == TL_PORT_OPEN)
    result->fd = fd;
  close_fds (attempt, result->fd);
}

/* Sends one more SYN, from a socket of its own. */
static void
attempt_try (Attempt *attempt)
{
  const TlAddress *address = &attempt->result->address;
  guint try = attempt->tries++;
  int one = 1, error = 0;
  int fd;

  attempt->started_us[try] = g_get_monotonic_time ();
  attempt->result->tries = attempt->tries;
  fd = socket (address->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  attempt->fds[try] = fd;
  if (fd < 0) {
    attempt_finish (attempt, try, errno);
    return;
  }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (fd, (const struct sockaddr *) &address->storage, address->length) != 0)
    error = errno;
  if (error != EINPROGRESS)
    attempt_finish (attempt, try, error);
}

/* Takes in what poll() said of one socket of the attempt. */
static void
attempt_look (Attempt *attempt, guint try)
{
  int error = 0;
  socklen_t size = sizeof error;

  if (getsockopt (attempt->fds[try], SOL_SOCKET, SO_ERROR, &error, &size) != 0)
    error = errno;
  attempt_finish (attempt, try, error);
}

static void
attempt_give_up (Attempt *attempt)
{
  if (attempt_is_done (attempt))
    return;
  attempt->result->elapsed_ms =
      attempt->tries > 0 ? (double) (g_get_monotonic_time () - attempt->started_us[0]) / 1000.0 : 0;
  close_fds (attempt, -1);
}

/* Waits until one of the sockets under way is ready, and looks at those that are. */
static TlFailure
attempts_wait (TlIo *io, GArray *attempts, gint64 until)
{
  g_autoptr (GArray) fds = g_array_new (FALSE, TRUE, sizeof (struct pollfd));
  TlFailure failure;
  guint at = 0;

  for (guint i = 0; i < attempts->len; i++) {
    Attempt *attempt = &g_array_index (attempts, Attempt, i);

    for (guint j = 0; !attempt_is_done (attempt) && j < attempt->tries; j++) {
      struct pollfd fd = {.fd = attempt->fds[j], .events = POLLOUT};
      g_array_append_val (fds, fd);
    }
  }
  failure = tl_io_poll (io, (struct pollfd *) (gpointer) fds->data, fds->len, until);
  if (failure != TL_FAILURE_NONE)
    return failure;
  for (guint i = 0; i < attempts->len; i++) {
    Attempt *attempt = &g_array_index (attempts, Attempt, i);
    guint tries = attempt_is_done (attempt) ? 0 : attempt->tries;

    for (guint j = 0; j < tries; j++, at++) {
      if (g_array_index (fds, struct pollfd, at).revents != 0 && !attempt_is_done (attempt))
        attempt_look (attempt, j);
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

static void
add_attempt (TlIo *io, GArray *attempts, GPtrArray *results, const TlAddress *address)
{
  Attempt attempt = {.result = result_new (address, tl_io_now_ms (io)), .answer_us = -1};

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
    n += attempt_is_done (&g_array_index (attempts, Attempt, i)) ? 0 : 1;
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

GPtrArray *
tl_connect_first (TlIo *io, const GPtrArray *addresses, guint limit_ms)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  g_autoptr (GPtrArray) order = interleave (addresses);
  g_autoptr (GArray) attempts = g_array_new (FALSE, TRUE, sizeof (Attempt));
  gint64 until = tl_io_limit (io, limit_ms);
  gint64 next_us = 0;

  while (find_open (results) < 0 && !tl_io_is_cancelled (io) && g_get_monotonic_time () < until) {
    gboolean more = attempts->len < order->len;
    guint under_way = count_under_way (attempts);
    TlFailure failure;

    if (more && (under_way == 0 || g_get_monotonic_time () >= next_us)) {
      add_attempt (io, attempts, results, order->pdata[attempts->len]);
      attempt_try (&g_array_index (attempts, Attempt, attempts->len - 1));
      next_us = g_get_monotonic_time () + NEXT_ADDRESS_US;
      continue;
    }
    if (under_way == 0)
      break;
    failure = attempts_wait (io, attempts, more ? MIN (next_us, until) : until);
    /* One that failed lets the next begin at once. */
    if (count_under_way (attempts) < under_way)
      next_us = 0;
    if (failure != TL_FAILURE_NONE && failure != TL_FAILURE_TIMEOUT)
      break;
  }
  for (guint i = 0; i < attempts->len; i++)
    attempt_give_up (&g_array_index (attempts, Attempt, i));
  settle_winner (results);
  return results;
}

/* ------------------------------------------------------------------ all of them */

/* The quickest answer of another port of the same host, or -1. Only an open or refused port is an
 * answer of the host; "unreachable" comes from somebody else. */
static gint64
sibling_answer_us (GArray *attempts, const Attempt *of)
{
  gint64 best = -1;

  for (guint i = 0; i < attempts->len; i++) {
    const Attempt *other = &g_array_index (attempts, Attempt, i);
    TlPortState state = other->result->state;

    if (other == of || !attempt_is_done (other) ||
        (state != TL_PORT_OPEN && state != TL_PORT_REFUSED) ||
        !tl_address_equal_host (&other->result->address, &of->result->address))
      continue;
    if (best < 0 || other->answer_us < best)
      best = other->answer_us;
  }
  return best;
}

/* When silence of this address is long enough; G_MAXINT64 while no sibling has answered. */
static gint64
settled_at (GArray *attempts, const Attempt *attempt)
{
  gint64 sibling = sibling_answer_us (attempts, attempt);

  if (sibling < 0 || attempt->tries < TRIES_MAX)
    return G_MAXINT64;
  return attempt->started_us[TRIES_MAX - 1] + MAX (SETTLE_MIN_US, 4 * sibling);
}

static gint64
next_try_at (const Attempt *attempt)
{
  if (attempt->tries == TRIES_MAX)
    return G_MAXINT64;
  return attempt->tries == 0 ? 0 : attempt->started_us[attempt->tries - 1] + NEXT_TRY_US;
}

/* Sends the SYNs that are due; returns when to look again, or 0 when nothing is awaited. */
static gint64
drive_all (GArray *attempts, gint64 until)
{
  gboolean awaited = FALSE;
  gint64 next = until;

  for (guint i = 0; i < attempts->len; i++) {
    Attempt *attempt = &g_array_index (attempts, Attempt, i);
    gint64 now = g_get_monotonic_time ();

    if (!attempt_is_done (attempt) && next_try_at (attempt) <= now)
      attempt_try (attempt);
    if (!attempt_is_done (attempt)) {
      gint64 due = MIN (next_try_at (attempt), settled_at (attempts, attempt));

      awaited = awaited || due > now;
      next = due > now ? MIN (next, due) : next;
    }
  }
  return awaited ? next : 0;
}

GPtrArray *
tl_connect_all (TlIo *io, const GPtrArray *addresses, guint limit_ms, gboolean keep_open)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  g_autoptr (GArray) attempts = g_array_new (FALSE, TRUE, sizeof (Attempt));
  gint64 until = tl_io_limit (io, limit_ms);

  for (guint i = 0; i < addresses->len; i++)
    add_attempt (io, attempts, results, addresses->pdata[i]);

  while (g_get_monotonic_time () < until) {
    gint64 next = drive_all (attempts, until);
    TlFailure failure;

    if (next == 0)
      break;
    failure = attempts_wait (io, attempts, next);
    if (failure != TL_FAILURE_NONE && failure != TL_FAILURE_TIMEOUT)
      break;
  }
  for (guint i = 0; i < attempts->len; i++) {
    Attempt *attempt = &g_array_index (attempts, Attempt, i);
    TlConnectResult *result = attempt->result;

    if (!attempt_is_done (attempt) && settled_at (attempts, attempt) <= g_get_monotonic_time ())
      result->state = TL_PORT_FILTERED;
    attempt_give_up (attempt);
    if (!keep_open && result->fd >= 0)
      close (tl_connect_result_steal_fd (result));
  }
  return results;
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
