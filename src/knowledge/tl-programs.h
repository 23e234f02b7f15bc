/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The person's own mail or file program: which of its settings a fix step means, and where it is. */
#pragma once

#include "tl-catalog.h"
#include "tl-program.h"

G_BEGIN_DECLS

/* The built-in table (data/mail-clients.ini), read once. Array of TlProgram, never NULL. */
const GPtrArray *tl_programs (void);

/* What a fix step of the tables means in a program. FALSE where it means nothing there. */
gboolean tl_fix_get_task (const char *fix, TlTask *task);
/* Ids of the fix steps that mean something in a program, for the tests; NULL behind the last. */
const char *tl_fix_task_nth (gsize i);

/* What a task is, for a list ("Outgoing server"). */
const char *tl_explain_task (TlTask task, const TlCatalog *catalog);

/* Where a task is done in one program, in the words of one language. */
typedef struct {
  GPtrArray *elements;  /* char *: outermost first, the person's own entry as words */
  const char *language; /* that the elements are in: "en" or the catalogue's */
  char *text;           /* one line for a person: "In Thunderbird: … › …" */
} TlProgramPath;

/* NULL where the program has no such task, not even by adding the account anew. (transfer full) */
TlProgramPath *tl_explain_path (const TlProgram *program, TlTask task, const TlCatalog *catalog);
void tl_program_path_free (TlProgramPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProgramPath, tl_program_path_free)

G_END_DECLS
