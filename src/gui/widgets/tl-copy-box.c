/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-copy-box.h"

struct _TlCopyBox {
  AdwBin parent_instance;

  GtkLabel *caption;
  GtkLabel *text;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (TlCopyBox, tl_copy_box, ADW_TYPE_BIN)

static void
tl_copy_box_class_init (TlCopyBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/copy-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCopyBox, caption);
  gtk_widget_class_bind_template_child (widget_class, TlCopyBox, text);
  gtk_widget_class_bind_template_child (widget_class, TlCopyBox, copy);
}

/* Left to right in every language. */
static void
tl_copy_box_init (TlCopyBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->caption), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->text), GTK_TEXT_DIR_LTR);
}

void
tl_copy_box_set (TlCopyBox *self, const char *caption, const char *text, const char *button)
{
  gtk_label_set_text (self->caption, caption != NULL ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption != NULL);
  gtk_label_set_text (self->text, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy), "s", text);
  gtk_widget_set_tooltip_text (self->copy, button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  button, -1);
}
