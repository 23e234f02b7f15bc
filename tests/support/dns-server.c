/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dns-server.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define UDP_MAX 512
#define ALIASES_MAX 10
#define TTL_S 300

typedef struct {
  char *name;
  guint type; /* 0: the name exists, and no more */
  char *data;
} Entry;

typedef struct {
  char *name; /* NULL: every name */
  guint type; /* 0: every type */
  DnsBehaviour behaviour;
  int rcode; /* -1: not said */
  guint seen;
} Manner;

typedef struct {
  char *name;
  guint type;
} Asked;

struct _DnsServer {
  int udp, tcp, stop;
  char *address;
  GThread *thread;

  GMutex mutex; /* guards what follows */
  GArray *entries, *manners, *asked;
  gboolean authentic;
};

#define TYPE_TLSA 52 /* unknown to nameser.h */

static guint
type_number (const char *type)
{
  static const struct {
    const char *name;
    guint type;
  } types[] = {
      {"A", ns_t_a},     {"AAAA", ns_t_aaaa}, {"MX", ns_t_mx},       {"SRV", ns_t_srv},
      {"TXT", ns_t_txt}, {"PTR", ns_t_ptr},   {"CNAME", ns_t_cname}, {"TLSA", TYPE_TLSA},
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_str_equal (types[i].name, type))
      return types[i].type;
  }
  g_assert_not_reached ();
}

/* ------------------------------------------------------------------ writing a message */

static void
put16 (GByteArray *to, guint value)
{
  const guint8 bytes[] = {(guint8) (value >> 8), (guint8) value};

  g_byte_array_append (to, bytes, sizeof bytes);
}

static void
put_name (GByteArray *to, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++) {
    guint8 length = (guint8) strlen (labels[i]);

    if (length == 0)
      continue;
    g_byte_array_append (to, &length, 1);
    g_byte_array_append (to, (const guint8 *) labels[i], length);
  }
  g_byte_array_append (to, (const guint8 *) "", 1);
}

static void
put_text (GByteArray *to, const char *text)
{
  gsize left = strlen (text);

  do {
    guint8 n = (guint8) MIN (left, 255);

    g_byte_array_append (to, &n, 1);
    g_byte_array_append (to, (const guint8 *) text, n);
    text += n;
    left -= n;
  } while (left > 0);
}

static void
put_data (GByteArray *to, guint type, const char *data)
{
  g_auto (GStrv) words = g_strsplit (data, " ", -1);
  guint numbers = type == ns_t_mx ? 1 : type == ns_t_srv ? 3 : 0;
  guint8 bytes[16];

  switch (type) {
    case ns_t_a:
      g_assert_cmpint (inet_pton (AF_INET, data, bytes), ==, 1);
      g_byte_array_append (to, bytes, 4);
      break;
    case ns_t_aaaa:
      g_assert_cmpint (inet_pton (AF_INET6, data, bytes), ==, 1);
      g_byte_array_append (to, bytes, 16);
      break;
    case ns_t_txt:
      put_text (to, data);
      break;
    case TYPE_TLSA:
      g_assert_cmpuint (g_strv_length (words), ==, 4);
      for (guint i = 0; i < 3; i++)
        g_byte_array_append (to, &(guint8){(guint8) atoi (words[i])}, 1);
      for (const char *hex = words[3]; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
        g_byte_array_append (to,
                             &(guint8){(guint8) (g_ascii_xdigit_value (hex[0]) << 4 |
                                                 g_ascii_xdigit_value (hex[1]))},
                             1);
      break;
    default:
      g_assert_cmpuint (g_strv_length (words), ==, numbers + 1);
      for (guint i = 0; i < numbers; i++)
        put16 (to, (guint) g_ascii_strtoull (words[i], NULL, 10));
      put_name (to, words[numbers]);
      break;
  }
}

static void
put_record (GByteArray *to, const Entry *entry)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_name (to, entry->name);
  put16 (to, entry->type);
  put16 (to, ns_c_in);
  put16 (to, 0);
  put16 (to, TTL_S);
  put_data (data, entry->type, entry->data);
  put16 (to, data->len);
  g_byte_array_append (to, data->data, data->len);
}

/* ------------------------------------------------------------------ what to answer */

typedef struct {
  guint id, type;
  char name[256];
  guint8 question[300];
  gsize question_length;
} Query;

static gboolean
read_query (const guint8 *message, gsize length, Query *query)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = 12;

  if (length < 17)
    return FALSE;
  query->id = (guint) message[0] << 8 | message[1];
  while (at < length && message[at] != 0) {
    gsize n = message[at];

    if (n > 63 || at + 1 + n >= length)
      return FALSE;
    if (name->len > 0)
      g_string_append_c (name, '.');
    g_string_append_len (name, (const char *) message + at + 1, (gssize) n);
    at += n + 1;
  }
  if (at + 5 > length || name->len >= sizeof query->name)
    return FALSE;
  query->type = (guint) message[at + 1] << 8 | message[at + 2];
  g_strlcpy (query->name, name->str, sizeof query->name);
  query->question_length = at + 5 - 12;
  memcpy (query->question, message + 12, query->question_length);
  return TRUE;
}

/* Puts the records that answer, aliases before what they lead to. TRUE when the name exists. */
static gboolean
collect (DnsServer *server, const Query *query, GByteArray *to, guint *count)
{
  const char *wanted = query->name;
  gboolean exists = FALSE;

  for (guint hop = 0; hop < ALIASES_MAX && wanted != NULL; hop++) {
    const char *alias = NULL;

    for (guint i = 0; i < server->entries->len; i++) {
      const Entry *entry = &g_array_index (server->entries, Entry, i);

      if (g_ascii_strcasecmp (entry->name, wanted) != 0)
        continue;
      exists = TRUE;
      if (entry->type != 0 && (entry->type == query->type || entry->type == ns_t_cname)) {
        put_record (to, entry);
        ++*count;
      }
      if (entry->type == ns_t_cname && query->type != ns_t_cname)
        alias = entry->data;
    }
    wanted = alias;
  }
  return exists;
}

static Manner *
find_manner (DnsServer *server, const Query *query, gboolean of_rcode)
{
  Manner *found = NULL;

  for (guint i = 0; i < server->manners->len; i++) {
    Manner *manner = &g_array_index (server->manners, Manner, i);

    if ((manner->rcode >= 0) == of_rcode &&
        (manner->name == NULL || g_ascii_strcasecmp (manner->name, query->name) == 0) &&
        (manner->type == 0 || manner->type == query->type))
      found = manner;
  }
  return found;
}

static GByteArray *
compose (DnsServer *server, const Query *query, gboolean truncated)
{
  GByteArray *message = g_byte_array_new ();
  g_autoptr (GByteArray) answers = g_byte_array_new ();
  Manner *manner = find_manner (server, query, TRUE);
  guint count = 0;
  guint rcode = collect (server, query, answers, &count) ? ns_r_noerror : ns_r_nxdomain;

  if (manner != NULL && manner->rcode > 0) {
    rcode = (guint) manner->rcode;
    count = 0;
    g_byte_array_set_size (answers, 0);
  }
  if (truncated) {
    count = 0;
    g_byte_array_set_size (answers, 0);
  }
  put16 (message, query->id);
  put16 (message, 0x8580 | (truncated ? 0x0200 : 0) | (server->authentic ? 0x20 : 0) | rcode);
  put16 (message, 1);
  put16 (message, count);
  put16 (message, 0);
  put16 (message, 0);
  g_byte_array_append (message, query->question, (guint) query->question_length);
  g_byte_array_append (message, answers->data, answers->len);
  return message;
}

/* An answer whose only record's name is a pointer to itself. */
static void
spoil_with_loop (GByteArray *message)
{
  const guint at = message->len;

  message->data[7] = 1;
  put16 (message, 0xc000 | at);
  put16 (message, ns_t_a);
  put16 (message, ns_c_in);
  put16 (message, 0);
  put16 (message, TTL_S);
  put16 (message, 4);
  g_byte_array_append (message, (const guint8 *) "\x7f\0\0\1", 4);
}

/* The bytes to send, or NULL for silence. */
static GByteArray *
respond (DnsServer *server, const guint8 *bytes, gsize length, gboolean udp)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  Query query = {0};
  Asked asked;
  Manner *manner;
  GByteArray *message;
  DnsBehaviour behaviour = DNS_ANSWER;

  if (!read_query (bytes, length, &query))
    return NULL;
  asked = (Asked){.name = g_strdup (query.name), .type = query.type};
  g_array_append_val (server->asked, asked);
  manner = find_manner (server, &query, FALSE);
  if (manner != NULL) {
    behaviour = manner->behaviour;
    manner->seen++;
  }
  if (behaviour == DNS_SILENT || (behaviour == DNS_DROP_FIRST && manner->seen == 1))
    return NULL;
  message = compose (server, &query, udp && behaviour == DNS_TRUNCATED);
  if (udp && message->len > UDP_MAX) {
    g_byte_array_unref (message);
    message = compose (server, &query, TRUE);
  }
  if (behaviour == DNS_WRONG_ID)
    message->data[1] ^= 0xff;
  if (behaviour == DNS_SHORT)
    g_byte_array_set_size (message, 5);
  if (behaviour == DNS_BARE) {
    message->data[5] = 0;
    g_byte_array_set_size (message, 12);
  }
  if (behaviour == DNS_LOOP)
    spoil_with_loop (message);
  if (behaviour == DNS_GARBAGE) {
    message->data[7] = 200; /* so many answers, and none of them is one */
    g_byte_array_append (message, (const guint8 *) "\xff\xfe\xfd\xfc\xfb\xfa", 6);
  }
  return message;
}

/* ------------------------------------------------------------------ sockets */

static void
serve_udp (DnsServer *server)
{
  guint8 bytes[4096];
  struct sockaddr_in peer;
  socklen_t size = sizeof peer;
  ssize_t n =
      recvfrom (server->udp, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *) &peer, &size);
  GByteArray *answer = n > 0 ? respond (server, bytes, (gsize) n, TRUE) : NULL;

  if (answer == NULL)
    return;
  if (sendto (server->udp, answer->data, answer->len, MSG_NOSIGNAL, (struct sockaddr *) &peer,
              size) < 0)
    g_test_message ("DNS answer not sent");
  g_byte_array_unref (answer);
}

/* One question a connection is all that a resolver needs. */
static void
serve_tcp (DnsServer *server)
{
  guint8 bytes[4096];
  int fd = accept4 (server->tcp, NULL, NULL, SOCK_CLOEXEC);
  struct timeval limit = {.tv_sec = 5};
  gsize filled = 0;
  GByteArray *answer = NULL;

  if (fd < 0)
    return;
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  while (filled < 2 || filled < 2 + ((gsize) bytes[0] << 8 | bytes[1])) {
    ssize_t n = recv (fd, bytes + filled, sizeof bytes - filled, 0);

    if (n <= 0)
      break;
    filled += (gsize) n;
  }
  if (filled > 2)
    answer = respond (server, bytes + 2, filled - 2, FALSE);
  if (answer != NULL) {
    g_autoptr (GByteArray) framed = g_byte_array_new ();

    put16 (framed, answer->len);
    g_byte_array_append (framed, answer->data, answer->len);
    if (send (fd, framed->data, framed->len, MSG_NOSIGNAL) < 0)
      g_test_message ("DNS answer not sent");
    g_byte_array_unref (answer);
  }
  close (fd);
}

static gpointer
serve (gpointer data)
{
  DnsServer *server = data;
  struct pollfd fds[] = {{.fd = server->stop, .events = POLLIN},
                         {.fd = server->udp, .events = POLLIN},
                         {.fd = server->tcp, .events = POLLIN}};

  while (fds[0].revents == 0) {
    if (poll (fds, G_N_ELEMENTS (fds), -1) <= 0)
      continue;
    if (fds[1].revents != 0)
      serve_udp (server);
    if (fds[2].revents != 0)
      serve_tcp (server);
  }
  return NULL;
}

/* UDP and TCP at one and the same free port. */
static gboolean
bind_both (DnsServer *server)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof address;

  server->udp = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  server->tcp = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (bind (server->udp, (struct sockaddr *) &address, size) == 0 &&
      getsockname (server->udp, (struct sockaddr *) &address, &size) == 0 &&
      bind (server->tcp, (struct sockaddr *) &address, size) == 0 &&
      listen (server->tcp, 16) == 0) {
    server->address = g_strdup_printf ("127.0.0.1:%u", (guint) ntohs (address.sin_port));
    return TRUE;
  }
  close (server->udp);
  close (server->tcp);
  return FALSE;
}

/* ------------------------------------------------------------------ public */

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->data);
}

static void
manner_clear (gpointer data)
{
  g_free (((Manner *) data)->name);
}

static void
asked_clear (gpointer data)
{
  g_free (((Asked *) data)->name);
}

DnsServer *
dns_server_new (void)
{
  DnsServer *server = g_new0 (DnsServer, 1);
  guint tries = 0;

  while (!bind_both (server))
    g_assert_cmpuint (++tries, <, 50);
  server->stop = eventfd (0, EFD_CLOEXEC);
  server->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (server->entries, entry_clear);
  server->manners = g_array_new (FALSE, TRUE, sizeof (Manner));
  g_array_set_clear_func (server->manners, manner_clear);
  server->asked = g_array_new (FALSE, TRUE, sizeof (Asked));
  g_array_set_clear_func (server->asked, asked_clear);
  g_mutex_init (&server->mutex);
  server->thread = g_thread_new ("dns-server", serve, server);
  return server;
}

void
dns_server_free (DnsServer *server)
{
  eventfd_write (server->stop, 1);
  g_thread_join (server->thread);
  close (server->stop);
  close (server->udp);
  close (server->tcp);
  g_array_unref (server->entries);
  g_array_unref (server->manners);
  g_array_unref (server->asked);
  g_mutex_clear (&server->mutex);
  g_free (server->address);
  g_free (server);
}

const char *
dns_server_get_address (DnsServer *server)
{
  return server->address;
}

static void
add_entry (DnsServer *server, const char *name, guint type, const char *data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  Entry entry = {.name = g_strdup (name), .type = type, .data = g_strdup (data)};

  g_array_append_val (server->entries, entry);
}

void
dns_server_add (DnsServer *server, const char *name, const char *type, const char *data)
{
  add_entry (server, name, type_number (type), data);
}

void
dns_server_add_empty (DnsServer *server, const char *name)
{
  add_entry (server, name, 0, NULL);
}

static void
add_manner (DnsServer *server, const char *name, guint type, DnsBehaviour behaviour, int rcode)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  Manner manner = {.name = g_strdup (name), .type = type, .behaviour = behaviour, .rcode = rcode};

  g_array_append_val (server->manners, manner);
}

void
dns_server_set_rcode (DnsServer *server, const char *name, guint rcode)
{
  add_manner (server, name, 0, DNS_ANSWER, (int) rcode);
}

void
dns_server_set_behaviour (DnsServer *server, const char *name, const char *type,
                          DnsBehaviour behaviour)
{
  add_manner (server, name, type != NULL ? type_number (type) : 0, behaviour, -1);
}

void
dns_server_set_authentic (DnsServer *server, gboolean authentic)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  server->authentic = authentic;
}

guint
dns_server_count (DnsServer *server, const char *name, const char *type)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  guint wanted = type != NULL ? type_number (type) : 0;
  guint n = 0;

  for (guint i = 0; i < server->asked->len; i++) {
    const Asked *asked = &g_array_index (server->asked, Asked, i);

    if ((name == NULL || g_ascii_strcasecmp (asked->name, name) == 0) &&
        (wanted == 0 || asked->type == wanted))
      n++;
  }
  return n;
}
