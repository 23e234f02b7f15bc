/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of a report that is written for people: where it ends, and which recipients it names. */
#include "tl-bounce-private.h"

#include <string.h>

/* ------------------------------------------------------------------ the returned message */

/* How lines begin that introduce the returned message, dashes and the like in front left out. */
static const char *const introductions[] = {
    "below this line is a copy of",
    "this is a copy of the message",
    "this is a copy of your message",
    "original message follows",
    "original message headers",
    "original message header",
    "original headers",
    "original message text",
    "original message -",
    "original message=",
    "original message:",
    "forwarded message",
    "the header of the original message",
    "header of the original message",
    "headers of the original message",
    "header of original message",
    "the headers of the original message",
    "returned message follows",
    "returned mail follows",
    "returned message header",
    "unsent message follows",
    "unsent message below",
    "your original message",
    "your message follows",
    "your message was:",
    "message header follows",
    "message headers follow",
    "message headers:",
    "message contents follow",
    "message text follows",
    "the original message follows",
    "the original message is",
    "the original message contained",
    "the following is a copy of",
    "the first ",
    "copy of original message",
    "copy of your message",
    "copy of the original message",
    "copy of message",
    "a copy of the original message",
    "a copy of your message",
    "undelivered message follows",
    "undelivered message:",
    "text of the original message",
    "start of returned message",
    "begin original message",
    "begin message",
    "included is a copy of",
    "here is a copy of",
    "content-type: message/rfc822",
    "content-type: text/rfc822-headers",
    "ursprüngliche nachricht",
    "message original",
    "mensaje original",
    "исходное сообщение",
    "元のメッセージ",
};

/* Fields that a returned message has and a text for people has not: two in a row are its head. */
static const char *const head_fields[] = {"received:",
                                          "return-path:",
                                          "message-id:",
                                          "mime-version:",
                                          "dkim-signature:",
                                          "x-received:",
                                          "from:",
                                          "to:",
                                          "subject:",
                                          "date:",
                                          "x-mailer:",
                                          "reply-to:",
                                          "delivered-to:",
                                          "content-type:",
                                          "x-google-dkim-signature:",
                                          "authentication-results:",
                                          "arc-seal:",
                                          "envelope-to:",
                                          "x-original-to:",
                                          "list-unsubscribe:",
                                          "received-spf:",
                                          "sender:",
                                          "x-originating-ip:"};

static gboolean
is_head_field (const char *line, gsize n)
{
  for (guint i = 0; i < G_N_ELEMENTS (head_fields); i++)
    if (tl_bounce_begins (line, n, head_fields[i]))
      return TRUE;
  return FALSE;
}

static gboolean
introduces (const char *line, gsize n)
{
  while (n > 0 && strchr (" \t-=*#_>|:+~.", *line) != NULL && *line != '\0') {
    line++;
    n--;
  }
  if (n == strlen ("original message") && tl_bounce_begins (line, n, "original message"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (introductions); i++)
    if (tl_bounce_begins (line, n, introductions[i]))
      return strcmp (introductions[i], "the first ") != 0 ||
             g_strstr_len (line, (gssize) n, "lines") != NULL;
  return FALSE;
}

gsize
tl_bounce_find_original (const char *text, gsize length)
{
  gboolean words = FALSE; /* something stands before it */
  gsize head = 0;         /* where the fields in a row began, behind an empty line */
  guint fields = 0;
  gsize at = 0;
  gsize begin = 0;
  const char *line;
  gsize n;

  for (; tl_bounce_next_line (text, length, &at, &line, &n); begin = at) {
    if (words && introduces (line, n))
      return begin;
    if (is_head_field (line, n)) {
      if (fields++ == 0)
        head = begin;
      if (words && (fields >= 3 || (fields == 2 && tl_bounce_begins (line, n, "received:"))))
        return head;
      continue;
    }
    if (n > 0 && fields > 0 && (*line == ' ' || *line == '\t'))
      continue;
    fields = 0;
    words = words || n > 0;
  }
  return length;
}

gsize
tl_bounce_find_status (const char *text, gsize length)
{
  static const char *const fields[] = {
      "reporting-mta:", "final-recipient:", "original-recipient:", "action:"};
  gsize at = 0;
  gsize begin = 0;
  gsize found = length;
  guint seen = 0;
  const char *line;
  gsize n;

  for (; tl_bounce_next_line (text, length, &at, &line, &n); begin = at) {
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
      if (!tl_bounce_begins (line, n, fields[i]))
        continue;
      found = MIN (found, begin);
      seen |= 1u << i;
    }
  }
  return (seen & 6) != 0 && (seen & 8) != 0 ? found : length;
}

/* ------------------------------------------------------------------ recipients */

static gboolean
is_address (const char *at, gsize n)
{
  const char *mark = memchr (at, '@', n);
  const char *p;

  if (mark == NULL || mark == at || n > 320 || mark + 1 == at + n)
    return FALSE;
  for (p = at; p < at + n; p++)
    if ((guchar) *p <= ' ' || strchr ("<>()[],;:\"'", *p) != NULL)
      return FALSE;
  return TRUE;
}

/* "<bob@example.org>: host said …", "  bob@example.org", "<bob@example.org>": where its words go on,
 * or 0. */
static gsize
address_line (const char *line, gsize n, const char **address, gsize *address_length)
{
  gsize start = 0;
  gsize end;

  while (start < n && strchr (" \t*-•", line[start]) != NULL && line[start] != '\0')
    start++;
  if (start < n && line[start] == '<')
    start++;
  for (end = start; end < n && strchr (" \t<>,:;()", line[end]) == NULL; end++)
    continue;
  if (!is_address (line + start, end - start))
    return 0;
  *address = line + start;
  *address_length = end - start;
  if (end < n && line[end] == '>')
    end++;
  while (end < n && (line[end] == ' ' || line[end] == ':' || line[end] == ','))
    end++;
  return end == n || line[end - 1] == ':' || line[end - 1] == ' ' || line[end] == '(' ? MAX (end, 1)
                                                                                      : 0;
}

static TlBounceRecipient *
find_recipient (const TlBounce *bounce, const char *address, gsize n)
{
  for (guint i = 0; i < bounce->recipients->len; i++) {
    TlBounceRecipient *recipient = bounce->recipients->pdata[i];

    if (recipient->address != NULL && strlen (recipient->address) == n &&
        g_ascii_strncasecmp (recipient->address, address, n) == 0)
      return recipient;
  }
  return NULL;
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n.:-=")] == '\0';
}

/* The lines on a recipient end where those on the next begin. */
static void
end_recipient (TlBounceRecipient *recipient, GString *lines)
{
  if (recipient != NULL && recipient->diagnostic == NULL && !is_blank (lines->str))
    recipient->diagnostic = g_strdup (lines->str);
  g_string_truncate (lines, 0);
}

void
tl_bounce_read_recipients (TlBounce *bounce)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  TlBounceRecipient *current = NULL;
  gsize length = strlen (bounce->words);
  gsize at = 0;
  const char *line;
  const char *address;
  gsize n;
  gsize address_length;
  guint looked_up = 0;

  while (tl_bounce_next_line (bounce->words, length, &at, &line, &n)) {
    gsize rest = address_line (line, n, &address, &address_length);
    TlBounceRecipient *next = NULL;

    if (rest != 0 && looked_up++ < 4 * TL_BOUNCE_RECIPIENTS) {
      next = find_recipient (bounce, address, address_length);
      if (next == NULL && (next = tl_bounce_add_recipient (bounce)) != NULL)
        next->address = g_strndup (address, address_length);
    }
    if (next != NULL) {
      end_recipient (current, lines);
      current = next;
      line += rest;
      n -= MIN (rest, n);
    }
    if (current != NULL) {
      g_string_append_len (lines, line, (gssize) n);
      g_string_append_c (lines, '\n');
    }
  }
  end_recipient (current, lines);
}

/* ------------------------------------------------------------------ pages */

static const struct {
  const char *entity;
  const char *text;
} entities[] = {{"&lt;", "<"},   {"&gt;", ">"},  {"&amp;", "&"}, {"&quot;", "\""},
                {"&nbsp;", " "}, {"&#39;", "'"}, {"&#64;", "@"}, {"&apos;", "'"}};

static gsize
append_entity (GString *out, const char *at, gsize left)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (tl_bounce_begins (at, left, entities[i].entity)) {
      g_string_append (out, entities[i].text);
      return strlen (entities[i].entity);
    }
  g_string_append_c (out, *at);
  return 1;
}

static gboolean
breaks_line (const char *tag, gsize left)
{
  static const char *const tags[] = {"<br", "<p",   "</p", "<div", "</div",
                                     "<tr", "</tr", "<li", "<h"};

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tl_bounce_begins (tag, left, tags[i]))
      return TRUE;
  return FALSE;
}

char *
tl_bounce_strip_html (const char *html, gsize length)
{
  GString *out = g_string_new (NULL);
  const char *hidden = NULL; /* the end of what shows nothing */

  for (gsize i = 0; i < length;) {
    const char *at = html + i;
    gsize left = length - i;
    const char *close;

    if (hidden == NULL && *at != '<') {
      i += *at == '&' ? append_entity (out, at, left) : (g_string_append_c (out, *at), 1);
      continue;
    }
    if (*at != '<' || (hidden != NULL && !tl_bounce_begins (at, left, hidden))) {
      i++;
      continue;
    }
    hidden = tl_bounce_begins (at, left, "<style")    ? "</style"
             : tl_bounce_begins (at, left, "<script") ? "</script"
                                                      : NULL;
    if (breaks_line (at, left))
      g_string_append_c (out, '\n');
    close = memchr (at, '>', left);
    i = close != NULL ? (gsize) (close - html) + 1 : length;
  }
  return g_string_free (out, FALSE);
}

/* ------------------------------------------------------------------ subjects */

static gboolean
holds_any (const char *text, const char *const *words)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;
  folded = g_utf8_strdown (text, -1);
  for (; *words != NULL; words++)
    if (strstr (folded, *words) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
tl_bounce_is_auto_subject (const char *subject)
{
  static const char *const words[] = {"out of office",
                                      "out of the office",
                                      "out-of-office",
                                      "automatic reply",
                                      "auto reply",
                                      "auto-reply",
                                      "autoreply",
                                      "auto response",
                                      "autoresponse",
                                      "auto: ",
                                      "vacation",
                                      "on holiday",
                                      "on leave",
                                      "abwesenheit",
                                      "automatische antwort",
                                      "réponse automatique",
                                      "absence du bureau",
                                      "respuesta automática",
                                      "fuera de la oficina",
                                      "risposta automatica",
                                      "automatisch antwoord",
                                      "autosvar",
                                      "автоответ",
                                      "автоматический ответ",
                                      "自動返信",
                                      "自動応答",
                                      "不在通知",
                                      "自动回复",
                                      "رد تلقائي",
                                      NULL};

  return holds_any (subject, words);
}

gboolean
tl_bounce_is_delay_subject (const char *subject)
{
  static const char *const words[] = {"(delay)",
                                      "(delayed)",
                                      "warning: could not send",
                                      "delayed mail",
                                      "mail delayed",
                                      "delivery delayed",
                                      "message delayed",
                                      "still being retried",
                                      "delivery status notification (delay",
                                      "warning: message",
                                      NULL};

  return holds_any (subject, words);
}
