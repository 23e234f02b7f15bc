/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way through a proxy: what it says to CONNECT, and proxies that are none. */
#include "probe-fixture.h"

#include "tl-web-private.h"

#include <string.h>

#define CONNECT                                                                                    \
  EXPECT ("CONNECT www.proxied.test:443 HTTP/1.1"), EXPECT ("Host: www.proxied.test:443"),         \
      EXPECT ("")

static const LineAction lets_through[] = {
    CONNECT, SAY ("HTTP/1.1 200 Connection established\r\nVia: 1.1 gate\r\n\r\n"), HOLD, THE_END};
static const LineAction wants_login[] = {
    CONNECT,
    SAY ("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\n\r\n"),
    THE_END};
static const LineAction forbids[] = {CONNECT, SAY ("HTTP/1.1 403 For\x1b[31mbidden\r\n\r\n"),
                                     THE_END};
static const LineAction cannot[] = {CONNECT, SAY ("HTTP/1.0 503 Service Unavailable\r\n\r\n"),
                                    THE_END};
static const LineAction hangs_up[] = {CONNECT, CLOSE, THE_END};
static const LineAction is_silent[] = {CONNECT, HOLD, THE_END};
static const LineAction speaks_ssh[] = {SAY ("SSH-2.0-OpenSSH_9.2\r\n"), HOLD, THE_END};
static const LineAction half_head[] = {CONNECT, SAY ("HTTP/1.1 200 OK\r\nVia: x\r\n"), CLOSE,
                                       THE_END};
static const LineAction endless_head[] = {CONNECT, SAY ("HTTP/1.1 200 OK\r\n"),
                                          FLOOD ("X-More: and more\r\n", -1), THE_END};
static const LineAction endless_line[] = {CONNECT, FLOOD ("HTTP/1.1 200 OK", -1), THE_END};

typedef struct {
  const LineAction *script;
  const char *outcome;
  const char *status; /* (nullable) */
} ReachRow;

static void
reach (const ReachRow *row, guint socks, gboolean names)
{
  static const char *const resolve[] = {"www.proxied.test:127.0.0.1", NULL}; /* for SOCKS 4 alone */
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_HTTP, TL_SECURITY_TLS);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (fixture->settings);
  g_autoptr (TlRun) run = NULL;
  g_autoptr (TlChannel) channel = NULL;
  TlWeb web = {.idle_fd = -1};

  probe_fixture_play (fixture, row->script);
  g_object_set (fixture->settings, "url", "https://www.proxied.test/x", "resolve", resolve, NULL);
  line_server_start (fixture->server);
  run = tl_run_new (fixture->settings, builder, fixture->cancellable, &fixture->error);
  g_assert_no_error (fixture->error);
  fixture->limits.reply = 1500;
  tl_run_set_limits (run, &fixture->limits);
  web.run = run;
  web.settings = tl_run_get_settings (run);
  web.io = tl_run_get_io (run);
  web.limits = tl_run_get_limits (run);
  g_assert_true (tl_url_parse ("https://www.proxied.test/x", &web.named));
  web.proxy = g_new0 (TlWebProxy, 1);
  web.proxy->socks = socks > 0;
  web.proxy->old = socks == 4;
  web.proxy->names = names;
  web.proxy->url = g_strdup ("http://127.0.0.1");
  web.proxy->host = g_strdup ("127.0.0.1");
  web.proxy->port = line_server_get_port (fixture->server);

  channel = tl_web_proxy_reach (&web);
  fixture->evidence = tl_evidence_builder_finish (builder);
  probe_assert_fact (fixture, "http.proxy.outcome", row->outcome);
  g_assert_cmpint (channel != NULL, ==, strcmp (row->outcome, "ok") == 0);
  if (row->status != NULL && socks)
    probe_assert_fact (fixture, "http.proxy.text", row->status);
  else if (row->status != NULL)
    probe_assert_fact (fixture, "http.proxy.status", row->status);
  if (row->status == NULL || socks)
    probe_assert_no_fact (fixture, "http.proxy.status");
  g_assert_null (strchr (tl_evidence_get (fixture->evidence, "http.proxy.text") != NULL
                             ? tl_evidence_get (fixture->evidence, "http.proxy.text")
                             : "",
                         '\x1b'));
  tl_url_clear (&web.named);
  tl_web_proxy_free (web.proxy);
}

static void
test_connect (void)
{
  static const ReachRow rows[] = {
      {lets_through, "ok", "200"},       {wants_login, "login-needed", "407"},
      {forbids, "refused", "403"},       {cannot, "failed", "503"},
      {hangs_up, "no-answer", NULL},     {is_silent, "no-answer", NULL},
      {speaks_ssh, "not-http", NULL},    {half_head, "no-answer", "200"},
      {endless_head, "not-http", "200"}, {endless_line, "no-answer", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s, row %u", rows[i].outcome, i);
    reach (&rows[i], 0, FALSE);
  }
}

/* ------------------------------------------------------------------ SOCKS */

/* The greeting has three bytes, the request the name of 16 with seven more (RFC 1928 3, 4). */
#define SOCKS(answer_) SWALLOW (3), SAY_BYTES ("\5\0"), SWALLOW (23), SAY_BYTES (answer_)

static const LineAction socks_ipv4[] = {SOCKS ("\5\0\0\1\1\2\3\4\0\120"), HOLD, THE_END};
static const LineAction socks_ipv6[] = {SOCKS ("\5\0\0\4\1\2\3\4\5\6\7\10\1\2\3\4\5\6\7\10\0\120"),
                                        HOLD, THE_END};
static const LineAction socks_name[] = {SOCKS ("\5\0\0\3\4gate\0\120"), HOLD, THE_END};
static const LineAction socks_login[] = {SWALLOW (3), SAY_BYTES ("\5\377"), HOLD, THE_END};
static const LineAction socks_chooses[] = {SWALLOW (3), SAY_BYTES ("\5\2"), HOLD, THE_END};
static const LineAction socks_forbids[] = {SOCKS ("\5\2\0\1\0\0\0\0\0\0"), HOLD, THE_END};
static const LineAction socks_cannot[] = {SOCKS ("\5\5\0\1\0\0\0\0\0\0"), HOLD, THE_END};
static const LineAction socks_4[] = {SWALLOW (3), SAY_BYTES ("\0\133"), HOLD, THE_END};
static const LineAction socks_no_type[] = {SOCKS ("\5\0\0\11\1\2\3\4"), HOLD, THE_END};
static const LineAction socks_half[] = {SOCKS ("\5\0\0\1\1"), CLOSE, THE_END};
static const LineAction socks_hangs_up[] = {SWALLOW (3), SAY_BYTES ("\5"), CLOSE, THE_END};
static const LineAction socks_silent[] = {SWALLOW (3), HOLD, THE_END};
static const LineAction socks_is_web[] = {SWALLOW (3), SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"),
                                          HOLD, THE_END};

static void
test_socks (void)
{
  static const ReachRow rows[] = {
      {socks_ipv4, "ok", NULL},
      {socks_ipv6, "ok", NULL},
      {socks_name, "ok", NULL},
      {socks_login, "login-needed", NULL},
      {socks_chooses, "not-socks", NULL},
      {socks_forbids, "refused", "SOCKS 2"},
      {socks_cannot, "failed", "SOCKS 5"},
      {socks_4, "not-socks", NULL},
      {socks_no_type, "not-socks", NULL},
      {socks_half, "not-socks", NULL},
      {socks_hangs_up, "no-answer", NULL},
      {socks_silent, "no-answer", NULL},
      {socks_is_web, "not-socks", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s, row %u", rows[i].outcome, i);
    reach (&rows[i], 5, FALSE);
  }
}

/* Jobs about a certain address, about this computer, or about nothing but the server go directly. */
static void
test_announced (void)
{
  static const struct {
    const char *url, *variable, *value, *exempt;
    gboolean alone;
    const char *proxy; /* NULL: none */
  } rows[] = {
      {"https://www.proxied.test/", "https_proxy", "http://gate.test:3128", "", FALSE,
       "http://gate.test:3128"},
      {"https://www.proxied.test/", "https_proxy", "http://ann:secret@gate.test:3128", "", FALSE,
       "http://gate.test:3128"},
      {"https://www.proxied.test/", "http_proxy", "http://gate.test:3128", "", FALSE, NULL},
      {"http://www.proxied.test/", "http_proxy", "gate.test:3128", "", FALSE,
       "http://gate.test:3128"},
      {"http://www.proxied.test/", "all_proxy", "http://gate.test:1", "", FALSE,
       "http://gate.test:1"},
      {"https://www.proxied.test/", "https_proxy", "http://gate.test:1", "proxied.test", FALSE,
       NULL},
      {"https://www.proxied.test/", "https_proxy", "http://gate.test:1", "", TRUE, NULL},
      {"https://127.0.0.1/", "https_proxy", "http://gate.test:1", "", FALSE, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlAnnouncement) plan = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("row %u", i);
    g_object_set (settings, "protocol", TL_PROTOCOL_HTTP, "url", rows[i].url, "no-environment",
                  rows[i].alone, NULL);
    g_assert_true (tl_settings_normalise (settings, NULL, &error));
    g_setenv (rows[i].variable, rows[i].value, TRUE);
    g_setenv ("no_proxy", rows[i].exempt, TRUE);
    plan = tl_plan_announce (settings);
    g_assert_cmpstr (plan->proxy, ==, rows[i].proxy);
    g_unsetenv (rows[i].variable);
    g_unsetenv ("no_proxy");
  }
}

/* Nine bytes with an address; the name of 16 and its end behind them where names are sent. */
static const LineAction old_granted[] = {SWALLOW (9), SAY_BYTES ("\0\132\0\0\0\0\0\0"), HOLD,
                                         THE_END};
static const LineAction old_named[] = {SWALLOW (26), SAY_BYTES ("\0\132\0\0\0\0\0\0"), HOLD,
                                       THE_END};
static const LineAction old_rejects[] = {SWALLOW (9), SAY_BYTES ("\0\133\0\0\0\0\0\0"), HOLD,
                                         THE_END};
static const LineAction old_no_ident[] = {SWALLOW (9), SAY_BYTES ("\0\134\0\0\0\0\0\0"), HOLD,
                                          THE_END};
static const LineAction old_other[] = {SWALLOW (9), SAY_BYTES ("\0\140\0\0\0\0\0\0"), HOLD,
                                       THE_END};
static const LineAction old_is_new[] = {SWALLOW (9), SAY_BYTES ("\5\377\0\0\0\0\0\0"), HOLD,
                                        THE_END};
static const LineAction old_half[] = {SWALLOW (9), SAY_BYTES ("\0\132\0"), CLOSE, THE_END};
static const LineAction old_silent[] = {SWALLOW (9), HOLD, THE_END};

static void
test_socks_4 (void)
{
  static const ReachRow rows[] = {
      {old_granted, "ok", NULL},
      {old_rejects, "rejected", NULL},
      {old_no_ident, "login-needed", NULL},
      {old_other, "not-socks", NULL},
      {old_is_new, "not-socks", NULL},
      {old_half, "no-answer", NULL},
      {old_silent, "no-answer", NULL},
  };
  static const ReachRow named = {old_named, "ok", NULL};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s, row %u", rows[i].outcome, i);
    reach (&rows[i], 4, FALSE);
  }
  reach (&named, 4, TRUE);
}

int
main (int argc, char **argv)
{
  static const char *const variables[] = {"all_proxy",   "ALL_PROXY",  "http_proxy", "https_proxy",
                                          "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"};

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/web-proxy/announced", test_announced);
  g_test_add_func ("/probe/web-proxy/connect", test_connect);
  g_test_add_func ("/probe/web-proxy/socks", test_socks);
  g_test_add_func ("/probe/web-proxy/socks-4", test_socks_4);
  return g_test_run ();
}
