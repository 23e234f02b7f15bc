/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

#include "tl-domain-question.h"
#include "tl-explain.h"

#include <glib/gi18n.h>

/* Of a domain that nobody has named yet, nothing is wrong. */
void
tl_wizard_refresh_domain (TlWizard *self)
{
  g_autoptr (TlSettings) job = tl_settings_copy (self->domain_settings);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->domain_problem, g_free);
  g_clear_pointer (&self->domain_announcement, g_free);
  if (*job->host == '\0') {
    self->domain_problem = g_strdup ("");
    self->domain_announcement = g_strdup ("");
  } else if (!tl_settings_normalise (job, NULL, &error)) {
    self->domain_problem = g_strdup (tl_catalog_get (self->catalog, error->message));
    self->domain_announcement = g_strdup ("");
  } else {
    g_autoptr (TlAnnouncement) plan = tl_session_announce (self->domain, job);

    self->domain_problem = g_strdup ("");
    self->domain_announcement = tl_explain_announcement (plan, self->catalog);
  }
  tl_wizard_notify (self, PROP_DOMAIN_PROBLEM);
  tl_wizard_notify (self, PROP_DOMAIN_ANNOUNCEMENT);
}

/* The result that the person comes from; by way of the menu, whichever is there. */
static TlSession *
find_subject (TlWizard *self)
{
  TlSession *shown = tl_wizard_get_shown_session (self);

  if (shown != self->domain)
    return shown;
  return tl_session_get_evidence (self->session) != NULL ? self->session : self->message;
}

void
tl_wizard_prepare_domain (TlWizard *self)
{
  TlSession *subject = find_subject (self);
  TlEvidence *evidence = tl_session_get_evidence (subject);
  g_autoptr (TlSettings) found =
      subject == self->message ? tl_wizard_find_message_settings (self) : NULL;
  g_autoptr (TlSettings) question = tl_settings_new ();
  TlSettings *asked = self->domain_settings;

  if (evidence == NULL ||
      !tl_domain_question (evidence, tl_session_get_diagnosis (subject), found, question))
    return;
  if (g_ascii_strcasecmp (question->host, asked->host) != 0)
    g_object_set (asked, "host", question->host, "sender-ip", "", "selector", "", NULL);
  if (*asked->sender_ip == '\0')
    g_object_set (asked, "sender-ip", question->sender_ip, NULL);
  if (*asked->selector == '\0')
    g_object_set (asked, "selector", question->selector, NULL);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWizard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tl_session_run_finish (TL_SESSION (source), result, &error) &&
      TL_SESSION (source) == self->domain)
    tl_wizard_say_error (self, error);
}

void
tl_wizard_check_domain (TlWizard *self)
{
  g_autoptr (TlSettings) job = NULL;

  if (tl_session_get_running (self->domain) || *self->domain_announcement == '\0')
    return;
  /* A web or mail address in the place of the domain becomes the domain. */
  tl_settings_normalise (self->domain_settings, NULL, NULL);
  job = tl_settings_copy (self->domain_settings);
  g_object_set (job, "timeout-s", self->timeout, NULL);
  tl_session_run_async (self->domain, job, FALSE, tl_wizard_renew_cancellable (self), checked,
                        g_object_ref (self));
}

TlSession *
tl_wizard_get_domain (TlWizard *self)
{
  return self->domain;
}

TlSettings *
tl_wizard_get_domain_settings (TlWizard *self)
{
  return self->domain_settings;
}
