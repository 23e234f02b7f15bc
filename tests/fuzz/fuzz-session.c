/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of session files; what it takes can be written and read again. */
#include <stdint.h>
#include <string.h>

#include "tl-session.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *language = NULL;
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  g_autoptr (TlSettings) settings =
      tl_session_file_parse ((const char *) data, size, &language, &note, NULL);
  g_autoptr (TlSettings) again = NULL;

  if (settings == NULL)
    return 0;
  text = tl_session_file_write (settings, language, note);
  again = tl_session_file_parse (text, strlen (text), NULL, NULL, NULL);
  g_assert_nonnull (again);
  return 0;
}
