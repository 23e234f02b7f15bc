/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said before a test, what was mended in its settings, and what it left untested. */
#include "tl-explain.h"

#include <string.h>

#include "tl-condition.h"
#include "tl-words.h"

/* ------------------------------------------------------------------ before */

static char *
logins_clause (guint logins, const TlCatalog *catalog)
{
  g_autofree char *count = g_strdup_printf ("%u", logins);

  if (logins == 0)
    /* Translators: a part of "This test contacts {hosts} with at most 3 connections {logins}." */
    return g_strdup (tl_catalog_get (catalog, N_ ("and no login")));
  return tl_catalog_format (
      catalog, tl_catalog_get_plural (catalog, "and {count} login", "and {count} logins", logins),
      "count", count, NULL);
}

/* The host is only found by the test itself. */
static char *
explain_discovery (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autofree char *count =
      g_strdup_printf ("%u", plan->looks_only ? plan->lookup_connections : plan->connections);
  g_autofree char *logins = logins_clause (plan->logins, catalog);
  g_autofree char *lookups = plan->lookups != NULL ? g_strjoinv (", ", plan->lookups) : NULL;
  g_autofree char *first = NULL;
  g_autoptr (GString) whole = g_string_new (NULL);

  /* Translators: {hosts} is a list of host names, {count} a number from 4 on. */
  if (lookups != NULL && plan->looks_only)
    return tl_catalog_format (
        catalog,
        N_ ("This test asks the name servers of this computer and, unless the provider is a known one, {hosts} with at most {count} connections for published settings."),
        "hosts", lookups, "count", count, NULL);
  if (plan->connections == 0)
    return g_strdup (tl_catalog_get (
        catalog,
        N_ ("This test asks the name servers of this computer and contacts nobody else.")));
  /* Translators: {logins} is "and no login" or "and 2 logins". */
  g_string_append (
      whole,
      tl_catalog_get_plural (
          catalog,
          "This test looks for the server of the account and contacts it with at most {count} connection {logins}.",
          "This test looks for the server of the account and contacts it with at most {count} connections {logins}.",
          plan->connections));
  g_string_replace (whole, "{logins}", logins, 1);
  first = tl_catalog_format (catalog, whole->str, "count", count, NULL);
  if (lookups != NULL) {
    /* Translators: {hosts} is a list of host names. */
    g_autofree char *more = g_strdup_printf ("%u", plan->lookup_connections);
    g_autofree char *second = tl_catalog_format (
        catalog,
        N_ ("Unless the provider is a known one, {hosts} are asked for published settings first, with at most {count} connections."),
        "hosts", lookups, "count", more, NULL);

    return g_strconcat (first, " ", second, NULL);
  }
  return g_steal_pointer (&first);
}

/* Lists are asked by way of the name servers: nothing connects to them. */
static char *
explain_domain (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autofree char *lists = g_strjoinv (", ", plan->lists);
  g_autofree char *first = tl_catalog_format (
      catalog,
      /* Translators: {host} is a domain. */
      N_ ("This check asks the name servers of this computer about {host}, and visits its mail server once on port 25, without sending anything."),
      "host", plan->hosts[0], NULL);
  g_autoptr (GString) whole = g_string_new (first);
  g_autofree char *policy = NULL;
  g_autofree char *second = NULL;

  if (plan->hosts[1] != NULL) {
    /* Translators: {host} is the name of a web server; MTA-STS is a name and stays. */
    policy = tl_catalog_format (
        catalog, N_ ("If the domain announces an MTA-STS rule, it is fetched from {host}."), "host",
        plan->hosts[1], NULL);
    g_string_append_printf (whole, " %s", policy);
  }
  if (plan->lists[0] == NULL)
    return g_strdup (whole->str);
  second = tl_catalog_format (
      catalog,
      /* Translators: {lists} are names of blocklists. */
      N_ ("It also asks, through the name servers, whether these lists name the domain or its sending address: {lists}."),
      "lists", lists, NULL);
  g_string_append_printf (whole, " %s", second);
  return g_strdup (whole->str);
}

/* A sentence of its own with one number in it, where that is not 0. */
static void
append_count (GString *whole, const char *sentence, guint n, const TlCatalog *catalog)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *text = tl_catalog_format (catalog, sentence, "count", count, NULL);

  g_string_append_printf (whole, " %s", text);
}

/* What a transfer that does not come about leads to. */
static void
append_transfers (GString *whole, const TlAnnouncement *plan, const TlCatalog *catalog)
{
  if (plan->more_modes > 0) {
    g_autofree char *logins = logins_clause (plan->more_modes, catalog);
    g_autoptr (GString) sentence = g_string_new (tl_catalog_get_plural (
        catalog,
        /* Translators: {logins} is "and 2 logins". */
        "If no data connection opens, the other kinds are tried with at most {count} connection {logins} more.",
        "If no data connection opens, the other kinds are tried with at most {count} connections {logins} more.",
        plan->more_modes));

    g_string_replace (sentence, "{logins}", logins, 1);
    append_count (whole, sentence->str, plan->more_modes, catalog);
  }
  if (plan->other_ports > 0 && plan->or_no_tls)
    append_count (
        whole,
        tl_catalog_get_plural (
            catalog,
            "If the port cannot be reached or offers no encryption that can be trusted, the other usual ports are looked at with at most {count} connection more.",
            "If the port cannot be reached or offers no encryption that can be trusted, the other usual ports are looked at with at most {count} connections more.",
            plan->other_ports),
        plan->other_ports, catalog);
  else if (plan->other_ports > 0)
    append_count (
        whole,
        tl_catalog_get_plural (
            catalog,
            "If the port cannot be reached, the other usual ports are looked at with at most {count} connection more.",
            "If the port cannot be reached, the other usual ports are looked at with at most {count} connections more.",
            plan->other_ports),
        plan->other_ports, catalog);
  if (plan->versions > 0)
    append_count (
        whole,
        plan->lists_versions
            ? tl_catalog_get_plural (
                  catalog,
                  "{count} connection more asks which versions of encryption the port offers.",
                  "{count} connections more ask which versions of encryption the port offers.",
                  plan->versions)
            : tl_catalog_get_plural (
                  catalog,
                  "If no version of encryption can be agreed on, {count} connection more asks which ones the port offers.",
                  "If no version of encryption can be agreed on, {count} connections more ask which ones the port offers.",
                  plan->versions),
        plan->versions, catalog);
}

/* Whom a test asks only where the settings may be to blame for its end. */
static void
append_published (GString *whole, const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autofree char *hosts = plan->after != NULL ? g_strjoinv (", ", plan->after) : NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (hosts == NULL)
    return;
  count = g_strdup_printf ("%u", 2 * g_strv_length (plan->after));
  /* Translators: {hosts} is a list of host names, {count} a number from 4 on. */
  text = tl_catalog_format (
      catalog,
      N_ ("If it fails and the settings may be wrong, {hosts} are asked with at most {count} connections for the settings that the provider publishes."),
      "hosts", hosts, "count", count, NULL);
  g_string_append_printf (whole, " %s", text);
}

/* The port may want to be spoken to in another way, and a server may ask for a second try. */
static void
append_once_more (GString *whole, const TlAnnouncement *plan, const TlCatalog *catalog)
{
  if (plan->once_more == 0)
    return;
  append_count (
      whole,
      tl_catalog_get_plural (
          catalog,
          "If the port stays silent, hangs up or wants another kind of encryption, or the server is busy, it is tried again with at most {count} connection more.",
          "If the port stays silent, hangs up or wants another kind of encryption, or the server is busy, it is tried again with at most {count} connections more.",
          plan->once_more),
      plan->once_more, catalog);
  if (plan->login_once_more > 0)
    append_count (
        whole,
        tl_catalog_get_plural (
            catalog,
            "If a server ignores a login because of the commands sent right behind it, it gets {count} login more, alone.",
            "If a server ignores a login because of the commands sent right behind it, it gets {count} logins more, alone.",
            plan->login_once_more),
        plan->login_once_more, catalog);
}

static void
append (GString *whole, const char *text)
{
  g_string_append_printf (whole, " %s", text);
}

/* Whom else some outcomes lead to. */
static void
append_others (GString *whole, const TlAnnouncement *plan, const TlCatalog *catalog)
{
  if (plan->heeds_settings)
    append (whole,
            tl_catalog_get (catalog, N_ ("If the answer through a proxy is 421, the server is "
                                         "asked once without it, where there is a way.")));
  if (plan->asks_nobody)
    append (
        whole,
        tl_catalog_get (
            catalog,
            N_ ("If the server cannot be recognised, it also tries the address 192.0.2.1, which nobody has, to see whether something in between answers for others.")));
  if (plan->portal != NULL) {
    g_autofree char *text = tl_catalog_format (
        catalog,
        /* Translators: {host} is a web server. */
        N_ ("If the server cannot be reached or does not prove itself, it asks {host} for a page, to see whether the network wants a sign-in first."),
        "host", plan->portal, NULL);

    append (whole, text);
  }
  if (plan->asks_names)
    append (
        whole,
        tl_catalog_get (
            catalog,
            N_ ("If the server is not met, every name server of this computer is asked about its name: "
                "with a VPN, that of the company and that of the line as well.")));
  if (plan->other_ways)
    append (
        whole,
        tl_catalog_get (
            catalog,
            N_ ("If the port cannot be reached, the proxy that this computer is set to use, and the network beside a VPN, are tried too, without name or password.")));
  if (plan->references != NULL) {
    g_autofree char *hosts = g_strjoinv (", ", plan->references);
    g_autofree char *text = tl_catalog_format (
        catalog,
        /* Translators: {hosts} is a list of host names; how many there are chooses the form. */
        tl_catalog_get_plural (catalog, "If a clock looks wrong, {hosts} is asked for the time.",
                               "If a clock looks wrong, {hosts} are asked for the time.",
                               g_strv_length (plan->references)),
        "hosts", hosts, NULL);

    append (whole, text);
  }
}

/* What it does beside talking. */
static void
append_deeds (GString *whole, const TlAnnouncement *plan, const TlCatalog *catalog)
{
  if (plan->data_connections > 0)
    append_count (whole,
                  tl_catalog_get_plural (catalog,
                                         "Lists and files take at most {count} data connection.",
                                         "Lists and files take at most {count} data connections.",
                                         plan->data_connections),
                  plan->data_connections, catalog);
  if (plan->sends_message)
    append (whole, tl_catalog_get (catalog, N_ ("It sends one small test message.")));
  if (plan->uploads_file)
    append (whole,
            tl_catalog_get (catalog, N_ ("It stores one small file, compares it and deletes it.")));
  if (plan->proxy != NULL) {
    /* Translators: "it" is the test, {proxy} the address of a proxy. */
    g_autofree char *through = tl_catalog_format (
        catalog, N_ ("It goes through the proxy {proxy}, which the environment names."), "proxy",
        plan->proxy, NULL);

    append (whole, through);
  } else if (plan->heeds_settings) {
    append (whole,
            tl_catalog_get (
                catalog,
                /* Translators: "it" is the test. */
                N_ ("If the settings of this computer name a proxy, it goes through that one.")));
  }
  if (plan->follows_redirects)
    append (whole, tl_catalog_get (
                       catalog, N_ ("It follows redirects within the same site, and no others.")));
}

/* A look at this computer. */
static char *
explain_look (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autofree char *hosts = g_strjoinv (", ", plan->hosts);

  return tl_catalog_format (
      catalog,
      /* Translators: {hosts} is a list of host names. */
      N_ ("This check asks the name servers of this computer, and asks {hosts} for the time or for a page, to see whether the network wants a sign-in first."),
      "hosts", hosts, NULL);
}

static char *
explain_contact (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autofree char *hosts = g_strjoinv (", ", plan->hosts);
  g_autofree char *count = g_strdup_printf ("%u", plan->connections);
  g_autofree char *logins = logins_clause (plan->logins, catalog);
  /* Translators: {hosts} is a list of host names, {logins} is "and no login" or "and 2 logins". */
  g_autoptr (GString) first = g_string_new (tl_catalog_get_plural (
      catalog, "This test contacts {hosts} with at most {count} connection {logins}.",
      "This test contacts {hosts} with at most {count} connections {logins}.", plan->connections));

  g_string_replace (first, "{logins}", logins, 1);
  return tl_catalog_format (catalog, first->str, "hosts", hosts, "count", count, NULL);
}

/* Whether there is anything beyond one look or one question. */
static gboolean
is_plain (const TlAnnouncement *plan)
{
  return plan->lists != NULL || plan->looks_only;
}

char *
tl_explain_announcement (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autoptr (GString) whole = NULL;
  g_autofree char *first = NULL;

  if (plan->lists != NULL)
    return explain_domain (plan, catalog);
  if (plan->looks_only && plan->hosts[0] != NULL)
    return explain_look (plan, catalog);
  first =
      plan->hosts[0] != NULL ? explain_contact (plan, catalog) : explain_discovery (plan, catalog);
  if (is_plain (plan))
    return g_steal_pointer (&first);
  whole = g_string_new (first);
  append_deeds (whole, plan, catalog);
  return g_strdup (whole->str);
}

char *
tl_explain_announcement_more (const TlAnnouncement *plan, const TlCatalog *catalog)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  if (!is_plain (plan)) {
    append_once_more (whole, plan, catalog);
    append_transfers (whole, plan, catalog);
    append_published (whole, plan, catalog);
    append_others (whole, plan, catalog);
  }
  return g_strchug (g_strdup (whole->str));
}

static const struct {
  const char *note;
  const char *text;
} notes[] = {
    {"host-from-url", N_ ("Only the host name of the web address is used.")},
    {"host-from-address", N_ ("Only the part after the @ is used as the host name.")},
    {"host-trimmed", N_ ("Blanks and dots around the host name were left out.")},
    {"port-from-host", N_ ("The port that stood behind the host name is used.")},
    {"url-login-left-out",
     N_ ("The user name and password in the web address were left out. Enter them as user name and password instead.")},
    {"user-has-blanks",
     N_ ("The user name begins or ends with a blank. It is used as it stands, but check whether the blank belongs there.")},
    {"password-has-blanks",
     N_ ("The password begins or ends with a blank. It is used as it stands, but check whether the blank belongs there.")},
    /* Of a provider: data/providers.ini. */
    {"app-password",
     N_ ("This provider takes an app password here: make one in the security settings of the account.")},
    {"app-password-with-2fa",
     N_ ("With two-step sign-in switched on, this provider takes an app password here and not the usual one.")},
    {"oauth-only",
     N_ ("This provider takes no password here: the mail program has to sign in through the browser (OAuth).")},
    {"enable-smtp",
     N_ ("Mail programs have to be allowed in the settings of the account at the provider first.")},
    {"bridge-only",
     N_ ("This provider lets mail programs in only through a program of its own that runs on your computer.")},
    {"no-smtp", N_ ("This provider lets no other mail programs in.")},
    {"paid-plan", N_ ("Free accounts of this provider cannot be used with mail programs.")},
    /* Of a discovery. */
    {"other-domain",
     N_ ("The name servers name a host outside the domain of the address. No password is sent there unless you enter that host yourself.")},
};

char *
tl_explain_note (const char *note, const TlCatalog *catalog)
{
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    if (g_strcmp0 (notes[i].note, note) == 0)
      return g_strdup (tl_catalog_get (catalog, notes[i].text));
  return g_strdup ("");
}

/* ------------------------------------------------------------------ afterwards */

typedef struct {
  const char *when;
  const char *text;
} Untested;

static const Untested untested[] = {
    {"job.kind=check job.protocol=smtp|ftp !job.user",
     N_ ("The login was not tested, because no user name was given.")},
    {"smtp.auth.outcome=not-sent",
     N_ ("The password was not sent, because the connection was not proven safe; whether it is right is not known.")},
    {"ftp.login.outcome=not-sent",
     N_ ("The password was not sent, because the connection was not proven safe; whether it is right is not known.")},
    {"http.auth.outcome=not-sent",
     N_ ("The password was not sent, because the connection was not proven safe; whether it is right is not known.")},
    {"http.proxy.outcome=not-supported",
     N_ ("The proxy of this computer was not tested: it is of a kind that this program does not speak, and the page was asked for without it.")},
    {"http.proxy.outcome=not-known",
     N_ ("Whether the settings of this computer name a proxy is not known: they gave no answer in time, and the page was asked for without one.")},
    {"http.redirect.outcome=other-site",
     N_ ("The page to which the redirect leads was not tested.")},
    {"http.auth.outcome=redirected",
     N_ ("Whether the login is right is not known: after it the server sends on to a page to which no login is given.")},
    {"http.auth.outcome=not-known",
     N_ ("Whether the login is right is not known: what the server answers to it says nothing of that.")},
    {"http.auth.outcome=no-common-mechanism",
     N_ ("The login was not tested: the server offers only methods that this program does not use.")},
    {"job.kind=check job.user smtp.auth.outcome=not-tested",
     N_ ("The test did not get as far as the login.")},
    {"job.kind=check job.user ftp.login.outcome=not-tested",
     N_ ("The test did not get as far as the login.")},
    {"job.kind=check job.protocol=smtp job.outcome=through smtp.rcpt.outcome=not-tested",
     N_ ("Whether a recipient is accepted was not tested.")},
    {"job.kind=check job.protocol=smtp job.outcome=through !smtp.rcpt.outcome",
     N_ ("Whether a recipient is accepted was not tested.")},
    {"smtp.message.outcome=uncertain",
     N_ ("The test message may have been accepted: the server did not answer its end.")},
    {"job.kind=check job.protocol=ftp job.outcome=through ftp.data.outcome=not-tested",
     N_ ("No file was transferred.")},
    {"text.cut=yes",
     N_ ("The text is too long or too deeply nested: only its first part was looked at.")},
    {"tls.verify=not-tested", N_ ("The certificate was not checked.")},
};

char *
tl_words_not_tested (const TlView *view, const TlCatalog *catalog)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  const char *last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (untested); i++) {
    if (!tl_condition_holds (tl_condition_get (untested[i].when), view) ||
        g_strcmp0 (last, untested[i].text) == 0)
      continue;
    last = untested[i].text;
    g_string_append_printf (whole, "%s%s", whole->len > 0 ? " " : "",
                            tl_catalog_get (catalog, last));
  }
  return whole->len > 0 ? g_strdup (whole->str) : NULL;
}

void
tl_words_prepare (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (untested); i++)
    tl_condition_get (untested[i].when);
}
