/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-provider.h"

#include <string.h>

#include "tl-address.h"
#include "tl-enum-types.h"

/* Groups of data/providers.ini:
 *
 *   [gmail]
 *   Name=Gmail
 *   Domains=gmail.com;googlemail.com;
 *   MxSuffixes=google.com;googlemail.com;
 *   Aliases=smtp.googlemail.com;
 *   Smtp=smtp.gmail.com 465 tls;smtp.gmail.com 587 starttls;       best first
 *   Auth=app-password                              password, app-password, oauth2, none
 *   User=%EMAILADDRESS%
 *   Notes=app-password;
 *   Help=https://…
 */

#define FIELDS_IN_OFFER 3

TlServerOffer *
tl_server_offer_new (TlProtocol protocol, const char *host, guint port, TlSecurity security,
                     const char *auth, const char *user, const char *source)
{
  TlServerOffer *offer = g_new0 (TlServerOffer, 1);

  offer->protocol = protocol;
  offer->host = g_strdup (host);
  offer->port = port;
  offer->security = security;
  offer->auth = g_strdup (auth);
  offer->user = g_strdup (user);
  offer->source = g_strdup (source);
  return offer;
}

void
tl_server_offer_free (TlServerOffer *offer)
{
  if (offer == NULL)
    return;
  g_free (offer->host);
  g_free (offer->auth);
  g_free (offer->user);
  g_free (offer->source);
  g_free (offer);
}

TlServerOffer *
tl_server_offer_copy (const TlServerOffer *offer)
{
  return tl_server_offer_new (offer->protocol, offer->host, offer->port, offer->security,
                              offer->auth, offer->user, offer->source);
}

void
tl_provider_free (TlProvider *provider)
{
  if (provider == NULL)
    return;
  g_free (provider->id);
  g_free (provider->name);
  g_strfreev (provider->domains);
  g_strfreev (provider->mx_suffixes);
  g_strfreev (provider->aliases);
  g_clear_pointer (&provider->offers, g_ptr_array_unref);
  g_strfreev (provider->notes);
  g_free (provider->help_url);
  g_free (provider);
}

/* ------------------------------------------------------------------ reading */

static gboolean
refuse (GError **error, const char *group, const char *key)
{
  g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%s: %s", group, key);
  return FALSE;
}

/* An empty list where the key is not there. */
static char **
read_list (GKeyFile *file, const char *group, const char *key)
{
  char **list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

static char *
read_text (GKeyFile *file, const char *group, const char *key, const char *fallback)
{
  char *text = g_key_file_get_string (file, group, key, NULL);

  return text != NULL ? text : g_strdup (fallback);
}

/* Lower case, dotted, of letters, digits and hyphens: what a domain in the table looks like. */
static gboolean
is_domain (const char *name)
{
  return *name != '\0' && *name != '.' && *name != '-' && strchr (name, '.') != NULL &&
         name[strlen (name) - 1] != '.' && strstr (name, "..") == NULL &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (name);
}

static gboolean
are_domains (char **names)
{
  for (; *names != NULL; names++)
    if (!is_domain (*names))
      return FALSE;
  return TRUE;
}

static gboolean
is_auth (const char *word)
{
  static const char *const words[] = {"password", "app-password", "oauth2", "none", NULL};

  return g_strv_contains (words, word);
}

/* "host port security" */
static TlServerOffer *
read_offer (const char *text, TlProtocol protocol, const char *auth, const char *user)
{
  g_auto (GStrv) words = g_strsplit (text, " ", FIELDS_IN_OFFER + 1);
  guint port;
  int security;

  if (g_strv_length (words) != FIELDS_IN_OFFER || !is_domain (words[0]) ||
      !tl_port_parse (words[1], &port) ||
      !tl_enum_from_string (TL_TYPE_SECURITY, words[2], &security) || security == TL_SECURITY_AUTO)
    return NULL;
  return tl_server_offer_new (protocol, words[0], port, (TlSecurity) security, auth, user,
                              "provider-table");
}

static gboolean
read_offers (TlProvider *provider, GKeyFile *file, const char *key, TlProtocol protocol,
             GError **error)
{
  g_auto (GStrv) list = read_list (file, provider->id, key);
  g_autofree char *auth = read_text (file, provider->id, "Auth", "password");
  g_autofree char *user = read_text (file, provider->id, "User", "%EMAILADDRESS%");

  if (!is_auth (auth))
    return refuse (error, provider->id, "Auth");
  for (char **text = list; *text != NULL; text++) {
    TlServerOffer *offer = read_offer (*text, protocol, auth, user);

    if (offer == NULL)
      return refuse (error, provider->id, key);
    g_ptr_array_add (provider->offers, offer);
  }
  return TRUE;
}

static TlProvider *
read_provider (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (TlProvider) provider = g_new0 (TlProvider, 1);

  provider->id = g_strdup (group);
  provider->name = read_text (file, group, "Name", "");
  provider->domains = read_list (file, group, "Domains");
  provider->mx_suffixes = read_list (file, group, "MxSuffixes");
  provider->aliases = read_list (file, group, "Aliases");
  provider->notes = read_list (file, group, "Notes");
  provider->help_url = read_text (file, group, "Help", "");
  provider->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free);

  if (*provider->name == '\0')
    refuse (error, group, "Name");
  else if (!are_domains (provider->domains))
    refuse (error, group, "Domains");
  else if (!are_domains (provider->mx_suffixes))
    refuse (error, group, "MxSuffixes");
  else if (!are_domains (provider->aliases))
    refuse (error, group, "Aliases");
  else if (*provider->help_url != '\0' && !g_str_has_prefix (provider->help_url, "https://"))
    refuse (error, group, "Help");
  else if (read_offers (provider, file, "Smtp", TL_PROTOCOL_SMTP, error) &&
           read_offers (provider, file, "Ftp", TL_PROTOCOL_FTP, error))
    return g_steal_pointer (&provider);
  return NULL;
}

GPtrArray *
tl_provider_table_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (GPtrArray) table = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_provider_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) foreign = NULL;

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &foreign)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, foreign->message);
    return NULL;
  }
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    TlProvider *provider = read_provider (file, *group, error);

    if (provider == NULL)
      return NULL;
    g_ptr_array_add (table, provider);
  }
  return g_steal_pointer (&table);
}

/* ------------------------------------------------------------------ looking up */

const TlProvider *
tl_provider_find_by_domain (const GPtrArray *table, const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);

  for (guint i = 0; i < table->len; i++) {
    const TlProvider *provider = table->pdata[i];

    if (g_strv_contains ((const char *const *) provider->domains, lower))
      return provider;
  }
  return NULL;
}

/* The longest suffix decides: some providers' exchangers stand below another's domain. */
const TlProvider *
tl_provider_find_by_mx (const GPtrArray *table, const char *mx_host)
{
  g_autofree char *lower = g_ascii_strdown (mx_host, -1);
  const TlProvider *found = NULL;
  gsize best = 0;
  gsize length = strlen (lower);

  if (length > 0 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  for (guint i = 0; i < table->len; i++) {
    const TlProvider *provider = table->pdata[i];

    for (char **suffix = provider->mx_suffixes; *suffix != NULL; suffix++) {
      if (strlen (*suffix) <= best || !tl_host_is_below (lower, *suffix))
        continue;
      best = strlen (*suffix);
      found = provider;
    }
  }
  return found;
}

char *
tl_server_offer_expand_user (const TlServerOffer *offer, const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local =
      at != NULL ? g_strndup (address, (gsize) (at - address)) : g_strdup (address);
  const struct {
    const char *placeholder;
    const char *value;
  } values[] = {
      {"%EMAILADDRESS%", address},
      {"%EMAILLOCALPART%", local},
      {"%EMAILDOMAIN%", at != NULL ? at + 1 : ""},
  };
  GString *user = g_string_new (NULL);

  /* In one pass, so that nothing is expanded that stands in the address itself. */
  for (const char *c = offer->user; *c != '\0';) {
    gsize used = 0;

    for (gsize i = 0; i < G_N_ELEMENTS (values) && used == 0; i++) {
      if (!g_str_has_prefix (c, values[i].placeholder))
        continue;
      g_string_append (user, values[i].value);
      used = strlen (values[i].placeholder);
    }
    if (used == 0)
      g_string_append_c (user, *c);
    c += MAX (used, 1);
  }
  return g_string_free (user, FALSE);
}
