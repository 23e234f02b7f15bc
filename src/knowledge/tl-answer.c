/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-answer.h"

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-enum-types.h"
#include "tl-json-text.h"
#include "tl-json.h"
#include "tl-kb.h"

#include <string.h>

G_STATIC_ASSERT (TL_ANSWER_LINE_MAX <= TL_JSON_MAX);

static void
append_member (GString *out, const char *name, const char *value)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  tl_json_append_string (out, name, strlen (name));
  g_string_append_c (out, ':');
  if (value != NULL)
    tl_json_append_string (out, value, strlen (value));
  else
    g_string_append (out, "null");
}

static const char *
fact (const TlEvidence *evidence, const char *smtp, const char *ftp)
{
  const char *value = tl_evidence_get (evidence, smtp);

  return value != NULL || ftp == NULL ? value : tl_evidence_get (evidence, ftp);
}

static void
append_causes (GString *out, const GPtrArray *findings)
{
  g_string_append (out, ",\"causes\":[");
  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    g_string_append (out, i > 0 ? ",{" : "{");
    append_member (out, "id", finding->id);
    g_string_append (out, ",\"confidence\":");
    tl_json_append_double (out, (double) (int) (finding->confidence * 100 + 0.5) / 100);
    g_string_append_c (out, '}');
  }
  g_string_append_c (out, ']');
}

static void
append_answer (GString *out, const TlEvidence *evidence)
{
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  const char *code = fact (evidence, "smtp.reply.code", "ftp.reply.code");

  append_member (out, "cause", first != NULL ? first->id : "unknown");
  append_causes (out, tl_diagnosis_get_findings (diagnosis));
  append_member (out, "code", code != NULL ? code : tl_evidence_get (evidence, "http.status"));
  append_member (out, "enhanced", tl_evidence_get (evidence, "smtp.reply.enhanced"));
  append_member (out, "recipient", tl_evidence_get (evidence, "text.recipient"));
}

static void
append_recipients (GString *out, const TlEvidence *evidence)
{
  g_autoptr (GPtrArray) results = tl_diagnose_recipients (evidence);

  if (results->len == 0)
    return;
  g_string_append (out, ",\"recipients\":[");
  for (guint i = 0; i < results->len; i++) {
    const TlRecipientResult *result = results->pdata[i];

    g_string_append (out, i > 0 ? ",{" : "{");
    append_member (out, "recipient", result->recipient);
    append_member (out, "cause", result->cause);
    append_member (out, "code", result->code);
    append_member (out, "enhanced", result->enhanced);
    g_string_append_c (out, '}');
  }
  g_string_append_c (out, ']');
}

gboolean
tl_answer_line (char *line, gsize length, GString *out, GError **error)
{
  enum {
    ID,
    PROTOCOL,
    TEXT,
    STAGE
  };
  TlJsonMember members[] = {
      {.name = "id"}, {.name = "protocol"}, {.name = "text"}, {.name = "stage"}};
  g_autoptr (TlSettings) settings = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  int protocol = TL_PROTOCOL_SMTP;

  if (!tl_json_scan (line, length, members, G_N_ELEMENTS (members), error))
    return FALSE;
  if (members[TEXT].value == NULL ||
      (members[PROTOCOL].value != NULL &&
       !tl_enum_from_string (TL_TYPE_PROTOCOL, members[PROTOCOL].value, &protocol))) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         N_ ("Each line needs a text and a known protocol."));
    return FALSE;
  }
  settings = tl_settings_new ();
  settings->kind = TL_JOB_EXPLAIN;
  settings->protocol = (TlProtocol) protocol;
  evidence = tl_digest_text (settings, members[TEXT].value, members[TEXT].length, TL_TEXT_AUTO,
                             members[STAGE].value, error);
  if (evidence == NULL)
    return FALSE;
  g_string_append (out, "{\"id\":");
  if (members[ID].value != NULL)
    tl_json_append_string (out, members[ID].value, members[ID].length);
  else
    g_string_append (out, "null");
  append_answer (out, evidence);
  append_recipients (out, evidence);
  g_string_append_c (out, '}');
  return TRUE;
}
