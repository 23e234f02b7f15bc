/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Removing an account from a program and adding it again: what to do before, in between and after. */
#pragma once

#include "tl-evidence.h"
#include "tl-explanation.h"
#include "tl-programs.h"

G_BEGIN_DECLS

/* Whether it can help where this is the cause: never where the server's side is at fault. */
gboolean tl_guide_may_help (const char *cause);

/* The steps for one program, in order (TlFixText, (transfer full)). With `evidence` (nullable) the
 * settings that a test found working are named; it is shown as it is, so redact it beforehand where
 * the text leaves this computer. */
GPtrArray *tl_guide_steps (const TlProgram *program, const TlEvidence *evidence,
                           const TlCatalog *catalog);

G_END_DECLS
