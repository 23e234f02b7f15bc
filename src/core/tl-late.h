/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared libraries that are opened when something of them is first called, not with the program: what
 * most tests do without costs them neither time nor memory (docs/decisions/0016).
 *
 * A file lists the functions that are used, X (TYPE, NAME, (PARAMETERS), (ARGUMENTS)) each, and says
 *
 *   #define FUNCTIONS(X) \
 *     X (int, foo_step, (Foo *foo, int n), (foo, n)) \
 *     X (void, foo_free, (Foo *foo), (foo))
 *   TL_LATE_LIBRARY (TL_SONAME_FOO, FUNCTIONS)
 *
 * which defines each under its own name, and passes calls on. Callers see nothing of it, and a type
 * other than the library's header declares does not compile. A function with a variable number of
 * arguments cannot be passed on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills `functions` with what `names` are in the library. Any thread may ask; `once` is a static zero.
 * A library that is not there means that Throughline is not installed whole, and ends it. */
void tl_late_open (gsize *once, const char *soname, const char *const *names, gsize n,
                   gpointer *functions);

#define TL_LATE_SLOT(type, name, parameters, arguments) __typeof__ (&name) name;
#define TL_LATE_NAME(type, name, parameters, arguments) #name,
#define TL_LATE_FUNCTION(type, name, parameters, arguments)                                        \
  type name parameters                                                                             \
  {                                                                                                \
    late_open ();                                                                                  \
    return late.name arguments;                                                                    \
  }

#define TL_LATE_LIBRARY(soname, FUNCTIONS)                                                         \
  static struct {                                                                                  \
    FUNCTIONS (TL_LATE_SLOT)                                                                       \
  } late;                                                                                          \
                                                                                                   \
  static void late_open (void)                                                                     \
  {                                                                                                \
    static const char *const names[] = {FUNCTIONS (TL_LATE_NAME)};                                 \
    static gsize once = 0;                                                                         \
                                                                                                   \
    tl_late_open (&once, soname, names, G_N_ELEMENTS (names), (gpointer *) &late);                 \
  }                                                                                                \
                                                                                                   \
  FUNCTIONS (TL_LATE_FUNCTION)

G_END_DECLS
