/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reference of reply codes: one looked up, two side by side, all of them in a list to filter. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_CODES_PAGE (tl_codes_page_get_type ())
G_DECLARE_FINAL_TYPE (TlCodesPage, tl_codes_page, TL, CODES_PAGE, TlPage)

/* As if it were typed: "421", "421 521", a word, or "" for the whole list. */
void tl_codes_page_ask (TlCodesPage *self, const char *question);

G_END_DECLS
