/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A mail provider of data/providers.ini: which servers it names for which domains. */
#pragma once

#include "tl-settings.h"

G_BEGIN_DECLS

typedef struct {
  TlProtocol protocol;
  char *host;
  guint port;
  TlSecurity security;
  char *auth; /* "password", "app-password", "oauth2": what the provider takes */
  char *
      user; /* login name with placeholders: "%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%" */
  char *source; /* "provider-table", "srv", "autoconfig", … */
} TlServerOffer;

typedef struct {
  char *id;
  char *name;
  char **domains;     /* exact, lower case */
  char **mx_suffixes; /* domains whose MX ends so belong to this provider */
  char **aliases;     /* hosts that are right as well, though not the ones published first */
  GPtrArray *offers;  /* TlServerOffer, best first; empty where no mail program is let in */
  char **notes;       /* stable note ids: "app-password", "oauth-only", "enable-smtp", … */
  char *help_url;     /* the provider's own page, or "" */
} TlProvider;

TlServerOffer *tl_server_offer_new (TlProtocol protocol, const char *host, guint port,
                                    TlSecurity security, const char *auth, const char *user,
                                    const char *source);
void tl_server_offer_free (TlServerOffer *offer);
TlServerOffer *tl_server_offer_copy (const TlServerOffer *offer);
void tl_provider_free (TlProvider *provider);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProvider, tl_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlServerOffer, tl_server_offer_free)

/* Reads the table. TL_ERROR_BAD_INPUT names the group and key that is wrong. Array of TlProvider. */
GPtrArray *tl_provider_table_parse (const char *data, gsize length, GError **error);
/* By exact domain of an address, or by the suffix of its MX host; NULL when unknown. (transfer none) */
const TlProvider *tl_provider_find_by_domain (const GPtrArray *table, const char *domain);
const TlProvider *tl_provider_find_by_mx (const GPtrArray *table, const char *mx_host);
/* The login name for an address. (transfer full) */
char *tl_server_offer_expand_user (const TlServerOffer *offer, const char *address);

G_END_DECLS
