/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the way out changed under a job: the kernel tells of its addresses, links and routes as they
 * come and go, and of the time that the computer slept. Nobody is asked for anything. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

typedef struct _TlWatch TlWatch;

/* Looks at the way to any public address until it is aimed. Never NULL: where the kernel does not tell,
 * nothing is seen to change. */
TlWatch *tl_watch_new (void);
void tl_watch_free (TlWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlWatch, tl_watch_free)

/* From now on the way to these alone counts: array of TlAddress. */
void tl_watch_aim (TlWatch *watch, const GPtrArray *addresses);

/* What has changed so far, on the way to addresses of the family of `peer` (nullable: of both):
 * blank-separated words, "address" (ours is gone), "link" (it went down), "route" (it was taken away, or
 * leads elsewhere); NULL where nothing has. (transfer full) */
char *tl_watch_dup_changes (TlWatch *watch, const TlAddress *peer);

/* How long this computer has slept since the watch began, ms. */
double tl_watch_get_slept_ms (TlWatch *watch);

G_END_DECLS
