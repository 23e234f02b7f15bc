/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of `explain --jsonl`: whatever comes in, what comes out is one line of JSON; and a line that
 * json-glib reads in the same bounds is read with the same text. */
#include <stdint.h>
#include <string.h>

#include "tl-answer.h"
#include "tl-json-text.h"
#include "tl-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_answer (const uint8_t *data, size_t size)
{
  g_autofree char *line = g_memdup2 (data, MAX (size, 1u));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!tl_answer_line (line, size, out, &error)) {
    g_assert_nonnull (error);
    g_assert_cmpuint (out->len, ==, 0);
    return;
  }
  g_assert_null (memchr (out->str, '\n', out->len));
  node = tl_json_parse (out->str, out->len, NULL);
  g_assert_nonnull (node);
}

static void
check_member (const uint8_t *data, size_t size)
{
  g_autofree char *line = g_memdup2 (data, MAX (size, 1u));
  TlJsonMember member = {.name = "text"};
  g_autoptr (JsonNode) node = NULL;
  const char *text;

  if (!tl_json_scan (line, size, &member, 1, NULL))
    return;
  node = tl_json_parse ((const char *) data, size, NULL);
  /* json-glib cannot hold a NUL. */
  if (node == NULL || (member.value != NULL && strlen (member.value) != member.length))
    return;
  text = tl_json_get_string (json_node_get_object (node), "text", NULL);
  if (member.value != NULL)
    g_assert_cmpstr (text, ==, member.value);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  check_answer (data, size);
  check_member (data, size);
  return 0;
}
