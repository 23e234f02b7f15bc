/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reference of codes: every reply code of the standards, and what the digits of others mean. */
#pragma once

#include "tl-catalog.h"
#include "tl-types.h"

G_BEGIN_DECLS

typedef struct {
  char *code;     /* "421", "4.7.1" */
  char *protocol; /* "smtp", "ftp", "http" */
  char *title;
  char *meaning;
  char *klass;  /* what the first digit or class says, a sentence */
  char *source; /* "RFC 5321 4.2.2" or "" where no standard lists it */
  gboolean listed;
} TlCodeText;
void tl_code_text_free (TlCodeText *code);

/* Every meaning of a code: one each for SMTP, FTP and HTTP where they differ; class and digit
 * meanings for a code that no standard lists. Empty when it has not the form of a code.
 * Array of TlCodeText. */
GPtrArray *tl_code_look_up (const char *code, const TlCatalog *catalog);

/* Every code of the tables, mail, then its enhanced codes ("x.7.1"), files, the web. Array of
 * TlCodeText. (transfer full) */
GPtrArray *tl_code_list (const TlCatalog *catalog);

/* The codes that a question holds ("421 521", "4.7.0 / 5.7.1", "421 vs 521"): one or two, NULL where
 * it is something else. (transfer full) */
char **tl_code_parse_question (const char *text);

/* Two side by side in one sentence, or NULL when one of them is no code. (transfer full) */
char *tl_code_difference (const char *first, const char *second, const TlCatalog *catalog);

G_END_DECLS
