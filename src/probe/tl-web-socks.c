/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way through a SOCKS proxy (RFC 1928), without a login. */
#include "tl-web-private.h"

#include <netinet/in.h>
#include <string.h>

#define VERSION 5
#define NO_LOGIN 0
#define NONE_OF_THESE 0xff
#define COMMAND_CONNECT 1
#define TYPE_IPV4 1
#define TYPE_NAME 3
#define TYPE_IPV6 4
#define NAME_MAX_BYTES 255
/* A name with its length, before and behind it the fixed parts. */
#define REQUEST_MAX (4 + 1 + NAME_MAX_BYTES + 2)

/* Exactly so many bytes. Of a channel they come in as the kernel has them. */
static gboolean
read_exactly (TlWeb *web, TlChannel *channel, guint8 *bytes, gsize length)
{
  gint64 until = tl_io_limit (web->io, web->limits->reply);

  for (gsize done = 0; done < length;) {
    gint64 left_us = until - g_get_monotonic_time ();
    TlFailure failure;
    gssize n = tl_channel_read_bytes (channel, (char *) bytes + done, length - done,
                                      left_us > 0 ? (guint) (left_us / 1000) : 0, &failure, NULL);

    if (n <= 0)
      return FALSE;
    done += (gsize) n;
  }
  return TRUE;
}

static gboolean
send_all (TlWeb *web, TlChannel *channel, const guint8 *bytes, gsize length)
{
  return tl_channel_send_bytes (channel, (const char *) bytes, length, web->limits->reply) ==
         TL_FAILURE_NONE;
}

/* RFC 1928 3: what it may ask of us is nothing. */
static const char *
greet (TlWeb *web, TlChannel *channel)
{
  static const guint8 hello[] = {VERSION, 1, NO_LOGIN};
  guint8 answer[2];

  if (!send_all (web, channel, hello, sizeof hello) ||
      !read_exactly (web, channel, answer, sizeof answer))
    return "no-answer";
  if (answer[0] != VERSION || (answer[1] != NO_LOGIN && answer[1] != NONE_OF_THESE))
    return "not-socks";
  return answer[1] == NO_LOGIN ? NULL : "login-needed";
}

/* RFC 1928 4. Names go as they are: a browser leaves it to the proxy to look them up. The length, or 0
 * for a name that does not fit. */
static gsize
write_request (guint8 *request, const char *host, guint port)
{
  gsize n = 0, length = strlen (host);
  TlAddress literal;

  request[n++] = VERSION;
  request[n++] = COMMAND_CONNECT;
  request[n++] = 0;
  if (!tl_address_parse (host, 0, &literal)) {
    if (length == 0 || length > NAME_MAX_BYTES)
      return 0;
    request[n++] = TYPE_NAME;
    request[n++] = (guint8) length;
    memcpy (request + n, host, length);
    n += length;
  } else if (tl_address_is_ipv6 (&literal)) {
    request[n++] = TYPE_IPV6;
    memcpy (request + n, &((const struct sockaddr_in6 *) &literal.storage)->sin6_addr, 16);
    n += 16;
  } else {
    request[n++] = TYPE_IPV4;
    memcpy (request + n, &((const struct sockaddr_in *) &literal.storage)->sin_addr, 4);
    n += 4;
  }
  request[n++] = (guint8) (port >> 8);
  request[n++] = (guint8) (port & 0xff);
  return n;
}

/* RFC 1928 6: behind the four fixed bytes an address and a port, of which nothing is used. */
static gboolean
skip_address (TlWeb *web, TlChannel *channel, guint8 type)
{
  guint8 rest[NAME_MAX_BYTES + 2];
  guint8 length;

  if (type == TYPE_IPV4)
    return read_exactly (web, channel, rest, 4 + 2);
  if (type == TYPE_IPV6)
    return read_exactly (web, channel, rest, 16 + 2);
  return type == TYPE_NAME && read_exactly (web, channel, &length, 1) &&
         read_exactly (web, channel, rest, (gsize) length + 2);
}

const char *
tl_web_socks_connect (TlWeb *web, TlChannel *channel, const char *host, guint port, char **words)
{
  const char *outcome = greet (web, channel);
  guint8 request[REQUEST_MAX];
  gsize length = write_request (request, host, port);
  guint8 answer[4];

  if (outcome != NULL)
    return outcome;
  if (length == 0)
    return "refused";
  if (!send_all (web, channel, request, length) ||
      !read_exactly (web, channel, answer, sizeof answer))
    return "no-answer";
  if (answer[0] != VERSION || answer[2] != 0)
    return "not-socks";
  if (answer[1] == 0)
    return skip_address (web, channel, answer[3]) ? "ok" : "not-socks";
  *words = g_strdup_printf ("SOCKS %u", answer[1]);
  /* "Connection not allowed by ruleset"; else it tried, and did not get there. */
  return answer[1] == 2 ? "refused" : "failed";
}
