/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every sample gets a cause that is right for it, and no cause of the knowledge is unknown there. */
#include <string.h>

#include "knowledge-fixture.h"
#include "samples.h"

static GPtrArray *
read_samples (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "knowledge", "samples", NULL);

  return samples_read (folder);
}

static void
test_causes_exist (void)
{
  g_autoptr (GPtrArray) samples = read_samples ();

  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = samples->pdata[i];

    for (guint c = 0; sample->causes[c] != NULL; c++)
      if (tl_kb_find (sample->causes[c]) == NULL) {
        g_test_message ("%s:%u: no cause %s", sample->file, sample->line, sample->causes[c]);
        g_test_fail ();
      }
  }
}

static void
check_fact (const Sample *sample, const TlEvidence *evidence, const char *fact, const char *wanted)
{
  const char *found = tl_evidence_get (evidence, fact);

  if (wanted == NULL || g_strcmp0 (found, wanted) == 0)
    return;
  g_test_message ("%s: %s is %s, not %s", sample->file, fact, found, wanted);
  g_test_fail ();
}

static void
test_each (void)
{
  g_autoptr (GPtrArray) samples = read_samples ();

  g_assert_cmpuint (samples->len, >, 700);
  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = samples->pdata[i];
    g_autoptr (TlEvidence) evidence = digest (sample->text, sample->protocol, NULL);
    g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
    const char *first = first_id (diagnosis);

    check_fact (sample, evidence, "text.recipient", sample->recipient);
    check_fact (sample, evidence, "smtp.reply.stage", sample->stage);
    if (g_strv_contains ((const char *const *) sample->causes, first))
      continue;
    g_test_message ("%s:%u: %s (%.2f), not %s: %s", sample->file, sample->line, first,
                    confidence_of (diagnosis, first), sample->causes[0], sample->text);
    g_test_fail ();
  }
}

/* Words for two causes of which neither is a form of the other: which one, nobody can say. */
static void
test_doubt (void)
{
  g_autoptr (TlEvidence) evidence =
      digest ("550 spam message rejected or no such user here", TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  g_assert_cmpfloat (confidence_of (diagnosis, "spam-detected"), >, 0.6);
  g_assert_cmpfloat (confidence_of (diagnosis, "spam-detected"), <=, 0.8);
  g_assert_cmpfloat (confidence_of (diagnosis, "no-such-mailbox"), >, 0.6);
  g_assert_cmpfloat (confidence_of (diagnosis, "no-such-mailbox"), <=, 0.8);
}

/* Without a word that is known the code has an answer, and no sure one. */
static void
test_code_alone (void)
{
  static const char *const replies[] = {"510 quux",       "431 quux",       "471 quux",
                                        "557 quux",       "554 5.0.0 quux", "550 5.7.999 quux",
                                        "450 4.9.9 quux", "smtp;550 quux"};

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autoptr (TlEvidence) evidence = digest (replies[i], TL_PROTOCOL_SMTP, NULL);
    g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
    const char *first = first_id (diagnosis);

    g_assert_nonnull (first);
    g_assert_cmpfloat (confidence_of (diagnosis, first), >, 0.15);
    g_assert_cmpfloat (confidence_of (diagnosis, first), <=, 0.5);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/samples/causes-exist", test_causes_exist);
  g_test_add_func ("/knowledge/samples/each", test_each);
  g_test_add_func ("/knowledge/samples/doubt", test_doubt);
  g_test_add_func ("/knowledge/samples/code-alone", test_code_alone);
  return g_test_run ();
}
