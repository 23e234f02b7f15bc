/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the services of this computer say over the system bus: systemd, firewalld, NetworkManager and
 * the keeper of the clock. None is started for it, and no question is asked that could bring up a
 * window asking for a password. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Under way in a thread of its own, so that the other looks need not wait. */
typedef struct _TlLocalServices TlLocalServices;

/* `port`: the one in question, 0 for none. */
TlLocalServices *tl_local_services_begin (const GPtrArray *products, guint port,
                                          GCancellable *cancellable);
/* Nothing is waited for from now on; who has not answered yet is not said to have kept silent. */
void tl_local_services_hurry (TlLocalServices *services);
/* Waits for the end, which comes by itself in time. Calls `func` with every fact and its value, in the
 * order of their coming. */
void tl_local_services_foreach (TlLocalServices *services,
                                void (*func) (const char *fact, const char *value, gpointer data),
                                gpointer data);
/* The names of the units known to the table of products that are active; empty where none is seen or
 * nobody could be asked. (transfer none) */
char **tl_local_services_get_units (TlLocalServices *services);
void tl_local_services_free (TlLocalServices *services);

G_END_DECLS
