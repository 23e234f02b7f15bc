/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-follow-private.h"

#include "tl-http.h"
#include "tl-probe-resources.h"
#include "tl-table.h"

#include <string.h>

#define TABLE "/io/github/throughline/Throughline/data/reference.ini"

/* ------------------------------------------------------------------ whom it asks */

static guint
count_references (TlSettings *settings)
{
  guint n = settings->references != NULL ? g_strv_length (settings->references) : 0;

  return settings->no_environment ? 0 : MIN (n, TL_FOLLOW_REFERENCES_MAX);
}

TlReferencePortal *
tl_follow_find_portal (TlSettings *settings)
{
  TlReferencePortal *portal =
      tl_table_load (tl_probe_get_resource (), TABLE, (TlTableReader) tl_reference_parse_portal);

  if (settings->portal_url[0] != '\0') {
    g_free (portal->url);
    portal->url = g_strdup (settings->portal_url);
    portal->known = FALSE;
  }
  return portal;
}

char **
tl_follow_dup_references (TlSettings *settings)
{
  guint n = count_references (settings);
  char **hosts = n > 0 ? g_new0 (char *, n + 1) : NULL;

  for (guint i = 0; i < n; i++)
    hosts[i] = g_strdup (settings->references[i]);
  return hosts;
}

char *
tl_follow_dup_portal_host (TlSettings *settings)
{
  g_autoptr (TlReferencePortal) portal = NULL;
  g_auto (TlUrl) url = {0};

  if (settings->no_environment)
    return NULL;
  portal = tl_follow_find_portal (settings);
  return tl_url_parse (portal->url, &url) ? g_strdup (url.host) : NULL;
}

/* ------------------------------------------------------------------ what for */

static gboolean
is (const TlEvidence *evidence, const char *fact, const char *value)
{
  return g_strcmp0 (tl_evidence_get (evidence, fact), value) == 0;
}

/* A page without encryption may come from anybody. */
static gboolean
is_unproven_page (const TlEvidence *evidence)
{
  const char *status = tl_evidence_get (evidence, "http.status");

  return status != NULL && is (evidence, "tls.mode", "none") &&
         tl_evidence_get (evidence, "http.proxy") == NULL && (status[0] == '2' || status[0] == '3');
}

/* Whether the server that was meant was talked to. */
static gboolean
was_met (const TlEvidence *evidence)
{
  gboolean spoke = tl_evidence_get (evidence, "greeting.code") != NULL ||
                   tl_evidence_get (evidence, "http.status") != NULL;
  gboolean other = tl_evidence_get (evidence, "tls.verify") != NULL &&
                   !is (evidence, "tls.verify", "ok") && !is (evidence, "tls.verify", "not-tested");
  gboolean led_away = is (evidence, "http.redirect.outcome", "other-site") ||
                      is (evidence, "http.redirect.outcome", "private-address");

  return spoke && !other && !led_away && !is_unproven_page (evidence);
}

/* This computer is reached without any network, and where no name is answered no page is found. */
static gboolean
can_ask (const TlEvidence *evidence)
{
  return !is (evidence, "dns.points_here", "yes") && !is (evidence, "dns.outcome", "silent") &&
         !is (evidence, "dns.nowhere", "silent") &&
         (!is (evidence, "local.route.ipv4", "no") || !is (evidence, "local.route.ipv6", "no"));
}

void
tl_follow_up (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  g_autoptr (TlEvidence) evidence = NULL;
  gboolean shut;

  if (settings->no_environment || tl_run_is_cancelled (run))
    return;
  evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  tl_follow_clock (run, evidence);
  if (is (evidence, "dns.outcome", "silent") && !tl_run_is_cancelled (run))
    tl_follow_beside (run, evidence);
  if (was_met (evidence) || !can_ask (evidence) || tl_run_is_cancelled (run))
    return;
  tl_follow_portal (run);
  shut = settings->kind == TL_JOB_CHECK && tl_evidence_get (evidence, "tcp.state") != NULL &&
         !is (evidence, "tcp.state", "open");
  if (shut && !tl_run_is_cancelled (run))
    tl_follow_host (run, evidence);
  if (shut && !tl_run_is_cancelled (run))
    tl_follow_proxy (run, evidence);
  if (shut && !tl_run_is_cancelled (run))
    tl_follow_beside (run, evidence);
}
