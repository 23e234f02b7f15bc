/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-session.h"

#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlSettings) back = NULL;
  g_autoptr (TlSecret) secret = tl_secret_new ("hush-hush", -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *language = NULL;
  g_autofree char *note = NULL;

  g_object_set (settings, "protocol", TL_PROTOCOL_FTP, "host", "ftp.example.org", "port", 990,
                "security", TL_SECURITY_TLS, "user", "ann", "password", secret, "program",
                "filezilla", NULL);
  text = tl_session_file_write (settings, "ar", "Line 4, ask for Bob");
  g_assert_null (strstr (text, "hush"));
  back = tl_session_file_parse (text, strlen (text), &language, &note, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_cmpstr (back->host, ==, "ftp.example.org");
  g_assert_cmpuint (back->port, ==, 990);
  g_assert_cmpint (back->security, ==, TL_SECURITY_TLS);
  g_assert_cmpstr (back->user, ==, "ann");
  g_assert_null (back->password);
  g_assert_cmpstr (back->program, ==, "filezilla");
  g_assert_cmpstr (language, ==, "ar");
  g_assert_cmpstr (note, ==, "Line 4, ask for Bob");
}

static void
test_refused (void)
{
  static const char *const bad[] = {
      "",
      "[]",
      "{}",
      "{\"schema\":2,\"session\":{}}",
      "{\"schema\":1,\"session\":[]}",
      "{\"schema\":1,\"session\":{\"protocol\":\"gopher\"}}",
      "{\"schema\":1,\"session\":{\"security\":\"ssl\"}}",
      "{\"schema\":1,\"session\":{\"port\":65536}}",
      "{\"schema\":1,\"session\":{\"port\":-1}}",
      "{\"schema\":1,\"session\":{\"host\":\"a\\r\\nQUIT\"}}",
      "{\"schema\":1,\"session\":{\"host\":\"ok.example\",\"user\":\"a\\nb\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_null (tl_session_file_parse (bad[i], strlen (bad[i]), NULL, NULL, &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  }
}

/* What a later version may add is left alone; what has the wrong type is not taken. */
static void
test_tolerant (void)
{
  const char *text =
      "{\"schema\":1,\"future\":[1],\"session\":{\"host\":7,\"user\":null,\"colour\":\"red\"}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (TlSettings) settings = tl_session_file_parse (text, strlen (text), NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (settings->host, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/session-file/round-trip", test_round_trip);
  g_test_add_func ("/engine/session-file/refused", test_refused);
  g_test_add_func ("/engine/session-file/tolerant", test_tolerant);
  return g_test_run ();
}
