/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON as text (RFC 8259): members read from a line without a tree of nodes, and values written. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* ------------------------------------------------------------------ reading */

/* A member that is asked for by its name. */
typedef struct {
  const char *name;
  char *value; /* out: its text, in place, NUL-terminated; NULL where it is missing or no string, or
                   holds half a surrogate pair, which is no character */
  gsize length; /* out: in bytes; a NUL may be among them */
} TlJsonMember;

/* Reads one object. Within the bounds of tl-json.h, and to the letter of RFC 8259: what is no JSON is
 * TL_ERROR_BAD_INPUT, what is too long or too deep TL_ERROR_TOO_LARGE. Of a name that stands twice,
 * the last one counts. Strings are decoded in place: `text` is the caller's and holds other bytes
 * afterwards. */
gboolean tl_json_scan (char *text, gsize length, TlJsonMember *members, gsize n_members,
                       GError **error);

/* ------------------------------------------------------------------ writing */

/* In quotation marks. `text` is valid UTF-8, NUL bytes included. */
void tl_json_append_string (GString *out, const char *text, gsize length);
/* As short as it can be and still be read back as the same number, always with a point or an
 * exponent; 0.0 for what is no number. Never depends on the locale. */
void tl_json_append_double (GString *out, double number);
/* The whole tree. `pretty`: a member a line. */
void tl_json_append_node (GString *out, JsonNode *node, gboolean pretty);

G_END_DECLS
