/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* getaddrinfo, which cannot be broken off, in a thread that is left to itself. */
#pragma once

#include "tl-resolver.h"

G_BEGIN_DECLS

typedef struct _TlSystemQuery TlSystemQuery;

/* Begins the look-up. */
TlSystemQuery *tl_system_query_new (TlSystemLookup lookup, const char *host, TlFamily family);
/* Lets go of it; a thread still inside goes on by itself and cleans up. */
void tl_system_query_unref (TlSystemQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlSystemQuery, tl_system_query_unref)
gboolean tl_system_query_is_done (TlSystemQuery *query);
/* Becomes readable when it is done; -1 when it is already. */
int tl_system_query_get_fd (TlSystemQuery *query);
/* 0 or EAI_…; EAI_AGAIN while it is not done. */
int tl_system_query_get_code (TlSystemQuery *query);
/* What was found, nullable; the query's own. */
const struct addrinfo *tl_system_query_get_found (TlSystemQuery *query);
/* "ok", "EAI_NONAME", … */
const char *tl_system_code_name (int code);

G_END_DECLS
