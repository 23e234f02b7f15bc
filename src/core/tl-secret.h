/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A password or token, from the moment it is typed to the moment it is forgotten.
 *
 * The bytes lie in locked memory that no core dump holds, and are wiped when the last reference
 * goes. There is no function that copies them into an ordinary string. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _TlSecret TlSecret;
#define TL_TYPE_SECRET (tl_secret_get_type ())
GType tl_secret_get_type (void);

/* Longest secret that is taken, in bytes (an OAuth token can be long). */
#define TL_SECRET_MAX 10240

/* Copies `length` bytes (-1: up to the NUL). The caller still has to wipe its own copy.
 * NULL when it is longer than TL_SECRET_MAX or when locked memory cannot be had. */
TlSecret *tl_secret_new (const char *bytes, gssize length);
TlSecret *tl_secret_ref (TlSecret *secret);
void tl_secret_unref (TlSecret *secret);

/* The bytes, NUL-terminated; they stay the secret's own. */
const char *tl_secret_peek (const TlSecret *secret, gsize *length);

/* Overwrites memory in a way that the compiler may not drop. */
void tl_wipe (void *memory, gsize length);

/* Frees a g_malloc'ed, NUL-terminated string after wiping it. */
void tl_wipe_free (char *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlSecret, tl_secret_unref)

G_END_DECLS
