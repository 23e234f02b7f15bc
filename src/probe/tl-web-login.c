/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The login of a web check. Nothing of it goes over a channel that was not proven safe, unless the
 * person said so in so many words, and nothing to another address than the one that was asked for. */
#include "tl-web-private.h"

#include <string.h>
#include <sys/random.h>

#define CNONCE_BYTES 16
/* Redirects that are followed with the login. */
#define FOLLOWED_MAX 1

gboolean
tl_web_has_login (TlWeb *web)
{
  return *web->settings->user != '\0' && web->settings->password != NULL &&
         web->settings->auth != TL_AUTH_NONE;
}

/* Why the login is not tried, or NULL; then *method is "basic", or "digest" with its challenge. Digest
 * keeps the password to itself where nothing else does. */
static const char *
judge_login (TlWeb *web, const char **method, TlWebDigest **digest)
{
  const char *header = tl_http_answer_get (web->answer, "www-authenticate");
  g_autofree char *challenges = tl_web_challenges (header);
  g_auto (GStrv) offered = g_strsplit (challenges, " ", -1);
  gboolean basic = g_strv_contains ((const char *const *) offered, "basic");
  gboolean tls = strcmp (web->here.scheme, "https") == 0;

  /* What a redirect leads to is not what the login was given for. */
  if (!tl_url_same_origin (&web->here, &web->named))
    return "not-sent";
  if (!tls && !web->settings->allow_plaintext)
    return "not-sent";
  *digest = basic && tls ? NULL : tl_web_digest_parse (header);
  *method = *digest != NULL ? "digest" : "basic";
  return basic || *digest != NULL ? NULL : "no-common-mechanism";
}

/* RFC 7617 2 */
static char *
basic_line (const char *name, TlSecret *password)
{
  gsize length;
  const char *secret = tl_secret_peek (password, &length);
  gsize user = strlen (name);
  guchar *pair = g_malloc (user + 1 + length);
  char *coded, *line;

  memcpy (pair, name, user);
  pair[user] = ':';
  memcpy (pair + user + 1, secret, length);
  coded = g_base64_encode (pair, user + 1 + length);
  line = g_strconcat ("Authorization: Basic ", coded, NULL);
  tl_wipe (pair, user + 1 + length);
  g_free (pair);
  tl_wipe_free (coded);
  return line;
}

/* NULL where the system has no random numbers. */
static char *
digest_line (TlWeb *web, const TlWebDigest *digest)
{
  guint8 bytes[CNONCE_BYTES];
  char cnonce[2 * CNONCE_BYTES + 1];

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    return NULL;
  for (guint i = 0; i < CNONCE_BYTES; i++)
    g_snprintf (cnonce + 2 * i, 3, "%02x", bytes[i]);
  return tl_web_digest_answer (digest, web->settings->user, web->settings->password, web->here.path,
                               cnonce);
}

/* A nonce that has run out says nothing of the password (RFC 7616 3.3). Whoever sends on may do so with
 * anybody, and an error or a refusal may have come before the login was looked at. */
static const char *
judge_answer (TlWeb *web, const TlHttpAnswer *answer)
{
  g_autoptr (TlWebDigest) again = NULL;

  if (answer->status / 100 == 2)
    return "ok";
  if (tl_web_location_of (answer) != NULL)
    return "redirected";
  /* Another page may want another login. */
  if (answer->status != 401 || strcmp (web->here.path, web->named.path) != 0)
    return "not-known";
  again = tl_web_digest_parse (tl_http_answer_get (answer, "www-authenticate"));
  return again != NULL && again->stale ? "failed" : "rejected";
}

static gboolean
end_login (TlWeb *web, const TlHttpAnswer *answer)
{
  if (tl_web_location_of (answer) != NULL)
    return tl_run_fail_as (web->run, "redirect");
  if (answer->status >= 300)
    return tl_run_fail_as (web->run, "reply");
  if (!answer->broken)
    return tl_run_end (web->run, TL_OUTCOME_OK);
  /* Let in, and then half a page. */
  tl_run_fact (web->run, "http.body_whole", "no");
  return answer->stalled != TL_FAILURE_NONE ? tl_run_fail (web->run, answer->stalled)
                                            : tl_run_fail_as (web->run, "closed-partway");
}

static TlHttpAnswer *
ask_with_login (TlWeb *web, const TlWebDigest *digest)
{
  g_autofree char *authority = tl_url_to_authority (&web->here);
  char *line = digest != NULL ? digest_line (web, digest)
                              : basic_line (web->settings->user, web->settings->password);
  const TlWebRequest request = {.address = &web->peer,
                                .server_name =
                                    strcmp (web->here.scheme, "https") == 0 ? web->here.host : NULL,
                                .authority = authority,
                                .path = web->here.path,
                                .login = line,
                                .shown = digest != NULL ? "Authorization: Digest [hidden: login]"
                                                        : "Authorization: Basic [hidden: login]"};
  TlHttpAnswer *answer;

  if (line == NULL) {
    answer = tl_http_answer_new ();
    answer->failure = TL_FAILURE_NETWORK;
    return answer;
  }
  answer = tl_web_ask (web, &request);
  tl_wipe_free (line);
  return answer;
}

/* Where an answer leads; then NULL where the login may go there, too: it was given for this server
 * (RFC 7617 2.2). */
static const char *
judge_next (TlWeb *web, const TlHttpAnswer *answer, const GPtrArray *seen, char **next)
{
  const char *location = tl_web_location_of (answer);
  g_auto (TlUrl) url = {0};
  GPtrArray *addresses = NULL;
  const char *why;

  *next = location != NULL ? tl_url_resolve (web->url, location) : NULL;
  if (*next == NULL)
    return "refused-scheme";
  why = tl_web_judge_redirect (web, *next, seen, &addresses);
  g_clear_pointer (&addresses, g_ptr_array_unref);
  if (why != NULL)
    return why;
  return tl_url_parse (*next, &url) && tl_url_same_origin (&url, &web->named) ? NULL : "same-site";
}

/* The request with the login, and the one to which its answer leads, within the same server. */
static TlHttpAnswer *
ask_where_it_leads (TlWeb *web, const TlWebDigest *digest)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  TlHttpAnswer *answer = ask_with_login (web, digest);
  const char *why = NULL;

  for (guint i = 0; i <= FOLLOWED_MAX && tl_web_location_of (answer) != NULL; i++) {
    g_autofree char *next = NULL;

    g_ptr_array_add (seen, g_strdup (web->url));
    why = judge_next (web, answer, seen, &next);
    tl_web_record_header (web, answer, "http.redirect.location", "location");
    if (why == NULL && i == FOLLOWED_MAX)
      why = "same-site";
    tl_run_fact (web->run, "http.redirect.outcome", why != NULL ? why : "followed");
    if (why != NULL || tl_run_is_cancelled (web->run))
      break;
    g_free (web->url);
    web->url = g_steal_pointer (&next);
    tl_url_clear (&web->here);
    tl_url_parse (web->url, &web->here);
    tl_http_answer_free (answer);
    answer = ask_with_login (web, digest);
  }
  return answer;
}

gboolean
tl_web_log_in (TlWeb *web)
{
  g_autofree char *target = tl_address_to_target (&web->peer);
  g_autoptr (TlWebDigest) digest = NULL;
  g_autoptr (TlHttpAnswer) answer = NULL;
  const char *method = NULL;
  const char *why = judge_login (web, &method, &digest);

  tl_run_begin (web->run, "http.auth", target);
  if (why != NULL) {
    tl_run_fact (web->run, "http.auth.outcome", why);
    return tl_run_fail_as (web->run, strcmp (why, "not-sent") == 0 ? "not-allowed" : "not-offered");
  }
  tl_run_fact (web->run, "http.auth.method", method);
  answer = ask_where_it_leads (web, digest);
  if (answer->failure != TL_FAILURE_NONE) {
    tl_run_fact (web->run, "http.auth.outcome", "failed");
    return tl_run_fail (web->run, answer->failure);
  }
  tl_run_factf (web->run, "http.status", "%u", answer->status);
  tl_web_record_words (web, answer);
  tl_run_fact (web->run, "http.auth.outcome", judge_answer (web, answer));
  return end_login (web, answer);
}
