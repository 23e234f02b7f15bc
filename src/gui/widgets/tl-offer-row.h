/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that a look-up has found. */
#pragma once

#include "tl-provider.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_OFFER_ROW (tl_offer_row_get_type ())
G_DECLARE_FINAL_TYPE (TlOfferRow, tl_offer_row, TL, OFFER_ROW, AdwActionRow)

/* `position` counts from 1: the target of win.use-offer. */
GtkWidget *tl_offer_row_new (const TlServerOffer *offer, guint position);

G_END_DECLS
