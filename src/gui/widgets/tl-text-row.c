/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-text-row.h"

struct _TlTextRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TlTextRow, tl_text_row, GTK_TYPE_LIST_BOX_ROW)

static void
tl_text_row_class_init (TlTextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlTextRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TlTextRow, label);
}

static void
tl_text_row_init (TlTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_text_row_new (const char *icon_name, const char *text)
{
  TlTextRow *self = g_object_new (TL_TYPE_TEXT_ROW, NULL);

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return GTK_WIDGET (self);
}
