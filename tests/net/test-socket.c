/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-net-private.h"

#include <errno.h>
#include <string.h>

static void
test_failures (void)
{
  g_assert_cmpint (tl_socket_failure (EAGAIN), ==, TL_FAILURE_NONE);
  g_assert_cmpint (tl_socket_failure (EINTR), ==, TL_FAILURE_NONE);
  g_assert_cmpint (tl_socket_failure (ECONNRESET), ==, TL_FAILURE_RESET);
  g_assert_cmpint (tl_socket_failure (EPIPE), ==, TL_FAILURE_CLOSED);
  g_assert_cmpint (tl_socket_failure (ENOTCONN), ==, TL_FAILURE_CLOSED);
  g_assert_cmpint (tl_socket_failure (EHOSTUNREACH), ==, TL_FAILURE_NETWORK);
  g_assert_cmpint (tl_socket_failure (ETIMEDOUT), ==, TL_FAILURE_NETWORK);
}

static void
test_services (void)
{
  static const struct {
    const char *bytes;
    gssize length; /* -1: up to the NUL */
    const char *service;
  } table[] = {
      {"", -1, "nothing"},
      {"220 mx.example.org ESMTP\r\n", -1, "smtp"},
      {"220-mx SMTP\r\n", -1, "smtp"},
      {"554 smtp service not available\r\n", -1, "smtp"},
      {"220 ProFTPD Server\r\n", -1, "ftp"},
      {"220---------- Welcome to Pure-FTPd ----------\r\n", -1, "ftp"},
      {"421 too busy\r\n", -1, "text"},
      {"220", -1, "text"},
      {"2200 SMTP", -1, "text"},
      {"920 SMTP", -1, "text"},
      {"HTTP/1.0 200 OK\r\n", -1, "http"},
      {"<HTML><BODY>", -1, "http"},
      {"SSH-2.0-dropbear\r\n", -1, "ssh"},
      {"* OK ready\r\n", -1, "imap"},
      {"* BYE too many\r\n", -1, "imap"},
      {"+OK POP3\r\n", -1, "pop3"},
      {"-ERR\r\n", -1, "pop3"},
      {"\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n", -1, "sieve"},
      {"RFB 003.008\n", -1, "vnc"},
      {"@RSYNCD: 31.0\n", -1, "rsync"},
      {"<?xml version='1.0'?><stream:stream", -1, "xmpp"},
      {"SIP/2.0 400 Bad Request\r\n", -1, "sip"},
      {"\x16\x03\x03", 3, "tls"},
      {"\x15\x03\x01", 3, "tls"},
      {"\x16", 1, "tls"},
      {"\x16zz", 3, "other"},
      {"\xff\xfb\x01", 3, "other"},
      {"\0\0", 2, "other"},
      {"\r\n\r\n", -1, "other"},
      {"hello", -1, "text"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    gsize length = table[i].length < 0 ? strlen (table[i].bytes) : (gsize) table[i].length;

    g_assert_cmpstr (tl_service_of_bytes (table[i].bytes, length), ==, table[i].service);
  }
}

/* Looking takes nothing away, and a line in pieces is waited for. */
static void
test_peek (void)
{
  static const LineAction script[] = {DRIP ("220 in pieces\r\n", 1), HOLD, THE_END};
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (script);
  gint64 until = g_get_monotonic_time () + GUARD_MS * 1000;
  TlFailure failure;
  char bytes[64];
  gsize length;
  int fd;

  job_init (&job);
  fd = connect_to (&job, server);
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpint (tl_socket_peek (job.io, fd, until, GUARD_MS, bytes, sizeof bytes, &length), ==,
                     TL_FAILURE_NONE);
    g_assert_cmpmem (bytes, length, "220 in pieces\r\n", 15);
  }
  g_assert_cmpint (tl_socket_read (fd, bytes, sizeof bytes, &failure), ==, 15);
  g_assert_cmpint (tl_socket_read (fd, bytes, sizeof bytes, &failure), ==, -1);
  g_assert_cmpint (failure, ==, TL_FAILURE_NONE);
  close (fd);
}

static void
test_peek_piece_and_end (void)
{
  static const LineAction script[] = {SAY ("piece"), CLOSE, THE_END};
  g_auto (Job) job;
  g_autoptr (LineServer) server = serve (script);
  gint64 until = g_get_monotonic_time () + GUARD_MS * 1000;
  char bytes[64];
  gsize length;
  int fd;

  job_init (&job);
  fd = connect_to (&job, server);
  g_assert_cmpint (tl_socket_peek (job.io, fd, until, 100, bytes, sizeof bytes, &length), ==,
                   TL_FAILURE_NONE);
  g_assert_cmpmem (bytes, length, "piece", 5);
  close (fd);
}

static void
test_show (void)
{
  g_auto (Job) job;
  g_autofree char *many = g_strnfill (500, 'x');
  g_autofree char *cut = NULL;
  g_autofree char *visible = NULL;

  job_init (&job);
  cut = tl_io_show_bytes (job.io, many, 500);
  g_assert_cmpint (g_utf8_strlen (cut, -1), <=, 81);
  visible = tl_io_show_bytes (job.io, "a\033[2Jb", 6);
  g_assert_cmpstr (visible, ==, "a<001B>[2Jb");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/socket/failures", test_failures);
  g_test_add_func ("/net/socket/services", test_services);
  g_test_add_func ("/net/socket/peek/pieces", test_peek);
  g_test_add_func ("/net/socket/peek/piece-and-end", test_peek_piece_and_end);
  g_test_add_func ("/net/socket/show", test_show);
  return g_test_run ();
}
