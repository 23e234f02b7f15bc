/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-firewall.h"

#include <json-glib/json-glib.h>
#include <netinet/in.h>
#include <string.h>

/* Chains that call one another for ever are not followed further. */
#define DEPTH_MAX 16

typedef enum {
  MATCH_NO,
  MATCH_YES,
  MATCH_UNKNOWN
} Match;

typedef enum {
  ACTION_NONE,
  ACTION_ACCEPT,
  ACTION_DROP,
  ACTION_REJECT,
  ACTION_REDIRECT,
  ACTION_RETURN,
  ACTION_JUMP,
  ACTION_GOTO,
  ACTION_UNKNOWN
} Action;

typedef struct {
  Match match;
  Action action;
  const char *target; /* of jump and goto: borrowed from the listing */
  gint64 handle;
} Rule;

typedef struct {
  const char *family, *table, *name; /* borrowed from the listing */
  gboolean hooked;                   /* sees what goes out */
  gint64 priority;
  gboolean drops; /* its policy */
  GArray *rules;  /* Rule */
} Chain;

typedef struct {
  const TlFirewallPacket *packet;
  gboolean ipv6;
  JsonArray *items;
  GPtrArray *chains; /* Chain, in the order listed */
  JsonObject *rule;  /* the one being read: its sets are those of its table */
  TlFirewallView *view;
} Filter;

void
tl_firewall_view_clear (TlFirewallView *view)
{
  g_clear_pointer (&view->rule, g_free);
}

static void
chain_free (Chain *chain)
{
  g_array_unref (chain->rules);
  g_free (chain);
}

/* ------------------------------------------------------------------ reading JSON that may be anything */

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonNode *
member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static const char *
text_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static const char *
text_member (JsonObject *object, const char *name)
{
  const char *text = text_of (member (object, name));

  return text != NULL ? text : "";
}

static gboolean
number_of (JsonNode *node, gint64 *number)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);
  return TRUE;
}

/* ------------------------------------------------------------------ values */

/* What the packet has at the left side of a match. */
typedef struct {
  enum {
    VALUE_UNKNOWN,
    VALUE_ABSENT, /* of another protocol: no rule about it matches */
    VALUE_NUMBER,
    VALUE_TEXT,
    VALUE_ADDRESS
  } kind;
  gint64 number;
  const char *text;
} Value;

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

static Match
match_address (const TlAddress *peer, const char *literal, gint64 length)
{
  TlAddress network;
  guint bits, other;
  const guchar *a = address_bytes (peer, &bits), *b;

  if (literal == NULL || !tl_address_parse (literal, 0, &network))
    return MATCH_UNKNOWN;
  b = address_bytes (&network, &other);
  if (bits != other || length < 0 || length > bits)
    return MATCH_NO;
  if (memcmp (a, b, (gsize) length / 8) != 0)
    return MATCH_NO;
  return length % 8 == 0 || ((a[length / 8] ^ b[length / 8]) >> (8 - length % 8)) == 0 ? MATCH_YES
                                                                                       : MATCH_NO;
}

static Match match_right (Filter *filter, const Value *value, JsonNode *right, guint depth);

static Match
match_elements (Filter *filter, const Value *value, JsonArray *elements, guint depth)
{
  Match best = MATCH_NO;
  guint n = json_array_get_length (elements);

  for (guint i = 0; i < n; i++) {
    Match one = match_right (filter, value, json_array_get_element (elements, i), depth + 1);

    if (one == MATCH_YES)
      return one;
    if (one == MATCH_UNKNOWN)
      best = one;
  }
  return best;
}

/* "@name": a set of the same table; its elements may come and go, these are those of now. */
static Match
match_named_set (Filter *filter, const Value *value, const char *name, guint depth)
{
  guint n = json_array_get_length (filter->items);

  for (guint i = 0; i < n; i++) {
    JsonObject *set =
        object_of (member (object_of (json_array_get_element (filter->items, i)), "set"));
    JsonNode *elements = member (set, "elem");

    if (set == NULL || strcmp (text_member (set, "name"), name) != 0 ||
        strcmp (text_member (set, "table"), text_member (filter->rule, "table")) != 0 ||
        strcmp (text_member (set, "family"), text_member (filter->rule, "family")) != 0)
      continue;
    if (elements == NULL)
      return MATCH_NO;
    return JSON_NODE_HOLDS_ARRAY (elements)
               ? match_elements (filter, value, json_node_get_array (elements), depth)
               : MATCH_UNKNOWN;
  }
  return MATCH_UNKNOWN;
}

static Match
match_range (const Value *value, JsonArray *ends)
{
  gint64 low, high;

  if (value->kind != VALUE_NUMBER || json_array_get_length (ends) != 2 ||
      !number_of (json_array_get_element (ends, 0), &low) ||
      !number_of (json_array_get_element (ends, 1), &high))
    return MATCH_UNKNOWN;
  return value->number >= low && value->number <= high ? MATCH_YES : MATCH_NO;
}

static Match
match_object (Filter *filter, const Value *value, JsonObject *right, guint depth)
{
  JsonNode *set = member (right, "set");
  JsonNode *range = member (right, "range");
  JsonObject *prefix = object_of (member (right, "prefix"));
  JsonObject *element = object_of (member (right, "elem"));
  gint64 length;

  if (set != NULL)
    return JSON_NODE_HOLDS_ARRAY (set)
               ? match_elements (filter, value, json_node_get_array (set), depth)
               : match_right (filter, value, set, depth + 1);
  if (range != NULL && JSON_NODE_HOLDS_ARRAY (range))
    return match_range (value, json_node_get_array (range));
  if (prefix != NULL && value->kind == VALUE_ADDRESS && number_of (member (prefix, "len"), &length))
    return match_address (&filter->packet->peer, text_of (member (prefix, "addr")), length);
  /* An element with a time or a counter of its own. */
  if (element != NULL)
    return match_right (filter, value, member (element, "val"), depth + 1);
  return MATCH_UNKNOWN;
}

static Match
match_text (Filter *filter, const Value *value, const char *text, guint depth)
{
  guint bits;

  if (*text == '@')
    return match_named_set (filter, value, text + 1, depth);
  switch (value->kind) {
    case VALUE_TEXT:
      return strcmp (value->text, text) == 0 ? MATCH_YES : MATCH_NO;
    case VALUE_ADDRESS:
      address_bytes (&filter->packet->peer, &bits);
      return match_address (&filter->packet->peer, text, bits);
    default:
      return MATCH_UNKNOWN; /* the name of a number */
  }
}

static Match
match_right (Filter *filter, const Value *value, JsonNode *right, guint depth)
{
  gint64 number;

  if (right == NULL || depth > DEPTH_MAX)
    return MATCH_UNKNOWN;
  if (JSON_NODE_HOLDS_OBJECT (right))
    return match_object (filter, value, json_node_get_object (right), depth);
  if (JSON_NODE_HOLDS_ARRAY (right))
    return match_elements (filter, value, json_node_get_array (right), depth);
  if (number_of (right, &number))
    return value->kind == VALUE_NUMBER ? (number == value->number ? MATCH_YES : MATCH_NO)
                                       : MATCH_UNKNOWN;
  return text_of (right) != NULL ? match_text (filter, value, text_of (right), depth)
                                 : MATCH_UNKNOWN;
}

/* ------------------------------------------------------------------ matches */

static Value
number_value (gint64 number)
{
  return (Value){.kind = VALUE_NUMBER, .number = number};
}

static Value
text_value (const char *text)
{
  return text != NULL ? (Value){.kind = VALUE_TEXT, .text = text} : (Value){.kind = VALUE_UNKNOWN};
}

static Value
payload_value (Filter *filter, JsonObject *payload)
{
  const char *protocol = text_member (payload, "protocol");
  const char *field = text_member (payload, "field");

  if (strcmp (protocol, "tcp") == 0 || strcmp (protocol, "th") == 0)
    return strcmp (field, "dport") == 0 ? number_value (tl_address_get_port (&filter->packet->peer))
                                        : (Value){.kind = VALUE_UNKNOWN};
  if (strcmp (protocol, "ip") == 0 || strcmp (protocol, "ip6") == 0) {
    if ((strcmp (protocol, "ip6") == 0) != filter->ipv6)
      return (Value){.kind = VALUE_ABSENT};
    if (strcmp (field, "daddr") == 0)
      return (Value){.kind = VALUE_ADDRESS};
    if (strcmp (field, "protocol") == 0 || strcmp (field, "nexthdr") == 0)
      return text_value ("tcp");
    return (Value){.kind = VALUE_UNKNOWN};
  }
  /* Another protocol than TCP: "udp dport 53". */
  return (Value){.kind = VALUE_ABSENT};
}

static Value
meta_value (Filter *filter, const char *key)
{
  if (strcmp (key, "l4proto") == 0)
    return text_value ("tcp");
  if (strcmp (key, "nfproto") == 0)
    return text_value (filter->ipv6 ? "ipv6" : "ipv4");
  if (strcmp (key, "oifname") == 0 || strcmp (key, "oif") == 0)
    return text_value (filter->packet->interface);
  if (strcmp (key, "skuid") == 0)
    return number_value (filter->packet->uid);
  return (Value){.kind = VALUE_UNKNOWN};
}

static Value
left_value (Filter *filter, JsonObject *left)
{
  JsonObject *payload = object_of (member (left, "payload"));
  JsonObject *meta = object_of (member (left, "meta"));
  JsonObject *ct = object_of (member (left, "ct"));

  if (payload != NULL)
    return payload_value (filter, payload);
  if (meta != NULL)
    return meta_value (filter, text_member (meta, "key"));
  if (ct != NULL && strcmp (text_member (ct, "key"), "state") == 0)
    return text_value ("new");
  return (Value){.kind = VALUE_UNKNOWN};
}

static Match
judge_match (Filter *filter, JsonObject *match)
{
  const char *op = text_member (match, "op");
  Value value = left_value (filter, object_of (member (match, "left")));
  Match result;

  if (value.kind == VALUE_UNKNOWN)
    return MATCH_UNKNOWN;
  if (value.kind == VALUE_ABSENT)
    return MATCH_NO;
  result = match_right (filter, &value, member (match, "right"), 0);
  if (strcmp (op, "==") == 0 || strcmp (op, "in") == 0)
    return result;
  if (strcmp (op, "!=") == 0)
    return result == MATCH_YES ? MATCH_NO : result == MATCH_NO ? MATCH_YES : MATCH_UNKNOWN;
  return MATCH_UNKNOWN;
}

/* ------------------------------------------------------------------ rules */

static const struct {
  const char *name;
  Action action;
} actions[] = {
    {"accept", ACTION_ACCEPT},     {"drop", ACTION_DROP},     {"reject", ACTION_REJECT},
    {"redirect", ACTION_REDIRECT}, {"dnat", ACTION_REDIRECT}, {"tproxy", ACTION_REDIRECT},
    {"return", ACTION_RETURN},     {"queue", ACTION_UNKNOWN}, {"vmap", ACTION_UNKNOWN},
    {"jump", ACTION_JUMP},         {"goto", ACTION_GOTO},
};
/* Parts of a rule that decide nothing. */
static const char *const idle[] = {"counter", "log", "comment", "mangle", "meter", NULL};

static void
read_part (Filter *filter, Rule *rule, const char *name, JsonNode *value)
{
  Match match;

  if (strcmp (name, "match") == 0) {
    match = judge_match (filter, object_of (value));
    if (match == MATCH_NO || (match == MATCH_UNKNOWN && rule->match == MATCH_YES))
      rule->match = match;
    return;
  }
  /* An extension of iptables: a condition or an action, and which one is not told. */
  if (strcmp (name, "xt") == 0) {
    rule->match = rule->match == MATCH_YES ? MATCH_UNKNOWN : rule->match;
    rule->action = rule->action == ACTION_NONE ? ACTION_UNKNOWN : rule->action;
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (strcmp (actions[i].name, name) != 0)
      continue;
    rule->action = actions[i].action;
    rule->target = text_member (object_of (value), "target");
    return;
  }
  if (!g_strv_contains (idle, name) && rule->match == MATCH_YES)
    rule->match = MATCH_UNKNOWN; /* limit, quota, fib … */
}

static Rule
read_rule (Filter *filter, JsonObject *item)
{
  Rule rule = {.match = MATCH_YES};
  JsonNode *parts = member (item, "expr");
  guint n = parts != NULL && JSON_NODE_HOLDS_ARRAY (parts)
                ? json_array_get_length (json_node_get_array (parts))
                : 0;

  number_of (member (item, "handle"), &rule.handle);
  for (guint i = 0; i < n; i++) {
    JsonObject *part = object_of (json_array_get_element (json_node_get_array (parts), i));
    g_autoptr (GList) names = part != NULL ? json_object_get_members (part) : NULL;

    if (names != NULL)
      read_part (filter, &rule, names->data, member (part, names->data));
  }
  return rule;
}

static Chain *
find_chain (Filter *filter, const char *family, const char *table, const char *name)
{
  for (guint i = 0; i < filter->chains->len; i++) {
    Chain *chain = filter->chains->pdata[i];

    if (strcmp (chain->family, family) == 0 && strcmp (chain->table, table) == 0 &&
        strcmp (chain->name, name) == 0)
      return chain;
  }
  return NULL;
}

static gboolean
is_family (Filter *filter, const char *family)
{
  return strcmp (family, "inet") == 0 || strcmp (family, filter->ipv6 ? "ip6" : "ip") == 0;
}

static void
add_chain (Filter *filter, JsonObject *item)
{
  Chain *chain;

  if (!is_family (filter, text_member (item, "family")))
    return;
  chain = g_new0 (Chain, 1);
  chain->family = text_member (item, "family");
  chain->table = text_member (item, "table");
  chain->name = text_member (item, "name");
  chain->hooked = strcmp (text_member (item, "hook"), "output") == 0 ||
                  strcmp (text_member (item, "hook"), "postrouting") == 0;
  number_of (member (item, "prio"), &chain->priority);
  /* What leaves passes all of "output" before it comes to "postrouting". */
  if (strcmp (text_member (item, "hook"), "postrouting") == 0)
    chain->priority += G_MAXINT32;
  chain->drops = strcmp (text_member (item, "policy"), "drop") == 0;
  chain->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_ptr_array_add (filter->chains, chain);
}

static void
add_rule (Filter *filter, JsonObject *item)
{
  Chain *chain = find_chain (filter, text_member (item, "family"), text_member (item, "table"),
                             text_member (item, "chain"));
  Rule rule;

  if (chain == NULL)
    return;
  filter->rule = item;
  rule = read_rule (filter, item);
  g_array_append_val (chain->rules, rule);
}

/* ------------------------------------------------------------------ the way of the packet */

static Action walk (Filter *filter, const Chain *chain, guint depth);

static Action
decide (Filter *filter, const Chain *chain, const Rule *rule, Action action)
{
  static const char *const words[] = {
      [ACTION_DROP] = "drop", [ACTION_REJECT] = "reject", [ACTION_REDIRECT] = "redirect"};

  if (action == ACTION_DROP || action == ACTION_REJECT || action == ACTION_REDIRECT) {
    g_autofree char *handle = rule != NULL
                                  ? g_strdup_printf ("handle %" G_GINT64_FORMAT, rule->handle)
                                  : g_strdup ("policy");

    g_free (filter->view->rule);
    filter->view->rule = g_strdup_printf ("%s %s %s: %s (%s)", chain->family, chain->table,
                                          chain->name, words[action], handle);
  }
  return action;
}

/* ACTION_NONE: the end was reached, or "return" said. */
static Action
walk (Filter *filter, const Chain *chain, guint depth)
{
  for (guint i = 0; i < chain->rules->len; i++) {
    const Rule *rule = &g_array_index (chain->rules, Rule, i);
    const Chain *target;
    Action action;

    if (rule->match == MATCH_NO || rule->action == ACTION_NONE)
      continue;
    if (rule->match == MATCH_UNKNOWN || rule->action == ACTION_UNKNOWN) {
      filter->view->unsure |= rule->action != ACTION_DROP && rule->action != ACTION_REJECT;
      continue;
    }
    if (rule->action == ACTION_RETURN)
      return ACTION_NONE;
    if (rule->action != ACTION_JUMP && rule->action != ACTION_GOTO)
      return decide (filter, chain, rule, rule->action);
    target = find_chain (filter, chain->family, chain->table, rule->target);
    action = target != NULL && depth < DEPTH_MAX ? walk (filter, target, depth + 1) : ACTION_NONE;
    if (action != ACTION_NONE || rule->action == ACTION_GOTO)
      return action;
  }
  return ACTION_NONE;
}

static int
compare_priorities (gconstpointer a, gconstpointer b)
{
  const Chain *x = *(Chain *const *) a, *y = *(Chain *const *) b;

  return x->priority < y->priority ? -1 : x->priority > y->priority;
}

/* Every chain that hooks in has a say; a drop by one of them is the end. */
static void
follow (Filter *filter)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < filter->chains->len; i++)
    g_ptr_array_add (sorted, filter->chains->pdata[i]);
  g_ptr_array_sort (sorted, compare_priorities);
  for (guint i = 0; i < sorted->len; i++) {
    const Chain *chain = sorted->pdata[i];
    Action action;

    if (!chain->hooked)
      continue;
    action = walk (filter, chain, 0);
    if (action == ACTION_NONE && chain->drops)
      action = decide (filter, chain, NULL, ACTION_DROP);
    if (action == ACTION_DROP || action == ACTION_REJECT || action == ACTION_REDIRECT) {
      filter->view->verdict = action == ACTION_DROP     ? TL_FIREWALL_DROPS
                              : action == ACTION_REJECT ? TL_FIREWALL_REJECTS
                                                        : TL_FIREWALL_REDIRECTS;
      return;
    }
  }
}

gboolean
tl_firewall_judge (const char *listing, gssize length, const TlFirewallPacket *packet,
                   TlFirewallView *view)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) chains = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_free);
  Filter filter = {
      .packet = packet, .ipv6 = tl_address_is_ipv6 (&packet->peer), .chains = chains, .view = view};
  JsonNode *items;
  guint n;

  *view = (TlFirewallView){.verdict = TL_FIREWALL_PASSES};
  if (!json_parser_load_from_data (parser, listing, length, NULL))
    return FALSE;
  items = member (object_of (json_parser_get_root (parser)), "nftables");
  if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items))
    return FALSE;
  filter.items = json_node_get_array (items);
  n = json_array_get_length (filter.items);
  for (guint i = 0; i < n; i++) {
    JsonObject *item = object_of (json_array_get_element (filter.items, i));

    if (object_of (member (item, "chain")) != NULL)
      add_chain (&filter, object_of (member (item, "chain")));
  }
  for (guint i = 0; i < n; i++) {
    JsonObject *item = object_of (json_array_get_element (filter.items, i));

    if (object_of (member (item, "rule")) != NULL)
      add_rule (&filter, object_of (member (item, "rule")));
  }
  follow (&filter);
  return TRUE;
}
