/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a provider itself publishes for mail programs, as XML (draft-ietf-mailmaint-autoconfig). */
#pragma once

#include "tl-http.h"
#include "tl-provider.h"
#include "tl-resolver.h"

G_BEGIN_DECLS

#define TL_AUTOCONFIG_MAX (64 * 1024) /* bytes that are read of it */

/* The servers for sending mail, in the order of the file, user names with placeholders as they stand
 * there, `source` as given. Array of TlServerOffer, perhaps empty. NULL with TL_ERROR_BAD_INPUT for what
 * is no such file: a web page, a document with definitions of its own, one nested too deep. */
GPtrArray *tl_autoconfig_parse (const char *xml, gsize length, const char *source, GError **error);

/* The addresses at which it may lie, NULL-terminated, best first; the last one is that of the public
 * database, where it is asked. (transfer full) */
char **tl_autoconfig_list_urls (const char *address, gboolean public_database);

/* Asks them in turn, over verified TLS alone and without following redirects to another host, until one
 * of them answers with a file. NULL where none does. *outcome: a static word for "account.autoconfig". */
GPtrArray *tl_autoconfig_fetch (TlResolver *resolver, TlIo *io, TlTlsTrust *trust,
                                const char *address, gboolean public_database,
                                const char **outcome);

G_END_DECLS
