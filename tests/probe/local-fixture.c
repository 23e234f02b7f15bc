/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "local-fixture.h"

#include <sched.h>

static gboolean own_namespace;

void
local_enter_namespace (void)
{
  own_namespace = unshare (CLONE_NEWNET) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

gboolean
local_needs_namespace (void)
{
  if (!own_namespace)
    g_test_skip ("no network namespace may be made here");
  return own_namespace;
}

gboolean
local_try_ip (const char *arguments)
{
  g_autofree char *line = g_strconcat ("ip ", arguments, NULL);
  g_autofree char *words = NULL;
  int status;

  return g_spawn_command_line_sync (line, NULL, &words, &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

void
local_ip (const char *arguments)
{
  g_assert_true (local_try_ip (arguments));
}

TlEvidence *
local_look (const char *host)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;

  settings->kind = TL_JOB_ENVIRONMENT;
  settings->timeout_s = 20;
  g_free (settings->host);
  settings->host = g_strdup (host);
  builder = tl_evidence_builder_new (settings);
  g_assert_true (tl_run_job (settings, builder, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return tl_evidence_builder_snapshot (builder);
}

void
local_assert (TlEvidence *evidence, const char *fact, const char *value)
{
  g_assert_cmpstr (tl_evidence_get (evidence, fact), ==, value);
}
