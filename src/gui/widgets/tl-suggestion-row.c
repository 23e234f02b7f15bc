/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-suggestion-row.h"

#include "tl-closures.h"
#include <glib/gi18n.h>

struct _TlSuggestionRow {
  AdwActionRow parent_instance;

  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TlSuggestionRow, tl_suggestion_row, ADW_TYPE_ACTION_ROW)

static void
tl_suggestion_row_class_init (TlSuggestionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/throughline/Throughline/suggestion-row.ui");
  tl_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TlSuggestionRow, button);
}

static void
tl_suggestion_row_init (TlSuggestionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_suggestion_row_new (const char *title, const char *target)
{
  TlSuggestionRow *self = g_object_new (TL_TYPE_SUGGESTION_ROW, "title", title, NULL);
  /* Translators: spoken name of a button; %s is what is tried ("Port 465 with TLS") */
  g_autofree char *name = g_strdup_printf (_ ("Use and test: %s"), title);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (self);
}
