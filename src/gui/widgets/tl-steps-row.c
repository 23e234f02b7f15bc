/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-steps-row.h"

#include <glib/gi18n.h>

struct _TlStepsRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  char *name;
};

G_DEFINE_FINAL_TYPE (TlStepsRow, tl_steps_row, GTK_TYPE_LIST_BOX_ROW)

static void
tl_steps_row_dispose (GObject *object)
{
  g_clear_pointer (&TL_STEPS_ROW (object)->name, g_free);
  G_OBJECT_CLASS (tl_steps_row_parent_class)->dispose (object);
}

static void
tl_steps_row_class_init (TlStepsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_steps_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/steps-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlStepsRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TlStepsRow, label);
}

static void
tl_steps_row_init (TlStepsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_steps_row_new (const char *name, const char *title, const char *icon)
{
  TlStepsRow *self = g_object_new (TL_TYPE_STEPS_ROW, NULL);

  self->name = g_strdup (name);
  gtk_label_set_text (self->label, title);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return GTK_WIDGET (self);
}

const char *
tl_steps_row_get_name (TlStepsRow *self)
{
  return self->name;
}

void
tl_steps_row_set_state (TlStepsRow *self, gboolean current, gboolean done)
{
  const char *icon = current ? "media-record-symbolic" : done ? "emblem-ok-symbolic" : NULL;
  const char *words = "";

  if (current)
    words = C_ ("step of the wizard", "Current step");
  else if (done)
    words = C_ ("step of the wizard", "Done");
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}
