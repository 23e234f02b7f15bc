/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers that break off at any step, and words that are made to harm. Where each kind of hostile
 * file server is played:
 *
 *   silent, late, dripping, resetting or closing at once  test-ftp.c greeting, here "broken-off"
 *   endless line, reply, FEAT, delays                     test-ftp.c greeting, test-ftp-control.c broken
 *   look-alike lines, LF alone, half a line               test-ftp-control.c look-alikes, broken
 *   another service, 230 in place of 220                  test-ftp.c greeting
 *   AUTH TLS refused, plain text behind 234               test-ftp.c auth-tls; in its place: here "handshake"
 *   certificate that does not hold                        test-ftp.c auth-tls, test-ftp-sessions.c unverified,
 *                                                         test-ftp-transfer.c other-certificate
 *   early replies, password repeated, commands in names   test-ftp-control.c
 *   NUL, controls, invalid UTF-8, markup in a path        here "path"
 *   refused or odd login, 331 for ever                    test-ftp.c login
 *   PROT P refused, plain data after it                   test-ftp.c protection, test-ftp-transfer.c tls
 *   address of another host, malformed 227 and 229        test-ftp-data.c passive
 *   data port closed or silent, stranger in active mode   test-ftp-data.c
 *   no 150, no 226, 425, 426, 451, 522, endless listing   test-ftp-transfer.c
 *   evil names in the listing, own name of the test file  test-ftp-transfer.c clear, upload
 *   goodbye unanswered                                    test-ftp.c quit
 *   stuck or full in the middle of the modes              test-ftp-matrix.c */
#include "ftp-fixture.h"

#include <string.h>

static const LineAction listing[] = {START_TLS, SAY ("notes.txt\r\n"), END_TLS, THE_END};

/* ------------------------------------------------------------------ broken off at any step */

static const LineAction whole[] = {FTP_ENTER, FTP_EPSV, EXPECT ("LIST"), SAY ("150 here\r\n"),
                                   THE_END};

static const struct {
  gsize after; /* so many actions of `whole` are played */
  const char *step;
} breaks[] = {
    {2, "ftp.auth-tls"},      {3, "tls.handshake"},   {5, "ftp.login"},       {7, "ftp.login"},
    {9, "ftp.feat"},          {11, "ftp.protection"}, {13, "ftp.protection"}, {15, "ftp.pwd"},
    {17, "ftp.data.passive"}, {19, "ftp.list"},
};

static void
break_off (gsize row, LineAction way)
{
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);
  LineAction script[G_N_ELEMENTS (whole) + 1];
  const LineAction end = THE_END;

  memcpy (script, whole, breaks[row].after * sizeof *whole);
  script[breaks[row].after] = way;
  script[breaks[row].after + 1] = end;
  ftp->probe->limits.reply = 400;
  ftp->probe->limits.tls = 400;
  ftp->probe->limits.data = 400;
  ftp_play_data (ftp, listing);
  ftp_check_script (ftp, script);
  g_test_message ("after %zu", breaks[row].after);
  probe_assert_step (ftp->probe, breaks[row].step, TL_OUTCOME_FAILED);
  if (breaks[row].after < 17)
    g_assert_cmpuint (line_server_get_connections (ftp->data), ==, 0);
  if (breaks[row].after < 5)
    g_assert_false (ftp_was_sent (ftp, "USER"));
  probe_assert_hidden (ftp->probe, FTP_PASSWORD);
  probe_assert_announced (ftp->probe);
}

static void
test_broken_off (gconstpointer data)
{
  const LineAction *way = data;

  for (gsize row = 0; row < G_N_ELEMENTS (breaks); row++)
    break_off (row, *way);
}

/* ------------------------------------------------------------------ in the place of a handshake */

static void
test_handshake (void)
{
  static const LineAction instead[] = {
      SAY ("220 hello again\r\n"), SAY_BYTES ("\x16\x03\x03\xff\xff"),
      SAY_BYTES ("\x15\x03\x03\0\2\2\x28"), FLOOD ("noise", 1 << 16),
      DRIP ("\x16\x03\x03\x3f\xff the slow one", 30)};

  for (gsize i = 0; i < G_N_ELEMENTS (instead); i++) {
    const LineAction script[] = {FTP_GREETING, EXPECT ("AUTH TLS"), SAY ("234 go on\r\n"),
                                 WAIT_MS (50), instead[i],          HOLD,
                                 THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

    ftp->probe->limits.tls = 400;
    ftp_check_script (ftp, script);
    g_test_message ("instead %zu", i);
    probe_assert_step (ftp->probe, "tls.handshake", TL_OUTCOME_FAILED);
    probe_assert_step (ftp->probe, "ftp.login", TL_OUTCOME_SKIPPED);
    g_assert_false (ftp_was_sent (ftp, "USER"));
  }
}

/* ------------------------------------------------------------------ words that are made to harm */

/* Whatever the folder is called: it is shown, and nothing is done with it. */
static void
test_path (void)
{
  static const LineAction answers[] = {
      SAY_BYTES ("257 \"/ho\0me\" is here\r\n"),
      SAY_BYTES ("257 \"/\xff\xfe\xc0\xaf\xed\xa0\x80\" is here\r\n"),
      SAY_BYTES ("257 \"/\377\364\377\375\" is here\r\n"),
      SAY ("257 \"/\033]52;c;eA==\a\033[2J\" is here\r\n"),
      SAY ("257 \"/\xe2\x80\xae gpj.exe\xe2\x81\xa6\" is here\r\n"),
      SAY ("257 \"/<b>&amp;%s%n%99999d</b>\" is here\r\n"),
      SAY ("257 \"/../../etc/passwd\" is here\r\n"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    const LineAction script[] = {
        FTP_GREETING,         FTP_TLS,    FTP_LOGIN, FTP_FEAT,        FTP_PROTECT,
        EXPECT ("PWD"),       answers[i], FTP_EPSV,  EXPECT ("LIST"), SAY ("150 here\r\n"),
        SAY ("226 done\r\n"), FTP_QUIT,   THE_END};
    g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);
    const char *folder;

    ftp_play_data (ftp, listing);
    ftp_check_script (ftp, script);
    g_test_message ("answer %zu", i);
    folder = tl_evidence_get (ftp->probe->evidence, "ftp.directory");
    g_assert_nonnull (folder);
    g_assert_true (g_utf8_validate (folder, -1, NULL));
    g_assert_true (g_str_has_prefix (folder, "/"));
    probe_assert_step (ftp->probe, "ftp.list", TL_OUTCOME_OK);
  }
}

int
main (int argc, char **argv)
{
  static const LineAction closes = CLOSE, resets = RESET, holds = HOLD;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/probe/ftp-hostile/broken-off/closes", &closes, test_broken_off);
  g_test_add_data_func ("/probe/ftp-hostile/broken-off/resets", &resets, test_broken_off);
  g_test_add_data_func ("/probe/ftp-hostile/broken-off/holds", &holds, test_broken_off);
  g_test_add_func ("/probe/ftp-hostile/handshake", test_handshake);
  g_test_add_func ("/probe/ftp-hostile/path", test_path);
  return g_test_run ();
}
