/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The sender policy of a domain (SPF, RFC 7208): which servers may send its mail. Pure: whoever
 * calls gives the answers of the DNS. */
#pragma once

#include "tl-resolver.h"

G_BEGIN_DECLS

/* RFC 7208 4.6.4 */
#define TL_SPF_LOOKUPS_MAX 10
#define TL_SPF_VOID_LOOKUPS_MAX 2

/* RFC 7208 2.6. NOT_EVALUATED: no address was given to evaluate, or a term that could decide goes by
 * what was not given. */
typedef enum {
  TL_SPF_NONE,
  TL_SPF_NEUTRAL,
  TL_SPF_PASS,
  TL_SPF_FAIL,
  TL_SPF_SOFTFAIL,
  TL_SPF_TEMPERROR,
  TL_SPF_PERMERROR,
  TL_SPF_NOT_EVALUATED
} TlSpfResult;
/* "none", "neutral", "pass", "fail", "softfail", "temperror", "permerror", "not-evaluated" */
const char *tl_spf_result_to_string (TlSpfResult result);

typedef struct {
  TlSpfResult result;
  gboolean pending; /* answers are still to come: nothing else here counts */
  char *record;     /* (nullable) of the domain itself */
  char *second;     /* (nullable) another one of the domain itself, where there may be one only */
  char *third;      /* (nullable) and one more */
  char *matched;    /* (nullable) the term that decided, as it stands in its record */
  char *open_term;  /* (nullable) one that could decide, and goes by what was not given */
  /* What is wrong with the record or one that it includes, whether or not the evaluation met it:
   * "multiple-records", "syntax", "too-many-lookups", "too-many-void-lookups",
   * "include-without-record", "dns". NULL: nothing. */
  const char *error;
  char *error_term;   /* (nullable) the term, or the domain, that it is about */
  guint lookups;      /* terms of the whole tree that cost a look-up (RFC 7208 4.6.4) */
  guint void_lookups; /* of those looked at, how many led nowhere */
  char all;           /* qualifier of the record's own "all": '+', '?', '~', '-', or 0 */
  gboolean uses_ptr;  /* deprecated: RFC 7208 5.5 */
  gboolean has_redirect;
} TlSpfReport;
void tl_spf_report_clear (TlSpfReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlSpfReport, tl_spf_report_clear)

/* The answer to a question, or NULL while it is still to come. */
typedef const TlDnsAnswer *(*TlSpfAsk) (gpointer user_data, const char *name, const char *type);

/* Whether `address` (nullable) may send for `domain`. The whole tree of records is walked and
 * counted, also behind the term that decides. `sender`: the whole address or the domain, for
 * macros; `helo` (nullable): the name given to EHLO. A term that goes by a mailbox or a name in EHLO that
 * is not given is counted and not evaluated. */
void tl_spf_check (TlSpfAsk ask, gpointer user_data, const char *domain, const char *sender,
                   const char *helo, const TlAddress *address, TlSpfReport *report);

/* Whether a TXT record is one of SPF. */
gboolean tl_spf_is_record (const char *text);

G_END_DECLS
