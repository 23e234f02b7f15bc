/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much gets lost on the way. One packet that was repeated is an accident; so before the line is
 * blamed, a few more are sent over the conversation that stands already. */
#include "tl-path-sample.h"

#include <string.h>

/* Servers count commands that lead nowhere (Exim: ten by default, ours before among them). */
#define ROUNDS 5
/* Where that leaves it open: too much was repeated for an accident, too little to name it. */
#define MORE_ROUNDS 4
#define ENOUGH 3
#define ROUND_MS 3000
#define SAMPLE_MS 6000
/* Pieces that follow at once would travel in one packet. */
#define PAUSE_MS 10
/* Who lost an answer sends it again after this time at the earliest (Linux; RFC 6298 2.4 wants more). */
#define REPEATED_MS 180

typedef struct {
  TlIo *io;
  TlChannel *channel;
  TlProtocol protocol;
  double took[ROUNDS + MORE_ROUNDS]; /* from the last piece to the answer, ms */
  gboolean repeated[ROUNDS + MORE_ROUNDS];
  guint rounds;
} Sample;

/* The command in packets of so many letters, and its answer; took: how long that was waited for, in ms. */
static TlFailure
say_in_pieces (Sample *sample, gsize piece, double *took)
{
  static const char word[] = "NOOP\r\n";
  const gsize length = strlen (word);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = TL_FAILURE_NONE;

  for (gsize i = 0; i < length && failure == TL_FAILURE_NONE; i += piece) {
    *took = tl_io_now_ms (sample->io);
    failure = tl_channel_send_bytes (sample->channel, word + i, MIN (piece, length - i), ROUND_MS);
    if (i + piece < length)
      tl_io_sleep (sample->io, PAUSE_MS);
  }
  if (failure == TL_FAILURE_NONE) {
    tl_io_record (sample->io, TRUE, word, length);
    failure = tl_channel_read_reply (sample->channel, sample->protocol, ROUND_MS, &reply);
  }
  if (failure == TL_FAILURE_NONE && reply->code == 421)
    failure = TL_FAILURE_CLOSED;
  *took = tl_io_now_ms (sample->io) - *took;
  return failure;
}

/* So many rounds more, in packets of so many letters. */
static TlFailure
play_rounds (Sample *sample, guint n, gsize piece)
{
  double begin = tl_io_now_ms (sample->io);
  TlFailure failure = TL_FAILURE_NONE;

  for (; n > 0 && failure == TL_FAILURE_NONE && tl_io_now_ms (sample->io) - begin < SAMPLE_MS;
       n--) {
    TlSegments then = {0}, now = {0};

    tl_channel_count_segments (sample->channel, &then);
    failure = say_in_pieces (sample, piece, &sample->took[sample->rounds]);
    tl_channel_count_segments (sample->channel, &now);
    sample->repeated[sample->rounds++] = now.again > then.again;
  }
  return failure;
}

/* What was lost on the way back: rounds that went well and took so much longer than the quickest that an
 * answer was repeated, although nothing of ours was; and a packet that overtook a lost one. */
static guint
count_lost_answers (const Sample *sample)
{
  TlSegments segments = {0};
  double quickest = G_MAXDOUBLE;
  guint n = 0;

  for (guint i = 0; i < sample->rounds; i++)
    quickest = MIN (quickest, sample->took[i]);
  for (guint i = 0; i < sample->rounds; i++)
    n += !sample->repeated[i] && sample->took[i] > quickest + REPEATED_MS;
  tl_channel_count_segments (sample->channel, &segments);
  return n + (segments.gaps ? 1 : 0);
}

static gboolean
is_open (const Sample *sample)
{
  TlSegments segments = {0};
  guint sent = 0, again = 0;

  tl_channel_count_segments (sample->channel, &segments);
  tl_io_get_segments (sample->io, &sent, &again);
  again += segments.again + count_lost_answers (sample);
  return again < ENOUGH;
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
  Sample sample = {.io = tl_run_get_io (run), .channel = channel, .protocol = protocol};
  TlFailure failure = play_rounds (&sample, ROUNDS, 1);

  /* A packet for each command and each answer: there, the loss of an answer is seen each time. */
  if (failure == TL_FAILURE_NONE && is_open (&sample))
    failure = play_rounds (&sample, MORE_ROUNDS, G_MAXSIZE);
  tl_io_count_segments (sample.io, sample.rounds, count_lost_answers (&sample));
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
  return failure == TL_FAILURE_NONE;
}
