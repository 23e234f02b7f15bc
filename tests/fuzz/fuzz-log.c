/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of logs, fed in two pieces. */
#include <stdint.h>

#include "tl-diagnose.h"
#include "tl-log.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TlLog) log = tl_log_new (NULL);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  tl_log_is_log ((const char *) data, size);
  tl_log_feed (log, (const char *) data, size / 2);
  tl_log_feed (log, (const char *) data + size / 2, size - size / 2);
  evidence = tl_log_finish (log);
  diagnosis = tl_diagnose (evidence);
  return 0;
}
