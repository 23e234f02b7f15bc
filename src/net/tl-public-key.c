/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-public-key.h"

#include <gnutls/abstract.h>

static gboolean
import (gnutls_pubkey_t key, const guchar *der, gsize length)
{
  gnutls_datum_t data = {(unsigned char *) der, (unsigned int) length};

  return gnutls_pubkey_import (key, &data, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS;
}

gboolean
tl_public_key_read (const guchar *der, gsize length, const char **algorithm, guint *bits)
{
  gnutls_pubkey_t key;
  gboolean read = FALSE;

  if (length == 0 || length > 8192 || gnutls_pubkey_init (&key) != GNUTLS_E_SUCCESS)
    return FALSE;
  if (import (key, der, length)) {
    unsigned int size = 0;
    int kind = gnutls_pubkey_get_pk_algorithm (key, &size);

    *algorithm = kind == GNUTLS_PK_RSA             ? "rsa"
                 : kind == GNUTLS_PK_EDDSA_ED25519 ? "ed25519"
                                                   : "other";
    *bits = size;
    read = kind > 0;
  }
  gnutls_pubkey_deinit (key);
  return read;
}
