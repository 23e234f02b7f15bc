/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of whole messages that came back, taken for one whatever they look like. */
#include <stdint.h>

#include "tl-diagnose.h"
#include "tl-digest.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TlEvidence) evidence =
      tl_digest_text (NULL, (const char *) data, size, TL_TEXT_BOUNCE, NULL, NULL);
  g_autoptr (TlDiagnosis) diagnosis = evidence != NULL ? tl_diagnose (evidence) : NULL;
  g_autoptr (GPtrArray) recipients = evidence != NULL ? tl_diagnose_recipients (evidence) : NULL;

  return 0;
}
