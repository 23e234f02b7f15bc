/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A report that somebody hands over is redacted; it must still lead to the same cause. Every
 * example reply of the tables is played through digest, redaction and diagnosis. */
#include "knowledge-fixture.h"

#include <string.h>

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-enum-types.h"
#include "tl-redaction.h"

/* Of so many examples one or another may change places with an equally likely cause. */
#define CHANGES_MAX 3

static const char *
diagnose_first (const TlEvidence *evidence)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);

  return g_intern_string (first != NULL ? first->id : "none");
}

static TlEvidence *
digest_example (const TlKbArea *area, const TlKbExample *example)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_auto (GStrv) protocols =
      g_strsplit (example->protocol != NULL ? example->protocol : area->protocols, "|", -1);
  int protocol = TL_PROTOCOL_SMTP;

  tl_enum_from_string (TL_TYPE_PROTOCOL, protocols[0], &protocol);
  g_object_set (settings, "kind", TL_JOB_EXPLAIN, "protocol", protocol, NULL);
  return tl_digest_text (settings, example->text, strlen (example->text), TL_TEXT_AUTO,
                         example->stage, NULL);
}

/* How many of the two redactions lead elsewhere. */
static guint
count_changes (const TlKbArea *area, const TlKbExample *example)
{
  g_autoptr (TlEvidence) evidence = digest_example (area, example);
  const char *before = diagnose_first (evidence);
  guint changes = 0;

  for (TlRedact level = TL_REDACT_STANDARD; level <= TL_REDACT_FULL; level++) {
    g_autoptr (TlEvidence) redacted = tl_evidence_redact (evidence, level);
    const char *after = diagnose_first (redacted);

    if (after == before)
      continue;
    g_test_message ("%s becomes %s: %s", before, after, example->text);
    changes++;
  }
  return changes;
}

static void
test_examples (void)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);
  guint changes = 0, played = 0;

  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      for (gsize e = 0; e < areas[a]->causes[c].n_examples; e++, played++)
        changes += count_changes (areas[a], &areas[a]->causes[c].examples[e]);
  g_assert_cmpuint (played, >, 100);
  g_assert_cmpuint (changes, <=, CHANGES_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/redacted/examples", test_examples);
  return g_test_run ();
}
