/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-private.h"

#include <string.h>

static const TlDnsAnswer *
ask (gpointer user_data, const char *name, const char *type)
{
  TlDomain *domain = user_data;

  return tl_dns_crawl_ask (domain->crawl, name, type);
}

static void
check (TlDomain *domain, TlSpfReport *report)
{
  const char *sender = *domain->settings->from != '\0' ? domain->settings->from : domain->name;

  tl_spf_check (ask, domain, domain->name, sender,
                *domain->settings->helo != '\0' ? domain->settings->helo : NULL,
                domain->has_sender ? &domain->sender : NULL, report);
}

void
tl_domain_spf_ask (TlDomain *domain)
{
  g_auto (TlSpfReport) report = {0};

  check (domain, &report);
}

/* Of the record as it stands, whoever sends: "none", "ok", "broken", or why it is not known. */
static const char *
outcome_of (const TlDnsAnswer *answer, const TlSpfReport *report)
{
  if (report->pending)
    return "not-known";
  if (report->record == NULL)
    return tl_domain_absence (answer);
  if (report->error == NULL)
    return "ok";
  return strcmp (report->error, "dns") == 0 ? "not-known" : "broken";
}

static void
record_details (TlDomain *domain, const TlSpfReport *report)
{
  static const struct {
    char qualifier;
    const char *word;
  } ends[] = {{'+', "pass"}, {'?', "neutral"}, {'~', "softfail"}, {'-', "fail"}};

  tl_run_fact (domain->run, "domain.spf.record", report->record);
  tl_run_fact (domain->run, "domain.spf.second", report->second);
  tl_run_fact (domain->run, "domain.spf.third", report->third);
  tl_run_factf (domain->run, "domain.spf.lookups", "%u", report->lookups);
  if (report->error != NULL) {
    tl_run_fact (domain->run, "domain.spf.error", report->error);
    tl_run_fact (domain->run, "domain.spf.error_term", report->error_term);
  }
  if (report->uses_ptr)
    tl_run_fact (domain->run, "domain.spf.ptr", "yes");
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i].qualifier == report->all)
      tl_run_fact (domain->run, "domain.spf.all", ends[i].word);
  if (!domain->has_sender)
    return;
  tl_run_fact (domain->run, "domain.spf.result", tl_spf_result_to_string (report->result));
  tl_run_fact (domain->run, "domain.spf.matched", report->matched);
  if (report->result == TL_SPF_NOT_EVALUATED)
    tl_run_fact (domain->run, "domain.spf.open_term", report->open_term);
  /* A record that cannot be used has none: what is wrong with it says more. */
  if (report->error == NULL && report->result >= TL_SPF_NEUTRAL &&
      report->result <= TL_SPF_SOFTFAIL)
    tl_run_fact (domain->run, "domain.spf.verdict", tl_spf_result_to_string (report->result));
}

void
tl_domain_spf_record (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "TXT", "%s", domain->name);
  g_auto (TlSpfReport) report = {0};
  const char *outcome;
  gboolean given = *domain->settings->sender_ip != '\0';

  tl_run_begin (domain->run, "domain.spf", domain->name);
  check (domain, &report);
  outcome = outcome_of (answer, &report);
  tl_run_fact (domain->run, "domain.spf.outcome", outcome);
  if (report.record != NULL)
    record_details (domain, &report);
  if (given && report.result == TL_SPF_FAIL)
    tl_run_fail_as (domain->run, "not-permitted");
  else
    tl_run_end (domain->run, strcmp (outcome, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}
