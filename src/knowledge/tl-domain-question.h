/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which domain a failure is about, so that it can be looked at: pure, from what is known already. */
#pragma once

#include "tl-diagnosis.h"

G_BEGIN_DECLS

/* Whether a look at what a domain publishes can tell more about that cause. */
gboolean tl_domain_question_helps (const char *cause);

/* Puts domain (host), sending address (sender-ip) and name of the key (selector) into `question`, as
 * far as they are known: the recipient's domain where the first cause is about it, else the
 * sender's, or where it is about the signature, the one that signed. `found` (nullable) is what a text told of the account (tl_digest_settings); without it
 * the settings of the evidence count. FALSE where no domain is known; `question` stays as it was. */
gboolean tl_domain_question (const TlEvidence *evidence, const TlDiagnosis *diagnosis,
                             const TlSettings *found, TlSettings *question);
/* The same of a message that came back, whatever came of it, for somebody who asks about its sender: the
 * domain that signed it, else the sender's. What `question` has already stays; another key than that of
 * its domain is not taken. FALSE where no domain is known. */
gboolean tl_domain_question_of_sender (const TlEvidence *evidence, const TlSettings *found,
                                       TlSettings *question);

G_END_DECLS
