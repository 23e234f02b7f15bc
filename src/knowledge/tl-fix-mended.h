/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of a domain with their mistakes taken out, as far as one can tell what was meant. */
#pragma once

#include "tl-view.h"

G_BEGIN_DECLS

/* The SPF record of the domain with the address that sends in it, before the term that decides against
 * it. NULL where there is no record or no address. (transfer full) */
char *tl_fix_spf_with_address (const TlView *view);
/* The same record with what is miswritten in it put right, and without what cannot be. NULL where it would
 * then allow nobody any more, or nothing in it was at fault. (transfer full) */
char *tl_fix_spf_mended (const TlView *view);
/* Two records in one. NULL where there are not two. (transfer full) */
char *tl_fix_spf_merged (const TlView *view);
/* The DMARC record with whatever can be read of it. (transfer full) */
char *tl_fix_dmarc_mended (const TlView *view);

G_END_DECLS
