/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The language of the widgets: gettext and GTK's direction, changed while the program runs. The
 * explanations come from a TlCatalog of the same language. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before GTK starts: locale, text domain (build tree or installed). */
void tl_language_init (void);
/* "ar", "ru", …; "" or NULL: what the system says. After GTK has started. */
void tl_language_apply (const char *language);
/* The name of a language in that language ("Русский"). (transfer full) */
char *tl_language_dup_own_name (const char *language);
/* A number by a printf format ("%.1f") with the decimal mark of the language. (transfer full) */
char *tl_language_dup_decimal (const char *format, double value);
/* Whether this process is the one of the build tree, not an installed one. */
gboolean tl_language_in_build_tree (void);

G_END_DECLS
