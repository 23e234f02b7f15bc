/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-cli"

#include "tl-cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tl-diagnose.h"
#include "tl-digest.h"
#include "tl-enum-types.h"
#include "tl-log.h"

#define PIECE 65536

static const char *const unreadable =
    N_ ("The input could not be read, or the result could not be written.");

static gboolean
take_words (TlCli *cli, TlTextKind *kind)
{
  static const char *const kinds[] = {"auto", "reply", "bounce", "log"};
  int protocol;

  *kind = TL_TEXT_AUTO;
  if (cli->protocol != NULL) {
    if (!tl_enum_from_string (TL_TYPE_PROTOCOL, cli->protocol, &protocol))
      return FALSE;
    g_object_set (cli->settings, "protocol", protocol, NULL);
  }
  if (cli->kind == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], cli->kind)) {
      *kind = i;
      return TRUE;
    }
  return FALSE;
}

/* ------------------------------------------------------------------ one text */

/* Appends what there is, up to `max` bytes in all. FALSE where it cannot be read. */
static gboolean
read_up_to (GByteArray *bytes, gsize max, GError **error)
{
  guint8 buffer[PIECE];
  gssize got = 1;

  while (got != 0 && bytes->len < max) {
    got = read (STDIN_FILENO, buffer, MIN (sizeof buffer, max - bytes->len));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, unreadable);
      return FALSE;
    }
    g_byte_array_append (bytes, buffer, (guint) got);
  }
  return TRUE;
}

/* A log of any length passes through; only its counts are kept. */
static TlEvidence *
explain_log (TlCli *cli, GByteArray *bytes, GError **error)
{
  g_autoptr (TlLog) log = tl_log_new (cli->settings);

  do {
    tl_log_feed (log, (const char *) bytes->data, bytes->len);
    g_byte_array_set_size (bytes, 0);
    if (!read_up_to (bytes, PIECE, error))
      return NULL;
  } while (bytes->len > 0);
  return tl_log_finish (log);
}

/* Its beginning tells whether standard input is a log; of another text, as much is read as is looked
 * at, and one byte more. */
static TlEvidence *
explain_input (TlCli *cli, TlTextKind kind, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (PIECE);

  if (!read_up_to (bytes, PIECE, error))
    return NULL;
  if (kind == TL_TEXT_LOG ||
      (kind == TL_TEXT_AUTO && tl_log_is_log ((const char *) bytes->data, bytes->len)))
    return explain_log (cli, bytes, error);
  if (!read_up_to (bytes, TL_DIGEST_MAX + 1, error))
    return NULL;
  return tl_digest_text (cli->settings, (const char *) bytes->data, bytes->len, kind, cli->stage,
                         error);
}

static TlEvidence *
explain_text (TlCli *cli, TlTextKind kind, GError **error)
{
  const char *text = cli->args[0];

  if (text == NULL || g_str_equal (text, "-"))
    return explain_input (cli, kind, error);
  return tl_digest_text (cli->settings, text, strlen (text), kind, cli->stage, error);
}

int
tl_cli_explain (TlCli *cli)
{
  TlTextKind kind;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;

  if (!take_words (cli, &kind)) {
    tl_cli_complain (cli, tl_cli_text (cli, N_ ("The protocol or the kind of text is not known.")));
    return TL_EXIT_BAD;
  }
  g_object_set (cli->settings, "kind", TL_JOB_EXPLAIN, NULL);
  if (cli->jsonl) {
    if (tl_cli_explain_lines (cli))
      return TL_EXIT_OK;
    tl_cli_complain (cli, tl_cli_text (cli, unreadable));
    return TL_EXIT_BAD;
  }
  evidence = explain_text (cli, kind, &error);
  if (evidence == NULL) {
    tl_cli_complain_error (cli, error);
    return TL_EXIT_BAD;
  }
  diagnosis = tl_diagnose (evidence);
  if (tl_cli_report (cli, evidence, diagnosis) == TL_EXIT_BAD &&
      tl_diagnosis_get_verdict (diagnosis) != TL_VERDICT_INCONCLUSIVE)
    return TL_EXIT_BAD;
  return tl_diagnosis_get_first (diagnosis) != NULL ? TL_EXIT_OK : TL_EXIT_UNKNOWN;
}
