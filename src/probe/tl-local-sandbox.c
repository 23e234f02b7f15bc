/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Walls around this program, and what they hide of this computer. */
#include "tl-local-private.h"

#include <unistd.h>

const char *
tl_local_find_sandbox (void)
{
  if (access ("/.flatpak-info", F_OK) == 0)
    return "flatpak";
  if (g_getenv ("SNAP") != NULL && g_getenv ("SNAP_NAME") != NULL)
    return "snap";
  if (access ("/run/.containerenv", F_OK) == 0 || access ("/.dockerenv", F_OK) == 0 ||
      access ("/run/systemd/container", F_OK) == 0)
    return "container";
  return "none";
}

/* Inside these walls only their own programs are seen: a Flatpak and a container have process numbers of
 * their own; a Snap may not look at those of others, the first one among them. */
gboolean
tl_local_is_walled_in (TlLocal *local)
{
  return g_str_equal (local->sandbox, "flatpak") || g_str_equal (local->sandbox, "container") ||
         (g_str_equal (local->sandbox, "snap") && access ("/proc/1/comm", R_OK) != 0);
}

/* A network of its own shows nothing of that around it; a Flatpak and a Snap have none. */
static gboolean
has_own_network (TlLocal *local)
{
  return g_str_equal (local->sandbox, "container");
}

static gboolean
says (TlLocal *local, const char *fact, const char *value)
{
  g_autofree char *found = tl_evidence_builder_dup (tl_run_get_builder (local->run), fact);

  return g_strcmp0 (found, value) == 0;
}

static gboolean
hides_rules (TlLocal *local)
{
  return has_own_network (local) || g_str_equal (local->sandbox, "flatpak") ||
         says (local, "local.firewall.rules", "not-readable");
}

static gboolean
hides_services (TlLocal *local)
{
  return says (local, "local.services", "none") || says (local, "local.services", "not-known");
}

void
tl_local_sandbox (TlLocal *local)
{
  const struct {
    const char *word;
    gboolean hidden;
  } things[] = {
      {"programs", tl_local_is_walled_in (local)},
      {"rules", hides_rules (local)},
      {"links", has_own_network (local)},
      {"services", hides_services (local)},
  };
  g_autoptr (GString) list = g_string_new (NULL);

  tl_local_fact (local, "local.sandbox", local->sandbox);
  for (gsize i = 0; i < G_N_ELEMENTS (things); i++)
    if (things[i].hidden)
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", things[i].word);
  if (!g_str_equal (local->sandbox, "none") && list->len > 0)
    tl_local_fact (local, "local.sandbox.hides", list->str);
}
