/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-fact-row.h"

struct _TlFactRow {
  AdwActionRow parent_instance;

  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (TlFactRow, tl_fact_row, ADW_TYPE_ACTION_ROW)

static void
tl_fact_row_class_init (TlFactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFactRow, icon);
}

static void
tl_fact_row_init (TlFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_fact_row_new (const char *title, const char *value, TlFactMood mood)
{
  static const char *const icons[] = {
      [TL_FACT_UNKNOWN] = "dialog-question-symbolic",
      [TL_FACT_PLAIN] = "dialog-information-symbolic",
      [TL_FACT_GOOD] = "emblem-ok-symbolic",
      [TL_FACT_NOTE] = "dialog-warning-symbolic",
  };
  TlFactRow *self = g_object_new (TL_TYPE_FACT_ROW, "title", title, "subtitle", value, NULL);

  gtk_image_set_from_icon_name (self->icon, icons[mood]);
  if (mood == TL_FACT_GOOD)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "success");
  else if (mood != TL_FACT_NOTE)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
  return GTK_WIDGET (self);
}
