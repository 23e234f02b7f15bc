/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-account-page.h"

#include "tl-explain.h"
#include "tl-list.h"
#include "widgets/tl-offer-row.h"
#include "widgets/tl-switch-row.h"
#include "widgets/tl-text-row.h"

struct _TlAccountPage {
  TlPage parent_instance;

  GtkEditable *password;
  GtkSpinButton *port;
  GtkListBox *offers;
  GtkWidget *offers_group;
};

G_DEFINE_FINAL_TYPE (TlAccountPage, tl_account_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlAccountPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

/* ------------------------------------------------------------------ what a look-up has found */

static void
show_offers (TlAccountPage *self)
{
  TlSession *discovery = tl_wizard_get_discovery (get_wizard (self));
  TlCatalog *catalog = tl_wizard_get_catalog (get_wizard (self));
  const GPtrArray *offers = tl_session_get_offers (discovery);
  const char *const *notes = tl_session_get_provider_notes (discovery);
  guint n = offers != NULL ? MIN (offers->len, 12) : 0;

  tl_list_clear (self->offers);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->offers, tl_offer_row_new (offers->pdata[i], i + 1));
  for (guint i = 0; n > 0 && notes != NULL && notes[i] != NULL; i++) {
    g_autofree char *words = tl_explain_note (notes[i], catalog);

    if (*words != '\0')
      gtk_list_box_append (self->offers, tl_text_row_new ("dialog-information-symbolic", words));
  }
  gtk_widget_set_visible (self->offers_group, n > 0);
}

static void
on_discover (TlAccountPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.discover", NULL);
}

/* ------------------------------------------------------------------ password */

static void
forget_password (TlAccountPage *self)
{
  gtk_editable_set_text (self->password, "");
}

static void
tl_account_page_left (TlPage *page)
{
  TlAccountPage *self = TL_ACCOUNT_PAGE (page);
  const char *typed = gtk_editable_get_text (self->password);

  if (*typed != '\0')
    tl_wizard_set_password (get_wizard (self), typed);
  gtk_spin_button_update (self->port);
  if (*tl_wizard_get_account_problem (get_wizard (self)) == '\0')
    tl_wizard_normalise (get_wizard (self));
}

/* ------------------------------------------------------------------ the page */

static void
update (TlAccountPage *self)
{
  tl_page_set_can_go_next (TL_PAGE (self),
                           *tl_wizard_get_account_problem (get_wizard (self)) == '\0');
}

static void
watch_discovery (TlAccountPage *self)
{
  g_signal_connect_object (tl_wizard_get_discovery (get_wizard (self)), "notify::running",
                           G_CALLBACK (show_offers), self, G_CONNECT_SWAPPED);
  show_offers (self);
}

static void
tl_account_page_ready (TlPage *page)
{
  TlAccountPage *self = TL_ACCOUNT_PAGE (page);
  TlWizard *wizard = get_wizard (self);

  /* Made anew in another language: what was typed is still held. */
  if (tl_wizard_get_settings (wizard)->password != NULL)
    gtk_editable_set_text (self->password,
                           tl_secret_peek (tl_wizard_get_settings (wizard)->password, NULL));
  g_signal_connect_object (wizard, "forget-password", G_CALLBACK (forget_password), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::account-problem", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::discovery", G_CALLBACK (watch_discovery), self,
                           G_CONNECT_SWAPPED);
  watch_discovery (self);
  update (self);
}

static void
tl_account_page_class_init (TlAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TL_PAGE_CLASS (klass)->ready = tl_account_page_ready;
  TL_PAGE_CLASS (klass)->left = tl_account_page_left;
  g_type_ensure (TL_TYPE_SWITCH_ROW);
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "account-page");
  gtk_widget_class_bind_template_child (widget_class, TlAccountPage, password);
  gtk_widget_class_bind_template_child (widget_class, TlAccountPage, port);
  gtk_widget_class_bind_template_child (widget_class, TlAccountPage, offers);
  gtk_widget_class_bind_template_child (widget_class, TlAccountPage, offers_group);
  gtk_widget_class_bind_template_callback (widget_class, on_discover);
}

static void
tl_account_page_init (TlAccountPage *self)
{
}
