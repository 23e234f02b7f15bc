/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines that every printer of a report writes in the same words. */
#include "tl-report-private.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-explain.h"
#include "tl-kb.h"
#include "tl-text.h"

const char *
tl_report_outcome (const TlReport *report, TlOutcome outcome)
{
  static const char *const words[] = {
      [TL_OUTCOME_RUNNING] = NC_ ("outcome", "running"),
      [TL_OUTCOME_OK] = NC_ ("outcome", "ok"),
      [TL_OUTCOME_WARNING] = NC_ ("outcome", "warning"),
      [TL_OUTCOME_FAILED] = NC_ ("outcome", "failed"),
      [TL_OUTCOME_SKIPPED] = NC_ ("outcome", "not tested"),
  };

  g_return_val_if_fail (outcome < G_N_ELEMENTS (words), "");
  return tl_catalog_get_context (report->catalog, "outcome", words[outcome]);
}

static const char *
port_state (const TlReport *report, const char *state)
{
  static const struct {
    const char *state;
    const char *word;
  } words[] = {
      {"open", NC_ ("port", "open")},         {"refused", NC_ ("port", "refused")},
      {"filtered", NC_ ("port", "silent")},   {"unreachable", NC_ ("port", "unreachable")},
      {"unknown", NC_ ("port", "not known")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].state, state) == 0)
      return tl_catalog_get_context (report->catalog, "port", words[i].word);
  return state;
}

/* A port has one line for each encryption that works there; one where none does. */
gboolean
tl_report_alternative_matters (const GPtrArray *rows, guint index)
{
  const TlAlternative *row = rows->pdata[index];
  gboolean first = TRUE;

  if (row->outcome == TL_OUTCOME_OK || row->outcome == TL_OUTCOME_WARNING)
    return TRUE;
  for (guint i = 0; i < rows->len; i++) {
    const TlAlternative *other = rows->pdata[i];

    if (other->port != row->port || strcmp (other->address, row->address) != 0)
      continue;
    if (other->outcome == TL_OUTCOME_OK || other->outcome == TL_OUTCOME_WARNING)
      return FALSE;
    first &= i >= index;
  }
  return first;
}

static char *
alternative_sentence (const TlReport *report, const TlAlternative *row)
{
  g_autofree char *port = g_strdup_printf ("%u", row->port);
  g_autofree char *security =
      g_ascii_strup (tl_enum_to_string (TL_TYPE_SECURITY, (int) row->security), -1);

  return tl_catalog_format (
      report->catalog,
      row->recommended
          ? tl_catalog_get (
                report->catalog,
                N_ ("Port {port}, {security}, {address}: {state}, {outcome} (recommended)"))
          : tl_catalog_get (report->catalog,
                            N_ ("Port {port}, {security}, {address}: {state}, {outcome}")),
      "port", port, "security", security, "address", row->address, "state",
      port_state (report, row->state), "outcome", tl_report_outcome (report, row->outcome), NULL);
}

char *
tl_report_alternative (const TlReport *report, const TlAlternative *row)
{
  g_autofree char *sentence = alternative_sentence (report, row);
  g_autofree char *offers = NULL;

  if (*row->offers == '\0')
    return g_steal_pointer (&sentence);
  offers = tl_report_visible (row->offers);
  return g_strconcat (sentence, " – ", offers, NULL);
}

char *
tl_report_visible (const char *text)
{
  return tl_text_make_visible (text, strlen (text), TL_TEXT_LINE_MAX);
}

char *
tl_report_count (const TlReport *report, guint i, guint64 *lines)
{
  char name[32];
  const char *value;
  const char *blank;

  g_snprintf (name, sizeof name, "log.count.%u", i);
  value = tl_evidence_get (report->evidence, name);
  blank = value != NULL ? strchr (value, ' ') : NULL;
  if (blank == NULL)
    return NULL;
  *lines = g_ascii_strtoull (blank, NULL, 10);
  return g_strndup (value, (gsize) (blank - value));
}

char *
tl_report_count_line (const TlReport *report, guint i)
{
  guint64 lines;
  g_autofree char *id = tl_report_count (report, i, &lines);
  const TlCause *cause = id != NULL ? tl_kb_find (id) : NULL;

  if (id == NULL)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT "  %s", lines,
                          cause != NULL ? tl_catalog_get (report->catalog, cause->title) : id);
}

char *
tl_report_recipient_line (const TlReport *report, const TlRecipientText *recipient)
{
  const TlCauseText *cause = recipient->cause;
  g_autofree char *codes = g_strconcat (
      recipient->code != NULL ? " – " : "", recipient->code != NULL ? recipient->code : "",
      recipient->enhanced != NULL ? " " : "", recipient->enhanced, NULL);
  g_autofree char *answer =
      cause != NULL
          ? g_strdup_printf ("%s (%s) – %s%s", cause->title, cause->spoken, cause->sureness, codes)
          : g_strconcat (tl_catalog_get (report->catalog, N_ ("nothing tells what went wrong")),
                         codes, NULL);

  return tl_catalog_format (
      report->catalog,
      /* Translators: a recipient of a message and what became of it. */
      tl_catalog_get (report->catalog, N_ ("{recipient}: {answer}")), "recipient",
      *recipient->recipient != '\0'
          ? recipient->recipient
          : tl_catalog_get (report->catalog, N_ ("A recipient who is not named")),
      "answer", answer, NULL);
}

char *
tl_report_name_and_detail (const TlReport *report, const char *name, const char *detail)
{
  /* Translators: {name} is something that was tried or seen, {detail} a sentence on it. */
  GString *line = g_string_new (tl_catalog_get (report->catalog, N_ ("{name}: {detail}")));

  g_string_replace (line, "{name}", name, 1);
  g_string_replace (line, "{detail}", detail, 1);
  return g_string_free (line, FALSE);
}

gboolean
tl_report_sight_matters (const TlReport *report, const TlSightText *sight)
{
  TlSettings *settings = tl_evidence_get_settings (report->evidence);

  return report->style->verbose || sight->relation >= TL_BEARING_POSSIBLE ||
         (settings != NULL && settings->kind == TL_JOB_ENVIRONMENT);
}

char *
tl_report_sight_line (const TlReport *report, const TlSightText *sight)
{
  gboolean both = *sight->seen != '\0' && sight->bearing != NULL;
  g_autofree char *detail = g_strconcat (sight->seen, both ? " " : "",
                                         sight->bearing != NULL ? sight->bearing : "", NULL);

  return tl_report_name_and_detail (report, sight->title, detail);
}

char *
tl_report_time (const TlReport *report, double ms)
{
  g_autofree char *number = tl_explain_decimal (ms, 1, report->catalog);

  /* Translators: milliseconds; {ms} is a number. */
  return tl_catalog_format (report->catalog, tl_catalog_get (report->catalog, N_ ("{ms} ms")), "ms",
                            number, NULL);
}
