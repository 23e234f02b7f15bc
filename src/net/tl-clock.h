/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The clock that every limit and every measure of this layer and of the probes goes by: it goes on as the
 * monotonic one does, and stands still while this program does (stopped by a signal, or starved). What passes
 * meanwhile is nobody's fault: not a limit that a server exceeded, nor a delay of its. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Microseconds. */
gint64 tl_clock_us (void);

/* Between these two, which may be nested, standstills are noticed: a thread of its own looks at the clock
 * four times a second. */
void tl_clock_watch (void);
void tl_clock_unwatch (void);

/* How long this program stood still since it began, as far as that was noticed, microseconds. */
gint64 tl_clock_get_stood_us (void);

G_END_DECLS
