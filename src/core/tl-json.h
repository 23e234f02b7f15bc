/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON: read as untrusted input, written member by member. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TL_JSON_MAX (8 * 1024 * 1024) /* bytes */
#define TL_JSON_DEPTH 32

/* Parses bounded JSON text (size, depth, UTF-8) to a root object. (transfer full) */
JsonNode *tl_json_parse (const char *text, gsize length, GError **error);

/* The two ways in which text is refused. */
void tl_json_set_bad (GError **error);
void tl_json_set_too_large (GError **error);

/* Members of an object, with a fallback for a missing or wrongly typed one. */
const char *tl_json_get_string (JsonObject *object, const char *name, const char *fallback);
gint64 tl_json_get_int (JsonObject *object, const char *name, gint64 fallback);
double tl_json_get_double (JsonObject *object, const char *name, double fallback);
gboolean tl_json_get_boolean (JsonObject *object, const char *name, gboolean fallback);

/* Members of the object that `builder` has open; a NULL string is written as null. Milliseconds
 * are rounded to tenths. */
void tl_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void tl_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void tl_json_add_ms (JsonBuilder *builder, const char *name, double ms);

/* The finished text, ending with a line end. (transfer full) */
char *tl_json_finish (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
