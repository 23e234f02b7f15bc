/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The live test: announced, then run, its steps shown as they happen. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_TEST_PAGE (tl_test_page_get_type ())
G_DECLARE_FINAL_TYPE (TlTestPage, tl_test_page, TL, TEST_PAGE, TlPage)

/* The conversation with the server, on demand. */
void tl_test_page_show_conversation (TlTestPage *self, gboolean show);

G_END_DECLS
