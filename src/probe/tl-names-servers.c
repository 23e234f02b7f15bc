/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One name server of this computer against the other: they may be of two networks, one of them inside
 * a company or a VPN, and know different addresses. */
#include "tl-names.h"

#include <string.h>

#define SERVERS_MAX 4
#define LIST_MAX (64 * 1024)

/* ------------------------------------------------------------------ whom to ask */

/* A program on this computer looks names up for all others, and asks the name servers of each link; the
 * lists that such programs leave of them, in the form of resolv.conf(5): systemd-resolved's,
 * NetworkManager's, and resolvconf's for dnsmasq. */
static const char *const behind[] = {
    "/run/systemd/resolve/resolv.conf",
    "/run/NetworkManager/no-stub-resolv.conf",
    "/run/dnsmasq/resolv.conf",
};

static gboolean
is_stub (const char *server)
{
  return g_str_has_suffix (server, ":53") &&
         (g_str_has_prefix (server, "127.") || g_str_has_prefix (server, "[::1]"));
}

static void
add_listed (GPtrArray *servers, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > LIST_MAX)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && servers->len < SERVERS_MAX; i++) {
    g_autofree char *server = NULL;
    TlAddress address;

    if (!g_str_has_prefix (lines[i], "nameserver ") ||
        !tl_address_parse (g_strstrip (lines[i] + 11), 53, &address))
      continue;
    server = tl_address_to_target (&address);
    if (!is_stub (server) && !g_ptr_array_find_with_equal_func (servers, server, g_str_equal, NULL))
      g_ptr_array_add (servers, g_steal_pointer (&server));
  }
}

gboolean
tl_names_parse_server (const char *server, TlAddress *out)
{
  const char *colon = strrchr (server, ':');
  g_autofree char *literal = NULL;

  if (colon == NULL)
    return FALSE;
  literal = server[0] == '[' ? g_strndup (server + 1, (gsize) MAX (colon - server - 2, 0))
                             : g_strndup (server, (gsize) (colon - server));
  return tl_address_parse (literal, (guint) g_ascii_strtoull (colon + 1, NULL, 10), out);
}

GPtrArray *
tl_names_list_servers (TlRun *run, guint *behind_it)
{
  g_auto (GStrv) own = tl_resolver_list_servers (tl_run_get_resolver (run));
  GPtrArray *servers = g_ptr_array_new_with_free_func (g_free);
  gboolean stub = own[0] != NULL && !tl_run_get_settings (run)->no_environment;
  guint n;

  for (guint i = 0; own[i] != NULL && i < SERVERS_MAX - 1; i++) {
    g_ptr_array_add (servers, g_strdup (own[i]));
    stub = stub && is_stub (own[i]);
  }
  n = servers->len;
  for (gsize i = 0; stub && i < G_N_ELEMENTS (behind); i++)
    add_listed (servers, behind[i]);
  if (behind_it != NULL)
    *behind_it = servers->len - n;
  return servers;
}

/* ------------------------------------------------------------------ what they say */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
sorted_addresses (const TlDnsAnswer *answer)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < answer->records->len; i++)
    g_ptr_array_add (names, ((const TlDnsRecord *) answer->records->pdata[i])->name);
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) names->pdata[i]);
  return g_string_free (text, FALSE);
}

/* Some services give each asker another address: only an answer against none, or a private address
 * against a public one, is a difference that matters. */
static char *
view_of (const TlDnsAnswer *answer)
{
  const TlDnsRecord *first = answer->records->len > 0 ? answer->records->pdata[0] : NULL;
  TlAddress address;

  if (first == NULL || !tl_address_parse (first->name, 0, &address))
    return g_strdup (tl_dns_outcome_to_string (answer->outcome));
  return g_strdup (tl_address_kind (&address));
}

static gboolean
is_view (const char *view)
{
  return strcmp (view, "silent") != 0 && strcmp (view, "refused") != 0 &&
         strcmp (view, "servfail") != 0 && strcmp (view, "other") != 0;
}

void
tl_names_compare_servers (TlRun *run, const char *host)
{
  g_autoptr (GPtrArray) servers = tl_names_list_servers (run, NULL);
  g_autofree char *first = NULL;
  gboolean split = FALSE;

  if (servers->len < 2)
    return;
  for (guint n = 0; n < servers->len && !tl_run_is_cancelled (run); n++) {
    g_autoptr (TlResolver) resolver = tl_resolver_new (NULL, NULL);
    g_autofree char *fact = g_strdup_printf ("dns.server.%u", n);
    g_autofree char *addresses = NULL;
    g_autofree char *view = NULL;
    const char *server = servers->pdata[n];
    TlDnsQuestion question = {.name = host, .type = "A"};

    tl_resolver_set_servers (resolver, server);
    tl_resolver_ask (resolver, tl_run_get_io (run), &question, 1, TL_NAMES_LIMIT_MS / 2);
    addresses = sorted_addresses (question.answer);
    view = view_of (question.answer);
    tl_run_factf (run, fact, "%s: %s", server,
                  *addresses != '\0' ? addresses
                                     : tl_dns_outcome_to_string (question.answer->outcome));
    tl_dns_answer_free (question.answer);
    if (!is_view (view))
      continue;
    split |= first != NULL && strcmp (first, view) != 0;
    if (first == NULL)
      first = g_steal_pointer (&view);
  }
  tl_run_yes_no (run, "dns.split", split);
}
