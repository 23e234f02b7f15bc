/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of nftables, as JSON that may be anything (libnftables-json(5)). */
#include "tl-firewall-private.h"

#include <netinet/in.h>
#include <string.h>

#define PARTS_MAX 4

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

static JsonArray *
array_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
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
    VALUE_PROTOCOL, /* a number with a name, which nft knows where the system has /etc/protocols */
    VALUE_LINK,
    VALUE_ADDRESS
  } kind;
  gint64 number;
  const char *text;
  const TlAddress *address;
  gboolean port; /* the one that the connection goes to */
} Value;

/* Several of them side by side: "ip daddr . tcp dport". */
typedef struct {
  Value parts[PARTS_MAX];
  guint n;
} Left;

static TlMatch match_right (TlFilter *filter, const Left *left, JsonNode *right, guint depth);

static TlMatch
match_elements (TlFilter *filter, const Left *left, JsonArray *elements, guint depth)
{
  TlMatch best = TL_MATCH_NO;
  guint n = json_array_get_length (elements);

  for (guint i = 0; i < n; i++) {
    TlMatch one = match_right (filter, left, json_array_get_element (elements, i), depth + 1);

    if (one == TL_MATCH_YES)
      return one;
    if (one == TL_MATCH_UNKNOWN)
      best = one;
  }
  return best;
}

/* The elements of a set or map of the rule's own table; NULL where there is none such. */
static JsonNode *
find_elements (TlFilter *filter, const char *kind, const char *name, gboolean *found)
{
  guint n = json_array_get_length (filter->items);

  for (guint i = 0; i < n; i++) {
    JsonObject *set =
        object_of (member (object_of (json_array_get_element (filter->items, i)), kind));

    if (set == NULL || strcmp (text_member (set, "name"), name) != 0 ||
        strcmp (text_member (set, "table"), text_member (filter->rule, "table")) != 0 ||
        strcmp (text_member (set, "family"), text_member (filter->rule, "family")) != 0)
      continue;
    *found = TRUE;
    return member (set, "elem");
  }
  *found = FALSE;
  return NULL;
}

/* "@name": its elements may come and go, these are those of now. */
static TlMatch
match_named_set (TlFilter *filter, const Left *left, const char *name, guint depth)
{
  gboolean found;
  JsonNode *elements = find_elements (filter, "set", name, &found);

  if (!found)
    return TL_MATCH_UNKNOWN;
  if (elements == NULL)
    return TL_MATCH_NO;
  return array_of (elements) != NULL ? match_elements (filter, left, array_of (elements), depth)
                                     : TL_MATCH_UNKNOWN;
}

static TlMatch
match_range (const Value *value, JsonArray *ends)
{
  gint64 low, high;

  if (json_array_get_length (ends) != 2)
    return TL_MATCH_UNKNOWN;
  if (value->kind == VALUE_ADDRESS)
    return tl_match_address_range (value->address, text_of (json_array_get_element (ends, 0)),
                                   text_of (json_array_get_element (ends, 1)));
  if (value->kind != VALUE_NUMBER || !number_of (json_array_get_element (ends, 0), &low) ||
      !number_of (json_array_get_element (ends, 1), &high))
    return TL_MATCH_UNKNOWN;
  return value->number >= low && value->number <= high ? TL_MATCH_YES : TL_MATCH_NO;
}

static TlMatch
match_parts (TlFilter *filter, const Left *left, JsonArray *right, guint depth)
{
  TlMatch all = TL_MATCH_YES;

  if (json_array_get_length (right) != left->n)
    return TL_MATCH_UNKNOWN;
  for (guint i = 0; i < left->n; i++) {
    Left part = {.parts = {left->parts[i]}, .n = 1};
    TlMatch one = match_right (filter, &part, json_array_get_element (right, i), depth + 1);

    if (one == TL_MATCH_NO)
      return one;
    if (one == TL_MATCH_UNKNOWN)
      all = one;
  }
  return all;
}

static TlMatch
match_object (TlFilter *filter, const Left *left, JsonObject *right, guint depth)
{
  JsonNode *set = member (right, "set");
  JsonArray *range = array_of (member (right, "range"));
  JsonArray *concat = array_of (member (right, "concat"));
  JsonObject *prefix = object_of (member (right, "prefix"));
  JsonObject *element = object_of (member (right, "elem"));
  const Value *value = &left->parts[0];
  gint64 length;

  if (set != NULL)
    return array_of (set) != NULL ? match_elements (filter, left, array_of (set), depth)
                                  : match_right (filter, left, set, depth + 1);
  if (concat != NULL)
    return match_parts (filter, left, concat, depth);
  /* An element with a time or a counter of its own. */
  if (element != NULL)
    return match_right (filter, left, member (element, "val"), depth + 1);
  if (left->n != 1)
    return TL_MATCH_UNKNOWN;
  if (range != NULL)
    return match_range (value, range);
  if (prefix != NULL && value->kind == VALUE_ADDRESS && number_of (member (prefix, "len"), &length))
    return tl_match_address (value->address, text_of (member (prefix, "addr")), length);
  return TL_MATCH_UNKNOWN;
}

static TlMatch
match_text (TlFilter *filter, const Left *left, const char *text, guint depth)
{
  const Value *value = &left->parts[0];

  if (*text == '@')
    return match_named_set (filter, left, text + 1, depth);
  if (left->n != 1)
    return TL_MATCH_UNKNOWN;
  switch (value->kind) {
    case VALUE_TEXT:
    case VALUE_PROTOCOL:
      return strcmp (value->text, text) == 0 ? TL_MATCH_YES : TL_MATCH_NO;
    case VALUE_LINK:
      tl_filter_see_link (filter, text);
      return tl_match_link (value->text, text);
    case VALUE_ADDRESS:
      return tl_match_address (value->address, text, -1);
    default:
      return TL_MATCH_UNKNOWN; /* the name of a number */
  }
}

static TlMatch
match_right (TlFilter *filter, const Left *left, JsonNode *right, guint depth)
{
  gint64 number;

  if (right == NULL || depth > TL_FIREWALL_DEPTH_MAX)
    return TL_MATCH_UNKNOWN;
  if (object_of (right) != NULL)
    return match_object (filter, left, object_of (right), depth);
  if (array_of (right) != NULL)
    return match_elements (filter, left, array_of (right), depth);
  if (number_of (right, &number))
    return left->n == 1 &&
                   (left->parts[0].kind == VALUE_NUMBER || left->parts[0].kind == VALUE_PROTOCOL)
               ? (number == left->parts[0].number ? TL_MATCH_YES : TL_MATCH_NO)
               : TL_MATCH_UNKNOWN;
  return text_of (right) != NULL ? match_text (filter, left, text_of (right), depth)
                                 : TL_MATCH_UNKNOWN;
}

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
transport_protocol (TlFilter *filter)
{
  return filter->packet->udp
             ? (Value){.kind = VALUE_PROTOCOL, .number = IPPROTO_UDP, .text = "udp"}
             : (Value){.kind = VALUE_PROTOCOL, .number = IPPROTO_TCP, .text = "tcp"};
}

static Value
address_value (const TlAddress *address)
{
  return address->length > 0 ? (Value){.kind = VALUE_ADDRESS, .address = address}
                             : (Value){.kind = VALUE_UNKNOWN};
}

static Value
transport_value (TlFilter *filter, const char *field)
{
  gboolean answer = filter->packet->answer;

  if (strcmp (field, answer ? "sport" : "dport") == 0)
    return (Value){
        .kind = VALUE_NUMBER, .number = tl_address_get_port (&filter->packet->peer), .port = TRUE};
  if (strcmp (field, "dport") == 0)
    return number_value (TL_FIREWALL_OWN_PORT);
  /* Of the first packet. */
  return strcmp (field, "flags") == 0 && !answer ? text_value ("syn")
                                                 : (Value){.kind = VALUE_UNKNOWN};
}

static Value
payload_value (TlFilter *filter, JsonObject *payload)
{
  const char *protocol = text_member (payload, "protocol");
  const char *field = text_member (payload, "field");

  if (strcmp (protocol, filter->packet->udp ? "udp" : "tcp") == 0 || strcmp (protocol, "th") == 0)
    return transport_value (filter, field);
  if (strcmp (protocol, "ip") == 0 || strcmp (protocol, "ip6") == 0) {
    if ((strcmp (protocol, "ip6") == 0) != filter->ipv6)
      return (Value){.kind = VALUE_ABSENT};
    if (strcmp (field, filter->packet->answer ? "saddr" : "daddr") == 0)
      return address_value (&filter->packet->peer);
    if (strcmp (field, filter->packet->answer ? "daddr" : "saddr") == 0)
      return address_value (&filter->packet->source);
    if (strcmp (field, "protocol") == 0 || strcmp (field, "nexthdr") == 0)
      return transport_protocol (filter);
    return (Value){.kind = VALUE_UNKNOWN};
  }
  /* Raw bytes have no protocol; another one is "udp dport 53" for TCP. */
  return (Value){.kind = *protocol == '\0' ? VALUE_UNKNOWN : VALUE_ABSENT};
}

/* The link that the packet takes; what goes out came in by none, and the other way round. */
static Value
link_value (TlFilter *filter, gboolean in)
{
  if (in != filter->packet->answer)
    return (Value){.kind = VALUE_ABSENT};
  return (Value){.kind = filter->packet->interface != NULL ? VALUE_LINK : VALUE_UNKNOWN,
                 .text = filter->packet->interface};
}

static Value
meta_value (TlFilter *filter, const char *key)
{
  if (strcmp (key, "l4proto") == 0)
    return transport_protocol (filter);
  if (strcmp (key, "nfproto") == 0)
    return text_value (filter->ipv6 ? "ipv6" : "ipv4");
  if (strcmp (key, "protocol") == 0)
    return text_value (filter->ipv6 ? "ip6" : "ip");
  if (strcmp (key, "oifname") == 0 || strcmp (key, "oif") == 0)
    return link_value (filter, FALSE);
  if (strcmp (key, "iifname") == 0 || strcmp (key, "iif") == 0)
    return link_value (filter, TRUE);
  if (strcmp (key, "skuid") == 0 && !filter->packet->answer)
    return number_value (filter->packet->uid);
  if (strcmp (key, "skgid") == 0 && !filter->packet->answer)
    return number_value (filter->packet->gid);
  if (strcmp (key, "cgroup") == 0 && !filter->packet->classed)
    return number_value (0);
  return strcmp (key, "mark") == 0 && !filter->marks_unknown ? number_value (0)
                                                             : (Value){.kind = VALUE_UNKNOWN};
}

/* "socket cgroupv2 level 2 \"user.slice/user-1000.slice\"": so many parts of the program's own path. */
static Value
socket_value (TlFilter *filter, JsonObject *socket)
{
  const char *own = filter->packet->cgroup;
  gint64 level = 0;
  const char *end = own;

  number_of (member (socket, "level"), &level);
  if (strcmp (text_member (socket, "key"), "cgroupv2") != 0 || own == NULL || level <= 0 ||
      filter->packet->answer)
    return (Value){.kind = VALUE_UNKNOWN};
  for (; level > 0; level--) {
    end = *end == '/' && end[1] != '\0' ? end + 1 + strcspn (end + 1, "/") : NULL;
    if (end == NULL)
      return (Value){.kind = VALUE_ABSENT};
  }
  return text_value (g_string_chunk_insert_len (filter->words, own + 1, end - own - 1));
}

static Value
connection_value (TlFilter *filter, const char *key)
{
  if (strcmp (key, "state") == 0)
    return text_value (filter->packet->answer ? "established" : "new");
  if (strcmp (key, "direction") == 0)
    return text_value (filter->packet->answer ? "reply" : "original");
  if (strcmp (key, "mark") == 0 && !filter->marks_unknown)
    return number_value (0);
  return strcmp (key, "status") == 0 ? (Value){.kind = VALUE_ABSENT}
                                     : (Value){.kind = VALUE_UNKNOWN};
}

static Value
left_value (TlFilter *filter, JsonNode *node)
{
  JsonObject *left = object_of (node);
  JsonObject *payload = object_of (member (left, "payload"));
  JsonObject *meta = object_of (member (left, "meta"));
  JsonObject *ct = object_of (member (left, "ct"));
  JsonObject *fib = object_of (member (left, "fib"));
  JsonArray *masked = array_of (member (left, "&"));

  if (payload != NULL)
    return payload_value (filter, payload);
  if (meta != NULL)
    return meta_value (filter, text_member (meta, "key"));
  if (object_of (member (left, "socket")) != NULL)
    return socket_value (filter, object_of (member (left, "socket")));
  if (ct != NULL)
    return connection_value (filter, text_member (ct, "key"));
  /* Whose address is neither here nor for all is a host's. */
  if (strcmp (text_member (fib, "result"), "type") == 0)
    return filter->packet->answer ? (Value){.kind = VALUE_UNKNOWN} : text_value ("unicast");
  /* "tcp flags & (fin|syn|rst|ack) == syn" is the way to say "a first packet". */
  if (masked != NULL && json_array_get_length (masked) == 2) {
    Value inner = left_value (filter, json_array_get_element (masked, 0));

    return inner.kind == VALUE_TEXT && strcmp (inner.text, "syn") == 0
               ? inner
               : (Value){.kind = VALUE_UNKNOWN};
  }
  return (Value){.kind = VALUE_UNKNOWN};
}

/* FALSE where a part of it is not known; *absent where one is of another protocol. */
static gboolean
read_left (TlFilter *filter, JsonNode *node, Left *left, gboolean *absent)
{
  JsonArray *concat = array_of (member (object_of (node), "concat"));
  gboolean known = TRUE;

  *left = (Left){.n = concat != NULL ? json_array_get_length (concat) : 1};
  *absent = FALSE;
  if (left->n == 0 || left->n > PARTS_MAX)
    return FALSE;
  for (guint i = 0; i < left->n; i++) {
    left->parts[i] =
        left_value (filter, concat != NULL ? json_array_get_element (concat, i) : node);
    *absent |= left->parts[i].kind == VALUE_ABSENT;
    known &= left->parts[i].kind != VALUE_UNKNOWN;
  }
  return known;
}

static TlMatch
judge_match (TlFilter *filter, JsonObject *match, TlRule *rule)
{
  const char *op = text_member (match, "op");
  TlMatch result;
  gboolean absent;
  Left left;
  gboolean known = read_left (filter, member (match, "left"), &left, &absent);

  if (absent)
    return TL_MATCH_NO;
  if (!known)
    return TL_MATCH_UNKNOWN;
  result = match_right (filter, &left, member (match, "right"), 0);
  if (strcmp (op, "==") == 0 || strcmp (op, "in") == 0) {
    for (guint i = 0; i < left.n; i++)
      rule->names_port |= left.parts[i].port && result == TL_MATCH_YES;
    return result;
  }
  return strcmp (op, "!=") == 0 ? tl_match_negate (result, TRUE) : TL_MATCH_UNKNOWN;
}

/* ------------------------------------------------------------------ rules */

static const struct {
  const char *name;
  TlAction action;
} actions[] = {
    {"accept", TL_ACTION_ACCEPT},     {"drop", TL_ACTION_DROP},     {"reject", TL_ACTION_REJECT},
    {"redirect", TL_ACTION_REDIRECT}, {"dnat", TL_ACTION_REDIRECT}, {"tproxy", TL_ACTION_REDIRECT},
    {"return", TL_ACTION_RETURN},     {"queue", TL_ACTION_UNKNOWN}, {"jump", TL_ACTION_JUMP},
    {"goto", TL_ACTION_GOTO},
};
/* Parts of a rule that decide nothing. */
static const char *const idle[] = {"log", "comment", "mangle",    "meter", "masquerade", "snat",
                                   "set", "notrack", "ct helper", "flow",  "ct timeout", NULL};

static gboolean
read_action (TlRule *rule, const char *name, JsonNode *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (strcmp (actions[i].name, name) != 0)
      continue;
    rule->action = actions[i].action;
    rule->target = text_member (object_of (value), "target");
    return TRUE;
  }
  return FALSE;
}

/* The action of a map's element, [key, {"drop": null}] (a named one's elements may have a counter). */
static gboolean
read_verdict (TlRule *rule, JsonNode *verdict)
{
  JsonObject *object = object_of (verdict);
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  return names != NULL && read_action (rule, names->data, member (object, names->data));
}

/* "ct state vmap { established : accept, invalid : drop }" */
static void
read_map (TlFilter *filter, TlRule *rule, JsonObject *map)
{
  JsonNode *data = member (map, "data");
  gboolean found = TRUE, absent;
  JsonArray *pairs;
  Left left;
  gboolean known = read_left (filter, member (map, "key"), &left, &absent);

  if (text_of (data) != NULL && *text_of (data) == '@')
    pairs = array_of (find_elements (filter, "map", text_of (data) + 1, &found));
  else
    pairs = array_of (member (object_of (data), "set"));
  rule->action = TL_ACTION_UNKNOWN;
  if (absent || (known && pairs == NULL && found)) {
    rule->match = TL_MATCH_NO;
    return;
  }
  for (guint i = 0; known && pairs != NULL && i < json_array_get_length (pairs); i++) {
    JsonArray *pair = array_of (json_array_get_element (pairs, i));
    TlMatch match;

    if (pair == NULL || json_array_get_length (pair) != 2)
      return;
    match = match_right (filter, &left, json_array_get_element (pair, 0), 0);
    if (match == TL_MATCH_UNKNOWN)
      return;
    if (match == TL_MATCH_YES) {
      rule->names_port |= left.parts[0].port;
      if (!read_verdict (rule, json_array_get_element (pair, 1)))
        rule->action = TL_ACTION_UNKNOWN;
      return;
    }
  }
  if (known && pairs != NULL)
    rule->match = TL_MATCH_NO;
}

static void
read_part (TlFilter *filter, TlRule *rule, const char *name, JsonNode *value)
{
  TlMatch match;

  if (strcmp (name, "match") == 0) {
    match = judge_match (filter, object_of (value), rule);
    if (match == TL_MATCH_NO || (match == TL_MATCH_UNKNOWN && rule->match == TL_MATCH_YES))
      rule->match = match;
    return;
  }
  if (strcmp (name, "counter") == 0) {
    number_of (member (object_of (value), "packets"), &rule->packets);
    return;
  }
  if (strcmp (name, "vmap") == 0 && rule->match != TL_MATCH_NO) {
    read_map (filter, rule, object_of (value));
    return;
  }
  /* An extension of iptables: a condition or an action, and which one is not told. */
  if (strcmp (name, "xt") == 0) {
    rule->match = rule->match == TL_MATCH_YES ? TL_MATCH_UNKNOWN : rule->match;
    rule->action = rule->action == TL_ACTION_NONE ? TL_ACTION_UNKNOWN : rule->action;
    return;
  }
  if (!read_action (rule, name, value) && !g_strv_contains (idle, name) &&
      rule->match == TL_MATCH_YES)
    rule->match = TL_MATCH_UNKNOWN; /* limit, quota, … */
}

/* "meta mark set 1", "ct mark set 1"; one that only copies the other gives none. */
static gboolean
sets_mark (JsonObject *part)
{
  JsonObject *mangle = object_of (member (part, "mangle"));
  JsonObject *key = object_of (member (mangle, "key"));
  JsonObject *value = object_of (member (mangle, "value"));

  return mangle != NULL && member (value, "ct") == NULL && member (value, "meta") == NULL &&
         (strcmp (text_member (object_of (member (key, "meta")), "key"), "mark") == 0 ||
          strcmp (text_member (object_of (member (key, "ct")), "key"), "mark") == 0);
}

static TlRule
read_rule (TlFilter *filter, const TlChain *chain, JsonObject *item)
{
  TlRule rule = {.match = TL_MATCH_YES, .packets = -1};
  JsonArray *parts = array_of (member (item, "expr"));
  guint n = parts != NULL ? json_array_get_length (parts) : 0;
  g_autofree char *handle = NULL;
  gint64 number = 0;

  number_of (member (item, "handle"), &number);
  handle = g_strdup_printf ("handle %" G_GINT64_FORMAT, number);
  rule.words = g_string_chunk_insert (filter->words, handle);
  rule.comment = text_of (member (item, "comment"));
  for (guint i = 0; i < n; i++) {
    JsonObject *part = object_of (json_array_get_element (parts, i));
    g_autoptr (GList) names = part != NULL ? json_object_get_members (part) : NULL;

    if (names != NULL)
      read_part (filter, &rule, names->data, member (part, names->data));
    if (sets_mark (part))
      tl_filter_see_mark (filter, chain, rule.match);
  }
  return rule;
}

/* ------------------------------------------------------------------ the listing */

static gboolean
concerns (TlFilter *filter, JsonObject *item)
{
  const char *family = text_member (item, "family");

  return (strcmp (family, "inet") == 0 || strcmp (family, "netdev") == 0 ||
          strcmp (family, filter->ipv6 ? "ip6" : "ip") == 0) &&
         !(filter->skip_iptables && tl_filter_is_iptables (family, text_member (item, "table")));
}

/* Chains that hook in at a card have its name with them, or several; nft up to 1.0.6 leaves it out. */
static TlMatch
match_card (JsonObject *item, const char *card)
{
  JsonNode *named = member (item, "dev");
  JsonArray *cards = array_of (named);

  if (named == NULL || card == NULL)
    return g_strcmp0 (card, "lo") == 0 ? TL_MATCH_NO : TL_MATCH_UNKNOWN;
  for (guint i = 0; cards != NULL && i < json_array_get_length (cards); i++)
    if (g_strcmp0 (json_array_get_string_element (cards, i), card) == 0)
      return TL_MATCH_YES;
  return cards == NULL && strcmp (text_member (item, "dev"), card) == 0 ? TL_MATCH_YES
                                                                        : TL_MATCH_NO;
}

/* The hook in the words of packets that are routed: "ingress" comes before "prerouting", "egress" behind
 * "postrouting", and each of them is asked at its own card alone. */
static const char *
name_hook (TlFilter *filter, JsonObject *item, gint64 *priority, gboolean *unsure)
{
  const char *hook = text_member (item, "hook");
  gboolean in = strcmp (hook, "ingress") == 0;
  TlMatch card;

  *unsure = FALSE;
  if (!in && strcmp (hook, "egress") != 0)
    return hook;
  card = match_card (item, filter->packet->interface);
  if (card == TL_MATCH_NO)
    return "";
  *unsure = card == TL_MATCH_UNKNOWN;
  *priority += in ? -(gint64) G_MAXINT32 : G_MAXINT32;
  return in ? "prerouting" : "postrouting";
}

static void
add_chain (TlFilter *filter, JsonObject *item)
{
  gint64 priority = 0;
  gboolean unsure;
  const char *hook;
  TlChain *chain;

  if (!concerns (filter, item))
    return;
  number_of (member (item, "prio"), &priority);
  hook = name_hook (filter, item, &priority, &unsure);
  chain = tl_filter_add_chain (filter, text_member (item, "family"), text_member (item, "table"),
                               text_member (item, "name"), hook, priority);
  chain->unsure = unsure;
  chain->drops = strcmp (text_member (item, "policy"), "drop") == 0;
}

static void
add_rule (TlFilter *filter, JsonObject *item)
{
  TlChain *chain;
  TlRule rule;

  if (!concerns (filter, item))
    return;
  chain = tl_filter_find_chain (filter, text_member (item, "family"), text_member (item, "table"),
                                text_member (item, "chain"));
  if (chain == NULL)
    return;
  filter->rule = item;
  rule = read_rule (filter, chain, item);
  g_array_append_val (chain->rules, rule);
}

void
tl_filter_read_nft (TlFilter *filter, JsonArray *items)
{
  guint n = json_array_get_length (items);

  filter->items = items;
  for (guint i = 0; i < n; i++) {
    JsonObject *item = object_of (json_array_get_element (items, i));

    if (object_of (member (item, "chain")) != NULL)
      add_chain (filter, object_of (member (item, "chain")));
  }
  for (guint i = 0; i < n; i++) {
    JsonObject *item = object_of (json_array_get_element (items, i));

    if (object_of (member (item, "rule")) != NULL)
      add_rule (filter, object_of (member (item, "rule")));
  }
}
