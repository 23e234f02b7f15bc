/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-digest.h"

#include "tl-bounce.h"
#include "tl-digest-private.h"
#include "tl-kb.h"
#include "tl-log.h"
#include "tl-utf16.h"

/* NULL where the text is in no need of it. */
static GString *
narrow_text (const char *text, gsize length)
{
  GString *narrow;
  TlUtf16 wide;

  if (!tl_utf16_begins (&wide, text, length))
    return NULL;
  narrow = g_string_new (NULL);
  tl_utf16_append (&wide, text + 2, MIN (length - 2, (gsize) TL_DIGEST_MAX), narrow);
  return narrow;
}

TlEvidence *
tl_digest_text (TlSettings *settings, const char *text, gsize length, TlTextKind kind,
                const char *stage, GError **error)
{
  g_autoptr (TlSettings) job = settings != NULL ? tl_settings_copy (settings) : tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (GString) narrow = narrow_text (text, length);
  gboolean cut = length > TL_DIGEST_MAX;
  TlDigest digest = {NULL};

  if (narrow != NULL) {
    text = narrow->str;
    length = narrow->len;
  }
  length = MIN (length, (gsize) TL_DIGEST_MAX);
  digest.text = text;
  digest.length = length;
  if (tl_digest_is_blank (text, length)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, N_ ("The text is empty."));
    return NULL;
  }
  if (kind == TL_TEXT_LOG || (kind == TL_TEXT_AUTO && tl_log_is_log (text, length))) {
    g_autoptr (TlLog) log = tl_log_new (job);
    g_autoptr (TlEvidence) counted = NULL;

    tl_log_feed (log, text, length);
    counted = tl_log_finish (log);
    return cut ? tl_evidence_with_fact (counted, TL_SOURCE_TEXT, "text.cut", "yes")
               : g_steal_pointer (&counted);
  }
  job->kind = TL_JOB_EXPLAIN;
  if (kind == TL_TEXT_BOUNCE || (kind == TL_TEXT_AUTO && tl_bounce_is_message (text, length))) {
    job->protocol = TL_PROTOCOL_SMTP;
    builder = tl_evidence_builder_new (job);
    digest.builder = builder;
    tl_digest_bounce (&digest, tl_digest_stage_word (stage, TL_PROTOCOL_SMTP));
  } else {
    builder = tl_digest_reply (&digest, job, stage);
  }
  if (cut)
    tl_digest_add (&digest, "text.cut", "yes");
  return tl_evidence_builder_finish (g_steal_pointer (&builder));
}
