/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bare machine has no settings service: the choice of a language must outlive the program there. */
#include "tl-preferences.h"

#include "tl-program-memory.h"

static void
test_remembers_without_a_bus (void)
{
  g_autofree char *file =
      g_build_filename (g_get_user_config_dir (), "throughline", "settings.ini", NULL);
  g_autoptr (GSettings) first = tl_preferences_open ();
  g_autoptr (GSettings) second = NULL;
  g_autofree char *language = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (first);
  g_assert_true (g_settings_set_string (first, "language", "ar"));
  g_settings_sync ();
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "ar"));

  second = tl_preferences_open ();
  language = g_settings_get_string (second, "language");
  g_assert_cmpstr (language, ==, "ar");
}

static void
test_defaults (void)
{
  g_autoptr (GSettings) settings = tl_preferences_open ();
  g_autofree char *protocol = g_settings_get_string (settings, "protocol");

  g_assert_cmpstr (protocol, ==, "smtp");
  g_assert_cmpuint (g_settings_get_uint (settings, "timeout"), ==, 30);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), >=, 360);
}

/* Each protocol has its own program; what a person chose comes back, "none" as well. */
static void
test_programs (void)
{
  g_autoptr (GSettings) preferences = tl_preferences_open ();
  g_autoptr (TlSettings) first = tl_settings_new ();
  g_autoptr (TlSettings) second = tl_settings_new ();
  g_autofree char *kept = NULL;

  tl_program_memory_attach (first, preferences);
  g_assert_cmpstr (first->program, ==, tl_program_memory_guess (TL_PROTOCOL_SMTP));
  g_object_set (first, "program", "kmail", NULL);
  g_object_set (first, "protocol", TL_PROTOCOL_FTP, NULL);
  g_assert_cmpstr (first->program, !=, "kmail");
  g_object_set (first, "program", "winscp", NULL);
  g_object_set (first, "protocol", TL_PROTOCOL_SMTP, NULL);
  g_assert_cmpstr (first->program, ==, "kmail");
  g_object_set (first, "protocol", TL_PROTOCOL_HTTP, NULL);
  g_assert_cmpstr (first->program, ==, "");

  tl_program_memory_attach (second, preferences);
  g_assert_cmpstr (second->program, ==, "kmail");
  g_object_set (second, "protocol", TL_PROTOCOL_FTP, NULL);
  g_assert_cmpstr (second->program, ==, "winscp");
  g_object_set (second, "program", "", NULL);
  kept = g_settings_get_string (preferences, "file-program");
  g_assert_cmpstr (kept, ==, *tl_program_memory_guess (TL_PROTOCOL_FTP) != '\0' ? "none" : "");
}

int
main (int argc, char **argv)
{
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_unsetenv ("GSETTINGS_BACKEND");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gui/preferences/defaults", test_defaults);
  g_test_add_func ("/gui/preferences/programs", test_programs);
  g_test_add_func ("/gui/preferences/remembers-without-a-bus", test_remembers_without_a_bus);
  return g_test_run ();
}
