/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a job is going to do, before it does it: for the one sentence that is said beforehand. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char **hosts;   /* (owned) the named server; of a look at this computer, whom it asks */
  char **lookups; /* (owned, nullable) hosts that may be asked for published settings before that */
  char **
      after; /* (owned, nullable) those that are asked where the test fails, two connections each */
  char **
      lists; /* (owned, nullable) of a domain: DNS lists that the name servers are asked of; nothing
                     connects to them */
  guint connections;      /* at most, to the named server */
  guint logins;           /* at most */
  guint data_connections; /* at most, of transfers, beside `connections` */
  guint more_modes;       /* connections with a login each, where no data connection opens */
  guint other_ports;      /* connections more, where its port does not open … */
  gboolean or_no_tls;     /* … or offers no encryption, or none that can be trusted */
  guint once_more; /* connections more: another pairing, a server without room, an unheard login */
  guint login_once_more;    /* logins more, of the same reasons */
  guint lookup_connections; /* to `lookups`, at most */
  char *portal;             /* (owned, nullable) host asked only where the server is not met */
  char **references;        /* (owned, nullable) hosts asked for the time where one looks wrong */
  gboolean asks_names;      /* every name server of this computer, where the host is not met */
  gboolean other_ways;      /* a proxy, and the links beside a VPN, where the port does not open */
  guint versions;           /* connections more, where no version of TLS can be agreed on … */
  gboolean lists_versions;  /* … or in any case */
  gboolean looks_only;      /* nothing is tested, only `lookups` are asked */
  gboolean asks_nobody;     /* an address that nobody has, to see who answers for others */
  gboolean sends_message;
  gboolean uploads_file;
  gboolean follows_redirects; /* within the site of the named host */
  gboolean heeds_settings;    /* a proxy that the settings of the desktop name is used */
  char *proxy;                /* (owned, nullable) the one that the environment names */
} TlAnnouncement;

TlAnnouncement *tl_announcement_new (const char *const *hosts, guint connections, guint logins);
void tl_announcement_free (TlAnnouncement *announcement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlAnnouncement, tl_announcement_free)

G_END_DECLS
