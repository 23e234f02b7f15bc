/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-json-text.h"

#include <math.h>
#include <string.h>

#include "tl-json.h"
#include "tl-types.h"

/* Reads `text` in a block of its exact size, so that the sanitizer sees what lies behind it. */
static gboolean
scan (const char *text, gsize length, TlJsonMember *members, gsize n, char **block, GError **error)
{
  *block = g_memdup2 (text, MAX (length, 1u));
  return tl_json_scan (*block, length, members, n, error);
}

static void
assert_value (const char *text, gsize text_length, const char *expected, gsize length)
{
  TlJsonMember member = {.name = "a", .value = (char *) "stale", .length = 9};
  g_autofree char *block = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_true (scan (text, text_length, &member, 1, &block, &error));
  g_assert_no_error (error);
  if (expected == NULL) {
    g_assert_null (member.value);
    return;
  }
  g_assert_cmpmem (member.value, member.length, expected, length);
  g_assert_cmpint (member.value[member.length], ==, '\0');
}

static void
test_strings (void)
{
  static const struct {
    const char *text;
    const char *value; /* NULL: none */
  } rows[] = {
      {"{\"a\":\"\"}", ""},
      {" {\r\n\t\"a\" : \"x\" } \n", "x"},
      {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "\"\\/\b\f\n\r\t"},
      {"{\"a\":\"\\u0041\\u00e9\\u20AC\"}", "A\303\251\342\202\254"},
      {"{\"a\":\"x\\ud83d\\ude00y\"}", "x\360\237\230\200y"},
      {"{\"a\":\"\303\251\"}", "\303\251"},
      {"{\"\\u0061\":\"escaped name\"}", "escaped name"},
      {"{\"a\":\"first\",\"b\":2,\"a\":\"last\"}", "last"},
      {"{\"a\":\"first\",\"a\":7}", NULL},
      {"{\"b\":\"x\"}", NULL},
      {"{}", NULL},
      {"{\"a\":null}", NULL},
      {"{\"a\":[\"x\"]}", NULL},
      /* Half a pair is no character. */
      {"{\"a\":\"\\ud83d\"}", NULL},
      {"{\"a\":\"\\ude00\\ud83d\"}", NULL},
      {"{\"a\":\"\\ud83dx\"}", NULL},
      {"{\"a\":\"\\ud83d\\u0041\"}", NULL},
      {"{\"a\":\"\\ud83d\\n\"}", NULL},
      {"{\"b\":[[],{},[{\"a\":\"deep\"},1,-0.5e+3,true,false,null]],\"a\":\"x\"}", "x"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_value (rows[i].text, strlen (rows[i].text), rows[i].value,
                  rows[i].value != NULL ? strlen (rows[i].value) : 0);
  assert_value ("{\"a\":\"x\\u0000y\"}", 16, "x\0y", 3);
}

static void
assert_refused (const char *text, gsize length, int code)
{
  TlJsonMember member = {.name = "a"};
  g_autofree char *block = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%.80s", text);
  g_assert_false (scan (text, length, &member, 1, &block, &error));
  g_assert_error (error, TL_ERROR, code);
}

static void
test_refused (void)
{
  static const char *const bad[] = {"",
                                    " ",
                                    "nonsense",
                                    "[]",
                                    "\"x\"",
                                    "{",
                                    "{\"a\"",
                                    "{\"a\":",
                                    "{\"a\":}",
                                    "{\"a\":\"",
                                    "{\"a\":\"x}",
                                    "{\"a\":\"\\",
                                    "{\"a\":\"\\x\"}",
                                    "{\"a\":\"\\u12\"}",
                                    "{\"a\":\"\\u12g4\"}",
                                    "{\"a\":\"\\ud83d\\u12\"}",
                                    "{\"a\":\"line\nend\"}",
                                    "{\"a\":\"x\"",
                                    "{\"a\":\"x\",}",
                                    "{,\"a\":\"x\"}",
                                    "{\"a\" \"x\"}",
                                    "{a:\"x\"}",
                                    "{'a':'x'}",
                                    "{\"a\":\"x\"} {}",
                                    "{\"b\":01}",
                                    "{\"b\":+1}",
                                    "{\"b\":1.}",
                                    "{\"b\":.5}",
                                    "{\"b\":1e}",
                                    "{\"b\":-}",
                                    "{\"b\":nul}",
                                    "{\"b\":NaN}",
                                    "{\"b\":[1,]}",
                                    "{\"b\":[1 2]}",
                                    "{\"b\":{\"c\"}}",
                                    "{\"b\":[}",
                                    "{\"b\":[1}",
                                    "{/* c */\"a\":1}",
                                    "{\"a\":\"\xff\"}",
                                    "{\"a\":\"\xed\xa0\x80\"}"};
  g_autofree char *deep = g_strnfill (2 * TL_JSON_DEPTH, '[');
  g_autofree char *too_deep = g_strconcat ("{\"b\":", deep, NULL);
  g_autofree char *long_text = g_strnfill (TL_JSON_MAX + 1, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], strlen (bad[i]), TL_ERROR_BAD_INPUT);
  assert_refused ("{\"a\":\"x\0y\"}", 11, TL_ERROR_BAD_INPUT);
  assert_refused (too_deep, strlen (too_deep), TL_ERROR_TOO_LARGE);
  assert_refused (long_text, TL_JSON_MAX + 1, TL_ERROR_TOO_LARGE);
}

/* What the reader with a tree refuses for its depth, this one refuses, too, and nothing else. */
static void
test_depth (void)
{
  for (guint depth = 1; depth < 2 * TL_JSON_DEPTH; depth++) {
    g_autofree char *open = g_strnfill (depth, '[');
    g_autofree char *close = g_strnfill (depth, ']');
    g_autofree char *text = g_strconcat ("{\"b\":", open, close, ",\"a\":\"x\"}", NULL);
    g_autoptr (JsonNode) node = tl_json_parse (text, strlen (text), NULL);

    if (node != NULL)
      assert_value (text, strlen (text), "x", 1);
    else
      assert_refused (text, strlen (text), TL_ERROR_TOO_LARGE);
  }
}

static void
assert_number (double number, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  tl_json_append_double (text, number);
  if (expected != NULL)
    g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpfloat (g_ascii_strtod (text->str, NULL), ==, number);
  g_assert_nonnull (strpbrk (text->str, ".e"));
}

static void
test_numbers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (94);
  g_autoptr (GString) none = g_string_new (NULL);

  assert_number (0, "0.0");
  assert_number (0.94, "0.94");
  assert_number (0.1 + 0.2, "0.30000000000000004");
  assert_number (12.5, "12.5");
  assert_number (-3.125, "-3.125");
  assert_number (1234567.25, "1234567.25");
  assert_number (0.0005, "0.0005");
  assert_number (1e300, "1e+300");
  assert_number (4e15, "4e+15");
  for (guint i = 0; i <= 1000; i++)
    assert_number (i / 1000.0, NULL);
  for (guint i = 0; i < 20000; i++)
    assert_number (ldexp (g_rand_double (rand) - 0.5, g_rand_int_range (rand, -200, 200)), NULL);
  tl_json_append_double (none, INFINITY);
  tl_json_append_double (none, NAN);
  g_assert_cmpstr (none->str, ==, "0.00.0");
}

static void
test_escapes (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  tl_json_append_string (text, "a\0\x01\x1b\x7f\"\\/\b\f\n\r\t\303\251", 15);
  g_assert_cmpstr (text->str, ==,
                   "\"a\\u0000\\u0001\\u001b\\u007f\\\"\\\\/\\b\\f\\n\\r\\t\303\251\"");
}

/* Everything that can be written comes back the same. */
static void
test_tree (void)
{
  static const char source[] =
      "{\"s\":\"a \\\"q\\\" \\u0007 \303\251\",\"i\":-7,\"d\":0.94,\"b\":[true,false,"
      "null,[],{}],\"o\":{\"x\":{\"y\":[1,[2,{\"z\":3.5}]]}}}";
  g_autoptr (JsonNode) node = tl_json_parse (source, strlen (source), NULL);

  for (guint pretty = 0; pretty < 2; pretty++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (JsonNode) again = NULL;

    tl_json_append_node (text, node, pretty);
    if (!pretty)
      g_assert_cmpstr (text->str, ==, source);
    again = tl_json_parse (text->str, text->len, NULL);
    g_assert_nonnull (again);
    g_assert_true (json_node_equal (node, again));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-text/strings", test_strings);
  g_test_add_func ("/core/json-text/refused", test_refused);
  g_test_add_func ("/core/json-text/depth", test_depth);
  g_test_add_func ("/core/json-text/numbers", test_numbers);
  g_test_add_func ("/core/json-text/escapes", test_escapes);
  g_test_add_func ("/core/json-text/tree", test_tree);
  return g_test_run ();
}
