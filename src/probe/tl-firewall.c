/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of the packet through the rules, whoever listed them. */
#include "tl-firewall-private.h"

#include <netinet/in.h>
#include <string.h>

#define WORDS_MAX 200

typedef struct {
  char *text;
  gboolean ipv6;
} Listing;

struct _TlFirewall {
  GPtrArray *parsers;  /* JsonParser, of listings of nft */
  GPtrArray *iptables; /* Listing */
  gboolean skip_iptables;
  gboolean needs_iptables;
};

static void
listing_free (Listing *listing)
{
  g_free (listing->text);
  g_free (listing);
}

TlFirewall *
tl_firewall_new (void)
{
  TlFirewall *self = g_new0 (TlFirewall, 1);

  self->parsers = g_ptr_array_new_with_free_func (g_object_unref);
  self->iptables = g_ptr_array_new_with_free_func ((GDestroyNotify) listing_free);
  return self;
}

void
tl_firewall_free (TlFirewall *self)
{
  g_ptr_array_unref (self->parsers);
  g_ptr_array_unref (self->iptables);
  g_free (self);
}

void
tl_firewall_view_clear (TlFirewallView *view)
{
  g_clear_pointer (&view->rule, g_free);
  g_clear_pointer (&view->mark, g_free);
  g_clear_pointer (&view->perhaps, g_free);
}

/* ------------------------------------------------------------------ matches that both kinds have */

static const guchar *
address_bytes (const TlAddress *address, guint *bits)
{
  if (tl_address_is_ipv6 (address)) {
    *bits = 128;
    return ((const struct sockaddr_in6 *) &address->storage)->sin6_addr.s6_addr;
  }
  *bits = 32;
  return (const guchar *) &((const struct sockaddr_in *) &address->storage)->sin_addr;
}

/* Whether it is an address, and of the same family; *order as of memcmp. */
static TlMatch
compare_address (const TlAddress *own, const char *literal, int *order)
{
  TlAddress other;
  guint bits, other_bits;
  const guchar *a = address_bytes (own, &bits), *b;

  if (literal == NULL || !tl_address_parse (literal, 0, &other))
    return TL_MATCH_UNKNOWN;
  b = address_bytes (&other, &other_bits);
  if (bits != other_bits)
    return TL_MATCH_NO;
  *order = memcmp (a, b, bits / 8);
  return TL_MATCH_YES;
}

TlMatch
tl_match_address_range (const TlAddress *own, const char *low, const char *high)
{
  int above = 0, below = 0;
  TlMatch first = compare_address (own, low, &above);
  TlMatch last = compare_address (own, high, &below);

  if (first != TL_MATCH_YES || last != TL_MATCH_YES)
    return first == TL_MATCH_UNKNOWN || last == TL_MATCH_UNKNOWN ? TL_MATCH_UNKNOWN : TL_MATCH_NO;
  return above >= 0 && below <= 0 ? TL_MATCH_YES : TL_MATCH_NO;
}

TlMatch
tl_match_address (const TlAddress *own, const char *literal, gint64 length)
{
  TlAddress network;
  guint bits, other;
  const guchar *a = address_bytes (own, &bits), *b;

  if (literal == NULL || !tl_address_parse (literal, 0, &network))
    return TL_MATCH_UNKNOWN;
  b = address_bytes (&network, &other);
  if (length < 0)
    length = other;
  if (bits != other || length > bits)
    return TL_MATCH_NO;
  if (memcmp (a, b, (gsize) length / 8) != 0)
    return TL_MATCH_NO;
  return length % 8 == 0 || ((a[length / 8] ^ b[length / 8]) >> (8 - length % 8)) == 0
             ? TL_MATCH_YES
             : TL_MATCH_NO;
}

TlMatch
tl_match_link (const char *name, const char *pattern)
{
  gsize n = strlen (pattern);

  if (name == NULL)
    return TL_MATCH_UNKNOWN;
  if (n > 0 && pattern[n - 1] == '*')
    return strncmp (name, pattern, n - 1) == 0 ? TL_MATCH_YES : TL_MATCH_NO;
  return strcmp (name, pattern) == 0 ? TL_MATCH_YES : TL_MATCH_NO;
}

TlMatch
tl_match_negate (TlMatch match, gboolean negate)
{
  if (!negate || match == TL_MATCH_UNKNOWN)
    return match;
  return match == TL_MATCH_YES ? TL_MATCH_NO : TL_MATCH_YES;
}

/* ------------------------------------------------------------------ chains */

static void
chain_free (TlChain *chain)
{
  g_array_unref (chain->rules);
  g_free (chain);
}

TlChain *
tl_filter_add_chain (TlFilter *filter, const char *family, const char *table, const char *name,
                     const char *hook, gint64 priority)
{
  TlChain *chain = g_new0 (TlChain, 1);
  const char *first = filter->packet->answer ? "prerouting" : "output";
  const char *last = filter->packet->answer ? "input" : "postrouting";

  chain->family = family;
  chain->table = table;
  chain->name = name;
  chain->based = *hook != '\0';
  chain->hooked = strcmp (hook, first) == 0 || strcmp (hook, last) == 0;
  /* A packet passes all of the first hook before it comes to the last. */
  chain->priority = priority + (strcmp (hook, last) == 0 ? G_MAXINT32 : 0);
  chain->policy_packets = -1;
  chain->rules = g_array_new (FALSE, FALSE, sizeof (TlRule));
  g_ptr_array_add (filter->chains, chain);
  return chain;
}

/* One at a hook that the packet does not pass marks others. */
void
tl_filter_see_mark (TlFilter *filter, const TlChain *chain, TlMatch match)
{
  filter->sets_mark |= match != TL_MATCH_NO && (chain->hooked || !chain->based);
}

TlChain *
tl_filter_find_chain (TlFilter *filter, const char *family, const char *table, const char *name)
{
  for (guint i = 0; i < filter->chains->len; i++) {
    TlChain *chain = filter->chains->pdata[i];

    if (strcmp (chain->family, family) == 0 && strcmp (chain->table, table) == 0 &&
        strcmp (chain->name, name) == 0)
      return chain;
  }
  return NULL;
}

void
tl_filter_see_link (TlFilter *filter, const char *name)
{
  if (filter->links != NULL && strcmp (name, "lo") != 0)
    g_hash_table_add (filter->links, g_strdup (name));
}

gboolean
tl_filter_is_iptables (const char *family, const char *table)
{
  static const char *const tables[] = {"raw", "mangle", "nat", "filter", "security", NULL};

  return (strcmp (family, "ip") == 0 || strcmp (family, "ip6") == 0) &&
         g_strv_contains (tables, table);
}

/* ------------------------------------------------------------------ the way of the packet */

static char *
name_rule (const TlChain *chain, TlAction action, const char *words)
{
  const char *what = action == TL_ACTION_DROP     ? "drop"
                     : action == TL_ACTION_REJECT ? "reject"
                                                  : "redirect";

  return g_strdup_printf ("%s %s %s: %s (%.*s)", chain->family, chain->table, chain->name, what,
                          WORDS_MAX, words);
}

static TlAction
decide (TlFilter *filter, const TlChain *chain, const TlRule *rule, TlAction action)
{
  TlFirewallView *view = filter->view;

  if (action != TL_ACTION_DROP && action != TL_ACTION_REJECT && action != TL_ACTION_REDIRECT)
    return action;
  tl_firewall_view_clear (view);
  view->rule = name_rule (chain, action, rule != NULL ? rule->words : "policy");
  view->packets = rule != NULL ? rule->packets : chain->policy_packets;
  view->mark = g_strdup_printf ("%s\n%s\n%s", chain->table, chain->name,
                                rule != NULL && rule->comment != NULL ? rule->comment : "");
  view->unsure |= chain->unsure;
  return action;
}

/* What cannot be understood may let the packet pass, or stop it. */
static void
wonder (TlFilter *filter, const TlChain *chain, const TlRule *rule)
{
  TlFirewallView *view = filter->view;
  gboolean stops = rule->action == TL_ACTION_DROP || rule->action == TL_ACTION_REJECT;

  view->unsure |= !stops;
  if (stops && rule->names_port && view->perhaps == NULL)
    view->perhaps = name_rule (chain, rule->action, rule->words);
}

/* TL_ACTION_NONE: the end was reached, or "return" said. */
static TlAction
walk (TlFilter *filter, const TlChain *chain, guint depth)
{
  for (guint i = 0; i < chain->rules->len; i++) {
    const TlRule *rule = &g_array_index (chain->rules, TlRule, i);
    const TlChain *target;
    TlAction action;

    if (rule->match == TL_MATCH_NO || rule->action == TL_ACTION_NONE)
      continue;
    target = rule->target != NULL
                 ? tl_filter_find_chain (filter, chain->family, chain->table, rule->target)
                 : NULL;
    /* Behind it there is nothing: LOG and the like. */
    if ((rule->action == TL_ACTION_JUMP || rule->action == TL_ACTION_GOTO) && target == NULL)
      continue;
    if (rule->match == TL_MATCH_UNKNOWN || rule->action == TL_ACTION_UNKNOWN) {
      wonder (filter, chain, rule);
      continue;
    }
    if (rule->action == TL_ACTION_RETURN)
      return TL_ACTION_NONE;
    if (rule->action != TL_ACTION_JUMP && rule->action != TL_ACTION_GOTO)
      return decide (filter, chain, rule, rule->action);
    action = depth < TL_FIREWALL_DEPTH_MAX ? walk (filter, target, depth + 1) : TL_ACTION_NONE;
    if (action != TL_ACTION_NONE || rule->action == TL_ACTION_GOTO)
      return action;
  }
  return TL_ACTION_NONE;
}

static int
compare_priorities (gconstpointer a, gconstpointer b)
{
  const TlChain *x = *(TlChain *const *) a, *y = *(TlChain *const *) b;

  return x->priority < y->priority ? -1 : x->priority > y->priority;
}

/* Every chain that hooks in has a say; a drop by one of them is the end. */
static void
follow (TlFilter *filter)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < filter->chains->len; i++)
    g_ptr_array_add (sorted, filter->chains->pdata[i]);
  g_ptr_array_sort (sorted, compare_priorities);
  for (guint i = 0; i < sorted->len; i++) {
    const TlChain *chain = sorted->pdata[i];
    TlAction action;

    if (!chain->hooked)
      continue;
    action = walk (filter, chain, 0);
    if (action == TL_ACTION_NONE && chain->drops)
      action = decide (filter, chain, NULL, TL_ACTION_DROP);
    if (action == TL_ACTION_DROP || action == TL_ACTION_REJECT || action == TL_ACTION_REDIRECT) {
      filter->view->verdict = action == TL_ACTION_DROP     ? TL_FIREWALL_DROPS
                              : action == TL_ACTION_REJECT ? TL_FIREWALL_REJECTS
                                                           : TL_FIREWALL_REDIRECTS;
      return;
    }
  }
}

/* ------------------------------------------------------------------ questions */

static JsonArray *
get_items (JsonParser *parser)
{
  JsonNode *root = json_parser_get_root (parser);
  JsonNode *items = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                        ? json_object_get_member (json_node_get_object (root), "nftables")
                        : NULL;

  return items != NULL && JSON_NODE_HOLDS_ARRAY (items) ? json_node_get_array (items) : NULL;
}

gboolean
tl_firewall_add_nft (TlFirewall *self, const char *listing, gssize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, listing, length, NULL) || get_items (parser) == NULL)
    return FALSE;
  self->needs_iptables |= strstr (listing, "{\"xt\":") != NULL;
  g_ptr_array_add (self->parsers, g_steal_pointer (&parser));
  return TRUE;
}

gboolean
tl_firewall_needs_iptables (TlFirewall *self)
{
  return self->needs_iptables;
}

void
tl_firewall_add_iptables (TlFirewall *self, const char *listing, gboolean ipv6, gboolean nft)
{
  Listing *one = g_new0 (Listing, 1);

  one->text = g_strdup (listing);
  one->ipv6 = ipv6;
  self->skip_iptables |= nft;
  g_ptr_array_add (self->iptables, one);
}

static void
read_all (TlFirewall *self, TlFilter *filter)
{
  for (guint i = 0; i < self->parsers->len; i++)
    tl_filter_read_nft (filter, get_items (self->parsers->pdata[i]));
  for (guint i = 0; i < self->iptables->len; i++) {
    const Listing *listing = self->iptables->pdata[i];

    if (listing->ipv6 == filter->ipv6)
      tl_filter_read_iptables (filter, listing->text);
  }
}

static void
ask (TlFirewall *self, const TlFirewallPacket *packet, TlFirewallView *view, GHashTable *links)
{
  g_autoptr (GPtrArray) chains = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_free);
  g_autoptr (GStringChunk) words = g_string_chunk_new (1024);
  TlFilter filter = {.packet = packet,
                     .ipv6 = tl_address_is_ipv6 (&packet->peer),
                     .skip_iptables = self->skip_iptables,
                     .chains = chains,
                     .words = words,
                     .links = links,
                     .view = view};

  *view = (TlFirewallView){.verdict = TL_FIREWALL_PASSES, .packets = -1};
  read_all (self, &filter);
  if (filter.sets_mark) {
    g_ptr_array_set_size (chains, 0);
    filter.marks_unknown = TRUE;
    read_all (self, &filter);
  }
  follow (&filter);
}

void
tl_firewall_judge (TlFirewall *self, const TlFirewallPacket *packet, TlFirewallView *view)
{
  ask (self, packet, view, NULL);
}

char **
tl_firewall_list_links (TlFirewall *self)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const char *const literals[] = {"198.51.100.1", "2001:db8::1"};
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    TlFirewallPacket packet = {.interface = ""};
    g_auto (TlFirewallView) view = {0};

    if (tl_address_parse (literals[i], 443, &packet.peer))
      ask (self, &packet, &view, links);
  }
  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (names, name);
  return g_strv_builder_end (names);
}
