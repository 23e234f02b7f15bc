/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way through a SOCKS proxy without a login: SOCKS 5 (RFC 1928), SOCKS 4 and 4a. */
#include "tl-socks.h"

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
#define OLD_VERSION 4
#define OLD_GRANTED 90
#define OLD_NO_IDENT 92
#define OLD_OTHER_USER 93
/* A name with its length, before and behind it the fixed parts. */
#define REQUEST_MAX (4 + 1 + NAME_MAX_BYTES + 2)
#define OLD_REQUEST_MAX (2 + 2 + 4 + 1 + NAME_MAX_BYTES + 1)

/* Exactly so many bytes. Of a channel they come in as the kernel has them. */
static gboolean
read_exactly (const TlSocks *socks, TlChannel *channel, guint8 *bytes, gsize length)
{
  gint64 until = tl_io_limit (tl_run_get_io (socks->run), socks->limit_ms);

  for (gsize done = 0; done < length;) {
    gint64 left_us = until - tl_clock_us ();
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
send_all (const TlSocks *socks, TlChannel *channel, const guint8 *bytes, gsize length)
{
  return tl_channel_send_bytes (channel, (const char *) bytes, length, socks->limit_ms) ==
         TL_FAILURE_NONE;
}

/* RFC 1928 3: what it may ask of us is nothing. */
static const char *
greet (const TlSocks *socks, TlChannel *channel)
{
  static const guint8 hello[] = {VERSION, 1, NO_LOGIN};
  guint8 answer[2];

  if (!send_all (socks, channel, hello, sizeof hello) ||
      !read_exactly (socks, channel, answer, sizeof answer))
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
skip_address (const TlSocks *socks, TlChannel *channel, guint8 type)
{
  guint8 rest[NAME_MAX_BYTES + 2];
  guint8 length;

  if (type == TYPE_IPV4)
    return read_exactly (socks, channel, rest, 4 + 2);
  if (type == TYPE_IPV6)
    return read_exactly (socks, channel, rest, 16 + 2);
  return type == TYPE_NAME && read_exactly (socks, channel, &length, 1) &&
         read_exactly (socks, channel, rest, (gsize) length + 2);
}

/* ------------------------------------------------------------------ SOCKS 4 */

/* The IPv4 address of a host, which SOCKS 4 wants to be told. */
static gboolean
find_ipv4 (const TlSocks *socks, const char *host, guint port, guint8 *bytes)
{
  g_autoptr (TlResolution) found =
      tl_resolver_lookup (tl_run_get_resolver (socks->run), tl_run_get_io (socks->run), host, port,
                          TL_FAMILY_IPV4, socks->limit_ms);

  for (guint i = 0; i < found->addresses->len; i++) {
    const TlAddress *address = found->addresses->pdata[i];

    if (tl_address_is_ipv6 (address))
      continue;
    memcpy (bytes, &((const struct sockaddr_in *) &address->storage)->sin_addr, 4);
    return TRUE;
  }
  return FALSE;
}

/* Version, command, port, address, an empty user; 0.0.0.1 says that the name follows (4a). The length, or 0
 * for a name that does not fit. */
static gsize
write_old_request (const TlSocks *socks, guint8 *request, const char *host, guint port)
{
  static const guint8 behind[] = {0, 0, 0, 1};
  gsize n = 0, length = strlen (host);
  TlAddress literal;
  gboolean named = !tl_address_parse (host, 0, &literal) || tl_address_is_ipv6 (&literal);

  if (length > NAME_MAX_BYTES)
    return 0;
  request[n++] = OLD_VERSION;
  request[n++] = COMMAND_CONNECT;
  request[n++] = (guint8) (port >> 8);
  request[n++] = (guint8) (port & 0xff);
  memcpy (request + n, behind, sizeof behind);
  if (!named)
    memcpy (request + n, &((const struct sockaddr_in *) &literal.storage)->sin_addr, 4);
  else if (!socks->names)
    named = !find_ipv4 (socks, host, port, request + n);
  n += sizeof behind;
  request[n++] = 0;
  if (!named)
    return n;
  memcpy (request + n, host, length + 1);
  return n + length + 1;
}

static const char *
connect_old (const TlSocks *socks, TlChannel *channel, const char *host, guint port, char **words)
{
  guint8 request[OLD_REQUEST_MAX];
  gsize length = write_old_request (socks, request, host, port);
  guint8 answer[8];

  if (length == 0)
    return "refused";
  if (!send_all (socks, channel, request, length) ||
      !read_exactly (socks, channel, answer, sizeof answer))
    return "no-answer";
  if (answer[0] != 0 || answer[1] < OLD_GRANTED || answer[1] > OLD_OTHER_USER)
    return "not-socks";
  if (answer[1] == OLD_GRANTED)
    return "ok";
  *words = g_strdup_printf ("SOCKS %u", answer[1]);
  return answer[1] >= OLD_NO_IDENT ? "login-needed" : "rejected";
}

/* ------------------------------------------------------------------ both */

const char *
tl_socks_connect (const TlSocks *socks, TlChannel *channel, const char *host, guint port,
                  char **words)
{
  const char *outcome;
  guint8 request[REQUEST_MAX];
  gsize length;
  guint8 answer[4];

  if (socks->old)
    return connect_old (socks, channel, host, port, words);
  outcome = greet (socks, channel);
  length = write_request (request, host, port);
  if (outcome != NULL)
    return outcome;
  if (length == 0)
    return "refused";
  if (!send_all (socks, channel, request, length) ||
      !read_exactly (socks, channel, answer, sizeof answer))
    return "no-answer";
  if (answer[0] != VERSION || answer[2] != 0)
    return "not-socks";
  if (answer[1] == 0)
    return skip_address (socks, channel, answer[3]) ? "ok" : "not-socks";
  *words = g_strdup_printf ("SOCKS %u", answer[1]);
  /* "Connection not allowed by ruleset"; else it tried, and did not get there. */
  return answer[1] == 2 ? "refused" : "failed";
}
