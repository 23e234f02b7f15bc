/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http-chunks.h"

#include <string.h>

#include "tl-http.h"

/* Longest line with a size: what nobody reads may stand behind it (RFC 9112 7.1.1). */
#define LINE_MAX_BYTES 4096

/* What the next byte belongs to. */
enum {
  SIZE,
  PADDING,
  EXTENSION,
  SIZE_LF,
  DATA,
  DATA_END,
  DATA_LF,
  TRAILER,
  END
};

static TlFailure
end_size (TlHttpChunks *chunks)
{
  chunks->state = chunks->left > 0 ? DATA : TRAILER;
  chunks->line = 0;
  return TL_FAILURE_NONE;
}

/* Behind the digits: blanks, as old servers pad with them, or what is said of the chunk. */
static TlFailure
take_behind_size (TlHttpChunks *chunks, char byte)
{
  if (byte == '\n')
    return end_size (chunks);
  if (chunks->state == EXTENSION)
    return TL_FAILURE_NONE;
  if (byte == ' ' || byte == '\t')
    chunks->state = PADDING;
  else if (byte == ';')
    chunks->state = EXTENSION;
  else if (byte == '\r')
    chunks->state = SIZE_LF;
  else
    return TL_FAILURE_INVALID;
  return TL_FAILURE_NONE;
}

static TlFailure
take_of_size (TlHttpChunks *chunks, char byte)
{
  int value = g_ascii_xdigit_value (byte);

  if (++chunks->line > LINE_MAX_BYTES)
    return TL_FAILURE_REPLY_TOO_LONG;
  if (chunks->state != SIZE || value < 0)
    return chunks->digits > 0 ? take_behind_size (chunks, byte) : TL_FAILURE_INVALID;
  chunks->digits = 1;
  chunks->left =
      chunks->left > G_MAXUINT64 >> 4 ? G_MAXUINT64 : chunks->left << 4 | (guint64) value;
  return TL_FAILURE_NONE;
}

/* An empty line ends them. */
static TlFailure
take_of_trailers (TlHttpChunks *chunks, char byte)
{
  if (++chunks->trailers > TL_HTTP_HEAD_MAX)
    return TL_FAILURE_REPLY_TOO_LONG;
  if (byte == '\n' && chunks->line == 0)
    chunks->state = END;
  else if (byte == '\n')
    chunks->line = 0;
  else if (byte != '\r')
    chunks->line++;
  return TL_FAILURE_NONE;
}

static TlFailure
take_byte (TlHttpChunks *chunks, char byte)
{
  switch (chunks->state) {
    case SIZE:
    case PADDING:
    case EXTENSION:
      return take_of_size (chunks, byte);
    case SIZE_LF:
      return byte == '\n' ? end_size (chunks) : TL_FAILURE_INVALID;
    case DATA_END:
    case DATA_LF:
      if (byte == '\r' && chunks->state == DATA_END)
        chunks->state = DATA_LF;
      else if (byte == '\n')
        *chunks = (TlHttpChunks){.state = SIZE};
      else
        return TL_FAILURE_INVALID;
      return TL_FAILURE_NONE;
    case TRAILER:
      return take_of_trailers (chunks, byte);
    default:
      return TL_FAILURE_NONE;
  }
}

/* How many of the bytes were of the chunk under way. */
static gsize
take_data (TlHttpChunks *chunks, const char *bytes, gsize length, GByteArray *body, gsize body_max)
{
  gsize n = (gsize) MIN (chunks->left, length);
  gsize room = body_max > body->len ? body_max - body->len : 0;

  g_byte_array_append (body, (const guint8 *) bytes, (guint) MIN (n, room));
  chunks->left -= n;
  if (chunks->left == 0)
    chunks->state = DATA_END;
  return n;
}

TlFailure
tl_http_chunks_take (TlHttpChunks *chunks, const char *bytes, gsize length, GByteArray *body,
                     gsize body_max)
{
  TlFailure failure = TL_FAILURE_NONE;

  for (gsize i = 0; i < length && failure == TL_FAILURE_NONE && chunks->state != END;) {
    if (chunks->state == DATA)
      i += take_data (chunks, bytes + i, length - i, body, body_max);
    else
      failure = take_byte (chunks, bytes[i++]);
  }
  return failure;
}

gboolean
tl_http_chunks_are_whole (const TlHttpChunks *chunks)
{
  return chunks->state == TRAILER || chunks->state == END;
}

gboolean
tl_http_chunks_have_ended (const TlHttpChunks *chunks)
{
  return chunks->state == END;
}

gboolean
tl_http_chunks_are_announced (const char *transfer_encoding)
{
  return transfer_encoding != NULL && g_ascii_strcasecmp (transfer_encoding, "chunked") == 0;
}
