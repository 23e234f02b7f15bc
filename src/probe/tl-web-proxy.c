/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The proxy that programs here are told to use. A browser that has one asks nobody else, not even for
 * the address of a name; so does the check. No login is ever offered to a proxy. */
#include "tl-local-private.h"
#include "tl-web-private.h"

#include "tl-socks.h"

#include "tl-text.h"
#include "tl-tunnel.h"

#include <string.h>

/* Characters of what a proxy says that are kept. */
#define WORDS_MAX 200
#define HEAD_LINES_MAX 200
#define DIRECT_MS 3000
/* The settings may have to fetch a script and run it first. Browsers wait longer; whoever tests wants to
 * know. */
#define SETTINGS_MS 3000

/* ------------------------------------------------------------------ which one */

/* A job about a certain address, or about nothing but the server, is not for a proxy. */
static gboolean
goes_directly (TlSettings *settings)
{
  TlAddress literal;

  return settings->no_environment || settings->family != TL_FAMILY_ANY ||
         (settings->resolve != NULL && settings->resolve[0] != NULL) ||
         g_ascii_strcasecmp (settings->host, "localhost") == 0 ||
         (tl_address_parse (settings->host, 0, &literal) &&
          strcmp (tl_address_kind (&literal), "loopback") == 0);
}

void
tl_web_proxy_announce (TlSettings *settings, TlAnnouncement *plan)
{
  plan->heeds_settings = !goes_directly (settings);
  if (plan->heeds_settings)
    plan->proxy = tl_local_find_proxy_in_environment (settings);
}

void
tl_web_proxy_free (TlWebProxy *proxy)
{
  g_free (proxy->url);
  g_free (proxy->host);
  g_clear_pointer (&proxy->addresses, g_ptr_array_unref);
  g_free (proxy);
}

/* FALSE for a scheme that is not spoken here. "socks" stands for the newest version (as GLib has it),
 * "socks5h" for what is done with SOCKS 5 in any case: the proxy looks the name up. */
static gboolean
judge_scheme (const char *scheme, TlWebProxy *proxy)
{
  proxy->tls = strcmp (scheme, "https") == 0;
  proxy->names = strcmp (scheme, "socks4a") == 0;
  proxy->old = proxy->names || strcmp (scheme, "socks4") == 0;
  proxy->socks = proxy->old || strcmp (scheme, "socks5") == 0 || strcmp (scheme, "socks5h") == 0 ||
                 strcmp (scheme, "socks") == 0;
  return proxy->tls || proxy->socks || strcmp (scheme, "http") == 0;
}

static guint
usual_port (const TlWebProxy *proxy)
{
  return proxy->socks ? 1080 : proxy->tls ? 443 : 80;
}

static TlWebProxy *
make_proxy (TlWeb *web, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  TlWebProxy *proxy;

  if (uri == NULL || strcmp (url, TL_LOCAL_NO_PROXY) == 0)
    return NULL;
  proxy = g_new0 (TlWebProxy, 1);
  if (!judge_scheme (g_uri_get_scheme (uri), proxy)) {
    tl_run_fact_of (web->run, "http.proxy", "", "http.proxy", url);
    tl_run_fact_of (web->run, "http.proxy", "", "http.proxy.outcome", "not-supported");
    tl_web_proxy_free (proxy);
    return NULL;
  }
  proxy->url = g_strdup (url);
  proxy->host = g_strdup (g_uri_get_host (uri));
  proxy->port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : usual_port (proxy);
  return proxy;
}

void
tl_web_proxy_choose (TlWeb *web)
{
  const char *source;
  gboolean known;

  if (goes_directly (web->settings))
    return;
  web->proxies = tl_local_find_proxies (web->run, SETTINGS_MS, &source, &known);
  /* Not known is not none. */
  if (!known)
    tl_run_fact_of (web->run, "http.proxy", "", "http.proxy.outcome", "not-known");
  if (web->proxies[0] != NULL)
    web->proxy = make_proxy (web, web->proxies[0]);
}

/* ------------------------------------------------------------------ the way to it */

/* A proxy that is itself reached over TLS: nothing is said to one that cannot prove its name. */
static TlChannel *
enter_tls (TlWeb *web, TlConnectResult *result, const char **outcome)
{
  const char *verify = NULL;
  TlFailure failure;
  TlChannel *channel =
      tl_tunnel_open (web->io, tl_connect_result_steal_fd (result), tl_run_get_trust (web->run),
                      web->proxy->host, web->limits->tls, &verify, &failure);

  if (channel == NULL)
    *outcome = failure == TL_FAILURE_NONE ? "not-trusted" : "tls-failed";
  if (verify != NULL)
    tl_run_fact_of (web->run, "http.proxy", "", "http.proxy.verify", verify);
  return channel;
}

static TlChannel *
connect_proxy (TlWeb *web, const char **outcome)
{
  TlWebProxy *proxy = web->proxy;
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;

  if (proxy->addresses == NULL) {
    g_autoptr (TlResolution) found =
        tl_resolver_lookup (tl_run_get_resolver (web->run), web->io, proxy->host, proxy->port,
                            TL_FAMILY_ANY, web->limits->dns);

    proxy->addresses = g_ptr_array_ref (found->addresses);
  }
  *outcome = "no-address";
  if (proxy->addresses->len == 0)
    return NULL;
  *outcome = "unreachable";
  results = tl_connect_first (web->io, proxy->addresses, web->limits->first_connect);
  result = results->len > 0 ? results->pdata[results->len - 1] : NULL;
  if (result == NULL || result->state != TL_PORT_OPEN)
    return NULL;
  *outcome = "ok";
  web->peer = result->address;
  tl_run_get_reach (web->run)->peer = result->address;
  return web->proxy->tls ? enter_tls (web, result, outcome)
                         : tl_channel_new_from_result (web->io, result);
}

/* What an answer to CONNECT says; *status stays 0 where it is none (RFC 9110 9.3.6, 15.5.8). */
static const char *
judge_status (const char *line, guint *status)
{
  if (!g_str_has_prefix (line, "HTTP/1.") || strlen (line) < 12 || !g_ascii_isdigit (line[9]))
    return "not-http";
  *status = (guint) g_ascii_strtoull (line + 9, NULL, 10);
  if (*status / 100 == 2)
    return "ok";
  if (*status == 407)
    return "login-needed";
  return *status / 100 == 5 ? "failed" : "refused";
}

/* Reads the head of the answer to its end, so that what follows is the tunnel. */
static const char *
read_connect (TlWeb *web, TlChannel *channel, guint *status, char **words)
{
  gint64 until = tl_io_limit (web->io, web->limits->reply);
  const char *outcome = NULL;

  for (guint i = 0; i < HEAD_LINES_MAX; i++) {
    const char *line;
    gsize length;

    /* A no is one before its end, too. */
    if (tl_channel_read_line (channel, until, &line, &length, NULL) != TL_FAILURE_NONE)
      return outcome != NULL && strcmp (outcome, "ok") != 0 ? outcome : "no-answer";
    if (outcome == NULL) {
      outcome = judge_status (line, status);
      *words = tl_text_make_visible (line, MIN (length, strlen (line)), WORDS_MAX);
      tl_io_record (web->io, FALSE, line, length);
      if (strcmp (outcome, "not-http") == 0)
        return outcome;
    } else if (length == 0) {
      return outcome;
    }
  }
  return strcmp (outcome, "ok") != 0 ? outcome : "not-http";
}

/* The tunnel to a host on the port of the address under way. */
static const char *
dig_tunnel (TlWeb *web, TlChannel *channel, const char *host, guint *status, char **words)
{
  guint port = web->here.scheme != NULL ? web->here.port : web->named.port;
  g_autofree char *authority =
      g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%u" : "%s:%u", host, port);
  g_autofree char *ask = g_strdup_printf ("CONNECT %s HTTP/1.1", authority);
  g_autofree char *named = g_strdup_printf ("Host: %s", authority);
  const char *lines[] = {ask, named, "", NULL};
  TlSocks socks = {web->run, web->limits->reply, web->proxy->old, web->proxy->names};

  if (web->proxy->socks)
    return tl_socks_connect (&socks, channel, host, port, words);
  if (tl_channel_send_lines (channel, lines) != TL_FAILURE_NONE)
    return "no-answer";
  return read_connect (web, channel, status, words);
}

TlChannel *
tl_web_proxy_open (TlWeb *web, const char *tunnel, TlFailure *failure)
{
  const char *outcome;
  g_autoptr (TlChannel) channel = connect_proxy (web, &outcome);
  g_autofree char *words = NULL;
  guint status = 0;

  if (tunnel == NULL && web->proxy->socks)
    tunnel = web->here.host;
  if (channel != NULL && tunnel != NULL)
    outcome = dig_tunnel (web, channel, tunnel, &status, &words);
  if (strcmp (outcome, "ok") == 0)
    return g_steal_pointer (&channel);
  *failure = tl_io_is_cancelled (web->io) ? TL_FAILURE_CANCELLED : TL_FAILURE_NETWORK;
  return NULL;
}

/* ------------------------------------------------------------------ the step */

/* Whether the server is reached without the proxy: then the proxy alone is to blame. */
static void
look_past_proxy (TlWeb *web)
{
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (web->run), web->io, web->named.host, web->named.port,
                          TL_FAMILY_ANY, web->limits->dns);
  g_autoptr (GPtrArray) results = NULL;
  const TlConnectResult *last;

  if (found->addresses->len == 0) {
    tl_run_fact (web->run, "http.proxy.direct", "no-address");
    return;
  }
  results = tl_connect_first (web->io, found->addresses, DIRECT_MS);
  last = results->len > 0 ? results->pdata[results->len - 1] : NULL;
  if (last != NULL)
    tl_run_fact (web->run, "http.proxy.direct", tl_port_state_to_string (last->state));
}

/* What a browser takes for reason enough to try the next choice. */
static gboolean
is_passed_over (TlWeb *web, const char *outcome)
{
  static const char *const dead[] = {"unreachable", "no-address",  "no-answer",
                                     "tls-failed",  "not-trusted", NULL};

  return web->proxies != NULL && web->proxies[web->choice + 1] != NULL &&
         g_strv_contains (dead, outcome);
}

static void
pass_over (TlWeb *web, const char *outcome)
{
  tl_run_fact (web->run, "http.proxy.passed_over", web->proxy->url);
  tl_run_fact (web->run, "http.proxy.passed_over.outcome", outcome);
  tl_run_end (web->run, TL_OUTCOME_WARNING);
  g_clear_pointer (&web->proxy, tl_web_proxy_free);
  web->proxy = make_proxy (web, web->proxies[++web->choice]);
}

/* One choice. */
static TlChannel *
reach_chosen (TlWeb *web)
{
  gboolean tls = strcmp (web->named.scheme, "https") == 0;
  g_autofree char *target = g_strdup_printf ("%s:%u", web->proxy->host, web->proxy->port);
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *words = NULL;
  const char *outcome;
  guint status = 0;

  tl_run_begin (web->run, "http.proxy", target);
  channel = connect_proxy (web, &outcome);
  if (channel != NULL && (tls || web->proxy->socks))
    outcome = dig_tunnel (web, channel, web->named.host, &status, &words);
  if (tl_run_is_cancelled (web->run)) {
    tl_run_fail (web->run, TL_FAILURE_CANCELLED);
    return NULL;
  }
  if (is_passed_over (web, outcome)) {
    pass_over (web, outcome);
    return NULL;
  }
  tl_run_fact (web->run, "http.proxy", web->proxy->url);
  tl_run_fact (web->run, "http.proxy.outcome", outcome);
  if (status != 0)
    tl_run_factf (web->run, "http.proxy.status", "%u", status);
  if (words != NULL && strcmp (outcome, "ok") != 0)
    tl_run_fact (web->run, "http.proxy.text", words);
  if (strcmp (outcome, "ok") == 0) {
    tl_run_end (web->run, TL_OUTCOME_OK);
    return g_steal_pointer (&channel);
  }
  look_past_proxy (web);
  tl_run_fail_as (web->run, status != 0 || words != NULL ? "reply" : "network");
  return NULL;
}

TlChannel *
tl_web_proxy_reach (TlWeb *web)
{
  TlChannel *channel = NULL;

  for (guint tried = web->choice; channel == NULL && web->proxy != NULL; tried++) {
    channel = reach_chosen (web);
    /* It was the last one, or one that does answer. */
    if (web->choice == tried)
      break;
  }
  return channel;
}
