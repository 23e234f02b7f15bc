/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <string.h>

#define LISTED EXPECT ("LIST"), SAY ("150 here\r\n226 done\r\n")
#define NO_EPSV EXPECT ("EPSV"), SAY ("502 no\r\n")
#define NO_PASV EXPECT ("PASV"), SAY ("502 no\r\n")
#define NO_EPRT EXPECT ("EPRT *"), SAY ("501 no\r\n")
#define NO_PORT EXPECT ("PORT *"), SAY ("500 Illegal PORT\r\n")

static const LineAction plain_list[] = {SAY ("notes.txt\r\n"), THE_END};
static const LineAction tls_list[] = {START_TLS, SAY ("notes.txt\r\n"), END_TLS, THE_END};

/* "mode protection outcome reason [address] [*]" of each row: the star is the recommendation. */
static void
assert_rows (FtpFixture *ftp, const char *const *expected)
{
  static const char *const outcomes[] = {"running", "ok", "warning", "failed", "skipped"};
  const GPtrArray *rows = tl_evidence_get_data_channels (ftp->probe->evidence);

  for (guint i = 0; i < rows->len; i++) {
    const TlDataChannel *row = g_ptr_array_index (rows, i);
    g_autofree char *seen =
        g_strjoin (" ", row->mode, row->protection, outcomes[row->outcome],
                   *row->reason != '\0' ? row->reason : "-",
                   *row->address != '\0' ? row->address : "-", row->recommended ? "*" : "-", NULL);

    g_assert_cmpstr (seen, ==, expected[i]);
  }
  g_assert_null (expected[rows->len]);
}

/* Nothing lets through: every mode is asked for once, over the one connection. */
static void
test_nothing_works (void)
{
  static const LineAction script[] = {FTP_ENTER, NO_EPSV,  NO_PASV, NO_EPRT,
                                      NO_PORT,   FTP_QUIT, THE_END};
  static const char *const rows[] = {
      "epsv private failed reply - -", "pasv private failed reply - -",
      "eprt private failed address-refused - -", "port private failed address-refused - -", NULL};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_check_script (ftp, script);
  assert_rows (ftp, rows);
  probe_assert_failure (ftp->probe, "ftp.data.passive", "reply");
  probe_assert_step (ftp->probe, "ftp.channels", TL_OUTCOME_WARNING);
  probe_assert_fact (ftp->probe, "ftp.channel.port", "address-refused");
  /* What decides is still what was asked for. */
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "passive");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "502");
  g_assert_cmpuint (line_server_get_connections (ftp->probe->server), ==, 1);
  probe_assert_announced (ftp->probe);
}

/* A server with another reason to say no is not asked in four ways. */
static void
test_not_about_modes (void)
{
  static const LineAction script[] = {
      FTP_ENTER, FTP_EPSV, EXPECT ("LIST"), SAY ("550 no such folder\r\n"), FTP_QUIT, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp_play_data (ftp, tls_list);
  ftp_check_script (ftp, script);
  probe_assert_no_step (ftp->probe, "ftp.channels");
}

/* Asked for, the others are tried although the first works, and the best one is recommended. */
static void
test_all (void)
{
  static const LineAction script[] = {FTP_ENTER, FTP_EPSV, LISTED,  EXPECT ("PASV"), SAY ("@PASV@"),
                                      LISTED,    NO_EPRT,  NO_PORT, FTP_QUIT,        THE_END};
  static const char *const rows[] = {"epsv private ok - - *", "pasv private ok - - -",
                                     "eprt private failed address-refused - -",
                                     "port private failed address-refused - -", NULL};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->ftp_mode = TL_FTP_MODE_ALL;
  ftp_play_data (ftp, tls_list);
  ftp_check_script (ftp, script);
  assert_rows (ftp, rows);
  probe_assert_step (ftp->probe, "ftp.channels", TL_OUTCOME_OK);
  probe_assert_fact (ftp->probe, "ftp.channels.best", "epsv");
  probe_assert_fact (ftp->probe, "ftp.channel.pasv", "ok");
  probe_assert_fact (ftp->probe, "ftp.data.outcome", "ok");
  probe_assert_announced (ftp->probe);
}

/* With unprotected data asked for, both are shown, and protected ones are recommended. */
static void
test_both_protections (void)
{
#define ALL_FAIL NO_PASV, NO_EPRT, NO_PORT
  static const LineAction script[] = {FTP_GREETING,
                                      FTP_TLS,
                                      FTP_LOGIN,
                                      FTP_FEAT,
                                      EXPECT ("PBSZ 0"),
                                      SAY ("200 ok\r\n"),
                                      EXPECT ("PROT C"),
                                      SAY ("200 ok\r\n"),
                                      FTP_PWD,
                                      FTP_EPSV,
                                      EXPECT ("LIST"),
                                      SAY ("522 encrypt it\r\n"),
                                      ALL_FAIL,
                                      EXPECT ("PROT P"),
                                      SAY ("200 ok\r\n"),
                                      FTP_EPSV,
                                      LISTED,
                                      ALL_FAIL,
                                      FTP_QUIT,
                                      THE_END};
  static const char *const rows[] = {"epsv clear failed protection - -",
                                     "pasv clear failed reply - -",
                                     "eprt clear failed address-refused - -",
                                     "port clear failed address-refused - -",
                                     "epsv private ok - - *",
                                     "pasv private failed reply - -",
                                     "eprt private failed address-refused - -",
                                     "port private failed address-refused - -",
                                     NULL};
  static const LineAction hold[] = {HOLD, THE_END};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->settings->ftp_mode = TL_FTP_MODE_ALL;
  ftp->probe->settings->protect_clear = TRUE;
  ftp_play_data (ftp, hold);
  ftp_play_data (ftp, tls_list);
  ftp_check_script (ftp, script);
  assert_rows (ftp, rows);
  probe_assert_fact (ftp->probe, "ftp.channel.clear.pasv", "reply");
  probe_assert_fact (ftp->probe, "ftp.channel.epsv", "ok");
}

/* The address that PASV names is shown beside the one that was gone to, and left alone. */
static void
test_announced (void)
{
  static const LineAction script[] = {
      FTP_ENTER_CLEAR, EXPECT ("PASV"), SAY ("227 at (10,11,12,13,@PORT@)\r\n"),
      LISTED,          FTP_QUIT,        THE_END};
  static const char *const rows[] = {"pasv clear ok - peer *",
                                     "pasv clear skipped private-address announced -", NULL};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_NONE);

  ftp->probe->settings->ftp_mode = TL_FTP_MODE_PASV;
  ftp_play_data (ftp, plain_list);
  ftp_check_script (ftp, script);
  assert_rows (ftp, rows);
}

typedef struct {
  const char *hidden, *seen; /* replies */
  const char *helper, *reason;
} HelperRow;

static void
test_helper (void)
{
  static const HelperRow rows[] = {
      {"200 ok\r\n", "500 Illegal PORT\r\n", "spoils", "helper"},
      {"500 Illegal PORT\r\n", "500 Illegal PORT\r\n", "none-seen", "address-refused"},
      {"500 Illegal PORT\r\n", "200 ok\r\n", "rewrites", "no-connection"},
      {"200 ok\r\n", "200 ok\r\n", "none-seen", "no-connection"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LineAction nothing = WAIT_MS (0);
    const LineAction list = EXPECT ("LIST");
    const LineAction listed = SAY ("425 cannot connect\r\n");
    gboolean lists = strcmp (rows[i].seen, "200 ok\r\n") == 0;
    const LineAction script[] = {FTP_ENTER_CLEAR,
                                 EXPECT ("NOOP"),
                                 SAY ("200 ok\r\n"),
                                 EXPECT ("PORT 127,0,0,1,*"),
                                 SAY (rows[i].hidden),
                                 EXPECT ("PORT 127,0,0,1,*"),
                                 SAY (rows[i].seen),
                                 lists ? list : nothing,
                                 lists ? listed : nothing,
                                 FTP_QUIT,
                                 THE_END};
    const TlDataChannel *row;
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_NONE);

    ftp->probe->settings->ftp_mode = TL_FTP_MODE_PORT;
    ftp_check_script (ftp, script);
    probe_assert_fact (ftp->probe, "ftp.helper", rows[i].helper);
    row = g_ptr_array_index (tl_evidence_get_data_channels (ftp->probe->evidence), 0);
    g_assert_cmpstr (row->reason, ==, rows[i].reason);
  }
}

/* A server that hangs on a connection which never comes about is left, and the rest goes on over a
 * second one. */
static void
test_stuck (void)
{
  static const LineAction first[] = {FTP_ENTER,
                                     NO_EPSV,
                                     NO_PASV,
                                     EXPECT ("EPRT *"),
                                     SAY ("200 ok\r\n"),
                                     EXPECT ("LIST"),
                                     SAY ("150 now\r\n"),
                                     SWALLOW (-1),
                                     THE_END};
  static const LineAction second[] = {FTP_GREETING, FTP_TLS,  FTP_LOGIN, FTP_PROTECT,
                                      NO_PORT,      FTP_QUIT, THE_END};
  static const char *const rows[] = {
      "epsv private failed reply - -", "pasv private failed reply - -",
      "eprt private failed no-connection - -", "port private failed address-refused - -", NULL};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->limits.data = 300;
  ftp->probe->limits.quit = 100;
  ftp_play (ftp, first);
  ftp_check_script (ftp, second);
  assert_rows (ftp, rows);
  g_assert_cmpuint (line_server_get_connections (ftp->probe->server), ==, 2);
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
  probe_assert_announced (ftp->probe);
}

/* Where it cannot be left for another connection, what was not tried says so. */
static void
test_full (void)
{
  static const LineAction first[] = {FTP_ENTER,
                                     NO_EPSV,
                                     NO_PASV,
                                     EXPECT ("EPRT *"),
                                     SAY ("200 ok\r\n"),
                                     EXPECT ("LIST"),
                                     SAY ("150 now\r\n"),
                                     SWALLOW (-1),
                                     THE_END};
  static const LineAction full[] = {SAY ("421 Too many connections\r\n"), THE_END};
  static const char *const rows[] = {
      "epsv private failed reply - -", "pasv private failed reply - -",
      "eprt private failed no-connection - -", "port private skipped earlier-failure - -", NULL};
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  ftp->probe->limits.data = 300;
  ftp->probe->limits.quit = 100;
  ftp_play (ftp, first);
  ftp_check_script (ftp, full);
  assert_rows (ftp, rows);
  probe_assert_fact (ftp->probe, "ftp.reply.code", "502");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ftp-matrix/nothing-works", test_nothing_works);
  g_test_add_func ("/probe/ftp-matrix/not-about-modes", test_not_about_modes);
  g_test_add_func ("/probe/ftp-matrix/all", test_all);
  g_test_add_func ("/probe/ftp-matrix/both-protections", test_both_protections);
  g_test_add_func ("/probe/ftp-matrix/announced", test_announced);
  g_test_add_func ("/probe/ftp-matrix/helper", test_helper);
  g_test_add_func ("/probe/ftp-matrix/stuck", test_stuck);
  g_test_add_func ("/probe/ftp-matrix/full", test_full);
  return g_test_run ();
}
