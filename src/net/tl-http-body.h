/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What libsoup hands out of a body, within the thread of a request. */
#pragma once

#include <libsoup/soup.h>

#include "tl-io.h"

G_BEGIN_DECLS

/* An operation of libsoup under way: it asks for a client certificate and the like in the main context,
 * so that its blocking calls would wait for ever. */
typedef struct {
  GAsyncResult *result;
} TlHttpPending;

/* A GAsyncReadyCallback. */
void tl_http_pending_end (GObject *source, GAsyncResult *result, gpointer pending);
/* (transfer full) */
GAsyncResult *tl_http_pending_run (TlHttpPending *pending);

typedef struct {
  gsize limit; /* bytes that are kept */
  GCancellable *cancellable;
  /* What came of it. */
  GBytes *bytes;     /* (owned) */
  gboolean cut;      /* there was more */
  gboolean broken;   /* it ended too early, or not as it should */
  TlFailure failure; /* why it was not read on; NONE: it did end */
} TlHttpBody;

void tl_http_body_read (TlHttpBody *body, SoupMessage *message, GInputStream *stream);

G_END_DECLS
