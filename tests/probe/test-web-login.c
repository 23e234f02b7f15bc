/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Digest logins: challenges of every kind, the examples of RFC 7616, and what is sent over which channel. */
#include "probe-fixture.h"

#include "tl-web-private.h"

#include <string.h>

#define NONCE "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
#define CNONCE "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"

static void
test_challenges (void)
{
  static const struct {
    const char *header;
    const char *realm, *algorithm; /* realm NULL: nothing that can be answered */
    gboolean qop, stale;
  } rows[] = {
      {NULL, NULL, NULL, FALSE, FALSE},
      {"Basic realm=\"x\"", NULL, NULL, FALSE, FALSE},
      {"Digest realm=\"r\", nonce=\"n\"", "r", NULL, FALSE, FALSE},
      {"Digest realm=\"a, \\\"b\\\"\", qop=\"auth-int, auth\", nonce=n, stale=TRUE", "a, \"b\"",
       NULL, TRUE, TRUE},
      {"Digest realm=r, nonce=n, qop=auth-int", "r", NULL, FALSE, FALSE},
      {"Digest realm=m, nonce=n, algorithm=MD5, Digest realm=s, nonce=n, algorithm=SHA-256", "s",
       "SHA-256", FALSE, FALSE},
      {"Digest realm=s, nonce=n, algorithm=SHA-256, Digest realm=m, nonce=n, algorithm=MD5", "s",
       "SHA-256", FALSE, FALSE},
      {"Negotiate YII=, Digest realm=r, nonce=n, Basic realm=b", "r", NULL, FALSE, FALSE},
      {"Digest realm=r, nonce=n, algorithm=SHA-512-256", NULL, NULL, FALSE, FALSE},
      {"Digest realm=r", NULL, NULL, FALSE, FALSE},
      {"Digest nonce=n", NULL, NULL, FALSE, FALSE},
      /* What would have to be sent back: no line of its own is made of it. */
      {"Digest realm=\"r\x01\", nonce=n", NULL, NULL, FALSE, FALSE},
      {"Digest realm=\"never ends", NULL, NULL, FALSE, FALSE},
      {"Digest realm", NULL, NULL, FALSE, FALSE},
      {"Digest realm=", NULL, NULL, FALSE, FALSE},
      {"Digest realm=\"\\", NULL, NULL, FALSE, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlWebDigest) digest = tl_web_digest_parse (rows[i].header);

    g_test_message ("%s", rows[i].header);
    g_assert_cmpstr (digest != NULL ? digest->realm : NULL, ==, rows[i].realm);
    if (digest == NULL)
      continue;
    g_assert_cmpstr (digest->algorithm, ==, rows[i].algorithm);
    g_assert_cmpint (digest->qop, ==, rows[i].qop);
    g_assert_cmpint (digest->stale, ==, rows[i].stale);
  }
}

static void
test_long_challenge (void)
{
  g_autofree char *filler = g_strnfill (5000, 'n');
  g_autofree char *header = g_strdup_printf ("Digest realm=r, nonce=\"%s\"", filler);

  g_assert_null (tl_web_digest_parse (header));
}

/* RFC 7616 3.9.1. */
static void
test_examples (void)
{
  static const struct {
    const char *more, *response;
  } rows[] = {
      {"qop=\"auth, auth-int\", algorithm=MD5", "response=\"8ca523f5e9506fed4657c9700eebdbec\""},
      {"qop=\"auth, auth-int\", algorithm=SHA-256",
       "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *header = g_strdup_printf (
        "Digest realm=\"http-auth@example.org\", nonce=\"" NONCE "\", opaque=\"FQhe\", %s",
        rows[i].more);
    g_autoptr (TlWebDigest) digest = tl_web_digest_parse (header);
    g_autoptr (TlSecret) secret = tl_secret_new ("Circle of Life", 14);
    char *line = tl_web_digest_answer (digest, "Mufasa", secret, "/dir/index.html", CNONCE);

    g_assert_true (g_str_has_prefix (line, "Authorization: Digest username=\"Mufasa\", "));
    g_assert_nonnull (strstr (line, rows[i].response));
    g_assert_nonnull (strstr (line, "uri=\"/dir/index.html\""));
    g_assert_nonnull (strstr (line, "opaque=\"FQhe\""));
    g_assert_nonnull (strstr (line, "qop=auth, nc=00000001, "));
    g_free (line);
  }
}

static void
test_quoting (void)
{
  g_autoptr (TlWebDigest) digest = tl_web_digest_parse ("Digest realm=\"a\\\"b\", nonce=n");
  g_autoptr (TlSecret) secret = tl_secret_new ("x", 1);
  g_autofree char *line = tl_web_digest_answer (digest, "an\\n", secret, "/", CNONCE);

  g_assert_nonnull (strstr (line, "username=\"an\\\\n\", realm=\"a\\\"b\""));
  g_assert_null (strstr (line, "cnonce"));
}

/* ------------------------------------------------------------------ over the wire */

#define ASKED                                                                                      \
  EXPECT ("GET /x HTTP/1.1"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("")
#define WITH_LOGIN(login_)                                                                         \
  EXPECT ("GET /x HTTP/1.1"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT (login_),  \
      EXPECT ("")
#define SAY_200 SAY ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
#define REFUSE(challenge_)                                                                         \
  SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: " challenge_ "\r\nContent-Length: 0\r\n\r\n")
#define DIGEST "Digest realm=r, nonce=n, qop=auth"

static const LineAction hold[] = {HOLD, THE_END};
static const LineAction digest_only[] = {ASKED, REFUSE (DIGEST), HOLD, THE_END};
static const LineAction basic_only[] = {ASKED, REFUSE ("Basic realm=r"), HOLD, THE_END};
static const LineAction takes_digest[] = {WITH_LOGIN ("Authorization: Digest *"), SAY_200, THE_END};
static const LineAction takes_basic[] = {WITH_LOGIN ("Authorization: Basic *"), SAY_200, THE_END};
static const LineAction both[] = {ASKED, REFUSE ("Basic realm=r, " DIGEST), HOLD, THE_END};
static const LineAction says_no[] = {WITH_LOGIN ("Authorization: Digest *"), REFUSE (DIGEST),
                                     THE_END};
static const LineAction says_stale[] = {WITH_LOGIN ("Authorization: Digest *"),
                                        REFUSE (DIGEST ", stale=true"), THE_END};

/* Over a plain connection nothing goes without consent, not even a Digest; with it, Digest comes first. */
static void
test_plain (void)
{
  static const struct {
    const LineAction *first, *second;
    gboolean allowed;
    const char *outcome, *method;
  } rows[] = {
      {digest_only, NULL, FALSE, "not-sent", NULL},
      {basic_only, NULL, FALSE, "not-sent", NULL},
      {digest_only, takes_digest, TRUE, "ok", "digest"},
      {both, takes_digest, TRUE, "ok", "digest"},
      {basic_only, takes_basic, TRUE, "ok", "basic"},
      {digest_only, says_no, TRUE, "rejected", "digest"},
      {digest_only, says_stale, TRUE, "failed", "digest"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_HTTP, TL_SECURITY_NONE);
    g_autofree char *url =
        g_strdup_printf ("http://mail.test:%u/x", line_server_get_port (fixture->server));

    g_object_set (fixture->settings, "url", url, "allow-plaintext", rows[i].allowed, NULL);
    probe_fixture_log_in (fixture, "ann", "geheim-Qx7");
    probe_fixture_play (fixture, hold);
    probe_fixture_play (fixture, rows[i].first);
    if (rows[i].second != NULL)
      probe_fixture_play (fixture, rows[i].second);
    g_assert_true (probe_fixture_run (fixture));
    probe_assert_fact (fixture, "http.auth.outcome", rows[i].outcome);
    if (rows[i].method != NULL)
      probe_assert_fact (fixture, "http.auth.method", rows[i].method);
    else
      probe_assert_no_fact (fixture, "http.auth.method");
    probe_assert_hidden (fixture, "geheim-Qx7");
    probe_assert_announced (fixture);
  }
}

/* A login is for the address that was asked for, and for no other to which it leads. */
static void
test_led_away (void)
{
  static const LineAction leads[] = {
      ASKED,
      SAY ("HTTP/1.1 302 Found\r\nLocation: http://www.mail.test:1/\r\nContent-Length: 0\r\n\r\n"),
      HOLD, THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_HTTP, TL_SECURITY_NONE);
  g_autofree char *url =
      g_strdup_printf ("http://mail.test:%u/x", line_server_get_port (fixture->server));

  g_object_set (fixture->settings, "url", url, "allow-plaintext", TRUE, NULL);
  probe_fixture_log_in (fixture, "ann", "geheim-Qx7");
  probe_fixture_play (fixture, hold);
  probe_fixture_play (fixture, leads);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_no_fact (fixture, "http.auth.method");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/web-login/challenges", test_challenges);
  g_test_add_func ("/probe/web-login/long-challenge", test_long_challenge);
  g_test_add_func ("/probe/web-login/examples", test_examples);
  g_test_add_func ("/probe/web-login/quoting", test_quoting);
  g_test_add_func ("/probe/web-login/plain", test_plain);
  g_test_add_func ("/probe/web-login/led-away", test_led_away);
  return g_test_run ();
}
