/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* DNS records that a fix asks to publish, to be copied as they are. */
#pragma once

#include "tl-view.h"

G_BEGIN_DECLS

/* Fills in {host}, {domain.…} (any fact) and {spf-with-address} (the SPF record as it stands with the
 * sending address in it). NULL where a value is missing or would not fit into one string of a TXT
 * record (RFC 1035 3.3: 255 bytes) letter by letter. (transfer full) */
char *tl_fix_record_fill (const char *record, const TlView *view);

G_END_DECLS
