/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-knowledge"

#include "tl-condition.h"

#include <string.h>

#include "tl-types.h"

typedef enum {
  SEEN,
  ABSENT,
  EQUAL,
  OTHER,
  HOLDS,
  HOLDS_NOT,
  LESS,
  MORE,
  BEGINS
} Operator;

typedef struct {
  Operator op;
  const char *name; /* interned */
  guint number;
  char **values;   /* alternatives; of "~" lower case, '_' made blank */
  guint reference; /* number of the fact that the value names, or 0 */
  double limit;
  gboolean never;
} Part;

struct _TlCondition {
  GArray *parts; /* Part */
};

static void
part_clear (gpointer pointer)
{
  g_strfreev (((Part *) pointer)->values);
}

void
tl_condition_free (TlCondition *self)
{
  g_array_unref (self->parts);
  g_free (self);
}

/* ------------------------------------------------------------------ compiling */

static const struct {
  const char *sign;
  Operator op;
} operators[] = {
    {"!=", OTHER}, {"!~", HOLDS_NOT}, {"^=", BEGINS}, {"=", EQUAL},
    {"~", HOLDS},  {"<", LESS},       {">", MORE},
};

static gboolean
is_name (const char *name)
{
  if (strchr (name, '.') == NULL && !g_str_has_prefix (name, "step:"))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && strchr ("._-:", *p) == NULL)
      return FALSE;
  return g_ascii_islower (*name) && !g_str_has_suffix (name, ".");
}

/* Where the operator of `word` stands, and which; the end of the word when there is none. */
static const char *
find_operator (const char *word, guint *which)
{
  const char *p = word + strcspn (word, "!^=~<>");

  for (; *p != '\0'; p += 1 + strcspn (p + 1, "!^=~<>"))
    for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
      if (strncmp (p, operators[i].sign, strlen (operators[i].sign)) == 0) {
        *which = i;
        return p;
      }
  *which = G_N_ELEMENTS (operators);
  return p;
}

static void
spell_out (char **values)
{
  for (guint i = 0; values[i] != NULL; i++) {
    char *lower = g_utf8_strdown (g_strdelimit (values[i], "_", ' '), -1);

    g_free (values[i]);
    values[i] = lower;
  }
}

static gboolean
parse_value (Part *part, const char *value)
{
  gsize length = strlen (value);
  char *end = NULL;

  if (length == 0)
    return FALSE;
  if (part->op == LESS || part->op == MORE) {
    part->limit = g_ascii_strtod (value, &end);
    return *end == '\0';
  }
  if (value[0] == '{' && value[length - 1] == '}') {
    g_autofree char *name = g_strndup (value + 1, length - 2);

    part->reference = tl_name_intern (name);
    return is_name (name);
  }
  part->values = g_strsplit (value, "|", -1);
  if (part->op == HOLDS || part->op == HOLDS_NOT || part->op == BEGINS)
    spell_out (part->values);
  return TRUE;
}

static gboolean
parse_part (const char *word, Part *part)
{
  gboolean absent = word[0] == '!';
  guint which;
  const char *sign = find_operator (word + absent, &which);
  g_autofree char *name = g_strndup (word + absent, (gsize) (sign - word - absent));
  const char *plain = g_str_has_prefix (name, "before:") ? name + strlen ("before:") : name;

  memset (part, 0, sizeof *part);
  if (!is_name (plain))
    return FALSE;
  part->name = g_intern_string (name);
  part->number = tl_name_intern (name);
  if (which == G_N_ELEMENTS (operators)) {
    part->op = absent ? ABSENT : SEEN;
    return TRUE;
  }
  part->op = operators[which].op;
  return !absent && parse_value (part, sign + strlen (operators[which].sign));
}

/* Cuts off the next word and moves *rest behind it; NULL at the end. */
static char *
next_word (char **rest)
{
  char *word = *rest + strspn (*rest, " ");
  char *end = word + strcspn (word, " ");

  *rest = *end == ' ' ? end + 1 : end;
  *end = '\0';
  return *word != '\0' ? word : NULL;
}

TlCondition *
tl_condition_compile (const char *when, GError **error)
{
  g_autoptr (TlCondition) self = g_new0 (TlCondition, 1);
  g_autofree char *words = g_strdup (when != NULL ? when : "");

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
  for (char *rest = words, *word; (word = next_word (&rest)) != NULL;) {
    Part part;
    gboolean good = parse_part (word, &part);

    g_array_append_val (self->parts, part);
    if (!good) {
      g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "\"%s\" in \"%s\"", word, when);
      return NULL;
    }
  }
  return g_steal_pointer (&self);
}

static const TlCondition *
compile_for_good (GHashTable *cache, const char *when)
{
  g_autoptr (GError) error = NULL;
  TlCondition *condition = tl_condition_compile (when, &error);

  if (condition == NULL) {
    Part never = {.op = SEEN, .name = "", .never = TRUE};

    g_warning ("not a condition: %s", error->message);
    condition = g_new0 (TlCondition, 1);
    condition->parts = g_array_new (FALSE, FALSE, sizeof (Part));
    g_array_append_val (condition->parts, never);
  }
  g_hash_table_insert (cache, g_strdup (when), condition);
  return condition;
}

const TlCondition *
tl_condition_get (const char *when)
{
  static GMutex mutex;
  static GHashTable *cache; /* the words → condition */
  const TlCondition *condition;

  if (when == NULL)
    when = "";
  g_mutex_lock (&mutex);
  if (cache == NULL)
    cache = g_hash_table_new (g_str_hash, g_str_equal);
  condition = g_hash_table_lookup (cache, when);
  if (condition == NULL)
    condition = compile_for_good (cache, when);
  g_mutex_unlock (&mutex);
  return condition;
}

/* ------------------------------------------------------------------ asking */

static gboolean
is_one_of (const char *value, char **values)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (strcmp (value, values[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
holds_one_of (const char *value, char **values, gboolean at_start)
{
  g_autofree char *lower =
      g_str_is_ascii (value) ? g_ascii_strdown (value, -1) : g_utf8_strdown (value, -1);

  for (guint i = 0; values[i] != NULL; i++) {
    const char *at = strstr (lower, values[i]);

    if (at != NULL && (!at_start || at == lower))
      return TRUE;
  }
  return FALSE;
}

static gboolean
compare_number (const Part *part, const char *value)
{
  char *end = NULL;
  double number = g_ascii_strtod (value, &end);

  if (end == value || *end != '\0')
    return FALSE;
  return part->op == LESS ? number < part->limit : number > part->limit;
}

static gboolean
part_equals (const Part *part, const TlView *view, const char *value)
{
  if (part->reference != 0)
    return g_strcmp0 (value, tl_view_get_by_number (view, part->reference)) == 0;
  return is_one_of (value, part->values);
}

static gboolean
part_holds (const Part *part, const TlView *view)
{
  const char *value = tl_view_get_by_number (view, part->number);

  switch (part->op) {
    case SEEN:
      return value != NULL && !part->never;
    case ABSENT:
      return value == NULL || *value == '\0';
    case EQUAL:
      return value != NULL && part_equals (part, view, value);
    case OTHER:
      return value == NULL || !part_equals (part, view, value);
    case HOLDS:
    case BEGINS:
      if (value == NULL || part->reference != 0)
        return value != NULL && part_equals (part, view, value);
      return holds_one_of (value, part->values, part->op == BEGINS);
    case HOLDS_NOT:
      return value == NULL || part->values == NULL || !holds_one_of (value, part->values, FALSE);
    case LESS:
    case MORE:
    default:
      return value != NULL && compare_number (part, value);
  }
}

gboolean
tl_condition_holds (const TlCondition *self, const TlView *view)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (!part_holds (&g_array_index (self->parts, Part, i), view))
      return FALSE;
  return TRUE;
}

guint
tl_condition_get_needed (const TlCondition *self, const char *const **values)
{
  const Part *needed = NULL;

  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = &g_array_index (self->parts, Part, i);

    if (part->op == ABSENT || part->op == OTHER || part->op == HOLDS_NOT)
      continue;
    if (needed == NULL ||
        (g_str_has_prefix (needed->name, "job.") && !g_str_has_prefix (part->name, "job.")))
      needed = part;
  }
  if (values != NULL)
    *values = needed != NULL && needed->op == EQUAL ? (const char *const *) needed->values : NULL;
  return needed != NULL ? needed->number : 0;
}

void
tl_condition_foreach (const TlCondition *self, TlConditionFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = &g_array_index (self->parts, Part, i);
    gboolean seen = part->op != ABSENT && part->op != OTHER && part->op != HOLDS_NOT;

    func (part->name, seen, user_data);
  }
}
