/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is remembered between two runs: language, window size, last protocol. No addresses. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* NULL where no schema can be found: then nothing is remembered. (transfer full) */
GSettings *tl_preferences_open (void);

G_END_DECLS
