/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-types.h"

#include "tl-diagnosis.h"
#include "tl-enum-types.h"
#include "tl-step.h"

/* The words of the contract: they stand in command lines and reports and never change. */
static void
test_words (void)
{
  const struct {
    GType type;
    int value;
    const char *word;
  } rows[] = {
      {TL_TYPE_PROTOCOL, TL_PROTOCOL_SMTP, "smtp"},
      {TL_TYPE_PROTOCOL, TL_PROTOCOL_FTP, "ftp"},
      {TL_TYPE_PROTOCOL, TL_PROTOCOL_HTTP, "http"},
      {TL_TYPE_JOB_KIND, TL_JOB_CHECK, "check"},
      {TL_TYPE_JOB_KIND, TL_JOB_ENVIRONMENT, "environment"},
      {TL_TYPE_SECURITY, TL_SECURITY_AUTO, "auto"},
      {TL_TYPE_SECURITY, TL_SECURITY_NONE, "none"},
      {TL_TYPE_SECURITY, TL_SECURITY_STARTTLS, "starttls"},
      {TL_TYPE_SECURITY, TL_SECURITY_TLS, "tls"},
      {TL_TYPE_FAMILY, TL_FAMILY_IPV4, "ipv4"},
      {TL_TYPE_AUTH, TL_AUTH_CRAM_MD5, "cram-md5"},
      {TL_TYPE_AUTH, TL_AUTH_SCRAM_SHA_1, "scram-sha-1"},
      {TL_TYPE_AUTH, TL_AUTH_SCRAM_SHA_256_PLUS, "scram-sha-256-plus"},
      {TL_TYPE_AUTH, TL_AUTH_XOAUTH2, "xoauth2"},
      {TL_TYPE_AUTH, TL_AUTH_OAUTHBEARER, "oauthbearer"},
      {TL_TYPE_FTP_MODE, TL_FTP_MODE_EPSV, "epsv"},
      {TL_TYPE_REDACT, TL_REDACT_STANDARD, "standard"},
      {TL_TYPE_OUTCOME, TL_OUTCOME_SKIPPED, "skipped"},
      {TL_TYPE_VERDICT, TL_VERDICT_INCONCLUSIVE, "inconclusive"},
      {TL_TYPE_SEVERITY, TL_SEVERITY_NOTE, "note"},
      {TL_TYPE_ACTOR, TL_ACTOR_RECIPIENT, "recipient"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    int value = -1;

    g_assert_cmpstr (tl_enum_to_string (rows[i].type, rows[i].value), ==, rows[i].word);
    g_assert_true (tl_enum_from_string (rows[i].type, rows[i].word, &value));
    g_assert_cmpint (value, ==, rows[i].value);
  }
}

static void
test_reading (void)
{
  int value = 77;

  g_assert_true (tl_enum_from_string (TL_TYPE_SECURITY, "StartTLS", &value));
  g_assert_cmpint (value, ==, TL_SECURITY_STARTTLS);
  value = 77;
  g_assert_false (tl_enum_from_string (TL_TYPE_SECURITY, "ssl", &value));
  g_assert_false (tl_enum_from_string (TL_TYPE_SECURITY, "", &value));
  g_assert_false (tl_enum_from_string (TL_TYPE_SECURITY, NULL, &value));
  g_assert_cmpint (value, ==, 77);
  g_assert_cmpstr (tl_enum_to_string (TL_TYPE_SECURITY, 99), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/types/words", test_words);
  g_test_add_func ("/core/types/reading", test_reading);
  return g_test_run ();
}
