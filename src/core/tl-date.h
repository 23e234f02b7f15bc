/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates as servers write them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first date in a text, such as a greeting or a Date header, in seconds since 1970 (RFC 5322 3.3;
 * RFC 9110 5.6.7, its preferred form). The day of the week does not count, an offset must be there.
 * FALSE where there is none, or none that can be. */
gboolean tl_date_find (const char *text, gint64 *seconds);

G_END_DECLS
