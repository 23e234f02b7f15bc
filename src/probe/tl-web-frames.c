/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* After HTTP/2 was agreed on and no answer came: whether the server speaks it at all. A web library keeps
 * still where bytes come that are no frames. */
#include "tl-web-private.h"

#include "tl-text.h"

#include <string.h>

#define LOOK_MS 3000
/* RFC 9113 4.1, 4.2: the head of a frame, and how much may follow it where nothing else was said. */
#define FRAME_HEAD 9
#define FRAME_MAX 16384
#define TYPE_SETTINGS 4
#define BYTES_MAX (4 * FRAME_MAX)
/* Words of what came that are kept. */
#define WORDS_MAX 200

/* RFC 9113 3.4: what a client begins with; the settings are empty. */
static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0";

static const char *
judge_frame (const guint8 *head, gsize left, gboolean first, gsize *length)
{
  static const char words[] = "HTTP/";

  if (left >= strlen (words) && memcmp (head, words, strlen (words)) == 0)
    return "http1";
  if (left < FRAME_HEAD)
    return left == 0 && !first ? "ok" : "cut";
  *length = (gsize) head[0] << 16 | (gsize) head[1] << 8 | head[2];
  return *length > FRAME_MAX || (first && head[3] != TYPE_SETTINGS) ? "other" : NULL;
}

const char *
tl_web_judge_frames (const guint8 *bytes, gsize length)
{
  gsize at = 0;
  gboolean first = TRUE;

  if (length == 0)
    return "nothing";
  for (;;) {
    gsize payload = 0;
    const char *found = judge_frame (bytes + at, length - at, first, &payload);

    if (found != NULL)
      /* The last of them need not have come to its end. */
      return strcmp (found, "cut") != 0 ? found : first ? "other" : "ok";
    first = FALSE;
    at += FRAME_HEAD + payload;
    if (at >= length)
      return "ok";
  }
}

/* What comes until the end, the limit, or until it is known. */
static const char *
read_frames (TlWeb *web, TlChannel *channel)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gint64 until = tl_io_limit (web->io, web->limits->quit);
  const char *found = "nothing";

  while (bytes->len < BYTES_MAX && (strcmp (found, "nothing") == 0 || strcmp (found, "ok") == 0)) {
    char piece[4096];
    gint64 left_us = until - tl_clock_us ();
    TlFailure failure;
    gssize n = tl_channel_read_bytes (channel, piece, sizeof piece,
                                      left_us > 0 ? (guint) (left_us / 1000) : 0, &failure, NULL);

    if (n <= 0)
      break;
    g_byte_array_append (bytes, (const guint8 *) piece, (guint) n);
    /* Too little for a first head may still become one. */
    if (bytes->len >= FRAME_HEAD)
      found = tl_web_judge_frames (bytes->data, bytes->len);
  }
  found = tl_web_judge_frames (bytes->data, bytes->len);
  if (strcmp (found, "http1") == 0 || strcmp (found, "other") == 0)
    tl_io_record (web->io, FALSE, (const char *) bytes->data, MIN (bytes->len, WORDS_MAX));
  return found;
}

guint
tl_web_limit_request (TlWeb *web)
{
  gint64 left_ms = (tl_io_limit (web->io, G_MAXUINT) - tl_clock_us ()) / 1000;

  if (!web->frames || left_ms <= 0 || left_ms >= web->limits->reply + LOOK_MS)
    return web->limits->reply;
  return MIN (web->limits->reply, (guint) (left_ms - MIN (LOOK_MS, left_ms / 3)));
}

static gboolean
is_worth_it (TlWeb *web)
{
  TlFailure failure = web->answer->failure;

  return web->frames && web->answer->status == 0 && tl_url_same_origin (&web->here, &web->named) &&
         (failure == TL_FAILURE_TIMEOUT || failure == TL_FAILURE_TOO_SLOW ||
          failure == TL_FAILURE_CLOSED || failure == TL_FAILURE_RESET);
}

void
tl_web_name_service_in_tls (TlWeb *web)
{
  g_autoptr (TlChannel) channel = NULL;
  const char *service = NULL;

  if (web->answer->failure != TL_FAILURE_INVALID || web->proxy != NULL ||
      strcmp (web->here.scheme, "https") != 0 || !tl_url_same_origin (&web->here, &web->named))
    return;
  channel = tl_run_connect_quietly (web->run, web->io, web->limits->connect);
  if (channel != NULL &&
      tl_channel_start_tls (channel, tl_run_get_trust (web->run), web->here.host, "http/1.1", NULL,
                            web->limits->tls) == TL_FAILURE_NONE &&
      tl_channel_peek_service (channel, web->limits->quit, &service) == TL_FAILURE_NONE)
    tl_run_fact_of (web->run, "http.request", "", "greeting.protocol", service);
}

/* Fields that HTTP/1.1 has and HTTP/2 forbids (RFC 9113 8.2.2): programs take an answer with one of them for
 * none, and most web libraries say nothing of it. */
static void
record_forbidden (TlWeb *web, const TlHttpAnswer *answer)
{
  static const char *const names[] = {"upgrade", "keep-alive", "proxy-connection"};
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (tl_http_answer_get (answer, names[i]) != NULL)
      g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", names[i]);
  if (found->len > 0)
    tl_run_fact (web->run, "http.http1.fields", found->str);
}

/* Whether the page comes in the older way. */
static void
compare_http1 (TlWeb *web)
{
  const TlAddress *peer = &tl_run_get_reach (web->run)->peer;
  g_autofree char *target = tl_address_to_target (peer);
  g_autofree char *authority = tl_url_to_authority (&web->here);
  const TlWebRequest request = {.address = peer,
                                .server_name = web->here.host,
                                .authority = authority,
                                .path = web->here.path};
  g_autoptr (TlHttpAnswer) answer = NULL;

  tl_run_begin (web->run, "http.compare.http1", target);
  answer = tl_web_ask (web, &request);
  if (tl_run_is_cancelled (web->run)) {
    tl_run_fail (web->run, TL_FAILURE_CANCELLED);
    return;
  }
  /* Why the first request failed is what counts then. */
  if (answer->failure != TL_FAILURE_NONE) {
    tl_run_end (web->run, TL_OUTCOME_WARNING);
    return;
  }
  tl_run_factf (web->run, "http.http1.status", "%u", answer->status);
  record_forbidden (web, answer);
  tl_run_end (web->run, TL_OUTCOME_OK);
}

void
tl_web_compare_frames (TlWeb *web)
{
  g_autofree char *target = NULL;
  g_autoptr (TlChannel) channel = NULL;
  TlFailure failure = TL_FAILURE_NETWORK;
  const char *found;

  if (!is_worth_it (web))
    return;
  target = tl_address_to_target (&tl_run_get_reach (web->run)->peer);
  tl_run_begin (web->run, "http.compare.frames", target);
  channel = tl_run_connect_quietly (web->run, web->io, web->limits->connect);
  if (channel != NULL)
    failure = tl_channel_start_tls (channel, tl_run_get_trust (web->run), web->here.host, "h2",
                                    NULL, web->limits->tls);
  if (failure == TL_FAILURE_NONE)
    failure = tl_channel_send_bytes (channel, preface, sizeof preface, web->limits->reply);
  if (failure != TL_FAILURE_NONE) {
    tl_run_fail (web->run, failure);
    return;
  }
  tl_io_record (web->io, TRUE, preface, strlen (preface));
  found = read_frames (web, channel);
  if (tl_run_is_cancelled (web->run)) {
    tl_run_fail (web->run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (web->run, "http.frames", found);
  tl_run_end (web->run, strcmp (found, "ok") == 0 ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  if (strcmp (found, "ok") == 0 || strcmp (found, "nothing") == 0)
    compare_http1 (web);
}
