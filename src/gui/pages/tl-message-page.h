/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An error text, a message that came back or a log, explained while it is typed or pasted. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_MESSAGE_PAGE (tl_message_page_get_type ())
G_DECLARE_FINAL_TYPE (TlMessagePage, tl_message_page, TL, MESSAGE_PAGE, TlPage)

/* Takes what the clipboard holds in the place of the text: a text or a file. */
void tl_message_page_paste (TlMessagePage *self);

G_END_DECLS
