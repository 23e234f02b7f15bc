/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-pbkdf2.h"

#include "tl-clock.h"

#include "tl-secret.h"

#include <string.h>

#define BLOCK 64 /* of SHA-1 and SHA-256 */
#define LONGEST 32

/* So many rounds (some milliseconds) between two looks at the cancellable. */
#define ROUNDS_A_LOOK 2048

/* HMAC (RFC 2104) with the key already worked in, so that each round only copies two states. */
typedef struct {
  GChecksumType type;
  gsize length;
  GChecksum *inner;
  GChecksum *outer;
} Keyed;

static void
keyed_init (Keyed *keyed, GChecksumType type, const char *password)
{
  guint8 pad[BLOCK] = {0};
  gsize length = strlen (password);

  keyed->type = type;
  keyed->length = (gsize) g_checksum_type_get_length (type);
  keyed->inner = g_checksum_new (type);
  keyed->outer = g_checksum_new (type);
  if (length > BLOCK) {
    g_autoptr (GChecksum) sum = g_checksum_new (type);
    gsize size = sizeof pad;

    g_checksum_update (sum, (const guchar *) password, (gssize) length);
    g_checksum_get_digest (sum, pad, &size);
  } else {
    memcpy (pad, password, length);
  }
  for (guint i = 0; i < BLOCK; i++)
    pad[i] ^= 0x36;
  g_checksum_update (keyed->inner, pad, BLOCK);
  for (guint i = 0; i < BLOCK; i++)
    pad[i] ^= 0x36 ^ 0x5c;
  g_checksum_update (keyed->outer, pad, BLOCK);
  tl_wipe (pad, sizeof pad);
}

static void
keyed_clear (Keyed *keyed)
{
  g_checksum_free (keyed->inner);
  g_checksum_free (keyed->outer);
}

/* `out` may be `a`. */
static void
keyed_sum (const Keyed *keyed, GBytes *head, const guint8 *a, gsize a_length, guint8 *out)
{
  GChecksum *inner = g_checksum_copy (keyed->inner);
  GChecksum *outer = g_checksum_copy (keyed->outer);
  guint8 digest[LONGEST];
  gsize size = sizeof digest;

  if (head != NULL)
    g_checksum_update (inner, g_bytes_get_data (head, NULL), (gssize) g_bytes_get_size (head));
  g_checksum_update (inner, a, (gssize) a_length);
  g_checksum_get_digest (inner, digest, &size);
  g_checksum_update (outer, digest, (gssize) size);
  size = keyed->length;
  g_checksum_get_digest (outer, out, &size);
  g_checksum_free (inner);
  g_checksum_free (outer);
}

static gboolean
must_stop (guint round, GCancellable *cancellable, gint64 until)
{
  if (round % ROUNDS_A_LOOK != 0)
    return FALSE;
  return g_cancellable_is_cancelled (cancellable) || tl_clock_us () >= until;
}

gboolean
tl_pbkdf2 (GChecksumType type, const char *password, GBytes *salt, guint rounds, guint8 *key,
           GCancellable *cancellable, gint64 until)
{
  static const guint8 first_block[] = {0, 0, 0, 1};
  guint8 u[LONGEST];
  gboolean stopped = FALSE;
  Keyed keyed;

  keyed_init (&keyed, type, password);
  keyed_sum (&keyed, salt, first_block, sizeof first_block, u);
  memcpy (key, u, keyed.length);
  for (guint round = 1; round < rounds && !stopped; round++) {
    keyed_sum (&keyed, NULL, u, keyed.length, u);
    for (gsize i = 0; i < keyed.length; i++)
      key[i] ^= u[i];
    stopped = must_stop (round, cancellable, until);
  }
  if (stopped)
    tl_wipe (key, keyed.length);
  tl_wipe (u, sizeof u);
  keyed_clear (&keyed);
  return !stopped;
}
