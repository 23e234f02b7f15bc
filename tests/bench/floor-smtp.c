/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of an account check: nothing but the protocol, as few round trips as it allows (AUTH
 * PLAIN with its initial response in the same flight as the envelope), no checks, no words.
 *
 * usage: floor-smtp HOST PORT CA-FILE USER PASSWORD-FILE RECIPIENT; status 0 when all went through */
#include <gnutls/gnutls.h>

#include <netdb.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fd;
static gnutls_session_t tls;
static int encrypted;

static void
die (const char *what)
{
  fprintf (stderr, "floor-smtp: %s\n", what);
  exit (1);
}

static ssize_t
get (char *buffer, size_t size)
{
  int on = 1;

  /* The flag does not stick; without it the acknowledgement waits, and Postfix with it. */
  setsockopt (fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  if (encrypted) {
    ssize_t got;

    /* A session ticket on its way gives an error that is none. */
    do
      got = gnutls_record_recv (tls, buffer, size);
    while (got < 0 && gnutls_error_is_fatal ((int) got) == 0);
    return got;
  }
  return read (fd, buffer, size);
}

static void
put (const char *text)
{
  size_t length = strlen (text);
  ssize_t sent = encrypted ? gnutls_record_send (tls, text, length) : write (fd, text, length);

  if (sent != (ssize_t) length)
    die ("cannot send");
}

/* Whether the text ends with the last line of the last of n replies. */
static int
is_whole (const char *text, int n)
{
  const char *end;

  for (; (end = strstr (text, "\r\n")) != NULL; text = end + 2)
    if (text[3] == ' ' && --n == 0)
      return 1;
  return 0;
}

/* Reads n replies; each must begin with a 2 or a 3. */
static void
expect (int n)
{
  static char text[16384];
  size_t length = 0;

  do {
    ssize_t got = get (text + length, sizeof text - 1 - length);

    if (got <= 0)
      die ("the server has gone");
    length += (size_t) got;
    text[length] = '\0';
  } while (!is_whole (text, n));
  for (char *line = text; *line != '\0'; line = strstr (line, "\r\n") + 2)
    if (line[0] != '2' && line[0] != '3')
      die (line);
}

static void
dial (const char *host, const char *port)
{
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET};
  struct addrinfo *found;
  int on = 1;

  if (getaddrinfo (host, port, &hints, &found) != 0)
    die ("no address");
  fd = socket (found->ai_family, SOCK_STREAM, 0);
  if (fd < 0 || connect (fd, found->ai_addr, found->ai_addrlen) != 0)
    die ("no connection");
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  freeaddrinfo (found);
}

static void
encrypt (const char *host, const char *ca_file)
{
  gnutls_certificate_credentials_t trust;
  int result;

  gnutls_certificate_allocate_credentials (&trust);
  if (gnutls_certificate_set_x509_trust_file (trust, ca_file, GNUTLS_X509_FMT_PEM) < 1)
    die ("no CA file");
  gnutls_init (&tls, GNUTLS_CLIENT);
  gnutls_set_default_priority (tls);
  gnutls_credentials_set (tls, GNUTLS_CRD_CERTIFICATE, trust);
  gnutls_server_name_set (tls, GNUTLS_NAME_DNS, host, strlen (host));
  gnutls_session_set_verify_cert (tls, host, 0);
  gnutls_transport_set_int (tls, fd);
  do
    result = gnutls_handshake (tls);
  while (result < 0 && gnutls_error_is_fatal (result) == 0);
  if (result < 0)
    die (gnutls_strerror (result));
  encrypted = 1;
}

/* base64 of NUL user NUL password */
static char *
dup_response (const char *user, const char *password_file)
{
  char password[256] = "", message[600];
  gnutls_datum_t raw = {.data = (unsigned char *) message}, coded;
  FILE *file = fopen (password_file, "r");

  if (file == NULL || fgets (password, sizeof password, file) == NULL)
    die ("no password");
  fclose (file);
  password[strcspn (password, "\r\n")] = '\0';
  raw.size = (unsigned) snprintf (message, sizeof message, "%c%s%c%s", 0, user, 0, password);
  if (gnutls_base64_encode2 (&raw, &coded) < 0)
    die ("no memory");
  return (char *) coded.data;
}

int
main (int argc, char **argv)
{
  char flight[1500];

  if (argc != 7)
    die ("HOST PORT CA-FILE USER PASSWORD-FILE RECIPIENT");
  dial (argv[1], argv[2]);
  if (strcmp (argv[2], "465") == 0) {
    encrypt (argv[1], argv[3]);
    expect (1);
  } else {
    expect (1);
    put ("EHLO [127.0.0.1]\r\n");
    expect (1);
    put ("STARTTLS\r\n");
    expect (1);
    encrypt (argv[1], argv[3]);
  }
  put ("EHLO [127.0.0.1]\r\n");
  expect (1);
  snprintf (flight, sizeof flight,
            "AUTH PLAIN %s\r\nMAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nRSET\r\nQUIT\r\n",
            dup_response (argv[4], argv[5]), argv[4], argv[6]);
  put (flight);
  expect (4);
  return 0;
}
