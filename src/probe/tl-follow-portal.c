/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A page whose answer is known: where another one comes, the network wants a sign-in first. */
#include "tl-follow-private.h"

#include "tl-http.h"

#include <string.h>

#define PORTAL_MS 3000
#define LOOK_MS 1500
/* The answers that are known are short; a page to sign in is not. */
#define BODY_MAX 4096

/* "X-NetworkManager-Status: online" stands for the words of the body. */
static gboolean
is_expected (const TlHttpAnswer *answer, char **expected)
{
  gsize length = 0;
  const char *body = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";
  gboolean found =
      answer->status == 204 ||
      g_strcmp0 (tl_http_answer_get (answer, "x-networkmanager-status"), "online") == 0;

  for (guint i = 0; expected[i] != NULL && !found; i++)
    found = length >= strlen (expected[i]) && memcmp (body, expected[i], strlen (expected[i])) == 0;
  return found;
}

/* Where a redirect leads to another host, that is the page to sign in. (transfer full) */
static char *
find_page (const TlHttpAnswer *answer, const char *url)
{
  const char *location = tl_http_answer_get (answer, "location");
  g_auto (TlUrl) here = {0};
  g_auto (TlUrl) there = {0};
  g_autofree char *page = NULL;

  if (answer->status / 100 != 3 || location == NULL)
    return NULL;
  page = tl_url_resolve (url, location);
  if (page == NULL || !tl_url_parse (page, &there) || !tl_url_parse (url, &here) ||
      g_ascii_strcasecmp (here.host, there.host) == 0)
    return NULL;
  return g_steal_pointer (&page);
}

/* RFC 6585 6: 511 is nothing else. */
static const char *
judge (const TlHttpAnswer *answer, const TlReferencePortal *portal, const char *page)
{
  if (answer->failure != TL_FAILURE_NONE)
    return "silent";
  if (page != NULL || answer->status == 511)
    return "yes";
  if (answer->status / 100 == 2 && is_expected (answer, portal->answers))
    return "no";
  /* Another page in its place; of one that only the person knows it cannot be told. */
  return answer->status == 200 && portal->known ? "yes" : "not-known";
}

static gboolean
asks_password (const TlHttpAnswer *answer)
{
  gsize length = 0;
  const char *body = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : NULL;
  /* An empty one has no data. */
  g_autofree char *text = g_strndup (body != NULL ? body : "", length);
  g_autofree char *folded = g_ascii_strdown (text, -1);

  return strstr (folded, "type=\"password\"") != NULL ||
         strstr (folded, "type='password'") != NULL || strstr (folded, "type=password") != NULL;
}

/* Where name servers invent addresses, the page's own name may have got one, and what answers there may be
 * for wrong names alone: it says nothing where the host's name got another. Somebody who wants a password is
 * no help page. Gives whether the page speaks for the network. */
static gboolean
doubt_page (TlRun *run, const GPtrArray *addresses, const TlHttpAnswer *answer)
{
  g_autofree char *outcome = tl_evidence_builder_dup (tl_run_get_builder (run), "dns.outcome");
  g_autofree char *invented = tl_evidence_builder_dup (tl_run_get_builder (run), "dns.invented");
  gboolean same = FALSE;
  TlAddress address;

  if (invented == NULL || !tl_address_parse (invented, 0, &address))
    return TRUE;
  for (guint i = 0; i < addresses->len; i++)
    same |= tl_address_equal_host (addresses->pdata[i], &address);
  tl_run_yes_no (run, "local.portal.invented", same);
  tl_run_yes_no (run, "local.portal.asks_password", asks_password (answer));
  return !same || g_strcmp0 (outcome, "ok") != 0;
}

/* Whether the site that was asked for answered with the very page that came here. */
static void
compare_page (TlRun *run, const TlHttpAnswer *answer, const TlUrl *url)
{
  g_autofree char *theirs = tl_evidence_builder_dup (tl_run_get_builder (run), "http.body_print");
  g_autofree char *print = tl_http_answer_dup_print (answer, url);

  if (theirs != NULL && print != NULL)
    tl_run_yes_no (run, "local.portal.same_page", strcmp (theirs, print) == 0);
}

static void
ask (TlRun *run, const TlReferencePortal *portal, const TlUrl *url)
{
  TlIo *io = tl_run_get_io (run);
  /* A mere look has no time for what does not answer. */
  guint limit_ms = tl_run_get_settings (run)->kind == TL_JOB_ENVIRONMENT ? LOOK_MS : PORTAL_MS;
  double before = tl_io_now_ms (io);
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (run), io, url->host, url->port,
                          tl_run_get_settings (run)->family, limit_ms / 2);
  TlHttpRequest request = {
      .url = portal->url,
      .addresses = found->addresses,
      .trust = tl_run_get_trust (run),
      .idle_fd = -1,
      .body_max = BODY_MAX,
  };
  g_autoptr (TlHttpAnswer) answer = NULL;
  g_autofree char *page = NULL;

  if (found->addresses->len == 0) {
    tl_run_fact (run, "local.portal", "not-known");
    return;
  }
  if (limit_ms == LOOK_MS)
    limit_ms -= (guint) CLAMP (tl_io_now_ms (io) - before, 0, LOOK_MS / 2);
  answer = tl_http_get (io, &request, limit_ms);
  page = find_page (answer, portal->url);
  if (tl_run_is_cancelled (run))
    return;
  if (!doubt_page (run, found->addresses, answer)) {
    tl_run_fact (run, "local.portal", "not-known");
    return;
  }
  tl_run_fact (run, "local.portal", judge (answer, portal, page));
  compare_page (run, answer, url);
  if (page != NULL)
    tl_run_fact (run, "local.portal.url", page);
}

void
tl_follow_portal (TlRun *run)
{
  g_autoptr (TlReferencePortal) portal = tl_follow_find_portal (tl_run_get_settings (run));
  g_auto (TlUrl) url = {0};

  if (portal == NULL || !tl_url_parse (portal->url, &url))
    return;
  tl_run_begin (run, "local.portal", url.host);
  ask (run, portal, &url);
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
}
