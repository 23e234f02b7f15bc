/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables themselves: every entry whole, every example recognised. */
#include "knowledge-fixture.h"

#include <stdio.h>
#include <string.h>

#include "tl-condition.h"
#include "tl-matcher.h"

typedef void (*CauseFunc) (const TlKbArea *area, const TlCause *cause, gpointer user_data);

static void
for_each_cause (CauseFunc func, gpointer user_data)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  g_assert_cmpuint (n, >, 0);
  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      func (areas[a], &areas[a]->causes[c], user_data);
}

/* Says what is wrong and goes on, so that one run shows all of it. */
static void
complain (const TlCause *cause, const char *what, const char *text)
{
  g_test_message ("%s: %s: %s", cause->id, what, text != NULL ? text : "");
  g_test_fail ();
}

/* ------------------------------------------------------------------ ids */

static void
check_id (const TlKbArea *area, const TlCause *cause, gpointer user_data)
{
  GHashTable *seen = user_data;

  if (!g_hash_table_add (seen, (gpointer) cause->id))
    complain (cause, "id twice", cause->id);
  if (!g_hash_table_add (seen, (gpointer) cause->spoken))
    complain (cause, "spoken code twice", cause->spoken);
  if (!g_regex_match_simple ("^[a-z0-9]+(-[a-z0-9]+)*$", cause->id, 0, 0))
    complain (cause, "form of the id", cause->id);
  if (!g_regex_match_simple ("^[SFHEDTA]-[0-9][0-9]$", cause->spoken, 0, 0))
    complain (cause, "form of the spoken code", cause->spoken);
  if (tl_kb_find (cause->id) != cause)
    complain (cause, "is not found by its id", "");
}

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for_each_cause (check_id, seen);
  g_assert_null (tl_kb_find ("no-such-cause"));
  g_assert_null (tl_kb_find (NULL));
}

/* The letter is that of the section, so that an agent knows where to look. */
static void
check_letter (const TlKbArea *area, const TlCause *cause, gpointer unused)
{
  static const struct {
    const TlKbArea *area;
    char letter;
  } letters[] = {
      {&tl_kb_local, 'E'},
      {&tl_kb_network, 'E'},
      {&tl_kb_dns, 'D'},
      {&tl_kb_tls, 'T'},
      {&tl_kb_any, 'S'},
      {&tl_kb_smtp, 'S'},
      {&tl_kb_smtp_recipient, 'S'},
      {&tl_kb_smtp_sender, 'S'},
      {&tl_kb_smtp_login, 'S'},
      {&tl_kb_smtp_origin, 'S'},
      {&tl_kb_smtp_message, 'S'},
      {&tl_kb_notice, 'S'},
      {&tl_kb_ftp, 'F'},
      {&tl_kb_http, 'H'},
      {&tl_kb_file, 'A'},
      {&tl_kb_domain, 'D'},
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].area == area) {
      if (cause->spoken[0] != letters[i].letter)
        complain (cause, "letter of the spoken code", cause->spoken);
      return;
    }
  complain (cause, "in an area without a letter", area->name);
}

static void
test_letters (void)
{
  for_each_cause (check_letter, NULL);
}

/* ------------------------------------------------------------------ prose */

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strv_length (words);
}

static void
check_prose (const TlKbArea *area, const TlCause *cause, gpointer unused)
{
  if (count_words (cause->title) > 8)
    complain (cause, "title of more than eight words", cause->title);
  /* Lists show titles without evidence to fill them from. */
  if (strchr (cause->title, '{') != NULL)
    complain (cause, "title with a placeholder", cause->title);
  if (g_str_has_suffix (cause->title, "."))
    complain (cause, "title with a full stop", cause->title);
  if (!g_str_has_suffix (cause->meaning, "."))
    complain (cause, "meaning without a full stop", cause->meaning);
  /* Whoever cannot send wants to know whether to try again. */
  if (cause->severity == TL_SEVERITY_PROBLEM && cause->retry == NULL)
    complain (cause, "a problem that does not say when to try again", "");
  if (cause->prevention != NULL && !g_str_has_suffix (cause->prevention, "."))
    complain (cause, "prevention without a full stop", cause->prevention);
  if (cause->n_fixes == 0)
    complain (cause, "no fix", "");
  if (cause->references == NULL || cause->references[0] == NULL)
    complain (cause, "no reference", "");
  for (gsize i = 0; i < cause->n_fixes; i++)
    for (gsize k = i + 1; k < cause->n_fixes; k++)
      if (strcmp (cause->fixes[i].id, cause->fixes[k].id) == 0)
        complain (cause, "fix id twice", cause->fixes[i].id);
}

static void
count_prevention (const TlKbArea *area, const TlCause *cause, gpointer user_data)
{
  *(guint *) user_data += cause->prevention != NULL;
}

/* What the user's or admin's own care keeps away says so. */
static void
test_prevention (void)
{
  static const char *const wanted[] = {
      "spf-fail",       "dkim-fail",           "dmarc-fail",         "smtp-rate-limited",
      "ip-blocklisted", "reverse-dns-missing", "certificate-expired"};
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (tl_kb_find (wanted[i])->prevention == NULL)
      complain (tl_kb_find (wanted[i]), "no prevention", "");
  for_each_cause (count_prevention, &n);
  g_assert_cmpuint (n, >=, G_N_ELEMENTS (wanted));
}

static void
test_prose (void)
{
  for_each_cause (check_prose, NULL);
}

/* ------------------------------------------------------------------ names of facts */

/* "tls.chain.0.subject" as "tls.chain.N.subject". */
static char *
shape_of (const char *name)
{
  g_autoptr (GRegex) number = g_regex_new ("(?<=\\.)[0-9]+(?=\\.|$)", 0, 0, NULL);

  return g_regex_replace_literal (number, name, -1, 0, "N", 0, NULL);
}

/* The names in the first cells of docs/facts.md; one that begins with a dot takes the beginning of
 * the one before it. */
static GHashTable *
read_facts (void)
{
  g_autofree char *text = read_source ("docs/facts.md", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *before = NULL;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], " | ", 3);
    g_auto (GStrv) parts = g_strsplit (cells[0] != NULL ? cells[0] : "", "`", -1);

    if (!g_str_has_prefix (lines[i], "| `"))
      continue;
    for (guint p = 1; parts[0] != NULL && parts[p] != NULL; p += 2) {
      char *name = g_strdup (parts[p]);

      if (name[0] == '.') {
        g_autofree char *parent = g_strndup (before, (gsize) (strrchr (before, '.') - before));

        g_free (name);
        name = g_strconcat (parent, parts[p], NULL);
      }
      g_free (before);
      before = g_strdup (name);
      g_hash_table_add (facts, name);
      if (parts[p + 1] == NULL)
        break;
    }
  }
  return facts;
}

typedef struct {
  GHashTable *facts;
  const TlCause *cause;
} Asked;

static void
check_name (const char *name, gboolean seen, gpointer user_data)
{
  Asked *asked = user_data;
  const char *plain = g_str_has_prefix (name, "before:") ? name + strlen ("before:") : name;
  g_autofree char *shape = shape_of (plain);

  if (!g_str_has_prefix (plain, "step:") && !g_hash_table_contains (asked->facts, shape))
    complain (asked->cause, "no such fact in docs/facts.md", name);
}

static void
check_condition (Asked *asked, const char *when)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TlCondition) condition = tl_condition_compile (when, &error);

  if (condition == NULL)
    complain (asked->cause, "condition", error->message);
  else
    tl_condition_foreach (condition, check_name, asked);
}

static void
check_conditions (const TlKbArea *area, const TlCause *cause, gpointer user_data)
{
  Asked asked = {user_data, cause};

  for (gsize i = 0; i < cause->n_rules; i++)
    check_condition (&asked, cause->rules[i].when);
  for (gsize i = 0; i < cause->n_contrary; i++)
    check_condition (&asked, cause->contrary[i].when);
  for (gsize i = 0; i < cause->n_fixes; i++)
    check_condition (&asked, cause->fixes[i].when);
}

static void
test_conditions (void)
{
  g_autoptr (GHashTable) facts = read_facts ();

  g_assert_true (g_hash_table_contains (facts, "tls.chain.N.issuer"));
  for_each_cause (check_conditions, facts);
}

/* ------------------------------------------------------------------ placeholders */

static void
check_placeholders (Asked *asked, const char *prose)
{
  static const char *const known[] = {"host",     "port",
                                      "user",     "address",
                                      "domain",   "recipient",
                                      "sender",   "recipient_domain",
                                      "code",     "enhanced",
                                      "security", "sender_domain",
                                      "program",  "recommended_security",
                                      NULL};
  g_autoptr (GRegex) regex = g_regex_new ("\\{([^{}]*)\\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (prose == NULL)
    return;
  for (g_regex_match (regex, prose, 0, &info); g_match_info_matches (info);
       g_match_info_next (info, NULL)) {
    g_autofree char *name = g_match_info_fetch (info, 1);
    g_autofree char *shape = shape_of (name);

    if (!g_strv_contains (known, name) && !g_hash_table_contains (asked->facts, shape))
      complain (asked->cause, "no such placeholder", name);
  }
}

static void
check_all_prose (const TlKbArea *area, const TlCause *cause, gpointer user_data)
{
  Asked asked = {user_data, cause};

  check_placeholders (&asked, cause->title);
  check_placeholders (&asked, cause->meaning);
  check_placeholders (&asked, cause->retry);
  check_placeholders (&asked, cause->never);
  for (gsize i = 0; i < cause->n_fixes; i++)
    check_placeholders (&asked, cause->fixes[i].text);
}

static void
test_placeholders (void)
{
  g_autoptr (GHashTable) facts = read_facts ();

  for_each_cause (check_all_prose, facts);
}

/* ------------------------------------------------------------------ what points elsewhere */

static void
check_links (const TlKbArea *area, const TlCause *cause, gpointer unused)
{
  g_auto (GStrv) ids = g_strsplit (cause->yields_to != NULL ? cause->yields_to : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0' && tl_kb_find (ids[i]) == NULL)
      complain (cause, "yields to an unknown cause", ids[i]);
  if (cause->next_test != NULL && tl_kb_find_next_test (cause->next_test) == NULL)
    complain (cause, "no such next test", cause->next_test);
  for (gsize i = 0; i < cause->n_rules; i++)
    if (cause->rules[i].confidence <= 0 || cause->rules[i].confidence > 0.99)
      complain (cause, "confidence out of range", cause->rules[i].when);
  for (gsize i = 0; i < cause->n_texts; i++)
    if (cause->texts[i].confidence <= 0 || cause->texts[i].confidence > 0.99)
      complain (cause, "confidence out of range", cause->texts[i].literal);
}

static void
test_links (void)
{
  for_each_cause (check_links, NULL);
}

static void
test_matcher (void)
{
  g_autofree char *mistake = tl_matcher_validate (tl_matcher_get_default ());

  g_assert_cmpstr (mistake, ==, NULL);
}

/* ------------------------------------------------------------------ examples */

static TlProtocol
protocol_of (const TlKbArea *area, const TlKbExample *example)
{
  const char *words = example->protocol != NULL ? example->protocol : area->protocols;

  if (words != NULL && g_str_has_prefix (words, "ftp"))
    return TL_PROTOCOL_FTP;
  return words != NULL && g_str_has_prefix (words, "http") ? TL_PROTOCOL_HTTP : TL_PROTOCOL_SMTP;
}

static void
play_examples (const TlKbArea *area, const TlCause *cause, gpointer user_data)
{
  for (gsize i = 0; i < cause->n_examples; i++) {
    const TlKbExample *example = &cause->examples[i];
    g_autoptr (TlEvidence) evidence =
        digest (example->text, protocol_of (area, example), example->stage);
    g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
    const TlFinding *first = tl_diagnosis_get_first (diagnosis);

    ++*(guint *) user_data;
    if (first != NULL && strcmp (first->id, cause->id) == 0)
      continue;
    g_test_message ("%s (%.2f): \"%s\" (%s) → %s (%.2f)", cause->id,
                    confidence_of (diagnosis, cause->id), example->text,
                    example->stage != NULL ? example->stage : "no stage", first_id (diagnosis),
                    first != NULL ? first->confidence : 0);
    g_test_fail ();
  }
}

static void
test_examples (void)
{
  guint played = 0;

  for_each_cause (play_examples, &played);
  g_test_message ("%u examples", played);
  g_assert_cmpuint (played, >, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/kb/ids", test_ids);
  g_test_add_func ("/knowledge/kb/letters", test_letters);
  g_test_add_func ("/knowledge/kb/prose", test_prose);
  g_test_add_func ("/knowledge/kb/prevention", test_prevention);
  g_test_add_func ("/knowledge/kb/conditions", test_conditions);
  g_test_add_func ("/knowledge/kb/placeholders", test_placeholders);
  g_test_add_func ("/knowledge/kb/links", test_links);
  g_test_add_func ("/knowledge/kb/matcher", test_matcher);
  g_test_add_func ("/knowledge/kb/examples", test_examples);
  return g_test_run ();
}
