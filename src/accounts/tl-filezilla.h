/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What FileZilla has set for a server, read from its own file (sitemanager.xml, or what it exports). */
#pragma once

#include "tl-discover.h"

G_BEGIN_DECLS

#define TL_FILEZILLA_SITES_MAX 50

/* One site. */
typedef struct {
  char *host;
  char *user;             /* (nullable) */
  guint port;             /* 0 where none is given */
  guint connections;      /* the most that the site may open at once; 0: no limit */
  guint transfers;        /* how many files at once, of the whole program; 0: not told */
  const char *mode;       /* "default", "passive", "active" */
  const char *encryption; /* "if-offered", "explicit", "implicit", "none"; "sftp" and "other" */
} TlFileZillaSite;
void tl_filezilla_site_free (TlFileZillaSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlFileZillaSite, tl_filezilla_site_free)

/* The site of this host, that of the same port before others, or NULL: no such site, no such file, or
 * none that can be read. At most 4 MB of an ordinary file, 32 elements deep. What stands in <Pass>
 * is passed over byte by byte and never kept. */
TlFileZillaSite *tl_filezilla_find (const char *file, const char *host, guint port);

/* Every site of the file that speaks FTP, at most TL_FILEZILLA_SITES_MAX: TlServerOffer, source
 * "filezilla", in the order of the file. Never NULL. (transfer full) */
GPtrArray *tl_filezilla_list (const char *file);
/* The same of the first of the usual places that has any, or of `settings->filezilla` where that is given,
 * as what was discovered. Never NULL. */
TlDiscovery *tl_filezilla_discover (TlSettings *settings);

/* The site of this host for the places where FileZilla keeps its file (a package's, Flatpak's and Snap's), or for
 * `settings->filezilla` alone where that is given; facts "local.filezilla.*". Nothing is recorded
 * where no site is found, nor under `no_environment` unless the file was named. */
void tl_filezilla_look (TlSettings *settings, TlEvidenceBuilder *builder);

G_END_DECLS
