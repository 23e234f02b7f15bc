/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTED EXPECT ("LIST"), SAY ("150 here\r\n226 done\r\n"), FTP_QUIT, THE_END

static const LineAction plain_list[] = {SAY ("notes.txt\r\n"), THE_END};

static FtpFixture *
clear_fixture (TlFtpMode mode)
{
  FtpFixture *ftp = ftp_fixture_new (TL_SECURITY_NONE);

  ftp->probe->settings->ftp_mode = mode;
  return ftp;
}

static const TlDataChannel *
row (FtpFixture *ftp, guint index)
{
  const GPtrArray *rows = tl_evidence_get_data_channels (ftp->probe->evidence);

  return index < rows->len ? g_ptr_array_index (rows, index) : NULL;
}

static void
assert_row (FtpFixture *ftp, guint index, const char *mode, TlOutcome outcome, const char *reason)
{
  const TlDataChannel *seen = row (ftp, index);

  g_assert_nonnull (seen);
  g_assert_cmpstr (seen->mode, ==, mode);
  g_assert_cmpint (seen->outcome, ==, outcome);
  g_assert_cmpstr (seen->reason, ==, reason);
}

/* ------------------------------------------------------------------ passive */

/* A server that does not know EPSV is asked for PASV, and that says nothing against it. */
static void
test_fallback (void)
{
  static const char *const refusals[] = {"500 what?\r\n", "501 no\r\n",         "502 no\r\n",
                                         "522 no\r\n",    "229 port what?\r\n", "229 (|||0|)\r\n",
                                         "200 ok\r\n"};

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("EPSV"), SAY (refusals[i]),
                                 EXPECT ("PASV"), SAY ("@PASV@"),  LISTED};
    g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_AUTO);

    ftp_play_data (ftp, plain_list);
    ftp_check_script (ftp, script);
    probe_assert_step (ftp->probe, "ftp.data.passive", TL_OUTCOME_OK);
    probe_assert_fact (ftp->probe, "ftp.passive.mode", "pasv");
    probe_assert_fact (ftp->probe, "ftp.passive.address_kind", "same");
    probe_assert_fact (ftp->probe, "ftp.data.outcome", "ok");
    probe_assert_fact (ftp->probe, "ftp.reply.code", "226");
    assert_row (ftp, 0, "epsv", TL_OUTCOME_FAILED, i < 4 ? "reply" : "invalid-reply");
    assert_row (ftp, 1, "pasv", TL_OUTCOME_OK, "");
  }
}

/* The address that PASV names is shown, and not gone to. */
static void
test_foreign_address (void)
{
  static const struct {
    const char *reply, *kind;
  } rows[] = {
      {"227 at (10,11,12,13,@PORT@)\r\n", "private"},
      {"227 at (0,0,0,0,@PORT@)\r\n", "unspecified"},
      {"227 at (255,255,255,255,@PORT@)\r\n", "broadcast"},
      {"227 at (192,0,2,7,@PORT@)\r\n", "documentation"},
      {"227 at (127,0,0,2,@PORT@)\r\n", "loopback"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("PASV"), SAY (rows[i].reply), LISTED};
    g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_PASV);

    ftp_play_data (ftp, plain_list);
    ftp_check_script (ftp, script);
    probe_assert_fact (ftp->probe, "ftp.passive.address_kind", rows[i].kind);
    probe_assert_fact (ftp->probe, "ftp.data.state", "open");
    probe_assert_fact (ftp->probe, "ftp.data.outcome", "ok");
  }
}

/* Only who asks for it is sent to the announced address. */
static void
test_announced_address (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("PASV"),
                                      SAY ("227 at (127,0,0,2,@PORT@)\r\n"), FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_PASV);

  ftp->probe->settings->pasv_announced = TRUE;
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.data.passive", "refused");
  probe_assert_fact (ftp->probe, "ftp.data.state", "refused");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "failed");
  assert_row (ftp, 0, "pasv", TL_OUTCOME_FAILED, "refused");
}

static void
test_malformed (void)
{
  static const char *const replies[] = {"227 (127,0,0,1,0,0)\r\n", "227 (127,0,0,1,256,1)\r\n",
                                        "227 over there\r\n", "227 127.0.0.1:2000\r\n"};
  g_autofree char *long_reply = g_strdup_printf ("227 %*s(127,0,0,1,9,9)\r\n", 4060, "");

  for (gsize i = 0; i <= G_N_ELEMENTS (replies); i++) {
    const char *reply = i < G_N_ELEMENTS (replies) ? replies[i] : long_reply;
    const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("EPSV"), SAY ("229 nonsense\r\n"),
                                 EXPECT ("PASV"), SAY (reply),     SWALLOW (-1),
                                 THE_END};
    g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_PASSIVE);
    const char *failure;

    ftp->probe->limits.quit = 100;
    ftp_check_script (ftp, script);
    failure = tl_evidence_get_from (ftp->probe->evidence, "step.failure", "ftp.data.passive", NULL);
    probe_assert_step (ftp->probe, "ftp.data.passive", TL_OUTCOME_FAILED);
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
    if (reply == long_reply) /* under the limit of a line the far-off numbers are as good as any */
      continue;
    g_assert_cmpstr (failure, ==, "invalid-reply");
    probe_assert_fact (ftp->probe, "ftp.reply.stage", "passive");
    assert_row (ftp, 0, "epsv", TL_OUTCOME_FAILED, "invalid-reply");
    assert_row (ftp, 1, "pasv", TL_OUTCOME_FAILED, "invalid-reply");
  }
}

static void
test_closed_port (void)
{
  guint port = line_server_find_closed_port (AF_INET);
  g_autofree char *epsv = g_strdup_printf ("229 (|||%u|)\r\n", port);
  const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("EPSV"), SAY (epsv), FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_EPSV);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.data.passive", "refused");
  probe_assert_fact (ftp->probe, "ftp.data.state", "refused");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "failed");
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_SKIPPED);
}

/* A mode that was asked for by name is not replaced. */
static void
test_named_mode (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("EPSV"), SAY ("502 no\r\n"),
                                      FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_EPSV);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.data.passive", "reply");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "passive");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "502");
  g_assert_cmpuint (tl_evidence_get_data_channels (ftp->probe->evidence)->len, ==, 1);
}

/* ------------------------------------------------------------------ active */

/* The server's other half: connects to the address that was announced. */
typedef struct {
  FtpFixture *ftp;
  gboolean stranger_first;
  int caught; /* what became of the stranger: bytes it could read */
} Caller;

static int
connect_from (const char *source, guint port)
{
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = inet_addr (source)};
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                           .sin_port = htons ((guint16) port)};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &to, sizeof to), ==, 0);
  return fd;
}

static guint
read_port (const char *received)
{
  const char *eprt = strstr (received, "EPRT |1|127.0.0.1|");
  const char *port = strstr (received, "PORT 127,0,0,1,");
  guint high, low;

  if (eprt != NULL)
    return (guint) atoi (eprt + strlen ("EPRT |1|127.0.0.1|"));
  if (port == NULL || sscanf (port, "PORT 127,0,0,1,%u,%u", &high, &low) != 2)
    return 0;
  return high * 256 + low;
}

static gpointer
call_back (gpointer data)
{
  static const char words[] = "notes.txt\r\n";
  Caller *caller = data;
  guint port = 0;
  char byte;
  int fd;

  while (port == 0) {
    g_autofree char *received = line_server_dup_received (caller->ftp->probe->server);

    if (strstr (received, "LIST") != NULL)
      port = read_port (received);
    g_usleep (2000);
  }
  if (caller->stranger_first) {
    fd = connect_from ("127.0.0.2", port);
    caller->caught = (int) recv (fd, &byte, 1, 0);
    close (fd);
  }
  fd = connect_from ("127.0.0.1", port);
  g_assert_cmpint (send (fd, words, sizeof words - 1, 0), ==, sizeof words - 1);
  close (fd);
  return NULL;
}

static void
check_active (TlFtpMode mode, const LineAction *script, const char *name, gboolean stranger)
{
  g_autoptr (FtpFixture) ftp = clear_fixture (mode);
  Caller caller = {.ftp = ftp, .stranger_first = stranger, .caught = -1};
  GThread *thread = g_thread_new ("caller", call_back, &caller);

  ftp_check_script (ftp, script);
  g_thread_join (thread);
  probe_assert_step (ftp->probe, "ftp.data.active", TL_OUTCOME_OK);
  probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_OK);
  probe_assert_fact (ftp->probe, "ftp.active.mode", name);
  probe_assert_fact (ftp->probe, "ftp.data.state", "open");
  probe_assert_fact (ftp->probe, "ftp.list.bytes", "11");
  probe_assert_no_step (ftp->probe, "ftp.data.passive");
  if (!stranger) {
    probe_assert_no_fact (ftp->probe, "ftp.active.strangers");
    return;
  }
  probe_assert_fact (ftp->probe, "ftp.active.strangers", "1");
  g_assert_cmpint (caller.caught, <=, 0);
}

static const LineAction eprt_script[] = {FTP_ENTER_CLEAR, EXPECT ("EPRT |1|127.0.0.1|*|"),
                                         SAY ("200 ok\r\n"), LISTED};

static void
test_eprt (void)
{
  check_active (TL_FTP_MODE_ACTIVE, eprt_script, "eprt", FALSE);
}

static void
test_stranger (void)
{
  check_active (TL_FTP_MODE_EPRT, eprt_script, "eprt", TRUE);
}

static void
test_port (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR,    EXPECT ("NOOP"),
                                      SAY ("200 ok\r\n"), EXPECT ("PORT 127,0,0,1,*,*"),
                                      SAY ("200 ok\r\n"), EXPECT ("PORT 127,0,0,1,*,*"),
                                      SAY ("200 ok\r\n"), LISTED};

  check_active (TL_FTP_MODE_PORT, script, "port", FALSE);
}

static void
test_active_refused (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR,
                                      EXPECT ("EPRT *"),
                                      SAY ("502 no\r\n"),
                                      EXPECT ("NOOP"),
                                      SAY ("500 what?\r\n"),
                                      EXPECT ("PORT *"),
                                      SAY ("500 Illegal PORT\r\n"),
                                      EXPECT ("PORT *"),
                                      SAY ("500 Illegal PORT\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_ACTIVE);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.data.active", "reply");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "active");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "500");
  assert_row (ftp, 0, "eprt", TL_OUTCOME_FAILED, "reply");
  assert_row (ftp, 1, "port", TL_OUTCOME_FAILED, "address-refused");
  probe_assert_fact (ftp->probe, "ftp.helper", "none-seen");
}

/* The server cannot get back to us, and says so. */
static void
test_active_blocked (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR, EXPECT ("EPRT *"),      SAY ("200 ok\r\n"),
                                      EXPECT ("LIST"), SAY ("425 no way\r\n"), FTP_QUIT,
                                      THE_END};
  static const LineAction quiet[] = {FTP_ENTER_CLEAR, EXPECT ("EPRT *"),    SAY ("200 ok\r\n"),
                                     EXPECT ("LIST"), SAY ("150 soon\r\n"), SWALLOW (-1),
                                     THE_END};
  g_autoptr (FtpFixture) ftp = clear_fixture (TL_FTP_MODE_EPRT);
  g_autoptr (FtpFixture) silent = clear_fixture (TL_FTP_MODE_EPRT);

  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.list", "reply");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "425");
  assert_row (ftp, 0, "eprt", TL_OUTCOME_FAILED, "no-connection");

  silent->probe->limits.data = 300;
  silent->probe->limits.quit = 100;
  ftp_check_script (silent, quiet);
  probe_assert_failure (silent->probe, "ftp.list", "timeout");
  probe_assert_fact (silent->probe, "ftp.data.state", "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ftp-data/passive/fallback", test_fallback);
  g_test_add_func ("/probe/ftp-data/passive/foreign-address", test_foreign_address);
  g_test_add_func ("/probe/ftp-data/passive/announced-address", test_announced_address);
  g_test_add_func ("/probe/ftp-data/passive/malformed", test_malformed);
  g_test_add_func ("/probe/ftp-data/passive/closed-port", test_closed_port);
  g_test_add_func ("/probe/ftp-data/passive/named-mode", test_named_mode);
  g_test_add_func ("/probe/ftp-data/active/eprt", test_eprt);
  g_test_add_func ("/probe/ftp-data/active/port", test_port);
  g_test_add_func ("/probe/ftp-data/active/stranger", test_stranger);
  g_test_add_func ("/probe/ftp-data/active/refused", test_active_refused);
  g_test_add_func ("/probe/ftp-data/active/blocked", test_active_blocked);
  return g_test_run ();
}
