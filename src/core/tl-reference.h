/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a job asks besides the named server: data/reference.ini, read. */
#pragma once

#include "tl-types.h"

G_BEGIN_DECLS

/* A DNS list of addresses or domains (RFC 5782). */
typedef struct {
  char *zone;
  gboolean of_domains;
  char *listed;   /* what it always lists, for the test of the list itself */
  char **dynamic; /* answers that tell of a dynamic address alone; perhaps empty */
  char *page;     /* "" or a URL with {what} */
} TlReferenceList;
void tl_reference_list_free (TlReferenceList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReferenceList, tl_reference_list_free)
/* One of which nothing but the zone is known (--dnsbl). */
TlReferenceList *tl_reference_list_new (const char *zone);

/* Array of TlReferenceList. NULL with TL_ERROR_BAD_INPUT, which names the group and the key. */
GPtrArray *tl_reference_parse (const char *data, gsize length, GError **error);

G_END_DECLS
