/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer, as far as it shows itself without root and without asking anybody else. What cannot be
 * seen is "not-known", never "no". */
#include "tl-local-private.h"

#include "tl-netlink.h"

#include <sys/timex.h>

void
tl_local_fact (TlLocal *local, const char *fact, const char *value)
{
  tl_evidence_builder_add (tl_run_get_builder (local->run), TL_SOURCE_LOCAL, local->step, "", fact,
                           value);
}

/* No program runs before it was made. */
static gboolean
is_before_program (void)
{
  g_autoptr (GDateTime) released = g_date_time_new_from_iso8601 (TL_RELEASED "T00:00:00Z", NULL);

  return released != NULL &&
         g_get_real_time () / G_USEC_PER_SEC < g_date_time_to_unix (released) - 2 * 86400;
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
  if (is_before_program ())
    tl_local_fact (local, "local.clock_before_program", "yes");
  tl_local_fact (local, "local.clock_service", *keepers != '\0' ? keepers : unseen);
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

typedef struct {
  const char *id;
  void (*look) (TlLocal *local);
} Look;

/* What is there before the job changes it, or has to be known for it. */
static const Look steps_first[] = {
    {"local.route", tl_local_routes},
    {"local.connections", tl_local_connections},
    {"local.links", tl_local_links},
    {"local.proxy", tl_local_proxy},
};
/* What may wait: the services take their time, and rules have counted by then what they stopped. */
static const Look steps_last[] = {
    {"local.services", hear_services},       {"local.vpn", tl_local_vpn},
    {"local.clock", look_at_clock},          {"local.firewall", tl_local_firewall},
    {"local.antivirus", tl_local_antivirus}, {"local.sandbox", tl_local_sandbox},
};

static void
look (TlLocal *local, const Look *looks, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    local->step = looks[i].id;
    if (tl_run_is_cancelled (local->run)) {
      tl_run_skip (local->run, local->step, "cancelled");
      continue;
    }
    tl_run_begin (local->run, local->step, NULL);
    looks[i].look (local);
    tl_run_end (local->run, TL_OUTCOME_OK);
  }
}

TlLocal *
tl_local_begin (TlRun *run)
{
  TlLocal *local = g_new0 (TlLocal, 1);

  local->run = run;
  local->links = tl_netlink_list_links ();
  local->programs = tl_local_list_programs ();
  local->services = tl_local_services_begin (tl_products (),
                                             tl_settings_effective_port (tl_run_get_settings (run)),
                                             tl_io_get_cancellable (tl_run_get_io (run)));
  local->sandbox = tl_local_find_sandbox ();
  look (local, steps_first, G_N_ELEMENTS (steps_first));
  return local;
}

void
tl_local_end (TlLocal *local, gboolean hurry)
{
  if (hurry)
    tl_local_services_hurry (local->services);
  look (local, steps_last, G_N_ELEMENTS (steps_last));
  tl_local_services_free (local->services);
  g_clear_pointer (&local->links, g_ptr_array_unref);
  g_clear_pointer (&local->programs, g_hash_table_unref);
  g_free (local->cgroup);
  g_free (local);
}
