/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "options.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-programs.h"
#include "tl-text.h"

static const TlOption *
find_option (const char *name, gsize length)
{
  for (gsize i = 0; i < tl_cli_n_options; i++)
    if (strlen (tl_cli_options[i].name) == length &&
        strncmp (tl_cli_options[i].name, name, length) == 0)
      return &tl_cli_options[i];
  return NULL;
}

static gboolean
complain (TlCli *cli, GError **error, const char *msgid, const char *word)
{
  g_autofree char *text = tl_catalog_format (cli->catalog, msgid, "word", word, NULL);

  g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, text);
  return FALSE;
}

/* ------------------------------------------------------------------ values */

static gboolean
parse_number (const char *text, guint min, guint max, guint *out)
{
  g_autofree char *digits = tl_text_ascii_digits (text);
  guint64 value;

  if (!g_ascii_string_to_unsigned (digits, 10, min, max, &value, NULL))
    return FALSE;
  *out = (guint) value;
  return TRUE;
}

static const struct {
  const char *option;
  guint min, max;
} ranges[] = {
    {"port", 1, 65535},
    {"timeout", 1, 86400},
    {"retry-greylist", 1, 3600},
    {"sessions", 1, 5},
};

static gboolean
set_number (TlSettings *settings, const TlOption *option, const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++) {
    guint value;

    if (!g_str_equal (ranges[i].option, option->name))
      continue;
    if (!parse_number (text, ranges[i].min, ranges[i].max, &value))
      return FALSE;
    g_object_set (settings, option->property, value, NULL);
    return TRUE;
  }
  g_assert_not_reached ();
}

static gboolean
append_word (TlSettings *settings, const char *property, const char *text)
{
  g_auto (GStrv) words = NULL;
  guint n;

  g_object_get (settings, property, &words, NULL);
  n = words != NULL ? g_strv_length (words) : 0;
  if (n >= 100)
    return FALSE;
  words = g_realloc_n (words, n + 2, sizeof *words);
  words[n] = g_strdup (text);
  words[n + 1] = NULL;
  g_object_set (settings, property, words, NULL);
  return TRUE;
}

static gboolean
append_recipient (TlSettings *settings, const char *text)
{
  g_autofree char *all =
      *settings->to != '\0' ? g_strconcat (settings->to, ",", text, NULL) : g_strdup (text);

  g_object_set (settings, "to", all, NULL);
  return TRUE;
}

/* An option whose property is a switch, with a word for each side. */
static gboolean
set_switch (TlSettings *settings, const TlOption *option, const char *text)
{
  g_auto (GStrv) words = NULL;
  gboolean on;

  if (option->argument == NULL) {
    g_object_set (settings, option->property, TRUE, NULL);
    return TRUE;
  }
  words = g_strsplit (option->argument, "|", 2);
  if (!g_strv_contains ((const char *const *) words, text))
    return FALSE;
  on = g_str_equal (text, "announced") || g_str_equal (text, "clear");
  g_object_set (settings, option->property, on, NULL);
  return TRUE;
}

static gboolean
set_property (TlSettings *settings, const TlOption *option, const char *text)
{
  GParamSpec *pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (settings), option->property);
  int value;

  g_assert (pspec != NULL);
  if (g_str_equal (option->name, "to"))
    return append_recipient (settings, text);
  if (option->argument == NULL && G_IS_PARAM_SPEC_ENUM (pspec)) {
    g_object_set (settings, option->property, (int) option->member, NULL);
    return TRUE;
  }
  if (G_IS_PARAM_SPEC_ENUM (pspec)) {
    if (!tl_enum_from_string (pspec->value_type, text, &value))
      return FALSE;
    g_object_set (settings, option->property, value, NULL);
    return TRUE;
  }
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return set_switch (settings, option, text);
  if (G_IS_PARAM_SPEC_UINT (pspec))
    return set_number (settings, option, text);
  if (pspec->value_type == G_TYPE_STRV)
    return append_word (settings, option->property, text);
  g_object_set (settings, option->property, text, NULL);
  return TRUE;
}

static gboolean
set_word (const char *text, const char *const *words, int *out)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text)) {
      *out = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
set_member (TlCli *cli, const TlOption *option, const char *text)
{
  static const char *const formats[] = {"text", "json", "html", NULL};
  static const char *const levels[] = {"none", "standard", "full", NULL};
  int value;

  if (option->member == G_STRUCT_OFFSET (TlCli, format)) {
    if (!set_word (text, formats, &value))
      return FALSE;
    cli->format = value;
  } else if (option->member == G_STRUCT_OFFSET (TlCli, redact)) {
    if (!set_word (text, levels, &value))
      return FALSE;
    cli->redact = value;
  } else if (option->argument != NULL) {
    char **member = G_STRUCT_MEMBER_P (cli, option->member);

    g_free (*member);
    *member = g_strdup (text);
  } else {
    G_STRUCT_MEMBER (gboolean, cli, option->member) = TRUE;
  }
  return TRUE;
}

static gboolean
is_repeatable (const TlOption *option)
{
  return strstr (option->help, "repeated") != NULL;
}

/* ------------------------------------------------------------------ the line */

typedef struct {
  TlCli *cli;
  GPtrArray *words; /* char *, borrowed from argv */
  gboolean seen[TL_OPTIONS_MAX];
} Line;

/* An option before this one that sets the same thing otherwise: --ipv4 and --ipv6. */
static gboolean
is_contradicted (const Line *line, const TlOption *option)
{
  for (gsize i = 0; i < tl_cli_n_options; i++) {
    const TlOption *other = &tl_cli_options[i];

    if (line->seen[i] && other != option && option->property != NULL &&
        g_strcmp0 (other->property, option->property) == 0)
      return TRUE;
  }
  return FALSE;
}

/* One "--name", "--name=value" or "--name value"; `*i` moves on. */
static gboolean
read_option (Line *line, int argc, char **argv, int *i, GError **error)
{
  const char *name = argv[*i] + 2;
  const char *equals = strchr (name, '=');
  gsize length = equals != NULL ? (gsize) (equals - name) : strlen (name);
  g_autofree char *shown = g_strndup (argv[*i], length + 2);
  const TlOption *option = find_option (name, length);
  const char *value = equals != NULL ? equals + 1 : NULL;
  gboolean good;

  if (option == NULL)
    /* Translators: {word} is an option as typed, such as --frobnicate. */
    return complain (line->cli, error, N_ ("The option {word} is not known."), shown);
  if (line->seen[option - tl_cli_options] && !is_repeatable (option))
    return complain (line->cli, error, N_ ("The option {word} is given twice."), shown);
  if (is_contradicted (line, option))
    return complain (line->cli, error, N_ ("The option {word} contradicts another one."), shown);
  line->seen[option - tl_cli_options] = TRUE;
  if (option->argument == NULL && value != NULL)
    return complain (line->cli, error, N_ ("The option {word} takes no value."), shown);
  if (option->argument != NULL && value == NULL) {
    if (*i + 1 >= argc)
      return complain (line->cli, error, N_ ("The option {word} needs a value."), shown);
    value = argv[++*i];
  }
  good = option->property != NULL ? set_property (line->cli->settings, option, value)
                                  : set_member (line->cli, option, value);
  if (!good)
    return complain (line->cli, error, N_ ("The value of the option {word} cannot be used."),
                     shown);
  return TRUE;
}

static gboolean
read_line (Line *line, int argc, char **argv, GError **error)
{
  gboolean only_words = FALSE;

  for (int i = 1; i < argc; i++) {
    if (!g_utf8_validate (argv[i], -1, NULL))
      return complain (line->cli, error, N_ ("The command line is not valid UTF-8."), "");
    if (only_words || argv[i][0] != '-' || argv[i][1] == '\0')
      g_ptr_array_add (line->words, argv[i]);
    else if (g_str_equal (argv[i], "--"))
      only_words = TRUE;
    else if (g_str_equal (argv[i], "-h"))
      line->cli->help = TRUE;
    else if (argv[i][1] != '-')
      return complain (line->cli, error, N_ ("The option {word} is not known."), argv[i]);
    else if (!read_option (line, argc, argv, &i, error))
      return FALSE;
  }
  return TRUE;
}

/* The longest command that the first words spell; how many words it took. */
static const TlCommand *
find_command (const GPtrArray *words, guint *taken)
{
  const TlCommand *commands;
  gsize n;

  commands = tl_cli_commands (&n);
  for (gsize i = 0; i < n; i++) {
    g_auto (GStrv) parts = g_strsplit (commands[i].name, " ", -1);
    guint count = g_strv_length (parts);
    gboolean same = words->len >= count;

    for (guint k = 0; same && k < count; k++)
      same = g_str_equal (parts[k], words->pdata[k]);
    if (same) {
      *taken = count;
      return &commands[i];
    }
  }
  return NULL;
}

static gboolean
check_groups (Line *line, GError **error)
{
  for (gsize i = 0; i < tl_cli_n_options; i++) {
    g_autofree char *name = NULL;

    if (!line->seen[i] || (tl_cli_options[i].groups & line->cli->command->groups) != 0)
      continue;
    name = g_strconcat ("--", tl_cli_options[i].name, NULL);
    return complain (line->cli, error, N_ ("The option {word} does not go with this command."),
                     name);
  }
  return TRUE;
}

static gboolean
take_command (Line *line, GError **error)
{
  TlCli *cli = line->cli;
  guint taken = 0;
  guint n, least;

  if (line->words->len == 0)
    return TRUE;
  cli->command = find_command (line->words, &taken);
  if (cli->command == NULL) {
    if (cli->help)
      return TRUE;
    return complain (cli, error, N_ ("The command {word} is not known; --help lists the commands."),
                     line->words->pdata[0]);
  }
  if (!check_groups (line, error))
    return FALSE;
  n = line->words->len - taken;
  /* A message that came back names the domain. */
  least = cli->command->min_args - (cli->bounce != NULL ? 1 : 0);
  if (!cli->help && (n < least || n > cli->command->max_args))
    return complain (cli, error,
                     N_ ("The command {word} needs other arguments; see --help after it."),
                     cli->command->name);
  cli->args = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    cli->args[i] = g_strdup (line->words->pdata[taken + i]);
  return TRUE;
}

/* The language counts for complaints about the rest of the line, so it is looked for first. */
static TlCatalog *
early_catalog (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (g_str_has_prefix (argv[i], "--lang="))
      return tl_catalog_new (argv[i] + 7);
    if (g_str_equal (argv[i], "--lang") && i + 1 < argc)
      return tl_catalog_new (argv[i + 1]);
  }
  return tl_catalog_new (NULL);
}

static gboolean
language_is_known (const char *lang)
{
  g_autofree char *base = g_strndup (lang, strcspn (lang, "_.@-"));

  return g_strv_contains (tl_catalog_list_languages (), base);
}

gboolean
tl_cli_parse (TlCli *cli, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  Line line = {.cli = cli, .words = words};

  cli->catalog = early_catalog (argc, argv);
  cli->settings = tl_settings_new ();
  cli->redact = TL_REDACT_STANDARD;
  if (!read_line (&line, argc, argv, error) || !take_command (&line, error))
    return FALSE;
  if (cli->lang != NULL && !language_is_known (cli->lang))
    return complain (cli, error, N_ ("There is no translation for the language {word}."),
                     cli->lang);
  if (cli->contact_lang != NULL && !language_is_known (cli->contact_lang))
    return complain (cli, error, N_ ("There is no translation for the language {word}."),
                     cli->contact_lang);
  if (*cli->settings->program != '\0' &&
      tl_program_find (tl_programs (), cli->settings->program) == NULL)
    return complain (cli, error,
                     N_ ("The program {word} is not known; the command programs lists them."),
                     cli->settings->program);
  return TRUE;
}

void
tl_cli_clear (TlCli *cli)
{
  g_clear_pointer (&cli->catalog, tl_catalog_unref);
  g_clear_object (&cli->settings);
  g_strfreev (cli->args);
  g_free (cli->lang);
  g_free (cli->output);
  g_free (cli->password_file);
  g_free (cli->protocol);
  g_free (cli->stage);
  g_free (cli->kind);
  g_free (cli->contact_lang);
  g_free (cli->before);
  g_free (cli->bounce);
}
