/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pasted text tells of the account and the way, so that a live test can begin with it. Every
 * value is checked as one that was typed: a text is anybody's. */
#include "tl-digest.h"

#include "tl-text.h"

#include <string.h>

/* What stands further down is the message that came back, not what a program says of the way. */
#define LOOK_AT (64 * 1024)

static const char *const host_patterns[] = {
    /* "Server: 'smtp.example.org'", "connect to smtp.example.org", "resolve host: ftp.example.org" */
    "\\b(?:server|host|connect(?:ed|ing)? to|server \\(smtp\\))[ :=]{1,3}['\"<(]?"
    "((?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24})\\b",
    NULL,
};
static const char *const port_patterns[] = {
    /* "Port: 465", "port 587", "(port=25)" */
    "\\bport(?: number)?[ :=\"']{1,3}(\\d{1,5})\\b",
    /* "smtp.example.org:587" */
    "\\b(?:[a-z0-9-]+\\.)+[a-z]{2,24}:(\\d{2,5})\\b",
    NULL,
};
static const char *const user_patterns[] = {
    /* "Account: 'anna'", "user \"anna\"", "user name: <anna>" */
    "\\b(?:account|user(?: ?name)?|login)[ :=]{1,3}['\"\xe2\x80\x9c\xe2\x80\x98<]"
    "([^'\"\xe2\x80\x9d\xe2\x80\x99<>\\s]{1,200})['\"\xe2\x80\x9d\xe2\x80\x99>]",
    /* a file program's log: "USER anna" */
    "(?-i:\\bUSER) (\\S{1,200})",
    NULL,
};
static const char *const sender_patterns[] = {"\\b(?:mail )?from[:=] ?<([^<>\\s]{3,320})>", NULL};
/* The message came back to whoever had sent it. */
static const char *const addressee_patterns[] = {
    "^To:[ \\t]*(?:[^\\r\\n<]*<)?([^<>\\s,]{3,320}@[^<>\\s,]{1,255})>?[ \\t]*\\r?$", NULL};
static const char *const safe_patterns[] = {"\\bSecure ?\\(SSL\\): ?(Yes|Ja|Oui|S\xc3\xad)", NULL};

/* The first group of the first pattern that holds, (transfer full), or NULL. */
static char *
find (const char *text, const char *const *patterns)
{
  for (guint i = 0; patterns[i] != NULL; i++) {
    g_autoptr (GRegex) regex =
        g_regex_new (patterns[i], G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    if (regex != NULL && g_regex_match (regex, text, 0, &match))
      return g_match_info_fetch (match, 1);
  }
  return NULL;
}

static void
take_address (TlSettings *found, const char *property, const char *address)
{
  if (address != NULL && tl_mail_address_is_valid (address))
    g_object_set (found, property, address, NULL);
}

static void
take_host (TlSettings *found, const char *host)
{
  g_autoptr (TlSettings) trial = tl_settings_new ();

  if (host == NULL || strchr (host, '.') == NULL)
    return;
  g_object_set (trial, "host", host, NULL);
  if (tl_settings_normalise (trial, NULL, NULL))
    g_object_set (found, "host", trial->host, NULL);
}

static void
take_port (TlSettings *found, const char *text)
{
  g_autofree char *word = find (text, port_patterns);
  g_autofree char *safe = find (text, safe_patterns);
  guint port;

  if (word == NULL || !tl_port_parse (word, &port))
    return;
  g_object_set (found, "port", port, NULL);
  if (safe != NULL && tl_security_for_port (found->protocol, port) == TL_SECURITY_AUTO &&
      port != 25)
    g_object_set (found, "security", TL_SECURITY_TLS, NULL);
}

static void
take_user (TlSettings *found, const char *text)
{
  g_autofree char *user = find (text, user_patterns);
  g_autoptr (TlSettings) trial = tl_settings_new ();

  if (user == NULL)
    return;
  g_object_set (trial, "host", "localhost", "user", user, NULL);
  if (tl_settings_normalise (trial, NULL, NULL))
    g_object_set (found, "user", user, NULL);
}

TlSettings *
tl_digest_settings (const TlEvidence *evidence, const char *text, gsize length)
{
  TlSettings *found = tl_settings_new ();
  g_autofree char *head = tl_text_make_utf8 (text, MIN (length, (gsize) LOOK_AT));
  gboolean bounce = tl_evidence_is (evidence, "text.kind", "bounce");
  gboolean log = tl_evidence_is (evidence, "text.kind", "log");
  g_autofree char *host = NULL;
  g_autofree char *from = NULL;
  g_autofree char *addressee = NULL;

  g_object_set (found, "protocol", tl_evidence_get_settings (evidence)->protocol, NULL);
  if (log)
    return found;
  take_address (found, "to", tl_evidence_get (evidence, "text.recipient"));
  if (bounce) {
    /* The servers in it are those that the message met on its way, not the one that it is handed to. */
    addressee = find (head, addressee_patterns);
    take_address (found, "address", addressee);
    take_address (found, "from", addressee);
    return found;
  }
  host = find (head, host_patterns);
  take_host (found, host != NULL ? host : tl_evidence_get (evidence, "text.host"));
  take_port (found, head);
  take_user (found, head);
  from = find (head, sender_patterns);
  take_address (found, "from", from);
  return found;
}
