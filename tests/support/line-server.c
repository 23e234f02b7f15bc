/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "line-server.h"

#include "tl-address.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TLS_LIMIT_MS 20000
/* After our FIN the client's last words are read away, so that no RST overtakes ours. */
#define LINGER_MS 2000
#define BUFFER_SIZE 65536

struct _LineServer {
  int family, listener;
  guint port;
  GPtrArray *scripts; /* const LineAction * */
  TlTlsIdentity *identity;
  char *priority;
  gboolean wants_certificate;
  GCancellable *stop;
  GThread *acceptor;

  GMutex mutex; /* guards what follows */
  GCond idle;
  GPtrArray *players; /* GThread */
  guint connections, handshakes, resumed, playing;
  GString *received;
  char *mismatch;
};

/* One connection being played. */
typedef struct {
  LineServer *server;
  const LineAction *script;
  TlIo *io;
  int fd; /* -1 once closed */
  TlTls *tls;
  char buffer[BUFFER_SIZE];
  gsize filled;
} Player;

/* ------------------------------------------------------------------ bytes */

static gboolean
wait_for (Player *player, short events)
{
  struct pollfd fd = {.fd = player->fd, .events = events};

  return tl_io_poll (player->io, &fd, 1, G_MAXINT64) == TL_FAILURE_NONE;
}

/* FALSE when the client is gone or the server is being freed. */
static gboolean
write_all (Player *player, const char *bytes, gsize length)
{
  while (length > 0) {
    TlFailure failure = TL_FAILURE_NONE;
    gssize n;

    if (tl_io_is_cancelled (player->io))
      return FALSE;
    if (player->tls != NULL)
      n = tl_tls_write (player->tls, bytes, length, &failure);
    else
      n = send (player->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 &&
        (failure != TL_FAILURE_NONE || (player->tls == NULL && errno != EAGAIN && errno != EINTR)))
      return FALSE;
    if (n < 0 && !wait_for (player, POLLOUT))
      return FALSE;
    if (n > 0) {
      bytes += n;
      length -= (gsize) n;
    }
  }
  return TRUE;
}

/* At least one byte; 0 at the end, whatever the kind of end. */
static gsize
read_some (Player *player, char *buffer, gsize size)
{
  for (;;) {
    TlFailure failure = TL_FAILURE_NONE;
    gssize n;

    if (player->tls != NULL)
      n = tl_tls_read (player->tls, buffer, size, &failure, NULL);
    else
      n = recv (player->fd, buffer, size, MSG_DONTWAIT);
    if (n >= 0)
      return (gsize) n;
    if (failure != TL_FAILURE_NONE || (player->tls == NULL && errno != EAGAIN && errno != EINTR))
      return 0;
    if (!wait_for (player, POLLIN))
      return 0;
  }
}

/* One line without its end, (transfer full), or NULL when the client is gone. */
static char *
read_line (Player *player)
{
  for (;;) {
    char *feed = memchr (player->buffer, '\n', player->filled);
    gsize n;

    if (feed != NULL) {
      gsize length = (gsize) (feed - player->buffer);
      gsize text = length > 0 && feed[-1] == '\r' ? length - 1 : length;
      char *line = g_strndup (player->buffer, text);

      player->filled -= length + 1;
      memmove (player->buffer, feed + 1, player->filled);
      return line;
    }
    if (player->filled == sizeof player->buffer)
      return NULL;
    n = read_some (player, player->buffer + player->filled, sizeof player->buffer - player->filled);
    if (n == 0)
      return NULL;
    player->filled += n;
  }
}

static char *
receive_line (Player *player)
{
  LineServer *server = player->server;
  char *line = read_line (player);

  if (line == NULL)
    return NULL;
  g_mutex_lock (&server->mutex);
  if (server->received->len > 0)
    g_string_append_c (server->received, '\n');
  g_string_append (server->received, line);
  g_mutex_unlock (&server->mutex);
  return line;
}

static gboolean
swallow (Player *player, gssize bytes)
{
  char buffer[4096];

  while (bytes != 0) {
    gsize n =
        read_some (player, buffer, bytes < 0 ? sizeof buffer : MIN ((gsize) bytes, sizeof buffer));

    if (n == 0)
      return FALSE;
    if (bytes > 0)
      bytes -= (gssize) n;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ actions */

static gboolean
expect (Player *player, const char *glob)
{
  LineServer *server = player->server;
  g_autofree char *line = receive_line (player);

  if (line != NULL && g_pattern_match_simple (glob, line))
    return TRUE;
  /* A client that hangs up in the middle of the script is a mismatch, too, unless we are ending. */
  if (line == NULL && tl_io_is_cancelled (player->io))
    return FALSE;
  g_mutex_lock (&server->mutex);
  if (server->mismatch == NULL)
    server->mismatch = g_strdup_printf ("expected \"%s\", got %s%s", glob,
                                        line != NULL ? "" : "the end", line != NULL ? line : "");
  g_mutex_unlock (&server->mutex);
  return FALSE;
}

static gboolean
echo_line (Player *player, const char *format)
{
  g_autofree char *line = receive_line (player);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = NULL;

  if (line == NULL)
    return FALSE;
  text = g_strconcat (parts[0], parts[1] != NULL ? line : "", parts[1], NULL);
  return write_all (player, text, strlen (text));
}

static gboolean
flood (Player *player, const char *text, gssize bytes)
{
  gsize length = strlen (text);

  while (bytes != 0) {
    gsize n = bytes < 0 ? length : MIN ((gsize) bytes, length);

    if (!write_all (player, text, n))
      return FALSE;
    if (bytes > 0)
      bytes -= (gssize) n;
  }
  return TRUE;
}

static gboolean
drip (Player *player, const char *text, guint ms)
{
  for (; *text != '\0'; text++) {
    if (!write_all (player, text, 1) || !tl_io_sleep (player->io, ms))
      return FALSE;
  }
  return TRUE;
}

static gboolean
start_tls (Player *player)
{
  LineServer *server = player->server;
  TlFailure failure;

  player->tls = tl_tls_accept_full (player->io, player->fd, server->identity, server->priority,
                                    server->wants_certificate, TLS_LIMIT_MS, &failure);
  if (player->tls == NULL)
    return FALSE;
  g_mutex_lock (&server->mutex);
  server->handshakes++;
  server->resumed += tl_tls_get_info (player->tls)->resumed ? 1 : 0;
  g_mutex_unlock (&server->mutex);
  return TRUE;
}

static void
close_at_once (Player *player, gboolean reset)
{
  struct linger linger = {.l_onoff = 1, .l_linger = 0};

  if (reset)
    setsockopt (player->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close (player->fd);
  player->fd = -1;
}

/* FIN, then what the client still sends is read away. */
static void
close_gently (Player *player)
{
  gint64 until = g_get_monotonic_time () + LINGER_MS * 1000;
  char buffer[4096];
  struct pollfd fd = {.fd = player->fd, .events = POLLIN};

  shutdown (player->fd, SHUT_WR);
  while (tl_io_poll (player->io, &fd, 1, until) == TL_FAILURE_NONE) {
    ssize_t n = recv (player->fd, buffer, sizeof buffer, MSG_DONTWAIT);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
      break;
  }
  close_at_once (player, FALSE);
}

static void
end_tls (Player *player)
{
  if (player->tls != NULL)
    tl_tls_bye (player->tls);
  g_clear_pointer (&player->tls, tl_tls_free);
}

/* FALSE: the script is at its end. */
static gboolean
act (Player *player, const LineAction *action)
{
  switch (action->kind) {
    case LINE_SAY:
      return write_all (player, action->text,
                        action->n < 0 ? strlen (action->text) : (gsize) action->n);
    case LINE_EXPECT:
      return expect (player, action->text);
    case LINE_ECHO:
      return echo_line (player, action->text);
    case LINE_WAIT:
      return tl_io_sleep (player->io, (guint) action->n);
    case LINE_CLOSE:
      g_clear_pointer (&player->tls, tl_tls_free);
      close_gently (player);
      return FALSE;
    case LINE_RESET:
      close_at_once (player, TRUE);
      return FALSE;
    case LINE_FLOOD:
      return flood (player, action->text, action->n);
    case LINE_DRIP:
      return drip (player, action->text, (guint) action->n);
    case LINE_TLS:
      return start_tls (player);
    case LINE_CLEAR:
      end_tls (player);
      return TRUE;
    case LINE_SWALLOW:
      return swallow (player, action->n);
    case LINE_HOLD:
      swallow (player, -1);
      return FALSE;
    case LINE_LOOP:
    case LINE_END:
    default:
      return action->kind == LINE_LOOP;
  }
}

static gpointer
play (gpointer data)
{
  Player *player = data;
  LineServer *server = player->server;
  gsize at = 0;

  while (act (player, &player->script[at]))
    at = player->script[at].kind == LINE_LOOP ? (gsize) player->script[at].n : at + 1;
  if (player->fd >= 0) {
    end_tls (player);
    close_gently (player);
  }
  g_clear_pointer (&player->tls, tl_tls_free);
  tl_io_unref (player->io);
  g_free (player);

  g_mutex_lock (&server->mutex);
  server->playing--;
  g_cond_broadcast (&server->idle);
  g_mutex_unlock (&server->mutex);
  return NULL;
}

/* ------------------------------------------------------------------ accepting */

static void
begin_player (LineServer *server, int fd)
{
  Player *player = g_new0 (Player, 1);
  int one = 1;
  guint index;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  player->server = server;
  player->fd = fd;
  player->io = tl_io_new (server->stop, G_MAXINT64, NULL, NULL, g_get_monotonic_time ());

  g_mutex_lock (&server->mutex);
  index = MIN (server->connections, server->scripts->len - 1);
  player->script = server->scripts->pdata[index];
  server->connections++;
  server->playing++;
  g_ptr_array_add (server->players, g_thread_new ("line-player", play, player));
  g_mutex_unlock (&server->mutex);
}

static gpointer
accept_all (gpointer data)
{
  LineServer *server = data;
  g_autoptr (TlIo) io = tl_io_new (server->stop, G_MAXINT64, NULL, NULL, g_get_monotonic_time ());
  struct pollfd fd = {.fd = server->listener, .events = POLLIN};

  while (tl_io_poll (io, &fd, 1, G_MAXINT64) == TL_FAILURE_NONE) {
    int client = accept4 (server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (client >= 0)
      begin_player (server, client);
  }
  return NULL;
}

static int
listen_on (int family, guint *port)
{
  int fd = socket (family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int one = 1;
  TlAddress address;

  if (fd < 0 || !tl_address_parse (family == AF_INET6 ? "::1" : "127.0.0.1", *port, &address))
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (fd, (struct sockaddr *) &address.storage, address.length) != 0 ||
      listen (fd, 64) != 0 ||
      getsockname (fd, (struct sockaddr *) &address.storage, &address.length) != 0) {
    close (fd);
    return -1;
  }
  *port = tl_address_get_port (&address);
  return fd;
}

/* ------------------------------------------------------------------ public */

LineServer *
line_server_new_at (int family, guint port)
{
  LineServer *server;
  int listener = listen_on (family, &port);

  if (listener < 0)
    return NULL;
  server = g_new0 (LineServer, 1);
  server->family = family;
  server->listener = listener;
  server->port = port;
  server->scripts = g_ptr_array_new ();
  server->players = g_ptr_array_new ();
  server->received = g_string_new (NULL);
  server->stop = g_cancellable_new ();
  g_mutex_init (&server->mutex);
  g_cond_init (&server->idle);
  return server;
}

LineServer *
line_server_new (int family)
{
  return line_server_new_at (family, 0);
}

void
line_server_free (LineServer *server)
{
  g_cancellable_cancel (server->stop);
  if (server->acceptor != NULL)
    g_thread_join (server->acceptor);
  for (guint i = 0; i < server->players->len; i++)
    g_thread_join (server->players->pdata[i]);
  close (server->listener);
  g_ptr_array_unref (server->scripts);
  g_ptr_array_unref (server->players);
  g_string_free (server->received, TRUE);
  g_clear_pointer (&server->identity, tl_tls_identity_unref);
  g_free (server->priority);
  g_free (server->mismatch);
  g_object_unref (server->stop);
  g_mutex_clear (&server->mutex);
  g_cond_clear (&server->idle);
  g_free (server);
}

void
line_server_add_script (LineServer *server, const LineAction *actions)
{
  g_ptr_array_add (server->scripts, (gpointer) actions);
}

void
line_server_set_identity (LineServer *server, TlTlsIdentity *identity, const char *priority)
{
  g_clear_pointer (&server->identity, tl_tls_identity_unref);
  server->identity = tl_tls_identity_ref (identity);
  g_free (server->priority);
  server->priority = g_strdup (priority);
}

void
line_server_set_wants_certificate (LineServer *server)
{
  server->wants_certificate = TRUE;
}

void
line_server_start (LineServer *server)
{
  g_assert_cmpuint (server->scripts->len, >, 0);
  server->acceptor = g_thread_new ("line-server", accept_all, server);
}

const char *
line_server_get_host (LineServer *server)
{
  return server->family == AF_INET6 ? "::1" : "127.0.0.1";
}

guint
line_server_get_port (LineServer *server)
{
  return server->port;
}

GPtrArray *
line_server_dup_addresses (LineServer *server)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  TlAddress *address = g_new0 (TlAddress, 1);

  tl_address_parse (line_server_get_host (server), server->port, address);
  g_ptr_array_add (addresses, address);
  return addresses;
}

static guint
get_counter (LineServer *server, const guint *counter)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return *counter;
}

guint
line_server_get_connections (LineServer *server)
{
  return get_counter (server, &server->connections);
}

guint
line_server_get_handshakes (LineServer *server)
{
  return get_counter (server, &server->handshakes);
}

guint
line_server_get_resumed (LineServer *server)
{
  return get_counter (server, &server->resumed);
}

char *
line_server_dup_received (LineServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return g_strdup (server->received->str);
}

char *
line_server_dup_mismatch (LineServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return g_strdup (server->mismatch);
}

gboolean
line_server_wait_idle (LineServer *server, guint limit_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  gint64 until = g_get_monotonic_time () + (gint64) limit_ms * 1000;

  while (server->playing > 0) {
    if (!g_cond_wait_until (&server->idle, &server->mutex, until))
      return server->playing == 0;
  }
  return TRUE;
}

guint
line_server_find_closed_port (int family)
{
  guint port = 0;
  int fd = listen_on (family, &port);

  if (fd >= 0)
    close (fd);
  return port;
}
