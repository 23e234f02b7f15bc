/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-evidence-json.h"

#include "tl-diagnosis.h"
#include "tl-enum-types.h"

#define CAUSES_MAX 100

static void
read_because (JsonObject *cause, const char *name, TlFinding *finding,
              void (*add) (TlFinding *, const char *, const char *))
{
  JsonNode *node = json_object_get_member (cause, name);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < MIN (json_array_get_length (array), CAUSES_MAX); i++) {
    JsonNode *row = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (row))
      add (finding, tl_json_get_string (json_node_get_object (row), "fact", ""),
           tl_json_get_string (json_node_get_object (row), "value", ""));
  }
}

static TlFinding *
read_finding (JsonObject *cause)
{
  const char *id = tl_json_get_string (cause, "id", NULL);
  int severity = TL_SEVERITY_PROBLEM;
  TlFinding *finding;

  if (id == NULL)
    return NULL;
  tl_enum_from_string (TL_TYPE_SEVERITY, tl_json_get_string (cause, "severity", NULL), &severity);
  finding = tl_finding_new (id, tl_json_get_double (cause, "confidence", 0), severity,
                            tl_json_get_string (cause, "variant", NULL));
  read_because (cause, "because", finding, tl_finding_add_because);
  read_because (cause, "against", finding, tl_finding_add_against);
  return finding;
}

static GPtrArray *
read_findings (JsonObject *root)
{
  GPtrArray *findings = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (root, "causes");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return findings;
  array = json_node_get_array (node);
  for (guint i = 0; i < MIN (json_array_get_length (array), CAUSES_MAX); i++) {
    JsonNode *row = json_array_get_element (array, i);
    TlFinding *finding =
        JSON_NODE_HOLDS_OBJECT (row) ? read_finding (json_node_get_object (row)) : NULL;

    if (finding != NULL)
      g_ptr_array_add (findings, finding);
  }
  return findings;
}

static GPtrArray *
read_next_tests (JsonObject *root)
{
  GPtrArray *tests = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (root, "next_tests");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return tests;
  array = json_node_get_array (node);
  for (guint i = 0; i < MIN (json_array_get_length (array), CAUSES_MAX); i++) {
    JsonNode *row = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (row))
      g_ptr_array_add (tests, g_strdup (tl_json_get_string (json_node_get_object (row), "id", "")));
  }
  return tests;
}

TlDiagnosis *
tl_diagnosis_from_json (const char *text, gsize length)
{
  g_autoptr (JsonNode) node = tl_json_parse (text, length, NULL);
  JsonObject *root;
  int verdict;

  if (node == NULL)
    return NULL;
  root = json_node_get_object (node);
  if (!tl_enum_from_string (TL_TYPE_VERDICT, tl_json_get_string (root, "verdict", NULL), &verdict))
    return NULL;
  return tl_diagnosis_new (verdict, read_findings (root), NULL, read_next_tests (root));
}
