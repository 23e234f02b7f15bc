/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The look at what a domain publishes for its mail, between the files tl-domain*.c. Every check has
 * two halves: what it asks (again and again, until it has its answers), and what it records. */
#pragma once

#include "tl-reference.h"
#include "tl-run-private.h"
#include "tl-spf.h"

G_BEGIN_DECLS

#define TL_DOMAIN_EXCHANGERS_MAX 10

typedef struct {
  TlRun *run;
  TlSettings *settings;
  const char *name;      /* the domain */
  const char *exchanger; /* (nullable) the one that was visited; of an answer */
  GPtrArray *shown;      /* (owned, nullable) GBytes: the certificates that it showed, in DER */
  const char *verify;    /* (nullable) what came of looking at them, static */
  TlDnsCrawl *crawl;
  gboolean has_sender; /* the address that sends the domain's mail is known */
  TlAddress sender;
  GPtrArray *lists; /* (owned) TlReferenceList: those to ask */
} TlDomain;

/* The whole answer, or NULL while it is to come. */
const TlDnsAnswer *tl_domain_ask (TlDomain *domain, const char *type, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The one TXT record that begins with `version` ("v=DMARC1"): NULL where there is none or more than
 * one; `n` (optional) counts them. */
const char *tl_domain_find_record (const TlDnsAnswer *answer, const char *version, guint *n);
/* The value of a tag in "v=DMARC1; p=none", blanks trimmed. (transfer full, nullable) */
char *tl_domain_get_tag (const char *record, const char *tag);
/* "none" where the name or the record is not there, else dns.outcome's word for why it is not
 * known. */
const char *tl_domain_absence (const TlDnsAnswer *answer);
/* Whether the DNS said that there is nothing. */
gboolean tl_domain_is_absent (const TlDnsAnswer *answer);

/* tl-domain-mx.c: steps "domain.mx", "domain.mx.reach" */
void tl_domain_mx_ask (TlDomain *domain);
gboolean tl_domain_mx_record (TlDomain *domain);
/* One connection to the first exchanger, as far as its answer to EHLO, which often tells the address
 * that it sees us under. */
void tl_domain_mx_reach (TlDomain *domain);
/* The first addresses of an answer (nullable), with that port, to an array of TlAddress *. */
void tl_domain_add_addresses (GPtrArray *addresses, const TlDnsAnswer *answer, guint port);

/* tl-domain-spf.c: step "domain.spf" */
void tl_domain_spf_ask (TlDomain *domain);
void tl_domain_spf_record (TlDomain *domain);

/* tl-domain-policy.c: steps "domain.dkim", "domain.dmarc", "domain.tls-rpt", "domain.dane" */
void tl_domain_policy_ask (TlDomain *domain);
void tl_domain_policy_record (TlDomain *domain);
/* Whether the value of a tag, which is never empty, can be used. */
typedef gboolean (*TlDomainValueFunc) (const char *value);
/* What is said of a TXT record below `prefix` that a domain may have or not: "ok", "none", "broken"
 * (without `tag`, or with a value that cannot be used), "multiple", or as dns.outcome. */
const char *tl_domain_judge_optional (TlDomain *domain, const char *prefix, const char *version,
                                      const char *tag, TlDomainValueFunc is_usable);

/* tl-domain-sts.c: step "domain.mta-sts" */
void tl_domain_sts_ask (TlDomain *domain);
void tl_domain_sts_record (TlDomain *domain);
/* The web server with the policy of the domain `name` (RFC 8461 3.3). (transfer full) */
char *tl_domain_dup_policy_host (const char *name);

/* tl-domain-address.c: steps "domain.ptr", "domain.dnsbl" */
void tl_domain_address_ask (TlDomain *domain);
void tl_domain_address_record (TlDomain *domain);
/* The lists that a job with these settings asks. (transfer full) */
GPtrArray *tl_domain_list_lists (TlSettings *settings);

G_END_DECLS
