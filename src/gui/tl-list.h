/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes every row out. Not for a list that is bound to a model. */
void tl_list_clear (GtkListBox *list);

G_END_DECLS
