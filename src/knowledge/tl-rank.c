/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of causes: by confidence, but
 *  - a more exact cause comes before the general one that yields to it;
 *  - a note or a warning does not come before a problem of similar confidence, and where the job
 *    failed, never before a problem that is likely. */
#include "tl-knowledge.h"

#include <string.h>

#define LIKELY 0.5
#define WEAKEST 0.15
#define MOST_FINDINGS 8
#define NOTE_HANDICAP 0.2
#define WARNING_HANDICAP 0.05
/* A report that says of itself, in its fields, that it is no failure. */
#define CERTAIN 0.98
/* Words alone that speak for two things: neither is told firmly. */
#define RIVAL 0.65
#define FIRM 0.8

/* Whether the id is one of a blank-separated list. */
static gboolean
is_listed (const char *id, const char *list)
{
  gsize n = strlen (id);

  for (const char *p = strstr (list, id); p != NULL; p = strstr (p + 1, id))
    if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
      return TRUE;
  return FALSE;
}

static void
yield (TlCandidate *candidate, const GPtrArray *candidates)
{
  const char *list = candidate->cause->yields_to;

  if (list == NULL)
    return;
  for (guint i = 0; i < candidates->len; i++) {
    const TlCandidate *exact = candidates->pdata[i];

    if (exact->finding->confidence >= LIKELY && is_listed (exact->cause->id, list))
      candidate->finding->confidence =
          MIN (candidate->finding->confidence, exact->finding->confidence * 0.9);
  }
}

/* Whether one of the two is but the general form of the other. */
static gboolean
are_kin (const TlCause *a, const TlCause *b)
{
  return (a->yields_to != NULL && is_listed (b->id, a->yields_to)) ||
         (b->yields_to != NULL && is_listed (a->id, b->yields_to));
}

void
tl_rank_doubt (GPtrArray *ranked)
{
  const TlCandidate *first = ranked->len > 0 ? ranked->pdata[0] : NULL;
  gboolean rivals = FALSE;

  for (guint i = 1; i < ranked->len && !rivals; i++) {
    const TlCandidate *other = ranked->pdata[i];

    rivals = other->finding->confidence >= RIVAL && !are_kin (first->cause, other->cause);
  }
  for (guint i = 0; i < ranked->len && rivals; i++) {
    TlCandidate *candidate = ranked->pdata[i];

    candidate->finding->confidence = MIN (candidate->finding->confidence, FIRM);
  }
}

/* Less than likely, so that the result stays open. */
void
tl_rank_unsettle (GPtrArray *candidates)
{
  gboolean unsettled = FALSE;

  for (guint i = 0; i < candidates->len; i++)
    unsettled |= ((TlCandidate *) candidates->pdata[i])->cause->unsettles;
  for (guint i = 0; i < candidates->len && unsettled; i++) {
    TlCandidate *candidate = candidates->pdata[i];

    candidate->finding->confidence =
        MIN (candidate->finding->confidence, candidate->cause->unsettles ? 0.49 : 0.4);
  }
}

static double
score (const TlCandidate *candidate, gboolean failed)
{
  double confidence = candidate->finding->confidence;

  switch (candidate->finding->severity) {
    case TL_SEVERITY_NOTE:
      return confidence - (candidate->strongest >= CERTAIN && !failed ? 0 : NOTE_HANDICAP);
    case TL_SEVERITY_WARNING:
      return confidence - WARNING_HANDICAP;
    case TL_SEVERITY_PROBLEM:
    default:
      return failed && confidence >= LIKELY ? confidence + 1 : confidence;
  }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TlCandidate *left = *(TlCandidate *const *) a;
  const TlCandidate *right = *(TlCandidate *const *) b;
  double difference =
      score (right, *(gboolean *) user_data) - score (left, *(gboolean *) user_data);

  if (difference > 1e-9 || difference < -1e-9)
    return difference > 0 ? 1 : -1;
  if (left->strongest < right->strongest || left->strongest > right->strongest)
    return left->strongest < right->strongest ? 1 : -1;
  if (left->hits != right->hits)
    return left->hits < right->hits ? 1 : -1;
  return strcmp (left->cause->spoken, right->cause->spoken);
}

void
tl_rank_candidates (GPtrArray *candidates, gboolean failed)
{
  for (guint i = 0; i < candidates->len; i++)
    yield (candidates->pdata[i], candidates);
  for (guint i = candidates->len; i > 0; i--)
    if (((TlCandidate *) candidates->pdata[i - 1])->finding->confidence < WEAKEST)
      g_ptr_array_remove_index (candidates, i - 1);
  g_ptr_array_sort_with_data (candidates, compare, &failed);
  if (candidates->len > MOST_FINDINGS)
    g_ptr_array_set_size (candidates, MOST_FINDINGS);
}
