/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-reply.h"

#include "tl-text.h"

#include <string.h>

struct _TlReplyParser {
  TlProtocol protocol;
  TlReplyStatus status; /* of the line fed last; only MORE goes on */
  guint code;           /* 0 until the first line came */
  guint lines;
  gsize bytes;
  GString *text;  /* (owned) */
  char *enhanced; /* (owned, nullable) of the first line that has one */
};

void
tl_reply_free (TlReply *reply)
{
  if (reply == NULL)
    return;
  g_free (reply->enhanced);
  g_free (reply->text);
  g_free (reply);
}

gboolean
tl_reply_is_positive (const TlReply *reply)
{
  return reply->code >= 200 && reply->code < 400;
}

static void
start_afresh (TlReplyParser *parser)
{
  parser->status = TL_REPLY_MORE;
  parser->code = 0;
  parser->lines = 0;
  parser->bytes = 0;
  g_string_truncate (parser->text, 0);
  g_clear_pointer (&parser->enhanced, g_free);
}

TlReplyParser *
tl_reply_parser_new (TlProtocol protocol)
{
  TlReplyParser *parser = g_new0 (TlReplyParser, 1);

  parser->protocol = protocol;
  parser->text = g_string_new (NULL);
  start_afresh (parser);
  return parser;
}

void
tl_reply_parser_free (TlReplyParser *parser)
{
  if (parser == NULL)
    return;
  g_string_free (parser->text, TRUE);
  g_free (parser->enhanced);
  g_free (parser);
}

/* The code of a line that has the form of a reply line: three digits, then a blank, a hyphen or
 * nothing (RFC 5321 4.2 lets a bare code pass). 0 when it has not. SMTP knows no 1yz replies. */
static guint
line_code (TlProtocol protocol, const char *line, gsize length)
{
  char lowest = protocol == TL_PROTOCOL_FTP ? '1' : '2';

  if (length < 3 || line[0] < lowest || line[0] > '5' || !g_ascii_isdigit (line[1]) ||
      !g_ascii_isdigit (line[2]))
    return 0;
  if (length > 3 && line[3] != ' ' && line[3] != '-')
    return 0;
  return (guint) (line[0] - '0') * 100 + (guint) (line[1] - '0') * 10 + (guint) (line[2] - '0');
}

static void
append_text (TlReplyParser *parser, const char *words, gsize length)
{
  g_autofree char *visible = tl_text_make_visible (words, length, 0);
  const char *rest = visible;
  g_autofree char *enhanced = NULL;

  if (parser->protocol == TL_PROTOCOL_SMTP)
    enhanced = tl_reply_find_enhanced (parser->code, visible, &rest);
  if (parser->enhanced == NULL)
    parser->enhanced = g_steal_pointer (&enhanced);
  if (parser->lines > 1)
    g_string_append_c (parser->text, '\n');
  g_string_append (parser->text, rest);
}

/* A server that has begun its greeting and then thinks better of it (postscreen does, which says one line
 * at once and waits): the refusal is the reply, and what came before it is none. */
static gboolean
turns_away (const TlReplyParser *parser, guint code)
{
  return parser->code == 220 && code >= 400;
}

/* RFC 5321 4.2.1: every line has the code, the same one. */
static TlReplyStatus
feed_smtp (TlReplyParser *parser, const char *line, gsize length)
{
  guint code = line_code (parser->protocol, line, length);

  if (turns_away (parser, code)) {
    gsize bytes = parser->bytes;

    start_afresh (parser);
    parser->lines = 1;
    parser->bytes = bytes;
  }
  if (code == 0 || (parser->code != 0 && code != parser->code))
    return TL_REPLY_INVALID;
  parser->code = code;
  append_text (parser, line + MIN (length, 4), length - MIN (length, 4));
  return length > 3 && line[3] == '-' ? TL_REPLY_MORE : TL_REPLY_COMPLETE;
}

/* RFC 959 4.2: after "xyz-" anything may come, other codes too; "xyz" and a blank end it. A bare
 * "xyz" ends it as well, for nothing more would ever come from a server that sends that. */
static TlReplyStatus
feed_ftp (TlReplyParser *parser, const char *line, gsize length)
{
  guint code = line_code (parser->protocol, line, length);

  if (parser->code == 0) {
    if (code == 0)
      return TL_REPLY_INVALID;
    parser->code = code;
  } else if (code != parser->code) {
    append_text (parser, line, length);
    return TL_REPLY_MORE;
  }
  append_text (parser, line + MIN (length, 4), length - MIN (length, 4));
  return length > 3 && line[3] == '-' ? TL_REPLY_MORE : TL_REPLY_COMPLETE;
}

TlReplyStatus
tl_reply_parser_feed (TlReplyParser *parser, const char *line, gsize length)
{
  if (parser->status != TL_REPLY_MORE)
    return parser->status == TL_REPLY_COMPLETE ? TL_REPLY_INVALID : parser->status;
  parser->lines++;
  parser->bytes += length;
  if (parser->lines > TL_REPLY_MAX_LINES || parser->bytes > TL_REPLY_MAX_BYTES)
    parser->status = TL_REPLY_TOO_LONG;
  else if (parser->protocol == TL_PROTOCOL_FTP)
    parser->status = feed_ftp (parser, line, length);
  else
    parser->status = feed_smtp (parser, line, length);
  return parser->status;
}

TlReply *
tl_reply_parser_finish (TlReplyParser *parser)
{
  TlReply *reply = NULL;

  if (parser->status == TL_REPLY_COMPLETE) {
    reply = g_new0 (TlReply, 1);
    reply->code = parser->code;
    reply->lines = parser->lines;
    reply->enhanced = g_steal_pointer (&parser->enhanced);
    reply->text = g_strndup (parser->text->str, parser->text->len);
  }
  start_afresh (parser);
  return reply;
}

/* One to three digits; how many there are. */
static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (n < 4 && g_ascii_isdigit (text[n]))
    n++;
  return n <= 3 ? n : 0;
}

/* The code at `text` of the same class as `code`; `end` is set behind it, or to NULL. */
static char *
read_enhanced (guint code, const char *text, const char **end)
{
  const char *at = text;
  gsize n;

  *end = NULL;
  if ((*at != '2' && *at != '4' && *at != '5') || (guint) (*at - '0') != code / 100)
    return NULL;
  at++;
  for (guint part = 0; part < 2; part++) {
    if (*at++ != '.' || (n = count_digits (at)) == 0)
      return NULL;
    at += n;
  }
  if (*at != '\0' && strchr (" :;,)]-", *at) == NULL)
    return NULL;
  *end = at;
  return g_strndup (text, (gsize) (at - text));
}

/* qmail and what comes after it write "(#5.7.1)" behind the words. */
static char *
find_enhanced_behind (guint code, const char *text)
{
  const char *at = strstr (text, "(#");
  const char *end;

  return at != NULL ? read_enhanced (code, at + 2, &end) : NULL;
}

char *
tl_reply_find_enhanced (guint code, const char *text, const char **rest)
{
  const char *at = text;
  const char *end;
  char *enhanced;

  if (rest != NULL)
    *rest = text;
  /* Some mail filters write "#5.1.0", "(5.1.0)" or "[5.1.0]". */
  if (*at != '\0' && strchr ("#([", *at) != NULL)
    at++;
  enhanced = read_enhanced (code, at, &end);
  if (enhanced == NULL)
    return find_enhanced_behind (code, text);
  if (rest != NULL)
    *rest = end + strspn (end, " :;,)]");
  return enhanced;
}
