/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What else this computer has open to the same server: where the server says "too many connections",
 * that tells our own programs from a limit over time. The kernel's table says it without root. */
#include "tl-local-private.h"

#include "tl-settings.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#define ESTABLISHED 0x01
/* A busy server's table is long; what lies behind this is not worth the reading. */
#define TABLE_MAX (4 * 1024 * 1024)

/* The far end of a line of /proc/net/tcp or tcp6: addresses are words as the kernel holds them, in
 * network order, printed as numbers of this computer. */
static gboolean
read_far_end (const char *line, gboolean any_state, TlAddress *far)
{
  char address[33];
  guint port, state;

  if (sscanf (line, " %*d: %*[0-9A-Fa-f]:%*x %32[0-9A-Fa-f]:%x %x", address, &port, &state) != 3 ||
      (!any_state && state != ESTABLISHED))
    return FALSE;
  *far = (TlAddress){0};
  if (strlen (address) == 8) {
    struct sockaddr_in *v4 = (struct sockaddr_in *) &far->storage;

    v4->sin_family = AF_INET;
    v4->sin_addr.s_addr = (in_addr_t) g_ascii_strtoull (address, NULL, 16);
    far->length = sizeof *v4;
  } else if (strlen (address) == 32) {
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) &far->storage;

    v6->sin6_family = AF_INET6;
    for (guint i = 0; i < 4; i++) {
      char word[9] = {0};
      guint32 value;

      memcpy (word, address + i * 8, 8);
      value = (guint32) g_ascii_strtoull (word, NULL, 16);
      memcpy (v6->sin6_addr.s6_addr + i * 4, &value, 4);
    }
    far->length = sizeof *v6;
  } else {
    return FALSE;
  }
  tl_address_set_port (far, port);
  return TRUE;
}

guint
tl_local_count_connections (const char *table, const GPtrArray *addresses, guint port,
                            gboolean any_state)
{
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    TlAddress far;

    if (!read_far_end (lines[i], any_state, &far) || tl_address_get_port (&far) != port)
      continue;
    for (guint k = 0; k < addresses->len; k++) {
      if (tl_address_equal_host (&far, g_ptr_array_index (addresses, k))) {
        n++;
        break;
      }
    }
  }
  return n;
}

void
tl_local_connections (TlLocal *local)
{
  static const char *const tables[] = {"/proc/self/net/tcp", "/proc/self/net/tcp6"};
  const GPtrArray *addresses = tl_run_get_addresses (local->run);
  guint port = tl_settings_effective_port (tl_run_get_settings (local->run));
  g_autofree char *value = NULL;
  gboolean seen = FALSE;
  guint n = 0;

  if (addresses == NULL || addresses->len == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *table = NULL;
    gsize length;

    if (!g_file_get_contents (tables[i], &table, &length, NULL) || length > TABLE_MAX)
      continue;
    n += tl_local_count_connections (table, addresses, port, FALSE);
    seen = TRUE;
  }
  if (!seen)
    return;
  value = g_strdup_printf ("%u", n);
  tl_local_fact (local, "local.connections", value);
}
