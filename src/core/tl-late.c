/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-core"

#include "tl-late.h"

#include <dlfcn.h>

#ifdef __SANITIZE_ADDRESS__
/* The leak checker guesses where the thread-local memory of a library opened late begins, and now and then
 * reads what is not mapped (DTLS_on_tls_get_addr: any block 16 bytes into a page counts as one of glibc
 * 2.19's): it is not to look there. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

void
tl_late_open (gsize *once, const char *soname, const char *const *names, gsize n,
              gpointer *functions)
{
  void *library;

  if (!g_once_init_enter (once))
    return;
  /* Never closed: libraries register types, which stay. */
  library = dlopen (soname, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL)
    g_error ("Throughline is not installed whole: %s", dlerror ());
  for (gsize i = 0; i < n; i++) {
    functions[i] = dlsym (library, names[i]);
    if (functions[i] == NULL)
      g_error ("Throughline is not installed whole: %s", dlerror ());
  }
  g_once_init_leave (once, 1);
}
