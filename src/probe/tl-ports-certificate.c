/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* After a certificate that nobody trusted vouches for, or only somebody whom this computer was told to trust,
 * or a handshake that was cut or spoilt: what the same host shows on its other ports and over its other address. A server has mostly one certificate;
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

/* Companies vouch for servers of their own so, and for what they read on the way, too. */
static gboolean
is_vouched_for_here (const TlEvidence *evidence)
{
  return tl_evidence_is (evidence, "tls.verify", "ok") &&
         tl_evidence_is (evidence, "tls.anchor", "added") &&
         tl_evidence_is (evidence, "dns.address_kind", "public") &&
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
  if (own != NULL && g_strcmp0 (shown->sha256, own) == 0)
    return "same";
  if (g_strcmp0 (info->verify, "ok") == 0)
    return "verified";
  /* Nothing was shown that it could differ from. */
  return own == NULL ? "none" : "other";
}

static int
weight (const char *word)
{
  return strcmp (word, "verified") == 0 ? 3
         : strcmp (word, "other") == 0  ? 2
         : strcmp (word, "same") == 0   ? 1
                                        : 0;
}

/* Whoever forges a certificate copies the names of the real one. */
static void
record_shown (TlRun *run, const TlEvidence *evidence, const TlAddress *where,
              const TlCertificateInfo *shown, const char *word)
{
  g_autofree char *target = tl_address_to_target (where);

  tl_run_fact (run, "tls.elsewhere", word);
  tl_run_fact (run, "tls.elsewhere.target", target);
  tl_run_fact (run, "tls.elsewhere.issuer", shown->issuer);
  tl_run_yes_no (run, "tls.elsewhere.same_names",
                 g_strcmp0 (shown->names, tl_evidence_get (evidence, "tls.names")) == 0);
}

static void
compare (TlRun *run, const GPtrArray *endpoints, const TlEvidence *evidence)
{
  const char *own = tl_evidence_get (evidence, "tls.chain.0.sha256");
  const TlCertificateInfo *best = NULL;
  const TlEndpoint *where = NULL;
  const char *word = "none";

  for (guint i = 0; i < endpoints->len; i++) {
    const TlEndpoint *endpoint = endpoints->pdata[i];
    const TlTlsInfo *info;
    const TlCertificateInfo *shown = get_shown (endpoint, &info);
    const char *here = shown != NULL ? judge_endpoint (info, shown, own) : "none";

    if (weight (here) <= weight (word))
      continue;
    word = here;
    where = endpoint;
    best = shown;
  }
  if (where != NULL)
    record_shown (run, evidence, &where->address, best, word);
  else
    tl_run_fact (run, "tls.elsewhere", word);
}

/* The address of the other family than that which showed the certificate. */
static const TlAddress *
find_other_family (TlRun *run)
{
  const GPtrArray *addresses = tl_run_get_addresses (run);
  gboolean six = tl_address_is_ipv6 (&tl_run_get_reach (run)->peer);

  for (guint i = 0; i < addresses->len; i++)
    if (tl_address_is_ipv6 (addresses->pdata[i]) != six)
      return addresses->pdata[i];
  return NULL;
}

/* A web server's other ports are other sites; the other family at its own port is another path. */
static void
compare_web (TlRun *run, const TlEvidence *evidence)
{
  const TlLimits *limits = tl_run_get_limits (run);
  const TlAddress *there = find_other_family (run);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *target = NULL;
  TlAddress address;
  TlConnectResult *result;
  const TlTlsInfo *info;

  if (there == NULL)
    return;
  address = *there;
  tl_address_set_port (&address, tl_address_get_port (&tl_run_get_reach (run)->peer));
  target = tl_address_to_target (&address);
  g_ptr_array_add (one, &address);
  tl_run_begin (run, "ports.siblings", target);
  results = tl_connect_first (tl_run_get_io (run), one, limits->siblings);
  result = results->len > 0 ? results->pdata[results->len - 1] : NULL;
  tl_run_fact (run, "tls.elsewhere", "none");
  if (result != NULL && result->state == TL_PORT_OPEN) {
    channel = tl_channel_new_from_result (tl_run_get_io (run), result);
    tl_channel_start_tls (channel, tl_run_get_trust (run), tl_run_get_settings (run)->host,
                          "http/1.1", NULL, limits->tls);
    info = tl_tls_get_info (tl_channel_get_tls (channel));
    if (info->chain->len > 0)
      record_shown (run, evidence, &address, info->chain->pdata[0],
                    judge_endpoint (info, info->chain->pdata[0],
                                    tl_evidence_get (evidence, "tls.chain.0.sha256")));
  }
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
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

  if (settings->kind != TL_JOB_CHECK || tl_run_is_cancelled (run) || addresses == NULL ||
      addresses->len == 0 ||
      (!is_doubtful (evidence) && (settings->protocol != TL_PROTOCOL_SMTP ||
                                   (!broke_off (evidence) && !is_vouched_for_here (evidence)))))
    return;
  if (settings->protocol == TL_PROTOCOL_HTTP) {
    /* Through a proxy the way is the proxy's. */
    if (tl_evidence_get (evidence, "http.proxy.outcome") == NULL)
      compare_web (run, evidence);
    return;
  }
  survey = tl_ports_look_beside (run, tl_settings_effective_port (settings));
  if (survey == NULL)
    return;
  compare (run, tl_survey_get_endpoints (survey), evidence);
  tl_ports_leave_all (survey);
  tl_run_end (run, TL_OUTCOME_OK);
}
