/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A setting that is on or off: title, perhaps a sentence, and a switch. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_SWITCH_ROW (tl_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (TlSwitchRow, tl_switch_row, TL, SWITCH_ROW, AdwActionRow)

G_END_DECLS
