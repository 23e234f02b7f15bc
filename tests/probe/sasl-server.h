/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A mail server over TLS whose login is done by libgsasl, channel binding included: no mail server
 * of the distributions knows the -PLUS mechanisms. Serves one connection. */
#pragma once

#include "tl-tls.h"

G_BEGIN_DECLS

typedef struct {
  const char *mechanism;
  const char *user, *password;
  const char *rounds;     /* of SCRAM */
  gboolean other_binding; /* as if somebody stood between: the data of another TLS session */
  gboolean forged;        /* its proof is wrong, and it says yes nevertheless */
  gboolean without_proof; /* says yes in place of its proof */
  const char *priority;   /* (nullable) of GnuTLS */
} SaslServerConfig;

typedef struct _SaslServer SaslServer;
/* `config` and `identity` must live as long as the server. */
SaslServer *sasl_server_new (const SaslServerConfig *config, TlTlsIdentity *identity);
guint sasl_server_get_port (SaslServer *server);
/* Waits for the connection to end. */
void sasl_server_free (SaslServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaslServer, sasl_server_free)

G_END_DECLS
