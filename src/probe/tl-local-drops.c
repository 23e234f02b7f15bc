/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What came to this computer and got no further than its own firewall: the kernel counts packets as
 * they come in and as they are handed on, and anybody may read both. */
#include "tl-local-private.h"

#include <string.h>

/* The value of a column of /proc/net/snmp, whose lines come in pairs: names, then numbers. */
static guint64
read_column (char **names, char **values, const char *name)
{
  for (guint i = 1; names[i] != NULL && values[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return g_ascii_strtoull (values[i], NULL, 10);
  return 0;
}

guint64
tl_local_read_dropped4 (const char *table)
{
  const char *names = strstr (table, "Ip: ");
  const char *values = names != NULL ? strstr (names + 4, "Ip: ") : NULL;
  static const char *const elsewhere[] = {"ForwDatagrams",   "InHdrErrors", "InAddrErrors",
                                          "InUnknownProtos", "InDiscards",  "InDelivers"};
  g_auto (GStrv) heads = NULL;
  g_auto (GStrv) cells = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  guint64 came, went = 0;

  if (values == NULL)
    return 0;
  first = g_strndup (names, strcspn (names, "\n"));
  second = g_strndup (values, strcspn (values, "\n"));
  heads = g_strsplit (first, " ", -1);
  cells = g_strsplit (second, " ", -1);
  /* A datagram in pieces is received piece by piece and handed on once. */
  came = read_column (heads, cells, "InReceives") + read_column (heads, cells, "ReasmOKs");
  went = read_column (heads, cells, "ReasmReqds");
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    went += read_column (heads, cells, elsewhere[i]);
  return came > went ? came - went : 0;
}

static guint64
read_line6 (const char *table, const char *name)
{
  const char *at = strstr (table, name);

  return at != NULL ? g_ascii_strtoull (at + strlen (name), NULL, 10) : 0;
}

guint64
tl_local_read_dropped6 (const char *table)
{
  static const char *const elsewhere[] = {
      "Ip6OutForwDatagrams", "Ip6InHdrErrors",     "Ip6InAddrErrors", "Ip6InNoRoutes",
      "Ip6InDiscards",       "Ip6InTruncatedPkts", "Ip6InDelivers",   "Ip6ReasmReqds"};
  guint64 came = read_line6 (table, "Ip6InReceives") + read_line6 (table, "Ip6ReasmOKs");
  guint64 went = 0;

  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    went += read_line6 (table, elsewhere[i]);
  return came > went ? came - went : 0;
}

guint64
tl_local_count_dropped (gboolean ipv6)
{
  g_autofree char *table = NULL;

  if (!g_file_get_contents (ipv6 ? "/proc/self/net/snmp6" : "/proc/self/net/snmp", &table, NULL,
                            NULL))
    return 0;
  return ipv6 ? tl_local_read_dropped6 (table) : tl_local_read_dropped4 (table);
}
