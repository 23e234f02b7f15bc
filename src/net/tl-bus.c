/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-bus.h"

#include "tl-clock.h"

#include <string.h>

/* What any of these services says in earnest is far shorter. */
#define REPLY_MAX (1024 * 1024)

struct _TlBus {
  GMainContext *context;
  GDBusConnection *connection; /* (nullable) */
  GCancellable *cancellable;   /* ends every call */
  gint64 until;
  guint open; /* calls without an answer */
  gboolean over;
};

typedef struct {
  TlBus *bus;
  TlBusFunc func;
  gpointer user_data;
} Call;

/* ------------------------------------------------------------------ calls */

static TlBusOutcome
classify (GError *error)
{
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return TL_BUS_ABSENT;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED))
    return TL_BUS_SILENT;
  if (g_dbus_error_is_remote_error (error))
    return TL_BUS_REFUSED;
  /* GDBus itself says so where the answer is not of the type that was asked for. */
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ? TL_BUS_WRONG
                                                                          : TL_BUS_SILENT;
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  TlBus *bus = call->bus;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TlBusOutcome outcome = reply != NULL ? TL_BUS_ANSWERED : classify (error);

  if (reply != NULL && g_variant_get_size (reply) > REPLY_MAX) {
    outcome = TL_BUS_WRONG;
    g_clear_pointer (&reply, g_variant_unref);
  }
  call->func (bus, outcome, reply, call->user_data);
  bus->open--;
  g_free (call);
}

void
tl_bus_ask (TlBus *bus, const char *service, const char *path, const char *method,
            GVariant *arguments, const GVariantType *type, TlBusFunc func, gpointer user_data)
{
  const char *dot = strrchr (method, '.');
  g_autofree char *interface = g_strndup (method, (gsize) (dot - method));
  gint64 left_ms = (bus->until - tl_clock_us ()) / 1000;
  Call *call;

  if (bus->over || left_ms <= 0) {
    if (arguments != NULL)
      g_variant_unref (g_variant_ref_sink (arguments));
    func (bus, TL_BUS_SILENT, NULL, user_data);
    return;
  }
  call = g_new0 (Call, 1);
  *call = (Call){bus, func, user_data};
  bus->open++;
  g_dbus_connection_call (bus->connection, service, path, interface, dot + 1, arguments, type,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, (int) left_ms, bus->cancellable,
                          answered, call);
}

void
tl_bus_ask_properties (TlBus *bus, const char *service, const char *path, const char *interface,
                       TlBusFunc func, gpointer user_data)
{
  tl_bus_ask (bus, service, path, "org.freedesktop.DBus.Properties.GetAll",
              g_variant_new ("(s)", interface), G_VARIANT_TYPE ("(a{sv})"), func, user_data);
}

/* ------------------------------------------------------------------ the connection */

static void
connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TlBus *bus = user_data;

  (void) source;
  bus->connection = g_dbus_connection_new_for_address_finish (result, NULL);
  bus->open--;
}

static gboolean
end_time (gpointer user_data)
{
  TlBus *bus = user_data;

  bus->over = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
end_cancelled (GCancellable *cancellable, gpointer user_data)
{
  (void) cancellable;
  return end_time (user_data);
}

static GSource *
attach_ends (TlBus *bus, GCancellable *cancellable, GSource **cancelled)
{
  GSource *timer = g_timeout_source_new ((guint) MAX (0, (bus->until - tl_clock_us ()) / 1000));

  g_source_set_callback (timer, end_time, bus, NULL);
  g_source_attach (timer, bus->context);
  if (cancellable != NULL) {
    *cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (*cancelled, G_SOURCE_FUNC (end_cancelled), bus, NULL);
    g_source_attach (*cancelled, bus->context);
  }
  return timer;
}

/* Every call ends, by its answer or because it is over: cancelling takes effect at once. */
static void
wait_for_calls (TlBus *bus)
{
  while (bus->open > 0) {
    g_main_context_iteration (bus->context, TRUE);
    if (bus->over)
      g_cancellable_cancel (bus->cancellable);
  }
}

static void
open_connection (TlBus *bus, const char *address)
{
  g_autofree char *system =
      address == NULL ? g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL) : NULL;

  if (address == NULL && system == NULL)
    return;
  bus->open++;
  g_dbus_connection_new_for_address (address != NULL ? address : system,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, bus->cancellable, connected, bus);
  wait_for_calls (bus);
}

gboolean
tl_bus_talk (const char *address, guint limit_ms, GCancellable *cancellable,
             void (*begin) (TlBus *bus, gpointer user_data), gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) calls = g_cancellable_new ();
  g_autoptr (GSource) timer = NULL;
  g_autoptr (GSource) cancelled = NULL;
  TlBus bus = {.context = context,
               .cancellable = calls,
               .until = tl_clock_us () + limit_ms * G_TIME_SPAN_MILLISECOND};
  gboolean found;

  g_main_context_push_thread_default (context);
  timer = attach_ends (&bus, cancellable, &cancelled);
  open_connection (&bus, address);
  found = bus.connection != NULL;
  if (found) {
    begin (&bus, user_data);
    wait_for_calls (&bus);
    g_dbus_connection_close (bus.connection, NULL, NULL, NULL);
    g_object_unref (bus.connection);
  }
  g_source_destroy (timer);
  if (cancelled != NULL)
    g_source_destroy (cancelled);
  g_main_context_pop_thread_default (context);
  return found;
}
