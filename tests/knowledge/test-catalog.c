/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-catalog.h"

#include <string.h>

static void
set_environment (const char *language, const char *lc_all, const char *lang)
{
  g_setenv ("LANGUAGE", language, TRUE);
  g_setenv ("LC_ALL", lc_all, TRUE);
  g_setenv ("LC_MESSAGES", "", TRUE);
  g_setenv ("LANG", lang, TRUE);
}

static void
test_languages (void)
{
  const char *const *list = tl_catalog_list_languages ();

  g_assert_cmpstr (list[0], ==, "en");
  g_assert_true (g_strv_contains (list, "ru"));
  g_assert_true (g_strv_contains (list, "ar"));
}

static void
test_choice (void)
{
  static const struct {
    const char *wanted;
    const char *language;
  } cases[] = {{"ru", "ru"},    {"ru_RU.UTF-8", "ru"}, {"ar_EG@x", "ar"}, {"ar-EG", "ar"},
               {"en_GB", "en"}, {"C", "en"},           {"POSIX", "en"},   {"C.UTF-8", "en"}};

  set_environment ("", "", "ru_RU.UTF-8");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlCatalog) catalog = tl_catalog_new (cases[i].wanted);

    g_assert_cmpstr (tl_catalog_get_language (catalog), ==, cases[i].language);
  }
}

static void
check_environment (const char *wanted, const char *language)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new (wanted);

  g_assert_cmpstr (tl_catalog_get_language (catalog), ==, language);
}

/* Also on a bare machine that has only the C locale, where gettext gives up. */
static void
test_environment (void)
{
  set_environment ("", "", "ar_EG.UTF-8");
  check_environment (NULL, "ar");
  check_environment ("", "ar");
  check_environment ("xx", "ar");
  set_environment ("", "C", "ar_EG.UTF-8");
  check_environment (NULL, "en");
  set_environment ("xx:ru:ar", "", "C");
  check_environment (NULL, "ru");
  set_environment ("", "", "");
  check_environment (NULL, "en");
  set_environment ("", "de_DE.UTF-8", "ru_RU.UTF-8");
  check_environment (NULL, "en");
}

static void
test_direction (void)
{
  g_autoptr (TlCatalog) arabic = tl_catalog_new ("ar");
  g_autoptr (TlCatalog) russian = tl_catalog_new ("ru");

  g_assert_true (tl_catalog_is_rtl (arabic));
  g_assert_false (tl_catalog_is_rtl (russian));
}

static void
test_fallback (void)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new ("ru");

  g_assert_cmpstr (tl_catalog_get (catalog, "no such sentence"), ==, "no such sentence");
  g_assert_cmpstr (tl_catalog_get (catalog, ""), ==, "");
  g_assert_cmpstr (tl_catalog_get_context (catalog, "none", "word"), ==, "word");
  g_assert_cmpstr (tl_catalog_get_plural (catalog, "a thing", "things", 1), ==, "a thing");
  g_assert_cmpstr (tl_catalog_get_plural (catalog, "a thing", "things", 2), ==, "things");
}

static void
check_format (const char *template, const char *value, const char *expected)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new ("en");
  g_autofree char *text = tl_catalog_format (catalog, template, "host", value, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  check_format ("{host} is busy.", "mail.example.org", "mail.example.org is busy.");
  check_format ("{host}{host}", "a", "aa");
  check_format ("{other} {} {Host} {host", "a", "{other} {} {Host} {host");
  /* What is filled in is not filled again, and no format string. */
  check_format ("{host}", "{host}%s%n", "{host}%s%n");
  check_format ("{host}", "", "");
}

/* Foreign words cannot act on the terminal or turn our sentence around. */
static void
test_hostile_values (void)
{
  check_format ("<{host}>", "a\033[2Jb", "<a<001B>[2Jb>");
  check_format ("<{host}>",
                "a\xe2\x80\xae"
                "b",
                "<a<202E>b>");
  check_format ("{host}.", "\xd7\xa9\xd7\x9c", "\xe2\x81\xa8\xd7\xa9\xd7\x9c\xe2\x81\xa9.");
  check_format ("\xd8\xae\xd8\xa7\xd8\xaf\xd9\x85 {host}", "a.example",
                "\xd8\xae\xd8\xa7\xd8\xaf\xd9\x85 \xe2\x81\xa8"
                "a.example\xe2\x81\xa9");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/catalog/languages", test_languages);
  g_test_add_func ("/knowledge/catalog/choice", test_choice);
  g_test_add_func ("/knowledge/catalog/environment", test_environment);
  g_test_add_func ("/knowledge/catalog/direction", test_direction);
  g_test_add_func ("/knowledge/catalog/fallback", test_fallback);
  g_test_add_func ("/knowledge/catalog/format", test_format);
  g_test_add_func ("/knowledge/catalog/hostile-values", test_hostile_values);
  return g_test_run ();
}
