/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a domain publishes for its mail, and what the lists say of the address that sends it. */
#include "tl-domain-private.h"

#include <string.h>

/* Everything together: a list that stays silent must not hold the rest for long. */
#define LIMIT_MS 5000

const TlDnsAnswer *
tl_domain_ask (TlDomain *domain, const char *type, const char *format, ...)
{
  g_autofree char *name = NULL;
  va_list args;

  va_start (args, format);
  name = g_strdup_vprintf (format, args);
  va_end (args);
  return tl_dns_crawl_ask (domain->crawl, name, type);
}

const char *
tl_domain_find_record (const TlDnsAnswer *answer, const char *version, guint *n)
{
  gsize length = strlen (version);
  const char *found = NULL;
  guint count = 0;

  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (g_ascii_strncasecmp (record->name, version, length) != 0 ||
        g_ascii_isalnum (record->name[length]))
      continue;
    found = record->name;
    count++;
  }
  if (n != NULL)
    *n = count;
  return count == 1 ? found : NULL;
}

char *
tl_domain_get_tag (const char *record, const char *tag)
{
  g_auto (GStrv) parts = g_strsplit (record, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    char *equals = strchr (parts[i], '=');

    if (equals == NULL)
      continue;
    *equals = '\0';
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), tag) == 0)
      return g_strdup (g_strstrip (equals + 1));
  }
  return NULL;
}

gboolean
tl_domain_is_absent (const TlDnsAnswer *answer)
{
  return answer->outcome == TL_DNS_NO_SUCH_NAME || answer->outcome == TL_DNS_NO_ADDRESS ||
         answer->outcome == TL_DNS_OK;
}

const char *
tl_domain_absence (const TlDnsAnswer *answer)
{
  return tl_domain_is_absent (answer) ? "none" : tl_dns_outcome_to_string (answer->outcome);
}

/* ------------------------------------------------------------------ the job */

static void
ask_all (TlDnsCrawl *crawl, gpointer user_data)
{
  TlDomain *domain = user_data;

  tl_domain_mx_ask (domain);
  tl_domain_spf_ask (domain);
  tl_domain_policy_ask (domain);
  tl_domain_address_ask (domain);
}

/* FALSE: the domain is not there, or nothing is known of it. */
static gboolean
look_up (TlDomain *domain)
{
  tl_run_begin (domain->run, "domain.lookup", domain->name);
  tl_dns_crawl_run (domain->crawl, tl_run_get_io (domain->run), LIMIT_MS, ask_all, domain);
  if (tl_run_is_cancelled (domain->run))
    return tl_run_fail (domain->run, TL_FAILURE_CANCELLED);
  tl_run_factf (domain->run, "domain.questions", "%u", tl_dns_crawl_count (domain->crawl));
  return tl_run_end (domain->run, TL_OUTCOME_OK);
}

static void
skip_all (TlRun *run, const char *reason)
{
  static const char *const steps[] = {"domain.spf",  "domain.dkim",    "domain.dmarc",
                                      "domain.ptr",  "domain.dnsbl",   "domain.mta-sts",
                                      "domain.dane", "domain.tls-rpt", NULL};

  for (guint i = 0; steps[i] != NULL; i++)
    tl_run_skip (run, steps[i], reason);
}

gboolean
tl_domain_check (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  TlDomain domain = {
      .run = run,
      .settings = settings,
      .name = settings->host,
      .crawl = tl_dns_crawl_new (tl_run_get_resolver (run)),
      .lists = tl_domain_list_lists (settings),
  };
  gboolean good;

  domain.has_sender =
      *settings->sender_ip != '\0' && tl_address_parse (settings->sender_ip, 0, &domain.sender);
  good = look_up (&domain);
  if (good && tl_domain_mx_record (&domain)) {
    gboolean known = domain.has_sender;

    tl_domain_mx_reach (&domain);
    /* Now the questions about the address can be asked, too; the others have their answers. */
    if (!known && domain.has_sender)
      tl_dns_crawl_run (domain.crawl, tl_run_get_io (run), LIMIT_MS, ask_all, &domain);
    tl_domain_spf_record (&domain);
    tl_domain_policy_record (&domain);
    tl_domain_address_record (&domain);
  } else {
    skip_all (run, good ? "earlier-failure" : "cancelled");
  }
  tl_dns_crawl_free (domain.crawl);
  g_ptr_array_unref (domain.lists);
  g_clear_pointer (&domain.shown, g_ptr_array_unref);
  return good;
}
