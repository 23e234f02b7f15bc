/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a mail domain publishes, and what lists say of it and of the address that sends for it. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_DOMAIN_PAGE (tl_domain_page_get_type ())
G_DECLARE_FINAL_TYPE (TlDomainPage, tl_domain_page, TL, DOMAIN_PAGE, TlPage)

G_END_DECLS
