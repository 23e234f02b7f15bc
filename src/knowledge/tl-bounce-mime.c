/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the parts of a message begin and end (RFC 2045, 2046). They are found in place, line by line,
 * and only what is read is copied: a report mostly consists of the message that it returns, which is
 * never looked at. What is hard to read (odd fields, codings, charsets) is left to GMime. */
#include "tl-bounce-private.h"

#include <gmime/gmime.h>
#include <string.h>

/* Bytes of a field that are kept; a longer boundary is none. */
#define FIELD_MAX 8192

/* ------------------------------------------------------------------ heads */

void
tl_bounce_head_clear (TlBounceHead *head)
{
  g_free (head->content_type);
  g_free (head->encoding);
  g_free (head->from);
  g_free (head->subject);
  g_free (head->auto_submitted);
  g_free (head->precedence);
  g_free (head->failed);
  memset (head, 0, sizeof *head);
}

/* The slot of a field that is wanted and was not yet seen, and how long its name is. */
static char **
find_slot (TlBounceHead *head, const char *line, gsize n, gsize *name)
{
  static const char *const answers[] = {
      "x-autoreply:", "x-autorespond:", "x-autoresponder:", "x-mail-autoreply:"};
  const struct {
    const char *name;
    char **slot;
  } wanted[] = {{"content-type:", &head->content_type},
                {"content-transfer-encoding:", &head->encoding},
                {"from:", &head->from},
                {"subject:", &head->subject},
                {"auto-submitted:", &head->auto_submitted},
                {"precedence:", &head->precedence},
                {"x-failed-recipients:", &head->failed}};

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    *name = strlen (wanted[i].name);
    if (tl_bounce_begins (line, n, wanted[i].name))
      return *wanted[i].slot == NULL ? wanted[i].slot : NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    head->answers = head->answers || tl_bounce_begins (line, n, answers[i]);
  return NULL;
}

static void
end_field (GString *field, char **slot)
{
  if (slot == NULL)
    return;
  for (gsize i = 0; i < field->len; i++)
    if (field->str[i] == '\0')
      field->str[i] = ' ';
  *slot = g_strstrip (g_strdup (field->str));
}

static void
append_bounded (GString *field, const char *line, gsize n)
{
  g_string_append_len (field, line, (gssize) MIN (n, FIELD_MAX - MIN (field->len, FIELD_MAX)));
}

gsize
tl_bounce_read_head (const char *text, gsize length, gboolean of_part, TlBounceHead *head)
{
  g_autoptr (GString) field = g_string_new (NULL);
  char **slot = NULL;
  gsize begin = 0;
  gsize at = 0;
  const char *line;
  gsize n;

  for (; tl_bounce_next_line (text, length, &at, &line, &n) && n > 0; begin = at) {
    gsize name;

    if (*line == ' ' || *line == '\t') {
      if (slot != NULL)
        append_bounded (field, line, n);
      continue;
    }
    /* Programs forget the empty line behind the head of a part. */
    if (of_part && !tl_bounce_is_field (line, n)) {
      at = begin;
      break;
    }
    end_field (field, slot);
    slot = find_slot (head, line, n, &name);
    if (slot != NULL) {
      g_string_truncate (field, 0);
      append_bounded (field, line + name, n - name);
    }
  }
  end_field (field, slot);
  return at;
}

gboolean
tl_bounce_is_field (const char *line, gsize n)
{
  gsize i = 0;

  while (i < n && (guchar) line[i] > ' ' && (guchar) line[i] < 127 && line[i] != ':')
    i++;
  return i > 0 && i < n && line[i] == ':';
}

/* ------------------------------------------------------------------ content types */

void
tl_bounce_type_clear (TlBounceType *type)
{
  g_free (type->boundary);
  g_free (type->charset);
  memset (type, 0, sizeof *type);
}

gboolean
tl_bounce_type_is (const TlBounceType *self, const char *type, const char *subtype)
{
  return g_ascii_strcasecmp (self->type, type) == 0 &&
         (*subtype == '*' || g_ascii_strcasecmp (self->subtype, subtype) == 0);
}

static const char *
skip_blanks (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;
  return p;
}

/* RFC 2045, 5.1, without what RFC 2231 gives a meaning to. */
static const char *
skip_token (const char *p)
{
  while (g_ascii_isalnum (*p) || (*p != '\0' && strchr ("!#$&-^_.+{}|~`", *p) != NULL))
    p++;
  return p;
}

static gboolean
copy_word (char *out, gsize size, const char *begin, const char *end)
{
  gsize n = (gsize) (end - begin);

  if (n == 0 || n >= size)
    return FALSE;
  memcpy (out, begin, n);
  out[n] = '\0';
  return TRUE;
}

/* One "name=value" or `name="value"`: where it ends, or NULL where it has another form. */
static const char *
take_parameter (TlBounceType *self, const char *p)
{
  const char *name = p;
  gsize n = (gsize) (skip_token (p) - p);
  const char *value;
  char **slot = NULL;

  p = skip_blanks (p + n);
  if (n == 0 || *p != '=')
    return NULL;
  value = skip_blanks (p + 1);
  if (*value == '"') {
    p = ++value;
    while (*p != '"' && *p != '\\' && *p != '\0')
      p++;
    if (*p != '"')
      return NULL;
  } else {
    p = skip_token (value);
    if (p == value || (*p != '\0' && *p != ';' && !g_ascii_isspace (*p)))
      return NULL;
  }
  if (n == strlen ("boundary") && g_ascii_strncasecmp (name, "boundary", n) == 0)
    slot = &self->boundary;
  else if (n == strlen ("charset") && g_ascii_strncasecmp (name, "charset", n) == 0)
    slot = &self->charset;
  if (slot != NULL && *slot == NULL)
    *slot = g_strndup (value, (gsize) (p - value));
  return skip_blanks (*p == '"' ? p + 1 : p);
}

/* The forms that nearly all programs write; FALSE for all others. */
static gboolean
read_usual_type (TlBounceType *self, const char *value)
{
  const char *begin = skip_blanks (value);
  const char *p = skip_token (begin);

  if (*p != '/' || !copy_word (self->type, sizeof self->type, begin, p))
    return FALSE;
  begin = p + 1;
  p = skip_token (begin);
  if (!copy_word (self->subtype, sizeof self->subtype, begin, p))
    return FALSE;
  for (p = skip_blanks (p); p != NULL && *p == ';';) {
    p = skip_blanks (p + 1);
    if (*p != '\0')
      p = take_parameter (self, p);
  }
  return p != NULL && *p == '\0';
}

static void
read_odd_type (TlBounceType *self, const char *value)
{
  GMimeContentType *type = g_mime_content_type_parse (NULL, value);

  tl_bounce_type_clear (self);
  g_strlcpy (self->type, g_mime_content_type_get_media_type (type), sizeof self->type);
  g_strlcpy (self->subtype, g_mime_content_type_get_media_subtype (type), sizeof self->subtype);
  self->boundary = g_strdup (g_mime_content_type_get_parameter (type, "boundary"));
  self->charset = g_strdup (g_mime_content_type_get_parameter (type, "charset"));
  g_object_unref (type);
}

void
tl_bounce_read_type (TlBounceType *self, const char *value)
{
  memset (self, 0, sizeof *self);
  if (value == NULL)
    value = "text/plain";
  if (!read_usual_type (self, value))
    read_odd_type (self, value);
}

/* ------------------------------------------------------------------ boundaries */

/* Whether the line is "--BOUNDARY" or, at the end, "--BOUNDARY--" (RFC 2046, 5.1.1). */
static gboolean
is_boundary (const TlBounceParts *self, const char *line, gsize n, gboolean *last)
{
  gsize at = self->boundary_length + 2;

  if (n < at || line[0] != '-' || line[1] != '-' ||
      memcmp (line + 2, self->boundary, self->boundary_length) != 0)
    return FALSE;
  *last = n >= at + 2 && line[at] == '-' && line[at + 1] == '-';
  for (at += *last ? 2 : 0; at < n; at++)
    if (line[at] != ' ' && line[at] != '\t')
      return FALSE;
  return TRUE;
}

/* The end of what stands before the line at `begin`: its line end belongs to the boundary. */
static gsize
end_before (const char *text, gsize from, gsize begin)
{
  if (begin > from && text[begin - 1] == '\n')
    begin--;
  while (begin > from && text[begin - 1] == '\r')
    begin--;
  return begin;
}

void
tl_bounce_parts_init (TlBounceParts *self, const char *text, gsize length, const char *boundary)
{
  *self = (TlBounceParts){.text = text,
                          .length = length,
                          .boundary = boundary,
                          .boundary_length = boundary != NULL ? strlen (boundary) : 0};
}

gboolean
tl_bounce_parts_next (TlBounceParts *self, const char **part, gsize *length)
{
  gsize from = self->at;
  const char *line;
  gsize n;
  gsize begin;
  gboolean last = FALSE;

  if (self->boundary_length == 0 || self->ended)
    return FALSE;
  for (begin = self->at; tl_bounce_next_line (self->text, self->length, &self->at, &line, &n);
       begin = self->at) {
    gboolean opened = self->opened;

    if (n < 2 || *line != '-' || !is_boundary (self, line, n, &last))
      continue;
    self->opened = TRUE;
    self->ended = last;
    if (opened) {
      *part = self->text + from;
      *length = end_before (self->text, from, begin) - from;
      return TRUE;
    }
    if (last)
      return FALSE;
    from = self->at;
  }
  self->ended = TRUE;
  *part = self->text + from;
  *length = self->length - from;
  return self->opened && from < self->length;
}

/* ------------------------------------------------------------------ contents */

/* Line ends become LF alone. */
static gsize
copy_lines (char *out, const char *text, gsize length)
{
  gsize used = 0;

  if (memchr (text, '\r', length) == NULL) {
    memcpy (out, text, length);
    return length;
  }
  for (gsize i = 0; i < length;) {
    gsize end = i;

    while (end < length && text[end] == '\r')
      end++;
    if (end > i && end < length && text[end] == '\n')
      i = end;
    out[used++] = text[i++];
  }
  return used;
}

char *
tl_bounce_decode (const char *text, gsize length, const char *encoding, gsize *decoded)
{
  GMimeContentEncoding coding = encoding != NULL ? g_mime_content_encoding_from_string (encoding)
                                                 : GMIME_CONTENT_ENCODING_DEFAULT;
  char *bytes = g_malloc (length + 1);
  gsize n = copy_lines (bytes, text, length);

  if (coding == GMIME_CONTENT_ENCODING_BASE64 || coding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
      coding == GMIME_CONTENT_ENCODING_UUENCODE) {
    g_autofree char *raw = bytes;
    GMimeEncoding state;

    g_mime_encoding_init_decode (&state, coding);
    bytes = g_malloc (g_mime_encoding_outlen (&state, n) + 1);
    n = g_mime_encoding_step (&state, raw, n, bytes);
  }
  bytes[n] = '\0';
  *decoded = n;
  return bytes;
}
