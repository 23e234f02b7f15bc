/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of OpenSnitch, where it runs and where they may be read. It asks about each program by itself:
 * what it does to this one need not be what it does to the person's own. */
#include "tl-local-private.h"

#include "tl-opensnitch.h"

#include <string.h>
#include <unistd.h>

#define CONFIG "/etc/opensnitchd/default-config.json"
#define RULES "/etc/opensnitchd/rules"
#define FILES_MAX 4096
#define FILE_MAX_BYTES (1024 * 1024)
#define COMMAND "grep -r . " RULES

/* By the names of their files; those that most people here use for what is tested. */
static const char *const mail_programs[] = {"thunderbird", "thunderbird-bin", "evolution", "geary",
                                            "kmail",       "claws-mail",      "sylpheed",  "mutt",
                                            "neomutt",     "msmtp",           NULL};
static const char *const file_programs[] = {"filezilla", "lftp", "gftp-gtk", "ncftp", "ftp", NULL};
static const char *const web_programs[] = {"firefox", "firefox-esr", "chromium",
                                           "curl",    "wget",        NULL};

static const char *const *
list_programs (TlProtocol protocol)
{
  switch (protocol) {
    case TL_PROTOCOL_FTP:
      return file_programs;
    case TL_PROTOCOL_HTTP:
      return web_programs;
    case TL_PROTOCOL_SMTP:
    default:
      return mail_programs;
  }
}

static gboolean
read_bounded (const char *path, char **text, gsize *length)
{
  if (!g_file_get_contents (path, text, length, NULL))
    return FALSE;
  if (*length <= FILE_MAX_BYTES)
    return TRUE;
  g_clear_pointer (text, g_free);
  return FALSE;
}

static char *
read_default (void)
{
  g_autofree char *text = NULL;
  gsize length;

  return read_bounded (CONFIG, &text, &length) ? tl_opensnitch_read_default (text, length) : NULL;
}

/* NULL where the rules may not be read, or not all of them. */
static TlOpenSnitch *
read_rules (void)
{
  g_autofree char *action = read_default ();
  g_autoptr (TlOpenSnitch) snitch = tl_opensnitch_new (action);
  g_autoptr (GDir) dir = g_dir_open (RULES, 0, NULL);
  const char *name;
  guint n = 0;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL && n++ < FILES_MAX) {
    g_autofree char *path = g_build_filename (RULES, name, NULL);
    g_autofree char *text = NULL;
    gsize length;

    if (!g_str_has_suffix (name, ".json"))
      continue;
    if (!read_bounded (path, &text, &length))
      return NULL;
    tl_opensnitch_add (snitch, text, length);
  }
  return g_steal_pointer (&snitch);
}

/* ------------------------------------------------------------------ what they mean here */

static gboolean
stops (const TlFirewallView *view)
{
  return view->verdict == TL_FIREWALL_DROPS || view->verdict == TL_FIREWALL_REJECTS;
}

/* As for the rules of the packet filter: is it this, or everything that would leave? */
static const char *
find_scope (TlOpenSnitch *snitch, const TlOpenSnitchQuestion *question)
{
  TlFirewallPacket packet = *question->packet;
  TlOpenSnitchQuestion other = *question;
  g_auto (TlFirewallView) view = {0};

  other.packet = &packet;
  other.host = "www.example.com";
  if (!tl_address_parse (tl_address_is_ipv6 (&packet.peer) ? "2001:db8::1" : "198.51.100.1", 443,
                         &packet.peer))
    return "some";
  tl_opensnitch_judge (snitch, &other, &view);
  return stops (&view) ? "everything" : "some";
}

static void
record_stop (TlLocal *local, TlOpenSnitch *snitch, const TlOpenSnitchQuestion *question,
             const TlFirewallView *view)
{
  tl_local_fact (local, "local.firewall.rule", view->rule);
  tl_local_fact (local, "local.firewall.rule_sure", view->unsure ? "no" : "yes");
  tl_local_fact (local, "local.firewall.rule_scope", find_scope (snitch, question));
  tl_local_fact (local, "local.firewall.owner", "OpenSnitch");
  tl_local_fact (local, "local.firewall.owner_kind", "firewall");
}

static void
judge (TlLocal *local, TlOpenSnitch *snitch, const TlOpenSnitchQuestion *question)
{
  TlSettings *settings = tl_run_get_settings (local->run);
  g_auto (TlFirewallView) view = {0};
  g_autofree char *other = NULL;
  const char *program = NULL;

  tl_opensnitch_judge (snitch, question, &view);
  if (stops (&view)) {
    record_stop (local, snitch, question, &view);
    return;
  }
  if (view.perhaps != NULL)
    tl_local_fact (local, "local.firewall.perhaps", view.perhaps);
  other =
      tl_opensnitch_find_program (snitch, question, list_programs (settings->protocol), &program);
  if (other == NULL)
    return;
  tl_local_fact (local, "local.firewall.program", program);
  tl_local_fact (local, "local.firewall.program_rule", other);
}

/* Where no address was found: the question for it, to the first name server. A rule about the name of a host
 * stops that already. FALSE: nobody would be asked. */
static gboolean
make_lookup (TlLocal *local, TlFirewallPacket *packet)
{
  g_autofree char *list =
      tl_evidence_builder_dup (tl_run_get_builder (local->run), "local.resolvers");
  g_auto (GStrv) servers = g_strsplit (list != NULL ? list : "", " ", 2);

  *packet = (TlFirewallPacket){.uid = geteuid (), .gid = getegid ()};
  return *tl_run_get_settings (local->run)->host != '\0' && servers[0] != NULL &&
         tl_address_parse (servers[0], 53, &packet->peer);
}

void
tl_local_opensnitch (TlLocal *local, const TlFirewallPacket *packet)
{
  TlSettings *settings = tl_run_get_settings (local->run);
  g_autoptr (TlOpenSnitch) snitch = read_rules ();
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  TlFirewallPacket lookup;
  TlOpenSnitchQuestion question = {
      .packet = packet,
      .host = settings->host,
      .path = path,
      .asked = local->programs != NULL && g_hash_table_contains (local->programs, "opensnitch-ui"),
      .lookup = packet == NULL};

  tl_local_fact (local, "local.opensnitch", snitch != NULL ? "readable" : "not-readable");
  if (snitch == NULL)
    tl_local_fact (local, "local.firewall.command", COMMAND);
  if (packet == NULL && make_lookup (local, &lookup))
    question.packet = &lookup;
  if (snitch != NULL && question.packet != NULL)
    judge (local, snitch, &question);
}
