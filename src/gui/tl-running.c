/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-running.h"

#define PULSE_MS 120
#define PULSE "tl-running-pulse"

static gboolean
on_pulse (gpointer user_data)
{
  gtk_progress_bar_pulse (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stop (gpointer source)
{
  g_source_remove (GPOINTER_TO_UINT (source));
}

void
tl_running_show (gboolean running, GtkProgressBar *progress, GtkWidget *start, GtkWidget *cancel)
{
  GObject *bar = G_OBJECT (progress);

  gtk_widget_set_visible (GTK_WIDGET (progress), running);
  gtk_widget_set_visible (start, !running);
  gtk_widget_set_visible (cancel, running);
  /* The bar takes its timer along when it goes. */
  if (running && g_object_get_data (bar, PULSE) == NULL)
    g_object_set_data_full (bar, PULSE,
                            GUINT_TO_POINTER (g_timeout_add (PULSE_MS, on_pulse, progress)), stop);
  else if (!running)
    g_object_set_data (bar, PULSE, NULL);
}
