/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of a file transfer check: login and listing over TLS (RFC 4217), nothing but the protocol,
 * as few round trips as it allows (all that needs no answer goes with the password, the command goes
 * out while the data connection comes about, the session is resumed), no checks, no words.
 *
 * usage: floor-ftp HOST PORT CA-FILE USER PASSWORD-FILE; status 0 when a listing came whole */
#include <gnutls/gnutls.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  int fd;
  gnutls_session_t tls; /* NULL before the encryption */
} Link;

static gnutls_certificate_credentials_t trust;

static void
die (const char *what)
{
  fprintf (stderr, "floor-ftp: %s\n", what);
  exit (1);
}

static ssize_t
get (Link *link, char *buffer, size_t size)
{
  int on = 1;
  ssize_t got;

  /* The flag does not stick; without it the acknowledgement waits, and the server with it. */
  setsockopt (link->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  if (link->tls == NULL)
    return read (link->fd, buffer, size);
  /* A session ticket on its way gives an error that is none. */
  do
    got = gnutls_record_recv (link->tls, buffer, size);
  while (got < 0 && gnutls_error_is_fatal ((int) got) == 0);
  return got;
}

static void
put (Link *link, const char *text)
{
  size_t length = strlen (text);
  ssize_t sent = link->tls != NULL ? gnutls_record_send (link->tls, text, length)
                                   : write (link->fd, text, length);

  if (sent != (ssize_t) length)
    die ("cannot send");
}

/* Whether the text ends with the last line of the last of n replies. */
static int
is_whole (const char *text, int n)
{
  const char *end;

  for (; (end = strstr (text, "\r\n")) != NULL; text = end + 2)
    if (strspn (text, "0123456789") == 3 && text[3] == ' ' && --n == 0)
      return 1;
  return 0;
}

/* Reads n replies; none may be a refusal. Returns them all, until the next call. */
static const char *
expect (Link *link, int n)
{
  static char text[16384];
  size_t length = 0;

  do {
    ssize_t got = get (link, text + length, sizeof text - 1 - length);

    if (got <= 0)
      die ("the server has gone");
    length += (size_t) got;
    text[length] = '\0';
  } while (!is_whole (text, n));
  for (char *line = text; *line != '\0'; line = strstr (line, "\r\n") + 2)
    if (line[0] == '4' || line[0] == '5')
      die (line);
  return text;
}

static void
dial (Link *link, struct sockaddr_in *peer)
{
  int on = 1;

  link->fd = socket (AF_INET, SOCK_STREAM, 0);
  setsockopt (link->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (link->fd < 0 || connect (link->fd, (struct sockaddr *) peer, sizeof *peer) != 0)
    die ("no connection");
}

static struct sockaddr_in
find (const char *host, const char *port)
{
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET};
  struct addrinfo *found;
  struct sockaddr_in peer;

  if (getaddrinfo (host, port, &hints, &found) != 0)
    die ("no address");
  memcpy (&peer, found->ai_addr, sizeof peer);
  freeaddrinfo (found);
  return peer;
}

/* resume: the other link, whose session goes on here (nullable). */
static void
encrypt (Link *link, const char *host, Link *resume)
{
  gnutls_session_t tls;
  int result;

  gnutls_init (&tls, GNUTLS_CLIENT);
  gnutls_set_default_priority (tls);
  gnutls_credentials_set (tls, GNUTLS_CRD_CERTIFICATE, trust);
  gnutls_server_name_set (tls, GNUTLS_NAME_DNS, host, strlen (host));
  gnutls_session_set_verify_cert (tls, host, 0);
  gnutls_transport_set_int (tls, link->fd);
  if (resume != NULL) {
    gnutls_datum_t session;

    if (gnutls_session_get_data2 (resume->tls, &session) == 0)
      gnutls_session_set_data (tls, session.data, session.size);
  }
  do
    result = gnutls_handshake (tls);
  while (result < 0 && gnutls_error_is_fatal (result) == 0);
  if (result < 0)
    die (gnutls_strerror (result));
  link->tls = tls;
}

static void
read_password (const char *file_name, char *password, size_t size)
{
  FILE *file = fopen (file_name, "r");

  if (file == NULL || fgets (password, (int) size, file) == NULL)
    die ("no password");
  fclose (file);
  password[strcspn (password, "\r\n")] = '\0';
}

/* The port of a 229 reply. */
static unsigned
find_port (const char *replies)
{
  const char *at = strstr (replies, "(|||");

  if (at == NULL)
    die ("no passive port");
  return (unsigned) strtoul (at + 4, NULL, 10);
}

static void
list (Link *control, struct sockaddr_in peer, const char *host)
{
  Link data = {0};
  char buffer[16384];
  ssize_t got;
  size_t all = 0;

  put (control, "LIST\r\n");
  dial (&data, &peer);
  encrypt (&data, host, control);
  while ((got = get (&data, buffer, sizeof buffer)) > 0)
    all += (size_t) got;
  if (got < 0 || all == 0)
    die ("no listing");
  gnutls_bye (data.tls, GNUTLS_SHUT_WR);
  close (data.fd);
  expect (control, 2);
}

int
main (int argc, char **argv)
{
  Link control = {0};
  struct sockaddr_in peer;
  char password[256] = "", flight[600];

  if (argc != 6)
    die ("HOST PORT CA-FILE USER PASSWORD-FILE");
  gnutls_certificate_allocate_credentials (&trust);
  if (gnutls_certificate_set_x509_trust_file (trust, argv[3], GNUTLS_X509_FMT_PEM) < 1)
    die ("no CA file");
  read_password (argv[5], password, sizeof password);
  peer = find (argv[1], argv[2]);
  dial (&control, &peer);
  expect (&control, 1);
  put (&control, "AUTH TLS\r\n");
  expect (&control, 1);
  encrypt (&control, argv[1], NULL);
  snprintf (flight, sizeof flight, "USER %s\r\n", argv[4]);
  put (&control, flight);
  expect (&control, 1);
  snprintf (flight, sizeof flight, "PASS %s\r\nPBSZ 0\r\nPROT P\r\nEPSV\r\n", password);
  put (&control, flight);
  peer.sin_port = htons ((uint16_t) find_port (expect (&control, 4)));
  list (&control, peer, argv[1]);
  put (&control, "QUIT\r\n");
  return 0;
}
