/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The usual pairings of port and encryption, and what is known of each from a test. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

typedef struct {
  guint port;
  TlSecurity security;
  const char *description; /* N_() */
} TlPairing;

/* Best first. */
const TlPairing *tl_pairings (TlProtocol protocol, guint *n);
/* "587, STARTTLS". (transfer full) */
char *tl_pairing_dup_title (guint port, TlSecurity security);
/* "open", "refused", "filtered", "unreachable", "unknown" as a test saw it, or NULL. */
const char *tl_pairing_state (const TlEvidence *evidence, guint port);
/* The same of one pairing, where a survey has tried it: "works", "fails" or a state of the port. */
const char *tl_pairing_surveyed (const TlEvidence *evidence, guint port, TlSecurity security);
/* "465/tls" as for win.adopt, what a survey recommends, or NULL. (transfer full) */
char *tl_pairing_dup_recommended (const TlEvidence *evidence, guint *port, TlSecurity *security);
/* In words for a badge; "" for what is not known. (transfer none) */
const char *tl_pairing_state_word (const char *state);

/* What a test has shown to be worth trying in place of what is set: an action target for win.adopt
 * and the words for it. */
typedef struct {
  char *target;
  char *text;
} TlSuggestion;
void tl_suggestion_free (TlSuggestion *suggestion);
/* (transfer full): array of TlSuggestion, at most four. */
GPtrArray *tl_suggestions (const TlEvidence *evidence);

G_END_DECLS
