/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is looked at after the job, because of what it met. */
#pragma once

#include "tl-run-private.h"

#include "tl-reference.h"

G_BEGIN_DECLS

/* All of it; nothing where the environment is not to be looked at. tl-follow.c */
void tl_follow_up (TlRun *run);
/* Whom it may contact besides the named server, NULL for nobody: of the table or of the settings.
 * (transfer full) */
char *tl_follow_dup_portal_host (TlSettings *settings);
char **tl_follow_dup_references (TlSettings *settings);

/* tl-follow-clock.c: step "local.clock.compare", where somebody told the time */
#define TL_FOLLOW_REFERENCES_MAX 3
void tl_follow_clock (TlRun *run, TlEvidence *evidence);

/* Steps host.echo, host.reference and host.other-family, where none of the host's ports answers. */
void tl_follow_host (TlRun *run, const TlEvidence *evidence);

/* tl-follow-portal.c: step "local.portal" */
void tl_follow_portal (TlRun *run);
/* The page that is asked for; NULL where none is. (transfer full) tl-follow.c */
TlReferencePortal *tl_follow_find_portal (TlSettings *settings);
/* tl-follow-ways.c: steps "local.proxy.connect", "local.vpn.beside", where the port did not open (or, the
 * second, no name was answered) */
void tl_follow_proxy (TlRun *run, TlEvidence *evidence);
void tl_follow_beside (TlRun *run, TlEvidence *evidence);

G_END_DECLS
