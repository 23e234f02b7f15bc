/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-page-table.h"

#include "pages/tl-account-page.h"
#include "pages/tl-codes-page.h"
#include "pages/tl-computer-page.h"
#include "pages/tl-domain-page.h"
#include "pages/tl-explanation-page.h"
#include "pages/tl-message-page.h"
#include "pages/tl-port-page.h"
#include "pages/tl-test-page.h"
#include "pages/tl-welcome-page.h"

#include <glib/gi18n.h>

static gboolean
always (TlWizard *wizard)
{
  return TRUE;
}

static gboolean
with_account (TlWizard *wizard)
{
  return *tl_wizard_get_account_problem (wizard) == '\0';
}

/* A web address says its port itself. */
static gboolean
with_port (TlWizard *wizard)
{
  return with_account (wizard) && tl_wizard_get_settings (wizard)->protocol != TL_PROTOCOL_HTTP;
}

static gboolean
with_explanation (TlWizard *wizard)
{
  return tl_session_get_explanation (tl_wizard_get_session (wizard)) != NULL &&
         !tl_session_get_running (tl_wizard_get_session (wizard));
}

static const TlPageRow rows[] = {
    /* Translators: the six steps of the wizard, as they stand in the list of steps */
    {"welcome", NC_ ("page", "Welcome"), tl_welcome_page_get_type, always},
    {"account", NC_ ("page", "Account settings"), tl_account_page_get_type, always},
    {"port", NC_ ("page", "Port and encryption"), tl_port_page_get_type, with_port},
    {"computer", NC_ ("page", "This computer"), tl_computer_page_get_type, with_account},
    {"test", NC_ ("page", "Live test"), tl_test_page_get_type, with_account},
    {"explanation", NC_ ("page", "Explanation"), tl_explanation_page_get_type, with_explanation},
    /* Translators: three pages beside the steps of the wizard */
    {"message", NC_ ("page", "Explain a message"), tl_message_page_get_type, always,
     "mail-unread-symbolic"},
    {"codes", NC_ ("page", "Reply codes"), tl_codes_page_get_type, always, "edit-find-symbolic"},
    {"domain", NC_ ("page", "Mail domain"), tl_domain_page_get_type, always,
     "network-server-symbolic"},
};

const TlPageRow *
tl_page_table (guint *n)
{
  if (n != NULL)
    *n = G_N_ELEMENTS (rows);
  return rows;
}

guint
tl_page_table_count_steps (void)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (rows) && rows[n].aside == NULL)
    n++;
  return n;
}

int
tl_page_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_strcmp0 (rows[i].name, name) == 0)
      return (int) i;
  }
  return -1;
}
