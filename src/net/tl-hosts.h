/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer's own list of names (hosts(5)). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first address that stands there for the host; NULL for none. (transfer full) */
char *tl_hosts_find (const char *host);

G_END_DECLS
