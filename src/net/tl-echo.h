/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tl-address.h"
#include "tl-io.h"

G_BEGIN_DECLS

typedef enum {
  TL_ECHO_ANSWERED,
  TL_ECHO_NONE,
  TL_ECHO_NOT_KNOWN, /* it may not be asked, or the job was cancelled */
} TlEcho;

/* Whether the host answers "ping", whatever its ports do. */
TlEcho tl_echo_ask (TlIo *io, const TlAddress *address, guint limit_ms);

G_END_DECLS
