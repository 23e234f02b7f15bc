/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-text.h"

#include <string.h>

#define ELLIPSIS "\342\200\246"
#define REPLACEMENT "\357\277\275"    /* U+FFFD */
#define SYMBOL_FOR_NUL "\342\220\200" /* U+2400 */
#define FIRST_STRONG_ISOLATE "\342\201\250"
#define POP_DIRECTIONAL_ISOLATE "\342\201\251"

/* The format characters of Unicode that do have a shape of their own: the signs that stand before
 * or under Arabic, Syriac and Kaithi numbers. */
static gboolean
is_visible_format (gunichar c)
{
  return (c >= 0x0600 && c <= 0x0605) || c == 0x06DD || c == 0x070F || c == 0x0890 || c == 0x0891 ||
         c == 0x08E2 || c == 0x110BD || c == 0x110CD;
}

gboolean
tl_text_char_is_hidden (gunichar c)
{
  switch (g_unichar_type (c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return TRUE;
    case G_UNICODE_FORMAT:
      return !is_visible_format (c);
    default:
      break;
  }
  /* Letters and marks that are blank by definition, and code points that are no characters. */
  return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 ||
         c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF) ||
         (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Reads one character; FALSE for a byte that begins none. `*size` is what was used up. */
static gboolean
next_char (const char *bytes, gsize length, gunichar *c, gsize *size)
{
  *size = 1;
  *c = (guchar) bytes[0];
  if (*c < 0x80)
    return TRUE;
  *c = g_utf8_get_char_validated (bytes, (gssize) length);
  if (*c == (gunichar) -1 || *c == (gunichar) -2) {
    *c = (guchar) bytes[0];
    return FALSE;
  }
  *size = (gsize) (g_utf8_next_char (bytes) - bytes);
  return TRUE;
}

/* How one character is shown; `buffer` has room for every form. Returns its length in characters. */
static gsize
show_char (const char *bytes, gsize length, char buffer[16], gsize *size)
{
  gunichar c;
  gboolean valid = next_char (bytes, length, &c, size);

  if (!valid) {
    g_snprintf (buffer, 16, "<x%02X>", c);
    return 5;
  }
  if (c == '\t')
    c = ' ';
  if (tl_text_char_is_hidden (c))
    return (gsize) g_snprintf (buffer, 16, "<%04X>", c);
  buffer[g_unichar_to_utf8 (c, buffer)] = '\0';
  return 1;
}

/* How many bytes from here on are shown as they are: letters, digits and signs of ASCII. */
static gsize
plain_run (const char *bytes, gsize length)
{
  gsize n = 0;

  while (n < length && bytes[n] >= ' ' && bytes[n] < 127)
    n++;
  return n;
}

/* Appends one line, cut so that it has at most `max_chars` characters with the mark of the cut. */
static void
append_visible (GString *out, const char *bytes, gsize length, gsize max_chars)
{
  gsize shown = 0;
  gsize mark = out->len; /* where the cut falls if the line turns out too long */
  gsize at = 0;

  while (at < length) {
    char buffer[16];
    gsize size = max_chars == 0 ? plain_run (bytes + at, length - at) : 0;
    gsize width;

    if (size > 0) {
      g_string_append_len (out, bytes + at, (gssize) size);
      at += size;
      continue;
    }
    width = show_char (bytes + at, length - at, buffer, &size);
    if (max_chars > 0 && shown + width > max_chars) {
      g_string_truncate (out, mark);
      g_string_append (out, ELLIPSIS);
      return;
    }
    g_string_append (out, buffer);
    shown += width;
    if (max_chars == 0 || shown < max_chars)
      mark = out->len;
    at += size;
  }
}

char *
tl_text_make_visible (const char *bytes, gsize length, gsize max_chars)
{
  GString *out = g_string_sized_new (MIN (length, 4096));

  append_visible (out, bytes, length, max_chars);
  return g_string_free (out, FALSE);
}

char *
tl_text_make_visible_lines (const char *bytes, gsize length, gsize max_chars_a_line)
{
  GString *out = g_string_sized_new (MIN (length, 4096));
  gsize at = 0;

  while (at < length) {
    const char *feed = memchr (bytes + at, '\n', length - at);
    gsize end = feed != NULL ? (gsize) (feed - bytes) : length;
    gsize stop = feed != NULL && end > at && bytes[end - 1] == '\r' ? end - 1 : end;

    append_visible (out, bytes + at, stop - at, max_chars_a_line);
    if (feed != NULL)
      g_string_append_c (out, '\n');
    at = end + 1;
  }
  return g_string_free (out, FALSE);
}

char *
tl_text_make_utf8 (const char *bytes, gsize length)
{
  GString *out = g_string_sized_new (length + 1);
  gsize at = 0;

  while (at < length) {
    gunichar c;
    gsize size = plain_run (bytes + at, length - at);

    if (size > 0) {
      g_string_append_len (out, bytes + at, (gssize) size);
      at += size;
      continue;
    }
    if (!next_char (bytes + at, length - at, &c, &size))
      g_string_append (out, REPLACEMENT);
    else if (c == 0)
      g_string_append (out, SYMBOL_FOR_NUL);
    else
      g_string_append_len (out, bytes + at, (gssize) size);
    at += size;
  }
  return g_string_free (out, FALSE);
}

char *
tl_text_isolate (const char *text)
{
  return g_strconcat (FIRST_STRONG_ISOLATE, text, POP_DIRECTIONAL_ISOLATE, NULL);
}

char *
tl_text_escape_html (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 16);

  for (; *text != '\0'; text++) {
    switch (*text) {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\'':
        g_string_append (out, "&#39;");
        break;
      default:
        g_string_append_c (out, *text);
    }
  }
  return g_string_free (out, FALSE);
}

char *
tl_text_ascii_digits (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 1);
  gsize length = strlen (text);
  gsize at = 0;

  while (at < length) {
    gunichar c;
    gsize size;

    if (next_char (text + at, length - at, &c, &size) && g_unichar_isdigit (c))
      g_string_append_c (out, (char) ('0' + g_unichar_digit_value (c)));
    else
      g_string_append_len (out, text + at, (gssize) size);
    at += size;
  }
  return g_string_free (out, FALSE);
}
