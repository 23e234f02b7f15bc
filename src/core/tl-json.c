/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-json.h"

#include "tl-json-text.h"
#include "tl-types.h"

#include <math.h>
#include <string.h>

#define N_(text) text

/* ------------------------------------------------------------------ reading */

const char *
tl_json_get_string (JsonObject *object, const char *name, const char *fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return fallback;
  /* Half a surrogate pair ("\\ud800") comes out of json-glib as it is. */
  text = json_node_get_string (node);
  return g_utf8_validate (text, -1, NULL) ? text : fallback;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 ||
          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

double
tl_json_get_double (JsonObject *object, const char *name, double fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  double number = is_number (node) ? json_node_get_double (node) : fallback;

  /* "1e999" reads as infinity, which cannot be written again. */
  return isfinite (number) ? number : fallback;
}

gint64
tl_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!is_number (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

gboolean
tl_json_get_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

/* RFC 8259 7: what may follow a backslash. (json-glib would take octal numbers as well, and make
 * bytes of them that are no text.) */
static gboolean
is_escape (const char *text, gsize left)
{
  if (left == 0 || *text == '\0' || strchr ("\"\\/bfnrtu", *text) == NULL)
    return FALSE;
  for (gsize i = 1; *text == 'u' && i <= 4; i++)
    if (i >= left || !g_ascii_isxdigit (text[i]))
      return FALSE;
  return TRUE;
}

typedef enum {
  SHAPE_GOOD,
  SHAPE_TOO_DEEP,
  SHAPE_NOT_JSON
} Shape;

/* json-glib parses recursively: the depth is counted before it sees the text. It also takes more
 * than JSON, comments and single quotes, in which a quotation mark would mislead the count: nothing
 * but the characters of RFC 8259 may stand outside strings. */
static Shape
look_at_shape (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++) {
    char c = text[i];

    if (in_string) {
      if (c == '\\' && !is_escape (text + i + 1, length - i - 1))
        return SHAPE_NOT_JSON;
      if (c == '\\')
        i++;
      else if (c == '"')
        in_string = FALSE;
      continue;
    }
    if (c == '"')
      in_string = TRUE;
    else if (c == '{' || c == '[')
      depth++;
    else if (c == '}' || c == ']')
      depth--;
    else if (!g_ascii_isalnum (c) && (c == '\0' || strchr (" \t\r\n:,+-.", c) == NULL))
      return SHAPE_NOT_JSON;
    if (depth > TL_JSON_DEPTH)
      return SHAPE_TOO_DEEP;
  }
  return in_string || depth != 0 ? SHAPE_NOT_JSON : SHAPE_GOOD;
}

void
tl_json_set_bad (GError **error)
{
  g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, N_ ("This is not valid JSON."));
}

void
tl_json_set_too_large (GError **error)
{
  g_set_error_literal (error, TL_ERROR, TL_ERROR_TOO_LARGE,
                       N_ ("This JSON is too large or too deeply nested."));
}

JsonNode *
tl_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  Shape shape = length > TL_JSON_MAX ? SHAPE_TOO_DEEP : look_at_shape (text, length);

  if (shape == SHAPE_TOO_DEEP) {
    tl_json_set_too_large (error);
    return NULL;
  }
  if (shape == SHAPE_NOT_JSON || !g_utf8_validate_len (text, length, NULL) ||
      memchr (text, '\0', length) != NULL ||
      !json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    tl_json_set_bad (error);
    return NULL;
  }
  return json_node_copy (root);
}

/* ------------------------------------------------------------------ writing */

void
tl_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
tl_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Tenths of a millisecond are the limit of what was measured. */
void
tl_json_add_ms (JsonBuilder *builder, const char *name, double ms)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, (double) (gint64) (ms * 10 + 0.5) / 10);
}

char *
tl_json_finish (JsonBuilder *builder, gboolean pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  GString *text = g_string_new (NULL);

  tl_json_append_node (text, root, pretty);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
