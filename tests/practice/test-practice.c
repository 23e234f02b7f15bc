/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every scenario, as the check that fits it sees it. */
#include "tl-practice.h"
#include "tl-run.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static TlSettings *
settings_for (TlPractice *practice)
{
  TlSettings *settings = tl_settings_new ();

  tl_practice_fill (practice, settings);
  return settings;
}

static TlEvidence *
check (TlSettings *settings)
{
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (GError) error = NULL;

  g_assert_true (tl_run_job (settings, builder, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return tl_evidence_builder_snapshot (builder);
}

typedef struct {
  const char *scenario;
  const char *facts[12]; /* name, value, …, NULL */
  guint logins;
} Row;

static const Row rows[] = {
    {"healthy", {"tls.verify", "ok", "smtp.auth.outcome", "ok", "smtp.rcpt.outcome", "ok"}, 1},
    {"greylisting",
     {"smtp.auth.outcome", "ok", "smtp.rcpt.outcome", "rejected", "smtp.reply.stage", "rcpt",
      "smtp.reply.code", "450"},
     1},
    {"busy",
     {"smtp.reply.stage", "greeting", "smtp.reply.code", "421", "smtp.reply.enhanced", "4.3.2"},
     0},
    {"too-many-connections", {"smtp.reply.code", "421", "smtp.limit.retry", "works"}, 1},
    {"wrong-password",
     {"smtp.auth.outcome", "rejected", "smtp.reply.code", "535", "smtp.reply.enhanced", "5.7.8"},
     1},
    {"starttls-stripped", {"smtp.starttls", "garbled", "greeting.starred", "yes"}, 0},
    {"certificate-name", {"tls.verify", "name-mismatch", "tls.names", "mail.practice.example"}, 0},
    {"certificate-expired", {"tls.verify", "expired"}, 0},
    {"ftp-healthy",
     {"tls.verify", "ok", "ftp.login.outcome", "ok", "ftp.protection", "private",
      "ftp.data.resumed", "yes", "ftp.data.outcome", "ok"},
     1},
    {"ftp-too-many-connections", {"ftp.reply.stage", "greeting", "ftp.reply.code", "421"}, 0},
    {"ftp-passive-unreachable",
     {"ftp.login.outcome", "ok", "ftp.passive.mode", "pasv", "ftp.passive.address", "10.20.30.40",
      "ftp.passive.address_kind", "private", "ftp.data.state", "refused"},
     1},
};

static void
test_scenario (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlPractice) practice = tl_practice_start (row->scenario, &error);
  g_autoptr (TlSettings) settings = NULL;
  g_autoptr (TlEvidence) evidence = NULL;

  g_assert_no_error (error);
  settings = settings_for (practice);
  evidence = check (settings);
  for (gsize i = 0; row->facts[i] != NULL; i += 2)
    g_assert_cmpstr (tl_evidence_get (evidence, row->facts[i]), ==, row->facts[i + 1]);
  g_assert_cmpuint (tl_practice_get_logins (practice), ==, row->logins);
}

/* The silent server stays silent whichever way it is spoken to. */
static void
test_silent (void)
{
  g_autoptr (TlPractice) practice = tl_practice_start ("silent-server", NULL);
  g_autoptr (TlSettings) settings = settings_for (practice);
  g_autoptr (TlEvidence) evidence = NULL;

  g_assert_cmpuint (settings->timeout_s, <=, 8);
  settings->timeout_s = 2;
  evidence = check (settings);
  g_assert_cmpstr (tl_evidence_get (evidence, "greeting.protocol"), ==, "nothing");
  g_assert_cmpstr (tl_evidence_get_from (evidence, "step.failure", "smtp.greeting", NULL), ==,
                   "timeout");
  g_assert_cmpuint (tl_practice_get_connections (practice), ==, 2);
}

/* All that the contract names is there, each row has a test, and names lead back to their rows. */
static void
test_list (void)
{
  static const char *const names[] = {"healthy",
                                      "greylisting",
                                      "busy",
                                      "too-many-connections",
                                      "wrong-password",
                                      "starttls-stripped",
                                      "certificate-name",
                                      "certificate-expired",
                                      "silent-server",
                                      "ftp-healthy",
                                      "ftp-too-many-connections",
                                      "ftp-passive-unreachable"};
  gsize n;
  const TlScenario *list = tl_practice_list (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (rows) + 1); /* the silent one is played apart */
  for (gsize i = 0; i < n; i++) {
    const TlScenario *found = tl_practice_find (names[i]);

    g_assert_nonnull (found);
    g_assert_cmpstr (list[i].name, ==, names[i]);
    g_assert_cmpstr (found->name, ==, names[i]);
    g_assert_cmpstr (found->title, !=, "");
    g_assert_cmpint (g_str_has_prefix (names[i], "ftp-"), ==, found->protocol == TL_PROTOCOL_FTP);
    g_assert_cmpint (g_str_has_suffix (names[i], "healthy"), ==, found->cause == NULL);
  }
  g_assert_null (tl_practice_find ("no-such"));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tl_practice_start ("no-such", &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
}

/* The certificate's file is nobody else's to read, and goes with the server. */
static void
test_ca_file (void)
{
  TlPractice *practice = tl_practice_start ("healthy", NULL);
  g_autofree char *path = g_strdup (tl_practice_get_ca_file (practice));
  g_autofree char *pem = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_assert_nonnull (strstr (pem, "BEGIN CERTIFICATE"));
  g_assert_null (strstr (pem, "PRIVATE"));
  tl_practice_stop (practice);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Stopping does not wait for those who are still talking. */
static void
test_stop (void)
{
  TlPractice *practice = tl_practice_start ("silent-server", NULL);
  TlAddress address;
  g_autoptr (TlIo) io = tl_io_new (NULL, G_MAXINT64, NULL, NULL, g_get_monotonic_time ());
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  gint64 before;

  g_assert_true (tl_address_parse (tl_practice_get_host (practice), tl_practice_get_port (practice),
                                   &address));
  g_ptr_array_add (addresses, &address);
  results = tl_connect_all (io, addresses, 5000, TRUE);
  g_assert_cmpint (((TlConnectResult *) g_ptr_array_index (results, 0))->state, ==, TL_PORT_OPEN);
  while (tl_practice_get_connections (practice) == 0)
    g_usleep (1000);
  before = g_get_monotonic_time ();
  tl_practice_stop (practice);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

/* Every start has a password of its own. */
static void
test_passwords (void)
{
  g_autoptr (TlPractice) first = tl_practice_start ("healthy", NULL);
  g_autoptr (TlPractice) second = tl_practice_start ("healthy", NULL);
  g_autoptr (TlSettings) one = settings_for (first);
  g_autoptr (TlSettings) two = settings_for (second);

  g_assert_cmpstr (tl_secret_peek (one->password, NULL), !=, tl_secret_peek (two->password, NULL));
  g_assert_cmpuint (tl_practice_get_port (first), !=, tl_practice_get_port (second));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/list", test_list);
  g_test_add_func ("/practice/unknown", test_unknown);
  g_test_add_func ("/practice/ca-file", test_ca_file);
  g_test_add_func ("/practice/stop", test_stop);
  g_test_add_func ("/practice/passwords", test_passwords);
  g_test_add_func ("/practice/scenario/silent-server", test_silent);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/practice/scenario/", rows[i].scenario, NULL);

    g_test_add_data_func (path, &rows[i], test_scenario);
  }
  return g_test_run ();
}
