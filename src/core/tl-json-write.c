/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-json-text.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ strings */

static void
append_escaped (GString *out, guchar c)
{
  static const char *const short_forms[] = {
      ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n",  ['\r'] = "\\r",
      ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\",
  };

  if (c < G_N_ELEMENTS (short_forms) && short_forms[c] != NULL)
    g_string_append (out, short_forms[c]);
  else
    g_string_append_printf (out, "\\u%04x", c);
}

static gboolean
is_plain (guchar c)
{
  return c >= ' ' && c != '"' && c != '\\' && c != 127;
}

void
tl_json_append_string (GString *out, const char *text, gsize length)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length;) {
    gsize begin = i;

    while (i < length && is_plain ((guchar) text[i]))
      i++;
    g_string_append_len (out, text + begin, (gssize) (i - begin));
    if (i < length)
      append_escaped (out, (guchar) text[i++]);
  }
  g_string_append_c (out, '"');
}

/* ------------------------------------------------------------------ numbers */

/* Three decimals at most: nearly everything that we write. The quotient of two whole numbers is the
 * double nearest to it, and so is what a reader makes of the decimals. */
static gboolean
append_thousandths (GString *out, double number)
{
  double scaled = fabs (number) * 1000 + 0.5;
  guint64 whole;
  guint rest;
  char digits[4];
  gsize n = 3;

  if (!(scaled < 1e15))
    return FALSE;
  scaled = (double) (guint64) scaled;
  if (scaled / 1000 < fabs (number) || scaled / 1000 > fabs (number))
    return FALSE;
  whole = (guint64) scaled / 1000;
  rest = (guint) ((guint64) scaled % 1000);
  digits[0] = (char) ('0' + rest / 100);
  digits[1] = (char) ('0' + rest / 10 % 10);
  digits[2] = (char) ('0' + rest % 10);
  while (n > 1 && digits[n - 1] == '0')
    n--;
  if (number < 0)
    g_string_append_c (out, '-');
  if (whole < 10)
    g_string_append_c (out, (char) ('0' + whole));
  else
    g_string_append_printf (out, "%" G_GUINT64_FORMAT, whole);
  g_string_append_c (out, '.');
  g_string_append_len (out, digits, (gssize) n);
  return TRUE;
}

void
tl_json_append_double (GString *out, double number)
{
  static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    number = 0;
  if (append_thousandths (out, number))
    return;
  /* Seventeen digits tell any double. */
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    double again;

    g_ascii_formatd (text, sizeof text, formats[i], number);
    again = g_ascii_strtod (text, NULL);
    if (memcmp (&again, &number, sizeof again) == 0)
      break;
  }
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

/* ------------------------------------------------------------------ trees */

typedef struct {
  GString *out;
  gboolean pretty;
  guint depth;
} Writer;

static void append_value (Writer *self, JsonNode *node);

static void
begin_line (Writer *self)
{
  if (!self->pretty)
    return;
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->out, "  ");
}

static void
append_array (Writer *self, JsonArray *array)
{
  guint n = json_array_get_length (array);

  g_string_append_c (self->out, '[');
  self->depth++;
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c (self->out, ',');
    begin_line (self);
    append_value (self, json_array_get_element (array, i));
  }
  self->depth--;
  if (n > 0)
    begin_line (self);
  g_string_append_c (self->out, ']');
}

static void
append_object (Writer *self, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  guint n = 0;

  g_string_append_c (self->out, '{');
  self->depth++;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    if (n++ > 0)
      g_string_append_c (self->out, ',');
    begin_line (self);
    tl_json_append_string (self->out, name, strlen (name));
    g_string_append (self->out, self->pretty ? " : " : ":");
    append_value (self, value);
  }
  self->depth--;
  if (n > 0)
    begin_line (self);
  g_string_append_c (self->out, '}');
}

static void
append_scalar (Writer *self, JsonNode *node)
{
  const char *text;

  switch (json_node_get_value_type (node)) {
    case G_TYPE_BOOLEAN:
      g_string_append (self->out, json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_INT64:
      g_string_append_printf (self->out, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      tl_json_append_double (self->out, json_node_get_double (node));
      break;
    case G_TYPE_STRING:
    default:
      text = json_node_get_string (node);
      tl_json_append_string (self->out, text, strlen (text));
  }
}

static void
append_value (Writer *self, JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
    case JSON_NODE_OBJECT:
      append_object (self, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      append_array (self, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      append_scalar (self, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (self->out, "null");
  }
}

void
tl_json_append_node (GString *out, JsonNode *node, gboolean pretty)
{
  Writer writer = {out, pretty, 0};

  append_value (&writer, node);
}
