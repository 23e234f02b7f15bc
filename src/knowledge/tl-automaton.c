/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-automaton.h"

#include <stdlib.h>
#include <string.h>

#define NONE G_MAXUINT32
/* Marks a transition to a state in which a literal ends. */
#define ENDS 0x80000000u

/* So many states have a row with every transition in it. They are the shallowest, where a text spends
 * nearly all of its time; all others have their few children and a failure link. */
#define MAX_ROWS 1024

/* The states are numbered breadth first, each state's children in the order of their bytes. So the
 * children of a state are neighbours, and a failure link always leads to a lower number. */
struct _TlAutomaton {
  guint8 classes[256]; /* bytes that no literal holds share class 0 */
  guint n_classes;
  guint shift; /* a row has 1 << shift places: no multiplication on the way from state to state */
  guint n_states;
  guint n_rows;
  guint32 *rows;  /* (state << shift) + class: the state that follows, with ENDS where it applies */
  guint32 *first; /* the first child; those of a state end where the next state's begin */
  guint32 *fail;  /* the state of the longest proper suffix */
  guint8 *labels; /* the class that leads into the state */
  guint32 *output; /* first entry of the state's chain in `outputs`, or NONE */
  GArray *outputs; /* Output */
};

typedef struct {
  guint literal;
  guint32 next; /* the following entry, or NONE */
} Output;

/* ------------------------------------------------------------------ the trie */

typedef struct {
  const char *text;
  guint literal;
} Word;

/* The words of one state: those that begin with what leads there. */
typedef struct {
  guint32 begin;
  guint32 end;
  guint32 depth;
} Range;

typedef struct {
  Word *words; /* in order */
  guint n_words;
  Range *ranges; /* one a state */
} Trie;

static int
compare_words (const void *a, const void *b)
{
  const Word *left = a;
  const Word *right = b;
  int order = strcmp (left->text, right->text);

  if (order != 0)
    return order;
  return left->literal < right->literal ? -1 : 1;
}

static void
sort_words (Trie *trie, const char *const *literals, gsize n)
{
  trie->words = g_new (Word, n + 1);
  for (gsize i = 0; i < n; i++)
    if (literals[i] != NULL && literals[i][0] != '\0')
      trie->words[trie->n_words++] = (Word){literals[i], (guint) i};
  if (trie->n_words > 0)
    qsort (trie->words, trie->n_words, sizeof (Word), compare_words);
}

/* No more states than there are bytes, and the first. */
static gsize
count_most_states (const Trie *trie)
{
  gsize most = 1;

  for (guint i = 0; i < trie->n_words; i++)
    most += strlen (trie->words[i].text);
  return most;
}

static guchar
byte_at (const Trie *trie, guint32 word, guint32 depth)
{
  return (guchar) trie->words[word].text[depth];
}

static void
choose_classes (TlAutomaton *self, const Trie *trie)
{
  self->n_classes = 1;
  for (guint i = 0; i < trie->n_words; i++)
    for (const char *p = trie->words[i].text; *p != '\0'; p++)
      if (self->classes[(guchar) *p] == 0)
        self->classes[(guchar) *p] = (guint8) self->n_classes++;
  for (guint c = 'A'; c <= 'Z'; c++)
    if (self->classes[c] == 0)
      self->classes[c] = self->classes[c - 'A' + 'a'];
  while ((1u << self->shift) < self->n_classes)
    self->shift++;
}

static void
add_state (TlAutomaton *self, Trie *trie, Range range, guint8 label)
{
  trie->ranges[self->n_states] = range;
  self->labels[self->n_states++] = label;
}

static void
add_output (TlAutomaton *self, guint32 state, guint literal)
{
  Output output = {literal, self->output[state]};

  self->output[state] = self->outputs->len;
  g_array_append_val (self->outputs, output);
}

/* One state for each run of words that go on with the same byte. */
static void
add_children (TlAutomaton *self, Trie *trie, guint32 state)
{
  Range range = trie->ranges[state];
  guint32 begin = range.begin;

  self->first[state] = self->n_states;
  while (begin < range.end && byte_at (trie, begin, range.depth) == '\0')
    begin++;
  while (begin < range.end) {
    guchar byte = byte_at (trie, begin, range.depth);
    Range child = {begin, begin, range.depth + 1};

    while (child.end < range.end && byte_at (trie, child.end, range.depth) == byte)
      child.end++;
    add_state (self, trie, child, self->classes[byte]);
    begin = child.end;
  }
}

/* The words that end in a state come first among its words. */
static void
add_endings (TlAutomaton *self, const Trie *trie)
{
  self->output = g_new (guint32, self->n_states);
  for (guint32 state = 0; state < self->n_states; state++) {
    const Range *range = &trie->ranges[state];

    self->output[state] = NONE;
    for (guint32 i = range->begin; i < range->end && byte_at (trie, i, range->depth) == '\0'; i++)
      add_output (self, state, trie->words[i].literal);
  }
}

static void
plant_trie (TlAutomaton *self, const char *const *literals, gsize n)
{
  Trie trie = {0};
  gsize most;

  sort_words (&trie, literals, n);
  choose_classes (self, &trie);
  most = count_most_states (&trie);
  trie.ranges = g_new (Range, most);
  self->first = g_new (guint32, most + 1);
  self->labels = g_new (guint8, most);
  add_state (self, &trie, (Range){0, trie.n_words, 0}, 0);
  for (guint32 state = 0; state < self->n_states; state++)
    add_children (self, &trie, state);
  self->first[self->n_states] = self->n_states;
  self->first = g_renew (guint32, self->first, self->n_states + 1);
  self->labels = g_renew (guint8, self->labels, self->n_states);
  add_endings (self, &trie);
  g_free (trie.ranges);
  g_free (trie.words);
}

/* ------------------------------------------------------------------ the links */

static guint32
find_child (const TlAutomaton *self, guint32 state, guint8 label)
{
  for (guint32 child = self->first[state]; child < self->first[state + 1]; child++)
    if (self->labels[child] == label)
      return child;
  return NONE;
}

/* Of a state behind the rows: along the failure links until one has that child, or a row. (ENDS is
 * told where a row answers, and has to be looked up where a child does.) */
static guint32
step_deep (const TlAutomaton *self, guint32 state, guint8 label)
{
  while (state >= self->n_rows) {
    guint32 child = find_child (self, state, label);

    if (child != NONE)
      return child;
    state = self->fail[state];
  }
  return self->rows[(state << self->shift) + label];
}

/* Hangs the chain of `fail` behind the own entries of `state`, so that a literal that is the end of
 * another is reported, too. */
static void
link_outputs (TlAutomaton *self, guint32 state, guint32 fail)
{
  guint32 entry = self->output[state];

  if (entry == NONE) {
    self->output[state] = self->output[fail];
    return;
  }
  while (g_array_index (self->outputs, Output, entry).next != NONE)
    entry = g_array_index (self->outputs, Output, entry).next;
  g_array_index (self->outputs, Output, entry).next = self->output[fail];
}

/* Behind its children's outputs. The row that it begins as has its marks already. */
static void
fill_row (TlAutomaton *self, guint32 state)
{
  guint32 *row = self->rows + ((gsize) state << self->shift);

  if (state > 0)
    memcpy (row, self->rows + ((gsize) self->fail[state] << self->shift),
            self->n_classes * sizeof *row);
  for (guint32 child = self->first[state]; child < self->first[state + 1]; child++)
    row[self->labels[child]] = child | (self->output[child] != NONE ? ENDS : 0);
}

/* In the order of the numbers, so that whatever a state fails to is complete before it. */
static void
link_states (TlAutomaton *self)
{
  self->n_rows = MIN (self->n_states, MAX_ROWS);
  self->rows = g_new0 (guint32, (gsize) self->n_rows << self->shift);
  self->fail = g_new0 (guint32, self->n_states);
  for (guint32 state = 0; state < self->n_states; state++) {
    for (guint32 child = self->first[state]; child < self->first[state + 1]; child++) {
      if (state > 0)
        self->fail[child] = step_deep (self, self->fail[state], self->labels[child]) & ~ENDS;
      link_outputs (self, child, self->fail[child]);
    }
    if (state < self->n_rows)
      fill_row (self, state);
  }
}

/* ------------------------------------------------------------------ public */

TlAutomaton *
tl_automaton_new (const char *const *literals, gsize n)
{
  TlAutomaton *self = g_new0 (TlAutomaton, 1);

  self->outputs = g_array_new (FALSE, FALSE, sizeof (Output));
  plant_trie (self, literals, n);
  link_states (self);
  return self;
}

void
tl_automaton_free (TlAutomaton *self)
{
  g_array_unref (self->outputs);
  g_free (self->rows);
  g_free (self->first);
  g_free (self->fail);
  g_free (self->labels);
  g_free (self->output);
  g_free (self);
}

static void
report (const TlAutomaton *self, guint32 state, gsize end, TlAutomatonFunc func, gpointer user_data)
{
  for (guint32 e = self->output[state]; e != NONE;
       e = g_array_index (self->outputs, Output, e).next)
    func (g_array_index (self->outputs, Output, e).literal, end, user_data);
}

void
tl_automaton_run (const TlAutomaton *self, const char *text, gsize length, TlAutomatonFunc func,
                  gpointer user_data)
{
  const guint32 *rows = self->rows;
  const guint8 *classes = self->classes;
  guint32 n_rows = self->n_rows;
  guint shift = self->shift;
  guint32 state = 0;

  for (gsize i = 0; i < length; i++) {
    guint8 label = classes[(guchar) text[i]];

    if (G_LIKELY (state < n_rows)) {
      state = rows[(state << shift) + label];
      if (G_LIKELY (!(state & ENDS)))
        continue;
      state &= ~ENDS;
    } else {
      state = step_deep (self, state, label) & ~ENDS;
    }
    report (self, state, i + 1, func, user_data);
  }
}
