/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of options: read by the parser and by the help. */
#pragma once

#include "tl-cli.h"

G_BEGIN_DECLS

/* One option. It sets a property of the settings, or a member of TlCli. */
typedef struct {
  const char *name;
  const char *argument; /* NULL: a switch */
  guint groups;         /* TlOptionGroups that it belongs to */
  const char *property; /* of TlSettings, or NULL */
  gsize
      member; /* of TlCli: char * with an argument, else gboolean; or the enum value of a switch */
  const char *help; /* N_() */
} TlOption;

/* More than there are. */
#define TL_OPTIONS_MAX 100
extern const TlOption tl_cli_options[];
extern const gsize tl_cli_n_options;

G_END_DECLS
