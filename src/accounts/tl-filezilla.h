/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What FileZilla has set for a server, read from its own file (sitemanager.xml, or what it exports). */
#pragma once

#include "tl-evidence.h"

G_BEGIN_DECLS

/* One site. */
typedef struct {
  char *host;
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

/* The same for the places where FileZilla keeps its file (a package's, Flatpak's and Snap's), or for
 * `settings->filezilla` alone where that is given; facts "local.filezilla.*". Nothing is recorded
 * where no site is found, nor under `no_environment` unless the file was named. */
void tl_filezilla_look (TlSettings *settings, TlEvidenceBuilder *builder);

G_END_DECLS
