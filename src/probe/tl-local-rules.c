/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of this computer's packet filter, where they may be read: as its own program lists them,
 * with what rights this one has. */
#include "tl-local-private.h"

#include "tl-firewall.h"
#include "tl-names.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LISTING_MAX (4 * 1024 * 1024)
#define LIMIT_MS 1500

/* Programs of the system come before those of a PATH that anybody may have set. */
static char *
find_tool (const char *name)
{
  static const char *const usual[] = {"/usr/sbin", "/sbin", "/usr/local/sbin"};

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    g_autofree char *path = g_build_filename (usual[i], name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return g_find_program_in_path (name);
}

/* What `out` gives until its end; FALSE where that does not come in time, or is too much. */
static gboolean
gather (TlIo *io, int out, gint64 until, GString *text)
{
  char buffer[16384];
  gssize n;

  do {
    struct pollfd fd = {.fd = out, .events = POLLIN};

    if (tl_io_poll (io, &fd, 1, until) != TL_FAILURE_NONE)
      return FALSE;
    n = read (out, buffer, sizeof buffer);
    if (n > 0)
      g_string_append_len (text, buffer, n);
  } while (n > 0 && text->len <= LISTING_MAX);
  return n == 0;
}

/* What a program prints; NULL where it is not there, fails, or is not done in time. */
static char *
run_tool (TlIo *io, const char *name, const char *const *words, gint64 until)
{
  g_autofree char *tool = find_tool (name);
  const char *argv[6] = {tool};
  const char *envp[] = {"LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
  g_autoptr (GString) text = g_string_new (NULL);
  GPid pid;
  int out, status = -1;
  gboolean whole;

  for (guint i = 0; words[i] != NULL && i + 2 < G_N_ELEMENTS (argv); i++)
    argv[i + 1] = words[i];
  if (tool == NULL ||
      !g_spawn_async_with_pipes ("/", (char **) argv, (char **) envp,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &pid, NULL, &out, NULL, NULL))
    return NULL;
  whole = gather (io, out, until, text);
  close (out);
  if (!whole)
    kill (pid, SIGKILL);
  /* Nothing is printed where the rules may not be read; then the program says so at its end. */
  if (waitpid (pid, &status, 0) != pid)
    whole = FALSE;
  g_spawn_close_pid (pid);
  if (!whole || !WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ------------------------------------------------------------------ the rules */

static gboolean
add_iptables (TlIo *io, TlFirewall *firewall, const char *tool, gboolean ipv6, gboolean nft,
              gint64 until)
{
  static const char *const words[] = {"-c", NULL};
  g_autofree char *listing = run_tool (io, tool, words, until);

  if (listing != NULL)
    tl_firewall_add_iptables (firewall, listing, ipv6, nft);
  return listing != NULL;
}

/* The old iptables would load its modules for being asked: its tables are, where there are any. */
static gboolean
has_legacy (gboolean ipv6)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (ipv6 ? "/proc/self/net/ip6_tables_names"
                                   : "/proc/self/net/ip_tables_names",
                              &text, NULL, NULL) &&
         *text != '\0';
}

gboolean
tl_local_has_legacy_rules (void)
{
  return has_legacy (FALSE) || has_legacy (TRUE);
}

TlFirewall *
tl_local_read_rules (TlIo *io)
{
  static const char *const words[] = {"-j", "list", "ruleset", NULL};
  g_autoptr (TlFirewall) firewall = tl_firewall_new ();
  gint64 until = tl_io_limit (io, LIMIT_MS);
  g_autofree char *listing = run_tool (io, "nft", words, until);
  gboolean nft = listing != NULL && tl_firewall_add_nft (firewall, listing, -1);
  gboolean read = nft;

  if (!nft || tl_firewall_needs_iptables (firewall)) {
    read |= add_iptables (io, firewall, "iptables-nft-save", FALSE, TRUE, until);
    read |= add_iptables (io, firewall, "ip6tables-nft-save", TRUE, TRUE, until);
  }
  if (has_legacy (FALSE))
    read |= add_iptables (io, firewall, "iptables-legacy-save", FALSE, FALSE, until);
  if (has_legacy (TRUE))
    read |= add_iptables (io, firewall, "ip6tables-legacy-save", TRUE, FALSE, until);
  return read ? g_steal_pointer (&firewall) : NULL;
}

/* The own address that the kernel would send from: asked by a datagram socket, which sends nothing. */
static void
find_source (TlFirewallPacket *packet)
{
  int fd = socket (packet->peer.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  packet->source.length = sizeof packet->source.storage;
  if (fd < 0 ||
      connect (fd, (const struct sockaddr *) &packet->peer.storage, packet->peer.length) != 0 ||
      getsockname (fd, (struct sockaddr *) &packet->source.storage, &packet->source.length) != 0)
    packet->source.length = 0;
  if (fd >= 0)
    close (fd);
}

/* ------------------------------------------------------------------ whose they are and what they mean */

static void
record_owner (TlLocal *local, const char *mark)
{
  g_auto (GStrv) names = g_strsplit (mark, "\n", -1);
  const TlProduct *product = NULL;

  for (guint i = 0; names[i] != NULL && product == NULL; i++)
    product = *names[i] != '\0' ? tl_product_find_by_rule (tl_products (), names[i]) : NULL;
  if (product == NULL)
    return;
  tl_local_fact (local, "local.firewall.owner", product->name);
  tl_local_fact (local, "local.firewall.owner_kind", product->kind);
}

static gboolean
stops (TlFirewall *firewall, const TlFirewallPacket *packet)
{
  g_auto (TlFirewallView) view = {0};

  tl_firewall_judge (firewall, packet, &view);
  return view.verdict == TL_FIREWALL_DROPS || view.verdict == TL_FIREWALL_REJECTS;
}

/* Whether it is this port, or all that would leave: the web's port and one that nobody names, somewhere
 * else (RFC 5737, RFC 3849). */
static const char *
find_scope (TlFirewall *firewall, const TlFirewallPacket *packet)
{
  static const guint ports[] = {443, 50505};

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++) {
    TlFirewallPacket other = *packet;

    other.udp = FALSE;
    if (!tl_address_parse (tl_address_is_ipv6 (&packet->peer) ? "2001:db8::1" : "198.51.100.1",
                           ports[i], &other.peer) ||
        !stops (firewall, &other))
      return "some";
  }
  return "everything";
}

/* The links by which the same connection would get out. */
static char *
find_exits (TlFirewall *firewall, const TlFirewallPacket *packet)
{
  g_auto (GStrv) links = tl_firewall_list_links (firewall);
  g_autoptr (GString) exits = g_string_new (NULL);

  for (guint i = 0; links[i] != NULL; i++) {
    g_autofree char *name = g_strdelimit (g_strdup (links[i]), "*", '0');
    TlFirewallPacket other = *packet;

    other.interface = name;
    other.source.length = 0;
    if (g_strcmp0 (name, packet->interface) == 0 || stops (firewall, &other))
      continue;
    g_string_append_printf (exits, "%s%s", exits->len > 0 ? " " : "", links[i]);
  }
  return g_strdup (exits->str);
}

static void
record_stop (TlLocal *local, TlFirewall *firewall, const TlFirewallPacket *packet,
             const TlFirewallView *view)
{
  g_autofree char *exits = packet->answer ? g_strdup ("") : find_exits (firewall, packet);

  tl_local_fact (local, "local.firewall.rule", view->rule);
  tl_local_fact (local, "local.firewall.rule_way", packet->answer ? "in" : "out");
  tl_local_fact (local, "local.firewall.rule_scope", find_scope (firewall, packet));
  if (*exits != '\0')
    tl_local_fact (local, "local.firewall.lets_out", exits);
  if (view->packets >= 0) {
    g_autofree char *packets = g_strdup_printf ("%" G_GINT64_FORMAT, view->packets);

    tl_local_fact (local, "local.firewall.rule_packets", packets);
  }
}

static void
record_view (TlLocal *local, TlFirewall *firewall, const TlFirewallPacket *packet,
             const TlFirewallView *view)
{
  if (view->verdict == TL_FIREWALL_REDIRECTS)
    tl_local_fact (local, "local.firewall.redirect", view->rule);
  else
    record_stop (local, firewall, packet, view);
  tl_local_fact (local, "local.firewall.rule_sure", view->unsure ? "no" : "yes");
  record_owner (local, view->mark);
}

/* "0::/user.slice/…": its path in the control groups of version 2; NULL where there are none. */
static const char *
find_group (TlLocal *local)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (local->cgroup != NULL || !g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL))
    return local->cgroup;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (local->cgroup == NULL && g_str_has_prefix (lines[i], "0::/"))
      local->cgroup = g_strdup (lines[i] + strlen ("0::"));
  return local->cgroup;
}

/* Split tunnels let out what somebody has put into a class of its own (net_cls of cgroup v1). */
static gboolean
is_classed (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL))
    return TRUE;
  line = strstr (text, "net_cls");
  line = line != NULL ? strchr (line, ':') : NULL;
  return line != NULL && !g_str_has_prefix (line, ":/\n");
}

static TlFirewallPacket
make_packet (TlLocal *local, const TlAddress *peer, const char *interface)
{
  TlFirewallPacket packet = {.peer = *peer,
                             .interface = interface,
                             .uid = geteuid (),
                             .gid = getegid (),
                             .classed = is_classed (),
                             .cgroup = find_group (local)};

  tl_address_set_port (&packet.peer, tl_settings_effective_port (tl_run_get_settings (local->run)));
  find_source (&packet);
  return packet;
}

/* What goes out may be let go, and its answers dropped: by rules that do not know which belong
 * together, or by a policy that nothing stands before. */
static gboolean
judge_answer (TlLocal *local, TlFirewall *firewall, const TlFirewallPacket *packet)
{
  TlFirewallPacket answer = *packet;
  g_auto (TlFirewallView) view = {0};

  answer.answer = TRUE;
  tl_firewall_judge (firewall, &answer, &view);
  if (view.verdict != TL_FIREWALL_DROPS && view.verdict != TL_FIREWALL_REJECTS)
    return FALSE;
  record_view (local, firewall, &answer, &view);
  return TRUE;
}

/* The worst that the rules do to one of the host's addresses. FALSE: nothing. */
static gboolean
judge_host (TlLocal *local, TlFirewall *firewall, const GPtrArray *addresses, const char *interface)
{
  g_autofree char *perhaps = NULL;

  for (guint i = 0; i < addresses->len; i++) {
    TlFirewallPacket packet = make_packet (local, addresses->pdata[i], interface);
    g_auto (TlFirewallView) view = {0};

    tl_firewall_judge (firewall, &packet, &view);
    if (view.verdict != TL_FIREWALL_PASSES) {
      record_view (local, firewall, &packet, &view);
      return TRUE;
    }
    if (judge_answer (local, firewall, &packet))
      return TRUE;
    if (perhaps == NULL)
      perhaps = g_steal_pointer (&view.perhaps);
  }
  if (perhaps != NULL)
    tl_local_fact (local, "local.firewall.perhaps", perhaps);
  return FALSE;
}

/* What the rules do to a question for the name, where no name server has answered: they stop it where they
 * stop it on the way to each. Other programs' questions (behind: servers that one of this computer asks)
 * may be treated otherwise. */
static gboolean
judge_names (TlLocal *local, TlFirewall *firewall)
{
  guint behind;
  g_autoptr (GPtrArray) servers = tl_names_list_servers (local->run, &behind);
  g_auto (TlFirewallView) worst = {0};
  TlFirewallPacket packet = {.udp = TRUE, .uid = geteuid (), .gid = getegid ()};
  gboolean found = FALSE;

  for (guint i = 0; i < servers->len; i++) {
    g_auto (TlFirewallView) view = {0};

    if (!tl_names_parse_server (servers->pdata[i], &packet.peer) ||
        g_str_equal (tl_address_kind (&packet.peer), "loopback"))
      continue;
    packet.interface = tl_local_find_way (local, &packet.peer);
    find_source (&packet);
    tl_firewall_judge (firewall, &packet, &view);
    if (view.verdict != TL_FIREWALL_DROPS && view.verdict != TL_FIREWALL_REJECTS)
      return FALSE;
    if (found)
      continue;
    worst = view;
    view = (TlFirewallView){0};
    found = TRUE;
  }
  if (!found)
    return FALSE;
  worst.unsure |= behind > 0;
  record_view (local, firewall, &packet, &worst);
  tl_local_fact (local, "local.firewall.rule_about", "names");
  return TRUE;
}

/* Whether the name was asked for, and nobody gave an answer that is the domain's own. */
static gboolean
lacks_answer (TlLocal *local)
{
  g_autofree char *outcome =
      tl_evidence_builder_dup (tl_run_get_builder (local->run), "dns.outcome");

  return g_strcmp0 (outcome, "silent") == 0 || g_strcmp0 (outcome, "servfail") == 0;
}

/* The command that would tell: that of the program which manages the rules. */
static const char *
find_command (TlLocal *local, const char *seen)
{
  const GPtrArray *table = tl_products ();
  g_auto (GStrv) names = g_strsplit (seen, ", ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    for (guint k = 0; k < table->len; k++) {
      const TlProduct *product = table->pdata[k];

      if (strcmp (product->name, names[i]) == 0 && *product->command != '\0')
        return product->command;
    }
  return "nft list ruleset";
}

char *
tl_local_dup_rule_by (TlRun *run, const TlAddress *peer, const char *interface)
{
  g_autoptr (TlFirewall) firewall = tl_local_read_rules (tl_run_get_io (run));
  TlFirewallPacket packet = {
      .peer = *peer, .interface = interface, .uid = geteuid (), .gid = getegid ()};
  g_auto (TlFirewallView) view = {0};

  if (firewall == NULL)
    return NULL;
  find_source (&packet);
  tl_firewall_judge (firewall, &packet, &view);
  return view.verdict == TL_FIREWALL_DROPS || view.verdict == TL_FIREWALL_REJECTS
             ? g_steal_pointer (&view.rule)
             : NULL;
}

char *
tl_local_dup_rule_for (TlRun *run, const TlAddress *peer)
{
  g_autofree char *interface =
      tl_evidence_builder_dup (tl_run_get_builder (run), "local.route.interface");

  return tl_local_dup_rule_by (run, peer, interface);
}

/* What is met first there; it is asked about where the packet filter lets the packet come so far. */
static void
look_at_opensnitch (TlLocal *local, const GPtrArray *addresses, const char *interface)
{
  TlFirewallPacket packet;

  if (addresses == NULL || addresses->len == 0) {
    tl_local_opensnitch (local, NULL);
    return;
  }
  packet = make_packet (local, addresses->pdata[0], interface);
  tl_local_opensnitch (local, &packet);
}

gboolean
tl_local_rules (TlLocal *local, const char *seen, const char *interface)
{
  const GPtrArray *addresses = tl_run_get_addresses (local->run);
  g_autoptr (TlFirewall) firewall = tl_local_read_rules (tl_run_get_io (local->run));
  gboolean stopped = FALSE;

  tl_local_fact (local, "local.firewall.rules", firewall != NULL ? "readable" : "not-readable");
  if (firewall == NULL)
    tl_local_fact (local, "local.firewall.command", find_command (local, seen));
  if (firewall != NULL && addresses != NULL)
    stopped = addresses->len > 0 ? judge_host (local, firewall, addresses, interface)
                                 : lacks_answer (local) && judge_names (local, firewall);
  if (!stopped && strstr (seen, "opensnitch") != NULL)
    look_at_opensnitch (local, addresses, interface);
  return stopped;
}
