/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One version of TLS asked for by a ClientHello of our own, old ciphers and all, and the first answer
 * read: what a server agrees to can be told without agreeing to anything. No session comes of it. */
#pragma once

#include "tl-io.h"

G_BEGIN_DECLS

typedef enum {
  TL_TLS_VERSION_1_0,
  TL_TLS_VERSION_1_1,
  TL_TLS_VERSION_1_2,
  TL_TLS_VERSION_1_3
} TlTlsVersion;
#define TL_TLS_VERSIONS 4
/* "TLS1.0", as in the fact "tls.version". Static. */
const char *tl_tls_version_to_string (TlTlsVersion version);
/* Whether our own handshakes ask for it: the settings of GnuTLS for the whole system may take some away. */
gboolean tl_tls_version_is_ours (TlTlsVersion version);

typedef enum {
  TL_TLS_OFFER_UNKNOWN, /* no answer, or none that can be read */
  TL_TLS_OFFER_YES,     /* a ServerHello of that version */
  TL_TLS_OFFER_NO       /* an alert, or a ServerHello of another version */
} TlTlsOffer;

typedef struct {
  TlTlsOffer offer;
  guint alert;    /* number of the alert that refused; 0: none */
  guint cipher;   /* cipher suite chosen (RFC 8446 B.4 and older registries) */
  guint group;    /* curve of an ECDHE suite below TLS 1.3; 0: none seen */
  guint dh_bits;  /* length of the prime of a DHE suite below TLS 1.3; 0: none seen */
  gboolean spoke; /* anything came at all */
  gboolean ended; /* the connection ended before that was enough */
} TlTlsHelloAnswer;

/* The record to send. `host`: the server name, none for an address literal. `padding`: bytes that mean
 * nothing, to make it large (RFC 7685), 0 for none. Exposed for the tests. */
GBytes *tl_tls_hello_new (TlTlsVersion version, const char *host, guint padding);
/* Reads what came so far: TRUE when no more is needed. Exposed for the tests. */
gboolean tl_tls_hello_read (TlTlsVersion version, const guchar *bytes, gsize length,
                            TlTlsHelloAnswer *answer);
/* What is wrong with a suite: "sound", or "rc4", "3des", "des", "export", "null", "anonymous",
 * "other" (not one that was asked for). Static. */
const char *tl_tls_cipher_kind (guint cipher);

/* Whether our own handshakes ask for it; see tl_tls_version_is_ours. */
gboolean tl_tls_cipher_is_ours (guint cipher);
/* Whether it is one of the groups that programs of today know. */
gboolean tl_tls_group_is_usual (guint group);

/* Asks over a connected, non-blocking socket that stays the caller's. */
TlTlsHelloAnswer tl_tls_hello_ask (TlIo *io, int fd, TlTlsVersion version, const char *host,
                                   guint padding, guint limit_ms);

G_END_DECLS
