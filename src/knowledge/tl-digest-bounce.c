/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A report on a message, as evidence. For each recipient three readings compete: what the server said
 * (Diagnostic-Code), the reply inside the words for people, and those words as a whole. */
#include "tl-bounce.h"
#include "tl-digest-private.h"
#include "tl-text.h"

#include <string.h>

#define WORDS_MAX 4096
/* From here on a reading says enough, and the next, looser one is not tried. */
#define TELLING 0.8
/* How much better a looser reading must be. */
#define LOOSER 0.05

typedef struct {
  char *code;     /* (nullable) */
  char *enhanced; /* (nullable) */
  char *text;
  const char *stage; /* (nullable) */
  double rating;
} Reading;

static void
reading_clear (Reading *reading)
{
  g_free (reading->code);
  g_free (reading->enhanced);
  g_free (reading->text);
  memset (reading, 0, sizeof *reading);
}

static char *
dup_piece (const char *text, TlPiece piece)
{
  return piece.end > piece.start ? g_strndup (text + piece.start, piece.end - piece.start) : NULL;
}

static char *
join_words (const char *text, const GArray *words)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++) {
    TlPiece piece = g_array_index (words, TlPiece, i);

    if (i > 0)
      g_string_append_c (joined, '\n');
    g_string_append_len (joined, text + piece.start, (gssize) (piece.end - piece.start));
  }
  return g_string_free (joined, FALSE);
}

static double
rate (const Reading *reading)
{
  guint code = reading->code != NULL ? (guint) g_ascii_strtoull (reading->code, NULL, 10) : 0;

  return tl_digest_rate (reading->text, strlen (reading->text), code, reading->enhanced,
                         reading->stage);
}

/* `whole`: all words count, wherever in them a reply stands. */
static Reading
read_text (const char *text, gboolean whole, const char *stage)
{
  Reading reading = {0};
  TlFoundReply reply;
  gsize length = strlen (text);
  TlHaystack in;

  tl_digest_find_reply (text, length, &reply);
  if (reply.code != 0)
    reading.code = dup_piece (text, reply.code_at);
  reading.enhanced = dup_piece (text, reply.enhanced);
  reading.text =
      whole ? g_strndup (text, MIN (length, (gsize) WORDS_MAX)) : join_words (text, reply.words);
  if (stage == NULL) {
    tl_haystack_init (&in, text, length);
    stage = tl_digest_stage (&in, &reply, TL_PROTOCOL_SMTP);
  }
  reading.stage = stage;
  g_array_unref (reply.words);
  reading.rating = rate (&reading);
  return reading;
}

static void
prefer (Reading *best, Reading other)
{
  if (best->text == NULL || other.rating > best->rating + LOOSER) {
    /* A code that the better words lack may stand in the others. */
    if (other.code == NULL)
      other.code = g_steal_pointer (&best->code);
    if (other.enhanced == NULL)
      other.enhanced = g_steal_pointer (&best->enhanced);
    reading_clear (best);
    *best = other;
  } else {
    if (best->stage == NULL)
      best->stage = other.stage;
    if (best->code == NULL)
      best->code = g_steal_pointer (&other.code);
    reading_clear (&other);
  }
}

static gboolean
is_general (const char *enhanced)
{
  return enhanced == NULL || strcmp (enhanced + 1, ".0.0") == 0;
}

/* What all recipients share, read once: the reply in the words, the words, the subject. */
typedef struct {
  const TlBounce *bounce;
  const char *stage;
  Reading readings[3];
} Shared;

static Reading
read_shared (Shared *self, guint which)
{
  Reading *known = &self->readings[which];
  Reading copy;

  if (known->text == NULL)
    *known =
        read_text (which < 2 ? self->bounce->words : self->bounce->subject, which > 0, self->stage);
  copy = *known;
  copy.code = g_strdup (known->code);
  copy.enhanced = g_strdup (known->enhanced);
  copy.text = g_strdup (known->text);
  return copy;
}

static void
shared_clear (Shared *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->readings); i++)
    reading_clear (&self->readings[i]);
}

/* "(in reply to RCPT TO command)", "after MAIL FROM:<…>", ">>> DATA" in the words of a report on one
 * recipient, whose field with the reply has no such note. */
static const char *
stage_of_words (const TlBounce *bounce)
{
  static const char *const before[] = {"in reply to", "mail server after", "\n>>>"};
  gsize length = MIN (strlen (bounce->words), (gsize) WORDS_MAX);

  if (bounce->recipients->len > 1)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
    gssize found = tl_digest_find (bounce->words, 0, length, before[i]);
    gsize at = found >= 0 ? (gsize) found + strlen (before[i]) : length;
    char command[24];
    guint used = 0;

    if (at >= length)
      continue;
    /* Postfix folds its lines anywhere. */
    for (; at < length && used + 1 < sizeof command; at++)
      if (!g_ascii_isspace (bounce->words[at]))
        command[used++] = bounce->words[at];
      else if (used > 0 && command[used - 1] != ' ')
        command[used++] = ' ';
    command[used] = '\0';
    return tl_digest_stage_word (command, TL_PROTOCOL_SMTP);
  }
  return NULL;
}

/* Dovecot writes the reason there, and what stands in the fields is made up. */
static gboolean
is_answer_of_mailbox (const TlBounce *bounce)
{
  return tl_digest_find (bounce->words, 0, MIN (strlen (bounce->words), (gsize) WORDS_MAX),
                         "was automatically rejected:") >= 0;
}

static Reading
read_recipient (Shared *shared, const TlBounceRecipient *recipient)
{
  const char *stage = shared->stage;
  const char *diagnostic = recipient != NULL ? recipient->diagnostic : NULL;
  Reading best = {0};

  if (is_answer_of_mailbox (shared->bounce))
    best = read_shared (shared, 1);
  if (diagnostic != NULL && best.text == NULL)
    best = read_text (diagnostic, FALSE, stage);
  if (best.rating < TELLING)
    prefer (&best, read_shared (shared, 0));
  if (best.rating < TELLING && diagnostic != NULL)
    prefer (&best, read_text (diagnostic, TRUE, stage));
  if (best.rating < TELLING)
    prefer (&best, read_shared (shared, 1));
  if (best.rating < TELLING && shared->bounce->subject != NULL)
    prefer (&best, read_shared (shared, 2));
  if (best.stage == NULL)
    best.stage = stage_of_words (shared->bounce);
  if (is_general (best.enhanced) && recipient != NULL && !is_general (recipient->status)) {
    g_free (best.enhanced);
    best.enhanced = g_strdup (recipient->status);
  }
  return best;
}

/* ------------------------------------------------------------------ evidence */

/* A failure tells more than a delay, a delay more than a success. */
static const TlBounceRecipient *
choose_recipient (const TlBounce *bounce)
{
  static const char *const order[] = {"failed", NULL, "delayed"};

  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < bounce->recipients->len; i++) {
      const TlBounceRecipient *recipient = bounce->recipients->pdata[i];

      if (g_strcmp0 (recipient->action, order[k]) == 0)
        return recipient;
    }
  return bounce->recipients->len > 0 ? bounce->recipients->pdata[0] : NULL;
}

static void
add_visible (TlDigest *self, const char *fact, const char *value)
{
  g_autofree char *visible = NULL;

  if (value == NULL)
    return;
  visible = tl_text_make_visible (value, strlen (value), 0);
  tl_digest_add (self, fact, visible);
}

/* Where a value stands in the input as it is, and not decoded or unfolded: FALSE where it does not. */
static gboolean
find_piece (const TlDigest *self, const char *value, gsize n, TlPiece *piece)
{
  const char *found = n > 0 ? memmem (self->text, self->length, value, n) : NULL;

  if (found == NULL)
    return FALSE;
  *piece = (TlPiece){(gsize) (found - self->text), (gsize) (found - self->text) + n};
  return TRUE;
}

static void
add_placed (TlDigest *self, const char *fact, const char *value)
{
  TlPiece piece;

  if (value == NULL || *value == '\0')
    return;
  add_visible (self, fact, value);
  if (find_piece (self, value, strlen (value), &piece))
    tl_digest_add_span (self, fact, piece);
}

/* The spans of a text stand for its lines, all of them or none (tl-diagnose.c). */
static void
add_text (TlDigest *self, const char *fact, const char *text)
{
  g_autofree char *visible = tl_text_make_visible_lines (text, strlen (text), 0);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (TlPiece));
  const char *line = text;

  tl_digest_add (self, fact, visible);
  while (line != NULL && pieces->len < 64) {
    const char *end = strchrnul (line, '\n');
    TlPiece piece;

    if (end == line || !find_piece (self, line, (gsize) (end - line), &piece))
      return;
    g_array_append_val (pieces, piece);
    line = *end != '\0' ? end + 1 : NULL;
  }
  for (guint i = 0; i < pieces->len; i++)
    tl_digest_add_span (self, fact, g_array_index (pieces, TlPiece, i));
}

static void
add_surroundings (TlDigest *self, const TlBounce *bounce, const TlBounceRecipient *recipient,
                  const Reading *reading)
{
  const char *program;
  const char *host = recipient != NULL && recipient->host != NULL ? recipient->host : bounce->host;
  TlHaystack words;
  TlPiece piece;

  tl_haystack_init (&words, bounce->words, strlen (bounce->words));
  program = tl_digest_program (&words);
  tl_digest_add (self, "text.kind", "bounce");
  tl_digest_add (self, "text.report", bounce->kind);
  if (program == NULL) {
    TlHaystack reply;

    tl_haystack_init (&reply, reading->text, strlen (reading->text));
    program = tl_digest_program (&reply);
  }
  tl_digest_add (self, "text.program", program);
  add_placed (self, "text.host", host);
  if (recipient != NULL && recipient->address != NULL) {
    add_placed (self, "text.recipient", recipient->address);
    add_visible (self, "smtp.reply.recipient", recipient->address);
  } else if (tl_digest_recipient (&words, &piece)) {
    g_autofree char *address = dup_piece (bounce->words, piece);

    add_placed (self, "text.recipient", address);
    add_visible (self, "smtp.reply.recipient", address);
  }
  if (bounce->cut)
    tl_digest_add (self, "text.cut", "yes");
}

static void
add_numbered (TlDigest *self, guint i, const char *part, const char *value)
{
  char name[64];

  if (part != NULL)
    g_snprintf (name, sizeof name, "text.recipient.%u.%s", i, part);
  else
    g_snprintf (name, sizeof name, "text.recipient.%u", i);
  add_visible (self, name, value);
}

static void
add_recipients (TlDigest *self, const TlBounce *bounce, Shared *shared)
{
  for (guint i = 0; i < bounce->recipients->len; i++) {
    const TlBounceRecipient *recipient = bounce->recipients->pdata[i];
    Reading reading = read_recipient (shared, recipient);

    add_numbered (self, i, NULL, recipient->address);
    add_numbered (self, i, "code", reading.code);
    add_numbered (self, i, "enhanced", reading.enhanced);
    add_numbered (self, i, "text", reading.text);
    add_numbered (self, i, "report", recipient->action != NULL ? recipient->action : bounce->kind);
    reading_clear (&reading);
  }
}

/* What is no failure holds no reply either: the words are a person's own, or a page of thanks. */
static gboolean
holds_reply (const TlBounce *bounce)
{
  return bounce->kind == NULL || strcmp (bounce->kind, "failed") == 0 ||
         strcmp (bounce->kind, "delayed") == 0;
}

void
tl_digest_bounce (TlDigest *self, const char *stage)
{
  g_autoptr (TlBounce) bounce = tl_bounce_parse (self->text, self->length);
  const TlBounceRecipient *recipient = choose_recipient (bounce);
  Shared shared = {.bounce = bounce, .stage = stage};
  Reading reading = read_recipient (&shared, recipient);

  if (holds_reply (bounce)) {
    tl_digest_add (self, "smtp.reply.stage", reading.stage);
    add_placed (self, "smtp.reply.code", reading.code);
    add_placed (self, "smtp.reply.enhanced", reading.enhanced);
    add_text (self, "smtp.reply.text", reading.text);
  }
  add_surroundings (self, bounce, recipient, &reading);
  if (bounce->recipients->len > 1)
    add_recipients (self, bounce, &shared);
  tl_digest_add_signature (self);
  reading_clear (&reading);
  shared_clear (&shared);
}
