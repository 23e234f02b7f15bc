/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A catalogue of translations of its own: gettext knows one language a process and none in the C
 * locale, but a help-desk agent reads in English the report of a user who works in Arabic. The .mo
 * files lie inside the program (GResource). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TlCatalog TlCatalog;

/* `language`: "ru", "ar_EG.UTF-8", …; NULL or unknown: taken from LANGUAGE, LC_ALL, LC_MESSAGES,
 * LANG, and English in the end. Never NULL. */
TlCatalog *tl_catalog_new (const char *language);
TlCatalog *tl_catalog_ref (TlCatalog *catalog);
void tl_catalog_unref (TlCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCatalog, tl_catalog_unref)

/* "en", "ru", "ar". */
const char *tl_catalog_get_language (const TlCatalog *catalog);
gboolean tl_catalog_is_rtl (const TlCatalog *catalog);
/* Languages that have a catalogue, with "en". NULL-terminated, static. */
const char *const *tl_catalog_list_languages (void);

/* The translation, or the msgid itself. The catalogue's own. "" stays "". */
const char *tl_catalog_get (const TlCatalog *catalog, const char *msgid);
const char *tl_catalog_get_context (const TlCatalog *catalog, const char *context,
                                    const char *msgid);
const char *tl_catalog_get_plural (const TlCatalog *catalog, const char *msgid, const char *plural,
                                   guint n);

/* Fills the named placeholders of a translated sentence ("{host} answered {code}"): the one function
 * that does it. Values are made visible and isolated (tl_text_isolate); an unknown name stays as it
 * is. `name, value` pairs, NULL-terminated. (transfer full) */
char *tl_catalog_format (const TlCatalog *catalog, const char *msgid, ...) G_GNUC_NULL_TERMINATED;
typedef const char *(*TlPlaceholderFunc) (const char *name, gpointer user_data);
char *tl_catalog_expand (const char *translated, TlPlaceholderFunc lookup, gpointer user_data);

G_END_DECLS
