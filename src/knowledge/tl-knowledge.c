/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-knowledge.h"

#include <stdlib.h>
#include <string.h>

#include "tl-condition.h"
#include "tl-stage.h"

#define MAX_BECAUSE 8
#define MAX_CONFIDENCE 0.99
/* What is left to a cause that cannot have been known yet. */
#define TOO_EARLY 0.6

typedef struct {
  const TlCause *cause;
  const TlCondition **rules;
  const TlCondition **contrary;
} Prepared;

/* A rule by its place. */
typedef struct {
  guint32 cause;
  guint32 rule;
} RulePlace;

/* The rules that need a name, by their places in `rules`. */
typedef struct {
  GArray *any;          /* (nullable) of guint: those that any value may do for */
  GHashTable *by_value; /* (nullable) value → GArray of guint: those that need this one */
} Need;

struct _TlKnowledge {
  Prepared *causes;
  gsize n_causes;
  GArray *rules;      /* RulePlace: all of them, in order */
  GPtrArray *by_need; /* (nullable elements) Need, by name */
  GHashTable *places; /* TlCause → its place in `causes` */
  const TlKbArea *const *areas;
  gsize n_areas;
  gpointer matcher; /* made when a text is first looked at: a test that goes well has none */
};

/* One rule that holds. */
typedef struct {
  double confidence;
  const char *variant;
  const TlKbRule *rule; /* one of these two */
  const TlKbText *text;
  TlMatch match;
  guint source; /* of the text: place in text_facts */
} Hit;

/* The texts that are matched, and the facts that go with them. */
static const struct {
  const char *protocol;
  const char *text;
  const char *code;
  const char *enhanced;
  const char *stage;
} text_facts[] = {
    {"smtp", "smtp.reply.text", "smtp.reply.code", "smtp.reply.enhanced", "smtp.reply.stage"},
    {"ftp", "ftp.reply.text", "ftp.reply.code", NULL, "ftp.reply.stage"},
    {"http", "http.reply.text", "http.status", NULL, NULL},
    /* Its code stands before the words. */
    {"ftp", "ftp.plain_words", NULL, NULL, NULL},
};

/* ------------------------------------------------------------------ making ready */

static const TlCondition **
compile_rules (const TlKbRule *rules, gsize n)
{
  const TlCondition **compiled = g_new0 (const TlCondition *, n + 1);

  for (gsize i = 0; i < n; i++)
    compiled[i] = tl_condition_get (rules[i].when);
  return compiled;
}

static void
need_free (gpointer pointer)
{
  Need *need = pointer;

  if (need == NULL)
    return;
  g_clear_pointer (&need->any, g_array_unref);
  g_clear_pointer (&need->by_value, g_hash_table_unref);
  g_free (need);
}

static void
append_index (GArray **list, guint index)
{
  if (*list == NULL)
    *list = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (*list, index);
}

static void
append_for_value (Need *need, const char *value, guint index)
{
  GArray *list;

  if (need->by_value == NULL)
    need->by_value =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  list = g_hash_table_lookup (need->by_value, value);
  if (list == NULL) {
    list = g_array_new (FALSE, FALSE, sizeof (guint));
    g_hash_table_insert (need->by_value, (gpointer) value, list);
  }
  g_array_append_val (list, index);
}

/* Of the many rules, only those are looked at of which a needed name has a value (name 0: all others),
 * and one that will do. */
static void
index_rule (TlKnowledge *self, gsize cause, gsize rule)
{
  RulePlace place = {(guint32) cause, (guint32) rule};
  const char *const *values;
  guint name = tl_condition_get_needed (self->causes[cause].rules[rule], &values);
  guint index = self->rules->len;
  Need *need;

  g_array_append_val (self->rules, place);
  if (name >= self->by_need->len)
    g_ptr_array_set_size (self->by_need, (int) name + 1);
  if (self->by_need->pdata[name] == NULL)
    self->by_need->pdata[name] = g_new0 (Need, 1);
  need = self->by_need->pdata[name];
  if (values == NULL)
    append_index (&need->any, index);
  for (; values != NULL && *values != NULL; values++)
    append_for_value (need, *values, index);
}

TlKnowledge *
tl_knowledge_new (const TlKbArea *const *areas, gsize n_areas)
{
  TlKnowledge *self = g_new0 (TlKnowledge, 1);
  gsize n = 0;

  for (gsize a = 0; a < n_areas; a++)
    n += areas[a]->n_causes;
  self->causes = g_new0 (Prepared, n);
  self->places = g_hash_table_new (NULL, NULL);
  self->rules = g_array_new (FALSE, FALSE, sizeof (RulePlace));
  self->by_need = g_ptr_array_new_with_free_func (need_free);
  for (gsize a = 0; a < n_areas; a++) {
    for (gsize c = 0; c < areas[a]->n_causes; c++) {
      const TlCause *cause = &areas[a]->causes[c];
      Prepared *prepared = &self->causes[self->n_causes];

      prepared->cause = cause;
      prepared->rules = compile_rules (cause->rules, cause->n_rules);
      prepared->contrary = compile_rules (cause->contrary, cause->n_contrary);
      for (gsize r = 0; r < cause->n_rules; r++)
        index_rule (self, self->n_causes, r);
      for (gsize f = 0; f < cause->n_fixes; f++)
        tl_condition_get (cause->fixes[f].when);
      g_hash_table_insert (self->places, (gpointer) cause, GSIZE_TO_POINTER (self->n_causes++));
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (text_facts); i++) {
    tl_name_intern (text_facts[i].text);
    if (text_facts[i].code != NULL)
      tl_name_intern (text_facts[i].code);
    if (text_facts[i].enhanced != NULL)
      tl_name_intern (text_facts[i].enhanced);
    if (text_facts[i].stage != NULL)
      tl_name_intern (text_facts[i].stage);
  }
  tl_name_intern ("smtp.reply.recipient");
  self->areas = areas;
  self->n_areas = n_areas;
  return self;
}

void
tl_knowledge_free (TlKnowledge *self)
{
  for (gsize i = 0; i < self->n_causes; i++) {
    g_free (self->causes[i].rules);
    g_free (self->causes[i].contrary);
  }
  g_ptr_array_unref (self->by_need);
  g_array_unref (self->rules);
  g_free (self->causes);
  g_hash_table_unref (self->places);
  if (self->matcher != NULL)
    tl_matcher_free (self->matcher);
  g_free (self);
}

static gpointer
make_default (gpointer unused)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  return tl_knowledge_new (areas, n);
}

const TlKnowledge *
tl_knowledge_get_default (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_default, NULL);
}

const TlMatcher *
tl_knowledge_get_matcher (const TlKnowledge *self)
{
  gpointer *slot = &((TlKnowledge *) self)->matcher;

  if (g_once_init_enter (slot))
    g_once_init_leave (slot, tl_matcher_new (self->areas, self->n_areas));
  return self->matcher;
}

/* ------------------------------------------------------------------ what holds */

static void
mark (guint64 *possible, const GArray *list)
{
  for (guint i = 0; list != NULL && i < list->len; i++) {
    guint index = g_array_index (list, guint, i);

    possible[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
  }
}

/* A bit in `possible` for each rule that may hold. */
static void
find_possible (const TlKnowledge *self, const TlView *view, guint64 *possible)
{
  for (guint name = 0; name < self->by_need->len; name++) {
    const Need *need = self->by_need->pdata[name];
    const char *value = need != NULL ? tl_view_get_by_number (view, name) : NULL;

    if (need == NULL || (name != 0 && value == NULL))
      continue;
    mark (possible, need->any);
    if (need->by_value != NULL)
      mark (possible, g_hash_table_lookup (need->by_value, value));
  }
}

static void
try_rule (const TlKnowledge *self, guint index, const TlView *view, GArray **hits)
{
  const RulePlace *place = &g_array_index (self->rules, RulePlace, index);
  const Prepared *prepared = &self->causes[place->cause];
  const TlKbRule *rule = &prepared->cause->rules[place->rule];
  Hit hit = {rule->confidence, rule->variant, .rule = rule};

  if (!tl_condition_holds (prepared->rules[place->rule], view))
    return;
  if (hits[place->cause] == NULL)
    hits[place->cause] = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_array_append_val (hits[place->cause], hit);
}

/* In the order of the rules, whichever name they were found by. */
static void
collect_facts (const TlKnowledge *self, const TlView *view, GArray **hits)
{
  guint64 *possible = g_newa0 (guint64, self->rules->len / 64 + 1);

  find_possible (self, view, possible);
  for (guint word = 0; word <= self->rules->len / 64; word++)
    for (guint64 left = possible[word]; left != 0; left &= left - 1)
      try_rule (self, word * 64 + (guint) __builtin_ctzll (left), view, hits);
}

static void
collect_words (const TlKnowledge *self, const TlView *view, guint source, GArray **hits)
{
  const char *text = tl_view_get (view, text_facts[source].text);
  const char *code =
      text_facts[source].code != NULL ? tl_view_get (view, text_facts[source].code) : text;
  g_autoptr (GArray) matches = NULL;
  TlMatchInput input = {.protocol = text_facts[source].protocol};

  if (text == NULL && code == NULL)
    return;
  input.text = text != NULL ? text : "";
  input.length = strlen (input.text);
  input.code = code != NULL ? (guint) strtoul (code, NULL, 10) : 0;
  if (text_facts[source].enhanced != NULL)
    input.enhanced = tl_view_get (view, text_facts[source].enhanced);
  if (text_facts[source].stage != NULL)
    input.stage = tl_view_get (view, text_facts[source].stage);

  matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  tl_matcher_run (tl_knowledge_get_matcher (self), &input, matches);
  for (guint i = 0; i < matches->len; i++) {
    TlMatch match = g_array_index (matches, TlMatch, i);
    gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (self->places, match.cause));
    Hit hit = {match.rule->confidence, match.rule->variant, NULL, match.rule, match, source};

    if (hits[place] == NULL)
      hits[place] = g_array_new (FALSE, FALSE, sizeof (Hit));
    g_array_append_val (hits[place], hit);
  }
}

/* ------------------------------------------------------------------ because */

typedef struct {
  const TlView *view;
  TlFinding *finding;
  gboolean against;
} Told;

static gboolean
is_told (const GPtrArray *list, const char *fact, const char *value)
{
  for (guint i = 0; i < list->len; i++) {
    const TlBecause *because = list->pdata[i];

    if (strcmp (because->fact, fact) == 0 && strcmp (because->value, value) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
tell (TlFinding *finding, gboolean against, const char *fact, const char *value)
{
  const GPtrArray *list = against ? finding->against : finding->because;

  if (fact == NULL || value == NULL || *value == '\0' || list->len >= MAX_BECAUSE ||
      is_told (list, fact, value))
    return;
  if (against)
    tl_finding_add_against (finding, fact, value);
  else
    tl_finding_add_because (finding, fact, value);
}

/* Steps and settings are conditions, not observations: they are no reason by themselves. */
static void
tell_condition (const char *name, gboolean seen, gpointer user_data)
{
  Told *told = user_data;

  if (seen && strchr (name, ':') == NULL && !g_str_has_prefix (name, "job."))
    tell (told->finding, told->against, name, tl_view_get (told->view, name));
}

/* The words around a match, whole: "Greylisted" where "greylist" was looked for. */
static char *
whole_words (const char *text, gsize start, gsize end)
{
  gsize length = strlen (text);

  while (start > 0 && (g_ascii_isalnum (text[start - 1]) || (guchar) text[start - 1] >= 0x80) &&
         end - start < 200)
    start--;
  while (end < length && (g_ascii_isalnum (text[end]) || (guchar) text[end] >= 0x80) &&
         end - start < 200)
    end++;
  /* Never half a character. */
  while (start < end && ((guchar) text[start] & 0xc0) == 0x80)
    start++;
  while (end > start && ((guchar) text[end] & 0xc0) == 0x80)
    end--;
  return g_strstrip (g_strndup (text + start, end - start));
}

static void
tell_text (const Hit *hit, const TlView *view, TlFinding *finding)
{
  const char *fact = text_facts[hit->source].text;

  if (hit->match.end > hit->match.start) {
    g_autofree char *words =
        whole_words (tl_view_get (view, fact), hit->match.start, hit->match.end);

    tell (finding, FALSE, fact, words);
  }
  if (hit->text->codes != NULL && text_facts[hit->source].code != NULL)
    tell (finding, FALSE, text_facts[hit->source].code,
          tl_view_get (view, text_facts[hit->source].code));
  if (hit->text->enhanced != NULL && text_facts[hit->source].enhanced != NULL)
    tell (finding, FALSE, text_facts[hit->source].enhanced,
          tl_view_get (view, text_facts[hit->source].enhanced));
  if (hit->text->stages != NULL && text_facts[hit->source].stage != NULL)
    tell (finding, FALSE, text_facts[hit->source].stage,
          tl_view_get (view, text_facts[hit->source].stage));
}

static void
tell_reasons (const GArray *hits, const TlView *view, TlFinding *finding)
{
  for (guint i = 0; i < hits->len && finding->because->len < MAX_BECAUSE; i++) {
    const Hit *hit = &g_array_index (hits, Hit, i);
    Told told = {view, finding, FALSE};

    if (hit->text != NULL)
      tell_text (hit, view, finding);
    else
      tl_condition_foreach (tl_condition_get (hit->rule->when), tell_condition, &told);
  }
}

/* ------------------------------------------------------------------ candidates */

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  double left = ((const Hit *) a)->confidence;
  double right = ((const Hit *) b)->confidence;

  return left < right ? 1 : left > right ? -1 : 0;
}

/* The combination that tl-kb.h describes, before what speaks against it. `hits` best first. */
static double
combine (const GArray *hits)
{
  double confidence = g_array_index (hits, Hit, 0).confidence;

  for (guint i = 1; i < hits->len; i++)
    confidence += (1 - confidence) * 0.25 * g_array_index (hits, Hit, i).confidence;
  return confidence;
}

static double
take_away (const Prepared *prepared, const TlView *view, TlFinding *finding)
{
  Told told = {view, finding, TRUE};
  double taken = 0;

  for (gsize i = 0; i < prepared->cause->n_contrary; i++) {
    if (!tl_condition_holds (prepared->contrary[i], view))
      continue;
    taken += prepared->cause->contrary[i].confidence;
    tl_condition_foreach (prepared->contrary[i], tell_condition, &told);
  }
  return taken;
}

/* The confidence left to a cause of which the server could know nothing yet when it replied. */
static double
weigh_stage (const TlCause *cause, const TlView *view, TlFinding *finding, double confidence)
{
  const char *stage = tl_view_get (view, "smtp.reply.stage");

  if (!tl_stage_is_before (stage, cause->earliest))
    return confidence;
  tell (finding, TRUE, "smtp.reply.stage", stage);
  return confidence * TOO_EARLY;
}

static void
candidate_free (gpointer pointer)
{
  TlCandidate *candidate = pointer;

  g_clear_pointer (&candidate->finding, tl_finding_free);
  g_free (candidate);
}

static TlCandidate *
make_candidate (const Prepared *prepared, const TlView *view, GArray *hits)
{
  const TlCause *cause = prepared->cause;
  TlCandidate *candidate = g_new0 (TlCandidate, 1);
  const char *variant = NULL;

  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++) {
    const Hit *hit = &g_array_index (hits, Hit, i);

    if (variant == NULL)
      variant = hit->variant;
    if (candidate->word_fact == NULL && hit->match.end > hit->match.start) {
      candidate->word_fact = text_facts[hit->source].text;
      candidate->word_start = hit->match.start;
      candidate->word_end = hit->match.end;
    }
  }
  candidate->cause = cause;
  candidate->hits = hits->len;
  candidate->strongest = g_array_index (hits, Hit, 0).confidence;
  candidate->finding = tl_finding_new (cause->id, 0, cause->severity, variant);
  tell_reasons (hits, view, candidate->finding);
  candidate->finding->confidence =
      CLAMP (combine (hits) - take_away (prepared, view, candidate->finding), 0, MAX_CONFIDENCE);
  candidate->finding->confidence =
      weigh_stage (cause, view, candidate->finding, candidate->finding->confidence);
  return candidate;
}

GPtrArray *
tl_knowledge_find_candidates (const TlKnowledge *self, const TlView *view)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (candidate_free);
  GArray **hits = g_newa0 (GArray *, self->n_causes + 1);

  collect_facts (self, view, hits);
  for (guint i = 0; i < G_N_ELEMENTS (text_facts); i++)
    collect_words (self, view, i, hits);
  for (gsize c = 0; c < self->n_causes; c++) {
    if (hits[c] == NULL)
      continue;
    g_ptr_array_add (candidates, make_candidate (&self->causes[c], view, hits[c]));
    g_array_unref (hits[c]);
  }
  return candidates;
}
