/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include <string.h>

/* Who answers at all answers a short word soon. */
#define OTHER_SERVICE_MS 1500
/* A packet that was lost is sent again after 200 ms at the earliest. */
#define LATE_MS 180

/* ---------------------------------------------------------------- what EHLO announces */

/* An inspection box spoils the keyword in place and keeps its length: XXXXXXXA, xxxxxxxx, ********. */
static gboolean
is_garbled (const char *keyword)
{
  gsize n = strspn (keyword, "Xx");

  if (strchr (keyword, '*') != NULL)
    return TRUE;
  return n >= 3 && strlen (keyword) - n <= 1;
}

static gboolean
is_keyword (const char *word)
{
  for (const char *c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return word[0] != '\0';
}

static void
add_words (GString *list, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", words[i]);
}

static void
read_size (TlSmtpOffer *offer, const char *parameter)
{
  /* A number out of range saturates; no number at all says nothing. */
  if (parameter != NULL && g_ascii_isdigit (parameter[0]))
    offer->size_limit = g_ascii_strtoull (parameter, NULL, 10);
}

static void
read_extension (TlSmtpOffer *offer, const char *line, GString *extensions, GString *auth)
{
  g_autofree char *upper = g_ascii_strup (line, -1);
  g_auto (GStrv) words = NULL;
  const char *keyword;

  /* "AUTH=PLAIN LOGIN" is how it was written before the standard. */
  if (g_str_has_prefix (upper, "AUTH="))
    upper[4] = ' ';
  words = g_strsplit_set (g_strstrip (upper), " \t", -1);
  keyword = words[0];
  if (keyword == NULL)
    return;
  offer->garbled |= is_garbled (keyword);
  if (!is_keyword (keyword))
    return;
  g_string_append_printf (extensions, "%s%s", extensions->len > 0 ? " " : "", keyword);
  offer->starttls |= strcmp (keyword, "STARTTLS") == 0;
  offer->pipelining |= strcmp (keyword, "PIPELINING") == 0;
  offer->utf8 |= strcmp (keyword, "SMTPUTF8") == 0;
  if (strcmp (keyword, "SIZE") == 0)
    read_size (offer, words[1]);
  if (strcmp (keyword, "AUTH") == 0)
    add_words (auth, words + 1);
}

void
tl_smtp_offer_clear (TlSmtpOffer *offer)
{
  g_free (offer->extensions);
  g_free (offer->auth);
  memset (offer, 0, sizeof *offer);
}

void
tl_smtp_offer_parse (TlSmtpOffer *offer, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *extensions = g_string_new (NULL);
  GString *auth = g_string_new (NULL);

  tl_smtp_offer_clear (offer);
  /* The first line is the server's name and greeting, whatever it looks like. */
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    read_extension (offer, lines[i], extensions, auth);
  offer->extensions = g_string_free (extensions, FALSE);
  offer->auth = g_string_free (auth, FALSE);
}

gboolean
tl_smtp_find_own_address (const char *reply, TlAddress *address)
{
  g_autofree char *line = g_strndup (reply, strcspn (reply, "\r\n"));
  g_auto (GStrv) words = g_strsplit_set (line, " \t[](),;<>", -1);

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++) {
    const char *word = words[i];

    if (g_ascii_strncasecmp (word, "IPv6:", 5) == 0)
      word += 5;
    if (strpbrk (word, ".:") != NULL && tl_address_parse (word, 0, address) &&
        strcmp (tl_address_kind (address), "public") == 0)
      return TRUE;
  }
  return FALSE;
}

const char *
tl_smtp_doubt_own_address (TlChannel *channel, const TlAddress *claimed)
{
  TlAddress peer, local;

  if (!tl_channel_get_peer (channel, &peer) || !tl_channel_get_local (channel, &local))
    return NULL;
  if (tl_address_equal_host (&local, claimed))
    return NULL;
  if (tl_address_equal_host (&peer, claimed))
    return "server";
  if (tl_address_is_ipv6 (&peer) != tl_address_is_ipv6 (claimed))
    return "family";
  return strcmp (tl_address_kind (&local), "public") == 0 ? "elsewhere" : NULL;
}

/* Whether something took so long that a packet may have been sent again. */
static void
mark_late (TlSmtp *smtp, double before)
{
  smtp->late |= tl_io_now_ms (tl_run_get_io (smtp->run)) - before >
                LATE_MS + 4 * tl_run_get_reach (smtp->run)->connect_ms;
}

static gboolean
is_encrypted (TlSmtp *smtp)
{
  TlTls *tls = tl_channel_get_tls (smtp->channel);

  return tls != NULL && tl_tls_get_info (tls)->complete;
}

static gboolean
shake_hands (TlSmtp *smtp)
{
  double before = tl_io_now_ms (tl_run_get_io (smtp->run));
  gboolean works = tl_run_tls (smtp->run, smtp->channel, NULL);

  mark_late (smtp, before);
  return works;
}

/* ---------------------------------------------------------------- smtp.greeting */

static void
record_greeting (TlSmtp *smtp, const TlReply *reply)
{
  g_auto (GStrv) words = g_strsplit_set (reply->text, " \n", 2);

  tl_run_factf (smtp->run, "greeting.code", "%u", reply->code);
  tl_run_fact (smtp->run, "greeting.text", reply->text);
  tl_run_yes_no (smtp->run, "greeting.starred", strstr (reply->text, "****") != NULL);
  if (words[0] != NULL && strchr (words[0], '.') != NULL)
    tl_run_fact (smtp->run, "greeting.host", words[0]);
}

/* Words that are no greeting of a mail server: another service, noise. */
static gboolean
judge_no_greeting (TlSmtp *smtp, TlFailure failure)
{
  const char *bytes = tl_channel_get_last_bytes (smtp->channel);

  if (bytes != NULL && bytes[0] != '\0')
    tl_run_fact (smtp->run, "greeting.first_bytes", bytes);
  return tl_run_fail (smtp->run, failure);
}

static gboolean
judge_greeting (TlSmtp *smtp, const TlReply *reply)
{
  record_greeting (smtp, reply);
  smtp->busy = reply->code == 421;
  smtp->alive = reply->code == 220;
  /* RFC 5321 4.3.2 knows 220, and refusals. */
  if (reply->code < 400 && !smtp->alive)
    return judge_no_greeting (smtp, TL_FAILURE_INVALID);
  if (!smtp->alive)
    return tl_smtp_refused (smtp, "greeting", reply);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

/* before: when the wait for it began. */
static gboolean
read_greeting (TlSmtp *smtp, const char *service, double before)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_run_fact (smtp->run, "greeting.protocol", service);
  failure = tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP,
                                   tl_run_get_limits (smtp->run)->greeting, &reply);
  if (failure != TL_FAILURE_NONE)
    return judge_no_greeting (smtp, failure);
  tl_run_fact_ms (smtp->run, "greeting.complete_ms",
                  tl_io_now_ms (tl_run_get_io (smtp->run)) - before);
  /* A reply code without the name of a protocol beside it is what was expected here. */
  if (g_strcmp0 (service, "text") == 0)
    tl_run_fact (smtp->run, "greeting.protocol", "smtp");
  return judge_greeting (smtp, reply);
}

/* A server of another protocol waits for the first word. This one is a goodbye for a mail server, and
 * others do not leave it unanswered. */
static gboolean
find_other_service (TlSmtp *smtp, const char **service)
{
  return tl_channel_send_line (smtp->channel, "QUIT") == TL_FAILURE_NONE &&
         tl_channel_peek_service (smtp->channel, OTHER_SERVICE_MS, service) == TL_FAILURE_NONE &&
         !g_str_equal (*service, "smtp");
}

static gboolean
greet_with (TlSmtp *smtp, gboolean race, TlChannel **encrypted)
{
  double before = tl_io_now_ms (tl_run_get_io (smtp->run));
  const char *service = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.greeting");
  if (race)
    failure = tl_pairing_wait (smtp->run, smtp->channel, &service, encrypted);
  else
    failure =
        tl_channel_peek_service (smtp->channel, tl_run_get_limits (smtp->run)->greeting, &service);
  /* Another service has given itself away on the connection beside this one. */
  if (failure == TL_FAILURE_INVALID) {
    tl_run_fact (smtp->run, "greeting.protocol", service);
    return tl_run_fail (smtp->run, failure);
  }
  if (failure == TL_FAILURE_TIMEOUT && (encrypted == NULL || *encrypted == NULL) &&
      find_other_service (smtp, &service))
    return read_greeting (smtp, service, before);
  if (failure != TL_FAILURE_NONE) {
    tl_run_fact (smtp->run, "greeting.protocol", "nothing");
    return tl_run_fail (smtp->run, failure);
  }
  tl_run_fact_ms (smtp->run, "greeting.ms", tl_io_now_ms (tl_run_get_io (smtp->run)) - before);
  return read_greeting (smtp, service, before);
}

/* ---------------------------------------------------------------- smtp.ehlo */

static void
record_offer (TlSmtp *smtp, gboolean counts)
{
  const TlSmtpOffer *offer = &smtp->offer;

  tl_run_fact (smtp->run, counts ? "smtp.extensions" : "smtp.extensions_plain", offer->extensions);
  tl_run_fact (smtp->run, counts ? "smtp.auth.offered" : "smtp.auth.offered_plain", offer->auth);
  if (counts && offer->size_limit > 0)
    tl_run_factf (smtp->run, "smtp.size_limit", "%" G_GUINT64_FORMAT, offer->size_limit);
}

/* Who does not know EHLO may know HELO: worth knowing, but there is neither encryption nor login. */
static gboolean
say_helo (TlSmtp *smtp, const TlReply *refusal)
{
  g_autofree char *name = tl_smtp_dup_helo (smtp);
  g_autofree char *line = g_strconcat ("HELO ", name, NULL);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_run_fact (smtp->run, "smtp.ehlo", "refused");
  tl_run_reply (smtp->run, "ehlo", refusal);
  failure = tl_smtp_ask (smtp, line, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (smtp->run, failure);
  if (reply->code != 250)
    return tl_smtp_refused (smtp, "ehlo", reply);
  smtp->helo = TRUE;
  tl_run_fact (smtp->run, "smtp.ehlo", "helo-only");
  return tl_run_end (smtp->run, TL_OUTCOME_WARNING);
}

/* Many servers tell under which address they see the client (RFC 5321 4.1.1.1 leaves the words free). */
static void
record_seen_address (TlSmtp *smtp, const char *reply)
{
  g_autofree char *text = NULL;
  TlAddress address;

  if (!tl_smtp_find_own_address (reply, &address) ||
      tl_smtp_doubt_own_address (smtp->channel, &address) != NULL)
    return;
  text = tl_address_to_string (&address);
  tl_run_fact (smtp->run, "smtp.seen_address", text);
}

static gboolean
say_ehlo (TlSmtp *smtp, const char *step)
{
  double before = tl_io_now_ms (tl_run_get_io (smtp->run));
  g_autofree char *name = tl_smtp_dup_helo (smtp);
  g_autofree char *line = g_strconcat ("EHLO ", name, NULL);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_smtp_offer_clear (&smtp->offer);
  smtp->esmtp = FALSE;
  smtp->helo = FALSE;
  tl_smtp_begin (smtp, step);
  failure = tl_smtp_ask (smtp, line, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (smtp->run, failure);
  mark_late (smtp, before);
  if (reply->code >= 500)
    return say_helo (smtp, reply);
  if (reply->code != 250)
    return tl_smtp_refused (smtp, "ehlo", reply);
  smtp->esmtp = TRUE;
  tl_smtp_offer_parse (&smtp->offer, reply->text);
  tl_run_fact (smtp->run, "smtp.ehlo", "ok");
  record_seen_address (smtp, reply->text);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

/* ---------------------------------------------------------------- smtp.starttls */

static void
record_starttls (TlSmtp *smtp)
{
  const char *word = "not-offered";

  if (smtp->offer.starttls)
    word = "offered";
  else if (smtp->offer.garbled)
    word = "garbled";
  tl_run_fact_of (smtp->run, "smtp.ehlo", smtp->target, "smtp.starttls", word);
}

static void
record_plain (TlSmtp *smtp)
{
  tl_run_fact (smtp->run, "tls.mode", "none");
  tl_run_fact (smtp->run, "tls.state", "not-tried");
  record_offer (smtp, TRUE);
}

/* What stands behind the go-ahead: a server that then finds that it cannot begin takes it back and goes; other
 * words are those of somebody who pushes them in. NULL: nothing. */
static TlReply *
read_taken_back (TlSmtp *smtp, TlFailure *failure)
{
  TlReply *reply = NULL;

  if (tl_smtp_check_early (smtp, &reply) != TL_FAILURE_NONE)
    *failure = TL_FAILURE_INJECTED;
  return reply;
}

static gboolean
ask_starttls (TlSmtp *smtp)
{
  g_autoptr (TlReply) reply = NULL, back = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.starttls");
  tl_run_fact (smtp->run, "tls.mode", "starttls");
  if (!smtp->offer.starttls)
    return tl_run_fail_as (smtp->run, "not-offered");
  failure = tl_smtp_ask (smtp, "STARTTLS", &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (smtp->run, failure);
  smtp->starttls_unknown = reply->code >= 500 && reply->code <= 502;
  if (reply->code != 220)
    return tl_smtp_refused (smtp, "starttls", reply);
  back = read_taken_back (smtp, &failure);
  if (back != NULL)
    return tl_smtp_refused (smtp, "starttls", back);
  return failure == TL_FAILURE_NONE ? tl_run_end (smtp->run, TL_OUTCOME_OK)
                                    : tl_run_fail (smtp->run, failure);
}

/* Nothing that the server said in plain text counts any more (RFC 3207 4.2). */
static gboolean
encrypt (TlSmtp *smtp)
{
  record_offer (smtp, FALSE);
  if (!ask_starttls (smtp))
    return FALSE;
  smtp->alive = FALSE;
  if (!shake_hands (smtp)) {
    /* RFC 3207 4.1: where TLS came about and is not good enough, the goodbye goes out over it. */
    smtp->alive = is_encrypted (smtp);
    return FALSE;
  }
  smtp->verified = TRUE;
  if (!say_ehlo (smtp, "smtp.ehlo.tls"))
    return FALSE;
  record_offer (smtp, TRUE);
  return TRUE;
}

/* ---------------------------------------------------------------- the ways to begin */

/* The ClientHello was answered in plain words. A refusal in them is the server's word and nothing is
 * wrong with the pairing; a greeting means that the port starts in plain text. */
static void
judge_plain_answer (TlSmtp *smtp, gboolean again)
{
  g_autoptr (TlReply) reply = tl_pairing_dup_words (smtp->channel, TL_PROTOCOL_SMTP);

  if (reply == NULL)
    return;
  tl_smtp_drop (smtp);
  if (reply->code != 220) {
    tl_smtp_begin (smtp, "smtp.greeting");
    judge_greeting (smtp, reply);
  } else if (!again) {
    tl_pairing_try_plain (smtp);
  }
}

static gboolean
finish_encrypted (TlSmtp *smtp)
{
  tl_run_fact_of (smtp->run, "tls.handshake", smtp->target, "tls.mode", "implicit");
  tl_run_fact_of (smtp->run, "tls.handshake", smtp->target, "smtp.starttls", "not-needed");
  smtp->verified = TRUE;
  if (!greet_with (smtp, FALSE, NULL) || !say_ehlo (smtp, "smtp.ehlo"))
    return FALSE;
  record_offer (smtp, TRUE);
  return TRUE;
}

static gboolean
start_encrypted (TlSmtp *smtp, gboolean again)
{
  if (!shake_hands (smtp)) {
    tl_run_fact_of (smtp->run, "tls.handshake", smtp->target, "tls.mode", "implicit");
    if (!tl_run_is_cancelled (smtp->run))
      judge_plain_answer (smtp, again);
    return FALSE;
  }
  return finish_encrypted (smtp);
}

/* The plain connection stayed silent and TLS answered beside it: where it was left open how to speak
 * there, that is how. */
static gboolean
adopt_encrypted (TlSmtp *smtp, TlChannel *encrypted)
{
  tl_smtp_drop (smtp);
  smtp->channel = encrypted;
  smtp->security = TL_SECURITY_TLS;
  tl_run_begin (smtp->run, "tls.handshake", smtp->target);
  if (!tl_run_end_tls (smtp->run, smtp->channel, TL_FAILURE_NONE))
    return FALSE;
  return finish_encrypted (smtp);
}

static gboolean
start_plain (TlSmtp *smtp, gboolean again)
{
  g_autoptr (TlChannel) encrypted = NULL;

  if (!greet_with (smtp, !again, &encrypted)) {
    if (encrypted != NULL && smtp->security == TL_SECURITY_AUTO)
      return adopt_encrypted (smtp, g_steal_pointer (&encrypted));
    return FALSE;
  }
  if (!say_ehlo (smtp, "smtp.ehlo"))
    return FALSE;
  record_starttls (smtp);
  if (smtp->security == TL_SECURITY_STARTTLS ||
      (smtp->security == TL_SECURITY_AUTO && smtp->offer.starttls))
    return encrypt (smtp);
  record_plain (smtp);
  return TRUE;
}

/* The usual port cannot be reached, nobody chose it, and the survey has left a conversation over a
 * better one: that goes on. */
static gboolean
adopt_way (TlSmtp *smtp)
{
  TlReach *reach = tl_run_get_reach (smtp->run);
  TlEndpoint *way = g_steal_pointer (&reach->way);
  TlTalk *talk;

  if (way == NULL)
    return FALSE;
  talk = way->talk;
  reach->peer = way->address;
  reach->connect_ms = way->elapsed_ms;
  g_free (smtp->target);
  smtp->target = tl_address_to_target (&way->address);
  smtp->security = tl_talk_get_security (talk);
  tl_survey_record_way (smtp->run, way, TRUE);
  tl_run_fact_of (smtp->run, "survey.port", smtp->target, "survey.adopted", "yes");
  tl_survey_record_lines (smtp->run, talk);
  smtp->channel = g_steal_pointer (&talk->channel);
  if (tl_channel_get_tls (smtp->channel) != NULL)
    tl_run_keep_shown (smtp->run, tl_tls_get_info (tl_channel_get_tls (smtp->channel)));
  tl_smtp_offer_clear (&smtp->offer);
  smtp->offer = talk->hidden;
  memset (&talk->hidden, 0, sizeof talk->hidden);
  smtp->verified = TRUE;
  smtp->esmtp = TRUE;
  smtp->alive = TRUE;
  tl_endpoint_free (way);
  return TRUE;
}

gboolean
tl_smtp_start (TlSmtp *smtp, gboolean again)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);

  smtp->verified = FALSE;
  smtp->busy = FALSE;
  smtp->careful |= again;
  smtp->flown = FALSE;
  smtp->owed = 0;
  smtp->unheard = FALSE;
  smtp->starttls_unknown = FALSE;
  smtp->channel = again ? tl_run_connect_again (smtp->run)
                        : tl_run_connect (smtp->run, tl_settings_effective_port (settings));
  if (smtp->channel == NULL)
    return adopt_way (smtp);
  /* The connection itself may be reset already and not know its peer any more. */
  g_free (smtp->target);
  smtp->target = tl_address_to_target (&tl_run_get_reach (smtp->run)->peer);
  if (smtp->security == TL_SECURITY_TLS)
    return start_encrypted (smtp, again);
  return start_plain (smtp, again);
}
