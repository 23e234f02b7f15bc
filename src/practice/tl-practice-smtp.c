/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The little mail server: RFC 5321 with STARTTLS (RFC 3207) and AUTH PLAIN and LOGIN (RFC 4954). What
 * it is given, it forgets. */
#include "tl-practice-private.h"

#include <string.h>

#define NAME "mail." TL_PRACTICE_DOMAIN
#define RECIPIENTS_MAX 100
#define BODY_LINES_MAX 10000

typedef struct {
  TlTalk *talk;
  TlFault faults;
  gboolean logged_in;
  char *from; /* (owned, nullable) */
  guint recipients;
} Session;

typedef struct {
  const char *verb;
  gboolean (*answer) (Session *session, const char *rest); /* FALSE: the conversation is over */
} Command;

static void
forget_mail (Session *session)
{
  g_clear_pointer (&session->from, g_free);
  session->recipients = 0;
}

static gboolean
is_encrypted (Session *session)
{
  return tl_channel_get_tls (session->talk->channel) != NULL;
}

/* ------------------------------------------------------------------ greeting and encryption */

static gboolean
greet (Session *session)
{
  TlTalk *talk = session->talk;

  if ((session->faults & TL_FAULT_BUSY) != 0) {
    tl_talk_say (talk, "421 4.3.2 " NAME " Service not available, all server ports are busy");
    return FALSE;
  }
  if ((session->faults & TL_FAULT_FULL_ONCE) != 0 && talk->number == 1) {
    tl_talk_say (talk, "421 4.7.0 " NAME " Error: too many connections from 127.0.0.1");
    return FALSE;
  }
  if ((session->faults & TL_FAULT_STRIPPED) != 0)
    return tl_talk_say (talk, "220 ****************************************");
  return tl_talk_say (talk, "220 " NAME " ESMTP practice server");
}

static gboolean
answer_ehlo (Session *session, const char *rest)
{
  TlTalk *talk = session->talk;

  forget_mail (session);
  if (*rest == '\0')
    return tl_talk_say (talk, "501 5.5.4 Syntax: EHLO hostname");
  if (!tl_talk_say (talk, "250-" NAME) || !tl_talk_say (talk, "250-PIPELINING") ||
      !tl_talk_say (talk, "250-SIZE 10485760"))
    return FALSE;
  /* The box keeps the length of the word that it spoils. */
  if ((session->faults & TL_FAULT_STRIPPED) != 0)
    return tl_talk_say (talk, "250-XXXXXXXA") && tl_talk_say (talk, "250 8BITMIME");
  if (is_encrypted (session))
    return tl_talk_say (talk, "250-AUTH PLAIN LOGIN") &&
           tl_talk_say (talk, "250-ENHANCEDSTATUSCODES") && tl_talk_say (talk, "250 8BITMIME");
  return tl_talk_say (talk, "250-STARTTLS") && tl_talk_say (talk, "250 8BITMIME");
}

static gboolean
answer_helo (Session *session, const char *rest)
{
  forget_mail (session);
  return tl_talk_say (session->talk, "250 " NAME);
}

static gboolean
answer_starttls (Session *session, const char *rest)
{
  if ((session->faults & TL_FAULT_STRIPPED) != 0)
    return tl_talk_say (session->talk, "500 5.5.1 Command unrecognized: \"XXXXXXXX\"");
  if (is_encrypted (session))
    return tl_talk_say (session->talk, "503 5.5.1 TLS already active");
  forget_mail (session);
  return tl_talk_say (session->talk, "220 2.0.0 Ready to start TLS") &&
         tl_talk_encrypt (session->talk);
}

/* ------------------------------------------------------------------ login */

static gboolean
judge_login (Session *session, const char *user, const char *password)
{
  session->logged_in = tl_practice_check_login (session->talk->practice, user, password);
  return tl_talk_say (session->talk, session->logged_in ? "235 2.7.0 Authentication successful"
                                                        : "535 5.7.8 Error: authentication failed");
}

/* A client's base64 answer as text; NULL when it is none, or "*". (transfer full) */
static char *
decode (const char *text, gsize *length)
{
  g_autofree guchar *bytes = NULL;

  if (text == NULL || *text == '\0' || strcmp (text, "*") == 0)
    return NULL;
  bytes = g_base64_decode (text, length);
  return bytes != NULL ? g_strndup ((char *) bytes, *length) : NULL;
}

/* The part behind the next NUL before `end`, or NULL. */
static const char *
next_part (const char *from, const char *end)
{
  const char *nul = from != NULL && from < end ? memchr (from, '\0', (gsize) (end - from)) : NULL;

  return nul != NULL ? nul + 1 : NULL;
}

/* "\0user\0password" (RFC 4616). */
static gboolean
login_plain (Session *session, const char *text)
{
  gsize length = 0;
  g_autofree char *bytes = text != NULL ? (char *) g_base64_decode (text, &length) : NULL;
  g_autofree char *whole = g_malloc0 (length + 1);
  const char *user, *password;

  if (bytes != NULL)
    memcpy (whole, bytes, length);
  user = next_part (whole, whole + length);
  password = next_part (user, whole + length);
  if (password == NULL)
    return tl_talk_say (session->talk, "501 5.5.2 Cannot decode response");
  return judge_login (session, user, password);
}

static gboolean
login_login (Session *session, const char *first)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  gsize length;

  user = decode (first, &length);
  if (user == NULL) {
    if (!tl_talk_say (session->talk, "334 VXNlcm5hbWU6"))
      return FALSE;
    user = decode (tl_talk_hear (session->talk), &length);
  }
  if (user == NULL)
    return tl_talk_say (session->talk, "501 5.7.0 Authentication aborted");
  if (!tl_talk_say (session->talk, "334 UGFzc3dvcmQ6"))
    return FALSE;
  password = decode (tl_talk_hear (session->talk), &length);
  return judge_login (session, user, password);
}

static gboolean
answer_auth (Session *session, const char *rest)
{
  const char *initial;
  g_autofree char *mechanism = tl_talk_split (rest, &initial);

  if (!is_encrypted (session))
    return tl_talk_say (session->talk, "530 5.7.0 Must issue a STARTTLS command first");
  if (session->logged_in)
    return tl_talk_say (session->talk, "503 5.5.1 Already authenticated");
  if (strcmp (mechanism, "LOGIN") == 0)
    return login_login (session, initial);
  if (strcmp (mechanism, "PLAIN") != 0)
    return tl_talk_say (session->talk, "504 5.5.4 Unrecognized authentication type");
  if (*initial != '\0')
    return login_plain (session, initial);
  return tl_talk_say (session->talk, "334 ") && login_plain (session, tl_talk_hear (session->talk));
}

/* ------------------------------------------------------------------ envelope and message */

/* The address between "FROM:<" or "TO:<" and ">". (transfer full, nullable) */
static char *
read_path (const char *rest, const char *prefix)
{
  gsize length = strlen (prefix);
  const char *open, *end;

  if (g_ascii_strncasecmp (rest, prefix, length) != 0)
    return NULL;
  open = strchr (rest + length, '<');
  end = open != NULL ? strchr (open, '>') : NULL;
  return end != NULL ? g_strndup (open + 1, (gsize) (end - open - 1)) : NULL;
}

static gboolean
answer_mail (Session *session, const char *rest)
{
  g_autofree char *from = read_path (rest, "FROM:");

  if (!session->logged_in)
    return tl_talk_say (session->talk, "530 5.7.0 Authentication required");
  if (from == NULL)
    return tl_talk_say (session->talk, "501 5.1.7 Bad sender address syntax");
  if (session->from != NULL)
    return tl_talk_say (session->talk, "503 5.5.1 Error: nested MAIL command");
  session->from = g_steal_pointer (&from);
  return tl_talk_say (session->talk, "250 2.1.0 Ok");
}

static gboolean
answer_rcpt (Session *session, const char *rest)
{
  g_autofree char *to = read_path (rest, "TO:");

  if (session->from == NULL)
    return tl_talk_say (session->talk, "503 5.5.1 Error: need MAIL command");
  if (to == NULL)
    return tl_talk_say (session->talk, "501 5.1.3 Bad recipient address syntax");
  if (session->recipients >= RECIPIENTS_MAX)
    return tl_talk_say (session->talk, "452 4.5.3 Error: too many recipients");
  if ((session->faults & TL_FAULT_GREYLIST) != 0 &&
      !tl_practice_let_pass (session->talk->practice, session->from, to))
    return tl_talk_sayf (session->talk,
                         "450 4.2.0 <%s>: Recipient address rejected: Greylisted, try again later",
                         to);
  session->recipients++;
  return tl_talk_say (session->talk, "250 2.1.5 Ok");
}

static gboolean
answer_data (Session *session, const char *rest)
{
  if (session->recipients == 0)
    return tl_talk_say (session->talk, "554 5.5.1 Error: no valid recipients");
  if (!tl_talk_say (session->talk, "354 End data with <CR><LF>.<CR><LF>"))
    return FALSE;
  for (guint i = 0; i < BODY_LINES_MAX; i++) {
    const char *line = tl_talk_hear (session->talk);

    if (line == NULL)
      return FALSE;
    if (strcmp (line, ".") != 0)
      continue;
    forget_mail (session);
    return tl_talk_say (session->talk, "250 2.0.0 Ok: queued for practice");
  }
  return FALSE;
}

static gboolean
answer_rset (Session *session, const char *rest)
{
  forget_mail (session);
  return tl_talk_say (session->talk, "250 2.0.0 Ok");
}

static gboolean
answer_noop (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "250 2.0.0 Ok");
}

static gboolean
answer_vrfy (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "252 2.0.0 Cannot say, try to send");
}

static gboolean
answer_quit (Session *session, const char *rest)
{
  tl_talk_say (session->talk, "221 2.0.0 Bye");
  return FALSE;
}

static const Command commands[] = {
    {"EHLO", answer_ehlo}, {"HELO", answer_helo}, {"STARTTLS", answer_starttls},
    {"AUTH", answer_auth}, {"MAIL", answer_mail}, {"RCPT", answer_rcpt},
    {"DATA", answer_data}, {"RSET", answer_rset}, {"NOOP", answer_noop},
    {"VRFY", answer_vrfy}, {"QUIT", answer_quit},
};

static gboolean
answer (Session *session, const char *line)
{
  g_autofree char *copy = g_strdup (line);
  const char *rest;
  g_autofree char *verb = tl_talk_split (copy, &rest);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].verb, verb) == 0)
      return commands[i].answer (session, rest);
  return tl_talk_say (session->talk, "502 5.5.2 Error: command not recognized");
}

void
tl_practice_talk_smtp (TlTalk *talk)
{
  Session session = {.talk = talk, .faults = tl_practice_get_faults (talk->practice)};
  gboolean on = greet (&session);

  while (on) {
    const char *line = tl_talk_hear (talk);

    on = line != NULL && answer (&session, line);
  }
  forget_mail (&session);
}
