/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-port-page.h"

#include "tl-list.h"
#include "widgets/tl-pairing-row.h"

#include <glib/gi18n.h>

struct _TlPortPage {
  TlPage parent_instance;

  GtkListBox *pairings;
  GtkWidget *recommended;
  AdwActionRow *recommended_row;
  GtkButton *adopt;
  GtkCheckButton *no_pairing; /* heads the group; active when none of the usual ones is set */
};

G_DEFINE_FINAL_TYPE (TlPortPage, tl_port_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlPortPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static void
fill (TlPortPage *self)
{
  TlSettings *settings = tl_wizard_get_settings (get_wizard (self));
  guint n;
  const TlPairing *pairings = tl_pairings (settings->protocol, &n);

  tl_list_clear (self->pairings);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->pairings,
                         tl_pairing_row_new (&pairings[i], get_wizard (self), self->no_pairing));
}

static void
show_recommended (TlPortPage *self)
{
  TlSettings *settings = tl_wizard_get_settings (get_wizard (self));
  TlEvidence *seen = tl_session_get_evidence (tl_wizard_get_survey (get_wizard (self)));
  TlSecurity security = TL_SECURITY_AUTO;
  guint port = 0;
  g_autofree char *target =
      seen != NULL ? tl_pairing_dup_recommended (seen, &port, &security) : NULL;
  g_autofree char *title = NULL;
  gboolean chosen;

  if (target == NULL) {
    gtk_widget_set_visible (self->recommended, FALSE);
    return;
  }
  title = tl_pairing_dup_title (port, security);
  chosen = tl_settings_effective_port (settings) == port &&
           tl_settings_effective_security (settings) == security;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->recommended_row), title);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->adopt), "s", target);
  gtk_button_set_label (self->adopt, chosen ? C_ ("button", "Chosen") : C_ ("button", "Use this"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->adopt), !chosen);
  /* With its label: it is wrapped when it comes into sight. */
  gtk_widget_set_visible (self->recommended, TRUE);
}

static void
watch_survey (TlPortPage *self)
{
  g_signal_connect_object (tl_wizard_get_survey (get_wizard (self)), "notify::evidence",
                           G_CALLBACK (show_recommended), self, G_CONNECT_SWAPPED);
  show_recommended (self);
}

static void
tl_port_page_ready (TlPage *page)
{
  TlPortPage *self = TL_PORT_PAGE (page);

  fill (self);
  g_signal_connect_object (tl_wizard_get_settings (get_wizard (self)), "notify::protocol",
                           G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tl_wizard_get_settings (get_wizard (self)), "notify",
                           G_CALLBACK (show_recommended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_wizard (self), "notify::survey", G_CALLBACK (watch_survey), self,
                           G_CONNECT_SWAPPED);
  watch_survey (self);
}

static void
tl_port_page_class_init (TlPortPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TL_PAGE_CLASS (klass)->ready = tl_port_page_ready;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "port-page");
  gtk_widget_class_bind_template_child (widget_class, TlPortPage, pairings);
  gtk_widget_class_bind_template_child (widget_class, TlPortPage, no_pairing);
  gtk_widget_class_bind_template_child (widget_class, TlPortPage, recommended);
  gtk_widget_class_bind_template_child (widget_class, TlPortPage, recommended_row);
  gtk_widget_class_bind_template_child (widget_class, TlPortPage, adopt);
}

static void
tl_port_page_init (TlPortPage *self)
{
}
