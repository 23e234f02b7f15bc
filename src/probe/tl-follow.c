/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-follow-private.h"

#include <string.h>

static guint
count_references (TlSettings *settings)
{
  guint n = settings->references != NULL ? g_strv_length (settings->references) : 0;

  return settings->no_environment ? 0 : MIN (n, TL_FOLLOW_REFERENCES_MAX);
}

void
tl_follow_add_hosts (TlSettings *settings, GPtrArray *hosts)
{
  for (guint i = 0; i < count_references (settings); i++)
    if (strcmp (settings->references[i], settings->host) != 0)
      g_ptr_array_add (hosts, settings->references[i]);
}

void
tl_follow_up (TlRun *run)
{
  g_autoptr (TlEvidence) evidence = NULL;

  if (tl_run_get_settings (run)->no_environment || tl_run_is_cancelled (run))
    return;
  evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  tl_follow_clock (run, evidence);
}
