/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates that this computer trusts and that its distribution did not bring: those of protection
 * programs, of a company, or of somebody else who put them there. */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

/* The certificates (GBytes of DER) in the file `bundle` that are in no file of the folder `shipped`
 * (*.crt, and folders in it). NULL where one of the two cannot be read. Reads, and asks nobody. */
GPtrArray *tl_local_ca_find (const char *bundle, const char *shipped);

/* Step "local.ca", of the environment. */
void tl_local_ca_check (TlRun *run);
/* "tls.anchor": where the certificate comes from that vouched for a chain. Within a step. */
void tl_local_ca_note_anchor (TlRun *run, const TlTlsInfo *info);

G_END_DECLS
