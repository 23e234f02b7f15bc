/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Reads the first line, byte by byte, so that nothing of what follows is taken from the input. */
static gboolean
read_secret (TlCli *cli, int fd, GError **error)
{
  char line[TL_SECRET_MAX + 2];
  gsize length = 0;
  gssize got = 0;
  g_autoptr (TlSecret) secret = NULL;

  while (length < sizeof line &&
         ((got = read (fd, line + length, 1)) == 1 || (got < 0 && errno == EINTR))) {
    if (got < 0)
      continue;
    if (line[length] == '\n')
      break;
    length++;
  }
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (got < 0)
    g_set_error_literal (error, TL_ERROR, TL_ERROR_UNREADABLE,
                         N_ ("The password could not be read."));
  else if (length == 0)
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, N_ ("The password is empty."));
  else if (length > TL_SECRET_MAX)
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, N_ ("The password is too long."));
  else if (memchr (line, '\0', length) != NULL || memchr (line, '\r', length) != NULL)
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         N_ ("The password holds a character that cannot be sent."));
  else
    secret = tl_secret_new (line, (gssize) length);
  tl_wipe (line, sizeof line);
  if (secret == NULL)
    return FALSE;
  g_object_set (cli->settings, "password", secret, NULL);
  return TRUE;
}

static void
warn_of_mode (TlCli *cli, const struct stat *info)
{
  if (!S_ISREG (info->st_mode))
    return;
  if (info->st_uid != geteuid () || (info->st_mode & 077) != 0)
    tl_cli_complain (
        cli, tl_cli_text (
                 cli, N_ ("Warning: other users of this computer may read the password file.")));
}

static gboolean
read_file (TlCli *cli, GError **error)
{
  int fd = tl_cli_open (cli->password_file);
  struct stat info;
  gboolean good;

  if (fd < 0 || fstat (fd, &info) != 0 || S_ISDIR (info.st_mode) || S_ISBLK (info.st_mode)) {
    if (fd >= 0)
      close (fd);
    g_set_error_literal (error, TL_ERROR, TL_ERROR_UNREADABLE,
                         N_ ("The password file could not be read."));
    return FALSE;
  }
  warn_of_mode (cli, &info);
  good = read_secret (cli, fd, error);
  close (fd);
  return good;
}

/* Asks on the terminal itself, without echo, so that standard input stays free. */
static gboolean
ask (TlCli *cli, GError **error)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before, silent;
  gboolean good;

  if (fd < 0 || tcgetattr (fd, &before) != 0) {
    if (fd >= 0)
      close (fd);
    g_set_error_literal (error, TL_ERROR, TL_ERROR_UNREADABLE,
                         N_ ("There is no terminal to ask for the password on."));
    return FALSE;
  }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  fprintf (stderr, "%s ", tl_cli_text (cli, N_ ("Password:")));
  tcsetattr (fd, TCSAFLUSH, &silent);
  good = read_secret (cli, fd, error);
  tcsetattr (fd, TCSAFLUSH, &before);
  fputc ('\n', stderr);
  close (fd);
  return good;
}

gboolean
tl_cli_take_password (TlCli *cli, GError **error)
{
  gboolean wants_login = *cli->settings->user != '\0' && cli->settings->auth != TL_AUTH_NONE;

  if (cli->password_file != NULL && cli->ask_password) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         N_ ("Give either --password-file or --ask-password."));
    return FALSE;
  }
  if (cli->ask_password)
    return ask (cli, error);
  if (g_strcmp0 (cli->password_file, "-") == 0)
    return read_secret (cli, STDIN_FILENO, error);
  if (cli->password_file != NULL)
    return read_file (cli, error);
  if (wants_login) {
    g_set_error_literal (
        error, TL_ERROR, TL_ERROR_BAD_INPUT,
        N_ ("A login needs a password: give --password-file or --ask-password, or leave out --user."));
    return FALSE;
  }
  return TRUE;
}
