/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-http-private.h"
#include "tl-http.h"

#include <string.h>
#include <sys/resource.h>

/* What may still come in between two looks at the bytes that came, and what the sanitizers add. */
#define MEMORY_MAX_KB (200 * 1024)

typedef struct {
  const char *path;
  const LineAction *script;
  const LineAction *second; /* (nullable) of the second connection */
  TlFailure failure;
  guint status;
  const char *body; /* (nullable) */
  guint restarts;
  guint first_status;
  gboolean cut, broken;
  guint limit_ms; /* 0: the guard */
} Case;

/* The whole request: closing on what was not read would be a reset. */
#define ASKED                                                                                      \
  EXPECT ("GET /page?x=1 HTTP/1.1"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("*: *"), EXPECT ("")

static const LineAction ok_script[] = {
    ASKED, SAY ("HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nServer: small\r\n\r\nhello"), HOLD,
    THE_END};
static const LineAction misdirected_script[] = {
    ASKED, SAY ("HTTP/1.1 421 Misdirected Request\r\nContent-Length: 2\r\n\r\nno"), HOLD, THE_END};
static const LineAction endless_headers_script[] = {ASKED, SAY ("HTTP/1.1 200 OK\r\n"),
                                                    FLOOD ("X-More: and more\r\n", -1), THE_END};
static const LineAction endless_header_script[] = {ASKED, SAY ("HTTP/1.1 200 OK\r\nX: "),
                                                   FLOOD ("and more", -1), THE_END};
static const LineAction endless_status_script[] = {ASKED, FLOOD ("HTTP/1.1 200 OK", -1), THE_END};
static const LineAction endless_body_script[] = {ASKED, SAY ("HTTP/1.1 200 OK\r\n\r\n"),
                                                 FLOOD ("body ", -1), THE_END};
static const LineAction endless_421_script[] = {ASKED, SAY ("HTTP/1.1 421 No\r\n\r\n"),
                                                FLOOD ("body ", -1), THE_END};
static const LineAction short_body_script[] = {
    ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"), CLOSE, THE_END};
static const LineAction huge_chunk_script[] = {
    ASKED, SAY ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello"),
    CLOSE, THE_END};
static const LineAction packed_script[] = {
    ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz"), HOLD,
    THE_END};
static const LineAction no_http_script[] = {ASKED, SAY ("<html>a page from nowhere</html>\r\n"),
                                            CLOSE, THE_END};
static const LineAction silent_script[] = {ASKED, HOLD, THE_END};
static const LineAction dripping_script[] = {ASKED, DRIP ("HTTP/1.1 200 OK and so on", 20), HOLD,
                                             THE_END};
static const LineAction closed_script[] = {ASKED, CLOSE, THE_END};
static const LineAction early_script[] = {CLOSE, THE_END};
static const LineAction stalled_body_script[] = {
    ASKED, SAY ("HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nsorry"), HOLD, THE_END};
static const LineAction redirect_script[] = {
    ASKED, SAY ("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"), HOLD,
    THE_END};
static const LineAction login_script[] = {
    ASKED,
    SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic "
         "realm=x\r\nContent-Length: 0\r\n\r\n"),
    HOLD, THE_END};

static const Case cases[] = {
    {"ok", ok_script, NULL, TL_FAILURE_NONE, 200, NULL, 0, 0, FALSE, FALSE, 0},
    {"misdirected-then-ok", misdirected_script, ok_script, TL_FAILURE_NONE, 200, "hello", 1, 421,
     FALSE, FALSE, 0},
    {"misdirected-for-ever", misdirected_script, NULL, TL_FAILURE_NONE, 421, "no", 1, 421, FALSE,
     FALSE, 0},
    {"endless-headers", endless_headers_script, NULL, TL_FAILURE_REPLY_TOO_LONG, 0, NULL, 0, 0,
     FALSE, FALSE, 0},
    {"endless-header", endless_header_script, NULL, TL_FAILURE_REPLY_TOO_LONG, 0, NULL, 0, 0, FALSE,
     FALSE, 0},
    {"endless-status", endless_status_script, NULL, TL_FAILURE_REPLY_TOO_LONG, 0, NULL, 0, 0, FALSE,
     FALSE, 0},
    {"endless-body", endless_body_script, NULL, TL_FAILURE_NONE, 200, NULL, 0, 0, TRUE, FALSE, 0},
    {"endless-body-of-421", endless_421_script, NULL, TL_FAILURE_NONE, 421, NULL, 0, 0, FALSE, TRUE,
     0},
    {"short-body", short_body_script, NULL, TL_FAILURE_NONE, 200, "hello", 0, 0, FALSE, TRUE, 0},
    /* libsoup does not tell that the last chunk is missing, but nothing wraps around. */
    {"huge-chunk", huge_chunk_script, NULL, TL_FAILURE_NONE, 200, "hello", 0, 0, FALSE, TRUE, 0},
    {"packed-not-unpacked", packed_script, NULL, TL_FAILURE_NONE, 200, "zzzz", 0, 0, FALSE, FALSE,
     0},
    {"no-http", no_http_script, NULL, TL_FAILURE_INVALID, 0, NULL, 0, 0, FALSE, FALSE, 0},
    {"silent", silent_script, NULL, TL_FAILURE_TIMEOUT, 0, NULL, 0, 0, FALSE, FALSE, 200},
    {"dripping", dripping_script, NULL, TL_FAILURE_TOO_SLOW, 0, NULL, 0, 0, FALSE, FALSE, 300},
    {"closed", closed_script, NULL, TL_FAILURE_CLOSED, 0, NULL, 0, 0, FALSE, FALSE, 0},
    {"closed-early", early_script, NULL, TL_FAILURE_CLOSED, 0, NULL, 0, 0, FALSE, FALSE, 0},
    {"stalled-body", stalled_body_script, NULL, TL_FAILURE_NONE, 403, NULL, 0, 0, FALSE, TRUE, 300},
    {"redirect-not-followed", redirect_script, NULL, TL_FAILURE_NONE, 302, "", 0, 0, FALSE, FALSE,
     0},
    {"login-not-tried", login_script, NULL, TL_FAILURE_NONE, 401, "", 0, 0, FALSE, FALSE, 0},
};

static char *
url_of (LineServer *server, const char *scheme, const char *host)
{
  return g_strdup_printf ("%s://%s:%u/page?x=1", scheme, host, line_server_get_port (server));
}

static TlHttpAnswer *
get (Job *job, LineServer *server, const char *scheme, const char *host, TlTlsTrust *trust,
     guint limit_ms)
{
  g_autoptr (GPtrArray) addresses = line_server_dup_addresses (server);
  g_autofree char *url = url_of (server, scheme, host);
  const TlHttpRequest request = {.url = url, .addresses = addresses, .trust = trust, .idle_fd = -1};

  return tl_http_get (job->io, &request, limit_ms);
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_auto (Job) job;
  g_autoptr (LineServer) server = line_server_new (AF_INET);
  g_autoptr (TlHttpAnswer) answer = NULL;
  g_autofree char *mismatch = NULL;
  struct rusage before, after;

  job_init (&job);
  line_server_add_script (server, expected->script);
  if (expected->second != NULL)
    line_server_add_script (server, expected->second);
  line_server_start (server);
  getrusage (RUSAGE_SELF, &before);
  answer = get (&job, server, "http", "www.example.org", NULL,
                expected->limit_ms != 0 ? expected->limit_ms : GUARD_MS);
  getrusage (RUSAGE_SELF, &after);
  mismatch = line_server_dup_mismatch (server);
  g_assert_cmpstr (mismatch, ==, NULL);
  g_assert_cmpstr (tl_failure_to_string (answer->failure), ==,
                   tl_failure_to_string (expected->failure));
  g_assert_cmpuint (answer->status, ==, expected->status);
  g_assert_cmpuint (answer->restarts, ==, expected->restarts);
  g_assert_cmpuint (answer->first_status, ==, expected->first_status);
  g_assert_cmpint (answer->cut, ==, expected->cut);
  g_assert_cmpint (answer->broken, ==, expected->broken);
  if (expected->body != NULL) {
    g_assert_nonnull (answer->body);
    g_assert_cmpmem (expected->body, strlen (expected->body), g_bytes_get_data (answer->body, NULL),
                     g_bytes_get_size (answer->body));
  }
  if (answer->cut)
    g_assert_cmpuint (g_bytes_get_size (answer->body), ==, TL_HTTP_BODY_MAX);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, MEMORY_MAX_KB);
}

static void
test_details (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (ok_script);
  g_autoptr (TlHttpAnswer) answer = NULL;
  g_autofree char *peer = NULL;

  job_init (&job);
  answer = get (&job, server, "http", "www.example.org", NULL, GUARD_MS);
  g_assert_cmpstr (answer->version, ==, "HTTP/1.1");
  g_assert_cmpstr (answer->reason, ==, "Fine");
  g_assert_cmpstr (tl_http_answer_get (answer, "server"), ==, "small");
  g_assert_null (tl_http_answer_get (answer, "location"));
  g_assert_null (answer->verify);
  peer = tl_address_to_string (&answer->peer);
  g_assert_cmpstr (peer, ==, "127.0.0.1");
}

/* Nothing is sent to a server that cannot prove its name. */
static void
test_tls (void)
{
  static const LineAction script[] = {
      START_TLS, ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), HOLD, THE_END};
  static const struct {
    const char *host, *verify;
    TlFailure failure;
  } hosts[] = {
      {"www.example.org", "ok", TL_FAILURE_NONE},
      {"www.example.net", "name-mismatch", TL_FAILURE_TLS},
  };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_auto (Job) job;
    g_auto (Authority) authority;
    g_autoptr (LineServer) server = line_server_new (AF_INET);
    g_autoptr (TlHttpAnswer) answer = NULL;
    g_autofree char *received = NULL;

    job_init (&job);
    authority_init (&authority, "www.example.org");
    line_server_set_identity (server, authority.identity, NULL);
    line_server_add_script (server, script);
    line_server_start (server);
    answer = get (&job, server, "https", hosts[i].host, authority.trust, GUARD_MS);
    g_assert_cmpstr (tl_failure_to_string (answer->failure), ==,
                     tl_failure_to_string (hosts[i].failure));
    g_assert_cmpstr (answer->verify, ==, hosts[i].verify);
    received = line_server_dup_received (server);
    if (hosts[i].failure != TL_FAILURE_NONE)
      g_assert_cmpstr (received, ==, "");
  }
}

static void
test_untrusted (void)
{
  static const LineAction script[] = {START_TLS, HOLD, THE_END};
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (TlTlsTrust) system = tl_tls_trust_new (NULL, NULL);
  g_autoptr (LineServer) server = line_server_new (AF_INET);
  g_autoptr (TlHttpAnswer) answer = NULL;

  job_init (&job);
  authority_init (&authority, "www.example.org");
  line_server_set_identity (server, authority.identity, NULL);
  line_server_add_script (server, script);
  line_server_start (server);
  answer = get (&job, server, "https", "www.example.org", system, GUARD_MS);
  g_assert_cmpint (answer->failure, ==, TL_FAILURE_TLS);
  g_assert_cmpstr (answer->verify, ==, "chain-incomplete");
}

/* However libsoup hangs: in the handshake or before the head. */
static void
test_cancel (void)
{
  static const LineAction hold[] = {HOLD, THE_END};
  static const struct {
    const LineAction *script;
    const char *scheme;
  } hangs[] = {{hold, "https"}, {silent_script, "http"}};

  for (guint i = 0; i < G_N_ELEMENTS (hangs); i++) {
    g_auto (Job) job;
    g_autoptr (LineServer) server = serve (hangs[i].script);
    g_autoptr (TlTlsTrust) system = tl_tls_trust_new (NULL, NULL);
    g_autoptr (TlHttpAnswer) answer = NULL;
    GThread *cancel;

    job_init (&job);
    cancel = cancel_later (&job);
    answer = get (&job, server, hangs[i].scheme, "www.example.org", system, GUARD_MS);
    g_assert_cmpint (answer->failure, ==, TL_FAILURE_CANCELLED);
    g_assert_cmpfloat (answer->elapsed_ms, <, 1000);
    g_thread_join (cancel);
  }
}

static void
test_addresses (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (ok_script);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *url = url_of (server, "http", "www.example.org");
  const TlHttpRequest request = {.url = url, .addresses = addresses, .idle_fd = -1};
  g_autoptr (TlHttpAnswer) none = NULL;
  g_autoptr (TlHttpAnswer) second = NULL;

  job_init (&job);
  none = tl_http_get (job.io, &request, GUARD_MS);
  g_assert_cmpint (none->failure, !=, TL_FAILURE_NONE);
  /* The first does not answer there, the second does. */
  for (guint i = 0; i < 2; i++) {
    TlAddress address;

    g_assert_true (tl_address_parse (i == 0 ? "127.0.0.2" : "127.0.0.1", 0, &address));
    g_ptr_array_add (addresses, g_memdup2 (&address, sizeof address));
  }
  second = tl_http_get (job.io, &request, GUARD_MS);
  g_assert_cmpuint (second->status, ==, 200);
}

static void
test_urls (void)
{
  static const struct {
    const char *text, *scheme, *host;
    guint port;
    const char *path, *authority;
  } good[] = {
      {"http://www.example.org", "http", "www.example.org", 80, "/", "www.example.org"},
      {"HTTPS://WWW.Example.org/a/b?c=d#e", "https", "www.example.org", 443, "/a/b?c=d",
       "www.example.org"},
      {"https://www.example.org:8443/", "https", "www.example.org", 8443, "/",
       "www.example.org:8443"},
      {"http://[2001:db8::1]:81/x", "http", "2001:db8::1", 81, "/x", "[2001:db8::1]:81"},
  };
  static const char *const bad[] = {"",
                                    "www.example.org",
                                    "ftp://www.example.org/",
                                    "file:///etc/passwd",
                                    "http://",
                                    "http:///x",
                                    "https://user:secret@www.example.org/",
                                    "http://www.example.org/a b",
                                    "http://www.example.org/\r\nX: y",
                                    "data:text/plain,x"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_auto (TlUrl) url = {0};
    g_autofree char *authority = NULL;

    g_assert_true (tl_url_parse (good[i].text, &url));
    g_assert_cmpstr (url.scheme, ==, good[i].scheme);
    g_assert_cmpstr (url.host, ==, good[i].host);
    g_assert_cmpuint (url.port, ==, good[i].port);
    g_assert_cmpstr (url.path, ==, good[i].path);
    authority = tl_url_to_authority (&url);
    g_assert_cmpstr (authority, ==, good[i].authority);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (TlUrl) url = {0};

    g_assert_false (tl_url_parse (bad[i], &url));
  }
}

static void
test_references (void)
{
  static const char *const cases_[][3] = {
      {"https://www.example.org/a/b", "c#d", "https://www.example.org/a/c"},
      {"https://www.example.org/a/b", "/c?d", "https://www.example.org/c?d"},
      {"https://www.example.org/a", "//other.example/x", "https://other.example/x"},
      {"https://www.example.org/a", "http://www.example.org/", "http://www.example.org/"},
      {"https://www.example.org/a", "file:///etc/passwd", "file:///etc/passwd"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases_); i++) {
    g_autofree char *whole = tl_url_resolve (cases_[i][0], cases_[i][1]);

    g_assert_cmpstr (whole, ==, cases_[i][2]);
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/net/http/", cases[i].path, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/net/http/details", test_details);
  g_test_add_func ("/net/http/tls", test_tls);
  g_test_add_func ("/net/http/untrusted", test_untrusted);
  g_test_add_func ("/net/http/cancel", test_cancel);
  g_test_add_func ("/net/http/addresses", test_addresses);
  g_test_add_func ("/net/http/urls", test_urls);
  g_test_add_func ("/net/http/references", test_references);
  status = g_test_run ();
  /* What was given up is left to its thread: only then everything can be freed. */
  while (tl_http_count_running () > 0)
    g_usleep (1000);
  return status;
}
