/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The little file server: RFC 959 in passive mode, with TLS (RFC 4217) and EPSV (RFC 2428). It has one
 * folder, and in it what was stored since it started. */
#include "tl-practice-private.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATA_MS 10000
#define FILE_MAX (64 * 1024)
/* Where a server behind a router believes itself to be. */
#define ELSEWHERE "10,20,30,40"

typedef struct {
  TlTalk *talk;
  TlFault faults;
  char *user; /* (owned, nullable) named, not yet proved */
  gboolean logged_in;
  gboolean private;
  int listener; /* of the next data connection; -1 else */
} Session;

typedef struct {
  const char *verb;
  gboolean (*answer) (Session *session, const char *rest); /* FALSE: the conversation is over */
  gboolean open;                                           /* before the login, too */
} Command;

/* ------------------------------------------------------------------ beginning */

static gboolean
greet (Session *session)
{
  if ((session->faults & TL_FAULT_FULL) == 0)
    return tl_talk_say (session->talk, "220 FTP practice server ready");
  tl_talk_say (session->talk, "421 There are too many connections from your internet address.");
  return FALSE;
}

static gboolean
is_encrypted (Session *session)
{
  return tl_channel_get_tls (session->talk->channel) != NULL;
}

static gboolean
answer_auth (Session *session, const char *rest)
{
  if (g_ascii_strcasecmp (rest, "TLS") != 0)
    return tl_talk_say (session->talk, "504 Unknown security mechanism");
  if (is_encrypted (session))
    return tl_talk_say (session->talk, "503 TLS is active already");
  return tl_talk_say (session->talk, "234 Go on with TLS") && tl_talk_encrypt (session->talk);
}

static gboolean
answer_feat (Session *session, const char *rest)
{
  static const char *const lines[] = {"211-Features:", " AUTH TLS", " EPSV", " PASV",
                                      " PBSZ",         " PROT",     " UTF8", "211 End"};

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!tl_talk_say (session->talk, lines[i]))
      return FALSE;
  return TRUE;
}

static gboolean
answer_user (Session *session, const char *rest)
{
  if (!is_encrypted (session))
    return tl_talk_say (session->talk, "530 This server wants TLS first (AUTH TLS)");
  g_free (session->user);
  session->user = g_strdup (rest);
  session->logged_in = FALSE;
  return tl_talk_say (session->talk, "331 Password, please");
}

static gboolean
answer_pass (Session *session, const char *rest)
{
  if (session->user == NULL)
    return tl_talk_say (session->talk, "503 USER comes first");
  session->logged_in = tl_practice_check_login (session->talk->practice, session->user, rest);
  return tl_talk_say (session->talk, session->logged_in ? "230 Logged in" : "530 Login incorrect.");
}

static gboolean
answer_pbsz (Session *session, const char *rest)
{
  return tl_talk_say (session->talk,
                      is_encrypted (session) ? "200 PBSZ=0" : "503 AUTH comes first");
}

static gboolean
answer_prot (Session *session, const char *rest)
{
  if (!is_encrypted (session))
    return tl_talk_say (session->talk, "503 AUTH comes first");
  if (g_ascii_strcasecmp (rest, "P") != 0 && g_ascii_strcasecmp (rest, "C") != 0)
    return tl_talk_say (session->talk, "536 No such protection here");
  session->private = g_ascii_toupper (*rest) == 'P';
  return tl_talk_say (session->talk, "200 Protection set");
}

/* ------------------------------------------------------------------ folder */

static gboolean
answer_pwd (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "257 \"/\" is where you are");
}

static gboolean
answer_cwd (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, strcmp (rest, "/") == 0 || strcmp (rest, ".") == 0
                                         ? "250 Here you are"
                                         : "550 No such folder");
}

static gboolean
answer_type (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "200 Type set");
}

static gboolean
answer_dele (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, tl_practice_delete (session->talk->practice, rest)
                                         ? "250 Deleted"
                                         : "550 No such file");
}

/* ------------------------------------------------------------------ data connections */

static void
close_listener (Session *session)
{
  if (session->listener >= 0)
    close (session->listener);
  session->listener = -1;
}

/* Opens a port for the next data connection; 0 where there is none. */
static guint
open_listener (Session *session)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t length = sizeof address;

  close_listener (session);
  session->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (session->listener < 0 ||
      bind (session->listener, (struct sockaddr *) &address, length) != 0 ||
      listen (session->listener, 1) != 0 ||
      getsockname (session->listener, (struct sockaddr *) &address, &length) != 0) {
    close_listener (session);
    return 0;
  }
  return ntohs (address.sin_port);
}

static gboolean
answer_epsv (Session *session, const char *rest)
{
  guint port;

  if ((session->faults & TL_FAULT_PASSIVE) != 0)
    return tl_talk_say (session->talk, "500 EPSV not understood");
  port = open_listener (session);
  if (port == 0)
    return tl_talk_say (session->talk, "425 No port to be had");
  return tl_talk_sayf (session->talk, "229 Entering Extended Passive Mode (|||%u|)", port);
}

static gboolean
answer_pasv (Session *session, const char *rest)
{
  gboolean lost = (session->faults & TL_FAULT_PASSIVE) != 0;
  guint port = open_listener (session);

  if (port == 0)
    return tl_talk_say (session->talk, "425 No port to be had");
  /* The port is one that was free just now, and nobody listens there any more. */
  if (lost)
    close_listener (session);
  return tl_talk_sayf (session->talk, "227 Entering Passive Mode (%s,%u,%u).",
                       lost ? ELSEWHERE : "127,0,0,1", port / 256, port % 256);
}

/* The data connection, encrypted where that was asked for; NULL after saying why not. */
static TlChannel *
open_data (Session *session)
{
  TlIo *io = tl_practice_get_io (session->talk->practice);
  struct pollfd ready = {.fd = session->listener, .events = POLLIN};
  g_autoptr (TlChannel) data = NULL;
  int fd = -1;

  if (session->listener < 0) {
    tl_talk_say (session->talk, "425 Use EPSV or PASV first");
    return NULL;
  }
  if (!tl_talk_say (session->talk, "150 Here it comes"))
    return NULL;
  if (tl_io_poll (io, &ready, 1, tl_io_limit (io, DATA_MS)) == TL_FAILURE_NONE)
    fd = accept4 (session->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  close_listener (session);
  if (fd >= 0)
    data = tl_channel_new (io, fd);
  if (data == NULL ||
      (session->private &&
       tl_channel_accept_tls (data, tl_practice_get_identity (session->talk->practice), NULL,
                              TL_PRACTICE_TLS_MS) != TL_FAILURE_NONE)) {
    tl_talk_say (session->talk, "425 The data connection did not open");
    return NULL;
  }
  return g_steal_pointer (&data);
}

static gboolean
send_data (Session *session, const char *bytes, gsize length)
{
  TlChannel *data = open_data (session);
  TlFailure failure;

  if (data == NULL)
    return TRUE;
  failure = tl_channel_send_bytes (data, bytes, length, DATA_MS);
  tl_channel_close (data);
  tl_channel_free (data);
  return tl_talk_say (session->talk, failure == TL_FAILURE_NONE ? "226 That was all"
                                                                : "426 The data connection broke");
}

static gboolean
answer_list (Session *session, const char *rest)
{
  static const char listing[] =
      "-rw-r--r--    1 learner  learner        42 Jan 01 12:00 welcome.txt\r\n";

  return send_data (session, listing, sizeof listing - 1);
}

static gboolean
answer_retr (Session *session, const char *rest)
{
  g_autoptr (GBytes) file = tl_practice_fetch (session->talk->practice, rest);
  const char *bytes;
  gsize length;

  if (file == NULL)
    return tl_talk_say (session->talk, "550 No such file");
  bytes = g_bytes_get_data (file, &length);
  return send_data (session, bytes, length);
}

/* Reads to the end of the data; FALSE when it is too much or breaks off. */
static gboolean
receive (TlChannel *data, GByteArray *file)
{
  for (;;) {
    char buffer[4096];
    TlFailure failure;
    gboolean truncated;
    gssize n = tl_channel_read_bytes (data, buffer, sizeof buffer, DATA_MS, &failure, &truncated);

    if (n <= 0)
      return n == 0 && !truncated;
    if (file->len + (gsize) n > FILE_MAX)
      return FALSE;
    g_byte_array_append (file, (guint8 *) buffer, (guint) n);
  }
}

static gboolean
answer_stor (Session *session, const char *rest)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  TlChannel *data = open_data (session);
  gboolean whole;

  if (data == NULL)
    return TRUE;
  whole = receive (data, file);
  tl_channel_free (data);
  if (!whole)
    return tl_talk_say (session->talk, "552 Too much, or not whole");
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  tl_practice_store (session->talk->practice, rest, bytes);
  return tl_talk_say (session->talk, "226 Stored");
}

/* ------------------------------------------------------------------ the rest */

static gboolean
answer_syst (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "215 UNIX Type: L8");
}

static gboolean
answer_noop (Session *session, const char *rest)
{
  return tl_talk_say (session->talk, "200 Still here");
}

static gboolean
answer_quit (Session *session, const char *rest)
{
  tl_talk_say (session->talk, "221 Goodbye");
  return FALSE;
}

static const Command commands[] = {
    {"AUTH", answer_auth, TRUE},  {"FEAT", answer_feat, TRUE},  {"USER", answer_user, TRUE},
    {"PASS", answer_pass, TRUE},  {"PBSZ", answer_pbsz, TRUE},  {"PROT", answer_prot, TRUE},
    {"SYST", answer_syst, TRUE},  {"NOOP", answer_noop, TRUE},  {"QUIT", answer_quit, TRUE},
    {"OPTS", answer_noop, TRUE},  {"PWD", answer_pwd, FALSE},   {"CWD", answer_cwd, FALSE},
    {"TYPE", answer_type, FALSE}, {"EPSV", answer_epsv, FALSE}, {"PASV", answer_pasv, FALSE},
    {"LIST", answer_list, FALSE}, {"RETR", answer_retr, FALSE}, {"STOR", answer_stor, FALSE},
    {"DELE", answer_dele, FALSE},
};

static gboolean
answer (Session *session, const char *line)
{
  g_autofree char *copy = g_strdup (line);
  const char *rest;
  g_autofree char *verb = tl_talk_split (copy, &rest);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].verb, verb) != 0)
      continue;
    if (!commands[i].open && !session->logged_in)
      return tl_talk_say (session->talk, "530 Please log in first");
    return commands[i].answer (session, rest);
  }
  return tl_talk_say (session->talk, "500 Not understood");
}

void
tl_practice_talk_ftp (TlTalk *talk)
{
  Session session = {
      .talk = talk, .faults = tl_practice_get_faults (talk->practice), .listener = -1};
  gboolean on = greet (&session);

  while (on) {
    const char *line = tl_talk_hear (talk);

    on = line != NULL && answer (&session, line);
  }
  close_listener (&session);
  g_free (session.user);
}
