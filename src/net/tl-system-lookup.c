/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-system-lookup-private.h"

#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Shared with the thread that is inside getaddrinfo, which nobody can interrupt: whoever lets go
 * last frees it. */
struct _TlSystemQuery {
  gatomicrefcount refs;
  TlSystemLookup lookup;
  char *host;
  int family;
  int event_fd; /* readable once done */

  GMutex mutex;
  gboolean done;
  int code;
  struct addrinfo *found; /* (owned) */
};

void
tl_system_query_unref (TlSystemQuery *query)
{
  if (!g_atomic_ref_count_dec (&query->refs))
    return;
  if (query->found != NULL)
    freeaddrinfo (query->found);
  if (query->event_fd >= 0)
    close (query->event_fd);
  g_mutex_clear (&query->mutex);
  g_free (query->host);
  g_free (query);
}

static gpointer
system_query_thread (gpointer data)
{
  g_autoptr (TlSystemQuery) query = data;
  struct addrinfo hints = {.ai_family = query->family, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  int code = query->lookup (query->host, NULL, &hints, &found);

  g_mutex_lock (&query->mutex);
  query->done = TRUE;
  query->code = code;
  query->found = code == 0 ? found : NULL;
  g_mutex_unlock (&query->mutex);
  if (query->event_fd >= 0)
    eventfd_write (query->event_fd, 1);
  return NULL;
}

TlSystemQuery *
tl_system_query_new (TlSystemLookup lookup, const char *host, TlFamily family)
{
  TlSystemQuery *query = g_new0 (TlSystemQuery, 1);
  GThread *thread;

  g_atomic_ref_count_init (&query->refs);
  g_mutex_init (&query->mutex);
  query->lookup = lookup;
  query->host = g_strdup (host);
  query->family = family == TL_FAMILY_IPV4   ? AF_INET
                  : family == TL_FAMILY_IPV6 ? AF_INET6
                                             : AF_UNSPEC;
  query->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_atomic_ref_count_inc (&query->refs);
  thread = g_thread_try_new ("tl-getaddrinfo", system_query_thread, query, NULL);
  if (thread != NULL) {
    g_thread_unref (thread);
  } else {
    query->done = TRUE;
    query->code = EAI_MEMORY;
    tl_system_query_unref (query);
  }
  return query;
}

gboolean
tl_system_query_is_done (TlSystemQuery *query)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&query->mutex);

  return query->done;
}

/* The name of the code, which gai_strerror only gives as prose in the user's language. */
const char *
tl_system_code_name (int code)
{
  static const struct {
    int code;
    const char *name;
  } names[] = {
      {0, "ok"},
      {EAI_AGAIN, "EAI_AGAIN"},
      {EAI_NONAME, "EAI_NONAME"},
      {EAI_NODATA, "EAI_NODATA"},
      {EAI_FAIL, "EAI_FAIL"},
      {EAI_FAMILY, "EAI_FAMILY"},
      {EAI_ADDRFAMILY, "EAI_ADDRFAMILY"},
      {EAI_SYSTEM, "EAI_SYSTEM"},
      {EAI_MEMORY, "EAI_MEMORY"},
      {EAI_SERVICE, "EAI_SERVICE"},
      {EAI_BADFLAGS, "EAI_BADFLAGS"},
      {EAI_SOCKTYPE, "EAI_SOCKTYPE"},
      {EAI_OVERFLOW, "EAI_OVERFLOW"},
      {EAI_IDN_ENCODE, "EAI_IDN_ENCODE"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (names[i].code == code)
      return names[i].name;
  }
  return "EAI_OTHER";
}

int
tl_system_query_get_fd (TlSystemQuery *query)
{
  return tl_system_query_is_done (query) ? -1 : query->event_fd;
}

int
tl_system_query_get_code (TlSystemQuery *query)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&query->mutex);

  return query->done ? query->code : EAI_AGAIN;
}

const struct addrinfo *
tl_system_query_get_found (TlSystemQuery *query)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&query->mutex);

  return query->done ? query->found : NULL;
}
