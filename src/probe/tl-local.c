/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer, as far as it shows itself without root and without asking anybody else. What cannot be
 * seen is "not-known", never "no". */
#include "tl-local-private.h"

#include "tl-netlink.h"

#include <sys/timex.h>
#include <unistd.h>

void
tl_local_fact (TlLocal *local, const char *fact, const char *value)
{
  tl_evidence_builder_add (tl_run_get_builder (local->run), TL_SOURCE_LOCAL, local->step, "", fact,
                           value);
}

static void
look_at_clock (TlLocal *local)
{
  struct timex clock = {0};
  g_autofree char *keepers = tl_local_find_programs (local, "clock");
  const char *unseen = tl_local_is_walled_in (local) ? "not-known" : "none-seen";
  int state = adjtimex (&clock);

  /* A container may forbid the question. */
  if (state < 0)
    tl_local_fact (local, "local.clock_synchronised", "not-known");
  else
    tl_local_fact (local, "local.clock_synchronised",
                   state == TIME_ERROR || (clock.status & STA_UNSYNC) != 0 ? "no" : "yes");
  tl_local_fact (local, "local.clock_service", *keepers != '\0' ? keepers : unseen);
}

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

/* ------------------------------------------------------------------ step local.services */

static void
record_service (const char *fact, const char *value, gpointer data)
{
  tl_local_fact (data, fact, value);
}

/* They have been asked since the beginning. In a sandbox the bus says that nobody is there. */
static void
hear_services (TlLocal *local)
{
  tl_local_services_foreach (local->services, record_service, local);
}

/* ------------------------------------------------------------------ all of it */

static const struct {
  const char *id;
  void (*look) (TlLocal *local);
} steps[] = {
    {"local.route", tl_local_routes},        {"local.connections", tl_local_connections},
    {"local.links", tl_local_links},         {"local.proxy", tl_local_proxy},
    {"local.services", hear_services},       {"local.vpn", tl_local_vpn},
    {"local.clock", look_at_clock},          {"local.firewall", tl_local_firewall},
    {"local.antivirus", tl_local_antivirus},
};

gboolean
tl_local_check (TlRun *run)
{
  TlLocal local = {
      .run = run,
      .links = tl_netlink_list_links (),
      .programs = tl_local_list_programs (),
      .services = tl_local_services_begin (tl_products (),
                                           tl_settings_effective_port (tl_run_get_settings (run)),
                                           tl_io_get_cancellable (tl_run_get_io (run))),
      .sandbox = tl_local_find_sandbox (),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    local.step = steps[i].id;
    if (tl_run_is_cancelled (run)) {
      tl_run_skip (run, local.step, "cancelled");
      continue;
    }
    tl_run_begin (run, local.step, NULL);
    steps[i].look (&local);
    tl_run_end (run, TL_OUTCOME_OK);
  }
  tl_local_services_free (local.services);
  g_clear_pointer (&local.links, g_ptr_array_unref);
  g_clear_pointer (&local.programs, g_hash_table_unref);
  return !tl_run_is_cancelled (run);
}
