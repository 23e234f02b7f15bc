/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was seen of this computer, row by row, and how it bears on what failed. */
#include "tl-explain-private.h"

#include <string.h>

#include "tl-condition.h"

/* Below it a cause is not what the diagnosis says. */
#define SAID 0.5
/* From it on the first cause is what the diagnosis says. */
#define LIKELY 0.65

void
tl_explain_prepare_computer (void)
{
  gsize n;
  const TlKbSight *sights = tl_kb_get_sights (&n);

  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < sights[i].n_bearings; k++)
      tl_condition_get (sights[i].bearings[k].when);
}

/* ------------------------------------------------------------------ beside the diagnosis */

static const TlKbSight *
find_sight (const char *id)
{
  gsize n;
  const TlKbSight *sights = tl_kb_get_sights (&n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (sights[i].id, id) == 0)
      return &sights[i];
  g_return_val_if_reached (NULL);
}

static gboolean
names_cause (const TlKbSight *sight, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (sight->causes, " ", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

/* How sure the diagnosis is of one of the causes that this can be. */
static double
get_confidence (const TlKbSight *sight, const TlDiagnosis *diagnosis)
{
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);
  double best = 0;

  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    if (names_cause (sight, finding->id))
      best = MAX (best, finding->confidence);
  }
  return best;
}

static gboolean
comes_first (const TlKbSight *sight, const TlDiagnosis *diagnosis)
{
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);

  return first != NULL && first->confidence >= LIKELY && names_cause (sight, first->id);
}

/* ------------------------------------------------------------------ one row */

static char *
describe (TlWords *words, const TlKbSight *sight)
{
  g_auto (GStrv) facts = g_strsplit (sight->facts, " ", -1);

  for (guint i = 0; facts[i] != NULL; i++) {
    const char *value = tl_view_get (words->view, facts[i]);

    if (value != NULL && *value != '\0')
      return tl_words_because (words, facts[i], value);
  }
  return g_strdup ("");
}

static const TlKbBearing *
find_bearing (const TlKbSight *sight, const TlView *view)
{
  for (gsize i = 0; i < sight->n_bearings; i++)
    if (tl_condition_holds (tl_condition_get (sight->bearings[i].when), view))
      return &sight->bearings[i];
  return NULL;
}

static gboolean
is_look_alone (const TlView *view)
{
  TlSettings *settings = tl_evidence_get_settings (tl_view_get_evidence (view));

  return settings != NULL && settings->kind == TL_JOB_ENVIRONMENT;
}

static void
judge (TlSightText *text, TlWords *words, const TlKbSight *sight, const TlDiagnosis *diagnosis)
{
  const TlKbBearing *bearing = find_bearing (sight, words->view);
  const char *next = bearing != NULL ? bearing->next_test : NULL;

  /* Where nothing was tested, there is nothing that it could be unrelated to. */
  if (bearing != NULL && bearing->bearing == TL_BEARING_UNRELATED && is_look_alone (words->view))
    bearing = NULL;
  if (bearing != NULL) {
    text->relation = bearing->bearing;
    text->bearing = tl_words_fill (words, bearing->text, NULL);
  }
  if (text->relation == TL_BEARING_REASON && get_confidence (sight, diagnosis) < SAID)
    text->relation = TL_BEARING_POSSIBLE;
  if (next != NULL) {
    text->next_id = next;
    text->next = g_strdup (tl_catalog_get (words->catalog, tl_kb_find_next_test (next)));
  }
}

/* ------------------------------------------------------------------ all of them */

/* The rules of the causes see more than the table of bearings: where that finds no reason, and no part
 * in it for the row that the first cause speaks of, the row follows them. */
static void
follow_diagnosis (TlExplanation *explanation, TlWords *words, const TlDiagnosis *diagnosis)
{
  const char *id;

  for (guint i = 0; i < explanation->computer->len; i++)
    if (((TlSightText *) explanation->computer->pdata[i])->relation == TL_BEARING_REASON)
      return;
  for (guint i = 0; i < explanation->computer->len; i++) {
    TlSightText *text = explanation->computer->pdata[i];

    if (text->relation >= TL_BEARING_POSSIBLE || !comes_first (find_sight (text->id), diagnosis))
      continue;
    id = tl_diagnosis_get_first (diagnosis)->id;
    text->relation = TL_BEARING_REASON;
    g_free (text->bearing);
    /* Translators: {title} is the title of a cause, such as “The VPN blocks this port”. */
    text->bearing = tl_words_fill (words, N_ ("What was seen fits this cause best: {title}."),
                                   tl_explain_cause_title (id, words->catalog));
    return;
  }
}

/* A text that was pasted, or a job that was told not to look, says nothing of this computer. */
static gboolean
was_looked_at (const TlView *view)
{
  return tl_view_get (view, "local.route.ipv4") != NULL;
}

void
tl_explain_add_computer (TlExplanation *explanation, TlWords *words, const TlDiagnosis *diagnosis)
{
  gsize n;
  const TlKbSight *sights = tl_kb_get_sights (&n);

  if (!was_looked_at (words->view))
    return;
  for (gsize i = 0; i < n; i++) {
    g_autofree char *seen = describe (words, &sights[i]);
    TlSightText *text;

    if (*seen == '\0' && find_bearing (&sights[i], words->view) == NULL)
      continue;
    text = tl_explanation_add_sight (explanation, sights[i].id,
                                     tl_catalog_get (words->catalog, sights[i].title));
    text->seen = g_steal_pointer (&seen);
    judge (text, words, &sights[i], diagnosis);
  }
  follow_diagnosis (explanation, words, diagnosis);
}
