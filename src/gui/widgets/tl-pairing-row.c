/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-pairing-row.h"

#include <glib/gi18n.h>

struct _TlPairingRow {
  AdwActionRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *badge;

  const TlPairing *pairing;
  TlWizard *wizard;
  GtkCheckButton *no_pairing; /* the page's: lives longer */
};

G_DEFINE_FINAL_TYPE (TlPairingRow, tl_pairing_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_chosen (TlPairingRow *self)
{
  TlSettings *settings = tl_wizard_get_settings (self->wizard);

  return tl_settings_effective_port (settings) == self->pairing->port &&
         tl_settings_effective_security (settings) == self->pairing->security;
}

static void
show_choice (TlPairingRow *self)
{
  if (is_chosen (self))
    gtk_check_button_set_active (self->check, TRUE);
  else if (gtk_check_button_get_active (self->check))
    gtk_check_button_set_active (self->no_pairing, TRUE);
}

/* What a survey saw of this pairing, or is about to see; else what the last test saw of its port. */
static const char *
find_state (TlPairingRow *self)
{
  TlSession *survey = tl_wizard_get_survey (self->wizard);
  TlEvidence *tested = tl_session_get_evidence (tl_wizard_get_session (self->wizard));
  TlEvidence *seen = tl_session_get_running (survey) ? tl_session_get_so_far (survey)
                                                     : tl_session_get_evidence (survey);
  const char *state = NULL;

  if (seen != NULL)
    state = tl_pairing_surveyed (seen, self->pairing->port, self->pairing->security);
  if (state == NULL && tl_session_get_running (survey))
    return "testing";
  if (state == NULL && tested != NULL)
    state = tl_pairing_surveyed (tested, self->pairing->port, self->pairing->security);
  return state != NULL ? state : tl_pairing_state (tested, self->pairing->port);
}

static void
show_badge (TlPairingRow *self)
{
  const char *state = find_state (self);

  gtk_label_set_text (self->badge, tl_pairing_state_word (state));
  gtk_widget_set_visible (GTK_WIDGET (self->badge), *tl_pairing_state_word (state) != '\0');
  if (g_strcmp0 (state, "open") == 0 || g_strcmp0 (state, "works") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "success");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->badge), "success");
}

static void
on_toggled (TlPairingRow *self)
{
  if (self->wizard != NULL && gtk_check_button_get_active (self->check) && !is_chosen (self))
    g_object_set (tl_wizard_get_settings (self->wizard), "port", self->pairing->port, "security",
                  self->pairing->security, NULL);
}

static void
tl_pairing_row_dispose (GObject *object)
{
  g_clear_object (&TL_PAIRING_ROW (object)->wizard);
  G_OBJECT_CLASS (tl_pairing_row_parent_class)->dispose (object);
}

static void
tl_pairing_row_class_init (TlPairingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_pairing_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/pairing-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlPairingRow, check);
  gtk_widget_class_bind_template_child (widget_class, TlPairingRow, badge);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
tl_pairing_row_init (TlPairingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
watch_survey (TlPairingRow *self)
{
  g_signal_connect_object (tl_wizard_get_survey (self->wizard), "notify", G_CALLBACK (show_badge),
                           self, G_CONNECT_SWAPPED);
  show_badge (self);
}

static void
watch_session (TlPairingRow *self)
{
  g_signal_connect_object (tl_wizard_get_session (self->wizard), "notify::evidence",
                           G_CALLBACK (show_badge), self, G_CONNECT_SWAPPED);
  show_badge (self);
}

GtkWidget *
tl_pairing_row_new (const TlPairing *pairing, TlWizard *wizard, GtkCheckButton *group)
{
  TlPairingRow *self = g_object_new (TL_TYPE_PAIRING_ROW, NULL);
  g_autofree char *title = tl_pairing_dup_title (pairing->port, pairing->security);

  self->pairing = pairing;
  self->wizard = g_object_ref (wizard);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ (pairing->description));
  self->no_pairing = group;
  gtk_check_button_set_group (self->check, group);
  show_choice (self);
  g_signal_connect_object (tl_wizard_get_settings (wizard), "notify", G_CALLBACK (show_choice),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::session", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::survey", G_CALLBACK (watch_survey), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
  watch_survey (self);
  return GTK_WIDGET (self);
}
