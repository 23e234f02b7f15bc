/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "knowledge-fixture.h"

#include <string.h>

#include "tl-enum-types.h"

TlSettings *
make_settings (TlProtocol protocol)
{
  TlSettings *settings = tl_settings_new ();

  g_object_set (settings, "kind", TL_JOB_CHECK, "protocol", protocol, "host", "mail.example.org",
                "port", protocol == TL_PROTOCOL_FTP ? 21 : 587, "security", TL_SECURITY_STARTTLS,
                "user", "user@example.org", NULL);
  return settings;
}

static void
add_line (TlEvidenceBuilder *builder, char **step, const char *line)
{
  g_auto (GStrv) words = NULL;
  const char *equals = strchr (line, '=');
  TlSource source = line[0] == '@' ? TL_SOURCE_LOCAL : TL_SOURCE_PROBE;
  int outcome;

  if (g_str_has_prefix (line, "@user "))
    source = TL_SOURCE_USER;
  if (line[0] == '@')
    line = strchr (line, ' ') + 1;
  if (equals != NULL) {
    g_autofree char *fact = g_strndup (line, (gsize) (equals - line));

    tl_evidence_builder_add (builder, source, source == TL_SOURCE_PROBE ? *step : "", "", fact,
                             equals + 1);
    return;
  }
  words = g_strsplit (line, " ", 2);
  g_assert_true (tl_enum_from_string (TL_TYPE_OUTCOME, words[1], &outcome));
  g_free (*step);
  *step = g_strdup (words[0]);
  tl_evidence_builder_add_step (builder, words[0], "", (TlOutcome) outcome, 1, 2);
}

TlEvidence *
make_evidence (TlSettings *settings, const char *const *lines)
{
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autofree char *step = g_strdup ("");

  for (; *lines != NULL; lines++)
    add_line (builder, &step, *lines);
  return tl_evidence_builder_snapshot (builder);
}

TlEvidence *
digest (const char *text, TlProtocol protocol, const char *stage)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GError) error = NULL;
  TlEvidence *evidence;

  g_object_set (settings, "protocol", protocol, NULL);
  evidence = tl_digest_text (settings, text, strlen (text), TL_TEXT_AUTO, stage, &error);
  g_assert_no_error (error);
  return evidence;
}

const char *
first_id (const TlDiagnosis *diagnosis)
{
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);

  return first != NULL ? first->id : "unknown";
}

double
confidence_of (const TlDiagnosis *diagnosis, const char *id)
{
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);

  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    if (strcmp (finding->id, id) == 0)
      return finding->confidence;
  }
  return 0;
}

char *
read_source (const char *path, gsize *length)
{
  g_autofree char *full = g_build_filename (g_getenv ("TL_SOURCE_DIR"), path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (full, &text, length, &error);
  g_assert_no_error (error);
  return text;
}
