/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <string.h>

#define LIST_150 EXPECT ("LIST"), SAY ("150 here\r\n")

static const LineAction silent[] = {HOLD, THE_END};
static const LineAction drips[] = {
    DRIP ("-rw-r--r-- 1 a b 1 Jan 1 00:00 a very long name that goes on and on\r\n", 20), LOOP (0),
    THE_END};

typedef struct {
  const LineAction *control; /* behind EPSV */
  const LineAction *data;
  const char *failure; /* of ftp.list; NULL: it went through */
  const char *facts[8];
} Row;

/* Only who waits for nothing waits for a short time. */
static void
set_limits (TlLimits *limits, const Row *row)
{
  limits->quit = 300;
  if (g_strcmp0 (row->failure, "timeout") == 0)
    limits->reply = 500;
  if (row->data == silent)
    limits->tls = 500;
  if (row->data == silent || row->data == drips)
    limits->data = 800;
}

static void
play_row (const Row *row, TlSecurity security, const LineAction *enter)
{
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (security);
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (LineAction));

  for (const LineAction *action = enter; action->kind != LINE_END; action++)
    g_array_append_val (whole, *action);
  for (const LineAction *action = row->control;; action++) {
    g_array_append_val (whole, *action);
    if (action->kind == LINE_END)
      break;
  }
  set_limits (&ftp->probe->limits, row);
  ftp_play_data (ftp, row->data);
  ftp_check_script (ftp, (const LineAction *) whole->data);
  if (row->failure != NULL)
    probe_assert_failure (ftp->probe, "ftp.list", row->failure);
  else
    g_assert_cmpint (tl_evidence_get_step (ftp->probe->evidence, "ftp.list")->outcome, <=,
                     TL_OUTCOME_WARNING);
  for (gsize i = 0; row->facts[i] != NULL; i += 2)
    probe_assert_fact (ftp->probe, row->facts[i], row->facts[i + 1]);
}

static const LineAction enter_clear[] = {FTP_ENTER_CLEAR, FTP_EPSV, THE_END};
static const LineAction enter_tls[] = {FTP_ENTER, FTP_EPSV, THE_END};

/* ------------------------------------------------------------------ in clear */

static const LineAction ok_both[] = {LIST_150, SAY ("226 done\r\n"), FTP_QUIT, THE_END};
static const LineAction never_226[] = {LIST_150, SWALLOW (-1), THE_END};
static const LineAction late_150[] = {EXPECT ("LIST"), WAIT_MS (1700),
                                      SAY ("150 here\r\n226 done\r\n"), FTP_QUIT, THE_END};
static const LineAction only_226[] = {EXPECT ("LIST"), SAY ("226 done\r\n"), FTP_QUIT, THE_END};
static const LineAction late_451[] = {LIST_150, SAY ("451 disk error\r\n"), FTP_QUIT, THE_END};
static const LineAction says_426[] = {LIST_150, SAY ("426 broken off\r\n"), FTP_QUIT, THE_END};
static const LineAction says_425[] = {EXPECT ("LIST"), SAY ("425 no data connection\r\n"), FTP_QUIT,
                                      THE_END};
static const LineAction says_550[] = {EXPECT ("LIST"), SAY ("550 no such folder\r\n"), FTP_QUIT,
                                      THE_END};
static const LineAction says_421[] = {EXPECT ("LIST"), SAY ("421 going down\r\n"), THE_END};
static const LineAction dies[] = {EXPECT ("LIST"), RESET, THE_END};
static const LineAction early_words[] = {LIST_150, SAY ("226 done\r\n250 more\r\n"), SWALLOW (-1),
                                         THE_END};
static const LineAction cut_and_told[] = {LIST_150, WAIT_MS (200), SAY ("426 aborted\r\n"),
                                          FTP_QUIT, THE_END};
static const LineAction slow_told[] = {LIST_150, WAIT_MS (900), SAY ("426 aborted\r\n"), FTP_QUIT,
                                       THE_END};

static const LineAction few[] = {SAY ("notes.txt\r\n"), THE_END};
static const LineAction none[] = {CLOSE, THE_END};
static const LineAction reset[] = {RESET, THE_END};
static const LineAction part[] = {SAY ("notes.txt\r\n"), WAIT_MS (50), RESET, THE_END};
static const LineAction endless[] = {FLOOD ("-rw-r--r-- 1 a b 1 Jan 1 00:00 file\r\n", -1),
                                     THE_END};
static const LineAction evil[] = {
    SAY_BYTES ("\x1b]52;c;aGk=\a ../../etc/passwd \xff\xfe\0 \xe2\x80\xae <b>\r\n"), THE_END};

static const Row clear_rows[] = {
    {ok_both, few, NULL, {"ftp.list.bytes", "11", "ftp.list.cut", "no", "ftp.data.tls", "none"}},
    {ok_both, none, NULL, {"ftp.list.bytes", "0", "ftp.data.outcome", "ok"}},
    {ok_both, evil, NULL, {"ftp.data.outcome", "ok"}},
    {late_150, few, NULL, {"ftp.data.outcome", "ok"}},
    {only_226, few, NULL, {"ftp.data.outcome", "ok", "ftp.list.bytes", "11"}},
    {never_226, few, "timeout", {"ftp.data.outcome", "cut", "ftp.list.bytes", "11"}},
    {never_226, silent, "timeout", {"ftp.data.outcome", "failed", "ftp.list.bytes", "0"}},
    {late_451, few, "reply", {"ftp.data.outcome", "cut", "ftp.reply.code", "451"}},
    {says_426, part, "reset", {"ftp.data.outcome", "cut", "ftp.reply.code", "426"}},
    {says_426, reset, "reset", {"ftp.data.outcome", "failed", "ftp.reply.code", "426"}},
    {says_425, silent, "reply", {"ftp.data.outcome", "failed", "ftp.reply.code", "425"}},
    {says_550, silent, "reply", {"ftp.reply.code", "550", "ftp.reply.stage", "list"}},
    {says_421, silent, "reply", {"ftp.reply.code", "421", "ftp.reply.stage", "list"}},
    {dies, silent, "reset", {"ftp.data.outcome", "failed"}},
    {early_words, few, NULL, {"ftp.data.outcome", "ok"}},
    {cut_and_told, endless, NULL, {"ftp.list.cut", "yes", "ftp.data.outcome", "ok"}},
    {slow_told, drips, NULL, {"ftp.list.cut", "yes", "ftp.data.outcome", "ok"}},
};

static void
test_clear (gconstpointer data)
{
  play_row (data, TL_SECURITY_NONE, enter_clear);
}

/* ------------------------------------------------------------------ encrypted */

static const LineAction tls_few[] = {START_TLS, SAY ("notes.txt\r\n"), END_TLS, THE_END};
static const LineAction tls_unclean[] = {START_TLS, SAY ("notes.txt\r\n"), CLOSE, THE_END};
static const LineAction tls_hangs_up[] = {CLOSE, THE_END};
static const LineAction says_522[] = {EXPECT ("LIST"), SAY ("522 session reuse required\r\n"),
                                      FTP_QUIT, THE_END};
static const LineAction late_522[] = {LIST_150, WAIT_MS (100),
                                      SAY ("522 session reuse required\r\n"), FTP_QUIT, THE_END};
static const LineAction swallowed[] = {LIST_150, SWALLOW (-1), THE_END};

static const Row tls_rows[] = {
    {ok_both,
     tls_few,
     NULL,
     {"ftp.data.tls", "ok", "ftp.data.resumed", "yes", "ftp.data.close_notify", "yes"}},
    /* The server says 150 only when TLS stands. */
    {late_150, tls_few, NULL, {"ftp.data.tls", "ok", "ftp.data.outcome", "ok"}},
    {ok_both, tls_unclean, NULL, {"ftp.data.close_notify", "no", "ftp.data.outcome", "ok"}},
    {swallowed, tls_unclean, "timeout", {"ftp.data.outcome", "cut"}},
    {swallowed, few, "injected", {"ftp.data.tls", "plaintext", "ftp.data.outcome", "failed"}},
    {late_522, tls_hangs_up, "tls", {"ftp.data.tls", "failed", "ftp.reply.code", "522"}},
    {says_522, silent, "reply", {"ftp.data.outcome", "failed", "ftp.reply.code", "522"}},
    {swallowed, silent, "tls", {"ftp.data.tls", "failed"}},
};

static void
test_tls (gconstpointer data)
{
  play_row (data, TL_SECURITY_STARTTLS, enter_tls);
}

/* A data connection that shows another certificate is verified like the first. */
static void
test_other_certificate (void)
{
  static const LineAction script[] = {FTP_ENTER, FTP_EPSV, LIST_150, SWALLOW (-1), THE_END};
  static const char *const names[] = {"elsewhere.test", NULL};
  g_autoptr (TlTlsIdentity) other = tl_tls_identity_new (names, -3600, 86400, NULL, NULL);
  g_autoptr (FtpFixture) ftp = ftp_fixture_new (TL_SECURITY_STARTTLS);

  line_server_set_identity (ftp->data, other, NULL);
  ftp->probe->limits.quit = 100;
  ftp_play_data (ftp, tls_few);
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.list", "tls");
  probe_assert_fact (ftp->probe, "ftp.data.tls", "failed");
  probe_assert_fact (ftp->probe, "ftp.data.resumed", "no");
  probe_assert_fact (ftp->probe, "ftp.list.bytes", "0");
  g_assert_cmpstr (tl_evidence_get_from (ftp->probe->evidence, "tls.verify", "ftp.list", NULL), !=,
                   "ok");
}

/* ------------------------------------------------------------------ upload */

static FtpFixture *
upload_fixture (void)
{
  FtpFixture *ftp = ftp_fixture_new (TL_SECURITY_NONE);

  ftp->probe->settings->upload = TRUE;
  return ftp;
}

static void
test_upload_refused (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR,
                                      FTP_EPSV,
                                      LIST_150,
                                      SAY ("226 done\r\n"),
                                      EXPECT ("TYPE I"),
                                      SAY ("200 ok\r\n"),
                                      FTP_EPSV,
                                      EXPECT ("STOR throughline-*.tmp"),
                                      SAY ("553 may not\r\n"),
                                      EXPECT ("DELE throughline-*.tmp"),
                                      SAY ("550 none\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  g_autoptr (FtpFixture) ftp = upload_fixture ();

  ftp_play_data (ftp, few);
  ftp_check_script (ftp, script);
  probe_assert_failure (ftp->probe, "ftp.upload", "reply");
  probe_assert_fact (ftp->probe, "ftp.upload.outcome", "rejected");
  probe_assert_fact (ftp->probe, "ftp.reply.stage", "store");
  probe_assert_fact (ftp->probe, "ftp.reply.code", "553");
  probe_assert_no_fact (ftp->probe, "ftp.upload.left");
}

/* What comes back is not what was stored, and the file cannot be deleted. */
static void
test_upload_differs (void)
{
  static const LineAction script[] = {FTP_ENTER_CLEAR,
                                      FTP_EPSV,
                                      LIST_150,
                                      SAY ("226 done\r\n"),
                                      EXPECT ("TYPE I"),
                                      SAY ("200 ok\r\n"),
                                      FTP_EPSV,
                                      EXPECT ("STOR *"),
                                      SAY ("150 go\r\n"),
                                      SAY ("226 stored\r\n"),
                                      FTP_EPSV,
                                      EXPECT ("RETR *"),
                                      SAY ("150 go\r\n226 done\r\n"),
                                      EXPECT ("DELE *"),
                                      SAY ("550 may not\r\n"),
                                      FTP_QUIT,
                                      THE_END};
  static const LineAction swallow[] = {SWALLOW (-1), THE_END};
  g_autoptr (FtpFixture) ftp = upload_fixture ();

  ftp_play_data (ftp, few);
  ftp_play_data (ftp, swallow);
  ftp_play_data (ftp, few);
  ftp_check_script (ftp, script);
  probe_assert_step (ftp->probe, "ftp.upload", TL_OUTCOME_FAILED);
  probe_assert_fact (ftp->probe, "ftp.upload.outcome", "differs");
  g_assert_true (
      g_str_has_prefix (tl_evidence_get (ftp->probe->evidence, "ftp.upload.left"), "throughline-"));
}

static void
add_rows (const char *path, const Row *rows, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("%s/%zu", path, i + 1);

    g_test_add_data_func (name, &rows[i], func);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_rows ("/probe/ftp-transfer/clear", clear_rows, G_N_ELEMENTS (clear_rows), test_clear);
  add_rows ("/probe/ftp-transfer/tls", tls_rows, G_N_ELEMENTS (tls_rows), test_tls);
  g_test_add_func ("/probe/ftp-transfer/other-certificate", test_other_certificate);
  g_test_add_func ("/probe/ftp-transfer/upload/refused", test_upload_refused);
  g_test_add_func ("/probe/ftp-transfer/upload/differs", test_upload_differs);
  return g_test_run ();
}
