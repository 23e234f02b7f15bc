/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Trusted certificates, as they stand in a bundle. To read all of them costs GnuTLS more than the whole
 * handshake and 4 MB; a chain needs the one or two that bear one of its names. So a bundle is only
 * decoded, the two names of each certificate are found, and GnuTLS gets those that matter. */
#include "tl-tls-private.h"

#include <string.h>

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"
/* DER, ITU-T X.690 8.1: universal tags in their constructed form where they have parts. */
#define INTEGER 0x02
#define SEQUENCE 0x30
#define VERSION 0xa0

static void
root_free (gpointer data)
{
  TlTlsRoot *root = data;

  g_bytes_unref (root->der);
  g_free (root);
}

GPtrArray *
tl_tls_roots_new (void)
{
  return g_ptr_array_new_with_free_func (root_free);
}

/* Takes the next element, which must have that tag: the whole of it, and what is inside. */
static gboolean
take (gnutls_datum_t *rest, guint tag, gnutls_datum_t *whole, gnutls_datum_t *inside)
{
  gsize head = 2, size;

  if (rest->size < 2 || rest->data[0] != tag)
    return FALSE;
  size = rest->data[1];
  if (size >= 0x80) {
    gsize n = size & 0x7f;

    if (n == 0 || n > 3 || rest->size < 2 + n)
      return FALSE;
    size = 0;
    for (gsize i = 0; i < n; i++)
      size = size << 8 | rest->data[2 + i];
    head += n;
  }
  if (size > rest->size - head)
    return FALSE;
  *whole = (gnutls_datum_t){rest->data, (unsigned) (head + size)};
  *inside = (gnutls_datum_t){rest->data + head, (unsigned) size};
  rest->data += head + size;
  rest->size -= (unsigned) (head + size);
  return TRUE;
}

/* RFC 5280 4.1: the certificate begins with version, serial number, algorithm, issuer, validity,
 * subject. */
static gboolean
find_names (gnutls_datum_t der, gnutls_datum_t *issuer, gnutls_datum_t *subject)
{
  gnutls_datum_t whole, certificate, rest;

  if (!take (&der, SEQUENCE, &whole, &certificate) || !take (&certificate, SEQUENCE, &whole, &rest))
    return FALSE;
  if (rest.size > 0 && rest.data[0] == VERSION && !take (&rest, VERSION, &whole, &certificate))
    return FALSE;
  return take (&rest, INTEGER, &whole, &certificate) &&
         take (&rest, SEQUENCE, &whole, &certificate) &&
         take (&rest, SEQUENCE, issuer, &certificate) &&
         take (&rest, SEQUENCE, &whole, &certificate) &&
         take (&rest, SEQUENCE, subject, &certificate);
}

gboolean
tl_tls_roots_add (GPtrArray *roots, const guchar *der, gsize length)
{
  TlTlsRoot *root = g_new0 (TlTlsRoot, 1);
  gsize size;

  root->der = g_bytes_new (der, length);
  g_ptr_array_add (roots, root);
  if (find_names ((gnutls_datum_t){(unsigned char *) g_bytes_get_data (root->der, &size),
                                   (unsigned) length},
                  &root->issuer, &root->subject))
    return TRUE;
  g_ptr_array_set_size (roots, (int) roots->len - 1);
  return FALSE;
}

void
tl_tls_roots_add_bundle (GPtrArray *roots, const char *text)
{
  const char *begin = text, *end;

  while ((begin = strstr (begin, BEGIN)) != NULL && (end = strstr (begin, END)) != NULL) {
    g_autofree guchar *der = NULL;
    gsize length;
    g_autofree char *code = NULL;

    begin += strlen (BEGIN);
    code = g_strndup (begin, (gsize) (end - begin));
    der = g_base64_decode (code, &length);
    tl_tls_roots_add (roots, der, length);
    begin = end;
  }
}

/* ------------------------------------------------------------------ those that matter to a chain */

typedef struct {
  gnutls_datum_t names[3 * TL_TLS_CHAIN_MAX];
  guint n;
} Names;

static gboolean
has_name (const Names *names, const gnutls_datum_t *name)
{
  for (guint i = 0; i < names->n; i++)
    if (names->names[i].size == name->size &&
        memcmp (names->names[i].data, name->data, name->size) == 0)
      return TRUE;
  return FALSE;
}

/* One round; whether a name has come with what was added. */
static gboolean
add_named (const GPtrArray *roots, GHashTable *added, Names *names, gnutls_x509_trust_list_t list)
{
  guint before = names->n;

  for (guint i = 0; roots != NULL && i < roots->len; i++) {
    TlTlsRoot *root = roots->pdata[i];
    gsize size;
    gnutls_datum_t der = {(unsigned char *) g_bytes_get_data (root->der, &size), 0};
    gnutls_x509_crt_t certificate;

    if (!has_name (names, &root->subject) || !g_hash_table_add (added, root))
      continue;
    der.size = (unsigned) size;
    gnutls_x509_crt_init (&certificate);
    /* The list owns what it takes. */
    if (gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER) != GNUTLS_E_SUCCESS ||
        gnutls_x509_trust_list_add_cas (list, &certificate, 1, 0) != 1)
      gnutls_x509_crt_deinit (certificate);
    if (names->n < G_N_ELEMENTS (names->names) && !has_name (names, &root->issuer))
      names->names[names->n++] = root->issuer;
  }
  return names->n > before;
}

void
tl_tls_roots_fill (const GPtrArray *system, const GPtrArray *own,
                   const gnutls_x509_crt_t *certificates, guint n, gnutls_x509_trust_list_t list)
{
  g_autoptr (GHashTable) added = g_hash_table_new (NULL, NULL);
  Names names = {0};
  guint sent;
  gboolean more = TRUE;

  for (guint i = 0; i < MIN (n, TL_TLS_CHAIN_MAX); i++) {
    if (gnutls_x509_crt_get_raw_dn (certificates[i], &names.names[names.n]) == GNUTLS_E_SUCCESS)
      names.n++;
    if (gnutls_x509_crt_get_raw_issuer_dn (certificates[i], &names.names[names.n]) ==
        GNUTLS_E_SUCCESS)
      names.n++;
  }
  sent = names.n;
  while (more) {
    more = add_named (own, added, &names, list);
    more = add_named (system, added, &names, list) || more;
  }
  for (guint i = 0; i < sent; i++)
    gnutls_free (names.names[i].data);
}
