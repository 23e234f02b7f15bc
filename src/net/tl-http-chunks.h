/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A body in chunks (RFC 9112 7.1), taken apart as its bytes come. Web libraries read a size that is none
 * as 0, and so take half a page for a whole one. */
#pragma once

#include "tl-io.h"

G_BEGIN_DECLS

/* Zeroed: nothing came yet. */
typedef struct {
  guint state;
  guint64 left;   /* of the chunk under way; a number that is too large stays the largest */
  gsize line;     /* bytes of the line under way */
  gsize trailers; /* bytes behind the last chunk */
  guint digits;   /* of the size under way */
} TlHttpChunks;

/* Takes the next bytes in and appends what they carry to `body`, at most until that has `body_max` bytes.
 * TL_FAILURE_INVALID where they are no chunks, TL_FAILURE_REPLY_TOO_LONG where a line or the trailers have
 * no end; then nothing more can be made of them. */
TlFailure tl_http_chunks_take (TlHttpChunks *chunks, const char *bytes, gsize length,
                               GByteArray *body, gsize body_max);
/* Whether the last chunk came, so that all of the body is there. */
gboolean tl_http_chunks_are_whole (const TlHttpChunks *chunks);
/* Whether the trailers behind it ended, too, so that nothing more comes. */
gboolean tl_http_chunks_have_ended (const TlHttpChunks *chunks);
/* Whether a Transfer-Encoding header (nullable) announces chunks. */
gboolean tl_http_chunks_are_announced (const char *transfer_encoding);

G_END_DECLS
