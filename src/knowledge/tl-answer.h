/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of `explain --jsonl` (the contract): a text in a JSON object in, its causes in another out. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest line that is read, in bytes. */
#define TL_ANSWER_LINE_MAX (8 * 1024 * 1024)

/* Appends the answer, without a line end, to `out`. Of a line that cannot be answered, nothing is
 * appended, and `error` says why in a sentence to be translated (TL_ERROR_BAD_INPUT,
 * TL_ERROR_TOO_LARGE). `line` is decoded in place and holds other bytes afterwards. */
gboolean tl_answer_line (char *line, gsize length, GString *out, GError **error);

G_END_DECLS
