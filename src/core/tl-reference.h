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

/* A page that is the same for everybody who is really on the internet. */
typedef struct {
  char *url;
  char **answers; /* with which its body may begin; perhaps empty. 204 will always do */
  gboolean known; /* what it answers is known: anything else comes from somebody else */
} TlReferencePortal;
void tl_reference_portal_free (TlReferencePortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReferencePortal, tl_reference_portal_free)
/* The group "portal". NULL with TL_ERROR_BAD_INPUT, which names the key. */
TlReferencePortal *tl_reference_parse_portal (const char *data, gsize length, GError **error);

/* Array of TlReferenceList. NULL with TL_ERROR_BAD_INPUT, which names the group and the key. */
GPtrArray *tl_reference_parse (const char *data, gsize length, GError **error);

G_END_DECLS
