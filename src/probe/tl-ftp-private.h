/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the FTP check share: one control connection under way. */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

/* How one data connection comes about. */
typedef struct {
  const char *mode;   /* "epsv", "pasv", "eprt", "port" */
  TlChannel *channel; /* (owned, nullable) connected */
  int listener;       /* active modes: waits for the server; -1 else */
  TlReply *refusal;   /* (owned, nullable) what was said to the last mode that was refused */
  guint64 dropped; /* active modes: tl_local_count_dropped before the server was asked to connect */
} TlFtpData;

typedef struct {
  TlRun *run;
  TlSettings *settings;
  const char *user; /* the name to log in with */
  TlIo *io;
  const TlLimits *limits;
  TlChannel *control; /* (owned, nullable) */
  TlAddress peer;
  TlAddress local;
  char *target;         /* (owned) of the steps */
  gboolean implicit;    /* TLS from the first byte */
  gboolean stuck;       /* the server still hangs on a transfer; nothing else can be asked */
  gboolean announced;   /* PASV: go to the address that is announced */
  gboolean alive;       /* the control connection can still be spoken to */
  gboolean private;     /* PROT P is in force */
  gboolean alone;       /* nothing follows the login */
  gboolean entered;     /* greeted, encrypted where demanded, logged in where asked */
  gboolean refused;     /* a step failed, or something asked for did not work */
  const char *skip;     /* why the steps after this one are not done */
  TlReply *turned_away; /* (owned, nullable) in clear words, in the place of TLS */
  GQueue ahead;         /* char *: commands that are sent already, their replies to come */
  TlFtpData data;
  /* (nullable) a further mode is tried: what is seen goes here, fact and value, and not into the
   * evidence, where it would pass for what the job was about. */
  GHashTable *trial;
  GPtrArray *rows; /* TlDataChannel: the table of data channels so far */
} TlFtp;

/* ------------------------------------------------------------------ tl-ftp-control.c */

/* Sends a command and waits for its reply; a 421 that came unasked is taken for it (RFC 959 5.4), any
 * other byte that waits already is TL_FAILURE_INJECTED. */
TlFailure tl_ftp_ask (TlFtp *ftp, const char *command, const char *argument, guint limit_ms,
                      TlReply **reply);
/* Sends several commands in one go; tl_ftp_ask then only takes their replies, in this order. */
void tl_ftp_send_ahead (TlFtp *ftp, const char *const *lines);
/* Takes the replies that are still owed for those, all of them within the limit. */
void tl_ftp_hear_out (TlFtp *ftp, guint limit_ms);
/* Only the reply; a 421 or a failure marks the connection as dead. */
TlFailure tl_ftp_await (TlFtp *ftp, guint limit_ms, TlReply **reply);
/* Ends the step as failed, with the words of the server or with the failure or word. Always FALSE. */
gboolean tl_ftp_fail_reply (TlFtp *ftp, const char *stage, const TlReply *reply);
gboolean tl_ftp_fail (TlFtp *ftp, TlFailure failure);
gboolean tl_ftp_fail_word (TlFtp *ftp, const char *word);
/* A reply worth showing that decides nothing. */
void tl_ftp_note_reply (TlFtp *ftp, const char *stage, const TlReply *reply);
/* After how much silence the server hangs up, where these words of it tell. */
void tl_ftp_note_idle_limit (TlFtp *ftp, const char *text);
/* Facts and the reply of the open step, or of the trial under way. */
void tl_ftp_fact (TlFtp *ftp, const char *fact, const char *value);
void tl_ftp_factf (TlFtp *ftp, const char *fact, const char *format, ...) G_GNUC_PRINTF (3, 4);
void tl_ftp_reply (TlFtp *ftp, const char *stage, const TlReply *reply);
/* The last value of such a fact, (transfer full), or NULL. */
char *tl_ftp_dup_fact (TlFtp *ftp, const char *fact);
/* Whether this connection demands TLS before anything else. */
gboolean tl_ftp_demands_tls (TlFtp *ftp);
gboolean tl_ftp_is_encrypted (TlFtp *ftp);

/* AUTH TLS and what it came to: "ok", "unknown", "refused", or NULL with *failure. */
const char *tl_ftp_ask_auth_tls (TlFtp *ftp, TlReply **reply, TlFailure *failure);
/* USER and PASS, each at most once, the lines `behind` (nullable) in one go with PASS; tl_ftp_ask then
 * takes their replies as after tl_ftp_send_ahead. `*stage` is that of the last reply, *reply the last one. TRUE when
 * logged in. `*failure` is set where the exchange broke. */
gboolean tl_ftp_log_in (TlFtp *ftp, const char *const *behind, const char **stage, TlReply **reply,
                        TlFailure *failure);

/* ------------------------------------------------------------------ tl-ftp-data.c */

/* Gets a data connection ready: passive ones are open then, active ones listen. Records facts in the
 * open step. NULL when ready, else the word for "step.failure". */
const char *tl_ftp_data_prepare (TlFtp *ftp);
/* The same with one mode alone: TL_FTP_MODE_EPSV, _PASV, _EPRT or _PORT. */
const char *tl_ftp_data_try (TlFtp *ftp, TlFtpMode mode);
/* The command that it begins with, where that can be told beforehand; else NULL. */
const char *tl_ftp_data_first_command (TlFtp *ftp);
void tl_ftp_data_clear (TlFtpData *data);
/* Whether the data connection is to be opened by the server. */
gboolean tl_ftp_is_active (TlFtp *ftp);

/* ------------------------------------------------------------------ tl-ftp-matrix.c */

/* A row of the table of data channels; `word` is the word of the failure, "" where there is none. */
void tl_ftp_matrix_row (TlFtp *ftp, const char *mode, TlOutcome outcome, const char *word);
/* Step "ftp.channels": the modes that were not tried yet, each gently, where the settings ask for it
 * or where the first one failed and the choice was left to us. */
void tl_ftp_matrix (TlFtp *ftp);
gboolean tl_ftp_wants_matrix (TlFtp *ftp);
/* Hands the rows to the evidence, the best one recommended. */
void tl_ftp_matrix_finish (TlFtp *ftp);

/* ------------------------------------------------------------------ tl-ftp-transfer.c */

typedef struct {
  const char *command;  /* "LIST", "STOR", "RETR" */
  const char *argument; /* (nullable) */
  const char *stage;    /* of ftp.reply.stage */
  GBytes *send;         /* (nullable) what is stored */
  GByteArray *keep;     /* (nullable) gets what is received */
  gsize most;           /* reading stops after so many bytes */

  gsize received;
  gboolean cut;     /* stopped by us: too much or too slow */
  gboolean unclean; /* the end came without close_notify */
} TlFtpTransfer;

/* One transfer over ftp->data, which it uses up. NULL when both sides came to their end, else the word
 * for "step.failure"; facts and the deciding reply are recorded in the open step. */
const char *tl_ftp_transfer (TlFtp *ftp, TlFtpTransfer *transfer);
gboolean tl_ftp_list (TlFtp *ftp);   /* step "ftp.list" */
gboolean tl_ftp_upload (TlFtp *ftp); /* step "ftp.upload" */

/* ------------------------------------------------------------------ tl-ftp-sessions.c */

/* Step "ftp.sessions": as many connections at once as were asked for, this one counted. */
void tl_ftp_sessions (TlFtp *ftp);
/* After a refused login that the form of the user name may explain, where the settings ask for it: one
 * login more with the other form, on a connection of its own. The check stays failed. */
void tl_ftp_try_other_form (TlFtp *ftp);
/* From a fresh connection in ftp->control to the login, as the first one came there, recording
 * nothing. *stage and *reply tell who said no. */
gboolean tl_ftp_enter_again (TlFtp *ftp, gboolean encrypted, const char **stage, TlReply **reply);

G_END_DECLS
