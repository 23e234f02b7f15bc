/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of knowledge share. */
#pragma once

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-kb.h"

/* Settings of a check of mail.example.org:587 with STARTTLS and a login. */
TlSettings *make_settings (TlProtocol protocol);

/* Evidence of one attempt from lines "step.id outcome", "fact=value" (of the step before it) or
 * "@source fact=value". */
TlEvidence *make_evidence (TlSettings *settings, const char *const *lines);

/* The digest of a text, which must succeed. */
TlEvidence *digest (const char *text, TlProtocol protocol, const char *stage);

const char *first_id (const TlDiagnosis *diagnosis);
double confidence_of (const TlDiagnosis *diagnosis, const char *id);

/* A file of the source tree. (transfer full) */
char *read_source (const char *path, gsize *length);
