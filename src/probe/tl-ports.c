/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-run-private.h"

/* So many addresses of one name are looked at. */
#define MAX_ADDRESSES 4

const guint *
tl_ports_usual (TlProtocol protocol)
{
  static const guint smtp[] = {25, 465, 587, 2525, 443, 0};
  static const guint ftp[] = {21, 990, 22, 443, 0};

  return protocol == TL_PROTOCOL_FTP ? ftp : smtp;
}

/* What the addresses of one port say together: the clearest of them. */
typedef struct {
  TlPortState state;
  double ms;
} PortView;

static int
clarity (TlPortState state)
{
  switch (state) {
    case TL_PORT_OPEN:
      return 4;
    case TL_PORT_REFUSED:
      return 3;
    case TL_PORT_UNREACHABLE:
      return 1;
    default:
      return 2;
  }
}

static PortView
view_port (const GPtrArray *results, guint port)
{
  PortView view = {.state = TL_PORT_UNKNOWN, .ms = 0};
  gboolean seen = FALSE;

  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);

    if (tl_address_get_port (&result->address) != port)
      continue;
    if (seen && clarity (result->state) <= clarity (view.state))
      continue;
    seen = TRUE;
    view.state = result->state;
    view.ms = result->elapsed_ms;
  }
  return view;
}

static void
add_target (GPtrArray *targets, const TlAddress *address, guint port)
{
  TlAddress *target = g_memdup2 (address, sizeof (TlAddress));

  tl_address_set_port (target, port);
  g_ptr_array_add (targets, target);
}

/* The siblings of every address, then the job's own port where it is wanted, too. */
static GPtrArray *
list_targets (const GPtrArray *addresses, const guint *ports, guint port, gboolean own)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_free);
  guint n = MIN (addresses->len, MAX_ADDRESSES);

  for (guint i = 0; i < n; i++)
    for (guint p = 0; ports[p] != 0; p++)
      if (ports[p] != port)
        add_target (targets, g_ptr_array_index (addresses, i), ports[p]);
  for (guint i = 0; i < n && own; i++)
    add_target (targets, g_ptr_array_index (addresses, i), port);
  return targets;
}

static GPtrArray *
take_own (GPtrArray *results, guint port)
{
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);

  while (results->len > 0) {
    const TlConnectResult *last = g_ptr_array_index (results, results->len - 1);

    if (tl_address_get_port (&last->address) != port)
      break;
    g_ptr_array_insert (own, 0, g_ptr_array_steal_index (results, results->len - 1));
  }
  return own;
}

static void
record_port (TlRun *run, guint port, const PortView *view)
{
  g_autofree char *state = g_strdup_printf ("port.%u.state", port);
  g_autofree char *ms = g_strdup_printf ("port.%u.connect_ms", port);

  tl_run_fact (run, state, tl_port_state_to_string (view->state));
  tl_run_fact_ms (run, ms, view->ms);
}

/* Records all ports; whether one of them answered. */
static gboolean
record_all (TlRun *run, const GPtrArray *results, guint port)
{
  const guint *ports = tl_ports_usual (tl_run_get_settings (run)->protocol);
  g_autoptr (GString) tried = g_string_new (NULL);
  guint counts[TL_PORT_UNKNOWN + 1] = {0};
  double fastest = -1;

  for (guint p = 0; ports[p] != 0; p++) {
    PortView view;

    if (ports[p] == port)
      continue;
    view = view_port (results, ports[p]);
    g_string_append_printf (tried, "%s%u", tried->len > 0 ? " " : "", ports[p]);
    record_port (run, ports[p], &view);
    counts[view.state]++;
    if ((view.state == TL_PORT_OPEN || view.state == TL_PORT_REFUSED) &&
        (fastest < 0 || view.ms < fastest))
      fastest = view.ms;
  }
  tl_run_fact (run, "ports.tried", tried->str);
  tl_run_factf (run, "ports.open", "%u", counts[TL_PORT_OPEN]);
  tl_run_factf (run, "ports.refused", "%u", counts[TL_PORT_REFUSED]);
  tl_run_factf (run, "ports.silent", "%u", counts[TL_PORT_FILTERED] + counts[TL_PORT_UNKNOWN]);
  tl_run_factf (run, "ports.unreachable", "%u", counts[TL_PORT_UNREACHABLE]);
  if (fastest >= 0)
    tl_run_fact_ms (run, "ports.fastest_ms", fastest);
  return fastest >= 0;
}

/* The siblings that carry the protocol, as ways that might be taken instead. That a port is open says
 * nothing of what would happen there, so none of them is tested or recommended. */
static void
record_ways (TlRun *run, const GPtrArray *results)
{
  TlSettings *settings = tl_run_get_settings (run);

  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);
    guint port = tl_address_get_port (&result->address);
    g_autofree char *address = NULL;
    TlAlternative way = {.port = port, .outcome = TL_OUTCOME_SKIPPED};

    if (port == 443 || port == 22)
      continue;
    address = tl_address_to_string (&result->address);
    way.security = tl_security_for_port (settings->protocol, port);
    if (way.security == TL_SECURITY_AUTO)
      way.security = TL_SECURITY_STARTTLS;
    way.family = tl_address_is_ipv6 (&result->address) ? TL_FAMILY_IPV6 : TL_FAMILY_IPV4;
    way.address = address;
    way.state = (char *) tl_port_state_to_string (result->state);
    way.offers = (char *) "";
    tl_evidence_builder_add_alternative (tl_run_get_builder (run), &way);
  }
}

gboolean
tl_ports_siblings (TlRun *run, const GPtrArray *addresses, guint port, GPtrArray **own)
{
  TlSettings *settings = tl_run_get_settings (run);
  g_autoptr (GPtrArray) targets =
      list_targets (addresses, tl_ports_usual (settings->protocol), port, own != NULL);
  g_autoptr (GPtrArray) results = NULL;
  gboolean answered;

  tl_run_begin (run, "ports.siblings", settings->host);
  results =
      tl_connect_all (tl_run_get_io (run), targets, tl_run_get_limits (run)->siblings, own != NULL);
  if (own != NULL)
    *own = take_own (results, port);
  if (tl_run_is_cancelled (run))
    return tl_run_fail (run, TL_FAILURE_CANCELLED);
  answered = record_all (run, results, port);
  record_ways (run, results);
  tl_run_end (run, answered ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  return answered;
}
