/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-application.h"
#include "tl-language.h"

#include <stdio.h>
#include <unistd.h>

int
main (int argc, char **argv)
{
  TlApplication *application;
  int status;

  /* A key log would undo the encryption of every test. */
  g_unsetenv ("SSLKEYLOGFILE");
  tl_language_init ();
  application = tl_application_new ();
  /* Saves the preferences at its end. */
  status = g_application_run (G_APPLICATION (application), argc, argv);
  fflush (NULL);
  /* A cancelled test ends in a thread that nobody waits for: exit() would take the libraries apart under
   * its feet. */
  _exit (status);
}
