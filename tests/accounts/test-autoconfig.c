/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-autoconfig.h"

#include <string.h>

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"example.org\">"
#define TAIL "</emailProvider></clientConfig>"

static GPtrArray *
parse (const char *xml, GError **error)
{
  return tl_autoconfig_parse (xml, strlen (xml), "autoconfig", error);
}

static void
test_whole (void)
{
  static const char xml[] =
      HEAD "<!-- a comment --><domain>example.org</domain>"
           "<incomingServer type=\"imap\"><hostname>imap.example.org</hostname><port>993</port>"
           "<socketType>SSL</socketType></incomingServer>"
           "<outgoingServer type=\"smtp\"><hostname>plain.example.org</hostname><port>25</port>"
           "<socketType>plain</socketType></outgoingServer>"
           "<outgoingServer type=\"smtp\"><hostname> SMTP.example.org </hostname><port>465</port>"
           "<socketType>SSL</socketType><authentication>OAuth2</authentication>"
           "<authentication>password-cleartext</authentication>"
           "<username>%EMAILLOCALPART%</username></outgoingServer>"
           "<outgoingServer type=\"smtp\"><hostname>smtp.example.org</hostname><port>587</port>"
           "<socketType>STARTTLS</socketType><authentication>password-cleartext</authentication>"
           "<username>%EMAILADDRESS%</username></outgoingServer>" TAIL;
  static const struct {
    const char *host;
    guint port;
    TlSecurity security;
    const char *auth, *user;
  } rows[] = {
      {"smtp.example.org", 465, TL_SECURITY_TLS, "password", "%EMAILLOCALPART%"},
      {"smtp.example.org", 587, TL_SECURITY_STARTTLS, "password", "%EMAILADDRESS%"},
      {"plain.example.org", 25, TL_SECURITY_NONE, "password", "%EMAILADDRESS%"},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offers = parse (xml, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (offers->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < offers->len; i++) {
    const TlServerOffer *offer = offers->pdata[i];

    g_assert_cmpstr (offer->host, ==, rows[i].host);
    g_assert_cmpuint (offer->port, ==, rows[i].port);
    g_assert_cmpint (offer->security, ==, rows[i].security);
    g_assert_cmpstr (offer->auth, ==, rows[i].auth);
    g_assert_cmpstr (offer->user, ==, rows[i].user);
    g_assert_cmpstr (offer->source, ==, "autoconfig");
  }
}

/* A file, but no server that could be used. */
static void
test_unusable (void)
{
  static const char *const servers[] = {
      "",
      "<outgoingServer type=\"exchange\"><hostname>a.example</hostname><port>25</port></outgoingServer>",
      "<outgoingServer type=\"smtp\"><port>25</port></outgoingServer>",
      "<outgoingServer type=\"smtp\"><hostname>a.example</hostname></outgoingServer>",
      "<outgoingServer type=\"smtp\"><hostname>a.example</hostname><port>99999</port></outgoingServer>",
      "<outgoingServer type=\"smtp\"><hostname>-oProxy=x</hostname><port>25</port></outgoingServer>",
      "<outgoingServer type=\"smtp\"><hostname>a b</hostname><port>25</port></outgoingServer>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autofree char *xml = g_strconcat (HEAD, servers[i], TAIL, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) offers = parse (xml, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (offers->len, ==, 0);
  }
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("<clientConfig>");
  g_autoptr (GString) large = g_string_new (HEAD);
  const char *cases[] = {
      "",
      "<!DOCTYPE html><html><body>Please sign in</body></html>",
      "<html><body>Please sign in</body></html>",
      "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><clientConfig>&a;</clientConfig>",
      "<clientConfig>&unknown;</clientConfig>",
      "<clientConfig><emailProvider></clientConfig>",
      "<clientConfig>",
      "not XML at all",
      deep->str,
      large->str,
  };

  for (guint i = 0; i < 1000; i++)
    g_string_append (deep, "<a>");
  while (large->len <= TL_AUTOCONFIG_MAX)
    g_string_append (large, "<domain>example.org</domain>");
  g_string_append (large, TAIL);
  cases[G_N_ELEMENTS (cases) - 2] = deep->str;
  cases[G_N_ELEMENTS (cases) - 1] = large->str;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%.60s", cases[i]);
    g_assert_null (parse (cases[i], &error));
    g_assert_nonnull (error);
  }
}

/* Nobody but the domain itself is asked, unless the person said so. */
static void
test_urls (void)
{
  g_auto (GStrv) own = tl_autoconfig_list_urls ("ann+x@example.org", FALSE);
  g_auto (GStrv) all = tl_autoconfig_list_urls ("ann@example.org", TRUE);

  g_assert_cmpuint (g_strv_length (own), ==, 2);
  g_assert_cmpstr (
      own[0], ==,
      "https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=ann%2Bx%40example.org");
  g_assert_cmpstr (own[1], ==, "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml");
  g_assert_cmpuint (g_strv_length (all), ==, 3);
  g_assert_true (g_str_has_suffix (all[2], "/example.org"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/autoconfig/whole", test_whole);
  g_test_add_func ("/accounts/autoconfig/unusable", test_unusable);
  g_test_add_func ("/accounts/autoconfig/hostile", test_hostile);
  g_test_add_func ("/accounts/autoconfig/urls", test_urls);
  return g_test_run ();
}
