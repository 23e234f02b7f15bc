/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence as JSON: the part of the contract's job object that is observation, not opinion. */
#pragma once

#include "tl-evidence.h"
#include "tl-json.h"

G_BEGIN_DECLS

/* Adds "job", "started", "elapsed_ms", "facts", "transcript", "alternatives", "data_channels",
 * "evidence" and "cancelled" to the object that `builder` has open. "steps" are written by the
 * report, because their titles are words; tl_evidence_from_json reads them back. */
void tl_evidence_add_to_json (const TlEvidence *evidence, JsonBuilder *builder);

/* Reads a saved report or evidence file. It is as untrusted as a server: sizes and depth bounded,
 * unknown members ignored, wrong types refused. TL_ERROR_BAD_INPUT or TL_ERROR_TOO_LARGE. */
TlEvidence *tl_evidence_from_json (const char *text, gsize length, GError **error);

G_END_DECLS
