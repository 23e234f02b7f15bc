/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the DNS announces about a server's certificate (TLSA, RFC 6698), held against the certificates
 * that it showed, by the rules for mail (RFC 7672 3.1). */
#pragma once

#include "tl-resolver.h"
#include "tl-tls.h"

G_BEGIN_DECLS

typedef enum {
  TL_TLSA_UNUSABLE, /* no record that counts for mail: usages 0 and 1, unknown numbers, broken data */
  TL_TLSA_GOOD,
  TL_TLSA_MISMATCH
} TlTlsaOutcome;

/* `records`: TlDnsRecord of the type TLSA. `chain`: GBytes of DER, the server's own first. One usable
 * record that fits is enough. Usage 3: the server's own certificate or key, whatever else stands in it;
 * usage 2: one above it, from which the chain leads to the server's own, made for `base`, below which
 * the records are, or for `host`, and in its time (RFC 7672 3.2.2). `*which` (out, nullable): the
 * record that fits, else the first usable one. */
TlTlsaOutcome tl_tlsa_judge (const GPtrArray *records, const GPtrArray *chain, const char *base,
                             const char *host, const TlDnsRecord **which);
/* What of a certificate (DER) stands in such a record: its data in hexadecimal, or NULL for an unknown
 * selector or matching type. (transfer full) */
char *tl_tlsa_digest (GBytes *certificate, guint selector, guint type);

/* The TLSA records of a port of `host`: below the name that it is an alias of, where the DNS proves the
 * whole way to there and the records themselves, else below its own (RFC 7671 7, RFC 7672 2.2.2).
 * NULL while answers are to come, then (transfer none) of the crawl. `*base` (out, transfer full):
 * the name below which they were looked for, NULL with NULL. */
const TlDnsAnswer *tl_tlsa_ask (TlDnsCrawl *crawl, const char *host, guint port, char **base);

G_END_DECLS
