/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-explain-private.h"

#include <string.h>

#include "tl-condition.h"
#include "tl-fix-record.h"
#include "tl-guide.h"
#include "tl-diagnose.h"
#include "tl-knowledge.h"
#include "tl-programs.h"
#include "tl-text.h"
#include "tl-words.h"

#define MOST_CHANGES 20
/* Below it nobody is troubled with a message. */
#define SURE_ENOUGH_TO_ASK 0.5

/* ------------------------------------------------------------------ causes */

static char *
fill_optional (TlWords *words, const char *msgid)
{
  return msgid != NULL ? tl_words_fill (words, msgid, NULL) : NULL;
}

/* The program that the job names, else the one whose wording a text has; where it is one for the
 * job's protocol. */
static const TlProgram *
program_of (const TlWords *words)
{
  const TlSettings *settings;
  const TlProgram *program;
  const char *id;

  if (words->view == NULL)
    return NULL;
  settings = tl_evidence_get_settings (tl_view_get_evidence (words->view));
  id = *settings->program != '\0' ? settings->program : tl_view_get (words->view, "text.program");
  program = id != NULL ? tl_program_find (tl_programs (), id) : NULL;
  return program != NULL && program->protocol == settings->protocol ? program : NULL;
}

static void
add_path (TlFixText *fix, const TlProgram *program, const TlCatalog *catalog)
{
  TlTask task;
  g_autoptr (TlProgramPath) path = NULL;

  if (fix->actor != TL_ACTOR_USER || !tl_fix_get_task (fix->id, &task))
    return;
  path = tl_explain_path (program, task, catalog);
  if (path == NULL)
    return;
  fix->path = g_ptr_array_ref (path->elements);
  fix->path_language = path->language;
  fix->path_text = g_steal_pointer (&path->text);
}

static void
add_record (TlFixText *shown, const TlKbFix *fix, const TlView *view)
{
  g_autofree char *name = tl_fix_record_fill (fix->record_name, view);
  g_autofree char *record = tl_fix_record_fill (fix->record, view);

  if (name == NULL || record == NULL)
    return;
  shown->record_name = g_steal_pointer (&name);
  shown->record = g_steal_pointer (&record);
  shown->record_type = fix->record_type != NULL ? fix->record_type : "TXT";
}

static void
add_fixes (TlCauseText *text, TlWords *words, const TlCause *cause)
{
  const TlProgram *program = program_of (words);

  for (gsize i = 0; i < cause->n_fixes; i++) {
    const TlKbFix *fix = &cause->fixes[i];
    g_autofree char *sentence = NULL;
    TlFixText *shown;

    if (words->view != NULL && !tl_condition_holds (tl_condition_get (fix->when), words->view))
      continue;
    sentence = tl_words_fill (words, fix->text, NULL);
    shown = tl_cause_text_add_fix (text, fix->id, sentence, fix->actor);
    if (program != NULL)
      add_path (shown, program, words->catalog);
    if (fix->record != NULL && words->view != NULL)
      add_record (shown, fix, words->view);
  }
}

static TlCauseText *
write_cause (TlWords *words, const TlCause *cause)
{
  TlCauseText *text = tl_cause_text_new ();

  text->id = g_strdup (cause->id);
  text->spoken = g_strdup (cause->spoken);
  text->severity = cause->severity;
  text->actor = cause->actor;
  text->title = tl_words_fill (words, cause->title, NULL);
  text->meaning = tl_words_fill (words, cause->meaning, NULL);
  text->retry = fill_optional (words, cause->retry);
  text->never = fill_optional (words, cause->never);
  text->prevention = fill_optional (words, cause->prevention);
  text->actor_text = g_strdup (tl_explain_actor (cause->actor, words->catalog));
  text->sureness = g_strdup ("");
  text->retry_after_s = cause->retry_after_s > 0 ? cause->retry_after_s : -1;
  add_fixes (text, words, cause);
  for (gsize i = 0; cause->references != NULL && cause->references[i] != NULL; i++)
    g_ptr_array_add (text->references, g_strdup (cause->references[i]));
  return text;
}

TlCauseText *
tl_explain_cause (const char *id, const TlCatalog *catalog)
{
  const TlCause *cause = tl_kb_find (id);
  TlWords words;
  TlCauseText *text;

  if (cause == NULL)
    return NULL;
  tl_words_init (&words, NULL, catalog);
  text = write_cause (&words, cause);
  tl_words_clear (&words);
  return text;
}

static gboolean
rests_on_reply (const TlFinding *finding)
{
  for (guint i = 0; i < finding->because->len; i++) {
    const TlBecause *because = finding->because->pdata[i];

    if (strstr (because->fact, ".reply.") != NULL || strcmp (because->fact, "http.status") == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_sentences (GPtrArray *sentences, TlWords *words, const GPtrArray *because)
{
  for (guint i = 0; i < because->len; i++) {
    const TlBecause *reason = because->pdata[i];

    g_ptr_array_add (sentences, tl_words_because (words, reason->fact, reason->value));
  }
}

static void
write_meaning (TlCauseText *text, TlWords *words, const TlCause *cause)
{
  for (gsize i = 0; i < cause->n_meanings; i++) {
    if (!tl_condition_holds (tl_condition_get (cause->meanings[i].when), words->view))
      continue;
    g_free (text->meaning);
    text->meaning = tl_words_fill (words, cause->meanings[i].text, NULL);
    return;
  }
}

static TlCauseText *
write_finding (TlWords *words, const TlFinding *finding)
{
  const TlCause *cause = tl_kb_find (finding->id);
  TlCauseText *text;

  if (cause == NULL)
    return NULL;
  text = write_cause (words, cause);
  write_meaning (text, words, cause);
  text->severity = finding->severity;
  text->confidence = finding->confidence;
  text->variant = g_strdup (finding->variant);
  g_free (text->sureness);
  text->sureness = g_strdup (tl_explain_sureness (finding->confidence, words->catalog));
  if (rests_on_reply (finding))
    text->quote = tl_words_dup_quote (words->view, words->catalog);
  add_sentences (text->because, words, finding->because);
  add_sentences (text->against, words, finding->against);
  return text;
}

static void
add_cause (TlExplanation *explanation, TlWords *words, const TlFinding *finding)
{
  TlCauseText *text = write_finding (words, finding);

  if (text == NULL)
    return;
  if (finding->confidence >= SURE_ENOUGH_TO_ASK)
    text->contact = tl_words_contact (words, tl_kb_find (finding->id));
  g_ptr_array_add (explanation->causes, text);
}

/* The last resort, where the program's own settings can be at fault. */
static void
add_guide (TlExplanation *explanation, const TlWords *words, const TlFinding *first)
{
  const TlProgram *program = program_of (words);

  if (program != NULL && first != NULL && first->confidence >= SURE_ENOUGH_TO_ASK &&
      tl_guide_may_help (first->id))
    explanation->guide =
        tl_guide_steps (program, tl_view_get_evidence (words->view), words->catalog);
}

/* ------------------------------------------------------------------ several recipients, a log */

/* The first cause of what is said of one recipient alone, or NULL. */
static TlCauseText *
explain_recipient (const TlEvidence *own, const TlCatalog *catalog)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (own);
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  g_autoptr (TlView) view = tl_view_new (own);
  TlCauseText *text = NULL;
  TlWords words;

  tl_words_init (&words, view, catalog);
  if (first != NULL)
    text = write_finding (&words, first);
  tl_words_clear (&words);
  return text;
}

static void
add_recipients (TlExplanation *explanation, const TlEvidence *evidence, const TlCatalog *catalog)
{
  TlEvidence *own;

  for (guint i = 0; (own = tl_recipient_evidence (evidence, i)) != NULL; i++) {
    tl_explanation_take_recipient (explanation, tl_evidence_get (own, "text.recipient"),
                                   tl_evidence_get (own, "smtp.reply.code"),
                                   tl_evidence_get (own, "smtp.reply.enhanced"),
                                   explain_recipient (own, catalog));
    tl_evidence_unref (own);
  }
}

/* "log.count.N" is "CAUSE LINES". */
static void
add_counts (TlExplanation *explanation, const TlEvidence *evidence, const TlCatalog *catalog)
{
  for (guint i = 0;; i++) {
    g_autofree char *name = g_strdup_printf ("log.count.%u", i);
    const char *value = tl_evidence_get (evidence, name);
    const char *blank = value != NULL ? strchr (value, ' ') : NULL;
    g_autofree char *id = NULL;
    TlCauseText *cause;

    if (blank == NULL)
      return;
    id = g_strndup (value, (gsize) (blank - value));
    cause = tl_explain_cause (id, catalog);
    if (cause != NULL)
      tl_explanation_take_count (explanation, g_ascii_strtoull (blank + 1, NULL, 10), cause);
  }
}

/* ------------------------------------------------------------------ what changed */

/* Times, addresses and certificates differ from one connection to the next; that is no change. */
static gboolean
is_worth_telling (const char *fact)
{
  static const char *const prefixes[] = {"text.", "tls.chain.", "account.offer."};

  if (g_str_has_suffix (fact, "_ms") || g_str_has_suffix (fact, ".ms") ||
      strcmp (fact, "tcp.local_address") == 0 || strcmp (fact, "ftp.passive.port") == 0 ||
      strcmp (fact, "tls.resumed") == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (fact, prefixes[i]))
      return FALSE;
  return TRUE;
}

static char *
make_visible (const char *value)
{
  return value != NULL ? tl_text_make_visible (value, strlen (value), TL_TEXT_LINE_MAX)
                       : g_strdup ("");
}

static void
add_change (TlExplanation *explanation, const TlEvidence *evidence, const char *fact, guint last)
{
  const char *before = tl_evidence_get_at (evidence, fact, last - 1);
  const char *after = tl_evidence_get_at (evidence, fact, last);

  for (guint i = 0; i < explanation->changes->len; i++)
    if (strcmp (((TlChange *) explanation->changes->pdata[i])->fact, fact) == 0)
      return;
  if (g_strcmp0 (before, after) != 0 && explanation->changes->len < MOST_CHANGES) {
    g_autofree char *old_value = make_visible (before);
    g_autofree char *new_value = make_visible (after);

    tl_explanation_add_change (explanation, fact, old_value, new_value);
  }
}

/* A text that came before the first test is no attempt to compare with. */
static gboolean
was_test (const TlEvidence *evidence, guint attempt)
{
  const GPtrArray *steps = tl_evidence_get_steps (evidence);

  for (guint i = 0; i < steps->len; i++)
    if (((TlStepRecord *) steps->pdata[i])->attempt == attempt)
      return TRUE;
  return FALSE;
}

static void
add_changes (TlExplanation *explanation, const TlEvidence *evidence)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);
  guint last = tl_evidence_get_attempts (evidence);

  if (last < 2 || !was_test (evidence, last - 1))
    return;
  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    if (fact->attempt + 1 >= last && is_worth_telling (fact->fact))
      add_change (explanation, evidence, fact->fact, last);
  }
}

/* ------------------------------------------------------------------ all together */

static void
add_steps (TlExplanation *explanation, const TlEvidence *evidence, const TlCatalog *catalog)
{
  const GPtrArray *steps = tl_evidence_get_steps (evidence);

  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];
    g_autofree char *title = tl_explain_step_title (step->id, catalog);
    g_autofree char *detail = tl_explain_step_detail (evidence, step, catalog);

    tl_explanation_add_step (explanation, step->id, title, detail);
  }
}

static void
add_next_tests (TlExplanation *explanation, const TlDiagnosis *diagnosis, const TlCatalog *catalog)
{
  const GPtrArray *tests = tl_diagnosis_get_next_tests (diagnosis);

  for (guint i = 0; i < tests->len; i++) {
    const char *text = tl_kb_find_next_test (tests->pdata[i]);

    if (text != NULL)
      tl_explanation_add_next_test (explanation, tests->pdata[i], tl_catalog_get (catalog, text));
  }
}

TlExplanation *
tl_explain (const TlEvidence *evidence, const TlDiagnosis *diagnosis, const TlCatalog *catalog)
{
  TlExplanation *explanation = tl_explanation_new (tl_catalog_get_language (catalog));
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);
  g_autoptr (TlView) view = NULL;
  TlWords words;

  tl_knowledge_get_default ();
  tl_words_prepare ();
  tl_explain_prepare_computer ();
  view = tl_view_new (evidence);
  tl_words_init (&words, view, catalog);
  g_free (explanation->summary);
  explanation->summary = tl_words_summary (&words, diagnosis);
  explanation->not_tested = tl_words_not_tested (view, catalog);
  for (guint i = 0; i < findings->len; i++)
    add_cause (explanation, &words, findings->pdata[i]);
  add_guide (explanation, &words, tl_diagnosis_get_first (diagnosis));
  add_steps (explanation, evidence, catalog);
  tl_explain_add_chain (explanation, evidence, catalog);
  add_next_tests (explanation, diagnosis, catalog);
  tl_explain_add_computer (explanation, &words, diagnosis);
  add_changes (explanation, evidence);
  add_recipients (explanation, evidence, catalog);
  add_counts (explanation, evidence, catalog);
  tl_words_clear (&words);
  return explanation;
}
