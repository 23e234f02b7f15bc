/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-core"

#include "tl-late.h"

#include <dlfcn.h>

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
