/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sasl-server.h"

#include "tl-channel.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gsasl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_MS 20000

struct _SaslServer {
  const SaslServerConfig *config;
  TlTlsIdentity *identity;
  int listener;
  guint port;
  GThread *thread;
  GCancellable *cancellable;
  TlIo *io;
  TlChannel *channel;
  char *binding_type; /* (nullable) */
  char *binding;      /* base64 */
};

/* ---------------------------------------------------------------- gsasl's questions */

static int
give_binding (SaslServer *server, Gsasl_session *session, Gsasl_property property)
{
  const char *wanted = property == GSASL_CB_TLS_EXPORTER ? "tls-exporter" : "tls-unique";

  if (g_strcmp0 (server->binding_type, wanted) != 0)
    return GSASL_NO_CALLBACK;
  gsasl_property_set (session, property, server->binding);
  return GSASL_OK;
}

static int
on_property (Gsasl *context, Gsasl_session *session, Gsasl_property property)
{
  SaslServer *server = gsasl_callback_hook_get (context);

  switch (property) {
    case GSASL_PASSWORD:
      gsasl_property_set (session, property, server->config->password);
      return GSASL_OK;
    case GSASL_SCRAM_ITER:
      gsasl_property_set (session, property, server->config->rounds);
      return GSASL_OK;
    case GSASL_CB_TLS_EXPORTER:
    case GSASL_CB_TLS_UNIQUE:
      return give_binding (server, session, property);
    default:
      return GSASL_NO_CALLBACK;
  }
}

/* ---------------------------------------------------------------- the conversation */

static void
say (SaslServer *server, const char *head, const char *words)
{
  g_autofree char *line = g_strconcat (head, words, NULL);

  tl_channel_send_line (server->channel, line);
}

static char *
hear (SaslServer *server)
{
  const char *line;
  gsize length;

  if (tl_channel_read_line (server->channel, tl_io_limit (server->io, LIMIT_MS), &line, &length,
                            NULL) != TL_FAILURE_NONE)
    return NULL;
  return g_strndup (line, length);
}

/* "v=…" with another first letter: well-formed, and not the proof. */
static void
say_forged (SaslServer *server, const char *challenge)
{
  gsize length;
  g_autofree guchar *proof = g_base64_decode (challenge, &length);
  g_autofree char *forged = NULL;

  proof[2] = proof[2] == 'A' ? 'B' : 'A';
  forged = g_base64_encode (proof, length);
  say (server, "334 ", forged);
}

/* From the client's first words to the verdict. */
static void
log_in (SaslServer *server, Gsasl_session *session, const char *first)
{
  g_autofree char *heard = g_strdup (first);
  int code = GSASL_NEEDS_MORE;

  while (heard != NULL && code == GSASL_NEEDS_MORE) {
    char *challenge = NULL;

    code = gsasl_step64 (session, heard, &challenge);
    g_clear_pointer (&heard, g_free);
    if (code == GSASL_OK && server->config->without_proof) {
      gsasl_free (challenge);
      break;
    }
    if ((code == GSASL_OK || code == GSASL_NEEDS_MORE) && challenge != NULL &&
        challenge[0] != '\0') {
      if (code == GSASL_OK && server->config->forged)
        say_forged (server, challenge);
      else
        say (server, "334 ", challenge);
      heard = hear (server);
    }
    gsasl_free (challenge);
  }
  say (server, "", code == GSASL_OK ? "235 2.7.0 welcome" : "535 5.7.8 no");
}

static void
answer_auth (SaslServer *server, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  Gsasl *context;
  Gsasl_session *session;

  gsasl_init (&context);
  gsasl_callback_set (context, on_property);
  gsasl_callback_hook_set (context, server);
  if (gsasl_server_start (context, server->config->mechanism, &session) == GSASL_OK) {
    gsasl_property_set (session, GSASL_SERVICE, "smtp");
    gsasl_property_set (session, GSASL_HOSTNAME, "mail.test");
    log_in (server, session, words[1] != NULL ? words[2] : NULL);
    gsasl_finish (session);
  }
  gsasl_done (context);
}

static void
converse (SaslServer *server)
{
  char *line;

  say (server, "220 mail.test ESMTP", "");
  while ((line = hear (server)) != NULL) {
    if (g_str_has_prefix (line, "EHLO")) {
      say (server, "250-mail.test", "");
      say (server, "250 AUTH ", server->config->mechanism);
    } else if (g_str_has_prefix (line, "AUTH")) {
      answer_auth (server, line);
    } else {
      say (server, "250 ok", "");
    }
    g_free (line);
  }
}

static void
note_binding (SaslServer *server)
{
  const char *type;
  g_autoptr (GBytes) data = NULL;

  if (!tl_tls_channel_binding (tl_channel_get_tls (server->channel), &type, &data))
    return;
  server->binding_type = g_strdup (type);
  if (server->config->other_binding)
    server->binding = g_strdup ("b3RoZXIgc2Vzc2lvbg==");
  else
    server->binding = g_base64_encode (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

static gpointer
serve (gpointer data)
{
  SaslServer *server = data;
  struct pollfd fd = {.fd = server->listener, .events = POLLIN};
  int peer;

  if (tl_io_poll (server->io, &fd, 1, G_MAXINT64) != TL_FAILURE_NONE)
    return NULL;
  peer = accept4 (server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (peer < 0)
    return NULL;
  server->channel = tl_channel_new (server->io, peer);
  if (tl_channel_accept_tls (server->channel, server->identity, server->config->priority,
                             LIMIT_MS) == TL_FAILURE_NONE) {
    note_binding (server);
    converse (server);
  }
  tl_channel_close (server->channel);
  return NULL;
}

/* ---------------------------------------------------------------- public */

SaslServer *
sasl_server_new (const SaslServerConfig *config, TlTlsIdentity *identity)
{
  SaslServer *server = g_new0 (SaslServer, 1);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  gint64 now = g_get_monotonic_time ();

  server->config = config;
  server->identity = identity;
  server->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  g_assert_cmpint (bind (server->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (server->listener, 1), ==, 0);
  getsockname (server->listener, (struct sockaddr *) &address, &length);
  server->port = ntohs (address.sin_port);
  server->cancellable = g_cancellable_new ();
  server->io = tl_io_new (server->cancellable, now + 60 * G_USEC_PER_SEC, NULL, NULL, now);
  server->thread = g_thread_new ("sasl-server", serve, server);
  return server;
}

guint
sasl_server_get_port (SaslServer *server)
{
  return server->port;
}

void
sasl_server_free (SaslServer *server)
{
  g_cancellable_cancel (server->cancellable);
  g_thread_join (server->thread);
  g_clear_pointer (&server->channel, tl_channel_free);
  tl_io_unref (server->io);
  g_object_unref (server->cancellable);
  close (server->listener);
  g_free (server->binding_type);
  g_free (server->binding);
  g_free (server);
}
