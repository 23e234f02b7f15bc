/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions to services of this computer over its message bus: all at once, none started for the
 * question's sake, every answer of the type that was asked for or none at all. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  TL_BUS_ANSWERED,
  TL_BUS_ABSENT,  /* nobody has that name */
  TL_BUS_REFUSED, /* an error in answer: not allowed, not known there */
  TL_BUS_WRONG,   /* an answer of another type, or a monster */
  TL_BUS_SILENT   /* no answer in time, or gone in the middle of it */
} TlBusOutcome;

typedef struct _TlBus TlBus;

/* `reply`: NULL but for TL_BUS_ANSWERED. May ask more with tl_bus_ask. */
typedef void (*TlBusFunc) (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data);

/* Opens a connection of its own, lets `begin` ask, and waits until everything is answered or the time
 * is over, blocking. `address`: NULL for the system bus. FALSE where there is no bus, or it was silent
 * itself; then nothing was called. All that was asked got its call of TlBusFunc on return. */
gboolean tl_bus_talk (const char *address, guint limit_ms, GCancellable *cancellable,
                      void (*begin) (TlBus *bus, gpointer user_data), gpointer user_data);

/* `arguments`: a tuple, floating ones are taken, NULL for none. `type`: of the answer, a tuple.
 * `func` is called once, from inside tl_bus_talk, in the same thread. */
void tl_bus_ask (TlBus *bus, const char *service, const char *path, const char *method,
                 GVariant *arguments, const GVariantType *type, TlBusFunc func, gpointer user_data);
/* All properties of an interface: the answer is "(a{sv})". */
void tl_bus_ask_properties (TlBus *bus, const char *service, const char *path,
                            const char *interface, TlBusFunc func, gpointer user_data);

G_END_DECLS
