/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The login over SMTP (RFC 4954): one attempt, with one mechanism. */
#include "tl-smtp-private.h"

#include "tl-sasl.h"

#include <string.h>

#define MAX_ROUNDS 5
#define MAX_CHALLENGE 12288   /* RFC 4954 4: base64 lines of an exchange */
#define MAX_COMMAND (512 - 2) /* RFC 5321 4.5.3.1.4, without the line end */
#define HIDDEN "[hidden: password]"

/* ---------------------------------------------------------------- the line of an answer */

static GString *
line_new (const char *head, const char *response)
{
  gsize length = response != NULL ? strlen (response) : 0;
  GString *line = g_string_sized_new (strlen (head) + length + 2);

  g_string_append (line, head);
  if (response != NULL)
    g_string_append (line, response);
  return line;
}

static void
line_free (GString *line)
{
  tl_wipe (line->str, line->len);
  g_string_free (line, TRUE);
}

/* ---------------------------------------------------------------- the exchange */

typedef struct {
  TlSmtp *smtp;
  TlSasl *sasl;
  const char *mechanism;
  char **flight;  /* (nullable) the commands that may go out behind the first words */
  char *pending;  /* (owned, nullable) first words that did not fit into the command */
  TlReply *reply; /* (owned, nullable) the last one */
  TlSaslStatus status;
} Login;

static TlFailure
send_answer (Login *login, const char *head, const char *response, const char *shown)
{
  GString *line = line_new (head, response);
  const char *const *behind = login->smtp->flown ? (const char *const *) login->flight : NULL;
  TlFailure failure;

  g_clear_pointer (&login->reply, tl_reply_free);
  failure = tl_smtp_ask_secret (login->smtp, line, shown, behind, &login->reply);
  line_free (line);
  return failure;
}

/* With the client's first words where it speaks first and the line has room for them. */
static TlFailure
open_exchange (Login *login)
{
  g_autofree char *command = g_strconcat ("AUTH ", login->mechanism, NULL);
  g_autofree char *head = g_strconcat (command, " ", NULL);
  g_autofree char *shown = g_strconcat (head, HIDDEN, NULL);
  char *first = NULL;
  TlFailure failure;

  if (tl_sasl_is_client_first (login->sasl))
    login->status = tl_sasl_step (login->sasl, NULL, &first);
  if (login->status != TL_SASL_ANSWER)
    return TL_FAILURE_NONE;
  if (first != NULL && strlen (head) + strlen (first) <= MAX_COMMAND) {
    login->smtp->flown = login->flight != NULL;
    failure = send_answer (login, head, first, shown);
    tl_wipe_free (first);
    return failure;
  }
  login->pending = first;
  return tl_smtp_ask (login->smtp, command, &login->reply);
}

static gboolean
is_acceptable (const TlReply *reply, guint round)
{
  return round < MAX_ROUNDS && strlen (reply->text) <= MAX_CHALLENGE;
}

/* One challenge, one answer. */
static TlFailure
answer_challenge (Login *login)
{
  char *response = g_steal_pointer (&login->pending);
  TlFailure failure;

  if (response == NULL)
    login->status = tl_sasl_step (login->sasl, login->reply->text, &response);
  if (login->status != TL_SASL_ANSWER)
    return TL_FAILURE_NONE;
  failure = send_answer (login, "", response, HIDDEN);
  tl_wipe_free (response);
  return failure;
}

/* Until the server has decided, or one side gives up. */
static TlFailure
exchange (Login *login)
{
  TlFailure failure = open_exchange (login);

  /* After a flight there is no answer to a challenge: the server took the next command for one. */
  if (login->smtp->flown)
    return failure;
  for (guint round = 0;
       failure == TL_FAILURE_NONE && login->status == TL_SASL_ANSWER && login->reply->code == 334;
       round++) {
    if (is_acceptable (login->reply, round))
      failure = answer_challenge (login);
    else
      login->status = TL_SASL_INVALID;
  }
  return failure;
}

/* "*" ends an exchange in the middle (RFC 4954 4); the answer decides nothing. */
static void
cancel_exchange (TlSmtp *smtp)
{
  g_autoptr (TlReply) reply = NULL;

  smtp->alive =
      tl_channel_send_line (smtp->channel, "*") == TL_FAILURE_NONE &&
      tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP, tl_run_get_limits (smtp->run)->quit,
                             &reply) == TL_FAILURE_NONE;
}

/* ---------------------------------------------------------------- the flight */

/* A login in one command and one reply may have others behind it (RFC 4954 4, RFC 2920 3.1): PLAIN
 * with its first words. Only on the way that is safe, and only in a conversation that went well so
 * far. */
static char **
choose_flight (TlSmtp *smtp, const char *mechanism)
{
  if (!smtp->verified || smtp->careful || strcmp (mechanism, "PLAIN") != 0)
    return NULL;
  return tl_smtp_dup_login_flight (smtp);
}

/* Whether the server minded the flight and never came to the login: it was out of sequence, or out of
 * step, or the next command was awaited as the answer to a challenge. Any other refusal is one of the
 * login, and is not tried again. */
static gboolean
is_unheard (const Login *login)
{
  const TlReply *reply = login->reply;
  g_autofree char *words = NULL;

  if (!login->smtp->flown || reply == NULL)
    return FALSE;
  if (reply->code == 334 || reply->code == 503)
    return TRUE;
  words = g_ascii_strdown (reply->text, -1);
  return reply->code >= 500 &&
         (strstr (words, "pipelin") != NULL || strstr (words, "synchroni") != NULL);
}

/* ---------------------------------------------------------------- what it came to */

static gboolean
fail_login (TlSmtp *smtp, const char *outcome, const char *failure)
{
  tl_run_fact (smtp->run, "smtp.auth.outcome", outcome);
  return tl_run_fail_as (smtp->run, failure);
}

static gboolean
judge_given_up (Login *login)
{
  TlSmtp *smtp = login->smtp;

  if (tl_run_is_cancelled (smtp->run))
    return tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
  if (login->reply != NULL)
    cancel_exchange (smtp);
  if (login->status == TL_SASL_PROOF_WRONG)
    return fail_login (smtp, "proof-wrong", "not-allowed");
  if (login->status == TL_SASL_STOPPED)
    return fail_login (smtp, "failed", "timeout");
  return fail_login (smtp, "challenge-invalid", "invalid-reply");
}

static gboolean
judge_accepted (Login *login)
{
  TlSmtp *smtp = login->smtp;

  /* A yes from a server that never showed that it knows the password is no yes (RFC 5802 5). */
  if (!tl_sasl_is_proven (login->sasl))
    return fail_login (smtp, "proof-wrong", "not-allowed");
  if (!tl_sasl_is_complete (login->sasl)) {
    tl_run_fact (smtp->run, "smtp.auth.outcome", "not-tested");
    return tl_run_end (smtp->run, TL_OUTCOME_WARNING);
  }
  tl_run_fact (smtp->run, "smtp.auth.outcome", "ok");
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

static gboolean
judge (Login *login, TlFailure failure)
{
  TlSmtp *smtp = login->smtp;

  if (failure == TL_FAILURE_CANCELLED)
    return tl_run_fail (smtp->run, failure);
  if (failure != TL_FAILURE_NONE) {
    gboolean noise = failure == TL_FAILURE_INVALID || failure == TL_FAILURE_LINE_TOO_LONG ||
                     failure == TL_FAILURE_REPLY_TOO_LONG;

    return fail_login (smtp, noise ? "challenge-invalid" : "failed",
                       tl_failure_to_string (failure));
  }
  if (login->status != TL_SASL_ANSWER)
    return judge_given_up (login);
  if (login->reply->code == 235)
    return judge_accepted (login);
  tl_run_fact (smtp->run, "smtp.auth.outcome", "rejected");
  tl_run_fact (smtp->run, "smtp.auth.challenge", tl_sasl_get_error_text (login->sasl));
  return tl_smtp_refused (smtp, "auth", login->reply);
}

/* ---------------------------------------------------------------- the step */

/* Every part of what `input` points to outlives the login. */
static TlSasl *
prepare (TlSmtp *smtp, const char *mechanism, const char *user, GBytes **binding)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  TlIo *io = tl_run_get_io (smtp->run);
  TlTls *tls = tl_channel_get_tls (smtp->channel);
  TlSaslInput input = {
      .mechanism = mechanism,
      .user = user,
      .secret = settings->password,
      .host = settings->host,
      .port = tl_settings_effective_port (settings),
      .cancellable = tl_io_get_cancellable (io),
      .until = tl_io_limit (io, tl_run_get_limits (smtp->run)->reply),
  };

  if (tls == NULL || !tl_tls_channel_binding (tls, &input.binding, binding))
    input.binding = NULL;
  input.binding_data = *binding;
  return tl_sasl_new (&input);
}

static gboolean
run_login (TlSmtp *smtp, const char *mechanism, const char *user)
{
  g_autoptr (GBytes) binding = NULL;
  g_autoptr (TlSasl) sasl = prepare (smtp, mechanism, user, &binding);
  g_auto (GStrv) flight = choose_flight (smtp, mechanism);
  Login login = {.smtp = smtp, .sasl = sasl, .mechanism = mechanism, .flight = flight};
  TlFailure failure;
  gboolean ok;

  if (sasl == NULL)
    return fail_login (smtp, "no-common-mechanism", "not-offered");
  tl_channel_hide_challenges (smtp->channel, "[hidden: challenge]");
  failure = exchange (&login);
  smtp->unheard = failure == TL_FAILURE_NONE && is_unheard (&login);
  ok = judge (&login, failure);
  g_clear_pointer (&login.pending, tl_wipe_free);
  g_clear_pointer (&login.reply, tl_reply_free);
  return ok;
}

gboolean
tl_smtp_auth (TlSmtp *smtp, const char *user)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  const char *mechanism;

  tl_smtp_begin (smtp, "smtp.auth");
  tl_run_fact (smtp->run, "smtp.auth.user_form", strchr (user, '@') != NULL ? "address" : "plain");
  /* Not even the user name, unless this user allowed it for this host in words. */
  if (!smtp->verified && !settings->allow_plaintext)
    return fail_login (smtp, "not-sent", "not-allowed");
  if (!smtp->esmtp || smtp->offer.auth[0] == '\0')
    return fail_login (smtp, "not-offered", "not-offered");
  mechanism = tl_sasl_choose (settings->auth, smtp->offer.auth, smtp->verified);
  if (mechanism == NULL)
    return fail_login (smtp, "no-common-mechanism", "not-offered");
  tl_run_fact (smtp->run, "smtp.auth.mechanism", mechanism);
  return run_login (smtp, mechanism, user);
}

/* ---------------------------------------------------------------- the form of the user name */

gboolean
tl_smtp_auth_may_be_form (TlRun *run)
{
  TlEvidenceBuilder *builder = tl_run_get_builder (run);
  g_autofree char *stage = tl_evidence_builder_dup (builder, "smtp.reply.stage");
  g_autofree char *code = tl_evidence_builder_dup (builder, "smtp.reply.code");
  g_autofree char *enhanced = tl_evidence_builder_dup (builder, "smtp.reply.enhanced");
  const char *const vague[] = {"", "5.7.8", "5.7.0", "5.7.1", NULL};

  if (g_strcmp0 (stage, "auth") != 0)
    return FALSE;
  if (g_strcmp0 (code, "535") != 0 && g_strcmp0 (code, "530") != 0)
    return FALSE;
  return enhanced == NULL || g_strv_contains (vague, enhanced);
}
