/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How many control connections a server takes from us at once. */
#include "tl-ftp-private.h"

/* The contract's own limit: more would be a burden, not a test. */
#define SESSIONS_MAX 5

/* Every connection is verified anew. */
static gboolean
encrypt (TlFtp *ftp)
{
  TlFailure failure = tl_channel_start_tls (ftp->control, tl_run_get_trust (ftp->run),
                                            ftp->settings->host, NULL, NULL, ftp->limits->tls);
  const TlTlsInfo *info;

  if (failure != TL_FAILURE_NONE || tl_channel_get_tls (ftp->control) == NULL)
    return FALSE;
  info = tl_tls_get_info (tl_channel_get_tls (ftp->control));
  return info->complete && g_strcmp0 (info->verify, "ok") == 0;
}

gboolean
tl_ftp_enter_again (TlFtp *ftp, gboolean encrypted, const char **stage, TlReply **reply)
{
  TlFailure failure;

  *stage = "greeting";
  if (ftp->implicit && !encrypt (ftp))
    return FALSE;
  failure = tl_ftp_await (ftp, ftp->limits->greeting, reply);
  if (failure != TL_FAILURE_NONE || (*reply)->code / 100 != 2)
    return FALSE;
  if (encrypted && !ftp->implicit) {
    const char *outcome;

    *stage = "auth-tls";
    g_clear_pointer (reply, tl_reply_free);
    outcome = tl_ftp_ask_auth_tls (ftp, reply, &failure);
    if (g_strcmp0 (outcome, "ok") != 0 || !encrypt (ftp))
      return FALSE;
  }
  if (*ftp->settings->user == '\0' || ftp->settings->password == NULL)
    return TRUE;
  g_clear_pointer (reply, tl_reply_free);
  return tl_ftp_log_in (ftp, NULL, stage, reply, &failure);
}

static gboolean
add_session (TlFtp *ftp, GPtrArray *open)
{
  TlFtp another = *ftp;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (TlReply) reply = NULL;
  const char *stage;
  gboolean in;

  another.control = tl_run_connect_quietly (ftp->run, ftp->io, ftp->limits->connect);
  if (another.control == NULL)
    return FALSE;
  g_ptr_array_add (open, another.control);
  another.alive = TRUE;
  g_queue_init (&another.ahead);
  another.trial = seen;
  in = tl_ftp_enter_again (&another, tl_ftp_is_encrypted (ftp), &stage, &reply);
  if (!in && reply != NULL && reply->code >= 400)
    tl_run_reply (ftp->run, stage, reply);
  return in;
}

static void
say_goodbye (GPtrArray *open)
{
  for (guint i = 0; i < open->len; i++) {
    TlChannel *channel = g_ptr_array_index (open, i);

    tl_channel_send_line (channel, "QUIT");
    tl_channel_close (channel);
  }
}

void
tl_ftp_sessions (TlFtp *ftp)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_channel_free);
  guint asked = MIN (ftp->settings->sessions, SESSIONS_MAX);
  guint accepted = 1;

  tl_run_begin (ftp->run, "ftp.sessions", ftp->target);
  tl_run_factf (ftp->run, "ftp.sessions.asked", "%u", asked);
  while (accepted < asked && !tl_io_is_cancelled (ftp->io) && add_session (ftp, open))
    accepted++;
  tl_run_factf (ftp->run, "ftp.sessions.accepted", "%u", accepted);
  say_goodbye (open);
  if (tl_io_is_cancelled (ftp->io))
    tl_run_fail (ftp->run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (ftp->run, accepted == asked ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}
