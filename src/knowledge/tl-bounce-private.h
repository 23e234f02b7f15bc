/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of the bounce reader share. */
#pragma once

#include "tl-bounce.h"

G_BEGIN_DECLS

/* One line of `text` from `*at` on, without its end; moves `*at` behind it. FALSE at the end. */
gboolean tl_bounce_next_line (const char *text, gsize length, gsize *at, const char **line,
                              gsize *n);
/* Whether the line begins with `lower`, ASCII letters of any case. */
gboolean tl_bounce_begins (const char *line, gsize n, const char *lower);

/* The fields of a delivery report (RFC 3464, 2.1), group by group. */
void tl_bounce_read_status (TlBounce *bounce, const char *text, gsize length);

/* Where the returned message begins in a text for people; its length where none does. */
gsize tl_bounce_find_original (const char *text, gsize length);
/* Where fields of a delivery report stand in the middle of a plain text: there, or its length. */
gsize tl_bounce_find_status (const char *text, gsize length);
/* Recipients that the words name, each with the lines on it. */
void tl_bounce_read_recipients (TlBounce *bounce);
/* The words of a page: tags off, the common entities read. (transfer full) */
char *tl_bounce_strip_html (const char *html, gsize length);
/* Whether the subject is one that programs which answer by themselves write. */
gboolean tl_bounce_is_auto_subject (const char *subject);
gboolean tl_bounce_is_delay_subject (const char *subject);

/* ------------------------------------------------------------------ tl-bounce-mime.c */

/* The fields of a head that tell something; unfolded, still encoded, bounded; NULL where absent. */
typedef struct {
  char *content_type;
  char *encoding;
  char *from;
  char *subject;
  char *auto_submitted;
  char *precedence;
  char *failed;     /* X-Failed-Recipients */
  gboolean answers; /* a field that answering programs alone set */
} TlBounceHead;

/* Fills what is still NULL in `head`; returns where the body begins. */
gsize tl_bounce_read_head (const char *text, gsize length, gboolean of_part, TlBounceHead *head);
void tl_bounce_head_clear (TlBounceHead *head);
/* Whether the line looks like a field: a name, a colon. */
gboolean tl_bounce_is_field (const char *line, gsize n);

typedef struct {
  char type[64];
  char subtype[128];
  char *boundary; /* (nullable) */
  char *charset;  /* (nullable) */
} TlBounceType;

/* `value` NULL: what a part without the field is. */
void tl_bounce_read_type (TlBounceType *type, const char *value);
void tl_bounce_type_clear (TlBounceType *type);
/* Of any case; the subtype may be "*". */
gboolean tl_bounce_type_is (const TlBounceType *self, const char *type, const char *subtype);

/* The parts of a multipart body, one after the other. Borrows all of its strings. */
typedef struct {
  const char *text;
  gsize length;
  const char *boundary;
  gsize boundary_length;
  gsize at;
  gboolean opened;
  gboolean ended;
} TlBounceParts;

/* No part where `boundary` is NULL or empty. */
void tl_bounce_parts_init (TlBounceParts *parts, const char *text, gsize length,
                           const char *boundary);
gboolean tl_bounce_parts_next (TlBounceParts *parts, const char **part, gsize *length);

/* The bytes that a transfer coding (nullable) stands for, NUL-terminated. (transfer full) */
char *tl_bounce_decode (const char *text, gsize length, const char *encoding, gsize *decoded);

/* ------------------------------------------------------------------ */

TlBounceRecipient *tl_bounce_add_recipient (TlBounce *bounce);

G_END_DECLS
