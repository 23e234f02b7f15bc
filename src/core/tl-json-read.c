/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-json-text.h"

#include "tl-json.h"
#include "tl-types.h"

#include <string.h>

/* Nothing but pointers into the text: what was opened is one bit each. */
typedef struct {
  char *at;
  char *end;
  guint64 objects; /* a bit for each open level: an object, not an array */
  guint depth;
  gboolean too_deep;
} Scanner;

G_STATIC_ASSERT (TL_JSON_DEPTH < 64);

/* A NUL is a character like others here. */
static gboolean
is_utf8 (const char *text, gsize length)
{
  gsize i = 0;

  /* Eight bytes of ASCII at a time. */
  for (guint64 eight; i + sizeof eight <= length; i += sizeof eight) {
    memcpy (&eight, text + i, sizeof eight);
    if (eight & G_GUINT64_CONSTANT (0x8080808080808080))
      break;
  }
  while (i < length) {
    const char *stop;

    /* GLib stops at a NUL. */
    if (g_utf8_validate_len (text + i, length - i, &stop))
      return TRUE;
    if (*stop != '\0')
      return FALSE;
    i = (gsize) (stop - text) + 1;
  }
  return TRUE;
}

static void
skip_blanks (Scanner *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

static gboolean
take (Scanner *self, char c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* ------------------------------------------------------------------ strings */

/* Four hexadecimal digits, or -1. */
static int
take_hex (Scanner *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*self->at++);

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* What stands behind "\u": a character, or half of a pair and then the other half. `*half` where it is
 * half a pair alone. */
static char *
take_unicode (Scanner *self, char *out, gboolean *half)
{
  int first = take_hex (self);
  gunichar c = (gunichar) first;

  if (first < 0)
    return NULL;
  if (first >= 0xd800 && first <= 0xdfff) {
    char *before = self->at;
    int second = -1;

    if (first <= 0xdbff && take (self, '\\') && take (self, 'u')) {
      second = take_hex (self);
      if (second < 0)
        return NULL;
    }
    if (second < 0xdc00 || second > 0xdfff) {
      self->at = before;
      *half = TRUE;
      return out;
    }
    c = 0x10000 + (((gunichar) first & 0x3ff) << 10) + ((gunichar) second & 0x3ff);
  }
  return out + g_unichar_to_utf8 (c, out);
}

static char *
take_escape (Scanner *self, char *out, gboolean *half)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meant[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (self->at >= self->end)
    return NULL;
  if (*self->at == 'u') {
    self->at++;
    return take_unicode (self, out, half);
  }
  name = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name == NULL)
    return NULL;
  self->at++;
  *out = meant[name - names];
  return out + 1;
}

/* The end of what needs no decoding, from `at` on: a quotation mark, a backslash, a control. */
static char *
skip_plain (char *at, const char *end)
{
  while (at < end && *at != '"' && *at != '\\' && (guchar) *at >= ' ')
    at++;
  return at;
}

/* Decoded in place, which never takes more room. `value` may be NULL. */
static gboolean
take_string (Scanner *self, char **value, gsize *length)
{
  gboolean half = FALSE;
  char *begin;
  char *out;

  if (!take (self, '"'))
    return FALSE;
  begin = self->at;
  out = self->at = skip_plain (self->at, self->end);
  while (self->at < self->end && *self->at != '"') {
    char *stop;

    if (*self->at != '\\')
      return FALSE;
    self->at++;
    out = take_escape (self, out, &half);
    if (out == NULL)
      return FALSE;
    stop = skip_plain (self->at, self->end);
    memmove (out, self->at, (gsize) (stop - self->at));
    out += stop - self->at;
    self->at = stop;
  }
  if (!take (self, '"'))
    return FALSE;
  if (value != NULL) {
    *out = '\0';
    *value = half ? NULL : begin;
    *length = half ? 0 : (gsize) (out - begin);
  }
  return TRUE;
}

/* ------------------------------------------------------------------ other values */

static gboolean
take_digits (Scanner *self)
{
  char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > begin;
}

static gboolean
take_number (Scanner *self)
{
  take (self, '-');
  if (!take (self, '0') && !take_digits (self))
    return FALSE;
  if (take (self, '.') && !take_digits (self))
    return FALSE;
  if (take (self, 'e') || take (self, 'E')) {
    if (!take (self, '+'))
      take (self, '-');
    return take_digits (self);
  }
  return TRUE;
}

static gboolean
take_word (Scanner *self, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (self->end - self->at) < n || memcmp (self->at, word, n) != 0)
    return FALSE;
  self->at += n;
  return TRUE;
}

static gboolean
take_scalar (Scanner *self)
{
  if (self->at >= self->end)
    return FALSE;
  switch (*self->at) {
    case '"':
      return take_string (self, NULL, NULL);
    case 't':
      return take_word (self, "true");
    case 'f':
      return take_word (self, "false");
    case 'n':
      return take_word (self, "null");
    default:
      return take_number (self);
  }
}

static gboolean
open_level (Scanner *self, gboolean object)
{
  /* The object around everything is a level, too. */
  if (self->depth + 1 >= TL_JSON_DEPTH) {
    self->too_deep = TRUE;
    return FALSE;
  }
  self->objects = self->objects << 1 | (object ? 1 : 0);
  self->depth++;
  return TRUE;
}

static gboolean
take_name (Scanner *self)
{
  skip_blanks (self);
  if (!take_string (self, NULL, NULL))
    return FALSE;
  skip_blanks (self);
  return take (self, ':');
}

/* Opens what is opened here, as long as a list or an object begins with another one. Leaves `*value`
 * FALSE where a level was opened and is empty. */
static gboolean
descend (Scanner *self, gboolean *value)
{
  *value = TRUE;
  for (skip_blanks (self); *value && self->at < self->end; skip_blanks (self)) {
    gboolean object = *self->at == '{';

    if (!object && *self->at != '[')
      return take_scalar (self);
    self->at++;
    if (!open_level (self, object))
      return FALSE;
    skip_blanks (self);
    if (self->at < self->end && *self->at == (object ? '}' : ']'))
      *value = FALSE;
    else if (object && !take_name (self))
      return FALSE;
  }
  return !*value;
}

/* Closes what ends behind a value. `*more`: another value follows. */
static gboolean
ascend (Scanner *self, gboolean value, gboolean *more)
{
  *more = FALSE;
  while (self->depth > 0) {
    gboolean object = self->objects & 1;

    skip_blanks (self);
    if (value && take (self, ',')) {
      *more = TRUE;
      return !object || take_name (self);
    }
    if (!take (self, object ? '}' : ']'))
      return FALSE;
    self->objects >>= 1;
    self->depth--;
    value = TRUE;
  }
  return TRUE;
}

/* Any value, of which only the form counts. */
static gboolean
skip_value (Scanner *self)
{
  gboolean value;
  gboolean more = TRUE;

  while (more)
    if (!descend (self, &value) || !ascend (self, value, &more))
      return FALSE;
  return TRUE;
}

/* ------------------------------------------------------------------ the object */

static TlJsonMember *
find_member (TlJsonMember *members, gsize n, const char *name, gsize length)
{
  for (gsize i = 0; name != NULL && i < n; i++)
    if (strlen (members[i].name) == length && memcmp (members[i].name, name, length) == 0)
      return &members[i];
  return NULL;
}

static gboolean
take_member (Scanner *self, TlJsonMember *members, gsize n)
{
  TlJsonMember *member;
  char *name;
  gsize length;

  skip_blanks (self);
  if (!take_string (self, &name, &length))
    return FALSE;
  skip_blanks (self);
  if (!take (self, ':'))
    return FALSE;
  skip_blanks (self);
  member = find_member (members, n, name, length);
  if (member != NULL) {
    member->value = NULL;
    member->length = 0;
    if (self->at < self->end && *self->at == '"')
      return take_string (self, &member->value, &member->length);
  }
  return skip_value (self);
}

static gboolean
take_object (Scanner *self, TlJsonMember *members, gsize n)
{
  skip_blanks (self);
  if (!take (self, '{'))
    return FALSE;
  skip_blanks (self);
  if (!take (self, '}')) {
    do {
      if (!take_member (self, members, n))
        return FALSE;
      skip_blanks (self);
    } while (take (self, ','));
    if (!take (self, '}'))
      return FALSE;
  }
  skip_blanks (self);
  return self->at == self->end;
}

gboolean
tl_json_scan (char *text, gsize length, TlJsonMember *members, gsize n_members, GError **error)
{
  Scanner scanner = {.at = text, .end = text + length};

  for (gsize i = 0; i < n_members; i++) {
    members[i].value = NULL;
    members[i].length = 0;
  }
  if (length <= TL_JSON_MAX && is_utf8 (text, length) && take_object (&scanner, members, n_members))
    return TRUE;
  if (length > TL_JSON_MAX || scanner.too_deep)
    tl_json_set_too_large (error);
  else
    tl_json_set_bad (error);
  return FALSE;
}
