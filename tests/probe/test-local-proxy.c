/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "local-fixture.h"

#include <string.h>

static void
test_clean (void)
{
  static const struct {
    const char *url, *clean;
  } rows[] = {
      {"http://proxy.example.org:3128", "http://proxy.example.org:3128"},
      {"http://lena:s3cret@proxy.example.org:3128/", "http://proxy.example.org:3128"},
      {"lena:s3cret@proxy.example.org:3128", "http://proxy.example.org:3128"},
      {"socks5://[2001:db8::1]:1080", "socks5://[2001:db8::1]:1080"},
      {"proxy.example.org", "http://proxy.example.org"},
      {"direct://", NULL},
      {"http://", NULL},
      {"", NULL},
      {NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *clean = tl_local_clean_proxy (rows[i].url);

    g_assert_cmpstr (clean, ==, rows[i].clean);
  }
}

static void
test_exempt (void)
{
  static const struct {
    const char *list, *host;
    gboolean exempt;
  } rows[] = {
      {"*", "mail.example.org", TRUE},
      {"localhost, .example.org", "mail.example.org", TRUE},
      {"example.org", "mail.example.org", TRUE},
      {"EXAMPLE.ORG", "mail.example.org", TRUE},
      {"example.org", "badexample.org", FALSE},
      {"mail.example.org", "example.org", FALSE},
      {"", "example.org", FALSE},
      {NULL, "example.org", FALSE},
      {" , ,", "example.org", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tl_local_is_exempt (rows[i].list, rows[i].host), ==, rows[i].exempt);
}

static void
forget_proxies (void)
{
  static const char *const names[] = {"all_proxy",  "ALL_PROXY",  "https_proxy", "HTTPS_PROXY",
                                      "http_proxy", "HTTP_PROXY", "ftp_proxy",   "FTP_PROXY",
                                      "no_proxy",   "NO_PROXY"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
}

static void
test_environment (void)
{
  g_autoptr (TlEvidence) with = NULL;
  g_autoptr (TlEvidence) exempt = NULL;
  const GPtrArray *facts;

  forget_proxies ();
  g_setenv ("https_proxy", "http://lena:s3cret-w0rd@192.0.2.9:3128", TRUE);
  with = local_look ("198.51.100.7");
  local_assert (with, "local.proxy", "http://192.0.2.9:3128");
  local_assert (with, "local.proxy.source", "environment");
  facts = tl_evidence_get_facts (with);
  for (guint i = 0; i < facts->len; i++)
    g_assert_null (strstr (((TlFact *) g_ptr_array_index (facts, i))->value, "s3cret-w0rd"));

  g_setenv ("no_proxy", "198.51.100.7", TRUE);
  exempt = local_look ("198.51.100.7");
  g_assert_cmpstr (tl_evidence_get (exempt, "local.proxy"), !=, "http://192.0.2.9:3128");
  forget_proxies ();
}

/* Without any, the settings are asked, and what cannot be asked is not called "no". */
static void
test_none (void)
{
  g_autoptr (TlEvidence) evidence = NULL;

  forget_proxies ();
  evidence = local_look ("198.51.100.7");
  g_assert_true (g_strv_contains ((const char *const[]){"no", "not-known", NULL},
                                  tl_evidence_get (evidence, "local.proxy")));
  g_assert_null (tl_evidence_get (evidence, "local.proxy.source"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  local_enter_namespace ();
  g_test_add_func ("/probe/local-proxy/clean", test_clean);
  g_test_add_func ("/probe/local-proxy/exempt", test_exempt);
  g_test_add_func ("/probe/local-proxy/environment", test_environment);
  g_test_add_func ("/probe/local-proxy/none", test_none);
  return g_test_run ();
}
