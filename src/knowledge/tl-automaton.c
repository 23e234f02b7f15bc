/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-automaton.h"

#include <string.h>

#define NONE G_MAXUINT32

/* Bytes that no literal holds share class 0, so a row of the table is as short as it can be. */
struct _TlAutomaton {
  guint8 classes[256];
  guint n_classes;
  guint shift; /* a row has 1 << shift entries */
  guint n_states;
  guint32 *next;   /* state << shift | class: the state that follows */
  guint32 *output; /* first entry of the state's chain in `outputs`, or NONE */
  GArray *outputs; /* Output */
};

typedef struct {
  guint literal;
  guint32 next; /* the following entry, or NONE */
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

static guint32
add_state (TlAutomaton *self, GArray *next)
{
  guint32 state = self->n_states++;

  g_array_set_size (next, (guint) (self->n_states << self->shift));
  return state;
}

static void
add_output (TlAutomaton *self, guint32 state, guint literal)
{
  Output output = {literal, self->output[state]};

  self->output[state] = self->outputs->len;
  g_array_append_val (self->outputs, output);
}

/* The trie of all literals; 0 stands for "no child" (nothing leads back to the root here). Returns
 * the final state of each literal. */
static guint32 *
plant_trie (TlAutomaton *self, const char *const *literals, gsize n)
{
  g_autoptr (GArray) next = g_array_new (FALSE, TRUE, sizeof (guint32));
  guint32 *finals = g_new0 (guint32, n);

  add_state (self, next);
  for (gsize i = 0; i < n; i++) {
    guint32 state = 0;

    for (const guchar *p = (const guchar *) (literals[i] != NULL ? literals[i] : ""); *p; p++) {
      guint cell = (guint) (state << self->shift) | self->classes[*p];

      if (g_array_index (next, guint32, cell) == 0) {
        guint32 fresh = add_state (self, next);

        g_array_index (next, guint32, cell) = fresh;
      }
      state = g_array_index (next, guint32, cell);
    }
    finals[i] = state;
  }
  self->next = (guint32 *) (gpointer) g_array_steal (next, NULL);
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
  choose_classes (self, literals, n);
  finals = plant_trie (self, literals, n);
  self->output = g_new (guint32, self->n_states);
  for (guint i = 0; i < self->n_states; i++)
    self->output[i] = NONE;
  for (gsize i = 0; i < n; i++)
    if (finals[i] != 0)
      add_output (self, finals[i], (guint) i);
  fold_failures (self);
  return self;
}

void
tl_automaton_free (TlAutomaton *self)
{
  g_array_unref (self->outputs);
  g_free (self->next);
  g_free (self->output);
  g_free (self);
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
      for (guint32 e = output[state]; e != NONE; e = g_array_index (self->outputs, Output, e).next)
        func (g_array_index (self->outputs, Output, e).literal, i + 1, user_data);
  }
}
