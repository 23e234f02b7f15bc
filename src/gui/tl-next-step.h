/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the wizard does for each test that would tell more (src/knowledge/tl-next-tests.c). */
#pragma once

#include "tl-wizard.h"

G_BEGIN_DECLS

typedef enum {
  TL_NEXT_GO,     /* to a page: `argument` */
  TL_NEXT_TEST,   /* again, one thing otherwise: `argument` */
  TL_NEXT_SURVEY, /* all ports */
  TL_NEXT_WAIT,   /* then again: `seconds` */
  TL_NEXT_ASK, /* let the person do something first: `question`, answered by the fact `argument` */
  TL_NEXT_EXPORT /* the report */
} TlNextKind;

typedef struct {
  const char *id;
  TlNextKind kind;
  const char *label;    /* N_(), context "button" */
  const char *argument; /* (nullable) */
  const char *question; /* (nullable) N_() */
  const char *way_back; /* (nullable) N_() what has to be undone after the test */
  guint seconds;
} TlNextStep;

/* NULL where the person can do it only elsewhere. */
const TlNextStep *tl_next_step_find (const char *id);
/* Arranges that the next test is made otherwise (TL_NEXT_TEST). */
void tl_next_step_prepare (const TlNextStep *step, TlWizard *wizard);

G_END_DECLS
