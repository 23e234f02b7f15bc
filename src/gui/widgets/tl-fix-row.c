/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-fix-row.h"

#include "tl-explain.h"

struct _TlFixRow {
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *label;
  GtkLabel *path;
  GtkLabel *actor;

  TlWizard *wizard;
  char *cause;
  char *fix;
};

G_DEFINE_FINAL_TYPE (TlFixRow, tl_fix_row, GTK_TYPE_LIST_BOX_ROW)

static void
on_toggled (TlFixRow *self)
{
  if (self->wizard != NULL)
    tl_wizard_set_ticked (self->wizard, self->cause, self->fix,
                          gtk_check_button_get_active (self->check));
}

static void
tl_fix_row_dispose (GObject *object)
{
  g_clear_object (&TL_FIX_ROW (object)->wizard);
  g_clear_pointer (&TL_FIX_ROW (object)->cause, g_free);
  g_clear_pointer (&TL_FIX_ROW (object)->fix, g_free);
  G_OBJECT_CLASS (tl_fix_row_parent_class)->dispose (object);
}

static void
tl_fix_row_class_init (TlFixRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_fix_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/fix-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, check);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, label);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, path);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, actor);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
tl_fix_row_init (TlFixRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_fix_row_new (TlWizard *wizard, const char *cause, const TlFixText *fix)
{
  TlFixRow *self = g_object_new (TL_TYPE_FIX_ROW, NULL);
  const char *actor = tl_explain_actor (fix->actor, tl_wizard_get_catalog (wizard));

  self->cause = g_strdup (cause);
  self->fix = g_strdup (fix->id);
  gtk_label_set_text (self->label, fix->text);
  gtk_label_set_text (self->path, fix->path_text != NULL ? fix->path_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->path), fix->path_text != NULL);
  gtk_label_set_text (self->actor, actor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fix->text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, fix->text,
                                  -1);
  gtk_check_button_set_active (self->check, tl_wizard_get_ticked (wizard, cause, fix->id));
  self->wizard = g_object_ref (wizard);
  return GTK_WIDGET (self);
}
