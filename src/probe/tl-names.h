/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The step "dns.names". */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

/* For one look at the names, in milliseconds. */
#define TL_NAMES_LIMIT_MS 2500

/* `outcome`: what the first look-up of the host gave. Asks the name servers of this computer alone. */
void tl_names_check (TlRun *run, TlDnsOutcome outcome);

/* Where no host was named: whether the name servers of this computer answer, and whether they invent. */
void tl_names_look (TlRun *run);

/* Facts "dns.server.N" and "dns.split", where this computer has more than one name server, or a program
 * that asks several for all others: tl-names-servers.c. */
void tl_names_compare_servers (TlRun *run, const char *host);

/* The name servers that are asked ("192.0.2.53:53"); where that is one program on this computer, those
 * that it asks in turn as well, *behind of them at the end (nullable). Array of char *. (transfer full) */
GPtrArray *tl_names_list_servers (TlRun *run, guint *behind);
/* One of them, with its port. */
gboolean tl_names_parse_server (const char *server, TlAddress *out);

/* Names that a slip of the fingers may have made `host` of, the likeliest first; at most 80. missing:
 * number of the label, from the left, that is wrong (the first that does not exist). Array of char *. */
GPtrArray *tl_names_list_near (const char *host, guint missing);

G_END_DECLS
