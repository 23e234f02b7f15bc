/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _TlSurvey {
  TlRun *run;
  GPtrArray *endpoints; /* TlEndpoint, never changed while it runs */
  GPtrArray *targets;   /* TlAddress, of the same numbers */
  GPtrArray *threads;   /* GThread: of the conversations; the watching thread's own */
  GPtrArray *results;   /* TlConnectResult, when that thread has ended */
  GAsyncQueue *events;
  GThread *thread;
  TlIo *io;
  GCancellable *cancellable;
  gulong handler;
  TlSurveyPlan plan;
  int event_fd; /* for the job's own thread: an event waits */
  int wake_fd;  /* for the watching thread: `busy` has changed */
  gint busy;    /* atomic: conversations */
  gint spare;   /* atomic */
  guint open;   /* endpoints that are not over; the job's own thread's */
  gboolean watched;
  gboolean kept; /* a way was taken, which still obeys our cancellable */
};

/* From the watching thread and the conversations to the job's own thread. */
typedef struct {
  enum {
    SETTLED,
    TALKED,
    WATCHED
  } kind;
  guint index;
  TlPortState state;
  gboolean confirmed;
  gboolean talking;
  int error;
  double start_ms, elapsed_ms;
} Event;

static void
wake (int fd)
{
  const guint64 one = 1;

  if (write (fd, &one, sizeof one) < 0)
    g_critical ("an eventfd cannot be written");
}

static void
drain (int fd)
{
  guint64 count;

  while (read (fd, &count, sizeof count) > 0)
    ;
}

static void
push (TlSurvey *self, const Event *event)
{
  g_async_queue_push (self->events, g_memdup2 (event, sizeof *event));
  wake (self->event_fd);
}

/* ---------------------------------------------------------------- conversations */

typedef struct {
  TlSurvey *survey;
  guint index;
  TlTalk *talk; /* the endpoint's */
  TlChannel *channel;
} Task;

static gpointer
talk_thread (gpointer data)
{
  g_autofree Task *task = data;
  const Event event = {.kind = TALKED, .index = task->index};

  tl_talk_run (task->talk, task->channel);
  push (task->survey, &event);
  g_atomic_int_add (&task->survey->busy, -1);
  wake (task->survey->wake_fd);
  return NULL;
}

static TlTalk *
talk_new (TlSurvey *self, const TlEndpoint *endpoint)
{
  TlTalk *talk = g_new0 (TlTalk, 1);
  TlSettings *settings = tl_run_get_settings (self->run);

  talk->protocol = settings->protocol;
  talk->host = settings->host;
  talk->limits = tl_run_get_limits (self->run);
  talk->trust = tl_run_get_trust (self->run);
  talk->recorder = tl_evidence_builder_new (settings);
  talk->io = tl_run_new_io (self->run, self->cancellable, talk->recorder, self->plan.talk_ms);
  talk->address = endpoint->address;
  talk->spare = &self->spare;
  return talk;
}

/* ---------------------------------------------------------------- the watching thread */

static void
start_talking (TlSurvey *self, guint index, TlConnectResult *result)
{
  TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, index);
  Task *task = g_new0 (Task, 1);

  task->survey = self;
  task->index = index;
  task->talk = endpoint->talk;
  task->talk->connect_ms = result->elapsed_ms;
  task->channel = tl_channel_new_from_result (task->talk->io, result);
  g_atomic_int_inc (&self->busy);
  g_ptr_array_add (self->threads, g_thread_new ("tl-talk", talk_thread, task));
}

static void
on_settled (guint index, TlConnectResult *result, gpointer user_data)
{
  TlSurvey *self = user_data;
  const TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, index);
  Event event = {.kind = SETTLED,
                 .index = index,
                 .state = result->state,
                 .confirmed = result->confirmed,
                 .error = result->error,
                 .start_ms = result->start_ms,
                 .elapsed_ms = result->elapsed_ms};

  event.talking = endpoint->talk != NULL && result->fd >= 0;
  push (self, &event);
  if (event.talking)
    start_talking (self, index, result);
  else if (endpoint->witness && result->fd >= 0)
    close (tl_connect_result_steal_fd (result));
}

static gboolean
goes_on (gpointer user_data)
{
  TlSurvey *self = user_data;

  drain (self->wake_fd);
  return g_atomic_int_get (&self->busy) > 0;
}

static gpointer
watch_thread (gpointer data)
{
  TlSurvey *self = data;
  const TlConnectWatch watch = {
      .settled = on_settled, .goes_on = goes_on, .wake_fd = self->wake_fd, .user_data = self};
  const Event event = {.kind = WATCHED};

  self->results =
      tl_connect_all_watched (self->io, self->targets, self->plan.limit_ms, TRUE, &watch);
  push (self, &event);
  return NULL;
}

/* ---------------------------------------------------------------- beginning and end */

void
tl_endpoint_free (TlEndpoint *endpoint)
{
  g_clear_pointer (&endpoint->talk, tl_talk_free);
  g_free (endpoint);
}

static void
add_endpoint (TlSurvey *self, const TlAddress *address, guint port)
{
  const gboolean own = port == self->plan.port && !self->plan.talk_to_own;
  TlEndpoint *endpoint;

  if (own && !self->plan.own)
    return;
  endpoint = g_new0 (TlEndpoint, 1);
  endpoint->address = *address;
  tl_address_set_port (&endpoint->address, port);
  endpoint->own = own;
  endpoint->witness = !own && (port == 443 || port == 22);
  endpoint->state = TL_PORT_UNKNOWN;
  if (!own && !endpoint->witness)
    endpoint->talk = talk_new (self, endpoint);
  g_ptr_array_add (self->endpoints, endpoint);
  g_ptr_array_add (self->targets, &endpoint->address);
}

static void
add_ports (TlSurvey *self, const TlAddress *address)
{
  const guint *ports = tl_ports_usual (tl_run_get_settings (self->run)->protocol);
  gboolean usual = FALSE;

  for (guint i = 0; ports[i] != 0; i++) {
    add_endpoint (self, address, ports[i]);
    usual |= ports[i] == self->plan.port;
  }
  if (!usual && self->plan.port != 0)
    add_endpoint (self, address, self->plan.port);
}

/* The first of each family: one computer is asked, not all that share a name. */
static void
add_addresses (TlSurvey *self)
{
  gboolean seen[2] = {FALSE, FALSE};

  for (guint i = 0; i < self->plan.addresses->len; i++) {
    const TlAddress *address = g_ptr_array_index (self->plan.addresses, i);
    gboolean six = tl_address_is_ipv6 (address);

    if (!seen[six])
      add_ports (self, address);
    seen[six] = TRUE;
  }
}

static void
pass_on (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

TlSurvey *
tl_survey_new (TlRun *run, const TlSurveyPlan *plan)
{
  TlSurvey *self = g_new0 (TlSurvey, 1);

  self->run = run;
  self->plan = *plan;
  self->endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_endpoint_free);
  self->targets = g_ptr_array_new ();
  self->threads = g_ptr_array_new ();
  self->events = g_async_queue_new_full (g_free);
  self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->spare = TL_SURVEY_SPARE_CONNECTIONS;
  self->cancellable = g_cancellable_new ();
  self->handler =
      g_cancellable_connect (tl_io_get_cancellable (tl_run_get_io (run)), G_CALLBACK (pass_on),
                             g_object_ref (self->cancellable), g_object_unref);
  self->io = tl_run_new_io (run, self->cancellable, NULL, G_MAXUINT);
  add_addresses (self);
  self->open = self->endpoints->len;
  for (guint i = 0; i < self->endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, i);
    g_autofree char *target = tl_address_to_target (&endpoint->address);

    if (endpoint->talk != NULL)
      tl_run_begin_beside (run, "survey.port", target);
  }
  self->thread = g_thread_new ("tl-survey", watch_thread, self);
  return self;
}

void
tl_survey_free (TlSurvey *self)
{
  if (!self->watched)
    g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  if (!self->kept)
    g_cancellable_disconnect (tl_io_get_cancellable (tl_run_get_io (self->run)), self->handler);
  g_clear_pointer (&self->io, tl_io_unref);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->endpoints);
  g_ptr_array_unref (self->threads);
  g_async_queue_unref (self->events);
  close (self->event_fd);
  close (self->wake_fd);
  g_free (self);
}

/* ---------------------------------------------------------------- what comes in */

static void
end_endpoint (TlSurvey *self, TlEndpoint *endpoint)
{
  if (!endpoint->over)
    self->open--;
  endpoint->over = TRUE;
  endpoint->talking = FALSE;
  if (endpoint->talk != NULL)
    tl_survey_record_endpoint (self->run, endpoint);
}

static void
take_settled (TlSurvey *self, const Event *event)
{
  TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, event->index);
  gboolean first = !endpoint->settled;

  endpoint->settled = TRUE;
  endpoint->state = event->state;
  endpoint->confirmed = event->confirmed;
  endpoint->error = event->error;
  endpoint->start_ms = event->start_ms;
  endpoint->elapsed_ms = event->elapsed_ms;
  endpoint->talking = event->talking;
  if (event->talking && endpoint->over) {
    /* Thought to be silent, and open after all. */
    endpoint->over = FALSE;
    self->open++;
  }
  if (!event->talking && (first || !event->confirmed))
    end_endpoint (self, endpoint);
}

static void
take (TlSurvey *self, const Event *event)
{
  switch (event->kind) {
    case SETTLED:
      take_settled (self, event);
      break;
    case TALKED:
      end_endpoint (self, g_ptr_array_index (self->endpoints, event->index));
      break;
    case WATCHED:
    default:
      self->watched = TRUE;
  }
}

gboolean
tl_survey_next (TlSurvey *self)
{
  TlIo *io = tl_run_get_io (self->run);
  struct pollfd fd = {.fd = self->event_fd, .events = POLLIN};
  Event *event;

  if (self->watched)
    return FALSE;
  if (tl_io_poll (io, &fd, 1, tl_io_limit (io, G_MAXUINT)) != TL_FAILURE_NONE)
    return FALSE;
  drain (self->event_fd);
  while ((event = g_async_queue_try_pop (self->events)) != NULL) {
    take (self, event);
    g_free (event);
  }
  return !self->watched;
}

TlEndpoint *
tl_survey_take_way (TlSurvey *self, TlEndpoint *way)
{
  TlEndpoint *taken = g_memdup2 (way, sizeof *way);

  way->talk = NULL;
  self->kept = TRUE;
  return taken;
}

TlRun *
tl_survey_get_run (TlSurvey *self)
{
  return self->run;
}

const GPtrArray *
tl_survey_get_endpoints (TlSurvey *self)
{
  return self->endpoints;
}

GPtrArray *
tl_survey_take_own (TlSurvey *self)
{
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_connect_result_free);

  g_thread_join (g_thread_ref (self->thread));
  for (guint i = self->endpoints->len; i > 0; i--) {
    const TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, i - 1);

    if (endpoint->own)
      g_ptr_array_insert (own, 0, g_ptr_array_steal_index (self->results, i - 1));
  }
  return own;
}

/* ---------------------------------------------------------------- the way to recommend */

static guint
rank_of (TlProtocol protocol, guint port, TlSecurity security)
{
  /* RFC 8314 3.3: implicit TLS is preferred to STARTTLS; port 25 is none of a mail program's. */
  static const struct {
    TlProtocol protocol;
    guint port;
    TlSecurity security;
    guint rank;
  } ranks[] = {
      {TL_PROTOCOL_SMTP, 465, TL_SECURITY_TLS, 0},
      {TL_PROTOCOL_SMTP, 587, TL_SECURITY_STARTTLS, 1},
      {TL_PROTOCOL_SMTP, 25, TL_SECURITY_STARTTLS, 9},
      {TL_PROTOCOL_SMTP, 2525, TL_SECURITY_STARTTLS, 4},
      {TL_PROTOCOL_FTP, 21, TL_SECURITY_STARTTLS, 0},
      {TL_PROTOCOL_FTP, 990, TL_SECURITY_TLS, 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranks); i++)
    if (ranks[i].protocol == protocol && ranks[i].port == port && ranks[i].security == security)
      return ranks[i].rank;
  return security == TL_SECURITY_TLS ? 2 : 3;
}

static guint
rank_endpoint (TlSurvey *self, const TlEndpoint *endpoint, gboolean login)
{
  const TlTalk *talk = endpoint->talk;
  guint rank = rank_of (talk->protocol, tl_address_get_port (&endpoint->address),
                        tl_talk_get_security (talk));

  /* A way without a login is no way for whoever has to log in, as long as there is another. */
  if (login && talk->protocol == TL_PROTOCOL_SMTP &&
      (talk->hidden.auth == NULL || talk->hidden.auth[0] == '\0'))
    rank += 10;
  return rank;
}

/* Still under way, and it would be the better one. */
static gboolean
is_rival (const TlEndpoint *endpoint, guint rank)
{
  guint port = tl_address_get_port (&endpoint->address);

  return endpoint->talking &&
         rank_of (endpoint->talk->protocol, port,
                  tl_security_for_port (endpoint->talk->protocol, port)) < rank;
}

TlEndpoint *
tl_survey_find_way (TlSurvey *self, gboolean login, gboolean final)
{
  TlEndpoint *best = NULL;
  guint best_rank = G_MAXUINT;

  for (guint i = 0; i < self->endpoints->len; i++) {
    TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, i);

    if (!endpoint->over || endpoint->talk == NULL || !endpoint->talk->verified ||
        rank_endpoint (self, endpoint, login) >= best_rank)
      continue;
    best = endpoint;
    best_rank = rank_endpoint (self, endpoint, login);
  }
  if (best == NULL || final)
    return best;
  if (best_rank > 1)
    return NULL;
  for (guint i = 0; i < self->endpoints->len; i++) {
    const TlEndpoint *endpoint = g_ptr_array_index (self->endpoints, i);

    if (endpoint->talk != NULL && is_rival (endpoint, best_rank))
      return NULL;
  }
  return best;
}
