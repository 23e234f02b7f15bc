/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-switch-row.h"

struct _TlSwitchRow {
  AdwActionRow parent_instance;

  gboolean active;
};

G_DEFINE_FINAL_TYPE (TlSwitchRow, tl_switch_row, ADW_TYPE_ACTION_ROW)

enum {
  PROP_ACTIVE = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
tl_switch_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TL_SWITCH_ROW (object)->active);
}

static void
tl_switch_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TlSwitchRow *self = TL_SWITCH_ROW (object);

  if (self->active == g_value_get_boolean (value))
    return;
  self->active = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
tl_switch_row_class_init (TlSwitchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tl_switch_row_get_property;
  G_OBJECT_CLASS (klass)->set_property = tl_switch_row_set_property;
  props[PROP_ACTIVE] =
      g_param_spec_boolean ("active", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

/* The row is what is pressed and what its title names. */
static void
tl_switch_row_init (TlSwitchRow *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), toggle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  g_object_bind_property (self, "active", toggle, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}
