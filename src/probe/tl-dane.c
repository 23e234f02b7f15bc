/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* DANE for mail (RFC 7672): what the DNS announces about the certificate of the named server, asked for
 * while the check is under way, and held against what the server showed. */
#include "tl-run-private.h"

#include "tl-tlsa.h"

#include <string.h>

/* From the beginning of the job; it is over before a usual check is. */
#define LIMIT_MS 2000
#define SMTP_PORT 25
#define RESOLV_CONF_MAX (64 * 1024)
/* Longest data of a record that is shown, in characters. */
#define SHOWN_MAX 128

struct _TlDane {
  TlRun *run;
  GThread *thread;
  TlIo *io;                    /* (owned) */
  TlEvidenceBuilder *recorder; /* (owned) */
  TlDnsCrawl *crawl;           /* (owned) of the thread while that runs */
  const char *host;
  guint port; /* of the job, in the end the one that it went over */
};

/* ---------------------------------------------------------------- asking */

/* The records of the port and, where that is another one, of port 25. */
static void
ask_all (TlDnsCrawl *crawl, gpointer user_data)
{
  TlDane *self = user_data;
  g_autofree char *base = NULL;
  g_autofree char *beside = NULL;

  tl_tlsa_ask (crawl, self->host, self->port, &base);
  tl_tlsa_ask (crawl, self->host, SMTP_PORT, &beside);
}

static gpointer
ask_thread (gpointer data)
{
  TlDane *self = data;

  tl_dns_crawl_run (self->crawl, self->io, LIMIT_MS, ask_all, self);
  return NULL;
}

TlDane *
tl_dane_begin (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  TlReach *reach = tl_run_get_reach (run);
  TlDane *self;

  if (settings->kind != TL_JOB_CHECK || settings->protocol != TL_PROTOCOL_SMTP ||
      settings->no_environment || !reach->asked || reach->addresses == NULL ||
      reach->addresses->len == 0 || tl_settings_effective_security (settings) == TL_SECURITY_NONE)
    return NULL;
  self = g_new0 (TlDane, 1);
  self->run = run;
  self->host = settings->host;
  self->port = tl_settings_effective_port (settings);
  self->crawl = tl_dns_crawl_new (tl_run_get_resolver (run));
  self->recorder = tl_evidence_builder_new (settings);
  self->io =
      tl_run_new_io (run, tl_io_get_cancellable (tl_run_get_io (run)), self->recorder, G_MAXUINT);
  self->thread = g_thread_new ("tl-dane", ask_thread, self);
  return self;
}

/* The job went on over another port than it began with: its records were not asked for yet. */
static void
ask_for_way (TlDane *self)
{
  guint port = tl_address_get_port (&tl_run_get_reach (self->run)->peer);

  if (port == 0 || port == self->port)
    return;
  self->port = port;
  tl_dns_crawl_run (self->crawl, self->io, LIMIT_MS, ask_all, self);
}

/* ---------------------------------------------------------------- who says that it is proven */

static gboolean
is_loopback (const char *server)
{
  return g_str_has_prefix (server, "127.") || g_str_has_prefix (server, "[::1]");
}

/* "options … trust-ad": the computer's own list says that its name servers and the way to them may be
 * believed (resolv.conf(5)). */
static gboolean
trusts_servers (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_get_contents ("/etc/resolv.conf", &text, &length, NULL) || length > RESOLV_CONF_MAX)
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "options") && strstr (lines[i], "trust-ad") != NULL)
      return TRUE;
  return FALSE;
}

/* An answer is proven here, or somewhere in the network by a name server whose word came unprotected. */
static const char *
find_prover (TlRun *run)
{
  g_auto (GStrv) servers = tl_resolver_list_servers (tl_run_get_resolver (run));
  gboolean here = servers[0] != NULL;

  for (guint i = 0; servers[i] != NULL; i++)
    here = here && is_loopback (servers[i]);
  return here || trusts_servers () ? "local" : "network";
}

/* ---------------------------------------------------------------- what came of it */

static void
record (TlDane *self, const char *fact, const char *value)
{
  g_autofree char *target = tl_address_to_target (&tl_run_get_reach (self->run)->peer);

  tl_run_fact_of (self->run, "tls.handshake", target, fact, value);
}

static const char *
judge (TlDane *self, guint port, char **base, const TlDnsRecord **which)
{
  const TlDnsAnswer *answer = tl_tlsa_ask (self->crawl, self->host, port, base);

  *which = NULL;
  if (answer == NULL)
    return "not-known";
  if (answer->outcome == TL_DNS_NO_SUCH_NAME || answer->outcome == TL_DNS_NO_ADDRESS)
    return "none";
  if (answer->outcome != TL_DNS_OK)
    return "not-known";
  if (!answer->authentic)
    return "not-secure";
  switch (tl_tlsa_judge (answer->records, tl_run_get_reach (self->run)->shown, *base, self->host,
                         which)) {
    case TL_TLSA_GOOD:
      return "good";
    case TL_TLSA_MISMATCH:
      return "mismatch";
    case TL_TLSA_UNUSABLE:
    default:
      return "unusable";
  }
}

/* The record, and what would have had to stand in it. */
static void
record_pair (TlDane *self, const TlDnsRecord *which)
{
  TlReach *reach = tl_run_get_reach (self->run);
  /* Usage 2 speaks of the one that issued, where it was sent. */
  guint at = which->priority == 2 && reach->shown->len > 1 ? reach->shown->len - 1 : 0;
  g_autofree char *digest = tl_tlsa_digest (reach->shown->pdata[at], which->weight, which->port);
  g_autofree char *published = g_strdup_printf ("%u %u %u %.*s", which->priority, which->weight,
                                                which->port, SHOWN_MAX, which->name);
  g_autofree char *shown = g_strdup_printf ("%u %u %u %.*s", which->priority, which->weight,
                                            which->port, SHOWN_MAX, digest != NULL ? digest : "");

  record (self, "tls.dane.published", published);
  record (self, "tls.dane.shown", shown);
}

static void
conclude (TlDane *self)
{
  g_autofree char *base = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *name = NULL;
  const TlDnsRecord *which = NULL;
  const char *word;

  ask_for_way (self);
  word = judge (self, self->port, &base, &which);
  name = g_strdup_printf ("_%u._tcp.%s", self->port, base != NULL ? base : self->host);
  record (self, "tls.dane", word);
  record (self, "tls.dane.name", name);
  if (which != NULL) {
    record (self, "tls.dane.proven_by", find_prover (self->run));
    record_pair (self, which);
  }
  if (self->port == SMTP_PORT)
    return;
  word = judge (self, SMTP_PORT, &beside, &which);
  if (strcmp (word, "none") != 0)
    record (self, "tls.dane.port_25", word);
}

void
tl_dane_end (TlDane *self)
{
  if (self == NULL)
    return;
  g_thread_join (self->thread);
  if (tl_run_get_reach (self->run)->shown != NULL && !tl_run_is_cancelled (self->run))
    conclude (self);
  tl_dns_crawl_free (self->crawl);
  tl_io_unref (self->io);
  tl_evidence_builder_unref (self->recorder);
  g_free (self);
}
