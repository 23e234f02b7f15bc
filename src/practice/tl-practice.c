/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-practice-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "127.0.0.1"
#define TALKS_MAX 16
#define DAY_S (24 * G_GINT64_CONSTANT (3600))
#define GREYLIST_S 60
#define TRIPLETS_MAX 256
#define FILES_MAX 8
/* The silent server is given up earlier than a real one would be: it is known to stay silent. */
#define SILENT_TIMEOUT_S 8

typedef struct {
  TlScenario scenario;
  TlFault faults;
} Entry;

struct _TlPractice {
  const Entry *entry;
  GCancellable *cancellable;
  TlIo *io;
  TlTlsIdentity *identity;
  char *ca_file;
  char *password;
  int listener;
  guint port;
  GThread *thread;  /* accepts */
  GPtrArray *talks; /* TlTalk, the accepting thread's own */

  GMutex mutex; /* guards what follows */
  guint connections;
  guint logins;
  guint greylist_s;
  GHashTable *triplets; /* "from to" → gint64 *, when first seen */
  GHashTable *files;    /* name → GBytes */
};

/* ------------------------------------------------------------------ the table */

static const Entry entries[] = {
    /* Translators: titles of practice scenarios: faults to learn from, on a server of our own. */
    {{"healthy", N_ ("A mail account that works"), TL_PROTOCOL_SMTP, NULL}, TL_FAULT_NONE},
    {{"greylisting", N_ ("First contact is put off (greylisting)"), TL_PROTOCOL_SMTP,
      "smtp-greylisted"},
     TL_FAULT_GREYLIST},
    {{"busy", N_ ("The mail server is busy (421)"), TL_PROTOCOL_SMTP, "service-unavailable"},
     TL_FAULT_BUSY},
    {{"too-many-connections", N_ ("Too many connections to the mail server (421)"),
      TL_PROTOCOL_SMTP, "smtp-too-many-connections"},
     TL_FAULT_FULL_ONCE},
    {{"wrong-password", N_ ("The password is wrong"), TL_PROTOCOL_SMTP, "auth-failed"},
     TL_FAULT_PASSWORD},
    {{"starttls-stripped", N_ ("A box on the way removes the encryption"), TL_PROTOCOL_SMTP,
      "starttls-stripped"},
     TL_FAULT_STRIPPED},
    {{"certificate-name", N_ ("The certificate is for another host"), TL_PROTOCOL_SMTP,
      "certificate-name-mismatch"},
     TL_FAULT_CERT_NAME},
    {{"certificate-expired", N_ ("The certificate has expired"), TL_PROTOCOL_SMTP,
      "certificate-expired"},
     TL_FAULT_CERT_EXPIRED},
    {{"silent-server", N_ ("The mail server accepts, but never says a word"), TL_PROTOCOL_SMTP,
      "greeting-missing"},
     TL_FAULT_SILENT},
    {{"ftp-healthy", N_ ("A file server that works"), TL_PROTOCOL_FTP, NULL}, TL_FAULT_NONE},
    {{"ftp-too-many-connections", N_ ("Too many connections to the file server (421)"),
      TL_PROTOCOL_FTP, "ftp-too-many-connections"},
     TL_FAULT_FULL},
    {{"ftp-passive-unreachable", N_ ("The file server names an address that leads nowhere"),
      TL_PROTOCOL_FTP, "ftp-passive-address-unreachable"},
     TL_FAULT_PASSIVE},
};

const TlScenario *
tl_practice_list (gsize *n)
{
  static TlScenario list[G_N_ELEMENTS (entries)];
  static gsize made = 0;

  if (g_once_init_enter (&made)) {
    for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
      list[i] = entries[i].scenario;
    g_once_init_leave (&made, 1);
  }
  *n = G_N_ELEMENTS (entries);
  return list;
}

static const Entry *
find_entry (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_strcmp0 (entries[i].scenario.name, name) == 0)
      return &entries[i];
  return NULL;
}

const TlScenario *
tl_practice_find (const char *name)
{
  const Entry *entry = find_entry (name);

  return entry != NULL ? &entry->scenario : NULL;
}

/* ------------------------------------------------------------------ one connection */

static gpointer
run_talk (gpointer data)
{
  TlTalk *talk = data;

  if (talk->practice->entry->faults & TL_FAULT_SILENT)
    tl_talk_hold (talk);
  else if (talk->practice->entry->scenario.protocol == TL_PROTOCOL_FTP)
    tl_practice_talk_ftp (talk);
  else
    tl_practice_talk_smtp (talk);
  tl_channel_close (talk->channel);
  g_atomic_int_set (&talk->done, 1);
  return NULL;
}

static void
talk_join (gpointer data)
{
  TlTalk *talk = data;

  g_thread_join (talk->thread);
  tl_channel_free (talk->channel);
  g_free (talk);
}

static void
reap (TlPractice *practice)
{
  for (guint i = practice->talks->len; i > 0; i--) {
    TlTalk *talk = g_ptr_array_index (practice->talks, i - 1);

    if (g_atomic_int_get (&talk->done))
      g_ptr_array_remove_index_fast (practice->talks, i - 1);
  }
}

static void
begin_talk (TlPractice *practice, int fd)
{
  TlTalk *talk = g_new0 (TlTalk, 1);

  talk->practice = practice;
  talk->channel = tl_channel_new (practice->io, fd);
  g_mutex_lock (&practice->mutex);
  talk->number = ++practice->connections;
  g_mutex_unlock (&practice->mutex);
  talk->thread = g_thread_new ("practice-talk", run_talk, talk);
  g_ptr_array_add (practice->talks, talk);
}

static gpointer
accept_talks (gpointer data)
{
  TlPractice *practice = data;
  struct pollfd ready = {.fd = practice->listener, .events = POLLIN};

  while (tl_io_poll (practice->io, &ready, 1, G_MAXINT64) != TL_FAILURE_CANCELLED) {
    int fd = accept4 (practice->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
      continue;
    reap (practice);
    if (practice->talks->len < TALKS_MAX)
      begin_talk (practice, fd);
    else
      close (fd);
  }
  return NULL;
}

/* ------------------------------------------------------------------ starting */

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, TL_ERROR, TL_ERROR_INTERNAL, what);
  return FALSE;
}

static gboolean
make_identity (TlPractice *practice, GError **error)
{
  static const char *const own[] = {HOST, "localhost", NULL};
  static const char *const foreign[] = {"mail." TL_PRACTICE_DOMAIN, NULL};
  TlFault faults = practice->entry->faults;
  gboolean expired = (faults & TL_FAULT_CERT_EXPIRED) != 0;
  g_autofree char *pem = NULL;
  int fd;

  practice->identity = tl_tls_identity_new ((faults & TL_FAULT_CERT_NAME) != 0 ? foreign : own,
                                            expired ? -95 * DAY_S : -DAY_S,
                                            expired ? -5 * DAY_S : 30 * DAY_S, &pem, error);
  if (practice->identity == NULL)
    return FALSE;
  /* g_file_open_tmp makes it readable for this user alone. */
  fd = g_file_open_tmp ("throughline-practice-XXXXXX.pem", &practice->ca_file, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  return g_file_set_contents_full (practice->ca_file, pem, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

static gboolean
open_listener (TlPractice *practice, GError **error)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t length = sizeof address;

  practice->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (practice->listener < 0 ||
      bind (practice->listener, (struct sockaddr *) &address, length) != 0 ||
      listen (practice->listener, TALKS_MAX) != 0 ||
      getsockname (practice->listener, (struct sockaddr *) &address, &length) != 0)
    return fail (error, "no port on loopback");
  practice->port = ntohs (address.sin_port);
  return TRUE;
}

TlPractice *
tl_practice_start (const char *name, GError **error)
{
  const Entry *entry = find_entry (name);
  TlPractice *practice;

  if (entry == NULL) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "no such scenario");
    return NULL;
  }
  practice = g_new0 (TlPractice, 1);
  practice->entry = entry;
  practice->listener = -1;
  practice->greylist_s = GREYLIST_S;
  practice->password = g_strdup_printf ("practice-%08x", g_random_int ());
  practice->cancellable = g_cancellable_new ();
  practice->io = tl_io_new (practice->cancellable, G_MAXINT64, NULL, NULL, g_get_monotonic_time ());
  practice->talks = g_ptr_array_new_with_free_func (talk_join);
  practice->triplets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  practice->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_mutex_init (&practice->mutex);
  if (!make_identity (practice, error) || !open_listener (practice, error)) {
    tl_practice_stop (practice);
    return NULL;
  }
  practice->thread = g_thread_new ("practice", accept_talks, practice);
  return practice;
}

void
tl_practice_stop (TlPractice *practice)
{
  if (practice == NULL)
    return;
  g_cancellable_cancel (practice->cancellable);
  g_clear_pointer (&practice->thread, g_thread_join);
  g_ptr_array_unref (practice->talks);
  if (practice->listener >= 0)
    close (practice->listener);
  if (practice->ca_file != NULL)
    g_unlink (practice->ca_file);
  g_clear_pointer (&practice->identity, tl_tls_identity_unref);
  g_hash_table_unref (practice->triplets);
  g_hash_table_unref (practice->files);
  g_mutex_clear (&practice->mutex);
  tl_io_unref (practice->io);
  g_object_unref (practice->cancellable);
  g_free (practice->ca_file);
  g_free (practice->password);
  g_free (practice);
}

/* ------------------------------------------------------------------ for the front ends */

void
tl_practice_fill (TlPractice *practice, TlSettings *settings)
{
  TlFault faults = practice->entry->faults;
  const char *password =
      (faults & TL_FAULT_PASSWORD) != 0 ? "not-the-password" : practice->password;
  g_autoptr (TlSecret) secret = tl_secret_new (password, -1);

  g_object_set (settings, "kind", TL_JOB_CHECK, "protocol", practice->entry->scenario.protocol,
                "host", HOST, "port", practice->port, "security", TL_SECURITY_STARTTLS, "user",
                TL_PRACTICE_USER, "password", secret, "ca-file", practice->ca_file, "to",
                "friend@" TL_PRACTICE_DOMAIN, "no-environment", TRUE, NULL);
  if ((faults & TL_FAULT_SILENT) != 0)
    g_object_set (settings, "timeout-s", MIN (settings->timeout_s, SILENT_TIMEOUT_S), NULL);
  /* Whoever asks for a shorter wait is let in after it. */
  g_mutex_lock (&practice->mutex);
  if (settings->retry_greylist_s > 0)
    practice->greylist_s = MIN (settings->retry_greylist_s, GREYLIST_S);
  g_mutex_unlock (&practice->mutex);
}

const char *
tl_practice_get_host (TlPractice *practice)
{
  return HOST;
}

guint
tl_practice_get_port (TlPractice *practice)
{
  return practice->port;
}

const char *
tl_practice_get_ca_file (TlPractice *practice)
{
  return practice->ca_file;
}

guint
tl_practice_get_connections (TlPractice *practice)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);

  return practice->connections;
}

guint
tl_practice_get_logins (TlPractice *practice)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);

  return practice->logins;
}

/* ------------------------------------------------------------------ for the talks */

TlFault
tl_practice_get_faults (TlPractice *practice)
{
  return practice->entry->faults;
}

TlIo *
tl_practice_get_io (TlPractice *practice)
{
  return practice->io;
}

TlTlsIdentity *
tl_practice_get_identity (TlPractice *practice)
{
  return practice->identity;
}

gboolean
tl_practice_check_login (TlPractice *practice, const char *user, const char *password)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);

  practice->logins++;
  return g_strcmp0 (user, TL_PRACTICE_USER) == 0 && g_strcmp0 (password, practice->password) == 0;
}

gboolean
tl_practice_let_pass (TlPractice *practice, const char *from, const char *to)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);
  g_autofree char *triplet = g_strconcat (from, " ", to, NULL);
  gint64 now = g_get_monotonic_time ();
  const gint64 *first = g_hash_table_lookup (practice->triplets, triplet);

  if (first != NULL)
    return now - *first >= (gint64) practice->greylist_s * G_USEC_PER_SEC;
  if (g_hash_table_size (practice->triplets) < TRIPLETS_MAX)
    g_hash_table_insert (practice->triplets, g_steal_pointer (&triplet),
                         g_memdup2 (&now, sizeof now));
  return FALSE;
}

void
tl_practice_store (TlPractice *practice, const char *name, GBytes *bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);

  if (g_hash_table_size (practice->files) < FILES_MAX)
    g_hash_table_replace (practice->files, g_strdup (name), g_bytes_ref (bytes));
}

GBytes *
tl_practice_fetch (TlPractice *practice, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);
  GBytes *bytes = g_hash_table_lookup (practice->files, name);

  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

gboolean
tl_practice_delete (TlPractice *practice, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&practice->mutex);

  return g_hash_table_remove (practice->files, name);
}
