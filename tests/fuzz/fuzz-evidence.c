/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of saved reports, and the diagnosis and JSON of what they hold. */
#include <stdint.h>

#include "tl-diagnose.h"
#include "tl-evidence-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_from_json ((const char *) data, size, NULL);
  g_autoptr (TlDiagnosis) saved = tl_diagnosis_from_json ((const char *) data, size);
  g_autoptr (TlDiagnosis) diagnosis = evidence != NULL ? tl_diagnose (evidence) : NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();

  if (evidence == NULL)
    return 0;
  json_builder_begin_object (json);
  tl_evidence_add_to_json (evidence, json);
  json_builder_end_object (json);
  return 0;
}
