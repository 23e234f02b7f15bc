/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account: looked up from the mail address, or entered by hand. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_ACCOUNT_PAGE (tl_account_page_get_type ())
G_DECLARE_FINAL_TYPE (TlAccountPage, tl_account_page, TL, ACCOUNT_PAGE, TlPage)

G_END_DECLS
