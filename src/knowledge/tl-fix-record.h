/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* DNS records that a fix asks to publish, to be copied as they are. */
#pragma once

#include "tl-explanation.h"
#include "tl-view.h"

G_BEGIN_DECLS

/* Fills in {host}, {domain.…} (any fact) and what is made of several: {spf-with-address} (the SPF record
 * as it stands with the sending address in it), {spf-mended} (with its mistakes put right or taken out),
 * {spf-merged} (two records in one), {dmarc-mended} (the DMARC record with what can be read of it),
 * {mx-meant} (the MX record of a server without an address, with the name that was meant), {serial}
 * (digits of the time of the test).
 * NULL where a value is missing or would not fit into one string of a TXT
 * record (RFC 1035 3.3: 255 bytes) letter by letter. (transfer full) */
char *tl_fix_record_fill (const char *record, const TlView *view);
/* The record of a fix as a line of a zone file, to be copied. (transfer full) */
char *tl_fix_record_dup_line (const TlFixText *fix);

G_END_DECLS
