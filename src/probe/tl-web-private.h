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
  TlUrl named;          /* the address that was asked for */
  char *url;            /* (owned) the one under way: redirects lead on */
  TlUrl here;           /* its parts */
  TlAddress peer;       /* who answered there */
  int idle_fd;          /* of the first connection, where nothing was sent over it; or -1 */
  TlHttpAnswer *answer; /* (owned, nullable) the last one to an ordinary request */
  char *names;          /* (owned, nullable) of the server's certificate, blank-separated */
} TlWeb;

/* ------------------------------------------------------------------ tl-web-raw.c */

/* A request of our own making, HTTP/1.1, over a connection of its own. */
typedef struct {
  const TlAddress *address; /* with its port */
  const char *server_name;  /* that TLS names and its certificate must prove; NULL: no TLS */
  const char *authority;    /* of the Host header */
  const char *path;
  const char *user; /* (nullable) with `password`: Basic login (RFC 7617) */
  TlSecret *password;
} TlWebRequest;

/* Its answer; a head of at most TL_HTTP_HEAD_MAX, the beginning of the body. Nothing is sent where the
 * certificate does not verify (answer->verify tells). Never NULL. */
TlHttpAnswer *tl_web_ask (TlWeb *web, const TlWebRequest *request);
/* Reads a head; FALSE where it is none. `length`: its bytes, the blank line included. */
gboolean tl_web_parse_head (const char *bytes, gsize length, TlHttpAnswer *answer);
/* Where the blank line behind a head ends, 0 where it is not there yet. */
gsize tl_web_find_body (const char *bytes, gsize length);

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

/* ------------------------------------------------------------------ tl-web-compare.c */

/* What a 421 does not tell by itself: whether a fresh connection, another address, another name of
 * the server is better off. */
void tl_web_compare_misdirected (TlWeb *web);
/* Where the ordinary request went well: whether one over a connection that was made for another name
 * of the same server does, too, as programs send them that share connections (RFC 9113 9.1.1). */
void tl_web_compare_shared (TlWeb *web);

G_END_DECLS
