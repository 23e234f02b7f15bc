/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

#include <glib/gi18n.h>

GCancellable *
tl_wizard_renew_cancellable (TlWizard *self)
{
  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_object_unref (self->cancellable);
    self->cancellable = g_cancellable_new ();
  }
  return self->cancellable;
}

void
tl_wizard_say_error (TlWizard *self, const GError *error)
{
  if (g_error_matches (error, TL_ERROR, TL_ERROR_BAD_INPUT))
    tl_wizard_say (self, tl_catalog_get (self->catalog, error->message));
  else
    tl_wizard_say (
        self,
        _ ("The test could not be run. This is a fault of Throughline, not of your account."));
  g_debug ("job failed: %s", error->message);
}

static void
tested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWizard) self = user_data;
  g_autoptr (GError) error = NULL;

  /* A test that was left behind by starting over says nothing any more. */
  if (TL_SESSION (source) != self->session)
    return;
  tl_wizard_forget_password (self);
  if (!tl_session_run_finish (TL_SESSION (source), result, &error)) {
    tl_wizard_say_error (self, error);
    return;
  }
  tl_wizard_apply_program (self);
  tl_wizard_apply_answer (self);
  self->tested = TRUE;
  tl_wizard_notify (self, PROP_TESTED);
  tl_wizard_emit (self, FINISHED);
}

/* An attempt can be compared with the one before when it went to the same place. */
static gboolean
is_again (TlWizard *self, TlSettings *job)
{
  TlEvidence *before = tl_session_get_evidence (self->session);
  TlSettings *asked = self->tested && before != NULL ? tl_evidence_get_settings (before) : NULL;

  return asked != NULL && asked->protocol == job->protocol && g_str_equal (asked->host, job->host);
}

void
tl_wizard_run_test (TlWizard *self)
{
  g_autoptr (TlSettings) job = NULL;

  if (tl_session_get_running (self->session) || !tl_wizard_normalise (self))
    return;
  tl_wizard_refill_practice_password (self);
  tl_wizard_stop_waiting (self);
  job = tl_wizard_make_job (self, TL_JOB_CHECK);
  if (self->once != NULL)
    g_object_set (job, self->once, self->once_value, NULL);
  g_clear_pointer (&self->once, g_free);
  tl_session_run_async (self->session, job, is_again (self, job),
                        tl_wizard_renew_cancellable (self), tested, g_object_ref (self));
}

static void
discovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWizard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (TL_SESSION (source) != self->discovery)
    return;
  if (!tl_session_run_finish (TL_SESSION (source), result, &error)) {
    tl_wizard_say_error (self, error);
    return;
  }
  if (tl_session_get_offers (self->discovery)->len == 0 &&
      self->settings->protocol == TL_PROTOCOL_FTP)
    tl_wizard_say (self,
                   _ ("FileZilla has no site here that could be used. Enter the server by hand."));
  else if (tl_session_get_offers (self->discovery)->len == 0)
    tl_wizard_say (self, _ ("No settings were found for this address. Enter the server by hand."));
  else if (*self->settings->host == '\0' && (self->settings->protocol != TL_PROTOCOL_FTP ||
                                             tl_session_get_offers (self->discovery)->len == 1))
    tl_wizard_use_offer (self, 0);
}

void
tl_wizard_discover (TlWizard *self)
{
  gboolean is_ftp = self->settings->protocol == TL_PROTOCOL_FTP;
  g_autoptr (TlSettings) job = NULL;

  if (tl_session_get_running (self->discovery))
    return;
  if (!is_ftp && !tl_mail_address_is_valid (self->settings->address)) {
    tl_wizard_say (self, _ ("Enter a whole mail address, such as anna@example.org."));
    return;
  }
  job = tl_settings_new ();
  g_object_set (job, "kind", TL_JOB_DISCOVER, "protocol", self->settings->protocol, "address",
                is_ftp ? "" : self->settings->address, "public-database",
                self->settings->public_database, "timeout-s", self->timeout, NULL);
  tl_session_run_async (self->discovery, job, FALSE, tl_wizard_renew_cancellable (self), discovered,
                        g_object_ref (self));
}

static void
looked_around (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWizard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tl_session_run_finish (TL_SESSION (source), result, &error))
    tl_wizard_say_error (self, error);
}

void
tl_wizard_look_around (TlWizard *self)
{
  g_autoptr (TlSettings) job = NULL;

  if (tl_session_get_running (self->environment))
    return;
  job = tl_settings_new ();
  g_object_set (job, "kind", TL_JOB_ENVIRONMENT, "protocol", self->settings->protocol, "host",
                self->settings->host, "port", self->settings->port, "security",
                self->settings->security, "timeout-s", self->timeout, NULL);
  tl_session_run_async (self->environment, job, FALSE, tl_wizard_renew_cancellable (self),
                        looked_around, g_object_ref (self));
}

static void
surveyed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlWizard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tl_session_run_finish (TL_SESSION (source), result, &error) &&
      TL_SESSION (source) == self->survey)
    tl_wizard_say_error (self, error);
}

/* The pairing that is set has its own badge, so that its port is looked at, too. */
void
tl_wizard_survey_ports (TlWizard *self)
{
  g_autoptr (TlSettings) job = NULL;

  if (tl_session_get_running (self->survey) || !tl_wizard_normalise (self))
    return;
  job = tl_wizard_make_job (self, TL_JOB_SURVEY);
  g_object_set (job, "user", "", "password", NULL, NULL);
  tl_session_run_async (self->survey, job, FALSE, tl_wizard_renew_cancellable (self), surveyed,
                        g_object_ref (self));
}

void
tl_wizard_cancel (TlWizard *self)
{
  g_cancellable_cancel (self->cancellable);
  tl_wizard_cancel_reading (self);
}

/* Nothing is told of it: there is nobody any more to show it. */
void
tl_wizard_end (TlWizard *self)
{
  tl_wizard_cancel (self);
  tl_wizard_forget_password (self);
  g_clear_pointer (&self->practice, tl_practice_stop);
}

gboolean
tl_wizard_practise (TlWizard *self, const char *scenario)
{
  g_autoptr (TlSettings) filled = NULL;
  g_autoptr (GError) error = NULL;
  TlPractice *practice;

  if (tl_practice_find (scenario) == NULL) {
    tl_wizard_say (self, _ ("There is no practice scenario with that name."));
    return FALSE;
  }
  practice = tl_practice_start (scenario, &error);
  if (practice == NULL) {
    tl_wizard_say (self, _ ("The practice server could not be started."));
    g_message ("%s", error->message);
    return FALSE;
  }
  tl_wizard_start_over (self);
  self->practice = practice;
  self->practice_name = g_strdup (scenario);
  filled = tl_settings_new ();
  tl_practice_fill (practice, filled);
  tl_wizard_assign_settings (self, filled);
  g_object_set (self, "sign-in", *filled->user != '\0', NULL);
  tl_wizard_notify (self, PROP_PRACTICE_TITLE);
  return TRUE;
}

static void
leave_practice (TlWizard *self)
{
  g_clear_pointer (&self->practice, tl_practice_stop);
  g_clear_pointer (&self->practice_name, g_free);
  tl_wizard_notify (self, PROP_PRACTICE_TITLE);
}

/* A session that still runs is not waited for: a new one takes its place. */
static void
renew_session (TlWizard *self, TlSession **session, guint prop)
{
  if (tl_session_get_running (*session)) {
    g_object_unref (*session);
    *session = tl_session_new ();
    tl_session_set_catalog (*session, self->catalog);
    tl_wizard_notify (self, prop);
  } else {
    tl_session_reset (*session);
  }
}

void
tl_wizard_start_over (TlWizard *self)
{
  g_autoptr (TlSettings) fresh = tl_settings_new ();

  tl_wizard_cancel (self);
  tl_wizard_stop_waiting (self);
  g_clear_pointer (&self->once, g_free);
  g_clear_pointer (&self->answer, g_free);
  g_clear_pointer (&self->to_try, g_free);
  leave_practice (self);
  g_object_set (fresh, "protocol", self->settings->protocol, NULL);
  tl_wizard_assign_settings (self, fresh);
  tl_wizard_forget_password (self);
  g_hash_table_remove_all (self->ticks);
  self->tested = FALSE;
  tl_wizard_notify (self, PROP_TESTED);
  g_object_set (self, "sign-in", TRUE, NULL);
  renew_session (self, &self->session, PROP_SESSION);
  renew_session (self, &self->discovery, PROP_DISCOVERY);
  renew_session (self, &self->survey, PROP_SURVEY);
  renew_session (self, &self->domain, PROP_DOMAIN);
  g_object_set (self->domain_settings, "host", "", "sender-ip", "", "selector", "", NULL);
}
