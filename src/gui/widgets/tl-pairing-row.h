/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A usual pairing of port and encryption: chosen with one click, with what a test has seen of it. */
#pragma once

#include "tl-pairing.h"
#include "tl-wizard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PAIRING_ROW (tl_pairing_row_get_type ())
G_DECLARE_FINAL_TYPE (TlPairingRow, tl_pairing_row, TL, PAIRING_ROW, AdwActionRow)

GtkWidget *tl_pairing_row_new (const TlPairing *pairing, TlWizard *wizard, GtkCheckButton *group);

G_END_DECLS
