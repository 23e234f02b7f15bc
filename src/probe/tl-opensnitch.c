/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-opensnitch.h"

#include "tl-firewall-private.h"
#include "tl-json.h"
#include "tl-text.h"

#include <string.h>

#define RULES_MAX 4096
#define PARTS_MAX 32
#define PATTERN_MAX 4096
#define NAME_MAX_BYTES 120
#define WORDS_MAX 200

typedef struct {
  char *name;
  gboolean enabled, precedence, stops, rejects;
  GPtrArray *parts; /* JsonObject, all of which have to fit; empty: could not be read */
} Rule;

struct _TlOpenSnitch {
  GPtrArray *rules; /* Rule */
  gboolean sorted;
  char *action;
};

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_free (rule->name);
  g_ptr_array_unref (rule->parts);
  g_free (rule);
}

static gboolean
is_stop (const char *action)
{
  return strcmp (action, "deny") == 0 || strcmp (action, "reject") == 0;
}

TlOpenSnitch *
tl_opensnitch_new (const char *action)
{
  TlOpenSnitch *self = g_new0 (TlOpenSnitch, 1);

  self->rules = g_ptr_array_new_with_free_func (rule_free);
  self->action = g_strdup (action);
  return self;
}

void
tl_opensnitch_free (TlOpenSnitch *self)
{
  g_ptr_array_unref (self->rules);
  g_free (self->action);
  g_free (self);
}

/* ------------------------------------------------------------------ reading */

char *
tl_opensnitch_read_default (const char *text, gsize length)
{
  g_autoptr (JsonNode) root = tl_json_parse (text, length, NULL);
  const char *action =
      root != NULL ? tl_json_get_string (json_node_get_object (root), "DefaultAction", NULL) : NULL;

  return action != NULL ? tl_text_make_visible (action, strlen (action), NAME_MAX_BYTES) : NULL;
}

static void
add_parts (Rule *rule, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);

    if (!JSON_NODE_HOLDS_OBJECT (node) || rule->parts->len >= PARTS_MAX) {
      g_ptr_array_set_size (rule->parts, 0);
      return;
    }
    g_ptr_array_add (rule->parts, json_object_ref (json_node_get_object (node)));
  }
}

/* One condition; or several, in the member "list" or, as its window writes them, as JSON inside of "data". */
static void
read_parts (Rule *rule, JsonObject *condition)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *list = json_object_get_member (condition, "list");
  const char *data = tl_json_get_string (condition, "data", "");

  if (strcmp (tl_json_get_string (condition, "type", ""), "list") != 0) {
    g_ptr_array_add (rule->parts, json_object_ref (condition));
    return;
  }
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list))
    add_parts (rule, json_node_get_array (list));
  if (rule->parts->len > 0 || !json_parser_load_from_data (parser, data, -1, NULL))
    return;
  list = json_parser_get_root (parser);
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list))
    add_parts (rule, json_node_get_array (list));
}

gboolean
tl_opensnitch_add (TlOpenSnitch *self, const char *text, gsize length)
{
  g_autoptr (JsonNode) root = tl_json_parse (text, length, NULL);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  JsonNode *condition = object != NULL ? json_object_get_member (object, "operator") : NULL;
  const char *name, *action;
  Rule *rule;

  if (condition == NULL || !JSON_NODE_HOLDS_OBJECT (condition) || self->rules->len >= RULES_MAX)
    return FALSE;
  name = tl_json_get_string (object, "name", NULL);
  action = tl_json_get_string (object, "action", NULL);
  if (name == NULL || action == NULL)
    return FALSE;
  rule = g_new0 (Rule, 1);
  rule->name = tl_text_make_visible (name, strlen (name), NAME_MAX_BYTES);
  rule->enabled = tl_json_get_boolean (object, "enabled", FALSE);
  rule->precedence = tl_json_get_boolean (object, "precedence", FALSE);
  rule->stops = is_stop (action);
  rule->rejects = strcmp (action, "reject") == 0;
  rule->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  read_parts (rule, json_node_get_object (condition));
  g_ptr_array_add (self->rules, rule);
  self->sorted = FALSE;
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(Rule *const *) a)->name, (*(Rule *const *) b)->name);
}

static void
sort_rules (TlOpenSnitch *self)
{
  if (!self->sorted)
    g_ptr_array_sort (self->rules, compare_names);
  self->sorted = TRUE;
}

/* ------------------------------------------------------------------ does a rule concern it? */

static TlMatch
compare (const char *type, gboolean sensitive, const char *data, const char *value)
{
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;

  if (value == NULL || strlen (data) > PATTERN_MAX)
    return TL_MATCH_UNKNOWN;
  if (strcmp (type, "regexp") == 0) {
    regex = g_regex_new (data, sensitive ? 0 : G_REGEX_CASELESS, 0, NULL);
    if (regex == NULL)
      return TL_MATCH_UNKNOWN;
    return g_regex_match (regex, value, 0, NULL) ? TL_MATCH_YES : TL_MATCH_NO;
  }
  if (strcmp (type, "simple") != 0)
    return TL_MATCH_UNKNOWN;
  own = sensitive ? g_strdup (value) : g_utf8_strdown (value, -1);
  other = sensitive ? g_strdup (data) : g_utf8_strdown (data, -1);
  return strcmp (own, other) == 0 ? TL_MATCH_YES : TL_MATCH_NO;
}

/* A network, "192.0.2.0/24"; its own names for some ("LAN") are not known here. */
static TlMatch
compare_network (const TlFirewallPacket *packet, const char *data)
{
  g_auto (GStrv) parts = g_strsplit (data, "/", 2);

  if (parts[0] == NULL || parts[1] == NULL || !g_ascii_isdigit (*parts[1]))
    return TL_MATCH_UNKNOWN;
  return tl_match_address (&packet->peer, parts[0], g_ascii_strtoll (parts[1], NULL, 10));
}

/* What the operand is of this connection; NULL: not known. (transfer full) */
static char *
find_value (const TlOpenSnitchQuestion *question, const char *operand)
{
  const TlFirewallPacket *packet = question->packet;

  if (strcmp (operand, "dest.port") == 0)
    return g_strdup_printf ("%u", tl_address_get_port (&packet->peer));
  if (strcmp (operand, "dest.ip") == 0)
    return tl_address_to_string (&packet->peer);
  if (strcmp (operand, "dest.host") == 0)
    return g_strdup (question->host);
  if (strcmp (operand, "process.path") == 0)
    return g_strdup (question->path);
  if (strcmp (operand, "user.id") == 0)
    return g_strdup_printf ("%u", packet->uid);
  if (strcmp (operand, "iface.out") == 0)
    return g_strdup (packet->interface);
  if (strcmp (operand, "protocol") == 0 && !tl_address_is_ipv6 (&packet->peer))
    return g_strdup (question->lookup ? "udp" : "tcp");
  return NULL;
}

static TlMatch
match_part (JsonObject *part, const TlOpenSnitchQuestion *question)
{
  const char *operand = tl_json_get_string (part, "operand", "");
  const char *type = tl_json_get_string (part, "type", "");
  const char *data = tl_json_get_string (part, "data", "");
  g_autofree char *value = NULL;

  if (strcmp (operand, "true") == 0)
    return TL_MATCH_YES;
  if (strcmp (operand, "dest.network") == 0)
    return compare_network (question->packet, data);
  value = find_value (question, operand);
  return compare (type, tl_json_get_boolean (part, "sensitive", FALSE), data, value);
}

/* `names_port`: one of its parts is about this very port. */
static TlMatch
match (const Rule *rule, const TlOpenSnitchQuestion *question, gboolean *names_port)
{
  TlMatch whole = rule->parts->len > 0 ? TL_MATCH_YES : TL_MATCH_UNKNOWN;

  for (guint i = 0; i < rule->parts->len; i++) {
    JsonObject *part = rule->parts->pdata[i];
    TlMatch one = match_part (part, question);

    if (one == TL_MATCH_NO)
      return TL_MATCH_NO;
    if (one == TL_MATCH_UNKNOWN)
      whole = TL_MATCH_UNKNOWN;
    else
      *names_port |= strcmp (tl_json_get_string (part, "operand", ""), "dest.port") == 0;
  }
  return whole;
}

/* ------------------------------------------------------------------ what becomes of it */

/* "OpenSnitch deny-587: deny (dest.port 587)" */
static char *
name_rule (const Rule *rule)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *visible = NULL;

  for (guint i = 0; i < rule->parts->len; i++)
    g_string_append_printf (words, "%s%s %s", i > 0 ? ", " : "",
                            tl_json_get_string (rule->parts->pdata[i], "operand", ""),
                            tl_json_get_string (rule->parts->pdata[i], "data", ""));
  visible = tl_text_make_visible (words->str, words->len, WORDS_MAX);
  return g_strdup_printf ("OpenSnitch %s: %s (%s)", rule->name, rule->rejects ? "reject" : "deny",
                          visible);
}

static void
stop (TlFirewallView *view, char *rule, gboolean rejects)
{
  view->verdict = rejects ? TL_FIREWALL_REJECTS : TL_FIREWALL_DROPS;
  view->rule = rule;
}

/* FALSE: no rule is about it. */
static gboolean
walk (TlOpenSnitch *self, const TlOpenSnitchQuestion *question, TlFirewallView *view)
{
  gboolean met = FALSE;

  sort_rules (self);
  for (guint i = 0; i < self->rules->len; i++) {
    const Rule *rule = self->rules->pdata[i];
    gboolean names_port = FALSE;
    TlMatch found = rule->enabled ? match (rule, question, &names_port) : TL_MATCH_NO;

    if (found == TL_MATCH_UNKNOWN && !rule->stops)
      view->unsure = TRUE;
    if (found == TL_MATCH_UNKNOWN && rule->stops && names_port && view->perhaps == NULL)
      view->perhaps = name_rule (rule);
    if (found != TL_MATCH_YES)
      continue;
    met = TRUE;
    if (rule->stops)
      stop (view, name_rule (rule), rule->rejects);
    if (rule->stops || rule->precedence)
      return TRUE;
  }
  return met;
}

void
tl_opensnitch_judge (TlOpenSnitch *self, const TlOpenSnitchQuestion *question, TlFirewallView *view)
{
  const char *action = self->action != NULL ? self->action : "";

  *view = (TlFirewallView){.verdict = TL_FIREWALL_PASSES, .packets = -1};
  if (walk (self, question, view) || !is_stop (action))
    return;
  if (question->asked && view->perhaps == NULL)
    view->perhaps = g_strdup_printf ("OpenSnitch: DefaultAction %s", action);
  if (!question->asked)
    stop (view, g_strdup_printf ("OpenSnitch: DefaultAction %s", action),
          strcmp (action, "reject") == 0);
}

/* ------------------------------------------------------------------ other programs */

/* The program among these that the rule is about by its path. (path: transfer full) */
static const char *
name_program (const Rule *rule, const char *const *programs, char **path)
{
  for (guint i = 0; i < rule->parts->len; i++) {
    JsonObject *part = rule->parts->pdata[i];
    const char *data = tl_json_get_string (part, "data", "");
    g_autofree char *base = g_path_get_basename (data);

    if (strcmp (tl_json_get_string (part, "operand", ""), "process.path") != 0 ||
        strcmp (tl_json_get_string (part, "type", ""), "simple") != 0)
      continue;
    for (guint k = 0; programs[k] != NULL; k++)
      if (g_ascii_strcasecmp (base, programs[k]) == 0) {
        *path = g_strdup (data);
        return programs[k];
      }
  }
  return NULL;
}

char *
tl_opensnitch_find_program (TlOpenSnitch *self, const TlOpenSnitchQuestion *question,
                            const char *const *programs, const char **program)
{
  sort_rules (self);
  for (guint i = 0; i < self->rules->len; i++) {
    const Rule *rule = self->rules->pdata[i];
    g_autofree char *path = NULL;
    g_auto (TlFirewallView) view = {.packets = -1};
    TlOpenSnitchQuestion other = *question;

    *program = rule->enabled && rule->stops ? name_program (rule, programs, &path) : NULL;
    if (*program == NULL)
      continue;
    other.path = path;
    /* Another rule may come before it. */
    if (walk (self, &other, &view) && view.verdict != TL_FIREWALL_PASSES)
      return g_steal_pointer (&view.rule);
  }
  return NULL;
}
