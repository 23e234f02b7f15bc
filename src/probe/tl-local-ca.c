/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-local-ca.h"

#include <string.h>

/* What Debian's GnuTLS trusts, and where the package "ca-certificates" lays what it brings; whatever is
 * added by hand (/usr/local/share/ca-certificates, a protection program) is in the first alone. */
#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"
#define SHIPPED "/usr/share/ca-certificates"
#define FILE_MAX (8 * 1024 * 1024)
#define FILES_MAX 2000
#define DEPTH_MAX 3
#define SHOWN_MAX 8
#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/* ------------------------------------------------------------------ reading */

/* The certificates of a file in PEM, in their order; an empty array where there are none. */
static GPtrArray *
read_pem (const char *path)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *text = NULL;
  gsize length;
  char *at, *end;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents (path, &text, &length, NULL) || length > FILE_MAX)
    return found;
  for (at = strstr (text, BEGIN); at != NULL; at = strstr (end, BEGIN)) {
    guchar *der;
    gsize size;

    at += strlen (BEGIN);
    end = strstr (at, END);
    if (end == NULL)
      break;
    *end = '\0';
    der = g_base64_decode (at, &size);
    g_ptr_array_add (found, g_bytes_new_take (der, size));
    end++;
  }
  return found;
}

static void
add_folder (GHashTable *set, const char *path, guint depth, guint *files)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && depth < DEPTH_MAX && *files < FILES_MAX &&
         (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *full = g_build_filename (path, name, NULL);
    g_autoptr (GPtrArray) found = NULL;

    if (!g_str_has_suffix (name, ".crt")) {
      add_folder (set, full, depth + 1, files);
      continue;
    }
    (*files)++;
    found = read_pem (full);
    for (guint i = 0; i < found->len; i++)
      g_hash_table_add (set, g_bytes_ref (found->pdata[i]));
  }
}

/* NULL where nothing is there: another distribution, which keeps them elsewhere. */
static GHashTable *
load_shipped (const char *path)
{
  g_autoptr (GHashTable) set =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  guint files = 0;

  add_folder (set, path, 0, &files);
  return g_hash_table_size (set) > 0 ? g_steal_pointer (&set) : NULL;
}

GPtrArray *
tl_local_ca_find (const char *bundle, const char *shipped)
{
  g_autoptr (GHashTable) set = load_shipped (shipped);
  g_autoptr (GPtrArray) trusted = read_pem (bundle);
  GPtrArray *added;

  if (set == NULL || trusted->len == 0)
    return NULL;
  added = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < trusted->len; i++)
    if (!g_hash_table_contains (set, trusted->pdata[i]))
      g_ptr_array_add (added, g_bytes_ref (trusted->pdata[i]));
  return added;
}

/* ------------------------------------------------------------------ local.ca */

static void
record_added (TlRun *run, guint index, GBytes *der)
{
  TlCertificateInfo *info = tl_certificate_info_from_bytes (der);
  const char *const parts[] = {"subject", "not_after", "sha256"};

  for (guint i = 0; info != NULL && i < G_N_ELEMENTS (parts); i++) {
    const char *const values[] = {info->subject, info->not_after, info->sha256};
    g_autofree char *fact = g_strdup_printf ("local.ca.%u.%s", index, parts[i]);

    tl_evidence_builder_add (tl_run_get_builder (run), TL_SOURCE_LOCAL, "local.ca", "", fact,
                             values[i]);
  }
  g_clear_pointer (&info, tl_certificate_info_free);
}

void
tl_local_ca_check (TlRun *run)
{
  g_autoptr (GPtrArray) added = NULL;
  g_autofree char *count = NULL;

  tl_run_begin (run, "local.ca", NULL);
  added = tl_local_ca_find (BUNDLE, SHIPPED);
  count = added != NULL ? g_strdup_printf ("%u", added->len) : g_strdup ("not-known");
  tl_evidence_builder_add (tl_run_get_builder (run), TL_SOURCE_LOCAL, "local.ca", "",
                           "local.ca.added", count);
  for (guint i = 0; added != NULL && i < MIN (added->len, SHOWN_MAX); i++)
    record_added (run, i, added->pdata[i]);
  tl_run_end (run, TL_OUTCOME_OK);
}

/* ------------------------------------------------------------------ tls.anchor */

static gboolean
is_among (const GPtrArray *certificates, GBytes *one)
{
  for (guint i = 0; i < certificates->len; i++)
    if (g_bytes_equal (certificates->pdata[i], one))
      return TRUE;
  return FALSE;
}

static const char *
find_origin (TlRun *run, GBytes *anchor)
{
  const char *file = tl_run_get_settings (run)->ca_file;
  g_autoptr (GHashTable) set = load_shipped (SHIPPED);
  g_autoptr (GPtrArray) given = NULL;

  if (set != NULL && g_hash_table_contains (set, anchor))
    return "distribution";
  given = file != NULL && *file != '\0' ? read_pem (file) : NULL;
  if (given != NULL && is_among (given, anchor))
    return "given";
  return set != NULL ? "added" : "not-known";
}

void
tl_local_ca_note_anchor (TlRun *run, const TlTlsInfo *info)
{
  if (info->anchor != NULL && !tl_run_get_settings (run)->no_environment)
    tl_run_fact (run, "tls.anchor", find_origin (run, info->anchor));
}
