/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-ftp-private.h"

#include "tl-ftp-words.h"

#include <string.h>

TlFailure
tl_ftp_await (TlFtp *ftp, guint limit_ms, TlReply **reply)
{
  TlFailure failure = tl_channel_read_reply (ftp->control, TL_PROTOCOL_FTP, limit_ms, reply);

  /* 421 is the server's word that it closes the connection (RFC 959 4.2.2). */
  if (failure != TL_FAILURE_NONE || (*reply)->code == 421)
    ftp->alive = FALSE;
  return failure;
}

/* Bytes wait although nothing was asked: only a farewell may. */
static TlFailure
read_unasked (TlFtp *ftp, TlReply **reply)
{
  TlFailure failure = tl_ftp_await (ftp, ftp->limits->quit, reply);

  ftp->alive = FALSE;
  if (failure != TL_FAILURE_NONE || (*reply)->code == 421)
    return failure;
  g_clear_pointer (reply, tl_reply_free);
  return TL_FAILURE_INJECTED;
}

static void
note_ahead (TlFtp *ftp, const char *const *lines)
{
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    g_queue_push_tail (&ftp->ahead, g_strdup (lines[i]));
}

void
tl_ftp_send_ahead (TlFtp *ftp, const char *const *lines)
{
  /* Whatever is wrong, the first of them finds out when it is asked by itself. */
  if (tl_channel_has_input (ftp->control) ||
      tl_channel_send_lines (ftp->control, lines) != TL_FAILURE_NONE)
    return;
  note_ahead (ftp, lines);
}

/* Takes the replies out of the way that nobody asks for any more. */
static TlFailure
drain (TlFtp *ftp)
{
  TlFailure failure = TL_FAILURE_NONE;

  while (failure == TL_FAILURE_NONE && !g_queue_is_empty (&ftp->ahead)) {
    g_autofree char *line = g_queue_pop_head (&ftp->ahead);
    g_autoptr (TlReply) reply = NULL;

    failure = tl_ftp_await (ftp, ftp->limits->reply, &reply);
  }
  return failure;
}

void
tl_ftp_hear_out (TlFtp *ftp, guint limit_ms)
{
  gint64 until = tl_clock_us () + (gint64) limit_ms * 1000;

  while (ftp->alive && !g_queue_is_empty (&ftp->ahead)) {
    gint64 left_ms = (until - tl_clock_us ()) / 1000;
    g_autofree char *line = g_queue_pop_head (&ftp->ahead);
    g_autoptr (TlReply) reply = NULL;

    tl_ftp_await (ftp, (guint) MAX (left_ms, 1), &reply);
  }
}

TlFailure
tl_ftp_ask (TlFtp *ftp, const char *command, const char *argument, guint limit_ms, TlReply **reply)
{
  g_autofree char *line =
      argument != NULL ? g_strconcat (command, " ", argument, NULL) : g_strdup (command);
  TlFailure failure;

  if (g_strcmp0 (g_queue_peek_head (&ftp->ahead), line) == 0) {
    g_free (g_queue_pop_head (&ftp->ahead));
    return tl_ftp_await (ftp, limit_ms, reply);
  }
  failure = drain (ftp);
  if (failure != TL_FAILURE_NONE)
    return failure;
  if (tl_channel_has_input (ftp->control))
    return read_unasked (ftp, reply);
  failure = tl_channel_send_line (ftp->control, line);
  if (failure != TL_FAILURE_NONE) {
    ftp->alive = FALSE;
    return failure;
  }
  return tl_ftp_await (ftp, limit_ms, reply);
}

void
tl_ftp_fact (TlFtp *ftp, const char *fact, const char *value)
{
  if (ftp->trial != NULL)
    g_hash_table_insert (ftp->trial, g_strdup (fact), g_strdup (value));
  else
    tl_run_fact (ftp->run, fact, value);
}

void
tl_ftp_factf (TlFtp *ftp, const char *fact, const char *format, ...)
{
  g_autofree char *value = NULL;
  va_list arguments;

  va_start (arguments, format);
  value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  tl_ftp_fact (ftp, fact, value);
}

void
tl_ftp_reply (TlFtp *ftp, const char *stage, const TlReply *reply)
{
  if (ftp->trial == NULL) {
    tl_run_reply (ftp->run, stage, reply);
    return;
  }
  tl_ftp_fact (ftp, "ftp.reply.stage", stage);
  tl_ftp_factf (ftp, "ftp.reply.code", "%u", reply->code);
}

char *
tl_ftp_dup_fact (TlFtp *ftp, const char *fact)
{
  if (ftp->trial != NULL)
    return g_strdup (g_hash_table_lookup (ftp->trial, fact));
  return tl_evidence_builder_dup (tl_run_get_builder (ftp->run), fact);
}

void
tl_ftp_note_idle_limit (TlFtp *ftp, const char *text)
{
  guint seconds = tl_ftp_parse_idle_limit (text);

  if (seconds == 0)
    return;
  tl_run_factf (ftp->run, "ftp.idle_limit_s", "%u", seconds);
  tl_run_factf (ftp->run, "ftp.idle_limit_min", "%u", (seconds + 59) / 60);
}

gboolean
tl_ftp_fail_reply (TlFtp *ftp, const char *stage, const TlReply *reply)
{
  tl_ftp_note_idle_limit (ftp, reply->text);
  tl_run_reply (ftp->run, stage, reply);
  return tl_ftp_fail_word (ftp, "reply");
}

gboolean
tl_ftp_fail_word (TlFtp *ftp, const char *word)
{
  ftp->refused = TRUE;
  if (g_str_equal (word, "cancelled"))
    return tl_ftp_fail (ftp, TL_FAILURE_CANCELLED);
  return tl_run_fail_as (ftp->run, word);
}

void
tl_ftp_note_reply (TlFtp *ftp, const char *stage, const TlReply *reply)
{
  tl_run_fact (ftp->run, "ftp.reply.stage", stage);
  tl_run_factf (ftp->run, "ftp.reply.code", "%u", reply->code);
  tl_run_fact (ftp->run, "ftp.reply.text", reply->text);
}

gboolean
tl_ftp_fail (TlFtp *ftp, TlFailure failure)
{
  TlTls *tls = tl_channel_get_tls (ftp->control);
  const char *words = tls != NULL ? tl_tls_get_plain_words (tls) : NULL;

  if (words != NULL)
    tl_run_fact (ftp->run, "ftp.plain_words", words);
  ftp->alive = FALSE;
  ftp->refused = TRUE;
  return tl_run_fail (ftp->run, failure);
}

gboolean
tl_ftp_demands_tls (TlFtp *ftp)
{
  return ftp->settings->security != TL_SECURITY_NONE &&
         tl_settings_effective_security (ftp->settings) != TL_SECURITY_AUTO;
}

/* Verified, too: tl_run_tls stops the check where a certificate does not hold. */
gboolean
tl_ftp_is_encrypted (TlFtp *ftp)
{
  return ftp->control != NULL && tl_channel_get_tls (ftp->control) != NULL;
}

const char *
tl_ftp_ask_auth_tls (TlFtp *ftp, TlReply **reply, TlFailure *failure)
{
  *failure = tl_ftp_ask (ftp, "AUTH", "TLS", ftp->limits->reply, reply);
  if (*failure != TL_FAILURE_NONE)
    return NULL;
  /* RFC 4217 4: 234 and nothing else; 334 wants a security exchange that AUTH TLS has not. */
  if ((*reply)->code == 234)
    return "ok";
  return (*reply)->code >= 500 && (*reply)->code <= 504 ? "unknown" : "refused";
}

/* With `behind` (nullable), what follows the login goes out with it. */
static TlFailure
send_password (TlFtp *ftp, const TlSecret *password, const char *const *behind)
{
  static const char command[] = "PASS ";
  const gsize head = sizeof command - 1;
  gsize length;
  const char *bytes = tl_secret_peek (password, &length);
  char *line = g_malloc (head + length + 1);
  TlFailure failure;

  memcpy (line, command, head);
  memcpy (line + head, bytes, length);
  line[head + length] = '\0';
  failure = tl_channel_send_secret_flight (ftp->control, line, head + length,
                                           "PASS [hidden: password]", behind);
  tl_wipe (line, head + length);
  g_free (line);
  if (failure != TL_FAILURE_NONE)
    ftp->alive = FALSE;
  else
    note_ahead (ftp, behind);
  return failure;
}

/* A server that takes its time for a password may answer what came behind it first: 211 is what FEAT gets
 * (RFC 2389 3.2) and no answer to PASS. Its own reply is then the last one. */
static TlFailure
await_login (TlFtp *ftp, TlReply **reply)
{
  gint64 until = tl_clock_us () + (gint64) ftp->limits->reply * 1000;
  TlFailure failure = tl_ftp_await (ftp, ftp->limits->reply, reply);

  if (failure != TL_FAILURE_NONE || (*reply)->code != 211)
    return failure;
  while (failure == TL_FAILURE_NONE && !g_queue_is_empty (&ftp->ahead)) {
    gint64 left_ms = (until - tl_clock_us ()) / 1000;

    g_free (g_queue_pop_head (&ftp->ahead));
    g_clear_pointer (reply, tl_reply_free);
    failure = tl_ftp_await (ftp, (guint) MAX (left_ms, 1), reply);
  }
  return failure;
}

gboolean
tl_ftp_log_in (TlFtp *ftp, const char *const *behind, const char **stage, TlReply **reply,
               TlFailure *failure)
{
  *stage = "user";
  *failure = tl_ftp_ask (ftp, "USER", ftp->user, ftp->limits->reply, reply);
  if (*failure != TL_FAILURE_NONE)
    return FALSE;
  /* 230: in without a password; 232: in by the TLS certificate (RFC 4217 10). */
  if ((*reply)->code != 331)
    return (*reply)->code == 230 || (*reply)->code == 232;

  tl_ftp_reply (ftp, *stage, *reply);
  *stage = "pass";
  g_clear_pointer (reply, tl_reply_free);
  if (tl_channel_has_input (ftp->control))
    *failure = read_unasked (ftp, reply);
  else
    *failure = send_password (ftp, ftp->settings->password, behind);
  if (*failure == TL_FAILURE_NONE && *reply == NULL)
    *failure = await_login (ftp, reply);
  /* 202: "superfluous", said by servers that let anybody in. */
  return *failure == TL_FAILURE_NONE && ((*reply)->code == 230 || (*reply)->code == 202);
}
