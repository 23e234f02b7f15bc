/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What decides between the reasons of a 421, and shows an error that was translated on the way: the same
 * request again, with one thing changed. Each is one connection without a login. */
#include "tl-web-private.h"

#include <string.h>

#define MISDIRECTED 421
#define ADDRESSES_MAX 2
#define NAMES_MAX 4
/* Over connections of so many other names the request is tried. */
#define SHARED_MAX 3

static char *
authority_of (TlWeb *web, const char *host)
{
  TlUrl url = web->here;

  url.host = (char *) host;
  return tl_url_to_authority (&url);
}

static gboolean
is_tls (TlWeb *web)
{
  return strcmp (web->here.scheme, "https") == 0;
}

/* The step of one request, whose status is recorded as `fact`. FALSE where it brought no answer. */
static gboolean
compare (TlWeb *web, const char *step, const char *fact, const TlAddress *address,
         const char *server_name, const char *host, guint *status)
{
  g_autofree char *target = tl_address_to_target (address);
  g_autofree char *authority = authority_of (web, host);
  const TlWebRequest request = {.address = address,
                                .server_name = is_tls (web) ? server_name : NULL,
                                .authority = authority,
                                .path = web->here.path};
  g_autoptr (TlHttpAnswer) answer = NULL;

  tl_run_begin (web->run, step, target);
  answer = tl_web_ask (web, &request);
  *status = answer->status;
  if (answer->failure != TL_FAILURE_NONE)
    return tl_run_fail (web->run, answer->failure);
  tl_run_factf (web->run, fact, "%u", answer->status);
  if (answer->status != MISDIRECTED)
    return tl_run_end (web->run, TL_OUTCOME_OK);
  tl_run_fact (web->run, "step.failure", "reply");
  tl_run_end (web->run, TL_OUTCOME_FAILED);
  return TRUE;
}

/* ------------------------------------------------------------------ other names of the server */

static gboolean
has_address (const GPtrArray *addresses, const TlAddress *wanted)
{
  for (guint i = 0; i < addresses->len; i++)
    if (tl_address_equal_host (addresses->pdata[i], wanted))
      return TRUE;
  return FALSE;
}

static void
append (GString *list, const char *name)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", name);
}

/* Which other names of the certificate lead to the address that answered. (transfer full) */
static char **
find_neighbours (TlWeb *web)
{
  g_auto (GStrv) names = tl_web_other_names (web->names, web->here.host, NAMES_MAX);
  g_autoptr (GString) same = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (TlResolution) found =
        tl_resolver_lookup (tl_run_get_resolver (web->run), web->io, names[i], web->here.port,
                            web->settings->family, web->limits->quit);

    if (found->addresses->len == 0)
      continue;
    if (!has_address (found->addresses, &web->peer)) {
      append (other, names[i]);
      continue;
    }
    append (same, names[i]);
  }
  tl_run_fact_of (web->run, "http.request", "", "http.names.same_address", same->str);
  tl_run_fact_of (web->run, "http.request", "", "http.names.other_address", other->str);
  return g_strsplit (same->str, " ", -1);
}

/* ------------------------------------------------------------------ after a 421 */

static void
compare_addresses (TlWeb *web)
{
  const GPtrArray *all = tl_run_get_addresses (web->run);
  guint tried = 0;

  for (guint i = 0; i < all->len && tried < ADDRESSES_MAX; i++) {
    TlAddress address = *(const TlAddress *) all->pdata[i];
    guint status;

    if (tl_address_equal_host (&address, &web->peer))
      continue;
    if (tl_run_is_cancelled (web->run))
      return;
    tried++;
    tl_address_set_port (&address, web->here.port);
    if (compare (web, "http.compare.address", "http.address.status", &address, web->here.host,
                 web->here.host, &status) &&
        status != MISDIRECTED) {
      g_autofree char *text = tl_address_to_string (&address);

      tl_run_fact_of (web->run, "http.compare.address", "", "http.address.works", text);
      return;
    }
  }
}

/* A server that knows nothing of our name treats any other unknown one alike. */
static void
compare_unknown (TlWeb *web)
{
  guint status;

  compare (web, "http.compare.unknown", "http.unknown.status", &web->peer, web->here.host,
           "throughline.invalid", &status);
}

static gboolean
ask_fresh (TlWeb *web, guint *status)
{
  return compare (web, "http.compare.fresh", "http.fresh.status", &web->peer, web->here.host,
                  web->here.host, status);
}

/* The same without the proxy, where there is a way. */
static void
compare_direct (TlWeb *web)
{
  TlWebProxy *proxy = g_steal_pointer (&web->proxy);
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (web->run), web->io, web->here.host, web->here.port,
                          TL_FAMILY_ANY, web->limits->dns);
  guint status;

  if (found->addresses->len > 0 && !tl_run_is_cancelled (web->run))
    compare (web, "http.compare.direct", "http.direct.status", found->addresses->pdata[0],
             web->here.host, web->here.host, &status);
  web->proxy = proxy;
}

void
tl_web_compare_misdirected (TlWeb *web)
{
  g_auto (GStrv) neighbours = NULL;
  guint status = 0;

  if (!ask_fresh (web, &status) || status != MISDIRECTED)
    return;
  if (web->proxy != NULL)
    compare_direct (web);
  else if (strcmp (web->here.host, web->named.host) == 0)
    compare_addresses (web);
  if (!is_tls (web) || tl_run_is_cancelled (web->run))
    return;
  compare_unknown (web);
  neighbours = find_neighbours (web);
  if (neighbours[0] == NULL || tl_run_is_cancelled (web->run))
    return;
  compare (web, "http.compare.name", "http.name.status", &web->peer, neighbours[0], neighbours[0],
           &status);
  tl_run_fact_of (web->run, "http.compare.name", "", "http.name.asked", neighbours[0]);
}

/* ------------------------------------------------------------------ after an error of the server */

void
tl_web_compare_error (TlWeb *web)
{
  guint status;

  if (g_strcmp0 (web->answer->version, "HTTP/2") == 0)
    ask_fresh (web, &status);
}

/* ------------------------------------------------------------------ connections that are shared */

void
tl_web_compare_shared (TlWeb *web)
{
  g_auto (GStrv) neighbours = NULL;
  guint status = 0;

  if (!is_tls (web) || g_strcmp0 (web->answer->version, "HTTP/2") != 0)
    return;
  neighbours = find_neighbours (web);
  /* One of them may be set up like this site and another not. */
  for (guint i = 0; neighbours[i] != NULL && i < SHARED_MAX && status != MISDIRECTED; i++) {
    if (tl_run_is_cancelled (web->run))
      return;
    compare (web, "http.compare.shared", "http.shared.status", &web->peer, neighbours[i],
             web->here.host, &status);
    tl_run_fact_of (web->run, "http.compare.shared", "", "http.shared.name", neighbours[i]);
  }
}
