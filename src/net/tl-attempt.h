/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One address under way, for those who open connections: the first that opens (tl-connector.c) or all
 * of them (tl-connect-all.c). */
#pragma once

#include "tl-connect-result.h"
#include "tl-io.h"

G_BEGIN_DECLS

/* Our own SYNs to a silent address: new sockets at 0, 250 and 500 ms, because one lost packet must
 * not make an open port look filtered. */
#define TL_TRIES_MAX 3

typedef struct {
  TlConnectResult *result; /* (unowned) */
  int fds[TL_TRIES_MAX];
  gint64 started_us[TL_TRIES_MAX];
  guint tries;
  gint64 answer_us; /* how long the SYN that was answered took; -1 while none was */
  int segment;      /* the largest segment of either side, bytes; 0: as the path seems to allow */
  gboolean told;    /* its state, final or likely, was handed out */
} TlAttempt;

void tl_attempts_add (TlIo *io, GArray *attempts, GPtrArray *results, const TlAddress *address);
gboolean tl_attempt_is_done (const TlAttempt *attempt);
/* Sends one more SYN, from a socket of its own. */
void tl_attempt_try (TlAttempt *attempt);
/* Closes what is under way. */
void tl_attempt_give_up (TlAttempt *attempt);
/* Waits until one of the sockets under way, or `wake_fd` (-1: none), is ready; looks at those that
 * are. */
TlFailure tl_attempts_wait (TlIo *io, GArray *attempts, int wake_fd, gint64 until);

G_END_DECLS
