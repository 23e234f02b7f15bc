/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Further control connections: how many a server takes from us at once, and one for the other form of
 * the user name. */
#include "tl-ftp-private.h"

#include "tl-login-form.h"

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
  tl_run_compare_shown (ftp->run, info);
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

/* One connection more up to the login as `user`; it goes to `open`. */
static gboolean
enter_beside (TlFtp *ftp, const char *user, GPtrArray *open, const char **stage, TlReply **reply)
{
  TlFtp another = *ftp;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  another.control = tl_run_connect_quietly (ftp->run, ftp->io, ftp->limits->connect);
  if (another.control == NULL)
    return FALSE;
  g_ptr_array_add (open, another.control);
  another.user = user;
  another.alive = TRUE;
  g_queue_init (&another.ahead);
  another.trial = seen;
  return tl_ftp_enter_again (&another, tl_ftp_is_encrypted (ftp), stage, reply);
}

static gboolean
add_session (TlFtp *ftp, GPtrArray *open)
{
  g_autoptr (TlReply) reply = NULL;
  const char *stage;
  gboolean in = enter_beside (ftp, ftp->user, open, &stage, &reply);

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

/* When sessions that stayed behind end by themselves is worth knowing where there are too many. */
static void
ask_idle_limit (TlFtp *ftp)
{
  g_autofree char *known = tl_ftp_dup_fact (ftp, "ftp.idle_limit_s");
  g_autofree char *code = tl_ftp_dup_fact (ftp, "ftp.reply.code");
  gboolean limited = g_strcmp0 (code, "421") == 0 || g_strcmp0 (code, "530") == 0;
  g_autoptr (TlReply) reply = NULL;

  if (known == NULL && limited && ftp->alive &&
      tl_ftp_ask (ftp, "SITE", "IDLE", ftp->limits->quit, &reply) == TL_FAILURE_NONE &&
      reply->code / 100 == 2)
    tl_ftp_note_idle_limit (ftp, reply->text);
}

/* Where a limit was met: those of this computer's other programs took places, too. */
static void
note_together (TlFtp *ftp, guint accepted)
{
  g_autofree char *others =
      tl_evidence_builder_dup (tl_run_get_builder (ftp->run), "local.connections");
  guint64 n = others != NULL ? g_ascii_strtoull (others, NULL, 10) : 0;

  if (n > 0)
    tl_run_factf (ftp->run, "ftp.sessions.together", "%" G_GUINT64_FORMAT, n + accepted);
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
  if (accepted < asked) {
    note_together (ftp, accepted);
    ask_idle_limit (ftp);
  }
  if (tl_io_is_cancelled (ftp->io))
    tl_run_fail (ftp->run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (ftp->run, accepted == asked ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* ------------------------------------------------------------------ the form of the user name */

static gboolean
may_be_form (TlFtp *ftp)
{
  g_autofree char *outcome = tl_ftp_dup_fact (ftp, "ftp.login.outcome");
  g_autofree char *stage = tl_ftp_dup_fact (ftp, "ftp.reply.stage");
  g_autofree char *code = tl_ftp_dup_fact (ftp, "ftp.reply.code");
  g_autofree char *text = tl_ftp_dup_fact (ftp, "ftp.reply.text");

  return g_strcmp0 (outcome, "rejected") == 0 && g_strcmp0 (stage, "pass") == 0 &&
         (g_strcmp0 (code, "530") == 0 || g_strcmp0 (code, "430") == 0) && text != NULL &&
         tl_login_may_be_form (text);
}

void
tl_ftp_try_other_form (TlFtp *ftp)
{
  g_autofree char *user = tl_login_dup_other_form (ftp->settings);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (TlReply) reply = NULL;
  const char *stage = "";
  gboolean in;

  if (!ftp->settings->try_user_forms || user == NULL || tl_io_is_cancelled (ftp->io) ||
      !may_be_form (ftp))
    return;
  open = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_channel_free);
  tl_run_hide_user (ftp->run, user);
  tl_run_begin (ftp->run, "ftp.login.other-form", ftp->target);
  in = enter_beside (ftp, user, open, &stage, &reply);
  say_goodbye (open);
  /* Only an answer to the password says something about the name. */
  if (in || (reply != NULL && g_str_equal (stage, "pass")))
    tl_run_fact (ftp->run, "ftp.login.other_form", in ? "accepted" : "rejected");
  if (tl_io_is_cancelled (ftp->io))
    tl_run_fail (ftp->run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (ftp->run, in ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}
