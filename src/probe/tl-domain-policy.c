/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The records beside the mail route: the key of the signatures (DKIM), the policy (DMARC), and how
 * the way to the exchangers is protected (TLS-RPT, DANE; MTA-STS has a file of its own). */
#include "tl-domain-private.h"

#include "tl-tlsa.h"

#include "tl-public-key.h"

#include <string.h>

/* RFC 8301 3.2: shorter keys must not be taken for valid. */
#define DKIM_BITS_MIN 1024
/* RFC 8301 3.2: what signers should use. */
#define DKIM_BITS_GOOD 2048
#define SMTP_PORT 25
#define ED25519_KEY_LENGTH 32
/* A selector that nobody has. */
#define NO_SELECTOR "throughline-looks-whether-every-name-is-there"

/* ------------------------------------------------------------------ the tree above a name */

/* The names above `name` that can carry a policy for it: those with a dot. */
static const char *
parent_of (const char *name)
{
  const char *dot = strchr (name, '.');

  return dot != NULL && strchr (dot + 1, '.') != NULL ? dot + 1 : NULL;
}

void
tl_domain_policy_ask (TlDomain *domain)
{
  const char *selector = domain->settings->selector;
  const TlDnsAnswer *keys;

  keys = tl_domain_ask (domain, "TXT", "_domainkey.%s", domain->name);
  if (keys != NULL && (keys->outcome == TL_DNS_OK || keys->outcome == TL_DNS_NO_ADDRESS))
    tl_domain_ask (domain, "TXT", NO_SELECTOR "._domainkey.%s", domain->name);
  if (*selector != '\0')
    tl_domain_ask (domain, "TXT", "%s._domainkey.%s", selector, domain->name);
  for (const char *name = domain->name; name != NULL; name = parent_of (name))
    tl_domain_ask (domain, "TXT", "_dmarc.%s", name);
  tl_domain_sts_ask (domain);
  tl_domain_ask (domain, "TXT", "_smtp._tls.%s", domain->name);
}

/* ------------------------------------------------------------------ DKIM */

/* The base64 of a key, blanks allowed (RFC 6376 3.2); NULL for anything else, which g_base64_decode would
 * silently leave out. */
static guchar *
decode_key (const char *text, gsize *length)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    if (g_ascii_isspace (*at))
      continue;
    if (!g_ascii_isalnum (*at) && strchr ("+/=", *at) == NULL)
      return NULL;
    g_string_append_c (plain, *at);
  }
  return g_base64_decode (plain->str, length);
}

/* Whether one of the words between colons is in the tag, or the tag is not there, which allows all. */
static gboolean
allows (const char *record, const char *tag, const char *word)
{
  g_autofree char *value = tl_domain_get_tag (record, tag);
  g_auto (GStrv) words = value != NULL ? g_strsplit (value, ":", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (words[i]), word) == 0)
      return TRUE;
  return value == NULL;
}

/* Whether the key may be used for mail (RFC 6376 3.6.1, "s="), by the one hash that still counts
 * ("h="; RFC 8301 3.1). */
static gboolean
is_for_mail (const char *record)
{
  return allows (record, "h", "sha256") &&
         (allows (record, "s", "email") || allows (record, "s", "*"));
}

/* "ok", "revoked", "unreadable", "not-for-mail", "too-short", "short" */
static const char *
judge_key (TlDomain *domain, const char *record)
{
  g_autofree char *version = tl_domain_get_tag (record, "v");
  g_autofree char *kind = tl_domain_get_tag (record, "k");
  g_autofree char *text = tl_domain_get_tag (record, "p");
  g_autofree guchar *der = NULL;
  const char *algorithm = "ed25519";
  guint bits = 256;
  gsize length = 0;

  if (text == NULL || (version != NULL && strcmp (version, "DKIM1") != 0))
    return "unreadable";
  if (*text == '\0')
    return "revoked"; /* RFC 6376 3.6.1 */
  der = decode_key (text, &length);
  if (der == NULL)
    return "unreadable";
  if (g_strcmp0 (kind, "ed25519") == 0) {
    if (length != ED25519_KEY_LENGTH) /* RFC 8463 4.2: the bare key */
      return "unreadable";
  } else if (!tl_public_key_read (der, length, &algorithm, &bits)) {
    return "unreadable";
  }
  tl_run_fact (domain->run, "domain.dkim.algorithm", algorithm);
  tl_run_factf (domain->run, "domain.dkim.bits", "%u", bits);
  if (!is_for_mail (record))
    return "not-for-mail";
  if (strcmp (algorithm, "rsa") != 0)
    return "ok";
  return bits < DKIM_BITS_MIN ? "too-short" : bits < DKIM_BITS_GOOD ? "short" : "ok";
}

/* A selector record need not begin with a version (RFC 6376 3.6.1); where the key is missing, it is one
 * that cannot be used. */
static const char *
find_key (const TlDnsAnswer *answer, guint *n)
{
  const char *found = NULL, *spoilt = NULL;

  *n = 0;
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    g_autofree char *key = tl_domain_get_tag (record->name, "p");

    if (key == NULL && g_ascii_strncasecmp (record->name, "v=DKIM", 6) == 0)
      spoilt = record->name;
    if (key == NULL)
      continue;
    found = record->name;
    (*n)++;
  }
  return found != NULL ? found : spoilt;
}

/* Whether any key is published: a name below _domainkey makes that name exist (RFC 8020 2), unless
 * every name exists (RFC 4592), which one that nobody has shows. */
static const char *
any_key (TlDomain *domain)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "TXT", "_domainkey.%s", domain->name);
  const TlDnsAnswer *nobody;

  if (answer->outcome == TL_DNS_NO_SUCH_NAME)
    return "no";
  if (answer->outcome != TL_DNS_OK && answer->outcome != TL_DNS_NO_ADDRESS)
    return "not-known";
  nobody = tl_domain_ask (domain, "TXT", NO_SELECTOR "._domainkey.%s", domain->name);
  return nobody != NULL && nobody->outcome == TL_DNS_NO_SUCH_NAME ? "yes" : "not-known";
}

static void
record_dkim (TlDomain *domain)
{
  const char *selector = domain->settings->selector;
  const TlDnsAnswer *answer;
  const char *outcome, *record;
  guint n;

  tl_run_begin (domain->run, "domain.dkim", domain->name);
  tl_run_fact (domain->run, "domain.dkim.any", any_key (domain));
  if (*selector == '\0') {
    tl_run_fact (domain->run, "domain.dkim.outcome", "not-asked");
    tl_run_fact (domain->run, "step.skipped", "not-asked");
    tl_run_end (domain->run, TL_OUTCOME_SKIPPED);
    return;
  }
  answer = tl_domain_ask (domain, "TXT", "%s._domainkey.%s", selector, domain->name);
  record = find_key (answer, &n);
  tl_run_fact (domain->run, "domain.dkim.selector", selector);
  if (record == NULL)
    outcome = tl_domain_absence (answer);
  else
    outcome = n > 1 ? "multiple" : judge_key (domain, record);
  tl_run_fact (domain->run, "domain.dkim.record", record);
  tl_run_fact (domain->run, "domain.dkim.outcome", outcome);
  tl_run_end (domain->run, strcmp (outcome, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* ------------------------------------------------------------------ DMARC */

/* A text that was meant for a policy and is none: receivers look for "v=DMARC1" at its very beginning,
 * letter by letter (RFC 7489 6.4). */
static const char *
find_spoilt (const TlDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    g_autofree char *small = g_ascii_strdown (record->name, -1);

    if (strstr (small, "dmarc") != NULL && !g_str_has_prefix (record->name, "v=DMARC1"))
      return record->name;
  }
  return NULL;
}

static const char *
find_policy (const TlDnsAnswer *answer, guint *n)
{
  const char *found = NULL;

  *n = 0;
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (!g_str_has_prefix (record->name, "v=DMARC1") || g_ascii_isalnum (record->name[8]))
      continue;
    found = record->name;
    (*n)++;
  }
  return *n == 1 ? found : NULL;
}

static gboolean
is_policy (const char *word)
{
  static const char *const words[] = {"none", "quarantine", "reject", NULL};

  for (guint i = 0; words[i] != NULL; i++)
    if (word != NULL && g_ascii_strcasecmp (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

static const char *
record_dmarc_tags (TlDomain *domain, const char *record, gboolean inherited)
{
  g_autofree char *policy = tl_domain_get_tag (record, "p");
  g_autofree char *below = tl_domain_get_tag (record, "sp");
  g_autofree char *reports = tl_domain_get_tag (record, "rua");
  g_autofree char *spf = tl_domain_get_tag (record, "aspf");
  g_autofree char *dkim = tl_domain_get_tag (record, "adkim");
  const char *valid = inherited && below != NULL ? below : policy;

  tl_run_fact (domain->run, "domain.dmarc.record", record);
  tl_run_fact (domain->run, "domain.dmarc.reports", reports);
  tl_run_fact (domain->run, "domain.dmarc.aspf", g_strcmp0 (spf, "s") == 0 ? "strict" : "relaxed");
  tl_run_fact (domain->run, "domain.dmarc.adkim",
               g_strcmp0 (dkim, "s") == 0 ? "strict" : "relaxed");
  /* RFC 7489 6.6.3: a bad word for what is below spoils the whole record. */
  if (!is_policy (valid) || (below != NULL && !is_policy (below)))
    return "broken";
  tl_run_fact (domain->run, "domain.dmarc.policy", valid);
  return "ok";
}

/* The record of the name itself, else that of the nearest name above it. */
static void
record_dmarc (TlDomain *domain)
{
  const char *outcome = "none";

  tl_run_begin (domain->run, "domain.dmarc", domain->name);
  for (const char *name = domain->name; name != NULL; name = parent_of (name)) {
    const TlDnsAnswer *answer = tl_domain_ask (domain, "TXT", "_dmarc.%s", name);
    const char *record, *spoilt;
    guint n;

    if (!tl_domain_is_absent (answer)) {
      outcome = tl_dns_outcome_to_string (answer->outcome);
      break;
    }
    record = find_policy (answer, &n);
    spoilt = n == 0 ? find_spoilt (answer) : NULL;
    if (spoilt != NULL) {
      tl_run_fact (domain->run, "domain.dmarc.at", name);
      tl_run_fact (domain->run, "domain.dmarc.record", spoilt);
      outcome = "broken";
      break;
    }
    if (n == 0)
      continue;
    tl_run_fact (domain->run, "domain.dmarc.at", name);
    outcome = n > 1 ? "multiple" : record_dmarc_tags (domain, record, name != domain->name);
    break;
  }
  tl_run_fact (domain->run, "domain.dmarc.outcome", outcome);
  tl_run_end (domain->run, strcmp (outcome, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* ------------------------------------------------------------------ the way to the exchangers */

const char *
tl_domain_judge_optional (TlDomain *domain, const char *prefix, const char *version,
                          const char *tag, TlDomainValueFunc is_usable)
{
  const TlDnsAnswer *answer = tl_domain_ask (domain, "TXT", "%s.%s", prefix, domain->name);
  guint n;
  const char *record = tl_domain_find_record (answer, version, &n);
  g_autofree char *value = record != NULL ? tl_domain_get_tag (record, tag) : NULL;

  if (n == 0)
    return tl_domain_absence (answer);
  if (n > 1)
    return "multiple";
  return value != NULL && *value != '\0' && is_usable (value) ? "ok" : "broken";
}

/* RFC 8460 3: addresses with their scheme, commas between them. One that can be used is enough. */
static gboolean
names_receiver (const char *value)
{
  g_auto (GStrv) list = g_strsplit (value, ",", -1);

  for (guint i = 0; list[i] != NULL; i++) {
    const char *uri = g_strstrip (list[i]);

    if (g_ascii_strncasecmp (uri, "https://", 8) == 0 ||
        (g_ascii_strncasecmp (uri, "mailto:", 7) == 0 && strchr (uri, '@') != NULL))
      return TRUE;
  }
  return FALSE;
}

static void
record_tls_rpt (TlDomain *domain)
{
  const char *outcome;

  tl_run_begin (domain->run, "domain.tls-rpt", domain->name);
  outcome = tl_domain_judge_optional (domain, "_smtp._tls", "v=TLSRPTv1", "rua", names_receiver);
  tl_run_fact (domain->run, "domain.tls_rpt.outcome", outcome);
  tl_run_end (domain->run, strcmp (outcome, "ok") == 0 || strcmp (outcome, "none") == 0
                               ? TL_OUTCOME_OK
                               : TL_OUTCOME_WARNING);
}

/* The exchanger that was visited: whether what it showed is what the DNS proves. */
static gboolean
match_exchanger (TlDomain *domain)
{
  g_autofree char *base = NULL;
  const TlDnsAnswer *answer;
  TlTlsaOutcome outcome;

  if (domain->shown == NULL || domain->shown->len == 0)
    return TRUE;
  answer = tl_tlsa_ask (domain->crawl, domain->exchanger, SMTP_PORT, &base);
  if (answer == NULL || answer->outcome != TL_DNS_OK || !answer->authentic)
    return TRUE;
  outcome = tl_tlsa_judge (answer->records, domain->shown, base, domain->exchanger, NULL);
  tl_run_fact (domain->run, "domain.dane.match",
               outcome == TL_TLSA_GOOD       ? "good"
               : outcome == TL_TLSA_MISMATCH ? "mismatch"
                                             : "unusable");
  return outcome != TL_TLSA_MISMATCH;
}

/* RFC 7672 2.2: only what the DNS proves counts; whether it is proven is the resolver's word here. */
static void
record_dane (TlDomain *domain)
{
  const TlDnsAnswer *exchangers = tl_domain_ask (domain, "MX", "%s", domain->name);
  guint with = 0, signed_too = 0, n = 0;

  tl_run_begin (domain->run, "domain.dane", domain->name);
  for (guint i = 0; i < exchangers->records->len && i < TL_DOMAIN_EXCHANGERS_MAX; i++) {
    const TlDnsRecord *record = exchangers->records->pdata[i];
    g_autofree char *base = NULL;
    const TlDnsAnswer *answer = tl_tlsa_ask (domain->crawl, record->name, SMTP_PORT, &base);

    n++;
    if (answer == NULL || answer->outcome != TL_DNS_OK)
      continue;
    with++;
    signed_too += answer->authentic && exchangers->authentic;
  }
  tl_run_fact (domain->run, "domain.dane.outcome",
               with == 0           ? "none"
               : signed_too < with ? "unsigned"
               : with < n          ? "partly"
                                   : "ok");
  tl_run_end (domain->run, match_exchanger (domain) ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

void
tl_domain_policy_record (TlDomain *domain)
{
  record_dkim (domain);
  record_dmarc (domain);
  tl_domain_sts_record (domain);
  record_tls_rpt (domain);
  record_dane (domain);
}
