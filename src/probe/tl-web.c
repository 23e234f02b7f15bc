/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The check of a web address: the way there, encryption, the ordinary request and where it leads. */
#include "tl-web-private.h"

#include "tl-text.h"

#include <string.h>

#define REDIRECTS_MAX 5
#define MISDIRECTED 421
#define INTERNAL_ERROR 500
/* A web server that waited for the end of a line answers at once when it comes. */
#define PLAIN_MS 4000
/* Words of a page that are kept, in characters. */
#define WORDS_MAX 400

/* ------------------------------------------------------------------ facts of an answer */

void
tl_web_record_header (TlWeb *web, const TlHttpAnswer *answer, const char *fact, const char *header)
{
  const char *value = tl_http_answer_get (answer, header);
  g_autofree char *visible =
      value != NULL ? tl_text_make_visible (value, strlen (value), WORDS_MAX) : NULL;

  tl_run_fact (web->run, fact, visible);
}

void
tl_web_record_words (TlWeb *web, const TlHttpAnswer *answer)
{
  const char *reason = answer->reason != NULL ? answer->reason : "";
  g_autofree char *visible = tl_text_make_visible (reason, strlen (reason), WORDS_MAX);
  g_autofree char *words = NULL;
  g_autofree char *whole = NULL;

  if (answer->status >= 400 && answer->body != NULL) {
    gsize length;
    const char *bytes = g_bytes_get_data (answer->body, &length);

    words = tl_web_words (bytes != NULL ? bytes : "", length, WORDS_MAX);
  }
  whole = g_strconcat (visible, words != NULL && *words != '\0' ? " " : "", words, NULL);
  tl_run_fact (web->run, "http.reply.text", g_strstrip (whole));
}

static void
record_retry_after (TlWeb *web)
{
  const char *value = tl_http_answer_get (web->answer, "retry-after");
  guint64 seconds;

  if (value != NULL && g_ascii_string_to_unsigned (value, 10, 0, 86400, &seconds, NULL))
    tl_run_factf (web->run, "http.retry_after_s", "%u", (guint) seconds);
}

static void
record_answer (TlWeb *web)
{
  const TlHttpAnswer *answer = web->answer;
  g_autofree char *challenges = NULL;
  g_autofree char *print = tl_http_answer_dup_print (answer, &web->here);

  tl_run_fact (web->run, "http.version", answer->version);
  tl_run_factf (web->run, "http.status", "%u", answer->status);
  tl_run_factf (web->run, "http.restarts", "%u", answer->restarts);
  if (answer->restarts > 0)
    tl_run_factf (web->run, "http.first_status", "%u", answer->first_status);
  tl_web_record_words (web, answer);
  tl_web_record_header (web, answer, "http.server", "server");
  tl_web_record_header (web, answer, "http.date", "date");
  tl_web_record_header (web, answer, "http.via", "via");
  tl_web_record_header (web, answer, "http.content_type", "content-type");
  record_retry_after (web);
  challenges = tl_web_challenges (tl_http_answer_get (answer, "www-authenticate"));
  if (*challenges != '\0')
    tl_run_fact (web->run, "http.challenge", challenges);
  if (answer->body != NULL)
    tl_run_factf (web->run, "http.body_bytes", "%" G_GSIZE_FORMAT, g_bytes_get_size (answer->body));
  if (print != NULL)
    tl_run_fact (web->run, "http.body_print", print);
  tl_run_yes_no (web->run, "http.body_cut", answer->cut);
  tl_run_yes_no (web->run, "http.body_whole", !answer->cut && !answer->broken);
  tl_run_fact_ms (web->run, "http.ms", answer->elapsed_ms);
}

/* What a request and the head of its answer look like in the conversation. */
static void
record_talk (TlWeb *web)
{
  const TlHttpAnswer *answer = web->answer;
  g_autofree char *authority = tl_url_to_authority (&web->here);
  g_autofree char *asked =
      g_strdup_printf ("GET %s %s\nHost: %s", web->here.path,
                       answer->version != NULL ? answer->version : "HTTP", authority);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (answer->headers), (GCompareFunc) strcmp);

  tl_io_record (web->io, TRUE, asked, strlen (asked));
  if (answer->status == 0)
    return;
  g_string_printf (head, "%s %u %s", answer->version, answer->status,
                   answer->reason != NULL ? answer->reason : "");
  for (GList *it = names; it != NULL; it = it->next)
    g_string_append_printf (head, "\n%s: %s", (const char *) it->data,
                            tl_http_answer_get (answer, it->data));
  tl_io_record (web->io, FALSE, head->str, head->len);
}

/* ------------------------------------------------------------------ redirects */

const char *
tl_web_location_of (const TlHttpAnswer *answer)
{
  guint status = answer->status;

  if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308)
    return NULL;
  return tl_http_answer_get (answer, "location");
}

/* Whether a public name leads to an address that only a local network has. */
static gboolean
leads_inside (TlWeb *web, const GPtrArray *addresses)
{
  const GPtrArray *own = tl_run_get_addresses (web->run);
  gboolean public = own == NULL || strcmp (tl_address_kind (own->pdata[0]), "public") == 0;
  const char *kind = addresses->len > 0 ? tl_address_kind (addresses->pdata[0]) : "public";

  return public && strcmp (kind, "public") != 0;
}

/* The addresses of the host that a redirect names. (transfer full) */
static GPtrArray *
look_up (TlWeb *web, const TlUrl *url)
{
  g_autoptr (TlResolution) found = NULL;

  if (g_ascii_strcasecmp (url->host, web->named.host) == 0 &&
      tl_run_get_addresses (web->run) != NULL)
    return g_ptr_array_ref ((GPtrArray *) tl_run_get_addresses (web->run));
  found = tl_resolver_lookup (tl_run_get_resolver (web->run), web->io, url->host, url->port,
                              web->settings->family, web->limits->dns);
  return g_ptr_array_ref (found->addresses);
}

const char *
tl_web_judge_redirect (TlWeb *web, const char *next, const GPtrArray *seen, GPtrArray **addresses)
{
  g_auto (TlUrl) url = {0};

  if (!tl_url_parse (next, &url))
    return "refused-scheme";
  if (strcmp (web->here.scheme, "https") == 0 && strcmp (url.scheme, "http") == 0)
    return "downgrade";
  if (g_ptr_array_find_with_equal_func ((GPtrArray *) seen, next, g_str_equal, NULL))
    return "loop";
  *addresses = look_up (web, &url);
  if (leads_inside (web, *addresses))
    return "private-address";
  if (!tl_web_same_site (url.host, web->named.host))
    return "other-site";
  /* A proxy looks names up by itself. */
  if ((*addresses)->len == 0 && web->proxy == NULL)
    return "no-address";
  return seen->len > REDIRECTS_MAX ? "too-many" : NULL;
}

/* ------------------------------------------------------------------ the ordinary request */

static gboolean
fail_request (TlWeb *web)
{
  TlHttpAnswer *answer = web->answer;

  tl_run_fact (web->run, "tls.verify", answer->verify);
  /* That of the first connection to it did. */
  if (answer->verify != NULL && strcmp (answer->verify, "ok") != 0 &&
      tl_url_same_origin (&web->here, &web->named))
    tl_run_fact (web->run, "tls.changed", "other");
  if (answer->restarts > 0)
    tl_run_factf (web->run, "http.first_status", "%u", answer->first_status);
  return tl_run_fail (web->run, answer->failure);
}

static gboolean
end_request (TlWeb *web)
{
  const TlHttpAnswer *answer = web->answer;

  if (answer->status >= 400 && !(answer->status == 401 && tl_web_has_login (web)))
    return tl_run_fail_as (web->run, "reply");
  /* Half a page is no page. */
  if (answer->broken)
    return answer->stalled != TL_FAILURE_NONE ? tl_run_fail (web->run, answer->stalled)
                                              : tl_run_fail_as (web->run, "closed-partway");
  if (answer->restarts > 0)
    return tl_run_end (web->run, TL_OUTCOME_WARNING);
  return tl_run_end (web->run, TL_OUTCOME_OK);
}

/* Whether libsoup leaves open where the head ended: it reads a piece of a head as one that is none, or as
 * all of it. */
static gboolean
is_head_in_doubt (TlWeb *web, const TlHttpAnswer *answer)
{
  if (answer->failure == TL_FAILURE_NONE)
    return answer->head_in_doubt && tl_web_location_of (answer) == NULL;
  if (web->frames || !tl_url_same_origin (&web->here, &web->named) ||
      (answer->verify != NULL && strcmp (answer->verify, "ok") != 0))
    return FALSE;
  return answer->failure == TL_FAILURE_INVALID || answer->failure == TL_FAILURE_TLS;
}

/* Asked once more by ourselves, who see the bytes. Where they broke off in the head, that is what came of
 * the request. (transfer full) */
static TlHttpAnswer *
look_at_head (TlWeb *web, TlHttpAnswer *answer, TlWebRequest *request)
{
  g_autoptr (TlHttpAnswer) again = NULL;

  if (!is_head_in_doubt (web, answer) || tl_run_is_cancelled (web->run))
    return answer;
  request->address = answer->peer.length > 0 ? &answer->peer : &tl_run_get_reach (web->run)->peer;
  again = tl_web_ask (web, request);
  if (!again->head_cut)
    return answer;
  again->peer = *request->address;
  tl_http_answer_free (answer);
  web->answer = NULL;
  return g_steal_pointer (&again);
}

/* libsoup (3.2) waits on where a server breaks a page off over HTTP/2 and keeps the connection: whether the same
 * page breaks off in HTTP/1.1, where its end is seen. */
static void
look_at_rest (TlWeb *web, TlHttpAnswer *answer, TlWebRequest *request)
{
  g_autoptr (TlHttpAnswer) again = NULL;

  if (!answer->broken || answer->stalled != TL_FAILURE_TIMEOUT ||
      g_strcmp0 (answer->version, "HTTP/2") != 0 || tl_run_is_cancelled (web->run))
    return;
  request->address = &answer->peer;
  request->whole = TRUE;
  again = tl_web_ask (web, request);
  if (again->failure == TL_FAILURE_NONE && again->broken && again->stalled == TL_FAILURE_NONE)
    answer->stalled = TL_FAILURE_NONE;
}

/* By libsoup as ordinary programs ask; through a proxy by ourselves, so that each answer of the proxy is
 * seen for what it is. */
static TlHttpAnswer *
get (TlWeb *web, const GPtrArray *addresses)
{
  g_autofree char *authority = tl_url_to_authority (&web->here);
  TlWebRequest ours = {.server_name =
                           strcmp (web->here.scheme, "https") == 0 ? web->here.host : NULL,
                       .authority = authority,
                       .path = web->here.path};
  const TlHttpRequest request = {.url = web->url,
                                 .addresses = addresses,
                                 .trust = tl_run_get_trust (web->run),
                                 .idle_fd = web->idle_fd};
  TlHttpAnswer *answer;

  if (web->proxy != NULL)
    return tl_web_ask (web, &ours);
  answer = tl_http_get (web->io, &request, tl_web_limit_request (web));
  web->answer = answer;
  record_talk (web);
  answer = look_at_head (web, answer, &ours);
  look_at_rest (web, answer, &ours);
  return answer;
}

/* One request. Whether another one follows it (*next and *addresses then say where to). */
static gboolean
ask_once (TlWeb *web, GPtrArray *addresses, guint redirects, GPtrArray *seen, char **next,
          GPtrArray **next_addresses, gboolean *good)
{
  g_autofree char *target = NULL;
  const char *location, *why;

  tl_url_clear (&web->here);
  tl_url_parse (web->url, &web->here);
  target = g_strdup_printf ("%s:%u", web->here.host, web->here.port);
  tl_run_begin (web->run, "http.request", target);
  tl_run_fact (web->run, "http.url", web->url);
  tl_run_factf (web->run, "http.redirects", "%u", redirects);
  g_clear_pointer (&web->answer, tl_http_answer_free);
  web->answer = get (web, addresses);
  if (web->answer->peer.length > 0)
    web->peer = web->answer->peer;
  if (web->answer->wants_certificate)
    tl_run_fact (web->run, "tls.client_certificate_requested", "yes");
  if (web->answer->head_cut)
    tl_run_fact (web->run, "http.head", "cut");
  if (web->answer->failure != TL_FAILURE_NONE) {
    if (web->answer->failure == TL_FAILURE_NETWORK && redirects > 0)
      tl_run_fact (web->run, "http.redirect.outcome", "unreachable");
    *good = fail_request (web);
    return FALSE;
  }
  record_answer (web);
  location = tl_web_location_of (web->answer);
  if (location == NULL) {
    *good = end_request (web);
    return FALSE;
  }
  tl_web_record_header (web, web->answer, "http.redirect.location", "location");
  *next = tl_url_resolve (web->url, location);
  why = *next != NULL ? tl_web_judge_redirect (web, *next, seen, next_addresses) : "refused-scheme";
  tl_run_fact (web->run, "http.redirect.outcome", why != NULL ? why : "followed");
  *good = why == NULL || strcmp (why, "other-site") == 0 ? tl_run_end (web->run, TL_OUTCOME_OK)
                                                         : tl_run_fail_as (web->run, "redirect");
  return why == NULL;
}

static gboolean
ask_all (TlWeb *web)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  gboolean good = FALSE;

  /* The address that answered is the one that is tested. */
  g_ptr_array_add (addresses, &tl_run_get_reach (web->run)->peer);
  for (guint redirects = 0;; redirects++) {
    g_autofree char *next = NULL;
    GPtrArray *next_addresses = NULL;
    gboolean more;

    g_ptr_array_add (seen, g_strdup (web->url));
    more = ask_once (web, addresses, redirects, seen, &next, &next_addresses, &good);
    if (!more || tl_run_is_cancelled (web->run)) {
      g_clear_pointer (&next_addresses, g_ptr_array_unref);
      return good && !more;
    }
    g_free (web->url);
    web->url = g_steal_pointer (&next);
    g_ptr_array_unref (addresses);
    addresses = next_addresses;
  }
}

/* ------------------------------------------------------------------ the way there */

/* What greets a connection on which nothing was said: the channel waits since before the request. */
static void
name_service (TlWeb *web, TlChannel *channel)
{
  const char *service = NULL;

  if (!tl_channel_has_input (channel))
    return;
  if (tl_channel_peek_service (channel, web->limits->quit, &service) == TL_FAILURE_NONE)
    tl_run_fact_of (web->run, "http.request", "", "greeting.protocol", service);
}

/* A server that wants TLS hangs up on plain words, or answers in a way that is no HTTP. */
static void
try_tls (TlWeb *web)
{
  g_autofree char *target = tl_address_to_target (&web->peer);
  g_autoptr (TlChannel) channel = NULL;
  /* Whoever speaks TLS answers a ClientHello after one round trip. */
  guint limit_ms = web->limits->quit + 4 * (guint) tl_run_get_reach (web->run)->connect_ms;
  gboolean works;

  tl_run_begin (web->run, "pairing.other", target);
  channel = tl_run_connect_quietly (web->run, web->io, web->limits->connect);
  works =
      channel != NULL && tl_channel_start_tls (channel, tl_run_get_trust (web->run), web->here.host,
                                               "http/1.1", NULL, limit_ms) == TL_FAILURE_NONE;
  if (tl_run_is_cancelled (web->run)) {
    tl_run_fail (web->run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (web->run, "pairing.tried", "tls");
  tl_run_yes_no (web->run, "pairing.works", works);
  tl_run_end (web->run, works ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* A web server without TLS hangs up on a ClientHello, or lets it wait for a line's end until it does. What is
 * asked for in clear is the root of the site, which tells nobody more than the name did. */
static void
try_plain (TlWeb *web, TlChannel *channel)
{
  TlTls *tls = tl_channel_get_tls (channel);
  const TlTlsInfo *info = tls != NULL ? tl_tls_get_info (tls) : NULL;
  const TlAddress *peer = &tl_run_get_reach (web->run)->peer;
  g_autofree char *target = tl_address_to_target (peer);
  g_autofree char *authority = tl_url_to_authority (&web->named);
  const TlWebRequest request = {
      .address = peer, .authority = authority, .path = "/", .limit_ms = PLAIN_MS};
  g_autoptr (TlHttpAnswer) answer = NULL;
  gboolean works;

  if (info == NULL ||
      (g_strcmp0 (info->peeked, "closed") != 0 && g_strcmp0 (info->peeked, "reset") != 0 &&
       g_strcmp0 (info->peeked, "nothing") != 0))
    return;
  /* It may serve one connection after the other. */
  tl_channel_close (channel);
  tl_run_begin (web->run, "pairing.other", target);
  answer = tl_web_ask (web, &request);
  if (tl_run_is_cancelled (web->run)) {
    tl_run_fail (web->run, TL_FAILURE_CANCELLED);
    return;
  }
  /* 400 is what a server says that wants TLS after all. */
  works = answer->failure == TL_FAILURE_NONE && answer->status != 400;
  tl_run_fact (web->run, "pairing.tried", "plain");
  tl_run_yes_no (web->run, "pairing.works", works);
  tl_run_end (web->run, works ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}

/* Where no web server answered plain words: who else is there? */
static void
look_behind_silence (TlWeb *web, TlChannel *channel)
{
  TlFailure failure = web->answer->failure;

  if (failure == TL_FAILURE_INVALID)
    name_service (web, channel);
  if (!tl_url_same_origin (&web->here, &web->named) || tl_channel_has_input (channel) ||
      (failure != TL_FAILURE_INVALID && failure != TL_FAILURE_CLOSED &&
       failure != TL_FAILURE_RESET && failure != TL_FAILURE_TIMEOUT))
    return;
  try_tls (web);
}

static gboolean
encrypt (TlWeb *web, TlChannel *channel)
{
  const TlTlsInfo *info;
  gboolean good = tl_run_tls (web->run, channel, web->proxy != NULL ? "http/1.1" : "h2 http/1.1");

  if (!good)
    return FALSE;
  info = tl_tls_get_info (tl_channel_get_tls (channel));
  web->frames = g_strcmp0 (info->alpn, "h2") == 0;
  web->names = g_strdup (((const TlCertificateInfo *) info->chain->pdata[0])->names);
  return TRUE;
}

static gboolean
look_closer (TlWeb *web, gboolean good)
{
  guint status = web->answer->status;

  if (status == 401 && tl_web_has_login (web))
    good = tl_web_log_in (web);
  if (tl_run_is_cancelled (web->run))
    return good;
  tl_web_compare_frames (web);
  tl_web_name_service_in_tls (web);
  if (status == MISDIRECTED)
    tl_web_compare_misdirected (web);
  else if (status == INTERNAL_ERROR)
    tl_web_compare_error (web);
  else if (status > 0 && status < 400)
    tl_web_compare_shared (web);
  return good;
}

static gboolean
check (TlWeb *web)
{
  gboolean tls = strcmp (web->named.scheme, "https") == 0;
  g_autoptr (TlChannel) channel = web->proxy != NULL ? tl_web_proxy_reach (web) : NULL;
  gboolean good;

  if (channel == NULL && web->proxy == NULL)
    channel = tl_run_connect (web->run, web->named.port);
  tl_run_fact (web->run, "tls.mode", tls ? "implicit" : "none");
  if (channel == NULL) {
    tl_run_skip (web->run, "http.request", "earlier-failure");
    return FALSE;
  }
  if (tls && !encrypt (web, channel)) {
    if (web->proxy == NULL && !tl_run_is_cancelled (web->run))
      try_plain (web, channel);
    tl_run_skip (web->run, "http.request", "unverified");
    return FALSE;
  }
  if (tls)
    tl_channel_close (channel);
  web->idle_fd = tls || web->proxy != NULL ? -1 : tl_channel_get_fd (channel);
  good = ask_all (web);
  if (!tls && web->proxy == NULL && !tl_run_is_cancelled (web->run))
    look_behind_silence (web, channel);
  return tl_run_is_cancelled (web->run) ? FALSE : look_closer (web, good);
}

gboolean
tl_web_check (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  TlWeb web = {.run = run,
               .settings = settings,
               .io = tl_run_get_io (run),
               .limits = tl_run_get_limits (run),
               .url = g_strdup (settings->url)};
  gboolean good = FALSE;

  /* Checked before any job begins (tl_settings_normalise). */
  if (tl_url_parse (settings->url, &web.named)) {
    tl_web_proxy_choose (&web);
    good = check (&web);
  } else {
    tl_run_skip (run, "http.request", "not-asked");
  }
  tl_url_clear (&web.named);
  tl_url_clear (&web.here);
  g_free (web.url);
  g_free (web.names);
  g_clear_pointer (&web.proxy, tl_web_proxy_free);
  g_strfreev (web.proxies);
  g_clear_pointer (&web.answer, tl_http_answer_free);
  return good;
}
