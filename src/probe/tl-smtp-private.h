/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One conversation with a mail server, between the files tl-smtp*.c. */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

/* What an EHLO announced. */
typedef struct {
  char *extensions; /* (owned) keywords in upper case, blank-separated */
  char *auth;       /* (owned) login mechanisms in upper case, blank-separated */
  gboolean starttls, garbled, pipelining, utf8;
  guint64 size_limit; /* 0: none said */
} TlSmtpOffer;
/* Reads the words of a positive reply to EHLO (RFC 5321 4.1.1.1). */
void tl_smtp_offer_parse (TlSmtpOffer *offer, const char *text);
void tl_smtp_offer_clear (TlSmtpOffer *offer);
/* An address of another computer in the first line of an answer to EHLO, such as
 * "mx.example.org at your service, [203.0.113.7]". */
gboolean tl_smtp_find_own_address (const char *reply, TlAddress *address);
/* Why the address that a server claims to see this computer under cannot be that: "server" (it is its
 * own), "family" (of the other family than the connection's), "elsewhere" (this end has another public
 * one); NULL where nothing speaks against it. Static. */
const char *tl_smtp_doubt_own_address (TlChannel *channel, const TlAddress *claimed);

typedef struct {
  TlRun *run;
  TlChannel *channel;  /* (owned, nullable) */
  char *target;        /* (owned) */
  TlSecurity security; /* as wanted: AUTO where the first words decide */
  gboolean verified;   /* speaks over TLS that was verified */
  gboolean esmtp;      /* EHLO was understood */
  gboolean helo;       /* EHLO was not, HELO was */
  gboolean alive;      /* a goodbye would be heard */
  gboolean busy;       /* the greeting was 421 */
  gboolean careful;    /* a further conversation, after something went wrong: no login flight */
  gboolean flown;      /* the envelope went out behind the login; its replies are to come */
  guint owed;          /* replies still to come, behind what was sent */
  gboolean late;       /* a word that needs no thought was answered late */
  gboolean starttls_unknown; /* STARTTLS was offered and then not known (500, 501, 502) */
  gboolean crowded;          /* a further connection beside this one was refused */
  gboolean tried_again;      /* a connection was, after a limit had shown itself */
  gboolean unheard;          /* the login flight was turned away, the login itself not looked at */
  TlSmtpOffer offer;         /* of the EHLO that counts */
} TlSmtp;

/* ---- tl-smtp-talk.c: a command, its reply */

void tl_smtp_begin (TlSmtp *smtp, const char *step);
/* Sends `line` (none when NULL) and reads the reply. A 421 that was waiting already (the server goes)
 * counts as the answer; any other words before their command are TL_FAILURE_INJECTED. */
TlFailure tl_smtp_ask (TlSmtp *smtp, const char *line, TlReply **reply);
/* The same with a limit of its own. */
TlFailure tl_smtp_ask_within (TlSmtp *smtp, const char *line, guint limit_ms, TlReply **reply);
/* The same for a line that holds a secret: the transcript gets `shown`. The lines `behind` (nullable)
 * go out right behind it; their replies are left to be read. */
TlFailure tl_smtp_ask_secret (TlSmtp *smtp, const GString *line, const char *shown,
                              const char *const *behind, TlReply **reply);
/* Reads what is still owed, for so long at most in all; the conversation is dead where it does not come. */
void tl_smtp_settle (TlSmtp *smtp, guint limit_ms);
/* Makes sure that no reply waits before its command is sent: see tl_smtp_ask. */
TlFailure tl_smtp_check_early (TlSmtp *smtp, TlReply **reply);
/* Records the reply and ends the step: FALSE with failure "reply". */
gboolean tl_smtp_refused (TlSmtp *smtp, const char *stage, const TlReply *reply);
/* Goodbye, not waited for; then the connection is gone. */
void tl_smtp_leave (TlSmtp *smtp);
/* Drops the connection without a word. */
void tl_smtp_drop (TlSmtp *smtp);
/* The name for EHLO: the one given, or our end as an address literal (RFC 5321 4.1.3). */
char *tl_smtp_dup_helo (TlSmtp *smtp);

/* ---- tl-smtp-start.c: from the connection to the EHLO that counts */

/* `again`: a further connection to the address that answered; the other pairing is not tried. */
gboolean tl_smtp_start (TlSmtp *smtp, gboolean again);

/* ---- tl-smtp-sessions.c */

/* The step smtp.sessions, where the settings ask for it: further connections beside the conversation, all
 * of them kept open until the first that is refused; then `crowded` is set. */
void tl_smtp_count_sessions (TlSmtp *smtp);
/* After that, when the conversation is over: ends it, waits a moment, and makes one connection more. It
 * tells a limit of connections at once from one of connections in a time ("smtp.limit.retry"). */
void tl_smtp_try_alone (TlSmtp *smtp);

/* ---- tl-pairing.c: the other pairing on a connection of its own, without credentials */

/* After plain words answered a ClientHello: does STARTTLS work here? A step "pairing.other". */
void tl_pairing_try_plain (TlSmtp *smtp);

/* ---- tl-small-packets.c */

/* After a handshake that stalled: the same once more, in a connection of its own on which no packet is
 * large. A step "path.small-packets"; whether it came about. */
gboolean tl_small_packets_try (TlSmtp *smtp);
/* After a message of an encrypted conversation that stalled for want of size: as many bytes that mean
 * nothing, in a connection of its own on which no packet is large, and where they arrive, in one on which
 * they are. The message itself is never sent twice. A step "path.small-text". */
void tl_small_text_try (TlSmtp *smtp);

/* ---- tl-smtp-auth.c */

/* The step smtp.auth: one login. Where that is safe, the envelope goes out in the same flight: then
 * `flown` is set, and tl_smtp_envelope has to follow a success at once. */
gboolean tl_smtp_auth (TlSmtp *smtp, const char *user);
/* Whether the refusal could mean a user name in the wrong form: 535 or 530, with no enhanced code or
 * with one that says no more than "credentials invalid". */
gboolean tl_smtp_auth_may_be_form (TlRun *run);

/* ---- tl-smtp-mail.c: the envelope, and a message where asked */

typedef enum {
  TL_ENVELOPE_FAILED,
  TL_ENVELOPE_OK,
  TL_ENVELOPE_DEFERRED
} TlEnvelope;
/* The commands of an envelope that can go out behind a login, all or nothing: NULL where it has to
 * wait. */
GStrv tl_smtp_dup_login_flight (TlSmtp *smtp);
/* MAIL, RCPT, RSET (or the message): DEFERRED where a recipient was answered 450 or 451. */
TlEnvelope tl_smtp_envelope (TlSmtp *smtp);
/* A message of somewhat more than one full packet as it goes over the wire (RFC 5322), dots stuffed,
 * without the closing dot. */
char *tl_smtp_dup_message (const char *sender, const char *recipient, GDateTime *now,
                           const char *id);
/* CRLF line ends, and a dot before every line that begins with one (RFC 5321 4.5.2). */
char *tl_smtp_stuff (const char *text);

G_END_DECLS
