/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of this folder share. The limits are guards: no test waits for one unless it says
 * so, and none of them measures how fast something is beyond "not stuck". */
#pragma once

#include "tl-channel.h"
#include "tl-evidence.h"

#include "line-server.h"

#include <unistd.h>

G_BEGIN_DECLS

#define GUARD_MS 20000

/* A job with an evidence builder, a redactor and a deadline of a minute. */
typedef struct {
  GCancellable *cancellable;
  TlSettings *settings;
  TlEvidenceBuilder *builder;
  TlRedactor *redactor;
  TlIo *io;
} Job;

static inline void
job_init (Job *job)
{
  gint64 now = g_get_monotonic_time ();

  job->cancellable = g_cancellable_new ();
  job->settings = tl_settings_new ();
  job->builder = tl_evidence_builder_new (job->settings);
  job->redactor = tl_redactor_new ();
  job->io =
      tl_io_new (job->cancellable, now + 60 * G_USEC_PER_SEC, job->builder, job->redactor, now);
}

static inline void
job_clear (Job *job)
{
  tl_io_unref (job->io);
  tl_redactor_unref (job->redactor);
  tl_evidence_builder_unref (job->builder);
  g_object_unref (job->settings);
  g_object_unref (job->cancellable);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* Cancels after a moment, from a thread of its own, as a user does. */
static inline gpointer
cancel_later_thread (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  g_object_unref (data);
  return NULL;
}

static inline GThread *
cancel_later (Job *job)
{
  return g_thread_new ("cancel", cancel_later_thread, g_object_ref (job->cancellable));
}

/* A running server with one script. */
static inline LineServer *
serve (const LineAction *script)
{
  LineServer *server = line_server_new (AF_INET);

  g_assert_nonnull (server);
  line_server_add_script (server, script);
  line_server_start (server);
  return server;
}

static inline int
connect_to (Job *job, LineServer *server)
{
  g_autoptr (GPtrArray) addresses = line_server_dup_addresses (server);
  g_autoptr (GPtrArray) results = tl_connect_first (job->io, addresses, GUARD_MS);
  int fd;

  g_assert_cmpuint (results->len, ==, 1);
  fd = tl_connect_result_steal_fd (results->pdata[0]);
  g_assert_cmpint (fd, >=, 0);
  return fd;
}

static inline TlChannel *
open_channel (Job *job, LineServer *server)
{
  return tl_channel_new (job->io, connect_to (job, server));
}

/* An identity for `names`, its CA in a file of its own that is removed again. */
typedef struct {
  TlTlsIdentity *identity;
  TlTlsTrust *trust; /* the system's and this CA */
} Authority;

static inline void
authority_init_full (Authority *authority, const TlTlsIdentityOptions *options)
{
  g_autofree char *pem = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  authority->identity = tl_tls_identity_new_full (options, &pem, &error);
  g_assert_no_error (error);
  fd = g_file_open_tmp ("throughline-ca-XXXXXX.pem", &path, &error);
  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  authority->trust = tl_tls_trust_new (path, &error);
  g_assert_no_error (error);
  unlink (path);
}

static inline void
authority_init (Authority *authority, const char *name)
{
  const char *const names[] = {name, NULL};
  const TlTlsIdentityOptions options = {.names = names, .not_before_s = -3600, .not_after_s = 3600};

  authority_init_full (authority, &options);
}

static inline void
authority_clear (Authority *authority)
{
  tl_tls_identity_unref (authority->identity);
  tl_tls_trust_unref (authority->trust);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Authority, authority_clear)

G_END_DECLS
