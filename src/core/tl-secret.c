/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

struct _TlSecret {
  gatomicrefcount refs;
  char *pages; /* (owned) mapped, locked, left out of core dumps */
  gsize mapped;
  gsize length;
};

G_DEFINE_BOXED_TYPE (TlSecret, tl_secret, tl_secret_ref, tl_secret_unref)

void
tl_wipe (void *memory, gsize length)
{
  if (memory != NULL && length > 0)
    explicit_bzero (memory, length);
}

void
tl_wipe_free (char *string)
{
  if (string == NULL)
    return;
  tl_wipe (string, strlen (string));
  g_free (string);
}

/* While at least one secret is held: no core file, and no other process of the user attaches. */
static void
hold_dumps (int change)
{
  static GMutex mutex;
  static int held = 0;
  static struct rlimit before;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (held == 0) {
    struct rlimit none;

    getrlimit (RLIMIT_CORE, &before);
    none = before;
    none.rlim_cur = 0;
    setrlimit (RLIMIT_CORE, &none);
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  }
  held += change;
  if (held == 0) {
    setrlimit (RLIMIT_CORE, &before);
    prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
  }
}

TlSecret *
tl_secret_new (const char *bytes, gssize length)
{
  TlSecret *secret;
  gsize size = length < 0 ? strlen (bytes) : (gsize) length;
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize mapped = (size / page + 1) * page;
  char *pages;

  if (size > TL_SECRET_MAX)
    return NULL;
  pages = mmap (NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    return NULL;
  /* Locking may be refused by a low RLIMIT_MEMLOCK: then swap is the user's own matter. */
  (void) mlock (pages, mapped);
  (void) madvise (pages, mapped, MADV_DONTDUMP);
  memcpy (pages, bytes, size);
  pages[size] = '\0';

  hold_dumps (1);
  secret = g_new0 (TlSecret, 1);
  g_atomic_ref_count_init (&secret->refs);
  secret->pages = pages;
  secret->mapped = mapped;
  secret->length = size;
  return secret;
}

TlSecret *
tl_secret_ref (TlSecret *secret)
{
  g_atomic_ref_count_inc (&secret->refs);
  return secret;
}

void
tl_secret_unref (TlSecret *secret)
{
  if (!g_atomic_ref_count_dec (&secret->refs))
    return;
  tl_wipe (secret->pages, secret->mapped);
  munmap (secret->pages, secret->mapped);
  hold_dumps (-1);
  g_free (secret);
}

const char *
tl_secret_peek (const TlSecret *secret, gsize *length)
{
  if (length != NULL)
    *length = secret->length;
  return secret->pages;
}
