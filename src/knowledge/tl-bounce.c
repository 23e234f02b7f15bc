/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-bounce.h"

#include "tl-bounce-private.h"

#include <gmime/gmime.h>
#include <string.h>

/* As many fields "Content-Type" the parser gets to see: parts can lie no deeper inside each other than
 * that, whatever their boundaries say. */
#define MOST_TYPES 64
/* Lines that may be boundaries, lines that may be fields: each costs the parser memory. */
#define MOST_BOUNDARIES 2000
#define MOST_FIELDS 20000
#define FIELD_MAX 8192
/* Encoded bytes of one part that are looked at. */
#define PART_MAX (4 * TL_BOUNCE_WORDS)
#define SUBJECT_MAX 1000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)

/* What of the head tells who wrote and why; unfolded, still encoded. */
typedef struct {
  char *from;
  char *subject;
  char *auto_submitted;
  char *precedence;
  gboolean answers; /* a field that answering programs alone set */
} Head;

typedef struct {
  TlBounce *bounce;
  GString *words;
  char *html;
  gboolean status;
  gboolean feedback;
  gboolean receipt;
  gboolean nested; /* a report inside the words of another is being read */
} Reader;

static void read_message (Reader *self, const char *text, gsize length);

/* ------------------------------------------------------------------ a message, or not */

static gboolean
is_field (const char *line, gsize n)
{
  gsize i = 0;

  while (i < n && (guchar) line[i] > ' ' && (guchar) line[i] < 127 && line[i] != ':')
    i++;
  return i > 0 && i < n && line[i] == ':';
}

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
    if (!is_field (line, n))
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

static char *
decode (GMimePart *part, gsize *length, gboolean *cut)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream (content) : NULL;
  g_autofree char *raw = NULL;
  GMimeEncoding encoding;
  char *decoded;
  gssize n;

  *length = 0;
  if (stream == NULL)
    return g_strdup ("");
  raw = g_malloc (PART_MAX);
  g_mime_stream_reset (stream);
  n = g_mime_stream_read (stream, raw, PART_MAX);
  if (n <= 0)
    return g_strdup ("");
  *cut = *cut || n == PART_MAX;
  g_mime_encoding_init_decode (&encoding, g_mime_data_wrapper_get_encoding (content));
  decoded = g_malloc (g_mime_encoding_outlen (&encoding, (gsize) n) + 1);
  *length = g_mime_encoding_step (&encoding, raw, (gsize) n, decoded);
  decoded[*length] = '\0';
  return decoded;
}

/* The text of a part in UTF-8, as far as its charset can be believed. */
static char *
decode_text (GMimePart *part, gsize *length, gboolean *cut)
{
  const char *charset = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  char *bytes = decode (part, length, cut);
  gsize written;
  char *converted;

  for (gsize i = 0; i < *length; i++)
    if (bytes[i] == '\0')
      bytes[i] = ' ';
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
take_words (Reader *self, GMimePart *part, gboolean html)
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
take_status (Reader *self, GMimePart *part)
{
  gsize length;
  g_autofree char *text = decode_text (part, &length, &self->bounce->cut);

  tl_bounce_read_status (self->bounce, text, length);
  self->status = TRUE;
}

static void
take_part (Reader *self, GMimePart *part)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));

  if (g_mime_content_type_is_type (type, "message", "delivery-status") ||
      g_mime_content_type_is_type (type, "message", "global-delivery-status"))
    take_status (self, part);
  else if (g_mime_content_type_is_type (type, "message", "feedback-report"))
    self->feedback = TRUE;
  else if (g_mime_content_type_is_type (type, "message", "disposition-notification") ||
           g_mime_content_type_is_type (type, "message", "global-disposition-notification"))
    self->receipt = TRUE;
  else if (g_mime_content_type_is_type (type, "text", "rfc822-headers") ||
           g_mime_content_type_is_type (type, "message", "*"))
    return;
  else if (g_mime_content_type_is_type (type, "text", "html"))
    take_words (self, part, TRUE);
  else if (g_mime_content_type_is_type (type, "text", "*") && !self->status)
    take_words (self, part, FALSE);
}

static gboolean
has_nothing (const Reader *self)
{
  return !self->status && !self->feedback && !self->receipt;
}

static void
walk (Reader *self, GMimeObject *object, guint depth)
{
  if (depth > TL_BOUNCE_DEPTH) {
    self->bounce->cut = TRUE;
    return;
  }
  if (GMIME_IS_MULTIPART (object)) {
    int n = g_mime_multipart_get_count (GMIME_MULTIPART (object));

    self->bounce->cut = self->bounce->cut || n > TL_BOUNCE_PARTS;
    for (int i = 0; i < MIN (n, TL_BOUNCE_PARTS); i++)
      walk (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1);
  } else if (GMIME_IS_MESSAGE_PART (object)) {
    GMimeMessage *message = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));
    GMimeObject *part = message != NULL ? g_mime_message_get_mime_part (message) : NULL;

    /* The returned message is none of ours; a report that somebody passed on is. */
    if (has_nothing (self) && part != NULL &&
        g_mime_content_type_is_type (g_mime_object_get_content_type (part), "multipart", "report"))
      walk (self, part, depth + 1);
  } else if (GMIME_IS_PART (object)) {
    take_part (self, GMIME_PART (object));
  }
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
is_auto_reply (const Head *head, const char *subject)
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
judge (const Reader *self, const Head *head)
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

/* ------------------------------------------------------------------ what the parser may see */

static void
head_clear (Head *head)
{
  g_free (head->from);
  g_free (head->subject);
  g_free (head->auto_submitted);
  g_free (head->precedence);
}

static void
take_head_field (Head *head, const char *field)
{
  static const char *const answers[] = {
      "x-autoreply:", "x-autorespond:", "x-autoresponder:", "x-mail-autoreply:"};
  gsize n = strlen (field);
  const struct {
    const char *name;
    char **slot;
  } wanted[] = {{"from:", &head->from},
                {"subject:", &head->subject},
                {"auto-submitted:", &head->auto_submitted},
                {"precedence:", &head->precedence}};

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (*wanted[i].slot == NULL && tl_bounce_begins (field, n, wanted[i].name))
      *wanted[i].slot = g_strstrip (g_strdup (field + strlen (wanted[i].name)));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    head->answers = head->answers || tl_bounce_begins (field, n, answers[i]);
}

static void
end_head_field (Head *head, GString *field, GString *out)
{
  take_head_field (head, field->str);
  if (tl_bounce_begins (field->str, field->len, "content-")) {
    g_string_append_len (out, field->str, (gssize) field->len);
    g_string_append_c (out, '\n');
  }
  g_string_truncate (field, 0);
}

/* Of the head, the parser gets the fields on the content alone, each bounded: addresses, dates and
 * references are read by recursion there, or kept one by one. Returns where the body begins. */
static gsize
copy_head (const char *text, gsize length, Head *head, GString *out)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gsize at = 0;
  const char *line;
  gsize n;

  while (tl_bounce_next_line (text, length, &at, &line, &n) && n > 0) {
    gsize room = FIELD_MAX - MIN (field->len, (gsize) FIELD_MAX);

    if (*line != ' ' && *line != '\t') {
      end_head_field (head, field, out);
      room = FIELD_MAX;
    }
    for (gsize i = 0; i < MIN (n, room); i++)
      g_string_append_c (field, line[i] != '\0' ? line[i] : ' ');
  }
  end_head_field (head, field, out);
  g_string_append_c (out, '\n');
  return at;
}

static gboolean
is_address_field (const char *line, gsize n)
{
  static const char *const fields[] = {
      "to:",         "from:",        "cc:",         "bcc:",
      "reply-to:",   "sender:",      "resent-",     "disposition-notification-to:",
      "references:", "in-reply-to:", "message-id:", "date:"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (tl_bounce_begins (line, n, fields[i]))
      return TRUE;
  return FALSE;
}

/* The body, as far as its parts, their heads and the addresses in these stay within bounds: FALSE
 * where something was left out. */
static gboolean
copy_body (const char *text, gsize length, GString *out)
{
  guint types = 0;
  guint boundaries = 0;
  guint fields = 0;
  gsize room = G_MAXSIZE; /* of the field that the line goes on */
  gsize at = 0;
  const char *line;
  gsize n;

  while (tl_bounce_next_line (text, length, &at, &line, &n)) {
    if (n == 0 || (*line != ' ' && *line != '\t')) {
      room = is_address_field (line, n) ? FIELD_MAX : G_MAXSIZE;
      types += tl_bounce_begins (line, n, "content-type");
      boundaries += n > 2 && line[0] == '-' && line[1] == '-';
      fields += is_field (line, MIN (n, (gsize) 80));
    }
    if (types > MOST_TYPES || boundaries > MOST_BOUNDARIES || fields > MOST_FIELDS)
      return FALSE;
    if (n > room)
      continue;
    room -= n;
    g_string_append_len (out, line, (gssize) n);
    g_string_append_c (out, '\n');
  }
  return TRUE;
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
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeParser) parser = NULL;
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GString) seen = g_string_sized_new (length + 1);
  Head head = {0};
  gsize body = copy_head (text, length, &head, seen);

  start_gmime ();
  if (!copy_body (text + body, length - body, seen))
    self->bounce->cut = TRUE;
  if (self->bounce->subject == NULL)
    self->bounce->subject = decode_subject (head.subject);
  stream = g_mime_stream_mem_new_with_buffer (seen->str, seen->len);
  parser = g_mime_parser_new_with_stream (stream);
  message = g_mime_parser_construct_message (parser, NULL);
  if (message != NULL && g_mime_message_get_mime_part (message) != NULL)
    walk (self, g_mime_message_get_mime_part (message), 0);
  if (self->words->len == 0 && self->html == NULL && has_nothing (self))
    take_body (self, text + body, length - body);
  self->bounce->kind = judge (self, &head);
  head_clear (&head);
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
}

TlBounce *
tl_bounce_parse (const char *text, gsize length)
{
  TlBounce *bounce = g_new0 (TlBounce, 1);
  Reader reader = {bounce, g_string_new (NULL), NULL, FALSE, FALSE, FALSE};
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
  return bounce;
}
