/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's side of a login: what to answer to a challenge. Knows nothing of SMTP but its base64. */
#pragma once

#include <gio/gio.h>

#include "tl-secret.h"
#include "tl-types.h"

G_BEGIN_DECLS

#define TL_SCRAM_MIN_ROUNDS 4096
#define TL_SCRAM_MAX_ROUNDS 600000

/* The mechanism to use, of a blank-separated list in upper case; NULL where none fits. Under verified
 * TLS: PLAIN, LOGIN, then SCRAM where it is alone; without (the user allowed it): those that do not
 * show the password first. CRAM-MD5 lets whoever listens guess the password at leisure, so that it is
 * never taken unasked where the way is safe. Static string. */
const char *tl_sasl_choose (TlAuth asked, const char *offered, gboolean verified);

typedef struct {
  const char *mechanism;
  const char *user;
  const TlSecret *secret;
  const char *host;
  guint port;
  const char *binding; /* (nullable) type of the channel binding: "tls-exporter", "tls-unique" */
  GBytes *binding_data;
  GCancellable *cancellable;
  gint64 until; /* monotonic end of what may take computing time */
} TlSaslInput;

typedef struct _TlSasl TlSasl;
/* Refers to what `input` points to as long as it lives. NULL where the mechanism cannot be had: not
 * in this library, no channel binding for -PLUS, a NUL in the secret. */
TlSasl *tl_sasl_new (const TlSaslInput *input);
/* Wipes what it holds of the secret. */
void tl_sasl_free (TlSasl *sasl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlSasl, tl_sasl_free)

/* Whether the client speaks first. */
gboolean tl_sasl_is_client_first (const TlSasl *sasl);

typedef enum {
  TL_SASL_ANSWER,      /* send *response (may be empty) */
  TL_SASL_INVALID,     /* the challenge makes no sense: cancel with "*" */
  TL_SASL_PROOF_WRONG, /* the server does not know the password: cancel */
  TL_SASL_STOPPED      /* cancelled, or out of time */
} TlSaslStatus;
/* `challenge`: base64, NULL for the client's first words. `response`: base64, to be wiped. */
TlSaslStatus tl_sasl_step (TlSasl *sasl, const char *challenge, char **response);

/* Everything that the client has to say was said: a success before that tested nothing. */
gboolean tl_sasl_is_complete (const TlSasl *sasl);
/* FALSE while a server that has to prove itself (SCRAM) has not. */
gboolean tl_sasl_is_proven (const TlSasl *sasl);
/* What an OAuth server said of its refusal (JSON), or NULL. */
const char *tl_sasl_get_error_text (const TlSasl *sasl);

G_END_DECLS
