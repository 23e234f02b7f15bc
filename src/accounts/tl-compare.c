/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The settings of an account held against those that its provider publishes. */
#define G_LOG_DOMAIN "throughline-accounts"

#include "tl-discover.h"

#include <string.h>

#include "tl-enum-types.h"

/* Of a job that failed already: nobody waits long for advice. */
#define PUBLISHED_LIMIT_S 8

typedef enum {
  SAME_AUTH = 1,
  SAME_USER = 2,
  SAME_SECURITY = 4,
  SAME_PORT = 8,
  SAME_HOST = 16,
  SAME_ALL = 31
} Likeness;

static const struct {
  Likeness same;
  const char *word;
} words[] = {{SAME_HOST, "host"},
             {SAME_PORT, "port"},
             {SAME_SECURITY, "security"},
             {SAME_USER, "user"},
             {SAME_AUTH, "auth"}};

/* Only the form counts: with the domain or without. A record of the DNS says nothing of it. */
static gboolean
is_same_user (const TlSettings *settings, const TlServerOffer *offer)
{
  return *settings->user == '\0' || strcmp (offer->source, "srv") == 0 || *offer->user == '\0' ||
         (strchr (settings->user, '@') != NULL) == (strchr (offer->user, '@') != NULL);
}

static gboolean
is_same_auth (const TlSettings *settings, const TlServerOffer *offer)
{
  gboolean token = settings->auth == TL_AUTH_XOAUTH2 || settings->auth == TL_AUTH_OAUTHBEARER;

  return *settings->user == '\0' || settings->auth == TL_AUTH_NONE ||
         token == (strcmp (offer->auth, "oauth2") == 0);
}

/* aliases: hosts that are right, too (nullable). An address in place of a name may be that of the offer:
 * it is no difference that anybody could be told of. */
static gboolean
is_same_host (const TlSettings *settings, char **aliases, const TlServerOffer *offer)
{
  g_autofree char *host = g_ascii_strdown (settings->host, -1);
  TlAddress address;

  return strcmp (host, offer->host) == 0 ||
         (aliases != NULL && g_strv_contains ((const char *const *) aliases, host)) ||
         tl_address_parse (host, 0, &address);
}

static guint
likeness (const TlSettings *settings, char **aliases, const TlServerOffer *offer)
{
  TlSecurity security = tl_settings_effective_security (settings);
  guint same = 0;

  if (is_same_host (settings, aliases, offer))
    same |= SAME_HOST;
  if (tl_settings_effective_port (settings) == offer->port)
    same |= SAME_PORT;
  /* What is left open is found out by the check and cannot differ. */
  if (security == TL_SECURITY_AUTO || security == offer->security)
    same |= SAME_SECURITY;
  if (is_same_user (settings, offer))
    same |= SAME_USER;
  if (is_same_auth (settings, offer))
    same |= SAME_AUTH;
  return same;
}

static void
local_fact (TlEvidenceBuilder *builder, const char *name, const char *value)
{
  if (value != NULL)
    tl_evidence_builder_add (builder, TL_SOURCE_LOCAL, "", "", name, value);
}

static void
record_offer (TlEvidenceBuilder *builder, const TlServerOffer *offer)
{
  g_autofree char *port = g_strdup_printf ("%u", offer->port);
  g_autofree char *fact = NULL;
  g_autofree char *state = NULL;

  local_fact (builder, "account.publishes_host", offer->host);
  local_fact (builder, "account.publishes_port", port);
  local_fact (builder, "account.publishes_security",
              tl_enum_to_string (TL_TYPE_SECURITY, offer->security));
  local_fact (builder, "account.publishes_auth", offer->auth);
  fact = g_strdup_printf ("port.%u.state", offer->port);
  state = tl_evidence_builder_dup (builder, fact);
  local_fact (builder, "account.publishes_state", state);
}

/* Records what differs from the offer that is nearest, where something does. */
static void
compare (const TlSettings *settings, TlEvidenceBuilder *builder, const GPtrArray *offers,
         char **aliases)
{
  const TlServerOffer *nearest = NULL;
  g_autoptr (GString) differs = g_string_new (NULL);
  guint best = 0;

  for (guint i = 0; i < offers->len; i++) {
    guint same = likeness (settings, aliases, offers->pdata[i]);

    if (nearest != NULL && same <= best)
      continue;
    best = same;
    nearest = offers->pdata[i];
  }
  if (nearest == NULL || best == SAME_ALL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((best & words[i].same) == 0)
      g_string_append_printf (differs, "%s%s", differs->len > 0 ? " " : "", words[i].word);
  local_fact (builder, "account.differs", differs->str);
  record_offer (builder, nearest);
  if ((best & SAME_USER) == 0)
    local_fact (builder, "account.publishes_user",
                strchr (nearest->user, '@') != NULL ? "address" : "plain");
}

/* ------------------------------------------------------------------ whose */

static const char *
find_address (const TlSettings *settings)
{
  const char *const addresses[] = {settings->address, settings->from, settings->user};

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    if (tl_mail_address_is_valid (addresses[i]))
      return addresses[i];
  return NULL;
}

static const TlProvider *
find_provider (const char *address)
{
  return tl_discover_find_provider (strrchr (address, '@') + 1);
}

/* The offers of the table with the user names that they mean for this address. */
static GPtrArray *
expand (const GPtrArray *offers, const char *address)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free);

  for (guint i = 0; i < offers->len; i++) {
    TlServerOffer *copy = tl_server_offer_copy (offers->pdata[i]);

    g_free (copy->user);
    copy->user = tl_server_offer_expand_user (offers->pdata[i], address);
    /* Some providers take a password of its own or a token; the table names one way. */
    if (strcmp (copy->auth, "oauth2") == 0) {
      g_free (copy->auth);
      copy->auth = g_strdup ("password");
    }
    g_ptr_array_add (list, copy);
  }
  return list;
}

void
tl_discover_compare (TlSettings *settings, TlEvidenceBuilder *builder)
{
  const char *address = find_address (settings);
  const TlProvider *provider = address != NULL ? find_provider (address) : NULL;
  g_autoptr (GPtrArray) offers = NULL;

  if (provider == NULL || settings->protocol != TL_PROTOCOL_SMTP || *settings->host == '\0' ||
      provider->offers->len == 0)
    return;
  local_fact (builder, "account.provider", provider->id);
  offers = expand (provider->offers, address);
  compare (settings, builder, offers, provider->aliases);
}

const char *
tl_discover_published_domain (TlSettings *settings)
{
  const char *address = find_address (settings);

  if (settings->kind != TL_JOB_CHECK || settings->protocol != TL_PROTOCOL_SMTP ||
      *settings->host == '\0' || settings->no_environment || address == NULL ||
      strrchr (address, '@')[1] == '[' || find_provider (address) != NULL)
    return NULL;
  return strrchr (address, '@') + 1;
}

gboolean
tl_discover_published (TlSettings *settings, TlEvidenceBuilder *builder, GCancellable *cancellable)
{
  g_autoptr (TlSettings) question = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) aside = NULL;
  g_autoptr (TlDiscovery) found = NULL;
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  const char *source;

  if (tl_discover_published_domain (settings) == NULL)
    return FALSE;
  g_object_set (question, "kind", TL_JOB_DISCOVER, "address", find_address (settings), "resolve",
                settings->resolve, "ca-file", settings->ca_file, "public-database",
                settings->public_database, "timeout-s", PUBLISHED_LIMIT_S, NULL);
  /* What is asked here must not stand for what the job itself found out. */
  aside = tl_evidence_builder_new (question);
  found = tl_discover_job (question, aside, cancellable, NULL);
  if (found == NULL || found->offers->len == 0)
    return FALSE;
  source = ((TlServerOffer *) found->offers->pdata[0])->source;
  local_fact (builder, "account.source", source);
  /* What the provider says over a proven connection is not held against what the DNS says. */
  for (guint i = 0; i < found->offers->len; i++) {
    TlServerOffer *offer = found->offers->pdata[i];

    if (strcmp (offer->source, source) == 0)
      g_ptr_array_add (said, offer);
  }
  /* Anybody can forge a record of the DNS that names another server: no advice by it. */
  if (!found->needs_consent)
    compare (settings, builder, said, NULL);
  return TRUE;
}
