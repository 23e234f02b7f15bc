/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* After a job no form of the password is left in the memory of the process that ran it. The server is
 * another process, so that what is found was ours. */
#include <gio/gio.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tl-job.h"
#include "tl-json.h"

#define MASK 0x55

/* The secret and its needles are kept masked, so that the search does not find the test itself. */
static guchar secret[24];

static void
make_secret (void)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";

  for (gsize i = 0; i < sizeof secret; i++)
    secret[i] = (guchar) letters[g_random_int_range (0, sizeof letters - 1)] ^ MASK;
}

static TlSecret *
unmasked (void)
{
  char plain[sizeof secret];
  TlSecret *made;

  for (gsize i = 0; i < sizeof secret; i++)
    plain[i] = (char) (secret[i] ^ MASK);
  made = tl_secret_new (plain, sizeof plain);
  tl_wipe (plain, sizeof plain);
  return made;
}

static guint
count_in (const guchar *memory, gsize length, const guint8 *masked, gsize needle)
{
  guint hits = 0;

  for (gsize i = 0; i + needle <= length; i++) {
    gsize k = 0;

    while (k < needle && memory[i + k] == (masked[k] ^ MASK))
      k++;
    hits += k == needle;
  }
  return hits;
}

/* Over everything of this process that can be read and written. */
static guint
count_in_memory (const guint8 *masked, gsize needle)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int fd = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  static guchar chunk[1 << 20];
  guint hits = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_assert_cmpint (fd, >=, 0);
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) fields = g_strsplit_set (lines[i], "- ", 4);
    guint64 at, end;

    if (g_strv_length (fields) < 3 || !g_str_has_prefix (fields[2], "rw"))
      continue;
    at = g_ascii_strtoull (fields[0], NULL, 16);
    end = g_ascii_strtoull (fields[1], NULL, 16);
    /* The shadow of a sanitizer: terabytes, and no data of ours. */
    if (end - at > ((guint64) 1 << 30))
      continue;
    while (at < end) {
      gsize size = MIN (sizeof chunk, end - at);
      gssize got;

      if ((guintptr) chunk >= at && (guintptr) chunk < at + size)
        size = MAX ((guintptr) chunk - at, 1);
      got = pread (fd, chunk, size, (off_t) at);
      if (got > 0)
        hits += count_in (chunk, (gsize) got, masked, needle);
      memset (chunk, 0, sizeof chunk);
      at += size;
      if (at >= (guintptr) chunk && at < (guintptr) chunk + sizeof chunk)
        at = (guintptr) chunk + sizeof chunk;
    }
  }
  close (fd);
  return hits;
}

/* Masked base64 of "\0user\0secret", without the ends that depend on what stands around. */
static GByteArray *
masked_login (const char *user)
{
  g_autoptr (GByteArray) login = g_byte_array_new ();
  GByteArray *needle = g_byte_array_new ();
  char *text;

  g_byte_array_append (login, (const guint8 *) "", 1);
  g_byte_array_append (login, (const guint8 *) user, (guint) strlen (user) + 1);
  for (gsize i = 0; i < sizeof secret; i++) {
    guint8 byte = secret[i] ^ MASK;

    g_byte_array_append (login, &byte, 1);
  }
  text = g_base64_encode (login->data, login->len);
  tl_wipe (login->data, login->len);
  for (gsize i = strlen (text) / 2; i + 4 < strlen (text); i++) {
    guint8 byte = (guint8) text[i] ^ MASK;

    g_byte_array_append (needle, &byte, 1);
  }
  /* The search finds it while it is there. */
  g_assert_cmpuint (count_in_memory (needle->data, needle->len), >=, 1);
  tl_wipe_free (text);
  return needle;
}

static GSubprocess *
serve (const char *scenario, TlSettings *settings)
{
  const char *const argv[] = {g_getenv ("TL_CLI"), "practice", scenario, "--serve", NULL};
  GSubprocess *server = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *row;

  g_assert_nonnull (server);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  node = tl_json_parse (line, strlen (line), NULL);
  row = json_node_get_object (node);
  g_object_set (settings, "host", tl_json_get_string (row, "host", ""), "port",
                (guint) tl_json_get_int (row, "port", 0), "security", TL_SECURITY_STARTTLS,
                "ca-file", tl_json_get_string (row, "ca_file", ""), NULL);
  return server;
}

static void
ignore_step (const TlStepRecord *record, gpointer user_data)
{
}

static void
test_protocol (gconstpointer data)
{
  const char *scenario = data;
  const char *user = "ann@example.org";
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GSubprocess) server = serve (scenario, settings);
  g_autoptr (GByteArray) login = masked_login (user);
  TlJob *job;
  TlSecret *password = unmasked ();

  /* The search itself can find what is there. */
  g_assert_cmpuint (count_in_memory (secret, sizeof secret), >=, 1);
  g_object_set (settings, "protocol",
                g_str_equal (scenario, "healthy") ? TL_PROTOCOL_SMTP : TL_PROTOCOL_FTP, "user",
                user, "password", password, NULL);
  tl_secret_unref (password);
  job = tl_job_new (settings, NULL);
  g_object_set (settings, "password", NULL, NULL);
  g_assert_true (tl_job_run (job, ignore_step, NULL, NULL, NULL));
  g_assert_cmpstr (tl_diagnosis_get_first (tl_job_get_diagnosis (job))->id, ==, "auth-failed");
  tl_job_free (job);
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);

  g_assert_cmpuint (count_in_memory (secret, sizeof secret), ==, 0);
  g_assert_cmpuint (count_in_memory (login->data, login->len), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_secret ();
  g_test_add_data_func ("/engine/memory/smtp", "healthy", test_protocol);
  g_test_add_data_func ("/engine/memory/ftp", "ftp-healthy", test_protocol);
  return g_test_run ();
}
