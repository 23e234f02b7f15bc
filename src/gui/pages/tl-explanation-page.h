/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it means: causes, how sure, what to do; test again; report. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

#define TL_TYPE_EXPLANATION_PAGE (tl_explanation_page_get_type ())
G_DECLARE_FINAL_TYPE (TlExplanationPage, tl_explanation_page, TL, EXPLANATION_PAGE, TlPage)

G_END_DECLS
