/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-types.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The largest bundles of all public CAs have a fraction of this. */
#define CA_FILE_MAX (8 * 1024 * 1024)

/* What Debian's GnuTLS trusts. */
#define SYSTEM_BUNDLE "/etc/ssl/certs/ca-certificates.crt"

static char *read_bounded (const char *path, gsize *length);

/* Where GnuTLS was built to look elsewhere: all that it trusts there, which takes its time. */
static void
add_built_in (GPtrArray *roots)
{
  gnutls_x509_trust_list_t list;
  gnutls_x509_trust_list_iter_t at = NULL;
  gnutls_x509_crt_t trusted;

  gnutls_x509_trust_list_init (&list, 0);
  gnutls_x509_trust_list_add_system_trust (list, 0, 0);
  while (gnutls_x509_trust_list_iter_get_ca (list, &at, &trusted) == GNUTLS_E_SUCCESS) {
    gnutls_datum_t der = {NULL, 0};

    if (gnutls_x509_crt_export2 (trusted, GNUTLS_X509_FMT_DER, &der) == GNUTLS_E_SUCCESS)
      tl_tls_roots_add (roots, der.data, der.size);
    gnutls_free (der.data);
    gnutls_x509_crt_deinit (trusted);
  }
  gnutls_x509_trust_list_iter_deinit (at);
  gnutls_x509_trust_list_deinit (list, 1);
}

/* Read once a process, never changed afterwards and so safe to share between threads. */
const GPtrArray *
tl_tls_trust_get_system (void)
{
  static GPtrArray *roots;
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    gsize length;
    g_autofree char *text = read_bounded (SYSTEM_BUNDLE, &length);

    roots = tl_tls_roots_new ();
    if (text != NULL)
      tl_tls_roots_add_bundle (roots, text);
    else
      add_built_in (roots);
    g_once_init_leave (&once, 1);
  }
  return roots;
}

static gpointer
preload (gpointer unused)
{
  tl_tls_trust_get_system ();
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

/* Whatever GnuTLS takes for one certificate or several. */
static GPtrArray *
read_file (const char *path)
{
  gsize length;
  g_autofree char *text = read_bounded (path, &length);
  gnutls_datum_t data = {(unsigned char *) text, (unsigned) length};
  g_autoptr (GPtrArray) roots = tl_tls_roots_new ();
  gnutls_x509_crt_t *certificates = NULL;
  unsigned n = 0;

  if (text == NULL ||
      (gnutls_x509_crt_list_import2 (&certificates, &n, &data, GNUTLS_X509_FMT_PEM, 0) < 0 &&
       gnutls_x509_crt_list_import2 (&certificates, &n, &data, GNUTLS_X509_FMT_DER, 0) < 0))
    return NULL;
  for (unsigned i = 0; i < n; i++) {
    gnutls_datum_t der = {NULL, 0};

    if (gnutls_x509_crt_export2 (certificates[i], GNUTLS_X509_FMT_DER, &der) == GNUTLS_E_SUCCESS)
      tl_tls_roots_add (roots, der.data, der.size);
    gnutls_free (der.data);
    gnutls_x509_crt_deinit (certificates[i]);
  }
  gnutls_free (certificates);
  return roots->len > 0 ? g_steal_pointer (&roots) : NULL;
}

TlTlsTrust *
tl_tls_trust_new (const char *ca_file, GError **error)
{
  g_autoptr (TlTlsTrust) trust = g_new0 (TlTlsTrust, 1);

  g_atomic_ref_count_init (&trust->refs);
  tl_tls_preload ();
  if (ca_file == NULL || *ca_file == '\0')
    return g_steal_pointer (&trust);
  trust->own = read_file (ca_file);
  if (trust->own == NULL) {
    g_set_error (error, TL_ERROR, TL_ERROR_UNREADABLE, "%s", ca_file);
    return NULL;
  }
  return g_steal_pointer (&trust);
}

void
tl_tls_trust_fill (TlTlsTrust *trust, const gnutls_x509_crt_t *certificates, guint n,
                   gnutls_x509_trust_list_t list)
{
  tl_tls_roots_fill (tl_tls_trust_get_system (), trust->own, certificates, n, list);
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
  g_clear_pointer (&trust->own, g_ptr_array_unref);
  g_free (trust);
}
