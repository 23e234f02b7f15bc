/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-fix-record.h"
#include "tl-report-private.h"

#include <string.h>

#include "tl-explain.h"
#include "tl-kb.h"
#include "tl-text.h"

/* How many causes are told in full, where they are likely; the others by title. */
#define MOST_CAUSES 3
#define LIKELY 0.5

typedef struct {
  const TlReport *report;
  GString *out;
} Writer;

/* ------------------------------------------------------------------ colours */

static const char *
verdict_colour (TlVerdict verdict)
{
  static const char *const colours[] = {
      [TL_VERDICT_OK] = "1;32",
      [TL_VERDICT_WARNING] = "1;33",
      [TL_VERDICT_PROBLEM] = "1;31",
      [TL_VERDICT_INCONCLUSIVE] = "1;35",
  };

  return colours[verdict];
}

static const char *
outcome_colour (TlOutcome outcome)
{
  switch (outcome) {
    case TL_OUTCOME_OK:
      return "32";
    case TL_OUTCOME_WARNING:
      return "33";
    case TL_OUTCOME_FAILED:
      return "31";
    case TL_OUTCOME_RUNNING:
    case TL_OUTCOME_SKIPPED:
    default:
      return "2";
  }
}

static void
put (Writer *self, const char *colour, const char *text)
{
  if (self->report->style->colour && colour != NULL)
    g_string_append_printf (self->out, "\033[%sm%s\033[0m", colour, text);
  else
    g_string_append (self->out, text);
}

static void
put_heading (Writer *self, const char *msgid)
{
  g_string_append_c (self->out, '\n');
  put (self, "1", tl_catalog_get (self->report->catalog, msgid));
  g_string_append_c (self->out, '\n');
}

static void
put_item (Writer *self, const char *indent, const char *text)
{
  g_string_append_printf (self->out, "%s- %s\n", indent, text);
}

/* A short list inside a cause: its name, then its lines. */
static void
put_sentences (Writer *self, const char *msgid, const GPtrArray *sentences)
{
  if (sentences->len == 0)
    return;
  g_string_append_printf (self->out, "   %s\n", tl_catalog_get (self->report->catalog, msgid));
  for (guint i = 0; i < sentences->len; i++)
    put_item (self, "   ", sentences->pdata[i]);
}

/* ------------------------------------------------------------------ parts */

static void
put_fixes (Writer *self, const TlCauseText *cause)
{
  if (cause->fixes->len == 0)
    return;
  g_string_append_printf (self->out, "   %s\n",
                          tl_catalog_get (self->report->catalog, N_ ("What to do:")));
  for (guint i = 0; i < cause->fixes->len; i++) {
    const TlFixText *fix = cause->fixes->pdata[i];

    g_string_append_printf (self->out, "   %u. [%s] %s\n", i + 1,
                            tl_explain_actor (fix->actor, self->report->catalog), fix->text);
    if (fix->path_text != NULL)
      g_string_append_printf (self->out, "      %s\n", fix->path_text);
    if (fix->record != NULL) {
      g_autofree char *line = tl_fix_record_dup_line (fix);

      g_string_append_printf (self->out, "      %s\n", line);
    }
  }
}

/* Each line indented, so that the message stands out as one. */
static void
put_contact (Writer *self, const TlContact *contact, gboolean whole)
{
  const TlCatalog *catalog = self->report->catalog;
  g_auto (GStrv) lines = NULL;

  if (contact == NULL)
    return;
  g_string_append_printf (self->out, "   %s %s\n", tl_catalog_get (catalog, N_ ("Whom to ask:")),
                          contact->whom);
  if (!whole)
    return;
  g_string_append_printf (self->out, "   %s\n",
                          tl_catalog_get (catalog, N_ ("A message to them:")));
  g_string_append_printf (self->out, "   | %s\n   |\n", contact->subject);
  lines = g_strsplit (contact->text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (self->out, "   |%s%s\n", **line != '\0' ? " " : "", *line);
}

static void
put_cause (Writer *self, const TlCauseText *cause, gboolean first)
{
  const TlCatalog *catalog = self->report->catalog;

  g_string_append_c (self->out, '\n');
  put (self, "1", cause->title);
  g_string_append_printf (self->out, " (%s) – %s\n", cause->spoken, cause->sureness);
  g_string_append_printf (self->out, "   %s\n", cause->meaning);
  if (cause->quote != NULL) {
    g_auto (GStrv) lines = g_strsplit (cause->quote, "\n", -1);

    g_string_append_printf (self->out, "   %s\n",
                            tl_catalog_get (catalog, N_ ("The server’s own words:")));
    for (guint i = 0; lines[i] != NULL; i++) {
      g_autofree char *line = tl_report_visible (lines[i]);

      g_string_append_printf (self->out, "   > %s\n", line);
    }
  }
  put_sentences (self, N_ ("Because:"), cause->because);
  put_sentences (self, N_ ("What speaks against it:"), cause->against);
  put_fixes (self, cause);
  if (cause->retry != NULL)
    g_string_append_printf (self->out, "   %s %s\n",
                            tl_catalog_get (catalog, N_ ("When to try again:")), cause->retry);
  if (cause->never != NULL)
    g_string_append_printf (self->out, "   %s %s\n",
                            tl_catalog_get (catalog, N_ ("What does not help:")), cause->never);
  if (cause->prevention != NULL)
    g_string_append_printf (self->out, "   %s %s\n",
                            tl_catalog_get (catalog, N_ ("So that it does not come back:")),
                            cause->prevention);
  put_contact (self, cause->contact, first);
}

static guint
count_full (const TlReport *report)
{
  const GPtrArray *causes = report->explanation->causes;
  guint full = MIN (causes->len, 1u);

  if (report->style->verbose)
    return causes->len;
  while (full < MIN (causes->len, MOST_CAUSES) &&
         ((TlCauseText *) causes->pdata[full])->confidence >= LIKELY)
    full++;
  return full;
}

static void
put_causes (Writer *self)
{
  const GPtrArray *causes = self->report->explanation->causes;
  guint full = count_full (self->report);

  for (guint i = 0; i < full; i++)
    put_cause (self, causes->pdata[i], i == 0);
  if (full == causes->len)
    return;
  put_heading (self, N_ ("Also possible"));
  for (guint i = full; i < causes->len; i++) {
    const TlCauseText *cause = causes->pdata[i];

    g_string_append_printf (self->out, "- %s (%s) – %s\n", cause->title, cause->spoken,
                            cause->sureness);
  }
}

static void
put_guide (Writer *self)
{
  const GPtrArray *guide = self->report->explanation->guide;

  if (guide == NULL)
    return;
  put_heading (self, N_ ("If that does not help: remove the account and add it again"));
  for (guint i = 0; i < guide->len; i++) {
    const TlFixText *step = guide->pdata[i];

    g_string_append_printf (self->out, "%u. %s\n", i + 1, step->text);
    if (step->path_text != NULL)
      g_string_append_printf (self->out, "   %s\n", step->path_text);
  }
}

static void
put_counts (Writer *self)
{
  char *line;

  for (guint i = 0; (line = tl_report_count_line (self->report, i)) != NULL; i++) {
    if (i == 0)
      put_heading (self, N_ ("Lines by cause"));
    put_item (self, "", line);
    g_free (line);
  }
}

static void
put_recipients (Writer *self)
{
  const GPtrArray *recipients = self->report->explanation->recipients;

  if (recipients->len > 0)
    put_heading (self, N_ ("Recipients"));
  for (guint i = 0; i < recipients->len; i++) {
    g_autofree char *line = tl_report_recipient_line (self->report, recipients->pdata[i]);

    put_item (self, "", line);
  }
}

static void
put_steps (Writer *self)
{
  const GPtrArray *steps = tl_evidence_get_steps (self->report->evidence);
  const GPtrArray *texts = self->report->explanation->steps;

  if (steps->len == 0)
    return;
  put_heading (self, N_ ("Steps"));
  for (guint i = 0; i < MIN (steps->len, texts->len); i++) {
    const TlStepRecord *step = steps->pdata[i];
    const TlStepText *text = texts->pdata[i];

    g_string_append (self->out, "  ");
    put (self, outcome_colour (step->outcome), tl_report_outcome (self->report, step->outcome));
    g_string_append_printf (self->out, "  %s", text->title);
    if (step->outcome != TL_OUTCOME_SKIPPED) {
      g_autofree char *time = tl_report_time (self->report, step->elapsed_ms);

      g_string_append_printf (self->out, "  %s", time);
    }
    if (*text->detail != '\0')
      g_string_append_printf (self->out, "  %s", text->detail);
    g_string_append_c (self->out, '\n');
  }
}

static void
put_tables (Writer *self)
{
  const GPtrArray *ports = tl_evidence_get_alternatives (self->report->evidence);
  const GPtrArray *channels = tl_evidence_get_data_channels (self->report->evidence);

  if (ports->len > 0)
    put_heading (self, N_ ("Ways to this server"));
  for (guint i = 0; i < ports->len; i++) {
    g_autofree char *line = tl_report_alternative (self->report, ports->pdata[i]);

    if (tl_report_alternative_matters (ports, i))
      put_item (self, "", line);
  }
  if (channels->len > 0)
    put_heading (self, N_ ("Data connections"));
  for (guint i = 0; i < channels->len; i++) {
    const TlCatalog *catalog = self->report->catalog;
    g_autofree char *name = tl_explain_channel_name (channels->pdata[i], catalog);
    g_autofree char *detail = tl_explain_channel_detail (channels->pdata[i], catalog);
    g_autofree char *line = tl_report_name_and_detail (self->report, name, detail);

    put_item (self, "", line);
  }
}

/* Where nothing is wrong with them, they are for who asks. */
static void
put_certificates (Writer *self)
{
  const GPtrArray *certificates = self->report->explanation->certificates;
  /* Somebody may read along, although nothing failed. */
  gboolean any_fault = tl_evidence_is (self->report->evidence, "tls.anchor", "added");

  for (guint i = 0; i < certificates->len; i++)
    any_fault |= ((TlCertificateText *) certificates->pdata[i])->fault != NULL;
  if (certificates->len == 0 || (!any_fault && !self->report->style->verbose))
    return;
  put_heading (self, N_ ("Certificates of the server"));
  for (guint i = 0; i < certificates->len; i++) {
    const TlCertificateText *certificate = certificates->pdata[i];

    put_item (self, "", certificate->title);
    if (certificate->fault != NULL) {
      g_string_append (self->out, "  ");
      put (self, "31", certificate->fault);
      g_string_append_c (self->out, '\n');
    }
    for (guint k = 0; k < certificate->lines->len; k++)
      g_string_append_printf (self->out, "  %s\n", (char *) certificate->lines->pdata[k]);
  }
}

static void
put_next_tests (Writer *self)
{
  const GPtrArray *tests = self->report->explanation->next_tests;

  if (tests->len == 0)
    return;
  put_heading (self, N_ ("What would decide"));
  for (guint i = 0; i < tests->len; i++)
    put_item (self, "", ((TlNextTest *) tests->pdata[i])->text);
}

/* What has no name tells a person nothing; it stands in the JSON. */
static void
put_changes (Writer *self)
{
  const GPtrArray *changes = self->report->explanation->changes;
  gboolean begun = FALSE;

  for (guint i = 0; i < changes->len; i++) {
    const TlChange *change = changes->pdata[i];
    g_autofree char *before =
        tl_explain_change (change->fact, change->before, self->report->catalog);
    g_autofree char *after = tl_explain_change (change->fact, change->after, self->report->catalog);

    if (before == NULL || after == NULL)
      continue;
    if (!begun)
      put_heading (self, N_ ("What changed since the attempt before"));
    begun = TRUE;
    g_string_append_printf (self->out, "- %s: %s → %s\n",
                            tl_explain_fact_name (change->fact, self->report->catalog), before,
                            after);
  }
}

static void
put_computer (Writer *self)
{
  const GPtrArray *computer = self->report->explanation->computer;
  gboolean begun = FALSE;

  for (guint i = 0; i < computer->len; i++) {
    const TlSightText *sight = computer->pdata[i];
    g_autofree char *line = tl_report_sight_line (self->report, sight);

    if (!tl_report_sight_matters (self->report, sight))
      continue;
    if (!begun)
      put_heading (self, N_ ("What was seen of this computer, and how it bears on the problem"));
    begun = TRUE;
    put_item (self, "", line);
  }
}

static void
put_details (Writer *self)
{
  g_autoptr (GPtrArray) names = tl_evidence_list_names (self->report->evidence);
  const GPtrArray *lines = tl_evidence_get_transcript (self->report->evidence);

  put_heading (self, N_ ("Facts"));
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *value =
        tl_report_visible (tl_evidence_get (self->report->evidence, names->pdata[i]));

    g_string_append_printf (self->out, "  %s = %s\n", (const char *) names->pdata[i], value);
  }
  if (lines->len > 0)
    put_heading (self, N_ ("Conversation"));
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];
    g_autofree char *text = tl_report_visible (line->text);

    g_string_append_printf (self->out, "  %8.1f %s %s\n", line->at_ms, line->sent ? ">" : "<",
                            text);
  }
}

char *
tl_report_write_text (const TlReport *report)
{
  Writer writer = {report, g_string_new (NULL)};

  put (&writer, verdict_colour (tl_diagnosis_get_verdict (report->diagnosis)),
       report->explanation->summary);
  g_string_append_c (writer.out, '\n');
  if (report->explanation->not_tested != NULL)
    g_string_append_printf (writer.out, "%s\n", report->explanation->not_tested);
  put_causes (&writer);
  put_guide (&writer);
  put_recipients (&writer);
  put_counts (&writer);
  put_computer (&writer);
  put_next_tests (&writer);
  put_changes (&writer);
  put_tables (&writer);
  put_certificates (&writer);
  put_steps (&writer);
  if (report->style->verbose)
    put_details (&writer);
  return g_string_free (writer.out, FALSE);
}
