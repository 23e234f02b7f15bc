/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-settings.h"

#include <string.h>

#include "tl-enum-types.h"

static TlSettings *
with (const char *property, const char *value)
{
  TlSettings *settings = tl_settings_new ();

  g_object_set (settings, "host", "mail.example.org", NULL);
  g_object_set (settings, property, value, NULL);
  return settings;
}

/* The property that is refused, or NULL. */
static const char *
refusal (TlSettings *settings)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  if (tl_settings_normalise (settings, &note, &error)) {
    g_assert_no_error (error);
    return NULL;
  }
  g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  g_assert_null (note);
  g_assert_true (g_strv_contains (tl_settings_problem_texts (), error->message));
  g_assert_nonnull (tl_settings_problem_field (error));
  return tl_settings_problem_field (error);
}

typedef struct {
  const char *typed;
  const char *host; /* NULL: refused */
  const char *note;
  guint port;
} HostRow;

static const HostRow host_rows[] = {
    {"mail.example.org", "mail.example.org", NULL, 0},
    {"MAIL.Example.ORG", "mail.example.org", NULL, 0},
    {"localhost", "localhost", NULL, 0},
    {"under_score.example.org", "under_score.example.org", NULL, 0},
    {"  mail.example.org\t", "mail.example.org", "host-trimmed", 0},
    {"\302\240mail.example.org\343\200\200", "mail.example.org", "host-trimmed", 0},
    {"mail.example.org.", "mail.example.org", "host-trimmed", 0},
    {"mail.example.org\n", "mail.example.org", "host-trimmed", 0},
    {"smtp://mail.example.org", "mail.example.org", "host-from-url", 0},
    {"https://mail.example.org:8443/path?q=a@b#c", "mail.example.org", "host-from-url", 8443},
    {"ftp://ann:geheim@ftp.example.org/", "ftp.example.org", "host-from-url", 0},
    {"mail.example.org/", "mail.example.org", "host-from-url", 0},
    {"smtp://[2001:db8::1]:587/", "2001:db8::1", "host-from-url", 587},
    {"ann@example.org", "example.org", "host-from-address", 0},
    {"mail.example.org:465", "mail.example.org", "port-from-host", 465},
    {"mail.example.org:\331\244\331\246\331\245", "mail.example.org", "port-from-host", 465},
    {"mail.example.org:", "mail.example.org", "port-from-host", 0},
    {"192.0.2.1", "192.0.2.1", NULL, 0},
    {"192.0.2.1:25", "192.0.2.1", "port-from-host", 25},
    {"\331\241\331\251\331\242.\331\240.\331\242.\331\241", "192.0.2.1", NULL, 0},
    {"2001:DB8::1", "2001:db8::1", NULL, 0},
    {"[2001:db8::1]", "2001:db8::1", NULL, 0},
    {"[2001:db8::1]:25", "2001:db8::1", "port-from-host", 25},
    {"fe80::1%lo", "fe80::1%lo", NULL, 0},
    {"m\303\274ller.example", "xn--mller-kva.example", NULL, 0},
    {"\320\277\320\276\321\207\321\202\320\260.\321\200\321\204", "xn--80a1acny.xn--p1ai", NULL, 0},
    {"mail\343\200\202example.org", "mail.example.org", NULL, 0},
    {"1mail.4you.example", "1mail.4you.example", NULL, 0},
    /* refused */
    {"", NULL, NULL, 0},
    {".", NULL, NULL, 0},
    {"..", NULL, NULL, 0},
    {" ", NULL, NULL, 0},
    {"mail..example.org", NULL, NULL, 0},
    {".example.org", NULL, NULL, 0},
    {"mail example.org", NULL, NULL, 0},
    {"-oProxyCommand=x", NULL, NULL, 0},
    {"-x", NULL, NULL, 0},
    {"a.-b.c", NULL, NULL, 0},
    {"mail.example.org\r\nQUIT", NULL, NULL, 0},
    {"mail\001.example.org", NULL, NULL, 0},
    {"mail\342\200\256.example.org", NULL, NULL, 0},
    {"mail\342\200\213.example.org", NULL, NULL, 0},
    {"mail\377.example.org", NULL, NULL, 0},
    {"$(reboot).example.org", NULL, NULL, 0},
    {"mail;ls", NULL, NULL, 0},
    {"mail%n.example.org", NULL, NULL, 0},
    {"127.1", NULL, NULL, 0},
    {"2130706433", NULL, NULL, 0},
    {"0x7f000001", NULL, NULL, 0},
    {"256.1.1.1", NULL, NULL, 0},
    {"192.0.2.1.5", NULL, NULL, 0},
    {"1.2.3.4:", "1.2.3.4", "port-from-host", 0},
    {"mail.example.org:0", NULL, NULL, 0},
    {"mail.example.org:65536", NULL, NULL, 0},
    {"mail.example.org:25x", NULL, NULL, 0},
    {"mail.example.org:-1", NULL, NULL, 0},
    {"a:b:c", NULL, NULL, 0},
    {"[::1", NULL, NULL, 0},
    {"::1]", NULL, NULL, 0},
    {"://", NULL, NULL, 0},
    {"http://", NULL, NULL, 0},
    {"smtp:///path", NULL, NULL, 0},
    {"ann@", NULL, NULL, 0},
};

static void
test_hosts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (host_rows); i++) {
    const HostRow *row = &host_rows[i];
    g_autoptr (TlSettings) settings = with ("host", row->typed);
    g_autofree char *shown = g_strescape (row->typed, NULL);
    g_autofree char *note = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", shown);
    if (row->host == NULL) {
      g_assert_nonnull (refusal (settings));
      continue;
    }
    g_assert_true (tl_settings_normalise (settings, &note, &error));
    g_assert_cmpstr (settings->host, ==, row->host);
    g_assert_cmpstr (note, ==, row->note);
    g_assert_cmpuint (settings->port, ==, row->port);
    /* What was mended once is not mended again. */
    g_clear_pointer (&note, g_free);
    g_assert_true (tl_settings_normalise (settings, &note, &error));
    g_assert_cmpstr (settings->host, ==, row->host);
    g_assert_null (note);
  }
}

static void
test_long_hosts (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *fits = g_strdup_printf ("%s.%s.%s.%.61s", label, label, label, label);
  g_autofree char *over = g_strdup_printf ("%s.%s.%s.%.62s", label, label, label, label);
  g_autofree char *long_label = g_strdup_printf ("%sa.example.org", label);
  g_autofree char *huge = g_strnfill (1000000, 'a');
  g_autofree char *dots = g_strnfill (100000, '.');
  g_autoptr (TlSettings) good = with ("host", fits);
  const char *const bad[] = {over, long_label, huge, dots};

  g_assert_null (refusal (good));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (TlSettings) settings = with ("host", bad[i]);

    g_assert_cmpstr (refusal (settings), ==, "host");
  }
}

static void
test_two_ports (void)
{
  g_autoptr (TlSettings) same = with ("host", "mail.example.org:465");
  g_autoptr (TlSettings) other = with ("host", "mail.example.org:465");

  g_object_set (same, "port", 465, NULL);
  g_object_set (other, "port", 587, NULL);
  g_assert_null (refusal (same));
  g_assert_cmpstr (refusal (other), ==, "port");
}

static void
test_scheme_security (void)
{
  g_autoptr (TlSettings) implicit = with ("host", "smtps://mail.example.org");
  g_autoptr (TlSettings) said = with ("host", "smtps://mail.example.org");

  g_object_set (said, "security", TL_SECURITY_STARTTLS, NULL);
  g_assert_null (refusal (implicit));
  g_assert_null (refusal (said));
  g_assert_cmpint (implicit->security, ==, TL_SECURITY_TLS);
  g_assert_cmpint (said->security, ==, TL_SECURITY_STARTTLS);
}

typedef struct {
  const char *property;
  const char *value;
  const char *becomes; /* NULL: refused */
} TextRow;

static const TextRow text_rows[] = {
    {"user", "ann", "ann"},
    {"user", " ann ", " ann "},
    {"user", "\320\260\320\275\320\275\320\260", "\320\260\320\275\320\275\320\260"},
    {"user", "DOMAIN\\ann", "DOMAIN\\ann"},
    {"user", "ann\r\nQUIT", NULL},
    {"user", "ann\n", NULL},
    {"user", "ann\001", NULL},
    {"user", "ann\342\200\256", NULL},
    {"user", "ann\342\200\213", NULL},
    {"user", "\377", NULL},
    {"from", "ann@example.org", "ann@example.org"},
    {"from", " ann@EXAMPLE.org ", "ann@example.org"},
    {"from", "ann@m\303\274ller.example", "ann@xn--mller-kva.example"},
    {"from", "ann@[192.0.2.1]", "ann@[192.0.2.1]"},
    {"from", "<>", "<>"},
    {"from", "ann", NULL},
    {"from", "<ann@example.org>", NULL},
    {"from", "ann@example.org> SIZE=1", NULL},
    {"from", "ann@example.org\r\nDATA", NULL},
    {"from", "ann@-x", NULL},
    {"from", "ann@exa mple.org", NULL},
    {"from", "\377@example.org", NULL},
    {"to", "a@example.org", "a@example.org"},
    {"to", "a@example.org , b@Example.org,", "a@example.org,b@example.org"},
    {"to", "a@example.org,b", NULL},
    {"to", "a@example.org\nRCPT TO:<b@example.org>", NULL},
    {"to", "\377", NULL},
    {"address", "ann@example.org", "ann@example.org"},
    {"address", "ann", NULL},
    {"address", "ann@\377", NULL},
    {"helo", "client.example.org", "client.example.org"},
    {"helo", "[192.0.2.1]", "[192.0.2.1]"},
    {"helo", "[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"},
    {"helo", "192.0.2.1", "192.0.2.1"},
    {"helo", "[x]", NULL},
    {"helo", "[", NULL},
    {"helo", "a b", NULL},
    {"helo", "a\r\nRSET", NULL},
    {"helo", "-x", NULL},
    {"path", "/pub/\320\264\320\276\320\272 2", "/pub/\320\264\320\276\320\272 2"},
    {"path", "/\331\206\342\200\214\331\207", "/\331\206\342\200\214\331\207"},
    {"path", "/a\r\nDELE b", NULL},
    {"path", "/a\033[2J", NULL},
    {"path", "/a\342\200\256b", NULL},
    {"url", "https://example.org/", "https://example.org/"},
    {"url", "http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"},
    {"url", "file:///etc/passwd", NULL},
    {"url", "javascript:alert(1)", NULL},
    {"url", "example.org", NULL},
    {"url", "http://", NULL},
    {"url", "http://a b/", NULL},
    {"url", "http://example.org:99999/", NULL},
    {"url", "http://example.org/\r\nHost: x", NULL},
    {"portal-url", "http://portal.example/", "http://portal.example/"},
    {"portal-url", "ftp://portal.example/", NULL},
    {"ca-file", "/etc/ssl/x.pem", "/etc/ssl/x.pem"},
    {"ca-file", "a\nb", NULL},
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_rows); i++) {
    const TextRow *row = &text_rows[i];
    g_autoptr (TlSettings) settings = with (row->property, row->value);
    g_autofree char *shown = g_strescape (row->value, NULL);
    g_autofree char *value = NULL;
    const char *field = refusal (settings);

    g_test_message ("%s %s", row->property, shown);
    g_assert_cmpstr (field, ==, row->becomes == NULL ? row->property : NULL);
    if (row->becomes == NULL)
      continue;
    g_object_get (settings, row->property, &value, NULL);
    g_assert_cmpstr (value, ==, row->becomes);
  }
}

static void
test_long_texts (void)
{
  static const char *const properties[] = {"user", "from", "to",      "address",   "helo",
                                           "path", "url",  "ca-file", "portal-url"};
  g_autofree char *huge = g_strnfill (1000000, 'a');
  g_autofree char *mail = g_strconcat (huge, "@", huge, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    g_autoptr (TlSettings) plain = with (properties[i], huge);
    g_autoptr (TlSettings) address = with (properties[i], mail);

    g_assert_cmpstr (refusal (plain), ==, properties[i]);
    g_assert_cmpstr (refusal (address), ==, properties[i]);
  }
}

static void
test_recipients (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (TlSettings) over = NULL;
  g_autoptr (TlSettings) nobody = with ("to", "");

  for (guint i = 0; i < 101; i++)
    g_string_append (many, "a@b,");
  over = with ("to", many->str);
  g_assert_cmpstr (refusal (over), ==, "to");
  g_object_set (nobody, "send", TRUE, NULL);
  g_assert_cmpstr (refusal (nobody), ==, "to");
}

static void
test_numbers (void)
{
  static const struct {
    const char *property;
    guint value;
    gboolean good;
  } rows[] = {
      {"port", 65535, TRUE},
      {"port", 65536, FALSE},
      {"port", G_MAXUINT, FALSE},
      {"sessions", 0, FALSE},
      {"sessions", 5, TRUE},
      {"sessions", 6, FALSE},
      {"timeout-s", 0, FALSE},
      {"timeout-s", 1, TRUE},
      {"timeout-s", 3600, TRUE},
      {"timeout-s", 3601, FALSE},
      {"timeout-s", 1000000000, FALSE},
      {"retry-greylist-s", 86400, TRUE},
      {"retry-greylist-s", 86401, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = with ("host", "mail.example.org");

    g_object_set (settings, rows[i].property, rows[i].value, NULL);
    g_assert_cmpstr (refusal (settings), ==, rows[i].good ? NULL : rows[i].property);
  }
}

static void
test_passwords (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    const char *note;
    gboolean good;
  } rows[] = {
      {"geheim", 6, NULL, TRUE},
      {"", 0, NULL, TRUE},
      {"\303\244\377 x", 5, NULL, TRUE},
      {" geheim", 7, "password-has-blanks", TRUE},
      {"geheim ", 7, "password-has-blanks", TRUE},
      {"ge\0heim", 7, NULL, FALSE},
      {"geheim\r\nQUIT", 12, NULL, FALSE},
      {"geheim\n", 7, NULL, FALSE},
      {"\rgeheim", 7, NULL, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = with ("user", "ann");
    g_autoptr (TlSecret) secret = tl_secret_new (rows[i].bytes, (gssize) rows[i].length);
    g_autofree char *note = NULL;

    g_object_set (settings, "password", secret, NULL);
    if (!rows[i].good) {
      g_assert_cmpstr (refusal (settings), ==, "password");
      continue;
    }
    g_assert_true (tl_settings_normalise (settings, &note, NULL));
    g_assert_cmpstr (note, ==, rows[i].note);
  }
}

static void
test_user_blanks (void)
{
  g_autoptr (TlSettings) settings = with ("user", "ann ");
  g_autofree char *note = NULL;

  g_assert_true (tl_settings_normalise (settings, &note, NULL));
  g_assert_cmpstr (note, ==, "user-has-blanks");
  g_assert_cmpstr (settings->user, ==, "ann ");
}

static void
test_lists (void)
{
  static const struct {
    const char *property;
    const char *value;
    const char *becomes;
  } rows[] = {
      {"resolve", "mail.example.org:192.0.2.1", "mail.example.org:192.0.2.1"},
      {"resolve", "MAIL.example.org:[2001:db8::1]", "mail.example.org:[2001:db8::1]"},
      {"resolve", "mail.example.org:2001:db8::1", "mail.example.org:2001:db8::1"},
      {"resolve", "mail.example.org", NULL},
      {"resolve", "mail.example.org:", NULL},
      {"resolve", ":192.0.2.1", NULL},
      {"resolve", "mail.example.org:other.example.org", NULL},
      {"resolve", "a\nb:192.0.2.1", NULL},
      {"references", "Ref.example.org", "ref.example.org"},
      {"references", "-x", NULL},
      {"references", "", NULL},
      {"dnsbl", "bl.example.org", "bl.example.org"},
      {"dnsbl", "bl example.org", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *const list[] = {rows[i].value, NULL};
    g_autoptr (TlSettings) settings = with ("host", "mail.example.org");
    g_auto (GStrv) after = NULL;

    g_object_set (settings, rows[i].property, list, NULL);
    g_assert_cmpstr (refusal (settings), ==, rows[i].becomes == NULL ? rows[i].property : NULL);
    g_object_get (settings, rows[i].property, &after, NULL);
    if (rows[i].becomes != NULL)
      g_assert_cmpstr (after[0], ==, rows[i].becomes);
  }
}

static void
test_long_list (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (TlSettings) settings = with ("host", "mail.example.org");

  for (guint i = 0; i < 101; i++)
    g_strv_builder_add (builder, "bl.example.org");
  list = g_strv_builder_end (builder);
  g_object_set (settings, "dnsbl", list, NULL);
  g_assert_cmpstr (refusal (settings), ==, "dnsbl");
}

static void
test_needs_host (void)
{
  static const struct {
    TlJobKind kind;
    const char *address;
    const char *missing;
  } rows[] = {
      {TL_JOB_CHECK, "", "host"},       {TL_JOB_CHECK, "ann@example.org", NULL},
      {TL_JOB_SURVEY, "", "host"},      {TL_JOB_DOMAIN, "", "host"},
      {TL_JOB_DISCOVER, "", "address"}, {TL_JOB_DISCOVER, "ann@example.org", NULL},
      {TL_JOB_ENVIRONMENT, "", NULL},   {TL_JOB_EXPLAIN, "", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();

    g_object_set (settings, "kind", rows[i].kind, "address", rows[i].address, NULL);
    g_assert_cmpstr (refusal (settings), ==, rows[i].missing);
  }
}

static void
test_web (void)
{
  static const struct {
    const char *url;
    const char *host;
    guint port;
    TlSecurity security;
  } rows[] = {
      {"https://Example.org/x", "example.org", 0, TL_SECURITY_TLS},
      {"http://example.org:8080", "example.org", 8080, TL_SECURITY_NONE},
      {"http://user:pw@example.org/", "example.org", 0, TL_SECURITY_NONE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();

    g_object_set (settings, "protocol", TL_PROTOCOL_HTTP, "url", rows[i].url, NULL);
    g_assert_null (refusal (settings));
    g_assert_cmpstr (settings->host, ==, rows[i].host);
    g_assert_cmpuint (settings->port, ==, rows[i].port);
    g_assert_cmpint (settings->security, ==, rows[i].security);
  }
}

/* Whole sentences without values, each once, each for a property that there is. */
static void
test_problem_texts (void)
{
  const char *const *texts = tl_settings_problem_texts ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) foreign = g_error_new_literal (TL_ERROR, TL_ERROR_INTERNAL, "x");

  for (; *texts != NULL; texts++) {
    g_autoptr (GError) error = g_error_new_literal (TL_ERROR, TL_ERROR_BAD_INPUT, *texts);
    const char *field = tl_settings_problem_field (error);

    g_assert_true (g_str_has_suffix (*texts, "."));
    g_assert_null (strchr (*texts, '%'));
    g_assert_true (g_hash_table_add (seen, (gpointer) *texts));
    g_assert_nonnull (g_object_class_find_property (G_OBJECT_GET_CLASS (settings), field));
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 20);
  g_assert_null (tl_settings_problem_field (foreign));
  g_assert_null (tl_settings_problem_field (NULL));
}

/* Whatever is typed as a host: it is refused, or it is plain letters afterwards. */
static void
test_noise (void)
{
  static const char *const pieces[] = {
      "a",
      "mail",
      ".",
      ":",
      "25",
      "/",
      "//",
      "@",
      "[",
      "]",
      "::1",
      "-",
      " ",
      "\t",
      "\r\n",
      "%",
      "xn--",
      "\303\274",
      "\342\200\256",
      "\377",
      "http",
      "://",
      "\001",
      "_",
      "127.0.0.1",
      "\331\241",
      "\343\200\202",
      "\\",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (5321);

  for (guint round = 0; round < 5000; round++) {
    g_autoptr (GString) typed = g_string_new (NULL);
    g_autoptr (TlSettings) settings = NULL;

    for (gint32 n = g_rand_int_range (random, 1, 8); n > 0; n--)
      g_string_append (typed, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    settings = with ("host", typed->str);
    if (refusal (settings) != NULL)
      continue;
    g_assert_cmpuint (strlen (settings->host), >, 0);
    g_assert_cmpuint (strspn (settings->host, "abcdefghijklmnopqrstuvwxyz0123456789.-_:%"), ==,
                      strlen (settings->host));
    g_assert_cmpint (settings->host[0], !=, '-');
    g_assert_null (refusal (settings));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/settings-check/hosts", test_hosts);
  g_test_add_func ("/core/settings-check/long-hosts", test_long_hosts);
  g_test_add_func ("/core/settings-check/two-ports", test_two_ports);
  g_test_add_func ("/core/settings-check/scheme-security", test_scheme_security);
  g_test_add_func ("/core/settings-check/texts", test_texts);
  g_test_add_func ("/core/settings-check/long-texts", test_long_texts);
  g_test_add_func ("/core/settings-check/recipients", test_recipients);
  g_test_add_func ("/core/settings-check/numbers", test_numbers);
  g_test_add_func ("/core/settings-check/passwords", test_passwords);
  g_test_add_func ("/core/settings-check/user-blanks", test_user_blanks);
  g_test_add_func ("/core/settings-check/lists", test_lists);
  g_test_add_func ("/core/settings-check/long-list", test_long_list);
  g_test_add_func ("/core/settings-check/needs-host", test_needs_host);
  g_test_add_func ("/core/settings-check/web", test_web);
  g_test_add_func ("/core/settings-check/problem-texts", test_problem_texts);
  g_test_add_func ("/core/settings-check/noise", test_noise);
  return g_test_run ();
}
