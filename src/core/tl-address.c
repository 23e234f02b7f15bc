/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* Longest literal: an IPv6 address with an embedded IPv4 one, "%", an interface name, brackets. */
#define LITERAL_MAX (INET6_ADDRSTRLEN + IF_NAMESIZE + 4)

typedef struct {
  guint8 bits[16];
  guint prefix;
  const char *kind;
} Block;

/* IANA special-purpose registries (RFC 6890 and its updates); the first match counts. */
static const Block ipv4_blocks[] = {
    {{0}, 8, "unspecified"},
    {{127}, 8, "loopback"},
    {{10}, 8, "private"},
    {{172, 16}, 12, "private"},
    {{192, 168}, 16, "private"},
    {{100, 64}, 10, "private"},   /* shared by carriers: RFC 6598 */
    {{198, 18}, 15, "private"},   /* measurements: RFC 2544; VPN programs hand these out */
    {{192, 0, 0}, 24, "private"}, /* RFC 6890 */
    {{169, 254}, 16, "link-local"},
    {{192, 0, 2}, 24, "documentation"},
    {{198, 51, 100}, 24, "documentation"},
    {{203, 0, 113}, 24, "documentation"},
    {{224}, 4, "multicast"},
    {{255, 255, 255, 255}, 32, "broadcast"},
    {{240}, 4, "reserved"},
};

static const Block ipv6_blocks[] = {
    {{0}, 128, "unspecified"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfc}, 7, "private"},
    {{0xfe, 0xc0}, 10, "private"}, /* site-local, given up by RFC 3879 but still seen */
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
    {{0x3f, 0xff}, 20, "documentation"}, /* RFC 9637 */
    {{0xff}, 8, "multicast"},
};

static const struct sockaddr_in *
as_ipv4 (const TlAddress *address)
{
  return (const struct sockaddr_in *) &address->storage;
}

static const struct sockaddr_in6 *
as_ipv6 (const TlAddress *address)
{
  return (const struct sockaddr_in6 *) &address->storage;
}

gboolean
tl_address_is_ipv6 (const TlAddress *address)
{
  return address->storage.ss_family == AF_INET6;
}

static gboolean
parse_ipv6 (const char *text, guint port, TlAddress *out)
{
  struct sockaddr_in6 *in6 = (struct sockaddr_in6 *) &out->storage;
  g_auto (GStrv) parts = g_strsplit (text, "%", 2);

  if (inet_pton (AF_INET6, parts[0], &in6->sin6_addr) != 1)
    return FALSE;
  if (parts[1] != NULL) {
    guint64 number;

    in6->sin6_scope_id = if_nametoindex (parts[1]);
    if (in6->sin6_scope_id == 0) {
      if (!g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT32, &number, NULL))
        return FALSE;
      in6->sin6_scope_id = (guint32) number;
    }
  }
  in6->sin6_family = AF_INET6;
  in6->sin6_port = htons ((guint16) port);
  out->length = sizeof *in6;
  return TRUE;
}

gboolean
tl_address_parse (const char *literal, guint port, TlAddress *out)
{
  gsize length = literal != NULL ? strnlen (literal, LITERAL_MAX + 1) : 0;
  g_autofree char *bare = NULL;
  TlAddress address = {0};
  struct sockaddr_in *in4 = (struct sockaddr_in *) &address.storage;

  if (length == 0 || length > LITERAL_MAX || port > G_MAXUINT16)
    return FALSE;
  if (inet_pton (AF_INET, literal, &in4->sin_addr) == 1) {
    in4->sin_family = AF_INET;
    in4->sin_port = htons ((guint16) port);
    address.length = sizeof *in4;
    *out = address;
    return TRUE;
  }
  if (literal[0] == '[' && length > 2 && literal[length - 1] == ']')
    bare = g_strndup (literal + 1, length - 2);
  else
    bare = g_strdup (literal);
  if (!parse_ipv6 (bare, port, &address))
    return FALSE;
  *out = address;
  return TRUE;
}

char *
tl_address_to_string (const TlAddress *address)
{
  char text[INET6_ADDRSTRLEN] = "";
  char name[IF_NAMESIZE];

  if (!tl_address_is_ipv6 (address)) {
    inet_ntop (AF_INET, &as_ipv4 (address)->sin_addr, text, sizeof text);
    return g_strdup (text);
  }
  inet_ntop (AF_INET6, &as_ipv6 (address)->sin6_addr, text, sizeof text);
  if (as_ipv6 (address)->sin6_scope_id == 0)
    return g_strdup (text);
  if (if_indextoname (as_ipv6 (address)->sin6_scope_id, name) != NULL)
    return g_strdup_printf ("%s%%%s", text, name);
  return g_strdup_printf ("%s%%%u", text, as_ipv6 (address)->sin6_scope_id);
}

char *
tl_address_to_target (const TlAddress *address)
{
  g_autofree char *text = tl_address_to_string (address);

  return g_strdup_printf (tl_address_is_ipv6 (address) ? "[%s]:%u" : "%s:%u", text,
                          tl_address_get_port (address));
}

/* The bytes of the address; an IPv4 address that is written inside an IPv6 one (RFC 4291 2.5.5.2)
 * counts as what it is. */
static const guint8 *
address_bytes (const TlAddress *address, gsize *size)
{
  const guint8 *bytes;

  if (!tl_address_is_ipv6 (address)) {
    *size = 4;
    return (const guint8 *) &as_ipv4 (address)->sin_addr;
  }
  bytes = as_ipv6 (address)->sin6_addr.s6_addr;
  *size = 16;
  if (!IN6_IS_ADDR_V4MAPPED (&as_ipv6 (address)->sin6_addr))
    return bytes;
  *size = 4;
  return bytes + 12;
}

gboolean
tl_address_equal_host (const TlAddress *a, const TlAddress *b)
{
  gsize size_a, size_b;
  const guint8 *bytes_a = address_bytes (a, &size_a);
  const guint8 *bytes_b = address_bytes (b, &size_b);

  if (size_a != size_b || memcmp (bytes_a, bytes_b, size_a) != 0)
    return FALSE;
  /* A link-local address is another host on another link. */
  return size_a == 4 || as_ipv6 (a)->sin6_scope_id == as_ipv6 (b)->sin6_scope_id;
}

guint
tl_address_get_port (const TlAddress *address)
{
  if (tl_address_is_ipv6 (address))
    return ntohs (as_ipv6 (address)->sin6_port);
  return ntohs (as_ipv4 (address)->sin_port);
}

void
tl_address_set_port (TlAddress *address, guint port)
{
  if (tl_address_is_ipv6 (address))
    ((struct sockaddr_in6 *) &address->storage)->sin6_port = htons ((guint16) port);
  else
    ((struct sockaddr_in *) &address->storage)->sin_port = htons ((guint16) port);
}

static gboolean
in_block (const guint8 *bytes, const Block *block)
{
  guint whole = block->prefix / 8;
  guint rest = block->prefix % 8;
  guint8 mask = (guint8) (0xff << (8 - rest));

  if (memcmp (bytes, block->bits, whole) != 0)
    return FALSE;
  return rest == 0 || (bytes[whole] & mask) == block->bits[whole];
}

const char *
tl_address_kind (const TlAddress *address)
{
  gsize size;
  const guint8 *bytes = address_bytes (address, &size);
  const Block *blocks = size == 4 ? ipv4_blocks : ipv6_blocks;
  gsize n = size == 4 ? G_N_ELEMENTS (ipv4_blocks) : G_N_ELEMENTS (ipv6_blocks);

  for (gsize i = 0; i < n; i++)
    if (in_block (bytes, &blocks[i]))
      return blocks[i].kind;
  return "public";
}

gboolean
tl_address_is_near (const TlAddress *a, const TlAddress *b)
{
  gsize size_a, size_b;
  const guint8 *bytes_a = address_bytes (a, &size_a);
  const guint8 *bytes_b = address_bytes (b, &size_b);
  /* As they are handed out: 10.0.0.0/8 and its like to a whole organisation, 192.168.N.0/24 to a home, a
   * /48 (RFC 4193 3.1). */
  gsize same = size_a == 16 ? 6 : bytes_a[0] == 192 ? 3 : 1;

  return size_a == size_b && strcmp (tl_address_kind (a), "private") == 0 &&
         strcmp (tl_address_kind (b), "private") == 0 && memcmp (bytes_a, bytes_b, same) == 0;
}

gboolean
tl_address_find_public (const char *text, TlAddress *out)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n[](){}<>,;'\"=/?&|", -1);
  gboolean found = FALSE;

  for (guint i = 0; words[i] != NULL; i++) {
    char *word = words[i];
    TlAddress address;

    if (g_ascii_strncasecmp (word, "IPv6:", 5) == 0)
      word += 5;
    /* "… from 198.51.100.7." */
    for (gsize n = strlen (word); n > 0 && strchr (".:", word[n - 1]) != NULL; n--)
      word[n - 1] = '\0';
    if (strpbrk (word, ".:") == NULL || !tl_address_parse (word, 0, &address) ||
        strcmp (tl_address_kind (&address), "public") != 0)
      continue;
    if (found && !tl_address_equal_host (&address, out))
      return FALSE;
    *out = address;
    found = TRUE;
  }
  return found;
}

gboolean
tl_host_is_below (const char *host, const char *domain)
{
  gsize n = strlen (host), d = strlen (domain);

  n -= n > 0 && host[n - 1] == '.';
  return n >= d && g_ascii_strncasecmp (host + n - d, domain, d) == 0 &&
         (n == d || host[n - d - 1] == '.');
}
