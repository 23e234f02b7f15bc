/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the control connection starts: with TLS or with the server's words. */
#include "tl-ftp-private.h"

#include "tl-connector.h"

static gboolean
take_control (TlFtp *ftp, TlChannel *channel)
{
  g_clear_pointer (&ftp->control, tl_channel_free);
  ftp->control = channel;
  if (channel == NULL || !tl_channel_get_peer (channel, &ftp->peer) ||
      !tl_channel_get_local (channel, &ftp->local))
    return FALSE;
  g_free (ftp->target);
  ftp->target = tl_address_to_target (&ftp->peer);
  ftp->opened_us = g_get_monotonic_time ();
  ftp->alive = TRUE;
  return TRUE;
}

/* Whether a ClientHello on a second connection is answered in TLS. */
static gboolean
answers_hello (TlFtp *ftp)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (TlChannel) channel = NULL;
  TlConnectResult *result;
  const char *peeked;

  g_ptr_array_add (addresses, &ftp->peer);
  results = tl_connect_all (ftp->io, addresses, ftp->limits->connect, TRUE);
  result = g_ptr_array_index (results, 0);
  if (result->state != TL_PORT_OPEN)
    return FALSE;
  channel = tl_channel_new (ftp->io, tl_connect_result_steal_fd (result));
  tl_channel_start_tls (channel, tl_run_get_trust (ftp->run), ftp->settings->host, NULL, NULL,
                        ftp->limits->tls);
  if (tl_channel_get_tls (channel) == NULL)
    return FALSE;
  peeked = tl_tls_get_info (tl_channel_get_tls (channel))->peeked;
  return g_strcmp0 (peeked, "tls") == 0 || g_strcmp0 (peeked, "alert") == 0;
}

/* Step "pairing.other": the port is silent where words were to come. */
static gboolean
try_tls (TlFtp *ftp)
{
  gboolean works;

  tl_run_begin (ftp->run, "pairing.other", ftp->target);
  tl_run_fact (ftp->run, "pairing.tried", "tls");
  works = answers_hello (ftp);
  if (tl_io_is_cancelled (ftp->io))
    return tl_run_fail (ftp->run, TL_FAILURE_CANCELLED);
  tl_run_yes_no (ftp->run, "pairing.works", works);
  tl_run_end (ftp->run, works ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  return works;
}

/* One round trip and a little more without a word is odd, but no proof: some servers take their time
 * on purpose. Meanwhile the other pairing is looked at. */
static gboolean
is_silent (TlFtp *ftp)
{
  guint patience = (guint) tl_run_get_reach (ftp->run)->connect_ms + ftp->limits->silence;
  const char *service;

  return tl_channel_peek_service (ftp->control, MIN (patience, ftp->limits->greeting), &service) ==
         TL_FAILURE_TIMEOUT;
}

static void
note_mode (TlFtp *ftp)
{
  const char *mode = ftp->implicit ? "implicit" : "starttls";
  TlSecurity security = ftp->settings->security;

  if (security == TL_SECURITY_NONE) {
    tl_run_fact_of (ftp->run, "tcp.connect", ftp->target, "tls.state", "not-tried");
    mode = "none";
  }
  tl_run_fact_of (ftp->run, "tcp.connect", ftp->target, "tls.mode", mode);
}

gboolean
tl_ftp_open_control (TlFtp *ftp)
{
  guint port = tl_settings_effective_port (ftp->settings);
  TlSecurity security = tl_settings_effective_security (ftp->settings);

  ftp->implicit = security == TL_SECURITY_TLS;
  if (!take_control (ftp, tl_run_connect (ftp->run, port)))
    return FALSE;
  if (!ftp->implicit && is_silent (ftp))
    ftp->silent = try_tls (ftp);
  if (ftp->silent && security == TL_SECURITY_AUTO) {
    ftp->silent = FALSE;
    ftp->implicit = TRUE;
    if (!take_control (ftp, tl_run_connect_again (ftp->run)))
      return FALSE;
  }
  note_mode (ftp);
  return TRUE;
}
