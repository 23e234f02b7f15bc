/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings for a mail address: the provider table, what the provider publishes itself (autoconfig), SRV
 * records (RFC 6186, 8314), the provider of the domain's MX. */
#pragma once

#include "tl-provider.h"
#include "tl-resolver.h"
#include "tl-tls.h"

G_BEGIN_DECLS

/* The built-in table (data/providers.ini), read once. Array of TlProvider, never NULL. */
const GPtrArray *tl_discover_providers (void);
/* The provider whose addresses have this domain, or NULL. (transfer none) */
const TlProvider *tl_discover_find_provider (const char *domain);

typedef struct {
  GPtrArray *offers;                    /* TlServerOffer, best first; `user` already expanded */
  const TlProvider *provider;           /* (nullable) */
  char **notes;                         /* those of the provider and of the discovery itself */
  TlDnsOutcome srv_outcome, mx_outcome; /* of the questions, where asked */
  gboolean null_mx;                     /* RFC 7505 */
  /* The best offer's host is neither below the domain of the address nor in the table: anyone who
   * can forge a DNS answer can put a host there, so that no credentials may go to it before the
   * person agreed (RFC 6186 6). Its note is "other-domain". */
  gboolean needs_consent;
} TlDiscovery;
void tl_discovery_free (TlDiscovery *discovery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDiscovery, tl_discovery_free)

/* What besides the name servers may be asked. */
typedef struct {
  TlTlsTrust *trust;        /* NULL: nothing */
  gboolean public_database; /* also the public database of settings, which learns the domain */
} TlDiscoverWeb;

/* Blocking, never NULL. `web` (nullable). Facts go to `builder` (step "account.discover": "account.provider",
 * "account.offer.N", "account.source", "account.notes"). */
TlDiscovery *tl_discover (TlResolver *resolver, TlIo *io, TlEvidenceBuilder *builder,
                          const char *address, const TlDiscoverWeb *web);

/* The whole of it for the engine: an own resolver and deadline from `settings` (address, resolve,
 * ca_file, no_environment, public_database, timeout_s). (transfer full); NULL with TL_ERROR_BAD_INPUT (no address, bad --resolve) or
 * G_IO_ERROR_CANCELLED. */
TlDiscovery *tl_discover_job (TlSettings *settings, TlEvidenceBuilder *builder,
                              GCancellable *cancellable, GError **error);

/* Holds the settings against what the built-in table publishes for the domain of the address (or of
 * the sender, or of the user name), without contacting anybody: facts "account.differs" and
 * "account.publishes_*". Nothing is recorded for an unknown provider. */
void tl_discover_compare (TlSettings *settings, TlEvidenceBuilder *builder);
/* Whose settings tl_discover_published asks for: the domain of the address in `settings`. NULL where it
 * would ask nobody (no check of mail, a known provider, no address, no_environment). */
const char *tl_discover_published_domain (TlSettings *settings);
/* The same as tl_discover_compare with what the domain itself publishes (autoconfig over verified TLS, SRV):
 * asks the name servers, autoconfig.DOMAIN and DOMAIN, at most eight seconds in all. FALSE where nothing
 * is published. */
gboolean tl_discover_published (TlSettings *settings, TlEvidenceBuilder *builder,
                                GCancellable *cancellable);

G_END_DECLS
