/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of the digest share. All places are bytes of the input, which holds any bytes and
 * is not NUL-terminated for them. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

typedef struct {
  gsize start;
  gsize end;
} TlPiece;

/* Evidence in the making, and the input that its spans count in. */
typedef struct {
  TlEvidenceBuilder *builder;
  const char *text;
  gsize length;
  guint spans;
} TlDigest;

/* Nothing where `value` is NULL or empty. */
void tl_digest_add (TlDigest *self, const char *fact, const char *value);
void tl_digest_add_span (TlDigest *self, const char *fact, TlPiece piece);

/* A server's reply inside a text. */
typedef struct {
  guint code; /* 0: none */
  TlPiece code_at;
  TlPiece enhanced; /* empty: none */
  GArray *words; /* TlPiece: the reply's words, without the codes at the beginning of its lines */
} TlFoundReply;

/* The reply that tells most: one with an enhanced code or in the place of a reply before a bare
 * number, a failure before a success, the first among equals. Without any, the words are the most
 * telling paragraph. Free `words`. */
void tl_digest_find_reply (const char *text, gsize length, TlFoundReply *reply);

/* Whether `needle` (lower case) stands in the text, ASCII letters of any case: its place, or -1. */
gssize tl_digest_find (const char *text, gsize from, gsize end, const char *needle);

/* The confidence of the best rule on words that holds for the reply of mail; 0: none. `enhanced` and
 * `stage` may be NULL. */
double tl_digest_rate (const char *text, gsize length, guint code, const char *enhanced,
                       const char *stage);

/* A text that is asked for many words: which pairs of letters it holds rules most of them out. */
typedef struct {
  const char *text;
  gsize length;
  guint64 pairs[32]; /* a bit for each pair, several pairs a bit */
} TlHaystack;
void tl_haystack_init (TlHaystack *self, const char *text, gsize length);
gssize tl_haystack_find (const TlHaystack *self, gsize from, gsize end, const char *needle);

/* The protocol that the words name; `fallback` where they name none for sure. */
TlProtocol tl_digest_protocol (const TlHaystack *in, const TlFoundReply *reply,
                               TlProtocol fallback);

/* A stage as docs/facts.md names it, from what a person or a program calls it ("RCPT TO",
 * "end of data"), or NULL. */
const char *tl_digest_stage_word (const char *stage, TlProtocol protocol);
/* The stage that the words around the reply tell, or NULL. */
const char *tl_digest_stage (const TlHaystack *in, const TlFoundReply *reply, TlProtocol protocol);

/* FALSE where none is told. */
gboolean tl_digest_recipient (const TlHaystack *in, TlPiece *piece);
gboolean tl_digest_host (const TlHaystack *in, TlPiece *piece);
/* The program whose wording it is, or NULL. */
const char *tl_digest_program (const TlHaystack *in);

gboolean tl_digest_is_blank (const char *text, gsize length);
/* One reply, with what the words around it say (tl-digest-single.c). `job` gets the protocol that they name;
 * `stage` may be NULL. (transfer full) */
TlEvidenceBuilder *tl_digest_reply (TlDigest *self, TlSettings *job, const char *stage);
/* The same for a line of a log. (transfer full); NULL where it is blank. */
TlEvidence *tl_digest_line (TlSettings *settings, const char *text, gsize length);

/* A whole message that came back (tl-digest-bounce.c). */
void tl_digest_bounce (TlDigest *self, const char *stage);
/* Facts "text.signature.domain" and ".selector" of the message that came back, where a domain signed it
 * that is the sender's, or above or below it (tl-digest-signature.c). */
void tl_digest_add_signature (TlDigest *self);

G_END_DECLS
