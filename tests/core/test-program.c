/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-program.h"

#include <string.h>

/* data/mail-clients.ini itself is held by tests/knowledge/test-programs.c. */

#define HEAD "[one]\nName=One\nProtocol=smtp\nVersion=1\nChecked=2026-11-22\nSource=Its manual\n"

static const char table_text[] = HEAD "Desktop=one.desktop;org.one.desktop;\n"
                                      "Removal=asks\n"
                                      "port=Edit;Account;Port;\n"
                                      "port[ru]=Правка;Учётная запись;Порт;\n"
                                      "password=Edit;{account};Password;\n"
                                      "[two]\nName=Two\nProtocol=ftp\nVersion=2\n"
                                      "Checked=2026-01-02\nSource=Its files\nFixed=true\n"
                                      "add-account=New;\n";

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *table = tl_program_table_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return table;
}

static void
test_whole (void)
{
  g_autoptr (GPtrArray) table = parse (table_text);
  const TlProgram *one = tl_program_find (table, "one"), *two = tl_program_find (table, "two");

  g_assert_cmpuint (table->len, ==, 2);
  g_assert_cmpstr (one->name, ==, "One");
  g_assert_cmpstr (one->version, ==, "1");
  g_assert_cmpstr (one->checked, ==, "2026-11-22");
  g_assert_cmpstr (one->source, ==, "Its manual");
  g_assert_cmpstr (one->desktop_ids[1], ==, "org.one.desktop");
  g_assert_cmpint (one->protocol, ==, TL_PROTOCOL_SMTP);
  g_assert_cmpint (one->removal, ==, TL_REMOVAL_ASKS);
  g_assert_false (one->fixed);
  g_assert_cmpint (two->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_cmpint (two->removal, ==, TL_REMOVAL_NONE);
  g_assert_true (two->fixed);
  g_assert_null (tl_program_find (table, "three"));
  g_assert_null (tl_program_find (table, ""));
}

static void
test_languages (void)
{
  g_autoptr (GPtrArray) table = parse (table_text);
  const TlProgram *one = tl_program_find (table, "one");
  gboolean in_english;

  g_assert_cmpstr (tl_program_get_path (one, TL_TASK_PORT, "ru", &in_english)[2], ==, "Порт");
  g_assert_false (in_english);
  g_assert_cmpstr (tl_program_get_path (one, TL_TASK_PORT, "ar", &in_english)[2], ==, "Port");
  g_assert_true (in_english);
  g_assert_cmpstr (tl_program_get_path (one, TL_TASK_PASSWORD, "en", NULL)[1], ==, "{account}");
  g_assert_null (tl_program_get_path (one, TL_TASK_CONNECTIONS, "en", NULL));
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    const char *message; /* NULL: whatever GKeyFile says */
  } rows[] = {
      {"Name=x\n", NULL},
      {"[One]\nName=One\n", "One: id"},
      {"[a b]\nName=One\n", "a b: id"},
      {"[one]\n", "one: Name"},
      {"[one]\nName=One\n", "one: Version"},
      {"[one]\nName=One\nVersion=1\n", "one: Checked"},
      {"[one]\nName=One\nVersion=1\nChecked=2026-11-22\n", "one: Source"},
      {"[one]\nName=One\nVersion=1\nChecked=yesterday\nSource=x\n", "one: Checked"},
      {"[one]\nName=One\nVersion=1\nChecked=2026-13-40\nSource=x\n", "one: Checked"},
      {"[one]\nName=One\nVersion=1\nChecked=2026-11-22\nSource=x\nProtocol=gopher\n",
       "one: Protocol"},
      {HEAD "Removal=perhaps\n", "one: Removal"},
      {HEAD "colour=Edit;Colour;\n", "one: colour"},
      {HEAD "port=\n", "one: port"},
      {HEAD "port=Edit;;Port;\n", "one: port"},
      {HEAD "port=a;b;c;d;e;f;g;h;i;j;k;\n", "one: port"},
      {HEAD "port=https://one.example/help;\n", "one: port"},
      {HEAD "port=Edit\u202e;\n", "one: port"},
      {HEAD "port[ru]=Правка;\n", "one: port[ru]"},
      {HEAD "port=Edit;Port;\nport[ru]=Порт;\n", "one: port[ru]"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (tl_program_table_parse (rows[i].text, strlen (rows[i].text), &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
    if (rows[i].message != NULL)
      g_assert_cmpstr (error->message, ==, rows[i].message);
  }
}

static void
test_ids (void)
{
  g_assert_true (tl_program_id_is_valid ("k-9"));
  g_assert_false (tl_program_id_is_valid (""));
  g_assert_false (tl_program_id_is_valid ("K9"));
  g_assert_false (tl_program_id_is_valid ("../k9"));
  g_assert_false (tl_program_id_is_valid ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program/whole", test_whole);
  g_test_add_func ("/program/languages", test_languages);
  g_test_add_func ("/program/refused", test_refused);
  g_test_add_func ("/program/ids", test_ids);
  return g_test_run ();
}
