/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a mail conversation comes to `stage` before it comes to `earliest` (words of
 * `smtp.reply.stage`; RFC 5321 3.1 to 3.8). FALSE where either is NULL or unknown. */
gboolean tl_stage_is_before (const char *stage, const char *earliest);

G_END_DECLS
