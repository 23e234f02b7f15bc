/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the files that explain. */
#pragma once

#include "tl-explain.h"
#include "tl-kb.h"
#include "tl-words.h"

G_BEGIN_DECLS

/* The certificates that the server showed. tl-explain-chain.c */
void tl_explain_add_chain (TlExplanation *explanation, const TlEvidence *evidence,
                           const TlCatalog *catalog);
/* This computer, and how each thing that was looked at bears on what failed; tl_explain_prepare_computer
 * before the view is made. tl-explain-computer.c */
void tl_explain_prepare_computer (void);
void tl_explain_add_computer (TlExplanation *explanation, TlWords *words,
                              const TlDiagnosis *diagnosis);
/* A fact, or one value of it, in words. */
typedef struct {
  const char *fact;
  const char *value; /* (nullable) the sentence is for this value alone */
  const char *text;  /* N_() */
} TlFactText;
/* Of all that begin with "domain.". tl-explain-facts-domain.c */
const TlFactText *tl_explain_list_domain_facts (gsize *n);
/* Of all that begin with "local.". tl-explain-facts-computer.c */
const TlFactText *tl_explain_list_computer_facts (gsize *n);

G_END_DECLS
