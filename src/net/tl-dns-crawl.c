/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions that lead to further questions. Whoever wants to know something asks for it again and
 * again, and goes as far as the answers go that are there: so one pass over a tree of records asks
 * for everything that can be asked for by now, and the whole takes the longest chain only. */
#include "tl-dns-private.h"

#include <netinet/in.h>

/* Bound on what hostile records can make us ask (RFC 7208 4.6.4 allows far less). */
#define QUESTIONS_MAX 400

typedef struct {
  TlDnsQuestion question;
  char *name; /* (owned) */
  char *type; /* (owned) */
} Entry;

struct _TlDnsCrawl {
  TlResolver *resolver;
  GHashTable *entries;    /* "TYPE name" -> Entry */
  TlDnsAsker *asker;      /* (nullable) while it runs */
  GPtrArray *waiting;     /* Entry, not handed to the asker yet */
  TlDnsAnswer *no_answer; /* what everything beyond the bound gets */
};

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->question.answer, tl_dns_answer_free);
  g_free (entry->name);
  g_free (entry->type);
  g_free (entry);
}

TlDnsCrawl *
tl_dns_crawl_new (TlResolver *resolver)
{
  TlDnsCrawl *crawl = g_new0 (TlDnsCrawl, 1);

  crawl->resolver = resolver;
  crawl->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);
  crawl->waiting = g_ptr_array_new ();
  crawl->no_answer = tl_dns_answer_new (TL_DNS_NOT_KNOWN);
  return crawl;
}

void
tl_dns_crawl_free (TlDnsCrawl *crawl)
{
  g_hash_table_unref (crawl->entries);
  g_ptr_array_unref (crawl->waiting);
  tl_dns_answer_free (crawl->no_answer);
  g_free (crawl);
}

guint
tl_dns_crawl_count (const TlDnsCrawl *crawl)
{
  return g_hash_table_size (crawl->entries);
}

const TlDnsAnswer *
tl_dns_crawl_ask (TlDnsCrawl *crawl, const char *name, const char *type)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *key = g_strconcat (type, " ", lower, NULL);
  Entry *entry = g_hash_table_lookup (crawl->entries, key);

  if (entry != NULL)
    return entry->question.answer;
  if (g_hash_table_size (crawl->entries) >= QUESTIONS_MAX)
    return crawl->no_answer;
  entry = g_new0 (Entry, 1);
  entry->name = g_steal_pointer (&lower);
  entry->type = g_strdup (type);
  entry->question = (TlDnsQuestion){.name = entry->name, .type = entry->type};
  g_hash_table_insert (crawl->entries, g_steal_pointer (&key), entry);
  g_ptr_array_add (crawl->waiting, entry);
  return NULL;
}

static void
send_waiting (TlDnsCrawl *crawl)
{
  for (guint i = 0; i < crawl->waiting->len; i++) {
    Entry *entry = crawl->waiting->pdata[i];

    tl_dns_asker_add (crawl->asker, &entry->question);
  }
  g_ptr_array_set_size (crawl->waiting, 0);
}

static gboolean
any_new_answer (TlDnsCrawl *crawl)
{
  gboolean any = FALSE;

  while (tl_dns_asker_take_answered (crawl->asker) != NULL)
    any = TRUE;
  return any;
}

/* What nobody answered, or could still be asked, is silence. */
static void
close_open_questions (TlDnsCrawl *crawl)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, crawl->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Entry *entry = value;

    if (entry->question.answer == NULL)
      entry->question.answer = tl_dns_answer_new (TL_DNS_SILENT);
  }
  g_ptr_array_set_size (crawl->waiting, 0);
}

void
tl_dns_crawl_run (TlDnsCrawl *crawl, TlIo *io, guint limit_ms, TlDnsCrawlFunc func,
                  gpointer user_data)
{
  gint64 until = tl_io_limit (io, limit_ms);

  crawl->asker = tl_dns_asker_new (tl_resolver_get_servers (crawl->resolver), NULL, 0);
  func (crawl, user_data);
  send_waiting (crawl);
  /* An answer can be there at once: of a name that cannot be asked for. */
  while (any_new_answer (crawl)) {
    func (crawl, user_data);
    send_waiting (crawl);
  }
  while (!tl_dns_asker_is_done (crawl->asker)) {
    if (tl_dns_asker_wait (crawl->asker, io, -1, until) == TL_FAILURE_CANCELLED ||
        tl_clock_us () >= until)
      break;
    while (any_new_answer (crawl)) {
      func (crawl, user_data);
      send_waiting (crawl);
    }
  }
  g_clear_pointer (&crawl->asker, tl_dns_asker_free);
  close_open_questions (crawl);
}

char *
tl_dns_reverse_name (const TlAddress *address, const char *zone)
{
  const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) &address->storage;
  const struct sockaddr_in *four = (const struct sockaddr_in *) &address->storage;
  g_autoptr (GString) name = g_string_new (NULL);

  if (tl_address_is_ipv6 (address)) {
    for (int i = 15; i >= 0; i--)
      g_string_append_printf (name, "%x.%x.", six->sin6_addr.s6_addr[i] & 0x0f,
                              six->sin6_addr.s6_addr[i] >> 4);
    g_string_append (name, zone != NULL ? zone : "ip6.arpa");
  } else {
    const guchar *bytes = (const guchar *) &four->sin_addr;

    g_string_append_printf (name, "%u.%u.%u.%u.%s", bytes[3], bytes[2], bytes[1], bytes[0],
                            zone != NULL ? zone : "in-addr.arpa");
  }
  return g_string_free (g_steal_pointer (&name), FALSE);
}
