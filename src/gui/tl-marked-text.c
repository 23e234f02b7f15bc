/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-marked-text.h"

#include "tl-diagnosis.h"
#include "tl-text.h"

#include <string.h>

/* Of a text that is too long: its beginning, and so many bytes around each marked place. */
#define HEAD 6000
#define AROUND 300
/* A long line is taken up again so many bytes before a marked place. */
#define NEAR 100

typedef struct {
  gsize start;
  gsize end;
} Piece;

typedef struct {
  const char *bytes;
  gsize length;
  GString *out;
  guint chars;  /* of `out` */
  guint column; /* of the line of `out` */
  gboolean skipping;
  GArray *order; /* const TlSpan *, by start */
  GArray *marks; /* TlMark, in the same order */
  gboolean cut;
} Writer;

static const TlSpan *
span_at (const Writer *self, guint i)
{
  return g_array_index (self->order, const TlSpan *, i);
}

static void
put (Writer *self, const char *text)
{
  glong n = g_utf8_strlen (text, -1);

  g_string_append (self->out, text);
  self->chars += (guint) n;
  self->column += (guint) n;
}

static void
new_line (Writer *self)
{
  g_string_append_c (self->out, '\n');
  self->chars++;
  self->column = 0;
}

/* ------------------------------------------------------------------ characters */

/* The bytes of the character at `at`, and what stands for it: a NUL-terminated text. */
static gsize
read_char (const Writer *self, gsize at, char shown[16])
{
  const char *place = self->bytes + at;
  gunichar c = g_utf8_get_char_validated (place, (gssize) MIN (self->length - at, (gsize) 6));
  gsize n;

  if (*place == '\0') {
    g_strlcpy (shown, "<0000>", 16);
    return 1;
  }
  if (c == (gunichar) -1 || c == (gunichar) -2) {
    g_snprintf (shown, 16, "<x%02X>", (guchar) *place);
    return 1;
  }
  n = (gsize) (g_utf8_next_char (place) - place);
  if (c == '\t' || !tl_text_char_is_hidden (c)) {
    memcpy (shown, place, n);
    shown[n] = '\0';
    return n;
  }
  g_snprintf (shown, 16, "<%04X>", (guint) c);
  return n;
}

static gboolean
is_crlf (const Writer *self, gsize at)
{
  return self->bytes[at] == '\r' && at + 1 < self->length && self->bytes[at + 1] == '\n';
}

static gboolean
is_near_span (const Writer *self, gsize at)
{
  for (guint i = 0; i < self->order->len; i++) {
    const TlSpan *span = span_at (self, i);

    if (at + NEAR >= span->start && at < span->end)
      return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ pieces */

static void
open_marks (Writer *self, gsize at)
{
  for (guint i = 0; i < self->order->len; i++) {
    TlMark *mark = &g_array_index (self->marks, TlMark, i);
    const TlSpan *span = span_at (self, i);

    if (mark->fact == NULL && at >= span->start && at < span->end) {
      mark->start = mark->end = self->chars;
      mark->fact = g_strdup (span->fact);
    }
  }
}

static void
stretch_marks (Writer *self, gsize at)
{
  for (guint i = 0; i < self->order->len; i++) {
    TlMark *mark = &g_array_index (self->marks, TlMark, i);
    const TlSpan *span = span_at (self, i);

    if (mark->fact != NULL && at >= span->start && at < span->end)
      mark->end = self->chars;
  }
}

/* A line that is too long goes on, on a new one, only near a marked place. */
static gboolean
leave_out (Writer *self, gsize at)
{
  if (self->column < TL_MARKED_LINE_MAX && !self->skipping)
    return FALSE;
  if (is_near_span (self, at)) {
    if (self->column >= TL_MARKED_LINE_MAX || self->skipping)
      new_line (self);
    self->skipping = FALSE;
    return FALSE;
  }
  if (!self->skipping)
    put (self, "…");
  self->skipping = TRUE;
  self->cut = TRUE;
  return TRUE;
}

static void
write_piece (Writer *self, Piece piece)
{
  char shown[16];

  for (gsize at = piece.start; at < piece.end;) {
    gsize n;

    if (is_crlf (self, at)) {
      at++;
      continue;
    }
    if (self->bytes[at] == '\n' || self->bytes[at] == '\r') {
      new_line (self);
      self->skipping = FALSE;
      at++;
      continue;
    }
    n = read_char (self, at, shown);
    if (!leave_out (self, at)) {
      open_marks (self, at);
      put (self, shown);
      stretch_marks (self, at);
    }
    at += n;
  }
}

static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *left = a;
  const Piece *right = b;

  return left->start < right->start ? -1 : left->start > right->start;
}

static gsize
to_boundary (const Writer *self, gsize at)
{
  while (at > 0 && at < self->length && ((guchar) self->bytes[at] & 0xc0) == 0x80)
    at--;
  return at;
}

static GArray *
choose_pieces (const Writer *self)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  Piece first = {0, self->length};
  gsize room = TL_MARKED_MAX - HEAD;

  if (self->length > TL_MARKED_MAX)
    first.end = to_boundary (self, HEAD);
  g_array_append_val (pieces, first);
  for (guint i = 0; first.end < self->length && i < self->order->len; i++) {
    const TlSpan *span = span_at (self, i);
    gsize end = MIN (span->end, span->start + 2000);
    Piece piece = {to_boundary (self, span->start > AROUND ? span->start - AROUND : 0),
                   to_boundary (self, MIN (end + AROUND, self->length))};

    if (piece.end <= first.end || piece.end - piece.start > room)
      continue;
    room -= piece.end - piece.start;
    g_array_append_val (pieces, piece);
  }
  g_array_sort (pieces, compare_pieces);
  return pieces;
}

static void
write_pieces (Writer *self)
{
  g_autoptr (GArray) pieces = choose_pieces (self);
  gsize done = 0;

  for (guint i = 0; i < pieces->len; i++) {
    Piece piece = g_array_index (pieces, Piece, i);

    piece.start = MAX (piece.start, done);
    if (piece.start > done) {
      if (self->column > 0)
        new_line (self);
      put (self, "[…]");
      new_line (self);
      self->skipping = FALSE;
      self->cut = TRUE;
    }
    if (piece.end > piece.start)
      write_piece (self, piece);
    done = MAX (done, piece.end);
  }
  if (done < self->length) {
    if (self->column > 0)
      new_line (self);
    put (self, "[…]");
    self->cut = TRUE;
  }
}

/* ------------------------------------------------------------------ the whole */

static void
mark_clear (gpointer data)
{
  g_free (((TlMark *) data)->fact);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TlSpan *left = *(const TlSpan *const *) a;
  const TlSpan *right = *(const TlSpan *const *) b;

  return left->start < right->start ? -1 : left->start > right->start;
}

static void
sort_spans (Writer *self, const GPtrArray *spans)
{
  for (guint i = 0; spans != NULL && i < spans->len && self->order->len < 200; i++) {
    const TlSpan *span = spans->pdata[i];

    if (span->start < span->end && span->end <= self->length)
      g_array_append_val (self->order, span);
  }
  g_array_sort (self->order, compare_spans);
  g_array_set_size (self->marks, self->order->len);
}

TlMarkedText *
tl_marked_text_new (const char *bytes, gsize length, const GPtrArray *spans)
{
  TlMarkedText *self = g_new0 (TlMarkedText, 1);
  g_autoptr (GArray) order = g_array_new (FALSE, TRUE, sizeof (const TlSpan *));
  Writer writer = {.bytes = bytes, .length = length, .order = order};

  self->marks = g_array_new (FALSE, TRUE, sizeof (TlMark));
  g_array_set_clear_func (self->marks, mark_clear);
  writer.marks = self->marks;
  writer.out = g_string_new (NULL);
  sort_spans (&writer, spans);
  write_pieces (&writer);
  for (guint i = self->marks->len; i > 0; i--)
    if (g_array_index (self->marks, TlMark, i - 1).fact == NULL)
      g_array_remove_index (self->marks, i - 1);
  self->text = g_string_free (writer.out, FALSE);
  self->cut = writer.cut;
  return self;
}

void
tl_marked_text_free (TlMarkedText *self)
{
  g_free (self->text);
  g_array_unref (self->marks);
  g_free (self);
}

gboolean
tl_text_is_plain (const char *bytes, gsize length)
{
  guint column = 0;

  if (length > TL_MARKED_MAX || !g_utf8_validate_len (bytes, length, NULL))
    return FALSE;
  for (const char *at = bytes; at < bytes + length; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    column = c == '\n' ? 0 : column + 1;
    if (column > TL_MARKED_LINE_MAX || (c == '\r' && (at + 1 == bytes + length || at[1] != '\n')) ||
        (c != '\n' && c != '\t' && c != '\r' && tl_text_char_is_hidden (c)))
      return FALSE;
  }
  return TRUE;
}
