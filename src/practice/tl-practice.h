/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The embedded practice servers: faults to learn from, on loopback, with a throw-away certificate
 * and no account needed. They bind 127.0.0.1 only and live in threads of their own. */
#pragma once

#include "tl-settings.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;  /* "greylisting" */
  const char *title; /* N_(), translated by the front end */
  TlProtocol protocol;
  const char *cause; /* (nullable) what the fitting check finds first; NULL: all is well */
} TlScenario;

/* The scenarios in the order to offer them. */
const TlScenario *tl_practice_list (gsize *n);
const TlScenario *tl_practice_find (const char *name);

typedef struct _TlPractice TlPractice;
/* Starts the server of a scenario. */
TlPractice *tl_practice_start (const char *name, GError **error);
/* Stops it and joins its threads; waits for nothing. */
void tl_practice_stop (TlPractice *practice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlPractice, tl_practice_stop)

/* Fills in what the fitting check needs: host, port, security, user, password, CA file, recipient,
 * and whatever makes the fault show. */
void tl_practice_fill (TlPractice *practice, TlSettings *settings);
const char *tl_practice_get_host (TlPractice *practice);
guint tl_practice_get_port (TlPractice *practice);
const char *tl_practice_get_ca_file (TlPractice *practice);
/* How many connections and logins were made so far. */
guint tl_practice_get_connections (TlPractice *practice);
guint tl_practice_get_logins (TlPractice *practice);

G_END_DECLS
