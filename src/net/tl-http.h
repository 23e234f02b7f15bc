/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One web request by libsoup, as an ordinary client makes it: bounded, cancellable at once, and with
 * nothing kept between two of them (no cookies, cache, sniffer, HSTS, stored logins or proxy). */
#pragma once

#include "tl-address.h"
#include "tl-tls.h"

G_BEGIN_DECLS

#define TL_HTTP_HEAD_MAX (64 * 1024)   /* bytes of status line and headers */
#define TL_HTTP_BODY_MAX (1024 * 1024) /* bytes of a body that are kept; the rest is not read */

typedef struct {
  const char *url;            /* absolute, http or https, without user info */
  const GPtrArray *addresses; /* TlAddress *, tried in this order on the port of the URL */
  TlTlsTrust *trust;          /* (nullable) needed for https */
  const char *accept;         /* (nullable) value of the Accept header */
  /* Another connection to the same port on which nothing was sent, or -1: where bytes come there, it is
   * no web server, and the request ends with TL_FAILURE_INVALID. */
  int idle_fd;
  gsize body_max; /* 0: TL_HTTP_BODY_MAX, never more */
  /* A certificate with no other defect first than its dates will do: for who asks what time it is. */
  gboolean any_date;
} TlHttpRequest;

/* What came of it. Strings are owned, of the server's own bytes where not said otherwise. */
typedef struct {
  TlFailure failure; /* TL_FAILURE_NONE: there is a whole head; the body may still be cut */
  char *version;     /* "HTTP/1.1", "HTTP/2", "HTTP/1.0" */
  guint status;
  char *reason;
  /* Lower-case name → value, several of one name joined by ", ". */
  GHashTable *headers;
  GBytes *body;
  /* An answer without a page whose head perhaps broke off: libsoup does not tell. */
  gboolean head_in_doubt;
  gboolean head_cut;  /* it was seen to: the connection ended in the middle of it */
  gboolean cut;       /* the body was longer than what is kept */
  gboolean broken;    /* the body ended too early, or not as it should */
  TlFailure stalled;  /* and why it was not waited for, or read, any longer; NONE: it did end */
  guint restarts;     /* how often libsoup repeated it by itself after a 421 */
  guint first_status; /* of the first answer, where it was repeated; 0 else */
  char *verify; /* https: "ok" or the first defect of the certificate, as in TlTlsInfo; else NULL */
  gboolean wants_certificate; /* the server asked for a certificate of this side */
  TlAddress peer;             /* length 0: none connected */
  double elapsed_ms;
} TlHttpAnswer;
TlHttpAnswer *tl_http_answer_new (void);
void tl_http_answer_free (TlHttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlHttpAnswer, tl_http_answer_free)
/* Value of a header, or NULL. `name` in lower case. */
const char *tl_http_answer_get (const TlHttpAnswer *answer, const char *name);

/* GET, redirects not followed. Blocks in `io` until the answer is there, the limit is reached or the
 * job is cancelled; what libsoup still does then ends in its own thread. A certificate that does not
 * verify by `trust` ends it with TL_FAILURE_TLS before anything is sent. Never NULL. */
TlHttpAnswer *tl_http_get (TlIo *io, const TlHttpRequest *request, guint limit_ms);

/* The parts of an absolute URL. FALSE where it is none of http or https, has user info or no host. */
typedef struct {
  char *scheme;
  char *host; /* without brackets */
  guint port; /* the one in effect */
  char *path; /* with the query, from the '/' on; without the fragment */
} TlUrl;
gboolean tl_url_parse (const char *text, TlUrl *url);
void tl_url_clear (TlUrl *url);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlUrl, tl_url_clear)
/* Whether two have scheme, host and port in common. */
gboolean tl_url_same_origin (const TlUrl *a, const TlUrl *b);
/* A print of the begin of a body, without what it says of the address that was asked for: one and the same
 * page is known by it again. NULL where there is none. (transfer full) */
char *tl_http_answer_dup_print (const TlHttpAnswer *answer, const TlUrl *url);
/* "www.example.org" or "[2001:db8::1]:8443": the Host header. (transfer full) */
char *tl_url_to_authority (const TlUrl *url);
/* `reference` seen from `base`: absolute, without a fragment. NULL where it is no URL. (transfer full) */
char *tl_url_resolve (const char *base, const char *reference);

G_END_DECLS
