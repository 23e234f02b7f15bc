/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-smtp-private.h"

#include <string.h>

/* ---------------------------------------------------------------- the envelope */

typedef struct {
  TlSmtp *smtp;
  char *sender;        /* (owned) "" for <> */
  char **recipients;   /* (owned) */
  gboolean send;       /* a message follows */
  gboolean flight;     /* all commands went out at once */
  gboolean deferred;   /* a recipient was answered 450 or 451 */
  guint accepted;      /* recipients */
  const char *refused; /* (nullable) the first recipient that was not taken */
} Envelope;

/* Whether no address of it needs more than ASCII. */
static gboolean
is_ascii (const Envelope *envelope)
{
  gboolean ascii = g_str_is_ascii (envelope->sender);

  for (guint i = 0; envelope->recipients[i] != NULL; i++)
    ascii &= g_str_is_ascii (envelope->recipients[i]);
  return ascii;
}

/* One address of the envelope that needs the extension is enough for it to be asked for here, where the
 * server has it (RFC 6531 3.4). */
static char *
mail_command (Envelope *envelope)
{
  gboolean utf8 = envelope->smtp->offer.utf8 && !is_ascii (envelope);

  return g_strdup_printf ("MAIL FROM:<%s>%s", envelope->sender, utf8 ? " SMTPUTF8" : "");
}

static char *
rcpt_command (const char *recipient)
{
  return g_strdup_printf ("RCPT TO:<%s>", recipient);
}

/* The reply to a command that perhaps went out with others before it. */
static TlFailure
exchange (Envelope *envelope, const char *command, TlReply **reply)
{
  return tl_smtp_ask (envelope->smtp, envelope->flight ? NULL : command, reply);
}

/* Everything at once where the server says that it can be done (RFC 2920), so that three commands
 * cost one round trip. Addresses that need an extension of their own go one by one. */
static gboolean
may_fly (const Envelope *envelope)
{
  return envelope->smtp->offer.pipelining && is_ascii (envelope);
}

static GStrv
dup_flight (Envelope *envelope)
{
  GPtrArray *lines = g_ptr_array_new ();

  g_ptr_array_add (lines, mail_command (envelope));
  for (guint i = 0; envelope->recipients[i] != NULL; i++)
    g_ptr_array_add (lines, rcpt_command (envelope->recipients[i]));
  if (!envelope->send)
    g_ptr_array_add (lines, g_strdup ("RSET"));
  g_ptr_array_add (lines, NULL);
  return (GStrv) g_ptr_array_free (lines, FALSE);
}

static TlFailure
send_flight (Envelope *envelope)
{
  g_auto (GStrv) lines = dup_flight (envelope);

  envelope->flight = TRUE;
  envelope->smtp->owed += g_strv_length (lines);
  return tl_channel_send_lines (envelope->smtp->channel, (const char *const *) lines);
}

/* After a login flight. A server may drop unread what stands behind a login: what stays without an
 * answer is sent once more, all of it, so that late replies to the first would still fit. */
static TlFailure
await_mail (Envelope *envelope, TlReply **reply)
{
  TlFailure failure = tl_smtp_ask (envelope->smtp, NULL, reply);

  if (failure != TL_FAILURE_TIMEOUT)
    return failure;
  failure = send_flight (envelope);
  return failure != TL_FAILURE_NONE ? failure : tl_smtp_ask (envelope->smtp, NULL, reply);
}

static TlFailure
ask_mail (Envelope *envelope, TlReply **reply)
{
  g_autofree char *command = mail_command (envelope);
  TlFailure failure;

  *reply = NULL;
  if (envelope->flight)
    return await_mail (envelope, reply);
  if (!may_fly (envelope))
    return tl_smtp_ask (envelope->smtp, command, reply);
  failure = tl_smtp_check_early (envelope->smtp, reply);
  if (failure != TL_FAILURE_NONE || *reply != NULL)
    return failure;
  failure = send_flight (envelope);
  if (failure != TL_FAILURE_NONE)
    return failure;
  return tl_smtp_ask (envelope->smtp, NULL, reply);
}

static gboolean
say_mail (Envelope *envelope)
{
  TlSmtp *smtp = envelope->smtp;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.mail");
  if (!g_str_is_ascii (envelope->sender) && !smtp->offer.utf8)
    return tl_run_fail_as (smtp->run, "not-offered");
  failure = ask_mail (envelope, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (smtp->run, failure);
  tl_run_fact (smtp->run, "smtp.mail.outcome", reply->code == 250 ? "ok" : "rejected");
  if (reply->code != 250)
    return tl_smtp_refused (smtp, "mail", reply);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

static gboolean
judge_rcpt (Envelope *envelope, const char *recipient, const TlReply *reply)
{
  TlRun *run = envelope->smtp->run;
  /* 251: not local, it is forwarded; 252: not verified, but it is taken (RFC 5321 4.2.3). */
  gboolean taken = reply->code >= 250 && reply->code <= 252;

  tl_run_fact (run, "smtp.rcpt.outcome", taken ? "ok" : "rejected");
  if (taken) {
    envelope->accepted++;
    return tl_run_end (run, TL_OUTCOME_OK);
  }
  envelope->deferred |= reply->code == 450 || reply->code == 451;
  if (envelope->refused == NULL)
    envelope->refused = recipient;
  tl_run_fact (run, "smtp.reply.recipient", recipient);
  return tl_smtp_refused (envelope->smtp, "rcpt", reply);
}

/* FALSE only where the conversation cannot go on. */
static gboolean
say_rcpt (Envelope *envelope, const char *recipient)
{
  g_autofree char *command = rcpt_command (recipient);
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_run_begin (envelope->smtp->run, "smtp.rcpt", recipient);
  if (!g_str_is_ascii (recipient) && !envelope->smtp->offer.utf8) {
    tl_run_fail_as (envelope->smtp->run, "not-offered");
    return TRUE;
  }
  failure = exchange (envelope, command, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (envelope->smtp->run, failure);
  judge_rcpt (envelope, recipient, reply);
  return reply->code != 421;
}

static gboolean
say_all_rcpt (Envelope *envelope)
{
  TlRun *run = envelope->smtp->run;

  if (envelope->recipients[0] == NULL) {
    tl_run_skip (run, "smtp.rcpt", "not-asked");
    tl_run_fact_of (run, "smtp.rcpt", "", "smtp.rcpt.outcome", "not-tested");
    return TRUE;
  }
  for (guint i = 0; envelope->recipients[i] != NULL; i++)
    if (!say_rcpt (envelope, envelope->recipients[i]))
      return FALSE;
  /* What decides stands last: one refusal among several recipients. */
  if (envelope->refused != NULL)
    tl_run_fact_of (run, "smtp.rcpt", envelope->refused, "smtp.rcpt.outcome", "rejected");
  return TRUE;
}

static gboolean
say_rset (Envelope *envelope)
{
  TlSmtp *smtp = envelope->smtp;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.rset");
  /* All that was asked for is known by now: this belongs to the goodbye. */
  failure = tl_smtp_ask_within (smtp, envelope->flight ? NULL : "RSET",
                                tl_run_get_limits (smtp->run)->quit, &reply);
  if (failure != TL_FAILURE_NONE) {
    smtp->alive = failure == TL_FAILURE_TIMEOUT;
    /* Many a server takes its time behind a refusal: the refusal is what went wrong. */
    if (envelope->refused == NULL)
      tl_run_fact (smtp->run, "step.failure", tl_failure_to_string (failure));
    return tl_run_end (smtp->run, TL_OUTCOME_WARNING);
  }
  /* A refusal of a recipient says more than one of this. */
  if (reply->code != 250 && envelope->refused == NULL)
    tl_run_reply (smtp->run, "rset", reply);
  return tl_run_end (smtp->run, reply->code == 250 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* ---------------------------------------------------------------- a message */

/* Fills the message: where large packets get lost on the way, the first of them may be this one. */
#define FILLER "This line is here so that the message fills more than one packet on its way.\n"
#define FILLERS                                                                                    \
  FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER       \
      FILLER FILLER FILLER FILLER FILLER FILLER FILLER

char *
tl_smtp_dup_message (const char *sender, const char *recipient, GDateTime *now, const char *id)
{
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  g_autofree char *text = g_strdup_printf (
      /* Names of days and months are English whatever the locale (RFC 5322 3.3). */
      "Date: %s, %d %s %d %02d:%02d:%02d +0000\n"
      "From: <%s>\n"
      "To: <%s>\n"
      "Subject: Throughline test %s\n"
      "Message-ID: <%s@throughline.invalid>\n"
      "Auto-Submitted: auto-generated\n"
      "MIME-Version: 1.0\n"
      "Content-Type: text/plain; charset=us-ascii\n"
      "Content-Transfer-Encoding: 7bit\n"
      "\n"
      "Throughline test message %s\n\n" FILLERS,
      days[g_date_time_get_day_of_week (now) - 1], g_date_time_get_day_of_month (now),
      months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
      g_date_time_get_hour (now), g_date_time_get_minute (now), g_date_time_get_second (now),
      sender[0] != '\0' ? sender : "nobody@throughline.invalid", recipient, date, id, id);

  return tl_smtp_stuff (text);
}

char *
tl_smtp_stuff (const char *text)
{
  GString *wire = g_string_sized_new (strlen (text) + 64);
  gboolean fresh = TRUE;

  for (const char *c = text; *c != '\0'; c++) {
    if (fresh && *c == '.')
      g_string_append_c (wire, '.');
    if (*c == '\n')
      g_string_append_c (wire, '\r');
    g_string_append_c (wire, *c);
    fresh = *c == '\n';
  }
  return g_string_free (wire, FALSE);
}

static gboolean
say_data (Envelope *envelope)
{
  TlSmtp *smtp = envelope->smtp;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.data");
  failure = tl_smtp_ask (smtp, "DATA", &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (smtp->run, failure);
  if (reply->code != 354)
    return tl_smtp_refused (smtp, "data", reply);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

/* Everything up to the closing dot: until then the server has nothing. */
static TlFailure
send_text (Envelope *envelope)
{
  TlRun *run = envelope->smtp->run;
  TlIo *io = tl_run_get_io (run);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *text = tl_smtp_dup_message (envelope->sender, envelope->recipients[0], now, id);

  tl_io_record (io, TRUE, text, strlen (text));
  return tl_channel_send_bytes (envelope->smtp->channel, text, strlen (text),
                                tl_run_get_limits (run)->data);
}

/* Once the dot is out, the message may have been accepted, whatever happens to the connection: it
 * is said so, and it is never sent a second time (RFC 5321 6.1). */
static gboolean
fail_after_dot (Envelope *envelope, TlFailure failure)
{
  tl_run_fact (envelope->smtp->run, "smtp.message.outcome", "uncertain");
  return tl_run_fail (envelope->smtp->run, failure);
}

static gboolean
say_message (Envelope *envelope)
{
  TlSmtp *smtp = envelope->smtp;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  tl_smtp_begin (smtp, "smtp.message");
  failure = send_text (envelope);
  if (failure != TL_FAILURE_NONE) {
    tl_run_fact (smtp->run, "smtp.message.outcome", "not-tested");
    return tl_run_fail (smtp->run, failure);
  }
  failure = tl_channel_send_line (smtp->channel, ".");
  if (failure != TL_FAILURE_NONE && !tl_channel_has_input (smtp->channel))
    return fail_after_dot (envelope, failure);
  failure = tl_smtp_ask (smtp, NULL, &reply);
  if (failure != TL_FAILURE_NONE)
    return fail_after_dot (envelope, failure);
  tl_run_fact (smtp->run, "smtp.message.outcome", reply->code == 250 ? "ok" : "rejected");
  tl_run_yes_no (smtp->run, "smtp.sent", reply->code == 250);
  if (reply->code != 250)
    return tl_smtp_refused (smtp, "body", reply);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

/* ---------------------------------------------------------------- the whole */

/* Whoever did not consent to plain text does not have the user name sent as the sender either. */
static char *
choose_sender (TlSmtp *smtp)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);

  if (settings->from[0] == '\0' && !smtp->verified && !settings->allow_plaintext)
    return g_strdup ("");
  return tl_settings_dup_sender (settings);
}

static gboolean
finish (Envelope *envelope)
{
  if (!envelope->send || envelope->accepted == 0)
    return say_rset (envelope);
  return say_data (envelope) && say_message (envelope);
}

GStrv
tl_smtp_dup_login_flight (TlSmtp *smtp)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  g_autofree char *sender = choose_sender (smtp);
  g_auto (GStrv) recipients = tl_settings_dup_recipients (settings);
  Envelope envelope = {.smtp = smtp, .sender = sender, .recipients = recipients};

  /* A message has to wait for the login; so do further sessions, which are counted before. */
  if (settings->send || settings->sessions > 1 || !may_fly (&envelope))
    return NULL;
  return dup_flight (&envelope);
}

TlEnvelope
tl_smtp_envelope (TlSmtp *smtp)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  g_autofree char *sender = choose_sender (smtp);
  g_auto (GStrv) recipients = tl_settings_dup_recipients (settings);
  Envelope envelope = {
      .smtp = smtp,
      .sender = sender,
      .recipients = recipients,
      .send = settings->send && recipients[0] != NULL,
      .flight = smtp->flown,
  };

  if (!say_mail (&envelope)) {
    tl_run_skip (smtp->run, "smtp.rcpt", "earlier-failure");
    return TL_ENVELOPE_FAILED;
  }
  if (!say_all_rcpt (&envelope))
    return TL_ENVELOPE_FAILED;
  if (!finish (&envelope))
    return TL_ENVELOPE_FAILED;
  if (envelope.deferred)
    return TL_ENVELOPE_DEFERRED;
  return envelope.refused == NULL && (recipients[0] == NULL || envelope.accepted > 0)
             ? TL_ENVELOPE_OK
             : TL_ENVELOPE_FAILED;
}
