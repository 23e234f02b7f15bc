/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-command-row.h"

#include "tl-copy-box.h"

#include <glib/gi18n.h>

struct _TlCommandRow {
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  TlCopyBox *command;
};

G_DEFINE_FINAL_TYPE (TlCommandRow, tl_command_row, GTK_TYPE_LIST_BOX_ROW)

static void
tl_command_row_class_init (TlCommandRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TL_TYPE_COPY_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/command-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCommandRow, title);
  gtk_widget_class_bind_template_child (widget_class, TlCommandRow, command);
}

static void
tl_command_row_init (TlCommandRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_command_row_new (const char *title, const char *command)
{
  TlCommandRow *self = g_object_new (TL_TYPE_COMMAND_ROW, NULL);

  gtk_label_set_text (self->title, title);
  tl_copy_box_set (self->command, NULL, command, _ ("Copy the command"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return GTK_WIDGET (self);
}
