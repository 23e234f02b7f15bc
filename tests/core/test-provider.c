/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-provider.h"

#include <string.h>

/* data/providers.ini itself is held by tests/accounts/test-discover.c. */

static const char table_text[] = "[one]\n"
                                 "Name=One\n"
                                 "Domains=one.example;eins.example;\n"
                                 "MxSuffixes=one.example;\n"
                                 "Aliases=old.one.example;\n"
                                 "Smtp=smtp.one.example 465 tls;smtp.one.example 587 starttls;\n"
                                 "Ftp=ftp.one.example 21 starttls;\n"
                                 "Auth=app-password\n"
                                 "User=%EMAILLOCALPART%\n"
                                 "Notes=app-password;enable-smtp;\n"
                                 "Help=https://one.example/help\n"
                                 "[two]\n"
                                 "Name=Two\n"
                                 "MxSuffixes=mx.one.example;two.example;\n";

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *table = tl_provider_table_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return table;
}

static void
test_whole (void)
{
  g_autoptr (GPtrArray) table = parse (table_text);
  const TlProvider *one = table->pdata[0], *two = table->pdata[1];
  const TlServerOffer *offer = one->offers->pdata[1], *ftp = one->offers->pdata[2];

  g_assert_cmpuint (table->len, ==, 2);
  g_assert_cmpstr (one->id, ==, "one");
  g_assert_cmpstr (one->name, ==, "One");
  g_assert_cmpstr (one->domains[1], ==, "eins.example");
  g_assert_cmpstr (one->aliases[0], ==, "old.one.example");
  g_assert_cmpstr (one->notes[1], ==, "enable-smtp");
  g_assert_cmpstr (one->help_url, ==, "https://one.example/help");
  g_assert_cmpuint (one->offers->len, ==, 3);
  g_assert_cmpstr (offer->host, ==, "smtp.one.example");
  g_assert_cmpuint (offer->port, ==, 587);
  g_assert_cmpint (offer->security, ==, TL_SECURITY_STARTTLS);
  g_assert_cmpstr (offer->auth, ==, "app-password");
  g_assert_cmpstr (offer->source, ==, "provider-table");
  g_assert_cmpint (ftp->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_cmpuint (two->offers->len, ==, 0);
  g_assert_null (two->domains[0]);
  g_assert_cmpstr (two->help_url, ==, "");
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    const char *message; /* NULL: whatever GKeyFile says */
  } rows[] = {
      {"Name=x\n", NULL},
      {"[a]\nnonsense\n", NULL},
      {"[a]\n", "a: Name"},
      {"[a]\nName=\n", "a: Name"},
      {"[a]\nName=A\nDomains=example;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=Example.org;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=a..b;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=.example.org;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=example.org.;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=-a.example;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=a b.example;\n", "a: Domains"},
      {"[a]\nName=A\nDomains=;\n", "a: Domains"},
      {"[a]\nName=A\nMxSuffixes=x_y.example;\n", "a: MxSuffixes"},
      {"[a]\nName=A\nAliases=x;\n", "a: Aliases"},
      {"[a]\nName=A\nHelp=http://example.org/\n", "a: Help"},
      {"[a]\nName=A\nAuth=guess\n", "a: Auth"},
      {"[a]\nName=A\nSmtp=smtp.a.example 465;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp.a.example 465 tls x;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp.a.example 0 tls;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp.a.example 65536 tls;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp.a.example 465 auto;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp.a.example 465 ssl;\n", "a: Smtp"},
      {"[a]\nName=A\nSmtp=smtp 465 tls;\n", "a: Smtp"},
      {"[a]\nName=A\nFtp=;\n", "a: Ftp"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].text);
    g_assert_null (tl_provider_table_parse (rows[i].text, strlen (rows[i].text), &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
    if (rows[i].message != NULL)
      g_assert_cmpstr (error->message, ==, rows[i].message);
  }
}

static void
test_find_by_domain (void)
{
  g_autoptr (GPtrArray) table = parse (table_text);

  g_assert_true (tl_provider_find_by_domain (table, "EINS.example") == table->pdata[0]);
  g_assert_null (tl_provider_find_by_domain (table, "sub.eins.example"));
  g_assert_null (tl_provider_find_by_domain (table, "example"));
  g_assert_null (tl_provider_find_by_domain (table, ""));
}

static void
test_find_by_mx (void)
{
  g_autoptr (GPtrArray) table = parse (table_text);

  g_assert_true (tl_provider_find_by_mx (table, "in.ONE.example.") == table->pdata[0]);
  g_assert_true (tl_provider_find_by_mx (table, "one.example") == table->pdata[0]);
  /* The longer suffix is the better one. */
  g_assert_true (tl_provider_find_by_mx (table, "a.mx.one.example") == table->pdata[1]);
  g_assert_null (tl_provider_find_by_mx (table, "badone.example"));
  g_assert_null (tl_provider_find_by_mx (table, "one.example.evil.example"));
  g_assert_null (tl_provider_find_by_mx (table, ""));
  g_assert_null (tl_provider_find_by_mx (table, "."));
}

static void
test_expand_user (void)
{
  static const struct {
    const char *pattern;
    const char *address;
    const char *user;
  } rows[] = {
      {"%EMAILADDRESS%", "ann@example.org", "ann@example.org"},
      {"%EMAILLOCALPART%", "ann@example.org", "ann"},
      {"%EMAILDOMAIN%\\%EMAILLOCALPART%", "ann@example.org", "example.org\\ann"},
      {"x-%EMAILLOCALPART%-y", "ann@example.org", "x-ann-y"},
      /* What stands in the address is not expanded again. */
      {"%EMAILLOCALPART%", "%EMAILADDRESS%@example.org", "%EMAILADDRESS%"},
      {"%EMAILADDRESS%", "%EMAILDOMAIN%@example.org", "%EMAILDOMAIN%@example.org"},
      {"100%", "ann@example.org", "100%"},
      {"", "ann@example.org", ""},
      {"%EMAILLOCALPART%@%EMAILDOMAIN%", "ann", "ann@"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlServerOffer) offer =
        tl_server_offer_new (TL_PROTOCOL_SMTP, "smtp.example.org", 465, TL_SECURITY_TLS, "password",
                             rows[i].pattern, "srv");
    g_autoptr (TlServerOffer) copy = tl_server_offer_copy (offer);
    g_autofree char *user = tl_server_offer_expand_user (copy, rows[i].address);

    g_assert_cmpstr (user, ==, rows[i].user);
    g_assert_cmpstr (copy->source, ==, "srv");
  }
  tl_server_offer_free (NULL);
  tl_provider_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/provider/whole", test_whole);
  g_test_add_func ("/core/provider/refused", test_refused);
  g_test_add_func ("/core/provider/find-by-domain", test_find_by_domain);
  g_test_add_func ("/core/provider/find-by-mx", test_find_by_mx);
  g_test_add_func ("/core/provider/expand-user", test_expand_user);
  return g_test_run ();
}
