/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Port and encryption: the usual pairings, and what is known of each. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_PORT_PAGE (tl_port_page_get_type ())
G_DECLARE_FINAL_TYPE (TlPortPage, tl_port_page, TL, PORT_PAGE, TlPage)

G_END_DECLS
