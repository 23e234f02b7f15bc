/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-filezilla.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define SITE(host, port, more)                                                                     \
  "<Server><Host>" host "</Host><Port>" port "</Port>" more                                        \
  "<Pass encoding=\"base64\">c2VjcmV0</Pass><Name>x</Name></Server>"
#define FILE_OF(sites)                                                                             \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FileZilla3 version=\"3.63.0\" "                    \
  "platform=\"*nix\"><Servers><Folder expanded=\"1\">Work" sites                                   \
  "</Folder></Servers></FileZilla3>"

static char *
write_file (const char *text, gssize length)
{
  g_autofree char *folder = g_dir_make_tmp ("throughline-XXXXXX", NULL);
  char *file = g_build_filename (folder, "sitemanager.xml", NULL);

  g_assert_true (g_file_set_contents (file, text, length, NULL));
  return file;
}

static void
remove_file (char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  g_unlink (file);
  g_rmdir (folder);
  g_free (file);
}

static TlFileZillaSite *
find (const char *text, gssize length, const char *host, guint port)
{
  char *file = write_file (text, length);
  TlFileZillaSite *site = tl_filezilla_find (file, host, port);

  remove_file (file);
  return site;
}

static void
test_site (void)
{
  static const char text[] = FILE_OF (
      SITE ("other.example.net", "21", "") SITE ("FTP.example.net", "990", "<Protocol>3</Protocol>")
          SITE ("ftp.example.net", "21",
                "<Protocol>6</Protocol><PasvMode>MODE_ACTIVE</PasvMode>"
                "<MaximumMultipleConnections>4</MaximumMultipleConnections>"));
  g_autoptr (TlFileZillaSite) site = find (text, -1, "ftp.example.net", 21);
  g_autoptr (TlFileZillaSite) implicit = find (text, -1, "ftp.example.net", 990);
  g_autoptr (TlFileZillaSite) none = find (text, -1, "ftp.example.org", 21);

  g_assert_nonnull (site);
  g_assert_cmpuint (site->connections, ==, 4);
  g_assert_cmpstr (site->mode, ==, "active");
  g_assert_cmpstr (site->encryption, ==, "none");
  g_assert_cmpstr (implicit->encryption, ==, "implicit");
  g_assert_cmpuint (implicit->connections, ==, 0);
  g_assert_cmpstr (implicit->mode, ==, "default");
  g_assert_null (none);
}

/* What it exports holds the program's own settings as well. */
static void
test_export (void)
{
  static const char text[] = "<FileZilla3><Servers>" SITE (
      "ftp.example.net", "21",
      "") "</Servers><Settings>"
          "<Setting name=\"Number of Transfers\">5</Setting></Settings></FileZilla3>";
  g_autoptr (TlFileZillaSite) site = find (text, -1, "ftp.example.net", 21);

  g_assert_cmpuint (site->transfers, ==, 5);
}

/* A password is passed over in every spelling, also across the pieces in which a file is read, and
 * what stands behind it is not lost. */
static void
test_passwords (void)
{
  static const char *const spellings[] = {
      "<Pass>a&b<c</Pass>", "<Pass encoding=\"base64\">xx</Pass>", "<Pass/>",
      "<Pass encoding=\"crypt\" />", "<Pass>it ends with </Pas</Pass>"};

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    for (guint shift = 4070; shift < 4100; shift += 3) {
      g_autofree char *padding = g_strnfill (shift, ' ');
      g_autofree char *text = g_strconcat (
          "<FileZilla3><Servers><Server><Host>ftp.example.net</Host>", padding, spellings[i],
          "<MaximumMultipleConnections>3</MaximumMultipleConnections></Server></Servers></FileZilla3>",
          NULL);
      g_autoptr (TlFileZillaSite) site = find (text, -1, "ftp.example.net", 21);

      g_assert_nonnull (site);
      g_assert_cmpuint (site->connections, ==, 3);
    }
}

/* Broken and hostile files give nothing, and cost nothing. */
static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("<FileZilla3>");
  g_autofree char *wide = g_strnfill (5 * 1024 * 1024, ' ');
  const char *const texts[] = {
      "",
      "not XML",
      "<FileZilla3><Servers><Server><Host>ftp.example.net",
      "<!DOCTYPE a [<!ENTITY b \"ftp.example.net\">]><FileZilla3><Servers><Server><Host>&b;</Host>"
      "</Server></Servers></FileZilla3>",
      "<FileZilla3><Servers><Server><Host>ftp.example.net</Host><Pass>never closed",
      wide};

  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "<Folder>");
  g_assert_null (find (deep->str, -1, "ftp.example.net", 21));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (find (texts[i], -1, "ftp.example.net", 21));
}

/* Neither a folder nor a FIFO nor a device is read. */
static void
test_no_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("throughline-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (tl_filezilla_find (fifo, "ftp.example.net", 21));
  g_assert_null (tl_filezilla_find (folder, "ftp.example.net", 21));
  g_assert_null (tl_filezilla_find ("/dev/zero", "ftp.example.net", 21));
  g_assert_null (tl_filezilla_find ("/nonexistent", "ftp.example.net", 21));
  g_unlink (fifo);
  g_rmdir (folder);
}

static void
test_facts (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  char *file = write_file (
      FILE_OF (SITE ("ftp.example.net", "21", "<PasvMode>MODE_PASSIVE</PasvMode>")), -1);

  g_object_set (settings, "protocol", TL_PROTOCOL_FTP, "host", "ftp.example.net", "filezilla", file,
                "no-environment", TRUE, NULL);
  builder = tl_evidence_builder_new (settings);
  tl_filezilla_look (settings, builder);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpstr (tl_evidence_get (evidence, "local.filezilla.connections"), ==, "0");
  g_assert_cmpstr (tl_evidence_get (evidence, "local.filezilla.mode"), ==, "passive");
  g_assert_cmpstr (tl_evidence_get (evidence, "local.filezilla.encryption"), ==, "if-offered");
  g_assert_cmpstr (tl_evidence_get (evidence, "local.filezilla.port"), ==, "21");
  g_assert_null (tl_evidence_get (evidence, "local.filezilla.transfers"));
  remove_file (file);
}

/* Every site that speaks FTP, for the wizard to choose from. */
static void
test_list (void)
{
  static const char text[] = FILE_OF (
      SITE ("one.example.net", "2121", "<Protocol>4</Protocol><User>carol</User>")
          SITE ("two.example.net", "0", "<Protocol>3</Protocol>")
              SITE ("ssh.example.net", "22", "<Protocol>1</Protocol>")
                  SITE ("three.example.net", "21", "<Protocol>6</Protocol><User>a&#10;b</User>")
                      SITE ("fo&#10;ur.example.net", "21", "") SITE ("", "21", ""));
  char *file = write_file (text, -1);
  g_autoptr (GPtrArray) offers = tl_filezilla_list (file);
  const TlServerOffer *one = offers->pdata[0];
  const TlServerOffer *two = offers->pdata[1];
  const TlServerOffer *three = offers->pdata[2];

  g_assert_cmpuint (offers->len, ==, 3);
  g_assert_cmpstr (one->host, ==, "one.example.net");
  g_assert_cmpuint (one->port, ==, 2121);
  g_assert_cmpint (one->security, ==, TL_SECURITY_STARTTLS);
  g_assert_cmpstr (one->user, ==, "carol");
  g_assert_cmpstr (one->source, ==, "filezilla");
  g_assert_cmpint (two->security, ==, TL_SECURITY_TLS);
  g_assert_cmpuint (two->port, ==, 990);
  g_assert_cmpint (three->security, ==, TL_SECURITY_NONE);
  g_assert_cmpstr (three->user, ==, "");
  remove_file (file);
}

/* However many a file has, the list stays one that can be read; a broken one has none. */
static void
test_list_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("<FileZilla3><Servers>");
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlDiscovery) nothing = NULL;
  g_autoptr (GPtrArray) many = NULL;
  g_autoptr (GPtrArray) broken = NULL;
  char *file;

  for (guint i = 0; i < 3 * TL_FILEZILLA_SITES_MAX; i++)
    g_string_append (text, SITE ("one.example.net", "21", ""));
  file = write_file (text->str, -1);
  broken = tl_filezilla_list (file);
  remove_file (file);
  g_string_append (text, "</Servers></FileZilla3>");
  file = write_file (text->str, -1);
  many = tl_filezilla_list (file);
  remove_file (file);
  g_assert_cmpuint (broken->len, ==, 0);
  g_assert_cmpuint (many->len, ==, TL_FILEZILLA_SITES_MAX);

  g_object_set (settings, "protocol", TL_PROTOCOL_FTP, "filezilla", "/nonexistent/sites.xml", NULL);
  nothing = tl_filezilla_discover (settings);
  g_assert_cmpuint (nothing->offers->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/filezilla/site", test_site);
  g_test_add_func ("/accounts/filezilla/export", test_export);
  g_test_add_func ("/accounts/filezilla/passwords", test_passwords);
  g_test_add_func ("/accounts/filezilla/hostile", test_hostile);
  g_test_add_func ("/accounts/filezilla/no-file", test_no_file);
  g_test_add_func ("/accounts/filezilla/facts", test_facts);
  g_test_add_func ("/accounts/filezilla/list", test_list);
  g_test_add_func ("/accounts/filezilla/list/bounds", test_list_bounds);
  return g_test_run ();
}
