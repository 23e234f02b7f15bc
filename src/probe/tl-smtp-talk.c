/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-smtp-private.h"

#include <string.h>

void
tl_smtp_begin (TlSmtp *smtp, const char *step)
{
  tl_run_begin (smtp->run, step, smtp->target);
}

TlFailure
tl_smtp_check_early (TlSmtp *smtp, TlReply **reply)
{
  g_autoptr (TlReply) early = NULL;
  TlFailure failure;

  if (!tl_channel_has_input (smtp->channel))
    return TL_FAILURE_NONE;
  failure = tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP,
                                   tl_run_get_limits (smtp->run)->reply, &early);
  if (failure != TL_FAILURE_NONE)
    return failure;
  /* Only the word of a server that goes may come unasked (RFC 5321 3.8). */
  if (early->code != 421)
    return TL_FAILURE_INJECTED;
  *reply = g_steal_pointer (&early);
  return TL_FAILURE_NONE;
}

/* The reply, and whether the conversation can go on after it. */
static TlFailure
await (TlSmtp *smtp, guint limit_ms, TlReply **reply)
{
  TlFailure failure = tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP, limit_ms, reply);

  smtp->alive = failure == TL_FAILURE_NONE && (*reply)->code != 421;
  if (failure == TL_FAILURE_NONE && smtp->owed > 0)
    smtp->owed--;
  return failure;
}

void
tl_smtp_settle (TlSmtp *smtp, guint limit_ms)
{
  TlIo *io = tl_run_get_io (smtp->run);
  double until = tl_io_now_ms (io) + limit_ms;

  while (smtp->alive && smtp->owed > 0) {
    g_autoptr (TlReply) reply = NULL;
    double left = until - tl_io_now_ms (io);

    if (left < 1)
      smtp->alive = FALSE;
    else
      await (smtp, (guint) left, &reply);
  }
}

TlFailure
tl_smtp_ask (TlSmtp *smtp, const char *line, TlReply **reply)
{
  return tl_smtp_ask_within (smtp, line, tl_run_get_limits (smtp->run)->reply, reply);
}

TlFailure
tl_smtp_ask_within (TlSmtp *smtp, const char *line, guint limit_ms, TlReply **reply)
{
  TlFailure failure = TL_FAILURE_NONE;

  *reply = NULL;
  smtp->alive = FALSE;
  if (line != NULL) {
    failure = tl_smtp_check_early (smtp, reply);
    if (failure != TL_FAILURE_NONE || *reply != NULL)
      return failure;
    failure = tl_channel_send_line (smtp->channel, line);
    smtp->owed++;
  }
  /* A server that has closed may have said why before: the words are worth more than the error. */
  if (failure != TL_FAILURE_NONE && !tl_channel_has_input (smtp->channel))
    return failure;
  return await (smtp, limit_ms, reply);
}

TlFailure
tl_smtp_ask_secret (TlSmtp *smtp, const GString *line, const char *shown, const char *const *behind,
                    TlReply **reply)
{
  TlFailure failure;

  *reply = NULL;
  smtp->alive = FALSE;
  failure = tl_smtp_check_early (smtp, reply);
  if (failure != TL_FAILURE_NONE || *reply != NULL)
    return failure;
  failure = tl_channel_send_secret_flight (smtp->channel, line->str, line->len, shown, behind);
  smtp->owed += 1 + (behind != NULL ? g_strv_length ((GStrv) behind) : 0);
  if (failure != TL_FAILURE_NONE && !tl_channel_has_input (smtp->channel))
    return failure;
  return await (smtp, tl_run_get_limits (smtp->run)->reply, reply);
}

gboolean
tl_smtp_refused (TlSmtp *smtp, const char *stage, const TlReply *reply)
{
  tl_run_reply (smtp->run, stage, reply);
  return tl_run_fail_as (smtp->run, "reply");
}

void
tl_smtp_drop (TlSmtp *smtp)
{
  smtp->alive = FALSE;
  smtp->flown = FALSE;
  smtp->owed = 0;
  if (smtp->channel != NULL)
    tl_channel_close (smtp->channel);
  g_clear_pointer (&smtp->channel, tl_channel_free);
}

void
tl_smtp_leave (TlSmtp *smtp)
{
  TlFailure failure;

  if (smtp->channel == NULL)
    return;
  if (!smtp->alive || tl_run_is_cancelled (smtp->run)) {
    tl_smtp_drop (smtp);
    return;
  }
  tl_smtp_begin (smtp, "smtp.quit");
  failure = tl_channel_send_line (smtp->channel, "QUIT");
  /* The result stands whatever is answered, so nobody waits for it. */
  tl_run_end (smtp->run, failure == TL_FAILURE_NONE ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  tl_smtp_drop (smtp);
}

char *
tl_smtp_dup_helo (TlSmtp *smtp)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  g_autofree char *text = NULL;
  TlAddress local;

  if (settings->helo[0] != '\0')
    return g_strdup (settings->helo);
  if (!tl_channel_get_local (smtp->channel, &local))
    return g_strdup ("[127.0.0.1]");
  text = tl_address_to_string (&local);
  /* A zone means something on this computer only. */
  text[strcspn (text, "%")] = '\0';
  return g_strdup_printf (tl_address_is_ipv6 (&local) ? "[IPv6:%s]" : "[%s]", text);
}
