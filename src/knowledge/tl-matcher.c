/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-knowledge"
#define PCRE2_CODE_UNIT_WIDTH 8

#include "tl-matcher.h"

#include <pcre2.h>
#include <string.h>

#include "tl-automaton.h"
#include "tl-fold.h"
#include "tl-mask.h"
#include "tl-rule-filter.h"

#define MAX_TEXT 65536
#define STACK_TEXT 2048

/* An expression that nests its repeats ends here in well under a millisecond instead of never. */
#define MATCH_LIMIT 50000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIB 4096

/* An expression, compiled when it is first needed. */
typedef struct {
  const char *source; /* (nullable) */
  pcre2_code *code;   /* atomic */
  gint broken;        /* atomic */
} Expression;

typedef struct {
  const TlCause *cause;
  const TlKbText *text;
  guint literal_length;
  TlFilter filter;
  Expression pattern;
  Expression unless;
} Rule;

struct _TlMatcher {
  GArray *rules; /* Rule */
  TlAutomaton *automaton;
  GArray *by_code[TL_FILTER_CODES]; /* (nullable) of guint: rules without a literal, by code */
  GArray *by_enhanced;              /* of guint: those that name no reply code */
  gboolean lists_valid;
  const char *invalid_id;
};

/* One run: which rules the automaton has seen, each once. */
typedef struct {
  const TlMatcher *matcher;
  const TlMatchInput *input;
  const char *folded;
  gsize folded_length;
  const TlEnhanced *enhanced;
  guint protocol;
  GArray *matches;   /* TlMatch, offsets of `folded` */
  guint64 seen[256]; /* a bit for each rule */
} Run;

static void
expression_clear (Expression *self)
{
  g_clear_pointer (&self->code, pcre2_code_free);
}

static pcre2_code *
expression_compile (Expression *self)
{
  pcre2_code *code = g_atomic_pointer_get (&self->code);
  int error;
  PCRE2_SIZE offset;

  if (code != NULL || g_atomic_int_get (&self->broken))
    return code;
  code = pcre2_compile ((PCRE2_SPTR) self->source, PCRE2_ZERO_TERMINATED,
                        PCRE2_UTF | PCRE2_CASELESS | PCRE2_DOTALL, &error, &offset, NULL);
  if (code == NULL) {
    g_atomic_int_set (&self->broken, 1);
    g_warning ("expression \"%s\" is wrong at %zu", self->source, (size_t) offset);
    return NULL;
  }
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  if (!g_atomic_pointer_compare_and_exchange (&self->code, NULL, code)) {
    pcre2_code_free (code);
    code = g_atomic_pointer_get (&self->code);
  }
  return code;
}

typedef struct {
  pcre2_match_data *data;
  pcre2_match_context *context;
} Scratch;

static void
scratch_free (gpointer pointer)
{
  Scratch *scratch = pointer;

  pcre2_match_data_free (scratch->data);
  pcre2_match_context_free (scratch->context);
  g_free (scratch);
}

static GPrivate scratch_key = G_PRIVATE_INIT (scratch_free);

static Scratch *
get_scratch (void)
{
  Scratch *scratch = g_private_get (&scratch_key);

  if (scratch == NULL) {
    scratch = g_new0 (Scratch, 1);
    scratch->data = pcre2_match_data_create (1, NULL);
    scratch->context = pcre2_match_context_create (NULL);
    pcre2_set_match_limit (scratch->context, MATCH_LIMIT);
    pcre2_set_depth_limit (scratch->context, DEPTH_LIMIT);
    pcre2_set_heap_limit (scratch->context, HEAP_LIMIT_KIB);
    g_private_set (&scratch_key, scratch);
  }
  return scratch;
}

/* Whatever goes wrong counts as no match (a limit reached, too): better silent than wrong. */
static gboolean
expression_match (Expression *self, const char *text, gsize length)
{
  pcre2_code *code = expression_compile (self);
  Scratch *scratch = get_scratch ();
  int result;

  if (code == NULL)
    return FALSE;
  result = pcre2_match (code, (PCRE2_SPTR) text, length, 0, PCRE2_NO_UTF_CHECK, scratch->data,
                        scratch->context);
  if (result < PCRE2_ERROR_NOMATCH)
    g_debug ("expression \"%s\" ended with %d", self->source, result);
  return result >= 0;
}

static void
index_codes (TlMatcher *self, const Rule *rule, guint index)
{
  if (rule->text->codes == NULL) {
    g_array_append_val (self->by_enhanced, index);
    return;
  }
  if (rule->filter.codes == NULL)
    return;
  for (guint code = 100; code < TL_FILTER_CODES; code++) {
    if (!((rule->filter.codes[code / 8] >> (code % 8)) & 1))
      continue;
    if (self->by_code[code] == NULL)
      self->by_code[code] = g_array_new (FALSE, FALSE, sizeof (guint));
    g_array_append_val (self->by_code[code], index);
  }
}

static void
add_cause (TlMatcher *self, const TlKbArea *area, const TlCause *cause)
{
  for (gsize t = 0; t < cause->n_texts; t++) {
    const TlKbText *text = &cause->texts[t];
    const char *protocols = text->protocols != NULL ? text->protocols : area->protocols;
    Rule rule = {.cause = cause, .text = text};

    rule.literal_length = text->literal != NULL ? (guint) strlen (text->literal) : 0;
    rule.pattern.source = text->pattern;
    rule.unless.source = text->unless;
    if (!tl_filter_init (&rule.filter, text->codes, text->enhanced, text->stages, protocols) ||
        (rule.literal_length == 0 && text->codes == NULL && text->enhanced == NULL)) {
      self->lists_valid = FALSE;
      self->invalid_id = cause->id;
      tl_filter_clear (&rule.filter);
      continue;
    }
    g_array_append_val (self->rules, rule);
    if (rule.literal_length == 0)
      index_codes (self, &rule, self->rules->len - 1);
  }
}

TlMatcher *
tl_matcher_new (const TlKbArea *const *areas, gsize n_areas)
{
  TlMatcher *self = g_new0 (TlMatcher, 1);
  g_autofree const char **literals = NULL;

  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  self->by_enhanced = g_array_new (FALSE, FALSE, sizeof (guint));
  self->lists_valid = TRUE;
  for (gsize a = 0; a < n_areas; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      add_cause (self, areas[a], &areas[a]->causes[c]);

  literals = g_new0 (const char *, self->rules->len + 1);
  for (guint i = 0; i < self->rules->len; i++)
    literals[i] = g_array_index (self->rules, Rule, i).text->literal;
  self->automaton = tl_automaton_new (literals, self->rules->len);
  g_assert (self->rules->len <= 64 * G_N_ELEMENTS (((Run *) NULL)->seen));
  return self;
}

void
tl_matcher_free (TlMatcher *self)
{
  for (guint i = 0; i < self->rules->len; i++) {
    Rule *rule = &g_array_index (self->rules, Rule, i);

    tl_filter_clear (&rule->filter);
    expression_clear (&rule->pattern);
    expression_clear (&rule->unless);
  }
  for (guint code = 0; code < TL_FILTER_CODES; code++)
    g_clear_pointer (&self->by_code[code], g_array_unref);
  g_array_unref (self->by_enhanced);
  g_array_unref (self->rules);
  tl_automaton_free (self->automaton);
  g_free (self);
}

static gpointer
make_default (gpointer unused)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  return tl_matcher_new (areas, n);
}

const TlMatcher *
tl_matcher_get_default (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_default, NULL);
}

static gboolean
rule_holds (Run *run, Rule *rule)
{
  gboolean known_only = rule->literal_length == 0;

  return tl_filter_pass (&rule->filter, run->input->code, run->enhanced, run->input->stage,
                         run->protocol, known_only) &&
         (rule->pattern.source == NULL ||
          expression_match (&rule->pattern, run->folded, run->folded_length)) &&
         (rule->unless.source == NULL ||
          !expression_match (&rule->unless, run->folded, run->folded_length));
}

static void
try_rule (Run *run, guint index, gsize end)
{
  Rule *rule = &g_array_index (run->matcher->rules, Rule, index);
  TlMatch match = {rule->cause, rule->text, end - rule->literal_length, end};

  if (run->seen[index / 64] & (G_GUINT64_CONSTANT (1) << (index % 64)))
    return;
  run->seen[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
  if (rule_holds (run, rule))
    g_array_append_val (run->matches, match);
}

static void
on_literal (guint literal, gsize end, gpointer user_data)
{
  try_rule (user_data, literal, end);
}

static void
try_code_rules (Run *run)
{
  guint code = run->input->code;
  const GArray *list = code < TL_FILTER_CODES ? run->matcher->by_code[code] : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    try_rule (run, g_array_index (list, guint, i), 0);
  for (guint i = 0; run->enhanced != NULL && i < run->matcher->by_enhanced->len; i++)
    try_rule (run, g_array_index (run->matcher->by_enhanced, guint, i), 0);
}

/* The offsets of the matches from the folded text back to the input. Folded a second time only where
 * something matched: most lines of a log match nothing. */
static void
restore_offsets (const TlMatchInput *input, gsize length, GArray *matches, char *buffer)
{
  g_autofree guint32 *offsets = g_new (guint32, length + 1);
  gsize folded = tl_fold (input->text, length, buffer, offsets);

  for (guint i = 0; i < matches->len; i++) {
    TlMatch *match = &g_array_index (matches, TlMatch, i);

    if (match->end == 0)
      continue;
    match->start = offsets[MIN (match->start, folded)];
    match->end = offsets[MIN (match->end, folded)];
  }
}

void
tl_matcher_run (const TlMatcher *self, const TlMatchInput *input, GArray *matches)
{
  char on_stack[STACK_TEXT];
  g_autofree char *on_heap = NULL;
  gsize length = MIN (input->length, MAX_TEXT);
  gboolean plain = tl_fold_is_plain (input->text, length);
  gboolean named = tl_mask_holds_names (input->text, length);
  gboolean copied = !plain || named;
  char *buffer = !copied || length < STACK_TEXT ? on_stack : (on_heap = g_malloc (length + 1));
  TlEnhanced enhanced;
  Run run;

  g_array_set_size (matches, 0);
  run.matcher = self;
  run.input = input;
  run.folded_length = plain ? length : tl_fold (input->text, length, buffer, NULL);
  if (plain && named)
    memcpy (buffer, input->text, length);
  if (named)
    tl_mask_names (buffer, run.folded_length);
  /* The automaton and the expressions do not mind the case: what else folding does, most texts do not
   * need. */
  run.folded = plain && !named ? input->text : buffer;
  run.protocol = tl_filter_protocol (input->protocol);
  run.matches = matches;
  run.enhanced = NULL;
  if (input->enhanced != NULL && tl_enhanced_parse (input->enhanced, FALSE, &enhanced))
    run.enhanced = &enhanced;
  memset (run.seen, 0, (self->rules->len + 63) / 64 * sizeof run.seen[0]);

  tl_automaton_run (self->automaton, run.folded, run.folded_length, on_literal, &run);
  try_code_rules (&run);
  if (matches->len > 0 && !plain)
    restore_offsets (input, length, matches, buffer);
}

static char *
validate_literal (const Rule *rule)
{
  g_autofree char *folded = NULL;

  if (rule->text->literal == NULL)
    return NULL;
  folded = tl_fold_dup (rule->text->literal);
  if (rule->literal_length < 3)
    return g_strdup_printf ("%s: literal \"%s\" is too short", rule->cause->id,
                            rule->text->literal);
  if (strcmp (g_strstrip (folded), rule->text->literal) != 0)
    return g_strdup_printf ("%s: literal \"%s\" is not folded", rule->cause->id,
                            rule->text->literal);
  return NULL;
}

char *
tl_matcher_validate (const TlMatcher *self)
{
  if (!self->lists_valid)
    return g_strdup_printf ("%s: a list of codes, stages or protocols is wrong", self->invalid_id);
  for (guint i = 0; i < self->rules->len; i++) {
    Rule *rule = &g_array_index (self->rules, Rule, i);
    char *mistake = validate_literal (rule);

    if (mistake != NULL)
      return mistake;
    if (rule->pattern.source != NULL && expression_compile (&rule->pattern) == NULL)
      return g_strdup_printf ("%s: pattern \"%s\"", rule->cause->id, rule->pattern.source);
    if (rule->unless.source != NULL && expression_compile (&rule->unless) == NULL)
      return g_strdup_printf ("%s: unless \"%s\"", rule->cause->id, rule->unless.source);
  }
  return NULL;
}
