/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests that no library would send: server name and Host differ on purpose. */
#include "tl-web-private.h"

#include "tl-http-chunks.h"

#include <string.h>

#include "config.h"

/* Of the body, its beginning is enough: it is read for its words. */
#define BODY_BYTES 16384

/* ------------------------------------------------------------------ parsing */

gsize
tl_web_find_body (const char *bytes, gsize length)
{
  for (gsize i = 0; i + 1 < length; i++) {
    if (bytes[i] != '\n')
      continue;
    if (bytes[i + 1] == '\n')
      return i + 2;
    if (i + 2 < length && bytes[i + 1] == '\r' && bytes[i + 2] == '\n')
      return i + 3;
  }
  return 0;
}

/* "HTTP/1.1 421 Misdirected Request" */
static gboolean
parse_status (const char *line, TlHttpAnswer *answer)
{
  if (strlen (line) < 12 || !g_str_has_prefix (line, "HTTP/1.") || !g_ascii_isdigit (line[7]) ||
      line[8] != ' ')
    return FALSE;
  for (guint i = 9; i < 12; i++)
    if (!g_ascii_isdigit (line[i]))
      return FALSE;
  if (line[12] != '\0' && line[12] != ' ')
    return FALSE;
  answer->version = g_strndup (line, 8);
  answer->status = (guint) g_ascii_strtoull (line + 9, NULL, 10);
  answer->reason = g_strdup (line[12] == ' ' ? line + 13 : "");
  return answer->status >= 100;
}

static void
parse_header (char *line, TlHttpAnswer *answer)
{
  char *colon = strchr (line, ':');
  const char *before;
  char *name, *whole;

  if (colon == NULL || colon == line)
    return;
  *colon = '\0';
  name = g_ascii_strdown (g_strchomp (line), -1);
  before = g_hash_table_lookup (answer->headers, name);
  whole = g_strdup (g_strstrip (colon + 1));
  if (before != NULL) {
    g_autofree char *last = whole;

    whole = g_strconcat (before, ", ", last, NULL);
  }
  g_hash_table_replace (answer->headers, name, whole);
}

gboolean
tl_web_parse_head (const char *bytes, gsize length, TlHttpAnswer *answer)
{
  g_autofree char *text = g_strndup (bytes, length); /* ends at a NUL, which no head has */
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_strchomp (lines[i]);
    if (i > 0)
      parse_header (lines[i], answer);
    else if (!parse_status (lines[0], answer))
      return FALSE;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ one request */

static TlChannel *
connect_to (TlWeb *web, const TlWebRequest *request, TlHttpAnswer *answer)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;

  if (web->proxy != NULL)
    return tl_web_proxy_open (web, request->server_name, &answer->failure);
  g_ptr_array_add (one, (gpointer) request->address);
  results = tl_connect_first (web->io, one, web->limits->connect);
  result = results->len > 0 ? results->pdata[results->len - 1] : NULL;
  if (result == NULL || result->state != TL_PORT_OPEN) {
    answer->failure = tl_io_is_cancelled (web->io) ? TL_FAILURE_CANCELLED : TL_FAILURE_NETWORK;
    return NULL;
  }
  answer->peer = result->address;
  return tl_channel_new_from_result (web->io, result);
}

static TlChannel *
open_channel (TlWeb *web, const TlWebRequest *request, TlHttpAnswer *answer)
{
  g_autoptr (TlChannel) channel = connect_to (web, request, answer);
  const TlTlsInfo *info;

  if (channel == NULL)
    return NULL;
  if (request->server_name == NULL)
    return g_steal_pointer (&channel);
  answer->failure = tl_channel_start_tls (channel, tl_run_get_trust (web->run),
                                          request->server_name, "http/1.1", NULL, web->limits->tls);
  if (answer->failure != TL_FAILURE_NONE)
    return NULL;
  info = tl_tls_get_info (tl_channel_get_tls (channel));
  answer->verify = g_strdup (info->verify);
  if (strcmp (info->verify, "ok") == 0) {
    if (web->names == NULL)
      web->names = g_strdup (((const TlCertificateInfo *) info->chain->pdata[0])->names);
    return g_steal_pointer (&channel);
  }
  answer->failure = TL_FAILURE_TLS;
  return NULL;
}

static TlFailure
send_request (TlWeb *web, TlChannel *channel, const TlWebRequest *request)
{
  static const char *const end[] = {"", NULL};
  /* A proxy is asked for the whole address where there is no tunnel (RFC 9112 3.2.2). */
  gboolean whole = web->proxy != NULL && !web->proxy->socks && request->server_name == NULL;
  g_autofree char *get = g_strdup_printf (whole ? "GET http://%s%s HTTP/1.1" : "GET %s%s HTTP/1.1",
                                          whole ? request->authority : "", request->path);
  g_autofree char *host = g_strconcat ("Host: ", request->authority, NULL);
  const char *lines[] = {get,
                         host,
                         "User-Agent: throughline/" TL_VERSION,
                         "Connection: close",
                         request->login == NULL ? "" : NULL,
                         NULL};
  TlFailure failure = tl_channel_send_lines (channel, lines);

  if (failure == TL_FAILURE_NONE && request->login != NULL)
    failure = tl_channel_send_secret_flight (channel, request->login, strlen (request->login),
                                             request->shown, end);
  return failure;
}

/* An answer while it comes. */
typedef struct {
  GByteArray *bytes;
  gsize head;     /* where the body begins; 0: not there yet */
  gboolean valid; /* the head is one of HTTP */
  gboolean chunked;
  guint64 announced; /* bytes of the body; G_MAXUINT64: not said */
  TlHttpChunks chunks;
  GByteArray *body;  /* what the chunks carry */
  gsize taken;       /* bytes behind the head that they were fed */
  gsize most;        /* of them are read */
  TlFailure failure; /* of the framing */
} Incoming;

/* A length that stands there twice is none, but for the same twice (RFC 9112 6.3). */
static gboolean
parse_length (const char *text, guint64 *length)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    guint64 one;

    if (!g_ascii_string_to_unsigned (g_strstrip (parts[i]), 10, 0, G_MAXUINT64, &one, NULL) ||
        (i > 0 && one != *length))
      return FALSE;
    *length = one;
  }
  return parts[0] != NULL;
}

/* Once the head is there. */
static void
begin_body (Incoming *in, TlHttpAnswer *answer)
{
  const char *length;

  in->announced = G_MAXUINT64;
  in->valid = tl_web_parse_head ((const char *) in->bytes->data, in->head, answer);
  if (!in->valid)
    return;
  length = tl_http_answer_get (answer, "content-length");
  in->chunked = tl_http_chunks_are_announced (tl_http_answer_get (answer, "transfer-encoding"));
  if (!in->chunked && length != NULL && !parse_length (length, &in->announced))
    in->failure = TL_FAILURE_INVALID;
}

static void
take (Incoming *in, const char *piece, gsize length, TlHttpAnswer *answer)
{
  g_byte_array_append (in->bytes, (const guint8 *) piece, (guint) length);
  if (in->head == 0) {
    in->head = tl_web_find_body ((const char *) in->bytes->data, in->bytes->len);
    if (in->head == 0)
      return;
    begin_body (in, answer);
  }
  length = in->bytes->len - in->head - in->taken;
  if (in->chunked && in->failure == TL_FAILURE_NONE)
    in->failure =
        tl_http_chunks_take (&in->chunks, (const char *) in->bytes->data + in->head + in->taken,
                             length, in->body, in->most);
  in->taken += length;
}

/* Not every server closes the connection when it was asked to. */
static gboolean
is_enough (const Incoming *in)
{
  if (in->head == 0)
    return in->bytes->len >= TL_HTTP_HEAD_MAX;
  return !in->valid || in->failure != TL_FAILURE_NONE || in->taken >= in->most ||
         in->taken >= in->announced || tl_http_chunks_have_ended (&in->chunks);
}

/* A head that is there makes a good answer of what came. */
static void
end_body (Incoming *in, TlHttpAnswer *answer)
{
  /* Where nothing else tells the end, that of the connection does, and it must be a proper one. */
  gboolean torn = answer->failure != TL_FAILURE_NONE && answer->failure != TL_FAILURE_TIMEOUT &&
                  !in->chunked && in->announced == G_MAXUINT64;
  gboolean silent = answer->failure == TL_FAILURE_TIMEOUT;

  if (answer->failure != TL_FAILURE_CANCELLED)
    answer->failure = in->valid ? TL_FAILURE_NONE : TL_FAILURE_INVALID;
  answer->body = in->chunked ? g_byte_array_free_to_bytes (g_steal_pointer (&in->body))
                             : g_bytes_new (in->bytes->data + in->head, in->taken);
  answer->stalled = in->failure;
  answer->cut = in->failure == TL_FAILURE_NONE && in->taken >= in->most;
  answer->broken =
      !answer->cut && (in->chunked ? !tl_http_chunks_are_whole (&in->chunks)
                                   : in->announced != G_MAXUINT64 && in->announced > in->taken);
  answer->broken |= torn || in->failure != TL_FAILURE_NONE;
  if (answer->broken && answer->stalled == TL_FAILURE_NONE && silent)
    answer->stalled = TL_FAILURE_TIMEOUT;
}

/* Whether what came could be the first part of a head: a status line, lines in the place of headers, and
 * nothing that stands in no head. */
static gboolean
begins_head (const GByteArray *bytes)
{
  static const char version[] = "HTTP/1.";
  const char *start = (const char *) bytes->data;
  const char *line = memchr (start, '\n', bytes->len);
  g_autoptr (TlHttpAnswer) answer = tl_http_answer_new ();

  for (guint i = 0; i + 1 < bytes->len; i++)
    if (start[i] == '\0' || (start[i] == '\r' && start[i + 1] != '\n'))
      return FALSE;
  if (line != NULL)
    return tl_web_parse_head (start, (gsize) (line - start), answer);
  return strncmp (start, version, MIN (bytes->len, strlen (version))) == 0;
}

static TlFailure
judge_no_head (const Incoming *in, TlHttpAnswer *answer)
{
  if (in->bytes->len == 0)
    return TL_FAILURE_CLOSED;
  if (in->bytes->len >= TL_HTTP_HEAD_MAX)
    return TL_FAILURE_REPLY_TOO_LONG;
  answer->head_cut = begins_head (in->bytes);
  return answer->head_cut ? TL_FAILURE_CLOSED_PARTWAY : TL_FAILURE_INVALID;
}

static gboolean
has_gone (TlFailure failure)
{
  return failure == TL_FAILURE_CLOSED || failure == TL_FAILURE_RESET || failure == TL_FAILURE_TLS;
}

/* Until the end, or until there is enough. */
static void
read_answer (TlWeb *web, TlChannel *channel, const TlWebRequest *request, TlHttpAnswer *answer)
{
  Incoming in = {.bytes = g_byte_array_new (),
                 .body = g_byte_array_new (),
                 .most = request->whole ? TL_HTTP_BODY_MAX : BODY_BYTES};
  guint limit_ms =
      request->limit_ms != 0 ? MIN (request->limit_ms, web->limits->reply) : web->limits->reply;
  gint64 until = tl_io_limit (web->io, limit_ms);

  while (!is_enough (&in)) {
    char piece[4096];
    gint64 left_us = until - tl_clock_us ();
    guint left_ms = left_us > 0 ? (guint) (left_us / 1000) : 0;
    gssize n = tl_channel_read_bytes (channel, piece, sizeof piece,
                                      in.head > 0 ? MIN (left_ms, web->limits->quit) : left_ms,
                                      &answer->failure, NULL);

    if (n <= 0)
      break;
    take (&in, piece, (gsize) n, answer);
  }
  tl_io_record (web->io, FALSE, (const char *) in.bytes->data,
                in.head > 0 ? in.head : MIN (in.bytes->len, BODY_BYTES));
  if (in.head > 0)
    end_body (&in, answer);
  else if (answer->failure == TL_FAILURE_NONE || (in.bytes->len > 0 && has_gone (answer->failure)))
    answer->failure = judge_no_head (&in, answer);
  g_byte_array_unref (in.bytes);
  g_clear_pointer (&in.body, g_byte_array_unref);
}

TlHttpAnswer *
tl_web_ask (TlWeb *web, const TlWebRequest *request)
{
  TlHttpAnswer *answer = tl_http_answer_new ();
  gint64 begun = tl_clock_us ();
  g_autoptr (TlChannel) channel = open_channel (web, request, answer);

  if (channel != NULL)
    answer->failure = send_request (web, channel, request);
  if (channel != NULL && answer->failure == TL_FAILURE_NONE)
    read_answer (web, channel, request, answer);
  answer->elapsed_ms = (double) (tl_clock_us () - begun) / 1000.0;
  return answer;
}
