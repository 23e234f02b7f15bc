/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-stack.h"

#include <string.h>

/* Two lines that begin alike: names, then numbers. */
static gboolean
read_unsent (const char *netstat, guint64 *unsent)
{
  g_auto (GStrv) lines = g_strsplit (netstat, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++) {
    g_auto (GStrv) names = NULL;
    g_auto (GStrv) values = NULL;

    if (!g_str_has_prefix (lines[i], "TcpExt:"))
      continue;
    names = g_strsplit (lines[i], " ", -1);
    values = g_strsplit (lines[i + 1], " ", -1);
    for (guint k = 0; names[k] != NULL && values[k] != NULL; k++) {
      if (strcmp (names[k], "TCPRetransFail") != 0)
        continue;
      *unsent = g_ascii_strtoull (values[k], NULL, 10);
      return TRUE;
    }
    return FALSE;
  }
  return FALSE;
}

/* "  eth0: 1296 16 …": a link, bytes that came, packets that came. */
static void
read_links (const char *dev, TlStack *stack)
{
  g_auto (GStrv) lines = g_strsplit (dev, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *colon = strrchr (lines[i], ':');
    char *rest;
    guint64 packets;

    if (colon == NULL)
      continue;
    g_ascii_strtoull (colon + 1, &rest, 10);
    packets = g_ascii_strtoull (rest, NULL, 10);
    *colon = '\0';
    if (strcmp (g_strstrip (lines[i]), "lo") == 0)
      stack->loopback += packets;
    else
      stack->arrived += packets;
  }
}

TlStack
tl_stack_parse (const char *netstat, const char *dev)
{
  TlStack stack = {0};

  stack.known = read_unsent (netstat, &stack.unsent);
  read_links (dev, &stack);
  return stack;
}

TlStack
tl_stack_read (void)
{
  g_autofree char *netstat = NULL;
  g_autofree char *dev = NULL;

  if (!g_file_get_contents ("/proc/self/net/netstat", &netstat, NULL, NULL) ||
      !g_file_get_contents ("/proc/self/net/dev", &dev, NULL, NULL))
    return (TlStack){0};
  return tl_stack_parse (netstat, dev);
}
