/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of this computer's packet filter, where they may be read: as its own program lists them,
 * with what rights this one has. */
#include "tl-local-private.h"

#include "tl-firewall.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define LISTING_MAX (4 * 1024 * 1024)
#define LIMIT_MS 1500

static char *
find_nft (void)
{
  static const char *const usual[] = {"/usr/sbin/nft", "/sbin/nft", "/usr/local/sbin/nft"};

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (g_file_test (usual[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (usual[i]);
  return g_find_program_in_path ("nft");
}

/* What `out` gives until its end; FALSE where that does not come in time, or is too much. */
static gboolean
gather (TlIo *io, int out, GString *text)
{
  gint64 until = tl_io_limit (io, LIMIT_MS);
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

char *
tl_local_list_rules (TlIo *io)
{
  g_autofree char *nft = find_nft ();
  const char *argv[] = {nft, "-j", "list", "ruleset", NULL};
  const char *envp[] = {"LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
  g_autoptr (GString) text = g_string_new (NULL);
  GPid pid;
  int out, status = -1;
  gboolean whole;

  if (nft == NULL ||
      !g_spawn_async_with_pipes ("/", (char **) argv, (char **) envp,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &pid, NULL, &out, NULL, NULL))
    return NULL;
  whole = gather (io, out, text);
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

static void
record_view (TlLocal *local, const TlFirewallView *view)
{
  if (view->verdict == TL_FIREWALL_PASSES)
    return;
  if (view->verdict == TL_FIREWALL_REDIRECTS)
    tl_local_fact (local, "local.firewall.redirect", view->rule);
  else
    tl_local_fact (local, "local.firewall.rule", view->rule);
  tl_local_fact (local, "local.firewall.rule_sure", view->unsure ? "no" : "yes");
}

/* The worst that the rules do to one of the host's addresses. */
static void
judge_host (TlLocal *local, const char *listing, const GPtrArray *addresses, const char *interface)
{
  guint port = tl_settings_effective_port (tl_run_get_settings (local->run));

  for (guint i = 0; i < addresses->len; i++) {
    TlFirewallPacket packet = {.peer = *(const TlAddress *) addresses->pdata[i],
                               .interface = interface,
                               .uid = geteuid ()};
    g_auto (TlFirewallView) view = {0};

    tl_address_set_port (&packet.peer, port);
    if (!tl_firewall_judge (listing, -1, &packet, &view))
      return;
    if (view.verdict == TL_FIREWALL_PASSES)
      continue;
    record_view (local, &view);
    return;
  }
}

char *
tl_local_dup_rule_for (TlRun *run, const TlAddress *peer)
{
  g_autofree char *listing = tl_local_list_rules (tl_run_get_io (run));
  g_autofree char *interface =
      tl_evidence_builder_dup (tl_run_get_builder (run), "local.route.interface");
  TlFirewallPacket packet = {.peer = *peer, .interface = interface, .uid = geteuid ()};
  g_auto (TlFirewallView) view = {0};

  if (listing == NULL || !tl_firewall_judge (listing, -1, &packet, &view) ||
      (view.verdict != TL_FIREWALL_DROPS && view.verdict != TL_FIREWALL_REJECTS))
    return NULL;
  return g_steal_pointer (&view.rule);
}

void
tl_local_rules (TlLocal *local, const char *interface)
{
  const GPtrArray *addresses = tl_run_get_addresses (local->run);
  g_autofree char *listing = tl_local_list_rules (tl_run_get_io (local->run));

  tl_local_fact (local, "local.firewall.rules", listing != NULL ? "readable" : "not-readable");
  if (listing != NULL && addresses != NULL)
    judge_host (local, listing, addresses, interface);
}
