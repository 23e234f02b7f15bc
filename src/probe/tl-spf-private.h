/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One SPF record as terms, between tl-spf.c (what they mean) and tl-spf-record.c (how they are
 * written). */
#pragma once

#include "tl-spf.h"

G_BEGIN_DECLS

typedef enum {
  TL_SPF_ALL,
  TL_SPF_INCLUDE,
  TL_SPF_A,
  TL_SPF_MX,
  TL_SPF_PTR,
  TL_SPF_IP, /* ip4 and ip6 */
  TL_SPF_EXISTS
} TlSpfKind;

typedef struct {
  TlSpfKind kind;
  char qualifier;    /* '+', '?', '~', '-' */
  char *text;        /* (owned) as written */
  char *domain;      /* (owned, nullable) with its macros */
  TlAddress network; /* of ip4 and ip6 */
  guint bits4, bits6;
} TlSpfTerm;

typedef struct {
  GArray *terms;      /* TlSpfTerm */
  TlSpfTerm redirect; /* domain NULL: none */
  gboolean has_all;
  char *bad_term; /* (owned, nullable) what could not be read */
} TlSpfRecord;
void tl_spf_record_clear (TlSpfRecord *record);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlSpfRecord, tl_spf_record_clear)

/* RFC 7208 4.6.1, 12. FALSE with `bad_term` where a term is not what it should be: then the whole
 * record counts for nothing. */
gboolean tl_spf_parse (const char *text, TlSpfRecord *record);

/* What macros speak of (RFC 7208 7.2). */
typedef struct {
  const char *sender; /* address or domain */
  const char *helo;   /* (nullable) */
} TlSpfNames;
/* The domain with its macros filled in, cut from the left to 253 characters; NULL where one of them
 * needs what is not given: the address of the sender, its mailbox, the name in EHLO. (transfer full) */
char *tl_spf_expand (const char *spec, const TlSpfNames *names, const char *domain,
                     const TlAddress *address);

G_END_DECLS
