/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-secret-forms.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tl-text.h"

/* A shorter secret is looked for as a whole word only, lest half of every text is hidden. */
#define SHORT 4
/* How much of a form that is cut off by the end of the bytes is taken for it. */
#define CUT_MIN 8
/* Room for all forms of one byte of a secret, generously. */
#define ROOM_PER_BYTE 128

typedef enum {
  CASELESS = 1 << 0,  /* servers like to repeat commands in capitals */
  BASE64 = 1 << 1,    /* the letters around it are part of the same code */
  WHOLE_WORD = 1 << 2 /* nothing that could go on the word stands beside it */
} FormFlags;

typedef struct {
  gsize start;
  gsize length;
  guint flags;
} Form;

struct _TlSecretForms {
  guchar *pages; /* (owned) mapped, locked, left out of core dumps; caseless forms in lower case */
  gsize mapped;
  gsize used;
  gsize begun;          /* where the form that is being written starts */
  GArray *forms;        /* Form, longest first */
  GArray *by_byte[256]; /* (nullable) indexes of the forms that begin with a byte */
};

/* ------------------------------------------------------------------ writing forms */

static void
put (TlSecretForms *self, guchar byte)
{
  g_assert (self->used < self->mapped);
  self->pages[self->used++] = byte;
}

static void
put_text (TlSecretForms *self, const char *text)
{
  for (; *text != '\0'; text++)
    put (self, (guchar) *text);
}

static void
put_number (TlSecretForms *self, const char *format, guint number)
{
  char buffer[16];

  switch (format[0]) {
    case 'd':
      g_snprintf (buffer, sizeof buffer, "&#%u;", number);
      break;
    case 'x':
      g_snprintf (buffer, sizeof buffer, "&#x%x;", number);
      break;
    case 'u':
      g_snprintf (buffer, sizeof buffer, "\\u%04x", number);
      break;
    case '%':
      g_snprintf (buffer, sizeof buffer, "%%%02x", number);
      break;
    case '=':
      g_snprintf (buffer, sizeof buffer, "=%02x", number);
      break;
    case '<':
      g_snprintf (buffer, sizeof buffer, "<%04x>", number);
      break;
    default:
      g_snprintf (buffer, sizeof buffer, "%02x", number);
  }
  put_text (self, buffer);
  tl_wipe (buffer, sizeof buffer);
}

static gboolean
is_known (const TlSecretForms *self, const guchar *bytes, gsize length)
{
  for (guint i = 0; i < self->forms->len; i++) {
    const Form *form = &g_array_index (self->forms, Form, i);

    if (form->length == length && memcmp (self->pages + form->start, bytes, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Ends the form whose bytes were put since the last one. */
static void
end_form (TlSecretForms *self, guint flags)
{
  guchar *bytes = self->pages + self->begun;
  const Form form = {self->begun, self->used - self->begun, flags};

  for (gsize i = 0; i < form.length && (flags & CASELESS) != 0; i++)
    bytes[i] = (guchar) g_ascii_tolower ((char) bytes[i]);
  if (form.length == 0 || is_known (self, bytes, form.length)) {
    tl_wipe (bytes, form.length);
    self->used = self->begun;
    return;
  }
  g_array_append_val (self->forms, form);
  self->begun = self->used;
}

/* ------------------------------------------------------------------ codings */

static void
add_raw (TlSecretForms *self, const guchar *bytes, gsize length, guint flags)
{
  for (gsize i = 0; i < length; i++)
    put (self, bytes[i]);
  end_form (self, CASELESS | flags);
}

/* The letters that stand fast when the bytes lie `shift` bytes behind a group of three, whatever
 * is before and behind them. `whole`: nothing is, so the padding is known, too. */
static void
add_base64 (TlSecretForms *self, const guchar *bytes, gsize length, guint shift, const char *extra,
            gboolean whole)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  gsize first = (shift * 8 + 5) / 6;
  gsize last = whole ? (length * 8 + 5) / 6 : (shift + length) * 8 / 6;

  for (gsize i = first; i < last; i++) {
    guint value = 0;

    for (gsize bit = i * 6; bit < i * 6 + 6; bit++) {
      gsize at = bit / 8 - shift;
      guint byte = at < length ? bytes[at] : 0;

      value = value << 1 | (byte >> (7 - bit % 8) & 1);
    }
    put (self, (guchar) (value < 62 ? letters[value] : extra[value - 62]));
  }
  end_form (self, BASE64 | (whole ? WHOLE_WORD : 0));
}

static void
add_base64_forms (TlSecretForms *self, const guchar *bytes, gsize length)
{
  for (guint shift = 0; shift < 3; shift++) {
    add_base64 (self, bytes, length, shift, "+/", FALSE);
    add_base64 (self, bytes, length, shift, "-_", FALSE);
  }
}

static void
add_hex (TlSecretForms *self, const guchar *bytes, gsize length, const char *between)
{
  for (gsize i = 0; i < length; i++) {
    if (i > 0)
      put_text (self, between);
    put_number (self, "h", bytes[i]);
  }
  end_form (self, CASELESS);
}

/* Bytes other than the letters and digits and those of `kept` as "%70" or "=70"; with `all`, the
 * letters and digits as well. */
static void
add_escaped (TlSecretForms *self, const guchar *bytes, gsize length, const char *format,
             const char *kept, gboolean all)
{
  gboolean plus = *kept == '+'; /* forms write a blank as "+" */

  for (gsize i = 0; i < length; i++) {
    guchar byte = bytes[i];

    if (byte == ' ' && plus)
      put (self, '+');
    else if (!all && byte != '\0' &&
             (g_ascii_isalnum ((char) byte) || strchr (kept + (plus ? 1 : 0), byte) != NULL))
      put (self, byte);
    else
      put_number (self, format, byte);
  }
  end_form (self, CASELESS);
}

static void
add_html (TlSecretForms *self, const guchar *bytes, gsize length, const char *apostrophe)
{
  for (gsize i = 0; i < length; i++) {
    if (bytes[i] == '&')
      put_text (self, "&amp;");
    else if (bytes[i] == '<')
      put_text (self, "&lt;");
    else if (bytes[i] == '>')
      put_text (self, "&gt;");
    else if (bytes[i] == '"')
      put_text (self, "&quot;");
    else if (bytes[i] == '\'')
      put_text (self, apostrophe);
    else
      put (self, bytes[i]);
  }
  end_form (self, CASELESS);
}

typedef void (*PutChar) (TlSecretForms *self, gunichar c);

static void
put_utf8 (TlSecretForms *self, gunichar c)
{
  char buffer[6];
  int length = g_unichar_to_utf8 (c, buffer);

  for (int i = 0; i < length; i++)
    put (self, (guchar) buffer[i]);
  tl_wipe (buffer, sizeof buffer);
}

static void
put_html_decimal (TlSecretForms *self, gunichar c)
{
  put_number (self, "d", c);
}

static void
put_html_hex (TlSecretForms *self, gunichar c)
{
  put_number (self, "x", c);
}

static void
put_json_unit (TlSecretForms *self, gunichar c)
{
  if (c <= 0xFFFF) {
    put_number (self, "u", c);
    return;
  }
  put_number (self, "u", 0xD800 + ((c - 0x10000) >> 10));
  put_number (self, "u", 0xDC00 + ((c - 0x10000) & 0x3FF));
}

/* RFC 8259 7, as little as must be escaped. */
static void
put_json (TlSecretForms *self, gunichar c)
{
  if (c == '"' || c == '\\')
    put (self, '\\');
  if (c == '\t')
    put_text (self, "\\t");
  else if (c < 0x20)
    put_json_unit (self, c);
  else
    put_utf8 (self, c);
}

static void
put_json_ascii (TlSecretForms *self, gunichar c)
{
  if (c < 0x80)
    put_json (self, c);
  else
    put_json_unit (self, c);
}

/* As writers do that guard against being read as HTML. */
static void
put_json_web (TlSecretForms *self, gunichar c)
{
  if (c == '/')
    put_text (self, "\\/");
  else if (c == '<' || c == '>' || c == '&' || c == '\'')
    put_json_unit (self, c);
  else
    put_json_ascii (self, c);
}

static void
put_utf16_le (TlSecretForms *self, gunichar c)
{
  if (c > 0xFFFF) {
    put_utf16_le (self, 0xD800 + ((c - 0x10000) >> 10));
    c = 0xDC00 + ((c - 0x10000) & 0x3FF);
  }
  put (self, (guchar) (c & 0xFF));
  put (self, (guchar) (c >> 8));
}

static void
put_utf16_be (TlSecretForms *self, gunichar c)
{
  if (c > 0xFFFF) {
    put_utf16_be (self, 0xD800 + ((c - 0x10000) >> 10));
    c = 0xDC00 + ((c - 0x10000) & 0x3FF);
  }
  put (self, (guchar) (c >> 8));
  put (self, (guchar) (c & 0xFF));
}

/* As tl_text_make_visible shows it. */
static void
put_visible (TlSecretForms *self, gunichar c)
{
  if (c == '\t')
    put (self, ' ');
  else if (tl_text_char_is_hidden (c))
    put_number (self, "<", c);
  else
    put_utf8 (self, c);
}

static void
add_text_forms (TlSecretForms *self, const guchar *bytes, gsize length)
{
  static const PutChar writers[] = {put_html_decimal, put_html_hex, put_json,
                                    put_json_ascii,   put_json_web, put_json_unit,
                                    put_utf16_le,     put_utf16_be, put_visible};
  const char *text = (const char *) bytes;

  if (!g_utf8_validate (text, (gssize) length, NULL))
    return;
  for (gsize w = 0; w < G_N_ELEMENTS (writers); w++) {
    for (const char *c = text; c < text + length; c = g_utf8_next_char (c))
      writers[w](self, g_utf8_get_char (c));
    end_form (self, CASELESS);
  }
}

static void
add_all_forms (TlSecretForms *self, const guchar *bytes, gsize length)
{
  static const char *const kept_in_urls[] = {
      "-._~", "+-._~", "-._~!'()*", "-._~!$&'()*+,;=:@/?", "-._*",
  };

  add_raw (self, bytes, length, 0);
  add_base64_forms (self, bytes, length);
  add_hex (self, bytes, length, "");
  add_hex (self, bytes, length, ":");
  add_hex (self, bytes, length, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (kept_in_urls); i++)
    add_escaped (self, bytes, length, "%", kept_in_urls[i], FALSE);
  add_escaped (self, bytes, length, "%", "", TRUE);
  add_escaped (self, bytes, length, "=", " !\"#$%&'()*+,-./:;<>?@[\\]^_`{|}~", FALSE);
  add_escaped (self, bytes, length, "=", "", TRUE);
  add_html (self, bytes, length, "&#39;");
  add_html (self, bytes, length, "&#x27;");
  add_html (self, bytes, length, "&apos;");
  add_html (self, bytes, length, "'");
  add_text_forms (self, bytes, length);
}

/* "\0user\0secret" (RFC 4616), with or without an authorization identity, as one base64 word. */
static void
add_short_plain (TlSecretForms *self, const char *user, const guchar *bytes, gsize length,
                 gboolean twice)
{
  gsize size = strlen (user);
  gsize start;

  if (twice)
    put_text (self, user);
  put (self, '\0');
  put_text (self, user);
  put (self, '\0');
  for (gsize i = 0; i < length; i++)
    put (self, bytes[i]);
  start = self->begun;
  self->begun = self->used; /* the plain words stay behind as the source of the code */
  add_base64 (self, self->pages + start, (twice ? 2 : 1) * size + 2 + length, 0, "+/", TRUE);
}

static void
add_short_forms (TlSecretForms *self, const guchar *bytes, gsize length, const char *user)
{
  add_raw (self, bytes, length, WHOLE_WORD);
  add_base64 (self, bytes, length, 0, "+/", TRUE);
  if (user == NULL || strlen (user) > 1024)
    return;
  add_short_plain (self, user, bytes, length, FALSE);
  add_short_plain (self, user, bytes, length, TRUE);
}

/* ------------------------------------------------------------------ the set */

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const Form *x = a, *y = b;

  return x->length < y->length ? 1 : x->length > y->length ? -1 : 0;
}

static void
index_forms (TlSecretForms *self)
{
  g_array_sort (self->forms, compare_lengths);
  for (guint i = 0; i < self->forms->len; i++) {
    guchar first = self->pages[g_array_index (self->forms, Form, i).start];

    if (self->by_byte[first] == NULL)
      self->by_byte[first] = g_array_new (FALSE, FALSE, sizeof (guint));
    g_array_append_val (self->by_byte[first], i);
  }
}

/* The bytes without the blanks around them: some servers trim. */
static const char *
trim (const char *bytes, gsize *length)
{
  while (*length > 0 && (bytes[*length - 1] == ' ' || bytes[*length - 1] == '\t'))
    (*length)--;
  while (*length > 0 && (*bytes == ' ' || *bytes == '\t')) {
    bytes++;
    (*length)--;
  }
  return bytes;
}

static void
map_pages (TlSecretForms *self, gsize room)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  void *pages;

  self->mapped = (room / page + 1) * page;
  pages = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    g_error ("no memory for %" G_GSIZE_FORMAT " bytes", self->mapped);
  self->pages = pages;
  (void) madvise (pages, self->mapped, MADV_DONTDUMP);
  /* What is swapped out when the user may not lock memory is the same as for the secret itself. */
  (void) mlock2 (pages, self->mapped, MLOCK_ONFAULT);
}

TlSecretForms *
tl_secret_forms_new (const TlSecret *secret, const char *user)
{
  TlSecretForms *self = g_new0 (TlSecretForms, 1);
  gsize length, bare_length;
  const char *bytes = tl_secret_peek (secret, &length);
  const char *bare;
  /* What goes over the wire may not be what was typed: SASLprep (RFC 4013) normalises. */
  char *normal = g_utf8_normalize (bytes, (gssize) length, G_NORMALIZE_NFKC);
  gsize normal_length = normal != NULL ? strlen (normal) : 0;

  bare_length = length;
  bare = trim (bytes, &bare_length);
  self->forms = g_array_new (FALSE, FALSE, sizeof (Form));
  map_pages (self,
             ROOM_PER_BYTE * (length + (bare_length < length ? bare_length : 0) + normal_length) +
                 16384);
  if (length > 0 && length < SHORT)
    add_short_forms (self, (const guchar *) bytes, length, user);
  else if (length > 0)
    add_all_forms (self, (const guchar *) bytes, length);
  if (bare_length < length && bare_length >= SHORT)
    add_all_forms (self, (const guchar *) bare, bare_length);
  if (normal_length >= SHORT)
    add_all_forms (self, (const guchar *) normal, normal_length);
  tl_wipe_free (normal);
  index_forms (self);
  return self;
}

void
tl_secret_forms_free (TlSecretForms *self)
{
  if (self == NULL)
    return;
  tl_wipe (self->pages, self->used);
  munmap (self->pages, self->mapped);
  for (gsize i = 0; i < G_N_ELEMENTS (self->by_byte); i++)
    g_clear_pointer (&self->by_byte[i], g_array_unref);
  g_array_unref (self->forms);
  g_free (self);
}

guint
tl_secret_forms_count (const TlSecretForms *self)
{
  return self->forms->len;
}

/* ------------------------------------------------------------------ matching */

static gboolean
goes_on_word (char c, guint flags)
{
  if (g_ascii_isalnum (c))
    return TRUE;
  return (flags & BASE64) != 0 ? c == '+' || c == '/' || c == '=' : (guchar) c >= 0x80;
}

static gboolean
is_whole_word (const char *bytes, gsize length, gsize at, gsize size, guint flags)
{
  gsize end = at + size;

  while ((flags & BASE64) != 0 && end < length && bytes[end] == '=')
    end++;
  return (at == 0 || !goes_on_word (bytes[at - 1], flags)) &&
         (end == length || !goes_on_word (bytes[end], flags));
}

static gboolean
same_bytes (const guchar *form, const char *bytes, gsize length, guint flags)
{
  if ((flags & CASELESS) == 0)
    return memcmp (form, bytes, length) == 0;
  for (gsize i = 0; i < length; i++)
    if (form[i] != (guchar) g_ascii_tolower (bytes[i]))
      return FALSE;
  return TRUE;
}

static gsize
match_form (const TlSecretForms *self, const Form *form, const char *bytes, gsize length, gsize at,
            gboolean cut_short)
{
  gsize size = MIN (form->length, length - at);

  if (size < form->length && (!cut_short || size < CUT_MIN || (form->flags & WHOLE_WORD) != 0))
    return 0;
  if (!same_bytes (self->pages + form->start, bytes + at, size, form->flags))
    return 0;
  if ((form->flags & WHOLE_WORD) != 0 && !is_whole_word (bytes, length, at, size, form->flags))
    return 0;
  return size;
}

gsize
tl_secret_forms_match (const TlSecretForms *self, const char *bytes, gsize length, gsize at,
                       gboolean cut_short, gboolean *in_base64)
{
  const guchar firsts[2] = {(guchar) bytes[at], (guchar) g_ascii_tolower (bytes[at])};
  gsize best = 0;

  for (gsize f = 0; f < (firsts[0] == firsts[1] ? 1 : 2); f++) {
    const GArray *candidates = self->by_byte[firsts[f]];

    for (guint i = 0; candidates != NULL && i < candidates->len; i++) {
      const Form *form = &g_array_index (self->forms, Form, g_array_index (candidates, guint, i));
      gsize size = match_form (self, form, bytes, length, at, cut_short);

      if (size > best) {
        best = size;
        *in_base64 = (form->flags & BASE64) != 0;
      }
    }
  }
  return best;
}
