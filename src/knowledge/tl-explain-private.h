/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the files that explain. */
#pragma once

#include "tl-explain.h"

G_BEGIN_DECLS

/* The certificates that the server showed. tl-explain-chain.c */
void tl_explain_add_chain (TlExplanation *explanation, const TlEvidence *evidence,
                           const TlCatalog *catalog);

G_END_DECLS
