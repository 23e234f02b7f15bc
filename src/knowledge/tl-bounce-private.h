/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of the bounce reader share; none of it needs a MIME parser. */
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

TlBounceRecipient *tl_bounce_add_recipient (TlBounce *bounce);

G_END_DECLS
