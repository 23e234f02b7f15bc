/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Other ways to the port that could not be reached: through the proxy that this computer is told to
 * use, and over the physical link beside a VPN. Each is one connection on which no mail, name or
 * password goes. */
#include "tl-follow-private.h"

#include "tl-local-private.h"

#include "tl-names.h"
#include "tl-netlink.h"
#include "tl-socks.h"
#include "tl-stack.h"

#include <string.h>

#define PROXY_MS 4000
#define BESIDE_MS 3000
#define LINKS_MAX 3

/* ------------------------------------------------------------------ through the proxy */

/* RFC 9110 9.3.6, 15.5.8 */
static const char *
judge_connect (const char *line)
{
  guint status = 0;

  if (!g_str_has_prefix (line, "HTTP/1.") || strlen (line) < 12)
    return "not-http";
  status = (guint) g_ascii_strtoull (line + 9, NULL, 10);
  if (status / 100 == 2)
    return "ok";
  if (status == 407)
    return "login-needed";
  /* It tried, and did not get there either. */
  return status / 100 == 5 ? "failed" : "refused";
}

static TlChannel *
connect_proxy (TlRun *run, const char *host, guint port)
{
  TlIo *io = tl_run_get_io (run);
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (run), io, host, port, TL_FAMILY_ANY, PROXY_MS / 2);
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;

  if (found->addresses->len == 0)
    return NULL;
  results = tl_connect_first (io, found->addresses, PROXY_MS / 2);
  if (results->len == 0)
    return NULL;
  result = g_ptr_array_index (results, results->len - 1);
  return result->state == TL_PORT_OPEN ? tl_channel_new_from_result (io, result) : NULL;
}

static const char *
ask_socks (TlRun *run, GUri *uri)
{
  TlSettings *settings = tl_run_get_settings (run);
  const char *scheme = g_uri_get_scheme (uri);
  TlSocks socks = {run, PROXY_MS, g_str_has_prefix (scheme, "socks4"),
                   g_str_has_prefix (scheme, "socks4a")};
  guint port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : 1080;
  g_autoptr (TlChannel) channel = connect_proxy (run, g_uri_get_host (uri), port);
  g_autofree char *words = NULL;
  const char *outcome;

  if (channel == NULL)
    return "no-answer";
  outcome = tl_socks_connect (&socks, channel, settings->host,
                              tl_settings_effective_port (settings), &words);
  return strcmp (outcome, "rejected") == 0 ? "failed" : outcome;
}

static const char *
ask_http (TlRun *run, GUri *uri)
{
  TlSettings *settings = tl_run_get_settings (run);
  guint port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : 80;
  g_autoptr (TlChannel) channel = connect_proxy (run, g_uri_get_host (uri), port);
  g_autofree char *authority =
      g_strdup_printf (strchr (settings->host, ':') ? "[%s]:%u" : "%s:%u", settings->host,
                       tl_settings_effective_port (settings));
  g_autofree char *ask = g_strdup_printf ("CONNECT %s HTTP/1.1", authority);
  g_autofree char *host = g_strdup_printf ("Host: %s", authority);
  const char *lines[] = {ask, host, "", NULL};
  const char *line;
  gsize length;

  if (channel == NULL || tl_channel_send_lines (channel, lines) != TL_FAILURE_NONE ||
      tl_channel_read_line (channel, tl_io_limit (tl_run_get_io (run), PROXY_MS), &line, &length,
                            NULL) != TL_FAILURE_NONE)
    return "no-answer";
  return judge_connect (line);
}

void
tl_follow_proxy (TlRun *run, TlEvidence *evidence)
{
  const char *proxy = tl_evidence_get (evidence, "local.proxy");
  g_autoptr (GUri) uri = proxy != NULL ? g_uri_parse (proxy, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  gboolean socks = g_str_has_prefix (scheme, "socks");
  const char *outcome;

  if ((!socks && strcmp (scheme, "http") != 0) || g_uri_get_host (uri) == NULL)
    return;
  tl_run_begin (run, "local.proxy.connect", g_uri_get_host (uri));
  outcome = socks ? ask_socks (run, uri) : ask_http (run, uri);
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (run, "local.proxy.connect", outcome);
  tl_run_end (run, TL_OUTCOME_OK);
}

/* ------------------------------------------------------------------ beside the VPN */

/* What says more about the port than the other. */
static int
weight (const char *state)
{
  static const char *const order[] = {"not-known", "unreachable", "filtered", "refused", "open"};

  for (int i = 0; i < (int) G_N_ELEMENTS (order); i++)
    if (strcmp (state, order[i]) == 0)
      return i;
  return 0;
}

/* What a rule of this computer stops, as one against leaks does, says nothing of the way beside the tunnel. */
static gboolean
is_stopped_here (TlRun *run, const TlAddress *address, const char *name, const TlStack *before)
{
  g_autofree char *rule = tl_local_dup_rule_by (run, address, name);

  return rule != NULL || (before->known && tl_stack_read ().unsent > before->unsent);
}

static const char *
try_link (TlRun *run, const TlAddress *address, const char *name)
{
  TlStack before = tl_stack_read ();
  TlPortState state;

  if (!tl_connect_by_link (tl_run_get_io (run), address, name, BESIDE_MS, &state) ||
      (state != TL_PORT_OPEN && is_stopped_here (run, address, name, &before)))
    return "not-known";
  return state == TL_PORT_UNKNOWN ? "filtered" : tl_port_state_to_string (state);
}

/* The first name server that is asked through a tunnel, which is no link of the Ethernet kind. */
static gboolean
find_names_inside (TlRun *run, const GPtrArray *links, TlAddress *address)
{
  g_autoptr (GPtrArray) servers = tl_names_list_servers (run, NULL);

  for (guint i = 0; i < servers->len; i++) {
    int way = 0;

    if (!tl_names_parse_server (servers->pdata[i], address) ||
        g_str_equal (tl_address_kind (address), "loopback"))
      continue;
    tl_netlink_find_route (address, 0, &way);
    for (guint j = 0; j < links->len; j++) {
      const TlLink *link = links->pdata[j];

      if (link->index == way && !link->loopback && !link->ethernet)
        return TRUE;
    }
  }
  return FALSE;
}

/* What is to be reached beside the tunnel: the port, or where no name was answered the name server (over
 * TCP, and nothing is asked). Gives the fact that says how that went; NULL: nothing. */
static const char *
find_target (TlRun *run, const GPtrArray *links, TlAddress *address)
{
  const GPtrArray *addresses = tl_run_get_addresses (run);

  if (addresses == NULL || addresses->len == 0)
    return find_names_inside (run, links, address) ? "local.vpn.beside_names" : NULL;
  *address = *(const TlAddress *) addresses->pdata[0];
  tl_address_set_port (address, tl_settings_effective_port (tl_run_get_settings (run)));
  return "local.vpn.beside";
}

void
tl_follow_beside (TlRun *run, TlEvidence *evidence)
{
  g_autoptr (GPtrArray) links = tl_netlink_list_links ();
  const char *best = "not-known", *by = NULL, *fact;
  TlAddress address;
  guint tried = 0;

  if (g_strcmp0 (tl_evidence_get (evidence, "local.vpn.default_route"), "yes") != 0 ||
      links == NULL)
    return;
  fact = find_target (run, links, &address);
  if (fact == NULL)
    return;
  tl_run_begin (run, "local.vpn.beside", NULL);
  for (guint i = 0; i < links->len && tried < LINKS_MAX; i++) {
    const TlLink *link = links->pdata[i];
    const char *state;

    if (!link->up || link->loopback || !link->ethernet || tl_run_is_cancelled (run) ||
        g_strcmp0 (link->name, tl_evidence_get (evidence, "local.route.interface")) == 0)
      continue;
    tried++;
    state = try_link (run, &address, link->name);
    if (by == NULL || weight (state) > weight (best)) {
      best = state;
      by = link->name;
    }
  }
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (run, fact, best);
  if (by != NULL)
    tl_run_fact (run, "local.vpn.beside_link", by);
  tl_run_end (run, TL_OUTCOME_OK);
}
