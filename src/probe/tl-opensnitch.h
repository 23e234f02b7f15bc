/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* OpenSnitch decides about connections by rules in files of its own, one JSON object a file; the packet
 * filter only hands it the first packet of each. Pure: no file is read here. Format: opensnitch(1), its
 * "Rules" page, and what opensnitchd 1.5 of Debian 12 was seen to do. */
#pragma once

#include "tl-firewall.h"

G_BEGIN_DECLS

/* All its rules, and what becomes of a connection that none of them is about. */
typedef struct _TlOpenSnitch TlOpenSnitch;
/* `action`: DefaultAction of its configuration, NULL where that is not known. */
TlOpenSnitch *tl_opensnitch_new (const char *action);
void tl_opensnitch_free (TlOpenSnitch *snitch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlOpenSnitch, tl_opensnitch_free)

/* DefaultAction of its configuration, made visible; NULL for what is none. (transfer full) */
char *tl_opensnitch_read_default (const char *text, gsize length);
/* What stands in one file. FALSE where it is no rule. */
gboolean tl_opensnitch_add (TlOpenSnitch *snitch, const char *text, gsize length);

/* Whose connection it is, besides what a packet shows. */
typedef struct {
  const TlFirewallPacket *packet;
  const char *host; /* the name by which the address was found */
  const char *path; /* (nullable) of the program; NULL: not known */
  gboolean asked;   /* somebody is asked about what no rule is about */
  gboolean lookup;  /* it is the question to a name server for that very name */
} TlOpenSnitchQuestion;

/* As its own program decides: by the names of the rules in the order of their bytes, a rule that denies or
 * rejects, or has precedence, ends it. `view`: "mark" stays NULL. */
void tl_opensnitch_judge (TlOpenSnitch *snitch, const TlOpenSnitchQuestion *question,
                          TlFirewallView *view);
/* The rules that stop one of these programs (by the last parts of their paths, NULL-terminated) on the way
 * there: "NAME: deny (process.path /usr/bin/thunderbird)"; the name of the program in `program`. NULL
 * where there is none. (transfer full) */
char *tl_opensnitch_find_program (TlOpenSnitch *snitch, const TlOpenSnitchQuestion *question,
                                  const char *const *programs, const char **program);

G_END_DECLS
