/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-accounts"

#include "tl-autoconfig.h"

#include <string.h>

#define DEPTH_MAX 16
#define SERVERS_MAX 8
#define VALUE_MAX 512
#define REDIRECTS_MAX 1
/* One address that hangs must not cost the whole look-up. */
#define FETCH_LIMIT_MS 5000
#define LOOKUP_LIMIT_MS 3000
#define PUBLIC_DATABASE "https://autoconfig.thunderbird.net/v1.1/"

/* ------------------------------------------------------------------ reading */

typedef struct {
  const char *source;
  GPtrArray *offers;
  guint depth;
  gboolean in_server; /* an outgoingServer of type smtp */
  gboolean takes_password;
  char *field; /* (nullable) the element under way inside it */
  GString *text;
  char *host, *port, *socket, *auth, *user;
} Reader;

static void
clear_server (Reader *reader)
{
  g_clear_pointer (&reader->host, g_free);
  g_clear_pointer (&reader->port, g_free);
  g_clear_pointer (&reader->socket, g_free);
  g_clear_pointer (&reader->auth, g_free);
  g_clear_pointer (&reader->user, g_free);
  reader->takes_password = FALSE;
}

static gboolean
is_smtp (const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "type") == 0)
      return strcmp (values[i], "smtp") == 0;
  return FALSE;
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (reader->depth == 0 && strcmp (element, "clientConfig") != 0) {
    g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "root element");
    return;
  }
  if (++reader->depth > DEPTH_MAX) {
    g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "too deep");
    return;
  }
  if (strcmp (element, "outgoingServer") == 0 && is_smtp (names, values)) {
    reader->in_server = TRUE;
    clear_server (reader);
  } else if (reader->in_server) {
    g_free (reader->field);
    reader->field = g_strdup (element);
    g_string_truncate (reader->text, 0);
  }
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
         GError **error)
{
  Reader *reader = user_data;

  if (reader->field != NULL && reader->text->len + length <= VALUE_MAX)
    g_string_append_len (reader->text, text, (gssize) length);
}

/* The first of several authentication methods is the preferred one; but where a password will do, it is
 * what mail programs have. */
static void
take_field (Reader *reader)
{
  const struct {
    const char *name;
    char **member;
  } fields[] = {{"hostname", &reader->host},
                {"port", &reader->port},
                {"socketType", &reader->socket},
                {"authentication", &reader->auth},
                {"username", &reader->user}};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, reader->field) == 0 && *fields[i].member == NULL)
      *fields[i].member = g_strstrip (g_strdup (reader->text->str));
  if (strcmp (reader->field, "authentication") == 0 &&
      g_str_has_prefix (reader->text->str, "password"))
    reader->takes_password = TRUE;
  g_clear_pointer (&reader->field, g_free);
}

/* Only what can be the name of a server, whoever wrote the file. */
static gboolean
is_host (const char *host)
{
  gsize length = host != NULL ? strlen (host) : 0;

  return length > 0 && length <= 253 && host[0] != '-' && host[0] != '.' &&
         strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") ==
             length;
}

static void
take_server (Reader *reader)
{
  g_autofree char *host = reader->host != NULL ? g_ascii_strdown (reader->host, -1) : NULL;
  const char *socket = reader->socket != NULL ? reader->socket : "";
  TlSecurity security = strcmp (socket, "SSL") == 0        ? TL_SECURITY_TLS
                        : strcmp (socket, "STARTTLS") == 0 ? TL_SECURITY_STARTTLS
                                                           : TL_SECURITY_NONE;
  const char *auth =
      g_strcmp0 (reader->auth, "OAuth2") == 0 && !reader->takes_password ? "oauth2" : "password";
  guint port;

  if (is_host (host) && tl_port_parse (reader->port, &port) && reader->offers->len < SERVERS_MAX)
    g_ptr_array_add (reader->offers,
                     tl_server_offer_new (TL_PROTOCOL_SMTP, host, port, security, auth,
                                          reader->user != NULL ? reader->user : "%EMAILADDRESS%",
                                          reader->source));
  clear_server (reader);
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  reader->depth--;
  if (reader->field != NULL && strcmp (element, reader->field) == 0) {
    take_field (reader);
  } else if (reader->in_server && strcmp (element, "outgoingServer") == 0) {
    reader->in_server = FALSE;
    take_server (reader);
  }
}

/* Comments and the XML declaration pass; definitions of entities do not. */
static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
                GError **error)
{
  if (length >= 2 && strncmp (text, "<!", 2) == 0 && (length < 4 || strncmp (text, "<!--", 4) != 0))
    g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "definitions");
}

/* Encrypted ways stand before plain ones; else the order of the file holds. */
static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const TlServerOffer *x = *(TlServerOffer *const *) a, *y = *(TlServerOffer *const *) b;

  return (x->security == TL_SECURITY_NONE) - (y->security == TL_SECURITY_NONE);
}

GPtrArray *
tl_autoconfig_parse (const char *xml, gsize length, const char *source, GError **error)
{
  static const GMarkupParser parser = {on_start, on_end, on_text, on_passthrough, NULL};
  g_autoptr (GPtrArray) offers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free);
  Reader reader = {.source = source, .offers = offers, .text = g_string_new (NULL)};
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &reader, NULL);
  gboolean good = length <= TL_AUTOCONFIG_MAX && length > 0;

  if (!good)
    g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "size");
  good = good && g_markup_parse_context_parse (context, xml, (gssize) length, error) &&
         g_markup_parse_context_end_parse (context, error);
  g_free (reader.field);
  g_string_free (reader.text, TRUE);
  clear_server (&reader);
  if (!good)
    return NULL;
  g_ptr_array_sort (offers, compare_offers);
  return g_steal_pointer (&offers);
}

/* ------------------------------------------------------------------ asking */

char **
tl_autoconfig_list_urls (const char *address, gboolean public_database)
{
  const char *domain = strrchr (address, '@') + 1;
  g_autofree char *escaped = g_uri_escape_string (address, NULL, FALSE);
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  g_autofree char *own = g_strdup_printf (
      "https://autoconfig.%s/mail/config-v1.1.xml?emailaddress=%s", domain, escaped);
  g_autofree char *well_known =
      g_strdup_printf ("https://%s/.well-known/autoconfig/mail/config-v1.1.xml", domain);
  g_autofree char *database = g_strconcat (PUBLIC_DATABASE, domain, NULL);

  g_strv_builder_add (urls, own);
  g_strv_builder_add (urls, well_known);
  if (public_database)
    g_strv_builder_add (urls, database);
  return g_strv_builder_end (urls);
}

/* Where a redirect leads that stays with the host and encrypted; NULL else. */
static char *
follow (const TlHttpAnswer *answer, const char *from)
{
  const char *location = tl_http_answer_get (answer, "location");
  g_autofree char *next = NULL;
  g_auto (TlUrl) a = {0};
  g_auto (TlUrl) b = {0};

  if (answer->status < 301 || answer->status > 308 || location == NULL)
    return NULL;
  next = tl_url_resolve (from, location);
  if (next == NULL || !tl_url_parse (from, &a) || !tl_url_parse (next, &b) ||
      !tl_url_same_origin (&a, &b))
    return NULL;
  return g_steal_pointer (&next);
}

/* The answer of one address, redirects within it followed; NULL where it has none. */
static TlHttpAnswer *
get (TlResolver *resolver, TlIo *io, TlTlsTrust *trust, const char *first)
{
  g_auto (TlUrl) parts = {0};
  g_autoptr (TlResolution) found = NULL;
  g_autofree char *url = g_strdup (first);

  if (!tl_url_parse (url, &parts))
    return NULL;
  found = tl_resolver_lookup (resolver, io, parts.host, parts.port, TL_FAMILY_ANY, LOOKUP_LIMIT_MS);
  if (found->addresses->len == 0)
    return NULL;
  for (guint i = 0;; i++) {
    const TlHttpRequest request = {.url = url,
                                   .addresses = found->addresses,
                                   .trust = trust,
                                   .body_max = TL_AUTOCONFIG_MAX,
                                   .idle_fd = -1};
    g_autoptr (TlHttpAnswer) answer = tl_http_get (io, &request, FETCH_LIMIT_MS);
    char *next = answer->failure == TL_FAILURE_NONE ? follow (answer, url) : NULL;

    if (next == NULL || i == REDIRECTS_MAX) {
      g_free (next);
      return g_steal_pointer (&answer);
    }
    g_free (url);
    url = next;
  }
}

static GPtrArray *
read_answer (const TlHttpAnswer *answer, const char *source, const char **outcome)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *offers;
  const char *bytes;
  gsize length;

  if (answer->failure != TL_FAILURE_NONE || answer->status != 200 || answer->body == NULL)
    return NULL;
  bytes = g_bytes_get_data (answer->body, &length);
  offers = tl_autoconfig_parse (bytes != NULL ? bytes : "", length, source, &error);
  *outcome = offers != NULL ? "ok" : "invalid";
  if (offers == NULL)
    g_debug ("autoconfig: %s", error->message);
  return offers;
}

GPtrArray *
tl_autoconfig_fetch (TlResolver *resolver, TlIo *io, TlTlsTrust *trust, const char *address,
                     gboolean public_database, const char **outcome)
{
  g_auto (GStrv) urls = tl_autoconfig_list_urls (address, public_database);

  *outcome = "none";
  for (guint i = 0; urls[i] != NULL && !tl_io_is_cancelled (io); i++) {
    const char *source =
        g_str_has_prefix (urls[i], PUBLIC_DATABASE) ? "public-database" : "autoconfig";
    g_autoptr (TlHttpAnswer) answer = get (resolver, io, trust, urls[i]);
    GPtrArray *offers = answer != NULL ? read_answer (answer, source, outcome) : NULL;

    if (offers != NULL && offers->len > 0)
      return offers;
    g_clear_pointer (&offers, g_ptr_array_unref);
  }
  return NULL;
}
