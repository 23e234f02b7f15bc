/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TLS by GnuTLS itself: own handshake loop, the whole chain, every verification bit kept. */
#pragma once

#include "tl-io.h"

G_BEGIN_DECLS

typedef struct {
  char *subject, *issuer; /* RFC 4514, made visible */
  char *names;            /* subject alternative names (else CN), blank-separated, made visible */
  char *not_before, *not_after; /* RFC 3339 */
  char *sha256;                 /* hexadecimal, of the DER */
  char *key;                    /* "RSA 2048", "EC 256" */
  char *signature;              /* "RSA-SHA256" */
  /* Where its issuer says that its own certificate, or an answer about this one, can be had (RFC 5280
   * 4.2.2.1), made visible; NULL where it says nothing. Never visited. */
  char *issuer_address, *ocsp_address;
  gboolean is_ca;
} TlCertificateInfo;

void tl_certificate_info_free (TlCertificateInfo *info);
/* NULL for what is no certificate. (transfer full) */
TlCertificateInfo *tl_certificate_info_from_bytes (GBytes *der);

/* What the server's stapled OCSP answer says of its own certificate (RFC 6960). */
typedef struct {
  /* (static, nullable) "none" (nothing stapled), "good", "revoked", "unknown" (to its issuer),
   * "expired" (there is a newer one), "broken" (not readable, for another certificate, or signed by
   * somebody who may not), "unsuccessful" (the issuer's server gave no answer); NULL: no certificate */
  const char *outcome;
  char *since, *until, *revoked_at; /* (nullable) RFC 3339 */
  gboolean must_staple;             /* the certificate demands one (RFC 7633) */
} TlOcspInfo;

/* What a handshake showed. All strings (nullable) and owned. */
typedef struct {
  gboolean complete; /* the handshake came to its end (verification apart) */
  /* "TLS1.3"; of a handshake that failed, the old version that the server chose, or NULL */
  char *version;
  char *cipher; /* GnuTLS's cipher-suite name */
  /* "ok" or the first defect by importance: "revoked", "bad-signature", "expired", "not-yet-valid",
   * "self-signed", "chain-incomplete", "untrusted-issuer", "name-mismatch", "wrong-purpose", "weak",
   * "no-revocation-proof" (OCSP), "not-verifiable" (too deep, too large); or "no-certificate", "not-tested" */
  char *verify;
  /* every bit, blank-separated GnuTLS-like names: "invalid signer-not-found expired …" */
  char *verify_bits;
  GPtrArray *chain; /* TlCertificateInfo, server's first */
  GPtrArray *raw;   /* GBytes: the same in DER, for those that could be read */
  /* name of a fatal alert received, "protocol_version", or "close_notify" in the middle */
  char *alert;
  guint alert_number;
  char *error; /* GnuTLS's own name of the error, "GNUTLS_E_…" */
  /* what the first answering bytes were: "tls", "alert", "smtp", "ftp", "http", "ssh", "imap",
   * "pop3", "text", "nothing", "closed", "reset", "other" */
  char *peeked;
  char *peeked_text;    /* those bytes, made visible, at most 80 characters */
  char *suggested_host; /* a name of the certificate that resembles the host, or NULL */
  gint expired_days; /* days past the fault's not_after (before its not_before, negative); 0 else */
  /* Index in the chain of the certificate that `verify` speaks of; -1: none of them (it is well, or the
   * one at fault lies in the store). */
  gint fault;
  /* Of the last issuer, where no trusted certificate vouches for the chain: a trusted one has its very
   * name and another key. */
  gboolean issuer_name_known;
  TlOcspInfo ocsp;
  GBytes *
      anchor; /* (nullable) DER of the trusted certificate that vouches for a chain that verifies */
  gboolean resumed;
  gboolean client_certificate_requested;
  char *alpn;
} TlTlsInfo;
void tl_tls_info_free (TlTlsInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTlsInfo, tl_tls_info_free)

/* What one job trusts: the system's certificates (read in a thread of their own, and waited for where the
 * first chain is judged) and those of `ca_file`. TL_ERROR_UNREADABLE for a bad file. */
typedef struct _TlTlsTrust TlTlsTrust;
TlTlsTrust *tl_tls_trust_new (const char *ca_file, GError **error);
TlTlsTrust *tl_tls_trust_ref (TlTlsTrust *trust);
void tl_tls_trust_unref (TlTlsTrust *trust);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTlsTrust, tl_tls_trust_unref)
/* "ok", or the first defect of a chain (GBytes of DER, the server's own first) that somebody else's
 * handshake showed: host, purpose and dates are looked at as in one of ours; stapled answers are not.
 * Static string. */
const char *tl_tls_trust_judge (TlTlsTrust *trust, const char *host, const GPtrArray *chain);
/* Starts reading the system's certificates in the background; cheap when already done. */
void tl_tls_preload (void);

/* TLS 1.2 up, GnuTLS's medium profile; see docs/decisions. */
#define TL_TLS_PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM"

/* One client session over a connected socket. Used through TlChannel. */
typedef struct _TlTls TlTls;

/* ClientHello with server name `host` (none for an address literal), then the answering bytes are
 * looked at (MSG_PEEK) before GnuTLS reads them, then the handshake in an own non-blocking loop.
 * `resume` (nullable): a session whose parameters are offered again (FTP data connections).
 * `alpn` (nullable): application protocols, blank-separated, the preferred one first. Always returns a session; see info->complete. A certificate that does not
 * verify does not end the handshake: the caller looks at info->verify and stops. Warning alerts
 * more than 5 end it. */
TlTls *tl_tls_handshake (TlIo *io, int fd, TlTlsTrust *trust, const char *host, const char *alpn,
                         TlTls *resume, guint limit_ms, TlFailure *failure);
/* The same in two halves: the ClientHello goes out, and nothing is waited for; then all the rest. For
 * a peer that has to be told on another connection that this one is meant (FTP). */
TlTls *tl_tls_begin (TlIo *io, int fd, TlTlsTrust *trust, const char *host, const char *alpn,
                     TlTls *resume);
TlFailure tl_tls_go_on (TlTls *tls, guint limit_ms);
void tl_tls_free (TlTls *tls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTls, tl_tls_free)
const TlTlsInfo *tl_tls_get_info (TlTls *tls);
/* A reply in plain text that came where a record was due and ended the session, made visible: vsftpd
 * dies with its reason so. NULL where there was none. Anybody on the way can say such a thing. */
const char *tl_tls_get_plain_words (TlTls *tls);

/* Raw record I/O for TlChannel: bytes, 0 at a proper end, or -1 with the failure; -1 and
 * TL_FAILURE_NONE: would block. An end without close_notify is TL_FAILURE_CLOSED with
 * *truncated. */
gssize tl_tls_read (TlTls *tls, char *buffer, gsize size, TlFailure *failure, gboolean *truncated);
gssize tl_tls_write (TlTls *tls, const char *bytes, gsize length, TlFailure *failure);
gsize tl_tls_pending (TlTls *tls);
void tl_tls_bye (TlTls *tls);

/* Channel binding for SCRAM-…-PLUS: "tls-exporter" (TLS 1.3, RFC 9266) or "tls-unique" (TLS 1.2).
 * FALSE when the session has none. */
gboolean tl_tls_channel_binding (TlTls *tls, const char **type, GBytes **data);

/* The facts of the design's one shape: "tls.version", "tls.chain.0.subject", … (docs/facts.md). */
void tl_tls_info_record (const TlTlsInfo *info, TlEvidenceBuilder *builder, const char *step,
                         const char *target);

/* ---- the other side, for the practice server and the tests */
typedef struct _TlTlsIdentity TlTlsIdentity;
/* A throw-away key (EC P-256) and certificate for `names` (NULL-terminated; DNS names or address
 * literals), signed by a throw-away CA whose PEM is `*ca_pem`. `not_before_s`, `not_after_s`: seconds
 * from now. */
TlTlsIdentity *tl_tls_identity_new (const char *const *names, gint64 not_before_s,
                                    gint64 not_after_s, char **ca_pem, GError **error);
/* The same with more to choose. */
typedef enum {
  TL_TLS_IDENTITY_SELF_SIGNED = 1 << 0,   /* no CA; `*ca_pem` is the certificate itself */
  TL_TLS_IDENTITY_SEND_CA = 1 << 1,       /* the CA's certificate is sent behind the server's */
  TL_TLS_IDENTITY_CN_ONLY = 1 << 2,       /* no alternative names */
  TL_TLS_IDENTITY_CLIENT_PURPOSE = 1 << 3 /* made for clients, not for servers */
} TlTlsIdentityFlags;
typedef struct {
  const char *const *names;
  gint64 not_before_s, not_after_s;
  TlTlsIdentityFlags flags;
} TlTlsIdentityOptions;
TlTlsIdentity *tl_tls_identity_new_full (const TlTlsIdentityOptions *options, char **ca_pem,
                                         GError **error);
TlTlsIdentity *tl_tls_identity_ref (TlTlsIdentity *identity);
void tl_tls_identity_unref (TlTlsIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTlsIdentity, tl_tls_identity_unref)
/* Server-side handshake. `priority` NULL: the ordinary one. NULL on failure. */
TlTls *tl_tls_accept (TlIo *io, int fd, TlTlsIdentity *identity, const char *priority,
                      guint limit_ms);
/* `want_certificate`: the client must show one. */
TlTls *tl_tls_accept_full (TlIo *io, int fd, TlTlsIdentity *identity, const char *priority,
                           gboolean want_certificate, guint limit_ms, TlFailure *failure);

G_END_DECLS
