/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* --sessions: how many connections at once a mail server bears, and whether it is their number that it
 * minds or how fast they came. */
#include "tl-run-private.h"
#include "tl-smtp-private.h"

/* Longest number of connections that --sessions may ask for (contract). */
#define MAX_SESSIONS 5

/* Every connection is verified anew. NULL: encrypted, whatever the certificate; else why not. */
static const char *
encrypt_session (TlSmtp *smtp, TlChannel *channel)
{
  TlRun *run = smtp->run;
  TlFailure failure =
      tl_channel_start_tls (channel, tl_run_get_trust (run), tl_run_get_settings (run)->host, NULL,
                            NULL, tl_run_get_limits (run)->tls);
  const TlTlsInfo *info;

  /* Who hangs up on a ClientHello without a word hung up on the connection. */
  if (tl_channel_get_tls (channel) == NULL)
    return tl_failure_to_string (failure != TL_FAILURE_NONE ? failure : TL_FAILURE_TLS);
  info = tl_tls_get_info (tl_channel_get_tls (channel));
  if (g_strcmp0 (info->peeked, "closed") == 0)
    failure = TL_FAILURE_CLOSED;
  else if (g_strcmp0 (info->peeked, "reset") == 0)
    failure = TL_FAILURE_RESET;
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  tl_run_compare_shown (run, info);
  return info->complete ? NULL : "tls";
}

/* One more connection as far as its greeting. NULL: it greets; else why it does not. */
static const char *
open_session (TlSmtp *smtp, TlChannel **out)
{
  TlRun *run = smtp->run;
  const TlLimits *limits = tl_run_get_limits (run);
  g_autoptr (TlChannel) channel =
      tl_run_connect_quietly (run, tl_run_get_io (run), limits->connect);
  g_autoptr (TlReply) reply = NULL;
  const char *why = NULL;
  TlFailure failure;

  if (channel == NULL)
    return "unconnected";
  if (smtp->security == TL_SECURITY_TLS)
    why = encrypt_session (smtp, channel);
  if (why != NULL)
    return why;
  failure = tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, limits->greeting, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  if (reply->code != 220) {
    tl_run_reply (run, "greeting", reply);
    why = "reply";
  }
  *out = g_steal_pointer (&channel);
  return why;
}

static void
leave_session (TlChannel *channel)
{
  if (channel != NULL)
    tl_channel_send_line (channel, "QUIT");
  tl_channel_free (channel);
}

void
tl_smtp_count_sessions (TlSmtp *smtp)
{
  guint asked = MIN (tl_run_get_settings (smtp->run)->sessions, MAX_SESSIONS);
  TlChannel *open[MAX_SESSIONS] = {NULL};
  const char *why = NULL;
  guint accepted = 1;

  if (asked < 2)
    return;
  tl_smtp_begin (smtp, "smtp.sessions");
  while (accepted < asked && (why = open_session (smtp, &open[accepted])) == NULL)
    accepted++;
  for (guint i = 0; i < MAX_SESSIONS; i++)
    if (open[i] != NULL)
      leave_session (open[i]);
  if (tl_run_is_cancelled (smtp->run)) {
    tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_factf (smtp->run, "smtp.sessions.asked", "%u", asked);
  tl_run_factf (smtp->run, "smtp.sessions.accepted", "%u", accepted);
  tl_run_fact (smtp->run, "smtp.sessions.ended", why);
  smtp->crowded = why != NULL;
  tl_run_end (smtp->run, accepted == asked ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* The server has taken note of the goodbye when it answers it, or hangs up. */
static void
leave_noticed (TlSmtp *smtp)
{
  g_autoptr (TlReply) reply = NULL;

  if (smtp->channel == NULL || !smtp->alive)
    return;
  tl_smtp_begin (smtp, "smtp.quit");
  tl_smtp_ask_within (smtp, "QUIT", tl_run_get_limits (smtp->run)->quit, &reply);
  tl_run_end (smtp->run, reply != NULL ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  smtp->alive = FALSE;
}

void
tl_smtp_try_alone (TlSmtp *smtp)
{
  TlRun *run = smtp->run;
  TlChannel *channel = NULL;
  const char *why;

  /* One more try after a limit has shown itself, never a second one. */
  if (smtp->tried_again || tl_run_is_cancelled (run))
    return;
  leave_noticed (smtp);
  tl_smtp_drop (smtp);
  if (tl_run_is_cancelled (run) ||
      !tl_io_sleep (tl_run_get_io (run), tl_run_get_limits (run)->retry_wait))
    return;
  why = open_session (smtp, &channel);
  if (channel != NULL)
    leave_session (channel);
  if (!tl_run_is_cancelled (run))
    tl_run_fact_of (run, "smtp.sessions", smtp->target, "smtp.limit.retry",
                    why == NULL ? "works" : "still");
}
