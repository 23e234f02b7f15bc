/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much gets lost on the way. One packet that was repeated is an accident; so before the line is
 * blamed, a few more are sent over the conversation that stands already. */
#include "tl-smtp-private.h"

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
say_in_pieces (TlSmtp *smtp)
{
  static const char word[] = "NOOP\r\n";
  TlIo *io = tl_run_get_io (smtp->run);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = TL_FAILURE_NONE;

  for (gsize i = 0; i + 1 < sizeof word && failure == TL_FAILURE_NONE; i++) {
    failure = tl_channel_send_bytes (smtp->channel, word + i, 1, ROUND_MS);
    tl_io_sleep (io, PAUSE_MS);
  }
  if (failure != TL_FAILURE_NONE)
    return failure;
  tl_io_record (io, TRUE, word, strlen (word));
  failure = tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP, ROUND_MS, &reply);
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

static void
sample (TlSmtp *smtp)
{
  TlIo *io = tl_run_get_io (smtp->run);
  double begin = tl_io_now_ms (io);
  double took[ROUNDS];
  gboolean repeated[ROUNDS];
  TlFailure failure = TL_FAILURE_NONE;
  gboolean gaps = FALSE;
  guint rounds = 0;
  guint late;

  while (rounds < ROUNDS && failure == TL_FAILURE_NONE && tl_io_now_ms (io) - begin < SAMPLE_MS) {
    double before = tl_io_now_ms (io);
    guint sent = 0, again = 0, again_then = 0;

    tl_channel_count_segments (smtp->channel, &sent, &again, &gaps);
    failure = say_in_pieces (smtp);
    tl_channel_count_segments (smtp->channel, &sent, &again_then, &gaps);
    took[rounds] = tl_io_now_ms (io) - before;
    repeated[rounds++] = again_then > again;
  }
  smtp->alive = failure == TL_FAILURE_NONE;
  late = count_late (took, repeated, rounds);
  tl_io_count_segments (io, rounds, late + (gaps ? 1 : 0));
}

void
tl_path_sample (TlSmtp *smtp)
{
  guint sent = 0, again = 0, before = 0, before_again = 0;
  gboolean gaps = FALSE;

  /* Within this computer nothing gets lost; over a certificate that does not hold nothing more is said
   * than goodbye. */
  if (smtp->channel == NULL || !smtp->alive ||
      (tl_channel_get_tls (smtp->channel) != NULL && !smtp->verified) ||
      tl_run_is_cancelled (smtp->run) ||
      g_str_equal (tl_address_kind (&tl_run_get_reach (smtp->run)->peer), "loopback") ||
      !tl_channel_count_segments (smtp->channel, &sent, &again, &gaps))
    return;
  tl_io_get_segments (tl_run_get_io (smtp->run), &before, &before_again);
  if (again + before_again == 0 && !gaps && !smtp->late)
    return;
  tl_smtp_begin (smtp, "path.sample");
  /* Behind a refused login, answers to the rest of its flight are still on their way. */
  tl_smtp_settle (smtp, ROUND_MS);
  if (smtp->alive)
    sample (smtp);
  if (tl_run_is_cancelled (smtp->run))
    tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (smtp->run, TL_OUTCOME_OK);
}
