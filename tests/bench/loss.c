/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How often an open port is called filtered on a line that loses packets.
 *
 * usage: bench-loss ADDRESS ROUNDS PORT PORT …; every round asks all ports at once, by the connector that
 * the program uses. Prints "PROBES PROBABLE CONFIRMED". */
#include "tl-connector.h"

#include <stdio.h>
#include <stdlib.h>

#define PARALLEL 24
#define LISTEN_US (3200 * 1000)

static const char *host;
static char **ports;
static int n_ports;
static gint rounds, probes, probable, confirmed; /* atomic */

typedef struct {
  gint64 since;
  guint silent;
  gboolean called[64];
} Round;

static void
on_settled (guint index, TlConnectResult *result, gpointer user_data)
{
  Round *round = user_data;

  if (result->state == TL_PORT_FILTERED && !round->called[index]) {
    round->called[index] = TRUE;
    round->silent++;
    g_atomic_int_inc (&probable);
  } else if (result->state != TL_PORT_FILTERED && round->called[index]) {
    round->silent--;
  }
}

/* As long as a job that still does something else. */
static gboolean
goes_on (gpointer user_data)
{
  Round *round = user_data;

  return round->silent > 0 && g_get_monotonic_time () - round->since < LISTEN_US;
}

static void
play (TlIo *io)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) results = NULL;
  Round round = {.since = g_get_monotonic_time ()};
  const TlConnectWatch watch = {on_settled, goes_on, -1, &round};

  for (int i = 0; i < n_ports; i++) {
    TlAddress *address = g_new0 (TlAddress, 1);

    if (!tl_address_parse (host, (guint) atoi (ports[i]), address))
      exit (2);
    g_ptr_array_add (addresses, address);
  }
  results = tl_connect_all_watched (io, addresses, 7000, FALSE, &watch);
  for (guint i = 0; i < results->len; i++) {
    const TlConnectResult *result = results->pdata[i];

    g_atomic_int_inc (&probes);
    if (result->confirmed)
      g_atomic_int_inc (&confirmed);
  }
}

static gpointer
work (gpointer unused)
{
  while (g_atomic_int_add (&rounds, -1) > 0) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (TlIo) io = tl_io_new (cancellable, g_get_monotonic_time () + 30 * G_USEC_PER_SEC,
                                     NULL, NULL, g_get_monotonic_time ());

    play (io);
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  GThread *threads[PARALLEL];

  if (argc < 4)
    return 2;
  host = argv[1];
  rounds = atoi (argv[2]);
  ports = argv + 3;
  n_ports = MIN (argc - 3, 64);
  for (int i = 0; i < PARALLEL; i++)
    threads[i] = g_thread_new ("loss", work, NULL);
  for (int i = 0; i < PARALLEL; i++)
    g_thread_join (threads[i]);
  printf ("%d %d %d\n", probes, probable, confirmed);
  return 0;
}
