/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* explain --jsonl: a line in, a line out. */
#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tl-answer.h"
#include "tl-json-text.h"
#include "tl-json.h"

#define PIECE 65536

/* What was read and not yet answered. A line is handed over where it lies. */
typedef struct {
  char *bytes;
  gsize size;
  gsize begin;  /* of the next line */
  gsize looked; /* no line end stands between `begin` and here */
  gsize end;
  gboolean too_long; /* the rest of a line is passed over */
  gboolean failed;
} Lines;

static void
answer (TlCli *cli, Lines *lines, gsize end, GString *out)
{
  g_autoptr (GError) error = NULL;

  g_string_truncate (out, 0);
  if (lines->too_long)
    tl_json_set_too_large (&error);
  else
    tl_answer_line (lines->bytes + lines->begin, end - lines->begin, out, &error);
  lines->too_long = FALSE;
  if (error != NULL) {
    const char *message = tl_cli_text (cli, error->message);

    g_string_append (out, "{\"id\":null,\"error\":");
    tl_json_append_string (out, message, strlen (message));
    g_string_append_c (out, '}');
  }
  g_string_append_c (out, '\n');
  fwrite (out->str, 1, out->len, stdout);
}

/* All whole lines that are there. */
static void
answer_lines (TlCli *cli, Lines *lines, GString *out)
{
  char *newline;

  while ((newline = memchr (lines->bytes + lines->looked, '\n', lines->end - lines->looked)) !=
         NULL) {
    gsize end = (gsize) (newline - lines->bytes);

    answer (cli, lines, end, out);
    lines->begin = lines->looked = end + 1;
  }
  lines->looked = lines->end;
}

/* For the next piece: what was answered goes, and what is too long is not kept. */
static void
make_room (Lines *lines)
{
  if (lines->begin > 0)
    memmove (lines->bytes, lines->bytes + lines->begin, lines->end - lines->begin);
  lines->end -= lines->begin;
  lines->begin = 0;
  if (lines->end > TL_ANSWER_LINE_MAX || lines->too_long) {
    lines->too_long = TRUE;
    lines->end = 0;
  }
  lines->looked = lines->end;
  if (lines->size - lines->end < PIECE) {
    lines->size = MAX (2 * lines->size, (gsize) 2 * PIECE);
    lines->bytes = g_realloc (lines->bytes, lines->size);
  }
}

/* Whoever sends line by line waits for the answer before the next one: so everything goes out before
 * input is waited for. FALSE at the end. */
static gboolean
read_more (Lines *lines)
{
  gssize got;

  make_room (lines);
  fflush (stdout);
  do
    got = read (STDIN_FILENO, lines->bytes + lines->end, PIECE);
  while (got < 0 && errno == EINTR);
  lines->failed = got < 0 || ferror (stdout);
  if (got <= 0 || lines->failed)
    return FALSE;
  lines->end += (gsize) got;
  return TRUE;
}

gboolean
tl_cli_explain_lines (TlCli *cli)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Lines lines = {NULL};

  while (read_more (&lines))
    answer_lines (cli, &lines, out);
  if (!lines.failed && (lines.end > lines.begin || lines.too_long))
    answer (cli, &lines, lines.end, out);
  g_free (lines.bytes);
  return !lines.failed && fflush (stdout) == 0 && !ferror (stdout);
}
