/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-knowledge"

#include "tl-catalog.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

#include "tl-locale-resources.h"
#include "tl-mo.h"
#include "tl-text.h"

#define PREFIX "/io/github/throughline/Throughline/locale/"

struct _TlCatalog {
  gatomicrefcount refs;
  const char *language; /* one of the list */
  TlMo *mo;             /* (nullable) English has none */
};

/* ------------------------------------------------------------------ languages */

static gpointer
find_languages (gpointer unused)
{
  GPtrArray *list = g_ptr_array_new ();
  g_auto (GStrv) children = NULL;

  g_ptr_array_add (list, (gpointer) "en");
  children = g_resource_enumerate_children (tl_locale_get_resource (), PREFIX,
                                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (guint i = 0; children != NULL && children[i] != NULL; i++) {
    g_autofree char *name = g_strndup (children[i], strcspn (children[i], "."));

    g_ptr_array_add (list, (gpointer) g_intern_string (name));
  }
  g_ptr_array_add (list, NULL);
  return g_ptr_array_free (list, FALSE);
}

const char *const *
tl_catalog_list_languages (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, find_languages, NULL);
}

/* "ar_EG.UTF-8" as one of the list, or NULL. "C" and "POSIX" mean English. */
static const char *
known_language (const char *locale)
{
  const char *const *list = tl_catalog_list_languages ();
  g_autofree char *name = g_strndup (locale, strcspn (locale, ".@"));

  g_strdelimit (name, "-", '_');
  if (strcmp (name, "C") == 0 || strcmp (name, "POSIX") == 0)
    return list[0];
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; list[i] != NULL; i++)
      if (g_ascii_strcasecmp (list[i], name) == 0)
        return list[i];
    name[strcspn (name, "_")] = '\0';
  }
  return NULL;
}

static const char *
language_of_environment (void)
{
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  const char *value = g_getenv ("LANGUAGE");
  g_auto (GStrv) wanted = g_strsplit (value != NULL ? value : "", ":", 16);

  for (guint i = 0; wanted[i] != NULL; i++) {
    const char *known = *wanted[i] != '\0' ? known_language (wanted[i]) : NULL;

    if (known != NULL)
      return known;
  }
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++) {
    value = g_getenv (variables[i]);
    if (value != NULL && *value != '\0') {
      const char *known = known_language (value);

      return known != NULL ? known : "en";
    }
  }
  return "en";
}

static TlMo *
load (const char *language)
{
  g_autofree char *path = g_strconcat (PREFIX, language, ".mo", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  TlMo *mo;

  bytes =
      g_resource_lookup_data (tl_locale_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return NULL;
  mo = tl_mo_new (bytes, &error);
  if (mo == NULL)
    g_warning ("%s: %s", path, error->message);
  return mo;
}

TlCatalog *
tl_catalog_new (const char *language)
{
  TlCatalog *self = g_new0 (TlCatalog, 1);

  g_atomic_ref_count_init (&self->refs);
  if (language != NULL && *language != '\0')
    self->language = known_language (language);
  if (self->language == NULL)
    self->language = language_of_environment ();
  if (strcmp (self->language, "en") != 0)
    self->mo = load (self->language);
  return self;
}

TlCatalog *
tl_catalog_ref (TlCatalog *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_catalog_unref (TlCatalog *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->mo, tl_mo_free);
  g_free (self);
}

const char *
tl_catalog_get_language (const TlCatalog *self)
{
  return self->language;
}

gboolean
tl_catalog_is_rtl (const TlCatalog *self)
{
  static const char *const rtl[] = {"ar", "fa", "he", "ur", "yi", NULL};

  return g_strv_contains (rtl, self->language);
}

/* ------------------------------------------------------------------ looking up */

static const char *
or_else (const char *translated, const char *msgid)
{
  return translated != NULL && *translated != '\0' ? translated : msgid;
}

const char *
tl_catalog_get (const TlCatalog *self, const char *msgid)
{
  /* The empty msgid is the header of the catalogue. */
  if (self->mo == NULL || *msgid == '\0')
    return msgid;
  return or_else (tl_mo_look_up (self->mo, msgid, NULL), msgid);
}

const char *
tl_catalog_get_context (const TlCatalog *self, const char *context, const char *msgid)
{
  g_autofree char *key = g_strconcat (context, "\004", msgid, NULL);

  return self->mo != NULL ? or_else (tl_mo_look_up (self->mo, key, NULL), msgid) : msgid;
}

const char *
tl_catalog_get_plural (const TlCatalog *self, const char *msgid, const char *plural, guint n)
{
  const char *untranslated = n == 1 ? msgid : plural;

  if (self->mo == NULL)
    return untranslated;
  return or_else (tl_mo_look_up_plural (self->mo, msgid, n), untranslated);
}

/* ------------------------------------------------------------------ placeholders */

static gboolean
has_rtl (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) ||
        (c >= 0xfe70 && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) ||
        (c >= 0x1e800 && c <= 0x1efff))
      return TRUE;
  }
  return FALSE;
}

/* Isolated only where directions meet: a terminal without bidi support, and whoever searches a plain
 * English sentence, is better off without the two invisible characters. */
static void
append_value (GString *out, const char *value, gboolean rtl_sentence)
{
  g_autofree char *visible = tl_text_make_visible (value, strlen (value), TL_TEXT_LINE_MAX);
  g_autofree char *isolated = NULL;

  if (rtl_sentence || has_rtl (visible))
    isolated = tl_text_isolate (visible);
  g_string_append (out, isolated != NULL ? isolated : visible);
}

/* The length of a placeholder "{name}" at `text` with its braces, or 0. */
static gsize
placeholder_length (const char *text)
{
  gsize length = strspn (text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.");

  return *text == '{' && length > 0 && g_ascii_islower (text[1]) && text[1 + length] == '}'
             ? length + 2
             : 0;
}

char *
tl_catalog_expand (const char *translated, TlPlaceholderFunc lookup, gpointer user_data)
{
  GString *out = g_string_new (NULL);
  gboolean rtl = has_rtl (translated);

  for (const char *p = translated; *p != '\0';) {
    gsize length = *p == '{' ? placeholder_length (p) : 0;
    g_autofree char *name = length > 0 ? g_strndup (p + 1, length - 2) : NULL;
    const char *value = name != NULL ? lookup (name, user_data) : NULL;

    if (value != NULL) {
      append_value (out, value, rtl);
      p += length;
    } else {
      g_string_append_c (out, *p++);
    }
  }
  return g_string_free (out, FALSE);
}

static const char *
look_up_pair (const char *name, gpointer user_data)
{
  const GPtrArray *pairs = user_data;

  for (guint i = 0; i + 1 < pairs->len; i += 2)
    if (strcmp (pairs->pdata[i], name) == 0)
      return pairs->pdata[i + 1];
  return NULL;
}

char *
tl_catalog_format (const TlCatalog *self, const char *msgid, ...)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  va_list args;
  const char *name;

  va_start (args, msgid);
  while ((name = va_arg (args, const char *)) != NULL) {
    const char *value = va_arg (args, const char *);

    g_ptr_array_add (pairs, (gpointer) name);
    g_ptr_array_add (pairs, (gpointer) (value != NULL ? value : ""));
  }
  va_end (args);
  return tl_catalog_expand (tl_catalog_get (self, msgid), look_up_pair, pairs);
}
