/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a page shows while its job is under way. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Cancelling takes the place of starting, and the bar moves. */
void tl_running_show (gboolean running, GtkProgressBar *progress, GtkWidget *start,
                      GtkWidget *cancel);

G_END_DECLS
