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
 * usage 2: one above it, from which the chain leads to the server's own, made for `host` and in its
 * time. `*which` (out, nullable): the record that fits, else the first usable one. */
TlTlsaOutcome tl_tlsa_judge (const GPtrArray *records, const GPtrArray *chain, const char *host,
                             const TlDnsRecord **which);
/* What of a certificate (DER) stands in such a record: its data in hexadecimal, or NULL for an unknown
 * selector or matching type. (transfer full) */
char *tl_tlsa_digest (GBytes *certificate, guint selector, guint type);

G_END_DECLS
