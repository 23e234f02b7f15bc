/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What needs no server: explain, code, causes, report. */
#include "run-cli.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonObject *
parse (JsonParser *parser, const char *text)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_code_two (void)
{
  g_autoptr (CliRun) run = run_cli ("", "code", "421", "521", "--format", "json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (parser, run->out);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "codes")), >=, 2);
  g_assert_nonnull (json_object_get_string_member (root, "difference"));
}

static void
test_code_unknown (void)
{
  g_autoptr (CliRun) run = run_cli ("", "code", "hello", NULL);

  g_assert_cmpint (run->status, ==, 1);
}

/* A code that no standard lists still has its digits explained. */
static void
test_code_by_digits (void)
{
  g_autoptr (CliRun) run = run_cli ("", "code", "457", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->out, "457"));
}

static void
test_causes (void)
{
  g_autoptr (CliRun) run = run_cli ("", "causes", "--format", "json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *causes = json_object_get_array_member (parse (parser, run->out), "causes");

  g_assert_cmpuint (json_array_get_length (causes), >=, 45);
}

static void
test_cause_by_spoken_code (void)
{
  g_autoptr (CliRun) by_id = run_cli ("", "causes", "smtp-greylisted", NULL);
  g_autoptr (CliRun) unknown = run_cli ("", "causes", "no-such-cause", NULL);

  g_assert_cmpint (by_id->status, ==, 0);
  g_assert_nonnull (strstr (by_id->out, "smtp-greylisted"));
  g_assert_cmpint (unknown->status, ==, 1);
}

static void
test_explain (void)
{
  g_autoptr (CliRun) argument =
      run_cli ("", "explain", "450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted",
               "--format", "json", NULL);
  g_autoptr (CliRun) input =
      run_cli ("450 4.2.0 Greylisted, try again later\n", "explain", "-", "--format", "json", NULL);
  g_autoptr (CliRun) unknown = run_cli ("", "explain", "lorem ipsum dolor sit amet", NULL);

  g_assert_cmpint (argument->status, ==, 0);
  g_assert_nonnull (strstr (argument->out, "smtp-greylisted"));
  g_assert_nonnull (strstr (argument->out, "\"spans\""));
  g_assert_cmpint (input->status, ==, 0);
  g_assert_nonnull (strstr (input->out, "smtp-greylisted"));
  g_assert_cmpint (unknown->status, ==, 1);
}

static void
test_jsonl (void)
{
  const char *input = "{\"id\":\"1\",\"protocol\":\"smtp\",\"text\":\"550 5.1.1 User unknown\"}\n"
                      "nonsense\n"
                      "{\"id\":\"3\",\"protocol\":\"gopher\",\"text\":\"x\"}\n"
                      "{\"id\":\"4\",\"protocol\":\"ftp\",\"text\":\"530 Login incorrect.\"}\n";
  g_autoptr (CliRun) run = run_cli (input, "explain", "--jsonl", NULL);
  g_auto (GStrv) lines = g_strsplit (run->out, "\n", -1);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_nonnull (strstr (lines[0], "no-such-mailbox"));
  g_assert_nonnull (strstr (lines[1], "\"error\""));
  g_assert_nonnull (strstr (lines[2], "\"error\""));
  g_assert_nonnull (strstr (lines[3], "auth-failed"));
}

static void
test_programs (void)
{
  g_autoptr (CliRun) all = run_cli ("", "programs", NULL);
  g_autoptr (CliRun) one = run_cli ("", "programs", "thunderbird", "--lang", "ru", NULL);
  g_autoptr (CliRun) json = run_cli ("", "programs", "filezilla", "--format", "json", NULL);
  g_autoptr (CliRun) none = run_cli ("", "programs", "no-such-program", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *programs = json_object_get_array_member (parse (parser, json->out), "programs");
  JsonObject *program = json_array_get_object_element (programs, 0);

  g_assert_cmpint (all->status, ==, 0);
  g_assert_nonnull (strstr (all->out, "thunderbird-android"));
  g_assert_cmpint (one->status, ==, 0);
  g_assert_nonnull (strstr (one->out, "Параметры учётной записи"));
  g_assert_cmpstr (json_object_get_string_member (program, "protocol"), ==, "ftp");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (program, "paths")), >, 8);
  g_assert_cmpint (none->status, ==, 1);
}

static void
test_program (void)
{
  g_autoptr (CliRun) run = run_cli ("", "explain", "--protocol", "ftp", "--program", "filezilla",
                                    "421 Too many connections (8) from this IP", NULL);
  g_autoptr (CliRun) unknown = run_cli ("", "explain", "--program", "pine", "550 5.1.1 x", NULL);
  g_autoptr (CliRun) useless = run_cli ("", "code", "421", "--program", "filezilla", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->out, "In FileZilla: File › Site Manager…"));
  g_assert_cmpint (unknown->status, ==, 3);
  g_assert_cmpint (useless->status, ==, 3);
}

/* A line too long for anything is answered in its place, and the last line needs no end. */
static void
test_jsonl_lines (void)
{
  static const char good[] = "{\"id\":\"%d\",\"text\":\"550 5.1.1 User unknown\"}";
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (CliRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  for (int i = 0; i < 2000; i++) {
    g_string_append_printf (input, good, i);
    g_string_append_c (input, '\n');
  }
  g_string_append (input, "{\"id\":\"long\",\"text\":\"");
  for (guint i = 0; i < 12 * 1024; i++)
    g_string_append_printf (input, "%01024d", 0);
  g_string_append (input, "\"}\n");
  g_string_append_printf (input, good, 2000);
  run = run_cli (input->str, "explain", "--jsonl", NULL);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 2003);
  for (guint i = 0; i < 2002; i++) {
    g_autofree char *id = g_strdup_printf ("{\"id\":\"%u\",", i < 2000 ? i : 2000);

    g_assert_true (g_str_has_prefix (lines[i], i == 2000 ? "{\"id\":null,\"error\":" : id));
  }
  g_assert_cmpstr (lines[2002], ==, "");
}

/* Whoever waits for an answer before the next line gets it. */
static void
test_jsonl_in_turns (void)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                        g_getenv ("TL_CLI"), "explain", "--jsonl", NULL);
  GOutputStream *in = g_subprocess_get_stdin_pipe (process);
  g_autoptr (GDataInputStream) out =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  for (guint i = 0; i < 3; i++) {
    g_autofree char *line = g_strdup_printf ("{\"id\":\"%u\",\"text\":\"421 busy\"}\n{\"id\":", i);
    const char *torn = "\"torn\",\"text\":\"x\"}\n";
    g_autofree char *answer = NULL;
    g_autofree char *second = NULL;

    g_assert_true (g_output_stream_write_all (in, line, strlen (line), NULL, NULL, NULL));
    answer = g_data_input_stream_read_line (out, NULL, NULL, NULL);
    g_assert_nonnull (strstr (answer, "\"code\":\"421\""));
    g_assert_true (g_output_stream_write_all (in, torn, strlen (torn), NULL, NULL, NULL));
    second = g_data_input_stream_read_line (out, NULL, NULL, NULL);
    g_assert_true (g_str_has_prefix (second, "{\"id\":\"torn\","));
  }
  g_assert_true (g_output_stream_close (in, NULL, NULL));
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* Terminal controls, bidi and markup in a text come out as visible text. */
static void
test_hostile_text (void)
{
  const char *text = "550 5.1.1 \x1b[31m\x1b]52;c;aGk=\x07 \xe2\x80\xae <b>user</b> unknown %s%n";
  static const char *const formats[] = {"text", "json", "html"};

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (CliRun) run =
        run_cli (text, "explain", "-", "--verbose", "--format", formats[i], NULL);

    g_assert_cmpint (run->status, ==, 0);
    g_assert_null (strchr (run->out, '\x1b'));
    g_assert_null (strchr (run->out, '\x07'));
    g_assert_null (strstr (run->out, "\xe2\x80\xae"));
    if (g_str_equal (formats[i], "html"))
      g_assert_null (strstr (run->out, "<b>user"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/code/two", test_code_two);
  g_test_add_func ("/cli/code/unknown", test_code_unknown);
  g_test_add_func ("/cli/code/by-digits", test_code_by_digits);
  g_test_add_func ("/cli/causes/all", test_causes);
  g_test_add_func ("/cli/causes/one", test_cause_by_spoken_code);
  g_test_add_func ("/cli/explain/reply", test_explain);
  g_test_add_func ("/cli/explain/jsonl", test_jsonl);
  g_test_add_func ("/cli/programs", test_programs);
  g_test_add_func ("/cli/explain/program", test_program);
  g_test_add_func ("/cli/explain/jsonl/lines", test_jsonl_lines);
  g_test_add_func ("/cli/explain/jsonl/in-turns", test_jsonl_in_turns);
  g_test_add_func ("/cli/explain/hostile-text", test_hostile_text);
  return g_test_run ();
}
