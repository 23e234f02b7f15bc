/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-step-row.h"

#include "tl-closures.h"

struct _TlStepRow {
  GtkListBoxRow parent_instance;

  TlStep *step;
};

enum {
  PROP_0,
  PROP_STEP,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TlStepRow, tl_step_row, GTK_TYPE_LIST_BOX_ROW)

static void
tl_step_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_STEP:
      g_value_set_object (value, TL_STEP_ROW (object)->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_step_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_STEP:
      if (g_set_object (&TL_STEP_ROW (object)->step, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* The row's spoken name: the template cannot bind an accessible property in GTK 4.8. */
static void
name_row (TlStepRow *self)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, tl_step_get_title (self->step),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tl_step_get_detail (self->step), -1);
}

static void
tl_step_row_dispose (GObject *object)
{
  g_clear_object (&TL_STEP_ROW (object)->step);
  G_OBJECT_CLASS (tl_step_row_parent_class)->dispose (object);
}

static void
tl_step_row_class_init (TlStepRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tl_step_row_dispose;
  object_class->get_property = tl_step_row_get_property;
  object_class->set_property = tl_step_row_set_property;
  props[PROP_STEP] =
      g_param_spec_object ("step", NULL, NULL, TL_TYPE_STEP,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/step-row.ui");
  tl_closures_bind (widget_class);
}

static void
tl_step_row_init (TlStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_step_row_new (TlStep *step)
{
  TlStepRow *self = g_object_new (TL_TYPE_STEP_ROW, "step", step, NULL);

  name_row (self);
  g_signal_connect_object (step, "notify", G_CALLBACK (name_row), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GtkWidget *
tl_step_row_create (gpointer step, gpointer user_data)
{
  return tl_step_row_new (step);
}
