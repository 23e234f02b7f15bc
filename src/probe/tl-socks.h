/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way through a SOCKS proxy without a login: SOCKS 5 (RFC 1928), SOCKS 4 and 4a. */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

typedef struct {
  TlRun *run;
  guint limit_ms;      /* for each of its answers, and for looking the name up where it cannot */
  gboolean old, names; /* SOCKS 4; the 4a of it, which takes names */
} TlSocks;

/* Asks the SOCKS proxy at the other end of the channel for a tunnel. "ok", "no-answer", "not-socks",
 * "login-needed", "refused" (it may not), "failed" (it could not) or "rejected" (one of both: SOCKS 4 does
 * not say which), then with *words (transfer full). */
const char *tl_socks_connect (const TlSocks *socks, TlChannel *channel, const char *host,
                              guint port, char **words);

G_END_DECLS
