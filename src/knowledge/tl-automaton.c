/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-automaton.h"

#include <string.h>

#define NONE G_MAXUINT32

/* The table holds so many bytes of each literal; the rest is compared where they were found. A row
 * for every byte of thousands of literals would be tens of megabytes that are hardly ever read. */
#define DEPTH 8

/* Bytes that no literal holds share class 0, so a row of the table is as short as it can be. */
struct _TlAutomaton {
  guint8 classes[256];
  guint n_classes;
  guint shift; /* a row has 1 << shift entries */
  guint n_states;
  guint32 *next;   /* state << shift | class: the state that follows */
  guint32 *output; /* first entry of the state's chain in `outputs`, or NONE */
  GArray *outputs; /* Output */
  GStringChunk *rests;
};

typedef struct {
  guint literal;
  guint32 next;     /* the following entry, or NONE */
  const char *rest; /* what follows the bytes in the table */
  gsize length;     /* of the rest */
} Output;

static void
choose_classes (TlAutomaton *self, const char *const *literals, gsize n)
{
  self->n_classes = 1;
  for (gsize i = 0; i < n; i++)
    for (const guchar *p = (const guchar *) (literals[i] != NULL ? literals[i] : ""); *p; p++)
      if (self->classes[*p] == 0)
        self->classes[*p] = (guint8) self->n_classes++;
  while ((1u << self->shift) < self->n_classes)
    self->shift++;
}

static void
add_output (TlAutomaton *self, guint32 state, guint literal, const char *text)
{
  gsize length = strlen (text);
  Output output = {.literal = literal, .next = self->output[state], .rest = ""};

  if (length > DEPTH) {
    output.length = length - DEPTH;
    output.rest = g_string_chunk_insert_const (self->rests, text + DEPTH);
  }
  self->output[state] = self->outputs->len;
  g_array_append_val (self->outputs, output);
}

/* As many states as there can be at most; the kernel gives no memory for those never touched. */
static gsize
most_states (const char *const *literals, gsize n)
{
  gsize most = 1;

  for (gsize i = 0; i < n; i++)
    if (literals[i] != NULL)
      most += MIN (strlen (literals[i]), DEPTH);
  return most;
}

/* The trie of the beginnings of all literals; 0 stands for "no child" (nothing leads back to the root
 * here). Returns the final state of each literal. */
static guint32 *
plant_trie (TlAutomaton *self, const char *const *literals, gsize n)
{
  guint32 *next = g_new0 (guint32, most_states (literals, n) << self->shift);
  guint32 *finals = g_new0 (guint32, n);

  self->n_states = 1;
  for (gsize i = 0; i < n; i++) {
    const guchar *text = (const guchar *) (literals[i] != NULL ? literals[i] : "");
    guint32 state = 0;

    for (gsize k = 0; k < DEPTH && text[k] != '\0'; k++) {
      guint32 *cell = next + (((gsize) state << self->shift) | self->classes[text[k]]);

      if (*cell == 0)
        *cell = self->n_states++;
      state = *cell;
    }
    finals[i] = state;
  }
  self->next = g_renew (guint32, next, (gsize) self->n_states << self->shift);
  return finals;
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

/* Breadth first, so that the failure state of a state is always complete before it. */
static void
fold_failures (TlAutomaton *self)
{
  g_autofree guint32 *fail = g_new0 (guint32, self->n_states);
  g_autofree guint32 *queue = g_new (guint32, self->n_states);
  guint head = 0;
  guint tail = 0;

  queue[tail++] = 0;
  while (head < tail) {
    guint32 state = queue[head++];
    guint32 *row = self->next + ((gsize) state << self->shift);
    const guint32 *fail_row = self->next + ((gsize) fail[state] << self->shift);

    for (guint c = 1; c < self->n_classes; c++) {
      if (row[c] == 0) {
        row[c] = state == 0 ? 0 : fail_row[c];
        continue;
      }
      fail[row[c]] = state == 0 ? 0 : fail_row[c];
      link_outputs (self, row[c], fail[row[c]]);
      queue[tail++] = row[c];
    }
  }
}

TlAutomaton *
tl_automaton_new (const char *const *literals, gsize n)
{
  TlAutomaton *self = g_new0 (TlAutomaton, 1);
  g_autofree guint32 *finals = NULL;

  self->outputs = g_array_new (FALSE, FALSE, sizeof (Output));
  self->rests = g_string_chunk_new (4096);
  choose_classes (self, literals, n);
  finals = plant_trie (self, literals, n);
  self->output = g_new (guint32, self->n_states);
  for (guint i = 0; i < self->n_states; i++)
    self->output[i] = NONE;
  for (gsize i = 0; i < n; i++)
    if (finals[i] != 0)
      add_output (self, finals[i], (guint) i, literals[i]);
  fold_failures (self);
  return self;
}

void
tl_automaton_free (TlAutomaton *self)
{
  g_array_unref (self->outputs);
  g_string_chunk_free (self->rests);
  g_free (self->next);
  g_free (self->output);
  g_free (self);
}

/* The beginnings that end at `end` are found; reports those whose rest follows. */
static void
report (const TlAutomaton *self, guint32 entry, const char *text, gsize length, gsize end,
        TlAutomatonFunc func, gpointer user_data)
{
  while (entry != NONE) {
    const Output *output = &g_array_index (self->outputs, Output, entry);

    if (output->length == 0 ||
        (output->length <= length - end && memcmp (text + end, output->rest, output->length) == 0))
      func (output->literal, end + output->length, user_data);
    entry = output->next;
  }
}

void
tl_automaton_run (const TlAutomaton *self, const char *text, gsize length, TlAutomatonFunc func,
                  gpointer user_data)
{
  const guint32 *next = self->next;
  const guint32 *output = self->output;
  guint shift = self->shift;
  guint32 state = 0;

  for (gsize i = 0; i < length; i++) {
    state = next[((gsize) state << shift) | self->classes[(guchar) text[i]]];
    if (G_UNLIKELY (output[state] != NONE))
      report (self, output[state], text, length, i + 1, func, user_data);
  }
}
