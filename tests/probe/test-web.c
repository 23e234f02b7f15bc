/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "probe-fixture.h"

#include "tl-web-private.h"

#include <string.h>

/* What libsoup sends, whatever the order of its headers, and what we send ourselves. */
#define SOUP(line_) EXPECT (line_), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("")
#define OURS(host_)                                                                                \
  EXPECT ("GET /x HTTP/1.1"), EXPECT ("Host: " host_ ":*"), EXPECT ("User-Agent: *"),              \
      EXPECT ("Connection: close"), EXPECT ("")
#define SAY_421 SAY ("HTTP/1.1 421 Misdirected Request\r\nContent-Length: 2\r\n\r\nno")
#define SAY_200 SAY ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

static const LineAction handshake_script[] = {START_TLS, HOLD, THE_END};
static const LineAction hold_script[] = {HOLD, THE_END};
static const LineAction ok_script[] = {START_TLS, SOUP ("GET /x HTTP/1.1"), SAY_200, HOLD, THE_END};
static const LineAction misdirected_script[] = {START_TLS, SOUP ("GET /x HTTP/1.1"), SAY_421, HOLD,
                                                THE_END};
static const LineAction ours_ok_script[] = {START_TLS, OURS ("mail.test"), SAY_200, THE_END};
static const LineAction ours_421_script[] = {START_TLS, OURS ("mail.test"), SAY_421, THE_END};
static const LineAction unknown_421_script[] = {START_TLS, OURS ("throughline.invalid"), SAY_421,
                                                THE_END};

/* A check of https://mail.test/x at the scripted server. */
static ProbeFixture *
web_new (const char *scheme)
{
  ProbeFixture *fixture = probe_fixture_new (
      TL_PROTOCOL_HTTP, g_str_equal (scheme, "https") ? TL_SECURITY_TLS : TL_SECURITY_NONE);
  g_autofree char *url =
      g_strdup_printf ("%s://mail.test:%u/x", scheme, line_server_get_port (fixture->server));

  g_object_set (fixture->settings, "url", url, NULL);
  return fixture;
}

static void
test_ok (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("https");

  probe_fixture_play (fixture, handshake_script);
  probe_fixture_play (fixture, ok_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_OK);
  probe_assert_fact (fixture, "http.status", "200");
  probe_assert_fact (fixture, "http.version", "HTTP/1.1");
  probe_assert_fact (fixture, "http.restarts", "0");
  probe_assert_fact (fixture, "http.body_bytes", "2");
  probe_assert_no_fact (fixture, "http.first_status");
  probe_assert_no_step (fixture, "http.compare.fresh");
  probe_assert_announced (fixture);
}

/* libsoup repeats it by itself: the 421 is not lost. */
static void
test_repeated (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("https");

  probe_fixture_play (fixture, handshake_script);
  probe_fixture_play (fixture, misdirected_script);
  probe_fixture_play (fixture, ok_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_WARNING);
  probe_assert_fact (fixture, "http.first_status", "421");
  probe_assert_fact (fixture, "http.status", "200");
}

static void
test_fresh (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("https");

  probe_fixture_play (fixture, handshake_script);
  probe_fixture_play (fixture, misdirected_script);
  probe_fixture_play (fixture, misdirected_script);
  probe_fixture_play (fixture, ours_ok_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_FAILED);
  probe_assert_step (fixture, "http.compare.fresh", TL_OUTCOME_OK);
  probe_assert_fact (fixture, "http.fresh.status", "200");
  probe_assert_no_fact (fixture, "http.unknown.status");
}

static void
test_for_ever (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("https");

  probe_fixture_play (fixture, handshake_script);
  probe_fixture_play (fixture, misdirected_script);
  probe_fixture_play (fixture, misdirected_script);
  probe_fixture_play (fixture, ours_421_script);
  probe_fixture_play (fixture, unknown_421_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "http.fresh.status", "421");
  probe_assert_fact (fixture, "http.unknown.status", "421");
  /* 5 in all: nothing is repeated for ever. */
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 5);
  probe_assert_announced (fixture);
}

/* Nothing is asked of a server that cannot prove its name. */
static void
test_unverified (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("https");
  g_autofree char *received = NULL;

  probe_fixture_certify (fixture, "other.test", -3600, 3600);
  probe_fixture_log_in (fixture, "ann", "geheim-Qx7");
  probe_fixture_play (fixture, handshake_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_SKIPPED);
  probe_assert_fact (fixture, "tls.verify", "name-mismatch");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 1);
  received = line_server_dup_received (fixture->server);
  g_assert_cmpstr (received, ==, "");
}

static const LineAction login_script[] = {
    START_TLS, SOUP ("GET /x HTTP/1.1"),
    SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, Basic realm=\"a, b\"\r\n"
         "Content-Length: 0\r\n\r\n"),
    HOLD, THE_END};
static const LineAction ours_login_script[] = {START_TLS,
                                               EXPECT ("GET /x HTTP/1.1"),
                                               EXPECT ("Host: mail.test:*"),
                                               EXPECT ("User-Agent: *"),
                                               EXPECT ("Connection: close"),
                                               EXPECT ("Authorization: Basic YW5uOmdlaGVpbS1ReDc="),
                                               EXPECT (""),
                                               SAY_200,
                                               THE_END};
static const LineAction ours_refusal_script[] = {
    START_TLS,
    EXPECT ("GET /x HTTP/1.1"),
    EXPECT ("Host: mail.test:*"),
    EXPECT ("User-Agent: *"),
    EXPECT ("Connection: close"),
    ECHO_LINE ("HTTP/1.1 401 You said %s\r\nWWW-Authenticate: Basic\r\n\r\n"),
    THE_END};
static const LineAction negotiate_script[] = {
    START_TLS, SOUP ("GET /x HTTP/1.1"),
    SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"), HOLD, THE_END};

static void
test_login (void)
{
  static const struct {
    const LineAction *first, *second;
    const char *outcome, *status;
    TlOutcome step;
  } rows[] = {
      {login_script, ours_login_script, "ok", "200", TL_OUTCOME_OK},
      {login_script, ours_refusal_script, "rejected", "401", TL_OUTCOME_FAILED},
      {negotiate_script, NULL, "no-common-mechanism", "401", TL_OUTCOME_FAILED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ProbeFixture) fixture = web_new ("https");

    probe_fixture_log_in (fixture, "ann", "geheim-Qx7");
    probe_fixture_play (fixture, handshake_script);
    probe_fixture_play (fixture, rows[i].first);
    if (rows[i].second != NULL)
      probe_fixture_play (fixture, rows[i].second);
    g_assert_true (probe_fixture_run (fixture));
    probe_assert_step (fixture, "http.request", TL_OUTCOME_OK);
    probe_assert_step (fixture, "http.auth", rows[i].step);
    probe_assert_fact (fixture, "http.auth.outcome", rows[i].outcome);
    probe_assert_fact (fixture, "http.status", rows[i].status);
    /* Also where the server repeats it. */
    probe_assert_hidden (fixture, "geheim-Qx7");
    g_assert_cmpuint (line_server_get_connections (fixture->server), ==, rows[i].second ? 3 : 2);
  }
}

static const LineAction plain_login_script[] = {
    SOUP ("GET /x HTTP/1.1"),
    SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"), HOLD, THE_END};

static void
test_plain_login (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("http");

  probe_fixture_log_in (fixture, "ann", "geheim-Qx7");
  probe_fixture_play (fixture, hold_script);
  probe_fixture_play (fixture, plain_login_script);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "http.auth.outcome", "not-sent");
  g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
}

/* Redirects by what they name; %s stands for the whole request line. */
static void
test_redirects (void)
{
  static const LineAction loop[] = {
      SOUP ("GET /x HTTP/1.1"),
      SAY ("HTTP/1.1 302 Found\r\nLocation: x\r\nContent-Length: 0\r\n\r\n"), HOLD, THE_END};
  static const LineAction file[] = {
      SOUP ("GET /x HTTP/1.1"),
      SAY ("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"), HOLD,
      THE_END};
  static const LineAction elsewhere[] = {
      SOUP ("GET /x HTTP/1.1"),
      SAY ("HTTP/1.1 301 Gone\r\nLocation: http://192.0.2.7/\r\nContent-Length: 0\r\n\r\n"), HOLD,
      THE_END};
  static const struct {
    const LineAction *script;
    const char *outcome;
    TlOutcome step;
  } rows[] = {
      {loop, "loop", TL_OUTCOME_FAILED},
      {file, "refused-scheme", TL_OUTCOME_FAILED},
      {elsewhere, "other-site", TL_OUTCOME_OK},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ProbeFixture) fixture = web_new ("http");

    probe_fixture_play (fixture, hold_script);
    probe_fixture_play (fixture, rows[i].script);
    g_assert_true (probe_fixture_run (fixture));
    probe_assert_step (fixture, "http.request", rows[i].step);
    probe_assert_fact (fixture, "http.redirect.outcome", rows[i].outcome);
    g_assert_cmpuint (line_server_get_connections (fixture->server), ==, 2);
  }
}

static void
test_too_many_redirects (void)
{
  static LineAction scripts[8][9];
  static char requests[8][32], answers[8][80];
  g_autoptr (ProbeFixture) fixture = web_new ("http");

  probe_fixture_play (fixture, hold_script);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    const LineAction script[] = {SOUP (requests[i]), SAY (answers[i]), HOLD, THE_END};

    g_snprintf (requests[i], sizeof requests[i], "GET /%s HTTP/1.1", i == 0 ? "x" : "?");
    g_snprintf (answers[i], sizeof answers[i],
                "HTTP/1.1 302 Found\r\nLocation: /%u\r\nContent-Length: 0\r\n\r\n", i);
    memcpy (scripts[i], script, sizeof script);
    probe_fixture_play (fixture, scripts[i]);
  }
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_fact (fixture, "http.redirect.outcome", "too-many");
  probe_assert_fact (fixture, "http.redirects", "5");
  probe_assert_announced (fixture);
}

/* What speaks there is named, where it is no web server. */
static void
test_wrong_service (void)
{
  static const LineAction ssh[] = {SAY ("SSH-2.0-OpenSSH_9.2\r\n"), HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = web_new ("http");

  probe_fixture_play (fixture, ssh);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_FAILED);
  probe_assert_fact (fixture, "greeting.protocol", "ssh");
}

static void
test_cancel (void)
{
  g_autoptr (ProbeFixture) fixture = web_new ("http");

  probe_fixture_play (fixture, hold_script);
  fixture->cancel_at = "http.request";
  g_assert_false (probe_fixture_run (fixture));
  probe_assert_step (fixture, "http.request", TL_OUTCOME_SKIPPED);
}

/* ------------------------------------------------------------------ pieces */

static void
test_words (void)
{
  static const char *const rows[][2] = {
      {"", ""},
      {"<html><head><title>421 Misdirected Request</title></head><body>\n<p>no &amp; no</p>",
       "421 Misdirected Request no & no"},
      {"<style>p { color: red }</style>a<script>if (a < b) c ()</script>b", "a b"},
      {"<script>never ends", ""},
      {"<never ends", ""},
      {"a\x1b[31mb", "a<001B>[31mb"},
      {"&nosuch; &", "&nosuch; &"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = tl_web_words (rows[i][0], strlen (rows[i][0]), 100);

    g_assert_cmpstr (words, ==, rows[i][1]);
  }
}

static void
test_challenges (void)
{
  static const char *const rows[][2] = {
      {"", ""},
      {"Basic", "basic"},
      {"Basic realm=\"a, Digest b\"", "basic"},
      {"Negotiate, NTLM, Basic realm=x, charset=UTF-8", "negotiate ntlm basic"},
      {"Digest realm=\"r\", nonce=\"n=\", Basic realm=\"r\"", "digest basic"},
      {"NTLM TlRMTVNTUAAB==, Basic", "ntlm basic"},
      {"Negotiate YII=, Basic realm = \"x\" , NTLM", "negotiate basic ntlm"},
      {"Basic realm=\"never ends", "basic"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *list = tl_web_challenges (rows[i][0]);

    g_assert_cmpstr (list, ==, rows[i][1]);
  }
}

static void
test_sites (void)
{
  static const struct {
    const char *a, *b;
    gboolean same;
  } rows[] = {
      {"example.org", "example.org", TRUE},
      {"www.example.org", "example.org", TRUE},
      {"EXAMPLE.org", "shop.example.org", TRUE},
      {"www.example.org", "shop.example.org", TRUE},
      {"example.org", "example.com", FALSE},
      {"badexample.org", "example.org", FALSE},
      {"example.org", "org", FALSE},
      {"a.example.org", "b.example.org", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tl_web_same_site (rows[i].a, rows[i].b), ==, rows[i].same);
}

static void
test_names (void)
{
  static const char *const rows[][3] = {
      {"www.example.org", "www.example.org", ""},
      {"other.test *.example.org example.org", "a.example.org", "www.example.org example.org"},
      {"*.example.org", "example.org", "www.example.org"},
      {"192.0.2.1 localhost a<0000>b", "example.org", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) names = tl_web_other_names (rows[i][0], rows[i][1], 2);
    g_autofree char *joined = g_strjoinv (" ", names);

    g_assert_cmpstr (joined, ==, rows[i][2]);
  }
}

static void
test_heads (void)
{
  static const struct {
    const char *text;
    guint status; /* 0: no head */
    const char *name, *value;
  } rows[] = {
      {"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", 200, "server", "x"},
      {"HTTP/1.0 421\r\n\r\n", 421, "server", NULL},
      {"HTTP/1.1 200 OK\nA:  b \nA: c\n\n", 200, "a", "b, c"},
      {"HTTP/1.1 200 OK\r\nno colon\r\n: no name\r\n\r\n", 200, "no colon", NULL},
      {"HTTP/1.1 99999 OK\r\n\r\n", 0, NULL, NULL},
      {"HTTP/1.1  200 OK\r\n\r\n", 0, NULL, NULL},
      {"HTTP/2 200\r\n\r\n", 0, NULL, NULL},
      {"ICY 200 OK\r\n\r\n", 0, NULL, NULL},
      {"\r\n\r\n", 0, NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlHttpAnswer) answer = tl_http_answer_new ();
    gboolean good = tl_web_parse_head (rows[i].text, strlen (rows[i].text), answer);

    g_assert_cmpint (good, ==, rows[i].status != 0);
    if (!good)
      continue;
    g_assert_cmpuint (answer->status, ==, rows[i].status);
    g_assert_cmpstr (tl_http_answer_get (answer, rows[i].name), ==, rows[i].value);
  }
  g_assert_cmpuint (tl_web_find_body ("a\r\n\r\nb", 6), ==, 5);
  g_assert_cmpuint (tl_web_find_body ("a\n\nb", 4), ==, 3);
  g_assert_cmpuint (tl_web_find_body ("a\r\n\r", 4), ==, 0);
}

static void
test_frames (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    const char *found;
  } rows[] = {
      {"", 0, "nothing"},
      {"\0\0\0\4\0\0\0\0\0", 9, "ok"},
      {"\0\0\6\4\0\0\0\0\0\0\3\0\0\0\144", 15, "ok"},
      {"\0\0\0\4\0\0\0\0\0\0\0\0\4\1\0\0\0\0", 18, "ok"},
      {"\0\0\0\4\0\0\0\0\0\0\0\0", 12, "ok"},
      {"\0\0\6\4\0\0\0\0\0\0\3", 11, "ok"},
      {"\0\0\0\4\0", 5, "other"},
      {"\0\0\0\6\0\0\0\0\0", 9, "other"},
      {"\0\377\377\4\0\0\0\0\0", 9, "other"},
      {"HTTP/1.1 400 Bad Request\r\n", 26, "http1"},
      {"HTTP/", 5, "http1"},
      {"220 mx ESMTP\r\n", 14, "other"},
      {"\0\0\0\4\0\0\0\0\0HTTP/1.1 200 OK\r\n", 26, "http1"},
      {"\0\0\0\4\0\0\0\0\0<html>and more", 23, "other"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (tl_web_judge_frames ((const guint8 *) rows[i].bytes, rows[i].length), ==,
                     rows[i].found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/web/ok", test_ok);
  g_test_add_func ("/probe/web/repeated", test_repeated);
  g_test_add_func ("/probe/web/fresh", test_fresh);
  g_test_add_func ("/probe/web/for-ever", test_for_ever);
  g_test_add_func ("/probe/web/unverified", test_unverified);
  g_test_add_func ("/probe/web/login", test_login);
  g_test_add_func ("/probe/web/plain-login", test_plain_login);
  g_test_add_func ("/probe/web/redirects", test_redirects);
  g_test_add_func ("/probe/web/too-many-redirects", test_too_many_redirects);
  g_test_add_func ("/probe/web/wrong-service", test_wrong_service);
  g_test_add_func ("/probe/web/cancel", test_cancel);
  g_test_add_func ("/probe/web/words", test_words);
  g_test_add_func ("/probe/web/challenges", test_challenges);
  g_test_add_func ("/probe/web/sites", test_sites);
  g_test_add_func ("/probe/web/names", test_names);
  g_test_add_func ("/probe/web/heads", test_heads);
  g_test_add_func ("/probe/web/frames", test_frames);
  return g_test_run ();
}
