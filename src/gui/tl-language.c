/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"
#include "config.h"

#include "tl-language.h"

#include "tl-catalog.h"

#include <gtk/gtk.h>
#include <glib/gi18n.h>

#include <locale.h>

/* GNU gettext keeps what it has looked up until this counter moves (its manual, "gettext grok"). */
extern int _nl_msg_cat_cntr;

static char *system_languages; /* LANGUAGE as it was at the start, or NULL */

gboolean
tl_language_in_build_tree (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, TL_BUILDDIR G_DIR_SEPARATOR_S);
}

/* gettext translates nothing in the C locale, which is all that a bare machine has. */
static void
leave_c_locale (void)
{
  static const char *const fallbacks[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
  const char *now = setlocale (LC_MESSAGES, NULL);

  if (now != NULL && strcmp (now, "C") != 0 && strcmp (now, "POSIX") != 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fallbacks); i++) {
    if (setlocale (LC_MESSAGES, fallbacks[i]) != NULL) {
      setlocale (LC_CTYPE, fallbacks[i]);
      return;
    }
  }
}

/* GLib decides at its first look-up, once for the process, whether the program is translated at all,
 * and says no where the language of that moment has no catalogue, as English has none: then GTK's
 * own texts and those of the templates stay English for good (g_dgettext). So it is asked while
 * another language is set. */
static void
let_glib_translate (void)
{
  const char *const *languages = tl_catalog_list_languages ();

  for (guint i = 0; languages[i] != NULL; i++) {
    if (g_str_equal (languages[i], "en"))
      continue;
    g_setenv ("LANGUAGE", languages[i], TRUE);
    break;
  }
  g_dgettext (GETTEXT_PACKAGE, "Throughline");
  if (system_languages != NULL)
    g_setenv ("LANGUAGE", system_languages, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  _nl_msg_cat_cntr++;
}

void
tl_language_init (void)
{
  const char *domain_dir = tl_language_in_build_tree () ? TL_BUILDDIR "/po" : TL_LOCALEDIR;

  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  leave_c_locale ();
  system_languages = g_strdup (g_getenv ("LANGUAGE"));
  bindtextdomain (GETTEXT_PACKAGE, domain_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  bind_textdomain_codeset ("gtk40", "UTF-8");
  bind_textdomain_codeset ("libadwaita", "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  let_glib_translate ();
}

void
tl_language_apply (const char *language)
{
  g_autoptr (TlCatalog) catalog = NULL;

  if (language != NULL && *language != '\0')
    g_setenv ("LANGUAGE", language, TRUE);
  else if (system_languages != NULL)
    g_setenv ("LANGUAGE", system_languages, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  _nl_msg_cat_cntr++;

  /* What the catalogue makes of the choice decides the direction as well, so that words and
   * layout never disagree. */
  catalog = tl_catalog_new (language != NULL && *language != '\0' ? language : NULL);
  gtk_widget_set_default_direction (tl_catalog_is_rtl (catalog) ? GTK_TEXT_DIR_RTL
                                                                : GTK_TEXT_DIR_LTR);
}

char *
tl_language_dup_own_name (const char *language)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);
  /* Translators: the name of YOUR language, in your language, as it stands in the language menu */
  const char *name = tl_catalog_get_context (catalog, "own name of the language",
                                             NC_ ("own name of the language", "English"));

  if (g_strcmp0 (name, "English") == 0 && strcmp (language, "en") != 0)
    name = language;
  return g_strdup (name);
}

char *
tl_language_dup_decimal (const char *format, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) text = g_string_new (g_ascii_formatd (digits, sizeof digits, format, value));

  /* The mark of tl_explain_decimal(). */
  g_string_replace (text, ".", g_dpgettext2 (NULL, "decimal", "."), 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
