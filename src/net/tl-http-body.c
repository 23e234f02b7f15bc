/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http-body.h"

#include "tl-http-chunks.h"

#include <string.h>

#define PIECE_BYTES 16384

void
tl_http_pending_end (GObject *source, GAsyncResult *result, gpointer pending)
{
  ((TlHttpPending *) pending)->result = g_object_ref (result);
}

GAsyncResult *
tl_http_pending_run (TlHttpPending *pending)
{
  while (pending->result == NULL)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  return g_steal_pointer (&pending->result);
}

/* NULL where it broke off; of length 0 at the end. (transfer full) */
static GBytes *
read_piece (TlHttpBody *body, GInputStream *stream, gsize size)
{
  TlHttpPending pending = {NULL};
  g_autoptr (GAsyncResult) result = NULL;

  g_input_stream_read_bytes_async (stream, size, G_PRIORITY_DEFAULT, body->cancellable,
                                   tl_http_pending_end, &pending);
  result = tl_http_pending_run (&pending);
  return g_input_stream_read_bytes_finish (stream, result, NULL);
}

/* libsoup takes an end before the announced one for a proper one. */
static gboolean
is_short (SoupMessage *message, gsize length)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         (guint64) soup_message_headers_get_content_length (headers) > length;
}

static void
read_plainly (TlHttpBody *body, SoupMessage *message, GInputStream *stream, GByteArray *bytes)
{
  gboolean ended = FALSE;

  while (!ended && !body->cut) {
    gsize left = body->limit - bytes->len;
    g_autoptr (GBytes) piece = read_piece (body, stream, MIN (PIECE_BYTES, left + 1));
    gsize n = piece != NULL ? g_bytes_get_size (piece) : 0;

    body->broken = piece == NULL;
    ended = n == 0;
    body->cut = n > left;
    if (n > 0)
      g_byte_array_append (bytes, g_bytes_get_data (piece, NULL), (guint) MIN (n, left));
  }
  body->broken = body->broken || (!body->cut && is_short (message, bytes->len));
}

/* What libsoup reads chunks from: the bytes behind the head as they came. It has the framing in a filter
 * of its own, of the kind that GIO lets one look behind. (nullable) */
static GInputStream *
find_chunks (SoupMessage *message, GInputStream *stream)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (soup_message_get_http_version (message) > SOUP_HTTP_1_1 ||
      soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED)
    return NULL;
  while (G_IS_FILTER_INPUT_STREAM (stream)) {
    GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));

    if (strcmp (G_OBJECT_TYPE_NAME (stream), "SoupBodyInputStream") == 0)
      return base;
    stream = base;
  }
  return NULL;
}

/* libsoup (3.2) reads each size with strtoul() into a signed number, and takes what is none for the end
 * of the page. */
static void
read_chunks (TlHttpBody *body, GInputStream *stream, GByteArray *bytes)
{
  TlHttpChunks chunks = {0};

  while (!tl_http_chunks_have_ended (&chunks) && !body->cut && body->failure == TL_FAILURE_NONE) {
    g_autoptr (GBytes) piece = read_piece (body, stream, PIECE_BYTES);
    gsize n = 0;
    const char *data = piece != NULL ? g_bytes_get_data (piece, &n) : NULL;

    if (n == 0)
      break;
    /* One byte more than is kept tells that there was more. */
    body->failure = tl_http_chunks_take (&chunks, data, n, bytes, body->limit + 1);
    body->cut = bytes->len > body->limit;
  }
  g_byte_array_set_size (bytes, (guint) MIN (bytes->len, body->limit));
  body->broken = !body->cut && !tl_http_chunks_are_whole (&chunks);
  if (body->cut)
    body->failure = TL_FAILURE_NONE;
  else if (body->failure != TL_FAILURE_NONE)
    body->broken = TRUE;
}

void
tl_http_body_read (TlHttpBody *body, SoupMessage *message, GInputStream *stream)
{
  GByteArray *bytes = g_byte_array_new ();
  GInputStream *chunks = find_chunks (message, stream);

  if (chunks != NULL)
    read_chunks (body, chunks, bytes);
  else
    read_plainly (body, message, stream, bytes);
  body->bytes = g_byte_array_free_to_bytes (bytes);
}
