/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "options.h"

static void
append_row (GString *text, const char *left, const char *right)
{
  glong width = g_utf8_strlen (left, -1);

  g_string_append_printf (text, "  %s", left);
  if (width > 32)
    g_string_append_printf (text, "\n  %32s", "");
  else
    g_string_append_printf (text, "%*s", (int) (32 - width), "");
  g_string_append_printf (text, "  %s\n", right);
}

static void
append_group (TlCli *cli, GString *text, guint groups, const char *title)
{
  g_string_append_printf (text, "\n%s\n", tl_cli_text (cli, title));
  for (gsize i = 0; i < tl_cli_n_options; i++) {
    const TlOption *option = &tl_cli_options[i];
    g_autofree char *left = NULL;

    if ((option->groups & groups) == 0)
      continue;
    left = g_strconcat ("--", option->name, option->argument != NULL ? " " : "", option->argument,
                        NULL);
    append_row (text, left, tl_cli_text (cli, option->help));
  }
}

static const struct {
  guint group;
  const char *title;
} group_titles[] = {
    /* Translators: headings over lists of options of the terminal program. */
    {TL_OPTIONS_SERVER | TL_OPTIONS_PORT | TL_OPTIONS_TLS, N_ ("Server:")},
    {TL_OPTIONS_ACCOUNT, N_ ("Account:")},
    {TL_OPTIONS_SMTP, N_ ("Mail:")},
    {TL_OPTIONS_FTP, N_ ("File transfer:")},
    {TL_OPTIONS_DOMAIN, N_ ("Domain:")},
    {TL_OPTIONS_EXPLAIN, N_ ("Text:")},
    {TL_OPTIONS_PRACTICE, N_ ("Practice:")},
    {TL_OPTIONS_PROGRAM, N_ ("Your program and help desk:")},
    {TL_OPTIONS_GLOBAL, N_ ("General:")},
};

static void
append_commands (TlCli *cli, GString *text)
{
  gsize n;
  const TlCommand *commands = tl_cli_commands (&n);

  g_string_append_printf (text, "\n%s\n", tl_cli_text (cli, N_ ("Commands:")));
  for (gsize i = 0; i < n; i++) {
    g_autofree char *left = g_strconcat (commands[i].name, " ", commands[i].arguments, NULL);

    append_row (text, left, tl_cli_text (cli, commands[i].summary));
  }
}

char *
tl_cli_help (TlCli *cli)
{
  GString *text = g_string_new (NULL);
  guint groups = cli->command != NULL ? cli->command->groups : TL_OPTIONS_GLOBAL;

  g_string_append_printf (
      text, "%s\n",
      tl_cli_text (cli, N_ ("Finds out why mail or file transfer does not get through.")));
  g_string_append_printf (text, "\n%s throughline-cli ", tl_cli_text (cli, N_ ("Usage:")));
  if (cli->command != NULL) {
    g_string_append_printf (text, "%s %s [OPTION…]\n", cli->command->name, cli->command->arguments);
    g_string_append_printf (text, "\n%s\n", tl_cli_text (cli, cli->command->summary));
  } else {
    g_string_append (text, "COMMAND [OPTION…]\n");
    append_commands (cli, text);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (group_titles); i++)
    if ((group_titles[i].group & groups) != 0)
      append_group (cli, text, group_titles[i].group, group_titles[i].title);
  g_string_append_printf (
      text, "\n%s\n",
      tl_cli_text (
          cli,
          N_ ("Exit status: 0 all well, 1 works with something to mend, 2 problem found, 3 inconclusive, cancelled or wrong usage.")));
  return g_string_free (text, FALSE);
}
