/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http-chunks.h"

#include <string.h>

#include "tl-http.h"

typedef struct {
  const char *bytes;
  const char *body;
  TlFailure failure;
  gboolean whole, ended;
} Case;

static const Case cases[] = {
    {"", "", TL_FAILURE_NONE, FALSE, FALSE},
    {"5\r\nhello\r\n0\r\n\r\n", "hello", TL_FAILURE_NONE, TRUE, TRUE},
    {"5\nhello\n0\n\n", "hello", TL_FAILURE_NONE, TRUE, TRUE},
    {"2\r\nhe\r\n3\r\nllo\r\n00\r\n\r\nmore", "hello", TL_FAILURE_NONE, TRUE, TRUE},
    {"A\r\n0123456789\r\n", "0123456789", TL_FAILURE_NONE, FALSE, FALSE},
    {"a \t\r\n0123456789\r\n", "0123456789", TL_FAILURE_NONE, FALSE, FALSE},
    {"5;a=\"b\"; c\r\nhello\r\n0;x\r\n\r\n", "hello", TL_FAILURE_NONE, TRUE, TRUE},
    {"5 ;a\r\nhello\r\n0\r\nX: y\r\nZ: z\r\n\r\n", "hello", TL_FAILURE_NONE, TRUE, TRUE},
    {"5\r\nhello\r\n0\r\n", "hello", TL_FAILURE_NONE, TRUE, FALSE},
    {"5\r\nhello\r\n0\r\nX: y\r\n", "hello", TL_FAILURE_NONE, TRUE, FALSE},
    {"5\r\nhello\r\n0", "hello", TL_FAILURE_NONE, FALSE, FALSE},
    {"5\r\nhel", "hel", TL_FAILURE_NONE, FALSE, FALSE},
    {"ffffffffffffffff\r\nhello", "hello", TL_FAILURE_NONE, FALSE, FALSE},
    {"10000000000000000\r\nhello", "hello", TL_FAILURE_NONE, FALSE, FALSE},
    {"100000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello\r\n0\r\n\r\n", TL_FAILURE_NONE, FALSE,
     FALSE},
    {"7fffffffffffffff\r\nhello", "hello", TL_FAILURE_NONE, FALSE, FALSE},
    {"-5\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"+5\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"0x5\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {" 5\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {";x\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"5h\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"5 5\r\nhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"5\rhello", "", TL_FAILURE_INVALID, FALSE, FALSE},
    {"3\r\nhello\r\n", "hel", TL_FAILURE_INVALID, FALSE, FALSE},
    {"5\r\nhello\rx", "hello", TL_FAILURE_INVALID, FALSE, FALSE},
    {"5\r\nhello5\r\n", "hello", TL_FAILURE_INVALID, FALSE, FALSE},
};

static TlFailure
take (TlHttpChunks *chunks, const char *bytes, gsize length, gsize step, GByteArray *body)
{
  TlFailure failure = TL_FAILURE_NONE;

  for (gsize i = 0; i < length && failure == TL_FAILURE_NONE; i += step)
    failure = tl_http_chunks_take (chunks, bytes + i, MIN (step, length - i), body, 1000);
  return failure;
}

/* However the bytes come. */
static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (gsize step = 1; step < 40; step++) {
      g_autoptr (GByteArray) body = g_byte_array_new ();
      TlHttpChunks chunks = {0};

      g_test_message ("%s", cases[i].bytes);
      g_assert_cmpint (take (&chunks, cases[i].bytes, strlen (cases[i].bytes), step, body), ==,
                       cases[i].failure);
      g_assert_cmpmem (body->data, body->len, cases[i].body, strlen (cases[i].body));
      if (cases[i].failure != TL_FAILURE_NONE)
        continue;
      g_assert_cmpint (tl_http_chunks_are_whole (&chunks), ==, cases[i].whole);
      g_assert_cmpint (tl_http_chunks_have_ended (&chunks), ==, cases[i].ended);
    }
  }
}

/* What has no end, behind the beginning of each kind of line. */
static void
test_endless (void)
{
  static const char *const begins[] = {"", "5", "5 ", "5;", "0\r\nX: ", "0\r\n"};
  static const char *const goes_on[] = {"0", "0", "\t", "x", "y", "X: y\r\n"};

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++) {
    g_autoptr (GByteArray) body = g_byte_array_new ();
    TlHttpChunks chunks = {0};
    TlFailure failure = take (&chunks, begins[i], strlen (begins[i]), 100, body);
    gsize came = 0;

    for (; failure == TL_FAILURE_NONE && came <= 2 * TL_HTTP_HEAD_MAX; came += strlen (goes_on[i]))
      failure = take (&chunks, goes_on[i], strlen (goes_on[i]), 100, body);
    g_assert_cmpint (failure, ==, TL_FAILURE_REPLY_TOO_LONG);
    g_assert_cmpuint (came, <=, TL_HTTP_HEAD_MAX + 10);
    g_assert_cmpuint (body->len, ==, 0);
  }
}

/* More than is kept is counted, and not kept. */
static void
test_kept (void)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  TlHttpChunks chunks = {0};
  static const char bytes[] = "5\r\nhello\r\n6\r\n there\r\n0\r\n\r\n";

  g_assert_cmpint (tl_http_chunks_take (&chunks, bytes, strlen (bytes), body, 7), ==,
                   TL_FAILURE_NONE);
  g_assert_cmpmem (body->data, body->len, "hello t", 7);
  g_assert_true (tl_http_chunks_have_ended (&chunks));
}

static void
test_announced (void)
{
  g_assert_true (tl_http_chunks_are_announced ("chunked"));
  g_assert_true (tl_http_chunks_are_announced ("Chunked"));
  g_assert_false (tl_http_chunks_are_announced ("identity"));
  g_assert_false (tl_http_chunks_are_announced (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/http-chunks/cases", test_cases);
  g_test_add_func ("/net/http-chunks/endless", test_endless);
  g_test_add_func ("/net/http-chunks/kept", test_kept);
  g_test_add_func ("/net/http-chunks/announced", test_announced);
  return g_test_run ();
}
