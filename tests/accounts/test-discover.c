/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-discover.h"

#include <string.h>

#include "dns-server.h"

typedef struct {
  DnsServer *server;
  TlResolver *resolver;
  TlEvidenceBuilder *builder;
  TlIo *io;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlRedactor) redactor = tl_redactor_new ();
  gint64 now = g_get_monotonic_time ();

  self->server = dns_server_new ();
  self->resolver = tl_resolver_new (NULL, NULL);
  tl_resolver_set_servers (self->resolver, dns_server_get_address (self->server));
  self->builder = tl_evidence_builder_new (settings);
  self->io = tl_io_new (NULL, now + 30 * G_USEC_PER_SEC, self->builder, redactor, now);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tl_io_unref (self->io);
  tl_evidence_builder_unref (self->builder);
  tl_resolver_free (self->resolver);
  dns_server_free (self->server);
}

static TlDiscovery *
discover (Fixture *self, const char *address)
{
  return tl_discover (self->resolver, self->io, self->builder, address, NULL);
}

static void
assert_fact (Fixture *self, const char *name, const char *value)
{
  g_autofree char *seen = tl_evidence_builder_dup (self->builder, name);

  g_test_message ("%s", name);
  g_assert_cmpstr (seen, ==, value);
}

static void
test_table (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = discover (self, "ann@gmail.com");

  g_assert_cmpuint (found->offers->len, ==, 2);
  assert_fact (self, "account.address", "ann@gmail.com");
  assert_fact (self, "account.provider", "gmail");
  assert_fact (self, "account.source", "provider-table");
  assert_fact (self, "account.notes", "app-password");
  assert_fact (self, "account.offer.0",
               "smtp smtp.gmail.com 465 tls app-password ann@gmail.com provider-table");
  assert_fact (self, "account.offer.1",
               "smtp smtp.gmail.com 587 starttls app-password ann@gmail.com provider-table");
  /* Nobody is asked for what is known. */
  g_assert_cmpuint (dns_server_count (self->server, NULL, NULL), ==, 0);
}

static void
test_local_part_as_user (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = discover (self, "ann.b@web.de");

  assert_fact (self, "account.offer.0", "smtp smtp.web.de 465 tls password ann.b provider-table");
  g_assert_false (found->needs_consent);
}

static void
test_no_mail_programs (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = discover (self, "ann@proton.me");

  g_assert_cmpuint (found->offers->len, ==, 0);
  assert_fact (self, "account.source", "provider-table");
  assert_fact (self, "account.notes", "bridge-only paid-plan");
  assert_fact (self, "account.offer.0", NULL);
}

static void
test_srv (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "_submission._tcp.example.org", "SRV", "10 5 587 slow.example.org");
  dns_server_add (self->server, "_submission._tcp.example.org", "SRV", "0 1 587 MAIL.example.org");
  dns_server_add (self->server, "_submission._tcp.example.org", "SRV",
                  "0 9 2587 heavy.example.org");
  dns_server_add (self->server, "_submissions._tcp.example.org", "SRV", "0 1 465 mail.example.org");
  dns_server_add (self->server, "example.org", "MX", "10 mx.example.org");
  found = discover (self, "ann@example.org");

  assert_fact (self, "account.source", "srv");
  assert_fact (self, "account.provider", NULL);
  assert_fact (self, "account.null_mx", "no");
  assert_fact (self, "account.notes", NULL);
  assert_fact (self, "account.offer.0",
               "smtp mail.example.org 465 tls password ann@example.org srv");
  assert_fact (self, "account.offer.1",
               "smtp heavy.example.org 2587 starttls password ann@example.org srv");
  assert_fact (self, "account.offer.2",
               "smtp mail.example.org 587 starttls password ann@example.org srv");
  assert_fact (self, "account.offer.3",
               "smtp slow.example.org 587 starttls password ann@example.org srv");
  assert_fact (self, "account.offer.4", NULL);
  g_assert_cmpint (found->srv_outcome, ==, TL_DNS_OK);
  g_assert_false (found->needs_consent);
}

/* RFC 6186 3.4: "." says that the service is not there. */
static void
test_srv_not_offered (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "_submissions._tcp.example.org", "SRV", "0 0 0 .");
  dns_server_add (self->server, "_submission._tcp.example.org", "SRV", "0 1 587 mail.example.org");
  found = discover (self, "ann@example.org");
  g_assert_cmpuint (found->offers->len, ==, 1);
  assert_fact (self, "account.offer.0",
               "smtp mail.example.org 587 starttls password ann@example.org srv");
}

/* What a forged answer could name must not be given a password unasked (RFC 6186 6). */
static void
test_srv_other_domain (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "_submissions._tcp.example.org", "SRV",
                  "0 1 465 mail.evil.example");
  found = discover (self, "ann@example.org");
  g_assert_true (found->needs_consent);
  assert_fact (self, "account.notes", "other-domain");
}

/* "example.org" is no part of "badexample.org". */
static void
test_srv_lookalike (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "_submissions._tcp.example.org", "SRV", "0 1 465 badexample.org");
  found = discover (self, "ann@example.org");
  g_assert_true (found->needs_consent);
}

static void
test_srv_known_provider (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "_submissions._tcp.example.org", "SRV",
                  "0 1 465 smtp.fastmail.com");
  dns_server_add (self->server, "example.org", "MX", "10 in1-smtp.messagingengine.com");
  found = discover (self, "ann@example.org");
  g_assert_false (found->needs_consent);
  g_assert_cmpuint (found->offers->len, ==, 1);
  assert_fact (self, "account.source", "srv");
  assert_fact (self, "account.provider", "fastmail");
  assert_fact (self, "account.notes", "app-password");
}

/* Names and ports that no server can have are left out, and no flood of them is kept. */
static void
test_srv_hostile (Fixture *self, gconstpointer data)
{
  static const char *const rows[] = {"0 1 0 mail.example.org", "0 1 465 -oProxyCommand.example.org",
                                     "0 1 465 a/b.example.org", "0 1 465 a$b.example.org"};
  g_autoptr (TlDiscovery) found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    dns_server_add (self->server, "_submissions._tcp.example.org", "SRV", rows[i]);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *row = g_strdup_printf ("1 1 465 m%u.example.org", i);

    dns_server_add (self->server, "_submission._tcp.example.org", "SRV", row);
  }
  found = discover (self, "ann@example.org");
  g_assert_cmpuint (found->offers->len, ==, 8);
  for (guint i = 0; i < found->offers->len; i++)
    g_assert_cmpint (((TlServerOffer *) found->offers->pdata[i])->host[0], ==, 'm');
}

static void
test_mx_provider (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "example.org", "MX", "20 backup.example.net");
  dns_server_add (self->server, "example.org", "MX", "10 ASPMX.L.GOOGLE.COM");
  found = discover (self, "ann@example.org");
  assert_fact (self, "account.source", "mx-provider");
  assert_fact (self, "account.provider", "gmail");
  assert_fact (self, "account.offer.0",
               "smtp smtp.gmail.com 465 tls app-password ann@example.org mx-provider");
  g_assert_cmpuint (found->offers->len, ==, 2);
  g_assert_cmpint (found->srv_outcome, ==, TL_DNS_NO_SUCH_NAME);
  g_assert_false (found->needs_consent);
}

static void
test_null_mx (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "example.org", "MX", "0 .");
  found = discover (self, "ann@example.org");
  g_assert_true (found->null_mx);
  assert_fact (self, "account.null_mx", "yes");
  assert_fact (self, "account.source", "none");
}

/* Nothing is guessed. */
static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "example.org", "MX", "10 mx.example.org");
  found = discover (self, "ann@example.org");
  g_assert_cmpuint (found->offers->len, ==, 0);
  assert_fact (self, "account.source", "none");
  assert_fact (self, "account.offer.0", NULL);
  assert_fact (self, "dns.outcome", NULL);
}

static void
test_literal (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = discover (self, "ann@[192.0.2.1]");

  assert_fact (self, "account.source", "none");
  g_assert_cmpuint (found->offers->len, ==, 0);
  g_assert_cmpuint (dns_server_count (self->server, NULL, NULL), ==, 0);
}

/* What is wrong with the domain itself is said, each kind apart. */
static void
test_domain_trouble (Fixture *self, gconstpointer data)
{
  static const struct {
    guint rcode;
    const char *outcome;
  } rows[] = {{3, "no-such-name"}, {2, "servfail"}, {5, "refused"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *address = g_strdup_printf ("ann@example%" G_GSIZE_FORMAT ".org", i);
    g_autoptr (TlDiscovery) found = NULL;

    dns_server_set_rcode (self->server, NULL, rows[i].rcode);
    found = discover (self, address);
    assert_fact (self, "account.source", "none");
    assert_fact (self, "dns.outcome", rows[i].outcome);
    assert_fact (self, "dns.name", address + strlen ("ann@"));
  }
}

/* A domain that has other records only is no trouble. */
static void
test_no_mx (Fixture *self, gconstpointer data)
{
  g_autoptr (TlDiscovery) found = NULL;

  dns_server_add (self->server, "example.org", "A", "192.0.2.1");
  found = discover (self, "ann@example.org");
  g_assert_cmpint (found->mx_outcome, ==, TL_DNS_NO_ADDRESS);
  assert_fact (self, "dns.outcome", NULL);
}

/* ------------------------------------------------------------------ the job */

static TlEvidenceBuilder *
job_builder (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();

  return tl_evidence_builder_new (settings);
}

static void
test_job (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = job_builder ();
  g_autoptr (TlDiscovery) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;

  g_object_set (settings, "address", " ann@GMX.net ", NULL);
  found = tl_discover_job (settings, builder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->offers->len, ==, 2);
  address = tl_evidence_builder_dup (builder, "account.address");
  g_assert_cmpstr (address, ==, "ann@gmx.net");
  /* The caller's own settings stay as they were typed. */
  g_assert_cmpstr (settings->address, ==, " ann@GMX.net ");
}

static void
test_job_refused (void)
{
  static const char *const addresses[] = {"", "ann", "ann@", "a b@c", "ann@x\r\n"};
  const char *const bad_resolve[] = {"nonsense", NULL};
  g_autoptr (TlEvidenceBuilder) builder = job_builder ();

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (GError) error = NULL;

    g_object_set (settings, "address", addresses[i], "resolve", i == 4 ? bad_resolve : NULL, NULL);
    g_assert_null (tl_discover_job (settings, builder, NULL, &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  }
}

static void
test_job_cancelled (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = job_builder ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_object_set (settings, "address", "ann@gmx.net", NULL);
  g_assert_null (tl_discover_job (settings, builder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ------------------------------------------------------------------ comparison */

typedef struct {
  const char *from;
  const char *host;
  guint port;
  TlSecurity security;
  const char *differs;   /* NULL: nothing is recorded */
  const char *publishes; /* host port security */
} CompareRow;

static void
test_compare (void)
{
  static const CompareRow rows[] = {
      {"ann@gmail.com", "smtp.gmail.com", 465, TL_SECURITY_TLS, NULL, NULL},
      {"ann@gmail.com", "SMTP.gmail.com", 587, TL_SECURITY_STARTTLS, NULL, NULL},
      {"ann@gmail.com", "smtp.googlemail.com", 465, TL_SECURITY_TLS, NULL, NULL},
      {"ann@gmail.com", "smtp.gmail.com", 0, TL_SECURITY_AUTO, NULL, NULL},
      {"ann@gmail.com", "smtp.gmail.com", 25, TL_SECURITY_AUTO, "port", "smtp.gmail.com 465 tls"},
      {"ann@gmail.com", "smtp.gmail.com", 465, TL_SECURITY_STARTTLS, "security",
       "smtp.gmail.com 465 tls"},
      {"ann@gmail.com", "smtp.gmail.com", 587, TL_SECURITY_NONE, "security",
       "smtp.gmail.com 587 starttls"},
      {"ann@gmail.com", "mail.gmail.com", 587, TL_SECURITY_STARTTLS, "host",
       "smtp.gmail.com 587 starttls"},
      {"ann@gmail.com", "imap.gmail.com", 993, TL_SECURITY_NONE, "host port security",
       "smtp.gmail.com 465 tls"},
      {"ann@gmail.com", "192.0.2.9", 587, TL_SECURITY_STARTTLS, NULL, NULL},
      {"ann@gmail.com", "2001:db8::9", 25, TL_SECURITY_AUTO, "port", "smtp.gmail.com 465 tls"},
      {"ann@free.fr", "smtp.free.fr", 465, TL_SECURITY_STARTTLS, "security",
       "smtp.free.fr 465 tls"},
      {"ann@example.org", "mail.example.org", 25, TL_SECURITY_NONE, NULL, NULL},
      {"ann@proton.me", "mail.example.org", 25, TL_SECURITY_NONE, NULL, NULL},
      {"ann@gmail.com", "", 25, TL_SECURITY_NONE, NULL, NULL},
      {"", "smtp.gmail.com", 25, TL_SECURITY_NONE, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlEvidenceBuilder) builder = job_builder ();
    g_autofree char *differs = NULL;
    g_autofree char *host = NULL;
    g_autofree char *port = NULL;
    g_autofree char *security = NULL;
    g_autofree char *publishes = NULL;

    g_object_set (settings, "from", rows[i].from, "host", rows[i].host, "port", rows[i].port,
                  "security", rows[i].security, NULL);
    tl_discover_compare (settings, builder);
    differs = tl_evidence_builder_dup (builder, "account.differs");
    host = tl_evidence_builder_dup (builder, "account.publishes_host");
    port = tl_evidence_builder_dup (builder, "account.publishes_port");
    security = tl_evidence_builder_dup (builder, "account.publishes_security");
    if (host != NULL)
      publishes = g_strdup_printf ("%s %s %s", host, port, security);
    g_assert_cmpstr (differs, ==, rows[i].differs);
    g_assert_cmpstr (publishes, ==, rows[i].publishes);
  }
}

static void
test_compare_whose (void)
{
  static const char *const properties[] = {"address", "from", "user"};
  g_autoptr (TlSettings) ftp = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) nothing = job_builder ();

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlEvidenceBuilder) builder = job_builder ();
    g_autofree char *provider = NULL;

    g_object_set (settings, properties[i], "ann@gmx.net", "host", "mail.gmx.net", NULL);
    tl_discover_compare (settings, builder);
    provider = tl_evidence_builder_dup (builder, "account.provider");
    g_assert_cmpstr (provider, ==, "gmx");
  }
  g_object_set (ftp, "protocol", TL_PROTOCOL_FTP, "user", "ann@gmx.net", "host", "x", NULL);
  tl_discover_compare (ftp, nothing);
  g_assert_null (tl_evidence_builder_dup (nothing, "account.provider"));
}

/* ------------------------------------------------------------------ the table itself */

static gboolean
is_name (const char *name)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autofree char *note = NULL;

  g_object_set (settings, "host", name, NULL);
  return strchr (name, '.') != NULL && tl_settings_normalise (settings, &note, NULL) &&
         note == NULL && strcmp (settings->host, name) == 0;
}

static void
check_once (GHashTable *seen, char **names)
{
  for (; *names != NULL; names++) {
    g_test_message ("%s", *names);
    g_assert_true (is_name (*names));
    g_assert_true (g_hash_table_add (seen, *names));
  }
}

static void
check_offer (const TlServerOffer *offer)
{
  g_test_message ("%s %u", offer->host, offer->port);
  g_assert_true (is_name (offer->host));
  g_assert_cmpint (offer->protocol, ==, TL_PROTOCOL_SMTP);
  /* Nobody is led to send a password in the clear, and each port speaks what it should. */
  g_assert_cmpint (offer->security, ==, tl_security_for_port (TL_PROTOCOL_SMTP, offer->port));
  g_assert_true (offer->port == 465 || offer->port == 587);
  g_assert_true (strstr (offer->user, "%EMAIL") != NULL);
  g_assert_cmpstr (offer->auth, !=, "none");
}

static void
check_provider (const TlProvider *provider, GHashTable *domains, GHashTable *suffixes)
{
  static const char *const notes[] = {"app-password", "app-password-with-2fa",
                                      "oauth-only",   "enable-smtp",
                                      "bridge-only",  "no-smtp",
                                      "paid-plan",    NULL};
  g_autoptr (GHashTable) aliases = g_hash_table_new (g_str_hash, g_str_equal);

  g_test_message ("[%s]", provider->id);
  g_assert_true (*provider->name != '\0');
  g_assert_true (provider->domains[0] != NULL || provider->mx_suffixes[0] != NULL);
  check_once (domains, provider->domains);
  check_once (suffixes, provider->mx_suffixes);
  check_once (aliases, provider->aliases);
  for (guint i = 0; i < provider->offers->len; i++)
    check_offer (provider->offers->pdata[i]);
  for (char **note = provider->notes; *note != NULL; note++)
    g_assert_true (g_strv_contains (notes, *note));
  if (provider->offers->len == 0)
    g_assert_true (g_strv_contains ((const char *const *) provider->notes, "no-smtp") ||
                   g_strv_contains ((const char *const *) provider->notes, "bridge-only"));
  for (guint i = 1; i < provider->offers->len; i++)
    g_assert_cmpuint (((TlServerOffer *) provider->offers->pdata[i - 1])->port, <,
                      ((TlServerOffer *) provider->offers->pdata[i])->port);
}

static void
test_providers (void)
{
  const GPtrArray *table = tl_discover_providers ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) suffixes = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (table->len, >=, 40);
  for (guint i = 0; i < table->len; i++) {
    const TlProvider *provider = table->pdata[i];

    g_assert_true (g_hash_table_add (ids, provider->id));
    check_provider (provider, domains, suffixes);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
      {"/accounts/discover/table", test_table},
      {"/accounts/discover/local-part-as-user", test_local_part_as_user},
      {"/accounts/discover/no-mail-programs", test_no_mail_programs},
      {"/accounts/discover/srv", test_srv},
      {"/accounts/discover/srv-not-offered", test_srv_not_offered},
      {"/accounts/discover/srv-other-domain", test_srv_other_domain},
      {"/accounts/discover/srv-lookalike", test_srv_lookalike},
      {"/accounts/discover/srv-known-provider", test_srv_known_provider},
      {"/accounts/discover/srv-hostile", test_srv_hostile},
      {"/accounts/discover/mx-provider", test_mx_provider},
      {"/accounts/discover/null-mx", test_null_mx},
      {"/accounts/discover/unknown", test_unknown},
      {"/accounts/discover/domain-trouble", test_domain_trouble},
      {"/accounts/discover/no-mx", test_no_mx},
      {"/accounts/discover/literal", test_literal},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/accounts/discover/job", test_job);
  g_test_add_func ("/accounts/discover/job-refused", test_job_refused);
  g_test_add_func ("/accounts/discover/job-cancelled", test_job_cancelled);
  g_test_add_func ("/accounts/discover/compare", test_compare);
  g_test_add_func ("/accounts/discover/compare-whose", test_compare_whose);
  g_test_add_func ("/accounts/discover/providers", test_providers);
  return g_test_run ();
}
