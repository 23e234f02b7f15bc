/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the terminal program as a person would, and keeps what it said. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  int status;
  char *out;
  char *err;
} CliRun;

/* `input` (nullable) goes to standard input, which is then closed. Words after it are the arguments,
 * NULL-terminated. The program is named by the environment variable TL_CLI. */
CliRun *run_cli (const char *input, ...) G_GNUC_NULL_TERMINATED;
CliRun *run_cli_argv (const char *input, const char *const *words, const char *const *environment);
void cli_run_free (CliRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
