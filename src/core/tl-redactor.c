/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-redaction.h"

#include <string.h>

#include "tl-secret-forms.h"

/* Only a text of this length may have been cut off in the middle of a secret (the line limit of the
 * channel lies far above). */
#define CUT_POSSIBLE 512
/* How far the user part of a URL is looked for. */
#define USERINFO_MAX 2048
#define TOKEN_MIN 16

struct _TlRedactor {
  gatomicrefcount refs;
  GMutex mutex;
  GPtrArray *secrets; /* TlSecretForms */
};

TlRedactor *
tl_redactor_new (void)
{
  TlRedactor *self = g_new0 (TlRedactor, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_secret_forms_free);
  return self;
}

TlRedactor *
tl_redactor_ref (TlRedactor *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_redactor_unref (TlRedactor *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->secrets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
tl_redactor_add_secret (TlRedactor *self, const TlSecret *secret, const char *user)
{
  TlSecretForms *forms = tl_secret_forms_new (secret, user);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_ptr_array_add (self->secrets, forms);
}

/* ------------------------------------------------------------------ what is known to be secret */

static gboolean
is_base64 (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

static gsize
match_any (const TlRedactor *self, const char *bytes, gsize length, gsize at, gboolean *in_base64)
{
  gsize best = 0;

  for (guint i = 0; i < self->secrets->len; i++) {
    gboolean coded = FALSE;
    gsize size = tl_secret_forms_match (self->secrets->pdata[i], bytes, length, at,
                                        length >= CUT_POSSIBLE, &coded);

    if (size > best) {
      best = size;
      *in_base64 = coded;
    }
  }
  return best;
}

static GString *
hide_known (const TlRedactor *self, const char *bytes, gsize length)
{
  GString *out = g_string_sized_new (length + 32);
  gsize done = 0;
  gsize at = 0;

  while (at < length && self->secrets->len > 0) {
    gboolean in_base64 = FALSE;
    gsize size = match_any (self, bytes, length, at, &in_base64);
    gsize start = at;
    gsize end = at + size;

    at++;
    if (size == 0)
      continue;
    /* The whole coded word goes: its other letters hold the user name and the ends of the secret. */
    while (in_base64 && start > done && is_base64 (bytes[start - 1]))
      start--;
    while (in_base64 && end < length && is_base64 (bytes[end]))
      end++;
    g_string_append_len (out, bytes + done, (gssize) (start - done));
    g_string_append (out, TL_REDACTOR_MARK);
    done = at = end;
  }
  g_string_append_len (out, bytes + done, (gssize) (length - done));
  return out;
}

/* ------------------------------------------------------------------ what has the form of a secret */

static void
hide_range (GString *text, gsize start, gsize end)
{
  g_string_erase (text, (gssize) start, (gssize) (end - start));
  g_string_insert (text, (gssize) start, TL_REDACTOR_MARK);
}

/* The end of the line that `at` lies in. */
static gsize
line_end (const GString *text, gsize at)
{
  while (at < text->len && text->str[at] != '\n' && text->str[at] != '\r')
    at++;
  return at;
}

static gboolean
has_prefix (const GString *text, gsize at, const char *prefix)
{
  gsize size = strlen (prefix);

  return text->len - at >= size && g_ascii_strncasecmp (text->str + at, prefix, size) == 0;
}

/* scheme://user:password@host */
static void
hide_userinfo (GString *text, gsize at)
{
  gsize start = at + strlen ("://");
  gsize limit = MIN (text->len, start + USERINFO_MAX);
  gsize last = 0;
  gboolean colon = FALSE;

  for (gsize i = start; i < limit; i++) {
    char c = text->str[i];

    if (c == '\0' || strchr ("/?# \t\r\n\"'<>", c) != NULL)
      break;
    if (c == ':' && last == 0)
      colon = TRUE;
    if (c == '@' && colon)
      last = i;
  }
  if (last > start)
    hide_range (text, start, last);
}

/* RFC 6750 2.1: "Bearer", blanks, a token. */
static void
hide_bearer (GString *text, gsize at)
{
  gsize start = at + strlen ("bearer ");
  gsize end;

  while (start < text->len && text->str[start] == ' ')
    start++;
  for (end = start; end < text->len; end++)
    if (!is_base64 (text->str[end]) && text->str[end] != '.' && text->str[end] != '~')
      break;
  if (end - start >= TOKEN_MIN)
    hide_range (text, start, end);
}

static void
hide_header (GString *text, gsize at)
{
  static const char *const headers[] = {
      "authorization:",
      "proxy-authorization:",
      "cookie:",
      "set-cookie:",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    gsize start = at + strlen (headers[i]);

    if (!has_prefix (text, at, headers[i]))
      continue;
    while (start < text->len && text->str[start] == ' ')
      start++;
    if (line_end (text, start) > start)
      hide_range (text, start, line_end (text, start));
    return;
  }
}

static void
hide_by_form (GString *text)
{
  for (gsize i = 0; i < text->len; i++) {
    char c = g_ascii_tolower (text->str[i]);

    if (i == 0 || text->str[i - 1] == '\n')
      hide_header (text, i);
    if (c == ':' && has_prefix (text, i, "://"))
      hide_userinfo (text, i);
    else if (c == 'b' && has_prefix (text, i, "bearer "))
      hide_bearer (text, i);
  }
}

/* The word behind `at`, and the blanks before it; `at` moves behind it. */
static void
skip_word (const GString *text, gsize *at)
{
  while (*at < text->len && text->str[*at] == ' ')
    (*at)++;
  while (*at < text->len && strchr (" \r\n", text->str[*at]) == NULL)
    (*at)++;
}

/* What follows AUTH and its mechanism, PASS and ACCT. */
static void
hide_argument (GString *text)
{
  gsize start = 4;
  gsize end;

  if (has_prefix (text, 0, "AUTH "))
    skip_word (text, &start);
  else if (!has_prefix (text, 0, "PASS ") && !has_prefix (text, 0, "ACCT "))
    return;
  while (start < text->len && text->str[start] == ' ')
    start++;
  end = line_end (text, start);
  if (end > start && !(end - start == 1 && text->str[start] == '='))
    hide_range (text, start, end);
}

static char *
give_back (GString *text, gsize *out_length)
{
  if (out_length != NULL)
    *out_length = text->len;
  return g_string_free (text, FALSE);
}

char *
tl_redactor_scrub (TlRedactor *self, const char *bytes, gsize length, gsize *out_length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GString *text = hide_known (self, bytes, length);

  hide_by_form (text);
  return give_back (text, out_length);
}

char *
tl_redactor_scrub_command (TlRedactor *self, const char *bytes, gsize length, gsize *out_length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GString *text = hide_known (self, bytes, length);

  hide_argument (text);
  hide_by_form (text);
  return give_back (text, out_length);
}
