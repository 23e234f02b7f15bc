/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http.h"

#include <string.h>

#define URL_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_SCHEME_NORMALIZE)
/* Longest URL that is followed. */
#define URL_MAX 8192

void
tl_url_clear (TlUrl *url)
{
  g_clear_pointer (&url->scheme, g_free);
  g_clear_pointer (&url->host, g_free);
  g_clear_pointer (&url->path, g_free);
}

gboolean
tl_url_parse (const char *text, TlUrl *url)
{
  g_autoptr (GUri) uri = strlen (text) <= URL_MAX ? g_uri_parse (text, URL_FLAGS, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean tls = strcmp (scheme, "https") == 0;
  const char *path;

  memset (url, 0, sizeof *url);
  if ((!tls && strcmp (scheme, "http") != 0) || host == NULL || *host == '\0' ||
      g_uri_get_userinfo (uri) != NULL || strpbrk (text, "\r\n\t ") != NULL)
    return FALSE;
  path = g_uri_get_path (uri);
  url->scheme = g_strdup (scheme);
  url->host = g_ascii_strdown (host, -1);
  url->port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : tls ? 443 : 80;
  url->path = g_strconcat (*path == '/' ? "" : "/", path, g_uri_get_query (uri) != NULL ? "?" : "",
                           g_uri_get_query (uri), NULL);
  return TRUE;
}

gboolean
tl_url_same_origin (const TlUrl *a, const TlUrl *b)
{
  return strcmp (a->scheme, b->scheme) == 0 && strcmp (a->host, b->host) == 0 && a->port == b->port;
}

char *
tl_url_to_authority (const TlUrl *url)
{
  gboolean bare = strchr (url->host, ':') != NULL;
  guint usual = strcmp (url->scheme, "https") == 0 ? 443 : 80;
  g_autofree char *host = bare ? g_strdup_printf ("[%s]", url->host) : g_strdup (url->host);

  return url->port == usual ? g_steal_pointer (&host) : g_strdup_printf ("%s:%u", host, url->port);
}

char *
tl_url_resolve (const char *base, const char *reference)
{
  g_autofree char *whole = NULL;
  char *fragment;

  if (strlen (reference) > URL_MAX)
    return NULL;
  whole = g_uri_resolve_relative (base, reference, URL_FLAGS, NULL);
  if (whole == NULL)
    return NULL;
  fragment = strchr (whole, '#');
  if (fragment != NULL)
    *fragment = '\0';
  return g_steal_pointer (&whole);
}
