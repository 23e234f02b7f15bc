/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practice-dialogue.h"

#include "tl-run.h"

#include <stdlib.h>
#include <string.h>

#define USER "learner@practice.example"

static Dialogue *
logged_in (const char *scenario)
{
  Dialogue *dialogue = dialogue_new (scenario);
  g_autofree char *greeting = dialogue_hear (dialogue, 220);
  g_autofree char *pass = g_strconcat ("PASS ", dialogue_password (dialogue), NULL);

  dialogue_ask (dialogue, "AUTH TLS", 234);
  dialogue_encrypt (dialogue);
  dialogue_ask (dialogue, "USER " USER, 331);
  dialogue_ask (dialogue, pass, 230);
  return dialogue;
}

static void
test_before_login (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("ftp-healthy");
  g_autofree char *greeting = dialogue_hear (dialogue, 220);

  dialogue_ask (dialogue, "FEAT", 211);
  dialogue_ask (dialogue, "USER " USER, 530);
  dialogue_ask (dialogue, "LIST", 530);
  dialogue_ask (dialogue, "PBSZ 0", 503);
  dialogue_ask (dialogue, "PROT P", 503);
  dialogue_ask (dialogue, "AUTH GSSAPI", 504);
  dialogue_ask (dialogue, "WHAT", 500);
  dialogue_ask (dialogue, "AUTH TLS", 234);
  dialogue_encrypt (dialogue);
  dialogue_ask (dialogue, "AUTH TLS", 503);
  dialogue_ask (dialogue, "PASS word", 503);
  dialogue_ask (dialogue, "USER " USER, 331);
  dialogue_ask (dialogue, "PASS wrong", 530);
  dialogue_ask (dialogue, "PWD", 530);
  g_assert_cmpuint (tl_practice_get_logins (dialogue->practice), ==, 1);
}

static void
test_folder (void)
{
  g_autoptr (Dialogue) dialogue = logged_in ("ftp-healthy");

  dialogue_ask (dialogue, "pwd", 257);
  dialogue_ask (dialogue, "CWD /", 250);
  dialogue_ask (dialogue, "CWD ../../etc", 550);
  dialogue_ask (dialogue, "RETR ../../etc/passwd", 550);
  dialogue_ask (dialogue, "DELE none.txt", 550);
  dialogue_ask (dialogue, "LIST", 425);
  dialogue_ask (dialogue, "PROT X", 536);
  dialogue_ask (dialogue, "SYST", 215);
  dialogue_ask (dialogue, "NOOP", 200);
  dialogue_ask (dialogue, "QUIT", 221);
}

/* A listing in clear data, over PASV. */
static void
test_list (void)
{
  g_autoptr (Dialogue) dialogue = logged_in ("ftp-healthy");
  g_autofree char *words = NULL;
  g_autofree char *done = NULL;
  g_autoptr (TlChannel) data = NULL;
  char buffer[512];
  TlFailure failure;
  gboolean truncated;
  guint high, low;
  const char *numbers;

  tl_channel_send_line (dialogue->channel, "PASV");
  words = dialogue_hear (dialogue, 227);
  numbers = strstr (words, "127,0,0,1,");
  g_assert_nonnull (numbers);
  high = (guint) atoi (numbers + strlen ("127,0,0,1,"));
  low = (guint) atoi (strrchr (numbers, ',') + 1);
  data = dialogue_open (dialogue, high * 256 + low);
  dialogue_ask (dialogue, "LIST", 150);
  g_assert_cmpint (tl_channel_read_bytes (data, buffer, sizeof buffer, 20000, &failure, &truncated),
                   >, 0);
  g_assert_cmpint (tl_channel_read_bytes (data, buffer, sizeof buffer, 20000, &failure, &truncated),
                   ==, 0);
  done = dialogue_hear (dialogue, 226);
}

static void
test_full (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("ftp-too-many-connections");
  g_autofree char *first = dialogue_hear (dialogue, 421);
  g_autofree char *second = NULL;

  dialogue_connect (dialogue);
  second = dialogue_hear (dialogue, 421);
  g_assert_nonnull (strstr (second, "too many connections"));
}

static void
test_passive (void)
{
  g_autoptr (Dialogue) dialogue = logged_in ("ftp-passive-unreachable");
  g_autofree char *words = NULL;

  dialogue_ask (dialogue, "EPSV", 500);
  tl_channel_send_line (dialogue->channel, "PASV");
  words = dialogue_hear (dialogue, 227);
  g_assert_nonnull (strstr (words, "(10,20,30,40,"));
  dialogue_ask (dialogue, "LIST", 425);
}

/* The whole check with its upload: stored, fetched, compared and deleted, and a second session. */
static void
test_upload (void)
{
  g_autoptr (Dialogue) dialogue = dialogue_new ("ftp-healthy");
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (GError) error = NULL;

  dialogue->settings->upload = TRUE;
  dialogue->settings->sessions = 2;
  builder = tl_evidence_builder_new (dialogue->settings);
  g_assert_true (tl_run_job (dialogue->settings, builder, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpstr (tl_evidence_get (evidence, "ftp.upload.outcome"), ==, "ok");
  g_assert_null (tl_evidence_get (evidence, "ftp.upload.left"));
  g_assert_cmpstr (tl_evidence_get (evidence, "ftp.sessions.accepted"), ==, "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/ftp/before-login", test_before_login);
  g_test_add_func ("/practice/ftp/folder", test_folder);
  g_test_add_func ("/practice/ftp/list", test_list);
  g_test_add_func ("/practice/ftp/full", test_full);
  g_test_add_func ("/practice/ftp/passive", test_passive);
  g_test_add_func ("/practice/ftp/upload", test_upload);
  return g_test_run ();
}
