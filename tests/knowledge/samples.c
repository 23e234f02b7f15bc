/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "samples.h"

#include <string.h>

static void
sample_free (gpointer pointer)
{
  Sample *sample = pointer;

  g_free (sample->file);
  g_strfreev (sample->causes);
  g_free (sample->text);
  g_free (sample->recipient);
  g_free (sample->stage);
  g_free (sample);
}

static TlProtocol
parse_protocol (const char *word)
{
  if (strcmp (word, "ftp") == 0)
    return TL_PROTOCOL_FTP;
  return strcmp (word, "http") == 0 ? TL_PROTOCOL_HTTP : TL_PROTOCOL_SMTP;
}

static void
read_line (GPtrArray *samples, const char *file, guint number, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", 3);
  g_autoptr (GString) text = NULL;
  Sample *sample;

  if (*line == '\0' || *line == '#')
    return;
  if (g_strv_length (cells) != 3 || *cells[2] == '\0')
    g_error ("%s:%u: not three cells", file, number);
  text = g_string_new (cells[2]);
  g_string_replace (text, "\\n", "\n", 0);
  sample = g_new0 (Sample, 1);
  sample->file = g_strdup (file);
  sample->line = number;
  sample->protocol = parse_protocol (cells[0]);
  sample->causes = g_strsplit (cells[1], " ", -1);
  sample->text = g_strdup (text->str);
  g_ptr_array_add (samples, sample);
}

static char *
dup_cell (GStrv cells, guint i)
{
  return g_strv_length (cells) > i && *cells[i] != '\0' ? g_strdup (cells[i]) : NULL;
}

static void
read_reports (GPtrArray *samples, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "reports.txt", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) blocks = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    g_error ("cannot read %s", path);
  blocks = g_strsplit (content, "\n%%% ", -1);
  for (guint i = 1; blocks[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (blocks[i], "\n", 2);
    g_auto (GStrv) cells = g_strsplit (parts[0], "\t", 4);
    Sample *sample;

    if (g_strv_length (cells) < 3 || g_strv_length (parts) < 2)
      g_error ("%s: head of report %u", path, i);
    sample = g_new0 (Sample, 1);
    sample->file = g_strdup_printf ("reports.txt, %s", cells[0]);
    sample->causes = g_strsplit (cells[1], " ", -1);
    sample->recipient = dup_cell (cells, 2);
    sample->stage = dup_cell (cells, 3);
    sample->text = g_strdup (parts[1]);
    g_ptr_array_add (samples, sample);
  }
}

GPtrArray *
samples_read (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *samples = g_ptr_array_new_with_free_func (sample_free);
  const char *name;

  if (dir == NULL)
    g_error ("cannot read %s", folder);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *content = NULL;
    g_auto (GStrv) lines = NULL;

    if (!g_str_has_suffix (name, ".tsv"))
      continue;
    if (!g_file_get_contents (path, &content, NULL, NULL))
      g_error ("cannot read %s", path);
    lines = g_strsplit (content, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
      read_line (samples, name, i + 1, lines[i]);
  }
  read_reports (samples, folder);
  return samples;
}
