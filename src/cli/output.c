/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tl-explain.h"
#include "tl-redaction.h"

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0) {
    gssize written = write (fd, text, length);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return FALSE;
    text += written;
    length -= (gsize) written;
  }
  return TRUE;
}

/* A file is written beside and renamed, so that nobody ever sees half a report. What is no ordinary
 * file (/dev/stdout, a named pipe) must not be replaced by one. */
static gboolean
write_file (const char *path, const char *text)
{
  struct stat about;
  gboolean good;
  int fd;

  if (stat (path, &about) != 0 || S_ISREG (about.st_mode))
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    return FALSE;
  good = fcntl (fd, F_SETFL, 0) == 0 && write_all (fd, text, strlen (text));
  return close (fd) == 0 && good;
}

gboolean
tl_cli_write (TlCli *cli, const char *text)
{
  gboolean good;

  if (cli->output != NULL)
    good = write_file (cli->output, text);
  else
    good = write_all (STDOUT_FILENO, text, strlen (text));
  if (!good)
    tl_cli_complain (cli, tl_cli_text (cli, N_ ("The result could not be written.")));
  return good;
}

gboolean
tl_cli_wants_colour (TlCli *cli)
{
  const char *none = g_getenv ("NO_COLOR");

  return !cli->no_color && cli->output == NULL && (none == NULL || *none == '\0') &&
         isatty (STDOUT_FILENO);
}

int
tl_cli_report (TlCli *cli, TlEvidence *evidence, TlDiagnosis *diagnosis)
{
  const TlReportStyle style = {cli->format, tl_cli_wants_colour (cli), cli->verbose};
  g_autoptr (TlEvidence) shown = tl_evidence_redact (evidence, cli->redact);
  g_autoptr (TlDiagnosis) hidden = tl_diagnosis_redact (diagnosis, evidence, shown);
  g_autoptr (TlExplanation) explanation = tl_explain (shown, hidden, cli->catalog);
  g_autofree char *text = NULL;

  if (cli->contact_lang != NULL) {
    g_autoptr (TlCatalog) catalog = tl_catalog_new (cli->contact_lang);

    tl_contact_translate (explanation, shown, catalog);
  }
  text = tl_report_write (shown, hidden, explanation, cli->catalog, &style);
  if (!tl_cli_write (cli, text))
    return TL_EXIT_BAD;
  return tl_verdict_to_exit_status (tl_diagnosis_get_verdict (diagnosis));
}

static gboolean
fail_errno (GError **error, const char *name, int code)
{
  g_set_error (error, TL_ERROR, TL_ERROR_UNREADABLE, "%s: %s", name, g_strerror (code));
  return FALSE;
}

int
tl_cli_open (const char *name)
{
  int fd = open (name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  /* What is there to be read is waited for; only the opening is not. */
  if (fd >= 0)
    (void) fcntl (fd, F_SETFL, 0);
  return fd;
}

/* A folder, a device without an end or a FIFO nobody writes to must not hold the program. */
static int
open_input (const char *name, GError **error)
{
  int fd = g_str_equal (name, "-") ? dup (STDIN_FILENO) : tl_cli_open (name);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0) {
    fail_errno (error, name, errno);
    return -1;
  }
  if (S_ISDIR (info.st_mode)) {
    fail_errno (error, name, EISDIR);
    close (fd);
    return -1;
  }
  return fd;
}

char *
tl_cli_read (const char *name, gsize max, gsize *length, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = open_input (name, error);
  guint8 buffer[65536];
  gssize got = -1;

  if (fd < 0)
    return NULL;
  while (bytes->len <= max) {
    got = read (fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    g_byte_array_append (bytes, buffer, (guint) got);
  }
  if (got < 0)
    fail_errno (error, name, errno);
  close (fd);
  if (got < 0)
    return NULL;
  if (bytes->len > max) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_TOO_LARGE, N_ ("The input is too large."));
    return NULL;
  }
  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
