/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "local-fixture.h"

#include <string.h>
#include <sys/prctl.h>

/* This program shows up under the name that it bears. */
static void
test_programs (void)
{
  g_autoptr (GHashTable) before = tl_local_list_programs ();
  g_autoptr (GHashTable) after = NULL;

  g_assert_nonnull (before);
  g_assert_false (g_hash_table_contains (before, "tl-own-name"));
  g_assert_cmpint (prctl (PR_SET_NAME, "tl-own-name"), ==, 0);
  after = tl_local_list_programs ();
  g_assert_true (g_hash_table_contains (after, "tl-own-name"));
}

static void
test_scanner (void)
{
  g_autoptr (TlEvidence) evidence = NULL;

  g_assert_cmpint (prctl (PR_SET_NAME, "clamd"), ==, 0);
  evidence = local_look ("");
  g_assert_nonnull (strstr (tl_evidence_get (evidence, "local.antivirus"), "ClamAV"));
  g_assert_cmpint (prctl (PR_SET_NAME, "test"), ==, 0);
}

static void
test_firewall (void)
{
  g_autoptr (TlEvidence) before = NULL;
  g_autoptr (TlEvidence) after = NULL;

  g_assert_cmpint (prctl (PR_SET_NAME, "firewalld"), ==, 0);
  after = local_look ("");
  g_assert_nonnull (strstr (tl_evidence_get (after, "local.firewall"), "firewalld"));
  g_assert_cmpint (prctl (PR_SET_NAME, "test"), ==, 0);
  before = local_look ("");
  g_assert_null (strstr (tl_evidence_get (before, "local.firewall"), "firewalld"));
}

static gboolean
nft (const char *arguments)
{
  g_autofree char *line = g_strconcat ("nft ", arguments, NULL);
  int status;

  return g_spawn_command_line_sync (line, NULL, NULL, &status, NULL) && status == 0;
}

static void
test_filter (void)
{
  g_autoptr (TlEvidence) before = NULL;
  g_autoptr (TlEvidence) after = NULL;

  if (!local_needs_namespace ())
    return;
  before = local_look ("");
  g_assert_null (strstr (tl_evidence_get (before, "local.firewall"), "nftables"));
  if (!nft ("add table inet t")) {
    g_test_skip ("no nft here");
    return;
  }
  g_assert_true (
      nft ("add chain inet t out '{ type filter hook output priority 0; policy drop; }'"));
  after = local_look ("");
  g_assert_nonnull (strstr (tl_evidence_get (after, "local.firewall"), "nftables"));
  g_assert_true (nft ("delete table inet t"));
}

static void
test_ufw (void)
{
  static const struct {
    const char *text;
    gboolean on;
  } rows[] = {
      {"# ufw\nENABLED=yes\nLOGLEVEL=low\n", TRUE},
      {"ENABLED=no\n", FALSE},
      {"  enabled=YES  ", TRUE},
      {"#ENABLED=yes\n", FALSE},
      {"ENABLED=yes\nENABLED=no\n", FALSE},
      {"", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tl_local_ufw_is_on (rows[i].text), ==, rows[i].on);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  local_enter_namespace ();
  g_test_add_func ("/probe/local-programs/list", test_programs);
  g_test_add_func ("/probe/local-programs/scanner", test_scanner);
  g_test_add_func ("/probe/local-programs/firewall", test_firewall);
  g_test_add_func ("/probe/local-programs/filter", test_filter);
  g_test_add_func ("/probe/local-programs/ufw", test_ufw);
  return g_test_run ();
}
