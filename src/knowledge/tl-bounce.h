/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole message that came back: what kind of report it is, for whom, and the words that the
 * servers and programs wrote into it. The message that is returned with it is never looked at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parts inside parts, parts of one level, recipients and decoded bytes of one part: what lies beyond
 * is left out, and `cut` says so. */
#define TL_BOUNCE_DEPTH 32
#define TL_BOUNCE_PARTS 64
#define TL_BOUNCE_RECIPIENTS 100
#define TL_BOUNCE_WORDS (64 * 1024)

typedef struct {
  char *address;    /* (nullable) */
  char *action;     /* (nullable) lower case: "failed", "delayed", … (RFC 3464, 2.3.3) */
  char *status;     /* (nullable) "5.1.1" */
  char *diagnostic; /* (nullable) what the server said, or the report's lines on this recipient */
  char *host;       /* (nullable) the server that said it */
} TlBounceRecipient;

typedef struct {
  const char *kind;      /* "failed", "delayed", "delivered", "auto-reply", "complaint"; NULL: the
                            fields do not tell, perhaps the words do */
  char *subject;         /* (nullable) UTF-8 */
  char *host;            /* (nullable) the server that reports */
  char *words;           /* the part for people, the returned message cut off; any bytes but NUL */
  GPtrArray *recipients; /* TlBounceRecipient */
  gboolean cut;
} TlBounce;

/* Whether the text begins with the header of a message (an mbox line may come first). */
gboolean tl_bounce_is_message (const char *text, gsize length);

/* Never NULL. A text without a header is taken for the part for people alone. */
TlBounce *tl_bounce_parse (const char *text, gsize length);
void tl_bounce_free (TlBounce *bounce);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlBounce, tl_bounce_free)

G_END_DECLS
