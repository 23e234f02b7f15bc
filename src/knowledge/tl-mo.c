/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-mo.h"

#include <stdlib.h>
#include <string.h>

#include "tl-types.h"

#define MAGIC 0x950412deu
#define MAGIC_SWAPPED 0xde120495u
#define MAX_ENTRIES 100000
#define MAX_FORMS 8

typedef struct {
  const char *key;
  const char *value;
  gsize length; /* of the value */
} Entry;

struct _TlMo {
  GBytes *bytes;
  Entry *entries; /* in the order of their keys */
  guint n;
  guint n_forms;
  char *plural; /* the expression */
};

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean swapped;
} Source;

static guint32
read_word (const Source *source, gsize offset)
{
  guint32 word;

  memcpy (&word, source->data + offset, sizeof word);
  return source->swapped ? GUINT32_SWAP_LE_BE (word) : word;
}

/* The string whose length and offset stand at `place`, or NULL when it is not whole. */
static const char *
read_string (const Source *source, gsize place, gsize *length)
{
  gsize size = read_word (source, place);
  gsize offset = read_word (source, place + 4);

  if (offset >= source->size || size >= source->size - offset ||
      source->data[offset + size] != '\0')
    return NULL;
  *length = size;
  return (const char *) source->data + offset;
}

/* Plural forms have NULs between them, so each piece is looked at by itself. */
static gboolean
is_utf8 (const char *text, gsize length)
{
  for (gsize at = 0; at <= length; at += strlen (text + at) + 1)
    if (!g_utf8_validate (text + at, -1, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
read_entries (TlMo *self, const Source *source, gsize keys, gsize values)
{
  for (guint i = 0; i < self->n; i++) {
    gsize key_length;
    Entry *entry = &self->entries[i];

    entry->key = read_string (source, keys + 8u * i, &key_length);
    entry->value = read_string (source, values + 8u * i, &entry->length);
    if (entry->key == NULL || entry->value == NULL || !is_utf8 (entry->key, key_length) ||
        !is_utf8 (entry->value, entry->length))
      return FALSE;
    if (i > 0 && strcmp (self->entries[i - 1].key, entry->key) >= 0)
      return FALSE;
  }
  return TRUE;
}

/* "Plural-Forms: nplurals=6; plural=n==0 ? 0 : …;\n" */
static void
read_plural_forms (TlMo *self)
{
  const char *header = tl_mo_look_up (self, "", NULL);
  const char *line = header != NULL ? strstr (header, "Plural-Forms:") : NULL;
  const char *end = line != NULL ? strchr (line, '\n') : NULL;
  const char *count;
  const char *expression;
  gulong ignored;

  if (end == NULL)
    return;
  count = g_strstr_len (line, end - line, "nplurals=");
  expression = g_strstr_len (line, end - line, "plural=");
  if (count == NULL || expression == NULL)
    return;
  expression += strlen ("plural=");
  self->plural = g_strndup (expression, (gsize) (end - expression));
  self->n_forms = (guint) CLAMP (strtol (count + strlen ("nplurals="), NULL, 10), 1, MAX_FORMS);
  if (!tl_plural_evaluate (self->plural, 1, &ignored))
    g_clear_pointer (&self->plural, g_free);
}

static gboolean
read_all (TlMo *self)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);
  Source source = {data, size, FALSE};
  gsize keys;
  gsize values;

  if (size < 28 || (read_word (&source, 0) != MAGIC && read_word (&source, 0) != MAGIC_SWAPPED))
    return FALSE;
  source.swapped = read_word (&source, 0) == MAGIC_SWAPPED;
  if (read_word (&source, 4) >> 16 > 1)
    return FALSE;
  self->n = read_word (&source, 8);
  keys = read_word (&source, 12);
  values = read_word (&source, 16);
  if (self->n > MAX_ENTRIES || keys > size || values > size || 8u * self->n > size - keys ||
      8u * self->n > size - values)
    return FALSE;
  self->entries = g_new0 (Entry, self->n);
  return read_entries (self, &source, keys, values);
}

TlMo *
tl_mo_new (GBytes *bytes, GError **error)
{
  g_autoptr (TlMo) self = g_new0 (TlMo, 1);

  self->bytes = g_bytes_ref (bytes);
  if (!read_all (self)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "not a catalogue of translations");
    return NULL;
  }
  read_plural_forms (self);
  return g_steal_pointer (&self);
}

void
tl_mo_free (TlMo *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->entries);
  g_free (self->plural);
  g_free (self);
}

static int
compare_key (const void *key, const void *entry)
{
  return strcmp (key, ((const Entry *) entry)->key);
}

const char *
tl_mo_look_up (const TlMo *self, const char *key, gsize *length)
{
  const Entry *entry;

  if (self->n == 0)
    return NULL;
  entry = bsearch (key, self->entries, self->n, sizeof (Entry), compare_key);
  if (entry == NULL)
    return NULL;
  if (length != NULL)
    *length = entry->length;
  return entry->value;
}

const char *
tl_mo_look_up_plural (const TlMo *self, const char *key, guint n)
{
  gsize length = 0;
  gulong form = n == 1 ? 0 : 1;
  const char *value = tl_mo_look_up (self, key, &length);
  gsize at = 0;

  if (value == NULL)
    return NULL;
  if (self->plural != NULL && !tl_plural_evaluate (self->plural, n, &form))
    form = 0;
  for (; form > 0; form--) {
    gsize next = at + strlen (value + at) + 1;

    if (next > length)
      break;
    at = next;
  }
  return value + at;
}

guint
tl_mo_get_size (const TlMo *self)
{
  return self->n;
}
