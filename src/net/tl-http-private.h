/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the web client share. */
#pragma once

#include <gio/gio.h>

#include "tl-address.h"

G_BEGIN_DECLS

/* A host name whose addresses are known already: what libsoup connects to, so that nobody is asked
 * for the name again, while TLS still goes by the name. */
#define TL_TYPE_HTTP_ADDRESS (tl_http_address_get_type ())
G_DECLARE_FINAL_TYPE (TlHttpAddress, tl_http_address, TL, HTTP_ADDRESS, GNetworkAddress)

/* `addresses`: TlAddress *, copied; the port is put into each. */
TlHttpAddress *tl_http_address_new (const char *host, guint port, const GPtrArray *addresses);

/* How many requests still end in their threads, given up or not: for tests that count what is left. */
guint tl_http_count_running (void);

G_END_DECLS
