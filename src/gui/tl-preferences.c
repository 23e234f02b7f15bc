/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"
#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include "tl-preferences.h"

#include "tl-language.h"

#include <gio/gsettingsbackend.h>

/* dconf writes through a service on the session bus. Without a bus a choice would be forgotten, so a
 * plain file keeps it instead. */
static GSettingsBackend *
file_backend (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
  g_autofree char *file = NULL;

  if (g_getenv ("GSETTINGS_BACKEND") != NULL || g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL ||
      g_file_test (socket, G_FILE_TEST_EXISTS))
    return NULL;
  file = g_build_filename (g_get_user_config_dir (), "throughline", "settings.ini", NULL);
  return g_keyfile_settings_backend_new (file, "/io/github/throughline/Throughline/",
                                         "throughline");
}

GSettings *
tl_preferences_open (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = file_backend ();

  if (tl_language_in_build_tree ())
    source =
        g_settings_schema_source_new_from_directory (TL_BUILDDIR "/data", installed, FALSE, NULL);
  if (source == NULL && installed != NULL)
    source = g_settings_schema_source_ref (installed);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TL_APP_ID, TRUE);
  if (schema == NULL) {
    g_message ("no settings schema found: nothing will be remembered");
    return NULL;
  }
  return g_settings_new_full (schema, backend, NULL);
}
