/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target as an ordinary test: every file of its corpus as it is, then a bounded number of
 * mutations with a fixed seed. What matters is that nothing crashes and every round ends. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#define ROUNDS 600
#define INPUT_MAX 16384

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static GPtrArray *inputs; /* GBytes */

static void
read_corpus (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *text;
    gsize length;

    g_assert_true (g_file_get_contents (path, &text, &length, NULL));
    g_ptr_array_add (inputs, g_bytes_new_take (text, length));
  }
  g_assert_cmpuint (inputs->len, >, 0);
}

static void
run (const guint8 *data, gsize size)
{
  /* A block of its exact size: the sanitizer sees the first byte read beyond it. */
  g_autofree guint8 *copy = g_memdup2 (data, MAX (size, 1));

  LLVMFuzzerTestOneInput (copy, size);
}

static void
test_corpus (void)
{
  for (guint i = 0; i < inputs->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (inputs->pdata[i], &size);

    run (data, size);
  }
}

static const GBytes *
any_input (GRand *rand)
{
  return inputs->pdata[g_rand_int_range (rand, 0, (gint32) inputs->len)];
}

/* A stretch of another input in the place of one of this. */
static void
splice (GByteArray *bytes, GRand *rand)
{
  gsize size;
  const guint8 *other = g_bytes_get_data ((GBytes *) any_input (rand), &size);
  guint from = size > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) size) : 0;
  guint n = (guint) g_rand_int_range (rand, 0, 400);
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) bytes->len) : 0;

  n = MIN (n, (guint) size - from);
  if (bytes->len + n > INPUT_MAX)
    return;
  g_byte_array_set_size (bytes, bytes->len + n);
  memmove (bytes->data + at + n, bytes->data + at, bytes->len - at - n);
  memcpy (bytes->data + at, other + from, n);
}

static void
mutate (GByteArray *bytes, GRand *rand)
{
  static const char *const tokens[] = {"\r\n",       "\n\n", "--", ":",     "\0", "@",
                                       "550 5.1.1 ", "=?",   "?=", "\xff",  "%",  "\"",
                                       "(",          "<",    "{",  "999999"};
  guint n = (guint) g_rand_int_range (rand, 1, 8);

  for (guint i = 0; i < n && bytes->len > 0; i++) {
    guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
    const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];

    switch (g_rand_int_range (rand, 0, 5)) {
      case 0:
        bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
        break;
      case 1:
        g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, 1 + at % 64));
        break;
      case 2:
        g_byte_array_set_size (bytes, at);
        break;
      case 3:
        memcpy (bytes->data + at, token, MIN (strlen (token), bytes->len - at));
        break;
      default:
        splice (bytes, rand);
        break;
    }
  }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20241);

  for (guint i = 0; i < ROUNDS; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data ((GBytes *) any_input (rand), &size);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    g_byte_array_append (bytes, data, (guint) MIN (size, (gsize) INPUT_MAX));
    mutate (bytes, rand);
    run (bytes->data != NULL ? bytes->data : (const guint8 *) "", bytes->len);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *corpus = NULL;
  g_autofree char *mutations = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  read_corpus (argv[2]);
  corpus = g_strdup_printf ("/fuzz/%s/corpus", argv[1]);
  mutations = g_strdup_printf ("/fuzz/%s/mutations", argv[1]);
  g_test_add_func (corpus, test_corpus);
  g_test_add_func (mutations, test_mutations);
  {
    int result = g_test_run ();

    g_ptr_array_unref (inputs);
    return result;
  }
}
