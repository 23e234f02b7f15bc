/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-private.h"

#include "tl-smtp-private.h"
#include "tl-tlsa.h"

#include <string.h>

#define SMTP_PORT 25

static gboolean
is_null (const TlDnsRecord *record)
{
  return *record->name == '\0' || strcmp (record->name, ".") == 0;
}

static int
compare_exchangers (gconstpointer a, gconstpointer b)
{
  const TlDnsRecord *x = *(TlDnsRecord *const *) a, *y = *(TlDnsRecord *const *) b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* Best first; the records stay the answer's. */
static GPtrArray *
list_exchangers (const TlDnsAnswer *answer)
{
  GPtrArray *exchangers = g_ptr_array_new ();

  for (guint i = 0; i < answer->records->len; i++)
    g_ptr_array_add (exchangers, answer->records->pdata[i]);
  g_ptr_array_sort (exchangers, compare_exchangers);
  if (exchangers->len > TL_DOMAIN_EXCHANGERS_MAX)
    g_ptr_array_set_size (exchangers, TL_DOMAIN_EXCHANGERS_MAX);
  return exchangers;
}

/* What stands in an exchanger's name before that of the domain, where it looks like a whole name or an
 * address: a zone file adds the domain to whatever has no dot at its end. (transfer full, nullable) */
static char *
dup_meant (TlDomain *domain, const char *name)
{
  g_autofree char *end = g_strconcat (".", domain->name, NULL);
  g_autofree char *meant = NULL;

  if (!g_str_has_suffix (name, end))
    return NULL;
  meant = g_strndup (name, strlen (name) - strlen (end));
  return strchr (meant, '.') != NULL ? g_steal_pointer (&meant) : NULL;
}

void
tl_domain_mx_ask (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "MX", "%s", domain->name);
  g_autoptr (GPtrArray) exchangers = NULL;

  tl_domain_ask (domain, "A", "%s", domain->name);
  tl_domain_ask (domain, "AAAA", "%s", domain->name);
  if (answer == NULL || answer->outcome != TL_DNS_OK)
    return;
  exchangers = list_exchangers (answer);
  for (guint i = 0; i < exchangers->len; i++) {
    const TlDnsRecord *record = exchangers->pdata[i];
    g_autofree char *meant = dup_meant (domain, record->name);
    g_autofree char *base = NULL;

    if (is_null (record))
      continue;
    if (meant != NULL) {
      tl_domain_ask (domain, "A", "%s", meant);
      tl_domain_ask (domain, "AAAA", "%s", meant);
    }
    tl_domain_ask (domain, "A", "%s", record->name);
    tl_domain_ask (domain, "AAAA", "%s", record->name);
    tl_domain_ask (domain, "CNAME", "%s", record->name);
    tl_tlsa_ask (domain->crawl, record->name, SMTP_PORT, &base);
  }
}

/* ------------------------------------------------------------------ what was found */

static gboolean
has_address (TlDomain *domain, const char *name)
{
  const TlDnsAnswer *four = tl_domain_ask (domain, "A", "%s", name);
  const TlDnsAnswer *six = tl_domain_ask (domain, "AAAA", "%s", name);

  return (four != NULL && four->outcome == TL_DNS_OK) || (six != NULL && six->outcome == TL_DNS_OK);
}

/* Whether all addresses of a name are such that nobody outside can send there. */
static gboolean
is_inside (TlDomain *domain, const char *name)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  tl_domain_add_addresses (addresses, tl_domain_ask (domain, "A", "%s", name), SMTP_PORT);
  tl_domain_add_addresses (addresses, tl_domain_ask (domain, "AAAA", "%s", name), SMTP_PORT);
  for (guint i = 0; i < addresses->len; i++) {
    const char *kind = tl_address_kind (addresses->pdata[i]);

    if (strcmp (kind, "private") == 0 && tl_run_is_near (addresses->pdata[i]))
      return FALSE; /* looked at from the same inside */
    /* Made-up and reserved ones are left to themselves: who uses them knows why. */
    if (strcmp (kind, "private") != 0 && strcmp (kind, "loopback") != 0 &&
        strcmp (kind, "link-local") != 0 && strcmp (kind, "unspecified") != 0)
      return FALSE;
  }
  return addresses->len > 0;
}

/* What is wrong with the name of one exchanger, though mail may arrive all the same. */
static void
record_name (TlDomain *domain, const char *name)
{
  const TlDnsAnswer *alias = tl_domain_ask (domain, "CNAME", "%s", name);
  TlAddress literal;

  if (alias != NULL && alias->records->len > 0)
    tl_run_fact (domain->run, "domain.mx.alias", name);
  if (tl_address_parse (name, 0, &literal))
    tl_run_fact (domain->run, "domain.mx.literal", name);
}

/* The name without the domain that was added to it, where that is one with an address, or an address. */
static void
record_meant (TlDomain *domain, const char *name)
{
  g_autofree char *meant = dup_meant (domain, name);
  TlAddress literal;

  if (meant != NULL && tl_address_parse (meant, 0, &literal))
    tl_run_fact (domain->run, "domain.mx.literal", meant);
  else if (meant != NULL && has_address (domain, meant))
    tl_run_fact (domain->run, "domain.mx.meant", meant);
}

static const char *
record_exchangers (TlDomain *domain, const GPtrArray *exchangers)
{
  guint without = 0, inside = 0;

  for (guint i = 0; i < exchangers->len; i++) {
    const TlDnsRecord *record = exchangers->pdata[i];
    g_autofree char *fact = g_strdup_printf ("domain.mx.%u", i);

    tl_run_factf (domain->run, fact, "%u %s", record->priority, record->name);
    if (i == 0)
      tl_run_fact (domain->run, "domain.mx.first", record->name);
    record_name (domain, record->name);
    if (is_inside (domain, record->name) && inside++ == 0)
      tl_run_fact (domain->run, "domain.mx.inside", record->name);
    if (has_address (domain, record->name))
      continue;
    if (without++ > 0)
      continue;
    tl_run_fact (domain->run, "domain.mx.dead", record->name);
    record_meant (domain, record->name);
  }
  tl_run_factf (domain->run, "domain.mx.count", "%u", exchangers->len);
  if (without == exchangers->len)
    return "no-address";
  return without + inside == exchangers->len ? "private" : "ok";
}

/* Without an MX record the name itself takes the mail (RFC 5321 5.1). */
static const char *
without_exchanger (TlDomain *domain, const TlDnsAnswer *answer)
{
  if (answer->outcome == TL_DNS_NO_SUCH_NAME)
    return "no-such-name";
  if (answer->outcome != TL_DNS_NO_ADDRESS)
    return tl_dns_outcome_to_string (answer->outcome);
  return has_address (domain, domain->name) ? "implicit" : "none";
}

gboolean
tl_domain_mx_record (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "MX", "%s", domain->name);
  const char *outcome;

  tl_run_begin (domain->run, "domain.mx", domain->name);
  if (answer->outcome == TL_DNS_OK) {
    g_autoptr (GPtrArray) exchangers = list_exchangers (answer);

    if (exchangers->len == 1 && is_null (exchangers->pdata[0])) {
      /* RFC 7505: it says in so many words that it takes no mail. */
      tl_run_fact (domain->run, "domain.mx.outcome", "null");
      return tl_run_end (domain->run, TL_OUTCOME_WARNING);
    }
    outcome = record_exchangers (domain, exchangers);
    tl_run_fact (domain->run, "domain.mx.outcome", outcome);
    return tl_run_end (domain->run,
                       strcmp (outcome, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  }
  outcome = without_exchanger (domain, answer);
  tl_run_fact (domain->run, "domain.mx.outcome", outcome);
  if (strcmp (outcome, "implicit") == 0 || strcmp (outcome, "none") == 0)
    return tl_run_end (domain->run, TL_OUTCOME_WARNING);
  return tl_run_fail_as (domain->run, "name");
}

/* ------------------------------------------------------------------ the exchanger itself */

void
tl_domain_add_addresses (GPtrArray *addresses, const TlDnsAnswer *answer, guint port)
{
  for (guint i = 0; answer != NULL && i < answer->records->len && i < 2; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    TlAddress address;

    if (tl_address_parse (record->name, port, &address))
      g_ptr_array_add (addresses, g_memdup2 (&address, sizeof address));
  }
}

static GPtrArray *
list_addresses (TlDomain *domain, const char **name)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  const TlDnsAnswer *answer = tl_domain_ask (domain, "MX", "%s", domain->name);
  TlFamily family = domain->settings->family;

  *name = domain->name;
  if (answer->outcome == TL_DNS_OK) {
    g_autoptr (GPtrArray) exchangers = list_exchangers (answer);

    for (guint i = 0; i < exchangers->len; i++) {
      const TlDnsRecord *record = exchangers->pdata[i];

      *name = record->name;
      if (!is_null (record) && has_address (domain, record->name))
        break;
    }
  }
  if (family != TL_FAMILY_IPV6)
    tl_domain_add_addresses (addresses, tl_domain_ask (domain, "A", "%s", *name), SMTP_PORT);
  if (family != TL_FAMILY_IPV4)
    tl_domain_add_addresses (addresses, tl_domain_ask (domain, "AAAA", "%s", *name), SMTP_PORT);
  return addresses;
}

/* What it shows to those who deliver to the domain. Nothing is sent over it but a goodbye. */
static void
encrypt (TlDomain *domain, TlSmtp *smtp)
{
  g_autoptr (TlReply) reply = NULL;
  const TlTlsInfo *info;

  if (tl_smtp_ask (smtp, "STARTTLS", &reply) != TL_FAILURE_NONE || reply->code != 220) {
    tl_run_fact (domain->run, "domain.mx.verify", "failed");
    return;
  }
  if (tl_channel_start_tls (smtp->channel, tl_run_get_trust (domain->run), domain->exchanger, NULL,
                            NULL, tl_run_get_limits (domain->run)->tls) != TL_FAILURE_NONE) {
    smtp->alive = FALSE;
    tl_run_fact (domain->run, "domain.mx.verify", "failed");
    return;
  }
  info = tl_tls_get_info (tl_channel_get_tls (smtp->channel));
  domain->verify = g_intern_string (info->verify);
  domain->shown = g_ptr_array_ref (info->raw);
  tl_run_fact (domain->run, "domain.mx.verify", info->verify);
}

/* How this computer goes out, by the server's word. One that cannot be is told, and nothing is asked
 * about it. */
static void
take_own_address (TlDomain *domain, TlSmtp *smtp, const TlAddress *own)
{
  g_autofree char *text = tl_address_to_string (own);
  const char *doubt = tl_smtp_doubt_own_address (smtp->channel, own);

  if (doubt != NULL) {
    tl_run_fact (domain->run, "domain.own_address.claimed", text);
    tl_run_fact (domain->run, "domain.own_address.doubt", doubt);
    return;
  }
  tl_run_fact (domain->run, "domain.own_address", text);
  if (domain->has_sender)
    return;
  domain->sender = *own;
  domain->has_sender = TRUE;
}

/* One word of the server at a time; whatever it says stays evidence. */
static const char *
converse (TlDomain *domain, TlSmtp *smtp)
{
  g_autoptr (TlReply) greeting = NULL;
  g_autoptr (TlReply) ehlo = NULL;
  g_autofree char *helo = tl_smtp_dup_helo (smtp);
  g_autofree char *line = g_strconcat ("EHLO ", helo, NULL);
  TlSmtpOffer offer = {NULL};
  TlAddress own;

  if (tl_smtp_ask (smtp, NULL, &greeting) != TL_FAILURE_NONE)
    return "silent";
  tl_run_factf (domain->run, "domain.mx.greeting", "%u %s", greeting->code, greeting->text);
  if (greeting->code != 220)
    return "refused-us";
  if (tl_smtp_ask (smtp, line, &ehlo) != TL_FAILURE_NONE)
    return "silent";
  if (ehlo->code != 250)
    return "refused-us";
  if (tl_smtp_find_own_address (ehlo->text, &own) ||
      tl_smtp_find_own_address (greeting->text, &own))
    take_own_address (domain, smtp, &own);
  tl_smtp_offer_parse (&offer, ehlo->text);
  tl_run_yes_no (domain->run, "domain.mx.starttls", offer.starttls);
  if (offer.starttls)
    encrypt (domain, smtp);
  tl_smtp_offer_clear (&offer);
  return "open";
}

static const char *
visit (TlDomain *domain, GPtrArray *results)
{
  TlConnectResult *last = results->len > 0 ? results->pdata[results->len - 1] : NULL;
  TlSmtp smtp = {.run = domain->run};
  const char *outcome;

  if (last == NULL)
    return "unknown";
  if (last->state != TL_PORT_OPEN)
    return tl_port_state_to_string (last->state);
  smtp.target = tl_address_to_target (&last->address);
  smtp.channel = tl_channel_new_from_result (tl_run_get_io (domain->run), last);
  outcome = converse (domain, &smtp);
  if (smtp.alive)
    tl_channel_send_line (smtp.channel, "QUIT");
  tl_smtp_drop (&smtp);
  g_free (smtp.target);
  return outcome;
}

void
tl_domain_mx_reach (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "MX", "%s", domain->name);
  const char *name = NULL;
  g_autoptr (GPtrArray) addresses = list_addresses (domain, &name);
  g_autoptr (GPtrArray) results = NULL;
  const char *outcome;

  if (addresses->len == 0) {
    tl_run_skip (domain->run, "domain.mx.reach",
                 answer->outcome == TL_DNS_OK ? "earlier-failure" : "not-asked");
    return;
  }
  tl_run_begin (domain->run, "domain.mx.reach", name);
  domain->exchanger = name;
  tl_run_fact (domain->run, "domain.mx.visited", name);
  results = tl_connect_first (tl_run_get_io (domain->run), addresses,
                              tl_run_get_limits (domain->run)->connect / 2);
  outcome = visit (domain, results);
  if (tl_run_is_cancelled (domain->run)) {
    tl_run_fail (domain->run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (domain->run, "domain.mx.reach", outcome);
  /* Port 25 is shut to most homes, whatever the exchanger does: that alone is no fault of it. */
  tl_run_end (domain->run, strcmp (outcome, "open") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}
