/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-json.h"

#include <string.h>

#include "tl-types.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = tl_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return node;
}

/* A member of the wrong type is as good as none. */
static void
test_members (void)
{
  g_autoptr (JsonNode) node =
      parse ("{\"s\":\"text\",\"i\":7,\"d\":1.5,\"b\":true,\"n\":null,\"a\":[],\"o\":{}}");
  JsonObject *object = json_node_get_object (node);
  static const char *const others[] = {"n", "a", "o", "missing"};

  g_assert_cmpstr (tl_json_get_string (object, "s", ""), ==, "text");
  g_assert_cmpint (tl_json_get_int (object, "i", 0), ==, 7);
  g_assert_cmpfloat (tl_json_get_double (object, "d", 0), ==, 1.5);
  g_assert_cmpfloat (tl_json_get_double (object, "i", 0), ==, 7);
  g_assert_true (tl_json_get_boolean (object, "b", FALSE));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_assert_cmpstr (tl_json_get_string (object, others[i], "none"), ==, "none");
    g_assert_cmpint (tl_json_get_int (object, others[i], -1), ==, -1);
    g_assert_cmpfloat (tl_json_get_double (object, others[i], -1), ==, -1);
    g_assert_true (tl_json_get_boolean (object, others[i], TRUE));
  }
  g_assert_cmpint (tl_json_get_int (object, "d", -1), ==, -1);
  g_assert_cmpstr (tl_json_get_string (object, "i", "none"), ==, "none");
}

static void
assert_refused (const char *text, gsize length, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tl_json_parse (text, length, &error));
  g_assert_error (error, TL_ERROR, code);
}

static void
test_refused (void)
{
  static const char *const bad[] = {
      "", " ", "[]", "7", "\"x\"", "{", "{\"a\":}", "{'a':1}", "{/* c */\"a\":1}", "{\"a\":1}}"};
  g_autofree char *deep = g_strnfill (2 * TL_JSON_DEPTH, '{');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    assert_refused (bad[i], strlen (bad[i]), TL_ERROR_BAD_INPUT);
  }
  assert_refused ("{\"a\":\"\xff\"}", 9, TL_ERROR_BAD_INPUT);
  assert_refused (deep, strlen (deep), TL_ERROR_TOO_LARGE);
}

/* What is written is read back, NULL as null, times rounded to tenths. */
static void
test_written (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  tl_json_add_string (builder, "s", "a \"quoted\" text");
  tl_json_add_string (builder, "none", NULL);
  tl_json_add_int (builder, "i", -3);
  tl_json_add_ms (builder, "ms", 12.52);
  json_builder_end_object (builder);
  text = tl_json_finish (builder, FALSE);
  g_assert_cmpstr (text, ==,
                   "{\"s\":\"a \\\"quoted\\\" text\",\"none\":null,\"i\":-3,\"ms\":12.5}\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json/members", test_members);
  g_test_add_func ("/core/json/refused", test_refused);
  g_test_add_func ("/core/json/written", test_written);
  return g_test_run ();
}
