/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The address that sends a domain's mail: its name, and what DNS lists say of it. */
#include "tl-domain-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "tl-probe-resources.h"
#include "tl-table.h"

#define TABLE "/io/github/throughline/Throughline/data/reference.ini"
/* What some lists say to whom they do not serve; none lists anything by it. */
#define REFUSING "127.0.0.1"
/* RFC 5782 5: never listed. */
#define CLEAN_ADDRESS "127.0.0.1"
#define CLEAN_DOMAIN "invalid"
#define NAMES_MAX 5
#define LISTS_MAX 20

GPtrArray *
tl_domain_list_lists (TlSettings *settings)
{
  GPtrArray *lists;

  if (settings->dnsbl == NULL && !settings->no_environment)
    return tl_table_load (tl_probe_get_resource (), TABLE, (TlTableReader) tl_reference_parse);
  lists = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_reference_list_free);
  for (guint i = 0; settings->dnsbl != NULL && settings->dnsbl[i] != NULL && i < LISTS_MAX; i++)
    g_ptr_array_add (lists, tl_reference_list_new (settings->dnsbl[i]));
  return lists;
}

/* ------------------------------------------------------------------ asking */

static char *
list_name (const TlReferenceList *list, const char *what)
{
  TlAddress address;

  if (!list->of_domains && tl_address_parse (what, 0, &address))
    return tl_dns_reverse_name (&address, list->zone);
  return g_strconcat (what, ".", list->zone, NULL);
}

/* What is looked up in a list: NULL where there is nothing to look up. (transfer full) */
static char *
subject_of (TlDomain *domain, const TlReferenceList *list)
{
  if (list->of_domains)
    return g_strdup (domain->name);
  return domain->has_sender ? tl_address_to_string (&domain->sender) : NULL;
}

static const TlDnsAnswer *
ask_list (TlDomain *domain, const TlReferenceList *list, const char *what, const char *type)
{
  g_autofree char *name = list_name (list, what);

  return tl_domain_ask (domain, type, "%s", name);
}

void
tl_domain_address_ask (TlDomain *domain)
{
  for (guint i = 0; i < domain->lists->len; i++) {
    const TlReferenceList *list = domain->lists->pdata[i];
    g_autofree char *what = subject_of (domain, list);

    if (what == NULL)
      continue;
    ask_list (domain, list, list->listed, "A");
    ask_list (domain, list, list->of_domains ? CLEAN_DOMAIN : CLEAN_ADDRESS, "A");
    ask_list (domain, list, what, "A");
    ask_list (domain, list, what, "TXT");
  }
  if (domain->has_sender) {
    g_autofree char *reverse = tl_dns_reverse_name (&domain->sender, NULL);
    const TlDnsAnswer *names = tl_domain_ask (domain, "PTR", "%s", reverse);

    for (guint i = 0; names != NULL && i < names->records->len && i < NAMES_MAX; i++) {
      const TlDnsRecord *record = names->records->pdata[i];

      tl_domain_ask (domain, tl_address_is_ipv6 (&domain->sender) ? "AAAA" : "A", "%s",
                     record->name);
    }
  }
}

/* ------------------------------------------------------------------ the name of the address */

static gboolean
leads_back (TlDomain *domain, const char *name)
{
  const TlDnsAnswer *answer =
      tl_domain_ask (domain, tl_address_is_ipv6 (&domain->sender) ? "AAAA" : "A", "%s", name);

  for (guint i = 0; answer != NULL && i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    TlAddress address;

    if (tl_address_parse (record->name, 0, &address) &&
        tl_address_equal_host (&address, &domain->sender))
      return TRUE;
  }
  return FALSE;
}

/* The exchanger that has this address, which is then the name to give it. */
static const char *
find_sender_name (TlDomain *domain)
{
  const TlDnsAnswer *exchangers = tl_domain_ask (domain, "MX", "%s", domain->name);

  for (guint i = 0; i < exchangers->records->len && i < TL_DOMAIN_EXCHANGERS_MAX; i++) {
    const TlDnsRecord *record = exchangers->records->pdata[i];

    if (leads_back (domain, record->name))
      return record->name;
  }
  return NULL;
}

/* Forward-confirmed: one of its names leads back to the address. */
static void
record_ptr (TlDomain *domain)
{
  g_autofree char *reverse = NULL;
  g_autofree char *address = NULL;
  const TlDnsAnswer *names;
  const char *outcome;

  if (!domain->has_sender) {
    tl_run_skip (domain->run, "domain.ptr", "not-asked");
    return;
  }
  reverse = tl_dns_reverse_name (&domain->sender, NULL);
  address = tl_address_to_string (&domain->sender);
  names = tl_domain_ask (domain, "PTR", "%s", reverse);
  tl_run_begin (domain->run, "domain.ptr", address);
  tl_run_fact (domain->run, "domain.sender.address", address);
  tl_run_fact (domain->run, "domain.sender.source",
               *domain->settings->sender_ip != '\0' ? "given" : "exchanger");
  tl_run_fact (domain->run, "domain.sender.reverse", reverse);
  tl_run_fact (domain->run, "domain.sender.name", find_sender_name (domain));
  outcome = names->records->len > 0 ? "not-confirmed" : tl_domain_absence (names);
  for (guint i = 0; i < names->records->len && i < NAMES_MAX; i++) {
    const TlDnsRecord *record = names->records->pdata[i];

    if (i == 0)
      tl_run_fact (domain->run, "domain.ptr.name", record->name);
    if (leads_back (domain, record->name)) {
      tl_run_fact (domain->run, "domain.ptr.name", record->name);
      outcome = "ok";
      break;
    }
  }
  tl_run_fact (domain->run, "domain.ptr.outcome", outcome);
  if (*domain->settings->sender_ip != '\0' &&
      (strcmp (outcome, "none") == 0 || strcmp (outcome, "not-confirmed") == 0))
    tl_run_fail_as (domain->run, "name");
  else
    tl_run_end (domain->run, strcmp (outcome, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* ------------------------------------------------------------------ lists */

/* What one answer of a list says. A list answers in 127.0.0.0/8; 127.255.255.0/24 means that it does
 * not talk to this resolver. */
typedef enum {
  LIST_CLEAN,
  LIST_LISTED,
  LIST_REFUSED,
  LIST_FOREIGN, /* an address that no list gives: somebody rewrites */
  LIST_UNKNOWN
} ListView;

static ListView
view_answer (const TlDnsAnswer *answer)
{
  ListView view = LIST_UNKNOWN;

  if (answer->outcome == TL_DNS_NO_SUCH_NAME || answer->outcome == TL_DNS_NO_ADDRESS)
    return LIST_CLEAN;
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (g_str_has_prefix (record->name, "127.255.255.") || strcmp (record->name, REFUSING) == 0)
      return LIST_REFUSED;
    if (!g_str_has_prefix (record->name, "127."))
      return LIST_FOREIGN;
    view = LIST_LISTED;
  }
  return view;
}

/* "listed", "clean", "refused", "rewritten", "lists-all", "unusable", or dns.outcome's word. The
 * list's own test entries come first: what they deny is not believed of anything else. */
static const char *
judge_list (const TlDnsAnswer *known, const TlDnsAnswer *clean, const TlDnsAnswer *answer)
{
  ListView test = view_answer (known), empty = view_answer (clean), view = view_answer (answer);

  if (test == LIST_REFUSED || empty == LIST_REFUSED || view == LIST_REFUSED)
    return "refused";
  if (test == LIST_FOREIGN || empty == LIST_FOREIGN || view == LIST_FOREIGN)
    return "rewritten";
  if (empty == LIST_LISTED)
    return "lists-all";
  if (view == LIST_UNKNOWN)
    return tl_dns_outcome_to_string (answer->outcome);
  if (test == LIST_UNKNOWN)
    return tl_dns_outcome_to_string (known->outcome);
  if (test == LIST_CLEAN)
    return "unusable";
  return view == LIST_LISTED ? "listed" : "clean";
}

static gboolean
is_dynamic_alone (const TlReferenceList *list, const TlDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (!g_strv_contains ((const char *const *) list->dynamic, record->name))
      return FALSE;
  }
  return answer->records->len > 0;
}

typedef struct {
  guint asked, answered, listed, dynamic, domains;
} Tally;

static char *
fill_page (const TlReferenceList *list, const char *what)
{
  g_autoptr (GString) page = g_string_new (list->page);

  g_string_replace (page, "{what}", what, 0);
  return g_string_free (g_steal_pointer (&page), FALSE);
}

static void
record_listing (TlDomain *domain, const TlReferenceList *list, guint i, const char *what,
                const TlDnsAnswer *answer, Tally *tally)
{
  const TlDnsAnswer *reason = ask_list (domain, list, what, "TXT");
  g_autofree char *code = g_strdup_printf ("domain.dnsbl.%u.code", i);
  g_autofree char *text = g_strdup_printf ("domain.dnsbl.%u.reason", i);
  g_autofree char *page = g_strdup_printf ("domain.dnsbl.%u.page", i);
  g_autofree char *url = fill_page (list, what);
  const TlDnsRecord *first = answer->records->pdata[0];

  tally->listed++;
  tally->dynamic += is_dynamic_alone (list, answer);
  tally->domains += list->of_domains;
  tl_run_fact (domain->run, code, first->name);
  if (reason != NULL && reason->records->len > 0) {
    const TlDnsRecord *words = reason->records->pdata[0];

    tl_run_fact (domain->run, text, words->name);
  }
  if (*url != '\0')
    tl_run_fact (domain->run, page, url);
  /* The one that the explanation speaks of: one that tells of harm before one that does not. */
  if (tally->listed == 1 || (tally->dynamic < tally->listed && !is_dynamic_alone (list, answer))) {
    tl_run_fact (domain->run, "domain.dnsbl.zone", list->zone);
    tl_run_fact (domain->run, "domain.dnsbl.page", *url != '\0' ? url : NULL);
  }
}

static void
record_list (TlDomain *domain, const TlReferenceList *list, guint i, Tally *tally)
{
  g_autofree char *what = subject_of (domain, list);
  g_autofree char *zone = g_strdup_printf ("domain.dnsbl.%u.zone", i);
  g_autofree char *state = g_strdup_printf ("domain.dnsbl.%u.state", i);
  const TlDnsAnswer *answer;
  const char *word;

  tl_run_fact (domain->run, zone, list->zone);
  if (what == NULL) {
    tl_run_fact (domain->run, state, "not-asked");
    return;
  }
  answer = ask_list (domain, list, what, "A");
  word = judge_list (ask_list (domain, list, list->listed, "A"),
                     ask_list (domain, list, list->of_domains ? CLEAN_DOMAIN : CLEAN_ADDRESS, "A"),
                     answer);
  tl_run_fact (domain->run, state, word);
  tally->asked++;
  tally->answered += strcmp (word, "listed") == 0 || strcmp (word, "clean") == 0;
  if (strcmp (word, "listed") == 0)
    record_listing (domain, list, i, what, answer, tally);
}

static void
record_lists (TlDomain *domain)
{
  Tally tally = {0};
  guint harmful;

  if (domain->lists->len == 0) {
    tl_run_skip (domain->run, "domain.dnsbl", "not-asked");
    return;
  }
  tl_run_begin (domain->run, "domain.dnsbl", domain->name);
  for (guint i = 0; i < domain->lists->len; i++)
    record_list (domain, domain->lists->pdata[i], i, &tally);
  tl_run_factf (domain->run, "domain.dnsbl.asked", "%u", tally.asked);
  tl_run_factf (domain->run, "domain.dnsbl.answered", "%u", tally.answered);
  harmful = tally.listed - tally.domains - tally.dynamic;
  tl_run_fact (domain->run, "domain.dnsbl.address",
               harmful > 0         ? "listed"
               : tally.dynamic > 0 ? "dynamic"
                                   : "clean");
  tl_run_fact (domain->run, "domain.dnsbl.domain", tally.domains > 0 ? "listed" : "clean");
  tl_run_fact (domain->run, "domain.dnsbl.outcome",
               harmful + tally.domains > 0 ? "listed"
               : tally.dynamic > 0         ? "dynamic"
               : tally.answered > 0        ? "clean"
                                           : "not-known");
  if (tally.listed > 0 && *domain->settings->sender_ip != '\0')
    tl_run_fail_as (domain->run, "listed");
  else
    tl_run_end (domain->run, tally.answered == tally.asked && tally.listed == 0
                                 ? TL_OUTCOME_OK
                                 : TL_OUTCOME_WARNING);
}

void
tl_domain_address_record (TlDomain *domain)
{
  record_ptr (domain);
  record_lists (domain);
}
