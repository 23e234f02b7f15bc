/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The FTP check: RFC 959 with TLS (RFC 4217), a rung of the ladder for each step. */
#include "tl-ftp-private.h"

#include "tl-ftp-words.h"
#include "tl-path-sample.h"
#include "tl-survey-private.h"
#include "tl-text.h"

#include <string.h>

/* How often a server may say "120: ready in nnn minutes" before its greeting; who says it slowly is waited
 * for until the limit, one for all of them. */
#define DELAYS_MAX 100
/* So long another service may take to answer the word that it waits for. */
#define OTHER_SERVICE_MS 1500
/* A command that no server has: of the experimental ones, that begin so (RFC 775). */
#define UNKNOWN_WORD "XQZT"
#define NOT_LOGGED_IN 530
/* RFC 4217 4. */
#define AUTH_ACCEPTED 234

/* Whether the handshake came to its end and the certificate holds; if not, all that follows is left. */
static gboolean
judge_tls (TlFtp *ftp, gboolean verified)
{
  TlTls *tls = tl_channel_get_tls (ftp->control);

  if (verified)
    return TRUE;
  ftp->refused = TRUE;
  ftp->alive = FALSE;
  if (tls != NULL && tl_tls_get_info (tls)->complete)
    ftp->skip = "unverified";
  return FALSE;
}

/* ------------------------------------------------------------------ the first words */

static TlFailure
await_greeting (TlFtp *ftp, TlReply **reply)
{
  gint64 until = tl_io_limit (ftp->io, ftp->limits->greeting);

  for (guint i = 0; i <= DELAYS_MAX; i++) {
    gint64 left_ms = (until - tl_clock_us ()) / 1000;
    TlFailure failure;

    if (left_ms <= 0)
      return TL_FAILURE_TOO_SLOW;
    g_clear_pointer (reply, tl_reply_free);
    failure = tl_ftp_await (ftp, (guint) left_ms, reply);
    if (failure != TL_FAILURE_NONE || (*reply)->code != 120)
      return failure;
    tl_run_fact (ftp->run, "greeting.postponed", (*reply)->text);
  }
  return TL_FAILURE_REPLY_TOO_LONG;
}

/* Another service is named at once: nothing it says may pass for an answer to a login. */
static gboolean
is_other_service (const char *service)
{
  return !g_str_equal (service, "ftp") && !g_str_equal (service, "text") &&
         !g_str_equal (service, "other");
}

static void
note_greeting (TlFtp *ftp, const TlReply *reply)
{
  tl_run_factf (ftp->run, "greeting.code", "%u", reply->code);
  tl_run_fact (ftp->run, "greeting.text", reply->text);
  tl_ftp_note_idle_limit (ftp, reply->text);
  if (strstr (reply->text, "***") != NULL)
    tl_run_yes_no (ftp->run, "greeting.starred", TRUE);
}

static gboolean
fail_greeting (TlFtp *ftp, TlFailure failure, const char *service)
{
  const char *bytes = tl_channel_get_last_bytes (ftp->control);

  tl_run_fact (ftp->run, "greeting.protocol", service);
  if (bytes != NULL && *bytes != '\0')
    tl_run_fact (ftp->run, "greeting.first_bytes", bytes);
  return tl_ftp_fail (ftp, failure);
}

static gboolean
judge_greeting (TlFtp *ftp, const TlReply *reply)
{
  if (reply->code == 230 && tl_ftp_demands_tls (ftp) && !tl_ftp_is_encrypted (ftp)) {
    /* Logged in before a word was said: AUTH TLS cannot follow, somebody may be in between. */
    tl_run_reply (ftp->run, "greeting", reply);
    return tl_ftp_fail_word (ftp, "not-allowed");
  }
  if (reply->code != 220 && reply->code != 230)
    return tl_ftp_fail_reply (ftp, "greeting", reply);
  return tl_run_end (ftp->run, TL_OUTCOME_OK);
}

/* On a port that starts with words, silence is held against the other pairing. */
static TlFailure
await_first_words (TlFtp *ftp, const char **service, TlChannel **encrypted)
{
  if (ftp->implicit)
    return tl_channel_peek_service (ftp->control, ftp->limits->greeting, service);
  return tl_pairing_wait (ftp->run, ftp->control, service, encrypted);
}

/* A server of another protocol waits for the first word. This one is a goodbye for a file server, and
 * others do not leave it unanswered. */
static gboolean
find_other_service (TlFtp *ftp, const char **service)
{
  return tl_channel_send_line (ftp->control, "QUIT") == TL_FAILURE_NONE &&
         tl_channel_peek_service (ftp->control, OTHER_SERVICE_MS, service) == TL_FAILURE_NONE &&
         is_other_service (*service);
}

static gboolean
greet_once (TlFtp *ftp, TlChannel **encrypted)
{
  double before = tl_io_now_ms (ftp->io);
  const char *service = "nothing";
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_run_begin (ftp->run, "ftp.greeting", ftp->target);
  failure = await_first_words (ftp, &service, encrypted);
  if (failure == TL_FAILURE_TIMEOUT && (encrypted == NULL || *encrypted == NULL) &&
      find_other_service (ftp, &service))
    return fail_greeting (ftp, TL_FAILURE_INVALID, service);
  if (failure != TL_FAILURE_NONE)
    return fail_greeting (ftp, failure, failure == TL_FAILURE_INVALID ? service : "nothing");
  tl_run_fact_ms (ftp->run, "greeting.ms", tl_io_now_ms (ftp->io) - before);
  failure = await_greeting (ftp, &reply);
  if (failure != TL_FAILURE_NONE)
    return fail_greeting (ftp, failure, service);
  note_greeting (ftp, reply);
  if (is_other_service (service))
    return fail_greeting (ftp, TL_FAILURE_INVALID, service);
  tl_run_fact (ftp->run, "greeting.protocol", "ftp");
  return judge_greeting (ftp, reply);
}

/* Nobody knew how this port starts; now it is known: with TLS, and that stands already. */
static gboolean
adopt (TlFtp *ftp, TlChannel *encrypted)
{
  tl_channel_free (ftp->control);
  ftp->control = encrypted;
  ftp->implicit = TRUE;
  ftp->refused = FALSE;
  ftp->alive = TRUE;
  tl_run_fact_of (ftp->run, "tls.handshake", ftp->target, "tls.mode", "implicit");
  tl_run_fact_of (ftp->run, "tls.handshake", ftp->target, "ftp.auth_tls", "not-needed");
  tl_run_begin (ftp->run, "tls.handshake", ftp->target);
  return judge_tls (ftp, tl_run_end_tls (ftp->run, ftp->control, TL_FAILURE_NONE));
}

static gboolean
greet (TlFtp *ftp)
{
  g_autoptr (TlChannel) encrypted = NULL;

  if (ftp->turned_away != NULL) {
    tl_run_begin (ftp->run, "ftp.greeting", ftp->target);
    note_greeting (ftp, ftp->turned_away);
    return tl_ftp_fail_reply (ftp, "greeting", ftp->turned_away);
  }
  if (greet_once (ftp, &encrypted))
    return TRUE;
  if (encrypted == NULL || tl_settings_effective_security (ftp->settings) != TL_SECURITY_AUTO)
    return FALSE;
  return adopt (ftp, g_steal_pointer (&encrypted)) && greet_once (ftp, NULL);
}

/* ------------------------------------------------------------------ encryption */

static gboolean
need_auth_tls (TlFtp *ftp)
{
  return !ftp->implicit && ftp->settings->security != TL_SECURITY_NONE;
}

/* Who does not know AUTH says the same about a word that nobody knows, if it is the server that speaks; a
 * box on the way that refuses it has words of its own. */
static void
compare_refusals (TlFtp *ftp, const TlReply *refusal)
{
  g_autoptr (TlReply) reply = NULL;

  if (ftp->alive &&
      tl_ftp_ask (ftp, UNKNOWN_WORD, NULL, ftp->limits->quit, &reply) == TL_FAILURE_NONE)
    tl_run_yes_no (ftp->run, "ftp.auth_tls.like_unknown",
                   refusal->code == reply->code &&
                       tl_ftp_same_words (refusal->text, "AUTH TLS", reply->text, UNKNOWN_WORD));
}

/* A status such as "5.5.1" before the words (RFC 3463), of the same class as the code: mail servers alone
 * have it, and not all of them say in their greeting what they are. */
static gboolean
speaks_of_mail (const TlReply *reply)
{
  const char *at = reply->text;

  return at[0] != '\0' && (guint) (at[0] - '0') == reply->code / 100 && at[1] == '.' &&
         g_ascii_isdigit (at[2]) && at[strspn (at, "0123456789.")] == ' ';
}

/* What the server lists and yet refuses, somebody on the way refuses in its name. FALSE: the refusal was an
 * answer to something else, as the server's own to AUTH came behind it. */
static gboolean
look_for_auth (TlFtp *ftp, const TlReply *refusal)
{
  g_autoptr (TlReply) reply = NULL;
  g_autofree char *features = NULL;

  if (speaks_of_mail (refusal)) {
    tl_run_fact (ftp->run, "greeting.protocol", "smtp");
    return TRUE;
  }
  if (!ftp->alive || tl_ftp_ask (ftp, "FEAT", NULL, ftp->limits->quit, &reply) != TL_FAILURE_NONE)
    return TRUE;
  if (reply->code == AUTH_ACCEPTED)
    return FALSE;
  if (reply->code == 211) {
    features = tl_ftp_parse_features (reply->text);
    tl_run_fact (ftp->run, "ftp.features", features);
    tl_run_yes_no (ftp->run, "ftp.auth_tls.listed", strstr (features, "AUTH=TLS") != NULL);
  }
  if ((reply->code >= 500 && reply->code <= 504) ||
      (features != NULL && strstr (features, "AUTH=TLS") == NULL))
    compare_refusals (ftp, refusal);
  return TRUE;
}

static gboolean
auth_tls (TlFtp *ftp)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;
  const char *outcome;

  tl_run_begin (ftp->run, "ftp.auth-tls", ftp->target);
  outcome = tl_ftp_ask_auth_tls (ftp, &reply, &failure);
  if (outcome == NULL)
    return tl_ftp_fail (ftp, failure);
  tl_run_fact (ftp->run, "ftp.auth_tls", outcome);
  if (g_str_equal (outcome, "ok"))
    return tl_run_end (ftp->run, TL_OUTCOME_OK);
  if (tl_ftp_demands_tls (ftp) || !ftp->alive) {
    /* vsftpd says 530 to all that it does not know before a login. */
    if ((g_str_equal (outcome, "unknown") || reply->code == NOT_LOGGED_IN) &&
        !look_for_auth (ftp, reply)) {
      ftp->alive = FALSE;
      return tl_ftp_fail (ftp, TL_FAILURE_INJECTED);
    }
    return tl_ftp_fail_reply (ftp, "auth-tls", reply);
  }
  /* Nobody asked for TLS on this port: go on without, and without a login. */
  tl_ftp_note_reply (ftp, "auth-tls", reply);
  tl_run_fact (ftp->run, "tls.mode", "none");
  tl_run_fact (ftp->run, "tls.state", "not-tried");
  return tl_run_end (ftp->run, TL_OUTCOME_WARNING);
}

static gboolean
need_explicit_handshake (TlFtp *ftp)
{
  g_autofree char *outcome =
      tl_evidence_builder_dup (tl_run_get_builder (ftp->run), "ftp.auth_tls");

  return need_auth_tls (ftp) && (outcome == NULL || g_str_equal (outcome, "ok"));
}

static gboolean
handshake (TlFtp *ftp)
{
  return judge_tls (ftp, tl_run_tls (ftp->run, ftp->control, NULL));
}

static gboolean
need_implicit_handshake (TlFtp *ftp)
{
  return ftp->implicit;
}

/* Who is not let in is told so before TLS by servers that turn connections away before they look at them:
 * nothing is wrong with the encryption then, and the greeting has come. */
static gboolean
implicit_handshake (TlFtp *ftp)
{
  tl_run_fact_of (ftp->run, "tls.handshake", ftp->target, "ftp.auth_tls", "not-needed");
  if (handshake (ftp))
    return TRUE;
  ftp->turned_away = tl_pairing_dup_words (ftp->control, TL_PROTOCOL_FTP);
  if (ftp->turned_away == NULL)
    return FALSE;
  if (ftp->turned_away->code >= 400 &&
      !is_other_service (tl_tls_get_info (tl_channel_get_tls (ftp->control))->peeked))
    return TRUE;
  g_clear_pointer (&ftp->turned_away, tl_reply_free);
  return FALSE;
}

/* ------------------------------------------------------------------ features and login */

static gboolean
ask_features (TlFtp *ftp)
{
  g_autoptr (TlReply) reply = NULL;
  g_autofree char *features = NULL;
  TlFailure failure;

  tl_run_begin (ftp->run, "ftp.feat", ftp->target);
  failure = tl_ftp_ask (ftp, "FEAT", NULL, ftp->limits->reply, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_ftp_fail (ftp, failure);
  if (!ftp->alive)
    return tl_ftp_fail_reply (ftp, "feat", reply);
  /* A server need not know FEAT. */
  if (reply->code == 211)
    features = tl_ftp_parse_features (reply->text);
  tl_run_fact (ftp->run, "ftp.features", features != NULL ? features : "");
  return tl_run_end (ftp->run, TL_OUTCOME_OK);
}

static gboolean
wants_login (TlFtp *ftp)
{
  return *ftp->settings->user != '\0' && ftp->settings->password != NULL;
}

/* With a login over TLS, FEAT goes with what follows it and costs no time of its own. */
static gboolean
need_features_late (TlFtp *ftp)
{
  return tl_ftp_is_encrypted (ftp) && wants_login (ftp);
}

static gboolean
need_features_early (TlFtp *ftp)
{
  return !need_features_late (ftp);
}

/* All that follows the login up to the data connection goes out with the password, in one go: six
 * round trips less. Only under TLS, where nothing on the way rewrites the lines one by one. What is
 * refused with the login carries no secret. (transfer full) */
static char **
list_ahead (TlFtp *ftp)
{
  const char *data = tl_ftp_data_first_command (ftp);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  if (!tl_ftp_is_encrypted (ftp) || ftp->alone)
    return NULL;
  g_strv_builder_add_many (lines, "FEAT", "PBSZ 0",
                           ftp->settings->protect_clear ? "PROT C" : "PROT P", NULL);
  if (*ftp->settings->path != '\0') {
    g_autofree char *cwd = g_strconcat ("CWD ", ftp->settings->path, NULL);

    g_strv_builder_add (lines, cwd);
  }
  g_strv_builder_add (lines, "PWD");
  if (data != NULL)
    g_strv_builder_add (lines, data);
  return g_strv_builder_end (lines);
}

static gboolean
leave_login (TlFtp *ftp)
{
  tl_run_begin (ftp->run, "ftp.login", ftp->target);
  tl_run_fact (ftp->run, "ftp.login.outcome", "not-tested");
  tl_run_fact (ftp->run, "ftp.data.outcome", "not-tested");
  tl_run_fact (ftp->run, "step.skipped", "not-asked");
  tl_run_end (ftp->run, TL_OUTCOME_SKIPPED);
  ftp->skip = "not-asked";
  ftp->entered = TRUE;
  return FALSE;
}

static gboolean
judge_login (TlFtp *ftp, char **ahead, const char *stage, const TlReply *reply)
{
  gboolean proved = g_str_equal (stage, "pass") && reply->code == 230;

  ftp->entered = TRUE;
  if (ahead != NULL && g_str_equal (stage, "user"))
    tl_ftp_send_ahead (ftp, (const char *const *) ahead);
  tl_run_reply (ftp->run, stage, reply);
  tl_run_fact (ftp->run, "ftp.login.outcome", "ok");
  tl_run_fact (ftp->run, "ftp.login.text", reply->text);
  tl_run_yes_no (ftp->run, "ftp.login.password_asked", proved);
  return tl_run_end (ftp->run, proved ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

static gboolean
log_in (TlFtp *ftp)
{
  g_auto (GStrv) ahead = list_ahead (ftp);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;
  const char *stage;

  if (!wants_login (ftp))
    return leave_login (ftp);
  tl_run_begin (ftp->run, "ftp.login", ftp->target);
  if (!tl_ftp_is_encrypted (ftp) && !ftp->settings->allow_plaintext) {
    tl_run_fact (ftp->run, "ftp.login.outcome", "not-sent");
    return tl_ftp_fail_word (ftp, "not-allowed");
  }
  if (tl_ftp_log_in (ftp, (const char *const *) ahead, &stage, &reply, &failure))
    return judge_login (ftp, ahead, stage, reply);
  if (failure != TL_FAILURE_NONE) {
    tl_run_fact (ftp->run, "ftp.login.outcome", "not-tested");
    return tl_ftp_fail (ftp, failure);
  }
  tl_run_fact (ftp->run, "ftp.login.outcome", "rejected");
  return tl_ftp_fail_reply (ftp, stage, reply);
}

/* ------------------------------------------------------------------ protection and folder */

/* One of PBSZ 0 and PROT x (RFC 4217 9: both, in this order). */
static gboolean
protect_with (TlFtp *ftp, const char *command, const char *argument, const char *stage)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = tl_ftp_ask (ftp, command, argument, ftp->limits->reply, &reply);

  if (failure != TL_FAILURE_NONE)
    return tl_ftp_fail (ftp, failure);
  if (reply->code / 100 == 2)
    return TRUE;
  tl_run_fact (ftp->run, "ftp.protection", "refused");
  return tl_ftp_fail_reply (ftp, stage, reply);
}

static gboolean
protect (TlFtp *ftp)
{
  gboolean clear = ftp->settings->protect_clear;

  tl_run_begin (ftp->run, "ftp.protection", ftp->target);
  if (!protect_with (ftp, "PBSZ", "0", "pbsz") ||
      !protect_with (ftp, "PROT", clear ? "C" : "P", "prot"))
    return FALSE;
  ftp->private = !clear;
  tl_run_fact (ftp->run, "ftp.protection", clear ? "clear" : "private");
  return tl_run_end (ftp->run, TL_OUTCOME_OK);
}

static gboolean
enter_folder (TlFtp *ftp)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = tl_ftp_ask (ftp, "CWD", ftp->settings->path, ftp->limits->reply, &reply);

  if (failure != TL_FAILURE_NONE)
    return tl_ftp_fail (ftp, failure);
  if (reply->code / 100 != 2)
    return tl_ftp_fail_reply (ftp, "cwd", reply);
  return TRUE;
}

/* PWD tells where one is; that it fails takes nothing from what comes after. */
static gboolean
show_folder (TlFtp *ftp)
{
  g_autoptr (TlReply) reply = NULL;
  g_autofree char *folder = NULL;
  TlFailure failure;

  tl_run_begin (ftp->run, "ftp.pwd", ftp->target);
  if (*ftp->settings->path != '\0' && !enter_folder (ftp))
    return FALSE;
  failure = tl_ftp_ask (ftp, "PWD", NULL, ftp->limits->reply, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_ftp_fail (ftp, failure);
  if (!ftp->alive)
    return tl_ftp_fail_reply (ftp, "pwd", reply);
  if (reply->code == 257)
    folder = tl_ftp_parse_directory (reply->text);
  if (folder == NULL) {
    tl_ftp_note_reply (ftp, "pwd", reply);
    return tl_run_end (ftp->run, TL_OUTCOME_WARNING);
  }
  tl_run_fact (ftp->run, "ftp.directory", folder);
  tl_run_yes_no (ftp->run, "ftp.directory.asked", *ftp->settings->path != '\0');
  return tl_run_end (ftp->run, TL_OUTCOME_OK);
}

/* ------------------------------------------------------------------ data */

static gboolean
open_data (TlFtp *ftp)
{
  const char *word;

  tl_run_begin (ftp->run, tl_ftp_is_active (ftp) ? "ftp.data.active" : "ftp.data.passive",
                ftp->target);
  if (!tl_ftp_is_encrypted (ftp))
    tl_run_fact (ftp->run, "ftp.protection", "clear");
  word = tl_ftp_data_prepare (ftp);
  if (word == NULL)
    return tl_run_end (ftp->run, TL_OUTCOME_OK);
  tl_run_fact (ftp->run, "ftp.data.outcome", "failed");
  return tl_ftp_fail_word (ftp, word);
}

static gboolean
is_passive (TlFtp *ftp)
{
  return !tl_ftp_is_active (ftp);
}

static gboolean
wants_upload (TlFtp *ftp)
{
  return ftp->settings->upload;
}

/* ------------------------------------------------------------------ the ladder */

typedef struct {
  const char *id;
  gboolean (*need) (TlFtp *ftp);  /* NULL: always */
  gboolean (*climb) (TlFtp *ftp); /* whether to go on */
} Rung;

static const Rung ladder[] = {
    {"tls.handshake", need_implicit_handshake, implicit_handshake},
    {"ftp.greeting", NULL, greet},
    {"ftp.auth-tls", need_auth_tls, auth_tls},
    {"tls.handshake", need_explicit_handshake, handshake},
    {"ftp.feat", need_features_early, ask_features},
    {"ftp.login", NULL, log_in},
    {"ftp.feat", need_features_late, ask_features},
    {"ftp.protection", tl_ftp_is_encrypted, protect},
    {"ftp.pwd", NULL, show_folder},
    {"ftp.data.passive", is_passive, open_data},
    {"ftp.data.active", tl_ftp_is_active, open_data},
    {"ftp.list", NULL, tl_ftp_list},
    {"ftp.upload", wants_upload, tl_ftp_upload},
};

/* What stands above a rung that broke is said to be untried, so that nobody takes it for well. */
static void
skip_rest (TlFtp *ftp, gsize from)
{
  const char *reason = tl_io_is_cancelled (ftp->io) ? "cancelled" : ftp->skip;

  for (gsize i = from; i < G_N_ELEMENTS (ladder); i++)
    if (ladder[i].need == NULL || ladder[i].need (ftp))
      tl_run_skip (ftp->run, ladder[i].id, reason);
}

static void
climb (TlFtp *ftp)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ladder); i++) {
    if (ladder[i].need != NULL && !ladder[i].need (ftp))
      continue;
    if (ladder[i].climb (ftp))
      continue;
    skip_rest (ftp, i + 1);
    return;
  }
}

/* Where the server does not know how to encrypt here: whether another way to it shows more. */
static void
look_elsewhere (TlFtp *ftp)
{
  g_autofree char *outcome =
      tl_evidence_builder_dup (tl_run_get_builder (ftp->run), "ftp.auth_tls");

  if (tl_ftp_demands_tls (ftp) && !tl_run_is_cancelled (ftp->run) &&
      (g_strcmp0 (outcome, "unknown") == 0 || g_strcmp0 (outcome, "refused") == 0))
    tl_ports_compare_starttls (ftp->run, tl_address_get_port (&ftp->peer), FALSE);
}

/* Where a packet was repeated. */
static void
sample_path (TlFtp *ftp)
{
  if (!ftp->alive || ftp->stuck || !g_queue_is_empty (&ftp->ahead) ||
      tl_io_is_cancelled (ftp->io) || !tl_path_is_suspect (ftp->run, ftp->control, FALSE))
    return;
  tl_run_begin (ftp->run, "path.sample", ftp->target);
  ftp->alive = tl_path_sample (ftp->run, ftp->control, TL_PROTOCOL_FTP);
}

/* The result stands whatever is answered to the goodbye, so nobody waits for it. */
static void
quit (TlFtp *ftp)
{
  TlFailure failure;

  if (!ftp->alive || tl_io_is_cancelled (ftp->io))
    return;
  tl_run_begin (ftp->run, "ftp.quit", ftp->target);
  failure = tl_channel_send_line (ftp->control, "QUIT");
  /* Closed while it still answers what was sent ahead, the connection is reset, and a server that
   * then writes to nobody does not come to read the goodbye. */
  tl_ftp_hear_out (ftp, ftp->limits->quit);
  tl_run_end (ftp->run, failure == TL_FAILURE_NONE ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

static void
note_mode (TlFtp *ftp)
{
  gboolean none = ftp->settings->security == TL_SECURITY_NONE;

  tl_run_fact_of (ftp->run, "tcp.connect", ftp->target, "tls.mode",
                  none            ? "none"
                  : ftp->implicit ? "implicit"
                                  : "starttls");
  if (none)
    tl_run_fact_of (ftp->run, "tcp.connect", ftp->target, "tls.state", "not-tried");
}

static gboolean
open_control (TlFtp *ftp)
{
  ftp->implicit = tl_settings_effective_security (ftp->settings) == TL_SECURITY_TLS;
  ftp->control = tl_run_connect (ftp->run, tl_settings_effective_port (ftp->settings));
  if (ftp->control == NULL)
    return FALSE;
  /* Not asked of the socket, which a reset may have left without a peer. */
  ftp->peer = tl_run_get_reach (ftp->run)->peer;
  tl_channel_get_local (ftp->control, &ftp->local);
  ftp->target = tl_address_to_target (&ftp->peer);
  ftp->alive = TRUE;
  note_mode (ftp);
  return TRUE;
}

void
tl_ftp_log_in_over (TlRun *run, TlTalk *talk)
{
  /* The connection stays the survey's; nothing is sent ahead on it. */
  TlFtp ftp = {
      .run = run,
      .settings = tl_run_get_settings (run),
      .user = tl_run_get_settings (run)->user,
      .io = tl_run_get_io (run),
      .limits = tl_run_get_limits (run),
      .control = talk->channel,
      .peer = talk->address,
      .target = tl_address_to_target (&talk->address),
      .implicit = !talk->starttls,
      .alive = TRUE,
      .alone = TRUE,
      .ahead = G_QUEUE_INIT,
      .data = {.listener = -1},
  };

  log_in (&ftp);
  if (!ftp.alive)
    talk->failure = TL_FAILURE_CLOSED;
  g_free (ftp.target);
}

gboolean
tl_ftp_check (TlRun *run)
{
  TlFtp ftp = {
      .run = run,
      .settings = tl_run_get_settings (run),
      .user = tl_run_get_settings (run)->user,
      .io = tl_run_get_io (run),
      .limits = tl_run_get_limits (run),
      .announced = tl_run_get_settings (run)->pasv_announced,
      .skip = "earlier-failure",
      .ahead = G_QUEUE_INIT,
      .data = {.listener = -1},
      .rows = g_ptr_array_new_with_free_func (g_free),
  };

  if (open_control (&ftp)) {
    climb (&ftp);
    if (tl_ftp_wants_matrix (&ftp))
      tl_ftp_matrix (&ftp);
    tl_ftp_matrix_finish (&ftp);
    if (ftp.entered && ftp.alive && ftp.settings->sessions > 1)
      tl_ftp_sessions (&ftp);
    sample_path (&ftp);
    quit (&ftp);
    tl_channel_close (ftp.control);
    look_elsewhere (&ftp);
    tl_ftp_try_other_form (&ftp);
  } else {
    ftp.refused = TRUE;
    skip_rest (&ftp, 0);
  }
  tl_ftp_data_clear (&ftp.data);
  g_queue_clear_full (&ftp.ahead, g_free);
  g_clear_pointer (&ftp.control, tl_channel_free);
  g_clear_pointer (&ftp.turned_away, tl_reply_free);
  g_ptr_array_unref (ftp.rows);
  g_free (ftp.target);
  return !ftp.refused;
}
