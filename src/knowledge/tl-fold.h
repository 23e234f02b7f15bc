/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts made comparable: what differs only in case, blanks, line ends or typography comes out the
 * same. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folds `length` bytes into `out`, which has room for `length` + 1; the result is never longer, is
 * valid UTF-8 and ends in NUL. Returns its length. `offsets` (nullable, room for `length` + 1) gets
 * for each folded byte its place in the source. Invalid bytes become '?'. */
gsize tl_fold (const char *text, gsize length, char *out, guint32 *offsets);

/* Whether folding would change nothing but the case of ASCII letters, so that every place stays. Most
 * lines are of this kind; asking costs much less than folding. */
gboolean tl_fold_is_plain (const char *text, gsize length);

/* tl_fold, allocated. (transfer full) */
char *tl_fold_dup (const char *text);

G_END_DECLS
