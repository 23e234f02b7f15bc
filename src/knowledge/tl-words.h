/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Filling the placeholders of our own prose from evidence and settings. */
#pragma once

#include "tl-catalog.h"
#include "tl-explanation.h"
#include "tl-kb.h"
#include "tl-view.h"

G_BEGIN_DECLS

/* What a sentence is filled from. `view` may be NULL: placeholders then become general words. */
typedef struct {
  const TlView *view;
  const TlCatalog *catalog;
  GStringChunk *pool;
  const TlStepRecord *step; /* (nullable) facts of this step come first */
  const char *value;        /* (nullable) what {value} stands for */
  gboolean missing;         /* a placeholder had no value and became a general word */
} TlWords;

void tl_words_init (TlWords *words, const TlView *view, const TlCatalog *catalog);
void tl_words_clear (TlWords *words);

/* The sentence in the catalogue's language, filled. "{title}" and "{step}" in it are first replaced
 * by `inner` (nullable): a sentence of ours that is itself translated, not yet filled. (transfer
 * full) */
char *tl_words_fill (TlWords *words, const char *msgid, const char *inner);
char *tl_words_fill_translated (TlWords *words, const char *translated, const char *inner);

/* The server's own words that decided, with their code, or NULL; of a long reply its first and last
 * lines. (transfer full) */
char *tl_words_dup_quote (const TlView *view, const TlCatalog *catalog);

/* Sentences for a fact that speaks for or against (tl-explain-facts.c). (transfer full) */
char *tl_words_because (TlWords *words, const char *fact, const char *value);

/* What failed in a step, a sentence, or "" (tl-explain-steps.c). (transfer full) */
char *tl_words_failure (TlWords *words);

/* Compiles the conditions of the untested table: before a view is made. */
void tl_words_prepare (void);
/* What a result does not cover, or NULL (tl-explain-plan.c). (transfer full) */
char *tl_words_not_tested (const TlView *view, const TlCatalog *catalog);

/* Whom to ask about the cause, with a message, or NULL (tl-contact.c). (transfer full) */
TlContact *tl_words_contact (TlWords *words, const TlCause *cause);

/* The first sentence of a report (tl-explain-summary.c). (transfer full) */
char *tl_words_summary (TlWords *words, const TlDiagnosis *diagnosis);

G_END_DECLS
