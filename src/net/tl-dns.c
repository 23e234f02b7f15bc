/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-dns-private.h"

#include "tl-text.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

/* A lost packet is asked for again after this; the wait doubles with each round. */
#define RETRY_MS 1000
#define ROUNDS 5
/* As many name servers as the C library asks. */
#define SERVERS_MAX 3
/* Bounds on what one answer may make us keep: rule G4. */
#define RECORDS_MAX 1000
#define ALIASES_MAX 8
#define HEADER_SIZE 12

typedef struct {
  TlDnsAsker *asker;
  TlDnsQuestion *question;
  guint type;
  guint turn; /* the server asked now: index into the asker's channels */
} Pending;

/* A channel for each server to begin with: what one refuses is asked of the next, which c-ares would
 * only do by losing the first one's answer. */
struct _TlDnsAsker {
  ares_channel channels[SERVERS_MAX];
  guint n_channels; /* made so far; 0: none could be made */
  guint n_servers;
  Pending *pending;
  guint open;
};

void
tl_dns_answer_free (TlDnsAnswer *answer)
{
  g_ptr_array_unref (answer->records);
  g_free (answer);
}

static void
record_free (TlDnsRecord *record)
{
  g_free (record->name);
  g_free (record);
}

TlDnsAnswer *
tl_dns_answer_new (TlDnsOutcome outcome)
{
  TlDnsAnswer *answer = g_new0 (TlDnsAnswer, 1);

  answer->outcome = outcome;
  answer->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  return answer;
}

guint
tl_dns_type (const char *type)
{
  static const struct {
    const char *name;
    guint type;
  } types[] = {
      {"A", ns_t_a},     {"AAAA", ns_t_aaaa}, {"MX", ns_t_mx},       {"SRV", ns_t_srv},
      {"TXT", ns_t_txt}, {"PTR", ns_t_ptr},   {"CNAME", ns_t_cname},
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_ascii_strcasecmp (types[i].name, type) == 0)
      return types[i].type;
  }
  return 0;
}

/* ------------------------------------------------------------------ reading an answer */

/* A message being read; names are expanded by c-ares, which bounds compression loops. */
typedef struct {
  const guchar *message;
  gsize length, at;
} Reader;

static guint
peek16 (const guchar *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static char *
read_name (Reader *reader)
{
  char *name = NULL, *copy;
  long used = 0;

  if (reader->at >= reader->length ||
      ares_expand_name (reader->message + reader->at, reader->message, (int) reader->length, &name,
                        &used) != ARES_SUCCESS)
    return NULL;
  reader->at += (gsize) used;
  copy = g_strdup (name);
  ares_free_string (name);
  return copy;
}

typedef struct {
  char *owner;
  guint type, class, ttl;
  gsize data, data_length;
} Record;

static void
record_clear (Record *record)
{
  g_free (record->owner);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static gboolean
read_record (Reader *reader, Record *record)
{
  const guchar *fixed;

  record->owner = read_name (reader);
  if (record->owner == NULL || reader->length - reader->at < 10)
    return FALSE;
  fixed = reader->message + reader->at;
  record->type = peek16 (fixed);
  record->class = peek16 (fixed + 2);
  record->ttl = peek16 (fixed + 4) << 16 | peek16 (fixed + 6);
  record->data_length = peek16 (fixed + 8);
  record->data = reader->at + 10;
  if (record->data_length > reader->length - record->data)
    return FALSE;
  reader->at = record->data + record->data_length;
  return TRUE;
}

/* The strings of a TXT record, joined without blanks (RFC 7208 3.3), as text. */
static char *
join_texts (const guchar *bytes, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (length > 0) {
    gsize n = MIN ((gsize) bytes[0], length - 1);

    g_string_append_len (text, (const char *) bytes + 1, (gssize) n);
    bytes += n + 1;
    length -= n + 1;
  }
  return tl_text_make_utf8 (text->str, text->len);
}

static char *
format_address (int family, const guchar *bytes)
{
  char text[INET6_ADDRSTRLEN];

  return g_strdup (inet_ntop (family, bytes, text, sizeof text));
}

/* NULL when the data does not fit its type. */
static TlDnsRecord *
decode (const Reader *reader, const Record *raw)
{
  const guchar *data = reader->message + raw->data;
  Reader inside = {reader->message, reader->length, raw->data};
  TlDnsRecord *record = g_new0 (TlDnsRecord, 1);

  record->ttl = raw->ttl;
  switch (raw->type) {
    case ns_t_a:
      record->name = raw->data_length == 4 ? format_address (AF_INET, data) : NULL;
      break;
    case ns_t_aaaa:
      record->name = raw->data_length == 16 ? format_address (AF_INET6, data) : NULL;
      break;
    case ns_t_txt:
      record->name = join_texts (data, raw->data_length);
      break;
    case ns_t_mx:
      if (raw->data_length < 3)
        break;
      record->priority = peek16 (data);
      inside.at += 2;
      record->name = read_name (&inside);
      break;
    case ns_t_srv:
      if (raw->data_length < 7)
        break;
      record->priority = peek16 (data);
      record->weight = peek16 (data + 2);
      record->port = peek16 (data + 4);
      inside.at += 6;
      record->name = read_name (&inside);
      break;
    default: /* PTR, CNAME */
      record->name = raw->data_length > 0 ? read_name (&inside) : NULL;
      break;
  }
  if (record->name == NULL)
    g_clear_pointer (&record, record_free);
  return record;
}

static TlDnsOutcome
outcome_of_rcode (guint rcode)
{
  switch (rcode) {
    case ns_r_noerror:
      return TL_DNS_OK;
    case ns_r_nxdomain:
      return TL_DNS_NO_SUCH_NAME;
    case ns_r_servfail:
      return TL_DNS_SERVFAIL;
    case ns_r_refused:
      return TL_DNS_REFUSED;
    default:
      return TL_DNS_OTHER;
  }
}

static gboolean
skip_question (Reader *reader)
{
  g_autofree char *name = read_name (reader);

  if (name == NULL || reader->length - reader->at < 4)
    return FALSE;
  reader->at += 4;
  return TRUE;
}

static gboolean
same_name (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b);

  na -= na > 0 && a[na - 1] == '.' ? 1 : 0;
  nb -= nb > 0 && b[nb - 1] == '.' ? 1 : 0;
  return na == nb && g_ascii_strncasecmp (a, b, na) == 0;
}

/* Takes the records of `type` that belong to the name or to what it is an alias of; others that a
 * server throws in are nobody's question. Aliases come before what they lead to. */
static gboolean
take_answers (Reader *reader, guint count, const char *name, guint type, TlDnsAnswer *answer)
{
  g_autofree char *wanted = g_strdup (name);
  guint aliases = 0;

  for (guint i = 0; i < count && answer->records->len < RECORDS_MAX; i++) {
    g_auto (Record) raw = {NULL};
    TlDnsRecord *record;

    if (!read_record (reader, &raw))
      return FALSE;
    if (raw.class != ns_c_in || !same_name (raw.owner, wanted) ||
        (raw.type != type && raw.type != ns_t_cname))
      continue;
    record = decode (reader, &raw);
    if (record == NULL)
      return FALSE;
    if (raw.type == type) {
      g_ptr_array_add (answer->records, record);
      continue;
    }
    g_free (wanted);
    wanted = g_strdup (record->name);
    record_free (record);
    if (++aliases > ALIASES_MAX)
      return FALSE;
  }
  return TRUE;
}

TlDnsAnswer *
tl_dns_parse (const guchar *message, gsize length, const char *name, guint type)
{
  Reader reader = {message, length, HEADER_SIZE};
  TlDnsAnswer *answer;
  guint questions;

  if (length < HEADER_SIZE || (message[2] & 0x80) == 0)
    return tl_dns_answer_new (TL_DNS_OTHER);
  answer = tl_dns_answer_new (outcome_of_rcode (message[3] & 0x0f));
  answer->authentic = (message[3] & 0x20) != 0;
  if (answer->outcome != TL_DNS_OK)
    return answer;
  questions = peek16 (message + 4);
  for (guint i = 0; i < questions; i++) {
    if (!skip_question (&reader)) {
      answer->outcome = TL_DNS_OTHER;
      return answer;
    }
  }
  if (!take_answers (&reader, peek16 (message + 6), name, type, answer)) {
    answer->outcome = TL_DNS_OTHER;
    g_ptr_array_set_size (answer->records, 0);
  } else if (answer->records->len == 0) {
    answer->outcome = TL_DNS_NO_ADDRESS;
  }
  return answer;
}

/* ------------------------------------------------------------------ asking */

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

static gboolean
open_channel (ares_channel *channel)
{
  struct ares_options options = {
      /* Answers with SERVFAIL or REFUSED are handed to us as they are; c-ares would make one and
       * the same error of them. */
      .flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES,
      .timeout = RETRY_MS,
      .tries = ROUNDS,
  };

  return ares_init_options (channel, &options,
                            ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) == ARES_SUCCESS;
}

static void
open_first_channel (TlDnsAsker *asker, const char *servers)
{
  struct ares_addr_port_node *list = NULL;

  if (!open_channel (&asker->channels[0]))
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
  ok = from != NULL && open_channel (&asker->channels[index]);
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

  if (channel == NULL || ares_create_query (pending->question->name, ns_c_in, (int) pending->type,
                                            random_id (), 1, &message, &length, 0) != ARES_SUCCESS)
    return FALSE;
  message[3] |= 0x20; /* AD: tell us whether it was validated (RFC 6840 5.7) */
  asker->open++;
  ares_send (channel, message, length, on_answer, pending);
  ares_free_string (message);
  return TRUE;
}

static void
begin_question (TlDnsAsker *asker, Pending *pending, TlDnsQuestion *question)
{
  TlDnsOutcome outcome = TL_DNS_SILENT;

  question->answer = NULL;
  *pending = (Pending){.asker = asker, .question = question, .type = tl_dns_type (question->type)};
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
  asker->pending = g_new0 (Pending, n);
  open_first_channel (asker, servers);
  for (guint i = 0; i < n; i++)
    begin_question (asker, &asker->pending[i], &questions[i]);
  return asker;
}

void
tl_dns_asker_free (TlDnsAsker *asker)
{
  /* No question may be passed on to another server any more. */
  asker->n_servers = 0;
  for (guint i = 0; i < asker->n_channels; i++)
    ares_destroy (asker->channels[i]);
  g_free (asker->pending);
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
    int bits = ares_getsock (asker->channels[i], sockets, ARES_GETSOCK_MAXNUM);

    for (guint j = 0; j < ARES_GETSOCK_MAXNUM; j++) {
      short events = (short) ((ARES_GETSOCK_READABLE (bits, j) ? POLLIN : 0) |
                              (ARES_GETSOCK_WRITABLE (bits, j) ? POLLOUT : 0));

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
  gint64 now = g_get_monotonic_time ();

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
