/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence as JSON: the part of the contract's job object that is observation, not opinion. */
#pragma once

#include <json-glib/json-glib.h>

#include "tl-evidence.h"

G_BEGIN_DECLS

#define TL_EVIDENCE_JSON_MAX (8 * 1024 * 1024) /* bytes */
#define TL_EVIDENCE_JSON_DEPTH 32

/* Adds "job", "started", "elapsed_ms", "facts", "transcript", "alternatives", "data_channels",
 * "evidence" and "cancelled" to the object that `builder` has open. "steps" are written by the
 * report, because their titles are words; tl_evidence_from_json reads them back. */
void tl_evidence_add_to_json (const TlEvidence *evidence, JsonBuilder *builder);

/* Reads a saved report or evidence file. It is as untrusted as a server: sizes and depth bounded,
 * unknown members ignored, wrong types refused. TL_ERROR_BAD_INPUT or TL_ERROR_TOO_LARGE. */
TlEvidence *tl_evidence_from_json (const char *text, gsize length, GError **error);

/* Parses bounded JSON text (size, depth, UTF-8) to a root object. (transfer full) */
JsonNode *tl_json_parse (const char *text, gsize length, GError **error);

/* Members of an object, with a fallback for a missing or wrongly typed one. */
const char *tl_json_get_string (JsonObject *object, const char *name, const char *fallback);
gint64 tl_json_get_int (JsonObject *object, const char *name, gint64 fallback);
double tl_json_get_double (JsonObject *object, const char *name, double fallback);
gboolean tl_json_get_boolean (JsonObject *object, const char *name, gboolean fallback);

G_END_DECLS
