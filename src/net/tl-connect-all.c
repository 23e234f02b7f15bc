/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every address at once, and how long silence must last before it means something
 * (docs/decisions/0004). */
#include "tl-connect-all.h"

#include <string.h>
#include <unistd.h>

#define NEXT_TRY_US (250 * 1000)
/* Silence probably means filtered this long after the last SYN, or four times what a sibling port of
 * the same address took to answer. */
#define SETTLE_MIN_US (500 * 1000)
/* Silence that lasted so long beside a sibling that answers is no accident any more; where only
 * another address of the host answers, nothing is said before. */
#define CONFIRM_US (3000 * 1000)

/* The quickest answer of another port of the same address, or -1. Only an open or refused port is an
 * answer of the host; "unreachable" comes from somebody else. */
static gint64
sibling_answer_us (GArray *attempts, const TlAttempt *of)
{
  gint64 best = -1;

  for (guint i = 0; i < attempts->len; i++) {
    const TlAttempt *other = &g_array_index (attempts, TlAttempt, i);
    TlPortState state = other->result->state;

    if (other == of || !tl_attempt_is_done (other) ||
        (state != TL_PORT_OPEN && state != TL_PORT_REFUSED) ||
        !tl_address_equal_host (&other->result->address, &of->result->address))
      continue;
    if (best < 0 || other->answer_us < best)
      best = other->answer_us;
  }
  return best;
}

static gboolean
anybody_answered (GArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    const TlAttempt *attempt = &g_array_index (attempts, TlAttempt, i);

    if (tl_attempt_is_done (attempt) &&
        (attempt->result->state == TL_PORT_OPEN || attempt->result->state == TL_PORT_REFUSED))
      return TRUE;
  }
  return FALSE;
}

/* When silence of this address is long enough; G_MAXINT64 while nobody has answered. */
static gint64
settled_at (GArray *attempts, const TlAttempt *attempt)
{
  gint64 sibling = sibling_answer_us (attempts, attempt);

  if (attempt->tries < TL_TRIES_MAX)
    return G_MAXINT64;
  if (sibling < 0)
    return anybody_answered (attempts) ? attempt->started_us[0] + CONFIRM_US : G_MAXINT64;
  return attempt->started_us[TL_TRIES_MAX - 1] + MAX (SETTLE_MIN_US, 4 * sibling);
}

static gint64
next_try_at (const TlAttempt *attempt)
{
  if (attempt->tries == TL_TRIES_MAX)
    return G_MAXINT64;
  return attempt->tries == 0 ? 0 : attempt->started_us[attempt->tries - 1] + NEXT_TRY_US;
}

static void
tell (const TlConnectWatch *watch, GArray *attempts, guint index)
{
  TlAttempt *attempt = &g_array_index (attempts, TlAttempt, index);

  attempt->told = TRUE;
  if (watch != NULL)
    watch->settled (index, attempt->result, watch->user_data);
}

static void
judge_silence (GArray *attempts, TlAttempt *attempt)
{
  TlConnectResult *result = attempt->result;
  gint64 silent_us = tl_clock_us () - attempt->started_us[0];

  result->state = sibling_answer_us (attempts, attempt) >= 0 ? TL_PORT_FILTERED : TL_PORT_UNKNOWN;
  result->elapsed_ms = (double) silent_us / 1000.0;
}

/* Sends the SYNs that are due and hands out what has settled; returns when to look again, or 0 when
 * nothing is awaited. */
static gint64
drive (GArray *attempts, const TlConnectWatch *watch, gint64 until)
{
  gboolean awaited = FALSE;
  gint64 next = until;

  for (guint i = 0; i < attempts->len; i++) {
    TlAttempt *attempt = &g_array_index (attempts, TlAttempt, i);
    gint64 now = tl_clock_us ();
    gint64 due;

    if (tl_attempt_is_done (attempt))
      continue;
    if (next_try_at (attempt) <= now)
      tl_attempt_try (attempt);
    if (tl_attempt_is_done (attempt) || attempt->told)
      continue;
    due = MIN (next_try_at (attempt), settled_at (attempts, attempt));
    if (due <= now) {
      judge_silence (attempts, attempt);
      tell (watch, attempts, i);
    } else {
      awaited = TRUE;
      next = MIN (next, due);
    }
  }
  return awaited ? next : 0;
}

/* Answers are told at once, those that come after all included. */
static void
tell_answers (GArray *attempts, const TlConnectWatch *watch, GArray *answered)
{
  for (guint i = 0; i < attempts->len; i++) {
    gboolean *known = &g_array_index (answered, gboolean, i);

    if (*known || !tl_attempt_is_done (&g_array_index (attempts, TlAttempt, i)))
      continue;
    *known = TRUE;
    tell (watch, attempts, i);
  }
}

static void
conclude (GArray *attempts, guint index, const TlConnectWatch *watch)
{
  TlAttempt *attempt = &g_array_index (attempts, TlAttempt, index);

  if (!tl_attempt_is_done (attempt)) {
    gboolean told = attempt->told;

    if (attempt->tries > 0 && settled_at (attempts, attempt) <= tl_clock_us ())
      judge_silence (attempts, attempt);
    attempt->result->confirmed = attempt->result->state == TL_PORT_FILTERED &&
                                 tl_clock_us () - attempt->started_us[0] >= CONFIRM_US;
    if (!told || attempt->result->confirmed)
      tell (watch, attempts, index);
  }
  tl_attempt_give_up (attempt);
}

static void
watch_all (TlIo *io, GArray *attempts, gint64 until, const TlConnectWatch *watch)
{
  g_autoptr (GArray) answered = g_array_new (FALSE, TRUE, sizeof (gboolean));
  int wake_fd = watch != NULL ? watch->wake_fd : -1;

  g_array_set_size (answered, attempts->len);
  for (;;) {
    gint64 next = drive (attempts, watch, until);
    TlFailure failure;

    tell_answers (attempts, watch, answered);
    /* Whoever still has something to do leaves time for a late answer. */
    if (watch != NULL && watch->goes_on (watch->user_data))
      next = next == 0 || next <= tl_clock_us () ? tl_io_limit (io, G_MAXUINT) : next;
    else if (next == 0 || tl_clock_us () >= until)
      break;
    failure = tl_attempts_wait (io, attempts, wake_fd, next);
    if (failure != TL_FAILURE_NONE && failure != TL_FAILURE_TIMEOUT)
      break;
    if (tl_clock_us () >= tl_io_limit (io, 1))
      break;
  }
  tell_answers (attempts, watch, answered);
}

GPtrArray *
tl_connect_all_watched (TlIo *io, const GPtrArray *addresses, guint limit_ms, gboolean keep_open,
                        const TlConnectWatch *watch)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  g_autoptr (GArray) attempts = g_array_new (FALSE, TRUE, sizeof (TlAttempt));
  gint64 until = tl_io_limit (io, limit_ms);

  for (guint i = 0; i < addresses->len; i++)
    tl_attempts_add (io, attempts, results, addresses->pdata[i]);
  watch_all (io, attempts, until, watch);
  for (guint i = 0; i < attempts->len; i++) {
    TlConnectResult *result = results->pdata[i];

    conclude (attempts, i, watch);
    if (!keep_open && result->fd >= 0)
      close (tl_connect_result_steal_fd (result));
  }
  return results;
}

GPtrArray *
tl_connect_all (TlIo *io, const GPtrArray *addresses, guint limit_ms, gboolean keep_open)
{
  return tl_connect_all_watched (io, addresses, limit_ms, keep_open, NULL);
}

/* ------------------------------------------------------------------ the other family */

struct _TlConnectRest {
  GArray *attempts;
  GPtrArray *results;
};

TlConnectRest *
tl_connect_rest_new (void)
{
  TlConnectRest *rest = g_new0 (TlConnectRest, 1);

  rest->attempts = g_array_new (FALSE, TRUE, sizeof (TlAttempt));
  rest->results = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);
  return rest;
}

void
tl_connect_rest_free (TlConnectRest *rest)
{
  for (guint i = 0; i < rest->attempts->len; i++)
    tl_attempt_give_up (&g_array_index (rest->attempts, TlAttempt, i));
  g_array_unref (rest->attempts);
  g_ptr_array_unref (rest->results);
  g_free (rest);
}

void
tl_connect_rest_add (TlConnectRest *rest, TlAttempt *attempt)
{
  TlAttempt taken = *attempt;

  taken.result = g_memdup2 (attempt->result, sizeof *attempt->result);
  g_ptr_array_add (rest->results, taken.result);
  g_array_append_val (rest->attempts, taken);
  for (guint i = 0; i < attempt->tries; i++)
    attempt->fds[i] = -1;
}

/* Three SYNs each, then as long as beside a sibling that took `answer_us`. */
static gint64
drive_rest (TlConnectRest *rest, gint64 answer_us)
{
  gint64 now = tl_clock_us ();
  gint64 next = 0;

  for (guint i = 0; i < rest->attempts->len; i++) {
    TlAttempt *attempt = &g_array_index (rest->attempts, TlAttempt, i);
    gint64 due;

    if (!tl_attempt_is_done (attempt) && next_try_at (attempt) <= now)
      tl_attempt_try (attempt);
    if (tl_attempt_is_done (attempt))
      continue;
    due = attempt->tries < TL_TRIES_MAX
              ? next_try_at (attempt)
              : attempt->started_us[TL_TRIES_MAX - 1] + MAX (SETTLE_MIN_US, 4 * answer_us);
    if (due > now)
      next = next == 0 ? due : MIN (next, due);
  }
  return next;
}

const GPtrArray *
tl_connect_rest_settle (TlConnectRest *rest, TlIo *io, double answer_ms)
{
  for (;;) {
    gint64 next = drive_rest (rest, (gint64) (answer_ms * 1000));
    TlFailure failure;

    if (next == 0)
      break;
    failure = tl_attempts_wait (io, rest->attempts, -1, MIN (next, tl_io_limit (io, G_MAXUINT)));
    if ((failure != TL_FAILURE_NONE && failure != TL_FAILURE_TIMEOUT) ||
        tl_clock_us () >= tl_io_limit (io, 1))
      break;
  }
  for (guint i = 0; i < rest->attempts->len; i++)
    tl_attempt_give_up (&g_array_index (rest->attempts, TlAttempt, i));
  return rest->results;
}
