/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-date.h"

#include <string.h>

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* At most `most` digits, at least one; -1 where there is none. */
static int
read_number (const char **at, guint most)
{
  int number = 0;
  guint n = 0;

  for (; n < most && g_ascii_isdigit (**at); n++)
    number = 10 * number + g_ascii_digit_value (*(*at)++);
  return n > 0 && !g_ascii_isdigit (**at) ? number : -1;
}

static gboolean
skip (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  while (**at == c)
    (*at)++;
  return TRUE;
}

/* 1 to 12; 0: no month. */
static int
read_month (const char **at)
{
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (strncmp (*at, months[i], 3) == 0) {
      *at += 3;
      return (int) i + 1;
    }
  return 0;
}

/* Seconds east of Greenwich. */
static gboolean
read_offset (const char *at, int *offset)
{
  static const char *const universal[] = {"GMT", "UTC", "UT"};
  int sign = *at == '-' ? -1 : 1;
  int number;

  *offset = 0;
  for (guint i = 0; i < G_N_ELEMENTS (universal); i++)
    if (g_str_has_prefix (at, universal[i]))
      return !g_ascii_isalnum (at[strlen (universal[i])]);
  if (*at != '+' && *at != '-')
    return FALSE;
  at++;
  number = read_number (&at, 4);
  if (number < 0 || number % 100 >= 60 || number > 1400)
    return FALSE;
  *offset = sign * (number / 100 * 3600 + number % 100 * 60);
  return TRUE;
}

/* "22 Nov 2026 02:16:00 +0000", the seconds left out perhaps. */
static gboolean
read_date (const char *at, gint64 *seconds)
{
  int day = read_number (&at, 2);
  int month = skip (&at, ' ') ? read_month (&at) : 0;
  int year = skip (&at, ' ') ? read_number (&at, 4) : -1;
  int hour = skip (&at, ' ') ? read_number (&at, 2) : -1;
  int minute = skip (&at, ':') ? read_number (&at, 2) : -1;
  int second = skip (&at, ':') ? read_number (&at, 2) : 0;
  int offset;
  g_autoptr (GDateTime) date = NULL;

  if (day < 1 || month < 1 || year < 1970 || hour < 0 || minute < 0 || second < 0 ||
      !skip (&at, ' ') || !read_offset (at, &offset))
    return FALSE;
  /* A leap second counts as the one before it. */
  date = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (date == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (date) - offset;
  return TRUE;
}

gboolean
tl_date_find (const char *text, gint64 *seconds)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (!g_ascii_isdigit (*at) || (at > text && g_ascii_isalnum (at[-1])))
      continue;
    if (read_date (at, seconds))
      return TRUE;
  }
  return FALSE;
}
