/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A host of which no port answers: is it alive, do others beside it answer, and does it over the other
 * family? No word is said on any of these connections. */
#include "tl-follow-private.h"

#include "tl-echo.h"

#include <netinet/in.h>
#include <string.h>

#define ECHO_MS 1500
#define CONNECT_MS 2000

static gboolean
answers (TlIo *io, const GPtrArray *addresses)
{
  g_autoptr (GPtrArray) results = tl_connect_first (io, addresses, CONNECT_MS);
  gboolean found = FALSE;

  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);

    found |= result->state == TL_PORT_OPEN || result->state == TL_PORT_REFUSED;
  }
  return found;
}

static void
finish (TlRun *run)
{
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
}

static void
ask_echo (TlRun *run, const TlAddress *host)
{
  static const char *const words[] = {
      [TL_ECHO_ANSWERED] = "yes", [TL_ECHO_NONE] = "no", [TL_ECHO_NOT_KNOWN] = "not-known"};
  g_autofree char *target = tl_address_to_string (host);

  tl_run_begin (run, "host.echo", target);
  tl_run_fact (run, "host.echo", words[tl_echo_ask (tl_run_get_io (run), host, ECHO_MS)]);
  finish (run);
}

/* Another address of the same network that has just answered: a name server. */
static gboolean
is_neighbour (const TlAddress *host, const TlAddress *other)
{
  if (tl_address_is_ipv6 (host) != tl_address_is_ipv6 (other))
    return FALSE;
  if (tl_address_is_ipv6 (host))
    return memcmp (&((const struct sockaddr_in6 *) &host->storage)->sin6_addr,
                   &((const struct sockaddr_in6 *) &other->storage)->sin6_addr, 8) == 0;
  return memcmp (&((const struct sockaddr_in *) &host->storage)->sin_addr,
                 &((const struct sockaddr_in *) &other->storage)->sin_addr, 3) == 0;
}

static gboolean
has_neighbour (const TlAddress *host, const TlEvidence *evidence)
{
  const char *list = tl_evidence_get (evidence, "local.resolvers");
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", " ", -1);
  gboolean found = FALSE;

  if (g_strcmp0 (tl_evidence_get (evidence, "dns.source"), "dns") != 0)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++) {
    TlAddress other;

    found |= tl_address_parse (words[i], 0, &other) && is_neighbour (host, &other);
  }
  return found;
}

/* A host to compare with that the person named, on the port of the job. */
static gboolean
reference_answers (TlRun *run, const char *name)
{
  TlSettings *settings = tl_run_get_settings (run);
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (run), tl_run_get_io (run), name,
                          tl_settings_effective_port (settings), settings->family, CONNECT_MS);

  return found->addresses->len > 0 && answers (tl_run_get_io (run), found->addresses);
}

/* The same port there: "open", "refused", "unreachable", "silent", or NULL where the name leads nowhere. */
static const char *
find_port_state (TlRun *run, const char *name)
{
  TlSettings *settings = tl_run_get_settings (run);
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (run), tl_run_get_io (run), name,
                          tl_settings_effective_port (settings), settings->family, CONNECT_MS);
  g_autoptr (GPtrArray) results = NULL;
  const char *state = "silent";

  if (found->addresses->len == 0)
    return NULL;
  results = tl_connect_first (tl_run_get_io (run), found->addresses, CONNECT_MS);
  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);

    if (result->state == TL_PORT_OPEN)
      return "open";
    if (result->state == TL_PORT_REFUSED)
      state = "refused";
    else if (result->state == TL_PORT_UNREACHABLE)
      state = "unreachable";
  }
  return state;
}

/* Other ports of the host answer, and this one does not: is it so at another host? */
static void
compare_port (TlRun *run)
{
  char **names = tl_run_get_settings (run)->references;

  for (guint i = 0; names != NULL && names[i] != NULL && i < TL_FOLLOW_REFERENCES_MAX; i++) {
    if (tl_run_is_cancelled (run))
      return;
    tl_run_begin (run, "host.reference", names[i]);
    tl_run_fact_of (run, "host.reference", names[i], "host.reference_port",
                    find_port_state (run, names[i]));
    finish (run);
  }
}

static void
ask_references (TlRun *run)
{
  char **names = tl_run_get_settings (run)->references;

  for (guint i = 0; names != NULL && names[i] != NULL && i < TL_FOLLOW_REFERENCES_MAX; i++) {
    if (tl_run_is_cancelled (run))
      return;
    tl_run_begin (run, "host.reference", names[i]);
    tl_run_fact (run, "host.reference", reference_answers (run, names[i]) ? "answers" : "silent");
    finish (run);
  }
}

/* Where one family alone was wanted: over the other one, is anybody there? */
static void
ask_other_family (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  gboolean six = settings->family == TL_FAMILY_IPV4;
  g_autoptr (TlResolution) found = NULL;
  gboolean there;

  if (settings->family == TL_FAMILY_ANY)
    return;
  tl_run_begin (run, "host.other-family", settings->host);
  found = tl_resolver_lookup (tl_run_get_resolver (run), tl_run_get_io (run), settings->host,
                              tl_settings_effective_port (settings),
                              six ? TL_FAMILY_IPV6 : TL_FAMILY_IPV4, CONNECT_MS);
  there = found->addresses->len > 0;
  if (there && !tl_run_is_cancelled (run))
    tl_run_fact (run, six ? "host.ipv6" : "host.ipv4",
                 answers (tl_run_get_io (run), found->addresses) ? "answers" : "silent");
  finish (run);
}

void
tl_follow_host (TlRun *run, const TlEvidence *evidence)
{
  TlReach *reach = tl_run_get_reach (run);
  const char *open = tl_evidence_get (evidence, "ports.open");
  const char *refused = tl_evidence_get (evidence, "ports.refused");
  const TlAddress *host;

  if (open != NULL && g_strcmp0 (open, "0") != 0)
    compare_port (run);
  if (reach->addresses == NULL || reach->addresses->len == 0 || g_strcmp0 (open, "0") != 0 ||
      g_strcmp0 (refused, "0") != 0 ||
      g_strcmp0 (tl_evidence_get (evidence, "tcp.state"), "refused") == 0)
    return;
  host = g_ptr_array_index (reach->addresses, 0);
  ask_echo (run, host);
  tl_run_fact_of (run, "host.echo", "", "host.neighbour",
                  has_neighbour (host, evidence) ? "answers" : NULL);
  if (!tl_run_is_cancelled (run))
    ask_references (run);
  if (!tl_run_is_cancelled (run))
    ask_other_family (run);
}
