/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"
#include "config.h"

#include "tl-application.h"

#include "tl-enum-types.h"
#include "tl-language.h"
#include "tl-preferences.h"
#include "tl-program-memory.h"
#include "tl-window-files.h"
#include "tl-window.h"

#include <glib/gi18n.h>

struct _TlApplication {
  AdwApplication parent_instance;

  GSettings *preferences; /* (nullable) */
  TlWizard *wizard;
};

G_DEFINE_FINAL_TYPE (TlApplication, tl_application, ADW_TYPE_APPLICATION)

static TlWindow *
get_window (TlApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL || !TL_IS_WINDOW (window))
    window = GTK_WINDOW (tl_window_new (GTK_APPLICATION (self), self->wizard, self->preferences));
  gtk_window_present (window);
  return TL_WINDOW (window);
}

/* ------------------------------------------------------------------ language */

static void
show_language (TlApplication *self, const char *language)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "language");

  tl_language_apply (language);
  tl_wizard_set_language (self->wizard, language);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (language));
  if (window != NULL && TL_IS_WINDOW (window))
    tl_window_rebuild (TL_WINDOW (window));
}

/* The person's choice: it is remembered. */
static void
on_language (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  TlApplication *self = user_data;
  const char *language = g_variant_get_string (state, NULL);

  if (self->preferences != NULL)
    g_settings_set_string (self->preferences, "language", language);
  show_language (self, language);
}

/* A session file asks for its language: for this run only, and only for one that there is. */
static void
on_show_language (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *language = g_variant_get_string (parameter, NULL);

  if (g_strv_contains (tl_catalog_list_languages (), language))
    show_language (user_data, language);
}

/* ------------------------------------------------------------------ other actions */

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);

  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (user_data);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = {"The Throughline authors", NULL};

  adw_show_about_window (gtk_application_get_active_window (user_data), "application-name",
                         _ ("Throughline"), "application-icon", TL_APP_ID, "version", TL_VERSION,
                         "developers", developers, "developer-name", _ ("The Throughline authors"),
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Finds out why mail or file transfer does not get through."),
                         /* Translators: put your names here, one a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static const GActionEntry entries[] = {
    {"quit", on_quit},
    {"about", on_about},
    {"language", NULL, "s", "''", on_language},
    {"show-language", on_show_language, "s"},
};

static void
set_accels (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *accels[4];
  } table[] = {
      {"win.next", {"<Alt>Right", "<Control>Page_Down", NULL}},
      {"win.back", {"<Alt>Left", "<Control>Page_Up", NULL}},
      {"win.run-test", {"<Control>r", "F5", NULL}},
      {"win.cancel", {"Escape", NULL}},
      {"win.open", {"<Control>o", NULL}},
      {"win.go::message", {"<Control>e", NULL}},
      {"win.go::codes", {"<Control>l", NULL}},
      {"win.export", {"<Control>s", NULL}},
      {"win.copy-report", {"<Control><Shift>c", NULL}},
      {"win.start-over", {"<Control>n", NULL}},
      {"win.show-conversation", {"<Control>t", NULL}},
      {"win.show-shortcuts", {"<Control>question", NULL}},
      {"window.close", {"<Control>w", NULL}},
      {"app.quit", {"<Control>q", NULL}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (application, table[i].action, table[i].accels);
}

/* ------------------------------------------------------------------ starting */

static void
restore_protocol (TlApplication *self)
{
  g_autofree char *protocol = g_settings_get_string (self->preferences, "protocol");
  int value;

  if (tl_enum_from_string (tl_protocol_get_type (), protocol, &value))
    g_object_set (tl_wizard_get_settings (self->wizard), "protocol", value, NULL);
}

static void
remember_protocol (TlApplication *self)
{
  TlProtocol protocol = tl_wizard_get_settings (self->wizard)->protocol;

  if (protocol != TL_PROTOCOL_HTTP)
    g_settings_set_string (self->preferences, "protocol",
                           tl_enum_to_string (tl_protocol_get_type (), protocol));
}

static void
tl_application_startup (GApplication *application)
{
  TlApplication *self = TL_APPLICATION (application);
  g_autofree char *language = NULL;

  G_APPLICATION_CLASS (tl_application_parent_class)->startup (application);
  /* Focus goes to results to have them read out, not to mark them for copying. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  self->preferences = tl_preferences_open ();
  self->wizard = tl_wizard_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  set_accels (GTK_APPLICATION (self));
  if (self->preferences != NULL) {
    language = g_settings_get_string (self->preferences, "language");
    tl_wizard_set_timeout (self->wizard, g_settings_get_uint (self->preferences, "timeout"));
    restore_protocol (self);
  }
  tl_program_memory_attach (tl_wizard_get_settings (self->wizard), self->preferences);
  show_language (self, language != NULL ? language : "");
}

static void
tl_application_activate (GApplication *application)
{
  get_window (TL_APPLICATION (application));
}

static void
tl_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  TlWindow *window = get_window (TL_APPLICATION (application));

  if (n_files > 0)
    tl_window_open_file (window, files[0]);
}

/* "-1": go on. */
static int
tl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *protocol = NULL;
  int value;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("throughline %s\n", TL_VERSION);
    return 0;
  }
  if (g_variant_dict_lookup (options, "protocol", "&s", &protocol) &&
      !tl_enum_from_string (tl_protocol_get_type (), protocol, &value)) {
    g_printerr (_ ("The protocol must be smtp, ftp or http.\n"));
    return 3;
  }
  return -1;
}

static int
tl_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  TlApplication *self = TL_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  TlWindow *window = get_window (self);
  const char *text = NULL;
  const char *const *files = NULL;
  g_autofree const char **paths = NULL;

  if (g_variant_dict_lookup (options, "protocol", "&s", &text))
    g_action_group_activate_action (G_ACTION_GROUP (window), "protocol",
                                    g_variant_new_string (text));
  if (g_variant_dict_lookup (options, "practice", "&s", &text))
    tl_window_practise (window, text);
  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &paths)) {
    files = paths;
    if (files[0] != NULL) {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, files[0]);

      tl_window_open_file (window, file);
    }
  }
  return 0;
}

static void
tl_application_shutdown (GApplication *application)
{
  TlApplication *self = TL_APPLICATION (application);

  if (self->wizard != NULL) {
    tl_wizard_end (self->wizard);
    if (self->preferences != NULL)
      remember_protocol (self);
  }
  G_APPLICATION_CLASS (tl_application_parent_class)->shutdown (application);
}

static void
tl_application_dispose (GObject *object)
{
  TlApplication *self = TL_APPLICATION (object);

  g_clear_object (&self->wizard);
  g_clear_object (&self->preferences);
  G_OBJECT_CLASS (tl_application_parent_class)->dispose (object);
}

static void
tl_application_class_init (TlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_application_dispose;
  application_class->startup = tl_application_startup;
  application_class->activate = tl_application_activate;
  application_class->open = tl_application_open;
  application_class->handle_local_options = tl_application_handle_local_options;
  application_class->command_line = tl_application_command_line;
  application_class->shutdown = tl_application_shutdown;
}

static void
tl_application_init (TlApplication *self)
{
  static const GOptionEntry options[] = {
      {"protocol", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Start with this protocol"),
       "smtp|ftp|http"},
      {"practice", 0, 0, G_OPTION_ARG_STRING, NULL,
       N_ ("Start the practice server of this scenario and fill in its settings"), N_ ("SCENARIO")},
      {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE]")},
      {NULL},
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

TlApplication *
tl_application_new (void)
{
  return g_object_new (TL_TYPE_APPLICATION, "application-id", TL_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/throughline/Throughline", NULL);
}
