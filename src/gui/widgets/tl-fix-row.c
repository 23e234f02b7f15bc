/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-fix-row.h"

#include "tl-copy-box.h"
#include "tl-explain.h"

#include <glib/gi18n.h>

struct _TlFixRow {
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *label;
  GtkLabel *path;
  TlCopyBox *record;
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
show_record (TlFixRow *self, const TlFixText *fix)
{
  g_autofree char *name = NULL;
  g_autofree char *copy = NULL;

  if (fix->record == NULL)
    return;
  name = g_strconcat (fix->record_name, " ", fix->record_type, NULL);
  /* Translators: name of a button; %s is where a DNS record stands, such as "example.org TXT" */
  copy = g_strdup_printf (_ ("Copy the record for %s"), name);
  tl_copy_box_set (self->record, name, fix->record, copy);
  gtk_widget_set_visible (GTK_WIDGET (self->record), TRUE);
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
  g_type_ensure (TL_TYPE_COPY_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/fix-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, check);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, label);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, path);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, actor);
  gtk_widget_class_bind_template_child (widget_class, TlFixRow, record);
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
  show_record (self, fix);
  gtk_label_set_text (self->actor, actor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fix->text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, fix->text,
                                  -1);
  gtk_check_button_set_active (self->check, tl_wizard_get_ticked (wizard, cause, fix->id));
  self->wizard = g_object_ref (wizard);
  return GTK_WIDGET (self);
}
