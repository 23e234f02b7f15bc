/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A mail or file program of data/mail-clients.ini: where in it a setting stands. */
#pragma once

#include "tl-types.h"

G_BEGIN_DECLS

/* What a person may have to do in a program. The nicks are the keys of the table. */
typedef enum {
  TL_TASK_OUTGOING_SERVER,
  TL_TASK_PORT,
  TL_TASK_ENCRYPTION,
  TL_TASK_AUTHENTICATION,
  TL_TASK_USER_NAME,
  TL_TASK_PASSWORD,
  TL_TASK_SENDER,
  TL_TASK_SIGN_IN,
  TL_TASK_CERTIFICATE,
  TL_TASK_TIMEOUT,
  TL_TASK_PROXY,
  TL_TASK_CONNECTIONS,
  TL_TASK_TRANSFER_MODE,
  TL_TASK_DATA_FILES,
  TL_TASK_REMOVE_ACCOUNT,
  TL_TASK_ADD_ACCOUNT,
  TL_N_TASKS /*< skip >*/
} TlTask;

/* What removing an account does to the mail of it that lies on the device. */
typedef enum {
  TL_REMOVAL_NONE, /* nothing lies there */
  TL_REMOVAL_KEEPS,
  TL_REMOVAL_ASKS,
  TL_REMOVAL_DELETES
} TlRemoval;

typedef struct {
  char *id;
  char *name; /* as the program calls itself; not translated */
  TlProtocol protocol;
  char *version; /* that the paths are of */
  char *checked; /* RFC 3339 date on which they were compared with `source` */
  char *source;  /* title of the documentation page, or which files of the program */
  char **desktop_ids;
  TlRemoval removal;
  gboolean fixed;    /* server, port and encryption can be set only while an account is added */
  GHashTable *paths; /* "port" or "port[ru]" → GStrv; use tl_program_get_path */
} TlProgram;

void tl_program_free (TlProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProgram, tl_program_free)

/* Lower-case letters, digits and hyphens, at most 40 bytes: what an id of the table looks like. */
gboolean tl_program_id_is_valid (const char *id);
/* Reads the table. TL_ERROR_BAD_INPUT names the group and key that is wrong. Array of TlProgram. */
GPtrArray *tl_program_table_parse (const char *data, gsize length, GError **error);
/* NULL when unknown. (transfer none) */
const TlProgram *tl_program_find (const GPtrArray *table, const char *id);

/* The path to a task, outermost element first, in `language` ("ru") where it is known, else in
 * English; `*in_english` (optional) tells which. "{account}" and "{site}" in it stand for the
 * person's own entry. NULL where the program has no such task. The program's own. */
const char *const *tl_program_get_path (const TlProgram *program, TlTask task, const char *language,
                                        gboolean *in_english);

G_END_DECLS
