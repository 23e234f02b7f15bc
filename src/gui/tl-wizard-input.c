/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

#include "tl-digest.h"
#include "tl-enum-types.h"
#include "tl-evidence-json.h"

/* ------------------------------------------------------------------ adopting */

gboolean
tl_wizard_adopt (TlWizard *self, const char *suggestion)
{
  g_auto (GStrv) parts = NULL;
  guint port;
  int security;

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

/* ------------------------------------------------------------------ files */

static const char *
take_session (TlWizard *self, TlSettings *loaded)
{
  tl_wizard_start_over (self);
  tl_wizard_assign_settings (self, loaded);
  return "account";
}

static const char *
take_report (TlWizard *self, TlEvidence *evidence)
{
  tl_wizard_start_over (self);
  tl_wizard_assign_settings (self, tl_evidence_get_settings (evidence));
  g_object_set (self->settings, "kind", TL_JOB_CHECK, NULL);
  tl_session_take_evidence (self->session, evidence);
  tl_wizard_apply_program (self);
  self->tested = tl_evidence_get_steps (evidence)->len > 0;
  tl_wizard_notify (self, PROP_TESTED);
  return "explanation";
}

const char *
tl_wizard_take_file (TlWizard *self, const char *bytes, gsize length, gboolean may_be_text,
                     char **language, GError **error)
{
  g_autoptr (TlSettings) loaded = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autofree char *note = NULL;

  loaded = tl_session_file_parse (bytes, length, language, &note, NULL);
  if (loaded != NULL) {
    if (note != NULL && *note != '\0')
      tl_wizard_say (self, note);
    return take_session (self, loaded);
  }
  evidence = tl_evidence_from_json (bytes, length, may_be_text ? NULL : error);
  if (evidence != NULL)
    return take_report (self, evidence);
  if (!may_be_text)
    return NULL;
  evidence = tl_digest_text (self->settings, bytes, length, TL_TEXT_AUTO, NULL, error);
  return evidence != NULL ? take_report (self, evidence) : NULL;
}
