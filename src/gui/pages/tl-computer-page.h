/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be seen of this computer that matters for the way out. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_COMPUTER_PAGE (tl_computer_page_get_type ())
G_DECLARE_FINAL_TYPE (TlComputerPage, tl_computer_page, TL, COMPUTER_PAGE, TlPage)

G_END_DECLS
