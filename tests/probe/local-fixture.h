/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A look at this computer from inside a network namespace, so that routes and links are known. */
#pragma once

#include "tl-local-private.h"

G_BEGIN_DECLS

/* Before anything starts a thread. Later tests skip themselves where it may not be made. */
void local_enter_namespace (void);
/* Marks the test as skipped where there is no own namespace. */
gboolean local_needs_namespace (void);
/* Runs ip(8), which must succeed. */
void local_ip (const char *arguments);
gboolean local_try_ip (const char *arguments);
/* Looks at this computer on behalf of a check of `host` (an address, or ""). */
TlEvidence *local_look (const char *host);
void local_assert (TlEvidence *evidence, const char *fact, const char *value);

G_END_DECLS
