/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-sight-row.h"

#include "tl-closures.h"
#include "tl-next-row.h"

#include <glib/gi18n.h>

struct _TlSightRow {
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkWidget *reason;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TlSightRow, tl_sight_row, ADW_TYPE_ACTION_ROW)

static void
tl_sight_row_class_init (TlSightRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/sight-row.ui");
  tl_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TlSightRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TlSightRow, reason);
  gtk_widget_class_bind_template_child (widget_class, TlSightRow, button);
}

static void
tl_sight_row_init (TlSightRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_relation (TlSightRow *self, TlBearing relation)
{
  static const struct {
    const char *icon;
    const char *style;
  } table[] = {
      [TL_BEARING_UNTESTED] = {"dialog-information-symbolic", "dim-label"},
      [TL_BEARING_NOT_KNOWN] = {"dialog-question-symbolic", "dim-label"},
      [TL_BEARING_UNRELATED] = {"emblem-ok-symbolic", "success"},
      [TL_BEARING_POSSIBLE] = {"dialog-warning-symbolic", "warning"},
      [TL_BEARING_REASON] = {"dialog-error-symbolic", "error"},
  };

  gtk_image_set_from_icon_name (self->icon, table[relation].icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), table[relation].style);
  gtk_widget_set_visible (self->reason, relation == TL_BEARING_REASON);
}

static void
show_try (TlSightRow *self, const TlSightText *sight)
{
  const TlNextStep *step = tl_next_step_find (sight->next_id);

  if (step != NULL)
    tl_next_row_offer (self->button, step, sight->next);
}

GtkWidget *
tl_sight_row_new (const TlSightText *sight)
{
  TlSightRow *self = g_object_new (TL_TYPE_SIGHT_ROW, "title", sight->title, NULL);
  g_autoptr (GString) words = g_string_new (sight->seen);

  if (sight->bearing != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", sight->bearing);
  if (sight->next != NULL)
    g_string_append_printf (words, "\n%s", sight->next);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words->str);
  show_relation (self, sight->relation);
  show_try (self, sight);
  return GTK_WIDGET (self);
}
