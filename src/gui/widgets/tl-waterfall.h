/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture of where the time went. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_WATERFALL (tl_waterfall_get_type ())
G_DECLARE_FINAL_TYPE (TlWaterfall, tl_waterfall, TL, WATERFALL, GtkWidget)

/* Property "model" (GListModel of TlStep): which step took how long, and when. The same numbers
 * stand in the rows of the steps, so that nothing is told by the picture alone. */

G_END_DECLS
