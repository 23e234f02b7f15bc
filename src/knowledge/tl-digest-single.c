/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-digest-private.h"
#include "tl-kb.h"
#include "tl-knowledge.h"
#include "tl-text.h"

#include <string.h>

/* Below it a reply's words say next to nothing, from there on those around it say enough. */
#define WEAK 0.5
#define TELLING 0.8
/* Bytes around a reply that may say something, and of the whole text. */
#define NARROWEST 24
/* A reply of more bytes than these says something. */
#define LONGEST_EMPTY 80
#define WIDEST 4096

void
tl_digest_add (TlDigest *self, const char *fact, const char *value)
{
  if (value != NULL && *value != '\0')
    tl_evidence_builder_add (self->builder, TL_SOURCE_TEXT, "", "", fact, value);
}

/* Spans are most of the facts of a text, and printf was most of their cost. Returns the end of the
 * digits. */
static char *
write_number (char *out, gsize number)
{
  char digits[24];
  gsize n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  while (n > 0)
    *out++ = digits[--n];
  *out = '\0';
  return out;
}

void
tl_digest_add_span (TlDigest *self, const char *fact, TlPiece piece)
{
  char name[32];
  char value[128];
  char *end = write_number (value, piece.start);

  *end++ = ' ';
  end = write_number (end, piece.end);
  *end++ = ' ';
  g_strlcpy (end, fact, (gsize) (value + sizeof value - end));
  g_snprintf (name, sizeof name, "text.span.%u", self->spans++);
  tl_digest_add (self, name, value);
}

static void
add_piece (TlDigest *self, const char *fact, TlPiece piece)
{
  g_autofree char *value = NULL;

  if (piece.end <= piece.start)
    return;
  value = tl_text_make_visible (self->text + piece.start, piece.end - piece.start, 0);
  tl_digest_add (self, fact, value);
  tl_digest_add_span (self, fact, piece);
}

/* A piece whose lines end in CR LF becomes one for each line that says something. */
static void
append_lines (GArray *pieces, const char *text, TlPiece piece)
{
  if (memmem (text + piece.start, piece.end - piece.start, "\r\n", 2) == NULL) {
    g_array_append_val (pieces, piece);
    return;
  }
  for (gsize at = piece.start; at < piece.end;) {
    const char *feed = memchr (text + at, '\n', piece.end - at);
    gsize end = feed != NULL ? (gsize) (feed - text) : piece.end;
    TlPiece line = {at, end > at && text[end - 1] == '\r' ? end - 1 : end};

    if (line.end > line.start)
      g_array_append_val (pieces, line);
    at = end + 1;
  }
}

/* The pieces joined by one byte each, so that a place in the value can be found again in the input
 * (tl-diagnose.c). */
static void
add_words (TlDigest *self, const char *fact, const GArray *found)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (TlPiece));
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    append_lines (words, self->text, g_array_index (found, TlPiece, i));
  for (guint i = 0; i < words->len; i++) {
    TlPiece piece = g_array_index (words, TlPiece, i);
    g_autofree char *visible =
        tl_text_make_visible_lines (self->text + piece.start, piece.end - piece.start, 0);

    if (i > 0)
      g_string_append_c (value, '\n');
    g_string_append (value, visible);
  }
  tl_digest_add (self, fact, value->str);
  for (guint i = 0; i < words->len; i++)
    tl_digest_add_span (self, fact, g_array_index (words, TlPiece, i));
}

static void
add_reply (TlDigest *self, TlProtocol protocol, const TlFoundReply *reply, const char *stage)
{
  static const struct {
    const char *stage;
    const char *code;
    const char *enhanced;
    const char *text;
  } facts[] = {
      [TL_PROTOCOL_SMTP] = {"smtp.reply.stage", "smtp.reply.code", "smtp.reply.enhanced",
                            "smtp.reply.text"},
      [TL_PROTOCOL_FTP] = {"ftp.reply.stage", "ftp.reply.code", NULL, "ftp.reply.text"},
      [TL_PROTOCOL_HTTP] = {NULL, "http.status", NULL, "http.reply.text"},
  };

  if (facts[protocol].stage != NULL)
    tl_digest_add (self, facts[protocol].stage, stage);
  if (reply->code != 0)
    add_piece (self, facts[protocol].code, reply->code_at);
  if (facts[protocol].enhanced != NULL)
    add_piece (self, facts[protocol].enhanced, reply->enhanced);
  add_words (self, facts[protocol].text, reply->words);
}

static void
add_surroundings (TlDigest *self, const TlHaystack *in, TlProtocol protocol,
                  const TlFoundReply *reply)
{
  TlPiece piece;

  tl_digest_add (self, "text.kind", reply->code != 0 ? "reply" : "error");
  tl_digest_add (self, "text.program", tl_digest_program (in));
  if (tl_digest_host (in, &piece))
    add_piece (self, "text.host", piece);
  if (protocol == TL_PROTOCOL_SMTP && tl_digest_recipient (in, &piece)) {
    add_piece (self, "text.recipient", piece);
    add_piece (self, "smtp.reply.recipient", piece);
  }
}

double
tl_digest_rate (const char *text, gsize length, guint code, const char *enhanced, const char *stage)
{
  static GPrivate room = G_PRIVATE_INIT ((GDestroyNotify) g_array_unref);
  GArray *matches = g_private_get (&room);
  TlMatchInput input = {.protocol = "smtp",
                        .text = text,
                        .length = length,
                        .code = code,
                        .enhanced = enhanced,
                        .stage = stage};
  double best = 0;

  if (matches == NULL) {
    matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
    g_private_set (&room, matches);
  }
  tl_matcher_run (tl_knowledge_get_matcher (tl_knowledge_get_default ()), &input, matches);
  for (guint i = 0; i < matches->len; i++) {
    const TlMatch *match = &g_array_index (matches, TlMatch, i);

    if (match->end > match->start)
      best = MAX (best, match->rule->confidence);
  }
  return best;
}

/* A reply that says nothing by itself ("554 <bob>... Service unavailable") stands behind lines that
 * do: then the whole text is its words. */
static void
widen_words (const TlDigest *self, TlFoundReply *reply, const char *stage)
{
  TlPiece whole = {0, self->length};
  g_autofree char *enhanced = NULL;
  gsize inside = 0;
  double best = 0;

  for (guint i = 0; i < reply->words->len; i++) {
    TlPiece piece = g_array_index (reply->words, TlPiece, i);

    inside += piece.end - piece.start;
  }
  if (reply->code < 400 || self->length > WIDEST || inside > LONGEST_EMPTY ||
      self->length < inside + NARROWEST)
    return;
  enhanced =
      g_strndup (self->text + reply->enhanced.start, reply->enhanced.end - reply->enhanced.start);
  for (guint i = 0; i < reply->words->len && best < WEAK; i++) {
    TlPiece piece = g_array_index (reply->words, TlPiece, i);

    best = MAX (best, tl_digest_rate (self->text + piece.start, piece.end - piece.start,
                                      reply->code, enhanced, stage));
  }
  if (best >= WEAK ||
      tl_digest_rate (self->text, self->length, reply->code, enhanced, stage) < TELLING)
    return;
  g_array_set_size (reply->words, 0);
  g_array_append_val (reply->words, whole);
}

gboolean
tl_digest_is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]) && text[i] != '\0')
      return FALSE;
  return TRUE;
}

TlEvidenceBuilder *
tl_digest_reply (TlDigest *self, TlSettings *job, const char *stage)
{
  TlFoundReply reply;
  TlHaystack in;
  const char *known_stage;

  tl_haystack_init (&in, self->text, self->length);
  tl_digest_find_reply (self->text, self->length, &reply);
  job->protocol = tl_digest_protocol (&in, &reply, job->protocol);
  known_stage = tl_digest_stage_word (stage, job->protocol);
  if (known_stage == NULL)
    known_stage = tl_digest_stage (&in, &reply, job->protocol);
  if (job->protocol == TL_PROTOCOL_SMTP)
    widen_words (self, &reply, known_stage);
  self->builder = tl_evidence_builder_new (job);
  add_reply (self, job->protocol, &reply, known_stage);
  add_surroundings (self, &in, job->protocol, &reply);
  g_array_unref (reply.words);
  return self->builder;
}

TlEvidence *
tl_digest_line (TlSettings *settings, const char *text, gsize length)
{
  g_autoptr (TlSettings) job = tl_settings_copy (settings);
  TlDigest digest = {.text = text, .length = length};

  if (tl_digest_is_blank (text, length))
    return NULL;
  job->kind = TL_JOB_EXPLAIN;
  return tl_evidence_builder_finish (tl_digest_reply (&digest, job, NULL));
}
