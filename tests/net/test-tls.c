/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* One handshake against a script; the parts are kept for looking at. */
typedef struct {
  Job job;
  Authority authority;
  LineServer *server;
  int fd;
  TlTls *tls;
  TlFailure failure;
} Handshake;

static void
handshake_prepare (Handshake *handshake, const LineAction *script, const char *name,
                   const char *priority)
{
  job_init (&handshake->job);
  authority_init (&handshake->authority, name);
  handshake->server = line_server_new (AF_INET);
  line_server_add_script (handshake->server, script);
  line_server_set_identity (handshake->server, handshake->authority.identity, priority);
}

static void
handshake_run (Handshake *handshake, const char *host, guint limit_ms)
{
  line_server_start (handshake->server);
  handshake->fd = connect_to (&handshake->job, handshake->server);
  handshake->tls = tl_tls_handshake (handshake->job.io, handshake->fd, handshake->authority.trust,
                                     host, NULL, NULL, limit_ms, &handshake->failure);
  g_assert_nonnull (handshake->tls);
}

static void
handshake_clear (Handshake *handshake)
{
  tl_tls_free (handshake->tls);
  close (handshake->fd);
  line_server_free (handshake->server);
  authority_clear (&handshake->authority);
  job_clear (&handshake->job);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Handshake, handshake_clear)

static const LineAction tls_script[] = {START_TLS, HOLD, THE_END};

/* ------------------------------------------------------------------ versions */

static void
test_version (gconstpointer version)
{
  g_auto (Handshake) handshake;
  g_autofree char *priority = g_strdup_printf ("NORMAL:-VERS-ALL:+VERS-%s", (const char *) version);
  g_autoptr (GBytes) binding = NULL;
  const char *type = NULL;
  const TlTlsInfo *info;

  handshake_prepare (&handshake, tls_script, "mail.example.org", priority);
  handshake_run (&handshake, "mail.example.org", GUARD_MS);
  info = tl_tls_get_info (handshake.tls);
  g_assert_cmpint (handshake.failure, ==, TL_FAILURE_NONE);
  g_assert_true (info->complete);
  g_assert_cmpstr (info->version, ==, version);
  g_assert_nonnull (info->cipher);
  g_assert_cmpstr (info->verify, ==, "ok");
  g_assert_cmpstr (info->peeked, ==, "tls");
  g_assert_false (info->resumed);
  g_assert_false (info->client_certificate_requested);
  g_assert_true (tl_tls_channel_binding (handshake.tls, &type, &binding));
  g_assert_cmpstr (type, ==, g_str_equal (version, "TLS1.3") ? "tls-exporter" : "tls-unique");
  g_assert_cmpuint (g_bytes_get_size (binding), >=, 12);
}

/* Both sides speak TLS, and yet there is no version in common (C7). */
static void
test_old_version (void)
{
  g_auto (Handshake) handshake;
  const TlTlsInfo *info;

  handshake_prepare (&handshake, tls_script, "mail.example.org",
                     "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0");
  handshake_run (&handshake, "mail.example.org", GUARD_MS);
  info = tl_tls_get_info (handshake.tls);
  g_assert_cmpint (handshake.failure, ==, TL_FAILURE_TLS);
  g_assert_false (info->complete);
  /* This server does not refuse with an alert (as alert-protocol-version below) but chooses. */
  g_assert_cmpstr (info->error, ==, "GNUTLS_E_UNSUPPORTED_VERSION_PACKET");
  g_assert_cmpstr (info->version, ==, "TLS1.1");
  g_assert_cmpstr (info->verify, ==, "not-tested");
}

/* ------------------------------------------------------------------ what answers */

typedef struct {
  const char *path;
  LineAction script[8];
  TlFailure failure;
  const char *peeked, *text, *alert;
  guint limit_ms;
} AnswerCase;

#define ALERT(level, number) SAY_BYTES ("\x15\x03\x03\0\x02" level number)
#define HELLO SWALLOW (5)

static const AnswerCase answers[] = {
    {"smtp-greeting",
     {SAY ("220 mx.example.org ESMTP\r\n"), HOLD, THE_END},
     TL_FAILURE_TLS,
     "smtp",
     "220 mx.example.org ESMTP<000D><000A>",
     NULL,
     0},
    {"clear-421",
     {SAY ("421 Too many connections\r\n"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "text",
     "421 Too many connections<000D><000A>",
     NULL,
     0},
    {"ftp-dripped",
     {DRIP ("220 FTP\r\n", 1), HOLD, THE_END},
     TL_FAILURE_TLS,
     "ftp",
     "220 FTP<000D><000A>",
     NULL,
     0},
    {"http",
     {HELLO, SAY ("HTTP/1.1 400 Bad\r\n"), HOLD, THE_END},
     TL_FAILURE_TLS,
     "http",
     NULL,
     NULL,
     0},
    {"ssh", {SAY ("SSH-2.0-x\r\n"), HOLD, THE_END}, TL_FAILURE_TLS, "ssh", NULL, NULL, 0},
    {"noise",
     {HELLO, SAY_BYTES ("\0\1\2\3\4\5\6\7"), HOLD, THE_END},
     TL_FAILURE_TLS,
     "other",
     NULL,
     NULL,
     0},
    {"noise-like-tls",
     {HELLO, SAY_BYTES ("\x16\x03\x03\0\x04zzzz"), HOLD, THE_END},
     TL_FAILURE_TOO_SLOW,
     "tls",
     NULL,
     NULL,
     300},
    {"oversized-record",
     {HELLO, SAY_BYTES ("\x16\x03\x03\xff\xff"), FLOOD ("zzzzzzzz", 65535), HOLD, THE_END},
     TL_FAILURE_TLS,
     "tls",
     NULL,
     NULL,
     0},
    {"silence", {HOLD, THE_END}, TL_FAILURE_TIMEOUT, "nothing", NULL, NULL, 200},
    {"closed", {HELLO, CLOSE, THE_END}, TL_FAILURE_CLOSED, "closed", NULL, NULL, 0},
    {"reset", {HELLO, RESET, THE_END}, TL_FAILURE_RESET, "reset", NULL, NULL, 0},
    {"closed-in-the-middle",
     {HELLO, SAY_BYTES ("\x16\x03\x03\0\x7a\x02\0\0\x76\x03\x03"), CLOSE, THE_END},
     TL_FAILURE_CLOSED,
     "tls",
     NULL,
     NULL,
     0},
    {"dripped-handshake",
     {HELLO, SAY_BYTES ("\x16\x03\x03\0\x7a\x02"), WAIT_MS (20), SAY ("x"), LOOP (2), THE_END},
     TL_FAILURE_TOO_SLOW,
     "tls",
     NULL,
     NULL,
     400},
    {"alert-handshake-failure",
     {HELLO, ALERT ("\x02", "\x28"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     "handshake_failure",
     0},
    {"alert-protocol-version",
     {HELLO, ALERT ("\x02", "\x46"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     "protocol_version",
     0},
    {"alert-internal-error",
     {HELLO, ALERT ("\x02", "\x50"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     "internal_error",
     0},
    {"alert-unrecognized-name",
     {HELLO, ALERT ("\x02", "\x70"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     "unrecognized_name",
     0},
    {"alert-unknown-number",
     {HELLO, ALERT ("\x02", "\xf0"), CLOSE, THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     "alert_240",
     0},
    {"alert-close-notify",
     {HELLO, ALERT ("\x01", "\0"), CLOSE, THE_END},
     TL_FAILURE_CLOSED,
     "alert",
     NULL,
     "close_notify",
     0},
    {"warnings-without-end",
     {HELLO, ALERT ("\x01", "\x5a"), LOOP (1), THE_END},
     TL_FAILURE_TLS,
     "alert",
     NULL,
     NULL,
     0},
};

static void
test_answer (gconstpointer data)
{
  const AnswerCase *expected = data;
  g_auto (Handshake) handshake;
  const TlTlsInfo *info;

  handshake_prepare (&handshake, expected->script, "mail.example.org", NULL);
  handshake_run (&handshake, "mail.example.org",
                 expected->limit_ms != 0 ? expected->limit_ms : GUARD_MS);
  info = tl_tls_get_info (handshake.tls);
  g_test_message ("error %s, text %s", info->error, info->peeked_text);
  g_assert_false (info->complete);
  g_assert_cmpstr (info->peeked, ==, expected->peeked);
  g_assert_cmpstr (tl_failure_to_string (handshake.failure), ==,
                   tl_failure_to_string (expected->failure));
  if (expected->text != NULL)
    g_assert_cmpstr (info->peeked_text, ==, expected->text);
  g_assert_cmpstr (info->alert, ==, expected->alert);
}

/* ------------------------------------------------------------------ cancelling */

static void
test_cancelled (gconstpointer before)
{
  g_auto (Handshake) handshake;
  static const LineAction script[] = {HOLD, THE_END};
  GThread *thread = NULL;
  gint64 since = g_get_monotonic_time ();

  handshake_prepare (&handshake, script, "mail.example.org", NULL);
  line_server_start (handshake.server);
  handshake.fd = connect_to (&handshake.job, handshake.server);
  if (before != NULL)
    g_cancellable_cancel (handshake.job.cancellable);
  else
    thread = cancel_later (&handshake.job);
  handshake.tls = tl_tls_handshake (handshake.job.io, handshake.fd, handshake.authority.trust,
                                    "mail.example.org", NULL, NULL, GUARD_MS, &handshake.failure);
  g_assert_cmpint (handshake.failure, ==, TL_FAILURE_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - since, <, GUARD_MS / 2 * 1000);
  if (thread != NULL)
    g_thread_join (thread);
}

/* ------------------------------------------------------------------ resumption */

static const LineAction talk_script[] = {START_TLS, SAY ("220 hi\r\n"), HOLD, THE_END};

/* As FTP does it: the control connection says something, then the data connection resumes it. */
static void
test_resumption (gconstpointer version)
{
  g_auto (Handshake) first;
  g_autofree char *priority = g_strdup_printf ("NORMAL:-VERS-ALL:+VERS-%s", (const char *) version);
  g_autoptr (TlChannel) control = NULL;
  g_autoptr (TlChannel) data = NULL;
  g_autoptr (TlReply) reply = NULL;
  const TlTlsInfo *info;

  handshake_prepare (&first, talk_script, "ftp.example.org", priority);
  line_server_start (first.server);
  first.fd = -1;
  control = open_channel (&first.job, first.server);
  g_assert_cmpint (tl_channel_start_tls (control, first.authority.trust, "ftp.example.org", NULL,
                                         NULL, GUARD_MS),
                   ==, TL_FAILURE_NONE);
  g_assert_cmpint (tl_channel_read_reply (control, TL_PROTOCOL_FTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_NONE);
  data = open_channel (&first.job, first.server);
  g_assert_cmpint (tl_channel_start_tls (data, first.authority.trust, "ftp.example.org", NULL,
                                         tl_channel_get_tls (control), GUARD_MS),
                   ==, TL_FAILURE_NONE);
  info = tl_tls_get_info (tl_channel_get_tls (data));
  g_assert_cmpstr (info->version, ==, version);
  g_assert_true (info->resumed);
  /* Verified like the first, although no certificate was sent again. */
  g_assert_cmpstr (info->verify, ==, "ok");
  g_assert_cmpuint (info->chain->len, ==, 1);
  g_clear_pointer (&reply, tl_reply_free);
  g_assert_cmpint (tl_channel_read_reply (data, TL_PROTOCOL_FTP, GUARD_MS, &reply), ==,
                   TL_FAILURE_NONE);
  g_assert_cmpuint (line_server_get_handshakes (first.server), ==, 2);
  g_assert_cmpuint (line_server_get_resumed (first.server), ==, 1);
  /* What handshake_clear expects. */
  first.tls = tl_tls_handshake (first.job.io, -1, first.authority.trust, "x", NULL, NULL, 1,
                                &first.failure);
}

/* ------------------------------------------------------------------ client certificates */

static void
test_wants_certificate (gconstpointer version)
{
  gboolean tls13 = g_str_equal (version, "TLS1.3");
  g_auto (Handshake) handshake;
  g_autofree char *priority = g_strdup_printf ("NORMAL:-VERS-ALL:+VERS-%s", (const char *) version);
  const TlTlsInfo *info;

  handshake_prepare (&handshake, tls_script, "mail.example.org", priority);
  line_server_set_wants_certificate (handshake.server);
  handshake_run (&handshake, "mail.example.org", GUARD_MS);
  info = tl_tls_get_info (handshake.tls);
  g_assert_true (info->client_certificate_requested);
  if (tls13) {
    /* The refusal comes with the first read after the handshake. */
    g_autoptr (TlChannel) channel = tl_channel_new (handshake.job.io, dup (handshake.fd));
    TlFailure failure = TL_FAILURE_NONE;
    gssize n = -1;
    char byte;

    g_assert_cmpint (handshake.failure, ==, TL_FAILURE_NONE);
    while (n < 0 && failure == TL_FAILURE_NONE) {
      n = tl_tls_read (handshake.tls, &byte, 1, &failure, NULL);
      g_usleep (1000);
    }
    g_assert_cmpint (failure, ==, TL_FAILURE_TLS);
  } else {
    g_assert_cmpint (handshake.failure, ==, TL_FAILURE_TLS);
    g_assert_false (info->complete);
  }
  g_assert_nonnull (info->alert);
  /* The server's own certificate was seen and judged all the same. */
  g_assert_cmpuint (info->chain->len, ==, 1);
}

/* ------------------------------------------------------------------ key log */

/* Whatever the environment says, no key is written anywhere. */
static void
test_key_log (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "throughline-keys-XXXXXX", NULL);
  g_autofree char *written = NULL;
  int fd = g_mkstemp (path);

  close (fd);
  if (g_test_subprocess ()) {
    g_auto (Handshake) handshake;

    handshake_prepare (&handshake, tls_script, "mail.example.org", NULL);
    handshake_run (&handshake, "mail.example.org", GUARD_MS);
    g_assert_cmpint (handshake.failure, ==, TL_FAILURE_NONE);
    unlink (path);
    return;
  }
  g_setenv ("SSLKEYLOGFILE", path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("SSLKEYLOGFILE");
  g_test_trap_assert_passed ();
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, "");
  unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/net/tls/version/1.2", "TLS1.2", test_version);
  g_test_add_data_func ("/net/tls/version/1.3", "TLS1.3", test_version);
  g_test_add_func ("/net/tls/version/old", test_old_version);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strdup_printf ("/net/tls/answer/%s", answers[i].path);

    g_test_add_data_func (path, &answers[i], test_answer);
  }
  g_test_add_data_func ("/net/tls/cancelled/before", "before", test_cancelled);
  g_test_add_data_func ("/net/tls/cancelled/in-the-middle", NULL, test_cancelled);
  g_test_add_data_func ("/net/tls/resumption/1.2", "TLS1.2", test_resumption);
  g_test_add_data_func ("/net/tls/resumption/1.3", "TLS1.3", test_resumption);
  g_test_add_data_func ("/net/tls/client-certificate/1.2", "TLS1.2", test_wants_certificate);
  g_test_add_data_func ("/net/tls/client-certificate/1.3", "TLS1.3", test_wants_certificate);
  g_test_add_func ("/net/tls/key-log", test_key_log);
  return g_test_run ();
}
