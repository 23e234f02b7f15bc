/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One page that needs nothing else: no script, no picture, no address that it would load. */
#include "tl-fix-record.h"
#include "tl-report-private.h"

#include <string.h>

#include "config.h"
#include "tl-enum-types.h"
#include "tl-explain.h"
#include "tl-kb.h"
#include "tl-text.h"

typedef struct {
  const TlReport *report;
  GString *out;
} Writer;

static const char style_sheet[] =
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.4em}h2{font-size:1.15em;margin-block-start:1.6em}"
    ".ok{color:#26a269}.warning{color:#c64600}.problem,.failed{color:#c01c28}"
    ".inconclusive,.skipped{color:#813d9c}"
    "blockquote,pre{direction:ltr;text-align:left;unicode-bidi:plaintext;overflow-wrap:anywhere;"
    "white-space:pre-wrap;border-inline-start:.25em solid #9a9996;margin-inline:0;"
    "padding-inline-start:1em}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.2em .6em;"
    "border-block-end:1px solid #9a999666;vertical-align:top;overflow-wrap:anywhere}"
    ".spoken,.path{opacity:.7}"
    ".message{white-space:pre-wrap;unicode-bidi:plaintext;overflow-wrap:anywhere}";

static void
put (Writer *self, const char *text)
{
  g_autofree char *escaped = tl_text_escape_html (text);

  g_string_append (self->out, escaped);
}

static void
put_element (Writer *self, const char *name, const char *text)
{
  g_string_append_printf (self->out, "<%s>", name);
  put (self, text);
  g_string_append_printf (self->out, "</%s>\n", name);
}

static void
put_foreign (Writer *self, const char *name, const char *text)
{
  g_autofree char *visible = tl_text_make_visible_lines (text, strlen (text), TL_TEXT_LINE_MAX);

  put_element (self, name, visible);
}

static void
put_heading (Writer *self, const char *msgid)
{
  put_element (self, "h2", tl_catalog_get (self->report->catalog, msgid));
}

static void
put_sentences (Writer *self, const char *msgid, const GPtrArray *sentences)
{
  if (sentences->len == 0)
    return;
  put_element (self, "p", tl_catalog_get (self->report->catalog, msgid));
  g_string_append (self->out, "<ul>\n");
  for (guint i = 0; i < sentences->len; i++)
    put_element (self, "li", sentences->pdata[i]);
  g_string_append (self->out, "</ul>\n");
}

static void
put_fixes (Writer *self, const TlCauseText *cause)
{
  if (cause->fixes->len == 0)
    return;
  put_element (self, "p", tl_catalog_get (self->report->catalog, N_ ("What to do:")));
  g_string_append (self->out, "<ol>\n");
  for (guint i = 0; i < cause->fixes->len; i++) {
    const TlFixText *fix = cause->fixes->pdata[i];

    g_string_append (self->out, "<li><b>");
    put (self, tl_explain_actor (fix->actor, self->report->catalog));
    g_string_append (self->out, "</b>: ");
    put (self, fix->text);
    if (fix->path_text != NULL) {
      g_string_append (self->out, "<br><span class=\"path\">");
      put (self, fix->path_text);
      g_string_append (self->out, "</span>");
    }
    if (fix->record != NULL) {
      g_autofree char *line = tl_fix_record_dup_line (fix);

      g_string_append (self->out, "<br><code dir=\"ltr\">");
      put (self, line);
      g_string_append (self->out, "</code>");
    }
    g_string_append (self->out, "</li>\n");
  }
  g_string_append (self->out, "</ol>\n");
}

static void
put_labelled (Writer *self, const char *msgid, const char *text)
{
  if (text == NULL)
    return;
  g_string_append (self->out, "<p><b>");
  put (self, tl_catalog_get (self->report->catalog, msgid));
  g_string_append (self->out, "</b> ");
  put (self, text);
  g_string_append (self->out, "</p>\n");
}

static void
put_contact (Writer *self, const TlContact *contact)
{
  const TlCatalog *catalog = self->report->catalog;

  if (contact == NULL)
    return;
  put_labelled (self, N_ ("Whom to ask:"), contact->whom);
  g_string_append (self->out, "<details><summary>");
  put (self, tl_catalog_get (catalog, N_ ("A message to them:")));
  g_string_append (self->out, "</summary>\n<p><b>");
  put (self, contact->subject);
  g_string_append (self->out, "</b></p>\n<p class=\"message\">");
  put (self, contact->text);
  g_string_append (self->out, "</p></details>\n");
}

static void
put_cause (Writer *self, const TlCauseText *cause)
{
  g_string_append (self->out, "<section>\n<h2>");
  put (self, cause->title);
  g_string_append (self->out, " <span class=\"spoken\">");
  put (self, cause->spoken);
  g_string_append (self->out, " – ");
  put (self, cause->sureness);
  g_string_append (self->out, "</span></h2>\n");
  put_element (self, "p", cause->meaning);
  if (cause->quote != NULL) {
    put_element (self, "p", tl_catalog_get (self->report->catalog, N_ ("The server’s own words:")));
    put_foreign (self, "blockquote", cause->quote);
  }
  put_sentences (self, N_ ("Because:"), cause->because);
  put_sentences (self, N_ ("What speaks against it:"), cause->against);
  put_fixes (self, cause);
  put_labelled (self, N_ ("When to try again:"), cause->retry);
  put_labelled (self, N_ ("What does not help:"), cause->never);
  put_labelled (self, N_ ("So that it does not come back:"), cause->prevention);
  put_contact (self, cause->contact);
  g_string_append (self->out, "</section>\n");
}

static void
put_steps (Writer *self)
{
  const GPtrArray *steps = tl_evidence_get_steps (self->report->evidence);
  const GPtrArray *texts = self->report->explanation->steps;

  if (steps->len == 0)
    return;
  put_heading (self, N_ ("Steps"));
  g_string_append (self->out, "<table>\n");
  for (guint i = 0; i < MIN (steps->len, texts->len); i++) {
    const TlStepRecord *step = steps->pdata[i];
    const TlStepText *text = texts->pdata[i];
    g_autofree char *time = tl_report_time (self->report, step->elapsed_ms);

    g_string_append_printf (self->out, "<tr><td class=\"%s\">",
                            tl_enum_to_string (TL_TYPE_OUTCOME, (int) step->outcome));
    put (self, tl_report_outcome (self->report, step->outcome));
    g_string_append (self->out, "</td><td>");
    put (self, text->title);
    g_string_append (self->out, "</td><td>");
    put (self, time);
    g_string_append (self->out, "</td><td>");
    put (self, text->detail);
    g_string_append (self->out, "</td></tr>\n");
  }
  g_string_append (self->out, "</table>\n");
}

static void
put_channels (Writer *self, const GPtrArray *channels)
{
  const TlCatalog *catalog = self->report->catalog;

  if (channels->len == 0)
    return;
  put_heading (self, N_ ("Data connections"));
  g_string_append (self->out, "<table>\n");
  for (guint i = 0; i < channels->len; i++) {
    const TlDataChannel *row = channels->pdata[i];
    g_autofree char *name = tl_explain_channel_name (row, catalog);
    g_autofree char *detail = tl_explain_channel_detail (row, catalog);

    g_string_append_printf (self->out, "<tr><td class=\"%s\">",
                            tl_enum_to_string (TL_TYPE_OUTCOME, (int) row->outcome));
    put (self, tl_report_outcome (self->report, row->outcome));
    g_string_append (self->out, "</td><td>");
    put (self, name);
    g_string_append (self->out, "</td><td>");
    put (self, detail);
    g_string_append (self->out, "</td></tr>\n");
  }
  g_string_append (self->out, "</table>\n");
}

static void
put_tables (Writer *self)
{
  const GPtrArray *ports = tl_evidence_get_alternatives (self->report->evidence);
  const GPtrArray *channels = tl_evidence_get_data_channels (self->report->evidence);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ports->len; i++)
    if (tl_report_alternative_matters (ports, i))
      g_ptr_array_add (lines, tl_report_alternative (self->report, ports->pdata[i]));
  put_sentences (self, N_ ("Ways to this server"), lines);
  put_channels (self, channels);
}

static void
put_certificates (Writer *self)
{
  const GPtrArray *certificates = self->report->explanation->certificates;

  if (certificates->len > 0)
    put_heading (self, N_ ("Certificates of the server"));
  for (guint i = 0; i < certificates->len; i++) {
    const TlCertificateText *certificate = certificates->pdata[i];

    put_element (self, "h3", certificate->title);
    if (certificate->fault != NULL) {
      g_string_append (self->out, "<p class=\"failed\">");
      put (self, certificate->fault);
      g_string_append (self->out, "</p>\n");
    }
    g_string_append (self->out, "<ul>\n");
    for (guint k = 0; k < certificate->lines->len; k++)
      put_element (self, "li", certificate->lines->pdata[k]);
    g_string_append (self->out, "</ul>\n");
  }
}

static void
put_next_tests (Writer *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  const GPtrArray *tests = self->report->explanation->next_tests;

  for (guint i = 0; i < tests->len; i++)
    g_ptr_array_add (lines, ((TlNextTest *) tests->pdata[i])->text);
  put_sentences (self, N_ ("What would decide"), lines);
}

static void
put_computer (Writer *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const GPtrArray *computer = self->report->explanation->computer;

  for (guint i = 0; i < computer->len; i++)
    if (tl_report_sight_matters (self->report, computer->pdata[i]))
      g_ptr_array_add (lines, tl_report_sight_line (self->report, computer->pdata[i]));
  put_sentences (self, N_ ("What was seen of this computer, and how it bears on the problem"),
                 lines);
}

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
    if (!begun) {
      put_heading (self, N_ ("What changed since the attempt before"));
      g_string_append (self->out, "<table>\n");
      begun = TRUE;
    }
    g_string_append (self->out, "<tr>");
    put_element (self, "th", tl_explain_fact_name (change->fact, self->report->catalog));
    put_element (self, "td", before);
    put_element (self, "td", after);
    g_string_append (self->out, "</tr>\n");
  }
  if (begun)
    g_string_append (self->out, "</table>\n");
}

static void
put_counts (Writer *self)
{
  char *line;

  for (guint i = 0; (line = tl_report_count_line (self->report, i)) != NULL; i++) {
    if (i == 0)
      put_heading (self, N_ ("Lines by cause"));
    put_element (self, "p", line);
    g_free (line);
  }
}

static void
put_recipients (Writer *self)
{
  const GPtrArray *recipients = self->report->explanation->recipients;

  if (recipients->len == 0)
    return;
  put_heading (self, N_ ("Recipients"));
  g_string_append (self->out, "<ul>\n");
  for (guint i = 0; i < recipients->len; i++) {
    g_autofree char *line = tl_report_recipient_line (self->report, recipients->pdata[i]);

    put_element (self, "li", line);
  }
  g_string_append (self->out, "</ul>\n");
}

static void
put_conversation (Writer *self)
{
  const GPtrArray *lines = tl_evidence_get_transcript (self->report->evidence);

  if (lines->len == 0)
    return;
  put_heading (self, N_ ("Conversation"));
  g_string_append (self->out, "<pre>");
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];
    g_autofree char *text = tl_report_visible (line->text);

    put (self, line->sent ? "> " : "< ");
    put (self, text);
    g_string_append_c (self->out, '\n');
  }
  g_string_append (self->out, "</pre>\n");
}

static void
put_guide (Writer *self)
{
  const GPtrArray *guide = self->report->explanation->guide;

  if (guide == NULL)
    return;
  put_heading (self, N_ ("If that does not help: remove the account and add it again"));
  g_string_append (self->out, "<ol>\n");
  for (guint i = 0; i < guide->len; i++) {
    const TlFixText *step = guide->pdata[i];

    g_string_append (self->out, "<li>");
    put (self, step->text);
    if (step->path_text != NULL) {
      g_string_append (self->out, "<br><span class=\"path\">");
      put (self, step->path_text);
      g_string_append (self->out, "</span>");
    }
    g_string_append (self->out, "</li>\n");
  }
  g_string_append (self->out, "</ol>\n");
}

char *
tl_report_write_html (const TlReport *report)
{
  Writer writer = {report, g_string_new ("<!DOCTYPE html>\n")};
  const TlExplanation *explanation = report->explanation;
  g_autofree char *started = NULL;
  const char *verdict =
      tl_enum_to_string (TL_TYPE_VERDICT, (int) tl_diagnosis_get_verdict (report->diagnosis));

  g_string_append_printf (writer.out,
                          "<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n"
                          "<style>%s</style>\n",
                          explanation->language,
                          tl_catalog_is_rtl (report->catalog) ? "rtl" : "ltr", style_sheet);
  put_element (&writer, "title", explanation->summary);
  g_string_append_printf (writer.out, "</head>\n<body>\n<h1 class=\"%s\">", verdict);
  put (&writer, explanation->summary);
  g_string_append (writer.out, "</h1>\n");
  if (explanation->not_tested != NULL)
    put_element (&writer, "p", explanation->not_tested);
  for (guint i = 0; i < explanation->causes->len; i++)
    put_cause (&writer, explanation->causes->pdata[i]);
  put_guide (&writer);
  put_recipients (&writer);
  put_counts (&writer);
  put_computer (&writer);
  put_next_tests (&writer);
  put_changes (&writer);
  put_tables (&writer);
  put_certificates (&writer);
  put_steps (&writer);
  put_conversation (&writer);
  g_string_append_printf (writer.out, "<p class=\"spoken\">Throughline %s – ", TL_VERSION);
  started = tl_explain_clock (tl_evidence_get_started (report->evidence));
  put (&writer, started != NULL ? started : "");
  g_string_append (writer.out, started != NULL ? " UTC" : "");
  g_string_append (writer.out, "</p>\n</body>\n</html>\n");
  return g_string_free (writer.out, FALSE);
}
