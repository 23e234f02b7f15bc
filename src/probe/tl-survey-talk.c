/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include "tl-ftp-words.h"

#include <string.h>

void
tl_talk_free (TlTalk *talk)
{
  g_clear_pointer (&talk->channel, tl_channel_free);
  g_clear_pointer (&talk->refusal, tl_reply_free);
  g_clear_pointer (&talk->recorder, tl_evidence_builder_unref);
  g_clear_pointer (&talk->io, tl_io_unref);
  tl_smtp_offer_clear (&talk->offer);
  tl_smtp_offer_clear (&talk->hidden);
  g_free (talk->greeting);
  g_free (talk);
}

static gboolean
is_ftp (const TlTalk *talk)
{
  return talk->protocol == TL_PROTOCOL_FTP;
}

static gboolean
fail (TlTalk *talk, const char *stage, TlFailure failure)
{
  talk->stage = stage;
  talk->failure = failure;
  return FALSE;
}

static gboolean
refuse (TlTalk *talk, const char *stage, TlReply *reply)
{
  g_clear_pointer (&talk->refusal, tl_reply_free);
  talk->refusal = reply;
  return fail (talk, stage, TL_FAILURE_NONE);
}

/* ---------------------------------------------------------------- a command, its reply */

static TlFailure
ask (TlTalk *talk, const char *line, TlReply **reply)
{
  TlFailure failure = TL_FAILURE_NONE;

  *reply = NULL;
  if (line != NULL) {
    if (tl_channel_has_input (talk->channel))
      return TL_FAILURE_INJECTED;
    failure = tl_channel_send_line (talk->channel, line);
  }
  if (failure != TL_FAILURE_NONE && !tl_channel_has_input (talk->channel))
    return failure;
  return tl_channel_read_reply (talk->channel, talk->protocol,
                                line != NULL ? talk->limits->reply : talk->limits->greeting, reply);
}

/* ---------------------------------------------------------------- the parts of a conversation */

static gboolean
greet (TlTalk *talk)
{
  double before = tl_io_now_ms (talk->io);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  if (talk->service == NULL) {
    failure = tl_channel_peek_service (talk->channel, talk->limits->greeting, &talk->service);
    if (failure != TL_FAILURE_NONE)
      return fail (talk, "greeting", failure);
  }
  failure = ask (talk, NULL, &reply);
  talk->greeting_ms += tl_io_now_ms (talk->io) - before;
  if (failure != TL_FAILURE_NONE)
    return fail (talk, "greeting", failure);
  g_free (talk->greeting);
  talk->greeting = g_strdup (reply->text);
  talk->greeting_code = reply->code;
  if (reply->code != 220)
    return refuse (talk, "greeting", g_steal_pointer (&reply));
  return TRUE;
}

static char *
dup_hello (TlTalk *talk)
{
  TlAddress local;
  g_autofree char *text = NULL;

  if (is_ftp (talk))
    return g_strdup ("FEAT");
  if (!tl_channel_get_local (talk->channel, &local))
    return g_strdup ("EHLO [127.0.0.1]");
  text = tl_address_to_string (&local);
  text[strcspn (text, "%")] = '\0';
  return g_strdup_printf (tl_address_is_ipv6 (&local) ? "EHLO [IPv6:%s]" : "EHLO [%s]", text);
}

static void
read_offer (TlTalk *talk, const TlReply *reply, TlSmtpOffer *offer)
{
  if (!is_ftp (talk)) {
    tl_smtp_offer_parse (offer, reply->text);
    return;
  }
  tl_smtp_offer_clear (offer);
  /* A server need not know FEAT. */
  offer->extensions = reply->code == 211 ? tl_ftp_parse_features (reply->text) : g_strdup ("");
}

static gboolean
say_hello (TlTalk *talk, TlSmtpOffer *offer)
{
  double before = tl_io_now_ms (talk->io);
  g_autofree char *line = dup_hello (talk);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure = ask (talk, line, &reply);

  talk->hello_ms = tl_io_now_ms (talk->io) - before;
  if (failure != TL_FAILURE_NONE)
    return fail (talk, is_ftp (talk) ? "feat" : "ehlo", failure);
  if (is_ftp (talk) ? reply->code == 421 : reply->code != 250)
    return refuse (talk, is_ftp (talk) ? "feat" : "ehlo", g_steal_pointer (&reply));
  read_offer (talk, reply, offer);
  return TRUE;
}

static gboolean
encrypt (TlTalk *talk)
{
  double before = tl_io_now_ms (talk->io);
  TlFailure failure =
      tl_channel_start_tls (talk->channel, talk->trust, talk->host, NULL, NULL, talk->limits->tls);
  TlTls *tls = tl_channel_get_tls (talk->channel);

  talk->tls_ms = tl_io_now_ms (talk->io) - before;
  if (failure == TL_FAILURE_NONE && (tls == NULL || !tl_tls_get_info (tls)->complete))
    failure = TL_FAILURE_TLS;
  if (failure != TL_FAILURE_NONE)
    return fail (talk, "tls", failure);
  /* Over a certificate that does not hold nothing more is said. */
  if (g_strcmp0 (tl_tls_get_info (tls)->verify, "ok") != 0)
    return fail (talk, "tls", TL_FAILURE_NONE);
  return TRUE;
}

static gboolean
ask_for_tls (TlTalk *talk)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  talk->starttls = TRUE;
  if (!is_ftp (talk) && !talk->offer.starttls)
    return fail (talk, "starttls", TL_FAILURE_NONE);
  failure = ask (talk, is_ftp (talk) ? "AUTH TLS" : "STARTTLS", &reply);
  if (failure != TL_FAILURE_NONE)
    return fail (talk, "starttls", failure);
  if (reply->code != (is_ftp (talk) ? 234 : 220))
    return refuse (talk, is_ftp (talk) ? "auth-tls" : "starttls", g_steal_pointer (&reply));
  return TRUE;
}

static void
talk_plainly (TlTalk *talk)
{
  if (!greet (talk) || !say_hello (talk, &talk->offer))
    return;
  talk->plain = TRUE;
  talk->verified = ask_for_tls (talk) && encrypt (talk) && say_hello (talk, &talk->hidden);
}

static void
talk_hidden (TlTalk *talk)
{
  talk->verified = greet (talk) && say_hello (talk, &talk->hidden);
}

/* ---------------------------------------------------------------- which way it starts */

/* Another connection to the same port, where the survey may still make one. */
static TlChannel *
connect_again (TlTalk *talk)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;

  if (g_atomic_int_add (talk->spare, -1) <= 0)
    return NULL;
  g_ptr_array_add (one, &talk->address);
  results = tl_connect_first (talk->io, one, talk->limits->connect);
  if (results->len == 0)
    return NULL;
  result = g_ptr_array_index (results, results->len - 1);
  return result->state == TL_PORT_OPEN ? tl_channel_new_from_result (talk->io, result) : NULL;
}

/* A port that ought to start with TLS answered the ClientHello in words. */
static void
start_over_plainly (TlTalk *talk)
{
  const TlTlsInfo *info = tl_tls_get_info (tl_channel_get_tls (talk->channel));
  TlChannel *another;

  if (g_strcmp0 (info->peeked, "smtp") != 0 && g_strcmp0 (info->peeked, "ftp") != 0 &&
      g_strcmp0 (info->peeked, "text") != 0)
    return;
  another = connect_again (talk);
  if (another == NULL)
    return;
  tl_channel_free (talk->channel);
  talk->channel = another;
  talk->stage = "";
  talk->failure = TL_FAILURE_NONE;
  talk_plainly (talk);
}

/* A port that ought to start with words stays silent: perhaps it waits for a ClientHello. */
static gboolean
start_over_hidden (TlTalk *talk)
{
  TlChannel *silent = talk->channel;
  TlChannel *another = connect_again (talk);

  if (another == NULL)
    return FALSE;
  talk->channel = another;
  if (encrypt (talk)) {
    tl_channel_free (silent);
    talk_hidden (talk);
    return TRUE;
  }
  tl_channel_free (another);
  talk->channel = silent;
  talk->stage = "";
  talk->failure = TL_FAILURE_NONE;
  return FALSE;
}

static void
start_plainly (TlTalk *talk)
{
  double before = tl_io_now_ms (talk->io);
  guint patience = talk->limits->silence + (guint) talk->connect_ms;
  TlFailure failure;

  /* Whoever speaks before the greeting may be taken for a spammer on port 25. */
  if (tl_address_get_port (&talk->address) == 25)
    patience = talk->limits->greeting;
  failure = tl_channel_peek_service (talk->channel, MIN (patience, talk->limits->greeting),
                                     &talk->service);
  talk->greeting_ms = tl_io_now_ms (talk->io) - before;
  if (failure == TL_FAILURE_TIMEOUT && patience < talk->limits->greeting &&
      start_over_hidden (talk))
    return;
  talk_plainly (talk);
}

void
tl_talk_run (TlTalk *talk, TlChannel *channel)
{
  guint port = tl_address_get_port (&talk->address);

  talk->channel = channel;
  talk->stage = "";
  talk->start_ms = tl_io_now_ms (talk->io);
  if (tl_security_for_port (talk->protocol, port) != TL_SECURITY_TLS)
    start_plainly (talk);
  else if (encrypt (talk))
    talk_hidden (talk);
  else
    start_over_plainly (talk);
  if (!talk->verified)
    tl_talk_leave (talk);
}

void
tl_talk_leave (TlTalk *talk)
{
  TlTls *tls = tl_channel_get_tls (talk->channel);

  /* Not into a handshake that did not come to its end, and not to a server that has gone. */
  if (!tl_io_is_cancelled (talk->io) && talk->failure == TL_FAILURE_NONE &&
      talk->greeting_code == 220 && (tls == NULL || tl_tls_get_info (tls)->complete) &&
      (talk->refusal == NULL || talk->refusal->code != 421))
    tl_channel_send_line (talk->channel, "QUIT");
}

/* ---------------------------------------------------------------- what came of it */

TlSecurity
tl_talk_get_security (const TlTalk *talk)
{
  if (talk->starttls)
    return TL_SECURITY_STARTTLS;
  return tl_channel_get_tls (talk->channel) != NULL ? TL_SECURITY_TLS : TL_SECURITY_NONE;
}

static void
add_words (GString *list, const char *words, const char *prefix)
{
  g_auto (GStrv) each = g_strsplit (words != NULL ? words : "", " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (each[i][0] != '\0' && strcmp (each[i], "AUTH") != 0)
      g_string_append_printf (list, "%s%s%s", list->len > 0 ? " " : "", prefix, each[i]);
}

char *
tl_talk_dup_offers (const TlTalk *talk, TlSecurity security)
{
  GString *list = g_string_new (NULL);
  TlTls *tls = tl_channel_get_tls (talk->channel);
  const TlSmtpOffer *offer = security == TL_SECURITY_NONE ? &talk->offer : &talk->hidden;

  add_words (list, offer->extensions, "");
  add_words (list, offer->auth, "AUTH=");
  if (security == tl_talk_get_security (talk) && tls != NULL) {
    add_words (list, tl_tls_get_info (tls)->version, "");
    add_words (list, tl_tls_get_info (tls)->verify, "certificate=");
  }
  return g_string_free (list, FALSE);
}
