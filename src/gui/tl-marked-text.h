/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A foreign text as it can be shown beside its marked places: controls made visible, long lines and
 * long texts cut, but never the places that a diagnosis rests on. No widget. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of a text, and of one of its lines, that a text view still takes at once. */
#define TL_MARKED_MAX 20000
#define TL_MARKED_LINE_MAX 1000

typedef struct {
  guint start; /* characters of `text` */
  guint end;
  char *fact;
} TlMark;

typedef struct {
  char *text;
  GArray *marks; /* TlMark, by their place in the input */
  gboolean cut;  /* something of the input is left out */
} TlMarkedText;

/* `spans` (nullable): TlSpan, bytes of the input. */
TlMarkedText *tl_marked_text_new (const char *bytes, gsize length, const GPtrArray *spans);
void tl_marked_text_free (TlMarkedText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlMarkedText, tl_marked_text_free)

/* Whether the text can be edited as it is: nothing in it would have to be made visible or cut. */
gboolean tl_text_is_plain (const char *bytes, gsize length);

G_END_DECLS
