/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much gets lost on the way. One packet that was repeated is an accident; so before the line is
 * blamed, a few more are sent over the conversation that stands already. */
#include "tl-path-sample.h"

#include <string.h>

/* Servers count commands that lead nowhere (Exim: ten by default, ours before among them). */
#define ROUNDS 5
#define ROUND_MS 3000
#define SAMPLE_MS 6000
/* Pieces that follow at once would travel in one packet. */
#define PAUSE_MS 10
/* Who lost an answer sends it again after this time at the earliest (Linux; RFC 6298 2.4 wants more). */
#define REPEATED_MS 180

/* The command in as many packets as it has letters, and its answer. */
static TlFailure
say_in_pieces (TlIo *io, TlChannel *channel, TlProtocol protocol)
{
  static const char word[] = "NOOP\r\n";
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = TL_FAILURE_NONE;

  for (gsize i = 0; i + 1 < sizeof word && failure == TL_FAILURE_NONE; i++) {
    failure = tl_channel_send_bytes (channel, word + i, 1, ROUND_MS);
    tl_io_sleep (io, PAUSE_MS);
  }
  if (failure != TL_FAILURE_NONE)
    return failure;
  tl_io_record (io, TRUE, word, strlen (word));
  failure = tl_channel_read_reply (channel, protocol, ROUND_MS, &reply);
  if (failure == TL_FAILURE_NONE && reply->code == 421)
    failure = TL_FAILURE_CLOSED;
  return failure;
}

/* Whether a round went well that took so much longer than the quickest that an answer was repeated,
 * although nothing of ours was. */
static guint
count_late (const double *took, const gboolean *repeated, guint rounds)
{
  double quickest = G_MAXDOUBLE;
  guint n = 0;

  for (guint i = 0; i < rounds; i++)
    quickest = MIN (quickest, took[i]);
  for (guint i = 0; i < rounds; i++)
    n += !repeated[i] && took[i] > quickest + REPEATED_MS;
  return n;
}

static gboolean
sample (TlIo *io, TlChannel *channel, TlProtocol protocol)
{
  double begin = tl_io_now_ms (io);
  double took[ROUNDS];
  gboolean repeated[ROUNDS];
  TlFailure failure = TL_FAILURE_NONE;
  TlSegments now = {0};
  guint rounds = 0;
  guint late;

  while (rounds < ROUNDS && failure == TL_FAILURE_NONE && tl_io_now_ms (io) - begin < SAMPLE_MS) {
    double before = tl_io_now_ms (io);
    TlSegments then = {0};

    tl_channel_count_segments (channel, &then);
    failure = say_in_pieces (io, channel, protocol);
    tl_channel_count_segments (channel, &now);
    took[rounds] = tl_io_now_ms (io) - before;
    repeated[rounds++] = now.again > then.again;
  }
  late = count_late (took, repeated, rounds);
  tl_io_count_segments (io, rounds, late + (now.gaps ? 1 : 0));
  return failure == TL_FAILURE_NONE;
}

gboolean
tl_path_is_suspect (TlRun *run, TlChannel *channel, gboolean late)
{
  TlSegments segments = {0};
  guint before = 0, before_again = 0;

  /* Within this computer nothing gets lost. */
  if (g_str_equal (tl_address_kind (&tl_run_get_reach (run)->peer), "loopback") ||
      !tl_channel_count_segments (channel, &segments))
    return FALSE;
  tl_io_get_segments (tl_run_get_io (run), &before, &before_again);
  return late || segments.repeated || segments.gaps || before_again > 0;
}

gboolean
tl_path_sample (TlRun *run, TlChannel *channel, TlProtocol protocol)
{
  gboolean alive = sample (tl_run_get_io (run), channel, protocol);

  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
  return alive;
}
