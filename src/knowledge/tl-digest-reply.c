/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where in a pasted text the server's reply stands. A number of three digits is a reply code or a
 * count of bytes, a part of an address, a port, a time: its place tells which. */
#include "tl-digest-private.h"

#include <string.h>

#define MAX_WORDS 4096
#define MAX_PIECES 64
#define MAX_SEARCHED (1024 * 1024)
#define MAX_PAIRED 16384

typedef struct {
  const char *text;
  gsize length;
} Source;

static char
at (const Source *s, gsize i)
{
  return i < s->length ? s->text[i] : '\0';
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static gboolean
is_wordy (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* The place in the needle of the letter that texts hold least often, and its length. */
static gsize
rarest_letter (const char *needle, gsize *n)
{
  /* From rare to frequent; what is not listed comes last. */
  static const guint8 ranks[256] = {
      ['j'] = 1,  ['q'] = 2,  ['x'] = 3,  ['z'] = 4,  ['-'] = 5,  ['('] = 6,  ['/'] = 7,
      ['@'] = 8,  ['k'] = 9,  ['v'] = 10, ['b'] = 11, ['y'] = 12, ['g'] = 13, [':'] = 14,
      ['w'] = 15, ['p'] = 16, ['='] = 17, ['m'] = 18, ['u'] = 19, ['f'] = 20, ['c'] = 21,
      ['d'] = 22, ['l'] = 23, ['h'] = 24, ['r'] = 25, ['n'] = 26, ['s'] = 27, ['o'] = 28,
      ['a'] = 29, ['i'] = 30, ['t'] = 31, ['e'] = 32, [' '] = 33};
  gsize best = 0;
  guint8 least = 0;
  gsize i;

  /* Around by one, so that 0 (not listed) is the most. */
  for (i = 0; needle[i] != '\0'; i++) {
    guint8 rank = (guint8) (ranks[(guchar) needle[i]] - 1);

    if (i == 0 || rank < least) {
      least = rank;
      best = i;
    }
  }
  *n = i;
  return best;
}

static gsize
next_byte (const char *text, gsize from, gsize end, char byte)
{
  const char *found = from < end ? memchr (text + from, byte, end - from) : NULL;

  return found != NULL ? (gsize) (found - text) : end;
}

/* From one rare letter to the next, in either case: every text is asked for every sign there is. */
gssize
tl_digest_find (const char *text, gsize from, gsize end, const char *needle)
{
  gsize n;
  gsize at = rarest_letter (needle, &n);
  char lower = needle[at];
  char upper = g_ascii_toupper (lower);
  gsize limit;
  gsize small, large;

  if (n == 0 || from + n > end)
    return -1;
  limit = end - n + at + 1;
  small = next_byte (text, from + at, limit, lower);
  large = upper != lower ? next_byte (text, from + at, limit, upper) : limit;
  while (small < limit || large < limit) {
    gsize i = MIN (small, large);

    if (g_ascii_strncasecmp (text + i - at, needle, n) == 0)
      return (gssize) (i - at);
    if (i == small)
      small = next_byte (text, i + 1, limit, lower);
    else
      large = next_byte (text, i + 1, limit, upper);
  }
  return -1;
}

/* Letters of both cases give the same bit. */
static guint
pair_bit (char first, char second)
{
  return (((guint) (guchar) first | 0x20) * 37 + ((guint) (guchar) second | 0x20)) % 2048;
}

void
tl_haystack_init (TlHaystack *self, const char *text, gsize length)
{
  self->text = text;
  self->length = length;
  /* A long text holds nearly all of them. */
  memset (self->pairs, length > MAX_PAIRED ? 0xff : 0, sizeof self->pairs);
  for (gsize i = 0; length <= MAX_PAIRED && i + 1 < length; i++) {
    guint bit = pair_bit (text[i], text[i + 1]);

    self->pairs[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
  }
}

gssize
tl_haystack_find (const TlHaystack *self, gsize from, gsize end, const char *needle)
{
  for (const char *p = needle; p[0] != '\0' && p[1] != '\0'; p++) {
    guint bit = pair_bit (p[0], p[1]);

    if (!(self->pairs[bit / 64] >> (bit % 64) & 1))
      return -1;
  }
  return tl_digest_find (self->text, from, end, needle);
}

/* ------------------------------------------------------------------ enhanced codes */

/* An enhanced code (RFC 3463: class, subject, detail) at `i`: its end, or 0. */
static gsize
enhanced_end (const Source *s, gsize i)
{
  gsize p = i + 1;

  if ((at (s, i) != '2' && at (s, i) != '4' && at (s, i) != '5') ||
      (i > 0 && (g_ascii_isalnum (s->text[i - 1]) || strchr ("._-/", s->text[i - 1]) != NULL) &&
       !(i >= 4 && s->text[i - 1] == '-' && g_ascii_isdigit (s->text[i - 2]))))
    return 0;
  for (guint part = 0; part < 2; part++) {
    guint digits = 0;

    if (at (s, p) != '.')
      return 0;
    for (p++; g_ascii_isdigit (at (s, p)); p++)
      digits++;
    if (digits < 1 || digits > 3)
      return 0;
  }
  if (at (s, p) == '.' && g_ascii_isdigit (at (s, p + 1)))
    return 0;
  return is_wordy (at (s, p)) ? 0 : p;
}

/* The first one in a stretch, or FALSE. */
static gboolean
find_enhanced (const Source *s, gsize from, gsize end, TlPiece *piece)
{
  for (gsize i = from; i < end; i++) {
    gsize stop = enhanced_end (s, i);

    if (stop != 0 && stop <= end) {
      *piece = (TlPiece){i, stop};
      return TRUE;
    }
  }
  return FALSE;
}

/* ------------------------------------------------------------------ reply codes */

/* Words before a number that make it a reply code. */
static const char *const introductions[] = {
    "said:",      "responded:", "response:", "respond:", "reply:",  "replied:",      "message:",
    "error:",     "code:",      "status:",   "detail:",  "<<<",     "rcpt to:",      "mail from:",
    "failed:",    "denied:",    "login:",    "code",     "reason:", "error",         "command:",
    "exception:", "to me:",     "code=",     "http/1.1", "http/2",  "http/1.0",      "http error",
    "code is",    "saying",     "was:",      "returned", "status",  "responsecode:", "smtp;"};

static gboolean
is_introduced (const Source *s, gsize i)
{
  gsize end = i;

  while (end > 0 && strchr (" \t\r\n\"'(<[>", s->text[end - 1]) != NULL && i - end < 8)
    end--;
  for (guint k = 0; k < G_N_ELEMENTS (introductions); k++) {
    gsize n = strlen (introductions[k]);

    if (end >= n && g_ascii_strncasecmp (s->text + end - n, introductions[k], n) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
starts_line (const Source *s, gsize i)
{
  while (i > 0 && strchr (" \t>|*", s->text[i - 1]) != NULL)
    i--;
  return i == 0 || is_line_end (s->text[i - 1]);
}

/* "port 443", "TCP port: 587" */
static gboolean
is_port (const Source *s, gsize i)
{
  gsize end = i;

  while (end > 0 && (s->text[end - 1] == ' ' || s->text[end - 1] == ':') && i - end < 4)
    end--;
  return end >= 4 && end < i && g_ascii_strncasecmp (s->text + end - 4, "port", 4) == 0;
}

/* Where a sentence speaks of a code ("HTTP code 403 from proxy"), its words lie on both sides. */
static gboolean
is_spoken_of (const Source *s, gsize i)
{
  static const char *const words[] = {"code", "status", "returned", "error", "code is"};
  gsize end = i;

  if (starts_line (s, i))
    return FALSE;
  while (end > 0 && s->text[end - 1] == ' ' && i - end < 4)
    end--;
  for (guint k = 0; k < G_N_ELEMENTS (words); k++) {
    gsize n = strlen (words[k]);

    if (end >= n && g_ascii_strncasecmp (s->text + end - n, words[k], n) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_measure (const Source *s, gsize i)
{
  static const char *const units[] = {"byte", "second",   "minute", "hour",      "day",
                                      "kb",   "mb",       "lines",  "times",     "ms",
                                      "msec", "messages", "%",      "recipients"};

  while (at (s, i) == ' ')
    i++;
  /* "550 Messages from …" begins a sentence. */
  if (g_ascii_isupper (at (s, i)) && g_ascii_islower (at (s, i + 1)))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (units); k++) {
    gsize n = strlen (units[k]);

    if (i + n <= s->length && g_ascii_strncasecmp (s->text + i, units[k], n) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Where the words after a code begin: behind "550 ", "550-", "550:", "(535, b'", or its enhanced
 * code. */
static gsize
words_begin (const Source *s, gsize code, TlPiece *enhanced)
{
  gsize p = code + 3;
  gsize stop;

  while (at (s, p) != '\0' && strchr (" -:,=#\t", at (s, p)) != NULL)
    p++;
  if (at (s, p) == 'b' && (at (s, p + 1) == '\'' || at (s, p + 1) == '"'))
    p++;
  while (at (s, p) == '\'' || at (s, p) == '"')
    p++;
  stop = enhanced_end (s, p);
  if (enhanced != NULL)
    *enhanced = (TlPiece){0, 0};
  if (stop == 0 || (at (s, p) != s->text[code] && s->text[code] >= '4' && at (s, p) == '2'))
    return p;
  if (enhanced != NULL)
    *enhanced = (TlPiece){p, stop};
  while (at (s, stop) == ' ' || at (s, stop) == ':')
    stop++;
  return stop;
}

/* How much the number at `i` looks like the code of a reply; 0: not at all. */
static guint
rate_code (const Source *s, gsize i)
{
  char before = i > 0 ? s->text[i - 1] : '\n';
  char after = at (s, i + 3);
  TlPiece enhanced;
  guint rating = 0;

  if (s->text[i] < (starts_line (s, i) ? '1' : '2') || s->text[i] > '5' ||
      !g_ascii_isdigit (at (s, i + 1)) || !g_ascii_isdigit (at (s, i + 2)) ||
      g_ascii_isalnum (after) || after == '.' || after == '/' || after == '_' || after == '@' ||
      is_wordy (before) || strchr ("./_@&?+%$", before) != NULL)
    return 0;
  if ((after == ':' && g_ascii_isdigit (at (s, i + 4))) || is_port (s, i))
    return 0;
  words_begin (s, i, &enhanced);
  if (enhanced.end != 0)
    rating += 4;
  if (starts_line (s, i))
    rating += 3;
  else if (is_introduced (s, i))
    rating += 3;
  else if (before == '(' || before == '<' || before == '[')
    rating += 1;
  if (rating == 0 && (before == ' ' && s->text[i] >= '4' && s->text[i + 1] <= '5' && after == ' '))
    rating = 1;
  if (rating == 0 || (rating < 4 && is_measure (s, i + 3)))
    return 0;
  return rating + (s->text[i] >= '4' ? 3 : 0);
}

/* ------------------------------------------------------------------ the words */

static void
add_piece (TlFoundReply *reply, const Source *s, gsize start, gsize end)
{
  TlPiece piece = {start, MIN (end, start + MAX_WORDS)};

  while (piece.start < piece.end && (g_ascii_isspace (s->text[piece.start])))
    piece.start++;
  while (piece.end > piece.start && (g_ascii_isspace (s->text[piece.end - 1])))
    piece.end--;
  if (piece.start < piece.end && reply->words->len < MAX_PIECES)
    g_array_append_val (reply->words, piece);
}

/* The same code again, as the continuation of a reply has it: "550-", "550 5.1.1 ", "550 5.2.1\n". */
static gboolean
is_continuation (const Source *s, gsize i, const TlFoundReply *reply)
{
  gsize first = reply->code_at.start;

  if (i == 0 || i + 3 > s->length || memcmp (s->text + i, s->text + first, 3) != 0 ||
      !g_ascii_isspace (s->text[i - 1]))
    return FALSE;
  if (at (s, i + 3) == '-')
    return starts_line (s, i) || reply->enhanced.end == 0 || enhanced_end (s, i + 4) != 0;
  return at (s, i + 3) == ' ' && (starts_line (s, i) || enhanced_end (s, i + 4) != 0);
}

/* Another reply in the same line, as reports for several recipients have it: a failure's code, then
 * an enhanced code of its class or an address. */
static gboolean
begins_another (const Source *s, gsize i, const TlFoundReply *reply)
{
  if (i < reply->code_at.end + 8 || !g_ascii_isspace (s->text[i - 1]) ||
      (s->text[i] != '4' && s->text[i] != '5') || !g_ascii_isdigit (at (s, i + 1)) ||
      s->text[i + 1] > '5' || !g_ascii_isdigit (at (s, i + 2)) || at (s, i + 3) != ' ')
    return FALSE;
  return at (s, i + 4) == '<' || (at (s, i + 4) == s->text[i] && enhanced_end (s, i + 4) != 0);
}

/* The end of what the server said: an empty line, a bracket that was opened before the code, the
 * note of the mail program in brackets, another kind of line. */
static gboolean
ends_here (const Source *s, gsize i, char opener)
{
  char closer = opener == '(' ? ')' : opener == '<' ? '>' : opener == '[' ? ']' : '\0';

  if (is_line_end (s->text[i])) {
    gsize p = i + (s->text[i] == '\r' && at (s, i + 1) == '\n') + 1;

    return p >= s->length || is_line_end (at (s, p)) || strchr (">-=*", at (s, p)) != NULL ||
           tl_digest_find (s->text, p, MIN (p + 40, s->length), "status:") >= 0 ||
           tl_digest_find (s->text, p, MIN (p + 40, s->length), "error:") >= 0 ||
           tl_digest_find (s->text, p, MIN (p + 40, s->length), "response:") >= 0 ||
           tl_digest_find (s->text, p, MIN (p + 40, s->length), "command:") >= 0;
  }
  if (s->text[i] == '(' &&
      tl_digest_find (s->text, i, MIN (i + 13, s->length), "(in reply to") >= 0)
    return TRUE;
  return closer != '\0' && s->text[i] == closer &&
         (i + 1 >= s->length || !is_wordy (at (s, i + 1)));
}

/* Most characters neither begin nor end anything. */
static gboolean
is_dull (const Source *s, gsize i, char opener)
{
  char c = s->text[i];

  return c != opener && (g_ascii_isalpha (c) || c == ' ' || c == '.' || c == '@' || c == '-' ||
                         (g_ascii_isdigit (c) && i > 0 && !g_ascii_isspace (s->text[i - 1])));
}

static void
collect_words (const Source *s, TlFoundReply *reply)
{
  gsize start = words_begin (s, reply->code_at.start, NULL);
  gsize limit = MIN (s->length, reply->code_at.start + 2 * MAX_WORDS);
  char opener = reply->code_at.start > 0 ? s->text[reply->code_at.start - 1] : '\0';
  guint depth = 0;
  gsize i = start;

  for (; i < limit; i++) {
    if (is_dull (s, i, opener))
      continue;
    if (begins_another (s, i, reply) && !is_continuation (s, i, reply))
      break;
    if (is_continuation (s, i, reply)) {
      add_piece (reply, s, start, i);
      start = words_begin (s, i, NULL);
      i = MAX (i, start > 0 ? start - 1 : 0);
      continue;
    }
    if (s->text[i] == opener && opener != '\0' && strchr ("(<[", opener) != NULL)
      depth++;
    else if (depth > 0 && ends_here (s, i, opener) && !is_line_end (s->text[i]))
      depth--;
    else if (ends_here (s, i, opener) && !is_continuation (s, i + 1, reply) &&
             !is_continuation (s, i + 2, reply))
      break;
  }
  add_piece (reply, s, start, i);
}

/* ------------------------------------------------------------------ texts without a code */

/* Words that a line says when something failed. */
static const char *const telling[] = {
    "error",   "fail",     "refused", "timed out", "timeout",  "denied",   "reject",  "could not",
    "cannot",  "can't",    "not ",    "invalid",   "unable",   "lost",     "closed",  "0x800ccc",
    "expired", "too many", "blocked", "full",      "exceeded", "disabled", "unknown", "no such"};

static guint
rate_line (const Source *s, gsize start, gsize end)
{
  guint rating = 0;

  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    rating += tl_digest_find (s->text, start, end, telling[i]) >= 0;
  return rating;
}

/* Short texts are taken whole; of long ones, the lines around the most telling. */
static void
take_telling_lines (const Source *s, TlFoundReply *reply)
{
  gsize best_start = 0;
  gsize best_end = MIN (s->length, MAX_WORDS);
  guint best = 0;

  if (s->length <= MAX_WORDS / 2) {
    add_piece (reply, s, 0, s->length);
    return;
  }
  for (gsize start = 0; start < MIN (s->length, MAX_SEARCHED);) {
    const char *newline = memchr (s->text + start, '\n', s->length - start);
    gsize end = newline != NULL ? (gsize) (newline - s->text) : s->length;
    guint rating = rate_line (s, start, MIN (end, start + MAX_WORDS));

    if (rating > best) {
      best = rating;
      best_start = start;
      best_end = end;
    }
    start = end + 1;
  }
  add_piece (reply, s, best_start, best_end);
}

void
tl_digest_find_reply (const char *text, gsize length, TlFoundReply *reply)
{
  Source s = {text, length};
  guint best = 0;

  memset (reply, 0, sizeof *reply);
  reply->words = g_array_new (FALSE, FALSE, sizeof (TlPiece));
  for (gsize i = 0; i + 3 <= length; i++) {
    guint rating = g_ascii_isdigit (text[i]) ? rate_code (&s, i) : 0;

    if (rating > best) {
      best = rating;
      reply->code_at = (TlPiece){i, i + 3};
    }
  }
  if (best == 0) {
    find_enhanced (&s, 0, MIN (length, 65536u), &reply->enhanced);
    take_telling_lines (&s, reply);
    return;
  }
  reply->code = (guint) ((text[reply->code_at.start] - '0') * 100 +
                         (text[reply->code_at.start + 1] - '0') * 10 +
                         (text[reply->code_at.start + 2] - '0'));
  words_begin (&s, reply->code_at.start, &reply->enhanced);
  if (!is_spoken_of (&s, reply->code_at.start))
    collect_words (&s, reply);
  if (reply->words->len == 0)
    take_telling_lines (&s, reply);
  if (reply->enhanced.end == 0) {
    TlPiece *last = reply->words->len > 0
                        ? &g_array_index (reply->words, TlPiece, reply->words->len - 1)
                        : NULL;

    find_enhanced (&s, reply->code_at.end, last != NULL ? last->end : reply->code_at.end,
                   &reply->enhanced);
  }
}
