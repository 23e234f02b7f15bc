/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-hosts.h"

#include "tl-address.h"

#include <string.h>

#define HOSTS "/etc/hosts"
#define LINES_MAX 20000

char *
tl_hosts_find (const char *host)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (HOSTS, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", LINES_MAX);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *line = g_strndup (lines[i], strcspn (lines[i], "#"));
    g_auto (GStrv) words = g_strsplit_set (g_strdelimit (line, "\t\r", ' '), " ", -1);
    TlAddress address;

    for (guint k = 1; words[0] != NULL && words[k] != NULL; k++)
      if (g_ascii_strcasecmp (words[k], host) == 0 && tl_address_parse (words[0], 0, &address))
        return g_strdup (words[0]);
  }
  return NULL;
}
