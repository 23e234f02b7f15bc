/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* First page: what is wrong? Or an error to explain, a file to open, a server to practise with. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_WELCOME_PAGE (tl_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (TlWelcomePage, tl_welcome_page, TL, WELCOME_PAGE, TlPage)

G_END_DECLS
