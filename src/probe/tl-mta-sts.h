/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The policy that a domain publishes for those who send to it (RFC 8461 3.2). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TL_MTA_STS_MAX (64 * 1024) /* bytes of a policy that are read (RFC 8461 3.3) */

typedef struct {
  const char *mode; /* "enforce", "testing", "none" */
  guint max_age;    /* seconds */
  GPtrArray *mx;    /* char *: the patterns, as they stand there */
} TlMtaSts;

/* NULL where it is no policy: no version STSv1, no such mode, no max_age in its bounds, or no mx in a
 * mode that needs one. What is unknown is passed over. (transfer full, nullable) */
TlMtaSts *tl_mta_sts_parse (const char *text, gsize length);
void tl_mta_sts_free (TlMtaSts *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlMtaSts, tl_mta_sts_free)

/* Whether one of the patterns means this host: "*." stands for exactly one label (RFC 8461 4.1). */
gboolean tl_mta_sts_names (const TlMtaSts *policy, const char *host);

G_END_DECLS
