/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the TLS files share. GnuTLS is seen by this folder alone. */
#pragma once

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tl-tls.h"

G_BEGIN_DECLS

/* Certificates of a chain; GnuTLS verifies no deeper than this either. */
#define TL_TLS_CHAIN_MAX 16
/* Non-fatal errors in a row of one session (warning alerts, refused renegotiations): rule C5. */
#define TL_TLS_NUISANCES_MAX 5

struct _TlTls {
  TlIo *io;
  int fd; /* the channel's */
  gnutls_session_t session;
  TlTlsInfo *info;
  char *host;        /* without a trailing dot; NULL on the server's side */
  TlTlsTrust *trust; /* (nullable) what it is verified against */
  gnutls_certificate_credentials_t
      credentials;         /* (nullable) the client's: trusted is what its chain needs */
  TlTlsIdentity *identity; /* (nullable) the same */
  gint64 until;            /* of the handshake; afterwards G_MAXINT64 */
  gsize budget;            /* bytes that one call of GnuTLS may still take from the socket */
  gsize received;
  int error; /* errno of the last failed recv() or send() */
  gboolean eof;
  gboolean to_look; /* the first bytes that answer have not been looked at yet */
  guint nuisances;
  char last[8]; /* the beginning of what was read last */
  gsize n_last;
  char *plain_words; /* (nullable) */
};

struct _TlTlsTrust {
  gatomicrefcount refs;
  GPtrArray *own; /* (nullable) TlTlsRoot, of the file */
};

/* A trusted certificate as it stands in a bundle. */
typedef struct {
  GBytes *der;
  gnutls_datum_t issuer; /* names, in `der` */
  gnutls_datum_t subject;
} TlTlsRoot;

GPtrArray *tl_tls_roots_new (void);
/* FALSE for what is no certificate. */
gboolean tl_tls_roots_add (GPtrArray *roots, const guchar *der, gsize length);
/* All certificates of a text (RFC 7468); what cannot be read is left out. */
void tl_tls_roots_add_bundle (GPtrArray *roots, const char *text);
/* Those of both arrays (each nullable) that the chain names, and the issuers of these, go into the list. */
void tl_tls_roots_fill (const GPtrArray *system, const GPtrArray *own,
                        const gnutls_x509_crt_t *certificates, guint n,
                        gnutls_x509_trust_list_t list);

/* The system's certificates (TlTlsRoot), read once a process. From any thread. */
const GPtrArray *tl_tls_trust_get_system (void);
/* What of all trusted certificates matters to that chain goes into the list. */
void tl_tls_trust_fill (TlTlsTrust *trust, const gnutls_x509_crt_t *certificates, guint n,
                        gnutls_x509_trust_list_t list);

/* A session on `fd` with our own transport functions and no key log. */
TlTls *tl_tls_new (TlIo *io, int fd, unsigned flags);
/* The handshake, within the limit. `look_first`: the answering bytes are peeked at. */
TlFailure tl_tls_run_handshake (TlTls *tls, guint limit_ms, gboolean look_first);

TlCertificateInfo *tl_certificate_info_new (gnutls_x509_crt_t certificate);
/* RFC 3339; "" for a time that is none. (transfer full) */
char *tl_certificate_format_time (time_t when);
/* Reads the OCSP answer that came with the handshake into info->ocsp. `status`: GnuTLS's bits of the
 * whole verification. tl-tls-ocsp.c */
void tl_tls_read_staple (TlTls *tls, gnutls_x509_crt_t certificate, unsigned status);
void tl_ocsp_info_clear (TlOcspInfo *info);
/* Which of the certificates the word `verify` speaks of; -1: none of them. tl-tls-fault.c */
gint tl_tls_find_fault (const gnutls_x509_crt_t *certificates, guint n, const char *verify);
/* Where the chain from the first certificate ends, which is not always the last that was sent: whoever sends
 * one that issued none of the others has a gap before it. `n` > 0. */
guint tl_tls_find_chain_end (const gnutls_x509_crt_t *certificates, guint n);
/* Days that it is past its end, or before its beginning (negative). */
gint tl_tls_days_off (gnutls_x509_crt_t certificate);
/* The trusted certificate that vouches for the chain, DER; NULL for none. (transfer full) */
GBytes *tl_tls_find_anchor (gnutls_x509_trust_list_t list, const gnutls_x509_crt_t *certificates,
                            guint n);
/* Whether a trusted certificate has the name of the last one's issuer. */
gboolean tl_tls_knows_issuer_name (gnutls_x509_trust_list_t list, gnutls_x509_crt_t last);
/* Reads the chain that was sent into info->chain and judges it. */
void tl_tls_judge_certificates (TlTls *tls);
/* "ok" or the first defect among the status bits of GnuTLS. Exposed for the tests. */
const char *tl_tls_first_defect (unsigned status, gboolean self_signed, gboolean issuer_sent);
/* The one of `names` (blank-separated) that the person most likely meant. (transfer full), or NULL. */
char *tl_tls_suggest_host (const char *names, const char *host);

G_END_DECLS
