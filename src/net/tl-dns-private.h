/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions to the name servers by c-ares, driven from the calling thread. */
#pragma once

#include "tl-resolver.h"

G_BEGIN_DECLS

typedef struct _TlDnsAsker TlDnsAsker;

/* Sends all questions at once; the answers come into `questions` while it is driven. `servers`
 * (nullable): those to ask in place of resolv.conf's. */
TlDnsAsker *tl_dns_asker_new (const char *servers, TlDnsQuestion *questions, guint n);
/* Those it asks, in order. (transfer full) */
char **tl_dns_asker_list_servers (TlDnsAsker *asker);
/* Breaks off what is still open; such questions stay without an answer. */
void tl_dns_asker_free (TlDnsAsker *asker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDnsAsker, tl_dns_asker_free)
gboolean tl_dns_asker_is_done (TlDnsAsker *asker);
/* One more question, which has to stay where it is until the asker is freed. */
void tl_dns_asker_add (TlDnsAsker *asker, TlDnsQuestion *question);
/* The next question that is over and was not taken yet; NULL: none. */
TlDnsQuestion *tl_dns_asker_take_answered (TlDnsAsker *asker);
/* Waits once: for an answer, a time to ask again, `other_fd` (-1: none) or `until`, whatever is
 * first. */
TlFailure tl_dns_asker_wait (TlDnsAsker *asker, TlIo *io, int other_fd, gint64 until);

TlDnsAnswer *tl_dns_answer_new (TlDnsOutcome outcome);
/* Reads a whole answer message for the question asked; never NULL. Exposed for the tests. */
TlDnsAnswer *tl_dns_parse (const guchar *message, gsize length, const char *name, guint type);
/* Those it was told to ask in place of resolv.conf's; NULL: none. */
const char *tl_resolver_get_servers (TlResolver *resolver);
/* The number of a record type, 0 for an unknown one. */
guint tl_dns_type (const char *type);

G_END_DECLS
