/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-ftp-words.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define FEATURES_MAX 100
/* What is longer is no limit. */
#define IDLE_MAX_S 86400
#define IDLE_LINES_MAX 100

/* Reads at most `digits` digits. FALSE when there is none or the number goes on. */
static gboolean
read_number (const char **at, guint digits, guint most, guint *out)
{
  guint n = 0, value = 0;

  for (; g_ascii_isdigit (**at); (*at)++) {
    if (++n > digits)
      return FALSE;
    value = value * 10 + (guint) (**at - '0');
  }
  *out = value;
  return n > 0 && value <= most;
}

static gboolean
read_six (const char *at, guint numbers[6])
{
  for (guint i = 0; i < 6; i++) {
    if (i > 0 && *at++ != ',')
      return FALSE;
    /* Some servers put a blank behind the comma. */
    while (i > 0 && *at == ' ')
      at++;
    if (!read_number (&at, 3, 255, &numbers[i]))
      return FALSE;
  }
  return *at != ',';
}

gboolean
tl_ftp_parse_pasv (const char *text, TlFtpPassive *out)
{
  for (const char *at = text; *at != '\0'; at++) {
    guint numbers[6];
    g_autofree char *literal = NULL;

    /* Not in the middle of a row of numbers: what is left of one that is wrong is wrong, too. */
    if (!g_ascii_isdigit (*at) ||
        (at > text && (g_ascii_isdigit (at[-1]) || strchr (",-", at[-1]))))
      continue;
    if (!read_six (at, numbers))
      continue;
    out->port = numbers[4] * 256 + numbers[5];
    if (out->port == 0)
      return FALSE;
    literal = g_strdup_printf ("%u.%u.%u.%u", numbers[0], numbers[1], numbers[2], numbers[3]);
    out->has_address = TRUE;
    return tl_address_parse (literal, out->port, &out->address);
  }
  return FALSE;
}

/* What stands between two delimiters of a 229 reply: an address, which RFC 2428 leaves empty. */
static gboolean
read_epsv_address (const char **at, char delimiter, char *address, gsize size)
{
  const char *end = strchr (*at, delimiter);

  if (end == NULL || (gsize) (end - *at) >= size)
    return FALSE;
  memcpy (address, *at, (gsize) (end - *at));
  address[end - *at] = '\0';
  *at = end + 1;
  return TRUE;
}

static gboolean
read_epsv (const char *at, TlFtpPassive *out)
{
  char delimiter = *at++;
  char family[4], address[INET6_ADDRSTRLEN];

  if (delimiter < 33 || delimiter > 126 || g_ascii_isdigit (delimiter))
    return FALSE;
  if (!read_epsv_address (&at, delimiter, family, sizeof family) ||
      !read_epsv_address (&at, delimiter, address, sizeof address))
    return FALSE;
  if (!read_number (&at, 5, 65535, &out->port) || out->port == 0 || *at != delimiter)
    return FALSE;
  out->has_address = *address != '\0' && tl_address_parse (address, out->port, &out->address);
  return TRUE;
}

gboolean
tl_ftp_parse_epsv (const char *text, TlFtpPassive *out)
{
  for (const char *at = strchr (text, '('); at != NULL; at = strchr (at + 1, '('))
    if (at[1] != '\0' && read_epsv (at + 1, out))
      return TRUE;
  return FALSE;
}

char *
tl_ftp_parse_directory (const char *text)
{
  const char *at = strchr (text, '"');
  g_autoptr (GString) name = g_string_new (NULL);

  if (at == NULL)
    return NULL;
  for (at++; *at != '\0'; at++) {
    if (*at == '"' && at[1] != '"')
      return g_string_free (g_steal_pointer (&name), FALSE);
    if (*at == '"')
      at++;
    g_string_append_c (name, *at);
  }
  return NULL;
}

/* "AUTH TLS" or "AUTH TLS;SSL;" becomes "AUTH=TLS", the others their name alone. */
static void
append_feature (GString *list, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " ;\t", 3);
  g_autofree char *name = NULL;

  if (words[0] == NULL || *words[0] == '\0')
    return;
  name = g_ascii_strup (words[0], -1);
  if (list->len > 0)
    g_string_append_c (list, ' ');
  g_string_append (list, name);
  if (g_str_equal (name, "AUTH") && words[1] != NULL && *words[1] != '\0')
    g_string_append_printf (list, "=%s", words[1]);
}

char *
tl_ftp_parse_features (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", FEATURES_MAX + 3);
  guint n = g_strv_length (lines);
  GString *list = g_string_new (NULL);

  /* The first and the last line are words around the list. */
  for (guint i = 1; i + 1 < n && i <= FEATURES_MAX; i++)
    append_feature (list, g_strstrip (lines[i]));
  return g_string_free (list, FALSE);
}

/* A number and its unit of time, the blank or hyphen between them skipped: in seconds, or 0. */
static guint
read_duration (const char *at)
{
  static const struct {
    const char *unit;
    guint seconds;
  } units[] = {{"sec", 1}, {"min", 60}, {"hour", 3600}};
  guint number;

  if (!read_number (&at, 5, 86400, &number))
    return 0;
  while (*at == ' ' || *at == '-')
    at++;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strncasecmp (at, units[i].unit, strlen (units[i].unit)) == 0)
      return number * units[i].seconds <= IDLE_MAX_S ? number * units[i].seconds : 0;
  return 0;
}

/* Not how long a login may take. */
static gboolean
speaks_of_idling (const char *line)
{
  return strstr (line, "login") == NULL &&
         (strstr (line, "idle") != NULL || strstr (line, "inactiv") != NULL ||
          strstr (line, "timeout") != NULL || strstr (line, "timed out") != NULL ||
          strstr (line, "no activity") != NULL);
}

guint
tl_ftp_parse_idle_limit (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", IDLE_LINES_MAX + 1);

  for (guint i = 0; lines[i] != NULL && i < IDLE_LINES_MAX; i++) {
    g_autofree char *line = g_ascii_strdown (lines[i], -1);

    if (!speaks_of_idling (line))
      continue;
    for (const char *at = line; *at != '\0'; at++) {
      guint seconds = g_ascii_isdigit (*at) && (at == line || !g_ascii_isdigit (at[-1]))
                          ? read_duration (at)
                          : 0;

      if (seconds > 0)
        return seconds;
    }
  }
  return 0;
}

char *
tl_ftp_format_eprt (const TlAddress *own)
{
  g_autofree char *host = tl_address_to_string (own);
  char *zone = strchr (host, '%');

  /* A zone means something on this computer alone. */
  if (zone != NULL)
    *zone = '\0';
  return g_strdup_printf ("|%d|%s|%u|", tl_address_is_ipv6 (own) ? 2 : 1, host,
                          tl_address_get_port (own));
}

char *
tl_ftp_format_port (const TlAddress *own)
{
  g_autofree char *host = NULL;
  guint port = tl_address_get_port (own);

  if (tl_address_is_ipv6 (own))
    return NULL;
  host = tl_address_to_string (own);
  g_strdelimit (host, ".", ',');
  return g_strdup_printf ("%s,%u,%u", host, port / 256, port % 256);
}

/* The words without the command and without what stands around it. (transfer full) */
static char *
leave_out (const char *text, const char *command)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *whole = g_ascii_strdown (command, -1);
  g_autofree char *first = g_strndup (whole, strcspn (whole, " "));
  g_autoptr (GString) out = g_string_new (lower);

  g_string_replace (out, whole, "", 0);
  g_string_replace (out, first, "", 0);
  for (gsize i = out->len; i-- > 0;)
    if (!g_ascii_isalnum (out->str[i]))
      g_string_erase (out, (gssize) i, 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
tl_ftp_same_words (const char *a, const char *command_a, const char *b, const char *command_b)
{
  g_autofree char *left = leave_out (a, command_a);
  g_autofree char *right = leave_out (b, command_b);

  return g_str_equal (left, right);
}
