/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-spf-private.h"

#include <netinet/in.h>
#include <string.h>

/* Bound on what is counted: far beyond what RFC 7208 allows a record to cost. */
#define WALK_MAX 60
/* RFC 7208 4.6.4: address look-ups behind one "mx". */
#define EXCHANGERS_MAX 10

const char *
tl_spf_result_to_string (TlSpfResult result)
{
  static const char *const words[] = {"none",     "neutral",   "pass",      "fail",
                                      "softfail", "temperror", "permerror", "not-evaluated"};

  return words[result];
}

void
tl_spf_report_clear (TlSpfReport *report)
{
  g_free (report->record);
  g_free (report->second);
  g_free (report->third);
  g_free (report->matched);
  g_free (report->open_term);
  g_free (report->error_term);
  memset (report, 0, sizeof *report);
}

gboolean
tl_spf_is_record (const char *text)
{
  return g_ascii_strncasecmp (text, "v=spf1", 6) == 0 && (text[6] == '\0' || text[6] == ' ');
}

typedef struct {
  TlSpfAsk ask;
  gpointer user_data;
  TlSpfNames names;
  const TlAddress *address; /* (nullable) */
  TlSpfReport *report;
  guint used;            /* look-ups of the evaluation, which ends where a term decides */
  gboolean open_against; /* a term that was not evaluated could decide against the address */
} Walk;

static TlSpfResult walk_domain (Walk *walk, const char *domain, gboolean evaluate, gboolean top);

/* ------------------------------------------------------------------ asking */

static void
note_error (Walk *walk, const char *error, const char *term)
{
  if (walk->report->error != NULL)
    return;
  walk->report->error = error;
  walk->report->error_term = g_strdup (term);
}

static const TlDnsAnswer *
ask (Walk *walk, const char *name, const char *type)
{
  const TlDnsAnswer *answer = walk->ask (walk->user_data, name, type);

  walk->report->pending |= answer == NULL;
  return answer;
}

static gboolean
is_void (const TlDnsAnswer *answer)
{
  return answer->outcome == TL_DNS_NO_SUCH_NAME || answer->outcome == TL_DNS_NO_ADDRESS;
}

static gboolean
is_trouble (const TlDnsAnswer *answer)
{
  return answer->outcome != TL_DNS_OK && !is_void (answer);
}

/* What evaluating one term gave. */
typedef enum {
  TERM_NO_MATCH,
  TERM_MATCH,
  TERM_TEMPERROR,
  TERM_PERMERROR
} TermResult;

static TermResult
note_void (Walk *walk, const char *term)
{
  if (++walk->report->void_lookups <= TL_SPF_VOID_LOOKUPS_MAX)
    return TERM_NO_MATCH;
  note_error (walk, "too-many-void-lookups", term);
  return TERM_PERMERROR;
}

/* ------------------------------------------------------------------ terms */

static gboolean
in_network (const TlAddress *address, const TlAddress *network, guint bits4, guint bits6)
{
  const guchar *a, *b;
  guint bits = tl_address_is_ipv6 (address) ? bits6 : bits4;

  if (tl_address_is_ipv6 (address) != tl_address_is_ipv6 (network))
    return FALSE;
  if (tl_address_is_ipv6 (address)) {
    a = ((const struct sockaddr_in6 *) &address->storage)->sin6_addr.s6_addr;
    b = ((const struct sockaddr_in6 *) &network->storage)->sin6_addr.s6_addr;
  } else {
    a = (const guchar *) &((const struct sockaddr_in *) &address->storage)->sin_addr;
    b = (const guchar *) &((const struct sockaddr_in *) &network->storage)->sin_addr;
  }
  if (memcmp (a, b, bits / 8) != 0)
    return FALSE;
  return bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)) == 0;
}

/* Whether one of the addresses of `name` is that of the sender. */
static TermResult
match_name (Walk *walk, const TlSpfTerm *term, const char *name, gboolean counts)
{
  const TlDnsAnswer *answer = ask (walk, name, tl_address_is_ipv6 (walk->address) ? "AAAA" : "A");

  if (answer == NULL)
    return TERM_NO_MATCH;
  if (is_trouble (answer))
    return TERM_TEMPERROR;
  if (is_void (answer))
    return counts ? note_void (walk, term->text) : TERM_NO_MATCH;
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    TlAddress address;

    if (tl_address_parse (record->name, 0, &address) &&
        in_network (walk->address, &address, term->bits4, term->bits6))
      return TERM_MATCH;
  }
  return TERM_NO_MATCH;
}

static TermResult
match_mx (Walk *walk, const TlSpfTerm *term, const char *name)
{
  const TlDnsAnswer *answer = ask (walk, name, "MX");
  TermResult result = TERM_NO_MATCH;

  if (answer == NULL)
    return TERM_NO_MATCH;
  if (is_trouble (answer))
    return TERM_TEMPERROR;
  if (is_void (answer))
    return note_void (walk, term->text);
  if (answer->records->len > EXCHANGERS_MAX) {
    note_error (walk, "too-many-lookups", term->text);
    return TERM_PERMERROR;
  }
  for (guint i = 0; i < answer->records->len && result != TERM_MATCH; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    TermResult one = match_name (walk, term, record->name, FALSE);

    if (one != TERM_NO_MATCH)
      result = one;
  }
  return result;
}

static TermResult
match_exists (Walk *walk, const TlSpfTerm *term, const char *name)
{
  const TlDnsAnswer *answer = ask (walk, name, "A");

  if (answer == NULL)
    return TERM_NO_MATCH;
  if (is_trouble (answer))
    return TERM_TEMPERROR;
  return is_void (answer) ? note_void (walk, term->text) : TERM_MATCH;
}

/* RFC 7208 5.5: a name of the address, confirmed, below the domain. Its troubles are no match. */
static TermResult
match_ptr (Walk *walk, const TlSpfTerm *term, const char *domain)
{
  g_autofree char *reverse = tl_dns_reverse_name (walk->address, NULL);
  const TlDnsAnswer *answer = ask (walk, reverse, "PTR");
  TlSpfTerm exact = *term;

  if (answer == NULL || answer->outcome != TL_DNS_OK)
    return TERM_NO_MATCH;
  exact.bits4 = 32;
  exact.bits6 = 128;
  for (guint i = 0; i < MIN (answer->records->len, EXCHANGERS_MAX); i++) {
    const TlDnsRecord *record = answer->records->pdata[i];

    if (tl_host_is_below (record->name, domain) &&
        match_name (walk, &exact, record->name, FALSE) == TERM_MATCH)
      return TERM_MATCH;
  }
  return TERM_NO_MATCH;
}

/* RFC 7208 5.2 */
static TermResult
match_include (Walk *walk, const TlSpfTerm *term, const char *name, gboolean evaluate)
{
  switch (walk_domain (walk, name, evaluate, FALSE)) {
    case TL_SPF_PASS:
      return TERM_MATCH;
    case TL_SPF_TEMPERROR:
      return TERM_TEMPERROR;
    case TL_SPF_NONE:
      if (!walk->report->pending)
        note_error (walk, "include-without-record", name);
      return TERM_PERMERROR;
    case TL_SPF_PERMERROR:
      return TERM_PERMERROR;
    default:
      return TERM_NO_MATCH;
  }
}

/* A match of it would have passed, or would have decided against whatever stands behind it. */
static void
note_open (Walk *walk, const TlSpfTerm *term)
{
  walk->open_against |= term->qualifier != '+';
  if (walk->report->open_term == NULL)
    walk->report->open_term = g_strdup (term->text);
}

static TermResult
match_at_domain (Walk *walk, const TlSpfTerm *term, const char *domain, gboolean evaluate)
{
  g_autofree char *name = term->domain != NULL
                              ? tl_spf_expand (term->domain, &walk->names, domain, walk->address)
                              : g_strdup (domain);

  /* It goes by something that was not given: it can be counted, not looked up. */
  if (name == NULL) {
    if (evaluate)
      note_open (walk, term);
    return TERM_NO_MATCH;
  }
  if (term->kind == TL_SPF_INCLUDE)
    return match_include (walk, term, name, evaluate);
  if (!evaluate)
    return TERM_NO_MATCH;
  switch (term->kind) {
    case TL_SPF_A:
      return match_name (walk, term, name, TRUE);
    case TL_SPF_MX:
      return match_mx (walk, term, name);
    case TL_SPF_EXISTS:
      return match_exists (walk, term, name);
    default:
      return match_ptr (walk, term, name);
  }
}

static TermResult
match_term (Walk *walk, const TlSpfTerm *term, const char *domain, gboolean evaluate)
{
  switch (term->kind) {
    case TL_SPF_ALL:
      return TERM_MATCH;
    case TL_SPF_IP:
      return evaluate && in_network (walk->address, &term->network, term->bits4, term->bits6)
                 ? TERM_MATCH
                 : TERM_NO_MATCH;
    default:
      return match_at_domain (walk, term, domain, evaluate);
  }
}

/* ------------------------------------------------------------------ records */

/* Counts a term that costs a look-up; FALSE where the evaluation has used up what is allowed. */
static gboolean
count_lookup (Walk *walk, const TlSpfTerm *term, gboolean evaluate)
{
  if (++walk->report->lookups > TL_SPF_LOOKUPS_MAX)
    note_error (walk, "too-many-lookups", term->text);
  return !evaluate || ++walk->used <= TL_SPF_LOOKUPS_MAX;
}

static TlSpfResult
result_of (TermResult result, char qualifier)
{
  if (result == TERM_TEMPERROR)
    return TL_SPF_TEMPERROR;
  if (result == TERM_PERMERROR)
    return TL_SPF_PERMERROR;
  switch (qualifier) {
    case '-':
      return TL_SPF_FAIL;
    case '~':
      return TL_SPF_SOFTFAIL;
    case '?':
      return TL_SPF_NEUTRAL;
    default:
      return TL_SPF_PASS;
  }
}

static TlSpfResult
walk_redirect (Walk *walk, const TlSpfTerm *term, const char *domain, gboolean evaluate)
{
  g_autofree char *name = tl_spf_expand (term->domain, &walk->names, domain, walk->address);
  TlSpfResult result;

  if (!count_lookup (walk, term, evaluate))
    return TL_SPF_PERMERROR;
  if (name == NULL) {
    if (evaluate)
      note_open (walk, term);
    return TL_SPF_NEUTRAL;
  }
  result = walk_domain (walk, name, evaluate, FALSE);
  if (result != TL_SPF_NONE)
    return result;
  if (!walk->report->pending)
    note_error (walk, "include-without-record", name);
  return TL_SPF_PERMERROR;
}

/* The terms in order; what stands behind the one that decides is counted only. */
static TlSpfResult
walk_record (Walk *walk, const TlSpfRecord *record, const char *domain, gboolean evaluate,
             gboolean top)
{
  TlSpfResult result = TL_SPF_NEUTRAL;
  gboolean decided = FALSE;

  for (guint i = 0; i < record->terms->len; i++) {
    const TlSpfTerm *term = &g_array_index (record->terms, TlSpfTerm, i);
    gboolean live = evaluate && !decided;
    TermResult one = TERM_NO_MATCH;

    if (walk->report->lookups >= WALK_MAX)
      return TL_SPF_PERMERROR;
    walk->report->uses_ptr |= term->kind == TL_SPF_PTR;
    if (top && term->kind == TL_SPF_ALL && walk->report->all == 0)
      walk->report->all = term->qualifier;
    if (term->kind != TL_SPF_ALL && term->kind != TL_SPF_IP && !count_lookup (walk, term, live))
      one = TERM_PERMERROR;
    else
      one = match_term (walk, term, domain, live);
    if (!live || one == TERM_NO_MATCH)
      continue;
    decided = TRUE;
    result = result_of (one, term->qualifier);
    if (top && one == TERM_MATCH)
      walk->report->matched = g_strdup (term->text);
  }
  if (record->redirect.domain == NULL || record->has_all)
    return result;
  if (top)
    walk->report->has_redirect = TRUE;
  if (decided) {
    walk_redirect (walk, &record->redirect, domain, FALSE);
    return result;
  }
  return walk_redirect (walk, &record->redirect, domain, evaluate);
}

static TlSpfResult
walk_domain (Walk *walk, const char *domain, gboolean evaluate, gboolean top)
{
  const TlDnsAnswer *answer = ask (walk, domain, "TXT");
  g_auto (TlSpfRecord) record = {0};
  const char *found = NULL, *before = NULL, *first = NULL;
  guint n = 0;

  if (answer == NULL)
    return TL_SPF_NEUTRAL;
  if (is_trouble (answer)) {
    note_error (walk, "dns", domain);
    return TL_SPF_TEMPERROR;
  }
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *row = answer->records->pdata[i];

    if (!tl_spf_is_record (row->name))
      continue;
    first = before;
    before = found;
    found = row->name;
    n++;
  }
  if (n == 0)
    return TL_SPF_NONE;
  if (top) {
    walk->report->record = g_strdup (found);
    walk->report->second = g_strdup (before);
    walk->report->third = g_strdup (first);
  }
  if (n > 1) {
    note_error (walk, "multiple-records", domain);
    return TL_SPF_PERMERROR;
  }
  if (!tl_spf_parse (found, &record)) {
    note_error (walk, "syntax", record.bad_term);
    return TL_SPF_PERMERROR;
  }
  return walk_record (walk, &record, domain, evaluate, top);
}

void
tl_spf_check (TlSpfAsk ask_func, gpointer user_data, const char *domain, const char *sender,
              const char *helo, const TlAddress *address, TlSpfReport *report)
{
  Walk walk = {.ask = ask_func,
               .user_data = user_data,
               .names = {.sender = sender, .helo = helo},
               .address = address,
               .report = report};
  gboolean undecided;

  memset (report, 0, sizeof *report);
  report->result = walk_domain (&walk, domain, address != NULL, TRUE);
  /* Where all of them allow, what passed without them passes. */
  undecided = address == NULL ||
              (report->open_term != NULL && (walk.open_against || report->result != TL_SPF_PASS));
  if (undecided && report->result != TL_SPF_NONE && report->result != TL_SPF_TEMPERROR &&
      report->result != TL_SPF_PERMERROR)
    report->result = TL_SPF_NOT_EVALUATED;
}
