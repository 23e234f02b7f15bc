/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include <poll.h>
#include <string.h>

static void
test_words (void)
{
  g_assert_cmpstr (tl_failure_to_string (TL_FAILURE_NONE), ==, "none");
  for (int i = TL_FAILURE_NONE; i <= TL_FAILURE_CANCELLED; i++) {
    g_assert_nonnull (tl_failure_to_string ((TlFailure) i));
    for (int j = TL_FAILURE_NONE; j < i; j++)
      g_assert_cmpstr (tl_failure_to_string ((TlFailure) i), !=,
                       tl_failure_to_string ((TlFailure) j));
  }
}

static void
test_limit (void)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (TlIo) io = tl_io_new (NULL, now + 5 * G_USEC_PER_SEC, NULL, NULL, now);

  g_assert_cmpint (tl_io_limit (io, 1000), <, now + 5 * G_USEC_PER_SEC);
  /* The job's own end stands above a step's. */
  g_assert_cmpint (tl_io_limit (io, 3600 * 1000), ==, now + 5 * G_USEC_PER_SEC);
  tl_io_extend (io, 10000);
  g_assert_cmpint (tl_io_limit (io, 3600 * 1000), ==, now + 15 * G_USEC_PER_SEC);
  g_assert_cmpfloat (tl_io_now_ms (io), >=, 0);
}

static void
test_poll (void)
{
  g_auto (Job) job;
  int ends[2];
  struct pollfd fd;
  gint64 past = g_get_monotonic_time () - 1;
  gint64 far = g_get_monotonic_time () + GUARD_MS * 1000;

  job_init (&job);
  g_assert_cmpint (pipe (ends), ==, 0);
  fd = (struct pollfd){.fd = ends[0], .events = POLLIN};
  g_assert_cmpint (tl_io_poll (job.io, &fd, 1, g_get_monotonic_time () + 1000), ==,
                   TL_FAILURE_TIMEOUT);
  g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
  g_assert_cmpint (tl_io_poll (job.io, &fd, 1, far), ==, TL_FAILURE_NONE);
  g_assert_cmpint (fd.revents, ==, POLLIN);
  /* A byte that waits does not hold the clock. */
  g_assert_cmpint (tl_io_poll (job.io, &fd, 1, past), ==, TL_FAILURE_TIMEOUT);
  g_cancellable_cancel (job.cancellable);
  g_assert_cmpint (tl_io_poll (job.io, &fd, 1, far), ==, TL_FAILURE_CANCELLED);
  g_assert_true (tl_io_is_cancelled (job.io));
  close (ends[0]);
  close (ends[1]);
}

static void
test_sleep (void)
{
  g_auto (Job) job;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (TlIo) brief = tl_io_new (NULL, now + 50 * 1000, NULL, NULL, now);
  GThread *thread;

  job_init (&job);
  g_assert_true (tl_io_sleep (job.io, 1));
  g_assert_false (tl_io_sleep (brief, GUARD_MS)); /* the job ended first */
  thread = cancel_later (&job);
  g_assert_false (tl_io_sleep (job.io, GUARD_MS));
  g_assert_false (tl_io_sleep (job.io, GUARD_MS));
  g_assert_cmpint (g_get_monotonic_time () - now, <, GUARD_MS * 1000);
  g_thread_join (thread);
}

/* ------------------------------------------------------------------ transcript */

static char *
dup_transcript (Job *job)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (job->builder);
  const GPtrArray *lines = tl_evidence_get_transcript (evidence);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];

    g_string_append_printf (text, "%c%s\n", line->sent ? '>' : '<', line->text);
  }
  return g_string_free (text, FALSE);
}

static void
test_record (void)
{
  g_auto (Job) job;
  TlSecret *secret = tl_secret_new ("correct horse", -1);
  g_autofree char *text = NULL;

  job_init (&job);
  tl_redactor_add_secret (job.redactor, secret, NULL);
  tl_io_record (job.io, TRUE, "A\r\nB\r\n", 6);
  tl_io_record (job.io, FALSE, "\033]52;c;x\a\0\377", 11);
  tl_io_record (job.io, FALSE, "you said correct horse?", 23);
  tl_io_record (job.io, FALSE, "", 0);
  text = dup_transcript (&job);
  g_assert_cmpstr (text, ==,
                   ">A\n>B\n<<001B>]52;c;x<0007><0000><xFF>\n<you said [hidden: password]?\n<\n");
  tl_secret_unref (secret);
}

static void
test_record_cut (void)
{
  g_auto (Job) job;
  g_autofree char *line = g_strnfill (3000, 'x');
  g_autofree char *text = NULL;

  job_init (&job);
  for (guint i = 0; i < 3000; i++)
    tl_io_record (job.io, FALSE, line, 3000);
  text = dup_transcript (&job);
  g_assert_cmpuint (strlen (text), <, 1200 * 1024);
  g_assert_cmpuint (strlen (text), >, 900 * 1024);
  g_assert_true (g_str_has_suffix (text, "<[cut: transcript limit]\n"));
  /* Nothing comes behind that. */
  g_assert_true (strstr (text, "[cut: transcript limit]\n<") == NULL);
}

/* Lines of nothing fill it, too. */
static void
test_record_empty_lines (void)
{
  g_auto (Job) job;
  g_autofree char *feeds = g_strnfill (200 * 1024, '\n');
  g_autoptr (TlEvidence) evidence = NULL;

  job_init (&job);
  tl_io_record (job.io, FALSE, feeds, 200 * 1024);
  evidence = tl_evidence_builder_snapshot (job.builder);
  g_assert_cmpuint (tl_evidence_get_transcript (evidence)->len, <, 100 * 1024);
}

/* Without a builder (a server of the tests, say) recording is nothing. */
static void
test_record_nowhere (void)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (TlIo) io = tl_io_new (NULL, now, NULL, NULL, now);

  tl_io_record (io, TRUE, "x", 1);
  g_assert_null (tl_io_get_redactor (io));
  g_assert_null (tl_io_get_cancellable (io));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/io/words", test_words);
  g_test_add_func ("/net/io/limit", test_limit);
  g_test_add_func ("/net/io/poll", test_poll);
  g_test_add_func ("/net/io/sleep", test_sleep);
  g_test_add_func ("/net/io/record/lines", test_record);
  g_test_add_func ("/net/io/record/cut", test_record_cut);
  g_test_add_func ("/net/io/record/empty-lines", test_record_empty_lines);
  g_test_add_func ("/net/io/record/nowhere", test_record_nowhere);
  return g_test_run ();
}
