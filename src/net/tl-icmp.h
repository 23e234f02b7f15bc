/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What ICMP says in place of an answer. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

/* From now on the kernel keeps what ICMP says to this socket. */
void tl_icmp_listen (int fd, int family);
/* What it said: "net-unreachable", "host-unreachable", "port-unreachable" or "prohibited"; NULL where it
 * was not asked. Nothing is kept from then on. `from`: who sent it. */
const char *tl_icmp_read (int fd, int family, TlAddress *from);

G_END_DECLS
