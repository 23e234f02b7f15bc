/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-types.h"

#include <fcntl.h>
#include <gnutls/abstract.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The largest bundles of all public CAs have a fraction of this. */
#define CA_FILE_MAX (8 * 1024 * 1024)

/* The system's certificates: loaded once a process (10 to 16 ms, 4 MB), never changed afterwards and
 * so safe to share between threads. */
static gnutls_certificate_credentials_t system_credentials;
static int system_count;

/* A server asked for a certificate of ours. We have none; that it asked is worth knowing. */
static int
note_certificate_request (gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                          const gnutls_pk_algorithm_t *algorithms, int algorithms_count,
                          gnutls_pcert_st **certificates, unsigned *certificates_count,
                          gnutls_privkey_t *key)
{
  TlTls *tls = gnutls_session_get_ptr (session);

  tls->info->client_certificate_requested = TRUE;
  *certificates = NULL;
  *certificates_count = 0;
  *key = NULL;
  return 0;
}

static gnutls_certificate_credentials_t
credentials_new (void)
{
  gnutls_certificate_credentials_t credentials;

  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_certificate_set_retrieve_function2 (credentials, note_certificate_request);
  return credentials;
}

static void
ensure_system (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    system_credentials = credentials_new ();
    system_count = gnutls_certificate_set_x509_system_trust (system_credentials);
    g_once_init_leave (&once, 1);
  }
}

static gpointer
preload (gpointer unused)
{
  ensure_system ();
  return NULL;
}

static GThread *preloader;

/* GnuTLS takes itself apart at the end of the process, whoever still uses it. */
static void
await_preloader (void)
{
  g_thread_join (preloader);
}

void
tl_tls_preload (void)
{
  static gsize started = 0;

  if (g_once_init_enter (&started)) {
    preloader = g_thread_new ("tl-trust", preload, NULL);
    atexit (await_preloader);
    g_once_init_leave (&started, 1);
  }
}

/* A regular file of bounded size: never a device, a pipe that blocks, or something endless. */
static char *
read_bounded (const char *path, gsize *length)
{
  g_autofree char *text = NULL;
  struct stat info;
  gsize filled = 0;
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

  *length = 0;
  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= CA_FILE_MAX) {
    text = g_malloc0 ((gsize) info.st_size + 1);
    while (filled < (gsize) info.st_size) {
      ssize_t n = read (fd, text + filled, (gsize) info.st_size - filled);

      if (n <= 0)
        break;
      filled += (gsize) n;
    }
  }
  close (fd);
  *length = filled;
  return filled > 0 ? g_steal_pointer (&text) : NULL;
}

static gboolean
add_file (gnutls_certificate_credentials_t credentials, const char *path)
{
  gsize length;
  g_autofree char *text = read_bounded (path, &length);
  gnutls_datum_t data = {(unsigned char *) text, (unsigned) length};

  if (text == NULL)
    return FALSE;
  return gnutls_certificate_set_x509_trust_mem (credentials, &data, GNUTLS_X509_FMT_PEM) > 0 ||
         gnutls_certificate_set_x509_trust_mem (credentials, &data, GNUTLS_X509_FMT_DER) > 0;
}

/* GnuTLS cannot lay one list of trusted certificates upon another, so that a list with a file of its
 * own holds the system's, too. */
static gpointer
complete (gpointer data)
{
  TlTlsTrust *trust = data;

  trust->count = gnutls_certificate_set_x509_system_trust (trust->credentials);
  return NULL;
}

TlTlsTrust *
tl_tls_trust_new (const char *ca_file, GError **error)
{
  g_autoptr (TlTlsTrust) trust = g_new0 (TlTlsTrust, 1);

  g_atomic_ref_count_init (&trust->refs);
  if (ca_file == NULL || *ca_file == '\0') {
    tl_tls_preload ();
    return g_steal_pointer (&trust);
  }
  trust->owned = TRUE;
  trust->credentials = credentials_new ();
  if (!add_file (trust->credentials, ca_file)) {
    g_set_error (error, TL_ERROR, TL_ERROR_UNREADABLE, "%s", ca_file);
    return NULL;
  }
  trust->loader = g_thread_new ("tl-trust", complete, trust);
  return g_steal_pointer (&trust);
}

void
tl_tls_trust_await (TlTlsTrust *trust)
{
  if (!g_once_init_enter (&trust->ready))
    return;
  if (trust->owned) {
    g_clear_pointer (&trust->loader, g_thread_join);
  } else {
    ensure_system ();
    trust->credentials = system_credentials;
    trust->count = system_count;
  }
  trust->no_store = trust->count <= 0;
  g_once_init_leave (&trust->ready, 1);
}

TlTlsTrust *
tl_tls_trust_ref (TlTlsTrust *trust)
{
  g_atomic_ref_count_inc (&trust->refs);
  return trust;
}

void
tl_tls_trust_unref (TlTlsTrust *trust)
{
  if (!g_atomic_ref_count_dec (&trust->refs))
    return;
  g_clear_pointer (&trust->loader, g_thread_join);
  if (trust->owned)
    gnutls_certificate_free_credentials (trust->credentials);
  g_free (trust);
}
