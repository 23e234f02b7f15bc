/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables made ready for asking: conditions compiled; the matcher of text rules comes with the first
 * text. */
#pragma once

#include "tl-kb.h"
#include "tl-matcher.h"
#include "tl-view.h"

G_BEGIN_DECLS

typedef struct _TlKnowledge TlKnowledge;

/* `areas` must outlive it, the array as well. */
TlKnowledge *tl_knowledge_new (const TlKbArea *const *areas, gsize n_areas);
void tl_knowledge_free (TlKnowledge *knowledge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlKnowledge, tl_knowledge_free)

/* That of all areas, made at the first use. (transfer none) */
const TlKnowledge *tl_knowledge_get_default (void);
const TlMatcher *tl_knowledge_get_matcher (const TlKnowledge *knowledge);

/* A cause that something speaks for. */
typedef struct {
  const TlCause *cause;
  TlFinding *finding; /* (owned) */
  double strongest;   /* confidence of its best single rule */
  guint hits;         /* how many rules hold */
  gsize word_start;   /* the words that speak loudest for it, in the text of `word_fact` */
  gsize word_end;
  const char *word_fact; /* (nullable) */
} TlCandidate;

/* Every cause that a rule speaks for, in the order of the tables, confidence combined as tl-kb.h
 * says. Array of TlCandidate that owns its findings. */
GPtrArray *tl_knowledge_find_candidates (const TlKnowledge *knowledge, const TlView *view);

/* Best first: see tl-rank.c. Drops what is too weak to be named. */
void tl_rank_candidates (GPtrArray *candidates, gboolean failed);

/* Of causes in their order, found in words alone: where a second one that is no form of the first is
 * likely as well, none stays above 0.8. */
void tl_rank_doubt (GPtrArray *ranked);
/* Before ranking: where a cause is found that unsettles the others, nothing is decided. */
void tl_rank_unsettle (GPtrArray *candidates);

/* Adds what a text told before the last attempt (tl-diagnose-earlier.c). */
void tl_add_earlier_text (const TlKnowledge *knowledge, const TlEvidence *evidence,
                          gboolean through, GPtrArray *candidates);

/* The whole of tl_diagnose, over other tables than the built-in ones. */
TlDiagnosis *tl_knowledge_diagnose (const TlKnowledge *knowledge, const TlEvidence *evidence);

G_END_DECLS
