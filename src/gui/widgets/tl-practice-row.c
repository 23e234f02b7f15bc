/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-practice-row.h"

struct _TlPracticeRow {
  AdwActionRow parent_instance;
};

G_DEFINE_FINAL_TYPE (TlPracticeRow, tl_practice_row, ADW_TYPE_ACTION_ROW)

static void
tl_practice_row_class_init (TlPracticeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/throughline/Throughline/practice-row.ui");
}

static void
tl_practice_row_init (TlPracticeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_practice_row_new (const char *name, const char *title)
{
  TlPracticeRow *self = g_object_new (TL_TYPE_PRACTICE_ROW, "title", title, NULL);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", name);
  return GTK_WIDGET (self);
}
