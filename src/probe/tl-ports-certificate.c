/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* After a certificate that nobody trusted vouches for, or a handshake that was cut or spoilt: what the
 * same host shows on its other ports and over its other address. A server has mostly one certificate;
 * somebody in between forges, or cuts, where he sits. */
#include "tl-survey-private.h"

#include <string.h>

/* Not after a wrong name or date: those are the server's own, whoever looks. */
static gboolean
is_doubtful (const TlEvidence *evidence)
{
  static const char *const words[] = {"untrusted-issuer", "self-signed", "chain-incomplete",
                                      "bad-signature", NULL};
  const char *verify = tl_evidence_get (evidence, "tls.verify");

  return verify != NULL && g_strv_contains (words, verify) &&
         tl_evidence_get (evidence, "ports.tried") == NULL;
}

/* The certificate that an endpoint showed, or NULL. */
static const TlCertificateInfo *
get_shown (const TlEndpoint *endpoint, const TlTlsInfo **info)
{
  TlTls *tls = endpoint->talk != NULL && endpoint->over && endpoint->talk->channel != NULL
                   ? tl_channel_get_tls (endpoint->talk->channel)
                   : NULL;

  *info = tls != NULL ? tl_tls_get_info (tls) : NULL;
  return *info != NULL && (*info)->chain->len > 0 ? (*info)->chain->pdata[0] : NULL;
}

/* What says most: one that verifies, then another one, then the same. */
static const char *
judge_endpoint (const TlTlsInfo *info, const TlCertificateInfo *shown, const char *own)
{
  if (g_strcmp0 (info->verify, "ok") == 0)
    return "verified";
  /* Nothing was shown that it could differ from. */
  if (own == NULL)
    return "none";
  return g_strcmp0 (shown->sha256, own) == 0 ? "same" : "other";
}

static int
weight (const char *word)
{
  return strcmp (word, "verified") == 0 ? 3
         : strcmp (word, "other") == 0  ? 2
         : strcmp (word, "same") == 0   ? 1
                                        : 0;
}

static void
compare (TlRun *run, const GPtrArray *endpoints, const char *own)
{
  const char *word = "none";
  g_autofree char *where = NULL;
  g_autofree char *issuer = NULL;

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = endpoints->pdata[i];
    const TlTlsInfo *info;
    const TlCertificateInfo *shown = get_shown (endpoint, &info);
    const char *here = shown != NULL ? judge_endpoint (info, shown, own) : "none";

    if (weight (here) <= weight (word))
      continue;
    word = here;
    g_free (where);
    where = tl_address_to_target (&endpoint->address);
    g_free (issuer);
    issuer = g_strdup (shown->issuer);
  }
  tl_run_fact (run, "tls.elsewhere", word);
  tl_run_fact (run, "tls.elsewhere.target", where);
  tl_run_fact (run, "tls.elsewhere.issuer", issuer);
}

/* A handshake that ended without a word: no alert, which would have said why, no words in plain text,
 * which mean another pairing, and no silence, which the packets on the way explain. */
static gboolean
broke_off (const TlEvidence *evidence)
{
  static const char *const endings[] = {"closed", "closed-partway", "reset", "tls", NULL};
  static const char *const words[] = {"smtp", "ftp", "http", "ssh", "text", NULL};
  const char *failure = tl_evidence_get (evidence, "step.failure");
  const char *peeked = tl_evidence_get (evidence, "tls.peeked");

  return tl_evidence_is (evidence, "tls.state", "failed") && failure != NULL &&
         g_strv_contains (endings, failure) &&
         (peeked == NULL || !g_strv_contains (words, peeked)) &&
         tl_evidence_get (evidence, "tls.alert") == NULL &&
         tl_evidence_get (evidence, "ports.tried") == NULL;
}

void
tl_ports_compare_certificate (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  const GPtrArray *addresses = tl_run_get_addresses (run);
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  g_autoptr (TlSurvey) survey = NULL;

  if (settings->kind != TL_JOB_CHECK || settings->protocol != TL_PROTOCOL_SMTP ||
      tl_run_is_cancelled (run) || addresses == NULL || addresses->len == 0 ||
      (!is_doubtful (evidence) && !broke_off (evidence)))
    return;
  survey = tl_ports_look_beside (run, tl_settings_effective_port (settings));
  if (survey == NULL)
    return;
  compare (run, tl_survey_get_endpoints (survey), tl_evidence_get (evidence, "tls.chain.0.sha256"));
  tl_ports_leave_all (survey);
  tl_run_end (run, TL_OUTCOME_OK);
}
