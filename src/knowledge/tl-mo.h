/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One compiled catalogue of translations (the .mo format of GNU gettext), checked whole when it is
 * opened, so that a look-up cannot leave it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TlMo TlMo;

/* TL_ERROR_BAD_INPUT when it is no catalogue, cut, out of order, or not in UTF-8. */
TlMo *tl_mo_new (GBytes *bytes, GError **error);
void tl_mo_free (TlMo *mo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlMo, tl_mo_free)

/* The translation of a key (msgid, or context, '\4', msgid), or NULL. Plural forms lie one behind
 * the other, each with its NUL, `length` bytes in all. The catalogue's own. */
const char *tl_mo_look_up (const TlMo *mo, const char *key, gsize *length);

/* The form for `n` among the plural forms of a translation. */
const char *tl_mo_look_up_plural (const TlMo *mo, const char *key, guint n);

guint tl_mo_get_size (const TlMo *mo);

/* Evaluates a plural expression of gettext ("n%10==1 && n%100!=11 ? 0 : 1") for `n`. FALSE when it
 * is not well formed, nests deeper than 50, or divides by zero. */
gboolean tl_plural_evaluate (const char *expression, gulong n, gulong *form);

G_END_DECLS
