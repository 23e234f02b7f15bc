/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of data channels: which of EPSV, PASV, EPRT and PORT, with and without protection, lets a
 * short listing through, and what became of the others. One mode after the other, over the control
 * connection that stands; a new one only where a server still hangs on the trial before. */
#include "tl-ftp-private.h"

#include <string.h>

/* Enough of a listing to know that it works. */
#define TRIAL_LIST_MAX (16 * 1024)
#define RECONNECTS_MAX 2
/* What a trial may need; with less left of the job none is begun, so that none is misjudged. */
#define TRIAL_MIN_MS 5000

/* ------------------------------------------------------------------ rows */

typedef struct {
  const char *name;
  TlFtpMode mode;
  gboolean active;
} Mode;

/* The best first. */
static const Mode modes[] = {
    {"epsv", TL_FTP_MODE_EPSV, FALSE},
    {"pasv", TL_FTP_MODE_PASV, FALSE},
    {"eprt", TL_FTP_MODE_EPRT, TRUE},
    {"port", TL_FTP_MODE_PORT, TRUE},
};

static gboolean
seen_is (TlFtp *ftp, const char *fact, const char *value)
{
  g_autofree char *seen = tl_ftp_dup_fact (ftp, fact);

  return g_strcmp0 (seen, value) == 0;
}

static guint64
seen_number (TlFtp *ftp, const char *fact)
{
  g_autofree char *seen = tl_ftp_dup_fact (ftp, fact);

  return seen != NULL ? g_ascii_strtoull (seen, NULL, 10) : 0;
}

/* What the codes say of a data connection that stood, or was not to be. */
static const char *
refine_reply (TlFtp *ftp, const char *word, guint64 code)
{
  if (seen_is (ftp, "ftp.data.resumed", "no") && (code == 522 || code == 425 || code == 450))
    return "session-reuse";
  if (!ftp->private && tl_ftp_is_encrypted (ftp) &&
      (code == 521 || code == 522 || (code >= 533 && code <= 537)))
    return "protection";
  return word;
}

/* Every server knows PORT, so that a complaint speaks of the address; EPRT may be unknown to it. */
static const char *
refine_refusal (TlFtp *ftp, const char *mode, guint code)
{
  g_autofree char *features =
      tl_evidence_builder_dup (tl_run_get_builder (ftp->run), "ftp.features");
  gboolean known = g_str_equal (mode, "port") || code == 501 ||
                   (features != NULL && strstr (features, "EPRT") != NULL);

  if (code != 500 && code != 501)
    return "reply";
  if (seen_is (ftp, "ftp.helper", "spoils"))
    return "helper";
  return known ? "address-refused" : "reply";
}

/* A stable word for the row: the failure's own, or what else was seen says more. */
static const char *
refine (TlFtp *ftp, const char *mode, const char *word)
{
  gboolean active = g_str_equal (mode, "eprt") || g_str_equal (mode, "port");
  guint64 code = seen_number (ftp, "ftp.reply.code");

  if (*word == '\0')
    return word;
  /* One stray packet shows nothing: a server that cannot get through asks again. */
  if (active && seen_number (ftp, "ftp.active.dropped_here") >= 2 &&
      seen_is (ftp, "ftp.data.state", "unknown"))
    return "dropped-here";
  if (active && ftp->data.refusal != NULL)
    return refine_refusal (ftp, mode, ftp->data.refusal->code);
  if (code >= 400)
    word = refine_reply (ftp, word, code);
  if (active && (g_str_equal (word, "timeout") || (g_str_equal (word, "reply") && code == 425)))
    return "no-connection";
  if (ftp->announced && g_str_equal (mode, "pasv") && g_str_equal (word, "timeout"))
    return seen_is (ftp, "ftp.passive.address_kind", "public") ? "foreign-address"
                                                               : "private-address";
  return word;
}

static void
add_row (TlFtp *ftp, const char *mode, const char *address, TlOutcome outcome, const char *reason)
{
  TlDataChannel *row = g_new0 (TlDataChannel, 1);

  row->mode = (char *) g_intern_string (mode);
  row->protection = ftp->private ? "private" : "clear";
  row->address = (char *) address;
  row->outcome = outcome;
  row->reason = (char *) g_intern_string (reason);
  g_ptr_array_add (ftp->rows, row);
}

void
tl_ftp_matrix_row (TlFtp *ftp, const char *mode, TlOutcome outcome, const char *word)
{
  g_autofree char *kind = NULL;
  const char *address = "";

  if (g_str_equal (mode, "pasv"))
    kind = tl_ftp_dup_fact (ftp, "ftp.passive.address_kind");
  if (kind != NULL && !g_str_equal (kind, "same"))
    address = ftp->announced ? "announced" : "peer";
  add_row (ftp, mode, address, outcome, refine (ftp, mode, word));
  /* The other address is named, and left alone unless the person asks for it: behind the same router
   * a private one may well be right. */
  if (g_str_equal (address, "peer"))
    add_row (ftp, mode, "announced", TL_OUTCOME_SKIPPED,
             g_str_equal (kind, "public") ? "foreign-address" : "private-address");
}

static const TlDataChannel *
find_row (TlFtp *ftp, const char *mode, const char *address)
{
  for (guint i = 0; i < ftp->rows->len; i++) {
    const TlDataChannel *row = g_ptr_array_index (ftp->rows, i);

    if (g_str_equal (row->mode, mode) && row->outcome != TL_OUTCOME_SKIPPED &&
        g_str_equal (row->protection, ftp->private ? "private" : "clear") &&
        (address == NULL || g_str_equal (row->address, address)))
      return row;
  }
  return NULL;
}

static gboolean
any_works (TlFtp *ftp)
{
  for (guint i = 0; i < ftp->rows->len; i++)
    if (((const TlDataChannel *) g_ptr_array_index (ftp->rows, i))->outcome == TL_OUTCOME_OK)
      return TRUE;
  return FALSE;
}

/* The first of the best: protected where the connection is, passive before active. */
static TlDataChannel *
find_best (TlFtp *ftp)
{
  const char *wanted = tl_ftp_is_encrypted (ftp) ? "private" : "clear";

  for (gsize m = 0; m < G_N_ELEMENTS (modes); m++)
    for (guint i = 0; i < ftp->rows->len; i++) {
      TlDataChannel *row = g_ptr_array_index (ftp->rows, i);

      if (row->outcome == TL_OUTCOME_OK && g_str_equal (row->mode, modes[m].name) &&
          g_str_equal (row->protection, wanted))
        return row;
    }
  return NULL;
}

void
tl_ftp_matrix_finish (TlFtp *ftp)
{
  TlDataChannel *best = find_best (ftp);

  if (best != NULL)
    best->recommended = TRUE;
  for (guint i = 0; i < ftp->rows->len; i++)
    tl_evidence_builder_add_data_channel (tl_run_get_builder (ftp->run),
                                          g_ptr_array_index (ftp->rows, i));
  g_ptr_array_set_size (ftp->rows, 0);
}

/* ------------------------------------------------------------------ the control connection */

static gboolean
ask_for (TlFtp *ftp, const char *command, const char *argument)
{
  g_autoptr (TlReply) reply = NULL;

  return tl_ftp_ask (ftp, command, argument, ftp->limits->reply, &reply) == TL_FAILURE_NONE &&
         reply->code / 100 == 2;
}

static gboolean
protect_as (TlFtp *ftp, gboolean private)
{
  if (tl_ftp_is_encrypted (ftp) && !ask_for (ftp, "PROT", private ? "P" : "C"))
    return FALSE;
  ftp->private = private;
  return TRUE;
}

/* The same again from the beginning, recording nothing. */
static gboolean
reconnect (TlFtp *ftp)
{
  gboolean encrypted = tl_ftp_is_encrypted (ftp);
  g_autoptr (TlReply) reply = NULL;
  const char *stage;

  tl_channel_close (ftp->control);
  g_clear_pointer (&ftp->control, tl_channel_free);
  g_queue_clear_full (&ftp->ahead, g_free);
  ftp->control = tl_run_connect_quietly (ftp->run, ftp->io, ftp->limits->connect);
  ftp->alive = ftp->control != NULL;
  if (!ftp->alive)
    return FALSE;
  ftp->stuck = FALSE;
  tl_channel_get_local (ftp->control, &ftp->local);
  return tl_ftp_enter_again (ftp, encrypted, &stage, &reply) &&
         (!encrypted || (ask_for (ftp, "PBSZ", "0") && protect_as (ftp, ftp->private))) &&
         (*ftp->settings->path == '\0' || ask_for (ftp, "CWD", ftp->settings->path));
}

static gboolean
has_time (TlFtp *ftp)
{
  return tl_io_limit (ftp->io, TRIAL_MIN_MS) - tl_clock_us () >=
         (TRIAL_MIN_MS - 100) * (G_USEC_PER_SEC / 1000);
}

static gboolean
can_go_on (TlFtp *ftp, guint *reconnects)
{
  if (tl_io_is_cancelled (ftp->io) || !has_time (ftp))
    return FALSE;
  if (ftp->alive && !ftp->stuck)
    return TRUE;
  return (*reconnects)++ < RECONNECTS_MAX && reconnect (ftp);
}

/* ------------------------------------------------------------------ trials */

static void
try_mode (TlFtp *ftp, const Mode *mode)
{
  TlFtpTransfer transfer = {.command = "LIST", .stage = "list", .most = TRIAL_LIST_MAX};
  const char *word = tl_ftp_data_try (ftp, mode->mode);

  if (word == NULL)
    word = tl_ftp_transfer (ftp, &transfer);
  else if (ftp->data.refusal != NULL)
    tl_ftp_reply (ftp, mode->active ? "active" : "passive", ftp->data.refusal);
  if (word == NULL || !g_str_equal (word, "cancelled"))
    tl_ftp_matrix_row (ftp, mode->name, word == NULL ? TL_OUTCOME_OK : TL_OUTCOME_FAILED,
                       word != NULL ? word : "");
  tl_ftp_data_clear (&ftp->data);
}

static void
note_trial (TlFtp *ftp, const Mode *mode)
{
  const char *helper = g_hash_table_lookup (ftp->trial, "ftp.helper");
  const TlDataChannel *row = find_row (ftp, mode->name, NULL);
  g_autofree char *fact = g_strdup_printf (
      "ftp.channel.%s%s", !ftp->private && tl_ftp_is_encrypted (ftp) ? "clear." : "", mode->name);

  if (helper != NULL)
    tl_run_fact (ftp->run, "ftp.helper", helper);
  if (row != NULL)
    tl_run_fact (ftp->run, fact, *row->reason != '\0' ? row->reason : "ok");
}

static void
run_trial (TlFtp *ftp, const Mode *mode, guint *reconnects)
{
  ftp->trial = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (can_go_on (ftp, reconnects))
    try_mode (ftp, mode);
  else if (!tl_io_is_cancelled (ftp->io))
    add_row (ftp, mode->name, "", TL_OUTCOME_SKIPPED, "earlier-failure");
  if (!tl_io_is_cancelled (ftp->io))
    note_trial (ftp, mode);
  g_clear_pointer (&ftp->trial, g_hash_table_unref);
}

static gboolean
is_wanted (TlFtp *ftp, const Mode *mode)
{
  switch (ftp->settings->ftp_mode) {
    case TL_FTP_MODE_AUTO:
    case TL_FTP_MODE_ALL:
      break;
    case TL_FTP_MODE_PASSIVE:
      if (mode->active)
        return FALSE;
      break;
    case TL_FTP_MODE_ACTIVE:
      if (!mode->active)
        return FALSE;
      break;
    case TL_FTP_MODE_EPSV:
    case TL_FTP_MODE_PASV:
    case TL_FTP_MODE_EPRT:
    case TL_FTP_MODE_PORT:
    default:
      return FALSE;
  }
  /* PASV and PORT can tell addresses of IPv4 alone. */
  return !tl_address_is_ipv6 (&ftp->peer) || mode->mode == TL_FTP_MODE_EPSV ||
         mode->mode == TL_FTP_MODE_EPRT;
}

static void
try_all (TlFtp *ftp, guint *reconnects)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (is_wanted (ftp, &modes[i]) && find_row (ftp, modes[i].name, NULL) == NULL)
      run_trial (ftp, &modes[i], reconnects);
  /* Who asked for the announced address sees both. */
  if (ftp->announced && find_row (ftp, "pasv", "announced") != NULL) {
    ftp->announced = FALSE;
    run_trial (ftp, &modes[1], reconnects);
    ftp->announced = TRUE;
  }
}

/* Whether another mode may do better: not where the data connection stood, nor where the server has
 * another reason to say no. */
static gboolean
is_about_mode (TlFtp *ftp)
{
  guint64 code = seen_number (ftp, "ftp.reply.code");

  return !seen_is (ftp, "ftp.data.state", "open") &&
         (code < 400 || code == 425 || code == 522 || (code >= 500 && code <= 504));
}

static gboolean
any_left (TlFtp *ftp)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (is_wanted (ftp, &modes[i]) && find_row (ftp, modes[i].name, NULL) == NULL)
      return TRUE;
  return FALSE;
}

gboolean
tl_ftp_wants_matrix (TlFtp *ftp)
{
  gboolean lost = !ftp->alive && !ftp->stuck;

  /* Nothing more goes to a server that broke off, or that sends plain text in the place of TLS. */
  if (ftp->rows->len == 0 || lost || seen_is (ftp, "ftp.data.tls", "plaintext"))
    return FALSE;
  if (ftp->settings->ftp_mode == TL_FTP_MODE_ALL)
    return TRUE;
  return !any_works (ftp) && any_left (ftp) && is_about_mode (ftp);
}

void
tl_ftp_matrix (TlFtp *ftp)
{
  gboolean first = ftp->private;
  guint reconnects = 0;
  const TlDataChannel *best;

  tl_run_begin (ftp->run, "ftp.channels", ftp->target);
  try_all (ftp, &reconnects);
  /* Unprotected data were asked for: the table shows both. */
  if (ftp->settings->protect_clear && tl_ftp_is_encrypted (ftp) && can_go_on (ftp, &reconnects) &&
      protect_as (ftp, !first))
    try_all (ftp, &reconnects);
  best = find_best (ftp);
  if (best != NULL)
    tl_run_fact (ftp->run, "ftp.channels.best", best->mode);
  if (tl_io_is_cancelled (ftp->io))
    tl_run_fail (ftp->run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (ftp->run, any_works (ftp) ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
}
