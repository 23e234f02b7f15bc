/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The jobs that the runner knows, each in a file of its own. All return whether they went through. */
#pragma once

#include "tl-product.h"
#include "tl-run.h"

G_BEGIN_DECLS

/* The limits of the steps, ms. Those of tl-run.h but in tests, which do not like to wait. */
typedef struct {
  guint dns, connect, greeting, reply, tls, data, quit;
  guint first_connect; /* silence after which the other ports are looked at, too */
  guint siblings;      /* that look, the silent port once more among them */
  guint silence;       /* after one round trip and this, silence counts as odd */
  guint retry_wait;    /* before a 421 is tried again */
} TlLimits;
const TlLimits *tl_run_get_limits (TlRun *run);

/* What tl_run_job is made of. NULL: TL_ERROR, a bad --resolve or --ca-file. */
TlRun *tl_run_new (TlSettings *settings, TlEvidenceBuilder *builder, GCancellable *cancellable,
                   GError **error);
void tl_run_free (TlRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlRun, tl_run_free)
void tl_run_set_limits (TlRun *run, const TlLimits *limits);
void tl_run_set_step_func (TlRun *run, TlStepFunc func, gpointer user_data);
gboolean tl_run_go (TlRun *run, GError **error);

/* A second line of the same job, for what runs beside a waiting step: with a cancellable of its own
 * (which the job's own sets off as well), its own recorder (NULL: the job's) and an end of its own,
 * never after the job's. */
TlIo *tl_run_new_io (TlRun *run, GCancellable *own, TlEvidenceBuilder *recorder, guint limit_ms);
/* A further secret form: the other user name. */
void tl_run_hide_user (TlRun *run, const char *user);
/* Ends the step tls.handshake from what tl_channel_start_tls left. */
gboolean tl_run_end_tls (TlRun *run, TlChannel *channel, TlFailure failure);
/* Records nothing: for connections that are no step of their own. NULL where it does not open. */
TlChannel *tl_run_connect_quietly (TlRun *run, TlIo *io, guint limit_ms);

/* ---- between tl-run.c and tl-run-connect.c */

/* Where the job stands with the named host; owned by the run. */
typedef struct {
  GPtrArray *addresses;    /* (nullable) TlAddress, port 0 */
  TlDnsOutcome outcome;    /* of the look-up */
  gboolean asked;          /* the name servers were, and not a literal or an override taken */
  TlAddress peer;          /* the one that answered; length 0: none yet */
  double connect_ms;       /* how long it took: about one round trip */
  double answer_ms;        /* the quickest answer of another port, where one is open */
  guint answers;           /* other ports that answered; 0: none is open */
  TlConnectRest *rest;     /* (nullable) the other family, still silent */
  GPtrArray *shown;        /* (nullable) GBytes: the certificates of its last handshake, in DER */
  TlAddress shown_by;      /* the peer that showed them */
  struct _TlEndpoint *way; /* (nullable) what the survey found in place of the port of the job */
} TlReach;
TlReach *tl_run_get_reach (TlRun *run);
/* A step that is already over, or ends the one under way where id and target are the same. */
void tl_run_add_step (TlRun *run, const char *id, const char *target, TlOutcome outcome,
                      double start_ms, double elapsed_ms);
/* A step beside others: only one that ends was recorded. */
void tl_run_begin_beside (TlRun *run, const char *id, const char *target);
void tl_run_end_beside (TlRun *run, const char *id, const char *target, TlOutcome outcome,
                        double start_ms, double elapsed_ms);
/* Records tls.changed where a further connection to the named host, to the port of the last handshake or to
 * one that was agreed on there, shows another certificate, and what is wrong with it. */
void tl_run_compare_shown (TlRun *run, const TlTlsInfo *info);
/* The certificates of a handshake become those of the job. */
void tl_run_keep_shown (TlRun *run, const TlTlsInfo *info);
/* The facts of one connection attempt, as of the step tcp.connect. */
void tl_run_record_connect (TlRun *run, const TlConnectResult *result);
/* A fact of a certain step and target, scrubbed of secrets. */
void tl_run_fact_of (TlRun *run, const char *step, const char *target, const char *fact,
                     const char *value);

/* ---- tl-products.c */

/* data/products.ini: array of TlProduct. */
const GPtrArray *tl_products (void);
/* The product that made one of these certificates, or NULL. */
const TlProduct *tl_products_find_interceptor (const TlTlsInfo *info);

/* ---- tl-pairing.c: how a port starts, TLS or words */

/* The reply that answered our ClientHello in clear words, the first line of it, or NULL where what came
 * was none. (transfer full) */
TlReply *tl_pairing_dup_words (TlChannel *channel, TlProtocol protocol);

/* Waits for the first word of the server on a plain connection. After a while of silence, implicit
 * TLS is tried beside it, and the first answer wins. TL_FAILURE_NONE: the server spoke; `service`
 * says what. TL_FAILURE_TIMEOUT with *encrypted: TLS is what is spoken here, and that channel, its
 * handshake done, can be used in place of the plain one. TL_FAILURE_INVALID: the plain connection is
 * silent, and the words that answered TLS are those of another kind of service, `service`. */
TlFailure tl_pairing_wait (TlRun *run, TlChannel *plain, const char **service,
                           TlChannel **encrypted);

/* After a handshake with a mail or file server that ended without a byte: one more connection, on which nothing is
 * said, shows whether every visitor is turned away, or only who begins to encrypt. */
void tl_pairing_say_nothing (TlRun *run);

/* ---- tl-dane.c: what the DNS announces about the certificate of a mail server */

typedef struct _TlDane TlDane;
/* Asks beside whatever the job does; NULL where it is not to be asked. Where the job goes on over another
 * port, that one is asked about at the end. */
TlDane *tl_dane_begin (TlRun *run);
/* Waits for the answer and records "tls.dane", where a certificate was shown. Frees it (nullable). */
void tl_dane_end (TlDane *dane);

/* ---- tl-versions.c: which versions of TLS a port offers */

/* Connections that it makes at most. */
#define TL_VERSIONS_CONNECTIONS 4
/* Step "tls.versions": a connection for each version, side by side, without a login. Only where the
 * settings want it, or where no version could be agreed on. */
void tl_versions_ask (TlRun *run);

/* ---- tl-detour.c: whether somebody in between answers for others */

/* Step "detour.nobody": one connection to an address that nobody has, on the port of the job. Not with
 * --no-environment, and not where the server is on this computer. */
void tl_detour_ask_nobody (TlRun *run);

/* ---- the checks */

gboolean tl_smtp_check (TlRun *run); /* tl-smtp.c */
gboolean tl_ftp_check (TlRun *run);  /* tl-ftp.c */
gboolean tl_web_check (TlRun *run);  /* tl-web.c */
/* Which proxy such a check goes through. tl-web-proxy.c */
void tl_web_proxy_announce (TlSettings *settings, TlAnnouncement *plan);
/* This computer, in two parts: what is looked at before the job, and behind it what may wait. `hurry`:
 * the job went well, and services that have not answered by then are not waited for. tl-local.c */
typedef struct _TlLocal TlLocal;
TlLocal *tl_local_begin (TlRun *run);
void tl_local_end (TlLocal *local, gboolean hurry); /* frees it */
/* All usual ports at once, and one login where one is asked for. tl-ports.c */
gboolean tl_survey_check (TlRun *run);
/* The login alone, on a connection that speaks over verified TLS; says no goodbye. */
struct _TlTalk;
void tl_smtp_log_in_over (TlRun *run, struct _TlTalk *talk); /* tl-smtp.c */
void tl_ftp_log_in_over (TlRun *run, struct _TlTalk *talk);  /* tl-ftp.c */
/* What a domain publishes for its mail. tl-domain.c */
gboolean tl_domain_check (TlRun *run);

/* The survey of the usual other ports of the host: "ports.siblings". TRUE when at least one of
 * them answered (open or refused): the host lives and the way there is open. Where the job left its
 * port open, the best way found is in the job's reach. With `own` (nullable),
 * the job's own port is tried once more beside them, and *own gets its TlConnectResults, open ones
 * left open. tl-ports.c */
gboolean tl_ports_siblings (TlRun *run, const GPtrArray *addresses, guint port, GPtrArray **own);
/* Whether the job may go on over another port than the usual one: nobody chose it. */
gboolean tl_run_may_adopt (const TlSettings *settings);
/* What became of the family that was not used: "tcp.ipv6", "tcp.silent_family". */
void tl_run_settle_families (TlRun *run);
/* After a server without STARTTLS or AUTH TLS: the same look, with the job's port over the other family,
 * to see whether another path shows it: "smtp.starttls.elsewhere", "smtp.starttls.implicit", of a file
 * server "ftp.auth_tls.elsewhere", "ftp.auth_tls.implicit". `offered`: it was refused after it had been
 * offered, so the other path has to do more than offer it. */
void tl_ports_compare_starttls (TlRun *run, guint port, gboolean offered);
/* After a certificate that nobody trusted vouches for: the same look, at what the host shows on its
 * other ports and over its other family (of a web server, over that one alone): "tls.elsewhere".
 * tl-ports-certificate.c */
void tl_ports_compare_certificate (TlRun *run);
/* The usual other ports of a protocol, ended by 0. */
const guint *tl_ports_usual (TlProtocol protocol);

G_END_DECLS
