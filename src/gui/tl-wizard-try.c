/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing at a time: the same test before and after, and the way back told until it is gone. */
#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

void
tl_wizard_set_once (TlWizard *self, const char *property, int value)
{
  g_free (self->once);
  self->once = g_strdup (property);
  self->once_value = value;
}

void
tl_wizard_begin_try (TlWizard *self, const char *fact, const char *way_back)
{
  g_free (self->answer);
  self->answer = g_strdup (fact);
  self->way_back = way_back;
  tl_wizard_notify (self, PROP_WAY_BACK);
}

void
tl_wizard_end_try (TlWizard *self)
{
  self->way_back = NULL;
  tl_wizard_notify (self, PROP_WAY_BACK);
}

void
tl_wizard_apply_answer (TlWizard *self)
{
  if (self->answer != NULL)
    tl_session_answer (self->session, self->answer, "yes");
  g_clear_pointer (&self->answer, g_free);
}

gboolean
tl_wizard_has_failed (TlWizard *self)
{
  TlEvidence *before = tl_session_get_evidence (self->session);
  TlSettings *asked = self->tested && before != NULL ? tl_evidence_get_settings (before) : NULL;

  return asked != NULL && asked->protocol == self->settings->protocol &&
         g_str_equal (asked->host, self->settings->host) &&
         tl_settings_effective_port (asked) == tl_settings_effective_port (self->settings) &&
         asked->security == self->settings->security &&
         tl_diagnosis_get_verdict (tl_session_get_diagnosis (self->session)) != TL_VERDICT_OK;
}

void
tl_wizard_set_to_try (TlWizard *self, const char *step)
{
  g_free (self->to_try);
  self->to_try = g_strdup (step);
}

char *
tl_wizard_take_to_try (TlWizard *self)
{
  return g_steal_pointer (&self->to_try);
}
