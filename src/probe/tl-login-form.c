/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-login-form.h"

#include <string.h>

static const char *
domain_of (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL && at[1] != '\0' ? at + 1 : NULL;
}

/* "mail.example.org" serves example.org more often than not. */
static const char *
domain_of_host (const char *host)
{
  const char *dot = strchr (host, '.');

  if (dot == NULL || strchr (dot + 1, '.') == NULL || g_hostname_is_ip_address (host))
    return NULL;
  return dot + 1;
}

char *
tl_login_dup_other_form (const TlSettings *settings)
{
  const char *at = strrchr (settings->user, '@');
  const char *domain;

  if (at != NULL)
    return at == settings->user ? NULL : g_strndup (settings->user, (gsize) (at - settings->user));
  domain = domain_of (settings->address);
  if (domain == NULL)
    domain = domain_of (settings->from);
  if (domain == NULL)
    domain = domain_of_host (settings->host);
  return domain != NULL ? g_strdup_printf ("%s@%s", settings->user, domain) : NULL;
}

/* Words of a refusal that is about name and password. */
static const char *const about_login[] = {
    "incorrect", "invalid", "wrong", "failed", "failure", "not logged in", "cannot log in",
};

/* Words of any other reason: one more login helps none of them and harms with some. */
static const char *const about_others[] = {
    "limit",   "many",   "maximum",   "connection", "session",  "busy",    "later",    "again",
    "wait",    "tempor", "minute",    "second",     "lock",     "disable", "suspend",  "expire",
    "block",   "ban",    "attempt",   "address",    "host",     " ip",     "tls",      "ssl",
    "secur",   "encryp", "home",      "director",   "folder",   "shell",   "quota",    "anonymous",
    "allowed", "permit", "certifica", "exceed",     "consecut", "already", "instance", "overload",
};

static gboolean
has_any (const char *text, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
tl_login_may_be_form (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return has_any (lower, about_login, G_N_ELEMENTS (about_login)) &&
         !has_any (lower, about_others, G_N_ELEMENTS (about_others));
}
