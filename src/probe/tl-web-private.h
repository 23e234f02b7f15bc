/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the web check share. */
#pragma once

#include "tl-http.h"
#include "tl-run-private.h"

G_BEGIN_DECLS

typedef struct {
  TlRun *run;
  TlSettings *settings;
  TlIo *io;
  const TlLimits *limits;
  TlUrl named;               /* the address that was asked for */
  char *url;                 /* (owned) the one under way: redirects lead on */
  TlUrl here;                /* its parts */
  TlAddress peer;            /* who answered there */
  int idle_fd;               /* of the first connection, where nothing was sent over it; or -1 */
  TlHttpAnswer *answer;      /* (owned, nullable) the last one to an ordinary request */
  gboolean frames;           /* HTTP/2 was agreed on in the first handshake */
  char *names;               /* (owned, nullable) of the server's certificate, blank-separated */
  struct _TlWebProxy *proxy; /* (owned, nullable) all requests go through it */
  char **proxies;            /* (owned, nullable) the choices, of which it is one … */
  guint choice;              /* … namely this */
} TlWeb;

/* ------------------------------------------------------------------ tl-web-proxy.c */

/* The proxy that this computer is told to use for the address, as browsers use it (RFC 9110 9.3.6). */
typedef struct _TlWebProxy {
  char *url; /* without user info */
  char *host;
  gboolean tls;   /* reached over TLS itself */
  gboolean socks; /* a tunnel in any case: RFC 1928, or … */
  gboolean old;   /* … SOCKS 4 … */
  gboolean names; /* … with names as 4a has them */
  guint port;
  GPtrArray *addresses; /* (nullable) TlAddress */
} TlWebProxy;

/* Sets web->proxy. It stays NULL where there is none, where it is of a kind not spoken here (recorded then),
 * or where the job is about a certain address or looks at nothing but the server. */
void tl_web_proxy_choose (TlWeb *web);
void tl_web_proxy_free (TlWebProxy *proxy);
/* The step "http.proxy": the way to the proxy and, for https, through it to the named host. One that is dead
 * is passed over, as browsers do, where the settings name another choice: afterwards web->proxy is NULL
 * where that is to go without. On failure of the last one whether the host is reached without it is looked
 * at. (nullable, transfer full) */
TlChannel *tl_web_proxy_reach (TlWeb *web);
/* A connection through the proxy, for a request; with `tunnel` (a host) to that host on the port of
 * the URL. NULL with *failure. */
TlChannel *tl_web_proxy_open (TlWeb *web, const char *tunnel, TlFailure *failure);

/* ------------------------------------------------------------------ tl-web-login.c */

/* The login after a 401: one, Basic over verified TLS, Digest where Basic is not offered or TLS is
 * missing and the person allowed that. The step "http.auth". */
gboolean tl_web_log_in (TlWeb *web);
/* Whether a login can follow, so that a 401 is a step on the way and no refusal. */
gboolean tl_web_has_login (TlWeb *web);

/* ------------------------------------------------------------------ tl-web-digest.c */

/* What a server asks of a Digest login (RFC 7616 3.3). */
typedef struct {
  char *realm;
  char *nonce;
  char *opaque;    /* (nullable) */
  char *algorithm; /* as the server wrote it; NULL: MD5 */
  gboolean sha256;
  gboolean session; /* "-sess" */
  gboolean qop;     /* "auth" is offered */
  gboolean stale;
} TlWebDigest;

/* The strongest Digest challenge of a WWW-Authenticate header that can be answered here, or NULL. */
TlWebDigest *tl_web_digest_parse (const char *header);
void tl_web_digest_free (TlWebDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlWebDigest, tl_web_digest_free)
/* The Authorization line of a GET for `path`; `cnonce` is ours (RFC 7616 3.4). Who has it can guess at
 * the password: wipe it. (transfer full) */
char *tl_web_digest_answer (const TlWebDigest *digest, const char *user, TlSecret *password,
                            const char *path, const char *cnonce);

/* ------------------------------------------------------------------ tl-web-raw.c */

/* A request of our own making, HTTP/1.1, over a connection of its own. */
typedef struct {
  const TlAddress *address; /* with its port */
  const char *server_name;  /* that TLS names and its certificate must prove; NULL: no TLS */
  const char *authority;    /* of the Host header */
  const char *path;
  const char *login; /* (nullable) an Authorization line: a secret */
  const char *shown; /* what the conversation shows in its place */
  gboolean whole;    /* the body is read to TL_HTTP_BODY_MAX, not only its beginning */
  guint limit_ms;    /* for the answer; 0: the usual one */
} TlWebRequest;

/* Its answer; a head of at most TL_HTTP_HEAD_MAX, the beginning of the body. Nothing is sent where the
 * certificate does not verify (answer->verify tells). Never NULL. */
TlHttpAnswer *tl_web_ask (TlWeb *web, const TlWebRequest *request);
/* Reads a head; FALSE where it is none. `length`: its bytes, the blank line included. */
gboolean tl_web_parse_head (const char *bytes, gsize length, TlHttpAnswer *answer);
/* Where the blank line behind a head ends, 0 where it is not there yet. */
gsize tl_web_find_body (const char *bytes, gsize length);

/* ------------------------------------------------------------------ tl-web.c */

/* The fact http.reply.text: the reason phrase and, of a refusal, what the page says. */
void tl_web_record_words (TlWeb *web, const TlHttpAnswer *answer);
/* A header as it came, made visible. */
void tl_web_record_header (TlWeb *web, const TlHttpAnswer *answer, const char *fact,
                           const char *header);
/* Where an answer sends one on to, as it stands there; NULL: it does not. */
const char *tl_web_location_of (const TlHttpAnswer *answer);
/* Why a redirect is not followed, or NULL. `seen`: the addresses asked for so far. *addresses: those of its
 * host, where it came to that (transfer full). Nobody but the named site is contacted because a server
 * says so. */
const char *tl_web_judge_redirect (TlWeb *web, const char *next, const GPtrArray *seen,
                                   GPtrArray **addresses);

/* ------------------------------------------------------------------ tl-web-words.c */

/* The words of a page, without markup, scripts and styles, at most `max_chars`. (transfer full) */
char *tl_web_words (const char *bytes, gsize length, gsize max_chars);
/* The names of the login methods of a WWW-Authenticate header, lower case, blank-separated. */
char *tl_web_challenges (const char *header);
/* Whether two hosts are of one site: the same, or one inside the other's domain; "www." is left out. */
gboolean tl_web_same_site (const char *a, const char *b);
/* The names of a certificate, other than `host`, that a client could ask for over the same connection,
 * at most `most`. `names`: blank-separated. (transfer full), NULL-terminated. */
char **tl_web_other_names (const char *names, const char *host, guint most);

/* ------------------------------------------------------------------ tl-web-frames.c */

/* After a request over HTTP/2 that got no answer: what a server says that is greeted in HTTP/2. The step
 * "http.compare.frames". */
void tl_web_compare_frames (TlWeb *web);
/* After an answer that is none: who speaks first behind the handshake is no web server, and is named. */
void tl_web_name_service_in_tls (TlWeb *web);
/* How long the request may take, so that this look still fits into the time of the job. ms */
guint tl_web_limit_request (TlWeb *web);
/* "ok" where bytes begin as frames of HTTP/2 do, settings first; "http1", "other", "nothing". */
const char *tl_web_judge_frames (const guint8 *bytes, gsize length);

/* ------------------------------------------------------------------ tl-web-compare.c */

/* What a 421 does not tell by itself: whether a fresh connection, another address, another name of
 * the server is better off. */
void tl_web_compare_misdirected (TlWeb *web);
/* After a 500 over HTTP/2, into which some servers (Apache) turn what went wrong behind them: what the
 * same request over HTTP/1.1 gets. */
void tl_web_compare_error (TlWeb *web);
/* Where the ordinary request went well: whether one over a connection that was made for another name
 * of the same server does, too, as programs send them that share connections (RFC 9113 9.1.1). */
void tl_web_compare_shared (TlWeb *web);

G_END_DECLS
