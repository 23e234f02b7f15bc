/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-settings.h"

#include <string.h>

#include "tl-enum-types.h"

/* Every public field has a property, and nothing is lost in a copy. */
static const char *const string_properties[] = {
    "filezilla", "host",    "address", "user",    "from",       "to",        "helo",
    "path",      "program", "url",     "ca-file", "portal-url", "sender-ip", "selector",
};
static const char *const number_properties[] = {"port", "retry-greylist-s", "sessions",
                                                "timeout-s"};
static const char *const switch_properties[] = {
    "try-user-forms", "allow-plaintext", "send",           "pasv-announced",  "protect-clear",
    "tls-versions",   "upload",          "no-environment", "public-database",
};
static const char *const list_properties[] = {"resolve", "references", "dnsbl"};
static const char *const enum_properties[] = {"kind",   "protocol", "security",
                                              "family", "auth",     "ftp-mode"};

static TlSettings *
filled (void)
{
  TlSettings *settings = tl_settings_new ();
  const char *const list[] = {"a", "b", NULL};
  g_autoptr (TlSecret) secret = tl_secret_new ("geheim", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (string_properties); i++)
    g_object_set (settings, string_properties[i], string_properties[i], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (number_properties); i++)
    g_object_set (settings, number_properties[i], (guint) i + 7, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (switch_properties); i++)
    g_object_set (settings, switch_properties[i], TRUE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (list_properties); i++)
    g_object_set (settings, list_properties[i], list, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (enum_properties); i++)
    g_object_set (settings, enum_properties[i], 1, NULL);
  g_object_set (settings, "password", secret, NULL);
  return settings;
}

static void
check_filled (TlSettings *settings)
{
  guint n;
  g_autofree GParamSpec **all = g_object_class_list_properties (G_OBJECT_GET_CLASS (settings), &n);
  g_autoptr (TlSecret) secret = NULL;

  g_assert_cmpuint (n, ==,
                    G_N_ELEMENTS (string_properties) + G_N_ELEMENTS (number_properties) +
                        G_N_ELEMENTS (switch_properties) + G_N_ELEMENTS (list_properties) +
                        G_N_ELEMENTS (enum_properties) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (string_properties); i++) {
    g_autofree char *text = NULL;

    g_object_get (settings, string_properties[i], &text, NULL);
    g_assert_cmpstr (text, ==, string_properties[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (number_properties); i++) {
    guint number;

    g_object_get (settings, number_properties[i], &number, NULL);
    g_assert_cmpuint (number, ==, i + 7);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (switch_properties); i++) {
    gboolean on;

    g_object_get (settings, switch_properties[i], &on, NULL);
    g_assert_true (on);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (list_properties); i++) {
    g_auto (GStrv) list = NULL;

    g_object_get (settings, list_properties[i], &list, NULL);
    g_assert_cmpuint (g_strv_length (list), ==, 2);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (enum_properties); i++) {
    int number;

    g_object_get (settings, enum_properties[i], &number, NULL);
    g_assert_cmpint (number, ==, 1);
  }
  g_object_get (settings, "password", &secret, NULL);
  g_assert_cmpstr (tl_secret_peek (secret, NULL), ==, "geheim");
}

static void
test_properties (void)
{
  g_autoptr (TlSettings) settings = filled ();

  check_filled (settings);
  g_assert_cmpstr (settings->host, ==, "host");
  g_assert_cmpuint (settings->timeout_s, ==, 10);
  g_assert_cmpint (settings->protocol, ==, TL_PROTOCOL_FTP);
  g_assert_true (settings->no_environment);
  g_assert_cmpstr (settings->dnsbl[1], ==, "b");
}

static void
test_copy (void)
{
  g_autoptr (TlSettings) settings = filled ();
  g_autoptr (TlSettings) copy = tl_settings_copy (settings);

  check_filled (copy);
  g_object_set (settings, "host", "other", "password", NULL, "dnsbl", NULL, NULL);
  check_filled (copy);
}

static void
test_defaults (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();

  g_assert_cmpstr (settings->host, ==, "");
  g_assert_cmpstr (settings->portal_url, ==, "");
  g_assert_cmpuint (settings->port, ==, 0);
  g_assert_cmpuint (settings->sessions, ==, 1);
  g_assert_cmpuint (settings->timeout_s, ==, 30);
  g_assert_cmpint (settings->security, ==, TL_SECURITY_AUTO);
  g_assert_null (settings->password);
  g_assert_null (settings->resolve);
  g_object_set (settings, "host", NULL, NULL);
  g_assert_cmpstr (settings->host, ==, "");
}

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

/* Two bound objects must come to rest. */
static void
test_notify (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlSecret) secret = tl_secret_new ("x", -1);
  const char *const list[] = {"a", NULL};
  guint n = 0;

  g_signal_connect (settings, "notify", G_CALLBACK (count), &n);
  g_object_set (settings, "host", "", "port", 0, "send", FALSE, "security", TL_SECURITY_AUTO,
                "password", NULL, "dnsbl", NULL, NULL);
  g_assert_cmpuint (n, ==, 0);
  for (guint i = 0; i < 2; i++)
    g_object_set (settings, "host", "a", "port", 25, "send", TRUE, "security", TL_SECURITY_TLS,
                  "password", secret, "dnsbl", list, NULL);
  g_assert_cmpuint (n, ==, 6);
}

static void
test_usual_ports (void)
{
  static const struct {
    TlProtocol protocol;
    guint port;
    TlSecurity security;
    guint effective_port;
    TlSecurity effective_security;
  } rows[] = {
      {TL_PROTOCOL_SMTP, 0, TL_SECURITY_AUTO, 587, TL_SECURITY_STARTTLS},
      {TL_PROTOCOL_SMTP, 0, TL_SECURITY_TLS, 465, TL_SECURITY_TLS},
      {TL_PROTOCOL_SMTP, 0, TL_SECURITY_STARTTLS, 587, TL_SECURITY_STARTTLS},
      {TL_PROTOCOL_SMTP, 0, TL_SECURITY_NONE, 25, TL_SECURITY_NONE},
      {TL_PROTOCOL_SMTP, 25, TL_SECURITY_AUTO, 25, TL_SECURITY_AUTO},
      {TL_PROTOCOL_SMTP, 465, TL_SECURITY_AUTO, 465, TL_SECURITY_TLS},
      {TL_PROTOCOL_SMTP, 465, TL_SECURITY_STARTTLS, 465, TL_SECURITY_STARTTLS},
      {TL_PROTOCOL_SMTP, 2525, TL_SECURITY_AUTO, 2525, TL_SECURITY_STARTTLS},
      {TL_PROTOCOL_SMTP, 21, TL_SECURITY_AUTO, 21, TL_SECURITY_AUTO},
      {TL_PROTOCOL_FTP, 0, TL_SECURITY_AUTO, 21, TL_SECURITY_STARTTLS},
      {TL_PROTOCOL_FTP, 0, TL_SECURITY_NONE, 21, TL_SECURITY_NONE},
      {TL_PROTOCOL_FTP, 0, TL_SECURITY_TLS, 990, TL_SECURITY_TLS},
      {TL_PROTOCOL_FTP, 990, TL_SECURITY_AUTO, 990, TL_SECURITY_TLS},
      {TL_PROTOCOL_FTP, 2121, TL_SECURITY_AUTO, 2121, TL_SECURITY_AUTO},
      {TL_PROTOCOL_HTTP, 0, TL_SECURITY_AUTO, 443, TL_SECURITY_TLS},
      {TL_PROTOCOL_HTTP, 0, TL_SECURITY_NONE, 80, TL_SECURITY_NONE},
      {TL_PROTOCOL_HTTP, 80, TL_SECURITY_AUTO, 80, TL_SECURITY_NONE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();

    g_object_set (settings, "protocol", rows[i].protocol, "port", rows[i].port, "security",
                  rows[i].security, NULL);
    g_assert_cmpuint (tl_settings_effective_port (settings), ==, rows[i].effective_port);
    g_assert_cmpint (tl_settings_effective_security (settings), ==, rows[i].effective_security);
  }
}

static void
test_recipients (void)
{
  static const struct {
    const char *to;
    const char *joined;
  } rows[] = {
      {"", ""},
      {" , ,", ""},
      {"a@b", "a@b"},
      {" a@b , c@d,", "a@b|c@d"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_auto (GStrv) list = NULL;
    g_autofree char *joined = NULL;

    g_object_set (settings, "to", rows[i].to, NULL);
    list = tl_settings_dup_recipients (settings);
    joined = g_strjoinv ("|", list);
    g_assert_cmpstr (joined, ==, rows[i].joined);
  }
}

static void
test_sender (void)
{
  static const struct {
    const char *from;
    const char *user;
    const char *sender;
  } rows[] = {
      {"", "", ""},        {"", "ann", ""},         {"", "ann@example.org", "ann@example.org"},
      {"<>", "ann@x", ""}, {"b@x", "ann@x", "b@x"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autofree char *sender = NULL;

    g_object_set (settings, "from", rows[i].from, "user", rows[i].user, NULL);
    sender = tl_settings_dup_sender (settings);
    g_assert_cmpstr (sender, ==, rows[i].sender);
  }
}

static void
test_port_parse (void)
{
  static const struct {
    const char *text;
    guint port;
  } rows[] = {
      {"1", 1},
      {"587", 587},
      {"65535", 65535},
      {" 25 ", 25},
      {"00025", 25},
      {"\331\245\331\250\331\247", 587},
      {"\333\264\333\266\333\265", 465},
      {"0", 0},
      {"65536", 0},
      {"-1", 0},
      {"+25", 0},
      {"25x", 0},
      {"0x19", 0},
      {"2 5", 0},
      {"25.0", 0},
      {"1e3", 0},
      {"", 0},
      {" ", 0},
      {"nan", 0},
      {"4294967321", 0},
      {"99999999999999999999999", 0},
      {"\377", 0},
  };
  g_autofree char *zeros = g_strnfill (100000, '0');
  guint port;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    port = 0;
    g_assert_cmpint (tl_port_parse (rows[i].text, &port), ==, rows[i].port != 0);
    g_assert_cmpuint (port, ==, rows[i].port);
  }
  g_assert_false (tl_port_parse (NULL, &port));
  g_assert_false (tl_port_parse (zeros, &port));
}

static void
test_mail_address (void)
{
  static const char *const good[] = {
      "a@b", "ann.b+tag@example.org", "ann@[192.0.2.1]", "\320\260@\320\261.example", "o'neil@x.y",
  };
  static const char *const bad[] = {
      "",       "ann",    "@example.org",    "ann@",        "a@b@c",
      "a b@c",  "a@b c",  "<a@b>",           "a@b>",        "a\r\nRCPT TO:<x@y>@b",
      "a\n@b",  "a\t@b",  "a\001@b",         "a\302\240@b", "a\342\200\256@b",
      "\377@b", "a@\377", "a\342\200\213@b",
  };
  g_autofree char *long_local = g_strnfill (320, 'a');
  g_autofree char *too_long = g_strconcat (long_local, "@b", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (tl_mail_address_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tl_mail_address_is_valid (bad[i]));
  g_assert_false (tl_mail_address_is_valid (NULL));
  g_assert_false (tl_mail_address_is_valid (too_long));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/settings/properties", test_properties);
  g_test_add_func ("/core/settings/copy", test_copy);
  g_test_add_func ("/core/settings/defaults", test_defaults);
  g_test_add_func ("/core/settings/notify", test_notify);
  g_test_add_func ("/core/settings/usual-ports", test_usual_ports);
  g_test_add_func ("/core/settings/recipients", test_recipients);
  g_test_add_func ("/core/settings/sender", test_sender);
  g_test_add_func ("/core/settings/port-parse", test_port_parse);
  g_test_add_func ("/core/settings/mail-address", test_mail_address);
  return g_test_run ();
}
