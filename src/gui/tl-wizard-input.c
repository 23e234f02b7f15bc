/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

#include "tl-enum-types.h"

gboolean
tl_wizard_adopt (TlWizard *self, const char *suggestion)
{
  g_auto (GStrv) parts = NULL;
  guint port;
  int security, mode;

  if (g_str_has_prefix (suggestion, "mode=")) {
    if (!tl_enum_from_string (tl_ftp_mode_get_type (), suggestion + strlen ("mode="), &mode))
      return FALSE;
    g_object_set (self->settings, "ftp-mode", mode, NULL);
    return TRUE;
  }
  if (g_str_has_prefix (suggestion, "host=")) {
    g_object_set (self->settings, "host", suggestion + strlen ("host="), NULL);
    return tl_wizard_normalise (self);
  }
  parts = g_strsplit (suggestion, "/", 2);
  if (g_strv_length (parts) != 2 || !tl_port_parse (parts[0], &port) ||
      !tl_enum_from_string (tl_security_get_type (), parts[1], &security))
    return FALSE;
  g_object_set (self->settings, "port", port, "security", security, NULL);
  return TRUE;
}

gboolean
tl_wizard_use_offer (TlWizard *self, guint index)
{
  const GPtrArray *offers = tl_session_get_offers (self->discovery);
  const TlServerOffer *offer;

  if (offers == NULL || index >= offers->len)
    return FALSE;
  offer = offers->pdata[index];
  g_object_set (self->settings, "protocol", offer->protocol, "host", offer->host, "port",
                offer->port, "security", offer->security, NULL);
  if (offer->user != NULL && *offer->user != '\0')
    g_object_set (self->settings, "user", offer->user, NULL);
  return TRUE;
}
