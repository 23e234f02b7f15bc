/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP Digest access authentication (RFC 7616): a login that does not send the password, though who
 * hears it can guess at it. */
#include "tl-web-private.h"

#include <string.h>

/* Of a realm, nonce or opaque: more is no honest challenge, and would have to be sent back. */
#define VALUE_MAX 1024

/* ------------------------------------------------------------------ the challenge */

void
tl_web_digest_free (TlWebDigest *digest)
{
  if (digest == NULL)
    return;
  g_free (digest->realm);
  g_free (digest->nonce);
  g_free (digest->opaque);
  g_free (digest->algorithm);
  g_free (digest);
}

/* A token or a quoted string behind the '=' (RFC 9110 5.6.4), without its escapes; *at then points behind
 * it. */
static char *
take_value (const char **at)
{
  g_autoptr (GString) value = g_string_new (NULL);
  const char *p = *at + strspn (*at, " \t");

  if (*p != '"') {
    gsize length = strcspn (p, " ,\t");

    *at = p + length;
    return g_strndup (p, length);
  }
  for (p++; *p != '\0' && *p != '"'; p++) {
    if (*p == '\\' && p[1] != '\0')
      p++;
    g_string_append_c (value, *p);
  }
  *at = *p == '"' ? p + 1 : p;
  return g_strdup (value->str);
}

static gboolean
is_harmless (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;
  return strlen (value) <= VALUE_MAX;
}

static gboolean
offers_auth (const char *list)
{
  g_auto (GStrv) words = g_strsplit_set (list, ", \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], "auth") == 0)
      return TRUE;
  return FALSE;
}

/* One parameter; takes the value. */
static void
take_parameter (TlWebDigest *digest, const char *name, char *value)
{
  const struct {
    const char *name;
    char **to;
  } texts[] = {{"realm", &digest->realm},
               {"nonce", &digest->nonce},
               {"opaque", &digest->opaque},
               {"algorithm", &digest->algorithm}};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strcasecmp (name, texts[i].name) == 0 && *texts[i].to == NULL) {
      *texts[i].to = value;
      return;
    }
  if (g_ascii_strcasecmp (name, "qop") == 0)
    digest->qop = offers_auth (value);
  else if (g_ascii_strcasecmp (name, "stale") == 0)
    digest->stale = g_ascii_strcasecmp (value, "true") == 0;
  g_free (value);
}

static gboolean
is_usable (TlWebDigest *digest)
{
  static const struct {
    const char *name;
    gboolean sha256, session;
  } algorithms[] = {{"MD5", FALSE, FALSE},
                    {"MD5-sess", FALSE, TRUE},
                    {"SHA-256", TRUE, FALSE},
                    {"SHA-256-sess", TRUE, TRUE}};
  const char *name = digest->algorithm != NULL ? digest->algorithm : "MD5";

  if (digest->realm == NULL || digest->nonce == NULL || !is_harmless (digest->realm) ||
      !is_harmless (digest->nonce) || (digest->opaque != NULL && !is_harmless (digest->opaque)))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_ascii_strcasecmp (name, algorithms[i].name) == 0) {
      digest->sha256 = algorithms[i].sha256;
      digest->session = algorithms[i].session;
      return TRUE;
    }
  return FALSE;
}

/* Keeps the better one of two. */
static TlWebDigest *
choose (TlWebDigest *best, TlWebDigest *next)
{
  gboolean better =
      next != NULL && is_usable (next) && (best == NULL || next->sha256 > best->sha256);

  tl_web_digest_free (better ? best : next);
  return better ? next : best;
}

/* RFC 9110 11.6.1: challenges and their parameters in one list; what has a '=' behind it is a parameter. */
TlWebDigest *
tl_web_digest_parse (const char *header)
{
  const char *at = header != NULL ? header : "";
  TlWebDigest *best = NULL, *here = NULL;

  while (*at != '\0') {
    gsize gap = strspn (at, " ,\t\"=");
    gsize word = strcspn (at + gap, " ,=\t\"");
    g_autofree char *name = g_strndup (at + gap, word);
    const char *behind = at + gap + word + strspn (at + gap + word, " \t");

    at += gap + word;
    if (word == 0)
      continue;
    if (*behind == '=') {
      char *value;

      at = behind + 1;
      value = take_value (&at);
      if (here != NULL)
        take_parameter (here, name, value);
      else
        g_free (value);
      continue;
    }
    best = choose (best, here);
    here = g_ascii_strcasecmp (name, "Digest") == 0 ? g_new0 (TlWebDigest, 1) : NULL;
  }
  return choose (best, here);
}

/* ------------------------------------------------------------------ the answer */

/* H(a:b:c…) in hexadecimal digits; `secret` (nullable) comes behind the first two. */
static char *
hash (const TlWebDigest *digest, TlSecret *secret, const char *const *parts)
{
  g_autoptr (GChecksum) sum = g_checksum_new (digest->sha256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_MD5);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (i > 0)
      g_checksum_update (sum, (const guchar *) ":", 1);
    g_checksum_update (sum, (const guchar *) parts[i], (gssize) strlen (parts[i]));
  }
  if (secret != NULL) {
    gsize length;
    const char *bytes = tl_secret_peek (secret, &length);

    g_checksum_update (sum, (const guchar *) ":", 1);
    g_checksum_update (sum, (const guchar *) bytes, (gssize) length);
  }
  return g_strdup (g_checksum_get_string (sum));
}

static void
append_quoted (GString *line, const char *name, const char *value)
{
  g_string_append_printf (line, "%s=\"", name);
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (line, '\\');
    g_string_append_c (line, *p);
  }
  g_string_append (line, "\", ");
}

/* RFC 7616 3.4.1 to 3.4.3; without qop as in RFC 2069. */
static char *
respond (const TlWebDigest *digest, const char *user, TlSecret *password, const char *path,
         const char *cnonce)
{
  const char *who[] = {user, digest->realm, NULL};
  const char *what[] = {"GET", path, NULL};
  char *first = hash (digest, password, who);
  g_autofree char *second = hash (digest, NULL, what);
  const char *with[] = {first, digest->nonce, "00000001", cnonce, "auth", second, NULL};
  const char *without[] = {first, digest->nonce, second, NULL};
  char *response;

  if (digest->session) {
    const char *session[] = {first, digest->nonce, cnonce, NULL};
    char *of_session = hash (digest, NULL, session);

    tl_wipe_free (first);
    first = of_session;
    with[0] = without[0] = first;
  }
  response = hash (digest, NULL, digest->qop ? with : without);
  tl_wipe_free (first);
  return response;
}

char *
tl_web_digest_answer (const TlWebDigest *digest, const char *user, TlSecret *password,
                      const char *path, const char *cnonce)
{
  char *response = respond (digest, user, password, path, cnonce);
  GString *line = g_string_new ("Authorization: Digest ");

  append_quoted (line, "username", user);
  append_quoted (line, "realm", digest->realm);
  append_quoted (line, "nonce", digest->nonce);
  append_quoted (line, "uri", path);
  if (digest->opaque != NULL)
    append_quoted (line, "opaque", digest->opaque);
  if (digest->algorithm != NULL)
    g_string_append_printf (line, "algorithm=%s, ", digest->algorithm);
  if (digest->qop || digest->session)
    append_quoted (line, "cnonce", cnonce);
  if (digest->qop)
    g_string_append (line, "qop=auth, nc=00000001, ");
  g_string_append_printf (line, "response=\"%s\"", response);
  tl_wipe_free (response);
  return g_string_free (line, FALSE);
}
