/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The texts in tests/knowledge/samples: what servers say, and the causes that are right for it. */
#pragma once

#include <glib.h>

#include "tl-settings.h"

G_BEGIN_DECLS

typedef struct {
  char *file;
  guint line;
  TlProtocol protocol;
  GStrv causes;
  char *text;
  char *recipient; /* (nullable) of a report: what must be read out of it */
  char *stage;     /* (nullable) */
} Sample;

/* (element-type Sample): every file *.tsv of the folder and its reports.txt; stops the program where
 * one is wrong. */
GPtrArray *samples_read (const char *folder);

G_END_DECLS
