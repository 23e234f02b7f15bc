/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A compiled catalogue of translations, and its plural expression. */
#include <stdint.h>

#include "tl-mo.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const keys[] = {"", "host", "one file", "actor\004You", "\xff"};
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TlMo) mo = tl_mo_new (bytes, NULL);
  g_autofree char *expression = g_strndup ((const char *) data, size);
  gulong form;

  for (gsize i = 0; mo != NULL && i < G_N_ELEMENTS (keys); i++) {
    gsize length;

    tl_mo_look_up (mo, keys[i], &length);
    for (guint n = 0; n < 4; n++)
      tl_mo_look_up_plural (mo, keys[i], n);
  }
  tl_plural_evaluate (expression, 5, &form);
  return 0;
}
