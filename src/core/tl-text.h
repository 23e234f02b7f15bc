/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Making foreign bytes harmless and showable. Server text is data: it is shown literally, its
 * controls made visible, and nothing in it is ever interpreted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest line of foreign text that is shown, in characters (Pango shapes a line at once). */
#define TL_TEXT_LINE_MAX 1000

/* Whether a character leaves no mark of its own on the screen or moves its neighbours about:
 * controls, bidi and zero-width characters, fillers, tags, code points that are no characters. */
gboolean tl_text_char_is_hidden (gunichar c);

/* Valid UTF-8 in which every control, bidi, zero-width and other invisible character stands as
 * <XXXX> (its hexadecimal code point) and every invalid byte as <xNN>; TAB becomes a blank. Cut to
 * `max_chars` characters (0: not cut), of which the last is then the mark of the cut, "…".
 * (transfer full) */
char *tl_text_make_visible (const char *bytes, gsize length, gsize max_chars);

/* The same, with line feeds kept (and the CR before one dropped). (transfer full) */
char *tl_text_make_visible_lines (const char *bytes, gsize length, gsize max_chars_a_line);

/* Valid UTF-8 with invalid bytes replaced by U+FFFD and NUL by U+2400; no other change.
 * (transfer full) */
char *tl_text_make_utf8 (const char *bytes, gsize length);

/* Wraps in FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE so that a host, code or reply cannot
 * reorder the sentence around it. `text` must already be visible. (transfer full) */
char *tl_text_isolate (const char *text);

/* Escapes for HTML text and attributes. (transfer full) */
char *tl_text_escape_html (const char *text);

/* The number with decimal digits of any script read as ASCII ones. (transfer full) */
char *tl_text_ascii_digits (const char *text);

G_END_DECLS
