/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The signature of a message that came back with a report (DKIM, RFC 6376 3.5): which domain signed
 * it, and with which key. The text is anybody's: what is no domain and no name of a key is not taken. */
#include "tl-digest-private.h"

#include "tl-address.h"
#include "tl-settings.h"

#include <string.h>

/* The headers that came back stand near the end of a report, behind all that was written for people. */
#define LOOK_AT (1024 * 1024)
#define SIGNATURES_MAX 20
#define VALUE_MAX 8192

/* One line after the other of the headers somewhere in a text. */
typedef struct {
  const char *at;
  const char *end;
} Lines;

/* The next line, without its end. FALSE behind the last one. */
static gboolean
next_line (Lines *self, const char **line, gsize *length)
{
  const char *feed;

  if (self->at >= self->end)
    return FALSE;
  feed = memchr (self->at, '\n', (gsize) (self->end - self->at));
  *line = self->at;
  *length = (gsize) ((feed != NULL ? feed : self->end) - self->at);
  self->at = feed != NULL ? feed + 1 : self->end;
  while (*length > 0 && (*line)[*length - 1] == '\r')
    (*length)--;
  return TRUE;
}

/* The value of the next field of that name ("from:"), its folds undone (RFC 5322 2.2.3). (transfer full),
 * NULL behind the last one. */
static char *
next_field (Lines *self, const char *name)
{
  gsize wanted = strlen (name), length;
  const char *line;
  GString *value;

  do {
    if (!next_line (self, &line, &length))
      return NULL;
  } while (length < wanted || g_ascii_strncasecmp (line, name, wanted) != 0);
  value = g_string_new_len (line + wanted, (gssize) (length - wanted));
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t') &&
         value->len < VALUE_MAX && next_line (self, &line, &length))
    g_string_append_len (value, line, (gssize) length);
  return g_string_free (value, FALSE);
}

/* Behind the last @ of a field with an address; NULL where there is none. (transfer full) */
static char *
domain_of (const char *value)
{
  const char *at = value != NULL ? strrchr (value, '@') : NULL;
  gsize length = 0;

  if (at == NULL)
    return NULL;
  while (g_ascii_isalnum (at[1 + length]) || at[1 + length] == '.' || at[1 + length] == '-')
    length++;
  return length > 0 ? g_strndup (at + 1, length) : NULL;
}

/* The value of a tag, the blanks around it taken away. (transfer full, nullable) */
static char *
get_tag (char **tags, char name)
{
  for (guint i = 0; tags[i] != NULL; i++) {
    const char *tag = tags[i] + strspn (tags[i], " \t");

    if (*tag != name)
      continue;
    tag += 1 + strspn (tag + 1, " \t");
    if (*tag == '=')
      return g_strstrip (g_strdup (tag + 1));
  }
  return NULL;
}

/* How near a signing domain is to that of the sender: 2 the same, 1 above or below it, which receivers
 * take as well (RFC 7489 3.1.1), 0 somebody else's. */
static guint
nearness (const char *domain, const char *of)
{
  if (of == NULL)
    return 0;
  if (g_ascii_strcasecmp (domain, of) == 0)
    return 2;
  /* No sender is below a whole ending such as "org". */
  return strchr (domain, '.') != NULL &&
                 (tl_host_is_below (domain, of) || tl_host_is_below (of, domain))
             ? 1
             : 0;
}

typedef struct {
  char *domain;
  char *selector;
  guint nearness;
} Signature;

/* Checked as what a person types. */
static void
take (Signature *best, const char *value, const char *from, const char *envelope)
{
  g_auto (GStrv) tags = g_strsplit (value, ";", -1);
  g_autofree char *domain = get_tag (tags, 'd');
  g_autofree char *selector = get_tag (tags, 's');
  g_autoptr (TlSettings) trial = tl_settings_new ();
  guint near;

  if (domain == NULL || selector == NULL || *selector == '\0')
    return;
  /* The address that people see counts before the one that reports go to. */
  near = 2 * nearness (domain, from);
  near = MAX (near, nearness (domain, envelope));
  g_object_set (trial, "kind", TL_JOB_DOMAIN, "host", domain, "selector", selector, NULL);
  if (near <= best->nearness || !tl_settings_normalise (trial, NULL, NULL))
    return;
  g_free (best->domain);
  g_free (best->selector);
  best->domain = g_strdup (trial->host);
  best->selector = g_strdup (trial->selector);
  best->nearness = near;
}

/* Where the report's own headers end. */
static void
skip_headers (Lines *lines)
{
  const char *line;
  gsize length;

  while (next_line (lines, &line, &length) && length > 0)
    ;
}

void
tl_digest_add_signature (TlDigest *self)
{
  const char *end = self->text + MIN (self->length, (gsize) LOOK_AT);
  Lines head = {self->text, end}, body = {self->text, end}, signatures;
  Signature best = {NULL};
  g_autofree char *addressee = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *from = NULL;
  g_autofree char *envelope = NULL;

  skip_headers (&body);
  head.end = body.at;
  signatures = body;
  addressee = next_field (&head, "to:");
  sender = next_field (&body, "from:");
  envelope = domain_of (addressee);
  from = domain_of (sender);
  for (guint i = 0; i < SIGNATURES_MAX; i++) {
    g_autofree char *value = next_field (&signatures, "dkim-signature:");

    if (value == NULL)
      break;
    take (&best, value, from, envelope);
  }
  tl_digest_add (self, "text.signature.domain", best.domain);
  tl_digest_add (self, "text.signature.selector", best.selector);
  g_free (best.domain);
  g_free (best.selector);
}
