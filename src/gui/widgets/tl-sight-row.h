/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Something of this computer: what was seen, how it bears on what failed, and what to try. */
#pragma once

#include "tl-explanation.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_SIGHT_ROW (tl_sight_row_get_type ())
G_DECLARE_FINAL_TYPE (TlSightRow, tl_sight_row, TL, SIGHT_ROW, AdwActionRow)

GtkWidget *tl_sight_row_new (const TlSightText *sight);

G_END_DECLS
