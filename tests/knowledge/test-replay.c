/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every file of tests/replay is a saved report with what must come of it: "expected": {"verdict",
 * "first", "causes" (all that must be among the findings), "never" (none of these)}. */
#include <gio/gio.h>
#include <string.h>

#include "knowledge-fixture.h"
#include "tl-evidence-json.h"

static char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_list (JsonObject *expected, const char *name, const TlDiagnosis *diagnosis, gboolean wanted)
{
  JsonArray *list = json_object_has_member (expected, name)
                        ? json_object_get_array_member (expected, name)
                        : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    const char *id = json_array_get_string_element (list, i);

    g_assert_nonnull (tl_kb_find (id));
    g_test_message ("%s %s", name, id);
    g_assert_cmpint (confidence_of (diagnosis, id) > 0, ==, wanted);
  }
}

static void
test_file (gconstpointer data)
{
  gsize length;
  g_autofree char *text = read_file (data, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = tl_json_parse (text, length, &error);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  JsonObject *expected;
  static const char *const verdicts[] = {"ok", "warning", "problem", "inconclusive"};

  g_assert_no_error (error);
  evidence = tl_evidence_from_json (text, length, &error);
  g_assert_no_error (error);
  expected = json_object_get_object_member (json_node_get_object (root), "expected");
  g_assert_nonnull (expected);

  diagnosis = tl_diagnose (evidence);
  g_assert_cmpstr (first_id (diagnosis), ==, tl_json_get_string (expected, "first", "unknown"));
  g_assert_cmpstr (verdicts[tl_diagnosis_get_verdict (diagnosis)], ==,
                   tl_json_get_string (expected, "verdict", ""));
  check_list (expected, "causes", diagnosis, TRUE);
  check_list (expected, "never", diagnosis, FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_build_filename (g_getenv ("TL_SOURCE_DIR"), "tests/replay", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = NULL;

    if (!g_str_has_suffix (name, ".json"))
      continue;
    path =
        g_strdup_printf ("/knowledge/replay/%.*s", (int) (strlen (name) - strlen (".json")), name);
    g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_file, g_free);
    n++;
  }
  g_assert_cmpuint (n, >, 0);
  return g_test_run ();
}
