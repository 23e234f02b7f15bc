/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One reply of a server with three-digit codes (SMTP: RFC 5321 4.2; FTP: RFC 959 4.2). */
#pragma once

#include <glib.h>

#include "tl-types.h"

G_BEGIN_DECLS

#define TL_REPLY_MAX_LINES 500
#define TL_REPLY_MAX_BYTES 65536

typedef struct {
  guint code;     /* 100 to 599 */
  char *enhanced; /* (owned, nullable) "4.7.1", RFC 3463; SMTP only */
  /* (owned) The words, lines joined by '\n', codes taken off; valid UTF-8, controls visible. */
  char *text;
  guint lines;
  gboolean lf_only; /* lines ended in a bare LF: whoever read them sets it */
} TlReply;

void tl_reply_free (TlReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReply, tl_reply_free)

/* Whether the first digit is 2 or 3. */
gboolean tl_reply_is_positive (const TlReply *reply);

typedef enum {
  TL_REPLY_MORE,     /* give the next line */
  TL_REPLY_COMPLETE, /* take it with tl_reply_parser_finish */
  TL_REPLY_INVALID,  /* no reply of the protocol */
  TL_REPLY_TOO_LONG  /* over TL_REPLY_MAX_LINES or TL_REPLY_MAX_BYTES */
} TlReplyStatus;

typedef struct _TlReplyParser TlReplyParser;
/* SMTP: every line carries the same code. FTP: the code and a blank end it, whatever lies between. */
TlReplyParser *tl_reply_parser_new (TlProtocol protocol);
void tl_reply_parser_free (TlReplyParser *parser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReplyParser, tl_reply_parser_free)

/* Feeds one line without its line end; it may hold any byte. After anything but MORE comes
 * tl_reply_parser_finish; a line fed instead is answered with INVALID or the same status. */
TlReplyStatus tl_reply_parser_feed (TlReplyParser *parser, const char *line, gsize length);
/* The complete reply, or NULL where there is none; the parser is fresh again. (transfer full) */
TlReply *tl_reply_parser_finish (TlReplyParser *parser);

/* The enhanced code at the start of `text` (RFC 2034: class equal to the first digit of the reply
 * code), or behind its words as qmail puts it ("(#5.7.1)"), (transfer full), or NULL. `rest`
 * (optional): the words after the one at the start, else all of them. */
char *tl_reply_find_enhanced (guint code, const char *text, const char **rest);

G_END_DECLS
