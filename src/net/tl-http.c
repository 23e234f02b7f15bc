/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-net"

#include "tl-http.h"

#include "tl-http-body.h"
#include "tl-http-head.h"
#include "tl-http-private.h"

#include <libsoup/soup.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config.h"

/* How often the bytes that came are counted while libsoup reads: it has no limit for a head. */
#define WATCH_MS 20
/* What TLS, HTTP/2 frames and a chain of certificates add to the bytes that count. */
#define OVERHEAD_BYTES (256 * 1024)
/* An answer of which nothing came for so long has stopped; it does not trickle. */
#define SILENCE_MS 2000
/* So long another connection is kept from ending while no answer comes. */
#define IDLE_MS 1000
#define PRINT_BYTES 256
/* What lies unread in the place of a head is a flood from here on; less may be what a busy machine has not
 * come to read yet. */
#define HEAP_BYTES 4096
/* So long after the end of the connection libsoup has certainly seen it, if ever. */
#define ABANDONED_US (500 * 1000)

/* States of a connection (include/net/tcp_states.h of the kernel; the header that names them knows
 * nothing of the bytes that came). */
#define TCP_CLOSE 7
#define TCP_CLOSE_WAIT 8

/* One request in a thread of its own, with its own main context: the caller waits in poll() and leaves
 * it behind on cancel or at the limit. Whoever lets go last frees it. */
typedef struct {
  gatomicrefcount refs;
  char *url;
  char *host;
  char *accept; /* (nullable) */
  gsize body_max;
  gboolean any_date;
  TlTlsTrust *trust; /* (nullable) */
  TlHttpAddress *address;
  GMainContext *context;
  GCancellable *cancellable; /* cancelled in the thread alone */
  GTlsConnection *tls;       /* (nullable) of the thread alone, too */
  int event_fd;              /* readable once done */

  GMutex mutex; /* guards what follows */
  gboolean done;
  int socket; /* a duplicate of the one in use, for counting; -1 */
  gboolean handshaking;
  gboolean head_done;
  TlHttpAnswer *answer;
} Get;

/* Threads that are not at their end. */
static gint running;

guint
tl_http_count_running (void)
{
  return (guint) g_atomic_int_get (&running);
}

/* ------------------------------------------------------------------ answers */

TlHttpAnswer *
tl_http_answer_new (void)
{
  TlHttpAnswer *answer = g_new0 (TlHttpAnswer, 1);

  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return answer;
}

void
tl_http_answer_free (TlHttpAnswer *answer)
{
  g_free (answer->version);
  g_free (answer->reason);
  g_hash_table_unref (answer->headers);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer->verify);
  g_free (answer);
}

const char *
tl_http_answer_get (const TlHttpAnswer *answer, const char *name)
{
  return g_hash_table_lookup (answer->headers, name);
}

char *
tl_http_answer_dup_print (const TlHttpAnswer *answer, const TlUrl *url)
{
  gsize length = 0;
  const char *bytes = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : NULL;
  g_autofree char *begin = NULL;
  g_autoptr (GString) text = NULL;

  if (bytes == NULL || length == 0)
    return NULL;
  begin = g_strndup (bytes, MIN (length, 8 * PRINT_BYTES)); /* ends at a NUL, which no page has */
  text = g_string_new (begin);
  g_string_replace (text, url->host, "", 0);
  if (strlen (url->path) > 1)
    g_string_replace (text, url->path, "", 0);
  g_string_truncate (text, MIN (text->len, PRINT_BYTES));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
}

/* ------------------------------------------------------------------ the thread */

static void
get_unref (Get *get)
{
  if (!g_atomic_ref_count_dec (&get->refs))
    return;
  g_free (get->url);
  g_free (get->host);
  g_free (get->accept);
  g_clear_pointer (&get->trust, tl_tls_trust_unref);
  g_object_unref (get->address);
  g_object_unref (get->cancellable);
  g_main_context_unref (get->context);
  if (get->event_fd >= 0)
    close (get->event_fd);
  if (get->socket >= 0)
    close (get->socket);
  g_clear_pointer (&get->answer, tl_http_answer_free);
  g_mutex_clear (&get->mutex);
  g_free (get);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Get, get_unref)

/* What the kernel knows of the connection in use. Under the mutex; all 0 where there is none. */
static struct tcp_info
look_at_socket (Get *get)
{
  struct tcp_info info = {0};
  socklen_t size = sizeof info;

  if (get->socket < 0 || getsockopt (get->socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    memset (&info, 0, sizeof info);
  return info;
}

/* The judgement of our own store is the only one: libsoup has no database, and asks for every
 * certificate. */
static gboolean
on_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                gpointer user_data)
{
  Get *get = user_data;
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *verify;

  for (GTlsCertificate *it = certificate; it != NULL; it = g_tls_certificate_get_issuer (it)) {
    g_autoptr (GByteArray) der = NULL;

    g_object_get (it, "certificate", &der, NULL);
    if (der != NULL)
      g_ptr_array_add (chain, g_byte_array_free_to_bytes (g_steal_pointer (&der)));
  }
  verify = get->trust != NULL ? tl_tls_trust_judge (get->trust, get->host, chain) : "not-tested";
  g_mutex_lock (&get->mutex);
  g_free (get->answer->verify);
  get->answer->verify = g_strdup (verify);
  g_mutex_unlock (&get->mutex);
  return strcmp (verify, "ok") == 0 || (get->any_date && (strcmp (verify, "expired") == 0 ||
                                                          strcmp (verify, "not-yet-valid") == 0));
}

/* There is none to show; the server may do without. */
static gboolean
on_certificate_wanted (SoupMessage *message, GTlsClientConnection *connection, gpointer user_data)
{
  Get *get = user_data;

  g_mutex_lock (&get->mutex);
  get->answer->wants_certificate = TRUE;
  g_mutex_unlock (&get->mutex);
  soup_message_set_tls_client_certificate (message, NULL);
  return TRUE;
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer user_data)
{
  Get *get = user_data;
  GSocket *socket;

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_set_object (&get->tls, G_TLS_CONNECTION (connection));
  g_mutex_lock (&get->mutex);
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING || event == G_SOCKET_CLIENT_TLS_HANDSHAKED)
    get->handshaking = event == G_SOCKET_CLIENT_TLS_HANDSHAKING;
  g_mutex_unlock (&get->mutex);
  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (connection))
    return;
  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
  g_mutex_lock (&get->mutex);
  if (get->socket >= 0)
    close (get->socket);
  get->socket = dup (g_socket_get_fd (socket));
  g_mutex_unlock (&get->mutex);
}

/* libsoup repeats a 421 once, and says so by this signal alone. */
static void
on_restarted (SoupMessage *message, gpointer user_data)
{
  Get *get = user_data;

  g_mutex_lock (&get->mutex);
  get->head_done = FALSE;
  if (get->answer->restarts++ == 0)
    get->answer->first_status = (guint) soup_message_get_status (message);
  g_mutex_unlock (&get->mutex);
}

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  GHashTable *headers = user_data;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, lower);
  char *whole = before != NULL ? g_strconcat (before, ", ", value, NULL) : g_strdup (value);

  g_hash_table_replace (headers, g_steal_pointer (&lower), whole);
}

/* Already here, because libsoup takes in the whole body of a 421 before it hands anything out. */
static void
on_headers (SoupMessage *message, gpointer user_data)
{
  static const char *const versions[] = {"HTTP/1.0", "HTTP/1.1", "HTTP/2"};
  Get *get = user_data;
  SoupHTTPVersion version = soup_message_get_http_version (message);
  GSocketAddress *peer = soup_message_get_remote_address (message);
  TlHttpAnswer *answer;

  /* libsoup takes the end of the connection for that of TLS, so that whoever cuts it ends a page. */
  if (get->tls != NULL)
    g_tls_connection_set_require_close_notify (get->tls, TRUE);
  g_mutex_lock (&get->mutex);
  answer = get->answer;
  get->head_done = TRUE;
  answer->head_in_doubt = !tl_http_head_is_whole (message);
  g_free (answer->version);
  g_free (answer->reason);
  g_hash_table_remove_all (answer->headers);
  answer->version =
      g_strdup ((guint) version < G_N_ELEMENTS (versions) ? versions[version] : "HTTP");
  answer->status = (guint) soup_message_get_status (message);
  answer->reason = g_strdup (soup_message_get_reason_phrase (message));
  soup_message_headers_foreach (soup_message_get_response_headers (message), add_header,
                                answer->headers);
  if (peer != NULL) {
    gssize size = g_socket_address_get_native_size (peer);

    if (size > 0 && (gsize) size <= sizeof answer->peer.storage &&
        g_socket_address_to_native (peer, &answer->peer.storage, (gsize) size, NULL))
      answer->peer.length = (socklen_t) size;
  }
  g_mutex_unlock (&get->mutex);
}

static void
read_body (Get *get, SoupMessage *message, GInputStream *stream)
{
  TlHttpBody body = {.limit = get->body_max, .cancellable = get->cancellable};

  tl_http_body_read (&body, message, stream);
  g_mutex_lock (&get->mutex);
  get->answer->head_in_doubt &= g_bytes_get_size (body.bytes) == 0;
  get->answer->body = g_steal_pointer (&body.bytes);
  get->answer->cut = body.cut;
  get->answer->broken = body.broken;
  get->answer->stalled = body.failure;
  g_mutex_unlock (&get->mutex);
}

/* Whether the server ended the connection. Under the mutex. */
static gboolean
has_ended (Get *get)
{
  guint state = look_at_socket (get).tcpi_state;

  return state == TCP_CLOSE_WAIT || state == TCP_CLOSE;
}

static TlFailure
failure_of_error (Get *get, const GError *error)
{
  if (get->handshaking && error->domain == G_TLS_ERROR)
    return TL_FAILURE_TLS;
  /* "Header too big", which libsoup gives the code of a lost connection. */
  if (!get->head_done && look_at_socket (get).tcpi_bytes_received > TL_HTTP_HEAD_MAX)
    return TL_FAILURE_REPLY_TOO_LONG;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TL_FAILURE_CANCELLED;
  if (error->domain == G_TLS_ERROR)
    return TL_FAILURE_TLS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return TL_FAILURE_RESET;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return TL_FAILURE_CLOSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TL_FAILURE_TIMEOUT;
  /* HTTP/2 has no code of its own for a connection that ends without an answer. */
  if (error->domain == G_IO_ERROR && !get->head_done && has_ended (get))
    return TL_FAILURE_CLOSED;
  /* Nor has a stream that the server resets on a connection that it keeps. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) && !get->head_done &&
      look_at_socket (get).tcpi_bytes_received > 0)
    return TL_FAILURE_RESET;
  if (error->domain == SOUP_SESSION_ERROR)
    return TL_FAILURE_INVALID;
  return error->domain == G_IO_ERROR ? TL_FAILURE_NETWORK : TL_FAILURE_INVALID;
}

static SoupSession *
new_session (Get *get)
{
  SoupSession *session =
      g_object_new (SOUP_TYPE_SESSION, "remote-connectable", get->address, "proxy-resolver", NULL,
                    "tls-database", NULL, "user-agent", "throughline/" TL_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

static void
run_request (Get *get)
{
  g_autoptr (SoupSession) session = new_session (get);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", get->url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  TlHttpPending pending = {NULL};

  if (message == NULL) {
    get->answer->failure = TL_FAILURE_INVALID;
    return;
  }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE |
                                       SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_COLLECT_METRICS);
  /* Without it libsoup repeats a 421 over the very connection that it came from. */
  soup_message_headers_replace (soup_message_get_request_headers (message), "Connection", "close");
  if (get->accept != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                  get->accept);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_certificate), get);
  g_signal_connect (message, "request-certificate", G_CALLBACK (on_certificate_wanted), get);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), get);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_headers), get);
  g_signal_connect (message, "restarted", G_CALLBACK (on_restarted), get);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, get->cancellable,
                           tl_http_pending_end, &pending);
  result = tl_http_pending_run (&pending);
  stream = soup_session_send_finish (session, result, &error);
  g_mutex_lock (&get->mutex);
  if (stream == NULL)
    get->answer->failure = failure_of_error (get, error);
  g_mutex_unlock (&get->mutex);
  if (stream != NULL)
    read_body (get, message, stream);
  else
    g_debug ("libsoup: %s", error->message);
  g_signal_handlers_disconnect_by_data (message, get);
  soup_session_abort (session);
  g_clear_object (&get->tls);
}

static gpointer
get_thread (gpointer data)
{
  g_autoptr (Get) get = data;

  g_main_context_push_thread_default (get->context);
  run_request (get);
  g_mutex_lock (&get->mutex);
  get->done = TRUE;
  g_mutex_unlock (&get->mutex);
  while (g_main_context_iteration (get->context, FALSE))
    ;
  g_main_context_pop_thread_default (get->context);
  eventfd_write (get->event_fd, 1);
  g_clear_pointer (&get, get_unref);
  g_atomic_int_add (&running, -1);
  return NULL;
}

/* ------------------------------------------------------------------ the caller */

static gboolean
on_cancel (gpointer user_data)
{
  Get *get = user_data;

  g_cancellable_cancel (get->cancellable);
  return G_SOURCE_REMOVE;
}

/* Leaves the request to its thread, which ends it at once. Cancelled from here, GLib (2.74) now and then
 * loses a source that the thread frees at the same moment. */
static void
get_cancel (Get *get)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get->mutex);
  g_autoptr (GSource) source = NULL;

  if (get->done)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, on_cancel, get, NULL);
  g_source_attach (source, get->context);
}

/* Whether more came than any answer that is of use needs. */
static gboolean
is_flooded (Get *get)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get->mutex);
  gsize most = get->head_done ? get->body_max + TL_HTTP_HEAD_MAX : TL_HTTP_HEAD_MAX;
  int unread = 0;

  /* What waits in the kernel costs nobody anything yet: a body may be ahead of who reads the head. */
  if (get->socket < 0 || ioctl (get->socket, FIONREAD, &unread) != 0 || unread < 0)
    unread = 0;
  return look_at_socket (get).tcpi_bytes_received > most + OVERHEAD_BYTES + (guint64) unread;
}

/* A handshake without end is no answer that is too long. */
static TlFailure
judge_flood (Get *get)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get->mutex);

  return get->handshaking ? TL_FAILURE_TLS : TL_FAILURE_REPLY_TOO_LONG;
}

/* libsoup overlooks the end of an HTTP/2 connection that comes before its first request is out, as it
 * does where a certificate of ours is demanded. */
static gboolean
is_abandoned (Get *get, gint64 *since)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get->mutex);

  if (get->head_done || !has_ended (get)) {
    *since = 0;
    return FALSE;
  }
  if (*since == 0)
    *since = tl_clock_us ();
  return tl_clock_us () - *since > ABANDONED_US;
}

/* An idle connection may be ended at any time, a web server may even say why. */
static gboolean
speaks_first (int fd)
{
  char bytes[5];
  gssize n = recv (fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);

  return n > 0 && strncmp (bytes, "HTTP/", (gsize) n) != 0;
}

static TlFailure
await (Get *get, TlIo *io, int idle_fd, gint64 until)
{
  gint64 closed_since = 0;
  gint64 let_go = tl_clock_us () + IDLE_MS * 1000;

  for (;;) {
    struct pollfd fds[] = {{.fd = get->event_fd, .events = POLLIN},
                           {.fd = idle_fd, .events = POLLIN}};
    gint64 tick = tl_clock_us () + WATCH_MS * 1000;
    TlFailure failure = tl_io_poll (io, fds, G_N_ELEMENTS (fds), MIN (tick, until));

    if (failure == TL_FAILURE_NONE && (fds[0].revents & POLLIN) == 0) {
      if (speaks_first (idle_fd))
        return TL_FAILURE_INVALID;
      idle_fd = -1;
      continue;
    }
    if (failure != TL_FAILURE_TIMEOUT)
      return failure;
    /* Who serves one connection after the other waits for words on that one first. It may still speak. */
    if (idle_fd >= 0 && tl_clock_us () >= let_go) {
      shutdown (idle_fd, SHUT_WR);
      let_go = G_MAXINT64;
    }
    if (is_flooded (get))
      return judge_flood (get);
    if (is_abandoned (get, &closed_since))
      return TL_FAILURE_CLOSED;
    if (tl_clock_us () >= until)
      return TL_FAILURE_TIMEOUT;
  }
}

/* Silence, bytes that trickle, or a flood in the place of a head, which libsoup has stopped to read. That
 * bytes came once says nothing: TLS has its own. */
static TlFailure
judge_timeout (Get *get)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get->mutex);
  struct tcp_info info = look_at_socket (get);
  int unread = 0;

  if (!get->head_done && get->socket >= 0 && ioctl (get->socket, FIONREAD, &unread) == 0 &&
      unread >= HEAP_BYTES)
    return TL_FAILURE_INVALID;
  return info.tcpi_bytes_received > 0 && info.tcpi_last_data_recv < SILENCE_MS ? TL_FAILURE_TOO_SLOW
                                                                               : TL_FAILURE_TIMEOUT;
}

static Get *
get_new (const TlHttpRequest *request, const TlUrl *url)
{
  Get *get = g_new0 (Get, 1);

  g_atomic_ref_count_init (&get->refs);
  g_mutex_init (&get->mutex);
  get->url = g_strdup (request->url);
  get->host = g_strdup (url->host);
  get->accept = g_strdup (request->accept);
  get->body_max =
      request->body_max != 0 ? MIN (request->body_max, TL_HTTP_BODY_MAX) : TL_HTTP_BODY_MAX;
  get->any_date = request->any_date;
  get->trust = request->trust != NULL ? tl_tls_trust_ref (request->trust) : NULL;
  get->address = tl_http_address_new (url->host, url->port, request->addresses);
  get->context = g_main_context_new ();
  get->cancellable = g_cancellable_new ();
  get->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  get->socket = -1;
  get->answer = tl_http_answer_new ();
  return get;
}

/* What there is when nobody waits any longer: a head that came before the limit is of use. */
static TlHttpAnswer *
take_answer (Get *get, TlFailure failure)
{
  TlHttpAnswer *answer;

  g_mutex_lock (&get->mutex);
  if (get->done || get->head_done) {
    answer = g_steal_pointer (&get->answer);
    get->answer = tl_http_answer_new ();
    answer->broken |= !get->done;
    /* The thread may have ended meanwhile, cancelled. */
    if (answer->broken && failure != TL_FAILURE_NONE)
      answer->stalled = failure;
  } else {
    answer = tl_http_answer_new ();
    answer->failure = failure;
    answer->restarts = get->answer->restarts;
    answer->first_status = get->answer->first_status;
  }
  g_mutex_unlock (&get->mutex);
  return answer;
}

TlHttpAnswer *
tl_http_get (TlIo *io, const TlHttpRequest *request, guint limit_ms)
{
  gint64 begun = tl_clock_us ();
  gint64 until = tl_io_limit (io, limit_ms);
  g_auto (TlUrl) url = {0};
  g_autoptr (Get) get = NULL;
  TlFailure failure;
  TlHttpAnswer *answer;
  GThread *thread;

  if (!tl_url_parse (request->url, &url) || request->addresses->len == 0) {
    answer = tl_http_answer_new ();
    answer->failure = TL_FAILURE_INVALID;
    return answer;
  }
  get = get_new (request, &url);
  g_atomic_ref_count_inc (&get->refs);
  g_atomic_int_inc (&running);
  thread = g_thread_try_new ("tl-http", get_thread, get, NULL);
  if (thread != NULL) {
    g_thread_unref (thread);
  } else {
    g_atomic_int_add (&running, -1);
    get_unref (get);
  }
  failure = thread != NULL ? await (get, io, request->idle_fd, until) : TL_FAILURE_NETWORK;
  if (failure == TL_FAILURE_TIMEOUT)
    failure = judge_timeout (get);
  if (failure != TL_FAILURE_NONE)
    get_cancel (get);
  answer = take_answer (get, failure);
  /* What was given up for a reason ended in the thread as cancelled, if it ended at all. */
  if (failure == TL_FAILURE_CANCELLED || answer->failure == TL_FAILURE_CANCELLED)
    answer->failure = failure;
  answer->elapsed_ms = (double) (tl_clock_us () - begun) / 1000.0;
  return answer;
}
