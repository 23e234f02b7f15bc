/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts that programs of Windows save as "Unicode": UTF-16 behind a byte order mark. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gboolean big_endian;
  guint pending; /* bytes of a unit that is torn: 0 or 1 */
  guchar byte;
  gunichar first; /* of a surrogate pair, or 0 */
} TlUtf16;

/* Whether a text begins with the mark; `state` is then ready for the bytes behind its two. */
gboolean tl_utf16_begins (TlUtf16 *state, const char *bytes, gsize length);
/* Appends any piece of the text in UTF-8; what is no character becomes U+FFFD. */
void tl_utf16_append (TlUtf16 *state, const char *bytes, gsize length, GString *out);

G_END_DECLS
