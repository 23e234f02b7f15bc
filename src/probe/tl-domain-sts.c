/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The policy for those who send to the domain (MTA-STS): announced in the DNS, fetched from the web
 * server of the domain, and compared with the exchangers. */
#include "tl-domain-private.h"

#include "tl-http.h"
#include "tl-mta-sts.h"

#include <string.h>

#define HTTPS_PORT 443
#define ID_MAX 32
#define FILE_NAME ".well-known/mta-sts.txt"

char *
tl_domain_dup_policy_host (const char *name)
{
  return g_strconcat ("mta-sts.", name, NULL);
}

void
tl_domain_sts_ask (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "TXT", "_mta-sts.%s", domain->name);
  g_autofree char *host = tl_domain_dup_policy_host (domain->name);

  if (answer == NULL || domain->settings->no_environment ||
      tl_domain_find_record (answer, "v=STSv1", NULL) == NULL)
    return;
  tl_domain_ask (domain, "A", "%s", host);
  tl_domain_ask (domain, "AAAA", "%s", host);
}

/* The first exchanger that the policy does not name; NULL where there is none. */
static const char *
find_unnamed (TlDomain *domain, const TlMtaSts *policy)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "MX", "%s", domain->name);

  /* Without an MX record the name itself takes the mail (RFC 5321 5.1). */
  if (answer->outcome == TL_DNS_NO_ADDRESS)
    return tl_mta_sts_names (policy, domain->name) ? NULL : domain->name;
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (*record->name != '\0' && strcmp (record->name, ".") != 0 &&
        !tl_mta_sts_names (policy, record->name))
      return record->name;
  }
  return NULL;
}

static const char *
judge_policy (TlDomain *domain, const TlMtaSts *policy)
{
  const char *unnamed;

  if (policy == NULL)
    return "broken";
  tl_run_fact (domain->run, "domain.mta_sts.mode", policy->mode);
  tl_run_factf (domain->run, "domain.mta_sts.max_age", "%u", policy->max_age);
  unnamed = strcmp (policy->mode, "none") != 0 ? find_unnamed (domain, policy) : NULL;
  if (unnamed == NULL && strcmp (policy->mode, "none") != 0 && domain->verify != NULL &&
      strcmp (domain->verify, "ok") != 0) {
    /* RFC 8461 4.1: one that the policy names, and that verifies for the exchanger's own name. */
    tl_run_fact (domain->run, "domain.mta_sts.certificate", domain->verify);
    return "certificate-mismatch";
  }
  if (unnamed == NULL)
    return "ok";
  tl_run_fact (domain->run, "domain.mta_sts.unnamed", unnamed);
  return "mx-mismatch";
}

/* RFC 8461 3.3: a certificate that verifies, status 200 and no redirect. */
static const char *
judge_answer (TlDomain *domain, const TlHttpAnswer *answer)
{
  g_autoptr (TlMtaSts) policy = NULL;
  const char *bytes;
  gsize length = 0;

  if (answer->failure != TL_FAILURE_NONE) {
    gboolean unproven = answer->verify != NULL && strcmp (answer->verify, "ok") != 0;

    tl_run_fact (domain->run, "domain.mta_sts.failure",
                 unproven ? "certificate" : tl_failure_to_string (answer->failure));
    return "unreachable";
  }
  if (answer->status != 200) {
    tl_run_fact (domain->run, "domain.mta_sts.failure", "status");
    tl_run_factf (domain->run, "domain.mta_sts.status", "%u", answer->status);
    return "unreachable";
  }
  bytes = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : NULL;
  policy = bytes != NULL ? tl_mta_sts_parse (bytes, length) : NULL;
  return judge_policy (domain, policy);
}

static const char *
fetch (TlDomain *domain)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *host = tl_domain_dup_policy_host (domain->name);
  g_autofree char *url = g_strdup_printf ("https://%s/" FILE_NAME, host);
  TlFamily family = domain->settings->family;
  TlHttpRequest request = {.url = url,
                           .addresses = addresses,
                           .trust = tl_run_get_trust (domain->run),
                           .body_max = TL_MTA_STS_MAX,
                           .idle_fd = -1};
  g_autoptr (TlHttpAnswer) answer = NULL;

  tl_run_fact (domain->run, "domain.mta_sts.host", host);
  if (family != TL_FAMILY_IPV6)
    tl_domain_add_addresses (addresses, tl_domain_ask (domain, "A", "%s", host), HTTPS_PORT);
  if (family != TL_FAMILY_IPV4)
    tl_domain_add_addresses (addresses, tl_domain_ask (domain, "AAAA", "%s", host), HTTPS_PORT);
  if (addresses->len == 0) {
    tl_run_fact (domain->run, "domain.mta_sts.failure", "name");
    return "unreachable";
  }
  answer = tl_http_get (tl_run_get_io (domain->run), &request,
                        tl_run_get_limits (domain->run)->connect / 2);
  return judge_answer (domain, answer);
}

/* RFC 8461 3.1 */
static gboolean
is_id (const char *value)
{
  gsize length = strlen (value);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (value[i]))
      return FALSE;
  return length <= ID_MAX;
}

void
tl_domain_sts_record (TlDomain *domain)
{
  const char *outcome, *policy = NULL;

  tl_run_begin (domain->run, "domain.mta-sts", domain->name);
  outcome = tl_domain_judge_optional (domain, "_mta-sts", "v=STSv1", "id", is_id);
  tl_run_fact (domain->run, "domain.mta_sts.outcome", outcome);
  if (strcmp (outcome, "ok") == 0 && !domain->settings->no_environment) {
    policy = fetch (domain);
    if (tl_run_is_cancelled (domain->run)) {
      tl_run_fail (domain->run, TL_FAILURE_CANCELLED);
      return;
    }
    tl_run_fact (domain->run, "domain.mta_sts.policy", policy);
  }
  tl_run_end (domain->run, (strcmp (outcome, "ok") == 0 || strcmp (outcome, "none") == 0) &&
                                   (policy == NULL || strcmp (policy, "ok") == 0)
                               ? TL_OUTCOME_OK
                               : TL_OUTCOME_WARNING);
}
