/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Hiding what must not be shown: secrets always and at the moment of recording, a person's own data
 * when a report leaves this computer. */
#pragma once

#include "tl-evidence.h"
#include "tl-secret.h"

G_BEGIN_DECLS

/* ---- secrets, at recording time */

/* What stands in the place of a secret, so that not even its length shows. */
#define TL_REDACTOR_MARK "[hidden: password]"

typedef struct _TlRedactor TlRedactor;
TlRedactor *tl_redactor_new (void);
TlRedactor *tl_redactor_ref (TlRedactor *redactor);
void tl_redactor_unref (TlRedactor *redactor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlRedactor, tl_redactor_unref)

/* From now on every form of the secret is hidden: raw, base64 at its three offsets, inside
 * "\0user\0secret", hexadecimal, URL, HTML and JSON escapes, UTF-16, quoted-printable. The forms are
 * kept in locked memory and wiped with the redactor. A secret shorter than 4 bytes is hidden in
 * the raw and base64 forms only where it stands as a whole word. Thread-safe. */
void tl_redactor_add_secret (TlRedactor *redactor, const TlSecret *secret, const char *user);

/* The bytes with every secret replaced by TL_REDACTOR_MARK; length-counted, NULs kept. Whatever has
 * the form of one goes, too, known or not: the login in a URL, bearer tokens, Authorization and
 * Cookie headers. (transfer full), NUL-terminated beyond `*out_length`. */
char *tl_redactor_scrub (TlRedactor *redactor, const char *bytes, gsize length, gsize *out_length);

/* The same for a line that we send: what follows AUTH and its mechanism, PASS and ACCT is hidden
 * as well. (In what a server says, "AUTH PLAIN LOGIN" is an offer.) */
char *tl_redactor_scrub_command (TlRedactor *redactor, const char *bytes, gsize length,
                                 gsize *out_length);

/* ---- a person's own data, at report time */

/* The evidence as it may be shown: `standard` shortens user and mailbox names (a…@example.org) and
 * takes out the local host name, hardware addresses, home paths and network names; `full` also
 * replaces addresses, domains and certificate names by stable stand-ins (host-1); `none` changes
 * nothing. Codes, times and outcomes stay. (transfer full) */
TlEvidence *tl_evidence_redact (const TlEvidence *evidence, TlRedact level);
/* The same as on a computer of that name. */
TlEvidence *tl_evidence_redact_on (const TlEvidence *evidence, TlRedact level,
                                   const char *computer);

G_END_DECLS
