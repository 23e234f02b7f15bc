/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-utf16.h"

#define REPLACEMENT 0xfffd

gboolean
tl_utf16_begins (TlUtf16 *self, const char *bytes, gsize length)
{
  guchar first = length >= 2 ? (guchar) bytes[0] : 0;
  guchar second = length >= 2 ? (guchar) bytes[1] : 0;

  *self = (TlUtf16){.big_endian = first == 0xfe};
  return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
}

static void
take_unit (TlUtf16 *self, gunichar unit, GString *out)
{
  gunichar first = self->first;

  self->first = 0;
  if (first != 0 && unit >= 0xdc00 && unit <= 0xdfff) {
    g_string_append_unichar (out, 0x10000 + ((first & 0x3ff) << 10) + (unit & 0x3ff));
    return;
  }
  if (first != 0)
    g_string_append_unichar (out, REPLACEMENT);
  if (unit >= 0xd800 && unit <= 0xdbff)
    self->first = unit;
  else if (unit >= 0xdc00 && unit <= 0xdfff)
    g_string_append_unichar (out, REPLACEMENT);
  else if (unit < 0x80)
    g_string_append_c (out, (char) unit);
  else
    g_string_append_unichar (out, unit);
}

void
tl_utf16_append (TlUtf16 *self, const char *bytes, gsize length, GString *out)
{
  for (gsize i = 0; i < length; i++) {
    guchar byte = (guchar) bytes[i];

    if (self->pending == 0) {
      self->byte = byte;
      self->pending = 1;
      continue;
    }
    self->pending = 0;
    take_unit (self,
               self->big_endian ? (gunichar) self->byte << 8 | byte
                                : (gunichar) byte << 8 | self->byte,
               out);
  }
}
