/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The framing of chunks: however the bytes come, the same comes of them, and no more than is kept. */
#include <stdint.h>

#include "tl-http-chunks.h"

#define KEPT 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static GByteArray *
take_in_pieces (const uint8_t *data, size_t size, size_t piece, TlFailure *failure, gboolean *whole)
{
  GByteArray *body = g_byte_array_new ();
  TlHttpChunks chunks = {0};

  *failure = TL_FAILURE_NONE;
  for (size_t i = 0; i < size && *failure == TL_FAILURE_NONE; i += piece)
    *failure =
        tl_http_chunks_take (&chunks, (const char *) data + i, MIN (piece, size - i), body, KEPT);
  *whole = tl_http_chunks_are_whole (&chunks);
  return body;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  TlFailure failures[2];
  gboolean whole[2];
  g_autoptr (GByteArray) at_once =
      take_in_pieces (data, size, size > 0 ? size : 1, &failures[0], &whole[0]);
  g_autoptr (GByteArray) in_pieces = take_in_pieces (data, size, 3, &failures[1], &whole[1]);

  g_assert_cmpuint (at_once->len, <=, KEPT);
  g_assert_cmpint (failures[0], ==, failures[1]);
  g_assert_cmpint (whole[0], ==, whole[1]);
  g_assert_cmpmem (at_once->data, at_once->len, in_pieces->data, in_pieces->len);
  return 0;
}
