/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A handshake or a message that stalls may lack a packet that is too large for the way. Whether that is
 * so shows best where the same is done once more without large packets (RFC 2923 2.1). */
#include "tl-smtp-private.h"

#include "tl-tls-hello.h"

/* Which every IPv4 link carries (RFC 9293 3.7.1). */
#define SMALL_BYTES 536
/* What stalled a moment ago for want of size comes about at once. */
#define SMALL_MS 5000
/* As much as a message, in packets of so many bytes. */
#define TEXT_PADDING 1800
#define TEXT_BYTES 400
/* In so long a lost packet is sent again three times at least. */
#define TEXT_MS 3000

/* From the greeting to the go-ahead for encryption. */
static gboolean
ask_for_encryption (TlSmtp *smtp)
{
  const TlLimits *limits = tl_run_get_limits (smtp->run);
  g_autofree char *name = tl_smtp_dup_helo (smtp);
  g_autofree char *ehlo = g_strconcat ("EHLO ", name, NULL);
  g_autoptr (TlReply) greeting = NULL;
  g_autoptr (TlReply) offer = NULL;
  g_autoptr (TlReply) go = NULL;

  return tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP, limits->greeting, &greeting) ==
             TL_FAILURE_NONE &&
         greeting->code == 220 && tl_smtp_ask (smtp, ehlo, &offer) == TL_FAILURE_NONE &&
         offer->code == 250 && tl_smtp_ask (smtp, "STARTTLS", &go) == TL_FAILURE_NONE &&
         go->code == 220;
}

static gboolean
shake_hands (TlSmtp *smtp)
{
  TlRun *run = smtp->run;
  TlIo *io = tl_run_get_io (run);
  g_autoptr (TlConnectResult) result =
      tl_connect_small (io, &tl_run_get_reach (run)->peer, SMALL_BYTES, SMALL_MS);

  if (result->state != TL_PORT_OPEN)
    return FALSE;
  smtp->channel = tl_channel_new_from_result (io, result);
  if (smtp->security != TL_SECURITY_TLS && !ask_for_encryption (smtp))
    return FALSE;
  return tl_channel_start_tls (smtp->channel, tl_run_get_trust (run),
                               tl_run_get_settings (run)->host, NULL, NULL,
                               SMALL_MS) == TL_FAILURE_NONE;
}

gboolean
tl_small_packets_try (TlSmtp *smtp)
{
  TlIo *io = tl_run_get_io (smtp->run);
  guint sent, before, after;
  gboolean works;

  tl_smtp_drop (smtp);
  tl_io_get_segments (io, &sent, &before);
  tl_smtp_begin (smtp, "path.small-packets");
  works = shake_hands (smtp);
  /* What it had to send again is counted when it is closed. */
  tl_smtp_drop (smtp);
  tl_io_get_segments (io, &sent, &after);
  if (!tl_run_is_cancelled (smtp->run)) {
    tl_run_fact (smtp->run, "path.small_packets",
                 !works           ? "fails"
                 : after > before ? "lossy"
                                  : "works");
    tl_run_end (smtp->run, works ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  } else {
    tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
  }
  return works;
}

/* ---------------------------------------------------------------- after a message */

typedef enum {
  TEXT_ARRIVED,
  TEXT_LOST,
  TEXT_NOT_SENT /* it did not come so far */
} Text;

/* A message is never sent twice, and words that mean nothing may not be sent in a heap (RFC 2920 3.1): what
 * may be as long as one likes is the first word of a handshake (RFC 7685), and the server answers it. */
static Text
send_text (TlSmtp *other, TlIo *io)
{
  TlTlsHelloAnswer answer;

  if (other->security != TL_SECURITY_TLS && !ask_for_encryption (other))
    return TEXT_NOT_SENT;
  answer = tl_tls_hello_ask (io, tl_channel_get_fd (other->channel), TL_TLS_VERSION_1_2,
                             tl_run_get_settings (other->run)->host, TEXT_PADDING, TEXT_MS);
  if (answer.spoke)
    return TEXT_ARRIVED;
  return answer.ended || tl_io_is_cancelled (io) ? TEXT_NOT_SENT : TEXT_LOST;
}

/* The attempt's own io, so that what it counts is not taken for the job's. */
static Text
try_text (TlSmtp *smtp, TlSecurity security, gboolean small, gboolean *again)
{
  TlRun *run = smtp->run;
  g_autoptr (TlEvidenceBuilder) recorder = tl_evidence_builder_new (tl_run_get_settings (run));
  g_autoptr (TlIo) io = tl_run_new_io (run, tl_io_get_cancellable (tl_run_get_io (run)), recorder,
                                       SMALL_MS + TEXT_MS);
  TlSmtp other = {.run = run, .security = security, .target = smtp->target};
  Text text = TEXT_NOT_SENT;
  guint sent, repeated = 0;

  if (small) {
    g_autoptr (TlConnectResult) result =
        tl_connect_small (io, &tl_run_get_reach (run)->peer, TEXT_BYTES, SMALL_MS);

    if (result->state == TL_PORT_OPEN)
      other.channel = tl_channel_new_from_result (io, result);
  } else {
    other.channel = tl_run_connect_quietly (run, io, SMALL_MS);
  }
  if (other.channel != NULL)
    text = send_text (&other, io);
  tl_smtp_drop (&other);
  *again = tl_io_get_segments (io, &sent, &repeated) && repeated > 0;
  return text;
}

/* Only where it is lost in large packets and arrives in small ones, size is what decides. */
static const char *
compare_text (TlSmtp *smtp, TlSecurity security)
{
  gboolean lossy, again;
  Text text = try_text (smtp, security, TRUE, &lossy);

  if (text != TEXT_ARRIVED)
    return text == TEXT_LOST ? "fails" : "not-known";
  text = try_text (smtp, security, FALSE, &again);
  if (text != TEXT_LOST)
    return text == TEXT_ARRIVED ? "both" : "not-known";
  return lossy ? "lossy" : "works";
}

void
tl_small_text_try (TlSmtp *smtp)
{
  TlRun *run = smtp->run;
  g_autoptr (TlEvidence) evidence = NULL;
  const char *mode, *outcome;

  if (smtp->channel == NULL || !tl_channel_has_timed_out (smtp->channel) ||
      tl_run_is_cancelled (run))
    return;
  /* The kernel is asked about the connection when it is closed. */
  tl_smtp_drop (smtp);
  evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  mode = tl_evidence_get (evidence, "tls.mode");
  if (!tl_evidence_is (evidence, "tcp.stalled", "sending") || mode == NULL ||
      g_str_equal (mode, "none") || tl_evidence_get (evidence, "smtp.message.outcome") == NULL)
    return;
  tl_smtp_begin (smtp, "path.small-text");
  outcome =
      compare_text (smtp, g_str_equal (mode, "implicit") ? TL_SECURITY_TLS : TL_SECURITY_STARTTLS);
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (run, "path.small_text", outcome);
  tl_run_end (run, g_str_equal (outcome, "works") || g_str_equal (outcome, "lossy")
                       ? TL_OUTCOME_OK
                       : TL_OUTCOME_WARNING);
}
