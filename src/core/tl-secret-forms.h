/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every guise in which a secret may come back from a server. Private to this layer: the redactor
 * is what others use. */
#pragma once

#include "tl-secret.h"

G_BEGIN_DECLS

typedef struct _TlSecretForms TlSecretForms;

/* `user` (nullable) is needed for the base64 forms of a very short secret. */
TlSecretForms *tl_secret_forms_new (const TlSecret *secret, const char *user);
void tl_secret_forms_free (TlSecretForms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlSecretForms, tl_secret_forms_free)

guint tl_secret_forms_count (const TlSecretForms *forms);
/* The longest form that stands in `bytes` at `at`, its length, or 0. `in_base64` is set when it is
 * a base64 one: then the letters around it belong to the same coded words. `cut_short` also takes
 * a form that the end of the bytes cuts off. */
gsize tl_secret_forms_match (const TlSecretForms *forms, const char *bytes, gsize length, gsize at,
                             gboolean cut_short, gboolean *in_base64);

G_END_DECLS
