/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-bounce.h"

#include "tl-bounce-private.h"

#include <gmime/gmime.h>
#include <string.h>

/* Encoded bytes of one part that are looked at. */
#define PART_MAX (4 * TL_BOUNCE_WORDS)
#define SUBJECT_MAX 1000
/* Bytes that are looked through for boundaries, all levels together: parts inside parts are looked
 * through once for each level. */
#define LOOKED_MAX (64 * 1024 * 1024)

/* A part that is no multipart, where it stands. */
typedef struct {
  TlBounceType type;
  const char *encoding; /* (nullable) */
  const char *text;
  gsize length;
} Part;

typedef struct {
  TlBounce *bounce;
  GString *words;
  char *html;
  char *failed; /* (nullable) X-Failed-Recipients */
  gboolean status;
  gboolean feedback;
  gboolean receipt;
  gboolean nested; /* a report inside the words of another is being read */
  gsize looked;    /* bytes looked through for boundaries */
} Reader;

static void read_message (Reader *self, const char *text, gsize length);

/* ------------------------------------------------------------------ a message, or not */

static char *
dup_cr_as_lf (const char *text, gsize length)
{
  char *lines = g_malloc (MAX (length, 1u));

  for (gsize i = 0; i < length; i++)
    lines[i] = text[i] == '\r' ? '\n' : text[i];
  return lines;
}

/* Old Macintosh programs end lines in CR alone. */
static gboolean
has_cr_alone (const char *text, gsize length)
{
  return memchr (text, '\r', length) != NULL && memchr (text, '\n', length) == NULL;
}

static gboolean
has_head (const char *text, gsize length)
{
  static const char *const usual[] = {
      "return-path:",  "received:",     "from:",        "to:",
      "subject:",      "date:",         "message-id:",  "mime-version:",
      "content-type:", "delivered-to:", "envelope-to:", "x-mailer:"};
  guint seen = 0;
  gsize at = 0;
  const char *line;
  gsize n;

  while (tl_bounce_next_line (text, length, &at, &line, &n) && n > 0) {
    if (at <= n + 2 && tl_bounce_begins (line, n, "from "))
      continue;
    if (*line == ' ' || *line == '\t') {
      if (seen == 0)
        return FALSE;
      continue;
    }
    if (!tl_bounce_is_field (line, n))
      return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
      if (tl_bounce_begins (line, n, usual[i]))
        seen |= 1u << i;
    if ((seen & (seen - 1)) != 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
tl_bounce_is_message (const char *text, gsize length)
{
  gsize bounded = MIN (length, (gsize) PART_MAX);
  g_autofree char *lines = NULL;

  if (length == 0 || !has_cr_alone (text, bounded))
    return has_head (text, length);
  lines = dup_cr_as_lf (text, bounded);
  return has_head (lines, bounded);
}

/* ------------------------------------------------------------------ parts */

/* The text of a part in UTF-8, as far as its charset can be believed. */
static char *
decode_text (const Part *part, gsize *length, gboolean *cut)
{
  const char *charset = part->type.charset;
  char *bytes =
      tl_bounce_decode (part->text, MIN (part->length, (gsize) PART_MAX), part->encoding, length);
  gsize written;
  char *converted;

  *cut = *cut || part->length >= PART_MAX;
  for (char *p = memchr (bytes, '\0', *length); p != NULL;
       p = memchr (p, '\0', *length - (gsize) (p - bytes)))
    *p = ' ';
  if (g_utf8_validate (bytes, (gssize) *length, NULL) && memchr (bytes, '\x1b', *length) == NULL)
    return bytes;
  if (charset == NULL || strlen (charset) > 40)
    charset = memchr (bytes, '\x1b', *length) != NULL ? "iso-2022-jp" : "windows-1252";
  converted = g_convert_with_fallback (bytes, (gssize) *length, "UTF-8", charset, "?", NULL,
                                       &written, NULL);
  if (converted == NULL)
    return bytes;
  g_free (bytes);
  *length = written;
  return converted;
}

/* Providers pass reports on as the text of their own: a whole message in the place where otherwise the
 * returned one begins. */
static void
take_nested (Reader *self, const char *text, gsize length)
{
  const char *body = g_strstr_len (text, (gssize) length, "\n\n");

  if (self->nested || body == NULL || !tl_bounce_is_message (text, length) ||
      g_strstr_len (text, body - text, "delivery-status") == NULL)
    return;
  self->nested = TRUE;
  read_message (self, text, length);
}

static void
take_plain (Reader *self, const char *text, gsize whole)
{
  gsize length = tl_bounce_find_original (text, whole);

  if (self->words->len + length > TL_BOUNCE_WORDS) {
    length = TL_BOUNCE_WORDS - self->words->len;
    self->bounce->cut = TRUE;
  }
  g_string_append_len (self->words, text, (gssize) length);
  g_string_append_c (self->words, '\n');
  if (length < whole)
    take_nested (self, text + length, whole - length);
}

static void
take_words (Reader *self, const Part *part, gboolean html)
{
  gsize whole;
  g_autofree char *text = NULL;

  if (self->words->len >= TL_BOUNCE_WORDS || (html && self->html != NULL))
    return;
  text = decode_text (part, &whole, &self->bounce->cut);
  if (html) {
    self->html = tl_bounce_strip_html (text, whole);
    return;
  }
  take_plain (self, text, whole);
}

static void
take_status (Reader *self, const Part *part)
{
  gsize length;
  g_autofree char *text = decode_text (part, &length, &self->bounce->cut);

  tl_bounce_read_status (self->bounce, text, length);
  self->status = TRUE;
}

static void
take_part (Reader *self, const Part *part)
{
  const TlBounceType *type = &part->type;

  if (tl_bounce_type_is (type, "message", "delivery-status") ||
      tl_bounce_type_is (type, "message", "global-delivery-status"))
    take_status (self, part);
  else if (tl_bounce_type_is (type, "message", "feedback-report"))
    self->feedback = TRUE;
  else if (tl_bounce_type_is (type, "message", "disposition-notification") ||
           tl_bounce_type_is (type, "message", "global-disposition-notification"))
    self->receipt = TRUE;
  else if (tl_bounce_type_is (type, "text", "rfc822-headers") ||
           tl_bounce_type_is (type, "message", "*"))
    return;
  else if (tl_bounce_type_is (type, "text", "html"))
    take_words (self, part, TRUE);
  else if (tl_bounce_type_is (type, "text", "*") && !self->status)
    take_words (self, part, FALSE);
}

static gboolean
has_nothing (const Reader *self)
{
  return !self->status && !self->feedback && !self->receipt;
}

static void walk (Reader *self, const TlBounceHead *head, const char *fallback, const char *text,
                  gsize length, guint depth);

static void
walk_parts (Reader *self, const TlBounceType *type, const char *text, gsize length, guint depth)
{
  const char *fallback = tl_bounce_type_is (type, "multipart", "digest") ? "message/rfc822" : NULL;
  TlBounceParts parts;
  const char *part;
  gsize n;

  self->looked += length;
  if (self->looked > LOOKED_MAX) {
    self->bounce->cut = TRUE;
    return;
  }
  tl_bounce_parts_init (&parts, text, length, type->boundary);
  for (guint i = 0; tl_bounce_parts_next (&parts, &part, &n); i++) {
    TlBounceHead head = {NULL};
    gsize body;

    if (i == TL_BOUNCE_PARTS) {
      self->bounce->cut = TRUE;
      return;
    }
    body = tl_bounce_read_head (part, n, TRUE, &head);
    walk (self, &head, fallback, part + body, n - body, depth + 1);
    tl_bounce_head_clear (&head);
  }
}

/* The returned message is none of ours; a report that somebody passed on is. */
static void
walk_message (Reader *self, const char *text, gsize length, guint depth)
{
  TlBounceHead head = {NULL};
  TlBounceType type;
  gsize body;

  if (!has_nothing (self))
    return;
  body = tl_bounce_read_head (text, length, FALSE, &head);
  tl_bounce_read_type (&type, head.content_type);
  if (tl_bounce_type_is (&type, "multipart", "report"))
    walk (self, &head, NULL, text + body, length - body, depth + 1);
  tl_bounce_type_clear (&type);
  tl_bounce_head_clear (&head);
}

/* `fallback`: the type of a part that does not tell one, NULL for plain text. */
static void
walk (Reader *self, const TlBounceHead *head, const char *fallback, const char *text, gsize length,
      guint depth)
{
  Part part = {.encoding = head->encoding, .text = text, .length = length};

  if (depth > TL_BOUNCE_DEPTH) {
    self->bounce->cut = TRUE;
    return;
  }
  tl_bounce_read_type (&part.type, head->content_type != NULL ? head->content_type : fallback);
  if (tl_bounce_type_is (&part.type, "multipart", "*"))
    walk_parts (self, &part.type, text, length, depth);
  else if (tl_bounce_type_is (&part.type, "message", "rfc822") ||
           tl_bounce_type_is (&part.type, "message", "global"))
    walk_message (self, text, length, depth);
  else
    take_part (self, &part);
  tl_bounce_type_clear (&part.type);
}

/* ------------------------------------------------------------------ the head */

static char *
decode_subject (const char *raw)
{
  g_autofree char *cut = raw != NULL ? g_strndup (raw, SUBJECT_MAX) : NULL;

  return cut != NULL ? g_mime_utils_header_decode_text (NULL, cut) : NULL;
}

static gboolean
holds (const char *value, const char *const *words)
{
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, -1) : NULL;

  for (; lower != NULL && *words != NULL; words++)
    if (strstr (lower, *words) != NULL)
      return TRUE;
  return FALSE;
}

/* Whoever reports failures may mark them as automatic answers, too (RFC 3834, 5.1): only what comes
 * from a person's address counts. */
static gboolean
is_auto_reply (const TlBounceHead *head, const char *subject)
{
  static const char *const daemons[] = {"mailer-daemon",   "postmaster",  "mail delivery",
                                        "maildaemon",      "mail-daemon", "mailerdaemon",
                                        "delivery-status", NULL};
  static const char *const replied[] = {"auto-replied", "vacation", NULL};
  static const char *const precedence[] = {"auto_reply", "auto-reply", NULL};

  if (holds (head->from, daemons))
    return FALSE;
  return head->answers || tl_bounce_is_auto_subject (subject) ||
         holds (head->auto_submitted, replied) || holds (head->precedence, precedence);
}

static gboolean
has_action (const TlBounce *bounce, const char *action)
{
  for (guint i = 0; i < bounce->recipients->len; i++) {
    const TlBounceRecipient *recipient = bounce->recipients->pdata[i];

    if (g_strcmp0 (recipient->action, action) == 0)
      return TRUE;
  }
  return FALSE;
}

static const char *
judge (const Reader *self, const TlBounceHead *head)
{
  const TlBounce *bounce = self->bounce;

  if (self->feedback)
    return "complaint";
  if (has_action (bounce, "failed"))
    return "failed";
  if (has_action (bounce, "delayed"))
    return "delayed";
  if (self->receipt || has_action (bounce, "delivered") || has_action (bounce, "relayed") ||
      has_action (bounce, "expanded"))
    return "delivered";
  if (!self->status && head != NULL && is_auto_reply (head, bounce->subject))
    return "auto-reply";
  return tl_bounce_is_delay_subject (bounce->subject) ? "delayed" : NULL;
}

/* ------------------------------------------------------------------ all together */

static void
recipient_free (gpointer pointer)
{
  TlBounceRecipient *recipient = pointer;

  g_free (recipient->address);
  g_free (recipient->action);
  g_free (recipient->status);
  g_free (recipient->diagnostic);
  g_free (recipient->host);
  g_free (recipient);
}

void
tl_bounce_free (TlBounce *bounce)
{
  g_free (bounce->subject);
  g_free (bounce->host);
  g_free (bounce->words);
  g_ptr_array_unref (bounce->recipients);
  g_free (bounce);
}

static char *
dup_without_nul (const char *text, gsize length)
{
  char *copy = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    copy[i] = text[i] != '\0' ? text[i] : ' ';
  copy[length] = '\0';
  return copy;
}

static void
start_gmime (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    g_mime_init ();
    g_once_init_leave (&once, 1);
  }
}

/* Where no part is found, because no boundary stands where one was announced, say: all behind the
 * head. */
static void
take_body (Reader *self, const char *text, gsize length)
{
  g_autofree char *body = dup_without_nul (text, MIN (length, (gsize) PART_MAX));

  take_plain (self, body, strlen (body));
}

static void
read_message (Reader *self, const char *text, gsize length)
{
  TlBounceHead head = {NULL};
  gsize body = tl_bounce_read_head (text, length, FALSE, &head);

  start_gmime ();
  if (self->bounce->subject == NULL)
    self->bounce->subject = decode_subject (head.subject);
  walk (self, &head, NULL, text + body, length - body, 0);
  if (self->words->len == 0 && self->html == NULL && has_nothing (self))
    take_body (self, text + body, length - body);
  self->bounce->kind = judge (self, &head);
  if (self->failed == NULL)
    self->failed = g_steal_pointer (&head.failed);
  tl_bounce_head_clear (&head);
}

/* The field that Exim and Gmail write, where nothing else names a recipient. */
static void
add_failed_recipients (Reader *self)
{
  g_auto (GStrv) addresses = g_strsplit (self->failed != NULL ? self->failed : "", ",", 0);

  if (self->bounce->recipients->len > 0)
    return;
  for (guint i = 0; addresses[i] != NULL; i++) {
    const char *address = g_strstrip (addresses[i]);
    TlBounceRecipient *recipient =
        strchr (address, '@') != NULL ? tl_bounce_add_recipient (self->bounce) : NULL;

    if (recipient != NULL)
      recipient->address = g_strndup (address, 320);
  }
}

/* What the words tell beyond the fields: fields in the midst of them, recipients. */
static void
read_words (Reader *self)
{
  TlBounce *bounce = self->bounce;
  gsize status;

  if (self->html != NULL && self->words->str[strspn (self->words->str, " \t\r\n")] == '\0')
    g_string_assign (self->words, self->html);
  g_string_truncate (self->words, MIN (self->words->len, (gsize) TL_BOUNCE_WORDS));
  status = tl_bounce_find_status (self->words->str, self->words->len);
  if (status < self->words->len && !self->status) {
    tl_bounce_read_status (bounce, self->words->str + status, self->words->len - status);
    self->status = TRUE;
    g_string_truncate (self->words, status);
    bounce->kind = judge (self, NULL);
  }
  bounce->words = g_strdup (self->words->str);
  if (!self->status)
    tl_bounce_read_recipients (bounce);
  add_failed_recipients (self);
}

TlBounce *
tl_bounce_parse (const char *text, gsize length)
{
  TlBounce *bounce = g_new0 (TlBounce, 1);
  Reader reader = {.bounce = bounce, .words = g_string_new (NULL)};
  g_autofree char *lines = NULL;

  bounce->recipients = g_ptr_array_new_with_free_func (recipient_free);
  if (has_cr_alone (text, length))
    text = lines = dup_cr_as_lf (text, length);
  if (tl_bounce_is_message (text, length)) {
    read_message (&reader, text, length);
  } else {
    gsize end = tl_bounce_find_original (text, length);

    g_autofree char *words = dup_without_nul (text, MIN (end, (gsize) TL_BOUNCE_WORDS));

    bounce->cut = end > TL_BOUNCE_WORDS;
    g_string_append (reader.words, words);
  }
  read_words (&reader);
  g_string_free (reader.words, TRUE);
  g_free (reader.html);
  g_free (reader.failed);
  return bounce;
}
