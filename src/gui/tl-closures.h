/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The small functions that templates call in their expressions: from a value to what is shown. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tl_closures_bind (GtkWidgetClass *klass);

G_END_DECLS
