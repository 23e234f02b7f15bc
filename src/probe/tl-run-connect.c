/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way to the named host: its addresses, a connection, encryption. */
#include "tl-local-ca.h"
#include "tl-netlink.h"

#include "tl-stack.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

/* An answer faster than this did not come from another network. */
#define AT_ONCE_MS 2.0
/* The kernel's own SYNs to a port that then did answer, in the three seconds before (RFC 6298 2.1). */
#define LATE_SYNS 2
#define LOST_MS 240
#define NEARER_TIMES 3
#define NEARER_MS 10

/* ---------------------------------------------------------------- dns.resolve */

/* Whether `fits` holds for one of this computer's own addresses. */
static gboolean
any_own_address (const TlAddress *address,
                 gboolean (*fits) (const TlAddress *address, const TlAddress *own))
{
  struct ifaddrs *list = NULL;
  gboolean own = FALSE;

  if (getifaddrs (&list) != 0)
    return FALSE;
  for (struct ifaddrs *it = list; it != NULL && !own; it = it->ifa_next) {
    TlAddress candidate = {0};

    if (it->ifa_addr == NULL)
      continue;
    if (it->ifa_addr->sa_family == AF_INET)
      candidate.length = sizeof (struct sockaddr_in);
    else if (it->ifa_addr->sa_family == AF_INET6)
      candidate.length = sizeof (struct sockaddr_in6);
    else
      continue;
    memcpy (&candidate.storage, it->ifa_addr, candidate.length);
    own = fits (address, &candidate);
  }
  freeifaddrs (list);
  return own;
}

gboolean
tl_run_is_near (const TlAddress *address)
{
  return any_own_address (address, tl_address_is_near);
}

static gboolean
points_here (const TlAddress *address)
{
  const char *kind = tl_address_kind (address);

  return strcmp (kind, "loopback") == 0 || strcmp (kind, "unspecified") == 0 ||
         any_own_address (address, tl_address_equal_host);
}

static void
record_addresses (TlRun *run, const GPtrArray *addresses)
{
  const TlAddress *first = addresses->len > 0 ? addresses->pdata[0] : NULL;
  gboolean here = FALSE;

  for (guint i = 0; i < addresses->len; i++) {
    const TlAddress *address = g_ptr_array_index (addresses, i);
    g_autofree char *fact = g_strdup_printf ("dns.address.%u", i);
    g_autofree char *text = tl_address_to_string (address);

    tl_run_fact (run, fact, text);
    here |= points_here (address);
  }
  if (first == NULL)
    return;
  tl_run_fact (run, "dns.address_kind", tl_address_kind (first));
  if (strcmp (tl_address_kind (first), "private") == 0)
    tl_run_yes_no (run, "dns.address_near", tl_run_is_near (first));
  tl_run_yes_no (run, "dns.points_here", here);
}

static void
record_resolution (TlRun *run, const TlResolution *found)
{
  gboolean asked = strcmp (found->source, "dns") == 0 || strcmp (found->source, "system") == 0;

  tl_run_fact (run, "dns.name", found->name);
  tl_run_fact (run, "dns.outcome", tl_dns_outcome_to_string (found->outcome));
  tl_run_fact (run, "dns.source", found->source);
  if (asked) {
    tl_run_fact (run, "dns.system", found->system);
    tl_run_fact (run, "dns.a", tl_dns_outcome_to_string (found->dns_a));
    tl_run_fact (run, "dns.aaaa", tl_dns_outcome_to_string (found->dns_aaaa));
  }
  tl_run_fact_ms (run, "dns.resolve_ms", found->elapsed_ms);
  if (found->addresses->len == 0)
    tl_run_yes_no (run, "dns.mx", found->has_mx);
  record_addresses (run, found->addresses);
}

static GPtrArray *
copy_addresses (const GPtrArray *addresses, guint port)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < addresses->len; i++) {
    TlAddress *address = g_memdup2 (g_ptr_array_index (addresses, i), sizeof (TlAddress));

    tl_address_set_port (address, port);
    g_ptr_array_add (copy, address);
  }
  return copy;
}

gboolean
tl_run_resolve (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  TlReach *reach = tl_run_get_reach (run);
  g_autoptr (TlResolution) found = NULL;

  if (reach->addresses != NULL)
    return reach->addresses->len > 0;

  tl_run_begin (run, "dns.resolve", settings->host);
  found = tl_resolver_lookup (tl_run_get_resolver (run), tl_run_get_io (run), settings->host,
                              tl_settings_effective_port (settings), settings->family,
                              tl_run_get_limits (run)->dns);
  reach->addresses = copy_addresses (found->addresses, 0);
  reach->outcome = found->outcome;
  reach->asked = strcmp (found->source, "literal") != 0 && strcmp (found->source, "override") != 0;
  if (reach->addresses->len == 0 && tl_run_is_cancelled (run))
    return tl_run_fail (run, TL_FAILURE_CANCELLED);
  record_resolution (run, found);
  if (reach->addresses->len == 0)
    return tl_run_fail_as (run, "name");
  return tl_run_end (run, TL_OUTCOME_OK);
}

const GPtrArray *
tl_run_get_addresses (TlRun *run)
{
  return tl_run_get_reach (run)->addresses;
}

/* ---------------------------------------------------------------- tcp.connect */

/* Which of several failures says most: an answer, then silence, then no way there at all (a host
 * without IPv6 always has that one). */
static int
weight (const TlConnectResult *result)
{
  switch (result->state) {
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

static TlConnectResult *
find_deciding (const GPtrArray *results)
{
  TlConnectResult *best = NULL;

  for (guint i = 0; i < results->len; i++) {
    TlConnectResult *result = g_ptr_array_index (results, i);

    if (best == NULL || weight (result) > weight (best))
      best = result;
  }
  return best;
}

static const char *
errno_name (const TlConnectResult *result)
{
  return result->error != 0 ? strerrorname_np (result->error) : "none";
}

static const char *
failure_of (TlPortState state)
{
  switch (state) {
    case TL_PORT_REFUSED:
      return "refused";
    case TL_PORT_FILTERED:
      return "filtered";
    case TL_PORT_UNREACHABLE:
      return "unreachable";
    default:
      return "timeout";
  }
}

/* Whether it was this computer itself, the very host, or somebody on the way. A kernel that finds nobody on
 * its own link says so to itself by the same message as a packet filter (RFC 1122 2.3.2.2). */
static const char *
who_refused (const TlConnectResult *result)
{
  const char *missing = NULL;

  if (result->icmp == NULL || result->icmp_from.length == 0)
    return NULL;
  if (any_own_address (&result->icmp_from, tl_address_equal_host)) {
    if (strcmp (result->icmp, "host-unreachable") == 0)
      missing = tl_netlink_find_missing (&result->address);
    return missing != NULL ? missing : "here";
  }
  return tl_address_equal_host (&result->icmp_from, &result->address) ? "host" : "way";
}

void
tl_run_record_connect (TlRun *run, const TlConnectResult *result)
{
  g_autofree char *target = tl_address_to_target (&result->address);
  g_autofree char *port = g_strdup_printf ("%u", tl_address_get_port (&result->address));
  char ms[G_ASCII_DTOSTR_BUF_SIZE];
  const char *at_once = result->elapsed_ms < AT_ONCE_MS ? "yes" : "no";
  const struct {
    const char *fact, *value;
  } facts[] = {
      {"tcp.port", port},
      {"tcp.state", tl_port_state_to_string (result->state)},
      {"tcp.errno", errno_name (result)},
      {"tcp.connect_ms", g_ascii_formatd (ms, sizeof ms, "%.1f", result->elapsed_ms)},
      {"tcp.family", tl_address_is_ipv6 (&result->address) ? "ipv6" : "ipv4"},
      {"tcp.at_once", result->state != TL_PORT_OPEN ? at_once : NULL},
      {"tcp.icmp", result->state != TL_PORT_OPEN ? result->icmp : NULL},
      {"tcp.refused_by", result->state != TL_PORT_OPEN ? who_refused (result) : NULL},
      {"step.failure", result->state != TL_PORT_OPEN ? failure_of (result->state) : NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    tl_run_fact_of (run, "tcp.connect", target, facts[i].fact, facts[i].value);
}

static const char *
best_of_family (const GPtrArray *results, gboolean ipv6)
{
  const TlConnectResult *best = NULL;

  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);

    if (tl_address_is_ipv6 (&result->address) != ipv6)
      continue;
    if (best == NULL || weight (result) > weight (best))
      best = result;
  }
  return best != NULL ? tl_port_state_to_string (best->state) : "none";
}

/* All addresses, the deciding one last, each a step of its own. */
static TlConnectResult *
record_attempts (TlRun *run, const GPtrArray *results)
{
  TlConnectResult *deciding = find_deciding (results);
  g_autofree char *target = tl_address_to_target (&deciding->address);
  g_autofree char *count = g_strdup_printf ("%u", results->len);

  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = g_ptr_array_index (results, i);
    g_autofree char *at = tl_address_to_target (&result->address);

    if (result == deciding)
      continue;
    tl_run_record_connect (run, result);
    tl_run_add_step (run, "tcp.connect", at,
                     result->state == TL_PORT_OPEN ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
                     result->start_ms, result->elapsed_ms);
  }
  tl_run_record_connect (run, deciding);
  tl_run_fact_of (run, "tcp.connect", target, "tcp.ipv4", best_of_family (results, FALSE));
  tl_run_fact_of (run, "tcp.connect", target, "tcp.ipv6", best_of_family (results, TRUE));
  tl_run_fact_of (run, "tcp.connect", target, "tcp.addresses", count);
  tl_run_add_step (run, "tcp.connect", target,
                   deciding->state == TL_PORT_OPEN ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
                   deciding->start_ms, deciding->elapsed_ms);
  return deciding;
}

static TlChannel *
take_connection (TlRun *run, TlConnectResult *winner)
{
  g_autofree char *target = tl_address_to_target (&winner->address);
  TlReach *reach = tl_run_get_reach (run);
  TlChannel *channel;
  TlAddress local;

  reach->peer = winner->address;
  reach->connect_ms = winner->elapsed_ms;
  channel = tl_channel_new_from_result (tl_run_get_io (run), winner);
  if (tl_channel_get_local (channel, &local)) {
    g_autofree char *text = tl_address_to_string (&local);

    tl_run_fact_of (run, "tcp.connect", target, "tcp.local_address", text);
  }
  return channel;
}

static gboolean
is_silent (const TlConnectResult *result)
{
  return result->state == TL_PORT_UNKNOWN || result->state == TL_PORT_FILTERED;
}

static void
record_filtered (TlRun *run, const TlConnectResult *result)
{
  g_autofree char *target = tl_address_to_target (&result->address);

  tl_run_fact_of (run, "tcp.connect", target, "tcp.state", "filtered");
  tl_run_fact_of (run, "tcp.connect", target, "step.failure", "filtered");
  tl_run_fact_of (run, "tcp.connect", target,
                  tl_address_is_ipv6 (&result->address) ? "tcp.ipv6" : "tcp.ipv4", "filtered");
}

/* Whoever refused so much sooner than any other port of the host answers stands nearer than it. A first
 * packet that was lost would make a host look far, but hardly on every port. */
static void
record_nearer (TlRun *run, const TlConnectResult *result)
{
  g_autofree char *target = tl_address_to_target (&result->address);
  TlReach *reach = tl_run_get_reach (run);
  gboolean certain = reach->answers > 2 || (reach->answers > 0 && reach->answer_ms < LOST_MS);

  if (result->state == TL_PORT_REFUSED && certain &&
      reach->answer_ms > NEARER_TIMES * result->elapsed_ms + NEARER_MS)
    tl_run_fact_of (run, "tcp.connect", target, "tcp.nearer", "yes");
}

/* The silence of a port means something only beside its siblings: where they answer, the port is
 * filtered; where nothing answers, it stays unknown. It is asked once more itself, for packets do get
 * lost, and then it may answer after all. */
static TlChannel *
look_around (TlRun *run, const GPtrArray *targets, guint port, const TlConnectResult *deciding)
{
  g_autoptr (GPtrArray) own = NULL;
  gboolean answered = tl_ports_siblings (run, targets, port, is_silent (deciding) ? &own : NULL);
  TlConnectResult *late;

  record_nearer (run, deciding);
  if (own == NULL || own->len == 0 || tl_run_is_cancelled (run))
    return NULL;
  late = find_deciding (own);
  if (is_silent (late)) {
    if (answered)
      record_filtered (run, deciding);
    return NULL;
  }
  late = record_attempts (run, own);
  if (late->state == TL_PORT_OPEN || late->state == TL_PORT_REFUSED)
    tl_io_count_segments (tl_run_get_io (run), LATE_SYNS, LATE_SYNS);
  return late->state == TL_PORT_OPEN ? take_connection (run, late) : NULL;
}

/* Where nobody chose the port, other ones are as good, and looked at earlier. */
static guint
first_limit (TlRun *run)
{
  const TlLimits *limits = tl_run_get_limits (run);

  return tl_run_may_adopt (tl_run_get_settings (run)) ? limits->first_connect / 3
                                                      : limits->first_connect;
}

/* Whether this computer itself was in the way, as far as its kernel's counters say so. Other programs
 * are counted, too: only what cannot be theirs alone is recorded. */
static void
record_stack (TlRun *run, const TlConnectResult *result, const TlStack *before)
{
  g_autofree char *target = tl_address_to_target (&result->address);
  TlStack after = tl_stack_read ();
  guint64 unsent = after.unsent - before->unsent;

  if (!before->known || !after.known || points_here (&result->address))
    return;
  if (is_silent (result)) {
    g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, unsent);

    tl_run_fact_of (run, "tcp.connect", target, "tcp.unsent", count);
  } else if (result->elapsed_ms < AT_ONCE_MS && after.loopback > before->loopback &&
             after.arrived == before->arrived) {
    tl_run_fact_of (run, "tcp.connect", target, "tcp.answered_here", "yes");
  }
}

static TlChannel *
connect_to (TlRun *run, const GPtrArray *addresses, guint port, gboolean look)
{
  g_autoptr (GPtrArray) targets = copy_addresses (addresses, port);
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *first = tl_address_to_target (g_ptr_array_index (targets, 0));
  guint limit_ms = tl_run_get_limits (run)->connect;
  TlConnectResult *deciding;
  TlStack stack;

  if (look)
    limit_ms = MIN (limit_ms, first_limit (run));
  tl_run_begin (run, "tcp.connect", first);
  stack = tl_stack_read ();
  results = tl_connect_first_keeping (tl_run_get_io (run), targets, limit_ms,
                                      look ? &tl_run_get_reach (run)->rest : NULL);
  if (tl_run_is_cancelled (run) || results->len == 0) {
    tl_run_fail (run, tl_run_is_cancelled (run) ? TL_FAILURE_CANCELLED : TL_FAILURE_TIMEOUT);
    return NULL;
  }
  deciding = record_attempts (run, results);
  if (deciding->state == TL_PORT_OPEN)
    return take_connection (run, deciding);
  record_stack (run, deciding, &stack);
  return look ? look_around (run, targets, port, deciding) : NULL;
}

TlChannel *
tl_run_connect (TlRun *run, guint port)
{
  if (!tl_run_resolve (run))
    return NULL;
  return connect_to (run, tl_run_get_addresses (run), port, TRUE);
}

TlChannel *
tl_run_connect_again (TlRun *run)
{
  TlReach *reach = tl_run_get_reach (run);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_return_val_if_fail (reach->peer.length > 0, NULL);

  g_ptr_array_add (one, &reach->peer);
  return connect_to (run, one, tl_address_get_port (&reach->peer), FALSE);
}

TlChannel *
tl_run_connect_quietly (TlRun *run, TlIo *io, guint limit_ms)
{
  TlReach *reach = tl_run_get_reach (run);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;

  g_ptr_array_add (one, &reach->peer);
  results = tl_connect_first (io, one, limit_ms);
  if (results->len == 0)
    return NULL;
  result = g_ptr_array_index (results, results->len - 1);
  if (result->state != TL_PORT_OPEN)
    return NULL;
  return tl_channel_new_from_result (io, result);
}

gboolean
tl_run_may_adopt (const TlSettings *settings)
{
  return settings->kind == TL_JOB_CHECK && settings->protocol == TL_PROTOCOL_SMTP &&
         settings->port == 0 && settings->security == TL_SECURITY_AUTO;
}

/* ---------------------------------------------------------------- the other family */

static void
record_other_family (TlRun *run, const TlConnectResult *result)
{
  gboolean six = tl_address_is_ipv6 (&result->address);
  gboolean silent = is_silent (result);
  g_autofree char *target = tl_address_to_target (&result->address);

  tl_run_fact_of (run, "tcp.connect", target, six ? "tcp.ipv6" : "tcp.ipv4",
                  tl_port_state_to_string (result->state));
  if (silent)
    tl_run_fact_of (run, "tcp.connect", target, "tcp.silent_family", six ? "ipv6" : "ipv4");
}

void
tl_run_settle_families (TlRun *run)
{
  TlReach *reach = tl_run_get_reach (run);
  const GPtrArray *results;

  if (reach->rest == NULL || tl_run_is_cancelled (run))
    return;
  results = tl_connect_rest_settle (reach->rest, tl_run_get_io (run), reach->connect_ms);
  for (guint i = 0; i < results->len && !tl_run_is_cancelled (run); i++)
    record_other_family (run, g_ptr_array_index (results, i));
}

/* ---------------------------------------------------------------- tls.handshake */

/* Several servers behind one name, or somebody between: it was verified anew, and it is said. */
void
tl_run_compare_shown (TlRun *run, const TlTlsInfo *info)
{
  TlReach *reach = tl_run_get_reach (run);

  if (info->raw->len == 0 || reach->shown == NULL ||
      g_bytes_equal (info->raw->pdata[0], reach->shown->pdata[0]))
    return;
  tl_run_fact (run, "tls.changed", g_strcmp0 (info->verify, "ok") == 0 ? "verified" : "other");
  if (g_strcmp0 (info->verify, "ok") != 0) {
    g_autofree char *target = tl_address_to_target (&reach->peer);

    tl_tls_info_record (info, tl_run_get_builder (run), "tls.handshake", target);
  }
}

/* A session that is taken up again shows none, and changes nothing. */
void
tl_run_keep_shown (TlRun *run, const TlTlsInfo *info)
{
  TlReach *reach = tl_run_get_reach (run);

  if (info->raw->len == 0)
    return;
  g_clear_pointer (&reach->shown, g_ptr_array_unref);
  reach->shown = g_ptr_array_ref (info->raw);
  reach->shown_by = reach->peer;
}

gboolean
tl_run_end_tls (TlRun *run, TlChannel *channel, TlFailure failure)
{
  TlTls *tls = tl_channel_get_tls (channel);
  const TlTlsInfo *info = tls != NULL ? tl_tls_get_info (tls) : NULL;
  TlReach *reach = tl_run_get_reach (run);
  g_autofree char *target = tl_address_to_target (&reach->peer);

  if (info != NULL) {
    const TlProduct *interceptor = tl_products_find_interceptor (info);

    tl_tls_info_record (info, tl_run_get_builder (run), "tls.handshake", target);
    if (tl_address_equal_host (&reach->shown_by, &reach->peer) &&
        tl_address_get_port (&reach->shown_by) == tl_address_get_port (&reach->peer))
      tl_run_compare_shown (run, info);
    tl_run_keep_shown (run, info);
    tl_local_ca_note_anchor (run, info);
    if (interceptor != NULL) {
      tl_run_fact (run, "tls.interceptor", interceptor->name);
      tl_run_fact (run, "tls.interceptor.kind", interceptor->kind);
    }
  }
  if (failure == TL_FAILURE_NONE && (info == NULL || !info->complete))
    failure = TL_FAILURE_TLS;
  tl_run_fact (run, "tls.state", failure == TL_FAILURE_NONE ? "ok" : "failed");
  if (failure != TL_FAILURE_NONE)
    return tl_run_fail (run, failure);
  if (g_strcmp0 (info->verify, "ok") != 0)
    return tl_run_fail_as (run, "not-allowed");
  return tl_run_end (run, TL_OUTCOME_OK);
}

gboolean
tl_run_tls (TlRun *run, TlChannel *channel, const char *alpn)
{
  g_autofree char *target = tl_address_to_target (&tl_run_get_reach (run)->peer);
  TlFailure failure;

  tl_run_begin (run, "tls.handshake", target);
  failure = tl_channel_start_tls (channel, tl_run_get_trust (run), tl_run_get_settings (run)->host,
                                  alpn, NULL, tl_run_get_limits (run)->tls);
  return tl_run_end_tls (run, channel, failure);
}
