/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of iptables, as iptables-save and ip6tables-save print them (iptables-extensions(8)). */
#include "tl-firewall-private.h"

#include <netinet/in.h>
#include <string.h>

#define LINES_MAX 100000

/* What a rule says, word by word. */
typedef struct {
  TlFilter *filter;
  TlRule *rule;
  char **words;
  guint at;
  gboolean negate; /* "!" stood before the option */
  gboolean marks;  /* it gives a mark */
} Reader;

static const char *
next (Reader *reader)
{
  return reader->words[reader->at] != NULL ? reader->words[reader->at++] : "";
}

static void
condition (Reader *reader, TlMatch match)
{
  TlRule *rule = reader->rule;

  match = tl_match_negate (match, reader->negate);
  if (match == TL_MATCH_NO || (match == TL_MATCH_UNKNOWN && rule->match == TL_MATCH_YES))
    rule->match = match;
}

static TlMatch
yes (gboolean is)
{
  return is ? TL_MATCH_YES : TL_MATCH_NO;
}

/* ------------------------------------------------------------------ conditions */

/* "587", "2500:2600", ":1023" */
static gboolean
range_has (const char *range, guint64 number)
{
  char *end;
  guint64 low = *range == ':' ? 0 : g_ascii_strtoull (range, &end, 0), high = low;

  if (*range == ':')
    end = (char *) range;
  if (*end == ':')
    high = end[1] != '\0' ? g_ascii_strtoull (end + 1, NULL, 0) : 65535;
  return number >= low && number <= high;
}

static TlMatch
list_has (const char *list, guint64 number)
{
  g_auto (GStrv) ranges = g_strsplit (list, ",", -1);

  for (guint i = 0; ranges[i] != NULL; i++)
    if (range_has (ranges[i], number))
      return TL_MATCH_YES;
  return TL_MATCH_NO;
}

static gint64
count_bits (const char *mask)
{
  TlAddress address;
  const guchar *bytes;
  gint64 n = 0;

  if (strpbrk (mask, ".:") == NULL)
    return (gint64) g_ascii_strtoull (mask, NULL, 10);
  if (!tl_address_parse (mask, 0, &address) || tl_address_is_ipv6 (&address))
    return -2;
  bytes = (const guchar *) &((const struct sockaddr_in *) &address.storage)->sin_addr;
  for (guint i = 0; i < 32; i++)
    n += (bytes[i / 8] >> (7 - i % 8)) & 1;
  return n;
}

static TlMatch
has_address (const TlAddress *own, const char *network)
{
  g_auto (GStrv) halves = g_strsplit (network, "/", 2);
  gint64 bits = halves[0] != NULL && halves[1] != NULL ? count_bits (halves[1]) : -1;

  if (own->length == 0 || halves[0] == NULL || bits < -1)
    return TL_MATCH_UNKNOWN;
  return tl_match_address (own, halves[0], bits);
}

/* iptables writes "tun+" where nft writes "tun*". What goes out came in by no link, and the other way
 * round. */
static TlMatch
passes_by (Reader *reader, const char *link, gboolean in)
{
  g_autofree char *pattern = g_strdup (link);
  gsize n = strlen (pattern);

  if (in != reader->filter->packet->answer)
    return TL_MATCH_NO;

  if (n > 0 && pattern[n - 1] == '+')
    pattern[n - 1] = '*';
  tl_filter_see_link (reader->filter, pattern);
  return tl_match_link (reader->filter->packet->interface, pattern);
}

static TlMatch
has_state (Reader *reader, const char *states)
{
  g_auto (GStrv) names = g_strsplit (states, ",", -1);

  return yes (g_strv_contains ((const char *const *) names,
                               reader->filter->packet->answer ? "ESTABLISHED" : "NEW"));
}

/* "0x8/0x8", "51820": our packets bear no mark, unless a rule gives them one. */
static TlMatch
has_mark (const TlFilter *filter, const char *mark)
{
  return filter->marks_unknown ? TL_MATCH_UNKNOWN : yes (g_ascii_strtoull (mark, NULL, 0) == 0);
}

/* The program stands in that group or in one below it (xt_cgroup). */
static TlMatch
is_in_group (const TlFirewallPacket *packet, const char *path)
{
  const char *own = packet->cgroup;
  gsize n;

  if (own == NULL || packet->answer)
    return TL_MATCH_UNKNOWN;
  while (*path == '/')
    path++;
  n = strlen (path);
  while (n > 0 && path[n - 1] == '/')
    n--;
  return yes (n == 0 ||
              (strncmp (own + 1, path, n) == 0 && (own[n + 1] == '/' || own[n + 1] == '\0')));
}

static TlMatch
has_class (const TlFirewallPacket *packet, const char *class)
{
  return packet->classed ? TL_MATCH_UNKNOWN : yes (g_ascii_strtoull (class, NULL, 0) == 0);
}

static TlMatch
is_owner (guint id, const char *word)
{
  char *end;
  guint64 low = g_ascii_strtoull (word, &end, 10);
  guint64 high = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : low;

  return end == word ? TL_MATCH_UNKNOWN : yes (id >= low && id <= high);
}

static void
about_port (Reader *reader, TlMatch match)
{
  reader->rule->names_port |= match == TL_MATCH_YES && !reader->negate;
  condition (reader, match);
}

/* The port of the server, or the own one where it is an answer that is asked about. TRUE where the
 * option is about ports, and understood. */
static gboolean
read_ports (Reader *reader, const char *option)
{
  const TlFirewallPacket *packet = reader->filter->packet;
  gboolean to = g_str_equal (option, "--dport") || g_str_equal (option, "--dports");

  if (!to &&
      !(packet->answer && (g_str_equal (option, "--sport") || g_str_equal (option, "--sports"))))
    return FALSE;
  if (to == packet->answer)
    condition (reader, list_has (next (reader), TL_FIREWALL_OWN_PORT));
  else
    about_port (reader, list_has (next (reader), tl_address_get_port (&packet->peer)));
  return TRUE;
}

/* TRUE where the option was a condition that is understood. */
static gboolean
read_condition (Reader *reader, const char *option)
{
  const TlFirewallPacket *packet = reader->filter->packet;
  const TlAddress *from = packet->answer ? &packet->peer : &packet->source;
  const TlAddress *to = packet->answer ? &packet->source : &packet->peer;

  if (g_str_equal (option, "-p")) {
    const char *protocol = next (reader);

    condition (reader, yes (g_str_equal (protocol, packet->udp ? "udp" : "tcp") ||
                            g_str_equal (protocol, "all")));
  } else if (g_str_equal (option, "-d")) {
    condition (reader, has_address (to, next (reader)));
  } else if (g_str_equal (option, "-s")) {
    condition (reader, has_address (from, next (reader)));
  } else if (g_str_equal (option, "-o") || g_str_equal (option, "-i")) {
    condition (reader, passes_by (reader, next (reader), g_str_equal (option, "-i")));
  } else if (read_ports (reader, option)) {
    return TRUE;
  } else if (g_str_equal (option, "--ctstate") || g_str_equal (option, "--state")) {
    condition (reader, has_state (reader, next (reader)));
  } else if (g_str_equal (option, "--syn")) {
    condition (reader, yes (!packet->answer));
  } else if (g_str_equal (option, "--tcp-flags")) {
    next (reader);
    condition (reader, yes (g_str_equal (next (reader), "SYN") && !packet->answer));
  } else if (g_str_equal (option, "--mark")) {
    condition (reader, has_mark (reader->filter, next (reader)));
  } else if (g_str_equal (option, "--dst-type")) {
    condition (reader, yes (strstr (next (reader), packet->answer ? "LOCAL" : "UNICAST") != NULL));
  } else if (g_str_equal (option, "--uid-owner")) {
    condition (reader, is_owner (packet->uid, next (reader)));
  } else if (g_str_equal (option, "--gid-owner")) {
    condition (reader, is_owner (packet->gid, next (reader)));
  } else if (g_str_equal (option, "--path")) {
    condition (reader, is_in_group (packet, next (reader)));
  } else if (g_str_equal (option, "--cgroup")) {
    condition (reader, has_class (packet, next (reader)));
  } else {
    return FALSE;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ rules */

static void
read_target (Reader *reader, const char *name, gboolean jumps)
{
  static const struct {
    const char *name;
    TlAction action;
  } actions[] = {
      {"ACCEPT", TL_ACTION_ACCEPT},     {"DROP", TL_ACTION_DROP},
      {"REJECT", TL_ACTION_REJECT},     {"RETURN", TL_ACTION_RETURN},
      {"REDIRECT", TL_ACTION_REDIRECT}, {"DNAT", TL_ACTION_REDIRECT},
      {"TPROXY", TL_ACTION_REDIRECT},   {"NFQUEUE", TL_ACTION_UNKNOWN},
      {"QUEUE", TL_ACTION_UNKNOWN},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (g_str_equal (actions[i].name, name)) {
      reader->rule->action = actions[i].action;
      return;
    }
  }
  /* A chain of this name, or one of the many that decide nothing, such as LOG: found out when walked. */
  reader->rule->action = jumps ? TL_ACTION_JUMP : TL_ACTION_GOTO;
  reader->rule->target = g_string_chunk_insert_const (reader->filter->words, name);
}

/* Modules whose own options, all of them, are read above or say nothing. */
static gboolean
is_known_module (const char *name)
{
  static const char *const known[] = {"tcp",   "udp",      "multiport", "conntrack", "state",
                                      "owner", "comment",  "mark",      "addrtype",  "icmp",
                                      "icmp6", "connmark", "cgroup",    NULL};

  return g_strv_contains (known, name);
}

static void
read_option (Reader *reader, const char *option)
{
  const char *name;

  if (g_str_equal (option, "-m")) {
    name = next (reader);
    reader->negate = FALSE;
    if (!is_known_module (name))
      condition (reader, TL_MATCH_UNKNOWN);
  } else if (g_str_equal (option, "-j") || g_str_equal (option, "-g")) {
    name = next (reader);
    read_target (reader, name, g_str_equal (option, "-j"));
    /* What follows are words of the target. */
    for (; reader->words[reader->at] != NULL; reader->at++)
      reader->marks |= (g_str_equal (name, "MARK") || g_str_equal (name, "CONNMARK")) &&
                       (g_str_has_prefix (reader->words[reader->at], "--set-") ||
                        g_str_equal (reader->words[reader->at], "--or-mark") ||
                        g_str_equal (reader->words[reader->at], "--xor-mark"));
  } else if (g_str_equal (option, "--comment")) {
    reader->rule->comment = g_string_chunk_insert (reader->filter->words, next (reader));
  } else if (!read_condition (reader, option) && option[0] == '-') {
    reader->negate = FALSE;
    condition (reader, TL_MATCH_UNKNOWN);
  }
}

/* How the rule is named: its own words, without the counter and the chain. */
static const char *
name_rule (TlFilter *filter, char **words, guint from)
{
  g_autofree char *text = g_strjoinv (" ", words + from);

  return g_string_chunk_insert (filter->words, text);
}

/* "[7:420] -A OUTPUT -p tcp …" */
static void
read_rule (TlFilter *filter, const char *table, const char *line)
{
  TlRule rule = {.match = TL_MATCH_YES, .packets = -1};
  Reader reader = {.filter = filter, .rule = &rule};
  g_auto (GStrv) words = NULL;
  TlChain *chain;

  if (!g_shell_parse_argv (line, NULL, &words, NULL))
    return;
  reader.words = words;
  if (words[0][0] == '[') {
    rule.packets = (gint64) g_ascii_strtoull (words[0] + 1, NULL, 10);
    reader.at++;
  }
  if (!g_str_equal (next (&reader), "-A"))
    return;
  chain = tl_filter_find_chain (filter, filter->ipv6 ? "ip6" : "ip", table, next (&reader));
  if (chain == NULL)
    return;
  rule.words = name_rule (filter, words, reader.at);
  while (words[reader.at] != NULL) {
    const char *word = next (&reader);

    reader.negate = g_str_equal (word, "!");
    read_option (&reader, reader.negate ? next (&reader) : word);
  }
  if (reader.marks)
    tl_filter_see_mark (filter, chain, rule.match);
  g_array_append_val (chain->rules, rule);
}

/* ------------------------------------------------------------------ the listing */

/* Netfilter's own order of what iptables hooks in. */
static gint64
find_priority (const char *table)
{
  static const struct {
    const char *table;
    gint64 priority;
  } rows[] = {{"raw", -300}, {"mangle", -150}, {"nat", -100}, {"filter", 0}, {"security", 50}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].table, table))
      return rows[i].priority;
  return 0;
}

/* ":OUTPUT DROP [3:180]", ":ufw-user-output - [0:0]" */
static void
read_chain (TlFilter *filter, const char *table, const char *line)
{
  static const char *const hooks[] = {"OUTPUT", "POSTROUTING", "PREROUTING", "INPUT"};
  static const char *const names[] = {"output", "postrouting", "prerouting", "input"};
  g_auto (GStrv) words = g_strsplit (line + 1, " ", 3);
  const char *hook = "";
  TlChain *chain;

  if (words[0] == NULL || words[1] == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (hooks); i++)
    if (g_str_equal (words[0], hooks[i]))
      hook = names[i];
  chain = tl_filter_add_chain (filter, filter->ipv6 ? "ip6" : "ip", table,
                               g_string_chunk_insert_const (filter->words, words[0]), hook,
                               find_priority (table));
  chain->based = !g_str_equal (words[1], "-");
  chain->drops = g_str_equal (words[1], "DROP");
  if (words[2] != NULL && words[2][0] == '[')
    chain->policy_packets = (gint64) g_ascii_strtoull (words[2] + 1, NULL, 10);
}

void
tl_filter_read_iptables (TlFilter *filter, const char *listing)
{
  g_auto (GStrv) lines = g_strsplit (listing, "\n", LINES_MAX);
  const char *table = "";

  for (guint i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] == '*')
      table = g_string_chunk_insert_const (filter->words, lines[i] + 1);
    else if (lines[i][0] == ':')
      read_chain (filter, table, lines[i]);
    else if (lines[i][0] == '[' || lines[i][0] == '-')
      read_rule (filter, table, lines[i]);
  }
}
