/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The same test again after a while. The model waits, not a window: hidden or minimised, it goes on. */
#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-private.h"

#include <glib/gi18n.h>

/* The clock of the wall, so that a computer that slept in between is not kept waiting. */
static guint
seconds_left (TlWizard *self)
{
  gint64 left = self->wait_until_us - g_get_real_time ();

  return left <= 0 ? 0 : (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

static void
stop (TlWizard *self)
{
  g_clear_handle_id (&self->wait_source, g_source_remove);
  self->wait_until_us = 0;
  tl_wizard_notify (self, PROP_WAITING);
}

static gboolean
on_second (gpointer user_data)
{
  TlWizard *self = user_data;

  if (seconds_left (self) > 0) {
    tl_wizard_notify (self, PROP_WAITING);
    return G_SOURCE_CONTINUE;
  }
  self->wait_source = 0;
  stop (self);
  self->waited = TRUE;
  tl_wizard_emit (self, DUE);
  return G_SOURCE_REMOVE;
}

void
tl_wizard_wait_and_test (TlWizard *self, guint seconds)
{
  if (tl_session_get_running (self->session))
    return;
  stop (self);
  self->wait_until_us = g_get_real_time () + (gint64) seconds * G_USEC_PER_SEC;
  self->wait_source = g_timeout_add_seconds (1, on_second, self);
  tl_wizard_notify (self, PROP_WAITING);
}

void
tl_wizard_stop_waiting (TlWizard *self)
{
  if (self->wait_source != 0)
    stop (self);
}

gboolean
tl_wizard_take_waited (TlWizard *self)
{
  gboolean waited = self->waited;

  self->waited = FALSE;
  return waited;
}

char *
tl_wizard_dup_waiting (TlWizard *self)
{
  guint left = seconds_left (self);

  if (self->wait_source == 0)
    return g_strdup ("");
  /* Translators: minutes and seconds that are left */
  return g_strdup_printf (_ ("Testing again in %u:%02u"), left / 60, left % 60);
}
