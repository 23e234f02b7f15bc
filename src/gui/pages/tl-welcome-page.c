/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-welcome-page.h"

#include "tl-practice.h"
#include "widgets/tl-practice-row.h"

#include <glib/gi18n.h>

struct _TlWelcomePage {
  TlPage parent_instance;

  GtkCheckButton *mail;
  GtkCheckButton *ftp;
  GtkCheckButton *web;
  AdwExpanderRow *practice;
  AdwPreferencesPage *groups;
  AdwPreferencesGroup *live_group;
  AdwPreferencesGroup *explain_group;
  AdwPreferencesGroup *practice_group;
  gboolean filled; /* the practice scenarios are there */
};

G_DEFINE_FINAL_TYPE (TlWelcomePage, tl_welcome_page, TL_TYPE_PAGE)

static TlSettings *
get_settings (TlWelcomePage *self)
{
  return tl_wizard_get_settings (tl_page_get_wizard (TL_PAGE (self)));
}

static void
show_protocol (TlWelcomePage *self)
{
  TlProtocol protocol = get_settings (self)->protocol;

  gtk_check_button_set_active (protocol == TL_PROTOCOL_FTP    ? self->ftp
                               : protocol == TL_PROTOCOL_HTTP ? self->web
                                                              : self->mail,
                               TRUE);
}

/* What a web address says of host, port and encryption is nothing that a mail or file server has. */
static void
on_toggled (TlWelcomePage *self, GtkCheckButton *button)
{
  TlSettings *settings = get_settings (self);
  TlProtocol before = settings->protocol;
  TlProtocol protocol = button == self->ftp   ? TL_PROTOCOL_FTP
                        : button == self->web ? TL_PROTOCOL_HTTP
                                              : TL_PROTOCOL_SMTP;

  if (!gtk_check_button_get_active (button) || protocol == before)
    return;
  if (before == TL_PROTOCOL_HTTP || protocol == TL_PROTOCOL_HTTP)
    g_object_set (settings, "host", "", "port", 0, "security", TL_SECURITY_AUTO, NULL);
  g_object_set (settings, "protocol", protocol, NULL);
}

/* Whether a program on this computer may have an account: only whether its folder is there. */
static gboolean
account_is_likely (void)
{
  static const char *const places[] = {".thunderbird", ".config/evolution/sources",
                                       ".config/goa-1.0/accounts.conf", ".config/filezilla",
                                       ".config/kmail2rc"};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *place = g_build_filename (g_get_home_dir (), places[i], NULL);

    if (g_file_test (place, G_FILE_TEST_EXISTS))
      return TRUE;
  }
  return FALSE;
}

static void
move_behind (AdwPreferencesPage *groups, AdwPreferencesGroup *group)
{
  g_object_ref (group);
  adw_preferences_page_remove (groups, group);
  adw_preferences_page_add (groups, group);
  g_object_unref (group);
}

/* On a computer without an account the practice servers are what can be tried at once. */
static void
offer_practice_first (TlWelcomePage *self)
{
  adw_preferences_group_set_title (self->practice_group, _ ("Practice"));
  move_behind (self->groups, self->live_group);
  move_behind (self->groups, self->explain_group);
}

/* Rows that are folded in are measured like all others: they come when they are asked for, not before
 * the first picture of the window. */
static void
on_practice_expanded (TlWelcomePage *self)
{
  TlCatalog *catalog = tl_wizard_get_catalog (tl_page_get_wizard (TL_PAGE (self)));
  gsize n;
  const TlScenario *scenarios = tl_practice_list (&n);

  if (self->filled)
    return;
  self->filled = TRUE;
  for (gsize i = 0; i < n; i++)
    adw_expander_row_add_row (
        self->practice,
        tl_practice_row_new (scenarios[i].name, tl_catalog_get (catalog, scenarios[i].title)));
}

static void
tl_welcome_page_ready (TlPage *page)
{
  TlWelcomePage *self = TL_WELCOME_PAGE (page);

  if (!account_is_likely ())
    offer_practice_first (self);
  show_protocol (self);
  g_signal_connect_object (get_settings (self), "notify::protocol", G_CALLBACK (show_protocol),
                           self, G_CONNECT_SWAPPED);
}

static void
tl_welcome_page_class_init (TlWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TL_PAGE_CLASS (klass)->ready = tl_welcome_page_ready;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "welcome-page");
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, mail);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, ftp);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, web);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, practice);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, groups);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, live_group);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, explain_group);
  gtk_widget_class_bind_template_child (widget_class, TlWelcomePage, practice_group);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_practice_expanded);
}

static void
tl_welcome_page_init (TlWelcomePage *self)
{
}
