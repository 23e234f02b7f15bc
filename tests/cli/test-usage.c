/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bad input gets a sentence and status 3, and nothing on standard output. */
#include "run-cli.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *name;
  const char *words[8];
} Bad;

static const Bad bad[] = {
    {"no-command", {NULL}},
    {"unknown-command", {"frobnicate"}},
    {"unknown-option", {"causes", "--frobnicate"}},
    {"short-option", {"causes", "-x"}},
    {"option-twice", {"causes", "--format", "json", "--format", "text"}},
    {"value-missing", {"causes", "--format"}},
    {"value-for-a-switch", {"causes", "--verbose=yes"}},
    {"format", {"causes", "--format", "xml"}},
    {"language", {"--lang", "tlh", "causes"}},
    {"option-of-another-command", {"causes", "--port", "25"}},
    {"ftp-option-for-mail", {"check", "smtp", "localhost", "--upload"}},
    {"host-missing", {"check", "smtp"}},
    {"two-hosts", {"check", "smtp", "a.example", "b.example"}},
    {"empty-host", {"check", "smtp", ""}},
    {"host-with-control", {"check", "smtp", "mail\x07.example"}},
    {"host-with-line-end", {"check", "smtp", "mail.example\r\nQUIT"}},
    {"host-like-an-option", {"check", "smtp", "--", "-oProxy"}},
    {"host-too-long",
     {"check", "smtp",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"}},
    {"port-zero", {"check", "smtp", "localhost", "--port", "0"}},
    {"port-large", {"check", "smtp", "localhost", "--port", "65536"}},
    {"port-negative", {"check", "smtp", "localhost", "--port", "-1"}},
    {"port-word", {"check", "smtp", "localhost", "--port", "25x"}},
    {"timeout-zero", {"check", "smtp", "localhost", "--timeout", "0"}},
    {"timeout-huge", {"check", "smtp", "localhost", "--timeout", "1e9"}},
    {"timeout-nan", {"check", "smtp", "localhost", "--timeout", "nan"}},
    {"sessions", {"check", "smtp", "localhost", "--sessions", "6"}},
    {"both-families", {"check", "smtp", "localhost", "--ipv4", "--ipv6"}},
    {"security", {"check", "smtp", "localhost", "--security", "ssl"}},
    {"auth", {"check", "smtp", "localhost", "--auth", "ntlm"}},
    {"user-without-password", {"check", "smtp", "localhost", "--user", "ann"}},
    {"user-with-line-end", {"check", "smtp", "localhost", "--from", "ann@example.org\r\nRSET"}},
    {"two-passwords", {"check", "smtp", "localhost", "--password-file", "-", "--ask-password"}},
    {"password-file-missing",
     {"check", "smtp", "localhost", "--user", "a", "--password-file", "/nonexistent"}},
    {"password-file-folder", {"check", "smtp", "localhost", "--user", "a", "--password-file", "/"}},
    {"ca-file-missing", {"check", "smtp", "localhost", "--ca-file", "/nonexistent"}},
    {"resolve", {"check", "smtp", "localhost", "--resolve", "nonsense"}},
    {"report-missing", {"report", "/nonexistent"}},
    {"report-folder", {"report", "/"}},
    {"report-not-json", {"report", "/etc/hostname"}},
    {"scenario", {"practice", "nonsense"}},
    {"explain-empty", {"explain", ""}},
    {"explain-kind", {"explain", "--kind", "poem", "421"}},
    {"explain-protocol", {"explain", "--protocol", "gopher", "421"}},
    {"not-utf8", {"explain", "\xff\xfe"}},
};

static void
test_bad (gconstpointer data)
{
  const Bad *row = data;
  g_autoptr (CliRun) run = run_cli_argv ("", row->words, NULL);

  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_true (strlen (run->err) > 20);
  g_assert_true (g_utf8_validate (run->err, -1, NULL));
}

/* The sentence is in the language that the same line asks for. */
static void
test_complaint_language (void)
{
  g_autoptr (CliRun) english = run_cli ("", "causes", "--frobnicate", NULL);
  g_autoptr (CliRun) russian = run_cli ("", "--lang", "ru", "causes", "--frobnicate", NULL);

  g_assert_cmpstr (english->err, !=, russian->err);
  g_assert_nonnull (strstr (russian->err, "--frobnicate"));
}

static void
test_help (void)
{
  static const char *const commands[][3] = {
      {"check", "smtp"}, {"check", "ftp"}, {"check", "account"}, {"discover"}, {"environment"},
      {"explain"},       {"code"},         {"causes"},           {"report"},   {"replay"},
      {"practice"},
  };
  g_autoptr (CliRun) all = run_cli ("", "--help", NULL);

  g_assert_cmpint (all->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    const char *const words[] = {commands[i][0], commands[i][1] != NULL ? commands[i][1] : "--help",
                                 commands[i][1] != NULL ? "--help" : NULL, NULL};
    g_autoptr (CliRun) run = run_cli_argv ("", words, NULL);

    g_assert_cmpint (run->status, ==, 0);
    g_assert_nonnull (strstr (run->out, "--format"));
    g_assert_nonnull (strstr (all->out, commands[i][0]));
  }
}

static void
test_version (void)
{
  g_autoptr (CliRun) run = run_cli ("", "--version", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->out, "throughline 0."));
}

/* No option takes a password, and none is accepted as an abbreviation either. */
static void
test_no_password_argument (void)
{
  g_autoptr (CliRun) run = run_cli ("", "check", "smtp", "localhost", "--password", "hush", NULL);

  g_assert_cmpint (run->status, ==, 3);
  g_assert_null (strstr (run->err, "hush"));
}

/* What is no ordinary file is written to, and stays what it is: here, links to devices. */
static void
test_output_to_device (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-cli-XXXXXX", NULL);
  g_autofree char *full = g_build_filename (folder, "full", NULL);
  g_autofree char *null = g_build_filename (folder, "null", NULL);
  g_autoptr (CliRun) failed = NULL;
  g_autoptr (CliRun) written = NULL;

  g_assert_cmpint (symlink ("/dev/full", full), ==, 0);
  g_assert_cmpint (symlink ("/dev/null", null), ==, 0);
  failed = run_cli ("", "causes", "--output", full, NULL);
  written = run_cli ("", "causes", "--output", null, NULL);
  g_assert_cmpint (failed->status, ==, 3);
  g_assert_cmpint (written->status, ==, 0);
  g_assert_true (g_file_test (full, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (null, G_FILE_TEST_IS_SYMLINK));
  g_unlink (full);
  g_unlink (null);
  g_rmdir (folder);
}

static void
test_closed_output (void)
{
  g_autofree char *command = g_strdup_printf ("%s causes >/dev/full", g_getenv ("TL_CLI"));
  g_autofree char *err = NULL;
  int status;

  const char *const argv[] = {"sh", "-c", command, NULL};
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               &err, &status, NULL));
  g_assert_cmpint (g_spawn_check_wait_status (status, NULL), ==, FALSE);
  g_assert_true (strlen (err) > 0);
}

/* A report is written beside and renamed: a failed write leaves the old file whole. */
static void
test_output_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-cli-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "out.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (CliRun) good = run_cli ("", "code", "421", "--output", file, NULL);
  g_autoptr (CliRun) failed = run_cli ("", "code", "421", "--output", "/nonexistent/out.txt", NULL);

  g_assert_cmpint (good->status, ==, 0);
  g_assert_cmpstr (good->out, ==, "");
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "421"));
  g_assert_cmpint (failed->status, ==, 3);
  g_unlink (file);
  g_rmdir (folder);
}

/* A port that a listener of ours leaves, tried before and after: nobody listens, then somebody does. */
static void
test_before (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-cli-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "before.json", NULL);
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 open = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *port = g_strdup_printf ("%u", open);
  g_autoptr (CliRun) first =
      run_cli ("", "check", "smtp", "127.0.0.1", "--port", "1", "--no-environment", "--format",
               "json", "--output", file, NULL);
  g_autoptr (CliRun) second =
      run_cli ("", "check", "smtp", "127.0.0.1", "--port", port, "--no-environment", "--timeout",
               "2", "--format", "json", "--before", file, NULL);
  g_autoptr (CliRun) other = run_cli ("", "check", "ftp", "127.0.0.1", "--port", "1",
                                      "--no-environment", "--before", file, NULL);
  g_autoptr (CliRun) none =
      run_cli ("", "check", "smtp", "127.0.0.1", "--port", "1", "--no-environment", "--before",
               "/nonexistent/report.json", NULL);

  g_assert_cmpint (first->status, !=, 0);
  g_assert_nonnull (strstr (second->out, "\"before\" : \"refused\""));
  g_assert_nonnull (strstr (second->out, "\"after\" : \"open\""));
  g_assert_cmpint (other->status, ==, 3);
  g_assert_cmpstr (other->out, ==, "");
  g_assert_cmpint (none->status, ==, 3);
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/cli/usage/bad/", bad[i].name, NULL);

    g_test_add_data_func (path, &bad[i], test_bad);
  }
  g_test_add_func ("/cli/usage/output-to-device", test_output_to_device);
  g_test_add_func ("/cli/usage/complaint-language", test_complaint_language);
  g_test_add_func ("/cli/usage/help", test_help);
  g_test_add_func ("/cli/usage/version", test_version);
  g_test_add_func ("/cli/usage/no-password-argument", test_no_password_argument);
  g_test_add_func ("/cli/usage/closed-output", test_closed_output);
  g_test_add_func ("/cli/usage/output-file", test_output_file);
  g_test_add_func ("/cli/usage/before", test_before);
  return g_test_run ();
}
