/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-answer.h"

#include <string.h>

#include "tl-json.h"
#include "tl-types.h"

/* The answer, which must be one line of JSON. */
static JsonNode *
answer (const char *line)
{
  g_autofree char *copy = g_strdup (line);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_assert_true (tl_answer_line (copy, strlen (line), out, &error));
  g_assert_no_error (error);
  g_assert_null (strchr (out->str, '\n'));
  node = tl_json_parse (out->str, out->len, &error);
  g_assert_no_error (error);
  return node;
}

static const char *
get (JsonNode *node, const char *name)
{
  return tl_json_get_string (json_node_get_object (node), name, NULL);
}

static void
test_reply (void)
{
  g_autoptr (JsonNode) node = answer (
      "{\"id\":\"7 \\\"\\u00e9\",\"protocol\":\"smtp\",\"stage\":\"rcpt\",\"text\":\"550 5.1.1 "
      "<bob@example.org>: User unknown\"}");
  JsonObject *object = json_node_get_object (node);
  JsonObject *first =
      json_array_get_object_element (json_object_get_array_member (object, "causes"), 0);

  g_assert_cmpstr (get (node, "id"), ==, "7 \"\303\251");
  g_assert_cmpstr (get (node, "cause"), ==, "no-such-mailbox");
  g_assert_cmpstr (get (node, "code"), ==, "550");
  g_assert_cmpstr (get (node, "enhanced"), ==, "5.1.1");
  g_assert_cmpstr (get (node, "recipient"), ==, "bob@example.org");
  g_assert_cmpstr (tl_json_get_string (first, "id", NULL), ==, "no-such-mailbox");
  g_assert_cmpfloat (tl_json_get_double (first, "confidence", 0), >, 0.5);
  g_assert_false (json_object_has_member (object, "recipients"));
}

/* Protocol and id are optional; the id of a line comes back as it came, NUL included. */
static void
test_id (void)
{
  g_autoptr (JsonNode) without = answer ("{\"text\":\"550 5.1.1 User unknown\"}");
  char line[] = "{\"id\":\"a\\u0000b\",\"text\":\"x\\u0000 421 busy\"}";
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_null (get (without, "id"));
  g_assert_true (json_object_get_null_member (json_node_get_object (without), "id"));
  g_assert_true (tl_answer_line (line, strlen (line), out, NULL));
  g_assert_true (g_str_has_prefix (out->str, "{\"id\":\"a\\u0000b\","));
}

static void
test_recipients (void)
{
  g_autoptr (JsonNode) node = answer (
      "{\"id\":\"b\",\"text\":\"From: MAILER-DAEMON@example.org\\nSubject: failed\\nMIME-Version: 1.0\\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=x\\n\\n--x\\n\\nFailed.\\n"
      "--x\\nContent-Type: message/delivery-status\\n\\nReporting-MTA: dns; mx.example.org\\n\\n"
      "Final-Recipient: rfc822; a@example.net\\nAction: failed\\nStatus: 5.1.1\\nDiagnostic-Code: smtp; "
      "550 5.1.1 User unknown\\n\\nFinal-Recipient: rfc822; b@example.net\\nAction: failed\\nStatus: "
      "5.2.2\\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\\n\\n--x--\\n\"}");
  JsonArray *rows = json_object_get_array_member (json_node_get_object (node), "recipients");
  JsonObject *second;

  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  second = json_array_get_object_element (rows, 1);
  g_assert_cmpstr (tl_json_get_string (second, "recipient", NULL), ==, "b@example.net");
  g_assert_cmpstr (tl_json_get_string (second, "cause", NULL), ==, "mailbox-full");
  g_assert_cmpstr (tl_json_get_string (second, "code", NULL), ==, "552");
}

static void
test_bad (void)
{
  static const char *const lines[] = {"",
                                      "nonsense",
                                      "{\"id\":\"1\"}",
                                      "{\"id\":\"1\",\"text\":7}",
                                      "{\"id\":\"1\",\"text\":\"\"}",
                                      "{\"id\":\"1\",\"text\":\" \\u0000\\n \"}",
                                      "{\"id\":\"1\",\"text\":\"\\ud800\"}",
                                      "{\"id\":\"1\",\"protocol\":\"gopher\",\"text\":\"550 no\"}",
                                      "{\"id\":\"1\",\"protocol\":\"\",\"text\":\"550 no\"}"};

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *copy = g_strdup (lines[i]);
    g_autoptr (GString) out = g_string_new ("kept");
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", lines[i]);
    g_assert_false (tl_answer_line (copy, strlen (lines[i]), out, &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
    g_assert_cmpstr (out->str, ==, "kept");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/answer/reply", test_reply);
  g_test_add_func ("/knowledge/answer/id", test_id);
  g_test_add_func ("/knowledge/answer/recipients", test_recipients);
  g_test_add_func ("/knowledge/answer/bad", test_bad);
  return g_test_run ();
}
