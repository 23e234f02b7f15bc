/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* GMime, opened with the first message. */
#include "config.h"

#include "tl-late.h"

#include <gmime/gmime.h>

#define FUNCTIONS(X)                                                                               \
  X (void, g_mime_init, (void), ())                                                                \
  X (GMimeContentEncoding, g_mime_content_encoding_from_string, (const char *text), (text))        \
  X (GMimeContentType *, g_mime_content_type_parse,                                                \
     (GMimeParserOptions * options, const char *text), (options, text))                            \
  X (const char *, g_mime_content_type_get_media_type, (GMimeContentType * type), (type))          \
  X (const char *, g_mime_content_type_get_media_subtype, (GMimeContentType * type), (type))       \
  X (const char *, g_mime_content_type_get_parameter, (GMimeContentType * type, const char *name), \
     (type, name))                                                                                 \
  X (void, g_mime_encoding_init_decode, (GMimeEncoding * state, GMimeContentEncoding encoding),    \
     (state, encoding))                                                                            \
  X (size_t, g_mime_encoding_outlen, (GMimeEncoding * state, size_t length), (state, length))      \
  X (size_t, g_mime_encoding_step,                                                                 \
     (GMimeEncoding * state, const char *in, size_t length, char *out), (state, in, length, out))  \
  X (char *, g_mime_utils_header_decode_text, (GMimeParserOptions * options, const char *text),    \
     (options, text))

TL_LATE_LIBRARY (TL_SONAME_GMIME, FUNCTIONS)
