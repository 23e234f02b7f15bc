/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-application.h"
#include "tl-language.h"

int
main (int argc, char **argv)
{
  g_autoptr (TlApplication) application = NULL;

  /* A key log would undo the encryption of every test. */
  g_unsetenv ("SSLKEYLOGFILE");
  tl_language_init ();
  application = tl_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
