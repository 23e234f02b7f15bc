/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How many examples each rule on words has: the examples of the causes, the samples, and further
 * files of lines {"protocol", "text"}.
 *
 * usage: count-rules [--unused] SAMPLES-FOLDER [FILE.jsonl …]
 *
 * Prints a line for each rule, the number first; with --unused those without any example alone. A "+"
 * behind the number: other rules of the cause know these words too. No test: a rule may stand for
 * what no example was found of. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "knowledge-fixture.h"
#include "samples.h"
#include "tl-knowledge.h"

#define HARDLY 0.08

typedef struct {
  GHashTable *counts; /* TlKbText → guint */
  guint played;
} Count;

static void
count_fact (Count *self, const TlEvidence *evidence, const char *protocol)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  g_autofree char *text = g_strconcat (protocol, ".reply.text", NULL);
  g_autofree char *code = strcmp (protocol, "http") == 0
                              ? g_strdup ("http.status")
                              : g_strconcat (protocol, ".reply.code", NULL);
  g_autofree char *stage = g_strconcat (protocol, ".reply.stage", NULL);
  const char *number = tl_evidence_get (evidence, code);
  TlMatchInput input = {.protocol = protocol, .text = tl_evidence_get (evidence, text)};

  if (input.text == NULL && number == NULL)
    return;
  if (input.text == NULL)
    input.text = "";
  input.length = strlen (input.text);
  input.code = number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : 0;
  input.enhanced =
      strcmp (protocol, "smtp") == 0 ? tl_evidence_get (evidence, "smtp.reply.enhanced") : NULL;
  input.stage = tl_evidence_get (evidence, stage);
  tl_matcher_run (tl_knowledge_get_matcher (tl_knowledge_get_default ()), &input, matches);
  for (guint i = 0; i < matches->len; i++) {
    gpointer rule = (gpointer) g_array_index (matches, TlMatch, i).rule;
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, rule));

    g_hash_table_insert (self->counts, rule, GUINT_TO_POINTER (count + 1));
  }
}

static void
play (Count *self, const char *text, TlProtocol protocol, const char *stage)
{
  g_autoptr (TlEvidence) evidence = digest (text, protocol, stage);

  count_fact (self, evidence, "smtp");
  count_fact (self, evidence, "ftp");
  count_fact (self, evidence, "http");
  self->played++;
}

static TlProtocol
protocol_of (const char *word)
{
  if (word != NULL && g_str_has_prefix (word, "ftp"))
    return TL_PROTOCOL_FTP;
  return word != NULL && g_str_has_prefix (word, "http") ? TL_PROTOCOL_HTTP : TL_PROTOCOL_SMTP;
}

static void
play_lines (Count *self, const char *path)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    g_error ("cannot read %s", path);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonObject *object;

    if (*lines[i] == '\0')
      continue;
    if (!json_parser_load_from_data (parser, lines[i], -1, NULL))
      g_error ("%s:%u: no JSON", path, i + 1);
    object = json_node_get_object (json_parser_get_root (parser));
    play (self, json_object_get_string_member (object, "text"),
          protocol_of (json_object_get_string_member_with_default (object, "protocol", NULL)),
          NULL);
  }
}

static void
play_examples (Count *self, const TlKbArea *area)
{
  for (gsize c = 0; c < area->n_causes; c++)
    for (gsize e = 0; e < area->causes[c].n_examples; e++) {
      const TlKbExample *example = &area->causes[c].examples[e];

      play (self, example->text,
            protocol_of (example->protocol != NULL ? example->protocol : area->protocols),
            example->stage);
    }
}

/* Whether another rule of the cause, hardly less sure and with an example or a kind of sentence of its
 * own, knows the words of this one. */
static gboolean
is_covered (const Count *self, const TlCause *cause, const TlKbText *rule, const char *protocol)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  TlMatchInput input = {.protocol = protocol, .text = rule->literal};

  if (rule->literal == NULL || rule->pattern != NULL || rule->protocols != NULL)
    return FALSE;
  input.length = strlen (rule->literal);
  tl_matcher_run (tl_knowledge_get_matcher (tl_knowledge_get_default ()), &input, matches);
  for (guint i = 0; i < matches->len; i++) {
    const TlMatch *match = &g_array_index (matches, TlMatch, i);

    if (match->cause == cause && match->rule != rule && match->rule->codes == NULL &&
        match->rule->enhanced == NULL &&
        (match->rule->pattern != NULL || g_hash_table_contains (self->counts, match->rule)) &&
        match->rule->confidence >= rule->confidence - HARDLY)
      return TRUE;
  }
  return FALSE;
}

static guint
print_rules (const Count *self, const TlKbArea *area, gboolean unused)
{
  guint without = 0;

  for (gsize c = 0; c < area->n_causes; c++)
    for (gsize t = 0; t < area->causes[c].n_texts; t++) {
      const TlKbText *rule = &area->causes[c].texts[t];
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, rule));
      const char *codes = rule->codes != NULL ? rule->codes : rule->enhanced;

      without += count == 0;
      if (count == 0 || !unused)
        g_print ("%5u%c %s  %s%s%s\n", count,
                 is_covered (self, &area->causes[c], rule, area->protocols) ? '+' : ' ',
                 area->causes[c].id, rule->literal != NULL ? rule->literal : codes,
                 rule->pattern != NULL ? "  ~ " : "", rule->pattern != NULL ? rule->pattern : "");
    }
  return without;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) samples = NULL;
  Count count = {.counts = counts};
  gboolean unused = argc > 1 && strcmp (argv[1], "--unused") == 0;
  guint without = 0;
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  if (argc < 2 + unused) {
    g_printerr ("usage: count-rules [--unused] SAMPLES-FOLDER [FILE.jsonl …]\n");
    return 2;
  }
  samples = samples_read (argv[1 + unused]);
  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = samples->pdata[i];

    play (&count, sample->text, sample->protocol, NULL);
  }
  for (int i = 2 + unused; i < argc; i++)
    play_lines (&count, argv[i]);
  for (gsize a = 0; a < n; a++)
    play_examples (&count, areas[a]);
  for (gsize a = 0; a < n; a++)
    without += print_rules (&count, areas[a], unused);
  g_printerr ("%u texts played; %u rules without an example\n", count.played, without);
  return 0;
}
