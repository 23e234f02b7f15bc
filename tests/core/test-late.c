/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-late.h"

/* Every process has it: what is there in any case. */
#define SONAME "libglib-2.0.so.0"

static void
open_named (const char *soname, const char *name, gpointer *function)
{
  const char *const names[] = {name};
  gsize once = 0;

  tl_late_open (&once, soname, names, 1, function);
}

static void
test_opened_once (void)
{
  const char *const names[] = {"g_strv_length", "g_utf8_strlen"};
  gsize once = 0;
  gpointer functions[2] = {NULL, NULL};

  tl_late_open (&once, SONAME, names, G_N_ELEMENTS (names), functions);
  g_assert_true (functions[0] == (gpointer) g_strv_length);
  g_assert_true (functions[1] == (gpointer) g_utf8_strlen);
  functions[0] = NULL;
  tl_late_open (&once, SONAME, names, G_N_ELEMENTS (names), functions);
  g_assert_null (functions[0]);
}

static void
test_no_library (void)
{
  gpointer function = NULL;

  if (g_test_subprocess ()) {
    open_named ("libthroughline-gone.so.0", "gone", &function);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*not installed whole*libthroughline-gone.so.0*");
}

static void
test_no_function (void)
{
  gpointer function = NULL;

  if (g_test_subprocess ()) {
    open_named (SONAME, "throughline_gone", &function);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*not installed whole*throughline_gone*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/late/opened-once", test_opened_once);
  g_test_add_func ("/late/no-library", test_no_library);
  g_test_add_func ("/late/no-function", test_no_function);
  return g_test_run ();
}
