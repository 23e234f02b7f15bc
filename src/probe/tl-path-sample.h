/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much gets lost on the way, measured in a conversation that stands. */
#pragma once

#include "tl-run-private.h"

G_BEGIN_DECLS

/* Whether something had to be sent again, there or elsewhere in the job, so that a sample is worth while.
 * late: an answer that needs no thought came late. */
gboolean tl_path_is_suspect (TlRun *run, TlChannel *channel, gboolean late);
/* How much of what goes to and fro gets lost, by a few words that mean nothing (NOOP: RFC 5321 4.1.1.9,
 * RFC 959 4.1.3), where no reply is owed. Ends the step "path.sample", which the caller began; FALSE where
 * the conversation is over. */
gboolean tl_path_sample (TlRun *run, TlChannel *channel, TlProtocol protocol);

G_END_DECLS
