/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A report on several recipients may hold several causes: each recipient's own words are diagnosed
 * as if they had come alone. */
#include "tl-diagnose.h"

#include <string.h>

#define MOST 1000

static void
result_free (gpointer pointer)
{
  TlRecipientResult *result = pointer;

  g_free (result->recipient);
  g_free (result->cause);
  g_free (result->code);
  g_free (result->enhanced);
  g_free (result);
}

static const char *
get (const TlEvidence *evidence, guint i, const char *part)
{
  char name[64];

  g_snprintf (name, sizeof name, "text.recipient.%u%s", i, part);
  return tl_evidence_get (evidence, name);
}

static void
copy (TlEvidenceBuilder *builder, const char *fact, const char *value)
{
  if (value != NULL)
    tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", fact, value);
}

TlEvidence *
tl_recipient_evidence (const TlEvidence *evidence, guint i)
{
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlSettings) settings = NULL;

  if (i >= MOST || (get (evidence, i, "") == NULL && get (evidence, i, ".text") == NULL))
    return NULL;
  settings = tl_settings_copy (tl_evidence_get_settings (evidence));
  settings->kind = TL_JOB_EXPLAIN;
  builder = tl_evidence_builder_new (settings);
  copy (builder, "text.recipient", get (evidence, i, ""));
  copy (builder, "smtp.reply.recipient", get (evidence, i, ""));
  copy (builder, "smtp.reply.code", get (evidence, i, ".code"));
  copy (builder, "smtp.reply.enhanced", get (evidence, i, ".enhanced"));
  copy (builder, "smtp.reply.text", get (evidence, i, ".text"));
  copy (builder, "text.report", get (evidence, i, ".report"));
  return tl_evidence_builder_finish (g_steal_pointer (&builder));
}

static TlRecipientResult *
diagnose (const TlEvidence *evidence, const TlEvidence *own, guint i)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (own);
  TlRecipientResult *result = g_new0 (TlRecipientResult, 1);
  const TlFinding *first;

  first = tl_diagnosis_get_first (diagnosis);
  result->recipient = g_strdup (get (evidence, i, ""));
  result->cause = g_strdup (first != NULL ? first->id : "unknown");
  result->code = g_strdup (get (evidence, i, ".code"));
  result->enhanced = g_strdup (get (evidence, i, ".enhanced"));
  return result;
}

GPtrArray *
tl_diagnose_recipients (const TlEvidence *evidence)
{
  GPtrArray *results = g_ptr_array_new_with_free_func (result_free);

  for (guint i = 0; i < MOST; i++) {
    g_autoptr (TlEvidence) own = tl_recipient_evidence (evidence, i);

    if (own == NULL)
      break;
    g_ptr_array_add (results, diagnose (evidence, own, i));
  }
  return results;
}
