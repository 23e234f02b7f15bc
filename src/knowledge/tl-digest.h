/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From pasted text to evidence: code, enhanced code, stage, recipient, host and the server's own
 * words are dug out of a bare reply, an error box, a line of a log. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

#define TL_DIGEST_MAX (16 * 1024 * 1024)

typedef enum {
  TL_TEXT_AUTO,
  TL_TEXT_REPLY,
  TL_TEXT_BOUNCE,
  TL_TEXT_LOG
} TlTextKind;

/* Facts of source "text": smtp.reply.code, .enhanced, .text, .stage (or ftp.*, http.status), text.host,
 * text.recipient, text.program; byte offsets as "text.span.N" ("12-15 smtp.reply.code").
 * `settings` gives protocol (used where the text does not tell), host and the like; `stage` may be
 * NULL. Of a longer text than TL_DIGEST_MAX, the beginning counts, and "text.cut" says so.
 * TL_ERROR_BAD_INPUT (empty). */
TlEvidence *tl_digest_text (TlSettings *settings, const char *text, gsize length, TlTextKind kind,
                            const char *stage, GError **error);

/* What the text, of which `evidence` was made, tells of the account: protocol, host, port, encryption,
 * user, sender, recipient, address; the rest stays as in new settings. (transfer full) */
TlSettings *tl_digest_settings (const TlEvidence *evidence, const char *text, gsize length);

G_END_DECLS
