/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-clock.h"

#define BEAT_US (250 * 1000)
/* Longer than a computer that has much to do lets a whole program wait. */
#define STANDSTILL_US (3 * G_USEC_PER_SEC)

static struct {
  GMutex mutex;
  GCond ended;
  GThread *thread;
  guint users;
  guint generation; /* of the thread that beats */
  gint64 beat_us;   /* when somebody last looked */
  gint64 stood_us;
} clock_state;

/* Under the mutex. */
static gint64
look (void)
{
  gint64 now = g_get_monotonic_time ();

  if (clock_state.users > 0 && now - clock_state.beat_us > STANDSTILL_US)
    clock_state.stood_us += now - clock_state.beat_us;
  clock_state.beat_us = now;
  return now - clock_state.stood_us;
}

gint64
tl_clock_us (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock_state.mutex);

  return look ();
}

gint64
tl_clock_get_stood_us (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock_state.mutex);

  look ();
  return clock_state.stood_us;
}

static gpointer
beat (gpointer data)
{
  guint generation = GPOINTER_TO_UINT (data);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock_state.mutex);

  while (clock_state.users > 0 && clock_state.generation == generation) {
    look ();
    g_cond_wait_until (&clock_state.ended, &clock_state.mutex, g_get_monotonic_time () + BEAT_US);
  }
  return NULL;
}

void
tl_clock_watch (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock_state.mutex);

  look ();
  if (clock_state.users++ == 0)
    clock_state.thread =
        g_thread_new ("tl-clock", beat, GUINT_TO_POINTER (++clock_state.generation));
}

void
tl_clock_unwatch (void)
{
  GThread *thread = NULL;

  g_mutex_lock (&clock_state.mutex);
  look ();
  if (--clock_state.users == 0) {
    thread = g_steal_pointer (&clock_state.thread);
    g_cond_broadcast (&clock_state.ended);
  }
  g_mutex_unlock (&clock_state.mutex);
  g_clear_pointer (&thread, g_thread_join);
}
