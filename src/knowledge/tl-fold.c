/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fold.h"

#include <string.h>

/* Two-byte sequences stand for U+0080 to U+07FF: Latin, Greek, Cyrillic, Hebrew, Arabic. Their lower
 * case comes from a table, because asking GLib for each character costs more than matching it. */
#define TABLE_FIRST 0x80
#define TABLE_SIZE (0x800 - TABLE_FIRST)

static guint16 lower_table[TABLE_SIZE];
static guint8 ascii_table[128];

static gboolean
is_dropped (gunichar c)
{
  return c == 0xad || c == 0xfeff || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

static gunichar
plain_form (gunichar c)
{
  if (c == 0xa0 || c == 0x3000 || c == 0x2028 || c == 0x2029 || (c >= 0x2000 && c <= 0x200a))
    return ' ';
  if (c >= 0x2018 && c <= 0x201b)
    return '\'';
  if ((c >= 0x201c && c <= 0x201f) || c == 0xab || c == 0xbb)
    return '"';
  if (c >= 0x2010 && c <= 0x2015)
    return '-';
  if (c == 0xb4)
    return '\'';
  return g_unichar_tolower (c);
}

static gpointer
fill_tables (gpointer unused)
{
  for (guint c = 0; c < 128; c++)
    ascii_table[c] = c <= ' ' || c == 127 ? ' ' : (guint8) g_ascii_tolower ((char) c);
  for (guint i = 0; i < TABLE_SIZE; i++) {
    gunichar c = TABLE_FIRST + i;
    gunichar folded = is_dropped (c) ? 0 : plain_form (c);

    lower_table[i] = folded > 0x7ff ? (guint16) c : (guint16) folded;
  }
  return NULL;
}

/* The folded character at `p`, and how many bytes it took; 0 stands for nothing, '?' for a byte that
 * is no UTF-8. Never more bytes than were read. */
static gunichar
fold_wide (const guchar *p, gsize left, guint *taken)
{
  gunichar c;
  gunichar folded;

  if (left >= 2 && p[0] >= 0xc2 && p[0] <= 0xdf && (p[1] & 0xc0) == 0x80) {
    *taken = 2;
    return lower_table[(((gunichar) (p[0] & 0x1f) << 6) | (p[1] & 0x3f)) - TABLE_FIRST];
  }

  c = g_utf8_get_char_validated ((const char *) p, (gssize) left);
  if (c == (gunichar) -1 || c == (gunichar) -2 || c == 0) {
    *taken = 1;
    return '?';
  }
  *taken = (guint) g_unichar_to_utf8 (c, NULL);
  if (is_dropped (c))
    return 0;
  folded = plain_form (c);
  return (guint) g_unichar_to_utf8 (folded, NULL) > *taken ? c : folded;
}

static inline gboolean
is_plain (guchar byte)
{
  return byte > ' ' && byte < 127;
}

gsize
tl_fold (const char *text, gsize length, char *out, guint32 *offsets)
{
  static GOnce once = G_ONCE_INIT;
  const guchar *in = (const guchar *) text;
  gsize used = 0;
  gboolean blank = TRUE; /* blanks at the beginning go */

  g_once (&once, fill_tables, NULL);

  for (gsize i = 0; i < length;) {
    guint taken = 1;
    gsize start = used;
    gunichar c;

    /* Most of most texts: letters of ASCII between blanks, asked for without their places. */
    if (offsets == NULL && is_plain (in[i])) {
      for (; i < length && is_plain (in[i]); i++)
        out[used++] = (char) ascii_table[in[i]];
      blank = FALSE;
      continue;
    }

    c = in[i] < 0x80 ? ascii_table[in[i]] : fold_wide (in + i, length - i, &taken);
    if (c == ' ') {
      if (!blank)
        out[used++] = ' ';
      blank = TRUE;
    } else if (c != 0) {
      if (c < 0x80)
        out[used++] = (char) c;
      else
        used += (gsize) g_unichar_to_utf8 (c, out + used);
      blank = FALSE;
    }
    if (offsets != NULL)
      for (gsize k = start; k < used; k++)
        offsets[k] = (guint32) i;
    i += taken;
  }
  if (used > 0 && out[used - 1] == ' ')
    used--;
  if (offsets != NULL)
    offsets[used] = (guint32) length;
  out[used] = '\0';
  return used;
}

/* The highest bit of each byte that is above 127, below a blank, a delete; and of each blank. */
#define BYTES(value) (G_GUINT64_CONSTANT (0x0101010101010101) * (value))
#define HIGH BYTES (0x80)

static inline guint64
find_odd (guint64 eight)
{
  /* No borrow or carry crosses bytes that are below 128 themselves; of the others, HIGH tells. */
  return (eight | (eight + BYTES (1)) | ~((eight | HIGH) - BYTES (' '))) & HIGH;
}

static inline guint64
find_blanks (guint64 eight)
{
  guint64 zeros = eight ^ BYTES (' ');

  return ~(((zeros & ~HIGH) + ~HIGH) | zeros) & HIGH;
}

/* Eight bytes at a time, each time one further than the last byte before, so that two blanks are
 * seen wherever they stand. */
gboolean
tl_fold_is_plain (const char *text, gsize length)
{
  guint64 eight;
  guint64 odd = 0;
  gsize i = 0;

  if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
    return FALSE;
  for (; i + sizeof eight <= length; i += sizeof eight - 1) {
    guint64 blanks;

    memcpy (&eight, text + i, sizeof eight);
    blanks = find_blanks (eight);
    odd |= find_odd (eight) | (blanks & (blanks << 8));
    if (odd != 0)
      return FALSE;
  }
  for (; i < length; i++)
    if (!is_plain ((guchar) text[i]) && (text[i] != ' ' || (i > 0 && text[i - 1] == ' ')))
      return FALSE;
  return TRUE;
}

char *
tl_fold_dup (const char *text)
{
  gsize length = strlen (text);
  char *out = g_malloc (length + 1);

  tl_fold (text, length, out, NULL);
  return out;
}
