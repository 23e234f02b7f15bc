/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A reply code: a line of the list of all, or a card with everything that is known of it. */
#pragma once

#include <adwaita.h>

#include "tl-codes.h"

G_BEGIN_DECLS

#define TL_TYPE_CODE_ROW (tl_code_row_get_type ())
G_DECLARE_FINAL_TYPE (TlCodeRow, tl_code_row, TL, CODE_ROW, GtkListBoxRow)

GtkWidget *tl_code_row_new (const TlCodeText *code);
const char *tl_code_row_get_code (TlCodeRow *self);
const char *tl_code_row_get_protocol (TlCodeRow *self);
/* Whether every word of a question (folded by g_utf8_casefold) stands in it. */
gboolean tl_code_row_matches (TlCodeRow *self, const char *const *words);

#define TL_TYPE_CODE_CARD (tl_code_card_get_type ())
G_DECLARE_FINAL_TYPE (TlCodeCard, tl_code_card, TL, CODE_CARD, AdwBin)

GtkWidget *tl_code_card_new (const TlCodeText *code);
/* "Mail (SMTP)" */
const char *tl_code_protocol_name (const char *protocol);

G_END_DECLS
