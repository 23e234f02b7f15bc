/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What kind of key a record publishes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a DER SubjectPublicKeyInfo (RFC 6376 3.6.1). `algorithm` (static): "rsa", "ed25519", "other";
 * `bits`: its strength as the algorithm counts it. FALSE where it is no key. */
gboolean tl_public_key_read (const guchar *der, gsize length, const char **algorithm, guint *bits);

G_END_DECLS
