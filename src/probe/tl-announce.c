/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the settings of a job will lead to, said before it begins. */
#include "tl-survey-private.h"

#include "tl-domain-private.h"
#include "tl-follow-private.h"

#include <string.h>

/* One connection to each usual port of one address of each family, and to the job's own; two more
 * where a port starts the other way round than usual. */
static guint
count_survey (TlSettings *settings)
{
  const guint *ports = tl_ports_usual (settings->protocol);
  guint families = settings->family == TL_FAMILY_ANY ? 2 : 1;
  guint own =
      settings->kind == TL_JOB_CHECK ? tl_settings_effective_port (settings) : settings->port;
  guint n = own != 0;

  for (guint i = 0; ports[i] != 0; i++)
    n += ports[i] != own;
  return n * families + TL_SURVEY_SPARE_CONNECTIONS;
}

static gboolean
logs_in (TlSettings *settings)
{
  return settings->user[0] != '\0' && settings->auth != TL_AUTH_NONE;
}

/* Whether the login may go out with the envelope behind it; a server that minds that and does not look
 * at the login gets it once more, alone (docs/decisions/0009). */
static gboolean
may_log_in_twice (TlSettings *settings)
{
  return logs_in (settings) && !settings->send && settings->sessions <= 1 &&
         tl_settings_effective_security (settings) != TL_SECURITY_NONE &&
         (settings->auth == TL_AUTH_AUTO || settings->auth == TL_AUTH_PLAIN);
}

/* One conversation, and what was asked for beside it: the other form of the user name, the greylisted
 * triplet tried again, further sessions. Told apart: the other pairing, and a 421 or an unheard login tried
 * again (never both: after a 421 nothing goes out behind a login). */
static void
count_smtp (TlSettings *settings, TlAnnouncement *plan)
{
  gboolean waits = settings->retry_greylist_s > 0 && settings->to[0] != '\0';
  gboolean forms = settings->try_user_forms && logs_in (settings);
  guint further = settings->sessions > 1 ? settings->sessions - 1 : 0;

  /* Where the login fails, the other form may be tried; where it does not, what follows it. */
  plan->connections = 1 + MAX (forms ? 1 : 0, (waits ? 1 : 0) + further);
  plan->logins = logs_in (settings) ? 1 + (forms || waits ? 1 : 0) : 0;
  plan->once_more = 2;
  plan->login_once_more = may_log_in_twice (settings) ? 1 : 0;
  plan->other_ports = count_survey (settings);
  plan->or_no_tls = TRUE;
}

/* The check and, where its port stays silent, the other pairing, or where a handshake is cut short, one on which
 * nothing is said; the other form of the user name, which
 * only a refused login leads to, or further sessions. */
static void
count_ftp (TlSettings *settings, TlAnnouncement *plan)
{
  gboolean forms = settings->try_user_forms && logs_in (settings);
  guint more = MAX (forms ? 1 : 0, settings->sessions > 1 ? settings->sessions - 1 : 0);

  plan->connections = 2 + more;
  plan->logins = logs_in (settings) ? 1 + more : 0;
  plan->other_ports = count_survey (settings);
  plan->or_no_tls = TRUE;
}

/* For each mode one data connection, the announced address of PASV and that of the server apart, the
 * whole once more unprotected, and two for the file that is stored and fetched. Where a mode fails, the
 * others may need at most two logins more (tl-ftp-matrix.c). */
static void
count_data (TlSettings *settings, TlAnnouncement *plan)
{
  TlFtpMode mode = settings->ftp_mode;
  gboolean named = mode == TL_FTP_MODE_EPSV || mode == TL_FTP_MODE_PASV ||
                   mode == TL_FTP_MODE_EPRT || mode == TL_FTP_MODE_PORT;
  guint modes = named ? 1 : mode == TL_FTP_MODE_PASSIVE || mode == TL_FTP_MODE_ACTIVE ? 2 : 4;

  if (!logs_in (settings))
    return;
  if (!named && settings->pasv_announced)
    modes++;
  if (!named && settings->protect_clear)
    modes *= 2;
  plan->data_connections = modes + (settings->upload ? 2 : 0);
  plan->more_modes = named ? 0 : 2;
}

/* The exchanger is only found by the job itself; its domain stands for it. */
static TlAnnouncement *
announce_domain (TlSettings *settings)
{
  g_autofree char *policy_host = tl_domain_dup_policy_host (settings->host);
  const char *hosts[] = {settings->host, settings->no_environment ? NULL : policy_host, NULL};
  g_autoptr (GPtrArray) lists = tl_domain_list_lists (settings);
  TlAnnouncement *plan = tl_announcement_new (hosts, settings->no_environment ? 1 : 2, 0);

  plan->lists = g_new0 (char *, lists->len + 1);
  for (guint i = 0; i < lists->len; i++)
    plan->lists[i] = g_strdup (((TlReferenceList *) lists->pdata[i])->zone);
  return plan;
}

/* Our own handshake, the request and five redirects, a 421 repeated by libsoup and then compared with a
 * fresh connection, two other addresses, an unknown name and another one, or a look at the frames of who
 * gave no answer; a second look at a head that may have been cut; the login, and once more where its
 * answer leads. */
static void
count_http (TlSettings *settings, TlAnnouncement *plan)
{
  plan->logins = logs_in (settings) ? 2 : 0;
  plan->connections = 1 + 6 + 1 + 5 + 1 + plan->logins;
}

/* Whom a look for settings may ask, beside the name servers (src/accounts), and how often: once, and once
 * more where it sends on. */
static void
announce_lookups (TlSettings *settings, TlAnnouncement *plan)
{
  const char *at = strrchr (settings->address, '@');
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autofree char *own = at != NULL ? g_strconcat ("autoconfig.", at + 1, NULL) : NULL;

  if (at == NULL || at[1] == '[' || *settings->host != '\0' || settings->no_environment)
    return;
  g_strv_builder_add_many (hosts, own, at + 1, NULL);
  if (settings->public_database)
    g_strv_builder_add (hosts, "autoconfig.thunderbird.net");
  plan->lookups = g_strv_builder_end (hosts);
  plan->lookup_connections = 2 * g_strv_length (plan->lookups);
}

/* Whether the job may come to a handshake of its own. */
static gboolean
may_encrypt (TlSettings *settings)
{
  if (settings->protocol == TL_PROTOCOL_HTTP)
    return g_ascii_strncasecmp (settings->url, "https:", strlen ("https:")) == 0;
  return tl_settings_effective_security (settings) != TL_SECURITY_NONE;
}

static void
announce_check (TlSettings *settings, TlAnnouncement *plan)
{
  if (settings->protocol == TL_PROTOCOL_HTTP) {
    count_http (settings, plan);
  } else if (settings->protocol == TL_PROTOCOL_SMTP) {
    count_smtp (settings, plan);
  } else {
    count_ftp (settings, plan);
    count_data (settings, plan);
  }
  plan->versions = may_encrypt (settings) ? TL_VERSIONS_CONNECTIONS : 0;
  plan->lists_versions = settings->tls_versions;
  plan->asks_nobody = settings->protocol == TL_PROTOCOL_SMTP && !settings->no_environment;
  plan->sends_message =
      settings->protocol == TL_PROTOCOL_SMTP && settings->send && settings->to[0] != '\0';
  plan->follows_redirects = settings->protocol == TL_PROTOCOL_HTTP;
  if (plan->follows_redirects)
    tl_web_proxy_announce (settings, plan);
  plan->uploads_file = settings->protocol == TL_PROTOCOL_FTP && settings->upload;
  plan->other_ways = !settings->no_environment;
  announce_lookups (settings, plan);
}

/* A look at this computer needs no server; it asks the references and the portal's page in any case. */
static TlAnnouncement *
announce_environment (TlSettings *settings)
{
  g_autofree char *portal = tl_follow_dup_portal_host (settings);
  g_auto (GStrv) references = tl_follow_dup_references (settings);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  TlAnnouncement *plan;

  if (references != NULL)
    g_strv_builder_addv (hosts, (const char **) references);
  if (portal != NULL)
    g_strv_builder_add (hosts, portal);
  list = g_strv_builder_end (hosts);
  plan = tl_announcement_new ((const char *const *) list, 0, 0);
  plan->looks_only = TRUE;
  return plan;
}

/* An address needs no looking up, as far as can be told without doing it. */
static gboolean
asks_names (TlSettings *settings)
{
  TlAddress literal;

  return !settings->no_environment && !tl_address_parse (settings->host, 0, &literal);
}

TlAnnouncement *
tl_plan_announce (TlSettings *settings)
{
  const char *named[] = {settings->host[0] != '\0' ? settings->host : NULL, NULL};
  TlAnnouncement *plan;

  if (settings->kind == TL_JOB_DOMAIN)
    return announce_domain (settings);
  if (settings->kind == TL_JOB_ENVIRONMENT)
    return announce_environment (settings);
  plan = tl_announcement_new (named, 0, 0);
  if (settings->kind == TL_JOB_DISCOVER) {
    announce_lookups (settings, plan);
    plan->looks_only = TRUE;
    return plan;
  }
  if (settings->kind == TL_JOB_CHECK) {
    announce_check (settings, plan);
  } else {
    plan->connections = count_survey (settings);
    plan->logins = logs_in (settings) ? 1 : 0;
  }
  plan->asks_names = asks_names (settings);
  plan->portal = tl_follow_dup_portal_host (settings);
  plan->references = tl_follow_dup_references (settings);
  return plan;
}
