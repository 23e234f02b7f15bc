/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Days and numbers in the words of the report's language, which need not be that of the process. */
#include "tl-explain.h"

#include "tl-kb.h"

static const char *const months[] = {
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "January"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "February"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "March"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "April"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "May"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "June"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "July"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "August"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "September"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "October"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "November"),
    /* Translators: the name of a month as it stands in a whole date ("22 November 2026"). */
    NC_ ("month in a date", "December"),
};

/* All parts are ours, and the whole is put into sentences that isolate it: marks within would be made
 * visible there. */
static char *
without_marks (char *text)
{
  g_autofree char *own = text;
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u2068", "", 0);
  g_string_replace (plain, "\u2069", "", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

char *
tl_explain_date (const char *time, const TlCatalog *catalog)
{
  g_autoptr (GDateTime) when = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) utc = when != NULL ? g_date_time_to_utc (when) : NULL;
  char day[16], year[16], clock[16];

  if (utc == NULL)
    return NULL;
  g_snprintf (day, sizeof day, "%d", g_date_time_get_day_of_month (utc));
  g_snprintf (year, sizeof year, "%d", g_date_time_get_year (utc));
  g_snprintf (clock, sizeof clock, "%02d:%02d", g_date_time_get_hour (utc),
              g_date_time_get_minute (utc));
  return without_marks (tl_catalog_format (
      catalog,
      /* Translators: a moment, as in "22 November 2026, 14:05 UTC"; put its parts in the order of your
       * language. UTC is the name of a time zone and stays. */
      N_ ("{day} {month} {year}, {clock} UTC"), "day", day, "month",
      tl_catalog_get_context (catalog, "month in a date", months[g_date_time_get_month (utc) - 1]),
      "year", year, "clock", clock, NULL));
}

char *
tl_explain_clock (const char *time)
{
  g_autoptr (GDateTime) when = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) utc = when != NULL ? g_date_time_to_utc (when) : NULL;

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M:%S") : NULL;
}

char *
tl_explain_decimal (double value, guint decimals, const TlCatalog *catalog)
{
  char format[8];
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) text = NULL;

  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 9));
  text = g_string_new (g_ascii_formatd (digits, sizeof digits, format, value));
  /* Translators: what stands between 1 and 5 in "one and a half", written in digits. */
  g_string_replace (text, ".", tl_catalog_get_context (catalog, "decimal", NC_ ("decimal", ".")),
                    1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
