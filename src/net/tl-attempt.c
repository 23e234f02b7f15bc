/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-attempt.h"

#include "tl-icmp.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

void
tl_attempts_add (TlIo *io, GArray *attempts, GPtrArray *results, const TlAddress *address)
{
  TlAttempt attempt = {.result = tl_connect_result_new (address, tl_io_now_ms (io)),
                       .answer_us = -1};

  g_ptr_array_add (results, attempt.result);
  g_array_append_val (attempts, attempt);
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
  result->state = tl_port_state_of_errno (error);
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
