/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-pbkdf2.h"

#include <string.h>

typedef struct {
  GChecksumType type;
  const char *password, *salt;
  guint rounds;
  const char *key; /* hexadecimal */
} Vector;

/* RFC 6070; RFC 7914 section 11 (first 32 bytes). The last one: a password longer than a block. */
static const Vector vectors[] = {
    {G_CHECKSUM_SHA1, "password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"},
    {G_CHECKSUM_SHA1, "password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"},
    {G_CHECKSUM_SHA1, "password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"},
    {G_CHECKSUM_SHA256, "passwd", "salt", 1,
     "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"},
    {G_CHECKSUM_SHA256, "Password", "NaCl", 80000,
     "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"},
    {G_CHECKSUM_SHA256,
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
     "salt", 3, "59bfa49750dd5462ce38370a1e7abe0736ff334cf1c2f0d84f23a03435d660d1"},
};

static char *
to_hex (const guint8 *bytes, gsize length)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static char *
derive (const Vector *vector)
{
  g_autoptr (GBytes) salt = g_bytes_new_static (vector->salt, strlen (vector->salt));
  guint8 key[32];

  g_assert_true (
      tl_pbkdf2 (vector->type, vector->password, salt, vector->rounds, key, NULL, G_MAXINT64));
  return to_hex (key, (gsize) g_checksum_type_get_length (vector->type));
}

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *hex = derive (&vectors[i]);

    g_assert_cmpstr (hex, ==, vectors[i].key);
  }
}

static void
test_stops (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) salt = g_bytes_new_static ("salt", 4);
  static const guint8 nothing[20];
  guint8 key[20];

  g_cancellable_cancel (cancellable);
  g_assert_false (
      tl_pbkdf2 (G_CHECKSUM_SHA1, "password", salt, G_MAXUINT, key, cancellable, G_MAXINT64));
  g_assert_cmpmem (key, sizeof key, nothing, sizeof nothing);
  g_assert_false (
      tl_pbkdf2 (G_CHECKSUM_SHA1, "password", salt, G_MAXUINT, key, NULL, g_get_monotonic_time ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/pbkdf2/vectors", test_vectors);
  g_test_add_func ("/probe/pbkdf2/stops", test_stops);
  return g_test_run ();
}
