/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A handshake that stalls may lack a packet that is too large for the way. Whether that is so shows
 * best where the same handshake is made once more without large packets (RFC 2923 2.1). */
#include "tl-smtp-private.h"

/* What stalled a moment ago for want of size comes about at once. */
#define SMALL_MS 5000

/* From the greeting to the go-ahead for encryption. */
static gboolean
ask_for_encryption (TlSmtp *smtp)
{
  const TlLimits *limits = tl_run_get_limits (smtp->run);
  g_autofree char *name = tl_smtp_dup_helo (smtp);
  g_autofree char *ehlo = g_strconcat ("EHLO ", name, NULL);
  g_autoptr (TlReply) greeting = NULL;
  g_autoptr (TlReply) offer = NULL;
  g_autoptr (TlReply) go = NULL;

  return tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP, limits->greeting, &greeting) ==
             TL_FAILURE_NONE &&
         greeting->code == 220 && tl_smtp_ask (smtp, ehlo, &offer) == TL_FAILURE_NONE &&
         offer->code == 250 && tl_smtp_ask (smtp, "STARTTLS", &go) == TL_FAILURE_NONE &&
         go->code == 220;
}

static gboolean
shake_hands (TlSmtp *smtp)
{
  TlRun *run = smtp->run;
  TlIo *io = tl_run_get_io (run);
  g_autoptr (TlConnectResult) result =
      tl_connect_small (io, &tl_run_get_reach (run)->peer, SMALL_MS);

  if (result->state != TL_PORT_OPEN)
    return FALSE;
  smtp->channel = tl_channel_new_from_result (io, result);
  if (smtp->security != TL_SECURITY_TLS && !ask_for_encryption (smtp))
    return FALSE;
  return tl_channel_start_tls (smtp->channel, tl_run_get_trust (run),
                               tl_run_get_settings (run)->host, NULL, NULL,
                               SMALL_MS) == TL_FAILURE_NONE;
}

gboolean
tl_small_packets_try (TlSmtp *smtp)
{
  TlIo *io = tl_run_get_io (smtp->run);
  guint sent, before, after;
  gboolean works;

  tl_smtp_drop (smtp);
  tl_io_get_segments (io, &sent, &before);
  tl_smtp_begin (smtp, "path.small-packets");
  works = shake_hands (smtp);
  /* What it had to send again is counted when it is closed. */
  tl_smtp_drop (smtp);
  tl_io_get_segments (io, &sent, &after);
  if (!tl_run_is_cancelled (smtp->run)) {
    tl_run_fact (smtp->run, "path.small_packets",
                 !works           ? "fails"
                 : after > before ? "lossy"
                                  : "works");
    tl_run_end (smtp->run, works ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  } else {
    tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
  }
  return works;
}
