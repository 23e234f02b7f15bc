/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the kernel counts while a connection is tried, and anybody may read: it tells packets that this
 * computer itself stops from those that get lost or refused on the way. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gboolean known;
  guint64
      unsent; /* pieces that could not be sent again: the packet filter took them (TCPRetransFail) */
  guint64 loopback; /* packets that this computer sent to itself */
  guint64 arrived;  /* packets that came by any other link */
} TlStack;

TlStack tl_stack_read (void);
/* The same from the texts of /proc/net/netstat and /proc/net/dev. */
TlStack tl_stack_parse (const char *netstat, const char *dev);

G_END_DECLS
