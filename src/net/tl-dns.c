/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-dns-private.h"

#include "tl-dns-socket.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <sys/random.h>

/* A lost packet is asked for again after this; the wait doubles with each round. */
#define RETRY_MS 1000
#define ROUNDS 5
/* As many name servers as the C library asks. */
#define SERVERS_MAX 3

typedef struct {
  TlDnsAsker *asker;
  TlDnsQuestion *question;
  guint type;
  guint turn; /* the server asked now: index into the asker's channels */
  guint id;
  GByteArray *message; /* (owned, nullable) as it was sent */
  gboolean open, taken;
} Pending;

/* A channel for each server to begin with: what one refuses is asked of the next, which c-ares would
 * only do by losing the first one's answer. */
struct _TlDnsAsker {
  ares_channel channels[SERVERS_MAX];
  guint n_channels; /* made so far; 0: none could be made */
  guint n_servers;
  TlDnsSocketUser socket_user;
  GPtrArray *pending; /* Pending */
  guint open;
};

static void
library_init (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    ares_library_init (ARES_LIB_INIT_ALL);
    g_once_init_leave (&once, 1);
  }
}

static gboolean ask (Pending *pending);

/* Whether another server may know better (what the C library does, too). */
static gboolean
try_next_server (Pending *pending, TlDnsOutcome outcome)
{
  if (outcome != TL_DNS_SERVFAIL && outcome != TL_DNS_REFUSED && outcome != TL_DNS_OTHER)
    return FALSE;
  if (pending->turn + 1 >= pending->asker->n_servers)
    return FALSE;
  pending->turn++;
  return ask (pending);
}

/* What the first server said stands against the silence of the next. */
static void
keep_answer (TlDnsQuestion *question, TlDnsAnswer *answer)
{
  if (question->answer != NULL && answer->outcome == TL_DNS_SILENT) {
    tl_dns_answer_free (answer);
    return;
  }
  g_clear_pointer (&question->answer, tl_dns_answer_free);
  question->answer = answer;
}

static void
on_answer (void *data, int status, int timeouts, unsigned char *message, int length)
{
  Pending *pending = data;
  TlDnsQuestion *question = pending->question;

  pending->asker->open--;
  pending->open = FALSE;
  switch (status) {
    case ARES_SUCCESS:
      keep_answer (question, tl_dns_parse (message, (gsize) length, question->name, pending->type));
      try_next_server (pending, question->answer->outcome);
      break;
    case ARES_EDESTRUCTION: /* broken off by us */
    case ARES_ECANCELLED:
      break;
    case ARES_ETIMEOUT:
    case ARES_ECONNREFUSED: /* nobody listens there: as good as no answer */
      keep_answer (question, tl_dns_answer_new (TL_DNS_SILENT));
      break;
    default:
      keep_answer (question, tl_dns_answer_new (TL_DNS_OTHER));
      break;
  }
}

static guint16
random_id (void)
{
  guint16 id = 0;

  if (getrandom (&id, sizeof id, 0) != sizeof id)
    id = (guint16) g_random_int ();
  return id;
}

/* ------------------------------------------------------------------ channels */

static void
pending_free (Pending *pending)
{
  g_clear_pointer (&pending->message, g_byte_array_unref);
  g_free (pending);
}

static const guchar *
find_question (gpointer user_data, guint id, gsize *length)
{
  TlDnsAsker *asker = user_data;

  for (guint i = 0; i < asker->pending->len; i++) {
    const Pending *pending = asker->pending->pdata[i];

    if (!pending->open || pending->id != id || pending->message == NULL ||
        pending->message->len <= NS_HFIXEDSZ)
      continue;
    *length = pending->message->len - NS_HFIXEDSZ;
    return pending->message->data + NS_HFIXEDSZ;
  }
  return NULL;
}

static gboolean
open_channel (TlDnsAsker *asker, ares_channel *channel)
{
  struct ares_options options = {
      /* Answers with SERVFAIL or REFUSED are handed to us as they are; c-ares would make one and
       * the same error of them. */
      .flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES,
      .timeout = RETRY_MS,
      .tries = ROUNDS,
  };

  if (ares_init_options (channel, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) !=
      ARES_SUCCESS)
    return FALSE;
  tl_dns_socket_set (*channel, &asker->socket_user);
  return TRUE;
}

static void
open_first_channel (TlDnsAsker *asker, const char *servers)
{
  struct ares_addr_port_node *list = NULL;

  if (!open_channel (asker, &asker->channels[0]))
    return;
  if ((servers != NULL &&
       ares_set_servers_ports_csv (asker->channels[0], servers) != ARES_SUCCESS) ||
      ares_get_servers_ports (asker->channels[0], &list) != ARES_SUCCESS) {
    ares_destroy (asker->channels[0]);
    return;
  }
  asker->n_channels = 1;
  for (const struct ares_addr_port_node *at = list; at != NULL; at = at->next)
    asker->n_servers = MIN (asker->n_servers + 1, SERVERS_MAX);
  ares_free_data (list);
}

/* The channel that begins with server number `turn`; NULL when it cannot be made. */
static ares_channel
channel_for (TlDnsAsker *asker, guint turn)
{
  struct ares_addr_port_node *list = NULL, *from;
  guint index = asker->n_channels;
  gboolean ok;

  if (turn < index)
    return asker->channels[turn];
  if (index == 0 || ares_get_servers_ports (asker->channels[0], &list) != ARES_SUCCESS)
    return NULL;
  from = list;
  for (guint i = 0; i < turn && from != NULL; i++)
    from = from->next;
  ok = from != NULL && open_channel (asker, &asker->channels[index]);
  if (ok && ares_set_servers_ports (asker->channels[index], from) != ARES_SUCCESS) {
    ares_destroy (asker->channels[index]);
    ok = FALSE;
  }
  ares_free_data (list);
  if (!ok)
    return NULL;
  asker->n_channels++;
  return asker->channels[index];
}

/* FALSE: it could not be asked. */
static gboolean
ask (Pending *pending)
{
  TlDnsAsker *asker = pending->asker;
  ares_channel channel = channel_for (asker, pending->turn);
  unsigned char *message = NULL;
  int length = 0;

  pending->id = random_id ();
  if (channel == NULL ||
      ares_create_query (pending->question->name, ns_c_in, (int) pending->type,
                         (unsigned short) pending->id, 1, &message, &length, 0) != ARES_SUCCESS)
    return FALSE;
  message[3] |= 0x20; /* AD: tell us whether it was validated (RFC 6840 5.7) */
  if (pending->question->unchecked)
    message[3] |= 0x10;
  g_clear_pointer (&pending->message, g_byte_array_unref);
  pending->message = g_byte_array_append (g_byte_array_new (), message, (guint) length);
  asker->open++;
  pending->open = TRUE;
  ares_send (channel, message, length, on_answer, pending);
  ares_free_string (message);
  return TRUE;
}

void
tl_dns_asker_add (TlDnsAsker *asker, TlDnsQuestion *question)
{
  TlDnsOutcome outcome = TL_DNS_SILENT;
  Pending *pending = g_new0 (Pending, 1);

  question->answer = NULL;
  pending->asker = asker;
  pending->question = question;
  pending->type = tl_dns_type (question->type);
  g_ptr_array_add (asker->pending, pending);
  if (pending->type == 0)
    outcome = TL_DNS_OTHER;
  else if (ask (pending))
    return;
  else if (asker->n_channels > 0)
    outcome = TL_DNS_NO_SUCH_NAME; /* what cannot even be asked for (a label of 64) is nowhere */
  question->answer = tl_dns_answer_new (outcome);
}

TlDnsAsker *
tl_dns_asker_new (const char *servers, TlDnsQuestion *questions, guint n)
{
  TlDnsAsker *asker = g_new0 (TlDnsAsker, 1);

  library_init ();
  asker->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) pending_free);
  asker->socket_user = (TlDnsSocketUser){find_question, asker};
  open_first_channel (asker, servers);
  for (guint i = 0; i < n; i++)
    tl_dns_asker_add (asker, &questions[i]);
  return asker;
}

char **
tl_dns_asker_list_servers (TlDnsAsker *asker)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  struct ares_addr_port_node *list = NULL;

  if (asker->n_channels > 0)
    ares_get_servers_ports (asker->channels[0], &list);
  for (const struct ares_addr_port_node *at = list; at != NULL; at = at->next) {
    char text[INET6_ADDRSTRLEN];
    g_autofree char *name = NULL;
    int port = at->udp_port != 0 ? at->udp_port : NS_DEFAULTPORT;

    if (inet_ntop (at->family, &at->addr, text, sizeof text) == NULL)
      continue;
    name = g_strdup_printf (at->family == AF_INET6 ? "[%s]:%d" : "%s:%d", text, port);
    g_strv_builder_add (names, name);
  }
  ares_free_data (list);
  return g_strv_builder_end (names);
}

TlDnsQuestion *
tl_dns_asker_take_answered (TlDnsAsker *asker)
{
  for (guint i = 0; i < asker->pending->len; i++) {
    Pending *pending = asker->pending->pdata[i];

    if (pending->open || pending->taken)
      continue;
    pending->taken = TRUE;
    return pending->question;
  }
  return NULL;
}

void
tl_dns_asker_free (TlDnsAsker *asker)
{
  /* No question may be passed on to another server any more. */
  asker->n_servers = 0;
  for (guint i = 0; i < asker->n_channels; i++)
    ares_destroy (asker->channels[i]);
  g_ptr_array_unref (asker->pending);
  g_free (asker);
}

gboolean
tl_dns_asker_is_done (TlDnsAsker *asker)
{
  return asker->open == 0;
}

/* The sockets of all channels; `owners` says which channel each belongs to. */
static guint
collect_fds (TlDnsAsker *asker, struct pollfd *fds, guint *owners)
{
  guint n = 0;

  for (guint i = 0; i < asker->n_channels; i++) {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    /* Unsigned, unlike in the macros of c-ares, which shift into the sign bit. */
    guint bits = (guint) ares_getsock (asker->channels[i], sockets, ARES_GETSOCK_MAXNUM);

    for (guint j = 0; j < ARES_GETSOCK_MAXNUM; j++) {
      short events = (short) ((bits & 1U << j ? POLLIN : 0) |
                              (bits & 1U << (j + ARES_GETSOCK_MAXNUM) ? POLLOUT : 0));

      if (events == 0)
        continue;
      owners[n] = i;
      fds[n++] = (struct pollfd){.fd = sockets[j], .events = events};
    }
  }
  return n;
}

static gint64
next_retry (TlDnsAsker *asker, gint64 until)
{
  gint64 now = tl_clock_us ();

  for (guint i = 0; i < asker->n_channels; i++) {
    struct timeval left;

    if (ares_timeout (asker->channels[i], NULL, &left) != NULL)
      until = MIN (until, now + (gint64) left.tv_sec * G_USEC_PER_SEC + left.tv_usec + 1000);
  }
  return until;
}

TlFailure
tl_dns_asker_wait (TlDnsAsker *asker, TlIo *io, int other_fd, gint64 until)
{
  struct pollfd fds[SERVERS_MAX * ARES_GETSOCK_MAXNUM + 1];
  guint owners[SERVERS_MAX * ARES_GETSOCK_MAXNUM];
  guint n = collect_fds (asker, fds, owners);
  guint n_channels = asker->n_channels; /* more may come while answers are handed out */
  TlFailure failure;

  fds[n] = (struct pollfd){.fd = other_fd, .events = POLLIN};
  failure = tl_io_poll (io, fds, n + 1, next_retry (asker, until));
  if (failure == TL_FAILURE_CANCELLED || failure == TL_FAILURE_NETWORK)
    return failure;
  for (guint i = 0; failure == TL_FAILURE_NONE && i < n; i++) {
    gboolean in = (fds[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
    gboolean out = (fds[i].revents & POLLOUT) != 0;

    if (in || out)
      ares_process_fd (asker->channels[owners[i]], in ? fds[i].fd : ARES_SOCKET_BAD,
                       out ? fds[i].fd : ARES_SOCKET_BAD);
  }
  for (guint i = 0; failure == TL_FAILURE_TIMEOUT && i < n_channels; i++)
    ares_process_fd (asker->channels[i], ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  return failure;
}
