/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A job against a scripted server: what every test of a probe needs. The server goes by the name
 * mail.test, for which its certificate is made. */
#pragma once

#include "line-server.h"
#include "tl-run-private.h"

G_BEGIN_DECLS

/* What a server hears of the lines that fill a test message. */
#define PROBE_FILLING EXPECT (""), PROBE_FILLERS, PROBE_FILLERS
#define PROBE_FILLER EXPECT ("This line *")
#define PROBE_FILLERS                                                                              \
  PROBE_FILLER, PROBE_FILLER, PROBE_FILLER, PROBE_FILLER, PROBE_FILLER, PROBE_FILLER,              \
      PROBE_FILLER, PROBE_FILLER, PROBE_FILLER, PROBE_FILLER

typedef struct {
  LineServer *server;
  TlTlsIdentity *identity;
  TlSettings *settings; /* a check of the server by its name: change what the test is about */
  TlLimits limits;      /* short ones */
  GCancellable *cancellable;
  const char *cancel_at; /* (nullable) step at whose beginning the job is cancelled */
  char *ca_file;
  TlEvidence *evidence; /* of the last run */
  GError *error;
  double elapsed_ms;
} ProbeFixture;

ProbeFixture *probe_fixture_new (TlProtocol protocol, TlSecurity security);
/* Checks on the way out that the server saw what it expected. */
void probe_fixture_free (ProbeFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProbeFixture, probe_fixture_free)
/* In place of the certificate for mail.test, valid now. Before probe_fixture_play. */
void probe_fixture_certify (ProbeFixture *fixture, const char *name, gint64 not_before_s,
                            gint64 not_after_s);
void probe_fixture_log_in (ProbeFixture *fixture, const char *user, const char *password);
/* The next connection gets this script. */
void probe_fixture_play (ProbeFixture *fixture, const LineAction *script);
/* Runs the job; the result is in `evidence`. Returns whether it was not cancelled. */
gboolean probe_fixture_run (ProbeFixture *fixture);

/* Asserts. */
void probe_assert_fact (ProbeFixture *fixture, const char *fact, const char *value);
void probe_assert_no_fact (ProbeFixture *fixture, const char *fact);
void probe_assert_step (ProbeFixture *fixture, const char *step, TlOutcome outcome);
void probe_assert_no_step (ProbeFixture *fixture, const char *step);
/* The word for which a step failed. */
void probe_assert_failure (ProbeFixture *fixture, const char *step, const char *failure);
/* Nothing that was recorded holds `secret`: raw, in base64 at any offset. */
void probe_assert_hidden (ProbeFixture *fixture, const char *secret);
/* No more connections and logins than the plan says; call after running. */
void probe_assert_announced (ProbeFixture *fixture);

G_END_DECLS
