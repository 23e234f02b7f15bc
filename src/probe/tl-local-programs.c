/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Firewalls and scanners, known by the programs that run here. */
#include "tl-local-private.h"

#include "tl-netlink.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PROGRAMS_MAX 32768
/* The kernel keeps no more of a program's name. */
#define NAME_MAX_BYTES 15
#define UFW_CONF_MAX 65536

/* ------------------------------------------------------------------ what runs here */

static char *
read_name (int proc, const char *pid)
{
  g_autofree char *path = g_strconcat (pid, "/comm", NULL);
  int fd = openat (proc, path, O_RDONLY | O_CLOEXEC);
  char name[NAME_MAX_BYTES + 2];
  gssize n;

  if (fd < 0)
    return NULL;
  n = read (fd, name, sizeof name);
  close (fd);
  return n > 0 ? g_strchomp (g_strndup (name, (gsize) n)) : NULL;
}

GHashTable *
tl_local_list_programs (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  int proc = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  GHashTable *programs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *entry;

  for (guint n = 0; dir != NULL && proc >= 0 && n < PROGRAMS_MAX; n++) {
    char *name;

    entry = g_dir_read_name (dir);
    if (entry == NULL)
      break;
    name = g_ascii_isdigit (*entry) ? read_name (proc, entry) : NULL;
    if (name != NULL)
      g_hash_table_add (programs, name);
  }
  if (proc >= 0)
    close (proc);
  /* At least this program runs: an empty list is none. */
  if (g_hash_table_size (programs) == 0)
    g_clear_pointer (&programs, g_hash_table_unref);
  return programs;
}

static void
append_seen (GString *seen, const char *product)
{
  if (strstr (seen->str, product) != NULL)
    return;
  if (seen->len > 0)
    g_string_append (seen, ", ");
  g_string_append (seen, product);
}

static gboolean
runs_here (TlLocal *local, const TlProduct *product)
{
  char **units = tl_local_services_get_units (local->services);

  for (guint i = 0; units[i] != NULL; i++)
    if (tl_product_has_unit (product, units[i]))
      return TRUE;
  for (guint i = 0; local->programs != NULL && product->programs[i] != NULL; i++)
    if (g_hash_table_contains (local->programs, product->programs[i]))
      return TRUE;
  return FALSE;
}

gboolean
tl_local_has_product (TlLocal *local, const TlProduct *product)
{
  if (runs_here (local, product))
    return TRUE;
  for (guint i = 0; product->programs[i] != NULL; i++) {
    g_autofree char *path = g_find_program_in_path (product->programs[i]);

    if (path != NULL)
      return TRUE;
  }
  return FALSE;
}

/* The products of a kind that run here. */
static void
find_products (TlLocal *local, const char *kind, GString *seen)
{
  const GPtrArray *table = tl_products ();

  for (guint i = 0; i < table->len; i++) {
    const TlProduct *product = table->pdata[i];

    if (g_str_equal (product->kind, kind) && runs_here (local, product))
      append_seen (seen, product->name);
  }
}

char *
tl_local_find_programs (TlLocal *local, const char *kind)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  find_products (local, kind, seen);
  return g_strdup (seen->str);
}

/* ------------------------------------------------------------------ step local.firewall */

gboolean
tl_local_ufw_is_on (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean on = FALSE;

  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = g_strstrip (lines[i]);

    if (g_ascii_strncasecmp (line, "ENABLED=", 8) == 0)
      on = g_ascii_strcasecmp (line + 8, "yes") == 0;
  }
  return on;
}

static gboolean
ufw_is_on (void)
{
  g_autofree char *text = NULL;
  gsize length;

  return g_file_get_contents ("/etc/ufw/ufw.conf", &text, &length, NULL) &&
         length <= UFW_CONF_MAX && tl_local_ufw_is_on (text);
}

void
tl_local_firewall (TlLocal *local)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  gboolean in;
  const char *filter = tl_netlink_find_filter (&in);
  gboolean legacy = tl_local_has_legacy_rules ();

  if (ufw_is_on ())
    append_seen (seen, "ufw");
  find_products (local, "firewall", seen);
  if (g_str_equal (filter, "yes"))
    append_seen (seen, "nftables");
  if (legacy)
    append_seen (seen, "iptables");
  /* What looks at incoming packets alone is everywhere: it counts where it stops the answers. */
  if ((legacy || in || !g_str_equal (filter, "no")) && !g_str_equal (local->sandbox, "flatpak") &&
      tl_local_rules (local, seen->str, tl_local_get_way_out (local)) && seen->len == 0)
    append_seen (seen, "nftables");
  if (seen->len > 0)
    tl_local_fact (local, "local.firewall", seen->str);
  else /* rules that may not be read may be there, or around the walls */
    tl_local_fact (local, "local.firewall",
                   g_str_equal (filter, "no") && !tl_local_is_walled_in (local) ? "none-seen"
                                                                                : "not-known");
}

/* ------------------------------------------------------------------ step local.antivirus */

void
tl_local_antivirus (TlLocal *local)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  find_products (local, "antivirus", seen);
  find_products (local, "inspection", seen);
  if (seen->len > 0)
    tl_local_fact (local, "local.antivirus", seen->str);
  else
    tl_local_fact (local, "local.antivirus",
                   local->programs == NULL || tl_local_is_walled_in (local) ? "not-known"
                                                                            : "none-seen");
}
