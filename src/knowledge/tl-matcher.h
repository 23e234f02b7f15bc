/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The text rules of all causes, made ready for fast matching: one automaton over all literals, then
 * codes, stage and protocol, then the expressions of the few rules that are left. */
#pragma once

#include "tl-kb.h"

G_BEGIN_DECLS

typedef struct _TlMatcher TlMatcher;

typedef struct {
  const char *text; /* the words, codes taken off; any bytes */
  gsize length;
  guint code;           /* 0: not known */
  const char *enhanced; /* (nullable) */
  const char *stage;    /* (nullable) */
  const char *protocol; /* (nullable) not known: rules of every protocol */
} TlMatchInput;

typedef struct {
  const TlCause *cause;
  const TlKbText *rule;
  gsize
      start; /* bytes of the input that the literal stands for; both 0 for a rule on codes alone */
  gsize end;
} TlMatch;

/* Compiles the rules of `areas`, which must outlive it. Thread-safe once made. */
TlMatcher *tl_matcher_new (const TlKbArea *const *areas, gsize n_areas);
void tl_matcher_free (TlMatcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlMatcher, tl_matcher_free)

/* That of all areas, made at the first use. (transfer none) */
const TlMatcher *tl_matcher_get_default (void);

/* Every rule that holds, each once. `matches` (an array of TlMatch) is emptied
 * first. At most 64 KiB of the text are looked at. */
void tl_matcher_run (const TlMatcher *matcher, const TlMatchInput *input, GArray *matches);

/* Checks every expression and every list of codes, for the tests: the first mistake, or NULL. */
char *tl_matcher_validate (const TlMatcher *matcher);

G_END_DECLS
