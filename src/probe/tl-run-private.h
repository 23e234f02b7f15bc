/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The jobs that the runner knows, each in a file of its own. All return whether they went through. */
#pragma once

#include "tl-run.h"

G_BEGIN_DECLS

gboolean tl_smtp_check (TlRun *run);  /* tl-smtp.c */
gboolean tl_ftp_check (TlRun *run);   /* tl-ftp.c */
gboolean tl_local_check (TlRun *run); /* tl-local.c: this computer */
/* The quick look at the usual other ports of the host: "ports.siblings". */
void tl_ports_siblings (TlRun *run, const GPtrArray *addresses, guint port); /* tl-ports.c */

/* SASL over SMTP, after the EHLO that counts: step "smtp.auth". */
gboolean tl_smtp_auth (TlRun *run, TlChannel *channel, const char *offered, const char *user,
                       gboolean initial_response); /* tl-smtp-auth.c */

G_END_DECLS
