/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A log of a mail server, line by line: each line that tells of a failure is diagnosed and counted by
 * its cause. However long the log, the memory stays the same. */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

typedef struct _TlLog TlLog;

/* Whether most lines of the beginning are those of a log: syslog, journal, Exim. */
gboolean tl_log_is_log (const char *text, gsize length);

/* `settings` gives the protocol where a line does not tell; NULL: mail. */
TlLog *tl_log_new (TlSettings *settings);
void tl_log_free (TlLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlLog, tl_log_free)

/* Any piece of the log; lines may be torn. The first one, of two bytes at least, tells whether it is in
 * UTF-16, and how its lines end. */
void tl_log_feed (TlLog *log, const char *bytes, gsize length);
/* What was counted, with the words of a line of the most frequent cause. (transfer full) */
TlEvidence *tl_log_finish (TlLog *log);

G_END_DECLS
