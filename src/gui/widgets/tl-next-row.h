/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A test that would tell more, with the button that does it. */
#pragma once

#include <adwaita.h>

#include "tl-next-step.h"

G_BEGIN_DECLS

#define TL_TYPE_NEXT_ROW (tl_next_row_get_type ())
G_DECLARE_FINAL_TYPE (TlNextRow, tl_next_row, TL, NEXT_ROW, AdwActionRow)

/* `step` (nullable): without one, there is nothing to press. */
GtkWidget *tl_next_row_new (const char *text, const TlNextStep *step);

/* Makes `button` (its action is win.next-test) the one for this step and shows it; `text` says of what. */
void tl_next_row_offer (GtkButton *button, const TlNextStep *step, const char *text);

/* The look at a mail domain, where it can tell more about the first cause and is not among the tests
 * already; else NULL. */
GtkWidget *tl_next_row_new_domain (TlWizard *wizard, const TlExplanation *explanation);

G_END_DECLS
