/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include <string.h>
#include <sys/resource.h>

typedef struct {
  const LineAction *script;
  TlProtocol protocol;
  TlFailure failure;
  guint code;       /* 0: none expected */
  const char *text; /* NULL: not looked at */
  const char *last; /* glob over tl_channel_get_last_bytes, NULL: not looked at */
  guint limit_ms;   /* 0: the guard */
} ReplyCase;

static void
test_reply (gconstpointer data)
{
  const ReplyCase *expected = data;
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (expected->script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  job_init (&job);
  channel = open_channel (&job, server);
  failure = tl_channel_read_reply (channel, expected->protocol,
                                   expected->limit_ms != 0 ? expected->limit_ms : GUARD_MS, &reply);
  g_assert_cmpstr (tl_failure_to_string (failure), ==, tl_failure_to_string (expected->failure));
  if (expected->code == 0) {
    g_assert_null (reply);
  } else {
    g_assert_nonnull (reply);
    g_assert_cmpuint (reply->code, ==, expected->code);
    if (expected->text != NULL)
      g_assert_cmpstr (reply->text, ==, expected->text);
  }
  if (expected->last != NULL &&
      !g_pattern_match_simple (expected->last, tl_channel_get_last_bytes (channel))) {
    g_test_message ("last bytes: %s", tl_channel_get_last_bytes (channel));
    g_test_fail ();
  }
}

static const LineAction plain_script[] = {SAY ("220 mx.example.org ESMTP\r\n"), HOLD, THE_END};
static const LineAction lf_script[] = {SAY ("220-mx\n220 ready\n"), HOLD, THE_END};
static const LineAction dripped_script[] = {DRIP ("220-mx\r\n220 ready\r\n", 1), HOLD, THE_END};
static const LineAction late_script[] = {WAIT_MS (300), SAY ("220 late\r\n"), HOLD, THE_END};
static const LineAction silent_script[] = {HOLD, THE_END};
static const LineAction slow_script[] = {DRIP ("220 so slow that it never ends", 50), HOLD,
                                         THE_END};
static const LineAction slow_lines_script[] = {SAY ("220-again\r\n"), WAIT_MS (20), LOOP (0)};
static const LineAction closed_script[] = {CLOSE, THE_END};
static const LineAction reset_script[] = {RESET, THE_END};
static const LineAction piece_script[] = {SAY ("220 mx.exam"), CLOSE, THE_END};
static const LineAction half_reply_script[] = {SAY ("220-one\r\n"), CLOSE, THE_END};
static const LineAction endless_line_script[] = {FLOOD ("220 never ending ", -1), THE_END};
static const LineAction huge_line_script[] = {FLOOD ("220 never ending ", 100 * 1000 * 1000),
                                              SAY ("\r\n220 well\r\n"), HOLD, THE_END};
static const LineAction endless_reply_script[] = {FLOOD ("220-more\r\n", -1), THE_END};
static const LineAction cr_only_script[] = {SAY ("220 mx\r220 again\r"), HOLD, THE_END};
static const LineAction noise_script[] = {SAY_BYTES ("\x01\x02\0\xff noise\r\n"), HOLD, THE_END};
static const LineAction code_changes_script[] = {SAY ("220-one\r\n250 two\r\n"), HOLD, THE_END};
static const LineAction ftp_inner_script[] = {
    SAY ("220-Welcome\r\n230 is not the end\r\n220 End\r\n"), HOLD, THE_END};
static const LineAction nul_script[] = {SAY_BYTES ("220 a\0b\r\n"), HOLD, THE_END};

static const struct {
  const char *path;
  ReplyCase reply;
} reply_cases[] = {
    {"plain",
     {plain_script, TL_PROTOCOL_SMTP, TL_FAILURE_NONE, 220, "mx.example.org ESMTP", NULL, 0}},
    {"bare-lf", {lf_script, TL_PROTOCOL_SMTP, TL_FAILURE_NONE, 220, "mx\nready", NULL, 0}},
    {"byte-by-byte",
     {dripped_script, TL_PROTOCOL_SMTP, TL_FAILURE_NONE, 220, "mx\nready", NULL, 0}},
    {"late", {late_script, TL_PROTOCOL_SMTP, TL_FAILURE_NONE, 220, "late", NULL, 0}},
    {"silence", {silent_script, TL_PROTOCOL_SMTP, TL_FAILURE_TIMEOUT, 0, NULL, "", 200}},
    {"dripping-for-ever",
     {slow_script, TL_PROTOCOL_SMTP, TL_FAILURE_TOO_SLOW, 0, NULL, "220*", 400}},
    {"lines-for-ever",
     {slow_lines_script, TL_PROTOCOL_SMTP, TL_FAILURE_TOO_SLOW, 0, NULL, NULL, 400}},
    {"closed", {closed_script, TL_PROTOCOL_SMTP, TL_FAILURE_CLOSED, 0, NULL, "", 0}},
    {"piece-of-a-line",
     {piece_script, TL_PROTOCOL_SMTP, TL_FAILURE_CLOSED_PARTWAY, 0, NULL, "220 mx.exam", 0}},
    {"piece-of-a-reply",
     {half_reply_script, TL_PROTOCOL_SMTP, TL_FAILURE_CLOSED_PARTWAY, 0, NULL, NULL, 0}},
    {"endless-line",
     {endless_line_script, TL_PROTOCOL_SMTP, TL_FAILURE_LINE_TOO_LONG, 0, NULL, "220 never*", 0}},
    {"endless-reply",
     {endless_reply_script, TL_PROTOCOL_SMTP, TL_FAILURE_REPLY_TOO_LONG, 0, NULL, NULL, 0}},
    {"cr-only",
     {cr_only_script, TL_PROTOCOL_SMTP, TL_FAILURE_INVALID, 0, NULL, "220 mx<000D>*", 300}},
    {"noise",
     {noise_script, TL_PROTOCOL_SMTP, TL_FAILURE_INVALID, 0, NULL, "<0001><0002><0000>*", 0}},
    {"smtp-code-changes",
     {code_changes_script, TL_PROTOCOL_SMTP, TL_FAILURE_INVALID, 0, NULL, "250 two", 0}},
    {"ftp-inner-look-alike",
     {ftp_inner_script, TL_PROTOCOL_FTP, TL_FAILURE_NONE, 220, NULL, NULL, 0}},
    {"nul-inside", {nul_script, TL_PROTOCOL_SMTP, TL_FAILURE_NONE, 220, NULL, NULL, 0}},
};

/* A reset may be seen as one or, when it comes while connecting, as an end: both are no answer. */
static void
test_reset (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (reset_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  job_init (&job);
  channel = open_channel (&job, server);
  failure = tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply);
  g_assert_true (failure == TL_FAILURE_RESET || failure == TL_FAILURE_CLOSED);
}

static glong
peak_memory_kb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* 100 MB in one line: given up at 4 KB, whatever the server still has. */
static void
test_huge_line (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (huge_line_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  glong before = peak_memory_kb ();

  job_init (&job);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_LINE_TOO_LONG);
  g_assert_cmpint (peak_memory_kb () - before, <, 20 * 1024);
}

/* ------------------------------------------------------------------ sending */

static const LineAction dialogue_script[] = {EXPECT ("EHLO *"),
                                             SAY ("250 ok\r\n"),
                                             EXPECT ("MAIL *"),
                                             EXPECT ("RCPT *"),
                                             SAY ("250 one\r\n250 two\r\n"),
                                             EXPECT ("AUTH PLAIN c2VjcmV0"),
                                             SAY ("235 in\r\n"),
                                             HOLD,
                                             THE_END};

static void
read_code (TlChannel *channel, guint code)
{
  g_autoptr (TlReply) reply = NULL;

  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_NONE);
  g_assert_cmpuint (reply->code, ==, code);
}

static void
test_dialogue (void)
{
  const char *const pipelined[] = {"MAIL FROM:<>", "RCPT TO:<a@example.org>", NULL};
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (dialogue_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (GString) transcript = g_string_new (NULL);
  const GPtrArray *lines;

  job_init (&job);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_send_line (channel, "EHLO [127.0.0.1]"), ==, TL_FAILURE_NONE);
  read_code (channel, 250);
  g_assert_cmpint (tl_channel_send_lines (channel, pipelined), ==, TL_FAILURE_NONE);
  read_code (channel, 250);
  read_code (channel, 250);
  g_assert_cmpint (tl_channel_send_secret_line (channel, "AUTH PLAIN c2VjcmV0", 19,
                                                "AUTH PLAIN [hidden: password]"),
                   ==, TL_FAILURE_NONE);
  read_code (channel, 235);

  evidence = tl_evidence_builder_snapshot (job.builder);
  lines = tl_evidence_get_transcript (evidence);
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];

    g_string_append_printf (transcript, "%s%s\n", line->sent ? "> " : "< ", line->text);
  }
  g_assert_cmpstr (transcript->str, ==,
                   "> EHLO [127.0.0.1]\n< 250 ok\n> MAIL FROM:<>\n> RCPT TO:<a@example.org>\n"
                   "< 250 one\n< 250 two\n> AUTH PLAIN [hidden: password]\n< 235 in\n");
}

/* Nothing that would be two commands leaves this computer. */
static void
test_refuses_line_ends (void)
{
  const char *const pair[] = {"NOOP", "RCPT TO:<a\nDATA>", NULL};
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (silent_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *received = NULL;

  job_init (&job);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_send_line (channel, "MAIL\r\nDATA"), ==, TL_FAILURE_INVALID);
  g_assert_cmpint (tl_channel_send_lines (channel, pair), ==, TL_FAILURE_INVALID);
  g_assert_cmpint (tl_channel_send_secret_line (channel, "a\0b", 3, "x"), ==, TL_FAILURE_INVALID);
  tl_channel_close (channel);
  g_assert_true (line_server_wait_idle (server, GUARD_MS));
  received = line_server_dup_received (server);
  g_assert_cmpstr (received, ==, "");
}

static const LineAction goodbye_script[] = {SAY ("220 hi\r\n421 4.3.2 go away\r\n"), RESET,
                                            THE_END};

/* The words of a server that hangs up are read even though our command no longer reaches it. */
static void
test_last_words (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (goodbye_script);
  g_autoptr (TlChannel) channel = NULL;

  job_init (&job);
  channel = open_channel (&job, server);
  read_code (channel, 220);
  g_assert_true (line_server_wait_idle (server, GUARD_MS));
  g_assert_cmpint (tl_channel_send_line (channel, "EHLO x"), ==, TL_FAILURE_NONE);
  g_assert_cmpint (tl_channel_send_line (channel, "NOOP"), ==, TL_FAILURE_NONE);
  read_code (channel, 421);
}

/* A secret that the server repeats is hidden before it is kept. */
static const LineAction repeat_script[] = {SAY ("535 no such password: hunter2hunter2\r\n"), HOLD,
                                           THE_END};

static void
test_repeated_secret (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (repeat_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  TlSecret *secret = tl_secret_new ("hunter2hunter2", -1);
  const TlTranscriptLine *line;

  job_init (&job);
  tl_redactor_add_secret (job.redactor, secret, "anna");
  channel = open_channel (&job, server);
  read_code (channel, 535);
  evidence = tl_evidence_builder_snapshot (job.builder);
  line = tl_evidence_get_transcript (evidence)->pdata[0];
  g_assert_cmpstr (line->text, ==, "535 no such password: [hidden: password]");
  tl_secret_unref (secret);
}

/* ------------------------------------------------------------------ cancelling and deadlines */

static void
test_cancelled_before (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (plain_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  const char *service;
  char byte;
  TlFailure failure;

  job_init (&job);
  channel = open_channel (&job, server);
  g_cancellable_cancel (job.cancellable);
  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_CANCELLED);
  g_assert_cmpint (tl_channel_send_line (channel, "NOOP"), ==, TL_FAILURE_CANCELLED);
  g_assert_cmpint (tl_channel_peek_service (channel, GUARD_MS, &service), ==, TL_FAILURE_CANCELLED);
  g_assert_cmpint (tl_channel_read_bytes (channel, &byte, 1, GUARD_MS, &failure, NULL), ==, -1);
  g_assert_cmpint (failure, ==, TL_FAILURE_CANCELLED);
}

static void
test_cancelled_while_reading (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (silent_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  GThread *thread;
  gint64 since;

  job_init (&job);
  channel = open_channel (&job, server);
  thread = cancel_later (&job);
  since = g_get_monotonic_time ();
  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
  g_thread_join (thread);
}

static void
test_cancelled_while_sending (void)
{
  g_auto (Job) job;
  /* A server that never reads: its buffers fill. */
  static const LineAction script[] = {WAIT_MS (60000), THE_END};
  g_autoptr (LineServer) server = serve (script);
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *bytes = g_malloc0 (64 * 1024 * 1024);
  GThread *thread;

  job_init (&job);
  channel = open_channel (&job, server);
  thread = cancel_later (&job);
  g_assert_cmpint (tl_channel_send_bytes (channel, bytes, 64 * 1024 * 1024, GUARD_MS), ==,
                   TL_FAILURE_CANCELLED);
  g_thread_join (thread);
}

/* The job's deadline stands above the step's limit. */
static void
test_deadline_of_job (void)
{
  g_autoptr (LineServer) server = serve (slow_lines_script);
  g_autoptr (TlIo) io = NULL;
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;
  g_auto (Job) job;
  gint64 now;

  job_init (&job);
  now = g_get_monotonic_time ();
  io = tl_io_new (NULL, now + 300 * 1000, NULL, NULL, now);
  channel = tl_channel_new (io, connect_to (&job, server));
  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_TOO_SLOW);
  g_assert_cmpint (g_get_monotonic_time () - now, <, GUARD_MS / 2 * 1000);
}

/* ------------------------------------------------------------------ raw bytes */

static const LineAction bytes_script[] = {SAY ("226 here\r\nabc"), CLOSE, THE_END};

static void
test_read_bytes (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (bytes_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  gboolean truncated = TRUE;
  TlFailure failure;
  char buffer[2];
  gssize n;

  job_init (&job);
  channel = open_channel (&job, server);
  read_code (channel, 226);
  while ((n = tl_channel_read_bytes (channel, buffer, sizeof buffer, GUARD_MS, &failure,
                                     &truncated)) > 0)
    g_string_append_len (all, buffer, n);
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpint (failure, ==, TL_FAILURE_NONE);
  g_assert_false (truncated);
  g_assert_cmpstr (all->str, ==, "abc");
}

/* ------------------------------------------------------------------ looking */

typedef struct {
  const char *service;
  LineAction script[4];
} ServiceCase;

static const ServiceCase service_cases[] = {
    {"smtp", {SAY ("220 mx.example.org ESMTP Postfix\r\n"), HOLD, THE_END}},
    {"ftp", {SAY ("220 (vsFTPd 3.0.3)\r\n"), HOLD, THE_END}},
    {"http", {SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), HOLD, THE_END}},
    {"ssh", {SAY ("SSH-2.0-OpenSSH_9.2\r\n"), HOLD, THE_END}},
    {"imap", {SAY ("* OK IMAP4rev1 ready\r\n"), HOLD, THE_END}},
    {"pop3", {DRIP ("+OK ready\r\n", 5), HOLD, THE_END}},
    {"tls", {SAY_BYTES ("\x15\x03\x01\0\x02\x02\x46"), HOLD, THE_END}},
    {"text", {SAY ("421 too many\r\n"), HOLD, THE_END}},
    {"other", {SAY_BYTES ("\0\0\0\0"), HOLD, THE_END}},
};

static void
test_service (gconstpointer data)
{
  const ServiceCase *expected = data;
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (expected->script);
  g_autoptr (TlChannel) channel = NULL;
  const char *service = NULL;

  job_init (&job);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_peek_service (channel, GUARD_MS, &service), ==, TL_FAILURE_NONE);
  g_assert_cmpstr (service, ==, expected->service);
  /* Nothing was taken. */
  g_assert_true (tl_channel_has_input (channel));
}

static void
test_service_nothing (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) silent = serve (silent_script);
  g_autoptr (LineServer) closing = serve (closed_script);
  g_autoptr (TlChannel) a = NULL;
  g_autoptr (TlChannel) b = NULL;
  const char *service = NULL;

  job_init (&job);
  a = open_channel (&job, silent);
  b = open_channel (&job, closing);
  g_assert_false (tl_channel_has_input (a));
  g_assert_cmpint (tl_channel_peek_service (a, 100, &service), ==, TL_FAILURE_TIMEOUT);
  g_assert_cmpstr (service, ==, "nothing");
  g_assert_cmpint (tl_channel_peek_service (b, GUARD_MS, &service), ==, TL_FAILURE_CLOSED);
}

/* ------------------------------------------------------------------ TLS */

static const LineAction starttls_script[] = {
    SAY ("220 hi\r\n"),     EXPECT ("STARTTLS"), SAY ("220 go\r\n"),  START_TLS, EXPECT ("EHLO *"),
    SAY ("250 inside\r\n"), EXPECT ("QUIT"),     SAY ("221 bye\r\n"), THE_END};
static const LineAction injected_same_script[] = {
    EXPECT ("STARTTLS"), SAY ("220 go\r\n250 injected\r\n"), START_TLS, HOLD, THE_END};
static const LineAction injected_next_script[] = {
    EXPECT ("STARTTLS"), SAY ("220 go\r\n"), SAY ("250 injected\r\n"), START_TLS, HOLD, THE_END};

static LineServer *
serve_tls (const LineAction *script, Authority *authority)
{
  LineServer *server = line_server_new (AF_INET);

  line_server_add_script (server, script);
  line_server_set_identity (server, authority->identity, NULL);
  line_server_start (server);
  return server;
}

static void
test_starttls (void)
{
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (LineServer) server = NULL;
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *mismatch = NULL;
  const TlTlsInfo *info;

  job_init (&job);
  authority_init (&authority, "mx.example.org");
  server = serve_tls (starttls_script, &authority);
  channel = open_channel (&job, server);
  read_code (channel, 220);
  g_assert_null (tl_channel_get_tls (channel));
  g_assert_cmpint (tl_channel_send_line (channel, "STARTTLS"), ==, TL_FAILURE_NONE);
  read_code (channel, 220);
  g_assert_cmpint (
      tl_channel_start_tls (channel, authority.trust, "mx.example.org", NULL, NULL, GUARD_MS), ==,
      TL_FAILURE_NONE);
  info = tl_tls_get_info (tl_channel_get_tls (channel));
  g_assert_true (info->complete);
  g_assert_cmpstr (info->verify, ==, "ok");
  g_assert_cmpint (tl_channel_send_line (channel, "EHLO x"), ==, TL_FAILURE_NONE);
  read_code (channel, 250);
  g_assert_cmpint (tl_channel_send_line (channel, "QUIT"), ==, TL_FAILURE_NONE);
  read_code (channel, 221);
  tl_channel_close (channel);
  g_assert_true (line_server_wait_idle (server, GUARD_MS));
  mismatch = line_server_dup_mismatch (server);
  g_assert_cmpstr (mismatch, ==, NULL);
}

/* CVE-2011-0411: plain text behind the go-ahead. Whether it comes in the same segment or the next,
 * not a byte of it may be taken for a reply under TLS. */
static void
test_injected (gconstpointer script)
{
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (LineServer) server = NULL;
  g_autoptr (TlChannel) channel = NULL;
  gint64 until = g_get_monotonic_time () + GUARD_MS * 1000;

  job_init (&job);
  authority_init (&authority, "mx.example.org");
  server = serve_tls (script, &authority);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_send_line (channel, "STARTTLS"), ==, TL_FAILURE_NONE);
  read_code (channel, 220);
  while (!tl_channel_has_input (channel) && g_get_monotonic_time () < until)
    g_usleep (1000);
  g_assert_cmpint (
      tl_channel_start_tls (channel, authority.trust, "mx.example.org", NULL, NULL, GUARD_MS), ==,
      TL_FAILURE_INJECTED);
  g_assert_null (tl_channel_get_tls (channel));
  g_assert_cmpstr (tl_channel_get_last_bytes (channel), ==, "250 injected<000D><000A>");
  g_assert_cmpuint (line_server_get_handshakes (server), ==, 0);
}

static const LineAction cut_script[] = {START_TLS, SAY ("250-half"), CLOSE, THE_END};
static const LineAction whole_script[] = {START_TLS, SAY ("data"), THE_END};
static const LineAction cut_data_script[] = {START_TLS, SAY ("data"), CLOSE, THE_END};

static void
test_tls_cut_reply (void)
{
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (LineServer) server = NULL;
  g_autoptr (TlChannel) channel = NULL;
  g_autoptr (TlReply) reply = NULL;

  job_init (&job);
  authority_init (&authority, "localhost");
  server = serve_tls (cut_script, &authority);
  channel = open_channel (&job, server);
  g_assert_cmpint (
      tl_channel_start_tls (channel, authority.trust, "localhost", NULL, NULL, GUARD_MS), ==,
      TL_FAILURE_NONE);
  g_assert_cmpint (tl_channel_read_reply (channel, TL_PROTOCOL_SMTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_CLOSED_PARTWAY);
}

/* An end without close_notify is no end of the data (C19). */
static void
test_tls_end_of_data (gconstpointer script)
{
  gboolean cut = script == cut_data_script, truncated = FALSE;
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_autoptr (LineServer) server = NULL;
  g_autoptr (TlChannel) channel = NULL;
  TlFailure failure;
  char buffer[16];

  job_init (&job);
  authority_init (&authority, "localhost");
  server = serve_tls (script, &authority);
  channel = open_channel (&job, server);
  g_assert_cmpint (
      tl_channel_start_tls (channel, authority.trust, "localhost", NULL, NULL, GUARD_MS), ==,
      TL_FAILURE_NONE);
  g_assert_cmpint (
      tl_channel_read_bytes (channel, buffer, sizeof buffer, GUARD_MS, &failure, &truncated), ==,
      4);
  g_assert_cmpint (
      tl_channel_read_bytes (channel, buffer, sizeof buffer, GUARD_MS, &failure, &truncated), ==,
      cut ? -1 : 0);
  g_assert_cmpint (failure, ==, cut ? TL_FAILURE_CLOSED : TL_FAILURE_NONE);
  g_assert_cmpint (truncated, ==, cut);
}

static void
test_addresses (void)
{
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (silent_script);
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *local = NULL;
  TlAddress address;

  job_init (&job);
  channel = open_channel (&job, server);
  g_assert_true (tl_channel_get_peer (channel, &address));
  g_assert_cmpuint (tl_address_get_port (&address), ==, line_server_get_port (server));
  g_assert_true (tl_channel_get_local (channel, &address));
  local = tl_address_to_string (&address);
  g_assert_cmpstr (local, ==, "127.0.0.1");
  tl_channel_close (channel);
  g_assert_cmpint (tl_channel_send_line (channel, "NOOP"), ==, TL_FAILURE_CLOSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (reply_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/net/channel/reply/%s", reply_cases[i].path);

    g_test_add_data_func (path, &reply_cases[i].reply, test_reply);
  }
  g_test_add_func ("/net/channel/reply/reset", test_reset);
  g_test_add_func ("/net/channel/reply/huge-line", test_huge_line);
  g_test_add_func ("/net/channel/dialogue", test_dialogue);
  g_test_add_func ("/net/channel/refuses-line-ends", test_refuses_line_ends);
  g_test_add_func ("/net/channel/last-words", test_last_words);
  g_test_add_func ("/net/channel/repeated-secret", test_repeated_secret);
  g_test_add_func ("/net/channel/cancelled/before", test_cancelled_before);
  g_test_add_func ("/net/channel/cancelled/reading", test_cancelled_while_reading);
  g_test_add_func ("/net/channel/cancelled/sending", test_cancelled_while_sending);
  g_test_add_func ("/net/channel/deadline-of-job", test_deadline_of_job);
  g_test_add_func ("/net/channel/read-bytes", test_read_bytes);
  for (guint i = 0; i < G_N_ELEMENTS (service_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/net/channel/service/%s", service_cases[i].service);

    g_test_add_data_func (path, &service_cases[i], test_service);
  }
  g_test_add_func ("/net/channel/service/nothing", test_service_nothing);
  g_test_add_func ("/net/channel/starttls", test_starttls);
  g_test_add_data_func ("/net/channel/injected/same-segment", injected_same_script, test_injected);
  g_test_add_data_func ("/net/channel/injected/next-segment", injected_next_script, test_injected);
  g_test_add_func ("/net/channel/tls/cut-reply", test_tls_cut_reply);
  g_test_add_data_func ("/net/channel/tls/whole-data", whole_script, test_tls_end_of_data);
  g_test_add_data_func ("/net/channel/tls/cut-data", cut_data_script, test_tls_end_of_data);
  g_test_add_func ("/net/channel/addresses", test_addresses);
  return g_test_run ();
}
