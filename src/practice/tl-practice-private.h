/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the practice servers share. There is one little mail server and one little file
 * server, both real; a scenario only switches faults on. */
#pragma once

#include "tl-channel.h"
#include "tl-practice.h"

G_BEGIN_DECLS

#define TL_PRACTICE_DOMAIN "practice.example"
#define TL_PRACTICE_USER "learner@" TL_PRACTICE_DOMAIN
/* Silence after which a server hangs up, and the time for a handshake, ms. */
#define TL_PRACTICE_IDLE_MS 120000
#define TL_PRACTICE_TLS_MS 10000

typedef enum {
  TL_FAULT_NONE,
  TL_FAULT_BUSY = 1 << 0,         /* 421 to everybody */
  TL_FAULT_FULL_ONCE = 1 << 1,    /* the first connection meets a limit, later ones find room */
  TL_FAULT_FULL = 1 << 2,         /* every connection meets the limit */
  TL_FAULT_GREYLIST = 1 << 3,     /* a new triplet is put off */
  TL_FAULT_STRIPPED = 1 << 4,     /* a box on the way spoils the offer of STARTTLS */
  TL_FAULT_SILENT = 1 << 5,       /* never a word */
  TL_FAULT_PASSIVE = 1 << 6,      /* PASV names an address of elsewhere, the port is closed */
  TL_FAULT_PASSWORD = 1 << 7,     /* the person's password is wrong */
  TL_FAULT_CERT_NAME = 1 << 8,    /* the certificate is for another host */
  TL_FAULT_CERT_EXPIRED = 1 << 9, /* the certificate has expired */
} TlFault;

/* One connection to a practice server; the talk of each is a thread. */
typedef struct {
  TlPractice *practice;
  TlChannel *channel; /* (owned) */
  GThread *thread;
  guint number;           /* of this connection, from 1 */
  gint done;              /* atomic: the thread may be joined */
  char line[TL_LINE_MAX]; /* the last one heard */
} TlTalk;

/* Sends a line; FALSE when the client is gone. */
gboolean tl_talk_say (TlTalk *talk, const char *line);
gboolean tl_talk_sayf (TlTalk *talk, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The next command, valid until the next read; NULL when there is none any more. */
const char *tl_talk_hear (TlTalk *talk);
gboolean tl_talk_encrypt (TlTalk *talk);
/* Keeps the connection open and silent until the client goes. */
void tl_talk_hold (TlTalk *talk);
/* "VERB rest": the verb in capitals; `rest` (optional) points into `line`. (transfer full) */
char *tl_talk_split (const char *line, const char **rest);

TlFault tl_practice_get_faults (TlPractice *practice);
TlIo *tl_practice_get_io (TlPractice *practice);
TlTlsIdentity *tl_practice_get_identity (TlPractice *practice);
/* Counts a login and says whether it is right. */
gboolean tl_practice_check_login (TlPractice *practice, const char *user, const char *password);
/* Whether greylisting lets this triplet pass now. */
gboolean tl_practice_let_pass (TlPractice *practice, const char *from, const char *to);
/* The files that were stored; bounded. */
void tl_practice_store (TlPractice *practice, const char *name, GBytes *bytes);
GBytes *tl_practice_fetch (TlPractice *practice, const char *name);
gboolean tl_practice_delete (TlPractice *practice, const char *name);

void tl_practice_talk_smtp (TlTalk *talk);
void tl_practice_talk_ftp (TlTalk *talk);

G_END_DECLS
