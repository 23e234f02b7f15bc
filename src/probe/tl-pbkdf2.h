/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* PBKDF2 (RFC 8018 5.2) that can be stopped: a server chooses the number of rounds, and a person may
 * not want to wait for them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One block: `key` gets as many bytes as the checksum has (20 or 32). FALSE when cancelled or past
 * `until` (monotonic time); `key` is wiped then. */
gboolean tl_pbkdf2 (GChecksumType type, const char *password, GBytes *salt, guint rounds,
                    guint8 *key, GCancellable *cancellable, gint64 until);

G_END_DECLS
