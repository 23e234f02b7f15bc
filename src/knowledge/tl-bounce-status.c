/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine-readable part of a delivery report: groups of fields between blank lines, the first
 * about the message, each further one about a recipient (RFC 3464, 2.1). Real reports put blank
 * lines where none belong and begin a recipient's group with any of its fields. */
#include "tl-bounce-private.h"

#include <string.h>

#define FIELD_MAX 8192

typedef struct {
  char *recipient;
  char *original;
  char *action;
  char *status;
  char *diagnostic;
  char *host;
} Group;

gboolean
tl_bounce_next_line (const char *text, gsize length, gsize *at, const char **line, gsize *n)
{
  const char *newline;

  if (*at >= length)
    return FALSE;
  *line = text + *at;
  newline = memchr (*line, '\n', length - *at);
  *n = newline != NULL ? (gsize) (newline - *line) : length - *at;
  *at += *n + (newline != NULL);
  while (*n > 0 && (*line)[*n - 1] == '\r')
    --*n;
  return TRUE;
}

gboolean
tl_bounce_begins (const char *line, gsize n, const char *lower)
{
  gsize wanted;

  /* Most lines differ at once. */
  if (n == 0 || g_ascii_tolower (*line) != *lower)
    return FALSE;
  wanted = strlen (lower);
  return n >= wanted && g_ascii_strncasecmp (line, lower, wanted) == 0;
}

TlBounceRecipient *
tl_bounce_add_recipient (TlBounce *bounce)
{
  TlBounceRecipient *recipient;

  if (bounce->recipients->len >= TL_BOUNCE_RECIPIENTS) {
    bounce->cut = TRUE;
    return NULL;
  }
  recipient = g_new0 (TlBounceRecipient, 1);
  g_ptr_array_add (bounce->recipients, recipient);
  return recipient;
}

/* What stands behind "rfc822;", "smtp;", "dns;": the value itself. */
static const char *
after_type (const char *value)
{
  const char *p = value;

  while (g_ascii_isalnum (*p) || *p == '-' || *p == ' ')
    p++;
  if (*p != ';')
    return value;
  for (p++; g_ascii_isspace (*p); p++)
    continue;
  return p;
}

static char *
read_address (const char *value)
{
  char *address = g_strstrip (g_strdup (after_type (value)));
  gsize n = strlen (address);

  if (n > 2 && address[0] == '<' && address[n - 1] == '>') {
    memmove (address, address + 1, n - 2);
    address[n - 2] = '\0';
  }
  if (*address == '\0' || strlen (address) > 320)
    g_clear_pointer (&address, g_free);
  return address;
}

/* "5.1.1 (user unknown)" → "5.1.1"; NULL where it is no status. */
static char *
read_status (const char *value)
{
  gsize n = strspn (value, "0123456789.");

  if (n < 5 || n > 11 || strchr ("245", value[0]) == NULL || value[1] != '.')
    return NULL;
  return g_strndup (value, n);
}

static void
take (char **slot, char *value)
{
  if (*slot == NULL && value != NULL && *value != '\0')
    *slot = value;
  else
    g_free (value);
}

static void
take_field (TlBounce *bounce, Group *group, const char *field)
{
  const char *colon = strchr (field, ':');
  gsize name = colon != NULL ? (gsize) (colon - field) : 0;
  const char *value = colon != NULL ? colon + 1 : NULL;

  if (name == 0)
    return;
  while (g_ascii_isspace (*value))
    value++;
  if (tl_bounce_begins (field, name, "final-recipient"))
    take (&group->recipient, read_address (value));
  else if (tl_bounce_begins (field, name, "original-recipient"))
    take (&group->original, read_address (value));
  else if (tl_bounce_begins (field, name, "action"))
    take (&group->action, g_ascii_strdown (value, (gssize) strcspn (value, " \t(;")));
  else if (tl_bounce_begins (field, name, "status"))
    take (&group->status, read_status (value));
  else if (tl_bounce_begins (field, name, "diagnostic-code"))
    take (&group->diagnostic, g_strdup (after_type (value)));
  else if (tl_bounce_begins (field, name, "remote-mta"))
    take (&group->host, g_strdup (after_type (value)));
  else if (tl_bounce_begins (field, name, "reporting-mta"))
    take (&bounce->host, g_strdup (after_type (value)));
}

static void
clear_group (Group *group)
{
  g_free (group->recipient);
  g_free (group->original);
  g_free (group->action);
  g_free (group->status);
  g_free (group->diagnostic);
  g_free (group->host);
  memset (group, 0, sizeof *group);
}

/* A group with neither recipient nor action goes on with the one before it: a blank line stood where
 * none belongs. */
static void
end_group (TlBounce *bounce, Group *group)
{
  TlBounceRecipient *to = NULL;
  guint n = bounce->recipients->len;

  if (group->recipient != NULL || group->original != NULL)
    to = tl_bounce_add_recipient (bounce);
  else if (n > 0 && (group->action != NULL || group->status != NULL || group->diagnostic != NULL))
    to = bounce->recipients->pdata[n - 1];
  else if (group->action != NULL)
    to = tl_bounce_add_recipient (bounce);
  if (to != NULL) {
    take (&to->address, g_steal_pointer (&group->recipient));
    take (&to->address, g_steal_pointer (&group->original));
    take (&to->action, g_steal_pointer (&group->action));
    take (&to->status, g_steal_pointer (&group->status));
    take (&to->diagnostic, g_steal_pointer (&group->diagnostic));
    take (&to->host, g_steal_pointer (&group->host));
  }
  clear_group (group);
}

/* Folded lines are joined by a blank (RFC 5322, 2.2.3); Notes breaks words anywhere. */
static void
join (GString *field, const char *line, gsize n)
{
  gboolean notes = strstr (field->str, "X-Notes") != NULL;

  while (n > 0 && (*line == ' ' || *line == '\t')) {
    line++;
    n--;
  }
  if (!notes)
    g_string_append_c (field, ' ');
  if (field->len < FIELD_MAX)
    g_string_append_len (field, line, (gssize) MIN (n, FIELD_MAX - field->len));
}

void
tl_bounce_read_status (TlBounce *bounce, const char *text, gsize length)
{
  g_autoptr (GString) field = g_string_new (NULL);
  Group group = {0};
  const char *line;
  gsize n;
  gsize at = 0;

  while (tl_bounce_next_line (text, length, &at, &line, &n)) {
    if (n > 0 && (*line == ' ' || *line == '\t') && field->len > 0) {
      join (field, line, n);
      continue;
    }
    take_field (bounce, &group, field->str);
    g_string_truncate (field, 0);
    if (n == 0)
      end_group (bounce, &group);
    else
      g_string_append_len (field, line, (gssize) MIN (n, (gsize) FIELD_MAX));
  }
  take_field (bounce, &group, field->str);
  end_group (bounce, &group);
}
