/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names: what the name servers say (c-ares) beside what programs get (getaddrinfo). */
#pragma once

#include "tl-address.h"
#include "tl-io.h"

G_BEGIN_DECLS

/* dns.outcome: "ok", "no-such-name", "no-address", "servfail", "refused", "silent",
 * "other" (an answer that is none: FORMERR, noise), "not-known" (not asked, or not waited for);
 * "rewritten" is concluded by a step that asked for a random name. */
typedef enum {
  TL_DNS_OK,
  TL_DNS_NO_SUCH_NAME,
  TL_DNS_NO_ADDRESS,
  TL_DNS_SERVFAIL,
  TL_DNS_REFUSED,
  TL_DNS_SILENT,
  TL_DNS_OTHER,
  TL_DNS_NOT_KNOWN
} TlDnsOutcome;
const char *tl_dns_outcome_to_string (TlDnsOutcome outcome);

typedef struct {
  char *name; /* as asked */
  char *
      source; /* "literal", "override", "dns", "system" (getaddrinfo knew it, and the name servers did not,
                   or gave other addresses) */
  TlDnsOutcome outcome;
  GPtrArray *addresses; /* TlAddress *, in the order to try (RFC 6724 by getaddrinfo, else DNS) */
  TlDnsOutcome dns_a, dns_aaaa; /* what the name servers said of each family */
  /* getaddrinfo: "ok" or "EAI_AGAIN", "EAI_NONAME", … or "not-known" (not waited for) */
  char *system;
  gboolean has_mx; /* asked only where there is no address */
  double elapsed_ms;
} TlResolution;
void tl_resolution_free (TlResolution *resolution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlResolution, tl_resolution_free)

typedef struct _TlResolver TlResolver;
/* `overrides` (nullable): HOST:ADDR of --resolve. TL_ERROR_BAD_INPUT for one that is none. */
TlResolver *tl_resolver_new (char **overrides, GError **error);
void tl_resolver_free (TlResolver *resolver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlResolver, tl_resolver_free)
/* Asks these servers ("192.0.2.53", "[2001:db8::53]:5353") instead of those of resolv.conf (tests). */
void tl_resolver_set_servers (TlResolver *resolver, const char *servers);
/* The name servers that are asked, in order, each in the notation of tl_resolver_set_servers.
 * (transfer full), NULL-terminated. */
char **tl_resolver_list_servers (TlResolver *resolver);
/* What stands in for getaddrinfo (tests); NULL: nothing, and TlResolution.system is "not-known". Own
 * servers set it to NULL, because the system's look-up would ask others. */
struct addrinfo;
typedef int (*TlSystemLookup) (const char *host, const char *service, const struct addrinfo *hints,
                               struct addrinfo **found);
void tl_resolver_set_system_lookup (TlResolver *resolver, TlSystemLookup lookup);

/* Both ways side by side, within `limit_ms`; the slower one is not waited for once the faster one
 * has given addresses. Asks again by itself after 1 s of silence. Never NULL. */
TlResolution *tl_resolver_lookup (TlResolver *resolver, TlIo *io, const char *host, guint port,
                                  TlFamily family, guint limit_ms);

/* One DNS question. */
typedef struct {
  char *
      name; /* target of MX and SRV, text of TXT, name of PTR, address of A and AAAA, data of TLSA */
  guint priority, weight, port; /* of TLSA: usage, selector, matching type (RFC 6698 2.1) */
  guint ttl;
} TlDnsRecord;
typedef struct {
  TlDnsOutcome outcome;
  GPtrArray *records; /* TlDnsRecord */
  gboolean authentic; /* AD bit */
} TlDnsAnswer;
void tl_dns_answer_free (TlDnsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDnsAnswer, tl_dns_answer_free)
typedef struct {
  const char *name;
  const char *type;    /* "A", "AAAA", "MX", "SRV", "TXT", "PTR", "CNAME", "TLSA" */
  TlDnsAnswer *answer; /* (out, owned) filled by tl_resolver_ask */
  gboolean unchecked;  /* without DNSSEC validation by the name server (CD, RFC 4035 3.2.2) */
} TlDnsQuestion;
/* All questions at once; every one gets an answer (silent at the limit or on cancel). */
void tl_resolver_ask (TlResolver *resolver, TlIo *io, TlDnsQuestion *questions, guint n,
                      guint limit_ms);

/* Questions that lead to further ones, all under way at the same time: tl-dns-crawl.c. The same
 * question is asked once. */
typedef struct _TlDnsCrawl TlDnsCrawl;
TlDnsCrawl *tl_dns_crawl_new (TlResolver *resolver);
void tl_dns_crawl_free (TlDnsCrawl *crawl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDnsCrawl, tl_dns_crawl_free)
/* The answer where it is there already, NULL where it is still to come; it is asked for if need be.
 * (transfer none), valid as long as the crawl. */
const TlDnsAnswer *tl_dns_crawl_ask (TlDnsCrawl *crawl, const char *name, const char *type);
/* Called after answers came, so that what follows from them can be asked. */
typedef void (*TlDnsCrawlFunc) (TlDnsCrawl *crawl, gpointer user_data);
/* Until nothing is asked any more, or the limit: what is then still open is "silent". */
void tl_dns_crawl_run (TlDnsCrawl *crawl, TlIo *io, guint limit_ms, TlDnsCrawlFunc func,
                       gpointer user_data);
/* How many questions were asked. */
guint tl_dns_crawl_count (const TlDnsCrawl *crawl);

/* The name under which a list or the reverse tree knows an address: its parts turned round, then
 * `zone` ("in-addr.arpa" and "ip6.arpa" where NULL; RFC 1035 3.5, RFC 3596 2.5, RFC 5782 2.1).
 * (transfer full) */
char *tl_dns_reverse_name (const TlAddress *address, const char *zone);

G_END_DECLS
