/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the words around a reply tell: protocol, stage, recipient, host, program. */
#include "tl-digest-private.h"

#include <string.h>

#define BEFORE 600
#define AFTER 300

typedef struct {
  const char *needle; /* lower case */
  const char *word;
} Sign;

static const char *
first_sign (const Sign *signs, gsize n, const TlHaystack *in, gsize from, gsize end)
{
  for (gsize i = 0; i < n; i++)
    if (tl_haystack_find (in, from, end, signs[i].needle) >= 0)
      return signs[i].word;
  return NULL;
}

static gsize
reply_end (const TlFoundReply *reply, gsize length)
{
  if (reply->words->len == 0)
    return MIN (length, reply->code_at.end);
  return g_array_index (reply->words, TlPiece, reply->words->len - 1).end;
}

/* ------------------------------------------------------------------ protocol */

static gboolean
holds_any (const TlHaystack *in, gsize length, const char *const *needles)
{
  for (; *needles != NULL; needles++)
    if (tl_haystack_find (in, 0, length, *needles) >= 0)
      return TRUE;
  return FALSE;
}

/* Codes that front servers of the web send and no mail server. */
static gboolean
is_front_server_code (guint code)
{
  return code == 520 || code == 522 || code == 524 || code == 526;
}

TlProtocol
tl_digest_protocol (const TlHaystack *in, const TlFoundReply *reply, TlProtocol fallback)
{
  static const char *const web[] = {"http/1",
                                    "http/2",
                                    "misdirected request",
                                    "http error",
                                    "status code",
                                    "bad gateway",
                                    "gateway time-out",
                                    "gateway timeout",
                                    "err_misdirected",
                                    "too many requests",
                                    NULL};
  static const char *const mail[] = {"smtp", "mail",  "rcpt", "recipient", "sender",
                                     "@",    "esmtp", "helo", NULL};
  static const char *const files[] = {"ftp",
                                      "passive mode",
                                      "passive reply",
                                      "maximum number of clients",
                                      "pasv",
                                      "epsv",
                                      "mlsd",
                                      "data connection",
                                      "response:\t",
                                      "cleartext sessions",
                                      "directory listing",
                                      "from your internet address",
                                      NULL};
  gsize bounded = MIN (in->length, (gsize) 65536);

  if (fallback != TL_PROTOCOL_SMTP || reply->enhanced.end != 0)
    return fallback;
  if (holds_any (in, bounded, files) && tl_haystack_find (in, 0, bounded, "smtp") < 0)
    return TL_PROTOCOL_FTP;
  if (holds_any (in, bounded, web) && !holds_any (in, bounded, mail))
    return TL_PROTOCOL_HTTP;
  /* 425 and 426 speak of a data connection, which mail has not (RFC 959, 4.2); so does 522 (RFC 2428,
   * RFC 4217). */
  if (reply->code == 425 || reply->code == 426 ||
      (reply->code == 522 && tl_haystack_find (in, 0, bounded, "data") >= 0))
    return TL_PROTOCOL_FTP;
  return is_front_server_code (reply->code) && tl_haystack_find (in, 0, bounded, "error") >= 0 &&
                 !holds_any (in, bounded, mail)
             ? TL_PROTOCOL_HTTP
             : fallback;
}

/* ------------------------------------------------------------------ stage */

static const Sign smtp_signs[] = {
    {"in reply to end of data", "body"},
    {"in reply to mail from", "mail"},
    {"in reply to rcpt to", "rcpt"},
    {"in reply to data", "data"},
    {"in reply to helo", "ehlo"},
    {"in reply to ehlo", "ehlo"},
    {"in reply to starttls", "starttls"},
    {"in reply to auth", "auth"},
    {"after end of data", "body"},
    {"end of data", "body"},
    {"after i sent the message", "body"},
    {"refused to talk to me", "greeting"},
    {"initial connection", "greeting"},
    {"initial greeting", "greeting"},
    {"while performing the ehlo", "ehlo"},
    {"does not like recipient", "rcpt"},
    {"sender was rejected", "mail"},
    {"rcpt to", "rcpt"},
    {"mail from", "mail"},
    {"starttls", "starttls"},
    {"password command", "auth"},
    {"authenticat", "auth"},
    {"invalid login", "auth"},
    {"auth ", "auth"},
    {"ehlo", "ehlo"},
    {"helo", "ehlo"},
    {"banner", "greeting"},
    {"greeting", "greeting"},
    {"(data)", "data"},
    {"data command", "data"},
};

static const Sign ftp_signs[] = {
    {"user", "user"},         {"pass ", "pass"},  {"pass\t", "pass"},   {"auth tls", "auth-tls"},
    {"auth ssl", "auth-tls"}, {"pbsz", "pbsz"},   {"prot", "prot"},     {"pwd", "pwd"},
    {"type", "type"},         {"cwd", "cwd"},     {"pasv", "passive"},  {"epsv", "passive"},
    {"port", "active"},       {"eprt", "active"}, {"list", "list"},     {"mlsd", "list"},
    {"nlst", "list"},         {"stor", "store"},  {"retr", "retrieve"}, {"dele", "delete"},
    {"feat", "feat"},         {"quit", "quit"},   {"login", "pass"},    {"log in", "pass"},
};

const char *
tl_digest_stage_word (const char *stage, TlProtocol protocol)
{
  static const char *const stages[] = {
      "greeting", "ehlo", "starttls", "auth",  "mail",   "rcpt",     "data",  "body", "rset",
      "quit",     "feat", "auth-tls", "user",  "pass",   "pbsz",     "prot",  "pwd",  "type",
      "cwd",      "list", "passive",  "store", "active", "retrieve", "delete"};
  static const Sign others[] = {
      {"connect", "greeting"}, {"banner", "greeting"}, {"message", "body"},   {"dot", "body"},
      {"end", "body"},         {"sender", "mail"},     {"recipient", "rcpt"}, {"password", "pass"}};
  const char *found = NULL;
  TlHaystack in;

  if (stage == NULL || *stage == '\0')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_ascii_strcasecmp (stage, stages[i]) == 0)
      return stages[i];
  tl_haystack_init (&in, stage, strlen (stage));
  if (protocol == TL_PROTOCOL_SMTP)
    found = first_sign (smtp_signs, G_N_ELEMENTS (smtp_signs), &in, 0, in.length);
  else if (protocol == TL_PROTOCOL_FTP)
    found = first_sign (ftp_signs, G_N_ELEMENTS (ftp_signs), &in, 0, in.length);
  return found != NULL ? found : first_sign (others, G_N_ELEMENTS (others), &in, 0, in.length);
}

/* The command before the reply in a log of a file transfer program. */
static const char *
command_before (const TlHaystack *in, gsize end)
{
  gsize from = end > BEFORE ? end - BEFORE : 0;
  gssize last = -1;

  for (gssize p = tl_haystack_find (in, from, end, "command:"); p >= 0;
       p = tl_digest_find (in->text, (gsize) p + 1, end, "command:"))
    last = p;
  if (last < 0)
    return NULL;
  return first_sign (ftp_signs, G_N_ELEMENTS (ftp_signs), in, (gsize) last + strlen ("command:"),
                     MIN (end, (gsize) last + 24));
}

const char *
tl_digest_stage (const TlHaystack *in, const TlFoundReply *reply, TlProtocol protocol)
{
  gsize length = in->length;
  gsize start = reply->code_at.start;
  gsize end = reply_end (reply, length);
  const char *found;

  if (reply->code == 0)
    return NULL;
  if (protocol == TL_PROTOCOL_FTP)
    return command_before (in, start);
  if (protocol != TL_PROTOCOL_SMTP)
    return NULL;
  found = first_sign (smtp_signs, 8, in, end, MIN (length, end + AFTER));
  if (found != NULL)
    return found;
  return first_sign (smtp_signs, G_N_ELEMENTS (smtp_signs), in, start > BEFORE ? start - BEFORE : 0,
                     start);
}

/* ------------------------------------------------------------------ recipient and host */

static gboolean
is_address_char (char c)
{
  return (guchar) c > ' ' && c != '<' && c != '>' && c != '(' && c != ')' && c != '[' && c != ']' &&
         c != ',' && c != ';' && c != ':' && c != '"' && c != '\'' && c != 127;
}

/* The address around the @ at `i`. */
static gboolean
address_around (const char *text, gsize length, gsize i, TlPiece *piece)
{
  gsize start = i;
  gsize end = i + 1;

  while (start > 0 && is_address_char (text[start - 1]) && i - start < 64)
    start--;
  while (end < length &&
         (g_ascii_isalnum (text[end]) || text[end] == '.' || text[end] == '-' ||
          (guchar) text[end] >= 0x80) &&
         end - i < 256)
    end++;
  while (end > i + 1 && (text[end - 1] == '.' || text[end - 1] == '-'))
    end--;
  *piece = (TlPiece){start, end};
  return start < i && end > i + 1 && g_utf8_validate (text + start, (gssize) (end - start), NULL);
}

static gboolean
is_senders (const char *text, gsize start)
{
  gsize from = start > 24 ? start - 24 : 0;

  return tl_digest_find (text, from, start, "mail from") >= 0 ||
         tl_digest_find (text, from, start, "from=<") >= 0 ||
         tl_digest_find (text, from, start, "sender") >= 0 ||
         tl_digest_find (text, from, start, "generated by") >= 0 ||
         tl_digest_find (text, from, start, "generated from") >= 0;
}

gboolean
tl_digest_recipient (const TlHaystack *in, TlPiece *piece)
{
  static const char *const before[] = {"to=<", "rcpt to:<", "rcpt to: <", "recipient: rfc822;"};
  const char *text = in->text;
  gsize bounded = MIN (in->length, (gsize) 65536);

  for (guint k = 0; k < G_N_ELEMENTS (before); k++) {
    gssize found = tl_haystack_find (in, 0, bounded, before[k]);
    const char *mark;

    if (found < 0)
      continue;
    mark = memchr (text + found, '@', MIN (bounded - (gsize) found, 200u));
    if (mark != NULL && address_around (text, bounded, (gsize) (mark - text), piece))
      return TRUE;
  }
  for (gsize i = 0; i < bounded; i++)
    if (text[i] == '@' && address_around (text, bounded, i, piece) &&
        !is_senders (text, piece->start))
      return TRUE;
  return FALSE;
}

gboolean
tl_digest_host (const TlHaystack *in, TlPiece *piece)
{
  static const char *const before[] = {"remote host ", "host ",      "connect to ",
                                       "talking to ",  "server at ", "connected to "};
  const char *text = in->text;
  gsize bounded = MIN (in->length, (gsize) 16384);

  for (guint k = 0; k < G_N_ELEMENTS (before); k++) {
    for (gssize p = tl_haystack_find (in, 0, bounded, before[k]); p >= 0;
         p = tl_digest_find (text, (gsize) p + 1, bounded, before[k])) {
      gsize start = (gsize) p + strlen (before[k]);
      gsize end = start;
      guint dots = 0;

      for (; end < bounded && (g_ascii_isalnum (text[end]) || strchr (".-_", text[end]) != NULL);
           end++)
        dots += text[end] == '.';
      while (end > start && text[end - 1] == '.') {
        end--;
        dots--;
      }
      *piece = (TlPiece){start, end};
      if (dots > 0 && end - start <= 253)
        return TRUE;
    }
  }
  return FALSE;
}

const char *
tl_digest_program (const TlHaystack *in)
{
  static const Sign signs[] = {
      {"(in reply to ", "postfix"},
      {"status=deferred", "postfix"},
      {"status=bounced", "postfix"},
      {"refused to talk to me", "postfix"},
      {"smtp error from remote mail server", "exim"},
      {"giving up on ", "qmail"},
      {"sorry, i ", "qmail"},
      {"sorry, no smtp", "qmail"},
      {"0x800", "outlook"},
      {"the mail server responded", "thunderbird"},
      {"response:\t", "filezilla"},
      {"status:\t", "filezilla"},
      {"curl: (", "curl"},
      {"phpmailer", "phpmailer"},
      {"smtp code:", "phpmailer"},
      {"smtplib.", "python"},
      {"ftplib.", "python"},
      {"javax.mail", "java"},
      {"com.sun.mail", "java"},
      {"jakarta.mail", "java"},
      {"nodemailer", "nodemailer"},
      {"responsecode:", "nodemailer"},
      {"winscp", "winscp"},
      {"<<< ", "sendmail"},
      {"... deferred", "sendmail"},
  };

  return first_sign (signs, G_N_ELEMENTS (signs), in, 0, MIN (in->length, (gsize) 16384));
}
